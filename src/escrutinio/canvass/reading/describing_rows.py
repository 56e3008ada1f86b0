"""What a row of an unknown file is: which columns name its station, its areas and its contest."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.describing_words import meaning, means
from escrutinio.canvass.reading.rows import BLANKS
from escrutinio.canvass.sheets import AREAS, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.describing_columns import Column
    from escrutinio.canvass.reading.rows import Raw

    Different = Callable[[Sequence[Column], Column], int]

CONTESTS = 20
ROWS = ("precinct", "municipality", "constituency", "department")
"""What a row can stand for that is no station, the smallest first."""
MORE = 1.05
"""Columns that tell only so many more rows apart do not name stations: places are spelt in several ways."""
_NO_PLACE = ("kind", "status", "votes", "percent", "contest", "election", "option")


@dataclass
class Places:
    """Where a row is and what it is for."""

    station: list[Column] = field(default_factory=list)
    areas: dict[str, Column] = field(default_factory=dict)
    contest: Column | None = None
    row: str = "station"
    apart: bool = True
    """Whether the columns of the station tell all rows apart that the file tells apart."""

    def places(self) -> set[int]:
        """The places of all these columns in the file."""
        told = [*self.station, *self.areas.values(), *([self.contest] if self.contest else [])]
        return {each.place for each in told}


def places_of(columns: Sequence[Column], different: Different) -> Places:
    """The station, the areas and the contest, as the headers and what the columns hold tell them.

    Args:
        columns: of the file.
        different: how many different things some columns say together, in rows where another says something.
    """
    found = Places(contest=_contest(columns))
    named = [each for each in columns if each.filled and each is not found.contest and not _is_number(each)]
    first = _station(named)
    found.areas = _areas([each for each in named if each is not first])
    if first is not None:
        found.station = _key(first, named, found, different)
    return found


def different_on(connection: DuckDBPyConnection, raw: Raw) -> Different:
    """Count different rows in all of a table, not only in those looked at."""

    def asked(columns: Sequence[Column], filled: Column) -> int:
        cells = ", ".join(f"coalesce(CAST(c{each.place} AS VARCHAR), '')" for each in columns)
        some = f"trim(CAST(c{filled.place} AS VARCHAR), {literal(BLANKS)}) <> ''"
        sql = f"SELECT count(*) FROM (SELECT DISTINCT {cells} FROM {quoted(raw.table)} WHERE {some})"
        return int(connection.execute(sql).fetchall()[0][0])

    return asked


def values_of(connection: DuckDBPyConnection, raw: Raw, column: Column, most: int) -> list[str]:
    """What a column says in all of a table, in the order of the file."""
    cell = f"trim(CAST(c{column.place} AS VARCHAR), {literal(BLANKS)})"
    sql = f"SELECT {cell} FROM {quoted(raw.table)} WHERE {cell} <> '' GROUP BY 1 ORDER BY min(file_row) LIMIT {most}"
    return [value for (value,) in connection.execute(sql).fetchall()]


def _is_number(column: Column) -> bool:
    """Whether a column is of counts, by its header: where a row is, is told by others."""
    roles = meaning(column.header)
    best = next(iter(roles), "")
    return best in {"registered", "valid", "blank", "null", "cast", "total", "other", "percent"}


def _contest(columns: Sequence[Column]) -> Column | None:
    """The column that tells the contest: an office before an election."""
    for role in ("contest", "election"):
        told = [
            each
            for each in columns
            if means(each.header, role) and not each.counts and 0 < each.different <= CONTESTS and not _unique(each)
        ]
        if told:
            return max(told, key=lambda each: (meaning(each.header)[role], -each.place))
    return None


def _unique(column: Column) -> bool:
    return column.different == len(column.filled) > 1


def _station(columns: Sequence[Column]) -> Column | None:
    """The column of the station's own name: of several, the one that tells most rows apart, a code before a name."""
    told = [
        each for each in columns if means(each.header, "station") and next(iter(meaning(each.header))) not in _NO_PLACE
    ]
    order = [(each.different, not means(each.header, "name"), not means(each.header, "status")) for each in told]
    return told[order.index(max(order))] if told else None


def _areas(columns: Sequence[Column]) -> dict[str, Column]:
    """The areas: first where a header can mean one level only, then the coarsest that is free below those before."""
    found: dict[str, Column] = {}
    unsure = []
    for each in sorted(columns, key=lambda each: (means(each.header, "code") or each.counts, each.place)):
        levels = _levels(each)
        if len(levels) == 1 and levels[0] not in found and not means(each.header, "station"):
            found[levels[0]] = each
        elif levels and not each.counts and not each.padded:
            unsure.append(each)
    for each in sorted(unsure, key=lambda each: each.place):
        before = [AREAS.index(level) for level, other in found.items() if other.place < each.place]
        free = [level for level in _levels(each) if level not in found and AREAS.index(level) > max(before, default=0)]
        if free:
            found[free[0]] = each
    return {level: found[level] for level in AREAS if level in found}


def _levels(column: Column) -> list[str]:
    """The levels of area that a header names best."""
    roles = meaning(column.header)
    best = max(roles.values(), default=0.0)
    if any(each in roles for each in ("kind", "status", "contest", "election")):
        return []
    return [level for level in AREAS if roles.get(level, 0.0) >= best > 0]


def _key(first: Column, columns: Sequence[Column], found: Places, different: Different) -> list[Column]:
    """The station's column, with those that are needed beside it to tell apart all rows that columns of places do."""
    beside = [each for each in columns if each is not first and _may_name(each, found)]
    beside.sort(key=lambda each: (not means(each.header, "station"), abs(each.place - first.place)))
    chosen, told = [first], different([first], first)
    most = different([first, *beside], first)
    if most <= told * MORE and (most == told or most < len(first.filled)):
        return chosen
    for each in beside:
        now = different([*chosen, each], first)
        if now > told:
            chosen, told = [*chosen, each], now
        if told == most:
            break
    return sorted(chosen, key=lambda each: each.place)


def _may_name(column: Column, found: Places) -> bool:
    """Whether a column may be a part of a station's name."""
    place = bool(_levels(column)) or means(column.header, "station", "kind") or column in found.areas.values()
    return place and not means(column.header, "status", "votes", "option")


def without_words(columns: Sequence[Column], found: Places, used: set[int], *, long: bool) -> list[Column]:
    """The station where no header says it: the first column that is different in each row, or else the areas."""
    full = max((len(each.filled) for each in columns), default=0)
    free = [each for each in columns if each.place not in used and not means(each.header, "percent", "status")]
    unique = [each for each in free if _unique(each) and len(each.filled) == full]
    texts = sorted(unique, key=lambda each: (each.counts and not each.running, each.place))
    if texts:
        found.row = next((each for each in ROWS if each in _levels(texts[0])), found.row)
        return texts[:1]
    areas = list(found.areas.values())
    rows = len(columns[0].cells) if columns else 0
    found.apart = long or len(set(zip(*(each.cells for each in areas), strict=True))) == rows
    found.row = next((each for each in ROWS if each in found.areas), "station")
    return areas or list(columns[:1])
