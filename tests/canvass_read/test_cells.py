"""Cells in the file's own types and marks: decimals, what is no number, thousands marks, merged and empty cells."""

from __future__ import annotations

import io
import zipfile

import duckdb
import pytest
from made_files import codes, totals, workbook  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.reading.findings import worded

HOW = """
formats:
  - {id: made, name: {es: a, en: a}, contest: {fixed: president}, station: [Mesa], areas: {department: Dep},
     lists: [A, B]}
"""
HEAD = "Mesa,Dep,A,B\n"


def parquet(made, rows: str) -> bytes:
    """Rows of values as Parquet, under the headers."""
    path = made.folder / "made.parquet"
    duckdb.sql(f"COPY (FROM (VALUES {rows}) t(Mesa, Dep, A, B)) TO '{path}' (FORMAT parquet)")
    return bytes(path.read_bytes())


def marked(mark: str) -> str:
    """The description with a thousands mark."""
    return HOW.replace("lists:", f'thousands: "{mark}", lists:')


def test_decimals_that_are_whole_are_counts(made):
    """DECIMAL(12,2) and DECIMAL(12,0): 12.00 + 1.00 and 3 + 5; 5.50 votes are told with their row."""
    rows = "(7::DECIMAL(12,2), 'N', 12.00::DECIMAL(12,2), 3::DECIMAL(12,0)), (8, 'N', 5.50, NULL), (9, 'N', 1.00, 5)"
    reading = made.read(parquet(made, rows), "a.parquet", described=HOW)
    assert totals(reading) == {"A": 13, "B": 8}
    assert reading.engine.rows("SELECT station FROM sheets_president ORDER BY 1") == [("7",), ("8",), ("9",)]
    assert [(each.code, each.where.row, each.facts.get("raw")) for each in reading.findings] == [
        ("R102", 2, "5.50"),
        ("R108", 2, None),
    ]


def test_whole_numbers_with_zeros_behind_a_point(made):
    """12.0, 12.00 and 12.0000 are 12; 12.000 may be twelve thousand, and is told."""
    reading = made.read(f"{HEAD}1,N,12.0,1\n2,N,12.00,1\n3,N,12.0000,1\n4,N,12.000,1\n", described=HOW)
    assert totals(reading) == {"A": 36, "B": 4}
    assert codes(reading) == ["R105", "R110"]
    assert (reading.findings[1].facts["cells"], reading.findings[1].where.row) == (3, 2)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_what_is_no_number_in_parquet(made, value):
    """In a count it is told with its row, as in a text; in a station it names none. The rest counts: 3 + 5, 4 + 6."""
    rows = f"(1::DOUBLE, 'N', 3::DOUBLE, 4), (2, 'N', '{value}'::DOUBLE, 6), ('{value}'::DOUBLE, 'N', 5, 0)"
    reading = made.read(parquet(made, rows), "a.parquet", described=HOW)
    assert totals(reading) == {"A": 8, "B": 10}
    assert [(each.code, each.where.row) for each in reading.findings] == [("R106", 2), ("R304", 3)]
    assert reading.engine.rows("SELECT station FROM sheets_president ORDER BY file_row") == [("1",), ("2",), (None,)]


@pytest.mark.parametrize("sign", ["'", "\u2019"])
def test_any_apostrophe_between_thousands(made, sign):
    """1'584 + 26, however the description writes the mark."""
    for mark in ("'", "\u2019"):
        assert totals(made.read(f"{HEAD}1,N,1{sign}584,1\n2,N,26,1\n", described=marked(mark)))["A"] == 1610


@pytest.mark.parametrize("sign", [" ", "\u00a0", "\u2007", "\u2009", "\u202f"])
def test_any_blank_between_thousands(made, sign):
    """1 234 567 + 3, however the description writes the blank."""
    for mark in (" ", "\u2009"):
        assert totals(made.read(f"{HEAD}1,N,1{sign}234{sign}567,1\n2,N,3,1\n", described=marked(mark)))["A"] == 1234570


@pytest.mark.parametrize(("sign", "mark"), [("\u2019", "'"), ("\u2009", " "), ("\u202f", " ")])
def test_a_mark_that_is_not_described_is_named(made, sign, mark):
    """The finding says what to write in the description."""
    reading = made.read(f"{HEAD}1,N,1{sign}584,1\n2,N,26,1\n", described=HOW)
    assert totals(reading)["A"] == 26
    assert f"seems to have a thousands mark. Add thousands: “{mark}”" in worded(reading.findings[0])


def test_digits_of_another_script_are_no_large_number(made):
    """They are told for what they are."""
    reading = made.read(f"{HEAD}1,N,\u0663\u0664,1\n2,N,26,1\n", described=HOW)
    assert (totals(reading)["A"], codes(reading)) == (26, ["R104"])


@pytest.mark.parametrize(
    "described", ["lists: [A, B]", "lists: [A, B], aliases: {A: [V_A], B: [V_B]}", "list_prefix: V_"]
)
def test_an_empty_cell_is_told_at_its_own_row(made, described):
    """Row 3 holds what is no count, row 4 nothing: each is told once, however the column is described."""
    head = HEAD if "V_" not in described else "Mesa,Dep,V_A,V_B\n"
    how = HOW.replace("lists: [A, B]", described)
    reading = made.read(f"{head}1,N,3,4\n2,N,x,4\n3,N,,4\n", described=how)
    assert [(each.code, each.where.row) for each in reading.findings] == [("R104", 3), ("R108", 4)]
    assert reading.findings[1].facts["cells"] == 1


def test_bad_cells_of_another_contest_hide_no_empty_one(made):
    """One bad cell in each contest, one empty cell in one of them."""
    how = HOW.replace("{fixed: president}", "{column: Dep}")
    reading = made.read(f"{HEAD}1,N,x,4\n2,S,x,4\n3,S,,4\n4,N,1,1\n5,S,1,1\n", described=how)
    assert codes(reading) == ["R104", "R104", "R108"]
    empty = [(each.where.row, each.facts["contest"], each.facts["cells"]) for each in reading.findings[2:]]
    assert empty == [(4, "s", 1)]


def test_merged_areas_stand_in_each_of_their_rows(made):
    """Three stations of N and two of S; a merged count stands in its first row only: A has 1 + 3 + 4 + 5 votes."""
    rows = [("Dep", "Mesa", "A", "B"), ("N", 1, 1, 1), ("", 2, "", 1), ("", 3, 3, 1), ("S", 4, 4, 1), ("", 5, 5, 1)]
    book, out = io.BytesIO(workbook({"H": rows})), io.BytesIO()
    merged = (
        b'</sheetData><mergeCells count="3"><mergeCell ref="A2:A4"/><mergeCell ref="A5:A6"/><mergeCell ref="C2:C3"/>'
    )
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", merged + b"</mergeCells>"))
    reading = made.read(out.getvalue(), "a.xlsx", described=HOW)
    by_area = 'SELECT department, count(*), CAST(sum("A") AS BIGINT) FROM sheets_president GROUP BY 1 ORDER BY 1'
    assert reading.engine.rows(by_area) == [("N", 3, 4), ("S", 2, 9)]
    assert codes(reading) == ["R013", "R108"]
    assert "2 cells are merged over several rows, the first here" in worded(reading.findings[0])
    assert (reading.findings[0].where.row, reading.findings[0].facts["rows"]) == (2, 3)
