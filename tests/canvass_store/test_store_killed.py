"""A process killed at any moment of an import leaves the last good state.

Twenty moments in every run; another two hundred with ``pytest tests/canvass_store/test_store_killed.py -m slow``.
"""

# ruff: noqa: S608 - SQL of the tests' own words

# ruff: noqa: S603 - the programs started are Python itself

from __future__ import annotations

import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import literal
from escrutinio.canvass.storing.store import add, known, open_store, snapshots

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is forked")

SHEETS = 20_000
EARLIER = [{"station": "1", "department": "North", "A": 3, "B": 4}]


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    """A count of as many sheets as a small country has."""
    path = tmp_path / "count.parquet"
    Embedded().rows(
        "COPY (SELECT i + 2 AS file_row, CAST(i AS VARCHAR) AS station, 'D' || i % 9 AS department, "
        "hash(i) % 300 AS registered, hash(i, 1) % 200 AS A, hash(i, 2) % 100 AS B, hash(i, 3) % 50 AS C "
        f"FROM range({SHEETS}) AS r(i)) TO {literal(str(path))} (FORMAT parquet)"
    )
    return path


class Importer:
    """The script beside this file, running."""

    def __init__(self, store: Path, parquet: Path) -> None:
        """Start it."""
        script = str(Path(__file__).with_name("importer.py"))
        self.process = subprocess.Popen(
            [sys.executable, script, str(store), str(parquet)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def say(self) -> int:
        """Take the next step; the number the script answers."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def whole(self, store: Path | None = None, before: bytes = b"") -> float:
        """How long an import takes that nobody disturbs, into the store as it is or as it was before."""
        if store is not None:
            store.write_bytes(before)
        start = time.perf_counter()
        self.say()
        assert self.say() == 0
        return time.perf_counter() - start


@pytest.fixture
def importer(tmp_path: Path, parquet: Path) -> Iterator[Importer]:
    """One that writes to ``count.duckdb``."""
    running = Importer(tmp_path / "count.duckdb", parquet)
    yield running
    assert running.process.stdin
    assert running.process.stdout
    running.process.stdin.close()
    running.process.stdout.close()
    running.process.wait()


def answer(store: Path) -> bytes:
    """A tally of everything by department, as JSON."""
    with open_store(store) as opened:
        now = known(opened)
        found = tally(now.engine, now.tables["president"], by=("department",))
        return json.dumps([dataclasses.asdict(each) for each in found.areas]).encode()


def test_a_killed_import_leaves_whole_snapshots_only(tmp_path, importer, make) -> None:
    """After SIGKILL at any moment the store opens with the snapshot before, or with the new one whole.

    Repeating the import gives the bytes of answer of an import that was never disturbed.
    """
    kill_again_and_again(tmp_path, importer, make, kills=20, seed=3)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_two_hundred_killed_imports(request, tmp_path, importer, make, part) -> None:
    """The same of 200 moments, in four parts so that two can run at a time; only when asked for."""
    if "slow" not in str(request.config.getoption("-m")):
        pytest.skip("run with -m slow")
    kill_again_and_again(tmp_path, importer, make, kills=50, seed=part)


def kill_again_and_again(tmp_path, importer, make, *, kills, seed):
    """Kill so many imports, each at a moment of its own, and look at the store after each."""
    path = tmp_path / "count.duckdb"
    with open_store(path) as store:
        add(store, make(EARLIER, time="2020-10-17T20:00:00Z"))
    before = path.read_bytes()
    spans = [importer.whole(path, before) for _ in range(3)]
    undisturbed = answer(path)
    draw, killed = random.Random(seed), 0  # noqa: S311 - a moment is no secret
    for each in range(kills):
        path.unlink()
        if each % 4:  # every fourth kill meets an import that has to make the store first
            path.write_bytes(before)
        child = importer.say()
        time.sleep(draw.uniform(0, min(spans)))
        os.kill(child, signal.SIGKILL)
        killed += importer.say() == signal.SIGKILL
        with open_store(path) as store:
            rows = {each.id: each.rows for each in snapshots(store)}
            counted = store.engine.rows("SELECT snapshot, COUNT(*) FROM sheets_president GROUP BY 1") if rows else []
            assert dict(counted) == rows
            assert set(rows.values()) <= {len(EARLIER), SHEETS}
        importer.whole()
        assert answer(path) == undisturbed
    assert killed > kills / 4
