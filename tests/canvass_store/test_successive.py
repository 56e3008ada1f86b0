"""What fell or was withdrawn between any two successive snapshots of a store."""

from __future__ import annotations

import pytest

from escrutinio.canvass.count import open_count
from escrutinio.canvass.storing.store import add, open_store, snapshots
from escrutinio.canvass.storing.successive import successive

TIMES = [f"2020-10-18T2{hour}:00:00-04:00" for hour in range(4)]
ONE, LESS = {"station": "1", "A": 10, "B": 5, "blank": 2}, {"station": "1", "A": 8, "B": 5, "blank": 2}
TWO = {"station": "2", "A": 3, "B": 3, "blank": 1}
COUNTS = [
    [ONE, TWO | {"station": "02"}, {"station": "3", "A": 1}],
    [LESS, TWO, LESS],  # 1 loses two votes of A, 02 is written 2, 3 is withdrawn; a copy of 1 counts once
    [LESS, TWO | {"B": 2}, {"station": "3", "A": 9}],  # 3 is back, 2 loses a vote of B
    [LESS, TWO | {"B": 2}, {"station": "3", "A": 8}],
]
FELL = [
    # between 20:00 and 21:00: A was 10 + 3 + 1 = 14 and is 8 + 3 = 11
    ("C401", TIMES[1], {"station": "1", "list": "A", "before": 10, "now": 8, "fell": 2}),
    ("C401", TIMES[2], {"station": "2", "list": "B", "before": 3, "now": 2, "fell": 1}),
    ("C402", TIMES[1], {"station": "3", "valid": 1, "cast": 1, "previous_row": 4}),
    ("C406", TIMES[1], {"list": "A", "before": 14, "now": 11, "fell": 3}),
    # between 21:00 and 22:00: B was 5 + 3 = 8 and is 5 + 2 = 7
    ("C406", TIMES[2], {"list": "B", "before": 8, "now": 7, "fell": 1}),
    ("C601", TIMES[1], {"station": "2", "written": "02"}),
]


@pytest.fixture
def store(tmp_path, make):
    """Four snapshots of one contest."""
    with open_store(tmp_path / "count.duckdb") as opened:
        for time, rows in zip(TIMES, COUNTS, strict=True):
            add(opened, make(rows, time=time))
        yield opened


def told(findings):
    """Each finding's code, time and facts."""
    left_out = {"contest", "time", "time_before"}
    return [
        (each.code, each.facts["time"], {name: value for name, value in each.facts.items() if name not in left_out})
        for each in findings
    ]


def test_every_fall_and_withdrawal_is_told_with_its_snapshot(store) -> None:
    """On the file of the later snapshot, with both times; copies count once, names are followed."""
    found = successive(store, snapshots(store)[:3])
    assert told(found) == FELL
    assert [(each.where.row, each.facts["time_before"]) for each in found][:3] == [
        (2, TIMES[0]),
        (3, TIMES[1]),
        (None, TIMES[0]),
    ]
    assert {each.where.sha256 for each in found} == {each.sha256 for each in snapshots(store)[1:3]}


def test_one_snapshot_stands_against_none(store) -> None:
    """Nothing can have fallen."""
    assert successive(store, snapshots(store)[:1]) == []


def test_a_count_of_a_store_tells_what_fell_before(store) -> None:
    """The last two are held against each other by the checks; as of a time only what was there by then is told."""
    assert told(open_count(store).across(earlier=True)) == FELL
    assert open_count(store).across() == ()
    early = open_count(store, at=TIMES[2]).across(earlier=True)
    assert {each.facts["time"] for each in early} == {TIMES[1]}


def test_another_numbering_is_told_once(tmp_path, make) -> None:
    """All stations are gone and others came: they are numbered differently."""
    with open_store(tmp_path / "other.duckdb") as opened:
        for time, names in zip(TIMES, (["1", "2"], ["x", "y"]), strict=False):
            add(opened, make([{"station": each, "A": 1} for each in names], time=time))
        found = successive(opened, snapshots(opened))
    assert told(found) == [("C407", TIMES[1], {"station": "x", "previous_station": "1"})]


def test_a_list_that_a_snapshot_has_not_has_not_fallen_at_each_station(tmp_path, make) -> None:
    """Its total fell to nothing, which is told once."""
    with open_store(tmp_path / "less.duckdb") as opened:
        add(opened, make([{"station": "1", "A": 5, "B": 4}, {"station": "2", "A": 5, "B": 4}], time=TIMES[0]))
        add(opened, make([{"station": "1", "A": 5}, {"station": "2", "A": 5}], lists=("A",), time=TIMES[1]))
        found = successive(opened, snapshots(opened))
    assert told(found) == [("C406", TIMES[1], {"list": "B", "before": 8, "now": 0, "fell": 8})]
