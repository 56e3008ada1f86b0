"""Tallies: counts added up over any areas, in one scan, by one SQL text that every engine reads."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.naming import no_such_level
from escrutinio.canvass.sheets import AREAS, COUNTS, lists_of, literal, plain, quoted
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass.engine import Engine
    from escrutinio.columns import Columns

COUNTED = ("valid", "blank", "null", "cast", "registered")
"""The counts of a table, whether or not the sheets state them."""
LEVELS = (*AREAS, "abroad")
Area = tuple[str | bool | None, ...]
Where = Mapping[str, "str | Sequence[str]"]


@dataclass(frozen=True, slots=True)
class AreaTally:
    """The sheets of one area added up; a figure that none of them states is None.

    ``missing`` says on how many sheets a figure is missing: such a sheet adds nothing to that figure.
    """

    area: Area
    sheets: int
    counts: Mapping[str, int | None]
    votes: Mapping[str, int | None]
    missing: Mapping[str, int]

    @property
    def of_lists(self) -> int:
        """The votes of all lists, added up by us; ``counts["valid"]`` is what the sheets say."""
        return sum(votes or 0 for votes in self.votes.values())


@dataclass(frozen=True)
class TallyTable:
    """Tallies of areas, in the order of their names; ``by`` names the parts of each ``area``.

    ``rows`` are the engine's own: the area, how many sheets, the sum of each of ``figures``, and what is missing.
    """

    by: tuple[str, ...]
    lists: tuple[str, ...]
    figures: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By level, the names of the areas asked for, where they are not spelt as asked, or in several ways."""

    @cached_property
    def areas(self) -> tuple[AreaTally, ...]:
        """Each area's tally; made when asked for, because there may be a hundred thousand."""
        return tuple(_area(row, self) for row in self.rows)

    def __getitem__(self, area: Area | str | bool | None) -> AreaTally:
        """The tally of an area, by its name or names."""
        key = area if isinstance(area, tuple) else (area,)
        found = next((row for row in self.rows if row[: len(self.by)] == key), None)
        if found is None:
            known = (_name(row[: len(self.by)]) for row in self.rows)
            raise Problem(
                "no area here is called “{area}”. Did you mean {near}?",
                area=_name(key),
                near=nearest(_name(key), known),
            )
        return _area(found, self)

    def columns(self) -> Columns:
        """An area a row, a figure a column; any data-frame library takes the tally itself.

        ``valid_added_up`` are the votes of all lists, added up by us.
        """
        heads = (*self.by, "sheets", *COUNTED, "valid_added_up", *self.lists)
        rows = [
            (
                *each.area,
                each.sheets,
                *(each.counts.get(count) for count in COUNTED),
                each.of_lists,
                *(each.votes.get(name) for name in self.lists),
            )
            for each in self.areas
        ]
        return of_rows(heads, rows)

    __arrow_c_stream__ = arrow_stream


def tally(
    engine: Engine,
    table: str,
    *,
    by: Sequence[str] = (),
    lists: Sequence[str] | None = None,
    where: Where | None = None,
    abroad: bool | None = None,
    policy_where: str | None = None,
) -> TallyTable:
    """Add sheets up.

    Args:
        engine: where the table is.
        table: sheets of one contest, in the shape of ``sheets``.
        by: the levels to tell apart, such as ``("department", "municipality")`` or ``("abroad",)``; one tally of all
            where empty.
        lists: whose votes; all lists of the table where None.
        where: only these areas: a name, or several, by level. Case, accents and blanks do not matter: an area that is
            spelt in two ways has the sheets of both.
        abroad: only sheets from abroad, or only those from home (with those that do not tell); all where None.
        policy_where: which sheets count, as an SQL condition on a sheet's columns.

    Returns:
        Tallies in the order of the areas' names; none is left out, and sheets without an area stand under None.

    Raises:
        Problem: a level or an area is not known.

    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows("CREATE TABLE sheets AS SELECT * FROM (VALUES ('North', 9, 5), ('South', 8, NULL)) "
    ...                 "AS rows(department, registered, A)")
    >>> tally(engine, "sheets").areas[0].votes, tally(engine, "sheets", by=("department",))["South"].missing
    ({'A': 5}, {'A': 1})
    """
    columns = engine.columns(table)
    levels = tuple(_level(each, columns) for each in by)
    chosen = tuple(lists if lists is not None else lists_of(columns))
    figures = (*(each for each in COUNTS if each in columns), *chosen)
    names = {level: _spelt(engine, table, _level(level, columns), asked) for level, asked in (where or {}).items()}
    conditions = [*_places(names), *_home(abroad), *([policy_where] if policy_where else ())]
    rows = engine.rows(tally_sql(table, by=levels, figures=figures, conditions=conditions))
    return TallyTable(levels, chosen, figures, tuple(rows), _otherwise(where or {}, names))


def tally_sql(
    table: str, *, by: Sequence[str] = (), figures: Sequence[str] = (), conditions: Sequence[str] = ()
) -> str:
    """The one SQL text of a tally: the areas, how many sheets, each figure's sum, and on how many sheets it is missing.

    What is missing is one text, ``0 3 0``, in the order of the figures, and NULL where nothing is: as numbers it would
    double what comes back.

    >>> print(tally_sql("sheets", figures=("CC",), conditions=('"cast" <= "registered"',)))
    SELECT COUNT(*), CAST(SUM("CC") AS BIGINT),
    CASE WHEN COUNT("CC") < COUNT(*) * 1 THEN CONCAT_WS(' ', CAST(COUNT(*) - COUNT("CC") AS STRING)) END
    FROM "sheets" WHERE ("cast" <= "registered")
    """
    areas = [quoted(each) for each in by]
    sums = [f"CAST(SUM({quoted(each)}) AS BIGINT)" for each in figures]
    where = f" WHERE {' AND '.join(f'({each})' for each in conditions)}" if conditions else ""
    order = ", ".join(f"{each} NULLS LAST" for each in areas)
    grouped = f" GROUP BY {', '.join(areas)} ORDER BY {order}" if areas else ""
    return f"SELECT {', '.join([*areas, 'COUNT(*)', *sums, _missing(figures)])} FROM {quoted(table)}{where}{grouped}"


def _missing(figures: Sequence[str]) -> str:
    stated = [f"COUNT({quoted(each)})" for each in figures]
    if not stated:
        return "NULL"
    each = ", ".join(f"CAST(COUNT(*) - {count} AS STRING)" for count in stated)
    return f"CASE WHEN {' + '.join(stated)} < COUNT(*) * {len(stated)} THEN CONCAT_WS(' ', {each}) END"


def _level(level: str, columns: Sequence[str]) -> str:
    if level not in LEVELS or level not in columns:
        raise no_such_level(level, [each for each in LEVELS if each in columns])
    return level


def _places(names: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{quoted(level)} IN ({', '.join(map(literal, each))})" for level, each in names.items()]


def _spelt(engine: Engine, table: str, level: str, asked: str | Sequence[str]) -> tuple[str, ...]:
    """The areas asked for as the sheets spell them; whoever asks for one that no sheet names is told the nearest."""
    known = [name for (name,) in engine.rows(f"SELECT {quoted(level)} FROM {quoted(table)} GROUP BY 1")]
    named = sorted(str(each) for each in known if each is not None)
    found: dict[str, None] = {}
    for each in [asked] if isinstance(asked, str) else asked:
        alike = [name for name in named if plain(name) == plain(each)]
        if not alike:
            raise Problem(
                "no sheet names the {level} “{area}”. Did you mean {near}?",
                level=level,
                area=each,
                near=nearest(each, named) or "–",
            )
        found |= dict.fromkeys(alike)
    return tuple(found)


def _otherwise(where: Where, names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The levels at which the names are not those that were asked for."""
    asked = {level: {each} if isinstance(each, str) else set(each) for level, each in where.items()}
    return {level: each for level, each in names.items() if set(each) != asked[level]}


def _home(abroad: bool | None) -> list[str]:  # noqa: FBT001 - None is a third answer, and the word says which
    return [] if abroad is None else ['"abroad"'] if abroad else ['COALESCE("abroad", FALSE) = FALSE']


def _area(row: tuple[Any, ...], table: TallyTable) -> AreaTally:
    """One row of the engine as a tally."""
    levels, counts = len(table.by), len(table.figures) - len(table.lists)
    summed, missing = row[levels + 1 : -1], [int(each) for each in (row[-1] or "").split()]
    return AreaTally(
        row[:levels],
        row[levels],
        dict(zip(table.figures[:counts], summed[:counts], strict=True)),
        dict(zip(table.lists, summed[counts:], strict=True)),
        {name: n for name, n in zip(table.figures, missing, strict=False) if n},
    )


def _name(area: Area) -> str:
    return ", ".join("–" if part is None else str(part) for part in area)
