"""A contest on several sheets of a workbook: every row is told apart by its sheet and its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made_files import workbook  # type: ignore[import-not-found]  # it stands beside this file

import escrutinio
from escrutinio.canvass.sheets import STEP

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTION = """formats:
  - {id: d, name: {es: x, en: x}, contest: {fixed: p}, station: [Mesa], areas: {department: Dep}, lists: [A, B]}
"""
NAMES = ("North", "South", "East")
NORTH = [["N", 1, 1000, 10], ["N", 2, 2000, 20], ["N", 3, 500, 30]]
SOUTH = [["S", 11, 1000, 1], ["S", 12, 2000, 2], ["S", 13, 100, 3], ["S", 11, 1000, 1]]
EAST = [["E", 21, 7, 7], ["E", 22, 8, 8], ["E", 23, 9, 9], ["E", 24, 50000, 5]]
"""Row 5 of the south is a copy of its row 2; row 5 of the east is a station of its own."""


def counted(folder: Path, *sheets: list[list[object]]) -> escrutinio.canvass.Count:
    """A workbook with these sheets, read."""
    heads = ("Dep", "Mesa", "A", "B")
    named = {name: [heads, *map(tuple, rows)] for name, rows in zip(NAMES, sheets, strict=False)}
    (folder / "book.xlsx").write_bytes(workbook(named))
    (folder / "d.yaml").write_text(DESCRIPTION, encoding="utf-8")
    return escrutinio.open_count(folder / "book.xlsx", format=folder / "d.yaml")


def test_setting_one_row_aside_leaves_the_rows_of_that_number_on_other_sheets(tmp_path) -> None:
    """3,500 in the north, 3,100 in the south without the copy, 50,024 in the east: 56,624."""
    with counted(tmp_path, NORTH, SOUTH, EAST) as count:
        assert escrutinio.tally(count).areas[0].votes == {"A": 56624, "B": 95}
        (aside,) = escrutinio.set_aside(count)
        assert (aside.sheet, aside.row, aside.station, aside.codes) == ("South", 5, "11", ("C203",))


def test_findings_name_the_sheet(tmp_path) -> None:
    """Both rows of the copy as a workbook writes them, and no row that stands twice."""
    with counted(tmp_path, NORTH, SOUTH, EAST) as count:
        (found,) = escrutinio.check(count, codes=["C203", "C207"])
        assert (found.where.article, found.where.row) == ("South", 2)
        assert (found.facts["rows"], found.facts["counted"]) == (("South!2", "South!5"), "South!2")


def test_a_sheet_of_subtotals_is_set_aside(tmp_path) -> None:
    """It repeats what the departments add up to: 3,500 and 60, 3,100 and 6."""
    with counted(tmp_path, NORTH, SOUTH[:3], [["N", "", 3500, 60], ["S", "", 3100, 6]]) as count:
        assert escrutinio.tally(count).areas[0].votes == {"A": 6600, "B": 66}
        assert [(each.sheet, each.row) for each in escrutinio.set_aside(count)] == [("East", 2), ("East", 3)]


def test_a_store_keeps_the_sheets_apart(tmp_path) -> None:
    """The rows are numbered on from sheet to sheet, and the findings of the import name the sheets."""
    with counted(tmp_path, NORTH, SOUTH, EAST):
        reading = escrutinio.read(tmp_path / "book.xlsx", format=tmp_path / "d.yaml")
        with escrutinio.open_store(tmp_path / "s.duckdb") as store:
            escrutinio.canvass.add(store, reading, time="2024-01-01T00:00:00Z")
            rows = store.engine.rows("SELECT file_row FROM sheets_p WHERE station = '24'")
            assert rows == [(2 * STEP + 5,)]
    assert escrutinio.tally(tmp_path / "s.duckdb").areas[0].votes["A"] == 56624
    (aside,) = escrutinio.set_aside(tmp_path / "s.duckdb")
    assert (aside.sheet, aside.row) == ("South", 5)


def test_two_workbooks_are_compared_by_sheet_and_row(tmp_path) -> None:
    """Station 24 has five votes more for B."""
    (tmp_path / "new").mkdir()
    later = [*EAST[:3], ["E", 24, 50000, 10]]
    with counted(tmp_path, NORTH, SOUTH, EAST) as old, counted(tmp_path / "new", NORTH, SOUTH[:3], later) as new:
        found = escrutinio.compare(old, new)
    assert (found.aside, found.corrected.net) == ((1, 0), {"A": 0, "B": 5})
    (change,) = found.changes
    assert (change.sheets, change.rows) == (("East", "East"), (5, 5))


def test_one_sheet_is_numbered_as_it_is(tmp_path) -> None:
    """Nothing is added to its rows, and nothing stands before them."""
    with counted(tmp_path, SOUTH) as count:
        (aside,) = escrutinio.set_aside(count)
        assert (aside.sheet, aside.row) == ("", 5)
