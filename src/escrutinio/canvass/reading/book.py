"""Workbooks: every sheet in one pass of calamine, all as text."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.reading.headers import LIKE, likely_headers, note_above, refuse_misfits, refuse_wide
from escrutinio.canvass.reading.opened import unpacked
from escrutinio.canvass.reading.rows import Raw, first_rows, load_columns
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format, Match
    from escrutinio.canvass.reading.opened import Opened

CELLS = 50_000_000
"""A sheet that spans more cells than this does not fit in memory, whatever it holds."""
_ROWS, _COLUMNS = 99_999, 702  # of five digits, of two letters
_FAR = re.compile(rb'r="(?:[A-Z]{3}[0-9]|[A-Z]{1,2}[0-9]{6})')
_FAR_ROW = re.compile(rb'r="[A-Z]{1,3}([0-9]{6,7})"')
_FAR_COLUMN = re.compile(rb'r="([A-Z]{3})[0-9]')
_Sheet = tuple[str, "list[list[Any]]"]


def read_book_file(
    file: Opened, known: Sequence[Format], notes: Notes, connection: DuckDBPyConnection, *, chosen: bool
) -> list[Raw]:
    """The tables of a workbook: one for each sheet whose headers fit."""
    formulas, errors = _checked(file)
    if formulas:
        notes.add("R007", cells=formulas)
    if errors:
        notes.add("R011", cells=errors)
    sheets = _sheets(file)
    found = {name: likely_headers([_texts(row) for row in rows[:40]], known) for name, rows in sheets}
    fitting = {name: each for name, each in found.items() if each and _is_read(name, each[1])}
    if not fitting:
        rows = [_texts(row) for row in max((rows for _, rows in sheets), key=len, default=[])[:40]]
        best = max((each for each in found.values() if each), key=lambda each: each[1].likeness, default=None)
        refuse_misfits(file.name, best, rows, chosen=chosen)
    raws: list[Raw] = []
    for place, (name, rows) in enumerate(sheets):
        if name not in fitting:
            if any(map(any, rows)):
                notes.add("R006", sheet=name, sheet_name=name)
            continue
        loaded = _loaded(connection, f"raw_sheet{place}", name, rows, fitting[name], notes)
        raws += [loaded] if loaded else []
    if not raws:
        raise Problem("{file} has headers and not one row below them. Ask for the file again.", file=file.name)
    return raws


def _is_read(name: str, match: Match) -> bool:
    wanted = {folded(each) for each in match.format.sheets}
    return match.fits and match.likeness >= LIKE and (not wanted or folded(name) in wanted)


def _loaded(  # noqa: PLR0917 - one sheet, from its rows to the engine
    connection: DuckDBPyConnection,
    table: str,
    name: str,
    rows: list[list[Any]],
    found: tuple[int, Match],
    notes: Notes,
) -> Raw | None:
    head, match = found
    width = len(match.headers)
    note_above([_texts(row) for row in rows[:head]], head + 1, notes, name)
    if len(rows) == head + 1:
        return None
    kinds = load_columns(
        connection, table, head + 2, [_cells(column) for column in zip(*rows[head + 1 :], strict=True)]
    )
    return Raw(table, match, kinds, name, first_rows(connection, table, width))


def _cells(column: tuple[Any, ...]) -> list[float] | list[str | None]:
    """A column as it is where it is all numbers; else as text, in which whole numbers are written whole."""
    kinds = set(map(type, column))
    if kinds == {float}:
        return list(column)
    if kinds == {str}:
        return [cell or None for cell in column]
    return [_text(cell) or None for cell in column]


def _texts(row: Sequence[Any]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: Any) -> str:  # noqa: ANN401 - whatever a workbook holds
    """A cell as text; a workbook keeps every number as a decimal.

    >>> [_text(each) for each in (2025.0, 2.5, "2.0", True)]
    ['2025', '2.5', '2.0', 'True']
    """
    return str(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)


def _sheets(file: Opened) -> list[_Sheet]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file.local))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in _worksheets(book)]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of its Rust code is no Exception
        raise Problem(
            "{file} is damaged or cut off ({why}). Ask for the file again, or compare its size with the original's.",
            file=file.name,
            why=str(error).splitlines()[0] if str(error) else type(error).__name__,
        ) from error
    for _, rows in sheets:
        refuse_wide(file.name, len(rows[0]) if rows else 0)
    return sheets


def _worksheets(book: Any) -> list[str]:  # noqa: ANN401 - calamine has no types here
    return [each.name for each in book.sheets_metadata if str(each.typ).endswith("WorkSheet")]


def _checked(file: Opened) -> tuple[int, int]:
    """Unpack the workbook once within the limits, so that damage is found; how many cells are formulas, and errors."""
    if not zipfile.is_zipfile(file.local):
        return 0, 0
    formulas = errors = size = 0
    try:
        with zipfile.ZipFile(file.local) as archive:
            for member in archive.infolist():
                with archive.open(member) as packed:
                    whole = b"".join(unpacked(packed, file, already=size))
                size += len(whole)
                if re.search(r"worksheets/[^/]+\.xml$", member.filename):
                    _refuse_sparse(file, whole)
                    formulas += whole.count(b"</f>") + whole.count(b"<f/>")
                    errors += whole.count(b't="e"')
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise Problem(
            "{file} is damaged or cut off ({why}). Ask for the file again, or compare its size with the original's.",
            file=file.name,
            why=str(error) or type(error).__name__,
        ) from error
    return formulas, errors


def _refuse_sparse(file: Opened, sheet: bytes) -> None:
    """Refuse a cell so far out that what lies between does not fit in memory: calamine makes room for all of it."""
    if not _FAR.search(sheet):
        return
    rows = max((int(each) for each in _FAR_ROW.findall(sheet)), default=_ROWS)
    columns = 18_278 if _FAR_COLUMN.search(sheet) else _COLUMNS
    if rows * columns > max(CELLS, 100 * sheet.count(b"<c ")) and (rows > _ROWS or columns > _COLUMNS):
        raise Problem(
            "{file}: a cell of the workbook stands so far out (row {row}) that the sheet does not fit in "
            "memory. Delete what stands beyond the table and save it again.",
            file=file.name,
            row=rows,
        )
