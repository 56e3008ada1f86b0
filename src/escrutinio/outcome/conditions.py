"""Which lists meet a condition of the law, compared as integers at every draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import price, quota_named, reaches
from escrutinio.law.conditions import (
    AllOf,
    AnyOf,
    AreasCondition,
    LeadCondition,
    MinorityCondition,
    QuotaCondition,
    SeatsCondition,
    ShareCondition,
    SizeCondition,
    levels,
)
from escrutinio.model import Problem
from escrutinio.outcome.levels import roll_up
from escrutinio.outcome.seats import seats_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from escrutinio.law.conditions import Condition
    from escrutinio.outcome.frame import BoolArray, IntArray, Tier
    from escrutinio.outcome.levels import Level
    from escrutinio.outcome.state import Bench


def meets(condition: Condition, tier: Tier, bench: Bench) -> BoolArray:
    """Which lists meet a condition; shape (draws or 1, areas or 1, lists), the areas in the bench's order."""
    if isinstance(condition, AnyOf):
        return _joined(np.logical_or, [meets(each, tier, bench) for each in condition.any.values()])
    if isinstance(condition, AllOf):
        return _joined(np.logical_and, [meets(each, tier, bench) for each in condition.all.values()])
    return _MEETS[type(condition)](condition, tier, bench)


def _in_areas(condition: AreasCondition, tier: Tier, bench: Bench) -> BoolArray:
    """Met in as many areas as the law asks."""
    other = bench.tier(condition.votes) if condition.votes else None
    places = meets(condition.meets, other or tier, bench).sum(axis=1, keepdims=True)
    return np.asarray(places >= condition.areas)


def _shared(condition: ShareCondition, tier: Tier, bench: Bench) -> BoolArray:
    votes = tier.at(condition.over, _regions(tier, bench))
    return reaches(votes, base_of(condition, tier, bench)[..., None], condition.share, boundary=condition.boundary)


def _leading(condition: LeadCondition, tier: Tier, bench: Bench) -> BoolArray:
    votes = tier.at(condition.over, _regions(tier, bench))
    best = votes.max(axis=-1, keepdims=True)
    first = votes == best
    whole = base_of(condition, tier, bench)[..., None]
    if condition.lead == 0:  # what counts is whether another list has as many
        ahead = np.where(first.sum(axis=-1, keepdims=True, dtype=np.int32) > 1, 0, best)
    else:
        ahead = lead_of(votes).max(axis=-1, keepdims=True)
    return np.asarray(first & reaches(ahead, whole, condition.lead, boundary=condition.boundary))


def _by_quota(condition: QuotaCondition, tier: Tier, bench: Bench) -> BoolArray:
    votes = tier.at(condition.over, _regions(tier, bench))
    numerator, denominator = price_of(condition, tier, bench)
    wide = votes.astype(object) if _large(votes, denominator) else votes
    asked = numerator[..., None]
    return reaches(wide * denominator[..., None], asked, condition.quota, boundary=condition.boundary)


def _of_minority(condition: MinorityCondition, _tier: Tier, bench: Bench) -> BoolArray:
    return exempt(condition, bench)[None, None]


def _regions(tier: Tier, bench: Bench) -> tuple[str, ...]:
    return bench.areas("region", tier)[0]


def exempt(condition: MinorityCondition, bench: Bench) -> BoolArray:
    """Lists the law names, by id, name or alias, and those the election marks; shape (lists,)."""
    named = {each.casefold() for each in condition.minority}
    return np.array(
        [
            each.minority or not named.isdisjoint(word.casefold() for word in (each.id, each.name, *each.aliases))
            for each in bench.frame.standing
        ],
        dtype=bool,
    )


def _seated(condition: SeatsCondition, tier: Tier, bench: Bench) -> BoolArray:
    """Seats won in the stages before, as many as the law asks, in as many areas."""
    areas, _ = bench.areas(condition.over, tier)
    won = bench.won(condition.of, condition.over, areas)
    enough = reaches(won, np.ones_like(won), condition.seats, boundary=condition.boundary)
    if condition.seats < 1:
        whole = seats_of(condition.of, condition.over, areas, tier, bench)[..., None]
        enough = reaches(won, whole, condition.seats, boundary=condition.boundary)
    if condition.areas > 1:
        enough = enough & (_places(condition.of, bench) >= condition.areas)
    return enough


def _places(kinds: tuple[str, ...], bench: Bench) -> IntArray:
    """In how many areas each list won seats of these kinds; shape (draws, 1, lists)."""
    runs = bench.of_kinds(kinds)
    none = np.zeros((1, 1, len(bench.frame.lists)), dtype=np.int64)
    return sum(((run.seats > 0).sum(axis=1, keepdims=True) for run in runs), start=none)


def _by_size(condition: SizeCondition, tier: Tier, bench: Bench) -> BoolArray:
    """Each list against the share asked of as many parties as stand together on it."""
    votes = tier.at(condition.over, _regions(tier, bench))
    whole = base_of(condition, tier, bench)[..., None]
    asked = [condition.share_for(each.size) for each in bench.frame.standing]
    met = np.zeros(np.broadcast_shapes(votes.shape, whole.shape), dtype=bool)
    for share in dict.fromkeys(asked):
        own = np.array([each == share for each in asked])
        met |= own & reaches(votes, whole, share, boundary=condition.boundary)
    return met


def price_of(condition: QuotaCondition, tier: Tier, bench: Bench) -> tuple[IntArray, IntArray]:
    """What one seat costs, as numerator over denominator; each of shape (draws, areas)."""
    areas, _ = bench.areas(condition.over, tier)
    valid = tier.at(condition.over, areas).sum(axis=-1)
    seats = np.broadcast_to(seats_of(condition.seats, condition.over, areas, tier, bench), valid.shape)
    return price(valid, seats, quota_named(condition.name))


def fewest(share: Fraction, whole: int, boundary: str) -> int:
    """The fewest votes that are at least, or more than, a share of the whole.

    >>> from fractions import Fraction
    >>> fewest(Fraction(1, 2), 100, "more_than"), fewest(Fraction(1, 2), 100, "at_least")
    (51, 50)
    """
    exact = share * whole
    least = -(-exact.numerator // exact.denominator)
    return least + 1 if boundary == "more_than" and least == exact else least


def finest(condition: Condition) -> Level:
    """The smallest areas in which a list may meet a condition or fail it."""
    asked = levels(condition)
    return next((level for level in ("constituency", "region") if level in asked), "country")


def base_of(condition: ShareCondition | LeadCondition | SizeCondition, tier: Tier, bench: Bench) -> IntArray:
    """The votes a share is taken of; shape (draws, areas or 1)."""
    regions = _regions(tier, bench)
    valid: IntArray = tier.at(condition.over, regions).sum(axis=-1)
    if condition.of == "valid_votes":
        return valid
    name = {"valid_and_blank": "blank", "votes_cast": "cast", "registered": "registered"}[condition.of]
    counted = tier.counts.get(name)
    if counted is None and name == "blank":
        counted = tier.counts.get("some_blank")
    if counted is None:
        raise Problem(
            "the law needs {what} of the tier “{tier}”, and the votes do not state them everywhere. Add the rows "
            "#blank, #null and #registered.",
            what=condition.of,
            tier=tier.name,
        )
    whole: IntArray = roll_up(counted[..., None], tier.regions(), condition.over, regions)[..., 0]
    return whole + valid if name == "blank" else whole


def lead_of(votes: IntArray) -> IntArray:
    """How far each list is ahead of the best other one, below zero where it is behind; shape as ``votes``."""
    if votes.shape[-1] == 1:
        return votes
    first = votes.argmax(axis=-1, keepdims=True)
    best, others = np.take_along_axis(votes, first, -1), votes.copy()
    np.put_along_axis(others, first, 0, -1)
    return votes - np.where(votes == best, others.max(axis=-1, keepdims=True), best)


def _large(votes: IntArray, factor: IntArray) -> bool:
    return votes.dtype != object and int(votes.max(initial=0)) * int(factor.max(initial=1)) > np.iinfo(np.int64).max


def _joined(how: np.ufunc, parts: list[BoolArray]) -> BoolArray:
    joined: BoolArray = parts[0]
    for part in parts[1:]:
        joined = how(joined, part)
    return joined


_MEETS: Mapping[type, Callable[[Any, Tier, Bench], BoolArray]] = {
    ShareCondition: _shared,
    LeadCondition: _leading,
    QuotaCondition: _by_quota,
    SizeCondition: _by_size,
    SeatsCondition: _seated,
    MinorityCondition: _of_minority,
    AreasCondition: _in_areas,
}
