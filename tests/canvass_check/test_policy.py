"""Which sheets count, and what those that do not would have added."""

from __future__ import annotations

from typing import Any

import pytest

from escrutinio.canvass.checking.policies import DEFAULT, Policy, counted_where, set_aside
from escrutinio.canvass.checking.table import Asked, look
from escrutinio.model import Problem

CONTRADICTING: list[dict[str, Any]] = [
    {"station": "7"},
    {"station": "7", "A": 21},
    {"station": "7", "A": 22},
    {"station": "8", "A": 1},
]


def counted(tables, policy: Policy, *rows: dict[str, Any]) -> list[int | None]:
    """The rows of the sheets that count."""
    asked = Asked(sheets=look(tables.engine, tables.sheets(*rows)))
    sql = f"SELECT file_row FROM sheets WHERE {counted_where(policy, asked)} ORDER BY file_row"  # noqa: S608 - our own SQL
    return [row for (row,) in tables.engine.rows(sql)]


def test_every_sheet_counts_once(tables) -> None:
    """Whatever is wrong with it: a sheet that does not add up, over the register, or without a station."""
    assert counted(tables, DEFAULT, {"A": 99}, {"registered": 1}, {"station": None}, {"blank": -1}) == [2, 3, 4, 5]


def test_of_identical_sheets_one_counts(tables) -> None:
    """The first, with or without a station's name."""
    assert counted(tables, DEFAULT, {"station": "7"}, {"station": "8"}, {"station": "7"}) == [2, 3]
    assert counted(tables, DEFAULT, {"station": None}, {"station": None, "A": 21}, {"station": None}) == [2, 3]


@pytest.mark.parametrize(("which", "rows"), [("first", [2, 5]), ("last", [4, 5]), ("none", [5])])
def test_of_contradicting_sheets_the_policy_says_which(tables, which: Any, rows: list[int]) -> None:
    """The first, the last, or none."""
    assert counted(tables, Policy(contradicting=which), *CONTRADICTING) == rows


def test_a_number_in_two_places_counts_in_both(tables) -> None:
    """They may be two stations; the finding says so."""
    rows: list[dict[str, Any]] = [{"station": "7", "precinct": "School"}, {"station": "7", "precinct": "Hall", "A": 21}]
    assert counted(tables, DEFAULT, *rows) == [2, 3]


def test_a_total_is_no_sheet_unless_the_user_says_so(tables) -> None:
    """It would double the votes it adds up."""
    rows: list[dict[str, Any]] = [{}, {"A": 21}, {"station": "TOTAL", "A": 41}]
    assert counted(tables, DEFAULT, *rows) == [2, 3]
    assert counted(tables, Policy(set_aside=()), *rows) == [2, 3, 4]


def test_a_code_sets_its_sheets_aside(tables) -> None:
    """Those with the finding and no others, also where another code silences the telling."""
    assert counted(tables, Policy(set_aside=("C101", "c102")), {"A": 21}, {"cast": 29}, {}) == [4]


def test_a_row_without_a_number_is_never_lost(tables) -> None:
    """It cannot be set aside, so it counts."""
    assert counted(tables, DEFAULT, {"station": "TOTAL"}, {"file_row": None}) == [None]


def test_what_is_set_aside_is_listed_with_its_votes(tables) -> None:
    """The row, every reason, and what the sheet would have added."""
    asked = Asked(sheets=look(tables.engine, tables.sheets({}, {"station": "TOTAL", "A": 21}, {"registered": 3})))
    first, second = set_aside(tables.engine, Policy(set_aside=("C201", "C101", "C103")), asked)
    assert (first.row, first.station, first.codes) == (3, "TOTAL", ("C101", "C201"))
    assert first.counts == {"registered": 100, "valid": 30, "blank": 2, "null": 3, "cast": 35, "A": 21, "B": 10}
    assert (second.row, second.codes) == (4, ("C103",))
    whole = Asked(sheets=look(tables.engine, tables.sheets({}, {"A": 21})))
    assert set_aside(tables.engine, DEFAULT, whole) == []


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"set_aside": ("C402",)}, "C402 is not about one sheet, so none can be set aside for it. The codes that are:"),
        ({"set_aside": ("C1",)}, "no check has the code “C1”."),
        ({"contradicting": "best"}, "“best” does not say which of several contradicting sheets counts. Write first,"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(policy: dict[str, Any], said: str) -> None:
    """A code about no sheet, an unknown code, an unknown choice."""
    with pytest.raises(Problem) as told:
        Policy(**policy)
    assert said in str(told.value)
