"""Published snapshots: whole, never changed, readable while the store is being written."""

# ruff: noqa: S603 - the programs started are Python itself

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.storing import publishing as room
from escrutinio.canvass.storing.publishing import publish, published
from escrutinio.canvass.storing.store import add, open_store
from escrutinio.model import Problem

ONE = [{"station": "1", "department": "North", "A": 30, "B": 20}]
TWO = [*ONE, {"station": "2", "department": "South", "A": 1, "B": 2}]
EIGHT, NINE = "2020-10-18T20:00:00-04:00", "2020-10-18T21:00:00-04:00"


@pytest.fixture
def store(tmp_path, make):
    """One snapshot."""
    with open_store(tmp_path / "count.duckdb") as opened:
        add(opened, make(ONE, time=EIGHT))
        yield opened


def votes(folder, at=None):
    """List A's votes, from the files."""
    now = published(folder, at=at)
    return tally(now.engine, now.tables["president"]).areas[0].votes["A"]


def test_what_is_new_is_published_and_the_rest_left(store, tmp_path, make) -> None:
    """The newest is the answer, and any earlier one as of its time."""
    folder = tmp_path / "public"
    assert publish(store, folder) == (folder / "president" / "1.parquet",)
    first = (folder / "president" / "1.parquet").stat()
    add(store, make(TWO, time=NINE))
    assert publish(store, str(folder)) == (folder / "president" / "2.parquet",)
    assert publish(store, folder) == ()
    assert (folder / "president" / "1.parquet").stat().st_mtime_ns == first.st_mtime_ns
    assert (votes(folder), votes(folder, EIGHT)) == (31, 30)


def test_the_index_names_time_and_hashes(store, tmp_path) -> None:
    """Of the source and of the published file."""
    publish(store, tmp_path)
    [line] = json.loads((tmp_path / "index.json").read_text())["snapshots"]
    assert (line["time"], line["utc"], line["rows"]) == (EIGHT, "2020-10-19T00:00:00", 1)
    assert len(line["sha256"]) == len(line["parquet_sha256"]) == 64


def test_readers_read_while_a_writer_has_the_store(store, tmp_path) -> None:
    """Another program cannot open the store, and needs not."""
    publish(store, tmp_path / "public")
    code = (
        "import sys\n"
        "from escrutinio.canvass.storing.publishing import published\n"
        "from escrutinio.canvass.storing.store import open_store\n"
        "from escrutinio.canvass.counting.tallies import tally\n"
        "from escrutinio.model import Problem\n"
        "try:\n    open_store(sys.argv[1], read_only=True)\n"
        "except Problem as problem:\n    print('being written' in str(problem))\n"
        "now = published(sys.argv[2])\n"
        "print(tally(now.engine, now.tables['president']).areas[0].votes)\n"
    )
    words = [sys.executable, "-c", code, str(store.path), str(tmp_path / "public")]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["True", "{'A': 30, 'B': 20}"]


def test_a_half_written_file_is_never_seen(store, tmp_path, make, monkeypatch) -> None:
    """Whoever dies before the file is safe on the disk leaves the index and the snapshots as they were."""
    publish(store, tmp_path)
    add(store, make(TWO, time=NINE))
    monkeypatch.setattr(room, "_sync", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        publish(store, tmp_path)
    assert votes(tmp_path) == 30
    assert [each.name for each in (tmp_path / "president").iterdir()] == ["1.parquet"]


def test_files_may_be_opened_on_any_engine(store, tmp_path) -> None:
    """One that names Parquet files as a table."""
    publish(store, tmp_path)
    engine = Embedded()
    assert published(tmp_path, engine=engine).engine is engine
    assert engine.rows('SELECT "A" FROM current_president') == [(30,)]


def test_a_contest_may_have_any_name(tmp_path, make) -> None:
    """A slash in it makes no folder."""
    reading = make(ONE)
    named = type(reading)(
        reading.source,
        "made",
        reading.engine,
        {"mayor/../council": "president"},
        {"mayor/../council": ("A",)},
        time=EIGHT,
    )
    with open_store(tmp_path / "count.duckdb") as opened:
        add(opened, named)
        [path] = publish(opened, tmp_path / "public")
    assert path.parent.parent == tmp_path / "public"
    assert published(tmp_path / "public").snapshots["mayor/../council"].rows == 1


def test_the_folder_of_another_store_is_refused(store, tmp_path, make) -> None:
    """A published snapshot never changes."""
    publish(store, tmp_path / "public")
    with open_store(tmp_path / "other.duckdb") as other:
        add(other, make(TWO))
        with pytest.raises(Problem, match=r"holds the snapshots of another store"):
            publish(other, tmp_path / "public")


def test_where_nothing_is_published_that_is_told(tmp_path) -> None:
    """Nothing there; something else there; nobody may write there."""
    with pytest.raises(Problem, match=r"nothing is published in .*: it has no index.json"):
        published(tmp_path)
    Path(tmp_path / "index.json").write_text("[]")
    with pytest.raises(Problem, match=r"is not an index of published snapshots"):
        published(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(store, tmp_path) -> None:
    """Here a file stands in the way."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem, match=r"its folder is not there"):
        publish(store, tmp_path / "file" / "public")
