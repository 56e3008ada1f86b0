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
from escrutinio.canvass.storing.histories import history
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


def test_stores_that_hold_other_files_do_not_share_a_folder(store, tmp_path, make) -> None:
    """Also where no number clashes: the other has a snapshot 2 and the folder a snapshot 1; nothing is written."""
    publish(store, tmp_path / "public")
    with open_store(tmp_path / "other.duckdb") as other:
        add(other, make([{"station": "9", "A": 1}], time=EIGHT, contest="mayor"))
        add(other, make(TWO, time=NINE))
        with pytest.raises(Problem, match=r"holds the snapshots of another store"):
            publish(other, tmp_path / "public")
    assert sorted(each.name for each in (tmp_path / "public").rglob("*")) == ["1.parquet", "index.json", "president"]


def test_an_empty_store_has_nothing_to_publish(tmp_path) -> None:
    """No folder is made for it."""
    with open_store(tmp_path / "new.duckdb") as opened, pytest.raises(Problem, match=r"holds no snapshot yet"):
        publish(opened, tmp_path / "public")
    assert not (tmp_path / "public").exists()


@pytest.fixture
def both(store, tmp_path, make):
    """A folder with the snapshots of eight and of nine."""
    add(store, make(TWO, time=NINE))
    publish(store, tmp_path / "public")
    return tmp_path / "public"


def test_a_file_that_was_replaced_is_not_read(both) -> None:
    """The later file is a copy of the earlier one: not what was published. What was known before still is."""
    (both / "president" / "2.parquet").write_bytes((both / "president" / "1.parquet").read_bytes())
    with pytest.raises(
        Problem, match=r"2\.parquet is not the snapshot that was published: its SHA-256 is [0-9a-f]{64}"
    ):
        votes(both)
    assert votes(both, EIGHT) == 30


def test_a_file_that_was_cut_off_or_lost_is_told(both) -> None:
    """Its SHA-256 is another; then it is not there at all, and publishing again writes it anew."""
    path = both / "president" / "2.parquet"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(Problem, match=r"It was replaced, cut off or damaged"):
        votes(both)
    path.unlink()
    with pytest.raises(Problem, match=r"has not the file president/2\.parquet that its index names \(No such file"):
        votes(both)


def test_a_lost_file_is_published_again(store, both) -> None:
    """What the store has is written anew."""
    (both / "president" / "2.parquet").unlink()
    assert publish(store, both) == (both / "president" / "2.parquet",)
    assert votes(both) == 31


def test_a_history_is_read_from_a_folder(store, both) -> None:
    """As from the store; a replaced file is refused here too."""
    ours, theirs = (history(place, "president", "1") for place in (store, both))
    assert theirs == ours
    assert [each.figures for each in theirs.appearances] == [{"A": 30, "B": 20}] * 2
    with pytest.raises(Problem, match=r"holds no sheets of “mayor”. It holds: president"):
        history(both, "mayor", "1")
    (both / "president" / "1.parquet").write_bytes(b"PAR1")
    with pytest.raises(Problem, match=r"1\.parquet is not the snapshot that was published"):
        history(both, "president", "1")


FULL = """
import resource, signal, sys
from escrutinio.canvass.storing.publishing import publish
from escrutinio.canvass.storing.store import open_store
from escrutinio.model import Problem
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store(sys.argv[1], read_only=True) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
    try:
        publish(store, sys.argv[2])
    except Problem as problem:
        print(problem)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a full disk is played by a limit of the system")
def test_a_full_disk_is_that_of_the_folder(store, tmp_path) -> None:
    """Not that of the store, which is only read."""
    store.close()
    words = [sys.executable, "-c", FULL, str(store.path), str(tmp_path / "public")]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert f"the disk that holds {tmp_path / 'public'} is full" in told
    assert list((tmp_path / "public" / "president").iterdir()) == []


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
