"""The fewest stations that together hold so many votes of several kinds: proved where it can be, bounded elsewhere.

What is proposed comes from weights: each kind of votes is given one, and the stations worth most are taken. Whole
numbers prove it: if the best so many stations are worth less than what is needed, no so many can do. This is the
Lagrangian bound; what lies between it and what was found is searched. Source: A. Schrijver, *Theory of Linear and
Integer Programming* (1986), chapter 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = Sequence[tuple[int, ...]]

ROUNDS, FINE, TRIED = 150, 2**20, 20_000


@dataclass(frozen=True, slots=True)
class Covering:
    """The stations that were found, by their places, and how few it takes at least."""

    chosen: tuple[int, ...]
    least: int


def covering(rows: Rows, needs: Sequence[int]) -> Covering | None:
    """The fewest rows whose sums reach every need; None where all of them do not.

    Args:
        rows: what each station holds of each kind, not below zero.
        needs: how many of each kind are needed, at least one.

    >>> covering([(5, 0), (0, 5), (3, 3)], (3, 3))
    Covering(chosen=(2,), least=1)
    >>> covering([(5, 0), (0, 5)], (5, 6)) is None
    True
    """
    if any(sum(row[kind] for row in rows) < need for kind, need in enumerate(needs)):
        return None
    found, weights = _by_weights(rows, needs)
    worth = [_worth(row, weights) for row in rows]
    order = sorted(range(len(rows)), key=lambda place: -worth[place])
    best = [0, *accumulate(worth[place] for place in order)]
    least = next(number for number, reached in enumerate(best) if reached >= _worth(needs, weights))
    while least < len(found):
        better = _search([rows[place] for place in order], needs, least, weights, best)
        if better is None:
            break
        if better:
            return Covering(tuple(order[place] for place in better), least)
        least += 1
    return Covering(found, least)


def _worth(votes: Sequence[int], weights: Sequence[int]) -> int:
    return sum(max(number, 0) * weight for number, weight in zip(votes, weights, strict=True))


def _by_weights(rows: Rows, needs: Sequence[int]) -> tuple[tuple[int, ...], list[int]]:
    """The best that weights propose, and the weights, as whole numbers, whose bound is the best."""
    shares = np.array(rows, dtype=np.float64) / np.array(needs, dtype=np.float64)
    log = np.zeros(len(needs))
    found, least, best = tuple(range(len(rows))), -1, log
    for turn in range(ROUNDS):
        weights = np.exp(log - log.max())
        worth = shares @ weights
        order = np.argsort(-worth, kind="stable")
        found = min(found, _taken(order.tolist(), rows, needs), key=len)
        bound = int(np.searchsorted(np.cumsum(worth[order]), weights.sum() * (1 - 1e-9))) + 1
        if bound > least:
            least, best = bound, weights
        if least == len(found):
            break
        lacking = 1 - shares[order[:bound]].sum(axis=0)
        log = log + lacking / max(float(np.abs(lacking).max()), 1e-9) * 4 / (1 + turn / 8)
    most = max(needs)
    return found, [int(each * FINE) * most // need + 1 for each, need in zip(best.tolist(), needs, strict=True)]


def _taken(order: Sequence[int], rows: Rows, needs: Sequence[int]) -> tuple[int, ...]:
    """Stations in this order, each where it brings what is still needed; then those out again that were not needed."""
    left, chosen = list(needs), []
    for place in order:
        if any(lacks > 0 and has for lacks, has in zip(left, rows[place], strict=True)):
            chosen.append(place)
            left = [lacks - has for lacks, has in zip(left, rows[place], strict=True)]
        if all(lacks <= 0 for lacks in left):
            break
    for place in reversed(chosen[:]):
        if all(lacks + has <= 0 for lacks, has in zip(left, rows[place], strict=True)):
            chosen.remove(place)
            left = [lacks + has for lacks, has in zip(left, rows[place], strict=True)]
    return tuple(chosen)


def _search(
    rows: Rows, needs: Sequence[int], size: int, weights: Sequence[int], best: Sequence[int]
) -> tuple[int, ...] | None:
    """So many stations that do; empty where none do, None where that is too much to try.

    ``rows`` stand in the order of what they are worth, and ``best`` adds that up: where what is lacking is worth more
    than the next stations are, nothing there can do.
    """
    stack: list[tuple[int, tuple[int, ...], tuple[int, ...]]] = [(0, (), tuple(needs))]
    for _ in range(TRIED):
        if not stack:
            return ()
        place, chosen, left = stack.pop()
        if all(lacks <= 0 for lacks in left):
            return chosen
        last = min(place + size - len(chosen), len(rows))
        if place == len(rows) or _worth(left, weights) > best[last] - best[place]:
            continue
        after = tuple(lacks - own for lacks, own in zip(left, rows[place], strict=True))
        stack += [(place + 1, chosen, left), (place + 1, (*chosen, place), after)]
    return None
