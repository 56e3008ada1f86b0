"""An election of any size, made up from a real one: for exercises, for tests, and to see how checks fare.

Every area's totals are exactly the real ones (times a stated whole number where more stations are asked for than
there are voters for); only the polling stations are made up. What is wrong on purpose is written to ``truth.csv``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from escrutinio.canvass.catalogue import election as catalogued
from escrutinio.canvass.making.marks import Anomaly, Planted, anomaly, refuse_unknown
from escrutinio.canvass.making.unit import FULL, contest_of, tallies_of, units_of, voters_of
from escrutinio.model import Election, Problem

__all__ = ["Anomaly", "Planted", "Synthetic", "anomaly", "synth"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Synthetic:
    """What was made: the files (one a snapshot, each with all sheets so far), and what was put in on purpose."""

    election: str
    contest: str
    seed: int
    stations: int
    factor: int
    lists: tuple[str, ...]
    files: tuple[Path, ...]
    truth: tuple[Planted, ...]


def synth(
    election: Election | str | Path,
    folder: Path,
    *,
    stations: int,
    seed: int,
    anomalies: Sequence[Anomaly] = (),
    contest: str = "",
    factor: int = 0,
    snapshots: int = 1,
    format: Literal["parquet", "csv"] = "parquet",  # noqa: A002 - the word of the command line
    progress: Progress | None = None,
) -> Synthetic:
    """Make an election's tally sheets up, so that every area adds up to its real totals.

    Args:
        election: an election with tallies, or its id in the catalogue.
        folder: where the files go: ``sheets.parquet``, or ``sheets-01.parquet`` … of each snapshot, ``truth.csv`` and
            ``synth.json``, which says how they were made. It is made where there is none.
        stations: how many polling stations in all; each constituency gets its part, and at least one.
        seed: the same seed, election and options give the same sheets.
        anomalies: what is to be wrong, in order; no station gets two.
        contest: which ballot; the election's first one with counts where it is not said.
        factor: every total is the real one times this whole number; 0: the largest with at most 220 voters a station
            on average, and at least 1.
        snapshots: how many files, each with all sheets that came in so far.
        format: Parquet in the shape of the canvass, or CSV with the same columns.
        progress: called with the stations made so far and in all.

    Raises:
        Problem: an option is out of range, the contest has no counts, an anomaly is unknown or finds too few sheets,
            or the folder cannot be written.

    >>> import tempfile
    >>> from escrutinio.canvass.engine import connect
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = synth("bo-2019", Path(folder), stations=500, seed=1)
    ...     engine = connect()
    ...     engine.view("sheets", [str(each) for each in made.files])
    ...     engine.rows('SELECT COUNT(*), CAST(SUM("valid") AS BIGINT) FROM sheets')
    [(500, 6137671)]
    """
    from escrutinio.canvass.making.write import write

    known = election if isinstance(election, Election) else catalogued(election)
    counted = contest_of(known, contest)
    tallies = tallies_of(known, counted)
    for option, (given, lowest) in {"seed": (seed, 0), "factor": (factor, 0), "snapshots": (snapshots, 1)}.items():
        _in_range(option, given, lowest)
    if stations < len(tallies):
        raise Problem(
            "{given} polling stations are too few: each constituency needs one. Ask for at least {least}.",
            given=stations,
            least=len(tallies),
        )
    times = factor or max(1, stations * FULL // sum(voters_of(each) for each in tallies))
    units = units_of(known, tallies, stations, times)
    lists = tuple(each.id for each in known.lists if any(each.id in unit.lists for unit in units))
    refuse_unknown(anomalies, units, lists, snapshots)
    files, truth = write(
        units, lists, folder, seed=seed, anomalies=anomalies, snapshots=snapshots, format=format, progress=progress
    )
    made = Synthetic(known.id, counted, seed, stations, times, lists, files, truth)
    _describe(made, folder, anomalies)
    return made


def _in_range(option: str, given: int, least: int) -> None:
    if given < least:
        raise Problem(
            "{option} is {given}. Give a whole number of at least {least}.", option=option, given=given, least=least
        )


def _describe(made: Synthetic, folder: Path, anomalies: Sequence[Anomaly]) -> None:
    """How the files were made, so that they can be made again."""
    told = asdict(made) | {
        "synthetic": True,
        "files": [each.name for each in made.files],
        "anomalies": [asdict(each) for each in anomalies],
    }
    del told["truth"]
    part = folder / ".synth.json.part"
    part.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    part.replace(folder / "synth.json")
