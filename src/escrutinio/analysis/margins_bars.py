"""Thresholds where votes are priced: the votes from which a list takes part, or what it takes to cross.

A share of the votes of the very area whose seats are shared is a plain number of votes, as long as votes only move.
A threshold of a wider area is not; of that only a lower bound is known, the fewest votes that any crossing takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.analysis.margins_stages import Holding, reasons_of
from escrutinio.law.conditions import (
    AllOf,
    AnyOf,
    MinorityCondition,
    QuotaCondition,
    ShareCondition,
    SizeCondition,
)
from escrutinio.outcome.conditions import base_of, meets, price_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from escrutinio.analysis.margins_anywhere import Field
    from escrutinio.analysis.margins_parts import Sharing
    from escrutinio.law.conditions import Condition
    from escrutinio.outcome import BodyRun, Tier
    from escrutinio.outcome.state import StageRun

NEVER = 10**18
"""A bar that nobody reaches: more votes than there can be."""


def bars_of(claim: StageRun, row: int, run: BodyRun) -> tuple[int, ...]:
    """The votes from which each list takes part in an area; empty where there is no threshold, or no such number."""
    if not claim.stage.among:
        return ()
    asked = run.stages[claim.stage.among].stage
    tier, own = run.bench.tier(asked.votes), run.bench.tier(claim.stage.votes)
    if tier is None or own is None or tier.name != own.name or asked.abroad != claim.stage.abroad:
        return ()
    at = _At(tier.counted(asked.abroad), run, claim.per, row)
    bars = [at.bar(asked.admits, name) for name in range(len(run.lists))]
    return () if None in bars else tuple(each for each in bars if each is not None)


@dataclass(frozen=True, slots=True)
class _At:
    tier: Tier
    run: BodyRun
    per: str
    row: int

    def bar(self, condition: Condition, name: int) -> int | None:
        """The votes from which a list meets a condition; None where that is no number of votes of this area."""
        if isinstance(condition, AnyOf | AllOf):
            inner = condition.any if isinstance(condition, AnyOf) else condition.all
            bars = [self.bar(each, name) for each in inner.values()]
            told = [each for each in bars if each is not None]
            return None if None in bars else min(told) if isinstance(condition, AnyOf) else max(told)
        if isinstance(condition, MinorityCondition):
            return 0 if meets(condition, self.tier, self.run.bench)[0, 0, name] else NEVER
        if getattr(condition, "over", "") != self.per:
            return None
        if isinstance(condition, ShareCondition | SizeCondition):
            size = self.run.bench.frame.standing[name].size
            share = condition.share if isinstance(condition, ShareCondition) else condition.share_for(size)
            whole = share * int(base_of(condition, self.tier, self.run.bench)[0, self.row])
        elif isinstance(condition, QuotaCondition):
            top, below = (int(each[0, self.row]) for each in price_of(condition, self.tier, self.run.bench))
            whole = condition.quota * top / below
        else:
            return None
        return int(whole // 1) + 1 if condition.boundary == "more_than" else -int(-whole // 1)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A list that could cross a threshold, of the country or of one area, and the fewest votes that could do it."""

    stage: str
    area: str
    list: int
    votes: int


def crossings(run: BodyRun, ground: Field, group: Collection[int], sharings: Collection[Sharing]) -> Iterator[Crossing]:
    """Every list whose crossing of a threshold could give a group seats, with votes below which it cannot cross.

    Who is out and no friend would only take seats; who is out and one may bring some, and so may an opponent that drops
    out. Sharings with bars have their own.
    """
    holding = Holding(run, ground.reading, ground.relevant[run.body.id])
    priced = {(each.asks, each.area) for each in sharings if each.contest.bars}
    for name, stage in run.stages.items():
        if stage.stage.does != "threshold" or name not in holding.relevant.stages:
            continue
        rows = range(stage.admitted.shape[1])
        for each, parts in reasons_of(stage, stage.stage.admits, holding, rows).items():
            for row, part in zip(rows, parts, strict=True):
                area = stage.areas[row] if len(rows) > 1 else ""
                bounds = [bound for form in part.forms if (bound := ground.bound(form.denied())) is not None]
                if bounds and part.met != (each in group) and (name, area) not in priced:
                    yield Crossing(name, area, each, min(bounds))
