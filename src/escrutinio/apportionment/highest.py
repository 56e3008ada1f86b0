"""Highest averages (divisor methods), for one election or for a million."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment._packing import packing
from escrutinio.apportionment._proof import Field, settle
from escrutinio.apportionment._start import Bounds, propose
from escrutinio.apportionment.allocation import Allocation, HighestAverages
from escrutinio.apportionment.divisors import Divisors, divisors_named
from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Given, Ints

_CHUNK = 40_000  # numbers per array worked on at once: measured; some such arrays stay in a core's cache
_INT64 = np.iinfo(np.int64).max


def highest_averages(
    votes: Given,
    seats: Given,
    *,
    divisors: str | Divisors = "dhondt",
    minimum: Given | None = None,
    maximum: Given | None = None,
    lots: Given | None = None,
) -> Allocation:
    """Give each seat to the list with the highest quotient of votes over the divisor of its next seat.

    Args:
        votes: whole numbers of any size, shape (…, lists); a plain list of ints is one election.
        seats: seats to fill, an int or an array that fits (…).
        divisors: a name (``"dhondt"``, ``"sainte_lague"`` …) or a `Divisors`.
        minimum: floor per list, fits (…, lists): each list keeps at least so many, the rest goes to the highest
            quotients beyond the floors. Floors above the house stay, and `Allocation.excess` says by how many.
        maximum: cap per list, fits (…, lists).
        lots: rank drawn by each list, fits (…, lists): in a tie the lower rank takes the seat first.

    Returns:
        An `Allocation` with seats of shape (…, lists). Lists without votes win nothing; where the first divisor is 0
        every list with votes gets its first seat before any gets a second, those with more votes first.

    Raises:
        ApportionmentError: votes, seats, floors, caps or lots that are negative, not whole or do not fit.

    Source:
        Balinski and Young, *Fair Representation* (1982); Pukelsheim, *Proportional Representation* (2017), chapter 4.

    Example:
        >>> answer = highest_averages([340_000, 280_000, 160_000, 60_000], 7)
        >>> answer.seats.tolist(), bool(answer.tied)
        ([3, 3, 1, 0], False)
        >>> highest_averages([[60, 40], [50, 50]], [5, 3], divisors="sainte_lague").seats.tolist()
        [[3, 2], [2, 1]]
    """
    method = divisors_named(divisors)
    table = _input.ballots(votes)
    shape, draws = table.shape, table.shape[:-1]
    house = _input.house(seats, draws)
    floor, cap = _input.fitted_if(minimum, shape, "minimum"), _input.fitted_if(maximum, shape, "maximum")
    drawn = _input.fitted_if(lots, shape, "lots")
    excess = _excess(floor, cap, house)
    filled = house if floor is None else house + excess
    won, tied, undecided, unfilled = _table(table, filled, (floor, cap, drawn), method)
    return Allocation(
        won.reshape(shape),
        tied.reshape(draws),
        undecided.reshape(draws),
        unfilled.reshape(draws),
        excess.reshape(draws),
        table,
        house.reshape(draws),
        drawn,
        HighestAverages(method, floor, cap),
    )


def _excess(floor: Ints | None, cap: Ints | None, house: Ints) -> Ints:
    """Return by how many seats the floors alone exceed the house; say where a floor is above a cap."""
    if floor is None:
        return np.zeros(house.size, np.int64)
    if cap is not None and (floor > cap).any():
        place = tuple(np.argwhere(floor > cap)[0].tolist())
        message = "minimum {minimum} is above maximum {maximum} at {place}."
        raise ApportionmentError(message, minimum=int(floor[place]), maximum=int(cap[place]), place=place)
    return np.asarray(np.maximum(_input.columns(floor).sum(0) - house, 0))


def _table(
    votes: Ints, house: Ints, bounds: tuple[Ints | None, Ints | None, Ints | None], divisors: Divisors
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return seats in the order of a table (…, lists), and per draw tied, undecided, unfilled: empty cells left out."""
    plan = packing(votes, bounds[0])
    if plan is None:
        lower, upper, lots = (_input.columns_if(each) for each in bounds)
        won, tied, undecided, unfilled = _shared(Field(_input.columns(votes), house, lower, upper, lots, divisors))
        return won.T, tied, undecided, unfilled
    lower, upper, lots = (None if each is None else plan.cells(each) for each in bounds)
    won, tied, undecided, unfilled = _shared(Field(plan.cells(votes), plan.rows(house), lower, upper, lots, divisors))
    none = np.zeros(house.size, np.bool_)
    return plan.spread(won), plan.restored(tied, none), plan.restored(undecided, none), plan.restored(unfilled, house)


def _shared(field: Field) -> tuple[Ints, Ints, Ints, Ints]:
    """Return seats (lists, draws), and per draw tied, undecided and unfilled, chunk by chunk."""
    lists, draws = field.votes.shape
    step = max(1, _CHUNK // max(1, lists))
    if 0 < draws <= step and lists:
        return _chunk(field)
    won, tied, undecided = np.zeros((lists, draws), np.int64), *np.zeros((2, draws), np.bool_)
    unfilled = np.zeros(draws, np.int64) if lists else field.house
    for first in range(0, draws if lists else 0, step):
        cut = slice(first, first + step)
        won[:, cut], tied[cut], undecided[cut], left = _chunk(field.some(cut))
        if left.any():  # memory that is never written costs nothing
            unfilled[cut] = left
    return won, tied, undecided, unfilled


def _chunk(field: Field) -> tuple[Ints, Ints, Ints, Ints]:
    """Return seats, tied, undecided and unfilled of a chunk: proposed with floats, decided with integers."""
    divisors, votes = field.divisors, np.ascontiguousarray(field.votes)
    bounds = Bounds(field.house, field.lower, field.upper)
    if divisors.from_zero:
        bounds = _first_seats(votes, bounds)
    seats, rival = propose(votes, bounds, divisors)
    if votes.dtype != object and not _fits(votes, seats, divisors):
        votes = votes.astype(object)
    power = votes * votes if divisors.squared else votes
    tied, undecided = settle(Field(power, *bounds, field.lots, divisors), seats, rival)
    return seats, tied, undecided, field.house - seats.sum(0)


def _first_seats(votes: Ints, bounds: Bounds) -> Bounds:
    """Return floors and caps that say what a first divisor of 0 means.

    Every list with votes is sure of one seat; where the house is too small for that, none gets a second and the first
    seats go by votes, which is what the quotient over ``at(0) = 1`` compares.
    """
    house, lower, upper = bounds
    floor = np.zeros(votes.shape, np.int64) if lower is None else lower
    sure = np.maximum(floor, votes > 0)
    if upper is not None:
        sure = np.minimum(sure, upper)
    enough = sure.sum(0) <= house
    cap = np.where(votes > 0, house if upper is None else upper, floor)
    return Bounds(house, np.where(enough, sure, floor), np.where(enough, cap, sure))


def _fits(votes: Ints, seats: Ints, divisors: Divisors) -> bool:
    """Return whether every cross-product of votes and divisors stays within 64 bits."""
    most, held = int(votes.max()), int(seats.max())
    weight = 1 if divisors.weight is None else int(divisors.weight(held))
    largest: int = most ** (2 if divisors.squared else 1) * weight * int(divisors.at(held))
    return largest <= _INT64
