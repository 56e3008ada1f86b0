"""The part of a key of decisions that tells of quotas: full quotas in every round of caps and of seats set aside.

A rounded quota stands in the key only where the rounding could matter: where the same is decided with a quota one
larger and one smaller than the exact one at both ends of a line, it is so between them, however it is rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.apportionment import largest_remainder, price

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.apportionment import Quota
    from escrutinio.outcome.frame import BoolArray, IntArray


class Shares(NamedTuple):
    """What is shared by a quota in each draw and area: votes, seats, caps; who holds seats already, and the claim."""

    votes: IntArray
    house: IntArray
    quota: Quota
    cap: IntArray | None = None
    floor: IntArray | None = None
    claimed: IntArray | None = None
    equal_too: bool = False


def quota_key(given: Shares, seats: IntArray) -> Iterator[IntArray]:
    """Numbers that are equal at two ends of a line only where the quotas decide the same between."""
    votes, house = given.votes.astype(object), np.broadcast_to(given.house, given.votes.shape[:-1]).astype(object)
    if given.floor is None:
        yield from _in_rounds(Shares(votes, house, given.quota, given.cap), seats, np.ones(house.shape, dtype=bool))
        return
    floor = np.broadcast_to(given.floor, votes.shape)
    aside, most = (votes == 0) & (floor > 0), given.cap
    going_on = np.ones(house.shape, dtype=bool)
    for _ in range(votes.shape[-1]):
        left = np.maximum(house - np.where(aside, floor, 0).sum(axis=-1), 0)
        part = Shares(np.where(aside, 0, votes), left, given.quota, most)
        own = largest_remainder(part.votes, left, quota=given.quota, maximum=most).seats
        if given.claimed is not None:
            own = np.where(aside.any(axis=-1, keepdims=True), own, given.claimed)
        yield np.where(going_on[..., None], own, 0)
        yield from _in_rounds(part, own, going_on)
        over = ~aside & (own < floor)
        going_on = going_on & over.any(axis=-1)
        if given.equal_too:
            over, most = _equal_too(over, own, floor, most, aside)
        aside = aside | over


def _equal_too(
    over: BoolArray, own: IntArray, floor: IntArray, most: IntArray | None, aside: BoolArray
) -> tuple[BoolArray, IntArray]:
    """Where one is set aside, so is who has exactly what it holds; and nobody gets more than first."""
    again = over.any(axis=-1, keepdims=True)
    caps = np.full(own.shape, _NO_CAP) if most is None else np.broadcast_to(most, own.shape)
    return over | (again & ~aside & (own == floor) & (floor > 0)), np.where(again & (caps == _NO_CAP), own, caps)


_NO_CAP = 10**9


def _in_rounds(given: Shares, seats: IntArray, going_on: BoolArray) -> Iterator[IntArray]:
    """Full quotas round by round: who has more than its cap keeps the cap and leaves."""
    votes, cap = given.votes, given.cap
    held = np.zeros(votes.shape, dtype=bool)
    for _ in range(1 if cap is None else votes.shape[-1]):
        kept = 0 if cap is None else np.where(held, cap, 0).sum(axis=-1)
        free, left = np.where(held, 0, votes), np.maximum(given.house - kept, 0)
        full = np.zeros(votes.shape, dtype=object)
        open_ones = going_on
        for rule in _rules(given.quota):
            numerator, denominator = price(free.sum(axis=-1), left, rule)
            own = free * denominator[..., None] // numerator[..., None]
            enough = open_ones & (own.sum(axis=-1) <= left)
            yield np.where(open_ones[..., None], own, -1)
            if rule.rounding != "exact":
                won = seats - np.where(held, seats, own)
                sure = _whatever_rounding(free, own, left, rule.added, np.where(held, 0, won), enough)
                yield np.where(open_ones & ~sure, numerator, -1)
            full = np.where(enough[..., None], own, full)
            open_ones = open_ones & ~enough
        over = ~held & (full > cap) if cap is not None else np.zeros(votes.shape, dtype=bool)
        going_on = going_on & over.any(axis=-1)
        held = held | over


def _rules(quota: Quota) -> Iterator[Quota]:
    """A quota, and those that take its place one after another where it gives out too many seats."""
    yield quota
    if quota.rounding != "exact" or quota.added > 0:
        yield from _rules(quota.smaller())


def _whatever_rounding(  # noqa: PLR0917 - one sharing
    votes: IntArray, full: IntArray, house: IntArray, added: int, won: IntArray, used: BoolArray
) -> BoolArray:
    """Where full quotas, and who takes the seats left over, are the same with a quota one larger and one smaller."""
    by = np.maximum(house + added, 1)[..., None]
    total = votes.sum(axis=-1)[..., None]
    sure = (total > by)[..., 0]
    simple = (won >= 0).all(axis=-1) & (won <= 1).all(axis=-1)
    inside, outside = won == 1, (won == 0) & (votes > 0)
    for quota in (np.maximum(total - by, 1), total + by):
        rest = votes * by - full * quota
        same = (votes * by // quota == full).all(axis=-1)
        least = np.where(inside, rest, _FAR).min(axis=-1)
        most = np.where(outside, rest, -_FAR).max(axis=-1)
        sure = sure & same & (~used | (simple & ((least > most) | ~inside.any(axis=-1))))
    return np.asarray(sure)


_FAR = 10**40
