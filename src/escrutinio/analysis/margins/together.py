"""What stations hold of each part of a margin, and the fewest stations that hold all of its parts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from escrutinio.analysis.margins.covering import covering

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from escrutinio.analysis.margins.answer import Kind
    from escrutinio.canvass.counting.holding import Holding, Sheets

    Votes = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The stations of some constituencies of a ballot, and what they hold of the votes of a list that are needed.

    ``holding`` counts votes of the list; where votes are added, registered voters who did not vote. ``counted`` are the
    list's votes there that the margin starts from, ``on_sheets`` those on the sheets.
    """

    tier: str
    constituencies: tuple[str, ...]
    list: str
    votes: int
    counted: int
    on_sheets: int
    holding: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """So many votes of some lists in some constituencies of a ballot; of several lists where they share the room."""

    tier: str
    constituencies: tuple[str, ...]
    lists: tuple[str, ...]
    votes: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A station, where it is, and what it holds for each need."""

    station: str
    areas: Mapping[str, str]
    holds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The fewest stations that meet all needs at once; sheets of several ballots from one station are one station.

    ``fewest`` is None where all of them together hold too few. It is proved to be the fewest where ``least`` is the
    same; else it takes at least ``least``.
    """

    needs: tuple[Need, ...]
    fewest: int | None
    least: int | None
    stations: tuple[Shared, ...]


def what_of(kind: Kind) -> Literal["votes", "room"]:
    """What stations must have for votes to change there: votes of the list, or room for more.

    >>> what_of("add"), what_of("move")
    ('room', 'votes')
    """
    return "room" if kind == "add" else "votes"


def needed_together(parts: Sequence[Held], sheets: Mapping[str, Sheets], kind: Kind) -> Together:
    """The fewest stations for all parts of a margin at once.

    Args:
        parts: which votes are needed where.
        sheets: of each ballot.
        kind: how votes change; lists whose votes are added share the room of a station.
    """
    from escrutinio.canvass.counting.holding import held_by_station

    needs = _needs(parts, shared=what_of(kind) == "room")
    held = [held_by_station(sheets[each.tier], each.constituencies, each.lists, what=what_of(kind)) for each in needs]
    chosen: list[str] = []
    least = 0
    for group in _linked(held):
        names = list(dict.fromkeys(name for each in group for name in held[each]))
        rows = [tuple(held[each].get(name, 0) for each in group) for name in names]
        found = covering(rows, [needs[each].votes for each in group])
        if found is None:
            return Together(needs=needs, fewest=None, least=None, stations=())
        chosen += [names[place] for place in found.chosen]
        least += found.least
    chosen.sort(key=lambda name: -sum(each.get(name, 0) for each in held))
    where: dict[str, Mapping[str, str]] = {}
    for tier in dict.fromkeys(each.tier for each in needs):
        where = _areas(sheets[tier], chosen) | where
    stations = tuple(Shared(name, where[name], tuple(each.get(name, 0) for each in held)) for name in chosen)
    return Together(needs=needs, fewest=len(chosen), least=least, stations=stations)


def _areas(sheets: Sheets, chosen: Iterable[str]) -> dict[str, Mapping[str, str]]:
    from escrutinio.canvass.counting.holding import areas_of_stations

    return dict(areas_of_stations(sheets, chosen))


def _needs(parts: Iterable[Held], *, shared: bool) -> tuple[Need, ...]:
    """What is needed; where room is shared, that of several lists in one place is one need."""
    found: dict[tuple[str, tuple[str, ...], str], list[Held]] = {}
    for each in parts:
        found.setdefault((each.tier, each.constituencies, "" if shared else each.list), []).append(each)
    return tuple(
        Need(
            tier=tier,
            constituencies=places,
            lists=tuple(each.list for each in group),
            votes=sum(each.votes for each in group),
        )
        for (tier, places, _), group in found.items()
    )


def _linked(held: Sequence[Votes]) -> list[list[int]]:
    """Needs in groups that have no station in common, so that each group's fewest can be added up."""
    groups: list[tuple[list[int], set[str]]] = []
    for number, votes in enumerate(held):
        apart = [each for each in groups if each[1].isdisjoint(votes)]
        joined = [each for each in groups if not each[1].isdisjoint(votes)]
        members = [*(one for each in joined for one in each[0]), number]
        groups = [*apart, (members, set(votes).union(*(each[1] for each in joined)))]
    return [sorted(members) for members, _ in groups]
