"""The smallest house in which every list has the seats that are sure to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment.errors import ApportionmentError
from escrutinio.apportionment.explain import award_order, tie
from escrutinio.apportionment.highest import highest_averages

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Given, Ints
    from escrutinio.apportionment.allocation import Allocation
    from escrutinio.apportionment.divisors import Divisors

_MOST = 2**20


def levelled_house(
    votes: Given, sure: Given, *, least: Given, divisors: str | Divisors = "sainte_lague", tolerated: int = 0
) -> Ints:
    """Return how many seats a house needs so that no list's share of it falls short of the seats sure to the list.

    Args:
        votes: whole numbers, shape (…, lists).
        sure: seats sure to each list, fits (…, lists).
        least: the house it starts from, an int or an array that fits (…).
        divisors: how the house is shared out.
        tolerated: how many seats in all may fall short.

    Returns:
        Seats of shape (…). Divisor methods never take a seat away in a larger house (Balinski and Young 1982), so the
        smallest is found by halving. Lists without votes are sure of nothing here. A seat that lots decide covers
        nothing it could miss.

    Raises:
        ApportionmentError: bad numbers; seats sure to a list with so few votes that no house of a million covers them.

    Source:
        Pukelsheim, *Proportional Representation* (2017), chapter 13.

    Example:
        >>> int(levelled_house([700, 200, 100], [7, 3, 1], least=10, divisors="sainte_lague"))
        13
    """
    table = _input.ballots(votes)
    shape, draws = table.shape, table.shape[:-1]
    floor = np.where(table > 0, _input.fitted(sure, shape, "sure"), 0)
    low = _input.house(least, draws).reshape(draws).astype(np.int64) - 1
    high = np.maximum(low + 1, 1)
    while (short := _short(table, high, floor, divisors, tolerated)).any() and high.max(initial=0) < _MOST:
        low, high = np.where(short, high, low), np.where(short, high * 2, high)
    if (short := _short(table, high, floor, divisors, tolerated)).any():
        message = "a house of {limit} seats would still not cover the seats that are sure: {sure} for {votes} votes."
        at = tuple(np.argwhere(short)[0].tolist())
        raise ApportionmentError(message, limit=_MOST, sure=floor[at].tolist(), votes=table[at].tolist())
    while (high - low > 1).any():
        middle = (low + high) // 2
        short = _short(table, np.maximum(middle, 0), floor, divisors, tolerated)
        wide = high - low > 1  # the others are found: the house below their answer is too small, or not allowed
        low, high = np.where(wide & short, middle, low), np.where(wide & ~short, middle, high)
    return high


def _short(table: Ints, house: Ints, floor: Ints, divisors: str | Divisors, tolerated: int) -> Ints:
    """Return where a house leaves more seats uncovered than are tolerated, however lots may fall in it."""
    made = highest_averages(table, house, divisors=divisors)
    missing = np.asarray(np.maximum(floor - made.seats, 0).sum(axis=-1))
    for place in np.argwhere(made.tied):
        at = tuple(place.tolist())
        missing[at] = _at_worst(made, floor[at], at)
    return np.asarray(missing > tolerated)


def _at_worst(made: Allocation, floor: Ints, at: tuple[int, ...]) -> int:
    """Return the seats uncovered if the lots go to the lists that need them least."""
    drawing, seats = tie(made, at), made.seats[at].copy()
    if drawing is None:
        return 0
    lists = list(drawing.lists)
    winners = [award.list for award in award_order(made, at)[-drawing.seats :]]
    seats[winners] -= 1
    needing = int((floor[lists] > seats[lists]).sum())
    return int(np.maximum(floor - seats, 0).sum()) - max(0, drawing.seats - (len(lists) - needing))
