"""Whether the names inside a law file point at something: texts, stages, kinds, bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.documents import nearest
from escrutinio.law.conditions import (
    QuotaCondition,
    SeatsCondition,
    counting_areas,
    kinds_in,
    leaves,
    levels,
)
from escrutinio.law.distribution import AsApportioned
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from escrutinio.law.conditions import Condition
    from escrutinio.law.dated import Dated
    from escrutinio.law.schema import Body, LawFile
    from escrutinio.law.stages import Stage

    Mistake = tuple[tuple[str | int, ...], Problem]


def mistakes(law: LawFile) -> Iterator[Mistake]:
    """Every name that leads nowhere, with its place in the file."""
    for place, dated in dated_parts(law):
        yield from _unknown(dated.source.text, law.texts, (*place, "source", "text"), "text")
    for name, body in law.bodies.items():
        for number, stage in enumerate(body.stages):
            yield from _stage_mistakes(("bodies", name, "stages", number), stage, body)
    for name, body in law.bodies.items():
        yield from _seat_mistakes(name, body)
    for number, joint in enumerate(law.joint):
        for body_name in joint.bodies:
            yield from _unknown(body_name, law.bodies, ("joint", number, "bodies"), "body")


def dated_parts(law: LawFile) -> Iterator[tuple[tuple[str | int, ...], Dated]]:
    """Every rule of a law with its place in the file."""
    for name, body in law.bodies.items():
        for part in ("stages", "distribution", "majorities"):
            for number, dated in enumerate(getattr(body, part)):
                yield ("bodies", name, part, number), dated
    for number, joint in enumerate(law.joint):
        yield ("joint", number), joint
        for inner, dated in enumerate(joint.majorities):
            yield ("joint", number, "majorities", inner), dated


def _seat_mistakes(name: str, body: Body) -> Iterator[Mistake]:
    """Where a distribution says its seats are told, there is a stage that tells them."""
    apportioned = [each.id for each in body.stages if each.does == "apportionment"]
    for number, each in enumerate(body.distribution):
        for kind, where in each.kinds.items():
            if isinstance(where, AsApportioned):
                yield from _unknown(where.stage, apportioned, ("bodies", name, "distribution", number, kind), "stage")


def _stage_mistakes(place: tuple[str | int, ...], stage: Stage, body: Body) -> Iterator[Mistake]:
    for key, named in named_by(stage).items():
        fitting = [each.id for each in body.stages if each is not stage and each.does in _NAMES[key]]
        yield from _unknown(named, fitting, (*place, key), "stage")
    yield from _level_mistakes(place, stage, body)
    for kind in _kinds(stage):
        yield from _unknown(kind, body.kinds, place, "kind of seat")
    filled = {kind for each in body.distribution for kind in each.filled}
    for kind in getattr(stage, "seats", ()):
        yield from _unknown(kind, filled, (*place, "seats"), "kind of seat in the distribution")
    for key in ("admits", "wins"):
        if hasattr(stage, key):
            yield from _condition_mistakes((*place, key), getattr(stage, key), body, filled)


def _condition_mistakes(
    place: tuple[str | int, ...], condition: Condition, body: Body, filled: set[str]
) -> Iterator[Mistake]:
    """The kinds of seat that a condition speaks of, and the areas in which it must be met."""
    for areas in counting_areas(condition):
        if areas.level not in levels(areas.meets) or not levels(areas.meets) <= {areas.level, "country"}:
            asked = ", ".join(sorted(levels(areas.meets)))
            yield place, Problem(_INNER, level=areas.level, over=asked)
    for _, leaf in leaves(condition):
        if isinstance(leaf, SeatsCondition):
            claims = {getattr(each, "entitles", None) or "" for each in body.stages}
            for kind in leaf.of:
                yield from _unknown(kind, {*body.kinds, *claims} - {""}, place, "kind of seat")
        elif isinstance(leaf, QuotaCondition):
            for kind in leaf.seats:
                yield from _unknown(kind, filled, place, "kind of seat in the distribution")


def _kinds(stage: Stage) -> list[str]:
    """The kinds of seat a stage gives, counts or names candidates for."""
    of = stage.of if stage.does == "open_list" else ()
    return [kind for kind in (getattr(stage, "gives", None), *getattr(stage, "counted", ()), *of) if kind]


def named_by(stage: Stage) -> dict[str, str]:
    """The stages that a stage builds on, by the key that names them."""
    named = {key: getattr(stage, key, None) for key in _NAMES}
    return {key: value for key, value in named.items() if isinstance(value, str)}


def kinds_read(stage: Stage) -> tuple[str, ...]:
    """The kinds of seat, or claims, given before that a stage counts or asks for.

    >>> from datetime import date
    >>> import escrutinio as es
    >>> stages = es.law.in_force(es.law.load("de"), date(2021, 9, 26)).bodies["bundestag"].stages
    >>> [stage.id for stage in stages if kinds_read(stage) == ("direct",)]
    ['threshold', 'levelling', 'lists']
    """
    conditions = [getattr(stage, key, None) for key in ("admits", "wins")]
    asked = [kind for each in conditions if each is not None for kind in kinds_in(each)]
    capped = getattr(getattr(stage, "maximum", None), "counted", ())
    return tuple(dict.fromkeys((*getattr(stage, "counted", ()), *asked, *capped)))


def _level_mistakes(place: tuple[str | int, ...], stage: Stage, body: Body) -> Iterator[Mistake]:
    """A share over parts of the country admits to seats filled in the same parts, and elects nobody for the whole."""
    if stage.does == "single_winner":
        wrong = levels(stage.wins) - {"country"}
        yield from (((*place, "wins"), Problem(_PARTS, over=over, per="country")) for over in sorted(wrong))
    for each in body.stages if getattr(stage, "among", None) else ():
        if each.does == "threshold" and each.id == getattr(stage, "among", None):
            per = getattr(stage, "per", "country")
            same = {per} if per == "region" or (per == "constituency" and each.votes == stage.votes) else set()
            wrong = levels(each.admits) - {"country"} - same
            yield from (((*place, "among"), Problem(_PARTS, over=over, per=per)) for over in sorted(wrong))


def _unknown(named: str, known: Iterable[str], place: tuple[str | int, ...], what: str) -> Iterator[Mistake]:
    names = list(known)
    if named not in names:
        yield place, Problem(_TEMPLATES[what], given=named, near=nearest(named, names) or "—")


_SHARING = {"highest_averages", "largest_remainder"}
_GIVING = _SHARING | {"quota_seats", "compensation", "levelling", "sub_apportionment", "placement", "biproportional"}
_NAMES = {
    "among": {"threshold"},
    "entitlement": _GIVING,
    "of": _GIVING,
    "covered_by": _GIVING,
    "after": {"single_winner"},
    "remainders": {"quota_seats"},
    "floors": {"levelling"},
}
_INNER = "what must be met in areas of the level {level} is asked over {over}. Ask it over: {level}."
_PARTS = "a share over each {over} cannot decide seats that are filled per {per}. Ask it over the country or per {per}."
_TEMPLATES = {
    "text": "no text of this file is called “{given}”. Did you mean {near}?",
    "stage": "no fitting stage of this body is called “{given}”. Did you mean {near}?",
    "kind of seat": "no kind of seat of this body is called “{given}”. Did you mean {near}?",
    "kind of seat in the distribution": "the distribution has no seats of the kind “{given}”. Did you mean {near}?",
    "body": "no body of this law is called “{given}”. Did you mean {near}?",
}
