"""Divisor sequences: what a list's votes are divided by for its first, second, third … seat.

Every sequence is held as whole numbers: the divisor of seat k+1 is ``at(k) / (weight(k) * scale)``, so that two
quotients are compared by multiplying across and never by dividing. Names, sequences and bounds follow M. L. Balinski
and H. P. Young, *Fair Representation* (1982), and F. Pukelsheim, *Proportional Representation* (2017).
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment.errors import ApportionmentError, unknown

if TYPE_CHECKING:
    from collections.abc import Callable

_SECOND = 3  # the second divisor of Sainte-Laguë


@dataclass(frozen=True, slots=True)
class Divisors:
    """A divisor sequence; make one with the functions below, or by name with `divisors_named`.

    Attributes:
        name: the name it is reported by.
        at: whole number for ``k`` seats already held; takes a Python int or an array.
        scale: what all of ``at`` was multiplied by to make it whole (divisors of 1.4, 3, 5 are 7, 15, 25 by 5).
        weight: a second whole-number factor where the divisor is itself a quotient (Dean); None means 1.
        squared: whether ``at`` is the square of the divisor (Hill); votes are then squared too.
        from_zero: whether the first divisor is 0, so that every list with votes comes first (`at(0)` is then 1).
        offset: first divisor over step where the sequence is nearly a straight line, for a fast start; else None.
        straight: whether it is exactly a straight line.
    """

    name: str
    at: Callable[[Any], Any] = field(repr=False)
    scale: int = 1
    weight: Callable[[Any], Any] | None = field(default=None, repr=False)
    squared: bool = False
    from_zero: bool = False
    offset: Fraction | None = Fraction(1)
    straight: bool = True

    def value(self, held: int) -> Fraction:
        """Return the divisor (its square if `squared`) of the next seat of a list that holds ``held``.

        Example:
            >>> [str(modified_sainte_lague().value(k)) for k in range(4)]
            ['7/5', '3', '5', '7']
            >>> str(dean().value(1)), hill().value(0)
            ('4/3', Fraction(0, 1))
        """
        if self.from_zero and held == 0:
            return Fraction(0)
        weight = 1 if self.weight is None else int(self.weight(held))
        return Fraction(int(self.at(held)), weight * self.scale)


def linear(first: Fraction | int | str, step: Fraction | int | str = 1, *, name: str = "linear") -> Divisors:
    """Return the sequence first, first + step, first + 2 step and so on.

    Args:
        first: first divisor, above zero: an int, a `Fraction` or a string such as ``"3/2"``.
        step: how much each further divisor grows, above zero.
        name: the name it is reported by.

    Raises:
        ApportionmentError: a number that is not exact, or not above zero.

    Source:
        Pukelsheim (2017), section 3.11 (stationary divisors).

    Example:
        >>> [str(linear("3/2", "1/2").value(k)) for k in range(3)]
        ['3/2', '2', '5/2']
    """
    start, growth = _positive(first, "first divisor"), _positive(step, "step of the divisors")
    scale = math.lcm(start.denominator, growth.denominator)
    low, rise = int(start * scale), int(growth * scale)
    return Divisors(name, lambda k: k * rise + low, scale=scale, offset=Fraction(low, rise))


def dhondt() -> Divisors:
    """Return 1, 2, 3, 4 … (D'Hondt 1882; Jefferson 1792; Hagenbach-Bischoff as iterated; greatest divisors).

    Example:
        >>> [int(dhondt().value(k)) for k in range(4)]
        [1, 2, 3, 4]
    """
    return Divisors("dhondt", lambda k: k + 1)


def sainte_lague() -> Divisors:
    """Return 1, 3, 5, 7 … (Sainte-Laguë 1910; Webster 1832; Schepers; major fractions).

    Example:
        >>> [int(sainte_lague().value(k)) for k in range(4)]
        [1, 3, 5, 7]
    """
    return Divisors("sainte_lague", lambda k: 2 * k + 1, offset=Fraction(1, 2))


def modified_sainte_lague(first: Fraction | int | str = "7/5") -> Divisors:
    """Return first, 3, 5, 7 …: a higher (or lower) price for the first seat only (Sweden 1952, Norway, Nepal).

    Args:
        first: the first divisor, 1.4 unless told; above zero and below 3.

    Raises:
        ApportionmentError: a first divisor that is not exact, or not between 0 and 3.

    Source:
        Balinski and Young (1982), p. 63; in Sweden 1.4 until 2014 and 1.2 since 2018.

    Example:
        >>> [str(modified_sainte_lague("6/5").value(k)) for k in range(3)]
        ['6/5', '3', '5']
    """
    start = _positive(first, "first divisor")
    if start >= _SECOND:
        message = "The first divisor is {first}: it must be below 3, the second divisor."
        raise ApportionmentError(message, first=str(start))
    low, scale = start.numerator, start.denominator
    return Divisors(
        "modified_sainte_lague",
        lambda k: np.where(k == 0, low, (2 * k + 1) * scale),
        scale=scale,
        offset=Fraction(1, 2),
        straight=False,
    )


def imperiali() -> Divisors:
    """Return 1, 3/2, 2, 5/2 … (Imperiali; Belgian municipal councils, 1921).

    Example:
        >>> [str(imperiali().value(k)) for k in range(3)]
        ['1', '3/2', '2']
    """
    return Divisors("imperiali", lambda k: k + 2, scale=2, offset=Fraction(2))


def danish() -> Divisors:
    """Return 1, 4, 7, 10 … (the Danish divisors, for compensatory seats of regions).

    Example:
        >>> [int(danish().value(k)) for k in range(3)]
        [1, 4, 7]
    """
    return Divisors("danish", lambda k: 3 * k + 1, offset=Fraction(1, 3))


def macau() -> Divisors:
    """Return 1, 2, 4, 8 … (Macau, Law 3/2001, article 17).

    Example:
        >>> [int(macau().value(k)) for k in range(4)]
        [1, 2, 4, 8]
    """
    return Divisors("macau", lambda k: 2 ** (k * (k > 0)), offset=None, straight=False)


def adams() -> Divisors:
    """Return 0, 1, 2, 3 … (J. Q. Adams 1832; smallest divisors).

    Example:
        >>> [int(adams().value(k)) for k in range(3)]
        [0, 1, 2]
    """
    return Divisors("adams", lambda k: k + (k == 0), from_zero=True, offset=Fraction(0))


def dean() -> Divisors:
    """Return 0, 4/3, 12/5, 24/7 …, the harmonic mean of k and k+1 (J. Dean 1832).

    Example:
        >>> [str(dean().value(k)) for k in range(4)]
        ['0', '4/3', '12/5', '24/7']
    """
    return Divisors(
        "dean",
        lambda k: 2 * k * (k + 1) + (k == 0),
        weight=lambda k: 2 * k + 1,
        from_zero=True,
        offset=Fraction(1, 2),
        straight=False,
    )


def hill() -> Divisors:
    """Return the square roots of 0, 2, 6, 12 … (J. A. Hill 1911, E. V. Huntington 1921; equal proportions; US House).

    Example:
        >>> [int(hill().value(k)) for k in range(4)]
        [0, 2, 6, 12]
    """
    return Divisors(
        "hill",
        lambda k: k * (k + 1) + (k == 0),
        squared=True,
        from_zero=True,
        offset=Fraction(1, 2),
        straight=False,
    )


_MAKERS: dict[str, Callable[[], Divisors]] = {
    "dhondt": dhondt,
    "jefferson": dhondt,
    "hagenbach_bischoff": dhondt,
    "greatest_divisors": dhondt,
    "sainte_lague": sainte_lague,
    "webster": sainte_lague,
    "major_fractions": sainte_lague,
    "modified_sainte_lague": modified_sainte_lague,
    "adams": adams,
    "smallest_divisors": adams,
    "dean": dean,
    "harmonic_mean": dean,
    "hill": hill,
    "huntington_hill": hill,
    "equal_proportions": hill,
    "imperiali": imperiali,
    "danish": danish,
    "macau": macau,
}


def divisors_named(name: str | Divisors) -> Divisors:
    """Return the divisor sequence of that name (or the value itself).

    Args:
        name: any name in this module's docstrings, or a `Divisors`.

    Raises:
        ApportionmentError: nobody knows the name.

    Example:
        >>> divisors_named("webster").name
        'sainte_lague'
    """
    if isinstance(name, Divisors):
        return name
    if name not in _MAKERS:
        raise unknown("divisors", name, _MAKERS)
    return _made(_MAKERS[name])


@cache
def _made(maker: Callable[[], Divisors]) -> Divisors:
    """Return what a maker makes, the same value for all its names."""
    return maker()


def _positive(number: object, what: str) -> Fraction:
    """Return an exact number above zero, or say what is wrong with it."""
    value = Fraction(0)
    if isinstance(number, Fraction | int | str) and not isinstance(number, bool):
        with suppress(ValueError, ZeroDivisionError):
            value = Fraction(number)
    if value > 0:
        return value
    message = "{number!r} is no {what}: give a whole number, a Fraction or a string such as '7/5', above zero."
    raise ApportionmentError(message, number=number, what=what)
