"""Votes of two elections side by side: by area, and by lists that are compared as one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from escrutinio.analysis.change_names import same_names
from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from escrutinio.analysis.change_lists import Families
    from escrutinio.outcome import Tier
    from escrutinio.outcome.frame import IntArray


@dataclass(frozen=True, eq=False)
class Table:
    """One election's votes by area and family, shape (areas, families), and its other counts by area."""

    areas: tuple[str, ...]
    names: tuple[str, ...]
    votes: IntArray
    cast: list[int]
    """Valid votes by area."""
    voters: list[tuple[int, int]] | None
    """Votes cast and registered voters by area, where they are stated."""

    @property
    def valid(self) -> int:
        """Valid votes in all areas."""
        return sum(self.cast)

    def share(self, area: int, family: int) -> Fraction:
        """A family's share of an area's valid votes; zero where there are none."""
        return Fraction(int(self.votes[area, family]), self.cast[area]) if self.cast[area] else Fraction(0)

    def first(self, area: int) -> tuple[tuple[str, ...], Fraction]:
        """Who is first in an area, and its lead as a share of the valid votes; nobody where there are no votes."""
        row = self.votes[area].tolist()
        if not any(row):
            return (), Fraction(0)
        ordered = sorted(row, reverse=True)
        second = ordered[1] if ordered[1:] else 0
        names = tuple(name for name, votes in zip(self.names, row, strict=True) if votes == ordered[0])
        return names, Fraction(ordered[0] - second, self.cast[area])

    def turnout(self, area: int | None) -> Fraction | None:
        """Votes cast of those registered, in one area or in all."""
        if self.voters is None:
            return None
        rows = self.voters if area is None else [self.voters[area]]
        cast, registered = (sum(each[place] for each in rows) for place in (0, 1))
        return Fraction(cast, registered) if registered else None


def summed(tier: Tier, lists: tuple[str, ...], kin: Families, when: Literal["before", "after"]) -> Table:
    """One election's votes, lists of one family added up."""
    place = {name: column for column, name in enumerate(lists)}
    inside = [[place[name] for name in (each.before if when == "before" else each.after)] for each in kin.families]
    votes = tier.votes[0]
    columns = [votes[:, each].sum(axis=1) for each in inside]
    stated = {"cast", "registered"} <= set(tier.counts)
    pairs = zip(*(tier.counts[name][0].tolist() for name in ("cast", "registered")), strict=True) if stated else ()
    return Table(
        areas=tier.names,
        names=tuple(each.name for each in kin.families),
        votes=np.stack(columns, axis=1) if columns else np.zeros((len(votes), 0), dtype=np.int64),
        cast=votes.sum(axis=1).tolist(),
        voters=list(pairs) if stated else None,
    )


def matched(
    before: Sequence[str], after: Sequence[str], given: Mapping[str, str]
) -> tuple[list[tuple[int, int]], tuple[str, ...], tuple[str, ...]]:
    """Areas that both elections have, and the names of those that only one has.

    An area given another name is no longer its own.

    >>> matched(["Potosí", "East", "A & B"], ["POTOSI", "West", "A and B"], {})
    ([(0, 0), (2, 2)], ('East',), ('West',))
    """
    told = [(place_of(then, before, "earlier"), place_of(now, after, "later")) for now, then in given.items()]
    old = [place for place in range(len(before)) if place not in {each for each, _ in told}]
    new = [place for place in range(len(after)) if place not in {each for _, each in told}]
    alike = same_names([before[each] for each in old], [after[each] for each in new])
    pairs = sorted([*told, *((old[one], new[other]) for one, other in alike)], key=lambda pair: pair[1])
    there, here = {each for each, _ in pairs}, {each for _, each in pairs}
    return (
        pairs,
        tuple(name for place, name in enumerate(before) if place not in there),
        tuple(name for place, name in enumerate(after) if place not in here),
    )


def known(given: Mapping[str, str], before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """What is told of areas that these tables have."""
    there, here = ({fold(each) for each in areas} for areas in (before, after))
    return {now: then for now, then in given.items() if fold(now) in here and fold(then) in there}


def place_of(name: str, areas: Sequence[str], what: str) -> int:
    """The place of an area of the earlier or the later election, whatever accents and capitals were typed.

    Raises:
        Problem: there is no such area.
    """
    places = [place for place, each in enumerate(areas) if fold(each) == fold(name)]
    exact = [place for place, each in enumerate(areas) if each == name]
    if not places:
        raise Problem(
            "the {what} election has no area “{name}”. Did you mean {near}?",
            what=what,
            name=name,
            near=nearest(name, areas),
        )
    return (exact or places)[0]


def common_ballot(before: Mapping[str, Tier], after: Mapping[str, Tier], ballot: str | None) -> str:
    """The ballot asked for, or the only one of which both elections have votes."""
    both = [name for name in after if name in before and before[name].votes.any() and after[name].votes.any()]
    if ballot is not None:
        if ballot not in both:
            raise Problem(
                "not both elections have votes of “{ballot}”. Did you mean {near}?",
                ballot=ballot,
                near=nearest(ballot, both),
            )
        return ballot
    if len(both) != 1:
        raise Problem(
            "which votes are to be compared? Both elections have: {known}. Name a ballot, or a body.",
            known=", ".join(both) or "—",
        )
    return both[0]
