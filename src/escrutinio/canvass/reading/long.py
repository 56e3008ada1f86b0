"""Long files, a row an option: gathered into a row a station."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import count_of, note_cells, text_of
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.reading.long_again import others_hash, put_together, stands_again
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
    """Gather a file with a row an option; what an option that comes twice at a station means, ``long_again`` says.

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
    votes = match.columns[match.format.votes]
    name = text_of(raw, place)
    cell = f"CASE WHEN {name} IS NOT NULL OR {text_of(raw, votes)} IS NOT NULL THEN coalesce({name}, '?') END"
    found = [each for each in values(connection, raw, cell, keep) if each[0] is not None]
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
    stands, lists = _meant(raw, [str(value) for value, _, _ in found] or ["?"])
    codes = {name: f"o{number}" for number, name in enumerate(dict.fromkeys(stands.values()))}
    said = " ".join(f"WHEN {literal(each)} THEN {literal(codes[name])}" for each, name in stands.items())
    cells = {
        "option": f"CASE {cell} {said} END",
        "votes": count_of(raw, votes),
        "others": others_hash(raw),
    }
    staged = f"{table}_rows"
    create(connection, staged, dict(parts) | counts_sql(raw) | cells, f"FROM {quoted(raw.table)} WHERE {keep}")
    note_cells(connection, raw, staged, count_places(raw) | {"votes": votes}, keep=keep, notes=notes)
    again = stands_again(connection, staged)
    if again:
        put_together(connection, raw, staged, parts, keep=keep, notes=notes)
    _gather(connection, table, codes, lists, frozenset(count_places(raw)), again=again)
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
    connection: DuckDBPyConnection,
    table: str,
    codes: Mapping[str, str],
    lists: Sequence[str],
    written: frozenset[str],
    *,
    again: bool,
) -> None:
    """One row a station, contest and sheet; what several rows say about a place is taken from the first."""
    rows = f"{table}_rows"
    copy = "" if again else ", 1 AS copy"
    source = f"(SELECT *, coalesce(station, '') AS station_key{copy} FROM {quoted(rows)})"
    first = ", ".join(f"arg_min({quoted(each)}, file_row) AS {quoted(each)}" for each in (*AREAS, "abroad", *written))
    station = "min(file_row) AS file_row, any_value(station) AS station"
    places = f"SELECT contest, station_key, copy, {station}, {first} FROM {source} GROUP BY ALL"
    options = ", ".join(map(literal, codes.values()))
    votes = f"SELECT contest, station_key, copy, option, votes FROM {source}"
    if again:
        votes = f"SELECT * EXCLUDE (votes), CAST(sum(votes) AS BIGINT) AS votes FROM ({votes}) GROUP BY ALL"
    wide = f"FROM (PIVOT ({votes}) ON option IN ({options}) USING max(votes) GROUP BY contest, station_key, copy)"
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
