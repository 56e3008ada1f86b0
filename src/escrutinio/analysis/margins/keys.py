"""What a law decided on its way, finely enough that equal answers at two ends mean the same answer in between.

Along a line of vote counts every comparison a stage makes is of two affine functions of the number of votes moved, as
long as what was decided before stays the same. So the votes that lead to one and the same sequence of decisions are
convex along the line: if both ends of an interval have the same key, every number between has it too. Where seats alone
do not fix the decisions, the key holds what does: who is first and second, full quotas, a rounded quota, the order in
which seats were placed, a house and the next smaller one. What is not known to be convex puts the votes themselves into
the key, and then no two numbers share one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.margins.keys_quotas import Shares, quota_key
from escrutinio.apportionment import highest_averages, largest_remainder, quota_named
from escrutinio.apportionment.allocation import LargestRemainder
from escrutinio.law.conditions import AllOf, AnyOf, AreasCondition, LeadCondition, QuotaCondition
from escrutinio.law.names import divisors_of
from escrutinio.outcome.conditions import meets, price_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.apportionment import Allocation
    from escrutinio.law import BodyInForce
    from escrutinio.law.conditions import Condition
    from escrutinio.outcome import BodyRun, Tier
    from escrutinio.outcome.frame import IntArray
    from escrutinio.outcome.state import Bench, StageRun

SETTLED = {
    "threshold",
    "single_winner",
    "runoff",
    "plurality",
    "highest_averages",
    "largest_remainder",
    "quota_seats",
    "compensation",
    "levelling",
    "sub_apportionment",
    "placement",
    "apportionment",
    "biproportional",
    "open_list",
}
"""The stages whose decisions the key is known to hold."""

_FACTS = ("by_area", "house", "total", "uncovered")


def key_rows(run: BodyRun, draws: int) -> IntArray:
    """One row of numbers for each draw; equal rows at two ends of a line of votes mean equal decisions between."""
    parts = [part for stage in run.stages.values() for part in _of_stage(stage, run.bench)]
    wide = [np.broadcast_to(part, (draws, *part.shape[1:])).reshape(draws, -1) for part in parts]
    return np.concatenate([part.astype(np.int64) for part in wide], axis=1)


def in_single_draws(body: BodyInForce) -> bool:
    """Whether the key can be read only of one election at a time."""
    return any(stage.does == "placement" for stage in body.stages)


def _of_stage(run: StageRun, bench: Bench) -> Iterator[IntArray]:  # noqa: C901 - one part after another
    yield run.seats
    yield run.votes > 0
    if run.stage.does not in SETTLED:
        yield run.votes
    for name in _FACTS:
        if isinstance(run.facts.get(name), np.ndarray):
            yield run.facts[name]
    for condition in (getattr(run.stage, "admits", None), getattr(run.stage, "wins", None)):
        if condition is not None:
            yield from _of_condition(condition, run.stage.votes, run, bench)
    for made in (run.allocation, run.runners_up, *(each.made for each in run.drawings)):
        if made is not None:
            yield from _of_allocation(made, run, bench)
    if run.stage.does == "quota_seats":
        yield from _of_whole_quotas(run)
    if run.stage.does == "levelling" and run.allocation is not None:
        yield from _of_smaller_house(run, run.allocation)
    if run.stage.does == "placement":
        yield np.array([[(area, name) for area, name, _ in run.facts["order"]]], dtype=np.int64).reshape(1, -1)
        yield np.array([[len(run.facts["order"])]])


def _of_condition(condition: Condition, votes: str, run: StageRun, bench: Bench) -> Iterator[IntArray]:
    """Who meets each condition that holds no other; of a lead, also who is first and second."""
    if isinstance(condition, AnyOf | AllOf):
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        for each in inner.values():
            yield from _of_condition(each, votes, run, bench)
        return
    if isinstance(condition, AreasCondition):
        yield from _of_condition(condition.meets, condition.votes or votes, run, bench)
        return
    tier = bench.tier(votes)
    if tier is None:
        return
    tier = tier.counted(run.stage.abroad)
    yield meets(condition, tier, bench)
    if isinstance(condition, QuotaCondition) and quota_named(condition.name).rounding != "exact":
        yield price_of(condition, tier, bench)[0]
    if isinstance(condition, LeadCondition):
        yield _first_two(condition, tier, bench)


def _first_two(condition: LeadCondition, tier: Tier, bench: Bench) -> IntArray:
    votes = tier.at(condition.over, bench.areas("region", tier)[0])
    return np.argsort(-votes, axis=-1, kind="stable")[..., :2]


def _of_allocation(made: Allocation, run: StageRun, bench: Bench) -> Iterator[IntArray]:
    yield made.seats
    yield made.house
    cap = getattr(made.method, "maximum", None)
    if cap is not None:
        yield np.minimum(cap, 10**9)
    if isinstance(made.method, LargestRemainder) and run.stage.does != "quota_seats":
        yield from _of_quotas(made, run, bench, cap)


def _of_quotas(made: Allocation, run: StageRun, bench: Bench, cap: IntArray | None) -> Iterator[IntArray]:
    """Full quotas in every round, and a rounded quota where its rounding could matter."""
    rule: Any = made.method.quota  # type: ignore[union-attr]
    if getattr(made.method, "total", None) is not None:
        yield made.votes
    if run.floor is None or run.stage.does == "sub_apportionment" or getattr(run.stage, "remainders", None):
        yield from quota_key(Shares(made.votes, made.house, rule, cap), made.seats)
        return
    if run.stage.does == "compensation" and run.stage.overhang == "added":
        yield from quota_key(Shares(run.votes, made.house, rule, cap), _before_overhang(made, run))
        return
    anew = run.stage.does == "compensation"
    claimed, cap = (bench.done[run.stage.entitlement].made.seats, None) if anew else (None, cap)
    equal_too = getattr(run.stage, "boundary", "") == "at_least"
    yield from quota_key(Shares(run.votes, made.house, rule, cap, run.floor, claimed, equal_too), made.seats)


def _before_overhang(made: Allocation, run: StageRun) -> IntArray:
    """What the sharing gave where overhang came on top of it."""
    rule: Any = made.method
    return largest_remainder(run.votes, made.house, quota=rule.quota, maximum=rule.maximum).seats


def _of_whole_quotas(run: StageRun) -> Iterator[IntArray]:
    """Full quotas, of whatever votes the quota was formed, and the quota where it is rounded."""
    numerator, denominator = run.facts["numerator"].astype(object), run.facts["denominator"].astype(object)
    yield run.votes * denominator[..., None] // numerator[..., None]
    if quota_named(run.stage.quota).rounding != "exact":
        yield numerator


def _of_smaller_house(run: StageRun, made: Allocation) -> Iterator[IntArray]:
    """What a house of one seat less would give: it falls short, and so says why the house is no smaller."""
    smaller = np.maximum(run.facts["house"] - 1, 0)
    before = highest_averages(made.votes, smaller, divisors=divisors_of(run.stage.divisors))
    yield before.seats
    if before.tied.any():
        yield made.votes
