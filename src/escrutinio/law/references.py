"""Whether the names inside a law file point at something: texts, stages, kinds, bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.documents import nearest
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
    for place, dated in _dated(law):
        yield from _unknown(dated.source.text, law.texts, (*place, "source", "text"), "text")
    for name, body in law.bodies.items():
        for number, stage in enumerate(body.stages):
            yield from _stage_mistakes(("bodies", name, "stages", number), stage, body)
    for number, joint in enumerate(law.joint):
        for body_name in joint.bodies:
            yield from _unknown(body_name, law.bodies, ("joint", number, "bodies"), "body")


def _dated(law: LawFile) -> Iterator[tuple[tuple[str | int, ...], Dated]]:
    for name, body in law.bodies.items():
        for part in ("stages", "distribution", "majorities"):
            for number, dated in enumerate(getattr(body, part)):
                yield ("bodies", name, part, number), dated
    for number, joint in enumerate(law.joint):
        yield ("joint", number), joint
        for inner, dated in enumerate(joint.majorities):
            yield ("joint", number, "majorities", inner), dated


def _stage_mistakes(place: tuple[str | int, ...], stage: Stage, body: Body) -> Iterator[Mistake]:
    for key, named in named_by(stage).items():
        fitting = [each.id for each in body.stages if each.does == _NAMES[key]]
        yield from _unknown(named, fitting, (*place, key), "stage")
    yield from _level_mistakes(place, stage, body)
    kinds = [named for named in (getattr(stage, "gives", None), *getattr(stage, "counted", ())) if named]
    for kind in kinds:
        yield from _unknown(kind, body.kinds, place, "kind of seat")
    if stage.does == "highest_averages":
        yield from _seat_mistakes(place, stage.seats, body)


def named_by(stage: Stage) -> dict[str, str]:
    """The stages that a stage builds on, by the key that names them."""
    return {key: named for key in _NAMES if (named := getattr(stage, key, None)) is not None}


def _level_mistakes(place: tuple[str | int, ...], stage: Stage, body: Body) -> Iterator[Mistake]:
    """A share over parts of the country admits to seats filled in the same parts, and elects nobody for the whole."""
    if stage.does == "single_winner":
        wrong = _levels(stage.wins) - {"country"}
        yield from (((*place, "wins"), Problem(_PARTS, over=over, per="country")) for over in sorted(wrong))
    for each in body.stages if getattr(stage, "among", None) else ():
        if each.does == "threshold" and each.id == getattr(stage, "among", None):
            per = getattr(stage, "per", "country")
            same = {per} if per == "region" or (per == "constituency" and each.votes == stage.votes) else set()
            wrong = _levels(each.admits) - {"country"} - same
            yield from (((*place, "among"), Problem(_PARTS, over=over, per=per)) for over in sorted(wrong))


def _levels(condition: Condition) -> set[str]:
    inner = getattr(condition, "any", None) or getattr(condition, "all", None)
    return set().union(*map(_levels, inner.values())) if inner else {str(getattr(condition, "over", "country"))}


def _seat_mistakes(place: tuple[str | int, ...], seats: Iterable[str], body: Body) -> Iterator[Mistake]:
    filled = {kind for each in body.distribution for kinds in each.areas.values() for kind in kinds}
    for kind in seats:
        yield from _unknown(kind, filled, (*place, "seats"), "kind of seat in the distribution")


def _unknown(named: str, known: Iterable[str], place: tuple[str | int, ...], what: str) -> Iterator[Mistake]:
    names = list(known)
    if named not in names:
        yield place, Problem(_TEMPLATES[what], given=named, near=nearest(named, names) or "—")


_NAMES = {"among": "threshold", "entitlement": "highest_averages", "after": "single_winner"}
_PARTS = "a share over each {over} cannot decide seats that are filled per {per}. Ask it over the country or per {per}."
_TEMPLATES = {
    "text": "no text of this file is called “{given}”. Did you mean {near}?",
    "stage": "no fitting stage of this body is called “{given}”. Did you mean {near}?",
    "kind of seat": "no kind of seat of this body is called “{given}”. Did you mean {near}?",
    "kind of seat in the distribution": "the distribution has no seats of the kind “{given}”. Did you mean {near}?",
    "body": "no body of this law is called “{given}”. Did you mean {near}?",
}
