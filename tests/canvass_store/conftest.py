"""Readings made by hand or from the Parquet copies of official files, as ``read`` would give them."""

# ruff: noqa: S608 - SQL of the tests' own words

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import AREAS, COUNTS, Reading, literal, quoted
from escrutinio.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

sys.path.insert(0, str(Path(__file__).parent))  # tests of stores share two counts, imported by name

NOT_LISTS = (
    "_id",
    "_code",
    "_name",
    "_number",
    "_batch",
    "_before",
    "_after",
    "_written",
    "_computed",
    "_constituency",
)
OTHERS = ("contest", "station_id", "lat", "lon", "zone", "district", *AREAS, *COUNTS, "abroad")
Read = "Callable[..., Reading]"


def made(
    rows: Iterable[Mapping[str, Any]],
    *,
    contest: str = "president",
    lists: tuple[str, ...] = ("A", "B"),
    time: str = "2020-10-18T20:00:00-04:00",
    engine: Embedded | None = None,
) -> Reading:
    """A reading of sheets given as mappings; what a sheet does not name is NULL."""
    on = engine or Embedded()
    kinds = {"file_row": "BIGINT", "station": "VARCHAR"} | dict.fromkeys(AREAS, "VARCHAR") | {"abroad": "BOOLEAN"}
    kinds |= dict.fromkeys((*COUNTS, *lists), "BIGINT")
    on.rows(f"CREATE OR REPLACE TEMP TABLE {contest} ({', '.join(f'{quoted(n)} {kind}' for n, kind in kinds.items())})")
    given = [{"file_row": at, **row} for at, row in enumerate(rows, start=2)]
    for row in given:
        on.connection.execute(
            f"INSERT INTO {contest} ({', '.join(map(quoted, row))}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
    sha256 = hashlib.sha256(repr((given, contest, time)).encode()).hexdigest()
    source = Source("count.csv", file="count.csv", sha256=sha256)
    return Reading(source, "made", on, {contest: contest}, {contest: lists}, time=time)


def from_parquet(path: Path, *, contests: Iterable[str], time: str = "", engine: Embedded | None = None) -> Reading:
    """A reading of one of the shared Parquet files, which have the columns of their sources."""
    on = engine or Embedded()
    has = on.rows(f"SELECT * FROM (DESCRIBE FROM {literal(str(path))})")
    names = [row[0] for row in has]
    lists = tuple(name for name in names if name not in OTHERS and not name.endswith(NOT_LISTS))
    valid = {"valid": "valid_written", "cast": "cast_written"}
    counts = [
        f"CAST({quoted(valid.get(n, n))} AS BIGINT)" if valid.get(n, n) in names or n in names else "NULL"
        for n in COUNTS
    ]
    counts = [each if n not in names else quoted(n) for n, each in zip(COUNTS, counts, strict=True)]
    parts = ["file_row_number + 2 AS file_row", "CAST(station_id AS VARCHAR) AS station"]
    parts += [f"{f'CAST({each} AS VARCHAR)' if each in names else 'NULL'} AS {each}" for each in AREAS]
    parts += [f"{'abroad' if 'abroad' in names else ABROAD} AS abroad"]
    parts += [f"CAST({each} AS BIGINT) AS {quoted(n)}" for n, each in zip(COUNTS, counts, strict=True)]
    parts += [f"CAST({quoted(each)} AS BIGINT) AS {quoted(each)}" for each in lists]
    for contest in contests:
        chosen = f"WHERE contest = {literal(contest)}" if "contest" in names else ""
        on.rows(
            f"CREATE OR REPLACE TEMP TABLE {quoted('read ' + contest)} AS SELECT {', '.join(parts)} "
            f"FROM read_parquet({literal(str(path))}, file_row_number => true) {chosen}"
        )
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    source = Source(path.name, file=str(path), sha256=sha256)
    tables = {each: f"read {each}" for each in contests}
    return Reading(source, "parquet", on, tables, dict.fromkeys(tables, lists), time=time)


ABROAD = "upper(country) <> 'BOLIVIA'"


@pytest.fixture(scope="session")
def make() -> Callable[..., Reading]:
    """Sheets as mappings to a reading."""
    return made


@pytest.fixture(scope="session")
def read_shared(shared: Path) -> Callable[..., Reading]:
    """A file of the data folder, without its ending, to a reading."""

    def read(name: str, *contests: str, time: str = "", engine: Embedded | None = None) -> Reading:
        path = shared / "data" / f"{name}.parquet"
        return from_parquet(path, contests=contests or ("president",), time=time, engine=engine)

    return read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be made."""
    return tmp_path / "count.duckdb"
