"""Wide files, a row a sheet: every cell as what its column is."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import count_of, note_cells
from escrutinio.canvass.sheets import AREAS, COUNTS, FIXED, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.rows import Raw


def wide_table(
    connection: DuckDBPyConnection, raw: Raw, table: str, parts: Mapping[str, str], *, keep: str, notes: Notes
) -> tuple[str, ...]:
    """A table with a row a kept row of the file; its lists.

    Args:
        connection: where the raw table is.
        raw: the file's table.
        table: the table to make.
        parts: the expressions of the columns before the counts.
        keep: which rows are kept, as a condition.
        notes: where findings are put.
    """
    match = raw.match
    counts = dict.fromkeys(COUNTS, "CAST(NULL AS BIGINT)") | counts_sql(raw)
    names = list_names(list(match.lists()))
    lists = {names[each]: count_of(raw, place) for each, place in match.lists().items()}
    create(connection, table, dict(parts) | counts | lists, f"FROM {quoted(raw.table)} WHERE {keep}")
    places = count_places(raw) | {names[each]: place for each, place in match.lists().items()}
    note_cells(connection, raw, table, places, keep=keep, notes=notes)
    return tuple(lists)


def values(connection: DuckDBPyConnection, raw: Raw, cell: str, keep: str) -> list[tuple[str | None, int, int]]:
    """What stands in a column, how often, and first where."""
    sql = f"SELECT {cell} AS value, count(*), min(file_row) FROM {quoted(raw.table)} WHERE {keep} GROUP BY value"
    return connection.execute(f"{sql} ORDER BY min(file_row) LIMIT 10000").fetchall()


def list_names(names: Sequence[str]) -> dict[str, str]:
    """Each list's column: its id, unless the engine, blind to case, would take it for another column.

    >>> list_names(["A", "a", "Valid"])
    {'A': 'A', 'a': 'a (2)', 'Valid': 'Valid (list)'}
    """
    taken = {each.casefold() for each in (*FIXED, "snapshot", "contest")}
    found: dict[str, str] = {}
    for name in names:
        called, count = (f"{name} (list)" if name.casefold() in taken and name not in found else name), 2
        while called.casefold() in taken | {each.casefold() for each in found.values()}:
            called, count = f"{name} ({count})", count + 1
        found[name] = called
    return found


def count_places(raw: Raw) -> dict[str, int]:
    """The columns of registered, valid, blank, null and cast that the file has."""
    match = raw.match
    return {count: match.columns[name] for count, name in match.format.counts.items() if name in match.columns}


def counts_sql(raw: Raw) -> dict[str, str]:
    """The same columns as expressions."""
    return {each: count_of(raw, place) for each, place in count_places(raw).items()}


def create(connection: DuckDBPyConnection, table: str, columns: Mapping[str, str], source: str) -> None:
    """Make a table of expressions; what is never filled has a type all the same."""
    told = ", ".join(
        f"CAST({sql} AS VARCHAR) AS {quoted(name)}"
        if name in (*AREAS, "station") and sql == "NULL"
        else f"{sql} AS {quoted(name)}"
        for name, sql in columns.items()
    )
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS SELECT {told} {source}")
