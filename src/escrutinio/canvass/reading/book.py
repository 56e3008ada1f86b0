"""Workbooks: every sheet in one pass of calamine, all as text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from escrutinio.canvass.reading.ballots import ballots
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


class _Sheet(NamedTuple):
    """The rows of a sheet, and which cells are merged into one: the first and the last, by row and column."""

    name: str
    rows: list[list[Any]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]


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
    found = {name: likely_headers([_texts(row) for row in rows[:40]], known) for name, rows, _ in sheets}
    fitting = {name: each for name, each in found.items() if each and _is_read(name, each[1])}
    if not fitting:
        rows = [_texts(row) for row in max((each.rows for each in sheets), key=len, default=[])[:40]]
        best = max((each for each in found.values() if each), key=lambda each: each[1].likeness, default=None)
        refuse_misfits(file.name, best, rows, chosen=chosen)
    raws: list[Raw] = []
    for place, sheet in enumerate(sheets):
        if sheet.name not in fitting:
            if any(map(any, sheet.rows)):
                notes.add("R006", sheet=sheet.name, sheet_name=sheet.name)
            continue
        loaded = _loaded(connection, f"raw_sheet{place}", sheet, fitting[sheet.name], notes)
        if loaded:
            raws += loaded.of(ballots(loaded.match, known, chosen=chosen))
    if not raws:
        raise Problem("{file} has headers and not one row below them. Ask for the file again.", file=file.name)
    return raws


def _is_read(name: str, match: Match) -> bool:
    wanted = {folded(each) for each in match.format.sheets}
    return match.fits and match.likeness >= LIKE and (not wanted or folded(name) in wanted)


def _loaded(
    connection: DuckDBPyConnection, table: str, sheet: _Sheet, found: tuple[int, Match], notes: Notes
) -> Raw | None:
    head, match = found
    width = len(match.headers)
    note_above([_texts(row) for row in sheet.rows[:head]], head + 1, notes, sheet.name)
    if len(sheet.rows) == head + 1:
        return None
    _fill(sheet, head, match, notes)
    kinds = load_sheet(connection, table, head + 2, sheet.rows[head + 1 :])
    return Raw(table, match, kinds, sheet.name, first_rows(connection, table, width))


def _fill(sheet: _Sheet, head: int, match: Match, notes: Notes) -> None:
    """What stands in a merged cell is read in each of its rows, where it names a place; a count stands in one row."""
    how = match.format
    several = how.station if how.layout == "long" or len(how.station) > 1 else ()
    named = (*how.areas.values(), *several, how.contest.column, how.abroad.column if how.abroad else "")
    places = {match.columns[each] for each in named if each in match.columns}
    tall = [(first, last, column) for (first, column), (last, _) in sheet.merged if column in places]
    tall = [each for each in tall if each[1] > each[0] > head]
    for first, last, column in tall:
        for row in sheet.rows[first + 1 : last + 1]:
            row[column] = sheet.rows[first][column]
    if tall:
        rows = sum(last - first for first, last, _ in tall)
        notes.add("R013", row=tall[0][0] + 1, sheet=sheet.name, cells=len(tall), rows=rows)


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
    for sheet in found.values():
        refuse_wide(file.name, len(sheet.rows[0]) if sheet.rows else 0)
    return [found[name] for name in names]


def _read(file: Opened) -> tuple[list[str], dict[str, _Sheet]]:
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


def _read_next(book: Any, waiting: Iterator[str]) -> dict[str, _Sheet]:  # noqa: ANN401 - as above
    """The sheets that no other thread has taken."""
    found = {}
    for name in waiting:
        sheet = book.get_sheet_by_name(name)
        found[name] = _Sheet(name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ())
    return found


def _worksheets(book: Any) -> list[str]:  # noqa: ANN401 - calamine has no types here
    return [each.name for each in book.sheets_metadata if str(each.typ).endswith("WorkSheet")]
