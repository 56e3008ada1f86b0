"""Irregular text, line by line: what officials' exports do wrong is put right where only one reading is possible.

Every line ends as a row, or as a finding with its number and its text.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from escrutinio.canvass.reading.rows import BLANKS, Row
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Match
    from escrutinio.canvass.reading.opened import Opened

LINE = 16 << 20
"""A line of more characters than this is no line of a count."""
SAMPLE = 20_000
"""What the columns hold is learnt from so many lines."""
GOES_ON = 20
"""A quoted cell may go on over so many lines."""
TOLD = 120
"""So much of a line is shown in a finding."""
_NUMBER = re.compile(r"-?\d+([.,]\d+)*")


class Line(NamedTuple):
    """A line of the file, with its number."""

    number: int
    text: str


@dataclass(frozen=True)
class Columns:
    """What the columns hold, learnt from the regular lines: numbers only, or which texts."""

    width: int
    counts: frozenset[int]
    numbers: frozenset[int] = frozenset()
    words: frozenset[int] = frozenset()
    """The columns in which no number stands alone."""
    texts: dict[int, set[str]] = field(default_factory=dict)


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
    numbers = {place for place, seen in texts.items() if seen - {""} and all(map(_NUMBER.fullmatch, seen - {""}))}
    words = {place for place, seen in texts.items() if not any(map(_NUMBER.fullmatch, seen))} - set(counts)
    return Columns(width, frozenset(counts), frozenset(numbers), frozenset(words), texts)


def _repaired(line: Line, cells: list[str], separator: str, columns: Columns, notes: Notes) -> list[str] | None:
    """The one row that a line with too many cells can be; None, and a finding with the line, where there is none."""
    extra = len(cells) - columns.width
    rows = list(_joinings(cells, extra, separator, columns)) if 0 < extra <= GOES_ON else []
    best = _likeliest(rows, columns)
    told: dict[str, Any] = {"cells": len(cells), "columns": columns.width}
    if len(best) == 1:
        notes.add("R201", row=line.number, **told, joined=best[0][1][best[0][0]].strip(BLANKS))
        return best[0][1]
    if best and len({tuple(row[place] for place in columns.numbers | columns.counts) for _, row in best}) == 1:
        notes.add("R202", row=line.number, **told)
        return [column[0] if len(set(column)) == 1 else "" for column in zip(*(row for _, row in best), strict=True)]
    notes.add("R203", row=line.number, **told, raw=line.text[:TOLD])
    return None


def _joinings(cells: list[str], extra: int, separator: str, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """Every way to take the extra separators as part of one text, such that numbers stand where numbers belong."""
    for place in range(columns.width):
        if place in columns.counts or place in columns.numbers:
            continue
        if any(_NUMBER.fullmatch(each) for each in cells[place + 1 : place + extra + 1]):
            continue  # more likely a count with a thousands mark than the rest of a name
        row = [*cells[:place], separator.join(cells[place : place + extra + 1]), *cells[place + extra + 1 :]]
        if all(_fits(row[each]) for each in columns.counts | columns.numbers) and not any(
            _NUMBER.fullmatch(row[each].strip(BLANKS)) for each in columns.words
        ):
            yield place, row


def _fits(cell: str) -> bool:
    bare = cell.strip(BLANKS)
    return not bare or bool(_NUMBER.fullmatch(bare))


def _likeliest(rows: Iterable[tuple[int, list[str]]], columns: Columns) -> list[tuple[int, list[str]]]:
    """The rows whose other names are most often those of regular lines."""
    graded: dict[int, list[tuple[int, list[str]]]] = {}
    for place, row in rows:
        others = (each for each in columns.texts if each != place and each not in columns.numbers)
        grade = sum(row[each].strip(BLANKS) in columns.texts[each] for each in others)
        graded.setdefault(grade, []).append((place, row))
    return graded[max(graded)] if graded else []
