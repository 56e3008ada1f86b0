"""Two counts side by side: added, withdrawn, corrected, and what that is worth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escrutinio.canvass.counting.comparisons import compare
from escrutinio.canvass.engine import Embedded
from escrutinio.model import Problem

OLD = [
    {"station": "1", "valid": 50, "blank": 1, "A": 30, "B": 20},
    {"station": "2", "valid": 9, "blank": 2, "A": 5, "B": 4},
    {"station": "3", "valid": 7, "blank": 3, "A": 7, "B": None},
    {"station": "4", "valid": 1, "blank": 4, "A": 1, "B": 0},
]
NEW = [
    {"station": "5", "valid": 6, "blank": 0, "A": 2, "B": 4},
    {"station": "3", "valid": 7, "blank": 8, "A": 7, "B": 0},
    {"station": "2", "valid": 9, "blank": 2, "A": 4, "B": 5},
    {"station": "1", "valid": 50, "blank": 1, "A": 30, "B": 20},
]


def both(make, old, new, **options):
    """Compare two counts made by hand."""
    engine = Embedded()
    make(old, contest="old", engine=engine)
    make(new, contest="new", engine=engine, lists=options.pop("lists_of_new", ("A", "B")))
    return compare(engine, "old", "new", **options)


def test_each_sheet_has_one_status(make) -> None:
    """Votes of a list: corrected; another count only: restated; a missing figure and a zero are the same."""
    found = both(make, OLD, NEW)
    assert [
        found.added.sheets,
        found.withdrawn.sheets,
        found.corrected.sheets,
        found.restated.sheets,
        found.unchanged.sheets,
    ] == [1] * 5
    assert found.corrected.net == {"valid": 0, "blank": 0, "A": -1, "B": 1}
    assert (found.restated.net["blank"], found.withdrawn.net["A"], found.added.net["B"]) == (5, -1, 4)
    assert found.counts == ("valid", "blank")


def test_every_change_is_listed_with_before_and_after(make) -> None:
    """The largest change of votes first, with the rows of both files."""
    changes = {each.status: each for each in both(make, OLD, NEW).changes}
    assert list(changes) == ["added", "corrected", "withdrawn", "restated"]
    assert (changes["corrected"].station, changes["corrected"].rows) == (("2",), (3, 4))
    assert changes["corrected"].figures == {"A": (5, 4), "B": (4, 5)}
    assert (changes["added"].rows, changes["added"].figures["A"]) == ((None, 2), (None, 2))
    assert changes["withdrawn"].figures == {"valid": (1, None), "blank": (4, None), "A": (1, None)}


def test_the_listing_may_be_cut_but_not_the_counts(make) -> None:
    """Counts and nets are of all sheets."""
    found = both(make, OLD, NEW, limit=1)
    assert (len(found.changes), found.restated.sheets) == (1, 1)
    assert both(make, OLD, NEW, limit=0).changes == ()


def test_a_list_of_one_count_only_is_compared_with_none(make) -> None:
    """Its votes are a correction; a count that only one table states is not compared."""
    new = [{"station": "1", "valid": 50, "cast": 60, "A": 30, "B": 15, "C": 5}]
    found = both(make, OLD[:1], new, lists_of_new=("A", "B", "C"))
    assert found.corrected.net == {"valid": 0, "A": 0, "B": -5, "C": 5}
    assert found.changes[0].figures == {"B": (20, 15), "C": (None, 5)}


def test_sheets_with_the_same_key_stand_first_against_first(make) -> None:
    """Where a number stands in several places all count; none is counted twice, and one more of them is added."""
    twice = [{"station": "1", "department": "N", "A": 1}, {"station": "1", "department": "S", "A": 2}, {"A": 9}]
    found = both(make, twice, [*twice[:2], {"station": "1", "department": "W", "A": 4}, twice[2]])
    assert (found.added.sheets, found.added.net["A"], found.unchanged.sheets) == (1, 4, 3)


def test_a_copy_of_a_sheet_is_no_sheet(make) -> None:
    """As in a tally: of 101 the first of two contradicting rows counts, of 102 one of two alike: 30 + 30 = 60 votes."""
    old = [{"station": "101", "A": 30}, {"station": "101", "A": 31}, {"station": "102", "A": 30}]
    found = both(make, [*old, old[2]], [old[1], old[2]])
    assert (found.old.votes["A"], found.new.votes["A"], found.aside) == (60, 61, (2, 0))
    assert (found.withdrawn.sheets, found.corrected.sheets, found.corrected.net["A"]) == (0, 1, 1)


def test_a_row_of_totals_is_not_compared(make) -> None:
    """It is neither a station that came nor one that went."""
    found = both(make, [*OLD, {"station": "TOTAL", "A": 1}], OLD)
    assert (found.withdrawn.sheets, found.aside) == (0, (1, 0))


def test_stations_may_be_told_by_several_columns(make) -> None:
    """Where numbers start anew in each department."""
    old = [{"station": "1", "department": "North", "A": 1}, {"station": "1", "department": "South", "A": 2}]
    found = both(make, old, [old[1] | {"A": 3}, old[0]], key=("department", "station"))
    assert [each.station for each in found.changes] == [("South", "1")]


def test_a_key_that_is_not_there_is_told(make) -> None:
    """With the table and the nearest column."""
    with pytest.raises(Problem, match=r"“old” has no column “statoin” to tell stations by. Did you mean station"):
        both(make, OLD, NEW, key="statoin")


votes = st.none() | st.integers(0, 500)
sheets = st.lists(
    st.fixed_dictionaries({"station": st.sampled_from("123456"), "blank": votes, "A": votes, "B": votes}), max_size=8
)


@settings(max_examples=25, deadline=None)
@given(sheets, sheets)
def test_the_old_count_and_the_changes_give_the_new_count(make, old, new) -> None:
    """For every figure: old + added + withdrawn + corrected + restated = new; and each sheet has one status."""
    found = both(make, old, new)
    parts = (found.added, found.withdrawn, found.corrected, found.restated, found.unchanged)
    for name in ("A", "B"):
        assert (found.old.votes[name] or 0) + sum(each.net[name] for each in parts) == (found.new.votes[name] or 0)
    for name in found.counts:
        assert found.old.counts[name] + sum(each.net[name] for each in parts) == found.new.counts[name]
    assert sum(each.sheets for each in parts) - found.added.sheets == len(old) - found.aside[0]
    assert sum(each.sheets for each in parts) - found.withdrawn.sheets == len(new) - found.aside[1]
    assert all(value == 0 for value in found.unchanged.net.values())
    assert len(found.changes) == sum(each.sheets for each in parts[:4])
