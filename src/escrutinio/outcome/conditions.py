"""Which lists meet a condition of the law, compared as integers at every draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import reaches
from escrutinio.law.conditions import AllOf, AnyOf, LeadCondition, ShareCondition
from escrutinio.model import Problem
from escrutinio.outcome.frame import roll_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from escrutinio.law.conditions import Condition
    from escrutinio.outcome.frame import BoolArray, IntArray, Level, Tier


@dataclass(frozen=True, slots=True)
class Asked:
    """One share or lead the law asks for: of how many votes, how many are enough, how many each list has."""

    name: str
    lead: bool
    share: Fraction
    of: str
    boundary: str
    whole: int
    needed: int
    has: Mapping[str, int]

    @property
    def best(self) -> str:
        """The list that has most."""
        return max(self.has, key=lambda name: self.has[name], default="")

    @property
    def met(self) -> bool:
        """Whether the best list has enough."""
        return bool(self.has) and self.has[self.best] >= self.needed


def meets(condition: Condition, tier: Tier, regions: tuple[str, ...] | None = None) -> BoolArray:
    """Which lists meet a condition; shape (draws, areas or 1, lists), the regions in the order given."""
    if isinstance(condition, AnyOf):
        return _joined(np.logical_or, [meets(each, tier, regions) for each in condition.any.values()])
    if isinstance(condition, AllOf):
        return _joined(np.logical_and, [meets(each, tier, regions) for each in condition.all.values()])
    votes = tier.at(condition.over, regions)
    whole = base_of(condition, tier, regions)[..., None]
    if isinstance(condition, ShareCondition):
        return reaches(votes, whole, condition.share, boundary=condition.boundary)
    lead = lead_of(votes)
    return reaches(np.maximum(lead, 0), whole, condition.lead, boundary=condition.boundary) & (lead >= 0)


def asked_by(
    condition: Condition, tier: Tier, lists: tuple[str, ...], regions: tuple[str, ...] | None = None, place: int = 0
) -> list[Asked]:
    """Every share or lead inside a condition, as it stands in the first draw, over the country or one of its areas."""
    found = []
    for name, leaf in _leaves(condition):
        lead = isinstance(leaf, LeadCondition)
        share = leaf.lead if isinstance(leaf, LeadCondition) else leaf.share
        at = 0 if leaf.over == "country" else place
        all_votes = tier.at(leaf.over, regions)
        votes = all_votes[0, at]
        has = lead_of(all_votes)[0, at] if lead else votes
        whole = int(base_of(leaf, tier, regions)[0, at])
        by_list = {lists[each]: int(has[each]) for each in np.flatnonzero(votes)}
        needed = fewest(share, whole, leaf.boundary)
        found.append(Asked(name, lead, share, leaf.of, leaf.boundary, whole, needed, by_list))
    return found


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
    """The smallest areas any part of a condition is asked over."""
    asked = {leaf.over for _, leaf in _leaves(condition)}
    return next((level for level in ("constituency", "region") if level in asked), "country")


def _leaves(condition: Condition, name: str = "") -> Iterator[tuple[str, ShareCondition | LeadCondition]]:
    """Every share or lead inside a condition, with the path of names that leads to it."""
    if isinstance(condition, (ShareCondition, LeadCondition)):
        yield name, condition
        return
    inner = condition.any if isinstance(condition, AnyOf) else condition.all
    for key, each in inner.items():
        yield from _leaves(each, f"{name}.{key}".strip("."))


def base_of(condition: ShareCondition | LeadCondition, tier: Tier, regions: tuple[str, ...] | None = None) -> IntArray:
    """The votes a share is taken of; shape (draws, areas or 1)."""
    if condition.of == "valid_votes":
        valid: IntArray = tier.at(condition.over, regions).sum(axis=-1)
        return valid
    counted = tier.counts.get({"votes_cast": "cast", "registered": "registered"}[condition.of])
    if counted is None:
        raise Problem(
            "the law needs {what} of the tier “{tier}”, and the votes do not state them everywhere. Add the rows "
            "#blank, #null and #registered.",
            what=condition.of,
            tier=tier.name,
        )
    whole: IntArray = roll_up(counted[..., None], tier.regions(), condition.over, regions)[..., 0]
    return whole


def lead_of(votes: IntArray) -> IntArray:
    """How far each list is ahead of the best other one, below zero where it is behind; shape as ``votes``."""
    if votes.shape[-1] == 1:
        return votes
    ordered = np.sort(votes, axis=-1)
    best, second = ordered[..., -1:], ordered[..., -2:-1]
    return votes - np.where(votes == best, np.where(best == second, best, second), best)


def _joined(how: np.ufunc, parts: list[BoolArray]) -> BoolArray:
    joined: BoolArray = parts[0]
    for part in parts[1:]:
        joined = how(joined, part)
    return joined
