"""What is made up, area by area: the counts of a catalogued contest, multiplied, with a number of stations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.model import Constituency, Election, Tally


FULL = 220
"""Voters a station on average at most, where totals are multiplied for more stations; real laws allow some more."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One area of a contest: its name, how many stations it gets, and what they will add up to.

    Counts are already multiplied; None where no source states them. ``named`` says whether its sheets name it as their
    constituency.
    """

    number: int
    name: str
    region: str
    country: str
    abroad: bool
    stations: int
    lists: dict[str, int]
    blank: int | None
    null: int | None
    registered: int | None
    named: bool = True

    @property
    def turnout(self) -> bool:
        """Whether it is known who stayed away."""
        return None not in {self.registered, self.blank, self.null}

    @property
    def others(self) -> tuple[int, int, int]:
        """Blank and null votes, and registered voters who stayed away: 0 where they are not known."""
        blank, null = self.blank or 0, self.null or 0
        voted = sum(self.lists.values()) + blank + null
        return blank, null, (voted if self.registered is None else self.registered) - voted


def contest_of(election: Election, contest: str) -> str:
    """The contest asked for, or the first that has counts."""
    counted = list(dict.fromkeys(each.tier for each in election.tallies if each.votes))
    if not counted or (contest and contest not in counted):
        raise Problem(
            "{election} has no counts of the contest “{contest}”. It has: {near}.",
            election=election.id,
            contest=contest,
            near=nearest(contest, counted) or "-",
        )
    return contest or counted[0]


def tallies_of(election: Election, contest: str) -> list[Tally]:
    """The contest's tallies with votes, none of which may hold more votes than voters."""
    found = [each for each in election.tallies if each.tier == contest and each.valid]
    for each in found:
        if each.registered is not None and each.registered < _voted(each):
            raise Problem(
                "{election} counts {cast} votes in {constituency} but {registered} registered voters: no stations can "
                "be made up for it. Correct its tables, or take another contest.",
                election=election.id,
                cast=_voted(each),
                constituency=each.constituency,
                registered=each.registered,
            )
    return found


def voters_of(tally: Tally) -> int:
    """Registered voters; where they are not known, those who voted."""
    return _voted(tally) if tally.registered is None else tally.registered


def units_of(election: Election, tallies: Sequence[Tally], stations: int, factor: int) -> tuple[Unit, ...]:
    """The contest's areas, each with its part of the stations by its voters, and its counts multiplied.

    What adds several areas up, because nobody stated them apart, is made up in the first of them.
    """
    import numpy as np

    from escrutinio.canvass.making.model import split

    places = {each.name: each for each in election.constituencies if each.tier == tallies[0].tier}
    parts_of = next((each.parts for each in election.contests if each.tier == tallies[0].tier), {})
    joined = {name: areas[0] for name, areas in parts_of.items()}
    named = _naming([places[each.constituency] for each in tallies])
    parts = split(stations, np.array([voters_of(each) for each in tallies], dtype=np.float64), least=1)
    return tuple(
        Unit(
            number=number,
            name=tally.constituency,
            region=places[tally.constituency].region or joined.get(tally.constituency, ""),
            country=election.country,
            abroad=places[tally.constituency].abroad,
            stations=int(part),
            lists={name: votes * factor for name, votes in tally.votes.items()},
            blank=_times(tally.blank, factor),
            null=_times(tally.null, factor),
            registered=_times(tally.registered, factor),
            named=tally.constituency in named,
        )
        for number, (tally, part) in enumerate(zip(tallies, parts, strict=True), start=1)
    )


def _naming(places: Sequence[Constituency]) -> set[str]:
    """The constituencies that their sheets name: all, unless the department, or being abroad, tells it of all.

    Where one of them has another name than its department, every sheet names its own, also in a department that is one
    constituency.
    """
    home, away = ([each for each in places if each.abroad is there] for there in (False, True))
    alone = len(away) <= 1
    if alone and all(each.name == each.region for each in home):
        return set()
    return {each.name for each in (home if alone else places)}


def _voted(tally: Tally) -> int:
    return tally.valid + (tally.blank or 0) + (tally.null or 0)


def _times(count: int | None, factor: int) -> int | None:
    return None if count is None else count * factor
