"""Why a biproportional table is what it is: the divisors that prove it, or the lines that make it impossible."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from escrutinio.apportionment._biexact import Exact, Problem
    from escrutinio.apportionment._contest import At, Place
    from escrutinio.apportionment.biproportion import BiAllocation

_DIGITS = 17  # as many as a proposed multiplier has


@dataclass(frozen=True, slots=True)
class BiDivisors:
    """A divisor of each area and of each list: votes over both, rounded, are the seats.

    "Rounded" as the divisors have it: with Sainte-Laguë's to the nearest whole number, with D'Hondt's down.
    """

    areas: tuple[Fraction, ...]
    lists: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why no table exists: these areas have votes only for these lists, which have so many seats fewer than they."""

    areas: tuple[int, ...]
    lists: tuple[int, ...]
    seats: int


def bi_divisors(allocation: BiAllocation, at: At = ()) -> BiDivisors | None:
    """Return divisors that prove a table, with as few digits as will do; None where no table exists.

    Any pair that gives the seats is as good. Where lots decide, the cells that draw are exactly at a border, and the
    divisors are whatever fractions put them there.

    Args:
        allocation: the answer of `biproportional`.
        at: which table of the batch: an index into (…); ``()`` for a single one.

    Raises:
        ApportionmentError: ``at`` points to no single table.

    Example:
        >>> from escrutinio.apportionment import biproportional
        >>> votes = [[123, 45, 815], [912, 714, 414], [312, 255, 215]]
        >>> found = bi_divisors(biproportional(votes, [5, 11, 4], [7, 5, 8]))
        >>> [[round(v / d / p) for v, p in zip(row, found.lists)] for row, d in zip(votes, found.areas)]
        [[1, 0, 4], [4, 4, 3], [2, 1, 1]]
    """
    place = _place(allocation, at)
    if not allocation.feasible[place]:
        return None
    problem, found = _again(allocation, place)
    areas, lists = _published(problem, found)
    votes, post = (
        allocation.votes[place].tolist(),
        problem.divisors.value(0) / _step(problem),
    )  # float: both are Fractions
    for i, seats in enumerate(problem.areas):
        if not seats:
            areas[i] = _beyond([(v, p * post) for v, p, n in zip(votes[i], lists, problem.lists, strict=True) if n])
    for j, seats in enumerate(problem.lists):
        if not seats:
            lists[j] = _beyond([(row[j], d * post) for row, d in zip(votes, areas, strict=True)])
    return BiDivisors(tuple(areas), tuple(lists))


def shortfall(allocation: BiAllocation, at: At = ()) -> Shortfall | None:
    """Return the areas and lists that make a table impossible, or None where there is one.

    Raises:
        ApportionmentError: ``at`` points to no single table.

    Example:
        >>> from escrutinio.apportionment import biproportional
        >>> shortfall(biproportional([[5, 0], [3, 4]], [2, 1], [1, 2]))
        Shortfall(areas=(0,), lists=(0,), seats=1)
    """
    place = _place(allocation, at)
    if allocation.feasible[place]:
        return None
    problem, found = _again(allocation, place)
    areas, lists = found.blocked or ((), ())
    return Shortfall(areas, lists, sum(problem.areas[i] for i in areas) - sum(problem.lists[j] for j in lists))


def _place(allocation: BiAllocation, at: At) -> Place:
    """Return an index into (…), or say that it points to no single table."""
    place = (at,) if isinstance(at, int) else tuple(at)
    shape = allocation.feasible.shape
    if len(place) != len(shape) or not all(-n <= i < n for i, n in zip(place, shape, strict=True)):
        message = "at={at} points to no single election of a batch of shape {shape}."
        raise ApportionmentError(message, at=place, shape=shape)
    return place


def _again(allocation: BiAllocation, place: Place) -> tuple[Problem, Exact]:
    """Return one table solved exactly."""
    from escrutinio.apportionment._bifill import again

    return again(
        allocation.votes[place], allocation.area_seats[place], allocation.list_seats[place], allocation.divisors
    )


def _step(problem: Problem) -> Fraction:
    """Return by how much the divisors grow: votes over published divisors are in such steps."""
    return problem.divisors.value(2) - problem.divisors.value(1)


def _published(problem: Problem, found: Exact) -> tuple[list[Fraction], list[Fraction]]:
    """Return divisors, the strongest list's about 1, in as few digits as prove the seats; else to the last digit."""
    from escrutinio.apportionment._biexact import proves

    step, lines = _step(problem), range(len(problem.lists))
    strongest = found.lists[max(lines, key=lambda j: problem.lists[j])] if lines else Fraction(1)
    areas = [step / (x * strongest) for x in found.areas]  # float: all are Fractions
    lists = [strongest / x for x in found.lists]  # float: all are Fractions
    for digits in range(1, _DIGITS + 1):
        short = [_short(x, digits) for x in areas], [_short(x, digits) for x in lists]
        scaled = [step / x for x in short[0]], [1 / x for x in short[1]]  # float: all are Fractions
        if proves(problem, found._replace(areas=scaled[0], lists=scaled[1])):
            return short
    return areas, lists


def _short(number: Fraction, digits: int) -> Fraction:
    """Return a number above zero to so many significant digits."""
    ten = Fraction(10)
    power = len(str(number.numerator)) - len(str(number.denominator))
    power += number >= ten**power  # so many digits before the point
    unit = ten ** (digits - power)
    return round(number * unit) / unit  # float: the unit is a Fraction


def _beyond(shares: list[tuple[int, Fraction]]) -> Fraction:
    """Return a power of ten that is a divisor large enough to leave a line of votes over others without a seat."""
    most = max((int(votes // other) for votes, other in shares), default=0)
    return Fraction(10) ** len(str(most)) if most else Fraction(1) + any(votes for votes, _ in shares)
