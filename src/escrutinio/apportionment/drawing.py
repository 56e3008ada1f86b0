"""Ties broken anew: only the elections that are tied are shared out again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment.allocation import Allocation, HighestAverages, Plurality
from escrutinio.apportionment.highest import highest_averages
from escrutinio.apportionment.plurality import plurality

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Given, Ints


def redrawn(made: Allocation, lots: Given) -> Allocation | None:
    """Return an allocation with other lots; None where its method does not tell all that made it (quotas).

    Args:
        made: an allocation, as its method returned it.
        lots: rank drawn by each list, fits (…, lists): in a tie the lower rank takes the seat first.

    Example:
        >>> made = highest_averages([[50, 50, 20], [60, 30, 10]], 3)
        >>> made.seats.tolist(), redrawn(made, [2, 1, 3]).seats.tolist()
        ([[2, 1, 0], [2, 1, 0]], [[1, 2, 0], [2, 1, 0]])
    """
    if not isinstance(made.method, HighestAverages | Plurality):
        return None
    drawn = _input.fitted(lots, made.seats.shape, "lots")
    tied = made.tied
    anew = _anew(made, made.method, tied, drawn[tied])
    seats, undecided = made.seats.copy(), np.zeros_like(tied)
    seats[tied], undecided[tied] = anew.seats, anew.undecided
    return replace(made, seats=seats, undecided=undecided, lots=drawn)


def _anew(made: Allocation, method: HighestAverages | Plurality, tied: Bools, lots: Ints) -> Allocation:
    """Return the allocation of the tied elections alone."""
    votes, house = made.votes[tied], made.house[tied]
    if isinstance(method, Plurality):
        return plurality(votes, seats=house, ranks=method.ranks, lots=lots)
    floor, cap = (None if each is None else each[tied] for each in (method.minimum, method.maximum))
    return highest_averages(votes, house, divisors=method.divisors, minimum=floor, maximum=cap, lots=lots)
