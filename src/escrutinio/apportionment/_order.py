"""Who comes first: exact ranking of whole numbers per draw, and the drawing of lots. Arrays are (lists, draws)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Ints

_LAST = np.iinfo(np.int64).max


def ranking(numbers: Ints, lots: Ints | None) -> Ints:
    """Return per draw the lists from the largest number to the smallest; equal ones by lot, then in list order."""
    if lots is None:
        return np.argsort(-numbers, axis=0, kind="stable")
    drawn = np.argsort(lots, axis=0, kind="stable")
    ordered = np.argsort(-np.take_along_axis(numbers, drawn, 0), axis=0, kind="stable")
    return np.take_along_axis(drawn, ordered, 0)


def draw_lots(among: Bools, prizes: Ints, lots: Ints | None) -> tuple[Bools, Bools]:
    """Return who of those in the tie wins one of the prizes, and the draws in which the lots given leave that open.

    Args:
        among: the lists that draw, (lists, draws).
        prizes: how many of them win, per draw; at least one and fewer than draw.
        lots: the rank each list drew, lower first; None if no lot was drawn.
    """
    key = np.where(among, 0 if lots is None else lots, _LAST)
    order = np.argsort(key, axis=0, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(len(order))[:, None], 0)
    sorted_ = np.take_along_axis(key, order, 0)
    draws = np.arange(prizes.size)
    return place < prizes, sorted_[prizes - 1, draws] == sorted_[prizes, draws]


class Cut(NamedTuple):
    """Per draw: whether equal numbers stand on both sides of a cut, and whether the lots given leave it open."""

    tied: Bools
    undecided: Bools

    @staticmethod
    def none(draws: int) -> Cut:
        """Return a cut without ties."""
        return Cut(*np.zeros((2, draws), np.bool_))

    def joined(self, other: Cut) -> Cut:
        """Return the ties of either."""
        return Cut(self.tied | other.tied, self.undecided | other.undecided)


def cut_after(numbers: Ints, order: Ints, places: Ints, lots: Ints | None, where: Bools) -> Cut:
    """Return the ties between the last of the first ``places`` of the order and the one that follows."""
    draws = np.arange(places.size)
    inside = order[np.maximum(places, 1) - 1, draws]
    outside = order[np.minimum(places, len(order) - 1), draws]
    tied = where & (numbers[inside, draws] == numbers[outside, draws])
    if lots is None:
        return Cut(tied, tied.copy())
    return Cut(tied, tied & (lots[inside, draws] == lots[outside, draws]))
