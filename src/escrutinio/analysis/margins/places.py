"""Where votes can change: places, each one or more constituencies that a law reads only together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.law.conditions import AllOf, AnyOf, AreasCondition
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold
from escrutinio.outcome.state import Bench

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from escrutinio.law import BodyInForce
    from escrutinio.law.conditions import Condition
    from escrutinio.outcome import Frame, Tier
    from escrutinio.outcome.frame import IntArray

_HALF = 2**60
_FINENESS = {"country": 0, "region": 1, "constituency": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Constituencies of one ballot between which it makes no difference where a vote is cast."""

    tier: str
    name: str
    members: tuple[int, ...]
    """The places of its constituencies in the tier."""
    regions: frozenset[str]
    abroad: bool

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells it from others, also where it is cut down to some of its constituencies."""
        return self.tier, self.name, self.abroad


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which single votes change at one place: taken from a list, given to a list, or both."""

    place: Place
    source: int | None
    to: int | None


def places_of(frame: Frame, bodies: Sequence[BodyInForce]) -> tuple[Place, ...]:
    """The places of every ballot that the bodies count and whose votes are known, in their order."""
    readings = _readings(frame, bodies)
    return tuple(
        place for name, (level, apart) in readings.items() for place in _of_tier(frame.tiers[name], level, apart=apart)
    )


def _of_tier(tier: Tier, level: str, *, apart: bool) -> Iterator[Place]:
    together: dict[tuple[Any, ...], list[int]] = {}
    regions = tier.regions()
    for number, each in enumerate(tier.constituencies):
        area = {"country": "", "region": regions[number]}.get(level, each.name)
        together.setdefault((area, apart and each.abroad), []).append(number)
    for (area, abroad), members in together.items():
        name = area or (tier.constituencies[members[0]].name if len(members) == 1 else "")
        yield Place(tier.name, name, tuple(members), frozenset(regions[each] for each in members), bool(abroad))


def _readings(frame: Frame, bodies: Sequence[BodyInForce]) -> dict[str, tuple[str, bool]]:
    """How finely each ballot is read: the smallest level, and whether votes abroad are told apart."""
    found: dict[str, tuple[str, bool]] = {}
    for body in bodies:
        bench = Bench(frame, body)
        for stage in body.stages:
            for votes, level in _read_by(stage, body):
                tier = bench.tier(votes)
                if tier is None or not tier.votes.shape[1] or tier.declared:
                    continue
                before, apart = found.get(tier.name, ("country", False))
                finest = max(before, level, key=lambda each: _FINENESS[each])
                found[tier.name] = finest, apart or getattr(stage, "abroad", "counted") == "not_counted"
    return found


def _read_by(stage: Any, body: BodyInForce) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any stage of a law
    """The ballots a stage counts, each with a level at which it is read."""
    if stage.does == "open_list":
        return
    own = getattr(stage, "votes", "") or _votes_behind(stage, body)
    yield own, getattr(stage, "per", "country")
    if getattr(stage, "weighted", None) or getattr(stage, "covered_by", None):
        yield own, "constituency"
    yield own, getattr(stage, "quota_over", None) or "country"
    for condition in (getattr(stage, "admits", None), getattr(stage, "wins", None)):
        if condition is not None:
            yield from ((votes or own, level) for votes, level in _read_in(condition, ""))


def _votes_behind(stage: Any, body: BodyInForce) -> str:  # noqa: ANN401 - as above
    """The ballot of the stage that one without a ballot of its own builds on."""
    before = getattr(stage, "entitlement", "") or getattr(stage, "of", "")
    source: Any = next((each for each in body.stages if each.id == before), None)
    return "" if source is None else getattr(source, "votes", "") or _votes_behind(source, body)


def _read_in(condition: Condition, votes: str) -> Iterator[tuple[str, str]]:
    if isinstance(condition, AnyOf | AllOf):
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        for each in inner.values():
            yield from _read_in(each, votes)
    elif isinstance(condition, AreasCondition):
        yield condition.votes or votes, condition.level
        yield from _read_in(condition.meets, condition.votes or votes)
    else:
        yield votes, getattr(condition, "over", "country")


def chosen(
    places: Sequence[Place], frame: Frame, *, tier: str = "", where: Iterable[str] | None = None
) -> tuple[Place, ...]:
    """The places of one ballot, of some areas, or all; a place of several areas is cut down to those named.

    Raises:
        Problem: an unknown ballot or area.
    """
    known = tuple(dict.fromkeys(each.tier for each in places))
    if tier and tier not in known:
        raise Problem(
            "no votes of the ballot “{tier}” can change there. Choose of: {known}.",
            tier=tier,
            known=", ".join(known) or "—",
        )
    of_tier = [each for each in places if not tier or each.tier == tier]
    if where is None:
        return tuple(of_tier)
    asked = {fold(each): each for each in ([where] if isinstance(where, str) else where)}
    kept = [cut for each in of_tier if (cut := _cut(each, frame.tiers[each.tier], set(asked))) is not None]
    told = {word for each in kept for word in _words(each, frame.tiers[each.tier])}
    unknown = [name for folded, name in asked.items() if folded not in told]
    if unknown:
        raise Problem(
            "no votes are counted for an area “{given}” there. Leave it out, or correct its name.", given=unknown[0]
        )
    return tuple(kept)


def _words(place: Place, tier: Tier) -> set[str]:
    own = [tier.constituencies[each] for each in place.members]
    return {fold(name) for each in own for name in (each.name, each.region or each.name)}


def _cut(place: Place, tier: Tier, asked: set[str]) -> Place | None:
    own = [(each, tier.constituencies[each]) for each in place.members]
    inside = tuple(each for each, at in own if asked & {fold(at.name), fold(at.region or at.name)})
    return replace(place, members=inside) if inside else None


def room(place: Place, source: int | None, frame: Frame) -> int:
    """How many votes of a list there are at a place."""
    votes = frame.tiers[place.tier].votes[0]
    return 0 if source is None else int(votes[list(place.members), source].sum())


def spread(place: Place, source: int | None, numbers: Sequence[int], frame: Frame) -> IntArray:
    """So many votes of a list as they lie in the constituencies of a place, the largest first; (numbers, members)."""
    votes = frame.tiers[place.tier].votes[0][list(place.members)]
    amounts = np.array(numbers, dtype=object)[:, None]
    if source is None:
        first = int(np.argmax(votes.sum(axis=1)))
        return np.asarray(np.where(np.arange(len(place.members)) == first, amounts, 0))
    own = votes[:, source].astype(object)
    order = np.argsort(-own, kind="stable")
    before = np.concatenate([[0], np.cumsum(own[order])[:-1]])
    taken = np.zeros((len(numbers), len(own)), dtype=object)
    taken[:, order] = np.clip(amounts - before, 0, own[order])
    return taken


def told_apart(plan: Sequence[tuple[Way, int]], frame: Frame) -> tuple[tuple[Way, int], ...]:
    """The same plan, with votes of one list that go several ways taken from constituencies that have them.

    A way by itself takes them where the list has most, so two ways of one list at one place could take the same votes.
    """
    several = Counter((way.place.key, way.source) for way, _ in plan if way.source is not None)
    left: dict[tuple[Any, int], dict[int, int]] = {}
    steps: list[tuple[Way, int]] = []
    for way, number in plan:
        if way.source is None or several[way.place.key, way.source] == 1 or len(way.place.members) == 1:
            steps.append((way, number))
            continue
        own = frame.tiers[way.place.tier].votes[0][:, way.source]
        there = left.setdefault((way.place.key, way.source), {each: int(own[each]) for each in way.place.members})
        rest = number
        for member in sorted(there, key=lambda each: -there[each]):
            taken = min(rest, there[member])
            if taken:
                steps.append((replace(way, place=replace(way.place, members=(member,))), taken))
                there[member] -= taken
                rest -= taken
    return tuple(steps)


def changed(frame: Frame, plans: Sequence[Sequence[tuple[Way, int]]]) -> Frame:
    """The election with other votes: one draw for each plan, which says how many votes change in which way."""
    touched = {way.place.tier for plan in plans for way, _ in plan}
    most = max((sum(number for _, number in plan) for plan in plans), default=0)
    kind = np.int64 if most < _HALF else object
    votes = {name: np.repeat(frame.tiers[name].votes, len(plans), axis=0) for name in touched}
    votes = {name: each.astype(kind) if each.dtype != object else each for name, each in votes.items()}
    for draw, plan in enumerate(plans):
        for way, number in plan:
            at = votes[way.place.tier][draw]
            moved = spread(way.place, way.source, [number], frame)[0]
            for member, count in zip(way.place.members, moved, strict=True):
                if way.source is not None:
                    at[member, way.source] -= count
                if way.to is not None:
                    at[member, way.to] += count
    others = {name: tier.votes for name, tier in frame.tiers.items() if name not in touched and not tier.declared}
    wide = {name: np.broadcast_to(same, (len(plans), *same.shape[1:])) for name, same in others.items()}
    return _with_cast(frame, frame.with_votes({**votes, **wide}), touched)


def _with_cast(before: Frame, after: Frame, touched: Iterable[str]) -> Frame:
    """Votes added or removed are also cast, or not."""
    tiers = dict(after.tiers)
    for name in touched:
        tier = tiers[name]
        if "cast" in tier.counts:
            more = tier.votes.sum(axis=2) - before.tiers[name].votes.sum(axis=2)
            tiers[name] = replace(tier, counts={**tier.counts, "cast": tier.counts["cast"] + more})
    return replace(after, tiers=tiers)
