"""Set operations on a cluster: Spark, reached through Spark Connect by a URL ``sc://host:port``.

The SQL is the one the embedded engine runs, and it is read the same way: double quotes hold names, a backslash is a
backslash, and a sum that does not fit is an error and never wraps around.
"""

from __future__ import annotations

import logging
import re
import socket
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

PORT = 15002
PATIENCE = 10.0
"""Seconds to wait for a server's first answer; PySpark alone would try for many minutes."""

DIALECT = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
}
"""What a session is set to; each can be set through Spark Connect, without touching the cluster."""

TOKENS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
"""Texts, names and comments in SQL: what stands in one of them does not end another."""


class Spark:
    """Spark behind a Spark Connect server; files are read by the cluster, answers come back as Python values."""

    def __init__(self, url: str, session: SparkSession) -> None:
        """Keep the session; ``open_session`` opens one."""
        self.url = _shown(url)
        self.session = session

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, as Python values."""
        with _told(self.url):
            return [tuple(row) for row in self.session.sql(_for_spark(sql)).collect()]

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table, in order."""
        with _told(self.url):
            return tuple(self.session.table(_backticked(table)).columns)

    def view(self, name: str, files: Sequence[str]) -> None:
        """Name Parquet files as one table; columns are matched by name.

        Args:
            name: what queries call it, in this session.
            files: paths or URLs that the cluster's own machines can read.
        """
        with _told(self.url):
            _united(self.session, files).createOrReplaceTempView(_backticked(name))

    def close(self) -> None:
        """End the session; its views end with it."""
        with _told(self.url):
            self.session.stop()


def open_session(url: str) -> Spark:
    """A session of its own on a Spark Connect server, set to read our SQL.

    Args:
        url: ``sc://host:port``, with the parameters Spark Connect knows: ``/;token=…;use_ssl=true``.

    Raises:
        Problem: PySpark is not installed, the URL has no host, or nothing answers there.
    """
    host, port = _place(url)
    builder = _pyspark(url).builder
    _answers(url, host, port)
    with _told(_shown(url)):
        session = builder.remote(url).create()
        for name, value in DIALECT.items():
            session.conf.set(name, value)
    logging.getLogger("SQLQueryContextLogger").disabled = True  # else each refused query prints a page of Java
    return Spark(url, session)


def _pyspark(url: str) -> type[SparkSession]:
    """PySpark's session for Spark Connect; its remarks on its own dependencies are not for our users."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise Problem(
            "{url} needs PySpark, which is not installed here ({why}). Install it: pip install 'escrutinio[spark]'",
            url=_shown(url),
            why=str(error).strip().partition("\n")[0],
        ) from error
    session: type[SparkSession] = SparkSession
    return session


def _for_spark(sql: str) -> str:
    r"""SQL as Spark reads it, to whom a backslash in quotes is an escape: names in backticks, and texts with two.

    >>> print(_for_spark(r'SELECT "a\b" = ' + r"'C:\new'"))
    SELECT `a\b` = 'C:\\new'
    """
    return TOKENS.sub(_token, sql)


def _token(found: re.Match[str]) -> str:
    token = found[0]
    if token[0] == '"':
        return _backticked(token[1:-1].replace('""', '"'))
    return token.replace("\\", "\\\\") if token[0] == "'" else token


def _place(url: str) -> tuple[str, int]:
    """The host and port of a URL."""
    try:
        place = urlsplit(url)
        host, port = place.hostname, place.port or PORT
    except ValueError:
        host, port = None, 0
    if not host:
        raise Problem("“{url}” names no host. Write it as sc://host:port.", url=_shown(url))
    return host, port


def _answers(url: str, host: str, port: int) -> None:
    """Refuse a URL behind which nobody listens, at once."""
    try:
        socket.create_connection((host, port), timeout=PATIENCE).close()
    except OSError as error:
        raise Problem(
            "nothing answers at {url} ({why}). Start a Spark Connect server there, or give its right host and port.",
            url=_shown(url),
            why=error.strerror or error,
        ) from error


def _shown(url: str) -> str:
    """A URL without its parameters: a token is nothing for a message."""
    return url.partition(";")[0].rstrip("/") or url


def _united(session: SparkSession, files: Sequence[str]) -> DataFrame:
    """Parquet files as one table, a column that a file has not being NULL there."""
    return session.read.option("mergeSchema", "true").parquet(*(_absolute(each) for each in files))


def _absolute(file: str) -> str:
    """A path as the server reads it, who does not stand in our folder; a URL stays as it is."""
    from pathlib import Path

    return file if "://" in file else str(Path(file).absolute())


def _backticked(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


@contextmanager
def _told(url: str) -> Iterator[None]:
    """What Spark raises, told in one sentence instead of a page of Java."""
    try:
        yield
    except Exception as error:
        if not any(each.__module__.startswith(("pyspark.", "grpc.")) for each in type(error).__mro__):
            raise
        why = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise _refusal(url, why) from error


def _refusal(url: str, why: str) -> Problem:
    if "PATH_NOT_FOUND" in why:
        return Problem(
            "{url} does not find a file ({why}). Files must lie where the cluster itself can read them: a folder that "
            "its machines share, s3a://…, hdfs://….",
            url=url,
            why=why,
        )
    return Problem("{url} refused ({why}). Check the query, or the cluster's own log.", url=url, why=why)
