"""Stages that hand seats down to areas: list by list, into room, in proportion to people, on two margins at once."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import (
    biproportional,
    highest_averages,
    largest_remainder,
    placement,
    ranked_shares,
)
from escrutinio.law.names import divisors_of
from escrutinio.model import Problem
from escrutinio.outcome.alliances import Pool, wide
from escrutinio.outcome.deciding import decided
from escrutinio.outcome.offices import tier_of
from escrutinio.outcome.opening import placed_by_law, two_margins_by_law
from escrutinio.outcome.seats import named_seats, seats_of
from escrutinio.outcome.state import Drawing, StageRun

if TYPE_CHECKING:
    from escrutinio.apportionment import Allocation, BiAllocation, Placed
    from escrutinio.law import sharing as law
    from escrutinio.outcome.frame import IntArray, Tier
    from escrutinio.outcome.state import Bench


NET = {"compensation", "placement"}
"""Stages whose seats come on top of those won before."""


def sub_apportionment(stage: law.SubApportionment, bench: Bench) -> StageRun:
    """The seats of each list shared among areas by its own votes there, over what it holds already."""
    source = bench.done[stage.of]
    tier = _ballot(stage, source, bench)
    areas, regions = bench.areas(stage.per, tier)
    votes = tier.at(stage.per, areas)
    floor = bench.won(stage.counted, stage.per, areas)
    if stage.floors:
        floor = np.maximum(floor, bench.done[stage.floors].facts["by_area"])
    seats = np.zeros(np.broadcast_shapes(votes.shape, floor.shape), dtype=np.int64)
    drawings = []
    for name, inside in _parts(source, areas, regions):
        house = source.at(source.per, source.areas)[:, source.areas.index(name)]
        if source.stage.does in NET:
            house = house + floor[:, inside].sum(axis=1)
        pool = Pool(votes[:, inside].swapaxes(1, 2), house, floor[:, inside].swapaxes(1, 2))
        rows = tuple(".".join(part for part in (name, each) if part) for each in bench.frame.lists)
        made = _handed(stage, bench, pool, inside, (rows, tuple(areas[each] for each in inside)))
        seats[:, inside] = made.seats.swapaxes(1, 2)
        drawings.append(Drawing(made, rows, tuple(areas[each] for each in inside), ("",) * len(rows)))
    given = seats - bench.won(stage.counted, stage.per, areas) if stage.gives else seats
    return StageRun(
        stage,
        stage.per,
        areas,
        regions,
        votes=votes,
        seats=given,
        drawings=tuple(drawings),
        floor=floor,
        kind=stage.gives or "",
        facts={"tier": tier.name, "total": seats},
    )


def _parts(source: StageRun, areas: tuple[str, ...], regions: tuple[str, ...]) -> list[tuple[str, list[int]]]:
    """Each area of the source with the places of the areas inside it."""
    if source.per == "country":
        return [("", list(range(len(areas))))]
    return [(name, [place for place, region in enumerate(regions) if region == name]) for name in source.areas]


def _handed(
    stage: law.SubApportionment,
    bench: Bench,
    pool: Pool,
    inside: list[int],
    names: tuple[tuple[str, ...], tuple[str, ...]],
) -> Allocation:
    """One allocation with the lists as rows and the areas as columns, by their names."""
    pool = wide(pool)
    by_list, house, floor, *_ = pool
    rows, standing = names
    least = None if floor is None else np.broadcast_to(floor, np.broadcast_shapes(by_list.shape, floor.shape))
    keys = by_list if stage.remainders is None else _by_remainders(stage, bench, by_list, inside)

    def share(lots: IntArray | None) -> Allocation:
        if stage.remainders is not None:
            return highest_averages(keys, house, divisors="adams", lots=lots)
        if stage.divisors is not None:
            return highest_averages(by_list, house, divisors=divisors_of(stage.divisors), minimum=least, lots=lots)
        return largest_remainder(by_list, house, quota=stage.quota or "hare", lots=lots)

    return decided(share, stage, bench, rows, by_list, standing=standing)


def _by_remainders(stage: law.SubApportionment, bench: Bench, votes: IntArray, inside: list[int]) -> IntArray:
    """Numbers that one seat after another follows: the places of a list's areas by its left-over part of a quota.

    Equal parts are equal numbers; an area where the list has no votes has none.
    """
    before = bench.done[stage.remainders or ""]
    left = before.facts["left"][:, inside].swapaxes(1, 2)
    whole = np.broadcast_to(before.facts["numerator"][:, None, inside], left.shape)
    draws, lists, places = left.shape
    ranks, equal = ranked_shares(left.reshape(-1, places), whole.reshape(-1, places), np.zeros((1, places), np.int64))
    order = np.argsort(ranks, axis=-1)
    steps = np.cumsum(~np.take_along_axis(equal, order, -1), axis=-1)
    keys = np.empty_like(ranks)
    np.put_along_axis(keys, order, places + 1 - steps, -1)
    return np.where(votes > 0, keys.reshape(draws, lists, places), 0)


def _ballot(stage: Any, source: StageRun, bench: Bench) -> Tier:  # noqa: ANN401 - a stage that may name its own ballot
    """The ballot a stage names, or that of the stage it builds on, or of the one that builds on."""
    name, run = stage.votes, source
    while not name:
        name = run.facts.get("tier", "") or run.stage.votes
        run = bench.done[getattr(run.stage, "entitlement", "") or getattr(run.stage, "of", "")] if not name else run
    tier = bench.tier(name)
    if tier is None:
        raise Problem(
            "the law counts the votes of the tier “{tier}” for “{body}”, and the election has none. It has: {known}.",
            tier=name,
            body=bench.body.id,
            known=", ".join(bench.frame.tiers) or "—",
        )
    return tier.counted(stage.abroad)


def place(stage: law.Placement, bench: Bench) -> StageRun:
    """The seats of each list placed in areas with room, the highest quotients first."""
    source = bench.done[stage.of]
    tier = _ballot(stage, source, bench)
    areas, regions = bench.areas(stage.per, tier)
    votes = tier.at(stage.per, areas)
    held = bench.won(stage.counted, stage.per, areas)
    room = seats_of(stage.seats, stage.per, areas, tier, bench)
    claims = source.seats.sum(axis=1)
    draws = max(len(votes), len(claims), len(room), len(held))
    wide = np.broadcast_to(votes, (draws, *votes.shape[1:]))
    own = np.broadcast_to(held, wide.shape)

    def share(**lots: IntArray | None) -> Placed:
        return placement(
            wide,
            room,
            claims,
            held=own,
            divisors=divisors_of(stage.divisors),
            weights=_weights(stage, votes, own),
            in_turn=own.sum(axis=1) if stage.order == "national_quotients" else None,
            **lots,
        )

    placed, tied, opens = placed_by_law(share, stage, bench, areas, wide)
    return StageRun(
        stage,
        stage.per,
        areas,
        regions,
        votes=votes,
        seats=placed.seats,
        opens=opens,
        floor=held,
        kind=stage.gives or "",
        facts={"tier": tier.name, "order": placed.order, "tied": tied, "unplaced": placed.unplaced},
    )


def _weights(stage: law.Placement, votes: IntArray, held: IntArray) -> tuple[IntArray, IntArray]:
    """What an area's quotients are multiplied by, as numerator and denominator; each (draws, areas)."""
    valid = votes.sum(axis=-1)
    one = np.ones_like(valid)
    if stage.relative_to == "none":
        return one, one
    return (held.sum(axis=-1), valid) if stage.relative_to == "votes_per_seat" else (one, valid)


def apportionment(stage: law.Apportionment, bench: Bench) -> StageRun:
    """Seats to areas by a number of each; as the election's tables say, where they do not give the number."""
    tier = _told(stage, bench)
    areas, regions = bench.areas(stage.per, tier)
    numbers = _measured(stage, tier, bench, areas)
    if numbers is None:
        return _as_told(stage, tier, areas, regions)
    fixed = np.array(named_seats(stage.fixed or {}, areas, bench.body), dtype=np.int64)
    free = np.where(fixed > 0, 0, numbers)
    initial = np.where(fixed > 0, 0, stage.initial)
    house = stage.total - int(fixed.sum()) - int(initial.sum())
    least = np.where(fixed > 0, 0, stage.minimum)

    def share(lots: IntArray | None) -> Allocation:
        if stage.divisors is not None:
            return highest_averages(free, house, divisors=divisors_of(stage.divisors), minimum=least, lots=lots)
        return largest_remainder(free, house, quota=stage.quota or "hare", lots=lots)

    made = decided(share, stage, bench, ("",), free, standing=areas)
    by_area = made.seats[:, 0] + fixed + initial
    drawings = (Drawing(made, ("",), areas, ("",)),)
    facts = {"by_area": by_area, "numbers": free[:, 0], "made": made}
    return StageRun(stage, stage.per, areas, regions, drawings=drawings, facts=facts)


def _as_told(stage: law.Apportionment, tier: Tier, areas: tuple[str, ...], regions: tuple[str, ...]) -> StageRun:
    """The seats of districts.csv."""
    if any(each.seats is None for each in tier.constituencies):
        raise Problem(
            "“{stage}” gives seats to areas by {measure}. Add areas.csv with that column, or fill the column seats of "
            "districts.csv.",
            stage=stage.id,
            measure=", ".join(stage.measure),
        )
    told = np.array([each.seats for each in tier.constituencies], dtype=np.int64)
    own = tier.regions()
    by_area = told if stage.per == "constituency" else np.array([told[[r == a for r in own]].sum() for a in areas])
    return StageRun(stage, stage.per, areas, regions, facts={"by_area": by_area[None], "told": True})


def _told(stage: law.Apportionment, bench: Bench) -> Tier:
    """The ballot whose areas the seats go to; it need not have votes for it."""
    tier = bench.tier(stage.votes)
    return tier if tier is not None else tier_of(stage, bench)


def _measured(stage: law.Apportionment, tier: Tier, bench: Bench, areas: tuple[str, ...]) -> IntArray | None:
    """What each area counts, whole numbers of shape (draws, 1, areas); None where it is not known."""
    parts = [part for name in stage.measure if (part := _one(name, tier, bench, stage.per, areas)) is not None]
    if len(parts) < len(stage.measure):
        return None
    weights = list(stage.measure.values())
    common = lcm(*(weight.denominator for weight in weights))
    added = np.zeros((1, 1, len(areas)), dtype=np.int64)
    for part, weight in zip(parts, weights, strict=True):
        added = added + part * int(weight * common)
    return added


def _one(name: str, tier: Tier, bench: Bench, per: Any, areas: tuple[str, ...]) -> IntArray | None:  # noqa: ANN401 - a level
    if name == "valid_votes":
        return tier.at(per, areas).sum(axis=-1)[:, None] if tier.votes.shape[1] else None
    counted = tier.counts.get({"votes_cast": "cast"}.get(name, name))
    if counted is not None:
        from escrutinio.outcome.levels import roll_up

        return roll_up(counted[..., None], tier.regions(), per, areas)[..., 0][:, None]
    known = bench.frame.measures.get(name, {})
    if not known:
        return None
    missing = [area for area in areas if area not in known]
    if missing:
        raise Problem(
            "areas.csv has a column {measure}, but no row for {area}. Add it.",
            measure=name,
            area=", ".join(missing[:5]),
        )
    return np.array([[[known[area] for area in areas]]], dtype=np.int64)


def on_two_margins(stage: law.Biproportional, bench: Bench) -> StageRun:
    """Seats that fill every area's and every list's at once."""
    claim = bench.done[stage.entitlement]
    tier = tier_of(stage, bench)
    areas, regions = bench.areas(stage.per, tier)
    votes = np.where(claim.votes.sum(axis=1, keepdims=True) > 0, tier.at(stage.per, areas), 0)
    room = seats_of(stage.seats, stage.per, areas, tier, bench)
    by_list = claim.seats.sum(axis=1)

    def share(lots: IntArray | None) -> BiAllocation:
        return biproportional(votes, room, by_list, divisors=divisors_of(stage.divisors), lots=lots)

    made, tied, opens = two_margins_by_law(share, stage, bench, areas, votes)
    if not made.feasible.all():
        raise Problem(
            "no table of seats fits both the seats of the areas and those of the lists of “{body}”: votes of 0 leave "
            "too few takers.",
            body=bench.body.id,
        )
    return StageRun(
        stage,
        stage.per,
        areas,
        regions,
        votes=votes,
        seats=made.seats,
        opens=opens,
        kind=stage.gives,
        facts={"made": made, "tied": tied, "tier": stage.votes},
    )
