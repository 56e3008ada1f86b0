"""A count opened wherever it lies: an official file, a store, a folder of published snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from escrutinio.canvass.counting.comparisons import Comparison
    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.sheets import Reading
    from escrutinio.canvass.storing.opening import Opened
    from escrutinio.canvass.storing.store import Known, Snapshot, Store
    from escrutinio.model import Finding, Source


@dataclass(frozen=True, eq=False)
class Count:
    """A count, wherever it lies: for each contest its sheets on an engine, and the snapshot they are of.

    ``found`` gives what was found while reading; ``previous`` has the snapshot before, where a store has one; ``row``
    is what a row stands for. Of a single file the snapshot's ``id`` is 0. ``kept`` is true of a store, which keeps what
    was found at import; a folder of published snapshots does not. ``across`` gives what only a series of snapshots
    tells: names written otherwise than before and, with ``earlier=True``, what fell between the earlier ones.
    """

    engine: Engine
    tables: Mapping[str, str]
    snapshots: Mapping[str, Snapshot]
    found: Callable[[], tuple[Finding, ...]] = tuple
    previous: Mapping[str, str] = field(default_factory=dict)
    row: str = "station"
    kept: bool = False
    across: Callable[..., tuple[Finding, ...]] = lambda **_: ()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close."""
        self.engine.close()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was found while reading: now, or when a store's snapshots were imported, with what was kept then."""
        return self.found()

    def known_of(self, contest: str) -> tuple[Finding, ...]:
        """Those findings that are on the file of a contest."""
        return tuple(each for each in self.findings if each.where.sha256 == self.snapshots[contest].sha256)

    def source(self, contest: str) -> Source:
        """The file that a contest's sheets were read from, and when it was published, where anybody says."""
        from escrutinio.model import Source

        of = self.snapshots[contest]
        return Source(Path(of.file).name, file=of.file, sha256=of.sha256, date=of.time if of.stated else "")

    def only(self, contest: str | None) -> Count:
        """One of its contests; all where None.

        Raises:
            Problem: it has no such contest.
        """
        from escrutinio.canvass.naming import no_such_contest

        if contest is None:
            return self
        if contest not in self.tables:
            raise no_such_contest(contest, self.tables)
        return replace(self, tables={contest: self.tables[contest]}, snapshots={contest: self.snapshots[contest]})

    def series(self, contest: str) -> list[tuple[str, dict[str, int | None]]]:
        """The totals of each moment, in the order of the file, where a row is a moment."""
        from escrutinio.canvass.sheets import quoted

        lists = self.snapshots[contest].lists
        columns = ", ".join(map(quoted, ("station", *lists)))
        rows = self.engine.rows(f"SELECT {columns} FROM {quoted(self.tables[contest])} ORDER BY file_row")  # noqa: S608 - names quoted
        return [(str(time), dict(zip(lists, votes, strict=True))) for time, *votes in rows]

    def refuse_moments(self) -> None:
        """Refuse to add rows up that are totals of moments, not sheets.

        Raises:
            Problem: they are.
        """
        from escrutinio.model import Problem

        if self.row == "moment":
            raise Problem(
                "each row of {file} is the total at one moment: added up, every vote would count many times. "
                "`escrutinio check` says what fell.",
                file=next(iter(self.snapshots.values())).file,
            )

    def also_in(self, other: Count) -> str:
        """The one contest that this count and another both have.

        Raises:
            Problem: they share none, or several.
        """
        from escrutinio.model import Problem

        both = [each for each in self.tables if each in other.tables]
        if not both:
            raise Problem(
                "the two counts have no contest in common: one has {held}, the other {others}. Compare two counts of "
                "one contest.",
                held=", ".join(self.tables) or "–",
                others=", ".join(other.tables) or "–",
            )
        return self.only(both[0]).one() if len(both) == 1 else replace(self, tables=dict.fromkeys(both, "")).one()

    def refuse_another_election(self, found: Comparison, contest: str, other: Count) -> None:
        """Refuse a comparison of counts that have no station in common, or lists with votes that the other has not.

        Raises:
            Problem: they are of different elections.
        """
        from escrutinio.canvass.reading.formats import folded
        from escrutinio.model import Problem

        files = {"old": self.snapshots[contest].file, "new": other.snapshots[contest].file}
        if found.added.sheets == found.new.sheets and found.old.sheets and found.new.sheets:
            raise Problem(
                "{old} and {new} have no station in common. Look whether they are counts of one election, or say with "
                "--by what tells their stations apart.",
                **files,
            )
        has = [{folded(name) for name in each.snapshots[contest].lists} for each in (self, other)]
        gone = [name for name, votes in found.old.votes.items() if votes and folded(name) not in has[1]]
        come = [name for name, votes in found.new.votes.items() if votes and folded(name) not in has[0]]
        if gone and come:
            raise Problem(
                "{old} and {new} seem to be counts of different elections: only the first has votes for {gone}, only "
                "the second for {come}. Compare two counts of one election.",
                gone=", ".join(gone),
                come=", ".join(come),
                **files,
            )

    def one(self, contest: str | None = None) -> str:
        """The name of the contest asked for; where none is, of the only one there is.

        Raises:
            Problem: it has several contests, or not this one.
        """
        from escrutinio.canvass.naming import several_contests

        chosen = list(self.only(contest).tables)
        if len(chosen) != 1:
            raise several_contests(chosen)
        return chosen[0]


def open_count(
    place: str | Path | Reading | Known | Store | Count,
    *,
    at: datetime | str | None = None,
    contest: str | None = None,
    format: str | Path | None = None,  # noqa: A002 - the user's word
) -> Count:
    r"""Open a count, wherever it lies.

    Args:
        place: an official file, a store, a folder of published snapshots, or what ``read``, ``known`` and
            ``open_store`` gave.
        at: as of this time, with its offset from UTC; the latest where None. Not for a single file.
        contest: only this one.
        format: the description that a file is read by.

    Raises:
        Problem: there is nothing of the kind, or it cannot be read.

    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa;A;B\n1;10;4\n", "station: [mesa]", "lists: [A, B]") as (file, description):
    ...     with open_count(file, format=description) as count:
    ...         count.tables, count.snapshots["president"].rows
    ({'president': 'sheets_president'}, 1)
    """
    if isinstance(place, Count):
        return place.only(contest)
    return _opener(place)(place, at, format, contest).only(contest)


def _opener(place: object) -> Callable[..., Count]:
    """What opens a thing: told by its type, or by what lies at a path."""
    from escrutinio.canvass.sheets import Reading
    from escrutinio.canvass.storing.store import Known, Store

    kinds: dict[type, Callable[..., Count]] = {Reading: _of_reading, Known: _of_known, Store: _of_store}
    for kind, opener in kinds.items():
        if isinstance(place, kind):
            return opener
    path = Path(str(place))
    if path.is_dir():
        return _of_folder
    return _of_store_file if _is_store(path) else _of_file


def _is_store(path: Path) -> bool:
    from escrutinio.canvass.storing.database import MAGIC, MAGIC_AT

    try:
        with path.open("rb") as file:
            return file.read(MAGIC_AT + len(MAGIC))[MAGIC_AT:] == MAGIC
    except OSError:
        return False  # whoever reads it says what is wrong


def _of_folder(path: str | Path, at: datetime | str | None, _format: object, contest: str | None) -> Count:
    from escrutinio.canvass.storing.opening import count_of_folder

    return _made(count_of_folder(path, at, contest))


def _made(of: Opened) -> Count:
    return Count(of.engine, of.tables, of.snapshots, of.found, of.previous, kept=of.kept, across=of.across)


def _of_known(known: Known, *_: object) -> Count:
    return Count(known.engine, known.tables, known.snapshots)


def _of_file(path: str | Path, at: datetime | str | None, format: str | Path | None, contest: str | None) -> Count:  # noqa: A002
    from escrutinio.canvass.reading.files import read

    return _of_reading(read(path, format=format, contest=contest), at)


def _of_reading(reading: Reading, at: datetime | str | None = None, *_: object) -> Count:
    """A file's count: its snapshots are made of what it says of itself."""
    from escrutinio.canvass.storing.store import Snapshot
    from escrutinio.model import Problem

    source = reading.source
    if at is not None:
        raise Problem(
            "{file} is one file and has no other snapshots. Leave the time out, or keep its snapshots in a store: "
            "escrutinio read FILE --into STORE.",
            file=source.file or source.title,
        )
    made = {
        contest: Snapshot(
            id=0,
            contest=contest,
            time=reading.time,
            file=source.file or source.title,
            sha256=source.sha256,
            format=reading.format,
            rows=reading.rows.get(contest, 0),
            lists=reading.lists[contest],
            imported_at="",
            note="",
        )
        for contest in reading.tables
    }
    stands_for = next((str(each.facts["row_is"]) for each in reading.findings if each.code == "R008"), "station")
    return Count(reading.engine, reading.tables, made, lambda: reading.findings, row=stands_for)


def _of_store_file(path: str | Path, at: datetime | str | None, _format: object, contest: str | None) -> Count:
    from escrutinio.canvass.storing.opening import count_of_store
    from escrutinio.canvass.storing.store import open_store

    store = open_store(path, read_only=True)
    try:
        return _made(count_of_store(store, at, contest))
    except Exception:
        store.close()
        raise


def _of_store(store: Store, at: datetime | str | None, _format: object, contest: str | None) -> Count:
    from escrutinio.canvass.storing.opening import count_of_store

    return _made(count_of_store(store, at, contest))
