"""Names that two counts write differently and mean alike: lists by the rule for headers, stations where it is plain.

What a file writes is kept as it is written. Where a name has no equal in the other count, and only case, accents,
blanks or zeros in front of a number tell it from one there, the two are one; never where a count has two such names.
"""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import lists_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from escrutinio.canvass.engine import Engine

Name = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """A station that two counts write differently: how each does, and its row in the new one."""

    now: Name
    before: Name
    row: int | None


@dataclass(frozen=True, eq=False)
class Renamed:
    """The table of an old count with the names of a new one, and what was renamed."""

    table: str
    stations: tuple[Alike, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What was renamed: how the old count writes it, and how the new one."""
        stations = ((each.before, each.now) for each in self.stations)
        return (*self.lists.items(), *((_joined(old), _joined(new)) for old, new in stations))


def _joined(name: Name) -> str:
    return " ".join("–" if part is None else str(part) for part in name)


def same_lists(these: Iterable[str], those: Iterable[str]) -> dict[str, str]:
    """For each of these lists the one among those that is the same, where there is one.

    >>> same_lists(["Libre", "PÉREZ", "New"], ["LIBRE", "Perez", "Old"])
    {'Libre': 'LIBRE', 'PÉREZ': 'Perez'}
    >>> same_lists(["Pérez"], ["Perez", "PEREZ-"])
    {}
    """
    from escrutinio.canvass.reading.formats import folded

    these, those = tuple(these), tuple(those)
    lower = {each.lower(): each for each in those}  # the database does not tell these apart
    same = {each: lower[each.lower()] for each in these if each.lower() in lower}
    left = [each for each in those if each not in same.values()]
    ours, theirs = (Counter(map(folded, names)) for names in (these, those))
    by_fold = {folded(each): each for each in left if theirs[folded(each)] == 1 and folded(each)}
    return {
        each: same[each] if each in same else by_fold[folded(each)]
        for each in these
        if each in same or (ours[folded(each)] == 1 and folded(each) in by_fold)
    }


def named_alike(engine: Engine, old: str, new: str, *, keys: Sequence[str] = ("station",)) -> Renamed:
    """The old count as a table that names lists and stations as the new one does, where they mean the same.

    Args:
        engine: the embedded one, where both tables are.
        old: the table of the earlier count; the answer is this one, where there is nothing to rename.
        new: the table of the later count.
        keys: the columns that tell a station.

    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows('''CREATE TABLE o AS SELECT '07' AS station, 2 AS file_row, 5 AS "José"''')
    >>> _ = engine.rows('''CREATE TABLE n AS SELECT '7' AS station, 4 AS file_row, 6 AS "JOSE"''')
    >>> found = named_alike(engine, "o", "n")
    >>> found.stations, engine.rows(f'SELECT station, "JOSE" FROM "{found.table}"')
    ((Alike(now=('7',), before=('07',), row=4),), [('7', 5)])
    """
    columns = {table: engine.columns(table) for table in (old, new)}
    same = same_lists(lists_of(columns[new]), lists_of(columns[old]))
    lists = {before: now for now, before in same.items() if now != before}
    there = all(each in columns[table] for each in keys for table in (old, new))
    stations = alike(engine, quoted(old), quoted(new), keys) if there else ()
    if not (lists or stations):
        return Renamed(old)
    named = f"{old} named as {new}"
    _rename(engine, old, named, (keys, stations), {each: lists.get(each, each) for each in columns[old]})
    return Renamed(named, stations, lists)


def _rename(
    engine: Engine, old: str, named: str, told: tuple[Sequence[str], Sequence[Alike]], columns: Mapping[str, str]
) -> None:
    keys, stations = told
    joined = ""
    cells = {each: f"o_row.{quoted(each)}" for each in columns}
    if stations:
        engine.rows(f"CREATE OR REPLACE TEMP TABLE {quoted(f'{named}: stations')} AS {_values(stations)}")
        same = " AND ".join(
            f"CAST(o_row.{quoted(each)} AS VARCHAR) IS NOT DISTINCT FROM m_row.{quoted(f'before {i}')}"
            for i, each in enumerate(keys)
        )
        joined = f" LEFT JOIN {quoted(f'{named}: stations')} AS m_row ON {same}"
        for i, each in enumerate(keys):
            now = f"m_row.{quoted(f'now {i}')}"
            cells[each] = f"CASE WHEN m_row.renamed THEN {now} ELSE CAST(o_row.{quoted(each)} AS VARCHAR) END"
    chosen = ", ".join(f"{cells[each]} AS {quoted(name)}" for each, name in columns.items())
    engine.rows(f"CREATE OR REPLACE TEMP TABLE {quoted(named)} AS SELECT {chosen} FROM {quoted(old)} AS o_row{joined}")


def _values(stations: Sequence[Alike]) -> str:
    """Names of stations as rows of SQL."""
    parts = len(stations[0].now)
    heads = [*(f"now {i}" for i in range(parts)), *(f"before {i}" for i in range(parts)), "renamed"]
    rows = ", ".join(f"({', '.join(map(_text, (*each.now, *each.before)))}, TRUE)" for each in stations)
    return f"SELECT * FROM (VALUES {rows}) AS v ({', '.join(map(quoted, heads))})"


def _text(part: object) -> str:
    return "CAST(NULL AS VARCHAR)" if part is None else "'" + str(part).replace("'", "''") + "'"


def alike(engine: Engine, old: str, new: str, keys: Sequence[str] = ("station",)) -> tuple[Alike, ...]:
    """The stations that two tables write differently and mean alike.

    Args:
        engine: the embedded one.
        old: what stands after FROM for the earlier count.
        new: the same for the later one.
        keys: the columns that tell a station.
    """
    names = ", ".join(f"CAST({quoted(each)} AS VARCHAR) AS {quoted(f'key {i}')}" for i, each in enumerate(keys))
    some = f"{quoted(keys[-1])} IS NOT NULL"
    sides = [f"(SELECT DISTINCT {names} FROM {table} WHERE {some})" for table in (old, new)]
    lost, come = (f"(FROM {a} EXCEPT FROM {b})" for a, b in (sides, sides[::-1]))
    ((moved,),) = engine.rows(f"SELECT EXISTS({lost}) AND EXISTS({come})")
    if not moved:
        return ()
    each = [quoted(f"key {i}") for i in range(len(keys))]
    told = ", ".join([*(f"n_row.{key}" for key in each), *(f"o_row.{key}" for key in each)])
    folds = [_folded(side, each) for side in (come, lost)]
    found = engine.rows(f"SELECT {told}, fold FROM {folds[0]} AS n_row JOIN {folds[1]} AS o_row USING (fold)")
    if not found:
        return ()
    doubled = {
        fold
        for side in sides
        for (fold,) in engine.rows(f"SELECT fold FROM {_folded(side, each)} GROUP BY fold HAVING COUNT(*) > 1")
    }
    plain = {row[: len(keys)]: row[len(keys) : -1] for row in found if row[-1] not in doubled}
    return tuple(Alike(now, before, row) for row, now, before in sorted(_rows(engine, new, keys, plain), key=str))


def _rows(
    engine: Engine, new: str, keys: Sequence[str], plain: Mapping[Name, Name]
) -> Iterable[tuple[int | None, Name, Name]]:
    """Each of these stations with its first row in the new count."""
    if not plain:
        return
    names = [f"CAST({quoted(each)} AS VARCHAR)" for each in keys]
    rows = engine.rows(f"SELECT {', '.join(names)}, MIN(file_row) FROM {new} GROUP BY ALL")
    yield from ((row[-1], row[:-1], plain[row[:-1]]) for row in rows if row[:-1] in plain)


def fold_sql(text: str) -> str:
    """A name as SQL compares it: without case, accents, blanks (save between digits) and zeros before a number.

    >>> from escrutinio.canvass.engine import Embedded
    >>> names = "San  José 01", "SAN JOSE 1", "2/02", "1 1"
    >>> [Embedded().rows(f"SELECT {fold_sql(repr(each))}")[0][0] for each in names]
    ['sanjose1', 'sanjose1', '2/2', '1 1']
    """
    plain = f"LOWER(STRIP_ACCENTS({text}))"
    for found, put in (
        (r"[\s\p{Z}]+", " "),
        ("^ | $", ""),
        ("([^0-9]) ", r"\1"),
        (" ([^0-9])", r"\1"),
        ("(^|[^0-9])0+([0-9])", r"\1\2"),
    ):
        plain = f"REGEXP_REPLACE({plain}, '{found}', '{put}', 'g')"
    bare = f"COALESCE(NULLIF(LTRIM({text}, '0'), ''), '0')"
    return f"CASE WHEN TRANSLATE({text}, '0123456789', '') = '' THEN {bare} ELSE {plain} END"  # most are numbers


def _folded(side: str, keys: Sequence[str]) -> str:
    """Names with what they are folded to."""
    fold = " || CHR(31) || ".join(f"COALESCE({fold_sql(each)}, CHR(30))" for each in keys)
    return f"(SELECT *, {fold} AS fold FROM {side} AS names)"
