"""One import, written: a transaction that adds a snapshot's sheets, its line and its findings."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.sheets import AREAS, COUNTS, FIXED, lists_of, literal, quoted
from escrutinio.canvass.storing.spelling import same_lists
from escrutinio.model import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.sheets import Reading

TYPES = {
    "snapshot": "INTEGER",
    "file_row": "BIGINT",
    "station": "VARCHAR",
    **dict.fromkeys(AREAS, "VARCHAR"),
    "abroad": "BOOLEAN",
    **dict.fromkeys(COUNTS, "BIGINT"),
}


@dataclass(frozen=True, eq=False)
class Target:
    """A connection that has the store open, and the store's schema in it."""

    connection: DuckDBPyConnection
    schema: str

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement with these values."""
        return self.connection.execute(sql, list(values)).fetchall()

    def named(self, table: str) -> str:
        """A table of the store, as SQL."""
        return f"{self.schema}.{quoted(table)}"


@dataclass(frozen=True)
class Import:
    """When a count was published (as stated, and in UTC), when it was imported, a note, and whether anybody stated it.

    ``instead`` are the snapshots, by contest, whose place this one takes.
    """

    time: str
    utc: datetime
    imported_at: datetime
    note: str
    stated: bool = True
    instead: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """One contest of a file as the store has it already."""

    id: int
    time: str
    utc: datetime
    stated: bool
    format: str
    lists: tuple[str, ...]
    rows: int
    note: str


def imported(target: Target, sha256: str) -> dict[str, Held]:
    """What the store has of a file, by contest; what another reading took the place of is left out."""
    # A store that an earlier version made has not the last two columns, so they are asked for by a pattern.
    rows = target.rows(
        "SELECT contest, id, time, utc, utc <> imported_at, format, lists, rows, note, "
        f"COLUMNS('^(sha256|superseded|stated)$') FROM {target.named('snapshots')} WHERE sha256 = ?",
        [sha256],
    )
    found = {}
    for contest, number, time, utc, differ, form, lists, sheets, note, _, *later in rows:
        superseded, stated = later or (None, None)
        if superseded is None:
            told = bool(differ if stated is None else stated)
            found[contest] = Held(number, time, utc, told, form, tuple(lists), sheets, note)
    return found


def write(
    target: Target, reading: Reading, contests: Sequence[str], stated: Import, findings: Collection[Finding]
) -> tuple[int, Mapping[str, int]]:
    """Add a snapshot in one transaction; its number and how many sheets each contest has."""
    target.connection.execute("BEGIN TRANSACTION")
    try:
        _later_columns(target)
        [(snapshot,)] = target.rows(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {target.named('snapshots')}")
        stored = {contest: _sheets(target, reading, contest, snapshot) for contest in contests}
        for contest, (rows, columns) in stored.items():
            _line(target, reading, contest, (snapshot, rows, columns), stated)
        _supersede(target, stated.instead, snapshot)
        for contest in dict.fromkeys((*contests, *stated.instead)):
            _current(target, contest)
        told = [each for contest, (_, columns) in stored.items() for each in _otherwise(reading, contest, columns)]
        _findings(target, snapshot, [*findings, *told])
        target.connection.execute("COMMIT")
    except BaseException:
        _roll_back(target)
        raise
    return snapshot, {contest: rows for contest, (rows, _) in stored.items()}


def supersede(target: Target, instead: Mapping[str, int], snapshot: int) -> None:
    """Let a snapshot that is there already take the place of others, in one transaction; nothing where there are none.

    Args:
        target: the store.
        instead: the snapshots that count no more, by contest.
        snapshot: the one that does.
    """
    if not instead:
        return
    target.connection.execute("BEGIN TRANSACTION")
    try:
        _later_columns(target)
        _supersede(target, instead, snapshot)
        for contest in instead:
            _current(target, contest)
        target.connection.execute("COMMIT")
    except BaseException:
        _roll_back(target)
        raise


def _later_columns(target: Target) -> None:
    """A store that an earlier version made gets the columns that came later."""
    if "superseded" not in columns_in(target, "snapshots"):
        for column in ("superseded INTEGER", "stated BOOLEAN"):
            target.connection.execute(f"ALTER TABLE {target.named('snapshots')} ADD COLUMN {column}")


def _supersede(target: Target, instead: Mapping[str, int], snapshot: int) -> None:
    """Snapshots whose place this one takes stay, and count no more."""
    for contest, old in instead.items():
        target.rows(
            f"UPDATE {target.named('snapshots')} SET superseded = ? WHERE id = ? AND contest = ?",
            [snapshot, old, contest],
        )


def _roll_back(target: Target) -> None:
    """After a failed COMMIT there is nothing left to roll back."""
    import duckdb

    try:
        target.connection.execute("ROLLBACK")
    except duckdb.TransactionException:
        return


def columns_in(target: Target, table: str) -> tuple[str, ...]:
    """The columns of a table of the store, in lower case: DuckDB does not tell them apart by case, so neither do we."""
    return tuple(str(row[0]).lower() for row in target.rows(f"DESCRIBE {target.named(table)}"))


def stored_as(target: Target, reading: Reading, contest: str) -> dict[str, str]:
    """The column of the store that each column of a reading goes to: a list that the store has, to that list's.

    An id that only case, accents, blanks or hyphens tell from one that is there is that list's.
    """
    there = lists_of(str(row[0]) for row in target.rows(f"DESCRIBE {target.named(f'sheets_{contest}')}"))
    lists = reading.lists[contest]
    same = same_lists(lists, there) if there else {}
    has = {name.lower() for name in reading.engine.columns(reading.tables[contest])}
    return {each: same.get(each, each) for each in (*FIXED, *lists) if each.lower() in has}


def _sheets(target: Target, reading: Reading, contest: str, snapshot: int) -> tuple[int, Mapping[str, str]]:
    """Copy a contest's sheets, with new columns for lists that no earlier file had; how many, and what went where."""
    table = f"sheets_{contest}"
    kinds = TYPES | dict.fromkeys(reading.lists[contest], "BIGINT")
    defined = ", ".join(f"{quoted(name)} {kind}" for name, kind in kinds.items())
    target.connection.execute(f"CREATE TABLE IF NOT EXISTS {target.named(table)} ({defined})")
    stored = stored_as(target, reading, contest)
    has = columns_in(target, table)
    for name in dict.fromkeys(stored.get(each, each) for each in reading.lists[contest]):
        if name.lower() not in has:
            target.connection.execute(f"ALTER TABLE {target.named(table)} ADD COLUMN {quoted(name)} BIGINT")
    columns = ", ".join(f"{quoted(name)} AS {quoted(column)}" for name, column in stored.items())
    [(rows,)] = target.rows(
        f"INSERT INTO {target.named(table)} BY NAME "
        f"SELECT {snapshot} AS snapshot, {columns} FROM {quoted(reading.tables[contest])}"
    )
    return int(rows), stored


def _line(
    target: Target, reading: Reading, contest: str, kept: tuple[int, int, Mapping[str, str]], stated: Import
) -> None:
    snapshot, rows, columns = kept
    source = reading.source
    values = {
        "id": snapshot,
        "contest": contest,
        "time": stated.time,
        "utc": stated.utc,
        "file": source.file or source.title,
        "sha256": source.sha256,
        "format": reading.format,
        "rows": rows,
        "lists": [columns.get(each, each) for each in reading.lists[contest]],
        "imported_at": stated.imported_at,
        "note": stated.note,
        "stated": stated.stated,
    }
    into = f"{target.named('snapshots')} ({', '.join(map(quoted, values))})"
    target.rows(f"INSERT INTO {into} VALUES ({', '.join('?' * len(values))})", list(values.values()))


def _otherwise(reading: Reading, contest: str, columns: Mapping[str, str]) -> Iterator[Finding]:
    """C602: a list whose id earlier files wrote otherwise."""
    for name in reading.lists[contest]:
        if columns.get(name, name) != name:
            facts = {"contest": contest, "list": columns[name], "written": name}
            yield Finding("C602", "info", reading.source, facts)


def _current(target: Target, contest: str) -> None:
    """The view of the latest count, for whoever brings SQL of their own."""
    latest = target.rows(
        f"SELECT id FROM {target.named('snapshots')} WHERE contest = {literal(contest)} AND superseded IS NULL "
        "ORDER BY utc DESC, id DESC LIMIT 1"
    )
    which = f"snapshot = {latest[0][0]}" if latest else "FALSE"
    target.connection.execute(
        f"CREATE OR REPLACE VIEW {target.named('current_' + contest)} AS "
        f"SELECT * FROM {target.named('sheets_' + contest)} WHERE {which}"
    )


def _findings(target: Target, snapshot: int, findings: Collection[Finding]) -> None:
    """All findings in one statement: a column a list, because a row a statement is a thousand times as slow."""
    if not findings:
        return
    encoded = json.JSONEncoder(default=str, ensure_ascii=False).encode
    columns = [
        [each.code for each in findings],
        [each.severity for each in findings],
        [each.where.title for each in findings],
        [each.where.file for each in findings],
        [each.where.row for each in findings],
        [each.where.sha256 for each in findings],
        [encoded(dict(each.facts)) for each in findings],
    ]
    unnested = ", ".join("UNNEST(?)" for _ in columns)
    target.rows(f"INSERT INTO {target.named('findings')} SELECT {snapshot}, {unnested}", columns)
