"""What each kind of stage does to the arrays; one function a kind, in the words of the law file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import highest_averages, plurality
from escrutinio.model import Problem
from escrutinio.outcome.conditions import finest, meets
from escrutinio.outcome.state import StageRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from escrutinio.apportionment import Allocation
    from escrutinio.law import stages as law
    from escrutinio.outcome.frame import BoolArray, IntArray, Tier
    from escrutinio.outcome.state import Bench


def threshold(stage: law.Threshold, bench: Bench) -> StageRun:
    """Lists that meet the condition are admitted to the stages that name this one."""
    tier = _tier(stage, bench)
    level = finest(stage.admits)
    areas = tuple(each.name for each in tier.constituencies) if level == "constituency" else bench.regions
    regions = tier.regions() if level == "constituency" else bench.regions
    if level == "country":
        areas = regions = ("",)
    admitted = meets(stage.admits, tier, bench.regions)
    return StageRun(stage, areas, regions, votes=tier.at(level, bench.regions), admitted=admitted)


def single_winner(stage: law.SingleWinner, bench: Bench) -> StageRun:
    """The list that meets the condition is elected; where none does, the best go on."""
    tier = _tier(stage, bench)
    votes = tier.at("country")
    elects = meets(stage.wins, tier)
    ranks = bench.ranks(stage.id, ("",))
    winner = plurality(np.where(elects, votes, 0), lots=ranks)
    best = plurality(votes, seats=stage.best, lots=ranks)
    return StageRun(
        stage, ("",), ("",), votes=votes, seats=winner.seats, allocation=winner, runners_up=best, kind=stage.gives
    )


def runoff(stage: law.Runoff, bench: Bench) -> StageRun:
    """Most votes among the best of the first round, in the draws that it left undecided."""
    first = bench.done[stage.after]
    tier = bench.tier(stage.votes)
    if first.runners_up is None or tier is None:
        return StageRun(stage, kind=stage.gives, missing=True)
    stands = (first.runners_up.seats > 0) & (first.seats.sum(axis=-1, keepdims=True) == 0)
    votes = tier.counted(stage.abroad).at("country")
    _only(stands, votes, bench, drawn=first.runners_up)
    won = plurality(np.where(stands, votes, 0), lots=bench.ranks(stage.id, ("",)))
    return StageRun(stage, ("",), ("",), votes=won.votes, seats=won.seats, allocation=won, kind=stage.gives)


def plural(stage: law.Plurality, bench: Bench) -> StageRun:
    """Most votes win in each area, or were declared to have won."""
    tier = bench.tier(stage.votes)
    if tier is None:
        return StageRun(stage, kind=stage.gives, missing=True)
    if tier.declared:
        return _declared(stage, tier, bench)
    tier = tier.counted(stage.abroad)
    areas, regions = _areas(stage, tier, bench)
    votes = _admitted(stage, bench, tier.at(stage.per, bench.regions))
    _check_constituencies(stage, regions, bench)
    won = plurality(votes, ranks=stage.ranks, lots=bench.ranks(stage.id, areas))
    return StageRun(stage, areas, regions, votes=votes, seats=won.seats, allocation=won, kind=stage.gives)


def proportional(stage: law.HighestAverages, bench: Bench) -> StageRun:
    """Seats to the highest quotients in each area, among the lists admitted."""
    tier = _tier(stage, bench)
    areas, regions = _areas(stage, tier, bench)
    votes = _admitted(stage, bench, tier.at(stage.per, bench.regions))
    won = highest_averages(
        votes,
        _house(stage, tier, bench),
        divisors=stage.divisors,
        lots=bench.ranks(stage.id, areas),
    )
    return StageRun(
        stage,
        areas,
        regions,
        votes=votes,
        seats=won.seats,
        allocation=won,
        admitted=bench.done[stage.among].admitted if stage.among else np.ones((1, 1, 1), dtype=bool),
        kind=stage.gives or "",
    )


def compensation(stage: law.Compensation, bench: Bench) -> StageRun:
    """What is left of the entitlement after the seats already won.

    A list that won more than its entitlement keeps them; the lowest quotients of the others pay, which is the
    divisor method restricted from below by the seats won. Where those seats are not known, the whole
    entitlement is given without splitting it.
    """
    claim = bench.done[stage.entitlement]
    won = [run for run in bench.done.values() if run.kind in stage.counted]
    _check_counted(stage, {run.kind for run in won}, bench)
    kind = stage.gives
    floor = None
    if any(run.missing for run in won):
        kind = "+".join((*stage.counted, stage.gives))
    else:
        floor = np.sum([run.by_region(claim.regions) for run in won], axis=0)
    final = highest_averages(
        claim.votes,
        claim.made.house[0],
        divisors=claim.stage.divisors,
        minimum=floor,
        lots=bench.ranks(stage.id, claim.areas, claim.stage.id),
    )
    left = final.seats if floor is None else final.seats - floor
    return StageRun(
        stage,
        claim.areas,
        claim.regions,
        votes=claim.votes,
        seats=left,
        allocation=final,
        floor=floor,
        kind=kind,
        missing=floor is None,
    )


def _tier(stage: law.Stage, bench: Bench) -> Tier:
    tier = bench.tier(stage.votes)
    if tier is None or tier.votes.shape[1] == 0:
        raise Problem(
            "the law counts the votes of the tier “{tier}” for “{body}”, and the election has none. It has: {known}.",
            tier=stage.votes,
            body=bench.body.id,
            known=", ".join(bench.frame.tiers) or "—",
        )
    return tier.counted(stage.abroad)


def _house(stage: law.HighestAverages, tier: Tier, bench: Bench) -> IntArray:
    """How many seats each area shares out: by law, or in constituencies as the election says."""
    seats = bench.seats_of(stage.seats)
    if stage.per == "region":
        return seats
    if stage.per == "country":
        return np.array([seats.sum()])
    unknown = [each.name for each in tier.constituencies if each.seats is None]
    if unknown:
        raise Problem(
            "“{stage}” of “{body}” shares out seats in each constituency of the tier “{tier}”, and the election does "
            "not say how many {constituency} has. Fill the column seats of districts.csv.",
            stage=stage.id,
            body=bench.body.id,
            tier=tier.name,
            constituency=unknown[0],
        )
    return np.array([each.seats for each in tier.constituencies], dtype=np.int64)


def _check_counted(stage: law.Compensation, given: set[str], bench: Bench) -> None:
    """Every kind of seat that is set against the entitlement was given by a stage before."""
    for kind in stage.counted:
        if kind not in given:
            raise Problem(
                "“{stage}” of “{body}” sets the seats of the kind “{kind}” against the entitlement, and no stage "
                "before it in force that day gives any.",
                stage=stage.id,
                body=bench.body.id,
                kind=kind,
            )


def _areas(stage: law.Plurality | law.HighestAverages, tier: Tier, bench: Bench) -> tuple[tuple[str, ...], ...]:
    """The names of the areas a stage fills, and the region of each."""
    if stage.per == "country":
        return ("",), ("",)
    home = np.array(tier.regions())[tier.at_home].tolist()
    if stage.per == "constituency":
        _check_areas(tier, bench, [], [each for each in home if each not in bench.regions])
        return tuple(each.name for each in tier.constituencies), tier.regions()
    missing = [each for each in bench.regions if each not in home]
    _check_areas(tier, bench, missing, [each for each in home if each not in bench.regions])
    return bench.regions, bench.regions


def _check_areas(tier: Tier, bench: Bench, missing: list[str], unknown: list[str]) -> None:
    if missing or unknown:
        raise Problem(
            "the votes of the tier “{tier}” and the seats of “{body}” do not name the same areas. Without votes: "
            "{missing}. Without seats: {unknown}.",
            tier=tier.name,
            body=bench.body.id,
            missing=", ".join(missing) or "—",
            unknown=", ".join(dict.fromkeys(unknown)) or "—",
        )


def _admitted(stage: law.Plurality | law.HighestAverages, bench: Bench, votes: IntArray) -> IntArray:
    if stage.among is None:
        return votes
    return np.where(bench.done[stage.among].admitted, votes, 0)


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
    """As many constituencies in each region as it has seats of that kind."""
    if stage.per == "constituency" and bench.body.distribution is not None:
        _check_numbers(stage.gives, {each: regions.count(each) for each in bench.regions}, bench)


def _check_numbers(kind: str, found: Mapping[str, int], bench: Bench) -> None:
    for region, seats in zip(bench.regions, bench.seats_of((kind,)), strict=True):
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
    seats = np.zeros((1, len(bench.regions), len(bench.frame.lists)), dtype=np.int64)
    for winner in tier.declared:
        if winner.region not in bench.regions:
            raise Problem(
                "a declared winner of “{tier}” is in “{region}”, which fills no seats of “{body}”.",
                tier=tier.name,
                region=winner.region,
                body=bench.body.id,
            )
        seats[0, bench.regions.index(winner.region), bench.frame.lists.index(winner.list)] += winner.seats
    _check_numbers(stage.gives, dict(zip(bench.regions, seats[0].sum(axis=-1).tolist(), strict=True)), bench)
    return StageRun(stage, bench.regions, bench.regions, seats=seats, declared=tier.declared, kind=stage.gives)


RUN: Mapping[str, Callable[..., StageRun]] = {
    "threshold": threshold,
    "single_winner": single_winner,
    "runoff": runoff,
    "plurality": plural,
    "highest_averages": proportional,
    "compensation": compensation,
}
