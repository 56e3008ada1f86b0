"""An option that stands several times at one station of a long file: copies, candidates, places, or another sheet."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import text_of
from escrutinio.canvass.sheets import AREAS, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.rows import Raw

SHOWN = 6
"""So many of the columns that tell candidates apart are named."""
_SHEET = "contest, station_key"
_PLACES = ", ".join(map(quoted, (*AREAS, "abroad")))


def others(raw: Raw) -> list[int]:
    """The columns without a meaning of their own: what tells several rows of one option apart may stand there."""
    named = {*raw.match.columns.values()}
    return [place for place in range(len(raw.kinds)) if place not in named]


def others_hash(raw: Raw) -> str:
    """What stands in these columns, as one number."""
    cells = ", ".join(f"c{place}" for place in others(raw))
    return f"hash({cells})" if cells else "CAST(0 AS UBIGINT)"


def stands_again(connection: DuckDBPyConnection, rows: str) -> bool:
    """Whether an option stands more than once at some station."""
    sql = f"SELECT 1 FROM {quoted(rows)} GROUP BY contest, coalesce(station, ''), option HAVING count(*) > 1 LIMIT 1"
    return bool(connection.execute(sql).fetchall())


def put_together(
    connection: DuckDBPyConnection, raw: Raw, rows: str, parts: Mapping[str, str], *, keep: str, notes: Notes
) -> None:
    """Number the sheets of each station, take copies of a row out, and tell what is added up.

    A row that repeats another in every cell is a copy. Rows that name different places are different sheets; so are
    those of a station where every option stands equally often and nothing but its votes differs: its sheet was stated
    anew. All others are added up, as the candidates of one party are.

    Args:
        connection: where the rows are.
        raw: the file's table.
        rows: the table of its rows, which gets a column ``copy``.
        parts: the expressions of the columns before the counts.
        keep: which rows of the file's table are kept, as a condition.
        notes: where findings are put.
    """
    if not _apart(connection, rows):
        connection.execute(f"ALTER TABLE {quoted(rows)} ADD COLUMN copy BIGINT DEFAULT 1")
    else:
        _numbered(connection, rows)
        _note_copies(connection, notes)
        connection.execute(f"""
            CREATE OR REPLACE TABLE {quoted(rows)} AS
            SELECT * EXCLUDE (station_key, place, anew, sheet, time, same),
                sheet * 1000000000 + CASE WHEN anew THEN time ELSE 1 END AS copy
            FROM "again_rows" WHERE anew OR same = 1
        """)
        connection.execute('DROP TABLE "again_rows"')
    _note_sums(connection, raw, rows, parts, keep=keep, notes=notes)


def _cells(connection: DuckDBPyConnection, rows: str) -> str:
    """Every column of the rows but their number."""
    names = [str(row[0]) for row in connection.execute(f"DESCRIBE {quoted(rows)}").fetchall()]
    return ", ".join(quoted(each) for each in names if each != "file_row")


_RESTATED = "count(*) > 1 AND min(times) = max(times) AND min(times) > 1 AND bool_or(figures) AND NOT bool_or(told)"
"""Every option of a sheet stands equally often, and nothing but votes differs."""


def _apart(connection: DuckDBPyConnection, rows: str) -> bool:
    """Whether some rows must not be added up: copies, other places, sheets stated anew; numbers for texts are fast."""
    return any(
        connection.execute(f"""
        WITH numbers AS (
            SELECT hash(contest, station) AS sheet, hash({_PLACES}) AS place, hash(option) AS name, votes, others,
                hash({_cells(connection, rows)}) AS cells FROM {quoted(rows)}
        ),
        different AS (
            SELECT sheet, place, name, cells, count(*) AS times, min(votes) AS votes, min(others) AS others
            FROM numbers GROUP BY sheet, place, name, cells
        ),
        options AS (
            SELECT sheet, place, name, sum(times) AS times, max(times) > 1 AS copied,
                min(votes) <> max(votes) AS figures, min(others) <> max(others) AS told
            FROM different GROUP BY sheet, place, name
        )
        SELECT (SELECT bool_or(copied) FROM options),
            EXISTS (SELECT 1 FROM options GROUP BY sheet, name HAVING count(*) > 1),
            EXISTS (SELECT 1 FROM options GROUP BY sheet, place HAVING {_RESTATED})
    """).fetchall()[0]
    )


def _numbered(connection: DuckDBPyConnection, rows: str) -> None:
    """The rows with the number of their sheet at the station and of their copy, and whether a sheet is stated anew."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE "again_rows" AS
        WITH placed AS (SELECT *, coalesce(station, '') AS station_key, hash({_PLACES}) AS place FROM {quoted(rows)}),
        options AS (
            SELECT {_SHEET}, place, option, count(*) AS times, min(votes) <> max(votes) AS figures,
                min(others) <> max(others) AS told FROM placed GROUP BY {_SHEET}, place, option
        ),
        restated AS (SELECT {_SHEET}, place FROM options GROUP BY {_SHEET}, place HAVING {_RESTATED}),
        elsewhere AS (SELECT {_SHEET} FROM options GROUP BY {_SHEET}, option HAVING count(*) > 1),
        firsts AS (SELECT *, min(file_row) OVER (PARTITION BY {_SHEET}, place) AS place_first FROM placed)
        SELECT * EXCLUDE (place_first), ({_SHEET}, place) IN (SELECT ({_SHEET}, place) FROM restated) AS anew,
            CASE WHEN ({_SHEET}) IN (SELECT ({_SHEET}) FROM elsewhere)
                THEN dense_rank() OVER (PARTITION BY {_SHEET} ORDER BY place_first) ELSE 1 END AS sheet,
            row_number() OVER (PARTITION BY {_SHEET}, place, option ORDER BY file_row) AS time,
            row_number() OVER (PARTITION BY {_cells(connection, rows)} ORDER BY file_row) AS same
        FROM firsts
    """)


def _note_copies(connection: DuckDBPyConnection, notes: Notes) -> None:
    sql = 'SELECT count(*), min(file_row) FROM "again_rows" WHERE same > 1 AND NOT anew'
    copies, row = connection.execute(sql).fetchall()[0]
    if copies:
        notes.add("R312", row=row, rows=copies)


def _note_sums(
    connection: DuckDBPyConnection, raw: Raw, rows: str, parts: Mapping[str, str], *, keep: str, notes: Notes
) -> None:
    """Tell how many options were added up, and by which columns their rows are told apart; or that there is none."""
    groups = connection.execute(f"""
        SELECT told, count(*), count(DISTINCT ({_SHEET})), min(first) FROM (
            SELECT contest, coalesce(station, '') AS station_key, min(others) <> max(others) AS told,
                min(file_row) AS first FROM {quoted(rows)} GROUP BY {_SHEET}, copy, option HAVING count(*) > 1
        ) GROUP BY told ORDER BY told DESC
    """).fetchall()
    for told, options, stations, row in groups:
        column = {"column": _telling(connection, raw, parts, keep)} if told else {}
        notes.add("R313" if told else "R314", row=row, sheet=raw.sheet, options=options, stations=stations, **column)


def _telling(connection: DuckDBPyConnection, raw: Raw, parts: Mapping[str, str], keep: str) -> str:
    """The columns that differ among the rows of one option at one station."""
    places = others(raw)
    option = text_of(raw, raw.match.columns[raw.match.format.option])
    differ = ", ".join(
        f"min(coalesce(CAST(c{place} AS VARCHAR), '')) <> max(coalesce(CAST(c{place} AS VARCHAR), '')) AS d{place}"
        for place in places
    )
    some = ", ".join(f"bool_or(d{place})" for place in places)
    found = connection.execute(
        f"SELECT {some} FROM (SELECT {differ} FROM {quoted(raw.table)} WHERE {keep} "
        f"GROUP BY {parts['contest']}, {parts['station']}, {option} HAVING count(*) > 1)"
    ).fetchall()[0]
    telling = [place for place, differs in zip(places, found, strict=True) if differs]
    names = [raw.match.headers[place].strip() or str(place + 1) for place in telling]
    return "”, “".join(names[:SHOWN])
