"""How many lists there are in effect, by votes or by seats, and how the largest stand to each other."""

from __future__ import annotations

from fractions import Fraction
from math import exp, log
from typing import TYPE_CHECKING

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


def number(p: Sequence[Fraction]) -> int:
    """Those with anything."""
    return sum(1 for each in p if each)


def herfindahl(p: Sequence[Fraction]) -> Fraction:
    """The sum of squared shares: the chance that two drawn with replacement are of one list."""
    return sum((each * each for each in p), start=Fraction(0))


def rae_fragmentation(p: Sequence[Fraction]) -> Fraction:
    """One less the sum of squared shares."""
    return 1 - herfindahl(p)


def laakso_taagepera(p: Sequence[Fraction]) -> Fraction:
    """One over the sum of squared shares."""
    return 1 / herfindahl(p)


def golosov(p: Sequence[Fraction]) -> Fraction:
    """The sum of each share over itself plus the largest share squared less its own square."""
    first = max(p)
    return sum((each / (each + first * first - each * each) for each in p if each), start=Fraction(0))


def molinar(p: Sequence[Fraction]) -> Fraction:
    """One, and the effective number of the others, weighed by their part in the squared shares."""
    whole = herfindahl(p)
    return 1 + (1 / whole) * (whole - max(p) ** 2) / whole


def kesselman_wildgen(p: Sequence[Fraction]) -> float:
    """The number e to the power of Shannon's entropy of the shares."""
    return exp(shannon(p))


def shannon(p: Sequence[Fraction]) -> float:
    """The negative sum of shares times their logarithms."""
    return -float(sum(each * log(each) for each in p if each)) or 0.0


def taagepera_infinity(p: Sequence[Fraction]) -> Fraction:
    """One over the largest share."""
    return 1 / max(p)


def dunleavy_boucek(p: Sequence[Fraction]) -> Fraction:
    """The mean of the effective number and of one over the largest share."""
    return (laakso_taagepera(p) + taagepera_infinity(p)) / 2


def largest_share(p: Sequence[Fraction]) -> Fraction:
    """The largest share."""
    return max(p)


def two_largest(p: Sequence[Fraction]) -> Fraction:
    """The two largest shares together."""
    return sum(sorted(p)[-2:], start=Fraction(0))


def margin(p: Sequence[Fraction]) -> Fraction:
    """The largest share less the second."""
    if number(p) == 1:
        raise Problem("there is only one list.")
    ordered = sorted(p)
    return ordered[-1] - ordered[-2]


def mayer(p: Sequence[Fraction]) -> Fraction:
    """The largest share divided by how many there are."""
    return max(p) / number(p)


PARTIES = {
    each.__name__: each
    for each in (
        number,
        laakso_taagepera,
        golosov,
        molinar,
        kesselman_wildgen,
        dunleavy_boucek,
        taagepera_infinity,
        herfindahl,
        rae_fragmentation,
        shannon,
        largest_share,
        two_largest,
        margin,
        mayer,
    )
}
