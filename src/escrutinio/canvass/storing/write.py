"""One import, written: a transaction that adds a snapshot's sheets, its line and its findings."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.sheets import AREAS, COUNTS, FIXED, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.sheets import Reading
    from escrutinio.model import Finding

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
    """When a count was published (as stated, and in UTC), when it was imported, and a note."""

    time: str
    utc: datetime
    imported_at: datetime
    note: str


def imported(target: Target, sha256: str, contests: Iterable[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The contests of a file that the store does not have yet, and the snapshots that have the others."""
    rows = target.rows(f"SELECT contest, id FROM {target.named('snapshots')} WHERE sha256 = ?", [sha256])
    held = dict(rows)
    wanted = tuple(contests)
    return tuple(each for each in wanted if each not in held), tuple(held[each] for each in wanted if each in held)


def write(
    target: Target, reading: Reading, contests: Sequence[str], stated: Import, findings: Collection[Finding]
) -> tuple[int, Mapping[str, int]]:
    """Add a snapshot in one transaction; its number and how many sheets each contest has."""
    target.connection.execute("BEGIN TRANSACTION")
    try:
        [(snapshot,)] = target.rows(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {target.named('snapshots')}")
        rows = {contest: _sheets(target, reading, contest, snapshot) for contest in contests}
        for contest in contests:
            _line(target, reading, contest, (snapshot, rows[contest]), stated)
            _current(target, contest)
        _findings(target, snapshot, findings)
        target.connection.execute("COMMIT")
    except BaseException:
        _roll_back(target)
        raise
    return snapshot, rows


def _roll_back(target: Target) -> None:
    """After a failed COMMIT there is nothing left to roll back."""
    import duckdb

    try:
        target.connection.execute("ROLLBACK")
    except duckdb.TransactionException:
        return


def _sheets(target: Target, reading: Reading, contest: str, snapshot: int) -> int:
    """Copy a contest's sheets, with new columns for lists that no earlier file had."""
    table, lists = f"sheets_{contest}", reading.lists[contest]
    _columns(target, table, lists)
    has = {name.lower() for name in reading.engine.columns(reading.tables[contest])}
    columns = ", ".join(quoted(each) for each in (*FIXED, *lists) if each.lower() in has)
    [(rows,)] = target.rows(
        f"INSERT INTO {target.named(table)} BY NAME "
        f"SELECT {snapshot} AS snapshot, {columns} FROM {quoted(reading.tables[contest])}"
    )
    return int(rows)


def _columns(target: Target, table: str, lists: Iterable[str]) -> None:
    wanted = TYPES | dict.fromkeys(lists, "BIGINT")
    defined = ", ".join(f"{quoted(name)} {kind}" for name, kind in wanted.items())
    target.connection.execute(f"CREATE TABLE IF NOT EXISTS {target.named(table)} ({defined})")
    # DuckDB does not tell names apart by case, so neither do we
    has = {str(row[0]).lower() for row in target.rows(f"DESCRIBE {target.named(table)}")}
    for name in wanted:
        if name.lower() not in has:
            target.connection.execute(f"ALTER TABLE {target.named(table)} ADD COLUMN {quoted(name)} BIGINT")


def _line(target: Target, reading: Reading, contest: str, counted: tuple[int, int], stated: Import) -> None:
    snapshot, rows = counted
    source = reading.source
    values = [snapshot, contest, stated.time, stated.utc, source.file or source.title, source.sha256, reading.format]
    values += [rows, list(reading.lists[contest]), stated.imported_at, stated.note]
    target.rows(f"INSERT INTO {target.named('snapshots')} VALUES ({', '.join('?' * len(values))})", values)


def _current(target: Target, contest: str) -> None:
    """The view of the latest count, for whoever brings SQL of their own."""
    [(latest,)] = target.rows(
        f"SELECT id FROM {target.named('snapshots')} WHERE contest = {literal(contest)} "
        "ORDER BY utc DESC, id DESC LIMIT 1"
    )
    target.connection.execute(
        f"CREATE OR REPLACE VIEW {target.named('current_' + contest)} AS "
        f"SELECT * FROM {target.named('sheets_' + contest)} WHERE snapshot = {latest}"
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
