"""The store: what it keeps, how it answers as of a time, and one clear message where a file cannot be opened."""

# ruff: noqa: S603 - the programs started are Python itself

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from two_counts import EIGHT, NINE, ONE, TWO, votes  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.sheets import FIXED
from escrutinio.canvass.storing.store import add, as_of, known, open_store, snapshots
from escrutinio.model import Finding, Problem, Source

# What it keeps


def test_a_snapshot_is_a_whole_count(path, make) -> None:
    """Each import is kept in full; the latest is the answer, and any earlier one as of its time."""
    with open_store(path) as store:
        assert add(store, make(ONE, time=EIGHT)).snapshot == 1
        assert add(store, make(TWO, time=NINE)).contests == {"president": 2}
        assert (votes(store), votes(store, "2020-10-19T00:30:00Z"), votes(store, NINE)) == (31, 30, 31)


def test_a_store_opened_on_a_readings_engine_is_the_same_store(path, make) -> None:
    """What is added there is in the file as ever; closing the store leaves the reading to be asked on."""
    first, second = make(ONE, time=EIGHT), make(TWO, time=NINE)
    with open_store(path, engine=first.engine) as store:
        add(store, first)
        assert votes(store) == 30
        with pytest.raises(Problem, match="already open in this program"):
            open_store(path, engine=first.engine)
        assert votes(store) == 30
    assert tally(first.engine, first.tables["president"]).areas[0].votes["A"] == 30
    with open_store(path) as store:
        add(store, second)
        assert (votes(store), votes(store, EIGHT)) == (31, 30)
        assert len(store.engine.rows("SELECT 1 FROM sheets_president")) == len(ONE) + len(TWO)


def test_the_order_is_that_of_the_counts_and_not_of_the_imports(path, make) -> None:
    """An older file imported later does not become the latest; offsets are respected."""
    with open_store(path) as store:
        add(store, make(TWO, time="2020-10-19T00:30:00Z"))
        add(store, make(ONE, time=EIGHT))
        assert votes(store) == 31
        assert [each.id for each in snapshots(store)] == [2, 1]


def test_an_import_is_in_the_file_at_once(path, make) -> None:
    """Nothing of it waits in a log beside the file, and the engine it was read on keeps its settings."""
    reading = make(TWO)
    setting = "SELECT current_setting('checkpoint_threshold')"
    before = reading.engine.rows(setting)
    with open_store(path) as store:
        add(store, reading)
        assert [each.name for each in path.parent.iterdir()] == [path.name]
        copy = path.with_name("copy.duckdb")
        copy.write_bytes(path.read_bytes())
        with open_store(copy, read_only=True) as other:
            assert votes(other) == 31
    assert reading.engine.rows(setting) == before


def test_the_same_file_again_changes_nothing(path, make) -> None:
    """By its SHA-256, also in another session; the earlier snapshot is named."""
    with open_store(path) as store:
        first = add(store, make(ONE))
    before = path.read_bytes()
    with open_store(path) as store:
        again = add(store, make(ONE))
        assert (again.already, again.snapshot, again.contests) == (True, first.snapshot, first.contests)
        assert store.engine.rows("SELECT COUNT(*) FROM sheets_president") == [(1,)]
    assert path.read_bytes() == before


def test_another_contest_of_the_same_file_is_added(path, make) -> None:
    """What is there already is by file and contest."""
    president, mayor = make(ONE), make(TWO, contest="mayor")
    both = type(president)(
        president.source,
        "made",
        mayor.engine,
        {"president": "mayor", "mayor": "mayor"},
        {"president": ("A",), "mayor": ("A", "B")},
        time=EIGHT,
    )
    with open_store(path) as store:
        add(store, president)
        assert add(store, both).contests == {"mayor": 2}
        assert {each.contest: each.id for each in snapshots(store)} == {"president": 1, "mayor": 2}


def test_a_later_file_may_have_more_lists(path, make) -> None:
    """The table grows a column; each snapshot still shows its own lists only."""
    with open_store(path) as store:
        add(store, make(ONE, time=EIGHT))
        add(store, make([{"station": "1", "A": 3, "B": 2, 'C "new"': 1}], lists=("A", "B", 'C "new"'), time=NINE))
        early, late = known(store, at=EIGHT), known(store)
        assert store.engine.columns(early.tables["president"]) == (*FIXED, "A", "B")
        assert tally(late.engine, late.tables["president"]).areas[0].votes == {"A": 3, "B": 2, 'C "new"': 1}


def test_a_file_that_does_not_tell_its_time_has_the_time_of_its_import(path, make) -> None:
    """And the snapshot says so; a time given with the import goes first."""
    with open_store(path) as store:
        told = add(store, make(ONE, time=""), note="by hand")
        assert told.note == "by hand; time of the import: the file does not say when it was published"
        assert add(store, make(TWO, time=EIGHT), time=NINE).time == NINE


def test_findings_are_kept_with_their_snapshot(path, make) -> None:
    """Those of the reading and those of the checks, with file, row and facts."""
    found = Finding("C101", "error", Source("count.csv", file="count.csv", row=7), {"valid": 9, "lists": "ü"})
    with open_store(path) as store:
        add(store, make(ONE), findings=[found])
        rows = store.engine.rows("SELECT snapshot, code, severity, file, row, facts ->> 'lists' FROM findings")
    assert rows == [(1, "C101", "error", "count.csv", 7, "ü")]


def test_anybody_may_bring_sql(path, make) -> None:
    """DuckDB alone opens the store; ``current_<contest>`` is the latest count, under any name of the database."""
    with open_store(path) as store:
        add(store, make(TWO, time=NINE))
        add(store, make(ONE, time=EIGHT))
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute('SELECT SUM("A") FROM current_president').fetchall() == [(31,)]
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS mine (READ_ONLY)")
        assert connection.execute("SELECT COUNT(*) FROM mine.current_president").fetchall() == [(2,)]


def test_sheets_are_copied_from_the_stores_own_engine_too(path, make) -> None:
    """A reading may have been put there as a temporary table."""
    with open_store(path) as store:
        add(store, make(ONE, engine=store.engine))
        assert votes(store) == 30


def test_an_import_that_fails_leaves_nothing(path, make) -> None:
    """All or nothing: the second contest cannot be copied, so the first is not there either."""
    reading = make(ONE)
    broken = type(reading)(
        reading.source,
        "made",
        reading.engine,
        {"president": "president", "mayor": "missing"},
        {"president": ("A",), "mayor": ("A",)},
        time=EIGHT,
    )
    with open_store(path) as store:
        with pytest.raises(Problem, match=r"missing"):
            add(store, broken)
        assert snapshots(store) == ()
        assert add(store, reading).snapshot == 1


# Times


def test_before_the_first_snapshot_nothing_was_known(path, make) -> None:
    """No contest is there; asked for by name, the first snapshot's time is told."""
    with open_store(path) as store:
        add(store, make(ONE, time=NINE))
        assert known(store, at=EIGHT).tables == {}
        with pytest.raises(Problem, match=rf"had been published at {EIGHT}: the first snapshot is of {NINE}"):
            as_of(store, "president", at=EIGHT)
        with pytest.raises(Problem, match=r"holds no sheets of “presidnt”. It holds: president"):
            as_of(store, "presidnt")


@pytest.mark.parametrize(
    ("time", "why"), [("2020-10-18T20:00:00", "does not say its offset from UTC"), ("8 pm", "“8 pm” is not a time")]
)
def test_a_time_needs_its_offset(path, make, time, why) -> None:
    """A local time without an offset could mean any of twenty-four hours."""
    with open_store(path) as store, pytest.raises(Problem, match=why):
        add(store, make(ONE), time=time)


def test_a_reading_without_a_hash_is_refused(path, make) -> None:
    """It could be counted twice."""
    reading = make(ONE)
    nameless = type(reading)(Source("x", file="x.csv"), "made", reading.engine, reading.tables, reading.lists)
    with open_store(path) as store, pytest.raises(Problem, match=r"x.csv was read without its SHA-256"):
        add(store, nameless)


def test_only_the_embedded_engine_adds(path, make) -> None:
    """Another engine's tables are not within reach of the file."""
    reading = make(ONE)
    elsewhere = type(reading)(reading.source, "made", object(), reading.tables, reading.lists, time=EIGHT)
    with open_store(path) as store, pytest.raises(Problem, match=r"was not read on the embedded engine"):
        add(store, elsewhere)


# Files that cannot be opened


def test_a_store_open_for_reading_takes_nothing(path, make) -> None:
    """It is told before anything is tried."""
    open_store(path).close()
    with open_store(path, read_only=True) as store, pytest.raises(Problem, match=r"is open for reading only"):
        add(store, make(ONE))


def test_a_store_that_is_not_there_is_not_read(path) -> None:
    """The nearest file is named; a folder is no store, and none is made in a folder that is not there."""
    with pytest.raises(Problem, match=r"there is no store at .*count.duckdb\.$"):
        open_store(path, read_only=True)
    open_store(path.with_name("counts.duckdb")).close()
    with pytest.raises(Problem, match=r"no store at .*count.duckdb. Did you mean counts.duckdb\?"):
        open_store(path, read_only=True)
    with pytest.raises(Problem, match=r"is a folder. Give the name of a file"):
        open_store(path.parent)
    with pytest.raises(Problem, match=r"its folder is not there"):
        open_store(path / "x" / "y.duckdb")


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"SQLite format 3\0" + bytes(9000)])
def test_another_file_is_not_taken_for_a_store(path, content) -> None:
    """Nor is it touched."""
    path.write_bytes(content)
    with pytest.raises(Problem, match=r"is not a store: it is no DuckDB database"):
        open_store(path)
    assert path.read_bytes() == content


def test_another_database_is_not_taken_for_a_store(path) -> None:
    """It has none of our tables."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    with pytest.raises(Problem, match=r"is a DuckDB database, but not a store"):
        open_store(path)


def test_a_store_of_a_newer_form_is_refused(path) -> None:
    """What it means cannot be known."""
    with open_store(path) as store:
        store.engine.rows("UPDATE about SET value = '99'")
    with pytest.raises(Problem, match=r"has the form 99 of a store, and this version of escrutinio knows 1"):
        open_store(path)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_store_that_was_cut_off_is_told(path, make, part) -> None:
    """Wherever it was cut: when it is opened, or when what is missing is read."""

    def read():
        with open_store(path, read_only=True) as store:
            store.engine.rows("SELECT SUM(x) FROM more")

    with open_store(path) as store:
        add(store, make(TWO))
        store.engine.rows("CREATE TABLE more AS SELECT random() AS x FROM range(300000)")
    read()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(Problem, match=r"is damaged or cut off"):
        read()


def test_a_store_with_a_flipped_bit_is_told(path, make) -> None:
    """Its checksums do not fit."""
    with open_store(path) as store:
        add(store, make(TWO))
    whole = bytearray(path.read_bytes())
    whole[5000] ^= 1
    path.write_bytes(whole)
    with pytest.raises(Problem, match=r"is damaged or cut off"):
        open_store(path)


def test_a_newer_duckdb_is_told() -> None:
    """In the words DuckDB has for it."""
    from escrutinio.canvass.storing.database import told

    with pytest.raises(Problem, match=r"was written by a newer version of DuckDB"), told(Path("x")):
        raise duckdb.IOException("Trying to read a database file with version number 99, but we can only read 64")
    with pytest.raises(Problem, match=r"x: the database says: something else"), told(Path("x")):
        raise duckdb.Error("something else\nwith a page of stack")


def test_another_program_that_writes_is_named(path, make) -> None:
    """Neither a writer nor a reader gets in meanwhile; afterwards both do."""
    open_store(path).close()
    code = f"import duckdb, time; c = duckdb.connect({str(path)!r}); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        for read_only in (False, True):
            with pytest.raises(Problem, match=rf"is being written by another program \(process {other.pid}\)"):
                open_store(path, read_only=read_only)
        other.kill()
    with open_store(path) as store:
        add(store, make(ONE))


def test_opened_twice_in_one_program_is_told(path) -> None:
    """One handle is enough."""
    with open_store(path), pytest.raises(Problem, match=r"is already open in this program"):
        open_store(path)


@contextmanager
def nobody():
    """Be somebody without rights for a while, where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_without_rights_is_told(make) -> None:
    """A store that may be read but not written opens for reading."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "count.duckdb"
        with open_store(path) as store:
            add(store, make(ONE))
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        with nobody():
            with pytest.raises(Problem, match=r"do not allow this"):
                open_store(path)
            with pytest.raises(Problem, match=r"do not allow this"):
                open_store(path.with_name("new.duckdb"))
            with open_store(path, read_only=True) as store:
                assert votes(store) == 30
        Path(folder).chmod(0o755)


FULL = """
import resource, sys
from pathlib import Path
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import Reading
from escrutinio.canvass.storing.store import add, open_store, snapshots
from escrutinio.model import Problem, Source
engine = Embedded()
sheets = "SELECT i AS file_row, MD5(CAST(i AS VARCHAR)) AS station, i AS A FROM range(300000) r(i)"
engine.rows("CREATE TABLE sheets AS " + sheets)
lists = {"president": ("A",)}
reading = Reading(Source("x", sha256="1"), "made", engine, {"president": "sheets"}, lists, time="2020-01-01T00:00Z")
with open_store(sys.argv[1]) as store:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, hard))
    try:
        add(store, reading)
    except Problem as problem:
        print(problem)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    print(snapshots(store), add(store, reading).contests)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="a full disk is played by a limit of the system")
def test_a_full_disk_is_told_and_leaves_nothing(path) -> None:
    """The store is as it was, and goes on when there is room again."""
    told = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True).stdout
    assert "the disk that holds" in told
    assert "is full" in told
    assert told.splitlines()[-1] == "() {'president': 300000}"


def test_a_store_is_made_whole_or_not_at_all(path, monkeypatch) -> None:
    """A process that dies while making one leaves no file that cannot be opened."""
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        open_store(path)
    assert list(path.parent.iterdir()) == []


def test_two_programs_that_make_the_same_store_share_it(path, monkeypatch) -> None:
    """Who comes second opens what the first made."""
    link = os.link

    def late(part, place) -> None:
        link(part, place)
        raise FileExistsError

    monkeypatch.setattr(os, "link", late)
    with open_store(path) as store:
        assert snapshots(store) == ()


def test_reading_does_not_need_the_file_for_itself(path, make) -> None:
    """Many may read at once."""
    with open_store(path) as store:
        add(store, make(ONE))
    code = f"import duckdb; print(duckdb.connect({str(path)!r}, read_only=True).execute('SELECT 1').fetchall())"
    with open_store(path, read_only=True) as store:
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert (other.stdout.strip(), votes(store)) == ("[(1,)]", 30)


def test_a_mistake_in_sql_is_told_without_a_traceback(path, make) -> None:
    """A policy's condition is the user's own."""
    with open_store(path) as store:
        add(store, make(ONE))
        with pytest.raises(Problem, match=r"the database says: .*nonsense"):
            tally(store.engine, "current_president", policy_where="nonsense > 3")


def test_parquet_opens_beside_the_store(path, tmp_path, make) -> None:
    """As a view that ends with the session, also where the store is only read."""
    make(TWO).engine.rows(f"COPY president TO '{tmp_path / 'p.parquet'}'")
    open_store(path).close()
    with open_store(path, read_only=True) as store:
        store.engine.view("other", [str(tmp_path / "p.parquet")])
        assert tally(store.engine, "other").areas[0].votes["A"] == 31
