"""Stages about single seats and about who is admitted: thresholds, offices, run-offs, most votes win."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import plurality
from escrutinio.model import Problem
from escrutinio.outcome.conditions import finest, meets
from escrutinio.outcome.covering import covered
from escrutinio.outcome.deciding import decided
from escrutinio.outcome.seats import seats_of
from escrutinio.outcome.state import Drawing, StageRun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.apportionment import Allocation
    from escrutinio.law import stages as law
    from escrutinio.law.stage import Counting
    from escrutinio.outcome.frame import BoolArray, IntArray, Tier
    from escrutinio.outcome.state import Bench


def threshold(stage: law.Threshold, bench: Bench) -> StageRun:
    """Lists that meet the condition are admitted to the stages that name this one."""
    tier = tier_of(stage, bench)
    level = finest(stage.admits)
    areas, regions = bench.areas(level, tier)
    return StageRun(
        stage, level, areas, regions, votes=tier.at(level, areas), admitted=meets(stage.admits, tier, bench)
    )


def single_winner(stage: law.SingleWinner, bench: Bench) -> StageRun:
    """The list that meets the condition is elected; where none does, the best go on."""
    tier = tier_of(stage, bench)
    votes = tier.at("country")
    elects = meets(stage.wins, tier, bench)
    chosen = np.where(elects, votes, 0)
    winner = decided(lambda lots: plurality(chosen, lots=lots), stage, bench, ("",), votes)
    best = decided(lambda lots: plurality(votes, seats=stage.best, lots=lots), stage, bench, ("",), votes)
    elected = winner.seats.sum(axis=-1) > 0
    drawings = (
        Drawing(winner, ("",), bench.frame.lists, ("",)),
        Drawing(best, ("",), bench.frame.lists, ("",), unless=elected | winner.tied),
    )
    return StageRun(
        stage,
        "country",
        ("",),
        ("",),
        votes=votes,
        seats=winner.seats,
        allocation=winner,
        drawings=drawings,
        runners_up=best,
        kind=stage.gives,
    )


def runoff(stage: law.Runoff, bench: Bench) -> StageRun:
    """Most votes among the best of the first round, in the draws that it left undecided."""
    first = bench.done[stage.after]
    tier = bench.tier(stage.votes)
    if first.runners_up is None or tier is None or tier.votes.shape[1] == 0:
        return StageRun(stage, kind=stage.gives, missing=True)
    stands = (first.runners_up.seats > 0) & (first.seats.sum(axis=-1, keepdims=True) == 0)
    votes = tier.counted(stage.abroad).at("country")
    _only(stands, votes, bench, drawn=first.runners_up)
    chosen = np.where(stands, votes, 0)
    won = decided(lambda lots: plurality(chosen, lots=lots), stage, bench, ("",), chosen)
    drawings = (Drawing(won, ("",), bench.frame.lists, ("",)),)
    return StageRun(
        stage,
        "country",
        ("",),
        ("",),
        votes=won.votes,
        seats=won.seats,
        allocation=won,
        drawings=drawings,
        kind=stage.gives,
    )


def plural(stage: law.Plurality, bench: Bench) -> StageRun:
    """Most votes win in each area, or were declared to have won."""
    tier = bench.tier(stage.votes)
    if tier is None or (tier.votes.shape[1] == 0 and not tier.declared):
        return StageRun(stage, kind=stage.gives, missing=True)
    if tier.declared:
        return _declared(stage, tier, bench)
    tier = tier.counted(stage.abroad)
    areas, regions = bench.areas(stage.per, tier)
    check_areas(stage.per, tier, bench)
    votes = admitted(stage.among, bench, tier.at(stage.per, areas))
    _check_constituencies(stage, regions, bench)
    won = decided(lambda lots: plurality(votes, ranks=stage.ranks, lots=lots), stage, bench, areas, votes)
    seats = won.seats
    if stage.takes == "all":
        seats = seats * seats_of(stage.seats, stage.per, areas, tier, bench)[..., None]
    run = StageRun(
        stage,
        stage.per,
        areas,
        regions,
        votes=votes,
        seats=seats,
        allocation=won,
        drawings=(Drawing(won, areas, bench.frame.lists, regions),),
        kind=stage.gives,
    )
    return covered(run, bench.done[stage.covered_by], tier, bench) if stage.covered_by else run


def tier_of(stage: Counting, bench: Bench) -> Tier:
    """The ballot a stage counts, as it counts it."""
    tier = bench.tier(stage.votes)
    if tier is None or tier.votes.shape[1] == 0:
        raise Problem(
            "the law counts the votes of the tier “{tier}” for “{body}”, and the election has none. It has: {known}.",
            tier=stage.votes,
            body=bench.body.id,
            known=", ".join(bench.frame.tiers) or "—",
        )
    return tier.counted(stage.abroad)


def admitted(among: str | None, bench: Bench, votes: IntArray) -> IntArray:
    """The votes of the lists that a threshold admits; none of the others."""
    return votes if among is None else np.where(bench.done[among].admitted, votes, 0)


def check_areas(per: str, tier: Tier, bench: Bench) -> None:
    """Where the law names the areas, the votes name the same ones."""
    if bench.regions == ("",) or per == "country":
        return
    home = np.array(tier.regions())[tier.at_home].tolist()
    missing = [each for each in bench.regions if each not in home] if per == "region" else []
    unknown = [each for each in home if each not in bench.regions]
    if missing or unknown:
        raise Problem(
            "the votes of the tier “{tier}” and the seats of “{body}” do not name the same areas. Without votes: "
            "{missing}. Without seats: {unknown}.",
            tier=tier.name,
            body=bench.body.id,
            missing=", ".join(missing) or "—",
            unknown=", ".join(dict.fromkeys(unknown)) or "—",
        )


def _only(stands: BoolArray, votes: IntArray, bench: Bench, drawn: Allocation) -> None:
    """A run-off's votes belong to those who stand in it; where a lot decided who does, the lot must be known."""
    stray = ((votes > 0) & ~stands & stands.any(axis=-1, keepdims=True)).any(axis=(0, 1))
    if bench.frame.draws == 1 and stray.any():
        lists = np.array(bench.frame.lists)
        raise Problem(
            "a lot decides who goes to the run-off. With {pair} in it, there cannot be votes for {stray}: give the lot."
            if drawn.tied[0, 0]
            else "the run-off is between {pair}, but there are votes for {stray}. Correct the run-off's votes.",
            pair=", ".join(lists[stands[0, 0]]),
            stray=", ".join(lists[stray]),
        )


def _check_constituencies(stage: law.Plurality, regions: tuple[str, ...], bench: Bench) -> None:
    """As many constituencies in each region as it has seats of that kind, where the law says how many."""
    if stage.per == "constituency" and bench.regions != ("",):
        _check_numbers(stage.gives, {each: regions.count(each) for each in bench.regions}, bench)


def _check_numbers(kind: str, found: Mapping[str, int], bench: Bench) -> None:
    distribution = bench.body.distribution
    for region in bench.regions if distribution else ():
        seats = distribution.areas[region].get(kind, 0) if distribution else 0
        if found[region] != seats:
            raise Problem(
                "{region} fills {seats} seats of the kind “{kind}”, but the votes have {found} such constituencies. "
                "Add the missing one, or take the wrong one out.",
                region=region,
                seats=int(seats),
                kind=kind,
                found=found[region],
            )


def _declared(stage: law.Plurality, tier: Tier, bench: Bench) -> StageRun:
    """Seats whose holders were declared; nothing is counted."""
    regions = bench.regions
    if regions == ("",):
        regions = tuple(dict.fromkeys(each.constituency or each.region for each in tier.declared))
    seats = np.zeros((1, len(regions), len(bench.frame.lists)), dtype=np.int64)
    for winner in tier.declared:
        place = winner.region if bench.regions != ("",) else winner.constituency or winner.region
        if place not in regions:
            raise Problem(
                "a declared winner of “{tier}” is in “{region}”, which fills no seats of “{body}”.",
                tier=tier.name,
                region=winner.region,
                body=bench.body.id,
            )
        seats[0, regions.index(place), bench.frame.lists.index(winner.list)] += winner.seats
    if bench.regions != ("",):
        _check_numbers(stage.gives, dict(zip(regions, seats[0].sum(axis=-1).tolist(), strict=True)), bench)
        return StageRun(stage, "region", regions, regions, seats=seats, declared=tier.declared, kind=stage.gives)
    where = {each.constituency or each.region: each.region or each.constituency for each in tier.declared}
    regions_of = tuple(where[each] for each in regions)
    return StageRun(stage, stage.per, regions, regions_of, seats=seats, declared=tier.declared, kind=stage.gives)
