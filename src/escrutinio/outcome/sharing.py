"""Stages that share out seats in proportion: by divisors, by quotas, by whole quotas only."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import (
    also_tied,
    highest_averages,
    largest_remainder,
    price,
    quota_named,
    remembering,
    voter_numbers,
    whole_quotas,
)
from escrutinio.law.names import divisors_of
from escrutinio.outcome.alliances import Pool, together, wide
from escrutinio.outcome.conditions import fewest
from escrutinio.outcome.deciding import decided
from escrutinio.outcome.offices import admitted, check_areas, tier_of
from escrutinio.outcome.seats import seats_of
from escrutinio.outcome.state import Drawing, StageRun

if TYPE_CHECKING:
    from escrutinio.apportionment import Allocation, WholeQuotas
    from escrutinio.law import sharing as law
    from escrutinio.law.stage import Cap, Sharing
    from escrutinio.outcome.frame import IntArray, Tier
    from escrutinio.outcome.state import Bench

NO_CAP = 10**9


def proportional(stage: law.HighestAverages | law.LargestRemainder, bench: Bench) -> StageRun:
    """Seats in each area to the highest quotients, or by quotas and largest remainders, among the lists admitted."""
    tier = tier_of(stage, bench)
    areas, regions = bench.areas(stage.per, tier)
    check_areas(stage.per, tier, bench)
    votes = admitted(stage.among, bench, _counted(stage, tier, bench, areas))
    house = seats_of(stage.seats, stage.per, areas, tier, bench)
    floor = bench.won(stage.counted, stage.per, areas) if stage.counted else None
    cap = _least(_cap(stage.maximum, votes, bench, areas, stage), _people(stage, tier, bench, areas, floor))
    if tier.standing is not None and stage.per == "constituency":
        cap = _least(cap, tier.standing[None] if floor is None else np.maximum(tier.standing[None], floor))
    if stage.alliances is not None:
        return together(stage, bench, (areas, regions), Pool(votes, house, None, cap))
    won = shared(stage, bench, areas, Pool(votes, house, floor, cap))
    return StageRun(
        stage,
        stage.per,
        areas,
        regions,
        votes=votes,
        seats=won.seats if floor is None else won.seats - floor,
        allocation=won,
        drawings=(Drawing(won, areas, bench.frame.lists, regions),),
        admitted=bench.done[stage.among].admitted if stage.among else np.ones((1, 1, 1), dtype=bool),
        floor=floor,
        kind=stage.gives or "",
        facts={"tier": stage.votes},
    )


def _counted(
    stage: law.HighestAverages | law.LargestRemainder, tier: Tier, bench: Bench, areas: tuple[str, ...]
) -> IntArray:
    """The votes that are shared over: those of the ballot, voter numbers, or what whole quotas left."""
    if getattr(stage, "weighted", None):
        places, _ = bench.areas("constituency", tier)
        seats = seats_of(stage.seats, "constituency", places, tier, bench)
        numbers = voter_numbers(tier.votes, seats, rounded=stage.weighted == "rounded_voter_numbers")  # type: ignore[union-attr]
        return numbers.lists[:, None]
    if getattr(stage, "remainders", None):
        before = bench.done[stage.remainders]  # type: ignore[union-attr,index]
        left: IntArray = before.facts["left"]
        return replace(before, seats=left).at(stage.per, areas)
    return tier.at(stage.per, areas)


def shared(
    stage: Any,  # noqa: ANN401 - a stage that names divisors or a quota
    bench: Bench,
    areas: tuple[str, ...],
    pool: Pool,
    *,
    fallback: str = "",
) -> Allocation:
    """One allocation by a stage's method; a list that holds more than its share keeps it, and the others share anew."""
    divisors, quota = getattr(stage, "divisors", None), getattr(stage, "quota", None)
    pool = wide(pool)
    if pool.floor is not None and getattr(stage, "remainders", None):  # what whole quotas left: votes and seats alike
        rest = np.maximum(pool.house - pool.floor.sum(axis=-1), 0)
        made = shared(stage, bench, areas, Pool(pool.votes, rest, None, pool.cap), fallback=fallback)
        return replace(remembering(made), seats=made.seats + pool.floor)

    def share(lots: IntArray | None) -> Allocation:
        if divisors is not None:
            how = divisors_of(divisors)
            return highest_averages(
                pool.votes, pool.house, divisors=how, minimum=pool.floor, maximum=pool.cap, lots=lots
            )
        return _by_quota(pool, quota or "hare", lots, equal_too=getattr(stage, "equal_too", False))

    return decided(share, stage, bench, areas, pool.votes, fallback=fallback)


def _by_quota(pool: Pool, quota: str, lots: IntArray | None, *, equal_too: bool) -> Allocation:
    """Largest remainders with floors: who would get less than it holds is set aside, until nobody would."""
    votes, house, floor, cap, claimed = pool
    if floor is None:
        return largest_remainder(votes, house, quota=quota, maximum=cap, lots=lots)
    aside = np.zeros(votes.shape, dtype=bool) | ((votes == 0) & (floor > 0))
    most, first = cap, None
    while True:
        left = np.maximum(house - np.where(aside, floor, 0).sum(axis=-1), 0)
        made = remembering(largest_remainder(np.where(aside, 0, votes), left, quota=quota, maximum=most, lots=lots))
        if claimed is not None:
            same = ~aside.any(axis=-1)
            made = replace(made, seats=np.where(same[..., None], claimed, made.seats), tied=made.tied & ~same)
        over = ~aside & (made.seats < floor)
        again = over.any(axis=-1)
        if not again.any():
            seats = np.where(aside, floor, made.seats)
            return replace(made if first is None else also_tied(made, first), seats=seats, house=house + 0 * left)
        if equal_too:
            over |= again[..., None] & ~aside & (made.seats == floor) & (floor > 0)
            most = np.full(votes.shape, NO_CAP) if most is None else np.broadcast_to(most, votes.shape)
            most = np.where(again[..., None] & (most == NO_CAP), made.seats, most)
        decisive = replace(made, tied=made.tied & again)
        first = decisive if first is None else also_tied(decisive, first)
        aside |= over


def _cap(rule: Cap | None, votes: IntArray, bench: Bench, areas: tuple[str, ...], stage: Sharing) -> IntArray | None:
    """The most seats each list may take here; one for who stands alone."""
    alone = bench.frame.alone
    if rule is None:
        return np.where(alone, 1, NO_CAP)[None, None] if alone.any() else None
    most: IntArray = np.full(votes.shape, NO_CAP if rule.seats is None else rule.seats, dtype=object)
    if rule.share_above is not None and rule.of is not None:
        total = np.maximum(votes.sum(axis=-1, keepdims=True).astype(object), 1)
        above, below = rule.share_above.numerator, rule.share_above.denominator
        by_share = (votes.astype(object) * below + above * total) * rule.of // (total * below)
        most = np.minimum(most, by_share)
    counted = bench.won(rule.counted, stage.per, areas)
    return np.maximum(most.astype(np.int64) - counted, 0)


def _least(cap: IntArray | None, other: IntArray | None) -> IntArray | None:
    return cap if other is None else other if cap is None else np.minimum(cap, other)


def _people(
    stage: Sharing | law.QuotaSeats, tier: Tier, bench: Bench, areas: tuple[str, ...], floor: IntArray | None
) -> IntArray | None:
    """How many candidates of each list have enough personal votes to sit, where the votes name candidates."""
    rule = stage.candidates
    if rule is None or stage.per != "constituency" or not tier.candidates:
        return None
    house = seats_of(stage.seats, stage.per, areas, tier, bench)
    valid = tier.votes.sum(axis=-1)
    numerator, denominator = price(valid, np.broadcast_to(house, valid.shape), quota_named(rule.quota))
    enough = np.full((1, len(areas), len(bench.frame.lists)), NO_CAP, dtype=np.int64)
    for place, area in enumerate(areas):
        needed = fewest(rule.share * Fraction(1, int(denominator[0, place])), int(numerator[0, place]), "at_least")
        for name, people in tier.candidates.get(area, {}).items():
            fit = sum(votes >= needed for votes in people.values())
            enough[0, place, bench.frame.lists.index(name)] = fit
    return enough if floor is None else np.maximum(enough, floor)


def quota_seats(stage: law.QuotaSeats, bench: Bench) -> StageRun:
    """A seat for each full quota, less the seats won before."""
    tier = tier_of(stage, bench)
    areas, regions = bench.areas(stage.per, tier)
    all_votes = tier.at(stage.per, areas)
    votes = admitted(stage.among, bench, all_votes)
    own = stage.quota_over in {None, stage.per}
    house = seats_of(stage.seats, stage.per, areas, tier, bench) if own else NO_CAP
    counted = tier if stage.quota_of == "valid_votes" else _only_admitted(stage, tier, bench)
    formed = _formed(stage, counted, bench, areas, regions)
    most = _people(stage, tier, bench, areas, None)
    won = bench.won(stage.counted, stage.per, areas) if stage.counted else None

    found: list[WholeQuotas] = []

    def share(lots: IntArray | None) -> Allocation:
        found.append(whole_quotas(votes, house, quota=stage.quota, formed_of=formed, lots=lots))
        return found[-1].allocation

    made = decided(share, stage, bench, areas, votes)
    answer = found[-1]
    full = made.seats if most is None else np.minimum(made.seats, most)
    seats = full if won is None else np.maximum(full - won, 0)
    return StageRun(
        stage,
        stage.per,
        areas,
        regions,
        votes=votes,
        seats=seats,
        allocation=made,
        drawings=(Drawing(made, areas, bench.frame.lists, regions),),
        admitted=bench.done[stage.among].admitted if stage.among else np.ones((1, 1, 1), dtype=bool),
        floor=won,
        kind=stage.gives,
        facts={"left": answer.left, "numerator": answer.numerator, "denominator": answer.denominator},
    )


def _only_admitted(stage: law.QuotaSeats, tier: Tier, bench: Bench) -> Tier:
    """The ballot with the votes of the lists that a threshold admits, and no others."""
    return replace(tier, votes=admitted(stage.among, bench, tier.votes))


def _formed(
    stage: law.QuotaSeats, tier: Tier, bench: Bench, areas: tuple[str, ...], regions: tuple[str, ...]
) -> tuple[IntArray, IntArray]:
    """The votes and seats the quota is formed of: all valid votes of the area, or of the area around it."""
    over = stage.quota_over or stage.per
    places, _ = bench.areas(over, tier)
    valid = tier.at(over, places).sum(axis=-1)
    seats = np.broadcast_to(seats_of(stage.seats, over, places, tier, bench), valid.shape)
    if over == stage.per:
        return valid, seats
    into = [0] * len(areas) if over == "country" else [places.index(each) for each in regions]
    return valid[:, into], seats[:, into]
