"""Where set operations run: the embedded engine, or another that speaks the same SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection


class Engine(Protocol):
    """Runs SQL on tables of the canvass; what comes back is small."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, as Python values."""
        ...

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table, in order."""
        ...

    def view(self, name: str, files: Sequence[str]) -> None:
        """Name Parquet files as one table; columns are matched by name."""
        ...

    def close(self) -> None:
        """Give back what the engine holds; views end with it."""
        ...


def connect(url: str = "") -> Engine:
    """The engine that a URL names.

    Args:
        url: ``sc://host:port`` for Spark Connect (with ``/;token=…;use_ssl=true`` where the cluster asks for it);
            nothing for the embedded engine, in memory.

    Raises:
        Problem: the URL names no engine, an extra is not installed, or nothing answers there.

    >>> connect().rows("SELECT 1 + 1")
    [(2,)]
    """
    if not url:
        return Embedded()
    if url.startswith("sc://"):
        from escrutinio.canvass.spark import open_session

        return open_session(url)
    raise Problem(
        "“{url}” names no engine. Give sc://host:port for Spark Connect, or nothing for the engine built in.", url=url
    )


class Embedded:
    """DuckDB, in this process."""

    def __init__(self, path: Path | str = ":memory:", *, read_only: bool = False, threads: int = 0) -> None:
        """Open a database file, or one in memory, with so many threads; with one a processor where 0."""
        import duckdb

        config: dict[str, str | bool | int | float | list[str]] = {"threads": threads} if threads else {}
        self.connection: DuckDBPyConnection = duckdb.connect(str(path), read_only=read_only, config=config)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, as Python values."""
        return self.connection.execute(sql).fetchall()

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table, in order."""
        from escrutinio.canvass.sheets import quoted  # house: sheets names the engine for its type only

        return tuple(row[0] for row in self.rows(f"DESCRIBE {quoted(table)}"))

    def view(self, name: str, files: Sequence[str]) -> None:
        """Name Parquet files as one table; columns are matched by name."""
        from escrutinio.canvass.sheets import literal, quoted  # house: sheets names the engine for its type only

        paths = ", ".join(literal(each) for each in files)
        self.rows(f"CREATE OR REPLACE VIEW {quoted(name)} AS FROM read_parquet([{paths}], union_by_name => true)")

    def close(self) -> None:
        """Close the database, and let others open its file."""
        self.connection.close()
