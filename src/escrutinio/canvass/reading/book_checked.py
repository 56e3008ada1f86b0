"""What is looked at before a workbook is read: how much it unpacks to, how far its cells stand, formulas and errors.

Every byte is looked at once, in pieces as it is unpacked; a sheet is measured only where a cell is not written as
nearly all are.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from escrutinio.canvass.reading.opened import unpacked
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from escrutinio.canvass.reading.opened import Opened

SPARSE = 10
"""A sheet with a cell far out may span so many times the cells that it has,"""
ROOM = 1_000_000
"""or so many whatever it has,"""
ROOM_GUESSED = 50_000_000
"""and so many where cells do not say their places, so that it may span much less than it seems to."""
SIP = 1 << 17
"""So many bytes at once stay near the processor until all has been looked for in them."""
LOOK_BACK = 1024
"""No tag that is counted is longer than this."""

_NEAR = rb'r="[A-Z]{1,2}+[0-9]{1,5}+"'
_FAR = re.compile(rb"<c[\s/>](?!" + _NEAR + rb")")
_FAR_PREFIXED = re.compile(rb":c[\s/>](?!" + _NEAR + rb")")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_UNSAID = re.compile(rb'<c[\s/>](?!r="[A-Z]++[0-9]++")')
_PREFIXED = re.compile(rb":c[\s/>]")
_COLUMN = re.compile(rb"""r(?<=\sr)\s*=\s*["']([A-Za-z]+)[0-9]""")
_ROW = re.compile(rb"""r(?<=\sr)\s*=\s*["'][A-Za-z]*0*([0-9]+)["']""")
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
_SHEET = re.compile(r"worksheets/[^/]+\.xml$")


def checked(file: Opened) -> tuple[int, int]:
    """Unpack the workbook once within the limits, so that damage is found; how many cells are formulas, and errors.

    Raises:
        Problem: it is damaged, unpacks to more than the limits, or a cell stands so far out that calamine, which makes
            room for all that lies between, would run out of memory.
    """
    if not zipfile.is_zipfile(file.local):
        return 0, 0
    formulas = errors = size = 0
    try:
        with zipfile.ZipFile(file.local) as archive:
            for member in archive.infolist():
                far = False
                for piece in _pieces(archive, member, file, size):
                    size += len(piece)
                    far = far or _is_far(piece)
                    if _SHEET.search(member.filename):
                        formulas += _many(_FORMULA, piece, b"f", (b"<f", b":f"))
                        errors += _many(_ERROR, piece, b"e", (b'"e"', b"'e'"))
                if far:
                    _refuse_sparse(file, _pieces(archive, member, file, 0))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise Problem(
            "{file} is damaged or cut off ({why}). Ask for the file again, or compare its size with the original's.",
            file=file.name,
            why=str(error) or type(error).__name__,
        ) from error
    return formulas, errors


@dataclass(frozen=True)
class _Sips:
    """A stream that gives less than it is asked for."""

    packed: IO[bytes]

    def read(self, most: int) -> bytes:
        return self.packed.read(min(most, SIP))


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: Opened, already: int) -> Iterator[bytes]:
    """What a member unpacks to, within the limits and cut where a tag begins."""
    rest = b""
    with archive.open(member) as packed:
        for sip in unpacked(cast("IO[bytes]", _Sips(packed)), file, already=already):
            piece = rest + sip
            cut = piece.rfind(b"<", -LOOK_BACK)
            rest = piece[cut:] if cut >= 0 else b""
            yield piece[:cut] if cut >= 0 else piece
    yield rest


def _is_far(piece: bytes) -> bool:
    """Whether a cell says no place, or one past row 99,999 or column ZZ, or says it in an unusual way."""
    return bool(_FAR.search(piece) or (b":" in piece and _FAR_PREFIXED.search(piece)))


def _many(pattern: re.Pattern[bytes], piece: bytes, letter: bytes, parts: tuple[bytes, ...]) -> int:
    """How often a pattern matches; it is tried only where a letter and parts of it stand, which is seen much faster."""
    return len(pattern.findall(piece)) if letter in piece and any(part in piece for part in parts) else 0


def _refuse_sparse(file: Opened, pieces: Iterable[bytes]) -> None:
    """Refuse a cell so far out that what lies between does not fit in memory: calamine makes room for all of it."""
    rows, columns, room = _span(pieces)
    if rows * columns > room:
        raise Problem(
            "{file}: a cell of the workbook stands so far out (row {row}) that the sheet does not fit in "
            "memory. Delete what stands beyond the table and save it again.",
            file=file.name,
            row=rows,
        )


def _span(pieces: Iterable[bytes]) -> tuple[int, int, int]:
    """How many rows and columns a sheet spans at most, and how many cells it may span.

    A cell need not say its place: then it is the next one of its row, and a row without a number is the next row.

    >>> _span([b'<row r="7"><c r="B7"/><c r="AA7"/></row>'])
    (7, 27, 1000000)
    >>> _span([b'<row r="123456"><c><v>1</v></c><c><v>2</v>', b'</c></row><row><c><v>3</v></c></row>'])
    (123458, 2, 50000000)
    """
    columns, rows = {b""}, {b"0"}
    cells = tags = longest = started = 0
    for piece in pieces:
        columns.update(_COLUMN.findall(piece))
        rows.update(_ROW.findall(piece))
        tags += piece.count(b"<row") + piece.count(b":row")
        if _UNSAID.search(piece) or _PREFIXED.search(piece):
            parts = [len(_CELL.findall(part)) for part in _ROW_END.split(piece)]
            cells += sum(parts)
            parts[0] += started
            longest, started = max(longest, *parts), parts[-1]
        else:
            cells += piece.count(b"<c ")
            started = 0 if _ROW_END.search(piece) else started
    last, widest = max(int(each[:12]) for each in rows), max(map(_column, columns))
    if longest:
        return last + tags, widest + longest, max(ROOM_GUESSED, SPARSE * cells)
    return last, widest, max(ROOM, SPARSE * cells)


def _column(letters: bytes) -> int:
    """A column's number.

    >>> _column(b"A"), _column(b"ae"), _column(b"XFD")
    (1, 31, 16384)
    """
    number = 0
    for letter in letters.upper()[:9]:
        number = number * 26 + letter - 64
    return number
