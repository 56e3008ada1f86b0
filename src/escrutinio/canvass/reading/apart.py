"""Rows that are no sheets: totals at the end or between, headers repeated, rows without a cell. They are set apart."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.checking.labels import called_totals, may_call_total
from escrutinio.canvass.reading.cells import count_of, text_of
from escrutinio.canvass.reading.rows import BLANKS
from escrutinio.canvass.sheets import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.rows import Raw

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
    looks = {"R205": blank, "R207": _repeated(raw, first_only=True), "R206": _may_be_labelled(raw)}
    counted = ", ".join(f"count(*) FILTER ({each})" for each in looks.values())
    found = dict(
        zip(looks, connection.execute(f"SELECT {counted} FROM {quoted(raw.table)}").fetchall()[0], strict=True)
    )
    closer = {"R205": _blank(raw), "R207": _repeated(raw)}
    worth = found | {"R206": found["R205"] or found["R206"]}
    if worth["R206"]:
        closer["R206"] = _labelled(connection, raw, areas=bool(found["R205"]))
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


def _text_places(raw: Raw) -> list[int]:
    """The columns in which a word for totals may stand."""
    match = raw.match
    places = [match.columns[each] for each in match.format.areas.values() if each in match.columns]
    return [place for place in dict.fromkeys((*_station_columns(raw), *places)) if raw.kinds[place] == "VARCHAR"]


def _label(raw: Raw) -> str:
    texts = ", ".join(f"c{place}" for place in _text_places(raw))
    return f"coalesce({texts}, '')" if texts else "''"


def _may_be_labelled(raw: Raw) -> str:
    """Whether a word may stand where the station should be: most stations begin with a digit."""
    ways = [f"c{place} NOT BETWEEN '0' AND ':'" for place in _station_columns(raw) if raw.kinds[place] == "VARCHAR"]
    return "(" + (" OR ".join(ways) or "false") + ")"


def _labelled(connection: DuckDBPyConnection, raw: Raw, *, areas: bool) -> str:
    """A label of totals where the station should be, or, where no station stands, where an area should be."""
    stations = _station_columns(raw)
    blank = " AND ".join(_empty(raw, place) for place in stations)
    ways = []
    for place in [place for place in _text_places(raw) if areas or place in stations]:
        names = _labels(connection, raw, place)
        if names:
            among = f"c{place} IN ({', '.join(map(literal, names))})"
            ways.append(among if place in stations else f"({blank} AND {among})")
    return "(" + (" OR ".join(ways) or "false") + ")"


def _labels(connection: DuckDBPyConnection, raw: Raw, place: int) -> tuple[str, ...]:
    """What stands in a column and calls its rows totals."""
    sql = "SELECT DISTINCT c{0} FROM " + quoted(raw.table) + " WHERE {1}"
    told = connection.execute(sql.format(place, may_call_total(f"c{place}"))).fetchall()
    if not told:
        return ()
    areas = [each for each in _text_places(raw) if each not in _station_columns(raw)]
    named = [connection.execute(sql.format(each, f"c{each} IS NOT NULL")).fetchall() for each in areas]
    return called_totals([name for (name,) in told], [name for some in named for (name,) in some])


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
