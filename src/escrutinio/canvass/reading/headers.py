"""Which description a file fits, told by its headers; where none does, which column is missing or named otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from statistics import median
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.findings import Told
from escrutinio.canvass.reading.formats import ANY, Match, best_match, folded
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format

COLUMNS = 5_000
"""More columns than this are no official count."""
LINES_ABOVE = 20
SHOWN = 12
NUMBERS = 3
"""A line with so many numbers is no title."""
"""The headers are looked for in so many rows."""
LIKE = 0.5
"""Headers less like a description than this are not meant for it."""


def likely_headers(rows: Sequence[Sequence[str]], known: Sequence[Format]) -> tuple[int, Match] | None:
    """The first row that is like the headers of a description, and how it fits; or else the one most like them.

    Where none is, or any headers will do, it is the row that looks like headers.
    """
    best: tuple[int, Match] | None = None
    if not any(each.station == ANY.station for each in known):
        for place, row in enumerate(rows[:LINES_ABOVE]):
            found = best_match(row[:COLUMNS], known)
            if found and (best is None or _rank(found) > _rank(best[1])):
                best = place, found
            if best and best[1].likeness >= LIKE:
                return best  # what stands below is rows, even where another line of headers among them fits better
    if (best is not None and best[1].likeness > 0) or not rows:
        return best
    place = row_of_headers(rows)
    found = best_match(rows[place][:COLUMNS], known)
    return (place, replace(found, twice=()) if found.format.station == ANY.station else found) if found else None


def row_of_headers(rows: Sequence[Sequence[str]]) -> int:
    """The place of the row that looks like headers: as full as most rows are, with fewer numbers than those below it.

    >>> row_of_headers([["Count of the isle"], ["mesa", "A", "%", "B", "%"], ["1", "3", "9,1", "4", ""], ["2", "1"]])
    1
    """
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    if not any(filled):
        return 0
    sizes = sorted(map(len, filled))
    full = [place for place, cells in enumerate(filled) if cells and 2 * len(cells) >= sizes[len(sizes) * 4 // 5]]
    shares = {place: sum(map(_is_number, filled[place])) / len(filled[place]) for place in full}
    usual = median(shares.values())
    heads = list(takewhile(lambda place: 2 * shares[place] < usual, full[:LINES_ABOVE]))
    return max(heads or full[:1], key=lambda place: (len(set(filled[place])), -place))


def _is_number(cell: str) -> bool:
    return re.sub(r"[-+.,%'\u2019\u2212\s]", "", cell).isdecimal()


def note_above(above: Sequence[Sequence[str]], line: int, notes: Notes, sheet: str = "") -> None:
    """Tell the lines above the headers: a title is harmless, numbers may be rows that should be counted."""
    if line > 1:
        counted = any(sum(cell.strip().isdecimal() for cell in row) >= NUMBERS for row in above)
        notes.add("R012" if counted else "R005", row=line, sheet=sheet, lines=line - 1)


def _rank(match: Match) -> tuple[float, bool]:
    return match.likeness, match.fits


def refuse_misfits(file: str, found: tuple[int, Match] | None, rows: Sequence[Sequence[str]], *, chosen: bool) -> Match:
    """The match, or a problem that says why the file cannot be read with any description.

    Args:
        file: its name, for messages.
        found: the row of headers and how it fits.
        rows: the first rows of the file.
        chosen: whether the user chose the description.
    """
    refuse_wide(file, max((len(row) for row in rows), default=0))
    if found is None or not (chosen or found[1].likeness >= LIKE):
        raise Problem(
            "{file}: its columns ({headers}) fit no file description known here. "
            "`escrutinio describe FILE` proposes one.",
            file=file,
            headers=_some([each for each in (rows[0] if rows else ()) if each.strip()]),
        )
    match = found[1]
    if match.format.refuse:
        raise Problem("{file} is not read: {reason}", file=file, reason=Told(match.format.refuse))
    if match.twice:
        raise _twice(file, match)
    if match.missing:
        raise _missing(file, match)
    return match


def refuse_wide(file: str, columns: int) -> None:
    """Refuse a file with more columns than any count has."""
    if columns > COLUMNS:
        raise Problem(
            "{file} has {columns} columns, more than {most}: it is no table of counts. Look at the file.",
            file=file,
            columns=columns,
            most=COLUMNS,
        )


def _twice(file: str, match: Match) -> Problem:
    name = match.twice[0]
    spellings = match.format.spellings(name)
    places = [place + 1 for place, each in enumerate(match.headers) if folded(each) in spellings]
    return Problem(
        "{file} names the column “{column}” twice (columns {places}), and only one can be counted. "
        "Take the others out.",
        file=file,
        column=name,
        places=", ".join(map(str, places)),
    )


def _missing(file: str, match: Match) -> Problem:
    name = match.missing[0]
    unknown = [match.headers[place] for place in match.unknown]
    near = nearest(name, unknown) if unknown else ""
    if near:
        return Problem(
            "{file} looks like “{format}” but has no column “{column}”. Did you mean {near}? Name the column so, "
            "or describe the file.",
            file=file,
            format=match.format.id,
            column=name,
            near=near,
        )
    return Problem(
        "{file} looks like “{format}” but has no column “{column}”. Ask for the whole file, or describe this one.",
        file=file,
        format=match.format.id,
        column=name,
    )


def _some(names: Sequence[str]) -> str:
    told = ", ".join(each.strip()[:40] for each in names[:SHOWN])
    return (f"{told} …" if len(names) > SHOWN else told) or "–"


def note_columns(match: Match, numbers: frozenset[int], notes: Notes, sheet: str) -> None:
    """Tell which columns are not described, and which described ones may be absent and are.

    Args:
        match: how the headers fit.
        numbers: the columns that hold nothing but numbers.
        notes: where findings are put.
        sheet: the sheet of a workbook, or nothing.
    """
    listed = match.format.other_columns == "lists" and match.format.layout == "wide"
    for place in match.unknown:
        name = match.headers[place].strip()
        if name and not listed:
            notes.add("R301" if place in numbers else "R302", sheet=sheet, column=name)
        elif not name and place in numbers:
            notes.add("R311", sheet=sheet, place=place + 1)
    ours = {folded(each) for each in match.format.named()}
    absent = [each for each in match.format.optional if folded(each) in ours and each not in match.columns]
    if absent:
        notes.add("R307", sheet=sheet, column=", ".join(absent))
