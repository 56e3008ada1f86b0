"""Workbooks: every sheet in one pass of calamine, all as text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.reading.book_checked import checked
from escrutinio.canvass.reading.book_columns import load_sheet, text
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.reading.headers import LIKE, likely_headers, note_above, refuse_misfits, refuse_wide
from escrutinio.canvass.reading.rows import Raw, first_rows
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format, Match
    from escrutinio.canvass.reading.opened import Opened

_Sheet = tuple[str, "list[list[Any]]"]


def read_book_file(
    file: Opened, known: Sequence[Format], notes: Notes, connection: DuckDBPyConnection, *, chosen: bool
) -> list[Raw]:
    """The tables of a workbook: one for each sheet whose headers fit."""
    formulas, errors = checked(file)
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
    kinds = load_sheet(connection, table, head + 2, rows[head + 1 :])
    return Raw(table, match, kinds, name, first_rows(connection, table, width))


def _texts(row: Sequence[Any]) -> list[str]:
    return [text(cell) for cell in row]


def _sheets(file: Opened) -> list[_Sheet]:
    try:
        names, found = _read(file)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of its Rust code is no Exception
        raise Problem(
            "{file} is damaged or cut off ({why}). Ask for the file again, or compare its size with the original's.",
            file=file.name,
            why=str(error).splitlines()[0] if str(error) else type(error).__name__,
        ) from error
    for rows in found.values():
        refuse_wide(file.name, len(rows[0]) if rows else 0)
    return [(name, found[name]) for name in names]


def _read(file: Opened) -> tuple[list[str], dict[str, list[list[Any]]]]:
    """The names of the sheets, and each one's rows; calamine leaves the interpreter free, so two are read at once."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(file.local))
    names = _worksheets(book)
    waiting = iter(names)
    if len(names) == 1:
        return names, _read_next(book, waiting)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: _read_next(CalamineWorkbook.from_path(str(file.local)), waiting))
        return names, _read_next(book, waiting) | other.result()


def _read_next(book: Any, waiting: Iterator[str]) -> dict[str, list[list[Any]]]:  # noqa: ANN401 - as above
    """The rows of the sheets that no other thread has taken."""
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in waiting}


def _worksheets(book: Any) -> list[str]:  # noqa: ANN401 - calamine has no types here
    return [each.name for each in book.sheets_metadata if str(each.typ).endswith("WorkSheet")]
