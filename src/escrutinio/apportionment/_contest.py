"""One election of an allocation as lists that make offers, whatever the method: the base of every explanation."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.apportionment.allocation import Allocation, HighestAverages, LargestRemainder, Quotient
from escrutinio.apportionment.errors import ApportionmentError
from escrutinio.apportionment.remainder import Shared, share

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Ints
    from escrutinio.apportionment.divisors import Divisors

At = int | tuple[int, ...]
Place = tuple[int, ...]
Offers = Callable[[int, int], Quotient]
_UNLIMITED = np.iinfo(np.int64).max


class Contest(NamedTuple):
    """One election: what each list holds, which of it was never contested, and what it offers for a further seat."""

    seats: tuple[int, ...]
    floor: tuple[int, ...]
    able: tuple[bool, ...]
    lots: tuple[int, ...]
    offer: Offers

    def won(self) -> list[tuple[Quotient, int]]:
        """Return the winning offers with their lists, the highest first."""
        offers = ((self.offer(i, held), i) for i, n in enumerate(self.seats) for held in range(self.floor[i], n))
        return sorted(offers, key=self._order)

    def lost(self) -> list[tuple[Quotient, int]]:
        """Return the next offer of each list that could take one more seat, the highest first."""
        offers = ((self.offer(i, held), i) for i, held in enumerate(self.seats) if self.able[i])
        return sorted(offers, key=self._order)

    def _order(self, claim: tuple[Quotient, int]) -> tuple[bool, Fraction, int, int]:
        """Return a key that puts the highest offer first; among equal ones the lower lot, then list order."""
        offer, number = claim
        return not offer.unbeaten, -offer.value, self.lots[number], number


def place_of(allocation: Allocation, at: At) -> Place:
    """Return an index into (…), or say that it points to no single election."""
    place = (at,) if isinstance(at, int) else tuple(at)
    shape = allocation.house.shape
    if len(place) != len(shape) or not all(-n <= i < n for i, n in zip(place, shape, strict=True)):
        message = "at={at} points to no single election of a batch of shape {shape}."
        raise ApportionmentError(message, at=place, shape=shape)
    return place


def row(table: Ints | None, place: Place, lists: int, default: int) -> tuple[int, ...]:
    """Return one election's numbers as Python integers, the default where there is no table."""
    return (default,) * lists if table is None else tuple(map(int, table[place]))


def contest_of(allocation: Allocation, at: At) -> Contest:
    """Return one election of an allocation."""
    place, method = place_of(allocation, at), allocation.method
    lists = allocation.votes.shape[-1]
    votes, seats = row(allocation.votes, place, lists, 0), row(allocation.seats, place, lists, 0)
    lots = row(allocation.lots, place, lists, 0)
    floor, cap = (0,) * lists, (_UNLIMITED,) * lists
    if isinstance(method, HighestAverages):
        floor, cap = row(method.minimum, place, lists, 0), row(method.maximum, place, lists, _UNLIMITED)
        offer = _averages(votes, method.divisors)
    elif isinstance(method, LargestRemainder):
        shared = shared_at(allocation, method, place)
        held = shared.held[:, 0].tolist()
        floor = tuple(n if h else 0 for n, h in zip(seats, held, strict=True))
        cap = tuple(0 if h else n for n, h in zip(row(method.maximum, place, lists, _UNLIMITED), held, strict=True))
        offer = _left(votes, quota_of(shared))
    else:
        cap = tuple(max(1, n) for n in seats)
        offer = _most(votes)
    able = tuple(v > 0 and n < c for v, n, c in zip(votes, seats, cap, strict=True))
    return Contest(seats, floor, able, lots, offer)


def shared_at(allocation: Allocation, method: LargestRemainder, place: Place) -> Shared:
    """Return quota, full seats and remainders of one election, by the very function that allotted them."""
    total = None if method.total is None else method.total[place].reshape(1)
    upper = None if method.maximum is None else method.maximum[place][:, None]
    return share(allocation.votes[place][:, None], allocation.house[place].reshape(1), method.quota, upper, total)


def quota_of(shared: Shared) -> Fraction:
    """Return the quota in votes; in a house of 0 seats all votes."""
    return Fraction(int(shared.numerator[0]), max(1, int(shared.denominator[0])))


def _averages(votes: tuple[int, ...], divisors: Divisors) -> Offers:
    """Return offers that are votes over divisor."""

    def offer(number: int, held: int) -> Quotient:
        power = votes[number] ** (2 if divisors.squared else 1)
        by = divisors.value(held)
        if by == 0:
            return Quotient(unbeaten=True, value=Fraction(votes[number]))
        return Quotient(unbeaten=False, value=Fraction(power * by.denominator, by.numerator), square=divisors.squared)

    return offer


def _left(votes: tuple[int, ...], quota: Fraction) -> Offers:
    """Return offers that are the votes left after a quota for each seat held."""
    return lambda number, held: Quotient(unbeaten=False, value=votes[number] - held * quota)


def _most(votes: tuple[int, ...]) -> Offers:
    """Return offers that are simply the votes."""
    return lambda number, _: Quotient(unbeaten=False, value=Fraction(votes[number]))
