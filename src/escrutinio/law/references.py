"""Whether the names inside a law file point at something: texts, stages, kinds, bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    stages = {each.id: each.does for each in body.stages}
    for key, wanted in (("among", "threshold"), ("entitlement", "highest_averages"), ("after", "single_winner")):
        named = getattr(stage, key, None)
        if named is not None:
            fitting = [each for each, does in stages.items() if does == wanted]
            yield from _unknown(named, fitting, (*place, key), "stage")
    kinds = [named for named in (getattr(stage, "gives", None), *getattr(stage, "counted", ())) if named]
    for kind in kinds:
        yield from _unknown(kind, body.kinds, place, "kind of seat")
    if stage.does == "highest_averages":
        yield from _seat_mistakes(place, stage.seats, body)


def _seat_mistakes(place: tuple[str | int, ...], seats: Iterable[str], body: Body) -> Iterator[Mistake]:
    filled = {kind for each in body.distribution for kinds in each.areas.values() for kind in kinds}
    for kind in seats:
        yield from _unknown(kind, filled, (*place, "seats"), "kind of seat in the distribution")


def _unknown(named: str, known: Iterable[str], place: tuple[str | int, ...], what: str) -> Iterator[Mistake]:
    names = list(known)
    if named not in names:
        yield place, Problem(_TEMPLATES[what], given=named, near=nearest(named, names) or "—")


_TEMPLATES = {
    "text": "no text of this file is called “{given}”. Known: {near}.",
    "stage": "no fitting stage of this body is called “{given}”. Known: {near}.",
    "kind of seat": "no kind of seat of this body is called “{given}”. Known: {near}.",
    "kind of seat in the distribution": "the distribution has no seats of the kind “{given}”. Known: {near}.",
    "body": "no body of this law is called “{given}”. Known: {near}.",
}
