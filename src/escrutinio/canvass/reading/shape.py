"""From the file's own table to the one shape of the canvass: a table of sheets for each contest."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import text_of
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.reading.long import long_table
from escrutinio.canvass.reading.wide import values, wide_table
from escrutinio.canvass.sheets import AREAS, literal, quoted
from escrutinio.model import Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.reading.rows import Raw

CONTESTS = 50
_YES = ("true", "t", "1", "yes", "y", "si", "sí", "x", "verdadero")
_NO = ("false", "f", "0", "no", "n", "falso")


@dataclass(frozen=True)
class Staged:
    """The rows of one raw table in the shape of the canvass, with their contest in front."""

    table: str
    contests: tuple[str, ...]
    lists: tuple[str, ...]
    sheet: str
    how: Format


def staged(connection: DuckDBPyConnection, raw: Raw, keep: str, contest: str, notes: Notes) -> Staged:
    """Put the rows of a raw table into shape, cell by cell, on the engine.

    Args:
        connection: where the raw table is.
        raw: the file's table.
        keep: which rows are kept, as a condition.
        contest: the contest, where neither the file nor its name tells.
        notes: where findings are put.
    """
    long = raw.match.format.layout == "long"
    table = f"staged_{raw.table}" + (f"_{raw.ballot}" if raw.ballot else "")
    parts = _parts(connection, raw, keep, contest, notes)
    lists = (long_table if long else wide_table)(connection, raw, table, parts, keep=keep, notes=notes)
    one = raw.match.format.contest.column not in raw.match.columns
    order = "LIMIT 1" if one else "GROUP BY contest ORDER BY min(file_row)"
    contests = connection.execute(f"SELECT contest FROM {quoted(table)} {order}").fetchall()
    return Staged(table, tuple(each for (each,) in contests), lists, raw.sheet, raw.match.format)


def _parts(connection: DuckDBPyConnection, raw: Raw, keep: str, contest: str, notes: Notes) -> dict[str, str]:
    """The expressions of the columns before the counts."""
    match = raw.match
    areas = dict.fromkeys(AREAS, "NULL") | {
        area: text_of(raw, match.columns[name]) for area, name in match.format.areas.items() if name in match.columns
    }
    head = {
        "contest": _contest(connection, raw, keep, contest, notes),
        "file_row": "file_row",
        "station": _station(raw),
    }
    return head | areas | {"abroad": _abroad(connection, raw, keep, notes)}


def _station(raw: Raw) -> str:
    places = [raw.match.columns[each] for each in raw.match.format.station if each in raw.match.columns]
    cells = [text_of(raw, place) for place in places]
    if len(cells) == 1:
        return cells[0]
    joined = " || '.' || ".join(f"coalesce({each}, '')" for each in cells)
    return f"CASE WHEN coalesce({', '.join(cells)}) IS NOT NULL THEN {joined} END"


def _contest(connection: DuckDBPyConnection, raw: Raw, keep: str, contest: str, notes: Notes) -> str:
    voted, place = raw.match.format.contest, raw.match.columns.get(raw.match.format.contest.column)
    if place is None:
        return literal(_told_contest(raw, contest, notes))
    meant = {folded(value): name for value, name in voted.values.items()}
    cell = text_of(raw, place)
    ways, unknown = [], 0
    for value, rows, row in values(connection, raw, cell, keep):
        name = meant.get(folded(value or ""))
        if name is None:
            unknown += 1
            name = value if voted.as_written and value else _slug(value)
            if voted.values:
                header = raw.match.headers[place].strip()
                notes.add("R303", row=row, sheet=raw.sheet, value=value or "", column=header, rows=rows, contest=name)
        if unknown > CONTESTS:
            raise Problem(
                "{file}: the column “{column}” should name the contest, but holds more than {most} different texts. "
                "Look whether the columns are shifted.",
                file=notes.source.title,
                column=raw.match.headers[place].strip(),
                most=CONTESTS,
            )
        if value is not None:
            ways.append(f"WHEN {literal(value)} THEN {literal(name)}")
    return f"CASE {cell} {' '.join(ways)} ELSE 'unnamed' END" if ways else "'unnamed'"


def _told_contest(raw: Raw, contest: str, notes: Notes) -> str:
    voted = raw.match.format.contest
    by_name = [name for part, name in voted.files.items() if part.casefold() in notes.source.title.casefold()]
    told = voted.fixed or contest or next(iter(by_name), "")
    if told:
        return told
    if voted.files:
        raise Problem(
            "{file} does not tell which contest it counts. Say it with --contest (in Python, contest=), one of: "
            "{contests}.",
            file=notes.source.title,
            contests=", ".join(dict.fromkeys(voted.files.values())),
        )
    raise Problem(
        "{file} does not tell which contest it counts. Say it with --contest (in Python, contest=): the id by which "
        "its election calls it, or a name of your own.",
        file=notes.source.title,
    )


def _slug(value: str | None) -> str:
    """A contest's name made of what the file calls it.

    >>> _slug("GOBERNADOR (A)"), _slug(None)
    ('gobernador-a', 'unnamed')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", folded_words(value or "")))
    return plain.strip("-") or "unnamed"


def folded_words(text: str) -> str:
    """A text without case and accents, its words apart."""
    import unicodedata

    return unicodedata.normalize("NFKD", text.casefold())


def _abroad(connection: DuckDBPyConnection, raw: Raw, keep: str, notes: Notes) -> str:
    where = raw.match.format.abroad
    place = raw.match.columns.get(where.column) if where else None
    if where is None or place is None:
        return "CAST(NULL AS BOOLEAN)"
    cell = text_of(raw, place)
    if where.home:
        spelt = [
            value
            for value, _, _ in values(connection, raw, cell, keep)
            if value and folded(value) == folded(where.home)
        ]
        return f"{cell} NOT IN ({', '.join(map(literal, spelt or [where.home]))})"
    for value, rows, row in values(connection, raw, cell, keep):
        if value is not None and value.casefold() not in (*_YES, *_NO):
            header = raw.match.headers[place].strip()
            notes.add("R309", row=row, sheet=raw.sheet, value=value, column=header, rows=rows)
    yes, no = (", ".join(map(literal, words)) for words in (_YES, _NO))
    return f"CASE WHEN lower({cell}) IN ({yes}) THEN true WHEN lower({cell}) IN ({no}) THEN false END"
