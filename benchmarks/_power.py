"""Power indices of other libraries, each as a function from weights and a quota to shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from powerindex import Game

from escrutinio.analysis import power_of, rule

if TYPE_CHECKING:
    from fractions import Fraction

Run = Callable[[], list[float]]


@dataclass(frozen=True)
class Peer:
    """A library: its name, and how a run of an index is prepared; the inputs are made before the clock starts."""

    name: str
    banzhaf: Callable[[list[int], int], Run]
    shapley: Callable[[list[int], int], Run]


def _ours(index: str) -> Callable[[list[int], int], Run]:
    def prepare(weights: list[int], quota: int) -> Run:
        decision = rule(weights, quota)
        return lambda: [_float(getattr(each, index)) for each in power_of(decision, indices=[index]).rows()]

    return prepare


def _float(value: Fraction | None) -> float:
    return float(value or 0)


def _theirs(index: str) -> Callable[[list[int], int], Run]:
    def prepare(weights: list[int], quota: int) -> Run:
        def run() -> list[float]:
            game = Game(quota=quota, weights=list(weights))
            getattr(game, f"calc_{index}")()
            return list(getattr(game, index))

        return run

    return prepare


OURS = Peer("escrutinio (exact)", _ours("banzhaf"), _ours("shapley_shubik"))
PEERS = (Peer("powerindex (float)", _theirs("banzhaf"), _theirs("shapley_shubik")),)
