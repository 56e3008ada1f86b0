"""What a check may know of a table of sheets before it asks: its columns, which are stated, and what they add up to.

Two scans tell it, so that a check that has nothing to find here costs nothing, and so that no count, however large,
makes a later sum overflow.
"""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from escrutinio.canvass.checking.seen import MOST, TEXTS, Sheets, selected
from escrutinio.canvass.checking.totals import total_rows
from escrutinio.canvass.sheets import AREAS, COUNTS, lists_of, quoted
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from escrutinio.canvass.engine import Engine


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
    spelt: tuple[tuple[str, str, str], ...] = ()
    """Areas that are spelt in two ways: the level, the rarer name and the other."""


def look(engine: Engine, table: str, *, lists: Sequence[str] | None = None, snapshot: int | None = None) -> Sheets:
    """Look a table of sheets over, in three scans; where something may be a row of totals, in some more.

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
    one = selected(cells, ["station"], rows_of)
    ((stations,),) = engine.rows(
        f'SELECT COUNT("station") FROM (SELECT "station" FROM {one} AS s_row GROUP BY 1) AS once'
    )
    impossible = tuple(name for name, (_, least, most, _) in _by_count(told, counts) if _beyond(least, most))
    sheets = Sheets(
        name=table,
        rows_of=rows_of,
        cells=cells,
        lists=wanted,
        rows=told[0],
        stations=stations,
        filled=dict(zip(("file_row", *TEXTS), told[2:], strict=False))
        | {name: count for name, (count, *_) in _by_count(told, counts)},
        sums={name: int(total or 0) for name, (*_, total) in _by_count(told, counts)},
        impossible=impossible,
    )
    return replace(sheets, totals=total_rows(engine, sheets, names=told[1])) if wanted else sheets


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


def _overview(columns: Sequence[str], cells: Mapping[str, str], counts: Iterable[str], rows_of: str) -> str:
    """One scan that tells how many rows there are, and what each column has."""
    areas = {name: not_blank(name) for name in AREAS if name in columns}
    station = quoted("station")
    named = f"COUNT(CASE WHEN {station} NOT BETWEEN '0' AND ':' THEN 1 END)"
    asked = ["COUNT(*)", named]
    asked += [f"COUNT({quoted(name)})" for name in ("file_row", *TEXTS)]
    for name in map(quoted, counts):
        total = f"CAST(SUM(CASE WHEN {name} BETWEEN 0 AND {MOST} THEN {name} END) AS BIGINT)"
        asked += [f"COUNT({name})", f"MIN({name})", f"MAX({name})", total]
    return f"SELECT {', '.join(asked)} FROM {selected({**cells, **areas}, cells, rows_of)} AS sheets"


def not_blank(name: str) -> str:
    """A 1 where a text is not blank, as SQL.

    A text that starts with a printed sign of ASCII is not, and to trim every text would take most of a scan.
    """
    return f"CASE WHEN {_text(name)} BETWEEN '!' AND '~' OR TRIM({_text(name)}) <> '' THEN 1 END"


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


def _beyond(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and (least < 0 or most > MOST)
