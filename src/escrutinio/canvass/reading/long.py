"""Long files, a row an option: gathered into a row a station."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import count_of, note_cells, text_of
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.reading.wide import count_places, counts_sql, create, list_names, values
from escrutinio.canvass.sheets import AREAS, COUNTS, literal, quoted
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.rows import Raw

TOLD = 200
OPTIONS = 2_000
"""More options than this are no lists."""


def long_table(
    connection: DuckDBPyConnection, raw: Raw, table: str, parts: Mapping[str, str], *, keep: str, notes: Notes
) -> tuple[str, ...]:
    """Gather a file with a row an option; an option that comes twice makes a second row, never a sum.

    Args:
        connection: where the raw table is.
        raw: the file's table.
        table: the table to make.
        parts: the expressions of the columns before the counts.
        keep: which rows are kept, as a condition.
        notes: where findings are put.

    Returns:
        The lists.
    """
    match = raw.match
    place = match.columns[match.format.option]
    cell = f"coalesce({text_of(raw, place)}, '?')"
    found = values(connection, raw, cell, keep)
    if len(found) > OPTIONS:
        raise Problem(
            "{file}: the column “{column}” should name lists, but holds more than {most} different texts. Look "
            "whether the columns are shifted.",
            file=notes.source.title,
            column=match.headers[place].strip(),
            most=OPTIONS,
        )
    for value, rows, row in found:
        if value == "?":
            notes.add("R310", row=row, column=match.headers[place].strip(), rows=rows)
    stands, lists = _meant(raw, [value or "?" for value, _, _ in found])
    codes = {name: f"o{number}" for number, name in enumerate(dict.fromkeys(stands.values()))}
    said = " ".join(f"WHEN {literal(each)} THEN {literal(codes[name])}" for each, name in stands.items())
    votes = match.columns[match.format.votes]
    cells = {
        "option": f"CASE {cell} {said} END",
        "votes": count_of(raw, votes),
    }
    staged = f"{table}_rows"
    create(connection, staged, dict(parts) | counts_sql(raw) | cells, f"FROM {quoted(raw.table)} WHERE {keep}")
    note_cells(connection, raw, staged, count_places(raw) | {"votes": votes}, keep=keep, notes=notes)
    _gather(connection, table, codes, lists, frozenset(count_places(raw)))
    _note_places(connection, staged, notes)
    connection.execute(f"DROP TABLE {quoted(staged)}")
    return lists


def _meant(raw: Raw, options: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The column that each option of the file is, and the lists."""
    how = raw.match.format
    spelt = {each: name for name in how.lists for each in how.spellings(name)}
    totals = {folded(name): count for count, name in how.totals.items()}
    names = list_names([spelt.get(folded(each), each) for each in options if folded(each) not in totals])
    stands = {each: totals.get(folded(each)) or names[spelt.get(folded(each), each)] for each in options}
    return stands, tuple(names.values())


def _gather(
    connection: DuckDBPyConnection, table: str, codes: Mapping[str, str], lists: Sequence[str], written: frozenset[str]
) -> None:
    """One row a station, contest and repetition; what several rows say about a place is taken from the first."""
    rows, key = f"{table}_rows", "contest, coalesce(station, '')"
    again = connection.execute(
        f"SELECT 1 FROM {quoted(rows)} GROUP BY {key}, option HAVING count(*) > 1 LIMIT 1"
    ).fetchall()
    copy = f"row_number() OVER (PARTITION BY {key}, option ORDER BY file_row)" if again else "1"
    source = f"(SELECT *, coalesce(station, '') AS station_key, {copy} AS copy FROM {quoted(rows)})"
    first = ", ".join(f"arg_min({quoted(each)}, file_row) AS {quoted(each)}" for each in (*AREAS, "abroad", *written))
    station = "min(file_row) AS file_row, any_value(station) AS station"
    places = f"SELECT contest, station_key, copy, {station}, {first} FROM {source} GROUP BY ALL"
    options = ", ".join(map(literal, codes.values()))
    wide = (
        f"FROM (PIVOT (SELECT contest, station_key, copy, option, votes FROM {source}) ON option IN ({options}) "
        "USING max(votes) GROUP BY contest, station_key, copy)"
    )
    columns = {each: quoted(each) for each in ("contest", "file_row", "station", *AREAS, "abroad")}
    for each in COUNTS:
        columns[each] = quoted(each) if each in written else codes.get(each, "CAST(NULL AS BIGINT)")
    columns |= {each: codes[each] for each in lists}
    joined = f"FROM ({places}) JOIN ({wide}) USING (contest, station_key, copy) ORDER BY file_row"
    create(connection, table, columns, joined)


def _note_places(connection: DuckDBPyConnection, staged: str, notes: Notes) -> None:
    """Tell the stations whose rows name different places."""
    differ = " OR ".join(f"min({quoted(area)}) <> max({quoted(area)})" for area in AREAS)
    rows = connection.execute(
        f"SELECT min(file_row), station FROM {quoted(staged)} WHERE station IS NOT NULL GROUP BY contest, station "
        f"HAVING {differ} ORDER BY min(file_row) LIMIT {TOLD}"
    ).fetchall()
    for row, station in rows:
        notes.add("R308", row=row, station=station)
