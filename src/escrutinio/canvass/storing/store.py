"""The store: every snapshot of a count, kept whole in one DuckDB file with its time and the hash of its source."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import literal, quoted
from escrutinio.canvass.storing.again import Differs, unlike
from escrutinio.canvass.storing.database import OURS, Store, StoreEngine, attach, make, told, written_once
from escrutinio.canvass.storing.snapshots import Known, Snapshot, as_of, known, snapshots, table_of
from escrutinio.canvass.storing.times import stated, utc
from escrutinio.canvass.storing.write import Held, Import, Target, imported, supersede, write
from escrutinio.model import Finding, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from escrutinio.canvass.sheets import Reading

__all__ = [
    "Added", "Known", "Snapshot", "Store", "add", "as_of", "known", "open_store", "snapshots", "table_of"
]  # fmt: skip

INTO = "escrutinio_store"


@dataclass(frozen=True)
class Added:
    """What an import did: the snapshot and its sheets by contest; ``already`` where the same file was there before.

    ``stated`` is false where ``time`` is that of the import. ``differs`` says how this reading differs from the one
    that the store held of the file, which it still holds unless it is among ``superseded``; ``others`` are snapshots of
    the same file as another contest.
    """

    snapshot: int
    already: bool
    contests: Mapping[str, int]
    time: str
    note: str
    stated: bool = True
    differs: tuple[Differs, ...] = ()
    superseded: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


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


@contextmanager
def filled_store(path: Path | str) -> Iterator[Store]:
    """A store to put files into; where it was not there before and nothing came of it, it is gone afterwards.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, filled_store(Path(folder) / "count.duckdb") as store:
    ...     store.path.exists()
    True
    """
    made = not Path(path).exists()
    empty = False
    try:
        with open_store(path) as store:
            try:
                yield store
            finally:
                empty = not snapshots(store, superseded=True)
    finally:
        if made and empty:
            Path(path).unlink(missing_ok=True)


def add(
    store: Store,
    reading: Reading,
    *,
    time: datetime | str | None = None,
    findings: Iterable[Finding] = (),
    note: str = "",
    again: bool = False,
) -> Added:
    r"""Keep a reading as a new snapshot: all of it, or on any failure nothing.

    Args:
        store: open for writing.
        reading: one official file, on an embedded engine of its own.
        time: when the count was published, with its offset from UTC; what the reading says where None, and the time
            of the import where that says nothing.
        findings: what checks found, kept beside what was found while reading.
        note: anything worth keeping with the snapshot.
        again: make this the only reading of its file: whatever else the store holds of it, and says otherwise, stays in
            the store and counts no more. Where nobody says when the count was published, the time stays what it was.

    Returns:
        The snapshot. The same file (by SHA-256) imported again for the same contests changes nothing, unless
        ``again`` is asked for; ``differs`` says where this reading is another than the one that is held.

    Raises:
        Problem: the time has no offset or is still to come, the store cannot be written, the disk is full.

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
    said = time or reading.time
    when = stated(said, now) if said else None
    with told(store.path), _writing(store, reading) as target:
        held = imported(target, reading.source.sha256)
        differs = unlike(target, reading, held, None if when is None else utc(when))
        instead = _instead(reading, held, differs) if again else {}
        new = [each for each in reading.tables if each not in held or each in instead]
        if not new:
            already = _already(reading, held, differs, instead)
            supersede(target, instead, already.snapshot)
            return already
        kept = _import(when, now, note, {each: held[each] for each in instead})
        found = [*reading.findings, *findings, *_read_again(reading, instead, held, differs)]
        snapshot, rows = write(target, reading, new, kept, found)
    others = {name: one.id for name, one in held.items() if name not in instead and name not in reading.tables}
    told_of = tuple(differs.values())
    return Added(
        snapshot, already=False, contests=rows, time=kept.time, note=kept.note, stated=kept.stated,
        differs=told_of, superseded=instead, others=others,
    )  # fmt: skip


def _instead(reading: Reading, held: Mapping[str, Held], differs: Mapping[str, Differs]) -> dict[str, int]:
    """The snapshots whose place a reading takes: those that it tells otherwise, and those of contests it has not."""
    return {name: one.id for name, one in held.items() if name in differs or name not in reading.tables}


def _import(when: datetime | None, now: datetime, note: str, instead: Mapping[str, Held]) -> Import:
    """What is told of an import; where nobody says when the count was published, an earlier reading's time stays."""
    replaced = {name: one.id for name, one in instead.items()}
    before = next(iter(instead.values()), None)
    if when is None and before is not None:
        return Import(before.time, before.utc, utc(now), note or before.note, before.stated, replaced)
    if when is None:
        parts = (note, "time of the import: the file does not say when it was published")
        return Import(now.isoformat(), utc(now), utc(now), "; ".join(filter(None, parts)), stated=False)
    return Import(when.isoformat(), utc(when), utc(now), note, stated=True, instead=replaced)


def _read_again(
    reading: Reading, instead: Mapping[str, int], held: Mapping[str, Held], differs: Mapping[str, Differs]
) -> Iterator[Finding]:
    """C603: a reading that this one takes the place of."""
    for name, old in instead.items():
        contest = name if name in reading.tables else next(iter(reading.tables))
        figures = differs[name].figures if name in differs else None
        facts = {"contest": contest, "snapshot": old, "as": name, "format": held[name].format, "figures": figures}
        yield Finding("C603", "info", reading.source, facts)


def _already(
    reading: Reading, held: Mapping[str, Held], differs: Mapping[str, Differs], instead: Mapping[str, int]
) -> Added:
    """The store holds the file: the last snapshot that it became, and where this reading is another."""
    here = {name: held[name] for name in reading.tables}
    last = max(here.values(), key=lambda each: each.id)
    others = {name: one.id for name, one in held.items() if name not in reading.tables and name not in instead}
    return Added(
        last.id, already=True, contests={name: each.rows for name, each in here.items()}, time=last.time,
        note=last.note, stated=last.stated, differs=tuple(differs.values()), superseded=instead, others=others,
    )  # fmt: skip


def _attach(engine: StoreEngine, *, read_only: bool = False) -> None:
    attach(engine.connection, engine.path, OURS, read_only=read_only)
    engine.rows(f"USE {quoted(OURS)}")
    engine.rows(f"SET temp_directory = {literal(f'{engine.path}.tmp')}")


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
