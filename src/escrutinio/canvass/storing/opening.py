"""A store or a published folder opened as a count: as of a time, with the snapshots before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.storing.snapshots import as_of, known, nothing_there, nothing_yet, snapshots, table_of
from escrutinio.canvass.storing.spelling import Alike, named_alike

if TYPE_CHECKING:
    from datetime import datetime

    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.storing.snapshots import Snapshot
    from escrutinio.canvass.storing.store import Store
    from escrutinio.model import Finding


@dataclass(frozen=True, eq=False)
class Opened:
    """What a count is made of; its fields are explained there."""

    engine: Engine
    tables: Mapping[str, str]
    snapshots: Mapping[str, Snapshot]
    found: Callable[[], tuple[Finding, ...]] = tuple
    previous: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False
    across: Callable[..., tuple[Finding, ...]] = lambda **_: ()


@dataclass(frozen=True, eq=False)
class Before(Mapping[str, str]):
    """The snapshot before, for each contest that has one: its table, with lists and stations named as they are now.

    It is made when it is asked for: to add sheets up nobody needs it.
    """

    store: Store
    pairs: Mapping[str, tuple[Snapshot, Snapshot]]
    made: dict[str, str] = field(default_factory=dict)
    alike: dict[str, tuple[Alike, ...]] = field(default_factory=dict)

    def __getitem__(self, contest: str) -> str:
        """The table."""
        if contest not in self.made:
            before, now = (table_of(self.store, each) for each in self.pairs[contest])
            found = named_alike(self.store.engine, before, now)
            self.made[contest], self.alike[contest] = found.table, found.stations
        return self.made[contest]

    def __iter__(self) -> Iterator[str]:
        """The contests."""
        return iter(self.pairs)

    def __len__(self) -> int:
        """How many contests have a snapshot before."""
        return len(self.pairs)


def count_of_store(store: Store, at: datetime | str | None = None, contest: str | None = None) -> Opened:
    """A store as of a time, with the snapshots before it and what was found while reading.

    Args:
        store: an open store.
        at: with its offset from UTC; the latest where None.
        contest: only this one, where the store has it.

    Raises:
        Problem: the store is empty, nothing had been published by then, or somebody took sheets out of it.
    """
    from escrutinio.canvass.counting.kept import kept

    every = snapshots(store)
    chosen = contest if any(each.contest == contest for each in every) else None
    if chosen is not None:
        as_of(store, chosen, at=at)
    now = known(store, at=at, contest=chosen)
    if not every:
        raise nothing_there(store.path)
    if not now.tables:
        raise nothing_yet(every, at)
    until = {
        name: [each for each in every if each.contest == name][: _place(every, last) + 1]
        for name, last in now.snapshots.items()
    }
    before = Before(store, {name: (told[-2], told[-1]) for name, told in until.items() if len(told) > 1})
    ids = {name: each.id for name, each in now.snapshots.items()}

    def across(*, earlier: bool = False) -> tuple[Finding, ...]:
        return _across(store, before, until, earlier=earlier)

    return Opened(
        store.engine, now.tables, now.snapshots, lambda: kept(store.engine, ids), before, kept=True, across=across
    )


def _place(every: tuple[Snapshot, ...], last: Snapshot) -> int:
    """Where a snapshot stands among those of its contest."""
    return [each.id for each in every if each.contest == last.contest].index(last.id)


def _across(store: Store, before: Before, until: Mapping[str, list[Snapshot]], *, earlier: bool) -> tuple[Finding, ...]:
    """C601 against the snapshot before; with the earlier ones, also what fell between those, and how they were read."""
    from escrutinio.canvass.counting.kept import kept
    from escrutinio.canvass.storing.successive import successive

    found: list[Finding] = []
    for name in before:
        found += _written_otherwise(before, name)
    for name, told in until.items() if earlier else ():
        found += successive(store, told[:-1])
        for each in told[:-1]:
            found += [one for one in kept(store.engine, {name: each.id}) if one.code in {"C602", "C603"}]
    return tuple(found)


def _written_otherwise(before: Before, contest: str) -> Iterator[Finding]:
    from escrutinio.canvass.checking.words import about
    from escrutinio.canvass.counting.kept import kept
    from escrutinio.canvass.sheets import sheet_and_row, sheet_names
    from escrutinio.model import Finding, Source

    _ = before[contest]
    now = before.pairs[contest][1]
    names = sheet_names(kept(before.store.engine, {contest: now.id}), contest) if before.alike[contest] else ()
    for each in before.alike[contest]:
        sheet, row = ("", None) if each.row is None else sheet_and_row(each.row, names)
        where = Source(Path(now.file).name, sheet, file=now.file, row=row, sha256=now.sha256, date=now.time)
        facts = {"contest": contest, "station": each.now[-1], "written": each.before[-1]}
        yield Finding("C601", about("C601").severity, where, facts)


def count_of_folder(path: str | Path, at: datetime | str | None = None, contest: str | None = None) -> Opened:
    """The published snapshots of a folder as of a time.

    Raises:
        Problem: nothing is published there, nothing had been by then, or a file is not the one that was published.
    """
    from escrutinio.canvass.storing.publishing import in_order, published, snapshot_of

    entries = in_order(path)
    if not entries:
        raise nothing_there(path)
    chosen = contest if any(each["contest"] == contest for each in entries) else None
    found = published(path, at=at, contest=chosen)
    if not found.tables:
        raise nothing_yet([snapshot_of(each) for each in entries if chosen in {None, each["contest"]}], at)
    return Opened(found.engine, found.tables, found.snapshots)
