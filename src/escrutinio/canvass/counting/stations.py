"""The votes of every polling station, by the constituency its tally sheet belongs to."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.canvass.counting.places import places_of_sheets
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import quoted
from escrutinio.canvass.storing.election import ids_of

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

    >>> from escrutinio.canvass.checking.policies import DEFAULT
    >>> from escrutinio.canvass.storing.samples import sample_election, sample_store
    >>> from escrutinio.canvass.storing.store import known
    >>> day = sample_election()
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
    told = places_of_sheets(election, contest, known, policy)
    ids = ids_of(election)
    columns = {each: ids[folded(each)] for each in known.snapshots[contest.tier].lists if folded(each) in ids}
    figures = [f"COALESCE(CAST({quoted(each)} AS BIGINT), 0)" for each in columns]
    chosen = ", ".join([*map(quoted, told.by), *figures])
    table = quoted(known.tables[contest.tier])
    rows = known.engine.rows(f"SELECT {chosen} FROM {table} WHERE {told.where} ORDER BY file_row")
    found: dict[str, list[tuple[int, ...]]] = {}
    for row in rows:
        found.setdefault(told.constituency[row[: len(told.by)]], []).append(row[len(told.by) :])
    return {place: _in_order(sheets, list(columns.values()), election) for place, sheets in found.items()}


def _in_order(sheets: list[tuple[int, ...]], columns: list[str], election: Election) -> Votes:
    """Votes with the lists in the election's order; a list in two columns has the votes of both."""
    order: Mapping[str, int] = {each.id: place for place, each in enumerate(election.lists)}
    votes = np.zeros((len(sheets), len(order)), dtype=np.int64)
    for name, column in zip(columns, np.array(sheets, dtype=np.int64).T, strict=True):
        votes[:, order[name]] += column
    return votes
