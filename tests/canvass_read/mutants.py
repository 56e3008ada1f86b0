"""Spoilt copies of small valid files, each made from a number alone: what happens to files on their way.

Every mutation is structural: it changes how the file is built, or turns a count into something that is none. What no
reader can know is left out: a digit that becomes another digit, a line that is deleted or repeated whole, two headers
that change places.
"""

from __future__ import annotations

import codecs
import gzip
import random
import zipfile
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from made_files import (  # type: ignore[import-not-found]  # it stands beside this file
    HEADERS,
    ROWS,
    as_json,
    as_parquet,
    gzipped,
    numbered,
    workbook,
    zipped,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNTS = range(4, len(HEADERS))
NO_COUNTS = (
    "-3",
    "2.5",
    "1" + "0" * 30,
    "NaN",
    "inf",
    "x",
    "9O",
    "1e9",
    "0x1F",
    "1 234",
    "1.234",
    "12,5",
    "#REF!",
    "½",
    "٣",
    "",
    "\0",
    "true",
    "1/2",
    "--",
    "1\u0663",
    "null",
    "=1+1",
)
MANY = 100_000
Table = list[list[str]]


def table() -> Table:
    """The headers and rows."""
    return [list(HEADERS), *map(list, ROWS)]


# Mutations of the table


def shuffled_columns(rows: Table, dice: random.Random) -> Table:
    """The columns in another order."""
    order = dice.sample(range(len(HEADERS)), len(HEADERS))
    return [[row[place] for place in order if place < len(row)] for row in rows]


def spoilt_cell(rows: Table, dice: random.Random) -> Table:
    """Something that is no count where one belongs."""
    row = rows[dice.randrange(1, len(rows))]
    row[min(dice.choice(COUNTS), len(row) - 1)] = dice.choice(NO_COUNTS)
    return rows


def spoilt_header(rows: Table, dice: random.Random) -> Table:
    """A header repeated, renamed, emptied or lost."""
    place, other = dice.choices(range(len(rows[0])), k=2)
    rows[0][place] = dice.choice((rows[0][other], rows[0][place] + "x", "", rows[0][place][:-1], "?"))
    return rows


def lost_column(rows: Table, dice: random.Random) -> Table:
    """A whole column gone."""
    place = dice.randrange(len(HEADERS))
    return [row[:place] + row[place + 1 :] for row in rows]


def more_columns(rows: Table, dice: random.Random) -> Table:
    """Another column, of numbers or nothing, with a header or without, or one that is there already."""
    name = dice.choice(("NUEVA", "", "A", "total", "mesa"))
    cell = dice.choice(("7", "", "x"))
    place = dice.randrange(len(HEADERS) + 1)
    return [[*row[:place], name if row is rows[0] else cell, *row[place:]] for row in rows]


def ragged_line(rows: Table, dice: random.Random) -> Table:
    """A line with a cell too many or too few."""
    row = rows[dice.randrange(1, len(rows))]
    place = dice.randrange(len(row))
    if dice.random() < 0.5:
        row.insert(place, dice.choice(("", "x", " y", "5")))
    else:
        del row[place]
    return rows


def more_lines(rows: Table, dice: random.Random) -> Table:
    """Blank lines, headers again, a row of totals."""
    line = dice.choice(
        ([""], [""] * len(HEADERS), list(HEADERS), ["TOTAL", "", "", "", "680", "240", "200", "440", "19", "13"])
    )
    rows.insert(dice.randrange(1, len(rows) + 1), list(line))
    return rows


def lines_above(rows: Table, dice: random.Random) -> Table:
    """A title above the headers."""
    return [["Resultados"], *([[""]] if dice.random() < 0.5 else []), *rows]


def blanks(rows: Table, dice: random.Random) -> Table:
    """Blanks of all kinds around cells."""
    blank = dice.choice((" ", "\t", "\u00a0", "  ", "\ufeff"))
    return [[f"{blank}{cell}{blank}" if dice.random() < 0.3 else cell for cell in row] for row in rows]


OF_TABLES: tuple[Callable[[Table, random.Random], Table], ...] = (
    shuffled_columns,
    spoilt_cell,
    spoilt_cell,
    spoilt_header,
    lost_column,
    more_columns,
    ragged_line,
    more_lines,
    lines_above,
    blanks,
)

# Mutations of the text


def as_text(rows: Table, dice: random.Random) -> bytes:
    """Separated text, quoted as programs do or not at all, in some encoding, with some end of line."""
    separator, end = dice.choice((",", ",", ";", "|", "\t")), dice.choice(("\n", "\n", "\r\n", "\r"))
    quote = dice.choice((True, True, False))
    text = "".join(separator.join(_written(cell, separator, quote=quote) for cell in row) + end for row in rows)
    way = dice.randrange(14)
    if way == 0:
        text = "".join(
            f'"{line}"{end}' if dice.random() < 0.5 and '"' not in line else f"{line}{end}"
            for line in text.split(end)[:-1]
        )
    elif way == 1:
        place = dice.randrange(len(text))
        text = text[:place] + dice.choice(('"', "\0", '""', "'", "\ufeff", "\x1a", "\u2028")) + text[place:]
    elif way == 2:
        text = text.removesuffix(end)
    encoding = dice.choice(
        ("utf-8",) * 8 + ("utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "cp037", "mac-roman")
    )
    return text.encode(encoding, "replace")


def _written(cell: str, separator: str, *, quote: bool) -> str:
    if quote and any(sign in cell for sign in (separator, '"', "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def cut(content: bytes, dice: random.Random) -> bytes:
    """The end lost, though not just between two lines: a shorter file is then whole."""
    end = dice.randrange(len(content))
    return content[:end] if content[end - 1 : end] not in (b"\n", b"\r") else content[: end - 1]


def flipped(content: bytes, dice: random.Random) -> bytes:
    """A bit turned, where that leaves no other whole number in a cell."""
    for _ in range(50):
        place, bit = dice.randrange(len(content)), 1 << dice.randrange(8)
        old, new = content[place], content[place] ^ bit
        if not (chr(old).isdigit() or chr(old) in "\n\r ") or not (chr(new).isdigit() or chr(new) in " \t\r\n\x0b\x0c"):
            return content[:place] + bytes([new]) + content[place + 1 :]
    return content


def overwritten(content: bytes, dice: random.Random) -> bytes:
    """A run of noise, zeros or the file's own bytes in the wrong place."""
    place, size = dice.randrange(len(content)), dice.randrange(1, 40)
    noise = dice.choice((bytes(size), dice.randbytes(size), b"\xff" * size))
    return content[:place] + noise + content[place + size :]


# Whole files


def mutant(number: int, folder: Path) -> tuple[str, bytes, bool]:
    """The mutant of a number: its name, its bytes, and whether a change of its totals can be known to a reader."""
    dice = random.Random(number)  # noqa: S311 - the same mutants in every run
    kind = dice.choice(
        ("text",) * 10 + ("gz", "zip", "xlsx", "xlsx", "xlsx", "parquet", "parquet", "json", "json", "odd")
    )
    rows = table()
    for _ in range(dice.choice((0, 1, 1, 1, 2))):
        rows = dice.choice(OF_TABLES)(rows, dice)
    if kind in {"text", "gz", "zip"}:
        return _text_mutant(kind, rows, dice)
    if kind == "xlsx":
        return _book_mutant(rows, dice)
    if kind == "odd":
        return dice.choice((_bomb, _wide, _far_cell))(dice)
    content, tellable = (_json(), True) if kind == "json" else (_parquet(str(folder)), False)
    change = dice.choice((cut, flipped, overwritten))
    # what stands in a Parquet file or between two quotes is bytes of its own: a turned bit can leave a valid count
    return f"a.{kind}", change(content, dice), tellable and change is cut


def _text_mutant(kind: str, rows: Table, dice: random.Random) -> tuple[str, bytes, bool]:
    content = as_text(rows, dice)
    tellable = True
    for _ in range(dice.choice((0, 0, 1))):
        change = dice.choice((cut, flipped, overwritten))
        content, tellable = change(content, dice), tellable and change is not overwritten
    if kind == "text":
        return "a.csv", content, tellable
    packed = gzipped(content) if kind == "gz" else zipped(content)
    return (
        f"a.{kind}",
        dice.choice((cut, flipped, overwritten))(packed, dice) if dice.random() < 0.7 else packed,
        tellable,
    )


def _book_mutant(rows: Table, dice: random.Random) -> tuple[str, bytes, bool]:
    cells = [
        tuple(
            int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 9 else cell.replace("\0", "")
            for cell in row
        )
        for row in rows
    ]
    sheets = {"Uno": cells} if dice.random() < 0.7 else {"Uno": cells[:3], "Dos": [cells[0], *cells[3:]]}
    content = workbook(sheets)
    return "a.xlsx", dice.choice((cut, flipped, overwritten))(content, dice) if dice.random() < 0.5 else content, True


@cache
def _json() -> bytes:
    return bytes(as_json())


@cache
def _parquet(folder: str) -> bytes:
    from pathlib import Path

    return bytes(as_parquet(Path(folder)))


@cache
def _zeros() -> bytes:
    out = BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        for _ in range(80):
            packed.write(b"1,Bolivia,a,b,1,1,1,1,1,1\n" * 40_000)
    return out.getvalue()


def _bomb(dice: random.Random) -> tuple[str, bytes, bool]:
    if dice.random() < 0.5:
        return "a.csv.gz", _zeros(), True
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.gz", _zeros())
    return "a.zip", out.getvalue(), True


def _wide(dice: random.Random) -> tuple[str, bytes, bool]:
    names = [*HEADERS, *(f"c{place}" for place in range(MANY))]
    return (
        "a.csv",
        "".join(dice.choice((",", ";")).join((*row, *["1"] * MANY)) + "\n" for row in (names[:10], *ROWS)).encode(),
        True,
    )


def _far_cell(dice: random.Random) -> tuple[str, bytes, bool]:
    place = dice.choice(("XFD1048576", "A1048576", "XFD9"))
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    old, out = zipfile.ZipFile(BytesIO(workbook({"Uno": numbered()}))), BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            far = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
            new.writestr(name, old.read(name).replace(b"</sheetData>", far))
    return "a.xlsx", out.getvalue(), True


assert codecs.lookup("cp037")  # an encoding nobody expects
