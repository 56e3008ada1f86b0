"""The numbers of an answer: with luck and for certain, proved, or the best that is known and what it takes at least."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from escrutinio.analysis.margins.field import Unproved, field_of
from escrutinio.analysis.margins.rays import fewest
from escrutinio.analysis.margins.wherever import fewest_anywhere
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.analysis.margins.places import Way
    from escrutinio.analysis.margins.rays import Found
    from escrutinio.analysis.margins.scene import Scene


class Numbers(NamedTuple):
    """The fewest votes with luck and for certain; where they may not be the fewest, a number that it takes at least."""

    ways: tuple[Way, ...]
    by_lot: Found | None
    sure: Found | None
    at_least: int | None = None

    @property
    def most(self) -> int | None:
        """The votes with which it is certain; None where no number does it."""
        return None if self.sure is None else self.sure.votes


def numbers(scene: Scene, ways: tuple[Way, ...], *, one_place: bool | None) -> Numbers:
    """The fewest votes in one place, or anywhere; where nothing was said and no proof is found, those in one place."""
    find = partial(fewest, scene, ways) if one_place else partial(fewest_anywhere, field_of(scene, ways))
    by_lot = sure = None
    try:
        by_lot = find("possible")
        sure = None if by_lot is None else find("certain")
    except Unproved as open_end:
        found = None if one_place is False else _in_one_place(scene, ways, open_end)
        if found is None:
            raise _problem(open_end) from None
        least = open_end.least if by_lot is None else max(by_lot.votes, open_end.least)
        return Numbers(ways, by_lot or found, found, least if least < found.votes else None)
    return Numbers(ways, by_lot, sure)


def _in_one_place(scene: Scene, ways: Sequence[Way], open_end: Unproved) -> Found | None:
    """The votes that are known to do it, or the fewest in one place and between one pair of lists; else None."""
    if open_end.known is not None and scene.point(open_end.known.plan).certain:
        return open_end.known
    if scene.question.target.asks == "seats":
        with suppress(Problem):
            return fewest(scene, ways, "certain")
    return None


def _problem(open_end: Unproved) -> Problem:
    """Why no number can be proved, and what is known."""
    known = None if open_end.known is None else open_end.known.votes
    why = "crossed" if known is not None else "stage" if open_end.stage else "many"
    return Problem(_WHY[why], least=open_end.least, stage=open_end.stage, most=known)


_WHY = {
    "stage": (
        "the fewest votes cannot be proved when any votes may change: the stage “{stage}” of the law is not linear "
        "in them. At least {least} are needed. Ask for one area and one pair of lists at a time (one place)."
    ),
    "many": (
        "the fewest votes cannot be proved when any votes may change: there are too many ways to do it. At "
        "least {least} are needed. Name the lists, or the areas, or ask for one place at a time."
    ),
    "crossed": (
        "the fewest votes cannot be proved: a list could cross a threshold on the way. At least {least} are needed, "
        "and {most} do it."
    ),
}
