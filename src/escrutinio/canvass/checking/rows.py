"""Checks of the rows of a file among each other: rows of totals, stations twice or unnamed, lists that withdrew."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import AREAS, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from escrutinio.canvass.checking.seen import Sheets
    from escrutinio.canvass.checking.table import Asked

EMPTY = "''"


def total_rows(asked: Asked) -> str:
    """C201: a row that adds up other rows, as its name says, or as its figures do."""
    sheets = asked.sheets
    ways: dict[tuple[str, str], list[int]] = {}
    for row, why in sheets.totals.items():
        ways.setdefault(why, []).append(row)
    stated = [each for each in ("station", *reversed(AREAS)) if sheets.stated(each)]
    other = ", ".join(map(quoted, stated)) or "CAST(NULL AS STRING)"
    source = sheets.only("file_row", *stated, "#lists")
    return " UNION ALL ".join(
        f'SELECT "file_row", COALESCE({quoted(name)}, {other}) AS "name", {literal(why)} AS "why", "#lists" AS "votes" '
        f'FROM {source} AS s_row WHERE "file_row" IN ({", ".join(map(str, rows))})'
        for (why, name), rows in ways.items()
    )


def unnamed_stations(asked: Asked) -> str:
    """C202: a row without its station, in a file that names stations."""
    sheets = asked.sheets
    if not sheets.gaps("station"):
        return ""
    facts = f'{_place()} AS "place", "#lists" AS "votes"'
    return f'SELECT "file_row", {facts} FROM {sheets.source} AS s_row WHERE "station" IS NULL'


def same_twice(asked: Asked) -> str:
    """C203: a station several times, with the same counts."""
    return _members(asked.sheets, "\"#counts\" = ''", '"first" AS "counted"')


def contradicting(asked: Asked) -> str:
    """C204: a station several times in the same place, with different counts; the policy says which row counts."""
    counted = {"first": '"first"', "last": '"last"', "none": "CAST(NULL AS BIGINT)"}[asked.contradicting]
    where = "\"#counts\" <> '' AND \"#areas\" = ''"
    return _members(asked.sheets, where, f'SUBSTR("#counts", 3) AS "differing", {counted} AS "counted"')


def two_places(asked: Asked) -> str:
    """C205: one station number in different places, with different counts: perhaps two stations."""
    where = "\"#counts\" <> '' AND \"#areas\" <> ''"
    return _members(asked.sheets, where, 'SUBSTR("#areas", 3) AS "differing"')


def _members(sheets: Sheets, where: str, facts: str) -> str:
    """The rows of the stations that have several; what differs between them is told by name."""
    if not sheets.repeated:
        return ""
    groups = (
        'SELECT "station", MIN("file_row") AS "first", MAX("file_row") AS "last", '
        f'{_differing(sheets.counts, "-1")} AS "#counts", {_differing(AREAS, EMPTY)} AS "#areas" '
        f'FROM {sheets.source} AS w_row WHERE "station" IS NOT NULL GROUP BY "station" HAVING COUNT(*) > 1'
    )
    return (
        f'SELECT s_row."file_row", s_row."station", {facts} FROM {sheets.source} AS s_row '
        f'JOIN ({groups}) AS g_row ON s_row."station" = g_row."station" WHERE {where}'
    )


def _differing(columns: Iterable[str], nothing: str) -> str:
    """The names of the columns that are not alike in a group, each after a comma."""
    cells = [(literal(f", {name}"), f"COALESCE({quoted(name)}, {nothing})") for name in columns]
    return " || ".join(f"CASE WHEN MIN({cell}) <> MAX({cell}) THEN {name} ELSE '' END" for name, cell in cells)


def repeated_rows(asked: Asked) -> str:
    """C206: rows alike in every place and count, in a file that names no stations."""
    sheets = asked.sheets
    if sheets.stated("station") or not any(sheets.stated(each) for each in AREAS):
        return ""
    alike = ", ".join(map(quoted, (*AREAS, *sheets.counts)))
    first = f'MIN("file_row") OVER (PARTITION BY {alike}) AS "first", COUNT(*) OVER (PARTITION BY {alike}) AS "times"'
    return (
        f'SELECT "file_row", {_place()} AS "place", "#cast" AS "cast", "first" AS "counted" '
        f'FROM (SELECT *, {first} FROM {sheets.source} AS w_row) AS s_row WHERE "times" > 1 AND "#cast" > 0'
    )


def _place() -> str:
    """The smallest area a row names."""
    small_first = (
        "precinct",
        "locality",
        "special",
        "constituency",
        "municipality",
        "province",
        "department",
        "country",
    )
    return f"COALESCE({', '.join(map(quoted, small_first))})"


def row_twice(asked: Asked) -> str:
    """C207: two sheets that say they stand in the same row of the file."""
    source = asked.sheets.only("file_row")
    return (
        f'SELECT "file_row", COUNT(*) AS "times" FROM {source} AS s_row WHERE "file_row" IS NOT NULL '
        'GROUP BY "file_row" HAVING COUNT(*) > 1'
    )


def withdrawn_lists(asked: Asked) -> str:
    """C208: a list that withdrew has votes; all of them together."""
    facts = 'CAST(SUM({0}) AS BIGINT) AS "votes", COUNT({0}) AS "sheets"'
    return " UNION ALL ".join(
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {literal(name)} AS "list", {facts.format(quoted(name))} '
        f"FROM {asked.sheets.source} AS s_row WHERE {quoted(name)} > 0"
        for name in _withdrawn(asked)
    )


def withdrawn_votes(asked: Asked) -> str:
    """C209: a list that withdrew has votes on this sheet."""
    return " UNION ALL ".join(
        f'SELECT "file_row", "station", {literal(name)} AS "list", {quoted(name)} AS "votes" '
        f"FROM {asked.sheets.source} AS s_row WHERE {quoted(name)} > 0"
        for name in _withdrawn(asked)
    )


def _withdrawn(asked: Asked) -> list[str]:
    return [name for name in asked.sheets.lists if name in asked.withdrawn and asked.sheets.sums[name]]


def lists_without_votes(asked: Asked) -> str:
    """C210: a list that stands, and has no vote on any sheet."""
    return " UNION ALL ".join(
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {literal(name)} AS "list"'
        for name in asked.sheets.lists
        if asked.sheets.rows and not asked.sheets.sums[name] and name not in asked.withdrawn
    )


def spelt_in_two_ways(asked: Asked) -> str:
    """C211: names of one area that differ in case, accents or blanks alone: its sheets stand under two names."""
    return " UNION ALL ".join(
        f'SELECT MIN("file_row") AS "file_row", {literal(level)} AS "level", {literal(rarer)} AS "rarer", '
        f'{literal(other)} AS "other", COUNT(*) AS "sheets" FROM {asked.sheets.only("file_row", level)} AS s_row '
        f"WHERE {quoted(level)} = {literal(rarer)}"
        for level, rarer, other in asked.spelt
    )


CHECKS: dict[str, Callable[[Asked], str]] = {
    "C201": total_rows,
    "C202": unnamed_stations,
    "C203": same_twice,
    "C204": contradicting,
    "C205": two_places,
    "C206": repeated_rows,
    "C207": row_twice,
    "C208": withdrawn_lists,
    "C209": withdrawn_votes,
    "C210": lists_without_votes,
    "C211": spelt_in_two_ways,
}
