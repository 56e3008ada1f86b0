"""The file under a store: made whole or not at all, opened with one clear message where it cannot be."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from escrutinio.canvass.sheets import literal, quoted
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

SCHEMA = 1
OURS = "store"
MAGIC, MAGIC_AT = b"DUCK", 8

TABLES = """
CREATE TABLE {at}.about (name VARCHAR, value VARCHAR);
CREATE TABLE {at}.snapshots (
    id INTEGER, contest VARCHAR, time VARCHAR, utc TIMESTAMP, file VARCHAR, sha256 VARCHAR, format VARCHAR,
    rows BIGINT, lists VARCHAR[], imported_at TIMESTAMP, note VARCHAR, superseded INTEGER, stated BOOLEAN
);
CREATE TABLE {at}.findings (
    snapshot INTEGER, code VARCHAR, severity VARCHAR, title VARCHAR, file VARCHAR, row BIGINT, sha256 VARCHAR,
    facts VARCHAR
);
"""


@dataclass(frozen=True, eq=False)
class StoreEngine:
    """The embedded engine with a store open in it; what the database says of the file is said in our words."""

    path: Path
    connection: DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, as Python values."""
        with told(self.path):
            return self.connection.execute(sql).fetchall()

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table, in order."""
        return tuple(row[0] for row in self.rows(f"DESCRIBE {quoted(table)}"))

    def view(self, name: str, files: Sequence[str]) -> None:
        """Name Parquet files as one table; columns are matched by name."""
        paths = ", ".join(literal(each) for each in files)
        self.rows(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS FROM read_parquet([{paths}], union_by_name => true)")

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


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


def held(table: str) -> str:
    """A table of the open store as SQL, whatever else the engine holds.

    >>> held("snapshots")
    '"store".main."snapshots"'
    """
    return f"{quoted(OURS)}.main.{quoted(table)}"


def attach(connection: DuckDBPyConnection, path: Path, name: str, *, read_only: bool = False) -> None:
    """Open the store's file under a name in a connection of DuckDB.

    Raises:
        Problem: the file is not there, not a store, damaged, of a newer version, or open elsewhere.
    """
    _looks_right(path)
    how = "(TYPE duckdb, READ_ONLY)" if read_only else "(TYPE duckdb)"
    with told(path):
        connection.execute(f"ATTACH {literal(str(path))} AS {quoted(name)} {how}")
    try:
        with told(path):
            _ours(connection, path, name)
    except Problem:
        connection.execute(f"DETACH {quoted(name)}")
        raise


def make(connection: DuckDBPyConnection, path: Path) -> None:
    """Make an empty store; it appears under its name only when it is whole, so that no half-made file stays."""
    with told(path), _part(path) as part:
        connection.execute(f"ATTACH {literal(str(part))} AS made (TYPE duckdb)")
        with written_once(connection):
            connection.execute(f"BEGIN; {TABLES.format(at='made')}")
            connection.execute(f"INSERT INTO made.about VALUES ('schema', '{SCHEMA}'); COMMIT")
        connection.execute("DETACH made")
        try:
            os.link(part, path)
        except FileExistsError:  # another program made it meanwhile: that one is opened
            return


@contextmanager
def written_once(connection: DuckDBPyConnection) -> Iterator[None]:
    """What is committed goes straight into the file, not into the log beside it first and into the file afterwards.

    It is as safe: the new blocks are written and synced before the one header that makes them the file's.
    """
    import duckdb

    before = connection.execute("SELECT current_setting('checkpoint_threshold')").fetchall()[0][0]
    connection.execute("SET checkpoint_threshold = '0B'")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # a connection that a full disk has stopped
            connection.execute(f"SET checkpoint_threshold = {literal(before)}")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What the database or the disk says about a store, as one message of ours."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise _problem(path, str(error)) from error
    except OSError as error:
        raise _problem(path, error.strerror or str(error)) from error


def _problem(path: Path, said: str) -> Problem:
    for words, problem in SAID.items():
        if re.search(words, said):
            holder = re.search(r"PID (\d+)", said)
            return Problem(problem, file=path, holder=holder[1] if holder else "?", why=said.splitlines()[0])
    return Problem("{file}: the database says: {why}", file=path, why=said.splitlines()[0])


SAID = {
    "Could not set lock": (
        "{file} is being written by another program (process {holder}), and nobody else can open it meanwhile. Wait "
        "until it has finished, or read what it has published."
    ),
    "Unique file handle|already attached": (
        "{file} is already open in this program. Close it first, or use the one that is open."
    ),
    "Permission denied|[Rr]ead-only file": (
        "the permissions of {file} do not allow this ({why}). Change them, or, where it may be read, open it for "
        "reading only."
    ),
    "No space left|File too large|quota exceeded|max_temp_directory_size|failed to offload": (
        "the disk that holds {file} is full ({why}). Nothing of what was being written was kept, and what was there "
        "before is unchanged; make room and repeat."
    ),
    "No such file or directory|Not a directory": (
        "{file} cannot be made: its folder is not there. Make the folder first, or give another name."
    ),
    "newer version|version number": (
        "{file} was written by a newer version of DuckDB ({why}). Update escrutinio, or use the version that wrote it."
    ),
    "enough bytes|[Cc]orrupt|checksum|erialization": (
        "{file} is damaged or cut off ({why}). Take a copy, or import the official files into a new store."
    ),
}
"""What the database or the system says, as a pattern, and what we say instead."""


def _looks_right(path: Path) -> None:
    """Look before DuckDB does: it would try to download a reader for a foreign database."""
    if path.is_dir():
        raise Problem("{file} is a folder. Give the name of a file for the store.", file=path)
    if not path.exists():
        near = nearest(path.name, (each.name for each in path.parent.glob("*") if each.is_file()))
        raise Problem(
            "there is no store at {file}. Did you mean {near}?" if near else "there is no store at {file}.",
            file=path,
            near=near,
        )
    with told(path), path.open("rb") as file:
        start = file.read(MAGIC_AT + len(MAGIC))
    if start[MAGIC_AT:] != MAGIC:
        raise Problem(
            "{file} is not a store: it is no DuckDB database. Give another name, or read it as a file of results.",
            file=path,
        )


def _ours(connection: DuckDBPyConnection, path: Path, name: str) -> None:
    import duckdb

    at = f"{quoted(name)}.main"
    try:  # to ask for the tables is much faster than to list them
        row = connection.execute(f"SELECT value FROM {at}.about WHERE name = 'schema'").fetchone()
        connection.execute(f"SELECT snapshots.id, findings.code FROM {at}.snapshots, {at}.findings LIMIT 0")
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise Problem(
            "{file} is a DuckDB database, but not a store: it has no tables about, snapshots and findings. Give "
            "another name.",
            file=path,
        ) from error
    if row is None or int(row[0]) > SCHEMA:
        raise Problem(
            "{file} has the form {given} of a store, and this version of escrutinio knows {known}. Update escrutinio.",
            file=path,
            given=row[0] if row else "?",
            known=SCHEMA,
        )


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    """A place beside the file to make it in; nothing of it stays."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        yield Path(folder) / "part"
