"""One station through every snapshot of the store."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.sheets import COUNTS, literal, quoted, sheet_and_row
from escrutinio.canvass.storing.series import series
from escrutinio.canvass.storing.snapshots import Snapshot
from escrutinio.canvass.storing.spelling import fold_sql
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass.storing.series import Series
    from escrutinio.canvass.storing.store import Store
    from escrutinio.columns import Columns

Figures = Mapping[str, "int | None"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A station in one snapshot: its figures, or None where its sheet is not there, and what changed since before.

    ``written`` is how this snapshot writes the station, where it does so otherwise than was asked; ``sheet`` is the
    number of the sheet of its workbook, where that is not the first; ``beside`` says that the same snapshot has another
    sheet of the station before this one.
    """

    snapshot: Snapshot
    row: int | None
    figures: Figures | None
    changed: Mapping[str, tuple[int | None, int | None]]
    written: str = ""
    sheet: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """A station's figures in every snapshot since it first appeared, in the order of time."""

    contest: str
    station: str
    appearances: tuple[Appearance, ...]

    def columns(self) -> Columns:
        """A snapshot a row, a figure a column; any data-frame library takes the history itself."""
        names = list(dict.fromkeys(name for each in self.appearances for name in each.figures or ()))
        heads = ("contest", "station", "snapshot", "time", "file", "sha256", "row", *names)
        rows = [
            (
                self.contest,
                self.station,
                each.snapshot.id,
                each.snapshot.time,
                each.snapshot.file,
                each.snapshot.sha256,
                each.row,
                *((each.figures or {}).get(name) for name in names),
            )
            for each in self.appearances
        ]
        return of_rows(heads, rows)

    __arrow_c_stream__ = arrow_stream


def history(store: Store | Path | str, contest: str | None, station: str) -> History:
    """What every snapshot said of a station, where it stood, and what changed.

    Args:
        store: an open store, or the folder of published snapshots.
        contest: the contest's id; the only one there is where None.
        station: the station as its file names it. Where a snapshot has none of this name and one that only case,
            accents, blanks or zeros in front tell from it, that is the station.

    Returns:
        Every snapshot since the first that has the station; one that lost it has no figures. Where a snapshot has
        several sheets of the station, each stands for itself.

    Raises:
        Problem: there is no such contest, or no such station.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     [each.changed for each in history(store, "president", "1").appearances]
    [{}, {'A': (10, 9), 'B': (4, 5)}]
    """
    every = series(store, contest)
    try:
        return _history(every, station)
    finally:
        if isinstance(store, (str, Path)):
            every.engine.close()


def _history(every: Series, station: str) -> History:
    figures = tuple(dict.fromkeys((*COUNTS, *(name for each in every.snapshots for name in each.lists))))
    names = every.engine.rows(
        f"SELECT station FROM (SELECT DISTINCT station FROM {every.sheets}) AS names "
        f"WHERE station = {literal(station)} OR {fold_sql('station')} = {fold_sql(literal(station))}"
    )
    sheets = names and every.engine.rows(
        f"SELECT snapshot, file_row, station, {', '.join(quoted(each) for each in figures)} FROM {every.sheets} "
        f"WHERE station IN ({', '.join(literal(name) for (name,) in names)}) ORDER BY snapshot, file_row"
    )
    found = _appearances(every.snapshots, sheets, figures, station)
    if not found:
        raise _unknown(every, station)
    return History(every.contest, station, tuple(found))


def _appearances(
    every: Sequence[Snapshot], sheets: Sequence[tuple[Any, ...]], figures: Sequence[str], station: str
) -> list[Appearance]:
    found: list[Appearance] = []
    before: list[Figures] = []
    for snapshot in every:
        seen: list[Figures] = []
        here = _named([row for row in sheets if row[0] == snapshot.id], station)
        for row in here:
            now = {
                name: value
                for name, value in zip(figures, row[3:], strict=True)
                if value is not None or name in snapshot.lists
            }
            written = row[2] if row[2] != station else ""
            sheet, line = ("", None) if row[1] is None else sheet_and_row(row[1])
            changed = {} if seen or now in before else _changed(next(iter(before), None), now)
            found.append(Appearance(snapshot, line, now, changed, written, sheet, beside=bool(seen)))
            seen.append(now)
        before = seen or before
        if found and not here:
            found.append(Appearance(snapshot, None, None, {}))
    return found


def _named(sheets: Sequence[tuple[Any, ...]], station: str) -> list[tuple[Any, ...]]:
    """The sheets of one snapshot that are the station's: of this name, else of the only other one that is like it."""
    names = {row[2] for row in sheets}
    name = station if station in names else next(iter(names)) if len(names) == 1 else None
    return [row for row in sheets if row[2] == name]


def _changed(before: Figures | None, now: Figures) -> dict[str, tuple[int | None, int | None]]:
    """What changed since the station was last seen; nothing has when it is first seen."""
    if before is None:
        return {}
    pairs = {name: (before.get(name), now.get(name)) for name in {**before, **now}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _unknown(every: Series, station: str) -> Problem:
    """Names near the one asked for are sought by the engine: there may be hundreds of thousands."""
    rows = every.engine.rows(
        f"SELECT DISTINCT station, levenshtein(station, {literal(station)}) AS far FROM {every.sheets} "
        "WHERE station IS NOT NULL ORDER BY far, station LIMIT 12"
    )
    return Problem(
        "no snapshot has a station “{station}”. Did you mean {near}?",
        station=station,
        near=nearest(station, (row[0] for row in rows)) or "–",
    )
