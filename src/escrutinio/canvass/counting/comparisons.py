"""Two counts of one contest, side by side: what came, what went, what was corrected and what that is worth."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.counting.aside import ALL, where_counted
from escrutinio.canvass.counting.tallies import AreaTally, tally
from escrutinio.canvass.sheets import COUNTS, lists_of, literal, quoted, sheet_and_row
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass.engine import Engine
    from escrutinio.columns import Columns

CHANGES = ("added", "withdrawn", "corrected", "restated")
STATUSES = (*CHANGES, "unchanged")


@dataclass(frozen=True, slots=True)
class Moved:
    """Sheets that one status fits, and what they are worth: the new count minus the old one, figure by figure."""

    sheets: int
    net: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SheetChange:
    """One sheet that came, went or changed: the rows of both files, and before and after of each changed figure."""

    status: str
    station: tuple[str | None, ...]
    rows: tuple[int | None, int | None]
    figures: Mapping[str, tuple[int | None, int | None]]
    sheets: tuple[str, str] = ("", "")
    """The sheets of both workbooks, where a contest stands on several."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two counts side by side.

    ``added`` and ``withdrawn`` stand in one count only; on ``corrected`` sheets a list's votes differ, on
    ``restated`` ones only another count does; ``changes`` lists them, or those asked for, up to a limit. For every
    figure the old total and the four nets give the new total. Only sheets that count are compared: ``aside`` is how
    many rows of the old and of the new count are copies, contradict another or are totals.
    """

    lists: tuple[str, ...]
    counts: tuple[str, ...]
    old: AreaTally
    new: AreaTally
    added: Moved
    withdrawn: Moved
    corrected: Moved
    restated: Moved
    unchanged: Moved
    changes: tuple[SheetChange, ...]
    aside: tuple[int, int] = (0, 0)
    alike: tuple[tuple[str, str], ...] = ()
    """Stations and lists that the two counts write differently and that were compared as one: the old and the new."""

    def columns(self) -> Columns:
        """A row a changed figure of a sheet; any data-frame library takes the comparison itself."""
        heads = ("status", "station", "old_row", "new_row", "figure", "old", "new")
        rows = [
            (each.status, " ".join(str(part) for part in each.station), *each.rows, name, *pair)
            for each in self.changes
            for name, pair in each.figures.items()
        ]
        return of_rows(heads, rows)

    __arrow_c_stream__ = arrow_stream


def compare(
    engine: Engine,
    old: str,
    new: str,
    *,
    lists: Sequence[str] | None = None,
    key: str | Sequence[str] = "station",
    limit: int = 10_000,
    status: str | Sequence[str] = CHANGES,
    names: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> Comparison:
    """Compare two counts of a contest, sheet by sheet; a figure that is missing counts as none.

    Only the sheets that count by the default policy are compared: each once, and no row of totals.

    Args:
        engine: where both tables are.
        old: the table of the earlier count.
        new: the table of the later count.
        lists: whose votes; those of either table where None.
        key: the columns that tell a station; where several sheets have the same key, first stands against first.
        limit: how many changes to list, the sheets with the largest changes of votes first.
        status: which changes to list: ``added``, ``withdrawn``, ``corrected``, ``restated``. All are counted.
        names: of either count the sheets of its workbook, where the contest stands on several.

    Returns:
        What came, went and changed. Other counts are compared where both tables state them.

    Raises:
        Problem: a column of the key is not there, or there is no such change.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> from escrutinio.canvass.storing.store import snapshots, table_of
    >>> with sample_store() as store:
    ...     found = compare(store.engine, *(table_of(store, each) for each in snapshots(store)))
    >>> found.added.sheets, found.corrected.net
    (1, {'A': -1, 'B': 1})
    """
    keys = (key,) if isinstance(key, str) else tuple(key)
    wanted = _changes_known((status,) if isinstance(status, str) else status)
    columns = {table: engine.columns(table) for table in (old, new)}
    for table in (old, new):
        _keys_known(keys, columns[table], table)
    chosen = tuple(lists if lists is not None else dict.fromkeys(lists_of((*columns[old], *columns[new]))))
    counted = {table: where_counted(engine, table) for table in (old, new)}
    before, after = (_total(engine, table, columns[table], chosen, counted[table]) for table in (old, new))
    counts = tuple(
        each for each in COUNTS if before.counts.get(each) is not None and after.counts.get(each) is not None
    )
    pairs = pairs_sql(columns, keys=keys, counts=counts, lists=chosen, counted=counted)
    worth = _worth(engine.rows(worth_sql(pairs, (*counts, *chosen))), (*counts, *chosen))
    rows = engine.rows(changes_sql(pairs, keys, counts, chosen, limit=limit, status=wanted)) if limit and wanted else []
    changes = tuple(_change(row, len(keys), (*counts, *chosen), names) for row in rows)
    left = _left_out(engine, old, before, counted[old]), _left_out(engine, new, after, counted[new])
    return Comparison(chosen, counts, before, after, **worth, changes=changes, aside=left, alike=())


def pairs_sql(
    columns: Mapping[str, Sequence[str]],
    *,
    keys: Sequence[str],
    counts: Sequence[str],
    lists: Sequence[str],
    counted: Mapping[str, str] | None = None,
) -> str:
    """Each sheet of the old count beside its sheet of the new one, and what became of it, as one SQL text.

    Sheets with the same key are numbered in the order of their file, so that none is counted twice; ``counted`` says
    for each table which sheets are compared, all where nothing is said.
    """
    sides = list(columns)
    figures = (*counts, *lists)
    numbered = [_numbered(table, columns[table], keys, figures, (counted or {}).get(table, ALL)) for table in sides]
    same = " AND ".join(
        f"o.{quoted(each)} IS NOT DISTINCT FROM n.{quoted(each)}"
        for each in (*(f"key {i}" for i in range(len(keys))), "nth")
    )
    both = ", ".join(
        f"o.{quoted(f'figure {i}')} AS {quoted(f'old {i}')}, n.{quoted(f'figure {i}')} AS {quoted(f'new {i}')}"
        for i in range(len(figures))
    )
    named = ", ".join(
        f"COALESCE(n.{quoted(f'key {i}')}, o.{quoted(f'key {i}')}) AS {quoted(f'key {i}')}" for i in range(len(keys))
    )
    votes, others = (_differ(places) for places in (range(len(counts), len(figures)), range(len(counts))))
    status = (
        "CASE WHEN o.nth IS NULL THEN 'added' WHEN n.nth IS NULL THEN 'withdrawn' "
        f"WHEN {votes} THEN 'corrected' WHEN {others} THEN 'restated' ELSE 'unchanged' END"
    )
    joined = f"({numbered[0]}) AS o FULL OUTER JOIN ({numbered[1]}) AS n ON {same}"
    return f"SELECT {status} AS status, {named}, o.at AS old_row, n.at AS new_row, {both} FROM {joined}"


def worth_sql(pairs: str, figures: Sequence[str]) -> str:
    """How many sheets have each status and what they are worth."""
    nets = [
        f"CAST(SUM(COALESCE({quoted(f'new {i}')}, 0) - COALESCE({quoted(f'old {i}')}, 0)) AS BIGINT)"
        for i in range(len(figures))
    ]
    return f"SELECT {', '.join(['status', 'COUNT(*)', *nets])} FROM ({pairs}) AS pairs GROUP BY status"


def changes_sql(
    pairs: str,
    keys: Sequence[str],
    counts: Sequence[str],
    lists: Sequence[str],
    *,
    limit: int,
    status: Sequence[str] = CHANGES,
) -> str:
    """The sheets that are not the same in both counts, of some statuses, the largest changes of votes first."""
    places = range(len(counts), len(counts) + len(lists))
    size = " + ".join(f"ABS(COALESCE({quoted(f'new {i}')}, 0) - COALESCE({quoted(f'old {i}')}, 0))" for i in places)
    order = ", ".join(f"{quoted(f'key {i}')} NULLS LAST" for i in range(len(keys)))
    return (
        f"SELECT * FROM ({pairs}) AS pairs WHERE status IN ({', '.join(map(literal, status))}) "
        f"ORDER BY {size or 0} DESC, {order}, new_row, old_row LIMIT {limit}"
    )


def _numbered(table: str, columns: Sequence[str], keys: Sequence[str], figures: Sequence[str], which: str) -> str:
    parts = ", ".join(quoted(each) for each in keys)
    row = '"file_row"' if "file_row" in columns else "CAST(NULL AS BIGINT)"
    named = [f"{quoted(each)} AS {quoted(f'key {i}')}" for i, each in enumerate(keys)]
    values = [
        f"{quoted(each) if each in columns else 'CAST(NULL AS BIGINT)'} AS {quoted(f'figure {i}')}"
        for i, each in enumerate(figures)
    ]
    nth = f"ROW_NUMBER() OVER (PARTITION BY {parts} ORDER BY {row}) AS nth"
    return f"SELECT {', '.join([*named, nth, f'{row} AS at', *values])} FROM {quoted(table)} WHERE {which}"


def _differ(places: range) -> str:
    parts = [f"COALESCE(o.{quoted(f'figure {i}')}, 0) <> COALESCE(n.{quoted(f'figure {i}')}, 0)" for i in places]
    return " OR ".join(parts) or "FALSE"


def _left_out(engine: Engine, table: str, total: AreaTally, counted: str) -> int:
    """How many rows of a table are not compared."""
    if counted == ALL:
        return 0
    ((rows,),) = engine.rows(f"SELECT COUNT(*) FROM {quoted(table)}")
    return int(rows) - total.sheets


def _total(engine: Engine, table: str, columns: Sequence[str], lists: Sequence[str], counted: str) -> AreaTally:
    """A table's tally of all, with a list that it does not have as one without votes."""
    total = tally(engine, table, lists=[each for each in lists if each in columns], policy_where=counted).areas[0]
    votes = {each: total.votes.get(each) for each in lists}
    return AreaTally(total.area, total.sheets, total.counts, votes, total.missing)


def _worth(rows: Sequence[tuple[str | int, ...]], figures: Sequence[str]) -> dict[str, Moved]:
    found = {
        str(row[0]): Moved(int(row[1]), {name: int(n) for name, n in zip(figures, row[2:], strict=True)})
        for row in rows
    }
    return {status: found.get(status, Moved(0, dict.fromkeys(figures, 0))) for status in STATUSES}


def _change(
    row: tuple[Any, ...], keys: int, figures: Sequence[str], names: tuple[Sequence[str], Sequence[str]]
) -> SheetChange:
    status, at, values = str(row[0]), row[1 + keys : 3 + keys], row[3 + keys :]
    pairs = {name: (values[2 * i], values[2 * i + 1]) for i, name in enumerate(figures)}
    changed = {name: pair for name, pair in pairs.items() if (pair[0] or 0) != (pair[1] or 0)}
    (old, old_row), (new, new_row) = (
        ("", None) if each is None else sheet_and_row(each, called) for each, called in zip(at, names, strict=True)
    )
    return SheetChange(status, row[1 : 1 + keys], (old_row, new_row), changed, (old, new))


def _changes_known(status: Sequence[str]) -> tuple[str, ...]:
    strange = next((each for each in status if each not in CHANGES), None)
    if strange is not None:
        raise Problem(
            "“{status}” is no change of a sheet. Known: {known}. Did you mean {near}?",
            status=strange,
            known=", ".join(CHANGES),
            near=nearest(strange, CHANGES),
        )
    return tuple(dict.fromkeys(status))


def _keys_known(keys: Sequence[str], columns: Sequence[str], table: str) -> None:
    for each in keys:
        if each not in columns:
            raise Problem(
                "“{table}” has no column “{column}” to tell stations by. Did you mean {near}?",
                table=table,
                column=each,
                near=nearest(each, columns),
            )
