"""Official files in: whatever an electoral body publishes becomes one table of sheets a contest, and findings.

A file is read by a description (``formats``), found by its headers or given by the user. Every cell is text first;
whatever is no count is empty in the table and told (``read_findings``). Nothing is dropped silently.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.reading.apart import kept
from escrutinio.canvass.reading.ballots import told_once
from escrutinio.canvass.reading.findings import Notes
from escrutinio.canvass.reading.formats import ANY, formats
from escrutinio.canvass.reading.headers import note_columns
from escrutinio.canvass.reading.opened import opened
from escrutinio.canvass.reading.shape import staged
from escrutinio.canvass.reading.tables import finished
from escrutinio.canvass.reading.times import published
from escrutinio.canvass.sheets import Reading
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.reading.opened import Opened
    from escrutinio.canvass.reading.rows import Raw
    from escrutinio.canvass.reading.shape import Staged

SMALL = 8 << 20
"""A file that unpacks to fewer bytes than this is one piece of work: threads would only wait for each other."""
IN_MEMORY = 256 << 20
"""A file that unpacks to more bytes than this is not kept in memory, but in a file of the engine."""


def read(
    path: str | Path,
    *,
    format: str | Path | None = None,  # noqa: A002 - the user's word
    contest: str | None = None,
    engine: Embedded | None = None,
    folders: Iterable[Path] | None = None,
) -> Reading:
    r"""Read one official file.

    Args:
        path: text with separators, a workbook, Parquet or JSON; also packed as ``.gz`` or in a ``.zip``.
        format: the id of a description, or the path of your own; by default the one that the headers fit.
        contest: the contest, where the file does not tell; where it tells several, the only one that is read.
        engine: where the tables are put; by default an engine of its own, in memory or, for big files, on the disk.
        folders: country folders to look for descriptions in.

    Returns:
        The tables of sheets by contest, and what was found.

    Raises:
        Problem: the file cannot be read: it is empty, damaged, too large, or fits no description.

    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa;A;B\n1;10;4\n2;x;7\n", "station: [mesa]", "lists: [A, B]") as (file, description):
    ...     reading = read(file, format=description)
    >>> reading.engine.rows('SELECT station, "A", "B" FROM sheets_president')
    [('1', 10, 4), ('2', None, 7)]
    >>> [finding.code for finding in reading.findings]
    ['R104']
    """
    known = formats(format, folders=folders)
    with tempfile.TemporaryDirectory(prefix="escrutinio-") as folder:
        file = opened(Path(path), Path(folder))
        on = engine or _engine(file)
        notes = Notes(file.source)
        with _whole(on.connection, file):
            raws = raw_tables(file, known, on.connection, notes, chosen=format is not None)
            parts = [
                part
                for _, ballots in groupby(raws, key=lambda raw: raw.table)
                for part in _in_shape(list(ballots), on.connection, contest or "", notes)
            ]
            # to list its tables takes an engine longer than to read a small file, and ours has none yet
            taken = [name for name, _ in _tables(on.connection)] if engine else []
            tables = finished(on.connection, parts, contest, notes, taken=taken)
            scraps = [each for raw in raws for each in raw.scraps or (f'TABLE "{raw.table}"',)]
            _dropped(on.connection, dict.fromkeys(scraps))
    how = next(part.how for part in parts if contest is None or contest in part.contests)
    return Reading(
        source=file.source,
        format=how.id,
        engine=on,
        tables={name: each.table for name, each in tables.items()},
        lists={name: each.lists for name, each in tables.items()},
        findings=tuple(notes.found),
        time=published(how.time, file.name),
        rows={name: each.rows for name, each in tables.items()},
    )


def _in_shape(ballots: Sequence[Raw], connection: DuckDBPyConnection, contest: str, notes: Notes) -> Iterator[Staged]:
    """The ballots of one table in the shape of the canvass; what is found in several of them is told once."""
    for raw in ballots:
        told = Notes(notes.source) if raw.ballot else notes
        keep = kept(connection, raw, told)
        yield staged(connection, raw, keep, contest, told)
        if raw.ballot:
            notes.take(told.found)
    first = ballots[0]
    note_columns(told_once([raw.match for raw in ballots]), first.numbers(), notes, first.sheet)


@contextmanager
def _whole(connection: DuckDBPyConnection, file: Opened) -> Iterator[None]:
    """Leave nothing half read behind; what the engine says of a file is said in our words."""
    from duckdb import Error

    try:
        yield
    except (Error, UnicodeDecodeError) as error:
        _swept(connection)
        raise Problem(
            "{file} cannot be read: the engine stopped ({why}). It may be damaged; ask for the file again.",
            file=file.name,
            why=str(error).splitlines()[0],
        ) from error
    except BaseException:
        _swept(connection)
        raise


MEMORY = "2GB"
"""What an engine on the disk may take of the memory."""


def _engine(file: Opened) -> Embedded:
    """An engine in memory; for big files one on the disk, which goes with the engine."""
    size = file.local.stat().st_size * (8 if file.kind == "parquet" else 1)
    if size <= IN_MEMORY:
        return Embedded(threads=1 if size <= SMALL else 0)
    folder = tempfile.mkdtemp(prefix="escrutinio-")
    engine = Embedded(Path(folder) / "reading.duckdb")
    engine.connection.execute(f"SET memory_limit = '{MEMORY}'")
    weakref.finalize(engine, shutil.rmtree, folder, ignore_errors=True)
    return engine


def raw_tables(
    file: Opened,
    known: Sequence[Format] | None,
    connection: DuckDBPyConnection,
    notes: Notes | None = None,
    *,
    chosen: bool = False,
) -> list[Raw]:
    """The tables of a file on the engine, as they are in it.

    Args:
        file: the file, unpacked.
        known: the descriptions it may fit; None where any headers will do.
        connection: where the tables are put.
        notes: where findings are put.
        chosen: whether the user chose the description.
    """
    if file.kind == "parquet":
        from escrutinio.canvass.reading.parquet import read_parquet_file as by
    elif file.kind == "book":
        from escrutinio.canvass.reading.book import read_book_file as by
    elif file.kind == "json":
        from escrutinio.canvass.reading.nested import read_json_file as by
    else:
        from escrutinio.canvass.reading.text import read_text_file as by
    return by(file, (ANY,) if known is None else known, notes or Notes(file.source), connection, chosen=chosen)


def _dropped(connection: DuckDBPyConnection, scraps: Iterable[str]) -> None:
    """Drop what only the reading needed, each named with its kind."""
    for each in scraps:
        connection.execute(f"DROP {each}")


def _swept(connection: DuckDBPyConnection) -> None:
    """Look for what a failed reading has left; an engine that a damaged file has stopped has nothing left to drop."""
    from duckdb import Error

    with suppress(Error):
        left = [each for each in _tables(connection) if each[0].startswith(("raw_", "staged_"))]
        views_first = sorted(left, key=lambda each: each[1] != "VIEW")
        _dropped(connection, (f'{"VIEW" if kind == "VIEW" else "TABLE"} "{name}"' for name, kind in views_first))


def _tables(connection: DuckDBPyConnection) -> list[tuple[str, str]]:
    """The tables and views on an engine, each with its kind."""
    return connection.execute("SELECT table_name, table_type FROM information_schema.tables").fetchall()
