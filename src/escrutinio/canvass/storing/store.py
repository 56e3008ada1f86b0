"""The store: every snapshot of a count, kept whole in one DuckDB file with its time and the hash of its source."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import FIXED, literal, quoted
from escrutinio.canvass.storing.database import OURS, StoreEngine, attach, held, make, told, written_once
from escrutinio.canvass.storing.times import moment, utc
from escrutinio.canvass.storing.write import Import, Target, imported, write
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.sheets import Reading
    from escrutinio.model import Finding

INTO = "escrutinio_store"


@dataclass(frozen=True, eq=False)
class Store:
    """An open store; ``engine`` (lent to a ``guest``) runs any SQL on it. Use it in a ``with`` block, or close it."""

    path: Path
    engine: StoreEngine
    read_only: bool = False
    guest: bool = False

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Let go of the file, so that others may open it; an engine that was lent stays open."""
        if self.guest:
            self.engine.rows(f"DETACH {quoted(OURS)}")
        else:
            self.engine.close()


@dataclass(frozen=True)
class Snapshot:
    """One contest of one import; ``time`` is when the count was published, with its offset from UTC."""

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


@dataclass(frozen=True)
class Added:
    """What an import did: the snapshot, its sheets by contest; ``already`` where the same file was there before."""

    snapshot: int
    already: bool
    contests: Mapping[str, int]
    time: str
    note: str


@dataclass(frozen=True, eq=False)
class Known:
    """What was known at some time: for each contest the table of its last snapshot, on an engine."""

    engine: Engine
    tables: Mapping[str, str]
    snapshots: Mapping[str, Snapshot]


def open_store(path: Path | str, *, read_only: bool = False, engine: Embedded | None = None) -> Store:
    """Open a store, or make one.

    Args:
        path: the file; made where it is not there, unless it is only to be read.
        read_only: many may read at once; who writes has the file alone.
        engine: where to open it, such as a reading's to add that reading, which spares a second engine; the store's
            tables are then named ``store.main.…``. By default one of its own.

    Raises:
        Problem: the file is not a store, is damaged, is of a newer version, is open elsewhere, cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "count.duckdb") as store:
    ...     store.engine.rows("SELECT COUNT(*) FROM snapshots")
    [(0,)]
    """
    place = Path(path).absolute()
    own = StoreEngine(place, (engine or Embedded()).connection)
    try:
        if not read_only and not place.exists():
            make(own.connection, place)
        if engine is None:
            _attach(own, read_only=read_only)
        else:
            attach(own.connection, place, OURS, read_only=read_only)
    except Problem:
        if engine is None:
            own.close()
        raise
    return Store(place, own, read_only, guest=engine is not None)


def add(
    store: Store,
    reading: Reading,
    *,
    time: datetime | str | None = None,
    findings: Iterable[Finding] = (),
    note: str = "",
) -> Added:
    r"""Keep a reading as a new snapshot: all of it, or on any failure nothing.

    Args:
        store: open for writing.
        reading: one official file, on an embedded engine of its own.
        time: when the count was published, with its offset from UTC; what the reading says where None, and the time
            of the import where that says nothing.
        findings: what checks found, kept beside what was found while reading.
        note: anything worth keeping with the snapshot.

    Returns:
        The snapshot. The same file (by SHA-256) imported again for the same contests changes nothing.

    Raises:
        Problem: the time has no offset, the store cannot be written, the disk is full.

    >>> from escrutinio.canvass.reading.files import read
    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa;A;B\n1;10;4\n", "station: [mesa]", "lists: [A, B]") as (file, description):
    ...     with open_store(file.with_name("count.duckdb")) as store:
    ...         add(store, read(file, format=description), time="2020-10-18T20:00:00-04:00").contests
    {'president': 1}
    """
    if store.read_only:
        raise Problem("{file} is open for reading only. Open it for writing to add to it.", file=store.path)
    if not reading.source.sha256:
        raise Problem("{file} was read without its SHA-256, so it could be counted twice.", file=reading.source.file)
    now = datetime.now(UTC)
    when = moment(time or reading.time) if time or reading.time else now
    if when is now:
        note = "; ".join(
            part for part in (note, "time of the import: the file does not say when it was published") if part
        )
    found = (*reading.findings, *findings)
    with told(store.path), _writing(store, reading) as target:
        new, old = imported(target, reading.source.sha256, reading.tables)
        stated = Import(when.isoformat(), utc(when), utc(now), note)
        snapshot, rows = write(target, reading, new, stated, found) if new else (0, {})
    if not new:
        return _already(store, old)
    return Added(snapshot, already=False, contests=rows, time=stated.time, note=note)


def snapshots(store: Store, contest: str | None = None) -> tuple[Snapshot, ...]:
    """Every snapshot in the order of time, of one contest or of all.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     [each.rows for each in snapshots(store, "president")]
    [1, 2]
    """
    which = f"WHERE contest = {literal(contest)}" if contest is not None else ""
    rows = store.engine.rows(
        "SELECT id, contest, time, file, sha256, format, rows, lists, CAST(imported_at AS VARCHAR), note "
        f"FROM {held('snapshots')} {which} ORDER BY utc, id, contest"
    )
    fields = tuple(Snapshot.__dataclass_fields__)
    return tuple(Snapshot(**dict(zip(fields, row, strict=True)) | {"lists": tuple(row[7])}) for row in rows)


def known(store: Store, *, at: datetime | str | None = None) -> Known:
    """What was known at a time: the last snapshot of each contest published by then.

    Args:
        store: an open store.
        at: with its offset from UTC, as ``2020-10-18T21:00:00-04:00``; the latest where None.

    Returns:
        For each contest that had been published a table in the shape of ``sheets``, with that snapshot's lists.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     known(store, at="2020-10-18T20:30:00-04:00").tables
    {'president': 'president@1'}
    """
    until = utc(moment(at)) if at is not None else None
    last = {each.contest: each for each in snapshots(store) if until is None or utc(moment(each.time)) <= until}
    return Known(store.engine, {contest: table_of(store, each) for contest, each in last.items()}, last)


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
        others = {each.contest for each in snapshots(store)}
        raise Problem(
            "{file} holds no sheets of “{contest}”. It holds: {near}.",
            file=store.path,
            contest=contest,
            near=nearest(contest, others) or "–",
        )
    until = utc(moment(at)) if at is not None else None
    published = [each for each in every if until is None or utc(moment(each.time)) <= until]
    if not published:
        raise Problem(
            "nothing of “{contest}” had been published at {time}: the first snapshot is of {first}.",
            contest=contest,
            time=at,
            first=every[0].time,
        )
    return published[-1]


def table_of(store: Store, snapshot: Snapshot) -> str:
    """A snapshot's sheets as a table of their own, in the shape of ``sheets``; nothing is copied."""
    name = f"{snapshot.contest}@{snapshot.id}"
    columns = ", ".join(f"{quoted(each)} AS {quoted(each)}" for each in (*FIXED, *snapshot.lists))
    store.engine.rows(
        f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS SELECT {columns} "
        f"FROM {held('sheets_' + snapshot.contest)} WHERE snapshot = {snapshot.id}"
    )
    return name


def _attach(engine: StoreEngine, *, read_only: bool = False) -> None:
    attach(engine.connection, engine.path, OURS, read_only=read_only)
    engine.rows(f"USE {quoted(OURS)}")
    engine.rows(f"SET temp_directory = {literal(f'{engine.path}.tmp')}")


def _already(store: Store, ids: Sequence[int]) -> Added:
    old = [each for each in snapshots(store) if each.id in ids]
    last = max(old, key=lambda each: each.id)
    return Added(
        last.id, already=True, contests={each.contest: each.rows for each in old}, time=last.time, note=last.note
    )


@contextmanager
def _writing(store: Store, reading: Reading) -> Iterator[Target]:
    """Where to write from: a table in another connection reaches the file fastest from there, without being copied."""
    theirs = getattr(reading.engine, "connection", None)
    if theirs is None:
        raise Problem(
            "{file} was not read on the embedded engine, and only that can add to a store.", file=reading.source.file
        )
    if theirs is store.engine.connection:
        with written_once(theirs):
            yield Target(theirs, f"{quoted(OURS)}.main")
        return
    store.engine.rows("USE memory")
    store.engine.rows(f"DETACH {quoted(OURS)}")
    try:
        attach(theirs, store.path, INTO)
        try:
            with written_once(theirs):
                yield Target(theirs, f"{quoted(INTO)}.main")
        finally:
            theirs.execute(f"DETACH {quoted(INTO)}")
    finally:
        _attach(store.engine)
