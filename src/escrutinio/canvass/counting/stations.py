"""The votes of every polling station, by the constituency its tally sheet belongs to."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.canvass.counting.aside import where_counted
from escrutinio.canvass.counting.elections import _parted
from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import quoted
from escrutinio.canvass.storing.election import _constituency, _ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from escrutinio.canvass.checking.policies import Policy
    from escrutinio.canvass.storing.store import Known
    from escrutinio.model import Contest, Election

    Votes = npt.NDArray[np.int64]


def station_votes(election: Election, known: Known, policy: Policy) -> dict[str, dict[str, Votes]]:
    """The votes of each sheet that counts, by ballot and constituency: arrays of (stations, lists).

    Args:
        election: of the catalogue; its contests say which area of a sheet is the constituency.
        known: the table of each contest, and the snapshot it is of.
        policy: which sheets count.

    Returns:
        Lists in the election's order; no array where a constituency has no sheet. They add up to the tallies of
        ``election_counted``.

    Raises:
        Problem: a sheet's area is no constituency.

    >>> from datetime import date
    >>> from escrutinio.canvass.checking.policies import DEFAULT
    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> from escrutinio.canvass.storing.store import known
    >>> from escrutinio.model import Constituency, Contest, Election, List, Source
    >>> north, south = (Constituency("president", name) for name in ("North", "South"))
    >>> contest = Contest("president", Source("page"), by="department")
    >>> day = Election("made", {}, date(2020, 10, 18), lists=(List("A"), List("B")), constituencies=(north, south),
    ...                contests=(contest,))
    >>> with sample_store() as store:
    ...     {area: votes.tolist() for area, votes in station_votes(day, known(store), DEFAULT)["president"].items()}
    {'North': [[9, 5]], 'South': [[7, 7]]}
    """
    return {
        contest.tier: _of_contest(election, contest, known, policy)
        for contest in election.contests
        if contest.tier in known.tables
    }


def _of_contest(election: Election, contest: Contest, known: Known, policy: Policy) -> dict[str, Votes]:
    engine, table = known.engine, known.tables[contest.tier]
    where = where_counted(engine, table, policy)
    by = [each for each in (contest.by, "abroad") if each and each in engine.columns(table)]
    names = [each.name for each in _parted(election, contest).constituencies if each.tier == contest.tier]
    whole = {area: name for name, areas in contest.parts.items() for area in areas}
    places = {
        area.area: _constituency(election, contest, area, names, by)
        for area in tally(engine, table, by=by, policy_where=where).areas
    }
    ids = _ids(election)
    columns = {each: ids[folded(each)] for each in known.snapshots[contest.tier].lists if folded(each) in ids}
    figures = [f"COALESCE(CAST({quoted(each)} AS BIGINT), 0)" for each in columns]
    chosen = ", ".join([*map(quoted, by), *figures])
    rows = engine.rows(f"SELECT {chosen} FROM {quoted(table)} WHERE {where} ORDER BY file_row")
    found: dict[str, list[tuple[int, ...]]] = {}
    for row in rows:
        place = places[row[: len(by)]]
        found.setdefault(whole.get(place, place), []).append(row[len(by) :])
    return {place: _in_order(sheets, list(columns.values()), election) for place, sheets in found.items()}


def _in_order(sheets: list[tuple[int, ...]], columns: list[str], election: Election) -> Votes:
    """Votes with the lists in the election's order; a list in two columns has the votes of both."""
    order: Mapping[str, int] = {each.id: place for place, each in enumerate(election.lists)}
    votes = np.zeros((len(sheets), len(order)), dtype=np.int64)
    for name, column in zip(columns, np.array(sheets, dtype=np.int64).T, strict=True):
        votes[:, order[name]] += column
    return votes
