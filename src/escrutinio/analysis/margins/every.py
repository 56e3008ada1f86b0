"""Every way to change so many votes, one number after another: for any law, as long as there are not too many ways."""

from __future__ import annotations

from itertools import islice
from math import comb
from typing import TYPE_CHECKING

from escrutinio.analysis.margins.field import Unproved
from escrutinio.analysis.margins.places import Way, told_apart
from escrutinio.analysis.margins.rays import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.analysis.margins.field import Field
    from escrutinio.analysis.margins.places import Place
    from escrutinio.analysis.margins.rays import Wanted
    from escrutinio.analysis.margins.scene import Plan

MOST = 60_000  # plans tried in all before it is too much
NUMBERS = 100_000_000  # numbers of votes in all of them
TIE = 50  # plans that take as long as one in which lots decide
BATCH = 2_000


def every_plan(ground: Field, wanted: Wanted, *, least: int = 0) -> Found | None:
    """The fewest votes that meet the target, by trying every plan of ``least`` votes, of one more, and so on.

    Raises:
        Unproved: too many plans; with the number of votes up to which all were tried.
    """
    scene = ground.scene
    if scene.hopeless:
        return None
    tried, before, most = 0, len(scene.ties), min(MOST, NUMBERS // scene.cells)
    for votes in range(least, _most(ground) + 1):
        if tried + _at_least(ground, votes) > most:
            raise Unproved(votes)
        plans = every(ground, votes)
        while part := list(islice(plans, BATCH)):
            tried += len(part)
            if tried + TIE * (len(scene.ties) - before) > most:
                raise Unproved(votes)
            plan = scene.first_met(part, wanted)
            if plan is not None:
                return Found(votes, plan)
    return None


def _at_least(ground: Field, votes: int) -> int:
    """No fewer plans than these: all votes at one place and of one list, or to one; or shared out among places."""
    able = [
        place
        for place in ground.places
        if any(each.source is None or ground.room(place, each.source) >= votes for each in ground.pairs[place.key])
    ]
    return max([_shared(votes, len(able)), *(_there(ground, place, votes) for place in able)]) if able else 0


def _there(ground: Field, place: Place, votes: int) -> int:
    """No fewer plans than these at one place: of one list that has them all to any others, or of any such to one."""
    sources, targets = ground.sides[place.key]
    able = [each for each in sources if each is None or ground.room(place, each) >= votes]
    onto = max((sum(each is None or each != source for each in targets) for source in able), default=0)
    from_ = max((sum(each is None or each != target for each in able) for target in targets), default=0)
    return max(_shared(votes, onto), _shared(votes, from_))


def _shared(votes: int, among: int) -> int:
    """In how many ways so many can share the votes out."""
    return comb(among + votes - 1, votes) if among else 0


def _most(ground: Field) -> int:
    """The most votes that can change: all there are, or without end where votes are added."""
    if any(pair.source is None for pairs in ground.pairs.values() for pair in pairs):
        return 10**15
    sources = {(place, pair.source) for place in ground.places for pair in ground.pairs[place.key]}
    return sum(ground.room(place, source) for place, source in sources if source is not None)


def every(ground: Field, votes: int) -> Iterator[Plan]:
    """Every plan of exactly so many votes in which no list both gains and loses at one place."""
    yield from _from(ground, 0, votes)


def _from(ground: Field, start: int, votes: int) -> Iterator[Plan]:
    if votes == 0:
        yield ()
        return
    if start == len(ground.places):
        return
    place = ground.places[start]
    for here in range(votes + 1):
        for own in _at(ground, place, here):
            for rest in _from(ground, start + 1, votes - here):
                yield own + rest


def _at(ground: Field, place: Place, votes: int) -> Iterator[Plan]:
    """Every plan of so many votes at one place."""
    if votes == 0:
        yield ()
        return
    sources, targets = ground.sides[place.key]
    rooms = [votes if each is None else ground.room(place, each) for each in sources]
    for taken in _parts(votes, rooms):
        losing = {each for each, count in zip(sources, taken, strict=True) if count and each is not None}
        able = [each for each in targets if each not in losing or each is None]
        for given in _parts(votes, [votes] * len(able)):
            plan = _paired(place, list(zip(sources, taken, strict=True)), list(zip(able, given, strict=True)))
            yield told_apart(plan, ground.scene.frame)


def _parts(whole: int, most: list[int]) -> Iterator[tuple[int, ...]]:
    """Every way to share a number out with no part above its most."""
    if not most:
        if whole == 0:
            yield ()
        return
    rest = sum(most[1:])
    for first in range(max(0, whole - rest), min(whole, most[0]) + 1):
        for others in _parts(whole - first, most[1:]):
            yield (first, *others)


def _paired(place: Place, taken: list[tuple[int | None, int]], given: list[tuple[int | None, int]]) -> Plan:
    """Votes taken and votes given, put together as ways: it makes no difference whose vote goes where."""
    steps: list[tuple[Way, int]] = []
    gains = [(to, count) for to, count in given if count]
    for source, count in taken:
        left = count
        while left:
            to, open_ones = gains[0]
            moved = min(left, open_ones)
            steps.append((Way(place, source, to), moved))
            left -= moved
            gains = [(to, open_ones - moved), *gains[1:]] if open_ones > moved else gains[1:]
    return tuple(steps)
