"""Parquet: read by the engine, in the file's own types."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.reading.ballots import ballots
from escrutinio.canvass.reading.headers import likely_headers, refuse_misfits
from escrutinio.canvass.reading.rows import Raw, first_rows
from escrutinio.canvass.sheets import literal, quoted
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.reading.opened import Opened


def read_parquet_file(
    file: Opened, known: Sequence[Format], notes: Notes, connection: DuckDBPyConnection, *, chosen: bool
) -> list[Raw]:
    """The table of a Parquet file."""
    from duckdb import Error

    del notes
    source = f"read_parquet({literal(str(file.local))}, file_row_number => true)"
    try:
        described = connection.execute(f"DESCRIBE FROM {source}").fetchall()
        rows = connection.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0]
    except Error as error:
        raise Problem(
            "{file} is damaged or cut off ({why}). Ask for the file again, or compare its size with the original's.",
            file=file.name,
            why=str(error).splitlines()[0],
        ) from error
    columns = [(str(row[0]), str(row[1])) for row in described if row[0] != "file_row_number"]
    headers = [name for name, _ in columns]
    match = refuse_misfits(file.name, likely_headers([headers], known), [headers], chosen=chosen)
    if not rows:
        raise Problem("{file} has headers and not one row below them. Ask for the file again.", file=file.name)
    cells = ", ".join(f"{quoted(name)} AS c{place}" for place, (name, _) in enumerate(columns))
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW raw_parquet AS SELECT file_row_number + 1 AS file_row, {cells} FROM {source}"
    )
    kinds, sample = tuple(kind for _, kind in columns), first_rows(connection, "raw_parquet", len(columns))
    raw = Raw("raw_parquet", match, kinds, sample=sample, scraps=("VIEW raw_parquet",))
    return raw.of(ballots(match, known, chosen=chosen))
