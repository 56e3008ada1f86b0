"""Tallies: sums over areas, what is missing, and which sheets are counted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.engine import Embedded
from escrutinio.model import Problem

SHEETS = [
    {"station": "1", "department": "North", "municipality": "Hill", "registered": 90, "valid": 50, "A": 30, "B": 20},
    {"station": "2", "department": "North", "municipality": "Bay", "registered": 80, "valid": 3, "A": 1, "B": None},
    {"station": "3", "department": "South", "municipality": "Hill", "registered": None, "valid": 7, "A": 7, "B": 0},
    {"station": "4", "abroad": True, "country": "Elsewhere", "registered": 9, "valid": 4, "A": 0, "B": 4},
]


@pytest.fixture
def sheets(make):
    """A table of four sheets."""
    reading = make(SHEETS)
    return reading.engine, "president"


def test_a_tally_of_all_adds_every_sheet(sheets) -> None:
    """What is missing adds nothing and is counted; what no sheet states is None and not zero."""
    [every] = tally(*sheets).areas
    assert (every.area, every.sheets, every.votes) == ((), 4, {"A": 38, "B": 24})
    assert every.counts == {"registered": 179, "valid": 64, "blank": None, "null": None, "cast": None}
    assert every.missing == {"registered": 1, "blank": 4, "null": 4, "cast": 4, "B": 1}
    assert every.of_lists == 62


def test_areas_at_any_level_are_told_apart(sheets) -> None:
    """Places of the same name in two departments are two; sheets without the area stand under None, last."""
    by_both = tally(*sheets, by=("department", "municipality"))
    assert [each.area for each in by_both.areas] == [
        ("North", "Bay"),
        ("North", "Hill"),
        ("South", "Hill"),
        (None, None),
    ]
    assert by_both["South", "Hill"].votes["A"] == 7
    assert tally(*sheets, by=("department",))[None].votes["B"] == 4


def test_home_and_abroad_are_told_apart(sheets) -> None:
    """A sheet that does not tell is at home."""
    assert tally(*sheets, abroad=True).areas[0].sheets == 1
    assert tally(*sheets, abroad=False).areas[0].sheets == 3
    assert tally(*sheets, by=("abroad",))[True].votes["B"] == 4


def test_only_some_areas_lists_or_sheets_may_be_counted(sheets) -> None:
    """By the areas' names, by list, by a policy's condition."""
    assert tally(*sheets, where={"municipality": "Hill"}).areas[0].votes["A"] == 37
    assert tally(*sheets, where={"department": ["North", "South"]}).areas[0].sheets == 3
    assert tally(*sheets, lists=["B"]).areas[0].votes == {"B": 24}
    counted = tally(*sheets, policy_where='"valid" = "A" + "B" OR "valid" < 4', by=("department",))
    assert [(each.area[0], each.sheets) for each in counted.areas] == [("North", 2), ("South", 1), (None, 1)]


def test_an_empty_table_has_a_tally_without_sheets(make) -> None:
    """Nothing is stated there."""
    [every] = tally(make([]).engine, "president").areas
    assert (every.sheets, every.votes, every.missing) == (0, {"A": None, "B": None}, {})


def test_what_is_not_known_is_told_with_the_nearest(sheets) -> None:
    """A level, an area among those counted, an area of the answer."""
    with pytest.raises(Problem, match=r"not told apart by “departmant”. Known: country.* Did you mean department"):
        tally(*sheets, by=("departmant",))
    with pytest.raises(Problem, match=r"no sheet names the department “Nort”. Did you mean North"):
        tally(*sheets, where={"department": "Nort"})
    with pytest.raises(Problem, match=r"no area here is called “Sout”. Did you mean South"):
        tally(*sheets, by=("department",))["Sout"]


def test_an_area_whose_sheets_are_all_set_aside_is_not_unknown(sheets) -> None:
    """The policy leaves nothing of it."""
    assert tally(*sheets, where={"department": "South"}, policy_where="FALSE").areas[0].sheets == 0


def test_a_list_may_have_any_name(make) -> None:
    """Quotes, SQL words and names of ours."""
    lists = ('say "no"', "SELECT", "stations", "n", "count(*)")
    reading = make([{"station": "1", **dict.fromkeys(lists, 3)}] * 2, lists=lists)
    assert tally(reading.engine, "president").areas[0].votes == dict.fromkeys(lists, 6)


figure = st.none() | st.integers(0, 10**6)
sheet = st.fixed_dictionaries(
    {
        "department": st.sampled_from(["North", "South", None]),
        "municipality": st.sampled_from(["Hill", "Bay", "o'Dune"]),
        "abroad": st.sampled_from([True, False, None]),
        "registered": figure,
        "A": figure,
        "B": figure,
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(sheet, max_size=12), st.sets(st.sampled_from(["department", "municipality", "abroad"])))
def test_areas_add_up_to_all(make, sheets, by) -> None:
    """However sheets are told apart, the areas' figures, sheets and missing figures add up to those of all."""
    engine = make(sheets, engine=Embedded()).engine
    areas, [every] = tally(engine, "president", by=sorted(by)).areas, tally(engine, "president").areas
    assert sum(each.sheets for each in areas) == every.sheets == len(sheets)
    for name in ("A", "B"):
        assert sum(each.votes[name] or 0 for each in areas) == sum(each[name] or 0 for each in sheets)
        assert sum(each.missing.get(name, 0) for each in areas) == every.missing.get(name, 0)
        assert (every.votes[name] or 0) == sum(each[name] or 0 for each in sheets)
    assert sum(each.counts["registered"] or 0 for each in areas) == (every.counts["registered"] or 0)
