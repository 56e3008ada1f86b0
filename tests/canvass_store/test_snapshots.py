"""Which snapshot is asked for: times that are none, nothing known yet, sheets that are not those that were kept."""

from __future__ import annotations

import pytest
from two_counts import EIGHT, NINE, ONE, TWO, votes  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.count import open_count
from escrutinio.canvass.storing.store import add, as_of, filled_store, known, open_store, snapshots
from escrutinio.model import Problem


def test_a_time_that_no_calendar_has_is_refused(path, make) -> None:
    """In UTC it falls before the year 1: to keep a count, or to ask for one."""
    with open_store(path) as store:
        add(store, make(ONE))
        for ask in (lambda time: add(store, make(TWO), time=time), lambda time: known(store, at=time)):
            with pytest.raises(Problem, match=r"is no time of any count: in UTC it falls outside the years 1 to 9999"):
                ask("0001-01-01T00:00:00+14:00")


def test_nothing_is_published_in_the_future(path, make) -> None:
    """It would be the latest for ever; to ask as of a time to come is to ask for the latest."""
    with open_store(path) as store:
        with pytest.raises(Problem, match=r"9999-12-31T23:59:59\+00:00 is still to come"):
            add(store, make(ONE), time="9999-12-31T23:59:59Z")
        add(store, make(ONE))
        assert votes(store, "9999-12-31T23:59:59Z") == 30


def test_the_time_of_an_import_is_not_that_of_publication(path, make) -> None:
    """As of a time before the import nothing is known to have been published, and that is what is said."""
    with open_store(path) as store:
        assert (add(store, make(ONE, time="")).stated, snapshots(store)[0].stated) == (False, False)
        with pytest.raises(Problem, match=r"nobody said when count.csv was published, only that it was imported at 20"):
            as_of(store, "president", at=EIGHT)
        add(store, make(TWO, time=EIGHT))
        assert [each.stated for each in snapshots(store)] == [True, False]


def test_a_count_before_the_first_snapshot_is_refused(path, make) -> None:
    """So is that of an empty store, and of a contest that had nothing by then."""
    with open_store(path) as store:
        with pytest.raises(Problem, match=r"count.duckdb holds no snapshot yet. Put one in: escrutinio read"):
            open_count(store)
        add(store, make(ONE, time=EIGHT))
        add(store, make(ONE, contest="mayor", time=NINE))
        for contest in (None, "president"):
            with pytest.raises(Problem, match=r"nothing of “president” had been published at 2010-01-01T00:00:00Z"):
                open_count(store, at="2010-01-01T00:00:00Z", contest=contest)
        with pytest.raises(Problem, match=rf"nothing of “mayor” had been published at {EIGHT}"):
            open_count(store, at=EIGHT, contest="mayor")
        assert list(open_count(store, at=EIGHT).tables) == ["president"]


@pytest.mark.parametrize(
    "done", ["DELETE FROM sheets_president WHERE station = '2'", "INSERT INTO sheets_president FROM sheets_president"]
)
def test_sheets_taken_out_by_other_means_are_noticed(path, make, done) -> None:
    """A snapshot that has more or fewer sheets than were kept is no longer what its file says; others still are."""
    with open_store(path) as store:
        add(store, make(ONE, time=EIGHT))
        add(store, make(TWO, time=NINE))
        store.engine.rows(f"{done} AND snapshot = 2" if "WHERE" in done else f"{done} WHERE snapshot = 2")
        with pytest.raises(
            Problem, match=r"snapshot 2 of “president” was kept with 2 sheets and has [14]: it was chang"
        ):
            open_count(store)
        assert votes(store, EIGHT) == 30


def test_a_new_store_that_nothing_came_of_is_gone(path, make) -> None:
    """One that was there stays, and so does one with a snapshot."""
    with pytest.raises(Problem, match="is not a time"), filled_store(path) as store:
        add(store, make(ONE), time="8 pm")
    assert not path.exists()
    with filled_store(path) as store:
        add(store, make(ONE))
        with pytest.raises(Problem, match="is not a time"):
            add(store, make(TWO), time="8 pm")
    assert path.exists()
    open_store(path.with_name("empty.duckdb")).close()
    with pytest.raises(Problem, match="is not a time"), filled_store(path.with_name("empty.duckdb")) as store:
        add(store, make(ONE), time="8 pm")
    assert path.with_name("empty.duckdb").exists()
