"""The tasks of the canvass, by escrutinio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.checking.checks import check
from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.reading.files import read
from escrutinio.canvass.storing.store import add, known, open_store

if TYPE_CHECKING:
    from pathlib import Path

TIME = "2019-10-20T19:40:57-04:00"


def count(file: Path, store: Path) -> tuple[int, int, int]:
    """Read, check and store a count; its sheets, the votes of the leading list, sheets with more votes than voters."""
    reading = read(file)
    (contest, table), *_ = reading.tables.items()
    found = check(reading.engine, table, contest=contest, source=reading.source, known=reading.findings)
    with open_store(store, engine=reading.engine) as opened:
        add(opened, reading, time=TIME, findings=found)
        sums = tally(opened.engine, known(opened).tables[contest])
    (whole,) = sums.areas
    return whole.sheets, whole.votes["MAS-IPSP"] or 0, sum(each.code == "C103" for each in found)


def book(file: Path) -> int:
    """Read a workbook; its rows."""
    return sum(read(file).rows.values())


def opened(file: Path) -> Embedded:
    """Open a file on an engine, as the script by hand has one open."""
    engine = Embedded()
    engine.view("sheets", [str(file)])
    return engine


def roll_up(engine: Embedded) -> list[tuple[object, ...]]:
    """Add up sheets by department."""
    return [row[:12] for row in tally(engine, "sheets", by=("department",)).rows]
