"""How many seats an area shares out: what the law names, the tables tell, or a stage apportioned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.documents import nearest
from escrutinio.law.distribution import AsApportioned, Districts, Each, Total
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold
from escrutinio.outcome.levels import added_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.law import BodyInForce
    from escrutinio.law.distribution import Distribution, Where
    from escrutinio.outcome.frame import IntArray, Tier
    from escrutinio.outcome.levels import Level
    from escrutinio.outcome.state import Bench


def seats_of(kinds: tuple[str, ...], per: Level, areas: tuple[str, ...], tier: Tier, bench: Bench) -> IntArray:
    """Seats of these kinds together, in the areas of a level; shape (draws or 1, areas)."""
    distribution = bench.body.distribution
    if distribution is None:
        raise Problem("“{body}” has no distribution of seats in force on that day.", body=bench.body.id)
    if distribution.areas:
        return _by_law(kinds, distribution, per, tier, bench)
    parts = [
        _of_kind(kind, distribution.kinds[kind], per, areas, bench) for kind in kinds if kind in distribution.kinds
    ]
    return sum(parts, start=np.zeros((1, len(areas)), dtype=np.int64))


def _by_law(kinds: tuple[str, ...], distribution: Distribution, per: Level, tier: Tier, bench: Bench) -> IntArray:
    """The law names the seats of every region; those of a constituency are in the election's tables."""
    if per == "constituency":
        return _in_districts(tier, bench)[None]
    named = [sum(of.get(kind, 0) for kind in kinds) for of in distribution.areas.values()]
    by_region = np.array(named, dtype=np.int64)[None]
    return by_region if per == "region" else by_region.sum(axis=1, keepdims=True)


def _of_kind(kind: str, where: Where, per: Level, areas: tuple[str, ...], bench: Bench) -> IntArray:
    if isinstance(where, Total):
        if per != "country":
            raise Problem(
                "the seats of the kind “{kind}” of “{body}” belong to the whole country; no stage shares them out per "
                "{per}.",
                kind=kind,
                body=bench.body.id,
                per=per,
            )
        return np.array([[where.total]], dtype=np.int64)
    if isinstance(where, AsApportioned):
        run = bench.done[where.stage]
        return _summed(run.facts["by_area"], (run.areas, run.regions), run.per, per, areas)
    if isinstance(where, Districts | Each):
        tier = _told(where.districts if isinstance(where, Districts) else where.votes, bench)
        level: Level = "constituency" if isinstance(where, Districts) else where.per
        own, regions = bench.areas(level, tier)
        seats = _in_districts(tier, bench) if isinstance(where, Districts) else np.full(len(own), where.each)
        return _summed(seats[None], (own, regions), level, per, areas)
    if per == "country":
        return np.array([[sum(where.areas.values())]], dtype=np.int64)
    return np.array([named_seats(where.areas, areas, bench.body)], dtype=np.int64)


def named_seats(named: Mapping[str, int], areas: tuple[str, ...], body: BodyInForce) -> list[int]:
    """The seats a law gives to areas by name, in the order of the areas at hand; 0 where it names them not.

    Names are the same whatever their accents, capitals and what stands in brackets; a body may know other names.

    Raises:
        Problem: an area that the law names is not at hand.
    """
    known = {fold(name): place for place, name in enumerate(areas)} | {
        _plain(name): place for place, name in enumerate(areas)
    }
    seats = [0] * len(areas)
    for name, count in named.items():
        other = body.body.areas[name].aliases if name in body.body.areas else ()
        place = next(
            (known[each] for word in (name, *other) for each in (fold(word), _plain(word)) if each in known), None
        )
        if place is None:
            raise Problem(
                "the law gives seats of “{body}” to “{area}”, and the votes have no area of that name. Did you mean "
                "{near}?",
                body=body.id,
                area=name,
                near=nearest(name, areas),
            )
        seats[place] += count
    return seats


def _plain(name: str) -> str:
    """A name without what stands in brackets."""
    return fold(re.sub(r"[(\[].*?[)\]]", "", name))


def _summed(
    seats: IntArray, places: tuple[tuple[str, ...], tuple[str, ...]], level: Level, per: Level, areas: tuple[str, ...]
) -> IntArray:
    """Seats (draws, own areas) of a level, added up to areas of the same or of a larger one."""
    if per == "country":
        return np.asarray(seats.sum(axis=1, keepdims=True))
    own, regions = places
    return added_up(seats, own if per == level else regions, areas)


def _told(name: str, bench: Bench) -> Tier:
    tier = bench.tier(name)
    if tier is None:
        raise Problem(
            "the law takes the seats of “{body}” from the tier “{tier}” of districts.csv, and the election has none. "
            "It has: {known}.",
            body=bench.body.id,
            tier=name,
            known=", ".join(bench.frame.tiers) or "—",
        )
    return tier


def _in_districts(tier: Tier, bench: Bench) -> IntArray:
    """The column ``seats`` of districts.csv, shape (constituencies,)."""
    unknown = [each.name for each in tier.constituencies if each.seats is None]
    if unknown:
        raise Problem(
            "“{body}” shares out seats in each constituency of the tier “{tier}”, and the election does not say how "
            "many {constituency} has. Fill the column seats of districts.csv.",
            body=bench.body.id,
            tier=tier.name,
            constituency=unknown[0],
        )
    return np.array([each.seats for each in tier.constituencies], dtype=np.int64)
