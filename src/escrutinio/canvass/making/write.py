"""Made-up sheets onto disk: area by area, so that ten million need little memory, then each snapshot in one pass."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.making.marks import Anomaly, Planted
from escrutinio.canvass.making.plant import Draft, Plan, plant
from escrutinio.canvass.sheets import FIXED, literal, quoted
from escrutinio.model import Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.making.model import Block
    from escrutinio.canvass.making.unit import Unit

ROWS_OF_A_PART = 250_000
MEMORY = "1500MB"
"""What the database may hold; the rest goes to disk beside the parts."""

Progress = Callable[[int, int], None]


def write(
    units: Sequence[Unit],
    lists: tuple[str, ...],
    folder: Path,
    *,
    seed: int,
    anomalies: Sequence[Anomaly],
    snapshots: int,
    format: str,  # noqa: A002 - the word of the command line
    progress: Progress | None,
) -> tuple[tuple[Path, ...], tuple[Planted, ...]]:
    """Make the sheets, put in what was ordered, and write every snapshot; see ``synth``."""
    import duckdb
    import numpy as np

    with _told(folder), _made(folder) as scratch, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = {literal(str(scratch))}")
        _parts(connection, units, lists, scratch, seed=seed, progress=progress)
        draft = Draft(connection, units, lists, snapshots, _cuts(connection, snapshots))
        plan = plant(draft, anomalies, np.random.default_rng([seed, 0]))
        files = [_snapshot(draft, plan, scratch, each, format) for each in range(1, snapshots + 1)]
        files.append(_truth(plan.truth, scratch / "truth.csv"))
        kept = [part.replace(folder / part.name) for part in files]
    return tuple(kept[:-1]), tuple(plan.truth)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the disk refuses, told in one sentence."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise Problem(
            "{folder} cannot be written ({why}). Check the permissions and the free space.",
            folder=folder,
            why=str(error).partition("\n")[0],
        ) from error


@contextmanager
def _made(folder: Path) -> Iterator[Path]:
    """Where to work in the folder, which is made where there is none; what was made for nothing is taken away again."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".synth-", dir=folder) as scratch:
            yield Path(scratch)
    except BaseException:
        with suppress(OSError):  # somebody else has put something there
            for each in new:
                each.rmdir()
        raise


# The sheets before anything is wrong


def _parts(
    connection: DuckDBPyConnection,
    units: Sequence[Unit],
    lists: Sequence[str],
    scratch: Path,
    *,
    seed: int,
    progress: Progress | None,
) -> None:
    """Make every unit's sheets, and name all of them ``draft``."""
    done, total = 0, sum(each.stations for each in units)
    for unit in units:
        first = done
        for number, blocks in enumerate(_bundles(unit, lists, seed)):
            part = scratch / f"part-{unit.number:04}-{number:04}.parquet"
            rows = _part(connection, unit, lists, blocks, part, before=(done, done - first))
            done += rows
            if progress:
                progress(done, total)
    connection.execute(f"CREATE VIEW draft AS FROM read_parquet({literal(str(scratch / 'part-*.parquet'))})")


def _bundles(unit: Unit, lists: Sequence[str], seed: int) -> Iterator[list[Block]]:
    """A unit's municipalities, some at a time."""
    import numpy as np

    from escrutinio.canvass.making.model import stations

    columns = np.array([unit.lists.get(name, 0) for name in lists] + list(unit.others), dtype=np.int64)
    blocks: list[Block] = []
    for block in stations(columns, unit.stations, np.random.default_rng([seed, unit.number])):
        blocks.append(block)
        if sum(len(each.voters) for each in blocks) >= ROWS_OF_A_PART:
            yield blocks
            blocks = []
    if blocks:
        yield blocks


def _part(
    connection: DuckDBPyConnection,
    unit: Unit,
    lists: Sequence[str],
    blocks: Sequence[Block],
    part: Path,
    *,
    before: tuple[int, int],
) -> int:
    """Write some of a unit's sheets, numbered on from those before, in all and in the unit."""
    import numpy as np

    counts = np.concatenate([each.counts for each in blocks])
    numbers = np.arange(len(counts), dtype=np.int64)
    arrays = {f"list{place}": np.ascontiguousarray(counts[:, place]) for place in range(counts.shape[1])}
    arrays |= {
        "file_row": numbers + 1 + before[0],
        "place": numbers + 1 + before[1],
        "municipality": np.concatenate([np.full(len(each.voters), each.municipality + 1) for each in blocks]),
        "precinct": np.concatenate([each.precinct + 1 for each in blocks]),
        "voters": np.concatenate([each.voters for each in blocks]),
        "arrival": np.concatenate([each.arrival for each in blocks]),
    }
    connection.register("made", arrays)
    connection.execute(f"COPY ({_sheets(unit, lists)}) TO {literal(str(part))} (FORMAT parquet)")
    connection.unregister("made")
    return len(counts)


def _sheets(unit: Unit, lists: Sequence[str]) -> str:
    """The query that turns numbers into sheets: made-up places have codes, and what no source states is NULL."""
    blank, null = f"list{len(lists)}", f"list{len(lists) + 1}"
    valid = " + ".join(f"list{place}" for place in range(len(lists)))
    code = f"'{unit.number:02}.' || lpad(CAST((municipality + 2) // 3 AS VARCHAR), 3, '0')"
    town = f"{code} || '.' || lpad(CAST(municipality AS VARCHAR), 3, '0')"
    written = {
        "station": f"'{unit.number:02}-' || lpad(CAST(place AS VARCHAR), {max(6, len(str(unit.stations)))}, '0')",
        "country": code if unit.abroad else literal(unit.country),
        "department": literal(unit.region) if unit.region else "NULL",
        "province": code,
        "municipality": town,
        "precinct": f"{town} || '.' || lpad(CAST(precinct AS VARCHAR), 5, '0')",
        "constituency": literal(unit.name) if unit.named else "NULL",
        "abroad": "true" if unit.abroad else "false",
        "registered": "NULL" if unit.registered is None else "voters",
        "valid": valid,
        "blank": "NULL" if unit.blank is None else blank,
        "null": "NULL" if unit.null is None else null,
        "cast": "NULL" if unit.blank is None or unit.null is None else f"{valid} + {blank} + {null}",
    } | {name: f"list{place}" if name in unit.lists else "NULL" for place, name in enumerate(lists)}
    columns = [
        f"CAST({written.get(each, 'NULL')} AS {_type(each)}) AS {quoted(each)}" for each in written_columns(lists)
    ]
    return f"SELECT file_row, {', '.join(columns)}, arrival FROM made"


def written_columns(lists: Sequence[str]) -> list[str]:
    """The columns of a sheet, in the canvass's order, after the number of its row."""
    return [*FIXED[1:], *lists]


def _type(column: str) -> str:
    texts = {*FIXED[: FIXED.index("abroad")]} - {"file_row"}
    return "VARCHAR" if column in texts else "BOOLEAN" if column == "abroad" else "BIGINT"


def _cuts(connection: DuckDBPyConnection, snapshots: int) -> tuple[float, ...]:
    """The arrival times between snapshots."""
    if snapshots == 1:
        return ()
    shares = [each / snapshots for each in range(1, snapshots)]
    found = connection.execute(f"SELECT quantile_cont(arrival, {shares}) FROM draft").fetchone()
    return tuple(found[0]) if found else ()


# What is handed out


def _snapshot(draft: Draft, plan: Plan, scratch: Path, snapshot: int, format: str) -> Path:  # noqa: A002 - as above
    """Write the sheets that have come in by a snapshot, with what was put in."""
    stem = "sheets" if draft.snapshots == 1 else f"sheets-{snapshot:02}"
    options = "FORMAT parquet, COMPRESSION zstd" if format == "parquet" else "FORMAT csv, HEADER"
    file = scratch / f"{stem}.{format}"
    columns = written_columns(draft.lists)
    chosen = ", ".join(quoted(each) for each in (["file_row", *columns] if format == "parquet" else columns))
    # what is put in is joined, which leaves the rows in any order, and the same seed must give the same bytes
    order = " ORDER BY file_row" if plan.changed or plan.twice else ""
    sheets = f"SELECT {chosen} FROM ({plan.select(draft, snapshot)}){order}"
    draft.connection.execute(f"COPY ({sheets}) TO {literal(str(file))} ({options})")
    return file


def _truth(truth: Sequence[Planted], file: Path) -> Path:
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow([each.name for each in fields(Planted)])
        rows.writerows(astuple(each) for each in truth)
    return file
