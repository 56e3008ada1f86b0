"""One station through every snapshot."""

from __future__ import annotations

import pytest

from escrutinio.canvass.storing.histories import history
from escrutinio.canvass.storing.store import add, open_store
from escrutinio.model import Problem

TIMES = [f"2020-10-18T2{hour}:00:00-04:00" for hour in range(4)]


@pytest.fixture
def store(tmp_path, make):
    """Four snapshots: the station comes, is corrected, is withdrawn."""
    counts = [
        [{"station": "20", "A": 1}],
        [{"station": "20", "A": 1}, {"station": "7", "valid": 9, "A": 5, "B": 4}],
        [{"station": "7", "valid": 9, "A": 4, "B": 5}, {"station": "20", "A": 1}],
        [{"station": "20", "A": 1}],
    ]
    with open_store(tmp_path / "count.duckdb") as opened:
        for time, sheets in zip(TIMES, counts, strict=True):
            add(opened, make(sheets, time=time))
        yield opened


def test_a_history_starts_where_the_station_appears(store) -> None:
    """Each snapshot with its time, the row of its file, its figures and what changed; a withdrawn sheet has none."""
    found = history(store, "president", "7").appearances
    assert [(each.snapshot.time, each.row) for each in found] == list(zip(TIMES[1:], (3, 2, None), strict=True))
    assert found[0].figures == {"valid": 9, "A": 5, "B": 4}
    assert [each.changed for each in found] == [{}, {"A": (5, 4), "B": (4, 5)}, {}]
    assert found[2].figures is None


def test_two_sheets_of_one_station_both_stand(tmp_path, make) -> None:
    """Neither has changed the other; and nothing changes when one of them is left."""
    with open_store(tmp_path / "twice.duckdb") as opened:
        add(opened, make([{"station": "7", "A": 5}, {"station": "7", "A": 6}], time=TIMES[0]))
        add(opened, make([{"station": "7", "A": 6}], time=TIMES[1]))
        add(opened, make([{"station": "7", "A": 8}], time=TIMES[2]))
        found = history(opened, "president", "7").appearances
    assert [(each.row, each.beside, each.changed) for each in found] == [
        (2, False, {}),
        (3, True, {}),
        (2, False, {}),
        (2, False, {"A": (6, 8)}),
    ]


def test_a_station_or_contest_that_is_not_there_is_told(store) -> None:
    """With the nearest name."""
    with pytest.raises(Problem, match=r"no snapshot has a station “70”. Did you mean"):
        history(store, "president", "70")
    with pytest.raises(Problem, match=r"holds no sheets of “mayor”. It holds: president"):
        history(store, "mayor", "7")
