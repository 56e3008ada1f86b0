"""Rows of text on the engine: the one way in for whatever is not read by the engine itself."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.formats import Match

Row = tuple[int, "Sequence[str]"]
BLANKS = " \t\r\n\v\f\u00a0\u2007\u2009\u202f\u200b\ufeff"
"""What is taken off the ends of a cell."""
MOST = 10**12
"""No sheet counts more votes than this."""
_STRICT = (
    "auto_detect=false, header=false, quote='\"', escape='\"', strict_mode=true, null_padding=false, encoding='utf-8'"
)


@dataclass(frozen=True)
class Raw:
    """A table of the file on the engine, as text or in its own types, with columns ``file_row``, ``c0``, ``c1``.

    ``odd`` names the columns that were counted as they were loaded: ``n7`` is the count of a cell that is nothing but
    plain digits, and NULL for every other; how many cells are filled and are not plain digits is told of each. Such
    a table has a column ``blank_ends`` too: whether a text of the row may have a blank at its ends.
    ``scraps`` are what to drop once the file is read, each with its kind; by default the table alone. ``ballot``
    numbers the ballots of one table, which share everything but their ``match``.
    """

    table: str
    match: Match
    kinds: tuple[str, ...]
    sheet: str = ""
    sample: tuple[tuple[str | None, ...], ...] = ()
    odd: Mapping[int, int] = field(default_factory=dict)
    scraps: tuple[str, ...] = ()
    ballot: int = 0

    def of(self, matches: Sequence[Match]) -> list[Raw]:
        """The same table, once for each of its ballots."""
        return [replace(self, match=each, ballot=number) for number, each in enumerate(matches)]

    def numbers(self) -> frozenset[int]:
        """The columns whose first cells are all numbers."""
        return frozenset(place for place, cells in enumerate(zip(*self.sample, strict=True)) if _all_numbers(cells))


def _all_numbers(cells: Iterable[str | None]) -> bool:
    filled = [each.strip(BLANKS) for each in cells if each and each.strip(BLANKS)]
    return bool(filled) and all(each.lstrip("-").replace(".", "", 1).isdecimal() for each in filled)


@dataclass(frozen=True)
class Loaded:
    """How many rows of text came in, and what ``Raw`` tells of them."""

    rows: int
    odd: Mapping[int, int]
    scraps: tuple[str, ...]


@dataclass(frozen=True)
class Cells:
    """How many columns of text come in, and which of them hold counts."""

    width: int
    counts: tuple[int, ...] = ()

    def described(self) -> str:
        """The columns of a file, all as text."""
        return ", ".join(f"'c{place}': 'VARCHAR'" for place in range(self.width))

    def others(self) -> list[str]:
        """The columns that hold no counts."""
        counts = frozenset(self.counts)
        return [f"c{place}" for place in range(self.width) if place not in counts]


def load_lines(connection: DuckDBPyConnection, table: str, path: Path, separator: str, cells: Cells) -> Loaded:
    """A regular UTF-8 text straight into the engine; its second line is the first of its rows."""
    options = f"skip=1, delim={literal(separator)}, columns={{{cells.described()}}}"
    _keep(connection, table, f"read_csv({literal(str(path))}, {_STRICT}, {options})", cells)
    return _named(connection, table, "rowid + 2", cells)


def load_rows(connection: DuckDBPyConnection, table: str, rows: Iterable[Row], scratch: Path, cells: Cells) -> Loaded:
    """Rows of text from Python into the engine, each with its number."""
    path = scratch / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((number, *each) for number, each in rows)
    options = f"delim=',', max_line_size=64000000, columns={{'file_row': 'BIGINT', {cells.described()}}}"
    _keep(connection, table, f"read_csv({literal(str(path))}, {_STRICT}, {options})", cells, "file_row")
    path.unlink()
    return _named(connection, table, "file_row", cells)


def _keep(connection: DuckDBPyConnection, table: str, source: str, cells: Cells, *numbers: str) -> None:
    """Put rows on the engine: what may be a count as its number if it is plain digits, else as the text that it is.

    Plain digits can be written in one way only, so that nothing is lost; and to make the text of every cell, and to
    read it again for each question, is most of the work on a file.
    """
    counted = [f"{plain_count(f'c{place}')} AS n{place}" for place in cells.counts]
    odd = [f"n{place}, CASE WHEN n{place} IS NULL THEN c{place} END AS c{place}" for place in cells.counts]
    columns = ", ".join([*numbers, *cells.others(), *odd, f"{_blank_ends(cells.others())} AS blank_ends"])
    source = f"(SELECT {', '.join(['*', *counted])} FROM {source})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(f'{table}_lines')} AS SELECT {columns} FROM {source}")


def _named(connection: DuckDBPyConnection, table: str, number: str, cells: Cells) -> Loaded:
    """The rows that were kept under the table's name, with every cell as it was written; what they hold."""
    lines = quoted(f"{table}_lines")
    texts = [f"n{place}, coalesce(c{place}, CAST(n{place} AS VARCHAR)) AS c{place}" for place in cells.counts]
    columns = ", ".join([f"{number} AS file_row", *cells.others(), *texts, "blank_ends"])
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(table)} AS SELECT {columns} FROM {lines}")
    odd = [f"count(c{place})" for place in cells.counts]
    rows, *odds = connection.execute(f"SELECT {', '.join(['count(*)', *odd])} FROM {lines}").fetchall()[0]
    return Loaded(rows, dict(zip(cells.counts, odds, strict=True)), (f"VIEW {quoted(table)}", f"TABLE {lines}"))


def _blank_ends(texts: Sequence[str]) -> str:
    """Whether some text of a row may have a blank at its ends: to ask once a row is faster than of each cell."""
    edge = "\x01"
    blank = literal(f"(^|{edge})[{BLANKS}]|[{BLANKS}]({edge}|$)")
    return f"regexp_matches(concat_ws({literal(edge)}, {', '.join(texts)}), {blank})" if texts else "false"


def plain_count(text: str) -> str:
    """A text as a count where it is plain digits as a number is written; NULL for any other."""
    number = f"TRY_CAST({text} AS BIGINT)"
    return f"CASE WHEN {number} BETWEEN 0 AND {MOST} AND CAST({number} AS VARCHAR) = {text} THEN {number} END"


def first_rows(connection: DuckDBPyConnection, table: str, width: int) -> tuple[tuple[str | None, ...], ...]:
    """Some rows as text, to see what the columns hold."""
    cells = ", ".join(f"CAST(c{place} AS VARCHAR)" for place in range(width))
    return tuple(connection.execute(f"SELECT {cells} FROM {quoted(table)} LIMIT 500").fetchall())
