"""Seats won in areas with the same votes that are shared out in the country: how far so many votes could change them.

Where a sharing counts seats won in areas, these are its floors, and every vote that changes it may change them too. The
fewest votes are looked for with the floors as they are. That nothing smaller exists is shown with other floors: the
most that the group could win in all areas with so many votes, the least that the others could be left with. A list's
seats never fall when its floor rises or another's sinks, so whatever else those votes do, they do no more.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from escrutinio.analysis.margins.prices import Hands, fewest_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from escrutinio.analysis.margins.crossings import Crossing
    from escrutinio.analysis.margins.districts import Pricing
    from escrutinio.analysis.margins.parts import Part, Sharing
    from escrutinio.analysis.margins.prices import Change, Contest

    Step = tuple[Sharing, Change]

MORE = 4  # seats won in areas that are tried together


class Helped(NamedTuple):
    """A part with other floors, and votes below which these cannot come about."""

    votes: int
    part: Part


def most_helpful(pricing: Pricing, part: Part, votes: int, crossed: Iterable[Crossing]) -> list[Helped] | None:
    """A part with floors as helpful as so many votes could make them; None where nobody can tell.

    Where one side is a single list, each number of seats that it may gain or lose in all areas stands by itself.

    Args:
        pricing: whose seats there are to be more of, and where votes may change.
        part: with the seats of its areas.
        votes: so many change in all.
        crossed: who could cross a threshold with fewer; in an area that asks it, any seat could change.
    """
    asked = {(sharing.asks, area) for sharing, _ in part.within for area in ("", sharing.area)}
    if any((each.stage, each.area) in asked and each.votes <= votes for each in crossed):
        return None
    contest = part.wholes[0].contest
    everybody = range(len(contest.votes))
    costs = [_fewest(pricing, part, each, votes) for each in everybody]
    single = _alone(pricing, contest)
    found = []
    for level in range(1 if single is None else len(costs[single])):
        changes = [level if each == single else len(costs[each]) - 1 for each in everybody]
        signed = [more if each in pricing.group else -more for each, more in enumerate(changes)]
        floors = [own + more for own, more in zip(contest.floors, signed, strict=True)]
        found.append(Helped(0 if single is None else costs[single][level], _floored(part, floors)))
    return None if any(sum(each.part.wholes[0].contest.floors) > part.seats for each in found) else found


def _alone(pricing: Pricing, contest: Contest) -> int | None:
    """The only list with votes of one side, where there is one."""
    holding = [each for each, votes in enumerate(contest.votes) if votes]
    friends = [each for each in holding if each in pricing.group]
    others = [each for each in holding if each not in pricing.group]
    return next((side[0] for side in (friends, others) if len(side) == 1), None)


def _floored(part: Part, floors: Sequence[int]) -> Part:
    contest = replace(part.wholes[0].contest, floors=tuple(floors))
    return replace(part, wholes=(replace(part.wholes[0], contest=contest), *part.wholes[1:]))


def seats_gained(pricing: Pricing, part: Part) -> Iterator[list[tuple[Sharing, Change]]]:
    """For each friend the fewest votes for one seat more in all areas, two, three …; for each other list one fewer."""
    width = len(part.wholes[0].contest.votes)
    below = frozenset() if pricing.wanted == "possible" else frozenset(range(width))
    for each in range(width):
        most = MORE if each in pricing.group else 1
        areas = _by_area(pricing, part, each, below, partial(_first, most))
        yield from ([step for step in plan if step[1].votes] for _, plan in _cheapest(areas, most)[1:])


def _fewest(pricing: Pricing, part: Part, name: int, votes: int) -> list[int]:
    """What no change, one seat more of all areas, two … cost a friend at least, or one fewer anybody else."""
    # For certain is also whatever lots say, so also where they favour all others before a friend.
    others = frozenset(range(len(part.wholes[0].contest.votes))) - pricing.group
    below = others if pricing.wanted == "certain" and name in pricing.group else frozenset()
    areas = _by_area(pricing, part, name, below, partial(takewhile, lambda each: each.votes <= votes))
    return [cost for cost, _ in _cheapest(areas, part.seats) if cost <= votes]


def _by_area(
    pricing: Pricing, part: Part, name: int, below: frozenset[int], kept: Callable[[Iterator[Change]], Iterable[Change]]
) -> list[list[tuple[int, Step]]]:
    """In each area the changes that are kept of those for one seat, two, three …, with their votes."""
    return [
        [(change.votes, (sharing, change)) for change in kept(_changes(pricing, sharing, name, seats[name], below))]
        for sharing, seats in part.within
    ]


def _first(number: int, changes: Iterator[Change]) -> Iterator[Change]:
    return islice(changes, number)


def _changes(pricing: Pricing, sharing: Sharing, name: int, seats: int, below: frozenset[int]) -> Iterator[Change]:
    """One seat more of an area for a friend, two, three …, or for anybody else one fewer."""
    contest = sharing.contest
    everybody = frozenset(range(len(contest.votes)))
    if name in pricing.group:
        group, hands, aims = frozenset({name}), pricing.hands_for(sharing, name), range(seats + 1, contest.house + 1)
    else:
        group, hands = everybody - {name}, _losing(pricing, sharing, name)
        aims = range(contest.house - seats + 1, contest.house + 1)
    for aim in aims:
        change = fewest_for(contest, group, aim, hands, below)
        if change is None:
            return
        yield change


def _losing(pricing: Pricing, sharing: Sharing, name: int) -> Hands:
    sources, targets = pricing.ways(sharing)
    gives = {name: sources[name]} if name in sources else {}
    takes = frozenset(targets - {name})
    return Hands({}, frozenset()) if sources and targets and not (gives and takes) else Hands(gives, takes)


def _cheapest(areas: Iterable[Sequence[tuple[int, Step]]], most: int) -> list[tuple[int, tuple[Step, ...]]]:
    """The fewest votes for no seat, one, two … of several areas; of each the first, the first two, and so on."""
    best: list[tuple[int, tuple[Step, ...]]] = [(0, ())]
    for own in areas:
        longer: dict[int, tuple[int, tuple[Step, ...]]] = dict(enumerate(best))
        for number, (cost, step) in enumerate(own, 1):
            for reached, (spent, steps) in enumerate(best):
                at = min(reached + number, most)
                if at not in longer or spent + cost < longer[at][0]:
                    longer[at] = spent + cost, (*steps, step)
        best = [longer[each] for each in sorted(longer)]
    return best
