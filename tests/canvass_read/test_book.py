"""Workbooks: what a cell may be, how its place may be written, and how far out it may stand."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from made_files import (  # type: ignore[import-not-found]  # it stands beside this file
    TOTALS,
    codes,
    numbered,
    totals,
    workbook,
)

from escrutinio.canvass.reading import book_checked
from escrutinio.model import Problem


def rewritten(book: bytes, *changes: tuple[bytes, bytes], member: str = "sheet1.xml") -> bytes:
    """A workbook in which the bytes of one member are others."""
    old, out = zipfile.ZipFile(io.BytesIO(book)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for before, after in changes if name.endswith(member) else ():
                assert before in content
                content = content.replace(before, after)
            new.writestr(name, content)
    return out.getvalue()


def with_rows(rows: bytes) -> bytes:
    """The usual workbook with some rows more."""
    return rewritten(workbook({"H": numbered()}), (b"</sheetData>", rows + b"</sheetData>"))


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r = "XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c\n\ts="1" r="XFD1048576"><v>1</v></c></row>',
        b'<x:row xmlns:x="m" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        b'<row r="7"><c r="XFD7"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        b'<row r="999999"/>' + b"<row/>" * 48_576 + b'<row><c r="XFC1"/><c><v>1</v></c></row>',
        b'<row r="1048576">' + b"<c><v>1</v></c>" * 16_384 + b"</row>",
    ],
)
def test_however_a_far_place_is_written(made, rows):
    """Between quotes of either kind, in small letters, with a prefix, or not at all: calamine reads them all."""
    with pytest.raises(Problem, match="stands so far out"):
        made.read(with_rows(rows), "a.xlsx")


def test_a_cell_far_to_the_right(made):
    """It takes little room, but no count has so many columns."""
    with pytest.raises(Problem, match="has 16384 columns, more than 5000"):
        made.read(with_rows(b'<row r="9"><c r="XFD9"><v>1</v></c></row>'), "a.xlsx")


def test_a_far_cell_in_a_sheet_that_stands_elsewhere(made):
    """What is a sheet is told by the workbook, not by the folder."""
    book, out = zipfile.ZipFile(io.BytesIO(with_rows(b'<row r="1048576"><c r="XFD1048576"/></row>'))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in book.namelist():
            new.writestr(name.replace("worksheets/", ""), book.read(name).replace(b"worksheets/", b""))
    with pytest.raises(Problem, match="stands so far out"):
        made.read(out.getvalue(), "a.xlsx")


def test_a_long_sheet_is_not_a_far_cell(made):
    """More than 99,999 rows, few columns: all are read, the last with its row."""
    many = 100_001
    book = workbook({"H": [("mesa", "A"), *((place, 2) for place in range(1, many + 1))]})
    described = (
        "formats:\n  - {id: x, name: {es: x, en: x}, contest: {fixed: president}, station: [mesa], lists: [A]}\n"
    )
    reading = made.read(book, "a.xlsx", described=described)
    last = 'SELECT count(*), sum("A")::BIGINT, max(file_row) FROM sheets_president'
    assert reading.engine.rows(last) == [(many, 2 * many, many + 1)]
    assert codes(reading) == []


@pytest.mark.parametrize("change", [(b'r="', b"r='"), (b"<c r=", b"<c s='1' r="), (b' r="', b' r = "')])
def test_unusual_writing(made, change):
    """Near places in an unusual writing are no reason to refuse."""
    book = workbook({"H": numbered()})
    if change[0] == b'r="':
        text = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
        body = text[text.index(b"<sheetData>") :]
        book = rewritten(book, (body, body.replace(b'"', b"'")))
    else:
        book = rewritten(book, change)
    assert totals(made.read(book, "a.xlsx")) == TOTALS


def test_places_that_are_not_said(made):
    """A cell without a place is the next one of its row, a row without a number the next row."""
    text = zipfile.ZipFile(io.BytesIO(workbook({"H": numbered()}))).read("xl/worksheets/sheet1.xml")
    body = text[text.index(b"<sheetData>") :]
    reading = made.read(
        rewritten(workbook({"H": numbered()}), (body, re.sub(rb' r="[A-Z]*[0-9]+"', b"", body))), "a.xlsx"
    )
    assert totals(reading) == TOTALS


def test_formulas_of_every_kind(made):
    """One that shares the text of another is a formula too, and so is one with a prefix."""
    book = workbook({"H": [*numbered(), ("5", "Bolivia", "Potosí", "X", 777, 2, "=3=1+2", 1, 0, 0)]})
    shared = rewritten(
        book,
        (b"<v>777</v>", b'<f t="shared" si="0"/><v>777</v>'),
        (b'<v>2</v></c><c r="G', b'<x:f xmlns:x="m">1+1</x:f><v>2</v></c><c r="G'),
    )
    found = [each for each in made.read(shared, "a.xlsx").findings if each.code == "R007"]
    assert [each.facts["cells"] for each in found] == [3]


@pytest.mark.parametrize("sip", [1, 7, 1000])
def test_however_the_bytes_are_cut(made, monkeypatch, sip):
    """Formulas, errors and far cells are found once each, wherever a piece ends."""
    row = ("5", "Bolivia", "Potosí", "X", "=7=3+4", "==1+1", "#REF!", 1, 0, 0)
    same = workbook({"H": [*numbered(), row]})  # made once: a workbook holds the time it was written
    whole = made.read(same, "a.xlsx").findings
    monkeypatch.setattr(book_checked, "SIP", sip)
    assert made.read(same, "a.xlsx").findings == whole
    with pytest.raises(Problem, match="stands so far out"):
        made.read(with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "a.xlsx")


def test_every_sheet_is_in_its_place(made):
    """Sheets are read two at a time; each keeps its name, its rows and its order."""
    head, *rows = numbered()
    names = [f"Hoja {place}" for place in range(7)]
    sheets = {name: [head, *((f"{place}-{row[0]}", *row[1:]) for row in rows)] for place, name in enumerate(names)}
    reading = made.read(workbook(sheets), "a.xlsx")
    stations = [station for (station,) in reading.engine.rows("SELECT station FROM sheets_president")]
    assert stations == [row[0] for name in names for row in sheets[name][1:]]
    assert [each.facts["sheets"] for each in reading.findings if each.code == "R305"] == [", ".join(names)]


def test_damage_in_any_sheet(made):
    """Also in one that another thread reads."""
    book = workbook({name: numbered() for name in ("Uno", "Dos", "Tres")})
    for place in (1, 2, 3):
        damaged = rewritten(book, (b'<c r="B2"', b'<c r="?2"'), member=f"sheet{place}.xml")
        with pytest.raises(Problem, match="is damaged or cut off"):
            made.read(damaged, "a.xlsx")


def test_cells_that_are_nearly_counts(made):
    """A decimal, a text among numbers, what is no number, and one too large: each told as it is written."""
    head, *rows = numbered()
    for cell, code in (("2.5", "R102"), ("NaN", "R106"), ("1E+300", "R103"), ("-4", "R101"), ("-0.0", ""), ("5.0", "")):
        book = rewritten(
            workbook({"H": [head, *rows[:-1], (*rows[-1][:-1], 987654)]}), (b"<v>987654</v>", f"<v>{cell}</v>".encode())
        )
        reading = made.read(book, "a.xlsx")
        assert [each for each in codes(reading) if each.startswith("R10") and each != "R108"] == (
            [code] if code else []
        )
