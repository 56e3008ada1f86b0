"""Checks of one sheet by itself: whether what is written on it adds up, and whether it can be."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.checking.seen import MOST, SUMS
from escrutinio.canvass.sheets import COUNTS, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from escrutinio.canvass.checking.seen import Sheets
    from escrutinio.canvass.checking.table import Asked

ONE_LIST_FROM = 2
"""A single vote is always unanimous."""

PLACE = ("country", "department", "province", "municipality", "constituency", "special")
"""The areas within which every sheet holds the same lists."""


def _found(sheets: Sheets, facts: str, where: str, *columns: str) -> str:
    """The sheets for which a condition holds, and what to tell of them; ``columns`` are what both look at."""
    source = sheets.only("file_row", "station", *columns)
    return f'SELECT "file_row", "station", {facts} FROM {source} AS s_row WHERE {where}'


def lists_and_valid(asked: Asked) -> str:
    """C101: what the lists add up to is not the valid votes written."""
    sheets = asked.sheets
    if not sheets.lists or not sheets.stated("valid"):
        return ""
    facts = '"#lists" AS "sum", "valid", "#lists" - "valid" AS "difference"'
    return _found(sheets, facts, '"#lists" <> "valid"', "valid", "#lists")


def parts_and_cast(asked: Asked) -> str:
    """C102: valid, blank and null votes are not the votes cast."""
    sheets = asked.sheets
    if not sheets.stated("cast", "blank", "null"):
        return ""
    total = '"#valid" + "blank" + "null"'
    facts = f'"#valid" AS "valid", "blank", "null", "cast", {total} - "cast" AS "difference"'
    return _found(sheets, facts, f'{total} <> "cast"', "blank", "null", "cast", "#valid")


def cast_over_registered(asked: Asked) -> str:
    """C103: more votes cast than voters."""
    if not asked.sheets.stated("registered"):
        return ""
    facts = '"#cast" AS "cast", "registered", "#cast" - "registered" AS "difference"'
    where = '"#cast" > "registered" AND "registered" > 0'
    return _found(asked.sheets, facts, where, "registered", "#cast")


def valid_over_cast(asked: Asked) -> str:
    """C104: more valid votes than votes cast."""
    if not asked.sheets.stated("cast"):
        return ""
    facts = '"#valid" AS "valid", "cast", "#valid" - "cast" AS "difference"'
    return _found(asked.sheets, facts, '"#valid" > "cast"', "cast", "#valid")


def votes_without_voters(asked: Asked) -> str:
    """C105: votes where nobody is registered, or nobody wrote how many are."""
    if not asked.sheets.stated("registered"):
        return ""
    where = '"#cast" > 0 AND COALESCE("registered", 0) = 0'
    return _found(asked.sheets, '"#cast" AS "cast", "registered"', where, "registered", "#cast")


def impossible_counts(asked: Asked) -> str:
    """C106: a count below zero, or larger than mankind."""
    sheets = asked.sheets
    return " UNION ALL ".join(
        f'SELECT "file_row", "station", {literal(name)} AS "column", {quoted(name)} AS "count" '
        f"FROM {sheets.raw} AS s_row WHERE {quoted(name)} < 0 OR {quoted(name)} > {MOST}"
        for name in sheets.impossible
    )


def missing_counts(asked: Asked) -> str:
    """C107: an empty cell in a column that the other sheets, for a list those of the same place, have filled in.

    Votes without the number of voters are told by C105, so that column is asked of the other sheets only.
    """
    sheets = asked.sheets
    parts = [*_missing_of_all(sheets), *_missing_of_lists(sheets)]
    return " UNION ALL ".join(parts)


def _missing_of_all(sheets: Sheets) -> Iterator[str]:
    facts = 'SELECT "file_row", "station", {} AS "column" FROM {} AS s_row WHERE {} IS NULL'
    for name in (each for each in COUNTS if sheets.gaps(each) and each != "registered"):
        yield facts.format(literal(name), sheets.raw, quoted(name))
    if sheets.gaps("registered"):
        impossible = f'SELECT "file_row" FROM {sheets.raw} AS r_row WHERE "registered" IS NOT NULL'
        but = f' AND "file_row" NOT IN ({impossible})' if "registered" in sheets.impossible else ""
        yield facts.format("'registered'", sheets.source, '"registered"') + f' AND "#cast" = 0{but}'


def _missing_of_lists(sheets: Sheets) -> Iterator[str]:
    gaps = [name for name in sheets.lists if sheets.gaps(name)]
    place = ", ".join(quoted(each) for each in PLACE)
    same = " AND ".join(f"s_row.{quoted(each)} IS NOT DISTINCT FROM p_row.{quoted(each)}" for each in PLACE)
    for name in gaps:
        standing = f"SELECT {place} FROM {sheets.raw} AS w_row WHERE {quoted(name)} IS NOT NULL GROUP BY {place}"
        yield (
            f'SELECT s_row."file_row", s_row."station", {literal(name)} AS "column" FROM {sheets.raw} AS s_row '
            f"JOIN ({standing}) AS p_row ON {same} WHERE s_row.{quoted(name)} IS NULL"
        )


def nothing_counted(asked: Asked) -> str:
    """C108: nothing but zeros: the station did not open, was annulled, or its sheet is not in yet."""
    sheets = asked.sheets
    stated = [each for each in sheets.counts if each != "registered" and sheets.stated(each)]
    some = " OR ".join(f"{quoted(each)} = 0" for each in stated)
    none = f'"#lists" = 0 AND "#valid" = 0 AND "#cast" = 0 AND ({some})'
    return _found(sheets, '"registered"', none, "registered", *stated, *SUMS) if stated else ""


def everybody_voted(asked: Asked) -> str:
    """C109: as many votes cast as voters."""
    if not asked.sheets.stated("registered"):
        return ""
    where = '"#cast" = "registered" AND "registered" > 0'
    return _found(asked.sheets, '"registered"', where, "registered", "#cast")


def all_for_one_list(asked: Asked) -> str:
    """C110: every valid vote for one list."""
    sheets = asked.sheets
    if len(sheets.lists) <= 1:
        return ""
    names = " ".join(f'WHEN {quoted(each)} = "#lists" THEN {literal(each)}' for each in sheets.lists)
    best = f"GREATEST({', '.join(map(sheets.number, sheets.lists))})"
    where = f'"#lists" >= {ONE_LIST_FROM} AND {best} = "#lists" AND "#valid" = "#lists"'
    facts = f'CASE {names} END AS "list", "#lists" AS "votes"'
    return _found(sheets, facts, where, *sheets.lists, "#lists", "#valid")


def nothing_stated(asked: Asked) -> str:
    """C111: a count that no sheet of the file states."""
    sheets = asked.sheets
    return " UNION ALL ".join(
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {literal(name)} AS "column"'
        for name in COUNTS
        if sheets.rows and not sheets.stated(name)
    )


CHECKS: dict[str, Callable[[Asked], str]] = {
    "C101": lists_and_valid,
    "C102": parts_and_cast,
    "C103": cast_over_registered,
    "C104": valid_over_cast,
    "C105": votes_without_voters,
    "C106": impossible_counts,
    "C107": missing_counts,
    "C108": nothing_counted,
    "C109": everybody_voted,
    "C110": all_for_one_list,
    "C111": nothing_stated,
}
