"""Tables and lines: whatever the width, nothing is lost."""

from __future__ import annotations

import pytest

from escrutinio.report.parts import TOGETHER, line, table
from escrutinio.report.printing import plain

HEADS = ("area", "first list", "second", "third", "votes to gain one")
ROWS = [
    ("North", "1,234,567", "2", "3", "4,444"),
    ("The far south of it", "5", "6,666,666", "7", "8"),
    ("total", "9", "10", "11", "12"),
]


def test_a_wide_table_is_one_table() -> None:
    """Figures to the right, text to the left, the total set apart."""
    assert plain([table(HEADS, ROWS, total=True)], width=80).splitlines() == [
        "area                  first list      second   third   votes to gain one",
        "────────────────────────────────────────────────────────────────────────",
        "North                  1,234,567           2       3               4,444",
        "The far south of it            5   6,666,666       7                   8",
        "",
        "total                          9          10      11                  12",
    ]


@pytest.mark.parametrize("width", range(30, 80))
def test_no_width_breaks_a_figure(width) -> None:
    """Each figure stands whole in one line, as often as in the table, and no line is longer than the page."""
    page = plain([table(HEADS, ROWS, total=True)], width=width)
    cells = [cell for row in ROWS for cell in row[1:]]
    words = page.split()
    assert all(words.count(cell) == cells.count(cell) for cell in cells)
    assert max(map(len, page.splitlines())) <= width


def test_a_heading_keeps_its_words_where_there_is_room() -> None:
    """Columns of figures are narrowed only as far as the page asks for it."""
    head = plain([table(HEADS, ROWS)], width=70).splitlines()[0]
    assert "first list" in head


def test_a_table_without_rows_is_its_head() -> None:
    """Nothing to tell is no reason to fail."""
    assert plain([table(("list", "votes"), [])], width=40).splitlines()[0] == "list   votes"
    assert plain([table(("list", "votes"), [])], width=3).splitlines() != []


def test_an_indented_table_stays_in_the_page() -> None:
    """The indent is taken from the width."""
    page = plain([table(HEADS, ROWS, indent=6)], width=50)
    assert all(row.startswith("      ") or not row for row in page.splitlines())
    assert max(map(len, page.splitlines())) <= 50


def test_a_line_breaks_between_words_only() -> None:
    """An address longer than the page stands whole, hyphens and all; a mark hangs out."""
    address = "https://example.org/a-very-long-address/that-does-not-fit/on-the-page"
    page = plain([line(f"· A title of some length. {address}")], width=30)
    assert page.splitlines() == ["· A title of some length.", f"  {address}"]


def test_words_held_together_stay_together() -> None:
    """A place and its quotient are not parted, and no odd blank is left in the page."""
    page = plain([line(f"12{TOGETHER}LIST{TOGETHER}34,567.8 · 13{TOGETHER}OTHER{TOGETHER}33,000", indent=2)], width=30)
    assert page.splitlines() == ["  12 LIST 34,567.8 ·", "  13 OTHER 33,000"]


def test_an_empty_line_is_a_line() -> None:
    """It parts what stands above from what stands below."""
    assert plain(["", line("below")], width=40) == "\nbelow\n"
