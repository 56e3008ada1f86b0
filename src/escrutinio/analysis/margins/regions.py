"""Votes changed in many areas at once, where each area's seats hang on its own votes: area by area, then together.

For each part of a body the fewest votes for one seat more, two, three … are found by price (``districts``);
which parts give how many is then a sum that dynamic programming makes smallest. What ties the parts together is a
threshold; a plan that costs less than any crossing of it is the fewest of all. Where a crossing costs less, the same
sum with that list on the other side is a number below which nothing can be, and the answer stands if it is no smaller.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import combinations, product
from typing import TYPE_CHECKING

from escrutinio.analysis.margins.crossings import crossings
from escrutinio.analysis.margins.districts import Cost, Pricing
from escrutinio.analysis.margins.field import Unproved
from escrutinio.analysis.margins.forms import Beyond
from escrutinio.analysis.margins.parts import Part, parts_of
from escrutinio.analysis.margins.places import Way, told_apart
from escrutinio.analysis.margins.question import seats_in
from escrutinio.analysis.margins.rays import Found
from escrutinio.analysis.margins.scene import explored
from escrutinio.analysis.margins.within import Helped, most_helpful, seats_gained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from escrutinio.analysis.margins.crossings import Crossing
    from escrutinio.analysis.margins.field import Field
    from escrutinio.analysis.margins.parts import Sharing
    from escrutinio.analysis.margins.prices import Change, Contest
    from escrutinio.analysis.margins.rays import Wanted
    from escrutinio.analysis.margins.scene import Plan, Scene

NEAR = 6  # lists near a threshold that are all tried on either side of it


def fewest_in_regions(ground: Field, wanted: Wanted) -> Found | None:
    """The fewest votes that give lists a number of seats, where each area's seats hang on its own votes.

    Raises:
        Beyond: no such law, or no such question.
        Unproved: a threshold could be crossed with fewer votes, and what that would bring is not known.
    """
    scene = ground.scene
    if scene.question.target.asks not in {"seats", "majority"}:
        raise Beyond
    runs = [explored(scene.frame, body).branches[0].run for body in scene.bodies]
    parts = [part for part in parts_of(runs, ground) if part.lies_in(scene.question.area)]
    house = sum(part.seats for part in parts)
    if house != sum(int(seats_in(run, scene.question.area)[0].sum()) for run in runs):
        raise Beyond  # an area that is a part of one
    if scene.question.target.asks == "majority" and house != sum(int(run.members[0]) for run in runs):
        raise Beyond
    group, seats = _asked(scene, parts, house)
    if seats > house:
        return None
    sharings = [each for part in parts for each in part.wholes]
    near = [each for run in runs for each in crossings(run, ground, group, sharings)]
    pricing = Pricing(ground, group, wanted)
    sums = Sums(pricing, seats, tuple(near))
    best = sums.cheapest(parts)
    if ground.removing and _may_be_emptied(ground, best):
        raise Beyond  # where nobody is left, a seat may find nobody
    known = _known(ground, pricing, parts, best)
    limit = best.votes if best is not None else None
    if any(part.within for part in parts):
        limit = known.votes if known is not None else None
    least = sums.at_least(parts, limit)
    if best is None and known is None and least is None:
        return None
    if known is None or (least is not None and least < known.votes):
        raise Unproved(least or 0, known=known)
    return known


def _known(ground: Field, pricing: Pricing, parts: Sequence[Part], best: Cost | None) -> Found | None:
    """The fewest votes of which the law says that they do it: those of the formula, or of one seat in one area."""
    found = [] if best is None else [Found(best.votes, _planned(ground, best.changes))]
    gained = [each for part in parts for each in seats_gained(pricing, part)]
    found += [Found(sum(change.votes for _, change in each), _planned(ground, each)) for each in gained]
    found.sort(key=lambda each: each.votes)
    found = [each for each in found if ground.allows(each.plan)]
    points = ground.scene.points([each.plan for each in found])
    return next((each for each, point in zip(found, points, strict=True) if getattr(point, pricing.wanted)), None)


def _asked(scene: Scene, parts: Sequence[Part], house: int) -> tuple[frozenset[int], int]:
    """The question as lists that are to have at least so many seats: fewer of some are more of all the others."""
    group = frozenset(scene.question.columns)
    least, most = scene.question.seats_asked(house)
    if least > 0 and most < house:
        raise Beyond
    if least > 0:
        return group, least
    others = frozenset(range(len(scene.frame.lists))) - group
    if not all(_takes_all(each.contest, others) for part in parts for each in part.wholes):
        raise Beyond  # a seat that one list loses may find nobody
    return others, house - most


def _may_be_emptied(ground: Field, best: Cost | None) -> bool:
    """Whether so many votes taken away could be all that there are at a place."""
    return best is None or any(sum(ground.votes[place.key]) <= best.votes for place in ground.places)


def _takes_all(contest: Contest, lists: Iterable[int]) -> bool:
    """Whether one of the lists could take every seat that is not held already."""
    free = contest.house - sum(contest.floors)
    return not free or any(
        contest.counted[each] and contest.votes[each] and contest.caps[each] >= contest.house for each in lists
    )


@dataclass(frozen=True, eq=False)
class Sums:
    """The parts of one question put together; each part's cost is worked out once."""

    pricing: Pricing
    seats: int
    crossings: tuple[Crossing, ...]
    known: dict[tuple[Part, int], Cost | None] = field(default_factory=dict)

    def cheapest(self, parts: Sequence[Part]) -> Cost | None:
        """The fewest votes in all parts together, as long as nobody crosses a threshold."""
        return self._together(parts, self._own)

    def at_least(self, parts: Sequence[Part], limit: int | None) -> int | None:
        """A number of votes below which nothing does it, whoever crosses a threshold; None where nothing ever does.

        Only what takes fewer votes than the limit is looked at, if there is one.
        """
        others = self._with_other_floors(parts, limit)
        if others is None:
            return 0
        near = [each for each in self.crossings if each.helps and not each.area]
        everywhere = [each for each in near if limit is None or each.votes < limit]
        if len(everywhere) > NEAR:
            return min(each.votes for each in everywhere)
        found = []
        for crossed, helped in product(_subsets(everywhere), list(product(*others))):
            own = [_crossed(each.part, crossed) for each in helped]
            cost = self._together(own, self._lower)
            if cost is not None:
                least = [cost.votes, *(each.votes for each in crossed), *(each.votes for each in helped)]
                found.append(max(least))
        return min(found, default=None)

    def _with_other_floors(self, parts: Sequence[Part], limit: int | None) -> list[list[Helped]] | None:
        """The parts, each with the seats won in areas that fewer votes than the limit could at most bring about."""
        if not any(part.within for part in parts):
            return [[Helped(0, part)] for part in parts]
        if limit is None:
            return None
        found = [most_helpful(self.pricing, part, limit - 1, self.crossings) for part in parts]
        known = [each for each in found if each is not None]
        return known if len(known) == len(found) else None

    def _together(self, parts: Sequence[Part], cost_of: Callable[[Part, int], Cost | None]) -> Cost | None:
        """The smallest sum of costs that gives the seats asked for; the cheaper a cost, the sooner it is put in."""
        missing = self.seats - sum(self.pricing.held(part) for part in parts)
        if missing <= 0:
            return Cost(0)
        put_in = [_Put(part, self.pricing.held(part), []) for part in parts]
        heap: list[tuple[int, int]] = []
        for number, each in enumerate(put_in):
            self._next(each, number, heap, cost_of)
        best: Cost | None = None
        while heap:
            votes, number = heappop(heap)
            if best is not None and votes >= best.votes:
                return best
            self._next(put_in[number], number, heap, cost_of)
            best = _smallest(missing, [each.costs for each in put_in])
        return best

    @staticmethod
    def _next(put: _Put, number: int, heap: list[tuple[int, int]], cost_of: Callable[[Part, int], Cost | None]) -> None:
        """One seat more of a part is worked out, and waits for its turn."""
        seats = put.held + len(put.costs) + 1
        cost = cost_of(put.part, seats) if seats <= put.part.seats else None
        if cost is not None:
            put.costs.append(cost)
            heappush(heap, (cost.votes, number))

    def _own(self, part: Part, seats: int) -> Cost | None:
        at = (part, seats)
        if at not in self.known:
            self.known[at] = self.pricing.cost(part, seats)
        return self.known[at]

    def _lower(self, part: Part, seats: int) -> Cost | None:
        """A cost below which a part does not give so many seats, whoever crosses a threshold of its own area."""
        plain = self._own(part, seats)
        own = [
            each
            for each in self.crossings
            if each.helps and each.area and any(each.area == one.area and each.stage == one.asks for one in part.wholes)
            if plain is None or each.votes < plain.votes
        ]
        if len(own) > NEAR:
            return Cost(min(each.votes for each in own))
        found = [plain] if plain is not None else []
        for crossed in _subsets(own):
            cost = self._own(_crossed(part, crossed), seats) if crossed else None
            if cost is not None:
                found.append(Cost(max(cost.votes, *(each.votes for each in crossed))))
        lowest = min(found, key=lambda each: each.votes, default=None)
        loose = self.pricing.loosest(part, seats)
        return lowest if lowest is None or loose is None or loose >= lowest.votes else Cost(loose)


@dataclass(frozen=True, slots=True)
class _Put:
    """What a part is known to cost: for one seat more than held, two more, and so on."""

    part: Part
    held: int
    costs: list[Cost]


def _smallest(missing: int, costs: Sequence[Sequence[Cost]]) -> Cost | None:
    """The smallest sum with which so many seats are gained, taking of each part one number of seats, or none."""
    best: list[Cost | None] = [Cost(0), *[None] * missing]
    for own in costs:
        before = list(best)
        for more, cost in enumerate(own[:missing], 1):
            for reached, one in enumerate(before[:missing]):
                at = min(missing, reached + more)
                other = best[at]
                if one is not None and (other is None or one.votes + cost.votes < other.votes):
                    best[at] = Cost(one.votes + cost.votes, (*one.changes, *cost.changes))
    return best[-1]


def _subsets(near: Sequence[Crossing]) -> Iterator[tuple[Crossing, ...]]:
    for number in range(len(near) + 1):
        yield from combinations(near, number)


def _crossed(part: Part, crossed: Iterable[Crossing]) -> Part:
    """A part as it would be with lists on the other side of the threshold it asks."""
    return replace(part, wholes=tuple(_crossed_sharing(each, crossed) for each in part.wholes))


def _crossed_sharing(sharing: Sharing, crossed: Iterable[Crossing]) -> Sharing:
    lists = {each.list for each in crossed if each.stage == sharing.asks}
    counted = tuple(own != (each in lists) for each, own in enumerate(sharing.contest.counted))
    return replace(sharing, contest=replace(sharing.contest, counted=counted))


def _planned(ground: Field, changes: Iterable[tuple[Sharing, Change]]) -> Plan:
    """Gains and losses as votes that go from list to list at a place."""
    steps = [step for sharing, change in changes for step in _steps(ground, sharing, change)]
    return told_apart(steps, ground.scene.frame)


def _steps(ground: Field, sharing: Sharing, change: Change) -> Iterator[tuple[Way, int]]:
    places = [place for place in ground.places if place.key in {each.key for each in sharing.places}]
    gains = list(change.gains.items())
    if not change.losses:
        yield from ((Way(places[0], None, to), votes) for to, votes in gains)
        return
    for source, votes in change.losses.items():
        left = votes
        for place in sorted(places, key=lambda each: -ground.room(each, source)):
            here = min(left, ground.room(place, source))
            left -= here
            if not change.gains and here:
                yield Way(place, source, None), here
            while here and gains:
                to, open_ones = gains[0]
                moved = min(here, open_ones)
                yield Way(place, source, to), moved
                here -= moved
                gains = [(to, open_ones - moved), *gains[1:]] if open_ones > moved else gains[1:]
