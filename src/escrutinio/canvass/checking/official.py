"""Checks against official subtotals: each is an assertion, held against what the counted sheets add up to."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import AREAS, literal, quoted
from escrutinio.canvass.tables import read_table, whole_number
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from escrutinio.canvass.checking.table import Asked

ALL = "all"
"""The level of the whole table."""


def other_sums(asked: Asked) -> str:
    """C311: what an authority says an area has, is not what its sheets add up to."""
    facts = (
        'o_row."area", o_row."list", o_row."official", u_row."ours", o_row."official" - u_row."ours" AS "difference"'
    )
    same = 'o_row."key" = u_row."key" AND o_row."list" = u_row."list"'
    return " UNION ALL ".join(
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {literal(level)} AS "level", {facts} '
        f"FROM ({_stated(level, areas)}) AS o_row JOIN ({_added(asked, level, areas)}) AS u_row ON {same} "
        'WHERE o_row."official" <> u_row."ours"'
        for level, areas in asked.official.items()
        if _names(areas)
    )


def unknown_areas(asked: Asked) -> str:
    """C312: an authority states figures for an area that no sheet names."""
    return " UNION ALL ".join(
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {literal(level)} AS "level", o_row."area", '
        f'CAST(SUM(o_row."official") AS BIGINT) AS "official" FROM ({_stated(level, areas)}) AS o_row '
        f'WHERE o_row."key" NOT IN (SELECT {_key(level)} FROM {asked.sheets.source} AS s_row '
        f'WHERE {_key(level)} IS NOT NULL) GROUP BY o_row."area"'
        for level, areas in asked.official.items()
        if _names(areas)
    )


def _names(areas: Mapping[str, Mapping[str, int]]) -> list[str]:
    return list(dict.fromkeys(name for each in areas.values() for name in each))


def _stated(level: str, areas: Mapping[str, Mapping[str, int]]) -> str:
    """The assertions as rows; capitals and blanks around an area's name do not count."""
    rows = ", ".join(
        f"({literal(area.strip())}, {literal(name)}, CAST({int(votes)} AS BIGINT))"
        for area, lists in areas.items()
        for name, votes in lists.items()
    )
    key = "'ALL'" if level == ALL else 'UPPER("area")'
    return (
        f'SELECT {key} AS "key", "area", "list", "official" FROM (VALUES {rows}) AS v_row("area", "list", "official")'
    )


def _key(level: str) -> str:
    """The area of a sheet at a level; ``department/municipality`` tells namesakes apart by the larger area."""
    return "'ALL'" if level == ALL else "UPPER(" + " || '/' || ".join(map(quoted, level.split("/"))) + ")"


def _added(asked: Asked, level: str, areas: Mapping[str, Mapping[str, int]]) -> str:
    """What the counted sheets add up to, a row an area and list; a list without a column has nothing."""
    names = _names(areas)
    sums = ", ".join(f"{_sum(asked, name)} AS {quoted(name)}" for name in names)
    grouped = (
        f'SELECT {_key(level)} AS "key", {sums} FROM {asked.sheets.source} AS s_row WHERE {asked.counted} GROUP BY 1'
    )
    return f"WITH added AS ({grouped}) " + " UNION ALL ".join(
        f'SELECT "key", {literal(name)} AS "list", {quoted(name)} AS "ours" FROM added' for name in names
    )


def _sum(asked: Asked, name: str) -> str:
    """A count's sum; valid and cast are added up from the lists where no sheet writes them."""
    column = {"valid": "#valid", "cast": "#cast"}.get(name, name)
    known = column in ("#valid", "#cast") or name in asked.sheets.counts
    return f"COALESCE(CAST(SUM({quoted(column)}) AS BIGINT), 0)" if known else "CAST(0 AS BIGINT)"


def refuse_unknown_levels(levels: Iterable[str]) -> None:
    """Refuse a level that sheets do not have.

    Raises:
        Problem: with the levels there are.
    """
    for level in levels:
        for part in level.split("/"):
            if part not in AREAS and level != ALL:
                raise Problem(
                    "“{level}” is no level of area. Did you mean {near}? Write all for the whole count, or two levels "
                    "as department/municipality.",
                    level=level,
                    near=nearest(part, AREAS),
                )


def read_official(path: Path) -> dict[str, dict[str, dict[str, int]]]:
    r"""The subtotals that an authority states, from a CSV file with the columns level, area, list and votes.

    Raises:
        Problem: the file cannot be read, a figure is no count, or one is stated twice.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "official.csv"
    ...     _ = file.write_text("Level;Area;List;Votes\ndepartment;North;A;21\n", encoding="utf-8")
    ...     read_official(file)
    {'department': {'North': {'A': 21}}}
    """
    stated: dict[str, dict[str, dict[str, int]]] = {}
    rows: dict[tuple[str, str, str], int | None] = {}
    for source, row in read_table(path, ("level", "area", "list", "votes"), any_spreadsheet=True):
        key = (row["level"], row["area"], row["list"])
        if key in rows:
            raise Problem(
                "{file}, row {row}: the votes of {list} in {area} stand already in row {first}. Keep one of them.",
                file=path,
                row=source.row,
                list=row["list"],
                area=row["area"],
                first=rows[key],
            )
        rows[key] = source.row
        area = stated.setdefault(row["level"], {}).setdefault(row["area"], {})
        area[row["list"]] = whole_number(source, "votes", row["votes"])
    return stated


CHECKS: dict[str, Callable[[Asked], str]] = {"C311": other_sums, "C312": unknown_areas}
