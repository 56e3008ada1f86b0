"""The snapshots of a store, in the order of time, and what was known at any of them."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.sheets import FIXED, literal, quoted
from escrutinio.canvass.storing.database import held
from escrutinio.canvass.storing.times import moment, utc
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.storing.database import Store


@dataclass(frozen=True)
class Snapshot:
    """One contest of one import; ``time`` is when the count was published, with its offset from UTC.

    Where nobody said when (``stated`` is false), ``time`` is that of the import. ``superseded`` is the snapshot that a
    later reading of the same file became, where this one no longer counts.
    """

    id: int
    contest: str
    time: str
    file: str
    sha256: str
    format: str
    rows: int
    lists: tuple[str, ...]
    imported_at: str
    note: str
    stated: bool = True
    superseded: int | None = None


@dataclass(frozen=True, eq=False)
class Known:
    """What was known at some time: for each contest the table of its last snapshot, on an engine."""

    engine: Engine
    tables: Mapping[str, str]
    snapshots: Mapping[str, Snapshot]


COLUMNS = "id, contest, time, file, sha256, format, rows, lists, CAST(imported_at AS VARCHAR), note"
LATER = "COLUMNS('^(utc|superseded|stated)$')"
"""``utc``, and two columns that a store made by an earlier version has not."""


def snapshots(store: Store, contest: str | None = None, *, superseded: bool = False) -> tuple[Snapshot, ...]:
    """Every snapshot in the order of time, of one contest or of all.

    Args:
        store: an open store.
        contest: only this one's.
        superseded: also those that a later reading of the same file has taken the place of.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     [each.rows for each in snapshots(store, "president")]
    [1, 2]
    """
    which = f"WHERE contest = {literal(contest)}" if contest is not None else ""
    rows = store.engine.rows(
        f"SELECT {COLUMNS}, utc <> imported_at, {LATER} FROM {held('snapshots')} {which} ORDER BY utc, id, contest"
    )
    spelt: dict[tuple[str, str], str] = {}
    every = (_snapshot(row, spelt) for row in rows)
    return tuple(each for each in every if superseded or each.superseded is None)


def _snapshot(row: Sequence[Any], spelt: dict[tuple[str, str], str]) -> Snapshot:
    """A line of the store; a list that a store of an earlier version names in several cases is one column there."""
    superseded, stated = row[12:] or (None, None)
    fields = dict(zip(Snapshot.__dataclass_fields__, row[:10], strict=False))
    lists = tuple(spelt.setdefault((row[1], name.lower()), name) for name in row[7])
    told = bool(row[10] if stated is None else stated)
    return Snapshot(**fields | {"lists": lists, "stated": told, "superseded": superseded})


def known(store: Store, *, at: datetime | str | None = None, contest: str | None = None) -> Known:
    """What was known at a time: the last snapshot of each contest published by then.

    Args:
        store: an open store.
        at: with its offset from UTC, as ``2020-10-18T21:00:00-04:00``; the latest where None.
        contest: only this one.

    Returns:
        For each contest that had been published a table in the shape of ``sheets``, with that snapshot's lists.

    Raises:
        Problem: a snapshot has not the sheets that it was kept with.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     known(store, at="2020-10-18T20:30:00-04:00").tables
    {'president': 'president@1'}
    """
    last = {each.contest: each for each in _by(snapshots(store, contest), at)}
    refuse_altered(store, last.values())
    return Known(store.engine, {name: table_of(store, each) for name, each in last.items()}, last)


def as_of(store: Store, contest: str, *, at: datetime | str | None = None) -> Snapshot:
    """The last snapshot of a contest published by a time.

    Raises:
        Problem: the store has nothing of this contest, or had nothing at that time.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     as_of(store, "president").time
    '2020-10-18T21:00:00-04:00'
    """
    every = snapshots(store, contest)
    if not every:
        raise nothing_of(store.path, contest, {each.contest for each in snapshots(store)})
    published = _by(every, at)
    if not published:
        raise nothing_yet(every, at)
    return published[-1]


def nothing_of(place: Path, contest: str, others: Iterable[str]) -> Problem:
    """That a store or a folder has other contests."""
    return Problem(
        "{file} holds no sheets of “{contest}”. It holds: {near}.",
        file=place,
        contest=contest,
        near=nearest(contest, others) or "–",
    )


def nothing_yet(every: Sequence[Snapshot], at: datetime | str | None) -> Problem:
    """That nothing had been published at a time; where only the times of imports are known, that too."""
    first = every[0]
    said = {"contest": first.contest, "time": at, "first": first.time}
    if first.stated:
        return Problem("nothing of “{contest}” had been published at {time}: the first snapshot is of {first}.", **said)
    return Problem(
        "nothing of “{contest}” is known to have been published at {time}: nobody said when {file} was published, only "
        "that it was imported at {first}. Say when, and it takes its place: escrutinio read FILE --into STORE "
        "--time TIME --again.",
        **said,
        file=first.file,
    )


def nothing_there(place: object) -> Problem:
    """That a store or a folder holds nothing at all."""
    return Problem("{file} holds no snapshot yet. Put one in: escrutinio read FILE --into STORE.", file=place)


def _by(every: Sequence[Snapshot], at: datetime | str | None) -> list[Snapshot]:
    """Those published by a time; all where None."""
    until = utc(moment(at)) if at is not None else None
    return [each for each in every if until is None or utc(moment(each.time)) <= until]


def table_of(store: Store, snapshot: Snapshot) -> str:
    """A snapshot's sheets as a table of their own, in the shape of ``sheets``; nothing is copied.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     table_of(store, snapshots(store)[0])
    'president@1'
    """
    name = f"{snapshot.contest}@{snapshot.id}"
    columns = ", ".join(f"{quoted(each)} AS {quoted(each)}" for each in (*FIXED, *snapshot.lists))
    store.engine.rows(
        f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS SELECT {columns} "
        f"FROM {held('sheets_' + snapshot.contest)} WHERE snapshot = {snapshot.id}"
    )
    return name


def refuse_altered(store: Store, used: Iterable[Snapshot]) -> None:
    """Refuse snapshots that have not as many sheets as they were kept with: somebody took some out, or put some in.

    Raises:
        Problem: one of them has more or fewer.
    """
    for each in used:
        sheets = held(f"sheets_{each.contest}")
        ((found,),) = store.engine.rows(f"SELECT COUNT(*) FROM {sheets} WHERE snapshot = {each.id}")
        if found != each.rows:
            raise Problem(
                "{file}: snapshot {id} of “{contest}” was kept with {rows} sheets and has {found}: it was changed by "
                "other means, so it is no longer what {source} says. Import the official files into a new store.",
                file=store.path,
                id=each.id,
                contest=each.contest,
                rows=each.rows,
                found=found,
                source=each.file,
            )
