"""Indices of a country's areas: how evenly lists stand in them, and how evenly seats are shared out among them.

Nationalisation averages over hundreds of areas and is a float throughout; malapportionment is exact.
"""

from __future__ import annotations

from fractions import Fraction
from math import log10
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.analysis import indices_ratios, indices_seats
from escrutinio.model import Problem

if TYPE_CHECKING:
    import numpy.typing as npt

    from escrutinio.analysis.indices_input import Shares

    Floats = npt.NDArray[np.float64]


class Spread(NamedTuple):
    """Votes by area and list, shape (areas, lists); areas and lists without a vote are left out."""

    lists: tuple[str, ...]
    votes: Floats

    @property
    def cast(self) -> Floats:
        """Votes in each area."""
        found: Floats = self.votes.sum(axis=1)
        return found

    @property
    def local(self) -> Floats:
        """Each list's share of each area's votes."""
        return np.asarray(self.votes / self.cast[:, None])

    @property
    def whole(self) -> Floats:
        """Each list's share of all votes."""
        found: Floats = self.votes.sum(axis=0) / self.votes.sum()
        return found


def spread(lists: tuple[str, ...], votes: npt.ArrayLike) -> Spread:
    """Votes by area and list, ready to be compared."""
    counted = np.asarray(votes, dtype=np.float64)
    areas, some = counted.sum(axis=1) > 0, counted.sum(axis=0) > 0
    if areas.sum() < 2:  # noqa: PLR2004 - one area has nothing to differ from
        raise Problem("the votes of fewer than two areas are known.")
    return Spread(tuple(name for name, kept in zip(lists, some, strict=True) if kept), counted[areas][:, some])


# Of each list


def jones_mainwaring(x: Spread) -> Floats:
    """One less Gini's coefficient of the list's shares in the areas, each area counting alike."""
    shares = np.sort(x.local, axis=0)
    ranks = np.arange(1, len(shares) + 1)[:, None]
    gini = 2 * (ranks * shares).sum(axis=0) / (len(shares) * shares.sum(axis=0)) - (len(shares) + 1) / len(shares)
    return np.asarray(1 - gini)


def bochsler(x: Spread) -> Floats:
    """One less Gini's coefficient weighed by the areas' votes, brought to the scale of ten areas of one size."""
    areas = x.cast.sum() ** 2 / (x.cast**2).sum()
    weighted = [1 - _weighted_gini(x.cast, column) for column in x.votes.T]
    return np.asarray(np.array(weighted) ** (1 / log10(areas)))


def _weighted_gini(cast: Floats, votes: Floats) -> float:
    order = np.argsort(votes / cast, kind="stable")
    upto = np.concatenate([[0.0], np.cumsum(votes[order])]) / votes.sum()
    return float(1 - ((cast[order] / cast.sum()) * (upto[1:] + upto[:-1])).sum())


def rose_urwin(x: Spread) -> Floats:
    """Half the gaps between the list's votes and all votes, both as shares from each area: regional inequality."""
    gaps = np.abs(x.votes / x.votes.sum(axis=0) - (x.cast / x.cast.sum())[:, None])
    found: Floats = gaps.sum(axis=0) / 2
    return found


def coverage(x: Spread) -> Floats:
    """The share of the areas in which the list has votes."""
    return np.asarray((x.votes > 0).mean(axis=0))


EACH_LIST = {each.__name__: each for each in (jones_mainwaring, bochsler, rose_urwin, coverage)}


def of_system(values: Floats, x: Spread) -> float:
    """The lists' values weighed by their votes."""
    return float((values * x.whole).sum())


# Of the party system


def _effective(shares: Floats) -> Floats:
    return np.asarray(1 / (shares**2).sum(axis=-1))


def chhibber_kollman(x: Spread) -> float:
    """The effective number of lists in the country, less the mean of the areas'."""
    return float(_effective(x.whole) - _effective(x.local).mean())


def cox(x: Spread) -> float:
    """Chhibber and Kollman's difference as a share of the country's effective number."""
    return float(chhibber_kollman(x) / _effective(x.whole))


def moenius_kasuya(x: Spread) -> float:
    """How much the country's effective number of lists exceeds the mean of the areas', as a share of it."""
    return float(_effective(x.whole) / _effective(x.local).mean() - 1)


def moenius_kasuya_weighted(x: Spread) -> float:
    """As Moenius and Kasuya's inflation, the areas weighed by their votes."""
    mean = (_effective(x.local) * x.cast).sum() / x.cast.sum()
    return float(_effective(x.whole) / mean - 1)


SYSTEM = {each.__name__: each for each in (chhibber_kollman, cox, moenius_kasuya, moenius_kasuya_weighted)}

# Of seats among areas: “votes” are people


def samuels_snyder(x: Shares) -> Fraction:
    """Half the sum of the gaps between the areas' shares of seats and of people."""
    return indices_seats.loosemore_hanby(x)


def least_squares(x: Shares) -> float:
    """The root of half the sum of those gaps squared."""
    return indices_seats.gallagher(x)


def gini_of_areas(x: Shares) -> Fraction:
    """Gini's coefficient of seats by people."""
    return indices_ratios.gini(x)


def theil_of_areas(x: Shares) -> float:
    """Theil's entropy of seats by people."""
    return indices_ratios.theil(x)


def ratio_of_extremes(x: Shares) -> Fraction:
    """How many times the seats for a person in the best area are those in the worst."""
    least = indices_ratios.adams(x)
    if not least:
        raise Problem("some area has people and no seats, so that this grows beyond every number.")
    return indices_ratios.dhondt(x) / least


def dauer_kelsay(x: Shares) -> Fraction:
    """The share of the people in the areas with most seats for a person, as many as fill more than half the seats."""
    people = seats = Fraction(0)
    for v, s in sorted(zip(x.v, x.s, strict=True), key=lambda each: (each[0] / each[1] if each[1] else 2, each[0])):
        people, seats = people + v, seats + s
        if seats > Fraction(1, 2):
            break
    return people


AREAS = {
    each.__name__: each
    for each in (samuels_snyder, least_squares, gini_of_areas, theil_of_areas, ratio_of_extremes, dauer_kelsay)
}
