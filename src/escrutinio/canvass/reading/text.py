"""Separated text: regular files straight into the engine, irregular ones line by line through ``read_ragged``."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.ballots import ballots, counted
from escrutinio.canvass.reading.headers import likely_headers, note_above, refuse_misfits, refuse_wide
from escrutinio.canvass.reading.opened import as_utf8
from escrutinio.canvass.reading.ragged import mended, unwrapped
from escrutinio.canvass.reading.rows import Cells, Raw, first_rows, load_lines, load_rows
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format, Match
    from escrutinio.canvass.reading.opened import Opened, Survey
    from escrutinio.canvass.reading.rows import Loaded

LOOK = 60
HEAD = 4 << 20
"""The headers are looked for in so many characters."""
SEPARATORS = (",", ";", "|", "\t")


def read_text_file(
    file: Opened, known: Sequence[Format], notes: Notes, connection: DuckDBPyConnection, *, chosen: bool
) -> list[Raw]:
    """The table of a separated text."""
    text, survey = as_utf8(file, known[0].encoding if len(known) == 1 else "")
    if survey.nul * 10 > text.local.stat().st_size:
        raise _not_text(file)
    line, match, separator, above = _headers(text, known, chosen=chosen)
    _note_text(survey, notes)
    note_above(above, line, notes)
    matches = ballots(match, known, chosen=chosen)
    cells = Cells(len(match.headers), counted(matches))
    loaded = _load(text, survey, match, line, separator, cells, notes, connection)
    if not loaded.rows:
        raise Problem("{file} has headers and not one row below them. Ask for the file again.", file=file.name)
    width = len(match.headers)
    sample = first_rows(connection, "raw_text", width) if match.unknown else ()
    kinds = ("VARCHAR",) * width
    return Raw("raw_text", match, kinds, sample=sample, odd=loaded.odd, scraps=loaded.scraps).of(matches)


def _load(  # noqa: PLR0917 - one file, from its survey to its rows
    file: Opened,
    survey: Survey,
    match: Match,
    line: int,
    separator: str,
    cells: Cells,
    notes: Notes,
    connection: DuckDBPyConnection,
) -> Loaded:
    """The engine reads a regular file; one where its rows are not the file's lines is read again, line by line."""
    from duckdb import Error

    if line == 1 and not survey.odd_ends and not survey.nul:
        try:
            loaded = load_lines(connection, "raw_text", file.local, separator, cells)
        except Error:
            loaded = None
        if loaded and loaded.rows == survey.lines - 1:
            return loaded
    lines = mended(file, match, line, separator, notes)
    return load_rows(connection, "raw_text", lines, file.scratch, cells)


def _note_text(survey: Survey, notes: Notes) -> None:
    if survey.damaged:
        notes.add("R002", bytes=survey.damaged)
    if not survey.encoding.startswith("utf"):
        notes.add("R001", encoding=survey.encoding)
    if not survey.ended:
        notes.add("R003", row=survey.lines)
    if survey.nul:
        notes.add("R004", bytes=survey.nul)


def _headers(file: Opened, known: Sequence[Format], *, chosen: bool) -> tuple[int, Match, str, list[list[str]]]:
    """The line of the headers, how they fit, the separator with which they fit best, and the rows above."""
    head = head_of(file)
    found = []
    for separator in _separators(head, known):
        refuse_wide(file.name, max(line.count(separator) for line in head.split("\n", LOOK)[:LOOK]))
        rows = head_rows(head, separator)
        fitting = [each for each in known if each.separator in ("", separator)]
        best = likely_headers([row for _, row in rows], fitting) if fitting else None
        found.append((best[1].likeness if best else 0.0, best, rows, separator))
    if not found:
        raise _not_text(file)
    _, best, rows, separator = max(found, key=lambda each: (each[0], len(each[2][0][1]) if each[2] else 0))
    match = refuse_misfits(file.name, best, [row for _, row in rows], chosen=chosen)
    place = best[0] if best else 0
    return rows[place][0], match, separator, [row for _, row in rows[:place]]


def _separators(head: str, known: Sequence[Format]) -> list[str]:
    described = {each.separator for each in known if each.separator}
    return [each for each in dict.fromkeys((*SEPARATORS, *described)) if each in head] or [","]


def head_of(file: Opened) -> str:
    """The beginning of a UTF-8 text: as many lines as the headers are looked for in, if they are not too long."""
    head = ""
    with file.local.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        while len(head) < HEAD and head.count("\n") <= LOOK and (more := text.read(HEAD >> 6)):
            head += more
    return head


def head_rows(head: str, separator: str) -> list[tuple[int, list[str]]]:
    """The first rows that are not blank, each with the line it starts on."""
    rows = []
    for number, line in enumerate(islice(io.StringIO(head, newline=None), LOOK), start=1):
        if not line.strip():
            continue
        try:
            cells = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            cells = line.split(separator)
        rows.append((number, unwrapped(cells, separator) or cells))
    return rows


def _not_text(file: Opened) -> Problem:
    return Problem(
        "{file} is neither text, a workbook, Parquet nor JSON, or it is damaged. Ask for the file again.",
        file=file.name,
    )
