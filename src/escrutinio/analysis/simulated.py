"""One body over many draws: spreads of seats, and how often lists hold a majority alone or together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.asked import lists_named
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from escrutinio.law.schema import Majority
    from escrutinio.model import List

NINE_TENTHS = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Spread:
    """Seats of a list, or of several together, over all draws: mean, least, most, and the middle ``level`` of them."""

    body: str
    list: str
    mean: Fraction
    least: int
    most: int
    low: int
    high: int
    as_counted: int


@dataclass(frozen=True, eq=False, kw_only=True)
class BodySimulation:
    """One body over all draws: ``seats`` of shape (draws, lists); ``tied`` where a lot would decide.

    ``going_on``, of shape (draws, lists), has those that go on to a run-off, or to a choice by parliament, where the
    first count elects nobody; ``not_held``, of shape (draws,), tells where these are others than the run-off's votes at
    hand are for, so that nobody knows whom it would elect. ``by_law`` is how many members it has at least; where more
    are elected, these.
    """

    id: str
    name: Mapping[str, str]
    standing: tuple[List, ...]
    seats: npt.NDArray[np.int64]
    going_on: npt.NDArray[np.bool_]
    tied: npt.NDArray[np.bool_]
    not_held: npt.NDArray[np.bool_]
    as_counted: npt.NDArray[np.int64]
    by_law: int
    majorities: Mapping[str, Majority]

    @property
    def lists(self) -> tuple[str, ...]:
        """The ids of the lists, in the order of ``seats``."""
        return tuple(each.id for each in self.standing)

    @property
    def members(self) -> npt.NDArray[np.int64]:
        """How many members the body has in each draw; shape (draws,)."""
        return np.asarray(np.maximum(self.seats.sum(axis=1), self.by_law))

    @property
    def office(self) -> bool:
        """Whether there is one seat only."""
        return bool(self.members.max() == 1)

    def needed(self, majority: str) -> tuple[int, int]:
        """How many seats a majority of the law takes, by its id: in the smallest and in the largest body drawn.

        Raises:
            Problem: the body has no such majority.
        """
        needed = self._needed(majority)
        return int(needed.min()), int(needed.max())

    def distribution(self, *lists: str) -> dict[int, Fraction]:
        """How often a list, or several together, have how many seats.

        Raises:
            Problem: nobody is called so.
        """
        column = self._together(*lists)
        return {seats: Fraction(times, len(column)) for seats, times in sorted(Counter(column.tolist()).items())}

    def spreads(self, level: Fraction = NINE_TENTHS) -> list[Spread]:
        """Every list with a seat, or going on, in some draw, the largest first; ``low`` to ``high`` holds ``level``."""
        weight = self.seats.sum(axis=0), self.going_on.sum(axis=0)
        there = np.flatnonzero(weight[0] + weight[1])
        order = sorted(there, key=lambda each: (-int(weight[0][each]), -int(weight[1][each])))
        return [self.spread(self.lists[each], level=level) for each in order]

    def spread(self, *lists: str, level: Fraction = NINE_TENTHS) -> Spread:
        """A list, or several lists together.

        Raises:
            Problem: nobody is called so.
        """
        names = lists_named(self.standing, lists)
        column = np.sort(self._together(*names))
        out = int(len(column) * (1 - level) / 2)
        return Spread(
            body=self.id,
            list=" + ".join(names),
            mean=Fraction(int(column.sum()), len(column)),
            least=int(column[0]),
            most=int(column[-1]),
            low=int(column[out]),
            high=int(column[len(column) - 1 - out]),
            as_counted=int(sum(self.as_counted[self.lists.index(each)] for each in names)),
        )

    def reaching(self, seats: int, *lists: str) -> Fraction:
        """How often these lists together have at least so many seats.

        Raises:
            Problem: nobody is called so.
        """
        return _often(self._together(*lists) >= seats)

    def holding(self, majority: str, *lists: str) -> Fraction:
        """How often these lists together hold a majority of the law, by its id.

        Raises:
            Problem: the body has no such majority, or nobody is called so.
        """
        return _often(self._together(*lists) >= self._needed(majority))

    @property
    def runoff(self) -> Fraction:
        """How often the first count elects nobody, and the best go on: to a run-off, or to a choice by parliament."""
        return _often(self.going_on.any(axis=1))

    def reaches_runoff(self, *lists: str) -> Fraction:
        """How often one of these lists, or more, is among those that go on.

        Raises:
            Problem: nobody is called so.
        """
        places = [self.lists.index(each) for each in lists_named(self.standing, lists)]
        return _often(self.going_on[:, places].any(axis=1))

    @property
    def runoff_not_held(self) -> Fraction:
        """How often a run-off would be between others than those whose run-off was held."""
        return _often(self.not_held)

    @property
    def undecided(self) -> Fraction:
        """How often nobody is elected: a run-off was not held, or not between these, or a parliament chooses."""
        return _often(self.seats.sum(axis=1) == 0)

    def _needed(self, majority: str) -> npt.NDArray[np.int64]:
        """The fewest members that make a majority, in each draw."""
        if majority not in self.majorities:
            raise Problem(
                "“{body}” has no majority called “{given}”. Did you mean {near}?",
                body=self.id,
                given=majority,
                near=nearest(majority, self.majorities) or "–",
            )
        return self.majorities[majority].needed(self.members)

    def _together(self, *lists: str) -> npt.NDArray[np.int64]:
        """Seats of several lists, each counted once; shape (draws,)."""
        places = [self.lists.index(each) for each in dict.fromkeys(lists_named(self.standing, lists))]
        return np.asarray(self.seats[:, places].sum(axis=1))


def _often(drawn: Any) -> Fraction:  # noqa: ANN401 - an array of yes and no
    return Fraction(int(drawn.sum()), len(drawn))
