"""Stages that even out what was won before: compensatory seats, and a house that grows until they are enough."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import highest_averages, levelled_house
from escrutinio.law.names import divisors_of
from escrutinio.model import Problem
from escrutinio.outcome.alliances import Pool
from escrutinio.outcome.deciding import decided
from escrutinio.outcome.sharing import shared
from escrutinio.outcome.state import Drawing, StageRun

if TYPE_CHECKING:
    from escrutinio.apportionment import Allocation
    from escrutinio.law import sharing as law
    from escrutinio.outcome.frame import IntArray
    from escrutinio.outcome.state import Bench


def compensation(stage: law.Compensation, bench: Bench) -> StageRun:
    """What is left of the entitlement after the seats already won.

    A list that won more than its entitlement keeps them. The lowest quotients of the others pay, which is the
    divisor method restricted from below by the seats won; or the body grows by them. Where those seats are not
    known, the whole entitlement is given without splitting it.
    """
    claim = bench.done[stage.entitlement]
    won = [run for run in bench.done.values() if run.kind in stage.counted]
    _check_counted(stage, {run.kind for run in won}, bench)
    if any(run.missing for run in won):
        return _settled(stage, claim, _anew(stage, claim, None, bench), None, bench)
    floor = bench.won(stage.counted, claim.per, claim.areas)
    if claim.allocation is None or stage.overhang == "none":
        return _settled(stage, claim, None, floor, bench)
    anew = _added if stage.overhang == "added" else _anew
    return _settled(stage, claim, anew(stage, claim, floor, bench), floor, bench)


def _settled(
    stage: law.Compensation, claim: StageRun, final: Allocation | None, floor: IntArray | None, bench: Bench
) -> StageRun:
    total = claim.seats if final is None else final.seats
    if final is None and floor is not None:
        total = np.maximum(total, floor)
    return StageRun(
        stage,
        claim.per,
        claim.areas,
        claim.regions,
        votes=claim.votes,
        seats=total if floor is None else total - floor,
        allocation=final,
        drawings=() if final is None else (Drawing(final, claim.areas, bench.frame.lists, claim.regions),),
        floor=floor,
        kind="+".join((*stage.counted, stage.gives or "")) if floor is None else stage.gives or "",
        missing=floor is None,
    )


def _anew(stage: law.Compensation, claim: StageRun, floor: IntArray | None, bench: Bench) -> Allocation:
    """The claim's own sharing, restricted from below by the seats won."""
    pool = Pool(claim.votes, claim.made.house, floor, claimed=claim.made.seats)
    return shared(_As(claim.stage, stage), bench, claim.areas, pool, fallback=claim.stage.id)


class _As:
    """A claim's method under another stage's name and tie rule."""

    def __init__(self, method: Any, stage: law.Compensation) -> None:  # noqa: ANN401 - any stage of a method
        self.divisors, self.quota = getattr(method, "divisors", None), getattr(method, "quota", None)
        self.id, self.ties = stage.id, stage.ties
        self.equal_too = stage.boundary == "at_least"


def _added(stage: law.Compensation, claim: StageRun, floor: IntArray, bench: Bench) -> Allocation:
    """Overhang stays on top; seats won by lists outside the claim are taken from the house first."""
    outside = claim.votes == 0
    house = claim.made.house - np.where(outside, floor, 0).sum(axis=-1)
    pool = Pool(claim.votes, np.maximum(house, 0))
    made = shared(_As(claim.stage, stage), bench, claim.areas, pool, fallback=claim.stage.id)
    return replace(made, seats=np.maximum(made.seats, floor))


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


def levelling(stage: law.Levelling, bench: Bench) -> StageRun:
    """The house that covers what is sure to every list, shared out over the whole country."""
    claim = bench.done[stage.entitlement]
    won = bench.won(stage.counted, claim.per, claim.areas)
    taking_part = claim.votes.sum(axis=1, keepdims=True) > 0
    won = np.where(taking_part, won, 0)
    by_area = _sure(stage, claim.seats, won)
    sure = by_area.sum(axis=1, keepdims=True)
    if stage.minimum == "mean_rounded_up":
        sure = np.maximum(sure, claim.seats.sum(axis=1, keepdims=True))
    votes = claim.votes.sum(axis=1, keepdims=True)
    divisors = divisors_of(stage.divisors)
    least = claim.seats.sum(axis=(1, 2))[:, None]
    unpaid = np.maximum(won - claim.seats, 0).sum(axis=(1, 2)) if stage.tolerated else None
    house = levelled_house(votes, sure, least=least, divisors=divisors, tolerated=stage.tolerated)
    made = decided(
        lambda lots: highest_averages(votes, house, divisors=divisors, lots=lots), stage, bench, ("",), votes
    )
    final = np.maximum(made.seats, np.where(votes > 0, sure, 0))
    return StageRun(
        stage,
        "country",
        ("",),
        ("",),
        votes=votes,
        seats=final,
        allocation=replace(made, seats=final),
        drawings=(Drawing(made, ("",), bench.frame.lists, ("",)),),
        floor=sure,
        facts={"house": house, "by_area": by_area, "overhang": unpaid, "tier": claim.stage.votes},
    )


def _sure(stage: law.Levelling, claims: IntArray, won: IntArray) -> IntArray:
    """The seats sure to each list, area by area; shape (draws, areas, lists)."""
    if stage.minimum == "larger":
        return np.maximum(claims, won)
    return np.asarray(np.maximum(won, (claims + won + 1) // 2))
