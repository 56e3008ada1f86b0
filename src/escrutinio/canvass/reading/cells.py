"""Cells as counts and texts, in SQL; whatever stands where a count belongs and is none, told cell by cell."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.rows import BLANKS, MOST, plain_count
from escrutinio.canvass.sheets import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.rows import Raw

TOLD = 1_000
"""So many bad cells of a column are told one by one; the rest as a number."""
_WHOLE = frozenset(f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "", "BIG", "HUGE")) | {
    "INTEGER",
    "UINTEGER",
}
_FLOATS = frozenset(("FLOAT", "DOUBLE"))
_MARKS = ("'\u2019\u02bc", " \u00a0\u2007\u2009\u202f")
"""Signs that look alike and are one thousands mark; the first of them is how a description writes it."""
_WHOLE_DECIMAL = r"[0-9]{1,12}\.(0{1,2}|0{4,})"
"""A whole number with a point and zeros; three of them may be the next thousands."""
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")


def text_of(raw: Raw, place: int) -> str:
    """A cell of the file's table as text without blanks around it; NULL where nothing else stands there."""
    if raw.kinds[place] in _FLOATS:  # what is no number names nothing
        return f"CASE WHEN isfinite(c{place}) THEN {text_sql(f'c{place}', raw.kinds[place])} END"
    if not raw.odd or place in raw.odd:
        return text_sql(f"c{place}", raw.kinds[place])
    return f"nullif(CASE WHEN blank_ends THEN trim(c{place}, {literal(BLANKS)}) ELSE c{place} END, '')"


def text_sql(column: str, kind: str) -> str:
    """A cell as text without blanks around it; NULL where nothing else stands there."""
    if kind in _FLOATS or _is_decimal(kind):
        whole = f"CAST(TRY_CAST({column} AS BIGINT) AS VARCHAR)"
        is_whole = f"{column} = floor({column}) AND abs({column}) < 1e15"
        column = f"CASE WHEN {is_whole} THEN {whole} ELSE CAST({column} AS VARCHAR) END"
    elif kind != "VARCHAR":
        column = f"CAST({column} AS VARCHAR)"
    return f"nullif({bare_sql(column)}, '')"


def bare_sql(column: str) -> str:
    """A text without blanks of any kind around it; most need no trimming, which costs more than to look."""
    blank = literal(f"^[{BLANKS}]|[{BLANKS}]$")
    return f"CASE WHEN regexp_matches({column}, {blank}) THEN trim({column}, {literal(BLANKS)}) ELSE {column} END"


def count_of(raw: Raw, place: int) -> str:
    """A cell of the file's table as a count, or NULL; what was counted as it was loaded is not looked at again."""
    if raw.odd.get(place) == 0:
        return f"n{place}"
    count = count_sql(f"c{place}", raw.kinds[place], raw.match.format.thousands)
    return f"coalesce(n{place}, {count})" if place in raw.odd else count


def count_sql(column: str, kind: str, thousands: str) -> str:
    """A cell as a count, or NULL: whole, not negative, not beyond belief; a described thousands mark is taken off."""
    if kind in _WHOLE:
        return f"CASE WHEN {column} BETWEEN 0 AND {MOST} THEN CAST({column} AS BIGINT) END"
    if kind in _FLOATS or _is_decimal(kind):
        whole = f"{column} BETWEEN 0 AND {MOST} AND {column} = floor({column})"
        return f"CASE WHEN {whole} THEN TRY_CAST({column} AS BIGINT) END"
    if kind != "VARCHAR":
        column = f"CAST({column} AS VARCHAR)"
    bare = f"({bare_sql(column)})"
    ways = [f"WHEN regexp_full_match({bare}, '0*[0-9]{{1,12}}') THEN TRY_CAST({bare} AS BIGINT)"]
    if thousands:
        mark = f"[{alike(thousands)}]"
        grouped = literal(f"[0-9]{{1,3}}({mark}[0-9]{{3}}){{1,3}}")
        ways.append(
            f"WHEN regexp_full_match({bare}, {grouped}) THEN "
            f"CAST(regexp_replace({bare}, {literal(mark)}, '', 'g') AS BIGINT)"
        )
    if thousands != ".":  # how a table with gaps is written by programs that keep whole numbers with gaps as decimals
        whole = f"CAST(split_part({bare}, '.', 1) AS BIGINT)"
        ways.append(f"WHEN regexp_full_match({bare}, {literal(_WHOLE_DECIMAL)}) THEN {whole}")
    return f"coalesce({plain_count(column)}, CASE {' '.join(ways)} END)"


def alike(mark: str) -> str:
    r"""The signs that a thousands mark may be written with.

    >>> alike("."), alike("'") == alike("\u2019")
    ('.', True)
    """
    return next((signs for signs in _MARKS if mark in signs), mark)


def _is_decimal(kind: str) -> bool:
    return kind.startswith("DECIMAL")


def note_cells(
    connection: DuckDBPyConnection, raw: Raw, table: str, columns: Mapping[str, int], *, keep: str, notes: Notes
) -> None:
    """Tell every cell that is no count, among the rows that are kept.

    Args:
        connection: where the tables are.
        raw: the file's table.
        table: the same rows, with counts where cells are counts.
        columns: the columns of counts in that table, and their places in the file's.
        keep: which rows are kept, as a condition.
        notes: where findings are put.
    """
    columns = {name: place for name, place in columns.items() if raw.odd.get(place) != 0}
    if not columns:
        return
    filled = ", ".join(f"count(c{place}), count(*) FILTER ({_decimal(raw, place)})" for place in columns.values())
    counted = ", ".join(f"count({quoted(name)})" for name in columns)
    cells = connection.execute(f"SELECT {filled} FROM {quoted(raw.table)} WHERE {keep}").fetchall()[0]
    counts = connection.execute(f"SELECT {counted} FROM {quoted(table)}").fetchall()[0]
    for place, some, decimals, count in zip(columns.values(), cells[::2], cells[1::2], counts, strict=True):
        if some > count:
            _note_bad(connection, raw, place, keep, notes)
        if decimals:
            _note_decimals(connection, raw, place, keep, notes)


def _decimal(raw: Raw, place: int) -> str:
    text = raw.kinds[place] == "VARCHAR" and raw.match.format.thousands != "."
    return f"contains(c{place}, '.0')" if text else "false"


def _note_bad(connection: DuckDBPyConnection, raw: Raw, place: int, keep: str, notes: Notes) -> None:
    cell, kind, header = f"c{place}", raw.kinds[place], raw.match.headers[place].strip()
    bad = f"{text_sql(cell, kind)} IS NOT NULL AND {count_of(raw, place)} IS NULL"
    shown = text_sql(cell, kind) if kind in _FLOATS or _is_decimal(kind) else cell
    many, rows = _some(connection, raw, shown, f"{keep} AND {bad}", TOLD)
    for row, text in rows:
        code, facts = _why(text)
        notes.add(code, row=row, sheet=raw.sheet, raw=text[:80], column=header, **facts)
    if many > TOLD:
        notes.add("R109", sheet=raw.sheet, column=header, more=many - TOLD)


def _note_decimals(connection: DuckDBPyConnection, raw: Raw, place: int, keep: str, notes: Notes) -> None:
    cell, header = f"c{place}", raw.match.headers[place].strip()
    read = f"{_decimal(raw, place)} AND {count_of(raw, place)} IS NOT NULL"
    many, rows = _some(connection, raw, cell, f"{keep} AND {read}", 1)
    if many:
        notes.add("R110", row=rows[0][0], sheet=raw.sheet, column=header, cells=many, raw=rows[0][1])


def _some(
    connection: DuckDBPyConnection, raw: Raw, cell: str, where: str, limit: int
) -> tuple[int, list[tuple[int, str]]]:
    """How many such cells there are, and the first of them with their rows."""
    sql = f"SELECT file_row, CAST({cell} AS VARCHAR), count(*) OVER () FROM {quoted(raw.table)} WHERE {where}"
    found = connection.execute(f"{sql} ORDER BY file_row LIMIT {limit}").fetchall()
    return (found[0][2] if found else 0), [(row, text) for row, text, _ in found]


def _why(cell: str) -> tuple[str, dict[str, str]]:
    """The code for a cell that is no count.

    >>> [_why(each)[0] for each in ("-3", "2.5", "1.234", "1" + "0" * 30, "NaN", "#REF!", "many")]
    ['R101', 'R102', 'R105', 'R103', 'R106', 'R107', 'R104']
    """
    bare = cell.strip(BLANKS)
    if bare.upper() in _ERRORS:
        return "R107", {}
    if bare.casefold().lstrip("+-") in {"nan", "inf", "infinity"}:
        return "R106", {}
    if re.fullmatch(r"[-\u2212]\s?\d+([.,]\d+)?", bare, re.ASCII):
        return "R101", {}
    grouped = re.fullmatch(rf"\d{{1,3}}([.,{''.join(_MARKS)}])\d{{3}}(\1\d{{3}})*", bare, re.ASCII)
    if grouped:
        return "R105", {"mark": alike(grouped[1])[0]}
    if re.fullmatch(r"\d+|\d+(\.\d+)?[eE]\+?\d{2,}", bare, re.ASCII):
        return "R103", {}
    return ("R102" if re.fullmatch(r"\d*[.,]\d+([eE][+-]?\d+)?", bare, re.ASCII) else "R104"), {}
