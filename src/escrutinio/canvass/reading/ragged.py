"""Irregular text, line by line: what officials' exports do wrong is put right where only one reading is possible.

Every line ends as a row, or as a finding with its number and its text.
"""

from __future__ import annotations

import csv
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from escrutinio.canvass.reading.joined import Columns, is_number, joinings, likeliest
from escrutinio.canvass.reading.rows import BLANKS, Row
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Match
    from escrutinio.canvass.reading.joined import Joined
    from escrutinio.canvass.reading.opened import Opened

LINE = 16 << 20
"""A line of more characters than this is no line of a count."""
SAMPLE = 20_000
"""What the columns hold is learnt from so many lines."""
GOES_ON = 20
"""A quoted cell may go on over so many lines."""
TOLD = 120
"""So much of a line is shown in a finding."""


class Line(NamedTuple):
    """A line of the file, with its number."""

    number: int
    text: str


def mended(file: Opened, match: Match, header: int, separator: str, notes: Notes) -> Iterator[Row]:
    """The rows of a text below its headers; what was put right, or could not be, is told."""
    columns = _learnt(file, match, header, separator)
    lines = _Lines(_lines(file, header))
    blank, first_blank, longer, first_longer = 0, 0, 0, 0
    for line in lines:
        if not line.text.strip(BLANKS):
            blank, first_blank = blank + 1, first_blank or line.number
            continue
        cells = _cells(line, lines, separator, columns.width, notes)
        if len(cells) > columns.width and not any(each.strip(BLANKS) for each in cells[columns.width :]):
            longer, first_longer, cells = longer + 1, first_longer or line.number, cells[: columns.width]
        row = cells if len(cells) == columns.width else _repaired(line, cells, separator, columns, notes)
        if row is not None:
            yield line.number, row
    if blank:
        notes.add("R205", row=first_blank, lines=blank)
    if longer:
        notes.add("R210", row=first_longer, lines=longer)


class _Lines:
    """Lines that can be put back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self.lines = lines
        self.back: deque[Line] = deque()

    def __iter__(self) -> Iterator[Line]:
        while True:
            if self.back:
                yield self.back.popleft()
            elif (line := next(self.lines, None)) is not None:
                yield line
            else:
                return

    def ahead(self, count: int) -> list[Line]:
        """The next lines, which stay where they are."""
        while len(self.back) < count and (line := next(self.lines, None)) is not None:
            self.back.append(line)
        return list(islice(self.back, count))


def _lines(file: Opened, header: int) -> Iterator[Line]:
    with file.local.open(encoding="utf-8-sig", errors="replace") as text:
        number = 0
        while line := text.readline(LINE):
            number += 1
            if len(line) >= LINE:
                raise Problem(
                    "{file}, row {row}: the line has more than {most} characters and no end. It is no table of counts, "
                    "or it is damaged. Ask for the file again.",
                    file=file.name,
                    row=number,
                    most=LINE,
                )
            if number > header:
                yield Line(number, line.rstrip("\r\n").replace("\0", "\ufffd"))


def _cells(line: Line, lines: _Lines, separator: str, width: int, notes: Notes) -> list[str]:
    """The cells of a line: quotes are taken at their word, then over several lines, then as part of the text."""
    if '"' not in line.text:
        return line.text.split(separator)
    cells = _parsed([line.text], separator)
    if cells is not None:
        inside = unwrapped(cells, separator)
        if inside is not None and len(inside) == width:
            notes.add("R204", row=line.number)
            return inside
        return cells
    ahead = [line.text]
    for count, following in enumerate(lines.ahead(GOES_ON), start=2):
        ahead.append(following.text)
        cells = _parsed([f"{each}\n" for each in ahead], separator)
        if cells is not None and len(cells) == width:
            for _ in ahead[1:]:
                lines.back.popleft()
            notes.add("R209", row=line.number, lines=count)
            return cells
    notes.add("R208", row=line.number, raw=line.text[:TOLD])
    return line.text.split(separator)


def _parsed(lines: list[str], separator: str) -> list[str] | None:
    """The cells of one record; None where its quotes do not close, or more than one record stands there."""
    try:
        rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def unwrapped(cells: Sequence[str], separator: str) -> list[str] | None:
    """The cells of a line that stands in quotes as a whole; None where it does not.

    >>> unwrapped(['7,"A, B",3'], ",")
    ['7', 'A, B', '3']
    """
    if len(cells) != 1 or separator not in cells[0]:
        return None
    return _parsed([cells[0]], separator)


def _learnt(file: Opened, match: Match, header: int, separator: str) -> Columns:
    width = len(match.headers)
    format_ = match.format
    counts = [match.columns[each] for each in format_.counts.values() if each in match.columns]
    counts += list(match.lists().values())
    counts += [match.columns[format_.votes]] if format_.votes in match.columns else []
    texts: dict[int, set[str]] = {place: set() for place in range(width)}
    for line in islice(_lines(file, header), SAMPLE):
        cells = _parsed([line.text], separator) or []
        if len(cells) == width:
            for place, cell in enumerate(cells):
                texts[place].add(cell.strip(BLANKS))
    numbers = {place for place, seen in texts.items() if seen - {""} and all(map(is_number, seen - {""}))}
    words = {place for place, seen in texts.items() if seen - {""} and not any(map(is_number, seen))} - set(counts)
    told = (*format_.station, *format_.areas.values(), format_.option, format_.contest.column)
    names = frozenset(match.columns[each] for each in told if each in match.columns)
    return Columns(width, frozenset(counts), frozenset(numbers), frozenset(words), texts, names, format_.thousands)


def _repaired(line: Line, cells: list[str], separator: str, columns: Columns, notes: Notes) -> list[str] | None:
    """The one row that a line with too many cells can be; None, and a finding with the line, where there is none."""
    told: dict[str, Any] = {"cells": len(cells), "columns": columns.width}
    few = 0 < len(cells) - columns.width <= GOES_ON
    rows = joinings(cells, separator, columns, grouped=separator == (columns.thousands or ",")) if few else []
    numbers = [each for each in rows or () if each.numbers()]
    if columns.thousands and numbers:
        rows = numbers
    elif rows and len(numbers) == len(rows):
        rows = []  # a thousands mark that nobody has described
    if not rows or len({tuple(each.row[place].strip(BLANKS) for place in columns.counts) for each in rows}) > 1:
        notes.add("R203" if rows == [] else "R211", row=line.number, **told, raw=line.text[:TOLD])
        return None
    return _named(line, rows, columns, told, notes)


def _named(line: Line, rows: list[Joined], columns: Columns, told: dict[str, Any], notes: Notes) -> list[str]:
    """The row of a line whose counts are certain; where several names could hold the separator, they are empty."""
    best = likeliest(rows, columns)
    if len(best) > 1:
        notes.add("R202", row=line.number, **told)
        columns_of = zip(*(each.row for each in best), strict=True)
        return [column[0] if len(set(column)) == 1 else "" for column in columns_of]
    for code, joined in (("R212", best[0].numbers()), ("R201", best[0].texts())):
        if joined:
            notes.add(code, row=line.number, **told, joined="”, “".join(joined))
    return best[0].row
