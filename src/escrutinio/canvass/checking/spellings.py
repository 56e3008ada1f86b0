"""Names of areas that are spelt in two ways: alike but for case, accents and blanks, within one larger area."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from escrutinio.canvass.checking.totals import WITHIN
from escrutinio.canvass.sheets import plain, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.canvass.checking.seen import Sheets
    from escrutinio.canvass.engine import Engine

LEVELS = ("country", "department", "province", "municipality", "constituency", "special")
"""Of precincts and localities there are tens of thousands, with namesakes next to each other: they are not asked."""


def spelt_in_two_ways(engine: Engine, sheets: Sheets) -> tuple[tuple[str, str, str], ...]:
    """The level of each such area, its rarer name and the other one.

    Args:
        engine: where the table is.
        sheets: the table, looked over.

    >>> from escrutinio.canvass.checking.table import look
    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> rows = "(2, 1, 'San José'), (3, 2, 'SAN JOSE'), (4, 3, 'San José')"
    >>> _ = engine.rows(f"CREATE TABLE t AS SELECT * FROM (VALUES {rows}) AS v(file_row, station, municipality)")
    >>> spelt_in_two_ways(engine, look(engine, "t"))
    (('municipality', 'SAN JOSE', 'San José'),)
    """
    levels = [each for each in LEVELS if sheets.stated(each)]
    if not levels:
        return ()
    named = ", ".join(map(quoted, levels))
    places = [
        (dict(zip(levels, names, strict=True)), rows)
        for *names, rows in engine.rows(f"SELECT {named}, COUNT(*) FROM {sheets.rows_of} GROUP BY {named}")
    ]
    return tuple(found for level in levels for found in _alike(level, places))


def _alike(level: str, places: list[tuple[dict[str, str | None], int]]) -> Iterator[tuple[str, str, str]]:
    rows: dict[tuple[str | None, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    larger = [each for each in WITHIN[level] if each in places[0][0]] if places else []
    for names, count in places:
        name = str(names[level] or "").strip()
        if name:
            rows[tuple(names[each] for each in larger)][name] += count
    told: set[tuple[str, str]] = set()
    for within in rows.values():
        by_sound = defaultdict(list)
        for name in within:
            by_sound[plain(name)].append(name)
        for spelt in filter(lambda each: len(each) > 1, by_sound.values()):
            *rarer, other = sorted(spelt, key=lambda name: (within[name], name))
            told |= {(each, other) for each in rarer}
    yield from ((level, *each) for each in sorted(told))
