"""What was found when a snapshot was imported is kept in its store, and is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import escrutinio as es
from escrutinio.canvass import add
from escrutinio.canvass.counting.kept import besides, kept
from escrutinio.canvass.reading.samples import sample

if TYPE_CHECKING:
    from pathlib import Path

HOW = ("station: [mesa]", "counts: {valid: validos}", "lists: [A, B]")
NIGHT = "mesa,validos,A,B\n1,14,9,5\n2,11,x7,4\n"
MORNING = "mesa,validos,A,B\n1,14,9,5\n2,10,6,4\n3,8,4,3\n"


def imported(path: Path, text: str, time: str, *, check: bool = False) -> None:
    """A file into a store, with the findings of its checks where asked for."""
    with sample(text, *HOW) as (file, description), es.open_store(path) as store:
        reading = es.read(file, format=description)
        add(store, reading, time=time, findings=es.check(reading) if check else ())


def test_what_was_found_while_reading_is_found_again(tmp_path) -> None:
    """The cell that is no count, with its file, row and raw text; of the snapshot asked for only."""
    path = tmp_path / "count.duckdb"
    imported(path, NIGHT, "2024-03-03T20:00:00-04:00")
    imported(path, MORNING, "2024-03-04T09:00:00-04:00")
    with es.open_count(path, at="2024-03-03T21:00:00-04:00") as count:
        [found] = [each for each in count.findings if "raw" in each.facts]
        assert (found.where.row, found.facts["raw"], count.kept) == (3, "x7", True)
        assert found.where.sha256 == count.snapshots["president"].sha256
        assert found in count.known_of("president")
    with es.open_count(path) as count:
        assert [each for each in count.findings if "raw" in each.facts] == []


def test_a_cell_told_at_import_is_not_told_again(tmp_path) -> None:
    """A store is checked as its file was: the empty cell that C107 would find was told while reading."""
    path = tmp_path / "count.duckdb"
    with sample(NIGHT, *HOW) as (file, description):
        of_file = [each.code for each in es.check(es.open_count(file, format=description))]
    imported(path, NIGHT, "2024-03-03T20:00:00-04:00")
    assert [each.code for each in es.check(path)] == of_file
    assert "C107" not in of_file


def test_a_check_kept_at_import_is_known(tmp_path) -> None:
    """The same finding computed again is the same, also where a tuple was kept as a list."""
    path = tmp_path / "count.duckdb"
    imported(path, MORNING + "3,8,4,3\n", "2024-03-04T09:00:00-04:00", check=True)
    with es.open_count(path) as count:
        now = es.check(count)
        assert {"C101", "C203"} <= {each.code for each in now}
        assert besides(now, count.findings) == []
        assert besides(now, ()) == now


def test_findings_of_another_contest_of_the_import_are_left_out(tmp_path) -> None:
    """Where one contest of a file was imported anew, the old snapshot tells nothing of it."""
    path = tmp_path / "count.duckdb"
    imported(path, MORNING, "2024-03-04T09:00:00-04:00", check=True)
    with es.open_store(path) as store:
        assert {each.code for each in kept(store.engine, {"president": 1})} >= {"C101"}
        assert kept(store.engine, {"president": 2, "mayor": 1}) == ()
        assert kept(store.engine, {}) == ()
