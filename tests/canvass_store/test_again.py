"""The same file read once more, otherwise: told, and put in the place of the old reading where that is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.storing import store as room
from escrutinio.canvass.storing.publishing import publish, published
from escrutinio.canvass.storing.store import add, known, open_store, snapshots
from escrutinio.canvass.storing.write import write
from escrutinio.model import Problem

# The file holds 1,200 and 1,300 for A; read without its thousands mark those cells are no counts: A 100, not 2,600.
WRONG = [{"station": "1", "B": 30}, {"station": "2", "B": 40}, {"station": "3", "A": 100, "B": 50}]
RIGHT = [{"station": "1", "A": 1200, "B": 30}, {"station": "2", "A": 1300, "B": 40}, WRONG[2]]
NEXT = [*RIGHT, {"station": "4", "A": 5, "B": 5}]
EIGHT, NINE = "2020-10-18T20:00:00-04:00", "2020-10-18T21:00:00-04:00"
SHA = "0" * 64


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    with open_store(tmp_path / "count.duckdb") as opened:
        yield opened


@pytest.fixture
def read(make):
    """A reading of one and the same file, whatever is read in it."""

    def reading(rows, *, contest="president", time=EIGHT, form="d", sha256=SHA):
        found = make(rows, contest=contest, time=time, engine=Embedded())
        return replace(found, format=form, source=replace(found.source, sha256=sha256))

    return reading


def votes(store, at=None, contest="president"):
    """List A's votes as of a time."""
    now = known(store, at=at)
    return tally(now.engine, now.tables[contest]).areas[0].votes["A"]


def test_another_reading_of_the_same_file_is_told_and_not_kept(store, read) -> None:
    """Two cells differ (1,200 and 1,300); the store keeps its own until it is told otherwise."""
    add(store, read(WRONG, form="old"))
    [differs] = add(store, read(RIGHT, form="new")).differs
    assert (differs.contest, differs.snapshot, differs.format, differs.figures, differs.names) == (
        "president", 1, "old", 2, 0
    )  # fmt: skip
    assert (votes(store), len(snapshots(store, superseded=True))) == (100, 1)


def test_the_same_reading_again_is_no_other(store, read) -> None:
    """Also with --again, and where nobody says when the count was published."""
    for time in (EIGHT, ""):
        sha256 = time.rjust(64, "x")
        number = add(store, read(RIGHT, time=time, sha256=sha256)).snapshot
        for again in (False, True):
            told = add(store, read(RIGHT, time=time, sha256=sha256), again=again)
            assert (told.already, told.snapshot, told.differs, told.superseded) == (True, number, (), {})


def test_a_corrected_reading_takes_the_place_of_the_old_one(store, read) -> None:
    """From then on, as of any time; the old one stays in the store and says what took its place."""
    add(store, read(WRONG))
    add(store, read(NEXT, time=NINE, sha256="1" * 64))
    told = add(store, read(RIGHT), again=True)
    assert (told.snapshot, told.superseded, told.time) == (3, {"president": 1}, EIGHT)
    assert (votes(store, EIGHT), votes(store)) == (2600, 2605)
    assert [(each.id, each.superseded) for each in snapshots(store, superseded=True)] == [(1, 3), (3, None), (2, None)]
    assert store.engine.rows('SELECT SUM("A") FROM current_president') == [(2605,)]
    assert store.engine.rows("SELECT code, snapshot, facts ->> 'figures' FROM findings") == [("C603", 3, "2")]
    assert add(store, read(RIGHT)).already


def test_a_file_read_as_the_wrong_contest_can_be_put_right(store, read) -> None:
    """Without --again both stay, and that is told; with it the new reading is the only one of the file."""
    add(store, read(RIGHT, contest="mayor"))
    assert add(store, read(RIGHT)).others == {"mayor": 1}
    told = add(store, read(RIGHT), again=True)
    assert (told.already, told.snapshot, told.superseded) == (True, 2, {"mayor": 1})
    assert list(known(store).tables) == ["president"]
    assert store.engine.rows("SELECT COUNT(*) FROM current_mayor") == [(0,)]


def test_another_time_is_told_and_can_be_put_right(store, read) -> None:
    """The time of an import gives way to the time of publication; without a time the old one stays."""
    first = add(store, read(WRONG, time=""))
    assert not first.stated
    told = add(store, read(WRONG, time=""), time=NINE)
    assert (told.time, [each.time for each in told.differs]) == (first.time, [first.time])
    kept = add(store, read(WRONG, time=""), time=NINE, again=True)
    assert (kept.time, kept.stated, votes(store, NINE)) == (NINE, True, 100)
    assert add(store, read(RIGHT, time=""), again=True).time == NINE
    assert votes(store, NINE) == 2600


def test_names_that_differ_are_told_apart_from_figures(store, read) -> None:
    """A station and a department read otherwise, and no figure; a sheet more has two figures and its station."""
    add(store, read(WRONG))
    [differs] = add(store, read([WRONG[0] | {"station": "x", "department": "North"}, *WRONG[1:]])).differs
    assert (differs.figures, differs.names) == (0, 2)
    [differs] = add(store, read([*WRONG, {"station": "9", "A": 1, "B": 2}])).differs
    assert (differs.figures, differs.names) == (2, 1)


def test_a_reading_that_cannot_take_the_place_leaves_the_old_one(store, read, monkeypatch) -> None:
    """All or nothing: what stops at the last step has changed nothing."""
    add(store, read(WRONG))
    monkeypatch.setattr(room, "write", _stopped(write))
    with pytest.raises(Problem, match="missing"):
        add(store, read(RIGHT), again=True)
    assert (votes(store), [each.superseded for each in snapshots(store, superseded=True)]) == (100, [None])


def _stopped(write):
    """An import whose second contest cannot be copied."""

    def stopped(target, reading, contests, stated, findings):
        broken = replace(
            reading, tables={**reading.tables, "council": "missing"}, lists={**reading.lists, "council": ()}
        )
        return write(target, broken, [*contests, "council"], stated, findings)

    return stopped


def test_what_is_published_follows(store, read, tmp_path) -> None:
    """The corrected reading is a file of its own; the index says which one it replaced, readers get the right one."""
    folder = tmp_path / "public"
    add(store, read(WRONG))
    publish(store, folder)
    add(store, read(RIGHT), again=True)
    assert [each.name for each in publish(store, folder)] == ["2.parquet"]
    now = published(folder, at=EIGHT)
    assert tally(now.engine, now.tables["president"]).areas[0].votes["A"] == 2600


def test_a_store_of_an_earlier_version_gets_the_new_columns(store, read) -> None:
    """Its snapshots have neither ``superseded`` nor ``stated``; the time of an import is told by its moment."""
    add(store, read(WRONG))
    add(store, read(NEXT, time="", sha256="1" * 64))
    for column in ("superseded", "stated"):
        store.engine.rows(f"ALTER TABLE snapshots DROP COLUMN {column}")
    assert [(each.stated, each.superseded) for each in snapshots(store)] == [(True, None), (False, None)]
    assert add(store, read(RIGHT), again=True).superseded == {"president": 1}
    assert votes(store, EIGHT) == 2600
