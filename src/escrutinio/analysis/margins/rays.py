"""One way at one place, vote by vote: the first number at which a target is met, and none before it.

Numbers are tried far apart; between two that decide everything alike nothing is tried, because nothing can happen there
(``keys``). What is left is halved until it is single votes. So a target that is met, missed and met again, as
thresholds and overhang can make it, is found where it is met first.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from escrutinio.analysis.margins.places import room
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.analysis.margins.places import Way
    from escrutinio.analysis.margins.scene import Plan, Point, Scene

Wanted = Literal["possible", "certain"]
PARTS = 8  # into how many parts an interval is cut
WORK = 300_000_000  # numbers of votes looked at for one number on every way
STEP = 16  # by how much the numbers tried on all ways at once grow


class Found(NamedTuple):
    """A number of votes and the plan that needs no more."""

    votes: int
    plan: Plan


def fewest(scene: Scene, ways: Sequence[Way], wanted: Wanted, *, upto: int | None = None) -> Found | None:
    """The fewest votes on any one of several ways that meet the target; None where no number does.

    Args:
        scene: with the target.
        ways: each tried by itself.
        wanted: met by lot at least, or for certain.
        upto: no more than so many.

    Raises:
        Problem: too many ways for a law that takes long.
    """
    if getattr(scene.point(()), wanted):
        return Found(0, ())
    if scene.hopeless:
        return None
    if len(ways) * scene.cells > WORK:
        raise Problem(
            "there are {number} ways to change votes of one list in one area, and this law takes its time for each. "
            "Name an area, or the lists that lose and gain votes.",
            number=len(ways),
        )
    limits = {way: limit if upto is None else min(limit, upto) for way in ways if (limit := limit_of(scene, way)) > 0}
    best: Found | None = None
    before, now = 0, STEP
    while limits:
        far = {way: min(now, limit) for way, limit in limits.items()}
        scene.points([_plan(way, number) for way, number in far.items()])
        for way, number in far.items():
            end = number if best is None else min(number, best.votes - 1)
            here = first_in(scene, way, before, end, wanted)
            if here is not None:
                best = Found(here, _plan(way, here))
        if best is not None:
            return best
        limits = {way: limit for way, limit in limits.items() if limit > now}
        before, now = now, now * STEP
    return best


def first_in(scene: Scene, way: Way, low: int, high: int, wanted: Wanted) -> int | None:
    """The first number after ``low`` and up to ``high`` at which the target is met; at ``low`` it is not."""
    if high <= low:
        return None
    ends = [low, high]
    while True:
        found = dict(zip(ends, scene.points([_plan(way, each) for each in ends]), strict=True))
        gap = next((pair for pair in pairwise(ends) if _open(found, *pair, wanted)), None)
        if gap is None:
            return ends[-1] if getattr(found[ends[-1]], wanted) else None
        left, right = gap
        if right == left + 1:
            return right
        between = [*range(left + 1, right, max(1, (right - left) // PARTS))]
        ends = sorted({left, *between, *(each for each in ends if each >= right)})


def _open(found: dict[int, Point], left: int, right: int, wanted: Wanted) -> bool:
    """Whether the target may be met first after ``left`` and not after ``right``: there, or at it."""
    if found[left].key == found[right].key:
        return False
    return right > left + 1 or getattr(found[right], wanted)


def limit_of(scene: Scene, way: Way) -> int:
    """The most votes a way can take: those its list has there, or enough to win everything.

    Where a house grows with the votes, nobody would count more than ten times all that were cast.
    """
    if way.source is not None:
        return room(way.place, way.source, scene.frame)
    valid = sum(int(tier.votes[0].sum()) for tier in scene.frame.tiers.values())
    grows = any(stage.does == "levelling" for body in scene.bodies for stage in body.stages)
    return min((valid + 1) * (10 if grows else 4 * scene.seats), 10**15)


def _plan(way: Way, number: int) -> Plan:
    return ((way, number),) if number else ()
