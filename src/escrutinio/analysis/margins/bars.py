"""The votes from which a list takes part, where that is a number: a share of the very area whose seats are shared.

It stays the same as long as votes only move. Of a threshold over a wider area only a lower bound of what a crossing
takes is known (``crossings``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
