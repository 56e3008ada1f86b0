"""How far seats are from votes, list by list: disproportionality by the gaps between the two shares.

Every function takes the lists' shares and gives an exact fraction where its formula is rational, a float where it has
a root or an angle. What is undefined is a ``Problem`` that says why.
"""

from __future__ import annotations

from fractions import Fraction
from math import acos, cbrt, pi, sqrt
from typing import TYPE_CHECKING

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from escrutinio.analysis.indices_input import Shares

HALF = Fraction(1, 2)
HALF_PERCENT = Fraction(1, 200)
CUBE = 3


def _sum(values: Iterable[Fraction]) -> Fraction:
    return sum(values, start=Fraction(0))


def _squares(values: Iterable[Fraction]) -> Fraction:
    return _sum(each * each for each in values)


def _misplaced(x: Shares) -> Fraction:
    return _sum(abs(gap) for gap in x.gaps)


def loosemore_hanby(x: Shares) -> Fraction:
    """Half the sum of all gaps."""
    return HALF * _misplaced(x)


def rose(x: Shares) -> Fraction:
    """One less Loosemore and Hanby's index: proportionality."""
    return 1 - loosemore_hanby(x)


def fry_mclean(x: Shares) -> Fraction:
    """Loosemore and Hanby's index as a share of the worst that these votes allow: all seats to the smallest list."""
    worst = 1 - min(x.v)
    if not worst:
        raise Problem("one list has all votes: nothing could be less proportional.")
    return loosemore_hanby(x) / worst


def ortona(x: Shares) -> Fraction:
    """The gaps as a share of those there would be if the list with most seats had every seat."""
    winners = {v for v, seats in zip(x.v, x.seats, strict=True) if seats == max(x.seats)}
    if len(winners) > 1:
        raise Problem("several lists have the most seats.")
    worst = 2 * (1 - winners.pop())
    if not worst:
        raise Problem("one list has all votes: nothing could be less proportional.")
    return _misplaced(x) / worst


def rae(x: Shares) -> Fraction:
    """The mean gap over all lists with votes or seats."""
    return _misplaced(x) / len(x.names)


def rae_1967(x: Shares) -> Fraction:
    """The mean gap over the lists with at least half a per cent of the votes."""
    counted = [abs(gap) for gap, v in zip(x.gaps, x.v, strict=True) if v >= HALF_PERCENT]
    if not counted:
        raise Problem("no list has half a per cent of the votes.")
    return _sum(counted) / len(counted)


def grofman(x: Shares) -> Fraction:
    """The sum of the gaps divided by the effective number of lists by votes."""
    return _misplaced(x) * _squares(x.v)


def lijphart(x: Shares) -> Fraction:
    """The mean gap of the two largest lists by votes, whichever of several with as many votes these are."""
    if len(x.names) == 1:
        raise Problem("there is only one list.")
    gaps: dict[int, list[Fraction]] = {}
    for votes, gap in zip(x.votes, x.gaps, strict=True):
        gaps.setdefault(votes, []).append(abs(gap))
    most, *fewer = sorted(gaps, reverse=True)
    first = sorted(gaps[most])
    if len(first) > 1:
        possible = {first[0] + first[1], first[-1] + first[-2]}
    else:
        possible = {first[0] + second for second in gaps[fewer[0]]}
    if len(possible) > 1:
        raise Problem("several lists have as many votes as the second.")
    return HALF * possible.pop()


def maximum_deviation(x: Shares) -> Fraction:
    """The largest gap."""
    return max(abs(gap) for gap in x.gaps)


def gallagher(x: Shares) -> float:
    """The root of half the sum of squared gaps."""
    return sqrt(HALF * _squares(x.gaps))


def k_index(x: Shares) -> float:
    """Gallagher's index with cubes for squares: the cube root of a third of the sum of cubed gaps."""
    return cbrt(_sum(abs(gap) ** CUBE for gap in x.gaps) / CUBE)


def monroe(x: Shares) -> float:
    """The root of the squared gaps, over one more than the squared shares of votes."""
    return sqrt(_squares(x.gaps) / (1 + _squares(x.v)))


def gatev(x: Shares) -> float:
    """The root of the squared gaps, over the squared shares of votes and of seats."""
    return sqrt(_squares(x.gaps) / (_squares(x.v) + _squares(x.s)))


def ryabtsev(x: Shares) -> float:
    """The root of the squared gaps, over the squares of votes and seats together."""
    return sqrt(_squares(x.gaps) / _squares(s + v for s, v in zip(x.s, x.v, strict=True)))


def szalai(x: Shares) -> float:
    """The root of the mean squared gap, each as a share of votes and seats together."""
    relative = _squares(gap / (s + v) for gap, s, v in zip(x.gaps, x.s, x.v, strict=True))
    return sqrt(relative / len(x.names))


def weighted_szalai(x: Shares) -> float:
    """Szalai's index with each list weighed by its votes and seats together."""
    return sqrt(HALF * _sum(gap * gap / (s + v) for gap, s, v in zip(x.gaps, x.s, x.v, strict=True)))


def kolmogorov(x: Shares) -> Fraction:
    """The largest gap between votes and seats added up, from the largest list down."""
    return max(abs(each) for each in _added_up(x))


def kuiper(x: Shares) -> Fraction:
    """The largest gap above and the largest below, votes and seats added up from the largest list down."""
    gaps = _added_up(x)
    return max(gaps) - min(gaps)


def _added_up(x: Shares) -> list[Fraction]:
    """Gaps added up from the largest list by votes down; lists with as many votes come together, so none is first."""
    by_votes: dict[int, Fraction] = {}
    for votes, gap in sorted(zip(x.votes, x.gaps, strict=True), reverse=True):
        by_votes[votes] = by_votes.get(votes, Fraction(0)) + gap
    sums = [Fraction(0)]
    for gap in by_votes.values():
        sums.append(sums[-1] + gap)
    return sums


def cox_shugart(x: Shares) -> Fraction:
    """The slope of the line through shares of seats by shares of votes."""
    mean = Fraction(1, len(x.names))
    spread = _squares(v - mean for v in x.v)
    if not spread:
        raise Problem("all lists have as many votes: no line has a slope.")
    return _sum((s - mean) * (v - mean) for s, v in zip(x.s, x.v, strict=True)) / spread


def _cosine(x: Shares) -> float:
    """The cosine of the angle between votes and seats."""
    along = _sum(s * v for s, v in zip(x.s, x.v, strict=True))
    return min(1.0, sqrt(along * along / (_squares(x.s) * _squares(x.v))))


def cosine(x: Shares) -> float:
    """One less the cosine of the angle between votes and seats."""
    return 1 - _cosine(x)


def farina(x: Shares) -> float:
    """The angle between votes and seats, as a share of a right angle."""
    return acos(_cosine(x)) / (pi / 2)


def largest_bonus(x: Shares) -> Fraction:
    """The gap of the largest list by votes: what it has in seats beyond its votes."""
    gaps = {gap for votes, gap in zip(x.votes, x.gaps, strict=True) if votes == max(x.votes)}
    if len(gaps) > 1:
        raise Problem("several lists have the most votes.")
    return gaps.pop()


DEVIATIONS = {
    each.__name__: each
    for each in (
        loosemore_hanby,
        gallagher,
        rae,
        rae_1967,
        lijphart,
        grofman,
        maximum_deviation,
        largest_bonus,
        rose,
        fry_mclean,
        ortona,
        k_index,
        monroe,
        gatev,
        ryabtsev,
        szalai,
        weighted_szalai,
        kolmogorov,
        kuiper,
        cox_shugart,
        cosine,
        farina,
    )
}
