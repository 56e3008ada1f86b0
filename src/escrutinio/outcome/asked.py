"""What a condition of the law asks, in numbers: of how many, how many are enough, how many each list has."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.law.conditions import (
    AllOf,
    AnyOf,
    AreasCondition,
    LeadCondition,
    MinorityCondition,
    QuotaCondition,
    SeatsCondition,
    ShareCondition,
    SizeCondition,
)
from escrutinio.outcome.conditions import base_of, exempt, fewest, finest, lead_of, meets, price_of
from escrutinio.outcome.seats import seats_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from escrutinio.law.conditions import Condition, Leaf
    from escrutinio.outcome.frame import Tier
    from escrutinio.outcome.levels import Level
    from escrutinio.outcome.state import Bench


@dataclass(frozen=True, slots=True)
class Asked:
    """One share, lead or number the law asks for: of how many, how many are enough, how many each list has.

    ``of`` says what is counted: kinds of votes, ``quota`` (votes against the price of a seat, ``price``), ``seats``,
    ``areas`` (``has`` is then in how many areas of the level ``areas`` a list meets the rest) or ``minority`` (who is
    exempt). Where parties that stand together need more, ``by_size`` has the share and the votes for each number of
    parties, and ``needs`` the votes each of those lists needs.
    """

    name: str
    lead: bool
    share: Fraction
    of: str
    boundary: str
    whole: int
    needed: int
    has: Mapping[str, int]
    over: str = "country"
    price: Fraction | None = None
    areas: str = ""
    by_size: tuple[tuple[int, Fraction, int], ...] = ()
    needs: Mapping[str, int] = field(default_factory=dict)

    @property
    def best(self) -> str:
        """The list that has most."""
        return max(self.has, key=lambda name: self.has[name], default="")

    @property
    def met(self) -> bool:
        """Whether any list has enough."""
        return any(has >= self.enough(name) for name, has in self.has.items())

    def enough(self, name: str) -> int:
        """How many are enough for a list."""
        return self.needs.get(name, self.needed)


def asked_by(condition: Condition, tier: Tier, bench: Bench, place: int = 0) -> list[Asked]:
    """Every share, lead or number inside a condition, as it stands in the first draw, over one of its areas."""
    level = finest(condition)
    return [_asked(name, leaf, tier, bench, _At(level, place)) for name, leaf in _parts(condition, "")]


@dataclass(frozen=True, slots=True)
class _At:
    """The area that is asked about."""

    level: Level
    place: int

    def within(self, over: Level, tier: Tier, bench: Bench) -> int:
        """Which area of another level it lies in."""
        if over == "country":
            return 0
        if over == self.level:
            return self.place
        region = bench.areas(self.level, tier)[1][self.place]
        return bench.areas(over, tier)[0].index(region)


def _parts(condition: Condition, name: str) -> Iterator[tuple[str, Leaf | AreasCondition]]:
    """As ``leaves``; what is asked of a number of areas is one part."""
    if isinstance(condition, AnyOf | AllOf):
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        for key, each in inner.items():
            yield from _parts(each, f"{name}.{key}".strip("."))
    else:
        yield name, condition


def _asked(name: str, leaf: Leaf | AreasCondition, tier: Tier, bench: Bench, at: _At) -> Asked:
    if isinstance(leaf, AreasCondition):
        return _in_areas(name, leaf, tier, bench)
    lists = bench.frame.lists
    if isinstance(leaf, MinorityCondition):
        has = {lists[each]: 1 for each in np.flatnonzero(exempt(leaf, bench))}
        return Asked(
            name, lead=False, share=Fraction(0), of="minority", boundary="at_least", whole=0, needed=1, has=has
        )
    if isinstance(leaf, SeatsCondition):
        return _seats(name, leaf, tier, bench, at)
    return _votes(name, leaf, tier, bench, at)


def _in_areas(name: str, leaf: AreasCondition, tier: Tier, bench: Bench) -> Asked:
    """In how many areas each list meets the condition."""
    ballot = (bench.tier(leaf.votes) if leaf.votes else None) or tier
    met = meets(leaf.meets, ballot, bench)[0].sum(axis=0)
    has = {bench.frame.lists[each]: int(met[each]) for each in np.flatnonzero(met)}
    inner = leaf.meets
    share = getattr(inner, "share", getattr(inner, "lead", Fraction(0)))
    of = str(getattr(inner, "of", "areas")) if isinstance(inner, ShareCondition | LeadCondition) else "areas"
    lead, boundary = isinstance(inner, LeadCondition), str(getattr(inner, "boundary", "at_least"))
    return Asked(name, lead, share, of, boundary, 0, leaf.areas, has, over=leaf.level, areas=leaf.level)


def _seats(name: str, leaf: SeatsCondition, tier: Tier, bench: Bench, at: _At) -> Asked:
    lists = bench.frame.lists
    areas, _ = bench.areas(leaf.over, tier)
    here = at.within(leaf.over, tier, bench)
    won = np.broadcast_to(bench.won(leaf.of, leaf.over, areas)[0], (len(areas), len(lists)))[here]
    whole = int(seats_of(leaf.of, leaf.over, areas, tier, bench)[0, here]) if leaf.seats < 1 else 1
    has = {lists[each]: int(won[each]) for each in np.flatnonzero(won)}
    needed = fewest(leaf.seats, whole, leaf.boundary)
    return Asked(
        name, lead=False, share=leaf.seats, of="seats", boundary=leaf.boundary, whole=whole, needed=needed, has=has,
        over=leaf.over,
    )  # fmt: skip


def _votes(
    name: str,
    leaf: ShareCondition | LeadCondition | SizeCondition | QuotaCondition,
    tier: Tier,
    bench: Bench,
    at: _At,
) -> Asked:
    """A share, a lead or a number of quotas of the votes."""
    lists, here = bench.frame.lists, at.within(leaf.over, tier, bench)
    votes = tier.at(leaf.over, bench.areas(leaf.over, tier)[0])
    counts = lead_of(votes)[0, here] if isinstance(leaf, LeadCondition) else votes[0, here]
    has = {lists[each]: int(counts[each]) for each in np.flatnonzero(votes[0, here])}
    lead = isinstance(leaf, LeadCondition)
    if isinstance(leaf, QuotaCondition):
        top, below = (int(part[0, here]) for part in price_of(leaf, tier, bench))
        price, needed = Fraction(top, below), fewest(leaf.quota * Fraction(1, below), top, leaf.boundary)
        return Asked(name, lead, leaf.quota, "quota", leaf.boundary, top, needed, has, over=leaf.over, price=price)
    whole = int(base_of(leaf, tier, bench)[0, here])
    share = leaf.share_for(1) if isinstance(leaf, SizeCondition) else leaf.lead if lead else leaf.share  # type: ignore[union-attr]
    sizes, needs = _by_size(leaf, whole, bench) if isinstance(leaf, SizeCondition) else ((), {})
    needed = fewest(share, whole, leaf.boundary)
    return Asked(name, lead, share, leaf.of, leaf.boundary, whole, needed, has, leaf.over, by_size=sizes, needs=needs)


def _by_size(
    leaf: SizeCondition, whole: int, bench: Bench
) -> tuple[tuple[tuple[int, Fraction, int], ...], dict[str, int]]:
    """The votes that are enough for each number of parties, and for every list that is more than one."""
    sizes = tuple((size, share, fewest(share, whole, leaf.boundary)) for size, share in sorted(leaf.by_size.items()))
    needs = {
        each.id: fewest(leaf.share_for(each.size), whole, leaf.boundary)
        for each in bench.frame.standing
        if each.size > 1
    }
    return sizes, needs
