"""How far seats are from votes, vote by vote: disproportionality by each list's seats for its votes.

A list with seats and no votes has no such ratio, and the indices that need it say so. As in ``indices_seats``, what is
rational is exact.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING

from escrutinio.analysis.power_counts import swings
from escrutinio.analysis.power_game import Rule, game_of
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from escrutinio.analysis.indices_input import Shares

HALF = Fraction(1, 2)
MOST_LISTS = 32


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, start=Fraction(0))


def _ratios(x: Shares) -> list[Fraction]:
    """Each list's share of seats for its share of votes."""
    without = next((name for name, votes in zip(x.names, x.votes, strict=True) if not votes), None)
    if without is not None:
        raise Problem("“{name}” has seats and no votes.", name=without)
    return [s / v for s, v in zip(x.s, x.v, strict=True)]


def dhondt(x: Shares) -> Fraction:
    """The most seats for a vote that any list has: one where all have the same."""
    return max(_ratios(x))


def adams(x: Shares) -> Fraction:
    """The fewest seats for a vote that any list has."""
    return min(_ratios(x))


def mixture(x: Shares) -> Fraction:
    """The share of votes to take away so that the rest is proportional to the seats; Lebeda's real residuals too."""
    return 1 - 1 / dhondt(x)


def lebeda_arr(x: Shares) -> Fraction:
    """The mean residual: the mixture divided by the number of lists."""
    return mixture(x) / len(x.names)


def lebeda_srr(x: Shares) -> float:
    """The root of the squared residuals: votes beyond those that the seats cost the list with the cheapest seats."""
    price = dhondt(x)
    return sqrt(_sum((v - s / price) ** 2 for v, s in zip(x.v, x.s, strict=True)))


def lebeda_wdrr(x: Shares) -> Fraction:
    """A third of the sum of all gaps and of the mixture."""
    return (_sum(abs(gap) for gap in x.gaps) + mixture(x)) / 3


def aleskerov_platonov(x: Shares) -> Fraction:
    """The mean of seats for votes over the lists that have more than their share."""
    above = [each for each in _ratios(x) if each > 1]
    if not above:
        raise Problem("no list has more than its share of the seats.")
    return _sum(above) / len(above)


def sainte_lague(x: Shares) -> Fraction:
    """The sum of squared gaps, each over the list's votes."""
    _ratios(x)
    return _sum(gap * gap / v for gap, v in zip(x.gaps, x.v, strict=True))


def gini(x: Shares) -> Fraction:
    """Twice the area between the line of equality and Lorenz's curve of seats by votes, the poorest votes first."""
    _ratios(x)
    return lorenz([*zip(x.v, x.s, strict=True)])


def lorenz(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Gini's coefficient of shares held by shares of holders."""
    sums = [(Fraction(0), Fraction(0))]
    for holders, held in sorted(pairs, key=lambda each: each[1] / each[0]):
        sums.append((sums[-1][0] + holders, sums[-1][1] + held))
    return 1 - _sum((to[0] - here[0]) * (to[1] + here[1]) for here, to in pairwise(sums))


def atkinson(x: Shares) -> Fraction:
    """Atkinson's inequality of seats by votes with an aversion of 2; one as soon as any list is without seats."""
    _ratios(x)
    if not all(x.seats):
        return Fraction(1)
    return 1 - 1 / _sum(v * v / s for v, s in zip(x.v, x.s, strict=True))


def atkinson_half(x: Shares) -> float:
    """Atkinson's inequality of seats by votes with an aversion of one half."""
    return 1 - _overlap(x) ** 2


def generalised_entropy(x: Shares) -> Fraction:
    """The generalised entropy of seats by votes with a weight of 2: half of Sainte-Laguë's index."""
    return HALF * sainte_lague(x)


def theil(x: Shares) -> float:
    """The mean, over the seats, of the logarithm of seats for votes: the surprise of Kullback and Leibler."""
    return float(sum(s * log(each) for s, each in zip(x.s, _ratios(x), strict=True) if s))


def mean_log_deviation(x: Shares) -> float:
    """The mean, over the votes, of the logarithm of votes for seats."""
    _all_seated(x)
    return float(sum(v * log(1 / each) for v, each in zip(x.v, _ratios(x), strict=True)))


def likelihood_ratio(x: Shares) -> float:
    """Twice the mean logarithm of votes for seats."""
    return 2 * mean_log_deviation(x)


def _all_seated(x: Shares) -> None:
    without = next((name for name, seats in zip(x.names, x.seats, strict=True) if not seats), None)
    if without is not None:
        raise Problem("“{name}” has votes and no seats, so that this grows beyond every number.", name=without)


def chi_squared(x: Shares) -> Fraction:
    """The sum of squared gaps, each over the list's seats, over the lists with seats."""
    return _sum(gap * gap / s for gap, s in zip(x.gaps, x.s, strict=True) if s)


def _overlap(x: Shares) -> float:
    """The coefficient of Bhattacharyya: the sum of the roots of votes times seats."""
    return min(1.0, float(sum(sqrt(s * v) for s, v in zip(x.s, x.v, strict=True))))


def hellinger(x: Shares) -> float:
    """The root of half the squared gaps between the roots of the shares."""
    return sqrt(sum((sqrt(s) - sqrt(v)) ** 2 for s, v in zip(x.s, x.v, strict=True)) / 2)


def bhattacharyya(x: Shares) -> float:
    """The negative logarithm of the sum of the roots of votes times seats."""
    overlap = _overlap(x)
    if not overlap:
        raise Problem("no list has both votes and seats.")
    return -log(overlap)


def fragnelli(x: Shares) -> Fraction:
    """Half the gaps between the power that votes would give and the power that seats give, each by simple majority."""
    return HALF * _sum(abs(one - other) for one, other in zip(*_powers(x), strict=True))


def gambarelli_biella(x: Shares) -> Fraction:
    """The largest gap between votes and seats, or between the power that they give."""
    gaps = (abs(one - other) for one, other in zip(*_powers(x), strict=True))
    return max(*(abs(gap) for gap in x.gaps), *gaps)


def _powers(x: Shares) -> tuple[Sequence[Fraction], Sequence[Fraction]]:
    """Shapley and Shubik's index of each list by votes, and by seats."""
    by_votes, by_seats = (_power(each) for each in (x.votes, x.seats))
    return by_votes, by_seats


@lru_cache(maxsize=64)
def _power(weights: tuple[int, ...]) -> Sequence[Fraction]:
    """The power of each weight; who weighs nothing has none and is left out of the count."""
    heavy = {str(place): weight for place, weight in enumerate(weights) if weight}
    if len(heavy) > MOST_LISTS:
        raise Problem(
            "{lists} lists have votes, and power by votes is computed for up to {most}.",
            lists=len(heavy),
            most=MOST_LISTS,
        )
    found = dict(
        zip(heavy, swings(game_of(Rule(heavy, sum(weights) // 2 + 1)), by_size=True).shapley or (), strict=True)
    )
    return tuple(found.get(str(place), Fraction(0)) for place in range(len(weights)))


RATIOS = {
    each.__name__: each
    for each in (
        sainte_lague,
        dhondt,
        adams,
        mixture,
        lebeda_arr,
        lebeda_srr,
        lebeda_wdrr,
        aleskerov_platonov,
        gini,
        atkinson,
        atkinson_half,
        generalised_entropy,
        theil,
        mean_log_deviation,
        likelihood_ratio,
        chi_squared,
        hellinger,
        bhattacharyya,
        fragnelli,
        gambarelli_biella,
    )
}
