"""Rows of text on the engine: the one way in for whatever is not read by the engine itself."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.sheets import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.formats import Match

Row = tuple[int, "Sequence[str]"]
BLANKS = " \t\r\n\v\f\u00a0\u2007\u202f\u200b\ufeff"
"""What is taken off the ends of a cell."""
_STRICT = (
    "auto_detect=false, header=false, quote='\"', escape='\"', strict_mode=true, null_padding=false, encoding='utf-8'"
)


@dataclass(frozen=True)
class Raw:
    """A table of the file on the engine, as text or in its own types, with columns ``file_row``, ``c0``, ``c1``."""

    table: str
    match: Match
    kinds: tuple[str, ...]
    sheet: str = ""
    sample: tuple[tuple[str | None, ...], ...] = ()

    def numbers(self) -> frozenset[int]:
        """The columns whose first cells are all numbers."""
        return frozenset(place for place, cells in enumerate(zip(*self.sample, strict=True)) if _all_numbers(cells))


def _all_numbers(cells: Iterable[str | None]) -> bool:
    filled = [each.strip(BLANKS) for each in cells if each and each.strip(BLANKS)]
    return bool(filled) and all(each.lstrip("-").replace(".", "", 1).isdecimal() for each in filled)


def load_lines(connection: DuckDBPyConnection, table: str, path: Path, width: int, separator: str) -> int:
    """A regular UTF-8 text straight into the engine, all as text; how many rows it has after its line of headers."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    options = f"{_STRICT}, skip=1, delim={literal(separator)}, columns={{{columns}}}"
    lines = f"{table}_lines"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(lines)} AS FROM read_csv({literal(str(path))}, {options})"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(table)} AS SELECT rowid + 2 AS file_row, * FROM {quoted(lines)}"
    )
    found = connection.execute(f"SELECT count(*) FROM {quoted(lines)}").fetchall()
    return int(found[0][0])


def load_rows(connection: DuckDBPyConnection, table: str, rows: Iterable[Row], width: int, scratch: Path) -> int:
    """Rows of text from Python into the engine, each with its number; how many there are."""
    path = scratch / f"{table}.csv"
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, cells in rows:
            writer.writerow((number, *cells))
            count += 1
    columns = ", ".join(["'file_row': 'BIGINT'", *(f"'c{place}': 'VARCHAR'" for place in range(width))])
    source = f"read_csv({literal(str(path))}, {_STRICT}, delim=',', max_line_size=64000000, columns={{{columns}}})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS FROM {source}")
    path.unlink()
    return count


def load_columns(
    connection: DuckDBPyConnection, table: str, first: int, columns: Sequence[list[float] | list[str | None]]
) -> tuple[str, ...]:
    """Columns from Python into the engine, their rows numbered from ``first``; what kind each has there."""
    import numpy as np

    arrays: dict[str, Any] = {"file_row": np.arange(first, first + len(columns[0]), dtype=np.int64)}
    for place, cells in enumerate(columns):
        arrays[f"c{place}"] = np.array(cells, dtype=float if isinstance(cells[0], float) else object)
    connection.register(f"{table}_arrays", arrays)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS FROM {quoted(f'{table}_arrays')}")
    connection.unregister(f"{table}_arrays")
    return tuple(str(row[1]) for row in connection.execute(f"DESCRIBE {quoted(table)}").fetchall())[1:]


def first_rows(connection: DuckDBPyConnection, table: str, width: int) -> tuple[tuple[str | None, ...], ...]:
    """Some rows as text, to see what the columns hold."""
    cells = ", ".join(f"CAST(c{place} AS VARCHAR)" for place in range(width))
    return tuple(connection.execute(f"SELECT {cells} FROM {quoted(table)} LIMIT 500").fetchall())
