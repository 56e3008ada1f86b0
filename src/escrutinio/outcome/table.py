"""Seats as rows of a table: by level, area, list and kind, in the form in which official seats are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.outcome.frame import IntArray
    from escrutinio.outcome.result import BodyOutcome
    from escrutinio.outcome.run import BodyRun

ALL = "all"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of ``seats.csv``; ``constituency`` is empty for the whole country, ``kind`` is ``all`` for all together."""

    level: str
    constituency: str
    party: str
    seats: int
    kind: str


def seat_table(body: BodyOutcome) -> list[TableRow]:
    """Certain seats of a body: by area and kind, by region where the law's tables do so, and in all.

    >>> import escrutinio as es
    >>> seat_table(es.elect("bo-2020")["senate"])[-1]
    TableRow(level='national', constituency='', party='CREEMOS', seats=4, kind='all')
    """
    names = body.run.body.body.levels
    rows: list[TableRow] = []
    for kind, seats in body.kinds.items():
        for place, (level, area) in enumerate(zip(body.run.levels, body.areas, strict=True)):
            if level == "country" and kind == ALL:
                continue  # the last rows say the same
            word = names.get(level) or {"country": "list"}.get(level, level)
            rows += _rows(word, area, seats[place], kind, body.run)
    for kind in body.run.body.body.region_totals:
        seats = body.seats if kind == ALL else body.kinds[kind]
        for region in regions(body.run):
            inside = places_of(body, region, "region")
            rows += _rows(names.get("region") or "region", region, seats[inside].sum(axis=0), kind, body.run)
    return [*rows, *_rows("national", "", body.seats.sum(axis=0), ALL, body.run)]


def _rows(level: str, area: str, seats: IntArray, kind: str, run: BodyRun) -> Iterator[TableRow]:
    order = sorted(np.flatnonzero(seats), key=lambda each: -seats[each])
    standing = run.bench.frame.standing
    for each in order:
        yield TableRow(level, area, standing[each].party or run.lists[each], int(seats[each]), kind)


def regions(run: BodyRun) -> tuple[str, ...]:
    """The regions of the areas that fill seats, each once."""
    return tuple(dict.fromkeys(_region_of(run).values()))


def places_of(body: BodyOutcome, area: str, level: str) -> list[int]:
    """Which of a body's areas lie in an area of a level; all of them where it has no name."""
    run = body.run
    if not area:
        return list(range(len(run.areas)))
    own = [place for place, name in enumerate(run.areas) if name == area and _fits(run.levels[place], level)]
    if level == "constituency" or (own and not level):
        return own
    region = _region_of(run)
    return [place for place, name in enumerate(run.areas) if region.get((run.levels[place], name)) == area] or own


def _fits(own: str, level: str) -> bool:
    """Whether an area of ours can be what a table calls by that level; its regions have many names."""
    return not level or own == level or level != "constituency" or own != "country"


def _region_of(run: BodyRun) -> dict[tuple[str, str], str]:
    """The region of each area that fills seats."""
    found: dict[tuple[str, str], str] = {}
    for stage in run.stages.values():
        if stage.kind and stage.counted and stage.per != "country":
            found |= {(stage.per, area): region for area, region in zip(stage.areas, stage.regions, strict=True)}
    return found


def lists_called(run: BodyRun, name: str) -> list[int]:
    """The places of the lists of that id, or that stand alone under that word."""
    return [place for place, each in enumerate(run.bench.frame.standing) if name in {each.id, each.party}]
