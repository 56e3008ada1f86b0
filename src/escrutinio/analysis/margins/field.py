"""Where votes may change and how: what every way to find a margin knows of the election."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from escrutinio.analysis.margins.forms import Reading
from escrutinio.analysis.margins.places import places_of, room
from escrutinio.analysis.margins.relevant import relevant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.analysis.margins.forms import Form, Key, Together
    from escrutinio.analysis.margins.places import Place, Way
    from escrutinio.analysis.margins.rays import Found
    from escrutinio.analysis.margins.relevant import Relevant
    from escrutinio.analysis.margins.scene import Plan, Scene


class Unproved(Exception):  # noqa: N818 - no error: a search that was not finished
    """No answer: nothing below ``least`` meets the target, ``known`` does; ``stage`` is what could not be followed."""

    def __init__(self, least: int, stage: str = "", known: Found | None = None) -> None:
        """Keep them for the message."""
        super().__init__(least, stage, known)
        self.least = least
        self.stage = stage
        self.known = known


class Pair(NamedTuple):
    """A list that votes are taken from, and one they are given to; None where they are only added or removed."""

    source: int | None
    to: int | None


@dataclass(frozen=True, eq=False)
class Field:
    """The ways that votes may change, and what the search knows of the places."""

    scene: Scene
    ways: tuple[Way, ...]
    places: tuple[Place, ...]
    pairs: dict[Key, tuple[Pair, ...]]
    reading: Reading
    votes: dict[Key, tuple[int, ...]]
    relevant: dict[str, Relevant]
    rooms: dict[tuple[Key, int], int] = field(default_factory=dict)
    bounds: dict[Form, int | None] = field(default_factory=dict)
    """The fewest votes that could make a form false."""
    solved: dict[frozenset[Form], Plan | None] = field(default_factory=dict)
    """The fewest votes that make several forms true."""
    bundles: dict[Together, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def sides(self) -> dict[Key, tuple[tuple[int | None, ...], tuple[int | None, ...]]]:
        """By place, whom votes are taken from and whom they are given to."""
        return {
            key: (tuple(dict.fromkeys(pair.source for pair in own)), tuple(dict.fromkeys(pair.to for pair in own)))
            for key, own in self.pairs.items()
        }

    @cached_property
    def moving(self) -> bool:
        """Whether every vote that one list loses another gains."""
        return all(None not in pair for own in self.pairs.values() for pair in own)

    @cached_property
    def removing(self) -> bool:
        """Whether votes may go to nobody."""
        return any(pair.to is None for own in self.pairs.values() for pair in own)

    def room(self, place: Place, source: int) -> int:
        """How many votes of a list may be taken at a place."""
        at = (place.key, source)
        if at not in self.rooms:
            self.rooms[at] = room(place, source, self.scene.frame)
        return self.rooms[at]

    def allows(self, plan: Plan) -> bool:
        """Whether every vote of a plan changes in a way that there is."""
        return all(Pair(way.source, way.to) in self.pairs.get(way.place.key, ()) for way, _ in plan)

    def missing(self, form: Form) -> int:
        """How much a form falls short of what it is to be, with the votes as they were counted."""
        now = sum(f * v for key, vector in form.terms for f, v in zip(vector, self.votes[key], strict=True))
        return form.least - now

    def bound(self, form: Form) -> int | None:
        """The fewest votes that could make one form true; None where none can."""
        short = self.missing(form)
        if short <= 0:
            return 0
        there = [(self.sides[key], vector) for key, vector in form.terms if key in self.sides]
        best = max((most_gained(vector, sides) for sides, vector in there), default=0)
        return None if best <= 0 else -(-short // best)

    def against(self, form: Form) -> int | None:
        """The fewest votes that could make a form false, with others without which that decides nothing."""
        least = self._against(form)
        if form.together is None or least is None or self.removing:
            return least  # an area where nobody is left is decided by no form
        if form.together not in self.bundles:
            self.bundles[form.together] = self._by_area(form.together)
        own = form.together.area_of[form.alone()]
        others = [votes for votes, area in self.bundles[form.together] if area != own]
        needed = form.together.number - 1
        return None if len(others) < needed else least + sum(others[:needed])

    def _against(self, form: Form) -> int | None:
        if form not in self.bounds:
            self.bounds[form] = self.bound(form.denied())
        return self.bounds[form]

    def _by_area(self, together: Together) -> list[tuple[int, int]]:
        """The fewest votes that could make a form of an area false, and the area; the smallest first, no more."""
        bounds = ((self._against(each), area) for each, area in together.area_of.items())
        fewest: dict[int, int] = {}
        for votes, area in bounds:
            if votes is not None:
                fewest[area] = min(votes, fewest.get(area, votes))
        return sorted((votes, area) for area, votes in fewest.items())[: together.number]


def field_of(scene: Scene, ways: Sequence[Way]) -> Field:
    """The places and the pairs of lists that ways are made of."""
    whole = places_of(scene.frame, scene.bodies)
    gaining = frozenset((way.place.tier, way.to) for way in ways if way.to is not None)
    reading = Reading(whole, scene.frame, gaining)
    votes = {
        place.key: tuple(int(each) for each in scene.frame.tiers[place.tier].votes[0][list(place.members)].sum(axis=0))
        for place in whole
    }
    pairs: dict[Key, list[Pair]] = {}
    for way in ways:
        pairs.setdefault(way.place.key, []).append(Pair(way.source, way.to))
    places = tuple(dict.fromkeys(way.place for way in ways))
    serving = {body.id: relevant(scene.question, body, scene.frame) for body in scene.bodies}
    return Field(scene, tuple(ways), places, {key: tuple(each) for key, each in pairs.items()}, reading, votes, serving)


def most_gained(vector: Sequence[int], sides: tuple[tuple[int | None, ...], tuple[int | None, ...]]) -> int:
    """The most by which one vote could move a form, taken from one side and given to the other."""
    sources, targets = sides
    given = max((0 if each is None else vector[each] for each in targets), default=0)
    return given - min((0 if each is None else vector[each] for each in sources), default=0)


def gain(vector: Sequence[int], pair: Pair) -> int:
    """By how much one vote that changes so moves a form."""
    return (0 if pair.to is None else vector[pair.to]) - (0 if pair.source is None else vector[pair.source])
