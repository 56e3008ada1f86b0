"""The same tasks, as somebody would write them once for one file, in the fastest library."""
# ruff: noqa: S608 - the SQL of a script on files of our own

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

LISTS = ["CC", "FPV", "MTS", "UCS", "MAS - IPSP", "21F", "PDC", "MNR", "PAN-BOL"]
TIME = "2019-10-20T19:40:57-04:00"
TEN = [f"L{number:02d}" for number in range(1, 11)]


def count(file: Path, store: Path) -> tuple[int, int, int]:
    """Read, check and store a count with a script on DuckDB that knows this one file.

    It keeps what a script of this kind would keep: the sheets in the order of the file, every finding with its row,
    and one line with the file's name, SHA-256 and time. It trusts that the file is as it was when the script was
    written: one kind of encoding, headers, separator and numbers, and no file twice in a store.
    """
    base = duckdb.connect(str(store))
    base.execute(f"CREATE TABLE sheets AS SELECT * FROM read_csv('{file}', header = true)")
    valid = " + ".join(f'"{name}"' for name in LISTS)
    cast = f'{valid} + "Blancos" + "Nulos"'
    checks = {
        "cast > registered": f'({cast}) > "Inscritos"',
        "nothing cast": f"({cast}) = 0",
        "everybody voted": f'({cast}) = "Inscritos"',
        "one list has all": f"({valid}) >= 20 AND greatest({', '.join(quoted(name) for name in LISTS)}) = ({valid})",
        "below zero": " OR ".join(f"{quoted(name)} < 0" for name in LISTS),
        "no registered": '"Inscritos" IS NULL OR "Inscritos" = 0',
        "station twice": '"Número Mesa" IN (SELECT "Número Mesa" FROM sheets GROUP BY 1 HAVING count(*) > 1)',
    }
    found = {
        name: base.execute(f"SELECT rowid + 2 FROM sheets WHERE {rule}").fetchall() for name, rule in checks.items()
    }
    base.execute("CREATE TABLE findings (name VARCHAR, file_row BIGINT)")
    rows = [(name, row[0]) for name, each in found.items() for row in each]
    base.execute("INSERT INTO findings SELECT unnest($1), unnest($2)", [[a for a, _ in rows], [b for _, b in rows]])
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    base.execute("CREATE TABLE snapshots AS SELECT $1 AS file, $2 AS sha256, $3 AS time", [file.name, sha256, TIME])
    sheets, votes = base.execute('SELECT count(*), sum("MAS - IPSP")::BIGINT FROM sheets').fetchone()
    base.close()
    return sheets, votes, len(found["cast > registered"])


def quoted(name: str) -> str:
    """Return a column's name in SQL."""
    return f'"{name}"'


def book(file: Path) -> int:
    """Read a workbook with openpyxl; its rows without the headers."""
    import warnings

    from openpyxl import load_workbook

    warnings.simplefilter("ignore")
    read = load_workbook(file)
    return sum(sum(1 for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)) for sheet in read)


def sheets(file: Path, rows: int) -> Path:
    """Write made-up sheets in the shape of the canvass: as many rows, ten lists, nine departments."""
    votes = ", ".join(f"(hash(i, {n}) % 40)::BIGINT AS {quoted(name)}" for n, name in enumerate(TEN))
    duckdb.sql(
        f"""COPY (SELECT i + 2 AS file_row, i::VARCHAR AS station, 'x' AS country,
        'D' || (hash(i) % 9)::VARCHAR AS department, 'P' || (hash(i, 7) % 112)::VARCHAR AS province,
        'M' || (hash(i, 8) % 340)::VARCHAR AS municipality, false AS abroad, 240::BIGINT AS registered, {votes}
        FROM range({rows}) t(i)) TO '{file}' (FORMAT parquet)"""
    )
    return file


def roll_up(file: Path) -> list[tuple[object, ...]]:
    """Add up sheets by department with one query."""
    sums = ", ".join(f"sum({quoted(name)})::BIGINT" for name in ["registered", *TEN])
    query = f"SELECT department, count(*), {sums} FROM '{file}' GROUP BY department ORDER BY department"
    return [row[:12] for row in duckdb.sql(query).fetchall()]
