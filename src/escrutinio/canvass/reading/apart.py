"""Rows that are no sheets: totals at the end or between, headers repeated, rows without a cell. They are set apart."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import count_sql
from escrutinio.canvass.sheets import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.rows import Raw

_LABEL = r"\s*(gran |grand )?(sub ?-?)?(total|totals|totales|suma|sum)( general| nacional| national)?:?\s*"
_STARTS = r"\s*(gran |grand )?(sub ?-?)?(total|totals|totales)\b.*"
_FEW = 10
"""A last row that no word calls a total is one where it equals the sum of at least so many rows."""
_TOLD = 200


def kept(connection: DuckDBPyConnection, raw: Raw, notes: Notes) -> str:
    """The condition that keeps a row, in SQL; every row it leaves out is told."""
    keep = []
    for code, condition in _suspected(connection, raw).items():
        found = _note_rows(connection, raw, condition, code, notes)
        if found:
            keep.append(f"NOT coalesce({condition}, false)")
    last = _sum_of_all(connection, raw, " AND ".join(keep) or "true")
    if last is not None:
        notes.add("R206", row=last, sheet=raw.sheet, label="–")
        keep.append(f"file_row <> {last}")
    return " AND ".join(keep) or "true"


def _suspected(connection: DuckDBPyConnection, raw: Raw) -> dict[str, str]:
    """The conditions worth a closer look, after one at the station alone."""
    blank = " AND ".join(_empty(f"c{place}", raw.kinds[place]) for place in _station_columns(raw))
    looks = {"R205": blank, "R207": _repeated(raw, first_only=True), "R206": _labelled(raw, areas=False)}
    counted = ", ".join(f"count(*) FILTER ({each})" for each in looks.values())
    found = dict(
        zip(looks, connection.execute(f"SELECT {counted} FROM {quoted(raw.table)}").fetchall()[0], strict=True)
    )
    closer = {"R205": _blank(raw), "R207": _repeated(raw), "R206": _labelled(raw, areas=bool(found["R205"]))}
    worth = found | {"R206": found["R205"] or found["R206"]}
    return {code: condition for code, condition in closer.items() if worth[code]}


def _note_rows(connection: DuckDBPyConnection, raw: Raw, condition: str, code: str, notes: Notes) -> bool:
    sql = (
        f"SELECT file_row, {_label(raw)}, count(*) OVER () FROM {quoted(raw.table)} WHERE {condition} ORDER BY file_row"
    )
    found = connection.execute(f"{sql} LIMIT {_TOLD}").fetchall()
    if code == "R205" and found:
        notes.add(code, row=found[0][0], sheet=raw.sheet, lines=found[0][2])
        return True
    for row, label, _ in found:
        notes.add(code, row=row, sheet=raw.sheet, **({"label": label or "–"} if code == "R206" else {}))
    return bool(found)


def _station_columns(raw: Raw) -> list[int]:
    match = raw.match
    return [match.columns[each] for each in match.format.station if each in match.columns]


def _empty(cell: str, kind: str) -> str:
    return f"coalesce(trim({cell}), '') = ''" if kind == "VARCHAR" else f"{cell} IS NULL"


def _blank(raw: Raw) -> str:
    return " AND ".join(_empty(f"c{place}", kind) for place, kind in enumerate(raw.kinds))


def _texts(raw: Raw) -> list[str]:
    """The columns in which the word “total” may stand."""
    match = raw.match
    places = [match.columns[each] for each in match.format.areas.values() if each in match.columns]
    return [f"c{place}" for place in dict.fromkeys((*_station_columns(raw), *places)) if raw.kinds[place] == "VARCHAR"]


def _label(raw: Raw) -> str:
    texts = ", ".join(_texts(raw))
    return f"coalesce({texts}, '')" if texts else "''"


def _labelled(raw: Raw, *, areas: bool) -> str:
    """A word for totals where the station should be, or, where no station stands, where an area should be."""
    stations = [f"c{place}" for place in _station_columns(raw) if raw.kinds[place] == "VARCHAR"]
    only = len(_station_columns(raw)) == 1
    ways = [f"regexp_full_match({each}, {literal(_STARTS if only else _LABEL)}, 'i')" for each in stations]
    if areas:
        blank = " AND ".join(_empty(f"c{place}", raw.kinds[place]) for place in _station_columns(raw))
        ways += [f"({blank} AND regexp_full_match({each}, {literal(_LABEL)}, 'i'))" for each in _texts(raw)]
    return "(" + (" OR ".join(ways) or "false") + ")"


def _repeated(raw: Raw, *, first_only: bool = False) -> str:
    """The described columns say what the headers say."""
    match = raw.match
    names = [place for place in dict.fromkeys(match.columns.values()) if raw.kinds[place] == "VARCHAR"]
    same = [f"trim(c{place}) = {literal(match.headers[place].strip())}" for place in names]
    return "(" + (" AND ".join(same[: 1 if first_only else None]) or "false") + ")"


def _sum_of_all(connection: DuckDBPyConnection, raw: Raw, keep: str) -> int | None:
    """The last row, where each of its counts is the sum of all counts above."""
    match = raw.match
    places = [match.columns[each] for each in match.format.counts.values() if each in match.columns]
    places += match.lists().values()
    if not places or match.format.layout == "long":
        return None
    counts = [count_sql(f"c{place}", raw.kinds[place], match.format.thousands) for place in places]
    cells = ", ".join(f"coalesce({each}, 0)" for each in counts)
    table = quoted(raw.table)
    end = f"(SELECT max(file_row) FROM {table} WHERE {keep})"
    last = connection.execute(f"SELECT file_row, {cells} FROM {table} WHERE file_row = {end}").fetchall()
    if not last or not any(last[0][1:]):
        return None
    row, largest = last[0][0], max(range(len(counts)), key=lambda each: last[0][each + 1])
    probe = f"SELECT CAST(sum({counts[largest]}) AS BIGINT) FROM {table} WHERE {keep} AND file_row < {row}"
    if connection.execute(probe).fetchall()[0][0] != last[0][largest + 1]:
        return None  # one column tells most files apart
    sums = ", ".join(f"coalesce(CAST(sum({each}) AS BIGINT), 0)" for each in counts)
    above = connection.execute(f"SELECT count(*), {sums} FROM {table} WHERE {keep} AND file_row < {row}").fetchall()[0]
    return row if above[0] >= _FEW and tuple(above[1:]) == tuple(last[0][1:]) else None
