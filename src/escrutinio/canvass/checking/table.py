"""What a check may know of a table of sheets before it asks: its columns, which are stated, and what they add up to.

Two scans tell it, so that a check that has nothing to find here costs nothing, and so that no count, however large,
makes a later sum overflow.
"""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import AREAS, COUNTS, lists_of, literal, quoted
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from escrutinio.canvass.engine import Engine

MOST = 10**10
"""More people than live: a larger count is impossible, and a billion rows of such counts still fit in a BIGINT."""

TEXTS: tuple[str, ...] = ("station", *AREAS)
SUMS = ("#lists", "#valid", "#cast")

TOTALS: tuple[str, ...] = (
    "TOTAL",
    "TOTALES",
    "TOTALS",
    "GRAN TOTAL",
    "GRAND TOTAL",
    "SUMA",
    "SUMAS",
    "SUMATORIA",
    "SUM",
)
TOTALS += ("SUBTOTAL", "SUB TOTAL", "SUB-TOTAL", "SOMA", "SOMME")
"""What officials call a row of totals; also where another word follows."""


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
    totals: int = 0
    """How many rows may call their station a total, by how its name begins."""

    @cached_property
    def raw(self) -> str:
        """The source without the sums, and with the counts that cannot be."""
        return _selected(self.cells, self.cells, self.rows_of)

    @cached_property
    def source(self) -> str:
        """Every column, for a check that needs many."""
        return self.only(*self.cells, *SUMS)

    def only(self, *columns: str) -> str:
        """The source with these columns alone: on a small count an engine plans longer than it computes."""
        sums = [name for name in columns if name in SUMS]
        parts = [*filter(self.stated, ("valid", "blank", "null", "cast")), *self.lists] if sums else []
        needed = dict.fromkeys([*(name for name in columns if name not in SUMS), *parts])
        possible = {name: _possible(self.cells[name]) for name in self.impossible}
        counted = _selected({**self.cells, **possible}, needed, self.rows_of)
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


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the checks are asked about: a table of sheets, and whatever it is held against."""

    sheets: Sheets
    counted: str = "1 = 1"
    """Which of the sheets count, as SQL says it after WHERE."""
    contradicting: str = "first"
    register: Sheets | None = None
    previous: Sheets | None = None
    previous_counted: str = "1 = 1"
    official: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()


def look(engine: Engine, table: str, *, lists: Sequence[str] | None = None, snapshot: int | None = None) -> Sheets:
    """Look a table of sheets over, in two scans.

    Args:
        engine: where the table is.
        table: its name.
        lists: the lists to count; by default every column that is none of the fixed ones.
        snapshot: only the rows of this import, in a table that holds several.

    Raises:
        Problem: the table has no ``file_row`` and no ``station``, or not the column of a list.

    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows('CREATE TABLE t AS SELECT 2 AS file_row, 7 AS station, 3 AS "A"')
    >>> look(engine, "t").sums["A"]
    3
    """
    columns = engine.columns(table)
    wanted = tuple(lists) if lists is not None else lists_of(columns)
    _refuse_missing(table, columns, wanted)
    where = "" if snapshot is None else f' WHERE "snapshot" = {int(snapshot)}'
    rows_of = f"(SELECT * FROM {quoted(table)}{where}) AS written" if where else quoted(table)
    cells = _cells(columns, wanted)
    counts = (*COUNTS, *wanted)
    (told,) = engine.rows(_overview(columns, cells, counts, rows_of))
    # No alias is a single letter: a list may be called so, and Spark would look for its parts.
    one = _selected(cells, ["station"], rows_of)
    ((stations,),) = engine.rows(
        f'SELECT COUNT("station") FROM (SELECT "station" FROM {one} AS s_row GROUP BY 1) AS once'
    )
    impossible = tuple(name for name, (_, least, most, _) in _by_count(told, counts) if _beyond(least, most))
    return Sheets(
        name=table,
        rows_of=rows_of,
        cells=cells,
        lists=wanted,
        rows=told[0],
        totals=told[1],
        stations=stations,
        filled=dict(zip(("file_row", *TEXTS), told[2:], strict=False))
        | {name: count for name, (count, *_) in _by_count(told, counts)},
        sums={name: int(total or 0) for name, (*_, total) in _by_count(told, counts)},
        impossible=impossible,
    )


def _refuse_missing(table: str, columns: Sequence[str], lists: Iterable[str]) -> None:
    for each in ("station", *lists):
        if each not in columns:
            raise Problem(
                "the table {table} has no column “{column}”. Did you mean {near}? What columns a table of sheets has "
                "is said in docs/decisions/0003-canvass.md.",
                table=table,
                column=each,
                near=nearest(each, columns),
            )


def _cells(columns: Sequence[str], lists: Iterable[str]) -> dict[str, str]:
    """Every column of the shape, with its type; NULL where the table has none. Both engines say STRING."""
    counts = {name: f"CAST({quoted(name)} AS BIGINT)" for name in ("file_row", *COUNTS, *lists)}
    texts = {name: f"NULLIF(TRIM({_text(name)}), '')" for name in TEXTS}
    return {
        name: have if name in columns else f"CAST(NULL AS {'STRING' if name in texts else 'BIGINT'})"
        for name, have in (counts | texts).items()
    }


def _text(name: str) -> str:
    return f"CAST({quoted(name)} AS STRING)"


def _selected(cells: Mapping[str, str], names: Iterable[str], rows_of: str) -> str:
    return f"(SELECT {', '.join(f'{cells[name]} AS {quoted(name)}' for name in names)} FROM {rows_of})"


def _overview(columns: Sequence[str], cells: Mapping[str, str], counts: Iterable[str], rows_of: str) -> str:
    """One scan that tells how many rows there are, and what each column has."""
    # A text that starts with a printed sign of ASCII is not blank, and to trim every text would take most of the scan.
    areas = {
        name: f"CASE WHEN {_text(name)} BETWEEN '!' AND '~' OR TRIM({_text(name)}) <> '' THEN 1 END"
        for name in AREAS
        if name in columns
    }
    asked = ["COUNT(*)", f"COUNT(CASE WHEN {_may_say_total('station')} THEN 1 END)"]
    asked += [f"COUNT({quoted(name)})" for name in ("file_row", *TEXTS)]
    for name in map(quoted, counts):
        total = f"CAST(SUM(CASE WHEN {name} BETWEEN 0 AND {MOST} THEN {name} END) AS BIGINT)"
        asked += [f"COUNT({name})", f"MIN({name})", f"MAX({name})", total]
    return f"SELECT {', '.join(asked)} FROM {_selected({**cells, **areas}, cells, rows_of)} AS sheets"


def _by_count(told: Sequence[int | None], counts: Iterable[str]) -> Iterable[tuple[str, tuple[int, ...]]]:
    start = 2 + 1 + len(TEXTS)
    for place, name in enumerate(counts):
        four = told[start + 4 * place : start + 4 * place + 4]
        yield name, four  # type: ignore[misc] # a count of an empty column is None, and is treated so


def absent(these: Sheets, those: Sheets) -> str:
    """The rows of these whose station is not among those, with how many they are: ``#absent``; a scan of each."""
    facts = ", ".join(f"a_row.{quoted(name)}" for name in ("file_row", "station", "registered", "#valid", "#cast"))
    joined = f'{these.source} AS a_row LEFT JOIN {those.source} AS b_row ON b_row."station" = a_row."station"'
    where = 'a_row."station" IS NOT NULL AND b_row."station" IS NULL'
    return f'(SELECT {facts}, COUNT(*) OVER () AS "#absent" FROM {joined} WHERE {where})'


def says_total(column: str) -> str:
    """The condition that a text calls its row a total; three letters tell most rows that it does not."""
    upper = f"UPPER({quoted(column)})"
    longer = " OR ".join(f"{upper} LIKE '{each} %'" for each in TOTALS)
    return f"({_may_say_total(column)} AND ({upper} IN ({', '.join(map(literal, TOTALS))}) OR {longer}))"


def _may_say_total(column: str) -> str:
    first = ", ".join(sorted({literal(each[:3]) for each in TOTALS}))
    return f"UPPER(SUBSTR({quoted(column)}, 1, 3)) IN ({first})"


def _beyond(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and (least < 0 or most > MOST)


def _possible(count: str) -> str:
    return f"CASE WHEN {count} BETWEEN 0 AND {MOST} THEN {count} END"
