"""Rows of totals among the sheets: told by what they are called, or by figures that cannot agree by chance.

A figure that adds others up agrees with their sum by chance about once in √(10 · (1 + figure)) times, the width of
what sums of such figures are spread over. The evidence of a row is how many digits these chances have together.
"""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.checking.labels import called_totals, may_call_total
from escrutinio.canvass.sheets import AREAS, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from escrutinio.canvass.checking.seen import Sheets, Why
    from escrutinio.canvass.engine import Engine

WITHIN: Mapping[str, tuple[str, ...]] = {
    "precinct": ("country", "department", "province", "municipality", "locality"),
    "locality": ("country", "department", "province", "municipality"),
    "municipality": ("country", "department", "province"),
    "province": ("country", "department"),
    "constituency": ("country", "department"),
    "special": ("country", "department"),
    "department": ("country",),
    "country": (),
}
"""The areas from the smallest on, as subtotals are built on each other, with the larger ones that tell namesakes."""
APART = ("registered", "blank", "null")
"""The counts that follow from no others; valid and cast votes add up by themselves where the rest does."""
FIGURES, ROWS, ROWS_OF_ALL = 3, 2, 4
"""A row that names a station is a total where so many of its figures add up so many other rows, or so many of all."""
NAMED, UNNAMED = 3.0, 1.5
"""How many digits of evidence it takes: of a row with a station those of the table's rows besides, of one without."""
TERM, MODULUS = 2_654_435, 9_973
"""Remainders of its multiples weigh the lists: two rows that weigh the same by chance are rare."""
OTHER_NAME = """CASE WHEN "station" NOT BETWEEN '0' AND ':' THEN "station" END"""
"""What stands for a station and is no number: it may be the name of an area."""


def total_rows(engine: Engine, sheets: Sheets, *, names: int) -> dict[int, Why]:
    """The rows of totals, each with why it is one and the column that names it.

    Args:
        engine: where the table is.
        sheets: the table, looked over.
        names: how many rows name their station by something else than a number.
    """
    found = dict(_called(engine, sheets, names=bool(names)))
    if any(sheets.sums[name] for name in sheets.lists) and _worth_looking(engine, sheets, found, names=bool(names)):
        for level in (*(each for each in WITHIN if sheets.stated(each)), ""):
            why = ("area", level) if level else ("all", "station")
            found |= dict.fromkeys(_adding_up(engine, sheets, level, found), why)
    return found


def _worth_looking(engine: Engine, sheets: Sheets, found: Iterable[int], *, names: bool) -> bool:
    """Whether some row may add others up; a scan proves of most tables that none does."""
    areas = [name for name in AREAS if sheets.stated(name)]
    if sheets.gaps("station") or (names and _called_as_area(engine, sheets, areas)):
        return True
    but = f" WHERE {_not_among(found)}" if found else ""
    votes = {name: sheets.raw_number(name) for name in sheets.lists}
    return suspected(engine, f"{sheets.rows_of}{but}", votes.values(), {each: sheets.gaps(each) for each in areas})


def suspected(engine: Engine, rows: str, votes: Iterable[str], areas: Mapping[str, bool]) -> bool:
    """Whether some row that names a station may add up those of an area, or all others.

    One number stands for all votes of a row; a row that adds up the others of an area holds half of what its rows
    hold together. Where none does, none is a total, and one scan proves it.

    Args:
        engine: where the table is.
        rows: the table as SQL says it after FROM.
        votes: the votes of each list, as SQL.
        areas: the areas that are stated; whether each is empty in some row.
    """
    levels = [each for each in WITHIN if each in areas]
    if levels and not areas[levels[0]]:
        levels = levels[:1]  # where every row names its smallest area, none can be a total of a larger one
    named = [name for name in AREAS if any(name in (*WITHIN[each], each) for each in levels) and name in areas]
    told = "".join(f"{each}, " for each in map(quoted, named))
    by_area = f" GROUP BY {', '.join(map(quoted, named))}" if named else ""
    places = (
        f'SELECT {told}COUNT(*) AS "#rows", SUM("#weight") AS "#sum", MAX("#weight") AS "#most" '
        f'FROM (SELECT {told}{_weight(votes)} AS "#weight" FROM {rows}) AS w_row{by_area}'
    )
    # to trim a name for every place is much less than for every row
    texts = "".join(f"NULLIF(TRIM(CAST({each} AS STRING)), '') AS {each}, " for each in map(quoted, named))
    sets = [", ".join(quoted(one) for one in (*WITHIN[each], each) if one in areas) for each in levels]
    by_level = f" GROUP BY GROUPING SETS ({', '.join(f'({each})' for each in ('', *sets))})"
    found = engine.rows(
        f'SELECT 1 FROM (SELECT {texts}"#rows", "#sum", "#most" FROM ({places}) AS p_row) AS t_row{by_level} '
        f'HAVING SUM("#rows") > {ROWS} AND SUM("#sum") > 0 AND 2 * MAX("#most") = SUM("#sum") LIMIT 1'
    )
    return bool(found)


def _weight(votes: Iterable[str]) -> str:
    """All votes of a row as one number, from each list's as SQL."""
    return " + ".join(f"{each} * {1 + TERM * place % MODULUS}" for place, each in enumerate(votes)) or "0"


def _not_among(rows: Iterable[int]) -> str:
    numbers = ", ".join(map(str, rows))
    return f'("file_row" IS NULL OR "file_row" NOT IN ({numbers}))' if numbers else "1 = 1"


def _called(engine: Engine, sheets: Sheets, *, names: bool) -> Iterator[tuple[int, Why]]:
    """Rows that are called totals: by their station; where they have none, by one of their areas."""
    ways = [("station", "1 = 1")] if names else []
    if sheets.filled.get("station", 0) < sheets.rows:
        ways += [(each, '"station" IS NULL') for each in reversed(AREAS) if sheets.stated(each)]
    for column, which in ways:
        source = sheets.only("file_row", *dict.fromkeys(("station", column)))
        told = engine.rows(
            f'SELECT {quoted(column)}, "file_row" FROM {source} AS s_row WHERE "file_row" IS NOT NULL AND {which} '
            f"AND {may_call_total(quoted(column))}"
        )
        if told:
            called = frozenset(called_totals({name for name, _ in told}, _names_of_areas(engine, sheets)))
            yield from ((row, ("name", column)) for name, row in told if name in called)


def _names_of_areas(engine: Engine, sheets: Sheets) -> list[str]:
    stated = [each for each in AREAS if sheets.stated(each)]
    asked = [f"SELECT {quoted(each)} AS area FROM {sheets.only(each)} AS s_row" for each in stated]
    return [name for (name,) in engine.rows(" UNION ".join(asked)) if name] if asked else []


def _called_as_area(engine: Engine, sheets: Sheets, areas: Sequence[str]) -> bool:
    """Whether some row without an area has the name of one where its station should be."""
    gaps = [each for each in areas if sheets.gaps(each)]
    ways = [
        f"({quoted(each)} IS NULL AND {OTHER_NAME} IN (SELECT {quoted(each)} FROM {sheets.only(each)} AS a_row "
        f"WHERE {quoted(each)} IS NOT NULL))"
        for each in gaps
    ]
    source = sheets.only("station", *gaps)
    return bool(gaps and engine.rows(f"SELECT 1 FROM {source} AS s_row WHERE {' OR '.join(ways)} LIMIT 1"))


def _adding_up(engine: Engine, sheets: Sheets, level: str, but: Iterable[int]) -> list[int]:
    """The rows that hold what the other rows of one of their areas add up to, or all others where no level is given.

    A row that names a station must add up others that do, in every figure that it states; one of several such rows of
    an area is a sheet like the others, and so is one that names a smaller area. One without a station must have their
    votes for every list.
    """
    path = (*WITHIN[level], level) if level else ()
    group = ", ".join([*(quoted(f"#in {each}") for each in path), '"#named"'])
    found = engine.rows(
        f"WITH rows_read AS ({_read(sheets, level, but)}), added AS ({_added(sheets, path)}), "
        f'paired AS ({_paired(sheets, path)}) SELECT "file_row" FROM (SELECT "file_row", "#named", '
        f'COUNT(*) OVER (PARTITION BY {group}) AS "#found" FROM paired WHERE {_agrees(sheets, level)}) AS e_row '
        'WHERE ("#named" = 0 OR "#found" = 1) AND "file_row" IS NOT NULL'
    )
    return [row for (row,) in found]


def _read(sheets: Sheets, level: str, but: Iterable[int]) -> str:
    """The rows that are no totals so far; ``#smaller`` is the smallest area that some row names, below the level."""
    smallest = next((each for each in WITHIN if sheets.stated(each)), level)
    smaller = [smallest] if level and smallest != level else []
    path = (*WITHIN[level], level) if level else ()
    source = sheets.only("file_row", "station", *dict.fromkeys((*path, *smaller)), *_figures(sheets))
    named = (smaller and quoted(smaller[0])) or "CAST(NULL AS STRING)"
    return f'SELECT *, {named} AS "#smaller" FROM {source} AS w_row WHERE {_not_among(but)}'


def _added(sheets: Sheets, path: Sequence[str]) -> str:
    """What the rows that name a station add up to, area by area, and how many they are."""
    sums = "".join(f", SUM({quoted(each)}) AS {quoted(each)}" for each in _figures(sheets))
    areas = "".join(f"{quoted(each)}, " for each in path)
    added = f'SELECT {areas}COUNT(*) AS "#rows"{sums} FROM rows_read WHERE {_is_named(sheets)}'
    return f"{added} AND {quoted(path[-1])} IS NOT NULL GROUP BY {', '.join(map(quoted, path))}" if path else added


def _paired(sheets: Sheets, path: Sequence[str]) -> str:
    """Each row beside the sums of its area; ``#inside`` is 1 where it is among what was added up."""
    named = _is_named(sheets, "s_row.")
    within = [f"s_row.{quoted(each)} IS NOT DISTINCT FROM a_row.{quoted(each)}" for each in path]
    told = [f"s_row.{quoted(each)}" for each in ("file_row", *_figures(sheets), "#smaller")]
    told += [f"a_row.{quoted(each)} AS {quoted(f'#in {each}')}" for each in path]
    told += [f"a_row.{quoted(each)} AS {quoted(f'#sum {each}')}" for each in _figures(sheets)]
    told.append(f'CASE WHEN {named} THEN 1 ELSE 0 END AS "#named"')
    told.append(f'CASE WHEN {" AND ".join([named, *within])} THEN 1 ELSE 0 END AS "#inside"')
    on = " AND ".join(_belongs(path)) or "1 = 1"
    return f'SELECT {", ".join(told)}, a_row."#rows" FROM rows_read AS s_row JOIN added AS a_row ON {on}'


def _belongs(path: Sequence[str]) -> Iterator[str]:
    """Whether a row belongs to an area: by its cell, or where that is empty by what stands for its station."""
    for each in path[:-1]:
        yield f"(s_row.{quoted(each)} IS NULL OR s_row.{quoted(each)} = a_row.{quoted(each)})"
    for each in path[-1:]:
        other = OTHER_NAME.replace(quoted("station"), f"s_row.{quoted('station')}")
        yield f"COALESCE(s_row.{quoted(each)}, {other}) = a_row.{quoted(each)}"


def _is_named(sheets: Sheets, of: str = "") -> str:
    """Whether a row names its station; where none does, every row is as good as one that does."""
    return f'{of}"station" IS NOT NULL' if sheets.stated("station") else "1 = 1"


def _agrees(sheets: Sheets, level: str) -> str:
    """Whether the figures of a row are the sum of others, and cannot be so by chance."""
    lists = [each for each in sheets.lists if sheets.stated(each)]
    votes = [_equal(each, missing="0") for each in lists]
    counts = [f"({quoted(each)} IS NULL OR {_equal(each)})" for each in _figures(sheets) if each not in sheets.lists]
    free = [each for each in _figures(sheets) if each in sheets.lists or each in APART]
    needed = f"{NAMED} + {len(str(sheets.rows)) - 1}"
    named = (
        f'"#named" = 1 AND "#smaller" IS NULL AND {" AND ".join(counts) or "1 = 1"} AND {_some(free)} >= {FIGURES} '
        f'AND "#rows" - "#inside" >= {ROWS if level else ROWS_OF_ALL} AND {_evidence(free)} >= {needed}'
    )
    enough = f'CASE WHEN "#rows" >= {ROWS} THEN {UNNAMED} ELSE {needed} END'
    unnamed = f'"#named" = 0 AND {_evidence(lists)} >= {enough}'
    return f"{' AND '.join(votes)} AND (({named}) OR ({unnamed}))"


def _equal(name: str, missing: str = "") -> str:
    """Whether a figure is what the others add up to; a row that is among them holds half of the sum."""
    figure = f"COALESCE({quoted(name)}, {missing})" if missing else quoted(name)
    return f'{figure} * (1 + "#inside") = COALESCE({quoted(f"#sum {name}")}, 0)'


def _some(names: Iterable[str]) -> str:
    """How many of these figures are more than nothing."""
    return "(" + " + ".join(f"CASE WHEN {quoted(each)} > 0 THEN 1 ELSE 0 END" for each in names) + ")"


def _evidence(names: Iterable[str]) -> str:
    """The digits of the chance that all of these figures agree by accident."""
    digits = (f"CASE WHEN {name} > 0 THEN 0.5 + 0.5 * LOG10(1 + {name}) ELSE 0 END" for name in map(quoted, names))
    return f"({' + '.join(digits)})"


def _figures(sheets: Sheets) -> list[str]:
    return [name for name in sheets.counts if sheets.stated(name)]
