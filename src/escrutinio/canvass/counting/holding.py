"""Which stations hold so many votes of a list, or have room for so many more: counted and ranked on the engine."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from escrutinio.canvass.counting.places import places_of_sheets
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import AREAS, lists_of, literal, quoted
from escrutinio.canvass.storing.election import ids_of
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from escrutinio.canvass.checking.policies import Policy
    from escrutinio.canvass.storing.store import Known
    from escrutinio.model import Contest, Election

What = Literal["votes", "room"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationHolding:
    """A station: where it is, what it holds of what is asked for, and its other counts; None where nobody states it."""

    station: str
    areas: Mapping[str, str]
    holds: int
    votes: int
    valid: int | None
    cast: int | None
    registered: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """How many stations have sheets, hold something, hold all of it alone; and the fewest that together do.

    ``fewest`` is None where all of them together hold too few; ``equal`` is how many others hold as many as the last of
    ``stations``; ``unknown`` counts sheets that do not say, and ``known`` is false where none does.
    """

    sheets: int
    holding: int
    alone: int
    total: int
    unknown: int
    fewest: int | None
    stations: tuple[StationHolding, ...]
    equal: int

    @property
    def known(self) -> bool:
        """Whether some sheet says what is asked for, or there is no sheet."""
        return not self.sheets or self.unknown < self.sheets


@dataclass(frozen=True)
class Sheets:
    """The sheets of one contest that count, and which areas of them belong to each constituency."""

    election: Election
    contest: Contest
    known: Known
    where: str
    areas: Mapping[str, tuple[tuple[Any, ...], ...]]
    by: tuple[str, ...]
    columns: tuple[str, ...] = field(repr=False)

    @property
    def table(self) -> str:
        """The table they are in, quoted."""
        return quoted(self.known.tables[self.contest.tier])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.known.engine.rows(sql)


def sheets_of(election: Election, tier: str, known: Known, policy: Policy) -> Sheets:
    """The sheets of a contest, each with its constituency as ``election_counted`` tells it.

    Args:
        election: of the catalogue; its contests say which area of a sheet is the constituency.
        tier: the contest.
        known: the table of each contest, and the snapshot it is of.
        policy: which sheets count.

    Raises:
        Problem: a sheet's area is no constituency.

    >>> from escrutinio.canvass.checking.policies import DEFAULT
    >>> from escrutinio.canvass.storing.samples import sample_election, sample_store
    >>> from escrutinio.canvass.storing.store import known
    >>> day = sample_election()
    >>> with sample_store() as store:
    ...     sheets = sheets_of(day, "president", known(store), DEFAULT)
    ...     found = holding(sheets, ["North", "South"], ["A"], 10)
    >>> found.alone, found.fewest, [(each.station, each.holds) for each in found.stations]
    (0, 2, [('1', 9), ('2', 7)])
    """
    contest = next(each for each in election.contests if each.tier == tier)
    told = places_of_sheets(election, contest, known, policy)
    found: dict[str, tuple[tuple[Any, ...], ...]] = {}
    for area, place in told.constituency.items():
        found[place] = (*found.get(place, ()), area)
    return Sheets(election, contest, known, told.where, found, told.by, known.engine.columns(known.tables[tier]))


def holding(
    sheets: Sheets, places: Collection[str], lists: Collection[str], votes: int, *, what: What = "votes"
) -> Holding:
    """Who of some constituencies' stations holds so many votes of some lists, or has room for so many.

    Args:
        sheets: of the contest.
        places: the constituencies.
        lists: by their ids; their votes are added up.
        votes: how many.
        what: ``votes`` of the lists, or ``room``: registered voters who did not vote.

    Raises:
        Problem: the sheets have no votes of the lists.
    """
    inside = _inside(sheets, places, lists, what)
    told = (
        f"SELECT COUNT(*), COUNT(CASE WHEN held > 0 THEN 1 END), COUNT(CASE WHEN held >= {int(votes)} THEN 1 END), "
        "CAST(COALESCE(SUM(CASE WHEN held > 0 THEN held END), 0) AS BIGINT), COUNT(*) - COUNT(held) "
        f"FROM ({inside}) AS sheets"
    )
    ((number, holders, alone, total, unknown),) = sheets.rows(told)
    chosen = tuple(_largest(sheets, inside, votes)) if total >= votes else ()
    return Holding(
        sheets=number,
        holding=holders,
        alone=alone,
        total=total,
        unknown=unknown,
        fewest=len(chosen) if total >= votes else None,
        stations=chosen,
        equal=_equal(sheets, inside, chosen),
    )


def held_by_station(
    sheets: Sheets, places: Collection[str], lists: Collection[str], *, what: What = "votes"
) -> dict[str, int]:
    """What each station holds that holds anything, by its name; the arguments are those of ``holding``."""
    inside = _inside(sheets, places, lists, what)
    return dict(
        sheets.rows(f"SELECT station, CAST(held AS BIGINT) FROM ({inside}) AS sheets WHERE held > 0 ORDER BY file_row")
    )


def areas_of_stations(sheets: Sheets, stations: Iterable[str]) -> dict[str, dict[str, str]]:
    """Where stations are, by their names."""
    levels = _levels(sheets)
    names = ", ".join(literal(each) for each in stations)
    chosen = ", ".join(["CAST(station AS STRING)", *map(quoted, levels)])
    rows = sheets.rows(f"SELECT {chosen} FROM {sheets.table} WHERE {sheets.where} AND station IN ({names})")
    return {row[0]: _stated(levels, row[1:]) for row in rows}


def _largest(sheets: Sheets, inside: str, votes: int) -> Iterable[StationHolding]:
    """The largest first, until they hold so many; those alike in the order of the file."""
    levels = _levels(sheets)
    counts = ("held", "of_lists", "all_valid", "all_cast", "all_registered")
    chosen = ", ".join(["station", *(f"CAST({each} AS BIGINT)" for each in counts), *map(quoted, levels)])
    order = "ORDER BY held DESC, file_row"
    before = f"SUM(held) OVER ({order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - held"
    ranked = f"SELECT *, {before} AS held_before FROM ({inside}) AS sheets WHERE held > 0"
    for station, held, own, valid, cast, registered, *areas in sheets.rows(
        f"SELECT {chosen} FROM ({ranked}) AS ranked WHERE held_before < {int(votes)} {order}"
    ):
        yield StationHolding(
            station=station,
            areas=_stated(levels, areas),
            holds=held,
            votes=own,
            valid=valid,
            cast=cast,
            registered=registered,
        )


def _equal(sheets: Sheets, inside: str, chosen: tuple[StationHolding, ...]) -> int:
    """How many that are not chosen hold as many as the last that is."""
    if not chosen:
        return 0
    last = chosen[-1].holds
    ((alike,),) = sheets.rows(f"SELECT COUNT(*) FROM ({inside}) AS sheets WHERE held = {last}")
    return int(alike) - sum(each.holds == last for each in chosen)


def _inside(sheets: Sheets, places: Collection[str], lists: Collection[str], what: What) -> str:
    """The sheets of some constituencies with what they hold, as a query."""
    ids = ids_of(sheets.election)
    own = [each for each in lists_of(sheets.columns) if ids.get(folded(each)) in lists]
    if not own and what == "votes":
        raise Problem(
            "{file} has no votes of {lists} for “{tier}”, so nobody can tell which stations hold them. Give sheets "
            "that have them.",
            file=sheets.known.snapshots[sheets.contest.tier].file,
            lists=", ".join(lists),
            tier=sheets.contest.tier,
        )
    of_lists = _sum(own)
    counts = [_count(each, sheets.columns) for each in ("valid", "cast", "registered")]
    every = _sum(lists_of(sheets.columns))
    valid = f"COALESCE({counts[0]}, {every})"
    cast = f"COALESCE({counts[1]}, {valid} + {_count('blank', sheets.columns)} + {_count('null', sheets.columns)})"
    registered = counts[2] if sheets.contest.registered else "CAST(NULL AS BIGINT)"
    free = f"{registered} - {cast}"
    held = of_lists if what == "votes" else f"CASE WHEN {free} < 0 THEN 0 ELSE {free} END"
    areas = [area for place in places for area in sheets.areas.get(place, ())]
    here = " OR ".join(_is_area(sheets.by, area) for area in areas) or "1 = 0"
    levels = "".join(f", {quoted(each)}" for each in _levels(sheets))
    return (
        f"SELECT file_row, CAST(station AS STRING) AS station{levels}, {held} AS held, {of_lists} AS of_lists, "
        f"{valid} AS all_valid, {cast} AS all_cast, {registered} AS all_registered "
        f"FROM {sheets.table} AS counted WHERE ({sheets.where}) AND ({here})"
    )


def _is_area(by: tuple[str, ...], area: tuple[Any, ...]) -> str:
    """The condition that a sheet is of an area; one without levels is the whole."""
    parts = (_is(level, value) for level, value in zip(by, area, strict=True))
    return f"({' AND '.join(parts) or '1 = 1'})"


def _is(level: str, value: str | bool | None) -> str:  # noqa: FBT001 - abroad is an area too
    if value is None or isinstance(value, bool):
        return f"{quoted(level)} IS {'NULL' if value is None else str(value).upper()}"
    return f"{quoted(level)} = {literal(value)}"


def _levels(sheets: Sheets) -> tuple[str, ...]:
    return tuple(each for each in AREAS if each in sheets.columns)


def _stated(levels: Iterable[str], values: Iterable[Any]) -> dict[str, str]:
    return {level: str(value) for level, value in zip(levels, values, strict=True) if value is not None}


def _count(name: str, columns: Collection[str]) -> str:
    return f"CAST({quoted(name)} AS BIGINT)" if name in columns else "CAST(NULL AS BIGINT)"


def _sum(columns: Iterable[str]) -> str:
    return " + ".join(f"COALESCE(CAST({quoted(each)} AS BIGINT), 0)" for each in columns) or "CAST(0 AS BIGINT)"
