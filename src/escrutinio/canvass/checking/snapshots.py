"""Checks against the snapshot before: figures that fell, stations withdrawn or changed, totals that fell."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.checking.register import no_station_in_common
from escrutinio.canvass.checking.table import absent
from escrutinio.canvass.checking.words import about
from escrutinio.canvass.sheets import COUNTS, literal, quoted
from escrutinio.model import Finding, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from escrutinio.canvass.checking.seen import Sheets
    from escrutinio.canvass.checking.table import Asked


def votes_fell(asked: Asked) -> str:
    """C401: a list has fewer votes at a station than it had."""
    lists = _lists_of_both(asked)
    fewer = {name: f"COALESCE({quoted(name)}, 0) < {_before(name)}" for name in lists}
    return _over(
        asked,
        " OR ".join(fewer.values()),
        " UNION ALL ".join(
            f'SELECT "file_row", "station", {literal(name)} AS "list", {_before(name)} AS "before", '
            f'COALESCE({quoted(name)}, 0) AS "now", {_before(name)} - COALESCE({quoted(name)}, 0) AS "fell" '
            f"FROM both_counts WHERE {less}"
            for name, less in fewer.items()
        ),
    )


def station_withdrawn(asked: Asked) -> str:
    """C402: a station that was in the snapshot before is gone; where all are, C407 says so once."""
    sheets, previous = asked.sheets, asked.previous
    if previous is None or not sheets.stated("station"):
        return ""
    facts = '"station", "#valid" AS "valid", "#cast" AS "cast", "file_row" AS "previous_row"'
    return (
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {facts} FROM {absent(previous, sheets)} AS p_row '
        f'WHERE "#absent" < {previous.filled["station"]}'
    )


def votes_changed(asked: Asked) -> str:
    """C403: some list's votes at a station are not what they were."""
    lists = _lists_of_both(asked)
    return _over(asked, _any_changed(lists), _changed(lists))


def registered_changed(asked: Asked) -> str:
    """C404: a station's number of voters is not what it was."""
    if asked.previous is None or not (asked.sheets.stated("registered") and asked.previous.stated("registered")):
        return ""
    facts = f'{_before("registered")} AS "before", "registered" AS "now"'
    found = f'SELECT "file_row", "station", {facts} FROM both_counts'
    return _over(asked, _any_changed(["registered"]), found)


def others_changed(asked: Asked) -> str:
    """C405: valid, blank, null or cast votes changed at a station, and no list's."""
    previous = asked.previous
    counts = [name for name in COUNTS[1:] if previous and asked.sheets.stated(name) and previous.stated(name)]
    lists = _lists_of_both(asked)
    same = f" AND NOT ({_any_changed(lists)})" if lists else ""
    return _over(asked, f"({_any_changed(counts)}){same}", _changed(counts)) if counts else ""


def total_fell(asked: Asked) -> str:
    """C406: all sheets together give a list, or another count, fewer votes than before."""
    sheets, previous = asked.sheets, asked.previous
    if previous is None or not (names := list(_summed(sheets, previous))):
        return ""
    now = f"SELECT {_sums(names, sheets)} FROM {sheets.source} AS s_row WHERE {asked.counted}"
    then = f"SELECT {_sums(names, previous, 'before ')} FROM {previous.source} AS s_row WHERE {asked.previous_counted}"
    return f"WITH both_sums AS (SELECT * FROM ({now}) AS n_row CROSS JOIN ({then}) AS p_row) " + " UNION ALL ".join(
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {literal(name)} AS "list", {_before(name)} AS "before", '
        f'{quoted(name)} AS "now", {_before(name)} - {quoted(name)} AS "fell" FROM both_sums '
        f"WHERE {quoted(name)} < {_before(name)}"
        for name in names
    )


def other_stations(asked: Asked) -> str:
    """C407: no station of the snapshot before is in this one, so they are numbered differently."""
    return "" if asked.previous is None else no_station_in_common(asked.sheets, asked.previous, "previous_station")


def falls(series: Iterable[tuple[str, Mapping[str, int | None]]], *, source: Source | None = None) -> list[Finding]:
    """Every fall in a series of totals, in the order of time: C406, with the times before and after.

    Args:
        series: a time and the totals then, by name, in the order they were published. A total that is missing, or
            None, is passed over: the next is held against the last that was known.
        source: where the series was read.

    >>> [(f.facts["time"], f.facts["fell"]) for f in falls([("21:00", {"A": 9}), ("21:10", {"A": 7})])]
    [('21:10', 2)]
    """
    last: dict[str, tuple[str, int]] = {}
    found = []
    for time, totals in series:
        for name, now in totals.items():
            if now is None:
                continue
            before = last.get(name, (time, now))
            if now < before[1]:
                facts = {"list": name, "before": before[1], "now": now, "fell": before[1] - now}
                facts |= {"time_before": before[0], "time": time}
                found.append(Finding("C406", about("C406").severity, source or Source(""), facts))
            last[name] = (time, now)
    return found


def _lists_of_both(asked: Asked) -> list[str]:
    previous = asked.previous
    return [name for name in asked.sheets.lists if previous and name in previous.lists]


def _before(name: str) -> str:
    return quoted(f"before {name}")


def _over(asked: Asked, where: str, asks: str) -> str:
    """A question about the stations of both snapshots that differ in some way, each station once."""
    previous = asked.previous
    if previous is None or not asks or not asked.sheets.stated("station"):
        return ""
    lists = _lists_of_both(asked)
    counts = ", ".join(f"n_row.{quoted(name)}, p_row.{quoted(name)} AS {_before(name)}" for name in (*COUNTS, *lists))
    joined = (
        f'SELECT n_row."file_row", n_row."station", {counts} FROM {once(asked.sheets)} AS n_row '
        f'JOIN {once(previous)} AS p_row ON n_row."station" = p_row."station"'
    )
    return f"WITH both_counts AS (SELECT * FROM ({joined}) AS j_row WHERE {where}) {asks}"


def once(sheets: Sheets) -> str:
    """The table with each station once: the first of those that stand there several times."""
    if not sheets.repeated:
        return sheets.source
    first = f'SELECT MIN("file_row") FROM {sheets.source} AS f_row WHERE "station" IS NOT NULL GROUP BY "station"'
    return f'(SELECT * FROM {sheets.source} AS o_row WHERE "file_row" IN ({first}))'


def _any_changed(names: Sequence[str]) -> str:
    return " OR ".join(f"{quoted(name)} IS DISTINCT FROM {_before(name)}" for name in names) or "1 = 0"


def _changed(names: Sequence[str]) -> str:
    """What changed, by name and with both figures."""
    cells = [
        f"CASE WHEN {quoted(name)} IS DISTINCT FROM {_before(name)} THEN {literal(f', {name} ')} || "
        f"COALESCE(CAST({_before(name)} AS STRING), '–') || '→' || COALESCE(CAST({quoted(name)} AS STRING), '–') "
        "ELSE '' END"
        for name in names
    ]
    return (
        f'SELECT "file_row", "station", SUBSTR({" || ".join(cells)}, 3) AS "changed" FROM both_counts' if cells else ""
    )


def _summed(sheets: Sheets, previous: Sheets) -> Iterator[str]:
    """The lists of either snapshot, and the counts that both state."""
    yield from dict.fromkeys((*sheets.lists, *previous.lists))
    yield from (name for name in COUNTS if sheets.stated(name) and previous.stated(name))


def _sums(names: Iterable[str], sheets: Sheets, prefix: str = "") -> str:
    """The sum of each; of a list that has no column, nothing."""
    return ", ".join(
        (f"COALESCE(CAST(SUM({quoted(name)}) AS BIGINT), 0)" if name in sheets.counts else "0")
        + f" AS {quoted(prefix + name)}"
        for name in names
    )


CHECKS: dict[str, Callable[[Asked], str]] = {
    "C401": votes_fell,
    "C402": station_withdrawn,
    "C403": votes_changed,
    "C404": registered_changed,
    "C405": others_changed,
    "C406": total_fell,
    "C407": other_stations,
}
