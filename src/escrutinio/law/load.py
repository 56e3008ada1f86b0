"""Laws off the shelf or from a file, and the rules of one that are in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from escrutinio.documents import country_folders, nearest, read_checked
from escrutinio.law.distribution import Distribution
from escrutinio.law.references import mistakes, named_by
from escrutinio.law.schema import Body, Joint, LawFile, Majority
from escrutinio.law.stages import Stage
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from escrutinio.law.dated import Dated

    AnyDated = TypeVar("AnyDated", bound=Dated)
    Named = TypeVar("Named", bound=Stage | Majority)


@dataclass(frozen=True, slots=True)
class BodyInForce:
    """One body's rules on one day: the latest version of every stage that has begun and not ended."""

    id: str
    body: Body
    stages: tuple[Stage, ...]
    distribution: Distribution | None
    majorities: tuple[Majority, ...]


@dataclass(frozen=True, slots=True)
class LawInForce:
    """A body of law as it stands on one day."""

    law: LawFile
    day: date
    bodies: Mapping[str, BodyInForce]
    joint: tuple[Joint, ...]


def available() -> tuple[str, ...]:
    """The ids of all laws at hand, in alphabetical order.

    >>> "bo" in available()
    True
    """
    return tuple(sorted(path.stem for path in _law_files()))


def load(law: str | Path) -> LawFile:
    """Read one body of law, by its id or from a YAML file of the same form.

    Args:
        law: an id of ``available()``, or the path of a file.

    Returns:
        The whole law, with every version of every stage.

    Raises:
        Problem: the law is unknown, or the file has mistakes; all are named, each with its line.

    >>> load("bo").law
    'bo'
    """
    return read_checked(law_file(law), LawFile, mistakes)


def in_force(law: LawFile, day: date) -> LawInForce:
    """The rules of a law on one day; a body with no stage in force that day is left out.

    >>> from datetime import date
    >>> [stage.id for stage in in_force(load("bo"), date(2020, 10, 18)).bodies["senate"].stages]
    ['senators']
    """
    bodies = {name: _body_in_force(name, body, day) for name, body in law.bodies.items()}
    live = {name: body for name, body in bodies.items() if body.stages}
    if not live:
        raise _nothing_in_force(law, day)
    return LawInForce(law, day, live, tuple(each for each in law.joint if each.in_force(day)))


def _nothing_in_force(law: LawFile, day: date) -> Problem:
    """What to say of a day without rules: when the first begins, or the next."""
    begins = sorted(stage.since for body in law.bodies.values() for stage in body.stages)
    later = [each for each in begins if each > day]
    if not later:
        ended = "no rule of the law “{law}” was in force on {day}; all of them have ended."
        return Problem(ended, law=law.law, day=day)
    template = (
        "no rule of the law “{law}” was in force on {day}. Its first begins on {begins}."
        if later == begins
        else "no rule of the law “{law}” was in force on {day}. The next begins on {begins}."
    )
    return Problem(template, law=law.law, day=day, begins=later[0])


def _body_in_force(name: str, body: Body, day: date) -> BodyInForce:
    distribution = _latest(body.distribution, day)
    stages = _by_id(body.stages, day)
    _stand_in_order(name, stages, day)
    return BodyInForce(
        id=name,
        body=body,
        stages=stages,
        distribution=distribution[-1] if distribution else None,
        majorities=_by_id(body.majorities, day),
    )


def _stand_in_order(body: str, stages: tuple[Stage, ...], day: date) -> None:
    """A stage that names another finds it in force, and before it."""
    before: set[str] = set()
    for stage in stages:
        for needed in named_by(stage).values():
            if needed not in before:
                raise Problem(
                    "on {day} the stage “{stage}” of “{body}” needs “{needed}” before it, and none is in force. "
                    "Correct its dates, or its place in the file.",
                    day=day,
                    stage=stage.id,
                    body=body,
                    needed=needed,
                )
        before.add(stage.id)


def _latest(values: Iterable[AnyDated], day: date) -> list[AnyDated]:
    """Those in force, the one that began last standing last."""
    return sorted((each for each in values if each.in_force(day)), key=lambda each: each.since)


def _by_id(values: tuple[Named, ...], day: date) -> tuple[Named, ...]:
    """The latest version of each id in force, in the order of the file."""
    latest = {each.id: each for each in _latest(values, day)}
    return tuple(each for each in values if latest.get(each.id) is each)


def _law_files() -> tuple[Path, ...]:
    return tuple(path for folder in country_folders() for path in sorted(folder.glob("laws/*.yaml")))


def law_file(law: str | Path) -> Path:
    """Where a law is written, by its id or the path of its file.

    >>> law_file("bo").name
    'bo.yaml'
    """
    if isinstance(law, Path) or law.endswith((".yaml", ".yml")):
        return Path(law)
    found = [path for path in _law_files() if path.stem == law.replace("_", "-")]
    if not found:
        raise Problem(
            "no law is called “{law}”. Did you mean {near}? Give an id, or the path of a .yaml file.",
            law=law,
            near=nearest(law, [each for each in available() if law.startswith(each)] or available()),
        )
    return found[0]
