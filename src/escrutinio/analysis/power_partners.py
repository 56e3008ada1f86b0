"""Indices that ask who stands beside a player: Johnston's, Deegan and Packel's, Holler's.

Few shapes of coalitions are looked at one by one. For hundreds of players under one quota the rows of ``power_rows``
are counted instead: a coalition that weighs ``e`` above the quota needs exactly its members that weigh more than ``e``,
and it is minimal if even its lightest member does.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import TYPE_CHECKING

from escrutinio.analysis.power_game import sized
from escrutinio.analysis.power_grid import Grid, fits, shapes
from escrutinio.analysis.power_rows import MOST_WORK, Rows, cost
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.analysis.power_game import Game, Sized

FEW_SHAPES = 2**16
MOST_LOOKUPS = 3 * 10**10
"""Bits that may be unpacked to find minimal coalitions."""


def johnston(game: Game) -> list[Fraction]:
    """Each player's swings, each divided by how many players swing the same coalition (Johnston 1978)."""
    if shapes(game) <= FEW_SHAPES and fits(game):
        return Grid(game).johnston()
    small = _one_quota(game)
    if small is not None and cost(small)[1] * len(set(small.weights)) <= MOST_WORK:
        return _johnston(small.weights, _quota(small))
    return _grid(game).johnston()


def minimal_by_player(game: Game) -> tuple[tuple[int, ...], ...]:
    """Minimal winning coalitions with each player, by size."""
    if shapes(game) <= FEW_SHAPES and fits(game):
        return Grid(game).minimal_by_size().containing
    small = _one_quota(game)
    if small is not None and cost(small)[0] * len(small.weights) <= MOST_LOOKUPS:
        return _minimal(small.weights, _quota(small))
    return _grid(game).minimal_by_size().containing


def deegan_packel(counts: Sequence[Sequence[int]]) -> list[Fraction]:
    """Minimal winning coalitions with each player, each divided by its size (Deegan and Packel 1978)."""
    return [sum((Fraction(each, size) for size, each in enumerate(row) if size), start=Fraction(0)) for row in counts]


def _grid(game: Game) -> Grid:
    if not fits(game):
        raise Problem(
            "this index looks at every shape of coalition, and {players} players have {shapes} of them: too many.",
            players=len(game.players),
            shapes=f"10^{len(str(shapes(game))) - 1}",
        )
    return Grid(game)


def _one_quota(game: Game) -> Sized | None:
    small = sized(game)
    return small if small is not None and small.constant and small.needed[0] else None


def _quota(small: Sized) -> int:
    return small.needed[0] or 0


def _johnston(weights: Sequence[int], quota: int) -> list[Fraction]:
    """By how much a coalition weighs above the quota: from one of the players' weights to below the next."""
    found = dict.fromkeys(weights, Fraction(0))
    for least, next_ in pairwise([0, *sorted(set(weights) - {0})]):
        needed = [each for each in weights if each >= next_]
        table = Rows(needed, quota + next_, light=[each for each in weights if each < next_])
        upper, lower = (table.below([quota + each] * (len(needed) + 1))[1] for each in (next_, least))
        for weight in set(needed):
            both = enumerate(zip(upper[weight], lower[weight], strict=True))
            found[weight] += sum(
                (Fraction(more - less, many) for many, (more, less) in both if many), start=Fraction(0)
            )
    return [found[weight] for weight in weights]


def _minimal(weights: Sequence[int], quota: int) -> tuple[tuple[int, ...], ...]:
    """By the lightest member's weight: so many of that weight, and heavier ones that just do not win without it."""
    counts = {weight: [0] * (len(weights) + 1) for weight in weights}
    for lightest in set(weights) - {0}:
        alike = sum(1 for each in weights if each == lightest)
        heavier = [each for each in weights if each > lightest]
        table = Rows(heavier, quota)
        upper, held_upper = table.below([quota] * (len(heavier) + 1))
        for taken in range(1, alike + 1):
            lower, held_lower = table.below([quota - taken * lightest] * (len(heavier) + 1))
            for more in range(len(heavier) + 1):
                size = taken + more
                counts[lightest][size] += comb(alike - 1, taken - 1) * (upper[more] - lower[more])
                for weight, row in held_upper.items():
                    counts[weight][size] += comb(alike, taken) * (row[more] - held_lower[weight][more])
            upper, held_upper = lower, held_lower
    return tuple(tuple(counts[weight]) for weight in weights)
