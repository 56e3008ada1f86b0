"""A table of sheets as the checks read it: every column of the shape with its type, and what a row adds up to."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import AREAS, COUNTS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 10**10
"""More people than live: a larger count is impossible, and a billion rows of such counts still fit in a BIGINT."""

TEXTS: tuple[str, ...] = ("station", *AREAS)
SUMS = ("#lists", "#valid", "#cast")
Why = tuple[str, str]
"""Why a row is one of totals, and the column that names it."""


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """A table of sheets as the checks read it.

    ``source`` stands after FROM, and so does ``only``, with the columns that are asked for. In them every count is a
    BIGINT, a count that cannot be is NULL, a blank text is NULL, and there are three columns more: ``#lists``, what the
    lists add up to; ``#valid``, the valid votes written, else ``#lists``; ``#cast``, the votes cast as written, else
    the known ones added up. ``rows_of`` is the table itself after FROM, ``cells`` its columns as SQL.
    """

    name: str
    rows_of: str
    cells: Mapping[str, str]
    lists: tuple[str, ...]
    rows: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    """How many rows have something in each column."""
    sums: Mapping[str, int] = field(default_factory=dict)
    impossible: tuple[str, ...] = ()
    stations: int = 0
    """How many different stations there are."""
    totals: Mapping[int, Why] = field(default_factory=dict)
    """The rows of totals, each with why it is one and the column that names it."""

    @cached_property
    def raw(self) -> str:
        """The source without the sums, and with the counts that cannot be."""
        return selected(self.cells, self.cells, self.rows_of)

    @cached_property
    def source(self) -> str:
        """Every column, for a check that needs many."""
        return self.only(*self.cells, *SUMS)

    def only(self, *columns: str) -> str:
        """The source with these columns alone: on a small count an engine plans longer than it computes."""
        sums = [name for name in columns if name in SUMS]
        parts = [*filter(self.stated, ("valid", "blank", "null", "cast")), *self.lists] if sums else []
        needed = dict.fromkeys([*(name for name in columns if name not in SUMS), *parts])
        known = {name: possible(self.cells[name]) for name in self.impossible}
        counted = selected({**self.cells, **known}, needed, self.rows_of)
        if not sums:
            return counted
        told = [f"{self._sum(name)} AS {quoted(name)}" if name in SUMS else quoted(name) for name in columns]
        return f"(SELECT {', '.join(told)} FROM {counted} AS counted)"

    def _sum(self, name: str) -> str:
        """One of the sums; a column in which nothing is missing needs nothing in its place."""
        if name == "#lists":
            return " + ".join(map(self.number, self.lists)) or "CAST(0 AS BIGINT)"
        column, parts = (
            ("valid", ["#lists"]) if name == "#valid" else ("cast", ["#valid", *filter(self.stated, ("blank", "null"))])
        )
        total = " + ".join(self._sum(each) if each in SUMS else self.number(each) for each in parts)
        return f"COALESCE({quoted(column)}, {total})" if self.stated(column) else total

    def number(self, name: str) -> str:
        """A count as a term of a sum: nothing counts as zero."""
        full = self.filled.get(name) == self.rows and name not in self.impossible
        return quoted(name) if full else f"COALESCE({quoted(name)}, 0)"

    def raw_number(self, name: str) -> str:
        """The same of a cell as the table has it, which is a count wherever none is impossible."""
        return f"COALESCE({possible(quoted(name)) if name in self.impossible else quoted(name)}, 0)"

    @property
    def counts(self) -> tuple[str, ...]:
        """The columns of counts."""
        return (*COUNTS, *self.lists)

    def stated(self, *columns: str) -> bool:
        """Whether each column has something in some row."""
        return all(self.filled.get(column) for column in columns)

    def gaps(self, column: str) -> bool:
        """Whether a column that is stated is empty in some row."""
        return 0 < self.filled.get(column, 0) < self.rows

    @property
    def repeated(self) -> bool:
        """Whether some station has several rows."""
        return self.stations < self.filled.get("station", 0)


def selected(cells: Mapping[str, str], names: Iterable[str], rows_of: str) -> str:
    """Columns of a table as SQL after FROM."""
    return f"(SELECT {', '.join(f'{cells[name]} AS {quoted(name)}' for name in names)} FROM {rows_of})"


def possible(count: str) -> str:
    """A count as SQL; NULL where it cannot be one."""
    return f"CASE WHEN {count} BETWEEN 0 AND {MOST} THEN {count} END"
