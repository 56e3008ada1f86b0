"""Rows that are no sheets: totals at the end or between, headers repeated, rows without a cell. They are set apart."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import count_of, text_of
from escrutinio.canvass.reading.rows import BLANKS
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
    blank = " AND ".join(_empty(raw, place) for place in _station_columns(raw))
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


def _empty(raw: Raw, place: int) -> str:
    return f"{text_of(raw, place) if raw.kinds[place] == 'VARCHAR' else f'c{place}'} IS NULL"


def _blank(raw: Raw) -> str:
    return " AND ".join(_empty(raw, place) for place in range(len(raw.kinds)))


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
    word = literal(_STARTS if only else _LABEL)
    # a name that starts with a digit is no word, and most do
    ways = [
        f"CASE WHEN {each} NOT BETWEEN '0' AND ':' THEN regexp_full_match({each}, {word}, 'i') END" for each in stations
    ]
    if areas:
        blank = " AND ".join(_empty(raw, place) for place in _station_columns(raw))
        ways += [f"({blank} AND regexp_full_match({each}, {literal(_LABEL)}, 'i'))" for each in _texts(raw)]
    return "(" + (" OR ".join(ways) or "false") + ")"


def _repeated(raw: Raw, *, first_only: bool = False) -> str:
    """The described columns say what the headers say."""
    match = raw.match
    names = [place for place in dict.fromkeys(match.columns.values()) if raw.kinds[place] == "VARCHAR"]
    same = [f"{text_of(raw, place)} = {literal(match.headers[place].strip(BLANKS))}" for place in names]
    return "(" + (" AND ".join(same[: 1 if first_only else None]) or "false") + ")"


def _sum_of_all(connection: DuckDBPyConnection, raw: Raw, keep: str) -> int | None:
    """The last row, where each of its counts is the sum of all counts above."""
    places = raw.match.counted()
    if not places or raw.match.format.layout == "long":
        return None
    counts = [f"coalesce({count_of(raw, place)}, 0)" for place in places]
    for some in (counts[:1], counts):  # one column tells most files apart
        told = ", ".join(f"arg_max({each}, file_row), sum({each})" for each in some)
        sql = f"SELECT count(*), max(file_row), {told} FROM {quoted(raw.table)} WHERE {keep}"
        rows, row, *cells = connection.execute(sql).fetchall()[0]
        if rows <= _FEW or any(total != 2 * last for last, total in zip(cells[::2], cells[1::2], strict=True)):
            return None
    return int(row) if any(cells) else None
