"""Small CSV tables in: every row with its file and number, every mistake with what to do about it."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from typing import TYPE_CHECKING

from escrutinio.documents import nearest, read_text
from escrutinio.model import Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Row = tuple[Source, dict[str, str]]
_LONGEST = 100  # digits; the counting rooms say which counts are too many


def read_table(
    path: Path, required: Sequence[str], optional: Sequence[str] = (), *, any_spreadsheet: bool = False
) -> list[Row]:
    """The rows of a CSV file as text, each with its source; blanks around cells are taken off.

    Args:
        path: a UTF-8 file with a header row.
        required: columns it must have, in any order.
        optional: columns it may have; where it has not, their cells are empty.
        any_spreadsheet: take what spreadsheets call CSV too: semicolons or tabs, UTF-16, capitals in the headers.

    Raises:
        Problem: the file is empty, a column is missing, unknown or named twice, or a row has another width.
    """
    text = _text(path) if any_spreadsheet else read_text(path)
    if not text.strip():
        raise Problem(
            "{file} is empty. Its first line names the columns: {columns}.", file=path, columns=_list(required)
        )
    rows = _cells(path, text, _between(text) if any_spreadsheet else ",")
    first = next((number for number, cells in enumerate(rows) if any(cells)), 0)
    called = {name: name for name in (*required, *optional)} if any_spreadsheet else {}
    names = [called.get(name.strip().casefold(), name) for name in rows[first]]
    header = _header(path, names, required, optional)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return list(_rows(path, sha256, header, rows, first=first + 1, optional=optional))


def header_of(path: Path) -> list[str]:
    """The columns that a CSV file names, in their order."""
    rows = _cells(path, read_text(path))
    return [name.strip() for name in next((cells for cells in rows if any(cells)), [])]


def whole_number(source: Source, column: str, cell: str) -> int:
    """A cell as a count: a whole number, zero or more, with no thousands mark.

    >>> whole_number(Source("", file="votes.csv", row=2), "votes", "17")
    17
    """
    plain = cell.removeprefix("-")
    if not (plain.isascii() and plain.isdigit() and len(plain) < _LONGEST):
        raise Problem(
            "{file}, row {row}, column {column}: “{cell}” is not a count. Write a whole number in plain digits.",
            file=source.file,
            row=source.row,
            column=column,
            cell=cell[:40],
        )
    number = int(cell)
    if number < 0:
        raise Problem(
            "{file}, row {row}, column {column}: {cell} is below zero, and a count cannot be. Correct it.",
            file=source.file,
            row=source.row,
            column=column,
            cell=cell,
        )
    return number


def _text(path: Path) -> str:
    """The text of a file; what starts as UTF-16 is taken as that."""
    try:
        with path.open("rb") as file:
            start = file.read(2)
        if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return path.read_text(encoding="utf-16")
    except (OSError, UnicodeDecodeError):
        pass  # whoever reads it as UTF-8 says what is wrong
    return read_text(path)


def _between(text: str) -> str:
    """What stands between the cells of the header."""
    header = next((each for each in text.splitlines() if each.strip()), "")
    return next((each for each in ",;\t" if each in header), ",")


def _cells(path: Path, text: str, between: str = ",") -> list[list[str]]:
    reader = csv.reader(io.StringIO(text), delimiter=between)
    try:
        return list(reader)
    except csv.Error as error:
        raise Problem(
            "{file}, row {row} is no row of a table ({why}). Look for a quote that is not closed.",
            file=path,
            row=reader.line_num,
            why=error,
        ) from error


def _header(path: Path, names: list[str], required: Sequence[str], optional: Sequence[str]) -> list[str]:
    header = [name.strip() for name in names]
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise Problem("{file} names the column “{column}” twice. Keep one.", file=path, column=twice)
    for name in required:
        if name not in header:
            near = nearest(name, [each for each in header if each not in required] or header)
            raise Problem(
                "{file} has no column “{column}”. Its columns are {header}. Did you mean {near}?",
                file=path,
                column=name,
                header=_list(header),
                near=near,
            )
    strange = next((name for name in header if name not in (*required, *optional)), None)
    if strange is not None:
        raise Problem(
            "{file} has a column “{column}” that is not known here. Known: {columns}.",
            file=path,
            column=strange,
            columns=_list([*required, *optional]),
        )
    return header


def _rows(
    path: Path, sha256: str, header: list[str], rows: list[list[str]], *, first: int, optional: Sequence[str]
) -> Iterator[Row]:
    for number, cells in enumerate(rows[first:], start=first + 1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise Problem(
                "{file}, row {row} has {cells} cells where the header names {columns}. Look for a stray or missing "
                "comma.",
                file=path,
                row=number,
                cells=len(cells),
                columns=len(header),
            )
        values = dict.fromkeys(optional, "") | {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        yield Source(title=path.name, file=str(path), row=number, sha256=sha256), values


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)
