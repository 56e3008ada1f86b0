"""Answers as tables for other programs: CSV, JSON or Parquet, whole or not at all, with stable English columns."""

from __future__ import annotations

import csv
import json
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.columns import arrow_stream, of_rows
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from escrutinio.canvass.engine import Engine
    from escrutinio.columns import Columned, Columns


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values under their heads; ``document`` is the same answer for JSON."""

    heads: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    document: Any = None

    def columns(self) -> Columns:
        """The same, column by column."""
        return of_rows(self.heads, self.rows)

    __arrow_c_stream__ = arrow_stream


def table_of(*parts: Columns, document: Any) -> Table:  # noqa: ANN401 - a JSON document
    """Columns below one another, in the order of the part with most; a cell that a part does not have is empty.

    >>> table_of({"list": ["A"]}, {"list": ["B"], "seats": [1]}, document=None).rows
    [('A', None), ('B', 1)]
    """
    heads = tuple(dict.fromkeys(head for part in sorted(parts, key=len, reverse=True) for head in part))
    rows: list[tuple[Any, ...]] = []
    for part in parts:
        empty = [None] * max(map(len, part.values()), default=0)
        rows += zip(*(part.get(head, empty) for head in heads), strict=True)
    return Table(heads, rows, document)


def columns_or_reason(body: str, answer: Columned | Problem) -> Columns:
    """A body's table, or one row that says why it has none.

    >>> columns_or_reason("senate", Problem("nobody voted"))
    {'body': ['senate'], 'undefined': ['nobody voted']}
    """
    return {"body": [body], "undefined": [str(answer)]} if isinstance(answer, Problem) else answer.columns()


def write_table(table: Table, file: str | Path) -> int:
    r"""Write a table to a file whose ending says how.

    Args:
        table: what to write.
        file: ``.csv``, ``.json`` or ``.parquet``; it is replaced at once when the new one is whole.

    Returns:
        How many rows were written.

    Raises:
        Problem: the ending is none of these, or the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write_table(Table(("list", "votes"), [("A", 3)]), Path(folder) / "votes.csv")
    ...     (Path(folder) / "votes.csv").read_text(encoding="utf-8")
    'list,votes\nA,3\n'
    """
    path = Path(file)
    with replacing(path) as part:
        _WRITERS[ending(path)](table, part)
    return len(table.rows)


def write_query(engine: Engine, sql: str, file: str | Path) -> None:
    """Write what a query gives, however much it is, to ``.csv`` or ``.parquet``; the embedded engine does it.

    Args:
        engine: where the tables are.
        sql: the query.
        file: as in ``write_table``.
    """
    from escrutinio.canvass.sheets import literal

    path = Path(file)
    how = {
        "csv": "FORMAT csv, HEADER",
        "json": "FORMAT json, ARRAY true",
        "parquet": "FORMAT parquet, COMPRESSION zstd",
    }
    with replacing(path) as part:
        engine.rows(f"COPY ({sql}) TO {literal(str(part))} ({how[ending(path)]})")


def ending(path: Path) -> str:
    """How a file is to be written, by the ending of its name.

    >>> ending(Path("a/votes.CSV"))
    'csv'
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in _WRITERS:
        raise Problem(
            "{file} does not say how to write it. End its name in .csv, .json or .parquet.", file=path.name or path
        )
    return suffix


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A place to write in; what is written there takes the file's name when it is whole."""
    if path.is_dir():
        raise Problem("{file} is a folder. Give the name of a file.", file=path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except Exception as error:
        if isinstance(error, OSError) or "duckdb" in type(error).__module__:
            raise _refused(path, error) from error
        raise
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _refused(path: Path, error: Exception) -> Problem:
    why = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    if not path.parent.is_dir():
        return Problem("{file} cannot be written: its folder is not there. Make the folder first.", file=path)
    return Problem("{file} cannot be written ({why}). Check the permissions and the free space.", file=path, why=why)


def _csv(table: Table, part: Path) -> None:
    with part.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(table.heads)
        rows.writerows(table.rows)


def _json(table: Table, part: Path) -> None:
    document = table.document
    if document is None:
        document = [dict(zip(table.heads, row, strict=True)) for row in table.rows]
    part.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _parquet(table: Table, part: Path) -> None:
    """By the embedded engine, which reads the table as Arrow."""
    import duckdb

    from escrutinio.canvass.sheets import literal

    with duckdb.connect() as connection:
        connection.register("answer", table)
        connection.execute(f"COPY answer TO {literal(str(part))} (FORMAT parquet, COMPRESSION zstd)")


_WRITERS: Mapping[str, Callable[[Table, Path], None]] = {"csv": _csv, "json": _json, "parquet": _parquet}
