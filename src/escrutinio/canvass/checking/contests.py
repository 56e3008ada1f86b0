"""Checks of the contests of one day against each other: stations that one has and another lacks, voters that differ."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from escrutinio.canvass.checking.snapshots import once
from escrutinio.canvass.sheets import literal
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from escrutinio.canvass.checking.seen import Sheets


def refuse_unknown_lists(lists: Iterable[str], contests: Iterable[Iterable[str]]) -> None:
    """Refuse a list that stands in none of the contests.

    Raises:
        Problem: with the list that is meant, perhaps.
    """
    known = list(dict.fromkeys(name for each in contests for name in each))
    for name in lists:
        if name not in known:
            raise Problem(
                "no list here is called “{list}”, so none can have withdrawn under that name. Did you mean {near}?",
                list=name,
                near=nearest(name, known) or "–",
            )


def absent(sheets: Mapping[str, Sheets], expected: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """C501: a station with a sheet in one contest and none in any of those where it should have one."""
    for contest, others in expected.items():
        lacks = " AND ".join(
            f'NOT EXISTS (SELECT 1 FROM {sheets[other].source} AS o_row WHERE o_row."station" = s_row."station")'
            for other in others
        )
        facts = f'"station", {literal(", ".join(others))} AS "lacks"'
        where = f'"station" IS NOT NULL AND {lacks}'
        yield contest, f'SELECT "file_row", {facts} FROM {sheets[contest].source} AS s_row WHERE {where}'


def voters_differ(sheets: Mapping[str, Sheets]) -> Iterator[tuple[str, str]]:
    """C502: a station with another number of voters in another contest."""
    for one, other in combinations([name for name, each in sheets.items() if each.stated("registered")], 2):
        facts = f's_row."registered", {literal(other)} AS "other_contest", o_row."registered" AS "other_registered"'
        both = f'{once(sheets[one])} AS s_row JOIN {once(sheets[other])} AS o_row ON s_row."station" = o_row."station"'
        differ = 's_row."registered" <> o_row."registered"'
        figures = f's_row."file_row", s_row."station", {facts}, o_row."file_row" AS "other_row"'
        yield one, f"SELECT {figures} FROM {both} WHERE {differ}"
