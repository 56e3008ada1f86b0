"""Names of a law file that nobody uses: texts, kinds of seat, thresholds, claims, ballots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.law.conditions import AllOf, AnyOf, AreasCondition, QuotaCondition, kinds_in, leaves
from escrutinio.law.distribution import AsApportioned, Districts, Each
from escrutinio.law.references import dated_parts, named_by
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.law.conditions import Condition
    from escrutinio.law.references import Mistake
    from escrutinio.law.schema import Body, LawFile

    Place = tuple[str | int, ...]


def unused(law: LawFile) -> Iterator[Mistake]:
    """Every name that nothing in the file builds on, with its place."""
    cited = {dated.source.text for _, dated in dated_parts(law)}
    for text in law.texts:
        if text not in cited:
            yield ("texts", text), Problem(_UNUSED["text"], given=text)
    for name, body in law.bodies.items():
        yield from _kinds(("bodies", name), body)
        yield from _stages(("bodies", name, "stages"), body)
        counted = _ballots(body)
        for tier in body.tiers:
            if tier not in counted:
                yield ("bodies", name, "tiers", tier), Problem(_UNUSED["ballot"], given=tier)
    yield from _called_alike(law)


def _kinds(place: Place, body: Body) -> Iterator[Mistake]:
    given = {getattr(each, "gives", None) for each in body.stages}
    shared = {kind for each in body.stages for kind in getattr(each, "seats", ())}
    for kind in body.kinds:
        if kind not in given | shared:
            yield (*place, "kinds", kind), Problem(_UNUSED["kind"], given=kind)
    for number, each in enumerate(body.distribution):
        for kind in sorted(each.filled - given - shared):
            yield (*place, "distribution", number), Problem(_UNUSED["seats"], given=kind)


def _stages(place: Place, body: Body) -> Iterator[Mistake]:
    """Thresholds that admit to nothing, claims that nobody settles, seats for areas that nobody takes."""
    named = {each for stage in body.stages for each in named_by(stage).values()} | _asked(body)
    told = {
        where.stage for each in body.distribution for where in each.kinds.values() if isinstance(where, AsApportioned)
    }
    for number, stage in enumerate(body.stages):
        idle = {
            "threshold": stage.does == "threshold" and stage.id not in named,
            "claim": bool(getattr(stage, "entitles", None))
            and not named & {stage.id, getattr(stage, "entitles", None)},
            "apportionment": stage.does == "apportionment" and stage.id not in told,
        }
        for what in (each for each, true in idle.items() if true):
            yield (*place, number), Problem(_UNUSED[what], given=stage.id)


def _conditions(body: Body) -> Iterator[Condition]:
    for stage in body.stages:
        for key in ("admits", "wins"):
            if hasattr(stage, key):
                yield getattr(stage, key)


def _asked(body: Body) -> set[str]:
    """The kinds and claims that conditions ask about."""
    conditions = list(_conditions(body))
    found = [leaf for each in conditions for _, leaf in leaves(each)]
    seats = {kind for each in conditions for kind in kinds_in(each)}
    return seats | {name for leaf in found if isinstance(leaf, QuotaCondition) for name in leaf.seats}


def _ballots(body: Body) -> set[str]:
    """The ballots that stages count, conditions ask about, and distributions take seats of."""
    wheres = [where for each in body.distribution for where in each.kinds.values()]
    told = {where.districts for where in wheres if isinstance(where, Districts)}
    told |= {where.votes for where in wheres if isinstance(where, Each)}
    asked = {each for condition in _conditions(body) for each in _ballots_of(condition)}
    return told | asked | {stage.votes for stage in body.stages}


def _ballots_of(condition: Condition) -> Iterator[str]:
    if isinstance(condition, AnyOf | AllOf):
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        for each in inner.values():
            yield from _ballots_of(each)
    elif isinstance(condition, AreasCondition):
        yield condition.votes or ""
        yield from _ballots_of(condition.meets)


def _called_alike(law: LawFile) -> Iterator[Mistake]:
    """A short name that people may type for two bodies."""
    whose: dict[str, str] = {}
    for name, body in law.bodies.items():
        for alias in dict.fromkeys((name, *body.aliases)):
            other = whose.setdefault(alias.casefold(), name)
            if other != name:
                yield ("bodies", name, "aliases"), Problem(_ALIKE, given=alias, one=other, other=name)


_ALIKE = "“{given}” may be typed for “{one}” and for “{other}”. Keep it with one of them."
_UNUSED = {
    "text": "no rule cites the text “{given}”. Cite it, or take it out.",
    "kind": "no stage gives or shares out seats of the kind “{given}”. Name it in a stage, or take it out.",
    "seats": "no stage gives or shares out the seats of the kind “{given}” that this distribution has.",
    "threshold": "no stage asks for the threshold “{given}”. Write among: {given} in those it is meant for.",
    "claim": "no stage settles the claim of “{given}”. Write gives: in place of entitles:, or add the stage that does.",
    "apportionment": "no distribution takes the seats that “{given}” gives to areas. Write stage: {given} there.",
    "ballot": "no stage counts the ballot “{given}”. Correct its name, or take it out.",
}
