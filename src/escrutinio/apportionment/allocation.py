"""The answer of every method of this room: seats, ties, and all that is needed to explain them."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING

from escrutinio.apportionment import _start

if TYPE_CHECKING:
    from fractions import Fraction

    from escrutinio.apportionment._arrays import Bools, Ints
    from escrutinio.apportionment.divisors import Divisors
    from escrutinio.apportionment.quotas import Quota


@dataclass(frozen=True, slots=True)
class HighestAverages:
    """How a highest-averages allocation was made: divisors, floors and caps of shape (…, lists)."""

    divisors: Divisors
    minimum: Ints | None = None
    maximum: Ints | None = None


@dataclass(frozen=True, slots=True)
class LargestRemainder:
    """How a largest-remainder allocation was made: quota, caps (…, lists), and votes the quota counts (…).

    Where a tie cannot be read off the remainders, ``drawing`` (…, lists) are the lists that draw lots, and ``keeping``
    (…) for how many seats.
    """

    quota: Quota
    maximum: Ints | None = None
    total: Ints | None = None
    drawing: Bools | None = None
    keeping: Ints | None = None


@dataclass(frozen=True, slots=True)
class Plurality:
    """How a plurality allocation was made: the seats of the first, second, third … list; None means one each."""

    ranks: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """Seats, and the arrays that explain them on demand.

    Attributes:
        seats: seats won, (…, lists), int64. Where a tie is open they are provisional: in list order.
        tied: whether a real tie decides a seat there, (…). Equal quotients that are both in are no tie.
        undecided: whether such a tie is still open: no lots were given, or equal ones, (…).
        unfilled: seats that nobody could take (no votes, caps), (…), int64.
        excess: seats by which floors alone exceed the house, (…), int64.
        votes: the votes given, (…, lists).
        house: the seats to fill, (…).
        lots: the lots given, (…, lists), or None.
        method: how it was made.
    """

    seats: Ints
    tied: Bools
    undecided: Bools
    unfilled: Ints
    excess: Ints
    votes: Ints
    house: Ints
    lots: Ints | None
    method: HighestAverages | LargestRemainder | Plurality


@dataclass(frozen=True, slots=True, order=True)
class Quotient:
    """What a list offers for a seat, exactly: quotient, remaining votes or votes, as the method has it.

    Attributes:
        unbeaten: True for votes over a first divisor of 0 (Adams, Dean, Hill); ``value`` then holds the votes.
        value: the number, or its square.
        square: whether ``value`` is the square (Hill).

    Example:
        >>> from fractions import Fraction
        >>> hill_offer = Quotient(False, Fraction(10000, 2), square=True)
        >>> str(hill_offer), str(Quotient(False, Fraction(100, 3)))
        ('70.711', '33.333')
    """

    unbeaten: bool
    value: Fraction
    square: bool = False

    def __float__(self) -> float:  # float: for charts, after everything is decided
        """Return the number for a chart; nothing is decided by it."""
        return _start.printed(self.value, square=self.square)

    def __str__(self) -> str:
        """Return the number with up to three decimals, rounded half up; never by a float."""
        return self.decimal(3)

    def decimal(self, places: int) -> str:
        """Return the number with that many decimals, rounded half up, without trailing zeros."""
        ten = 10**places
        grown = abs(self.value) * (4 * ten * ten if self.square else 2 * ten)
        doubled = isqrt(int(grown)) if self.square else grown.numerator // grown.denominator
        whole, part = divmod((doubled + 1) // 2, ten)
        text = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
        return f"-{text}" if self.value < 0 and text != "0" else text


@dataclass(frozen=True, slots=True)
class Award:
    """One seat: its number in the order of award (from 1), the list that won it, and what the list offered."""

    seat: int
    list: int
    quotient: Quotient


@dataclass(frozen=True, slots=True)
class Tie:
    """The lists that draw lots, and for how many seats."""

    lists: tuple[int, ...]
    seats: int
