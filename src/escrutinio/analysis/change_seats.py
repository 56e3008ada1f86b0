"""Seats that changed hands: how many of each list, and where it can be told, from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.analysis.change_tables import known, matched
from escrutinio.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from escrutinio.analysis.change_lists import Families
    from escrutinio.model import Election
    from escrutinio.outcome import BodyOutcome


@dataclass(frozen=True, slots=True)
class SeatMove:
    """Seats of an area that a list gained, and from whom.

    Several names where several lists lost seats and several gained some, so that nobody can say who took whose; an
    empty name for seats that the area did not have before, or no longer has.
    """

    area: str
    source: tuple[str, ...]
    target: str
    seats: int

    @property
    def certain(self) -> bool:
        """Whether it can be told whose seats they were."""
        return len(self.source) == 1


@dataclass(frozen=True, slots=True)
class SeatsApart:
    """Seats of an area that only one of the elections has: nobody can say who won them from whom."""

    area: str
    seats: int


@dataclass(frozen=True, slots=True)
class Moves:
    """Gains of seats, and the areas that were left out because only the earlier or only the later election has them."""

    gained: tuple[SeatMove, ...] = ()
    only_before: tuple[SeatsApart, ...] = ()
    only_after: tuple[SeatsApart, ...] = ()


def seats_by_family(
    before: Outcome | Election, after: Outcome | Election, body: str, kin: Families
) -> list[tuple[int, int]]:
    """Seats of each family in both elections."""
    counts = [each[body].totals() if isinstance(each, Outcome) else {} for each in (before, after)]
    return [
        (sum(counts[0].get(name, 0) for name in each.before), sum(counts[1].get(name, 0) for name in each.after))
        for each in kin.families
    ]


def moves(
    before: Outcome | Election, after: Outcome | Election, body: str, kin: Families, areas: Mapping[str, str]
) -> Moves:
    """Every gain of seats, area by area where both elections have the area, and the areas that only one has."""
    if not isinstance(before, Outcome) or not isinstance(after, Outcome):
        return Moves()
    old, new = before[body], after[body]
    pairs, _, _ = matched(_levelled(old), _levelled(new), _given(old, new, areas))
    return Moves(
        tuple(_gained(old, new, pairs, kin)),
        tuple(_apart(old, {place for place, _ in pairs})),
        tuple(_apart(new, {place for _, place in pairs})),
    )


def _gained(old: BodyOutcome, new: BodyOutcome, pairs: Sequence[tuple[int, int]], kin: Families) -> Iterator[SeatMove]:
    home = {("before", name): each.name for each in kin.families for name in each.before}
    home |= {("after", name): each.name for each in kin.families for name in each.after}
    for was, now in pairs:
        balance: dict[str, int] = {}
        for sign, when, found, place in ((-1, "before", old, was), (1, "after", new, now)):
            for name, seats in _held(found, place).items():
                family = home[when, name]
                balance[family] = balance.get(family, 0) + sign * seats
        yield from _taken(new.areas[now], balance)


def _apart(body: BodyOutcome, compared: set[int]) -> Iterator[SeatsApart]:
    """The areas with seats that were not compared."""
    for place, area in enumerate(body.areas):
        seats = sum(_held(body, place).values())
        if seats and place not in compared:
            yield SeatsApart(area, seats)


def _levelled(body: BodyOutcome) -> list[str]:
    """The areas with their levels, since a region may be called as one of its constituencies."""
    return [f"{level} {area}" for level, area in zip(body.run.levels, body.areas, strict=True)]


def _given(old: BodyOutcome, new: BodyOutcome, areas: Mapping[str, str]) -> dict[str, str]:
    """What the caller says of areas, at the levels at which both bodies have them."""
    both = {f"{level} {now}": f"{level} {was}" for now, was in areas.items() for level in dict.fromkeys(new.run.levels)}
    return known(both, _levelled(old), _levelled(new))


def _held(body: BodyOutcome, place: int) -> dict[str, int]:
    row = body.seats[place].tolist()
    return {name: seats for name, seats in zip(body.run.lists, row, strict=True) if seats}


def _taken(area: str, balance: Mapping[str, int]) -> Iterator[SeatMove]:
    """Who gained from whom, where seats and their balance are known."""
    changed = {name: seats for name, seats in balance.items() if seats}
    extra = sum(changed.values())
    if extra:
        changed[""] = -extra  # seats added to the area come from nowhere, seats taken from it go nowhere
    gained = {name: seats for name, seats in changed.items() if seats > 0}
    lost = {name: -seats for name, seats in changed.items() if seats < 0}
    if len(gained) == 1:
        target = next(iter(gained))
        yield from (SeatMove(area, (source,), target, seats) for source, seats in lost.items())
    else:
        yield from (SeatMove(area, tuple(lost), target, seats) for target, seats in gained.items())
