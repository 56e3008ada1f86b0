"""Which constituency of an election each tally sheet belongs to, also where several areas make up one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.counting.aside import where_counted
from escrutinio.canvass.counting.levels import located
from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.storing.election import constituency_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.canvass.checking.policies import Policy
    from escrutinio.canvass.storing.store import Known
    from escrutinio.model import Contest, Election


@dataclass(frozen=True, slots=True)
class Places:
    """Which sheets count (SQL), by which columns they are told apart, and the constituency of each area."""

    where: str
    by: tuple[str, ...]
    constituency: Mapping[tuple[Any, ...], str]


def places_of_sheets(election: Election, contest: Contest, known: Known, policy: Policy) -> Places:
    """Where the sheets of a contest belong, as ``election_counted`` tells it.

    Args:
        election: of the catalogue.
        contest: which area of a sheet is the constituency, where its page says so, and which areas are parts of one.
        known: the table of each contest, and the snapshot it is of.
        policy: which sheets count.

    Raises:
        Problem: a sheet's area is no constituency.

    >>> from escrutinio.canvass.checking.policies import DEFAULT
    >>> from escrutinio.canvass.storing.samples import sample_election, sample_store
    >>> from escrutinio.canvass.storing.store import known
    >>> day = sample_election()
    >>> with sample_store() as store:
    ...     places_of_sheets(day, day.contests[0], known(store), DEFAULT).constituency
    {('North', None): 'North', ('South', None): 'South'}
    """
    engine, table = known.engine, known.tables[contest.tier]
    where, columns = where_counted(engine, table, policy), engine.columns(table)
    contest = located(parted(election, contest), contest, engine, table, where=where)
    by = tuple(each for each in (contest.by, "abroad") if each and each in columns)
    names = [each.name for each in parted(election, contest).constituencies if each.tier == contest.tier]
    whole = whole_of(contest)
    found: dict[tuple[Any, ...], str] = {}
    for area in tally(engine, table, by=by, policy_where=where).areas:
        place = constituency_of(election, contest, area, names, by)
        found[area.area] = whole.get(place, place)
    return Places(where, by, found)


def parted(election: Election, contest: Contest) -> Election:
    """The election with the areas of sheets in place of the constituencies that add several of them up."""
    parts = {(contest.tier, name): areas for name, areas in contest.parts.items()}
    every = [
        replace(each, name=name)
        for each in election.constituencies
        for name in parts.get((each.tier, each.name), (each.name,))
    ]
    return replace(election, constituencies=tuple(every))


def whole_of(contest: Contest) -> dict[str, str]:
    """The constituency that each part of one belongs to."""
    return {area: name for name, areas in contest.parts.items() for area in areas}
