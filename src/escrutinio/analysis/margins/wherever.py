"""The fewest votes in any ways at any places: by a line, region by region, or by the search, whichever proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.analysis.margins.anywhere import search
from escrutinio.analysis.margins.every import every_plan
from escrutinio.analysis.margins.field import Unproved
from escrutinio.analysis.margins.forms import Beyond
from escrutinio.analysis.margins.rays import Found, fewest
from escrutinio.analysis.margins.regions import fewest_in_regions

if TYPE_CHECKING:
    from escrutinio.analysis.margins.field import Field
    from escrutinio.analysis.margins.rays import Wanted

SHORT = 40  # how often the law is run before every plan is tried instead


def fewest_anywhere(ground: Field, wanted: Wanted) -> Found | None:
    """The fewest votes, in all ways of a field together, that meet the target; None where no number does.

    Raises:
        Unproved: nothing smaller can be ruled out for this law.
    """
    if len(ground.ways) == 1:
        return fewest(ground.scene, ground.ways, wanted)
    return _found(ground, wanted)


def _found(ground: Field, wanted: Wanted) -> Found | None:
    """By area where the law allows it; if not, or if that leaves a doubt, by the search."""
    doubt: Unproved | None = None
    try:
        return fewest_in_regions(ground, wanted)
    except Unproved as near:
        doubt = near
    except Beyond:
        pass
    try:
        return _searched(ground, wanted, long=doubt is None or doubt.known is None)
    except Unproved as lost:
        if doubt is not None and doubt.known is not None:
            raise Unproved(max(doubt.least, lost.least), known=doubt.known) from None
        raise


def _searched(ground: Field, wanted: Wanted, *, long: bool) -> Found | None:
    """By the search; where it gets lost, every plan from there on; where these are too many, a longer search."""
    try:
        return search(ground, wanted, runs=SHORT)
    except Unproved as lost:
        try:
            return every_plan(ground, wanted, least=lost.least)
        except Unproved as too_many:
            if lost.stage or not long:
                raise Unproved(too_many.least, lost.stage) from None
            return search(ground, wanted)
