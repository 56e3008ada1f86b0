"""What the columns of a file hold, whatever they are called: whole numbers, codes, shares, texts."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import alike
from escrutinio.canvass.reading.describing_words import means
from escrutinio.canvass.reading.rows import BLANKS, MOST
from escrutinio.canvass.sheets import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.rows import Raw

NOTHING = frozenset(("", "-", "--", "–", "—", ".", "..", "*", "n/a", "na", "nd", "n/d", "s/d", "null", "none", "nan"))
"""What stands in a cell that says nothing."""
_MARKS = "".join((".", ",", alike(" "), alike("'")))
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}(?:([{_MARKS}])\d{{3}})(?:\1\d{{3}})*")
_DECIMAL = re.compile(r"[-+\u2212]?\d*([.,])\d+\s?%?")
_WHOLE = re.compile(r"\d{1,12}(\.0+)?")
RISES = 8
"""Numbers that rise so many times one after the other are no votes."""
HUNDRED = 100
LOOKED_AT = 300
"""So many rows of the beginning, the middle and the end are looked at."""
_SHARE = 0.9
"""So much of what a column holds must be of a kind."""


@dataclass(frozen=True)
class Column:
    """A column of a file, with what stands in the rows looked at; ``mark`` groups the thousands of the file."""

    header: str
    place: int
    cells: tuple[str, ...]
    mark: str = ""

    @cached_property
    def filled(self) -> list[str]:
        """The cells that say something; headers that are repeated among the rows do not."""
        return [each for each in self.cells if each.casefold() not in NOTHING and each != self.header]

    @cached_property
    def different(self) -> int:
        """How many different things the cells say."""
        return len(set(self.filled))

    @cached_property
    def numbers(self) -> list[int | None]:
        """Each cell as a count, or None."""
        return [_count(each, self.mark) for each in self.cells]

    @cached_property
    def counts(self) -> bool:
        """Whether the column holds counts: whole numbers, written as numbers are, and no shares of something."""
        whole = sum(number is not None for number in self.numbers)
        return (
            whole > 0 and whole >= _SHARE * len(self.filled) and not self.padded and not means(self.header, "percent")
        )

    @cached_property
    def padded(self) -> bool:
        """Whether some number begins with a zero, which codes do and counts do not."""
        return any(len(each) > 1 and each[0] == "0" and each.isdecimal() for each in self.filled)

    @cached_property
    def running(self) -> bool:
        """Whether the numbers go 1, 2, 3, or rise in each of many rows: rows are numbered so."""
        steps = [b - a for a, b in pairwise(each for each in self.numbers if each is not None)]
        return bool(steps) and (set(steps) == {1} or (len(steps) >= RISES and min(steps) > 0))

    @property
    def constant(self) -> bool:
        """Whether it says one thing in every row, and that is not zero."""
        return self.different == 1 and len(self.filled) > 1 and any(self.numbers)


def columns_of(raw: Raw, connection: DuckDBPyConnection) -> list[Column]:
    """The columns of a file that have a header, in its order, with some rows of its beginning, middle and end."""
    headers = [each.strip() for each in raw.match.headers]
    cells = list(zip(*_rows(raw, connection), strict=True)) or [()] * len(headers)
    found = [
        Column(header, place, tuple((cell or "").strip(BLANKS) for cell in cells[place]))
        for place, header in enumerate(headers)
        if header
    ]
    mark = thousands(found)
    return [Column(each.header, each.place, each.cells, mark) for each in found]


def _rows(raw: Raw, connection: DuckDBPyConnection) -> list[tuple[str | None, ...]]:
    """The rows looked at; they stand together, for a station may have several."""
    table, cells = quoted(raw.table), ", ".join(f"CAST(c{place} AS VARCHAR)" for place in range(len(raw.match.headers)))
    ends = connection.execute(f"SELECT min(file_row), max(file_row) FROM {table}").fetchall()[0]
    first, last = (each or 0 for each in ends)
    starts = dict.fromkeys((first, max(first, (first + last) // 2), max(first, last - LOOKED_AT)))
    where = " OR ".join(f"file_row BETWEEN {start} AND {start + LOOKED_AT}" for start in starts)
    return connection.execute(f"SELECT {cells} FROM {table} WHERE {where} ORDER BY file_row").fetchall()


def thousands(columns: Sequence[Column]) -> str:
    """The mark that groups the thousands: never one that stands before decimals somewhere in the file.

    >>> thousands([Column("A", 0, ("1.584", "62")), Column("b", 1, ("99,32", "0,04"))])
    '.'
    >>> thousands([Column("A", 0, ("40", "10")), Column("p", 1, ("40.123", "25.000")), Column("lat", 2, ("-17.5", ""))])
    ''
    """
    told = [each for each in columns if not means(each.header, "percent")]
    marks = [found[1] for each in told for cell in each.filled if (found := _GROUPED.fullmatch(cell))]
    decimals = {found[1] for each in columns for cell in each.filled if (found := _decimal(cell))}
    marks = [each for each in marks if each not in decimals]
    if not marks:
        return ""
    mark = max(dict.fromkeys(marks), key=marks.count)
    return "" if mark in ".," and _hundreds(told, mark) else mark


def _decimal(cell: str) -> re.Match[str] | None:
    """A cell with decimals that nobody could take for thousands; 12.0 says nothing of either."""
    return None if _GROUPED.fullmatch(cell) or _WHOLE.fullmatch(cell) else _DECIMAL.fullmatch(cell)


def _hundreds(columns: Iterable[Column], mark: str) -> bool:
    """Whether the columns with the mark are shares, which make up a hundred in each row."""
    marked = [each.cells for each in columns if any(_GROUPED.fullmatch(cell) for cell in each.filled)]
    rows = [[float(cell.replace(mark, ".")) for cell in row if _number(cell)] for row in zip(*marked, strict=True)]
    return len(marked) > 1 and all(round(sum(row)) == HUNDRED for row in rows if row)


def _number(cell: str) -> bool:
    return bool(_GROUPED.fullmatch(cell) or _WHOLE.fullmatch(cell))


def _count(cell: str, mark: str) -> int | None:
    if _WHOLE.fullmatch(cell) and not (mark == "." and "." in cell):
        return int(cell.partition(".")[0])
    found = _GROUPED.fullmatch(cell) if mark else None
    if found is None or found[1] != mark:
        return None
    number = int(cell.replace(mark, ""))
    return number if number <= MOST else None
