"""Why each list meets a condition of the law, or fails it: as few linear forms in the votes as are enough.

Of conditions of which one is enough, one that is met holds the list in; of conditions that are all needed, one that is
failed keeps it out. A list leads by so much when it is so far ahead of every other, and not when one is near enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from escrutinio.analysis.margins.forms import Area, Beyond, Form, Together
from escrutinio.analysis.margins.forms_quotas import quota_at
from escrutinio.apportionment import quota_named
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
from escrutinio.outcome.conditions import base_of, meets, price_of
from escrutinio.outcome.seats import seats_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from escrutinio.law.conditions import Condition
    from escrutinio.outcome import Tier
    from escrutinio.outcome.frame import IntArray
    from escrutinio.outcome.state import Bench

    Areas = Callable[[Tier, str, str], Area]


class Why(NamedTuple):
    """Whether a list meets a condition, and the forms that hold it so."""

    met: bool
    forms: tuple[Form, ...] = ()


class Asking(NamedTuple):
    """Who asks, where: the ballot, the bench, how areas become forms, the list and the row of its area."""

    tier: Tier
    bench: Bench
    areas: Areas
    name: int
    row: int
    bases: dict[tuple[int, str], IntArray]
    """What shares are taken of, by condition and ballot: the same for every list and row."""


def why(condition: Condition, asking: Asking) -> Why:
    """Whether a list meets a condition in an area, and what holds it so.

    Raises:
        Beyond: a share that depends on rounding.
    """
    if isinstance(condition, AnyOf | AllOf):
        one_is_enough = isinstance(condition, AnyOf)
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        return _joined([why(each, asking) for each in inner.values()], one_is_enough=one_is_enough)
    if isinstance(condition, AreasCondition):
        return _in_areas(condition, asking)
    if isinstance(condition, SeatsCondition | MinorityCondition):
        met = meets(condition, asking.tier, asking.bench)
        return Why(bool(met[0, asking.row if met.shape[1] > 1 else 0, asking.name]))
    names, _ = asking.bench.areas(condition.over, asking.tier)
    row = asking.row if len(names) > 1 else 0
    area = asking.areas(asking.tier, condition.over, names[row])
    return _LEAVES[type(condition)](condition, asking._replace(row=row), area)


def _joined(parts: Sequence[Why], *, one_is_enough: bool) -> Why:
    decisive = [part for part in parts if part.met == one_is_enough]
    if decisive:
        return min(decisive, key=lambda part: len(part.forms))
    return Why(not one_is_enough, tuple(form for part in parts for form in part.forms))


def _in_areas(condition: AreasCondition, asking: Asking) -> Why:
    tier = asking.bench.tier(condition.votes) if condition.votes else None
    tier = tier or asking.tier
    names, _ = asking.bench.areas(condition.level, tier)
    each_row = [why(condition.meets, asking._replace(tier=tier, row=row)) for row in range(len(names))]
    there = sum(part.met for part in each_row)
    met = there >= condition.areas
    number = there - condition.areas + 1 if met else condition.areas - there
    area_of = {form: row for row, part in enumerate(each_row) if part.met == met for form in part.forms}
    together = Together(area_of, number) if number > 1 else None
    return Why(met, tuple(form if together is None else form.among(together) for form in area_of))


def _whole(condition: Any, asking: Asking, area: Area) -> tuple[int, int]:  # noqa: ANN401 - a condition with a base
    """What a share is taken of: how often each valid vote counts in it, and what is in it besides."""
    at = id(condition), asking.tier.name
    if at not in asking.bases:
        asking.bases[at] = base_of(condition, asking.tier, asking.bench)
    base = int(asking.bases[at][0, asking.row])
    return (0, base) if condition.of == "registered" else (1, base - sum(area.votes))


def _told(area: Area, coefficients: dict[int, int], least: int, all_votes: int) -> Why:
    form = area.form(coefficients, least, all_votes=all_votes)
    met = area.value(coefficients, all_votes=all_votes) >= least
    return Why(met, (form if met else form.denied(),))


def _shared(condition: ShareCondition | SizeCondition, asking: Asking, area: Area) -> Why:
    size = asking.bench.frame.standing[asking.name].size
    share = condition.share if isinstance(condition, ShareCondition) else condition.share_for(size)
    each_vote, besides = _whole(condition, asking, area)
    least = share.numerator * besides + (condition.boundary == "more_than")
    return _told(area, {asking.name: share.denominator}, least, -share.numerator * each_vote)


def _leading(condition: LeadCondition, asking: Asking, area: Area) -> Why:
    each_vote, besides = _whole(condition, asking, area)
    top, below = condition.lead.numerator, condition.lead.denominator
    least, all_votes = top * besides + (condition.boundary == "more_than"), -top * each_vote
    others = [each for each in range(len(area.votes)) if each != asking.name]
    if not others:
        return _told(area, {asking.name: below}, least, all_votes)
    nearest = max(others, key=lambda each: (area.votes[each], -each))
    behind = _told(area, {asking.name: below, nearest: -below}, least, all_votes)
    if not behind.met and area.votes[nearest]:
        return behind  # of several that are near enough, one is enough to hold it
    return _joined(
        [_told(area, {asking.name: below, each: -below}, least, all_votes) for each in others], one_is_enough=False
    )


def _by_quota(condition: QuotaCondition, asking: Asking, area: Area) -> Why:
    rule = quota_named(condition.name)
    tier, bench, row = asking.tier, asking.bench, asking.row
    top, below = (int(each[0, row]) for each in price_of(condition, tier, bench))
    seats = int(seats_of(condition.seats, condition.over, bench.areas(condition.over, tier)[0], tier, bench)[0, row])
    if rule.rounding != "exact" or (top, below) != quota_at(sum(area.votes), seats, rule):
        raise Beyond
    share = condition.quota
    least = int(condition.boundary == "more_than")
    return _told(area, {asking.name: below * share.denominator}, least, -share.numerator)


_LEAVES: dict[type, Callable[..., Why]] = {
    ShareCondition: _shared,
    SizeCondition: _shared,
    LeadCondition: _leading,
    QuotaCondition: _by_quota,
}


def admitted(  # noqa: PLR0917 - as conditions are read, and for whom
    condition: Condition, tier: Tier, bench: Bench, areas: Areas, rows: Sequence[int], lists: Iterable[int]
) -> dict[int, list[Why]]:
    """For each of these lists, why it meets a condition or not in each row of areas."""
    bases: dict[tuple[int, str], IntArray] = {}
    return {name: [why(condition, Asking(tier, bench, areas, name, row, bases)) for row in rows] for name in lists}
