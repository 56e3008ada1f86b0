"""Each check on a table that breaks it by one vote, and on one that just does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.checking.checks import CHECKS, check, check_contests_of, message, summary
from escrutinio.canvass.checking.policies import SHEET_CHECKS

if TYPE_CHECKING:
    from escrutinio.model import Finding

Row = dict[str, Any]

OTHER: Row = {"station": "other", "A": 11, "B": 19, "department": "South"}
"""A whole sheet unlike the first, so that a table is more than one row."""

FOUR: list[Row] = [{}, OTHER, {"department": "East"}, OTHER | {"station": "last", "department": "West"}]
"""Four whole sheets, each of another department: A has 20 + 11 + 20 + 11 = 62 votes, B 10 + 19 + 10 + 19 = 58."""

NO_VOTE = dict.fromkeys(("A", "B", "valid", "blank", "null", "cast"), 0)

BY_ONE: dict[str, tuple[list[Row], list[Row]]] = {
    "C101": ([{"A": 21}, OTHER], [{"A": 21, "valid": 31, "cast": 36}, OTHER]),
    "C102": ([{"cast": 36}, OTHER], [{"cast": 36, "null": 4}, OTHER]),
    "C103": ([{"registered": 34}, OTHER], [{"registered": 35}, OTHER]),
    "C104": ([{"cast": 29}, OTHER], [{"cast": 30}, OTHER]),
    "C105": ([NO_VOTE | {"registered": 0, "blank": 1, "cast": 1}, OTHER], [NO_VOTE | {"registered": 0}, OTHER]),
    "C106": ([{"blank": -1, "cast": 32}, OTHER], [{"blank": 0, "cast": 33}, OTHER]),
    "C107": ([{"blank": None}, OTHER], [{"blank": None}, OTHER | {"blank": None}]),
    "C108": ([NO_VOTE, OTHER], [NO_VOTE | {"blank": 1, "cast": 1}, OTHER]),
    "C109": ([{"registered": 35}, OTHER], [{"registered": 36}, OTHER]),
    "C110": ([{"A": 30, "B": 0}, OTHER], [{"A": 29, "B": 1}, OTHER]),
    "C111": ([{"cast": None}, OTHER | {"cast": None}], [{"cast": 35}, OTHER | {"cast": None}]),
    "C201": (
        [
            *FOUR,
            {"station": "999", "A": 62, "B": 58, "valid": 120, "blank": 8, "null": 12, "cast": 140, "registered": 400},
        ],
        [
            *FOUR,
            {"station": "999", "A": 62, "B": 59, "valid": 121, "blank": 8, "null": 12, "cast": 141, "registered": 400},
        ],
    ),
    "C202": ([{"station": None}, OTHER], [{"station": "1"}, OTHER]),
    "C203": ([{"station": "1"}, {"station": "1"}, OTHER], [{"station": "1"}, {"station": "1", "A": 21}, OTHER]),
    "C204": ([{"station": "1"}, {"station": "1", "A": 21}, OTHER], [{"station": "1"}, {"station": "1"}, OTHER]),
    "C205": (
        [{"station": "1"}, {"station": "1", "A": 21, "department": "East"}, OTHER],
        [{"station": "1"}, {"station": "1", "A": 21}, OTHER],
    ),
    "C206": (
        [{"station": None}, {"station": None}, OTHER | {"station": None}],
        [{"station": None}, {"station": None, "A": 21}, OTHER | {"station": None}],
    ),
    "C207": ([{"file_row": 5}, OTHER | {"file_row": 5}], [{"file_row": 5}, OTHER | {"file_row": 6}]),
    "C208": ([{"C": 1}, OTHER], [{"C": 0}, OTHER]),
    "C209": ([{"C": 1}, OTHER], [{"C": 0}, OTHER]),
    "C210": ([{"B": 0}, OTHER | {"B": 0}], [{"B": 1}, OTHER | {"B": 0}]),
    "C211": ([{}, OTHER | {"department": "NORTH"}], [{}, OTHER | {"department": "Norths"}]),
    "C301": ([{"station": "3"}, {"station": "1"}], [{"station": "2"}, {"station": "1"}]),
    "C302": ([{"station": "1"}], [{"station": "1"}, {"station": "2"}]),
    "C303": ([{"station": "1", "registered": 101}], [{"station": "1", "registered": 100}]),
    "C304": ([{"station": "001"}], [{"station": "001"}, {"station": "1"}]),
    "C311": ([{"A": 22}, OTHER], [{"A": 21}, OTHER]),
    "C312": ([{"A": 21, "department": "West"}, OTHER], [{"A": 21}, OTHER]),
    "C401": ([{"A": 19}, {}], [{"A": 20}, {}]),
    "C402": ([{}], [{}, {}]),
    "C403": ([{"A": 21}, {}], [{"A": 20, "blank": 3}, {}]),
    "C404": ([{"registered": 101}, {}], [{"registered": 100}, {}]),
    "C405": ([{"blank": 3}, {}], [{"blank": 3, "A": 21}, {}]),
    "C406": ([{"A": 19}, {}], [{"A": 19}, {"A": 21}]),
    "C407": ([{"station": "001"}], [{"station": "001"}, {"station": "2"}]),
}


def found(tables, code: str, rows: list[Row]) -> list[Finding]:
    """The findings of one check on those rows, with whatever it is held against."""
    lists = ("A", "B", "C") if code in ("C208", "C209") else ("A", "B")
    table = tables.sheets(*rows, lists=lists)
    more: dict[str, Any] = {"withdrawn": ("C",)} if len(lists) > 2 else {}
    if code in ("C311", "C312"):
        more["official"] = {"department": {"North": {"A": 21}}}
    elif code > "C400":
        more["previous"] = tables.sheets({}, {}, name="before")
    elif code > "C300":
        more["register"] = tables.sheets({}, {}, name="register", lists=())
    return check(tables.engine, table, codes=[code], **more)


def test_every_check_of_one_contest_is_tried() -> None:
    """No check without a table that breaks it."""
    assert set(BY_ONE) == {each.about.code for each in CHECKS if each.about.code < "C500"}


@pytest.mark.parametrize("code", BY_ONE)
def test_a_check_finds_what_is_wrong_by_one_vote(tables, code: str) -> None:
    """One vote more or less, and the check speaks, once; its message has every figure in both languages."""
    wrong = found(tables, code, BY_ONE[code][0])
    assert summary(wrong) == {code: (wrong[0].severity, 1)}
    for lang in ("es", "en"):
        assert "{" not in message(wrong[0], lang)


@pytest.mark.parametrize("code", BY_ONE)
def test_a_check_is_silent_at_the_boundary(tables, code: str) -> None:
    """Where that vote is not wrong, it says nothing."""
    assert found(tables, code, BY_ONE[code][1]) == []


def test_the_figures_of_a_sheet_that_does_not_add_up(tables) -> None:
    """A finding says the row, the station, both figures and their difference."""
    (wrong,) = found(tables, "C101", [OTHER, {"station": "7", "A": 21}])
    assert wrong.where.row == 3
    assert dict(wrong.facts) == {"contest": "", "station": "7", "sum": 31, "valid": 30, "difference": 1}
    assert message(wrong) == "Station 7: the lists add up to 31 votes and the sheet says 30 valid (difference 1)."


def test_a_whole_table_has_no_finding(tables) -> None:
    """Sheets that add up, each once, give nothing at all."""
    table = tables.sheets({}, OTHER, {"A": 12, "B": 18, "registered": 77})
    assert check(tables.engine, table, register=table, previous=table) == []


def test_an_empty_table_has_no_finding(tables) -> None:
    """No row, nothing to say, and no division by zero."""
    assert check(tables.engine, tables.sheets(), previous=tables.sheets(name="before"), register="before") == []


def test_what_is_not_stated_is_added_up(tables) -> None:
    """Without valid and cast columns, turnout and sums are checked on what the lists add up to."""
    bare = {"valid": None, "cast": None}
    codes = summary(check(tables.engine, tables.sheets({"registered": 34} | bare, {"registered": 35} | bare)))
    assert codes == {"C103": ("error", 1), "C109": ("info", 1), "C111": ("info", 2)}


def test_an_impossible_count_is_told_once_and_enters_no_sum(tables) -> None:
    """10^18 three times would overflow a sum; each is told by C106, and by nothing else."""
    huge = tables.sheets({"A": 10**18, "B": 10**18, "valid": 10**18}, {"registered": -1}, OTHER)
    findings = check(tables.engine, huge)
    assert summary(findings) == {"C106": ("error", 4)}
    assert [(each.where.row, each.facts["column"], each.facts["count"]) for each in findings][-1] == (
        3,
        "registered",
        -1,
    )


def test_a_list_missing_in_its_place_is_told_and_elsewhere_not(tables) -> None:
    """Where the list stands in no sheet of the municipality, an empty cell is right."""
    here = {"municipality": "Here", "A": 30, "B": None}
    there = {"municipality": "There"}
    findings = check(tables.engine, tables.sheets(here, there, there | {"A": 30, "B": None}), codes=["C107"])
    assert [(each.where.row, each.facts["column"]) for each in findings] == [(4, "B")]


@pytest.mark.parametrize("name", ["TOTAL", "Total general", " suma ", "SUBTOTAL", "Gran Total"])
def test_a_row_called_a_total_is_one(tables, name: str) -> None:
    """By the name of its station, whatever its figures."""
    (total,) = check(tables.engine, tables.sheets({}, OTHER, {"station": name, "A": 1}), codes=["C201"])
    assert (total.where.row, total.facts["why"]) == (4, "name")


def test_a_total_is_told_by_an_area_where_no_station_stands(tables) -> None:
    """A station may lie in a place called so; a row without station is a total then."""
    rows = [{"precinct": "TOTAL"}, OTHER, {"station": None, "department": "TOTAL", "A": 1}]
    (total,) = check(tables.engine, tables.sheets(*rows), codes=["C201"])
    assert total.where.row == 4


def test_a_subtotal_of_an_area_is_found_by_its_figures(tables) -> None:
    """A row without station that holds what the stations of its department add up to; one vote off, it is a sheet."""
    north = {"station": None, "A": 41, "B": 21, "valid": 62}
    rows = [{}, {"A": 21, "B": 11}, OTHER, north]
    (total,) = check(tables.engine, tables.sheets(*rows), codes=["C201", "C202"])
    assert (total.code, total.facts) == ("C201", {"contest": "", "name": "North", "why": "area", "votes": 62})
    rows[-1] = north | {"B": 22}
    (sheet,) = check(tables.engine, tables.sheets(*rows), codes=["C201", "C202"])
    assert sheet.code == "C202"


def test_a_total_is_told_once(tables) -> None:
    """By its name and by its figures, one finding."""
    total = {"station": "TOTAL", "A": 31, "B": 29, "valid": 60, "cast": 65}
    (found,) = check(tables.engine, tables.sheets({}, OTHER, total), codes=["C201"])
    assert (found.where.row, found.facts["name"], found.facts["votes"]) == (4, "TOTAL", 60)


def test_a_list_may_be_called_by_a_single_letter(tables) -> None:
    """Whatever names the SQL gives its own tables."""
    lists = ("A", "B", "s", "a_row", "p")
    table = tables.sheets({"A": 19, "s": 1, "municipality": "x"}, OTHER | {"p": 0}, lists=lists)
    found = check(tables.engine, table, previous=tables.sheets({}, OTHER, name="before", lists=lists), register=table)
    assert {"C403", "C401"} <= set(summary(found))


def test_two_equal_sheets_are_no_totals_of_each_other(tables) -> None:
    """Each is what all others add up to, so neither is a total."""
    assert check(tables.engine, tables.sheets({}, {}, NO_VOTE), codes=["C201"]) == []


def test_several_rows_of_a_station_are_one_finding(tables) -> None:
    """With every row, what differs, and which row counts."""
    rows = [{"station": "7"}, OTHER, {"station": "7", "A": 21}, {"station": "7", "blank": 9}]
    (wrong,) = check(tables.engine, tables.sheets(*rows), codes=["C204"])
    assert (wrong.facts["rows"], wrong.facts["differing"], wrong.facts["counted"]) == ((2, 4, 5), "blank, A", 2)
    assert message(wrong).startswith("Station 7: rows 2, 4, 5 contradict each other in blank, A; row 2 is counted.")


def test_what_is_withdrawn_is_added_up_and_traced(tables) -> None:
    """C208 has the sum, C209 each sheet of it."""
    table = tables.sheets({"C": 1}, OTHER | {"C": 4}, {"C": 0}, lists=("A", "B", "C"))
    findings = check(tables.engine, table, withdrawn=("C", "D"), codes=["C208", "C209"])
    assert (findings[0].facts["votes"], findings[0].facts["sheets"]) == (5, 2)
    assert [each.facts["votes"] for each in findings[1:]] == [1, 4]


def test_official_figures_are_compared_at_every_level(tables) -> None:
    """Capitals and blanks around a name do not count, namesakes are told apart, a list without a column has nothing."""
    table = tables.sheets({"municipality": "Same"}, OTHER | {"municipality": "Same"}, {"municipality": "Apart"})
    official = {
        "all": {"the country": {"A": 51, "B": 39, "valid": 90, "blank": 7}},
        "department": {" NORTH ": {"A": 40}, "South": {"A": 11, "Z": 3}},
        "department/municipality": {"North/Same": {"A": 20}, "South/Same": {"A": 12}},
    }
    findings = check(tables.engine, table, official=official, codes=["C311", "C312"])
    told = [[each.facts[name] for name in ("level", "area", "list", "official", "ours")] for each in findings]
    assert told == [
        ["all", "the country", "blank", 7, 6],
        ["department", "South", "Z", 3, 0],
        ["department/municipality", "South/Same", "A", 12, 11],
    ]


def test_official_figures_are_held_against_the_sheets_that_count(tables) -> None:
    """A sheet that stands twice is added once."""
    table = tables.sheets({"station": "1"}, {"station": "1"}, OTHER)
    assert check(tables.engine, table, official={"all": {"": {"A": 31}}}, codes=["C311"]) == []


def test_a_station_is_compared_once_with_the_snapshot_before(tables) -> None:
    """One that stands twice in either is compared by its first row."""
    before = tables.sheets({"station": "1"}, {"station": "1", "A": 99}, name="before")
    now = tables.sheets({"station": "1"}, {"station": "1", "A": 98})
    assert check(tables.engine, now, previous=before, codes=["C401", "C403"]) == []


def test_a_list_that_is_gone_has_fallen_to_nothing(tables) -> None:
    """Its column is not there any more: the total says so."""
    before = tables.sheets({"C": 5, "A": 15}, OTHER, name="before", lists=("A", "B", "C"))
    (fell,) = check(tables.engine, tables.sheets({}, OTHER), previous=before, codes=["C406"])
    assert (fell.facts["list"], fell.facts["before"], fell.facts["now"]) == ("C", 5, 0)


def test_contests_are_held_against_each_other(tables) -> None:
    """A station that lacks one of the sheets it should have, and voters that differ, each with its row."""
    contests = {
        "president": tables.sheets({}, {}, {}, name="president"),
        "single": tables.sheets({"registered": 101}, name="single"),
        "special": tables.sheets({"station": "2"}, name="special"),
    }
    expected = {"president": ("single", "special"), "special": ("president",)}
    missing, differs = check_contests_of(tables.engine, contests, expected=expected)
    assert (missing.code, missing.facts["station"], missing.facts["lacks"]) == ("C501", "3", "single, special")
    assert message(differs) == "Station 1: 100 registered voters for president and 101 for single."


def test_checks_about_sheets_are_those_a_policy_can_name() -> None:
    """Every check of one sheet, of rows and of the register has its SQL there."""
    assert set(SHEET_CHECKS) == {each.about.code for each in CHECKS if each.about.code < "C310"}
