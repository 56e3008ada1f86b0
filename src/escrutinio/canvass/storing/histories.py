"""One station through every snapshot of the store."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import COUNTS, literal, quoted
from escrutinio.canvass.storing.database import held
from escrutinio.canvass.storing.store import Snapshot, as_of, snapshots
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass.storing.store import Store
    from escrutinio.columns import Columns

Figures = Mapping[str, "int | None"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A station in one snapshot: its figures, or None where its sheet is not there, and what changed since before."""

    snapshot: Snapshot
    row: int | None
    figures: Figures | None
    changed: Mapping[str, tuple[int | None, int | None]]


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


def history(store: Store, contest: str, station: str) -> History:
    """What every snapshot said of a station, where it stood, and what changed.

    Args:
        store: an open store.
        contest: the contest's id.
        station: the station as its file names it.

    Returns:
        Every snapshot since the first that has the station; one that lost it has no figures. Where a snapshot has
        several sheets of the station, each stands for itself.

    Raises:
        Problem: the store has no such contest, or no such station.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     [each.changed for each in history(store, "president", "1").appearances]
    [{}, {'A': (10, 9), 'B': (4, 5)}]
    """
    as_of(store, contest)
    every = snapshots(store, contest)
    figures = tuple(dict.fromkeys((*COUNTS, *(name for each in every for name in each.lists))))
    sheets = store.engine.rows(
        f"SELECT snapshot, file_row, {', '.join(quoted(each) for each in figures)} "
        f"FROM {held('sheets_' + contest)} WHERE station = {literal(station)} ORDER BY snapshot, file_row"
    )
    if not sheets:
        raise _unknown(store, contest, station)
    return History(contest, station, tuple(_appearances(every, sheets, figures)))


def _appearances(
    every: Sequence[Snapshot], sheets: Sequence[tuple[int | None, ...]], figures: Sequence[str]
) -> list[Appearance]:
    found: list[Appearance] = []
    before: Figures | None = None
    for snapshot in every:
        here = [row for row in sheets if row[0] == snapshot.id]
        for row in here:
            now = {
                name: value
                for name, value in zip(figures, row[2:], strict=True)
                if value is not None or name in snapshot.lists
            }
            found.append(Appearance(snapshot, row[1], now, _changed(before, now)))
            before = now
        if found and not here:
            found.append(Appearance(snapshot, None, None, {}))
    return found


def _changed(before: Figures | None, now: Figures) -> dict[str, tuple[int | None, int | None]]:
    """What changed since the station was last seen; nothing has when it is first seen."""
    if before is None:
        return {}
    pairs = {name: (before.get(name), now.get(name)) for name in {**before, **now}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _unknown(store: Store, contest: str, station: str) -> Problem:
    """Names near the one asked for are sought by the engine: there may be hundreds of thousands."""
    rows = store.engine.rows(
        f"SELECT DISTINCT station, levenshtein(station, {literal(station)}) AS far FROM {held('sheets_' + contest)} "
        "WHERE station IS NOT NULL ORDER BY far, station LIMIT 12"
    )
    return Problem(
        "no snapshot has a station “{station}”. Did you mean {near}?",
        station=station,
        near=nearest(station, (row[0] for row in rows)) or "–",
    )
