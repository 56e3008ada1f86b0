"""What fell or was withdrawn between the snapshots of a store, one after the other, asked of all of them at once."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.checking.policies import DEFAULT
from escrutinio.canvass.checking.seen import MOST
from escrutinio.canvass.checking.words import about
from escrutinio.canvass.counting.aside import where_counted
from escrutinio.canvass.sheets import COUNTS, literal, quoted, row_said, sheet_and_row, sheet_names
from escrutinio.canvass.storing.database import held
from escrutinio.canvass.storing.snapshots import table_of
from escrutinio.canvass.storing.spelling import alike
from escrutinio.model import Finding, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from escrutinio.canvass.checking.policies import Policy
    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.storing.snapshots import Snapshot
    from escrutinio.canvass.storing.spelling import Alike
    from escrutinio.canvass.storing.store import Store

STACK = '"#successive"'
"""The sheets that count, of every snapshot, each with its place in the order of time."""
AFTER = f"{STACK} AS n_row JOIN {STACK} AS p_row ON n_row.nth = p_row.nth + 1 AND n_row.station = p_row.station"
GONE = (
    f"station IS NOT NULL AND nth < (SELECT MAX(nth) FROM {STACK}) AND NOT EXISTS "
    f"(SELECT 1 FROM {STACK} AS n_row WHERE n_row.nth = p_row.nth + 1 AND n_row.station = p_row.station)"
)


def successive(store: Store, every: Sequence[Snapshot], *, policy: Policy = DEFAULT) -> list[Finding]:
    """What each snapshot has fewer votes of than the one before it, and the stations that it has no more.

    Args:
        store: an open store.
        every: snapshots of one contest, in the order of time.
        policy: which sheets count.

    Returns:
        C401, C402, C406, C407 and C601, each on the file of its snapshot and with both times.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> from escrutinio.canvass.storing.store import snapshots
    >>> with sample_store() as store:
    ...     [(each.code, dict(each.facts)) for each in successive(store, snapshots(store))][0]
    ('C401', {'contest': 'president', 'station': '1', 'list': 'A', 'before': 10, 'now': 9, 'fell': 1, \
'time_before': '2020-10-18T20:00:00-04:00', 'time': '2020-10-18T21:00:00-04:00'})
    """
    if len(every) < 2:  # noqa: PLR2004 - two stand against each other
        return []
    lists = tuple(dict.fromkeys(name for each in every for name in each.lists))
    _stack(store, every, lists, policy)
    told = [
        *_otherwise(store.engine, every),
        *_votes_fell(store.engine, lists),
        *_withdrawn(store.engine, lists),
        *_totals_fell(store.engine, every, lists),
    ]
    store.engine.rows(f"DROP TABLE {STACK}")
    names = _sheets_of_workbooks(store, every)
    return [_finding(every, names, *each) for each in sorted(told, key=lambda each: (each[0], each[1], each[2] or 0))]


def _sheets_of_workbooks(store: Store, every: Sequence[Snapshot]) -> list[tuple[str, ...]]:
    """For each snapshot the sheets of its workbook, where the contest stands on several."""
    rows = store.engine.rows(f"SELECT snapshot, facts FROM {held('findings')} WHERE code = 'R305'")
    told = [(snapshot, Finding("R305", "info", Source(""), json.loads(facts))) for snapshot, facts in rows]
    return [sheet_names([one for snapshot, one in told if snapshot == each.id], each.contest) for each in every]


def _finding(  # noqa: PLR0917 - the parts of what was told
    every: Sequence[Snapshot],
    names: Sequence[tuple[str, ...]],
    code: str,
    nth: int,
    row: int | None,
    facts: Mapping[str, Any],
) -> Finding:
    """A finding on one snapshot, against the one before it."""
    of = every[nth]
    sheet, line = ("", None) if row is None else sheet_and_row(row, names[nth])
    where = Source(Path(of.file).name, sheet, file=of.file, row=line, sha256=of.sha256, date=of.time)
    if "previous_row" in facts:
        facts = {**facts, "previous_row": row_said(facts["previous_row"], names[nth - 1])}
    times = {"time_before": every[nth - 1].time, "time": of.time}
    return Finding(code, about(code).severity, where, {"contest": of.contest, **facts, **times})


Told = tuple[str, int, int | None, dict[str, Any]]


def _stack(store: Store, every: Sequence[Snapshot], lists: Sequence[str], policy: Policy) -> None:
    """Every sheet that counts, once; a count that cannot be is none, and a list that a snapshot has not is NULL."""
    parts = []
    for nth, each in enumerate(every):
        table = table_of(store, each)
        counts = ", ".join(f"{_possible(name)} AS {quoted(name)}" for name in COUNTS)
        votes = ", ".join(
            f"{f'COALESCE({_possible(name)}, 0)' if name in each.lists else 'CAST(NULL AS BIGINT)'} AS {quoted(name)}"
            for name in lists
        )
        parts.append(
            f"SELECT {nth} AS nth, file_row, NULLIF(TRIM(station), '') AS station, {counts}, {votes} "
            f"FROM {quoted(table)} WHERE {where_counted(store.engine, table, policy)}"
        )
    store.engine.rows(
        f"CREATE OR REPLACE TEMP TABLE {STACK} AS SELECT *, station AS written FROM ({' UNION ALL '.join(parts)})"
    )


def _possible(name: str) -> str:
    return f"CASE WHEN {quoted(name)} BETWEEN 0 AND {MOST} THEN {quoted(name)} END"


def _lost(engine: Engine) -> dict[int, int]:
    """For each snapshot how many stations of the one before it has not."""
    rows = engine.rows(f"SELECT nth + 1, COUNT(*) FROM {STACK} AS p_row WHERE {GONE} GROUP BY 1")
    return dict(rows)


def _otherwise(engine: Engine, every: Sequence[Snapshot]) -> list[Told]:
    """C601; from then on such a station goes by the name of the earlier snapshot, so that it is one."""
    told: list[Told] = []
    lost, renamed = _lost(engine), False
    for nth in range(1, len(every)):
        if not (renamed or nth in lost):
            continue
        sides = (f"(SELECT station, file_row FROM {STACK} WHERE nth = {each}) AS side" for each in (nth - 1, nth))
        found = alike(engine, *sides)
        renamed = bool(found)
        told += [each for one in found for each in _named_as_before(engine, nth, one)]
    return told


def _named_as_before(engine: Engine, nth: int, one: Alike) -> Iterator[Told]:
    now, before = (literal(str(each[0])) for each in (one.now, one.before))
    engine.rows(f"UPDATE {STACK} SET station = {before} WHERE nth = {nth} AND station = {now}")
    ((was,),) = engine.rows(f"SELECT ANY_VALUE(written) FROM {STACK} WHERE nth = {nth - 1} AND station = {before}")
    if was != one.now[0]:
        yield "C601", nth, one.row, {"station": one.now[0], "written": was}


def _votes_fell(engine: Engine, lists: Sequence[str]) -> Iterator[Told]:
    """C401: only the stations where something fell are taken apart by list."""
    fell = " OR ".join(f"n_row.{quoted(each)} < p_row.{quoted(each)}" for each in lists)
    figures = ", ".join(f"n_row.{quoted(each)}, p_row.{quoted(each)}" for each in lists)
    if not fell:
        return
    rows = engine.rows(f"SELECT n_row.nth, n_row.file_row, n_row.written, {figures} FROM {AFTER} WHERE {fell}")
    for nth, row, station, *figures_ in rows:
        for name, now, before in zip(lists, figures_[::2], figures_[1::2], strict=True):
            if now is not None and before is not None and now < before:
                yield (
                    "C401", nth, row,
                    {"station": station, "list": name, "before": before, "now": now, "fell": before - now},
                )  # fmt: skip


def _withdrawn(engine: Engine, lists: Sequence[str]) -> Iterator[Told]:
    """C402, or C407 once where a snapshot has not one station of the one before."""
    lost = _lost(engine)
    if not lost:
        return
    had = dict(engine.rows(f"SELECT nth + 1, COUNT(station) FROM {STACK} GROUP BY 1"))
    least = dict(engine.rows(f"SELECT nth, MIN(written) FROM {STACK} GROUP BY 1"))
    for nth in (each for each in lost if lost[each] == had[each]):
        if least[nth] is not None:
            yield "C407", nth, None, {"station": least[nth], "previous_station": least[nth - 1]}
    partly = [each for each in lost if lost[each] < had[each]]
    votes = " + ".join(f"COALESCE({quoted(each)}, 0)" for each in lists) or "0"
    valid = f"COALESCE(valid, {votes})"
    cast = f'COALESCE("cast", {valid} + COALESCE(blank, 0) + COALESCE("null", 0))'
    chosen = f"SELECT nth + 1, written, {valid}, {cast}, file_row FROM {STACK} AS p_row WHERE {GONE}"
    for nth, station, *figures in engine.rows(chosen):
        if nth in partly:
            facts = dict(zip(("valid", "cast", "previous_row"), figures, strict=True))
            yield "C402", nth, None, {"station": station, **facts}


def _totals_fell(engine: Engine, every: Sequence[Snapshot], lists: Sequence[str]) -> Iterator[Told]:
    """C406: the lists of either snapshot, and the counts that both state."""
    names = (*lists, *COUNTS)
    sums = ", ".join(f"CAST(SUM({quoted(each)}) AS BIGINT)" for each in names)
    told = engine.rows(f"SELECT nth, {sums} FROM {STACK} GROUP BY 1")
    rows = {nth: dict(zip(names, each, strict=True)) for nth, *each in told}
    for nth in range(1, len(every)):
        then, now = (rows.get(each, dict.fromkeys(names)) for each in (nth - 1, nth))
        for name in names:
            if name in COUNTS and None in {then[name], now[name]}:
                continue
            before, after = then[name] or 0, now[name] or 0
            if after < before:
                yield "C406", nth, None, {"list": name, "before": before, "now": after, "fell": before - after}
