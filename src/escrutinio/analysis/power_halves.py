"""Coalitions counted for up to forty players whose weights may be as large as populations.

The players are parted in two halves. For every coalition of one half it is looked up, in the sorted weights of the
other half's coalitions of each size, how many of them complete it to a winning one (Horowitz and Sahni 1974).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.analysis.power_rows import Tallied

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from escrutinio.analysis.power_game import Sized

    Int64 = npt.NDArray[np.int64]

MOST_PLAYERS = 40
MOST_WEIGHT = 2**62


def tallied_halves(game: Sized) -> Tallied:
    """Winning coalitions by size, and those with each player."""
    count = len(game.weights)
    left, right = tuple(range(count // 2)), tuple(range(count // 2, count))
    winning, with_left = _completed(game, left, right)
    _, with_right = _completed(game, right, left)
    return Tallied(_plain(winning), tuple(_plain(each) for each in (*with_left, *with_right)))


def _completed(game: Sized, ours: Sequence[int], theirs: Sequence[int]) -> tuple[Int64, Int64]:
    """Winning coalitions by size, and those with each of our players; shapes (sizes,) and (players, sizes)."""
    our_sums, our_sizes = _subsets([game.weights[each] for each in ours])
    their_sums, their_sizes = _subsets([game.weights[each] for each in theirs])
    ordered = [np.sort(their_sums[their_sizes == size]) for size in range(len(theirs) + 1)]
    winning = np.zeros(len(game.needed), dtype=np.int64)
    held = np.zeros((len(ours), len(game.needed)), dtype=np.int64)
    for size in range(len(ours) + 1):
        members = np.flatnonzero(our_sizes == size)
        belongs = (members[:, None] >> np.arange(len(ours))) & 1 == 1
        for more, sums in enumerate(ordered):
            needed = game.needed[size + more]
            if needed is None:
                continue
            found = len(sums) - np.searchsorted(sums, needed - our_sums[members])
            winning[size + more] += found.sum()
            held[:, size + more] += (found[:, None] * belongs).sum(axis=0)
    return winning, held


def _subsets(weights: Sequence[int]) -> tuple[Int64, Int64]:
    """The weight and the size of every coalition; the bits of its place say who belongs to it."""
    sums = sizes = np.zeros(1, dtype=np.int64)
    for weight in weights:
        sums, sizes = np.concatenate([sums, sums + weight]), np.concatenate([sizes, sizes + 1])
    return sums, sizes


def _plain(counts: Int64) -> tuple[int, ...]:
    return tuple(int(each) for each in counts)
