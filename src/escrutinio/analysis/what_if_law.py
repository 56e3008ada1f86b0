"""The law of a what-if: what every step changes of it, and which of its bodies stands for which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.analysis.scenario import Abroad, OtherLaw
from escrutinio.law import amend, in_force, load
from escrutinio.model import Problem
from escrutinio.outcome import body_named, fitting_bodies, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from escrutinio.analysis.scenario import Change
    from escrutinio.law import BodyInForce, LawFile
    from escrutinio.model import Election
    from escrutinio.outcome import Outcome


def other_law(
    changes: Iterable[Change], law: LawFile, day: date | None, election: Election
) -> tuple[LawFile, date | None]:
    """The law and the day that all changes together make: the last law, on the last day, with every value set.

    Args:
        changes: of votes and of the law; later values replace earlier ones.
        law: the law before any change.
        day: the day before any change; the election's own where None.
        election: whose day it is otherwise.

    Raises:
        Problem: a value does not fit the law, or the law counts the votes abroad anyway.

    >>> import escrutinio as es
    >>> steps = [OtherLaw(set={"deputies.threshold.admits.share": "5/100"}), OtherLaw(law="bo")]
    >>> other_law(steps, es.law.load("bo"), None, es.election("bo-2020"))[0].amendments
    ('deputies.threshold.admits.share = 5/100',)
    """
    values: dict[str, Any] = {}
    abroad = False
    for change in changes:
        if isinstance(change, OtherLaw):
            law, day = (load(change.law) if change.law else law), change.day or day
            values |= change.set
        elif isinstance(change, Abroad):
            abroad = change.abroad == "counted"
    when = day or election.date
    values = (_abroad_counted(law, when) if abroad else {}) | values
    return (amend(law, values, since=when) if values else law), day


def _abroad_counted(law: LawFile, day: date) -> dict[str, str]:
    """What to set so that every stage in force counts the votes abroad."""
    found = {
        f"{name}.{stage.id}.abroad": "counted"
        for name, body in in_force(law, day).bodies.items()
        for stage in body.stages
        if getattr(stage, "abroad", "counted") == "not_counted"
    }
    if not found:
        raise Problem(
            "the law “{law}” counts the votes abroad everywhere already, so nothing would change. Leave it out.",
            law=law.law,
        )
    return found


def paired(
    before: Outcome,
    law: LawFile,
    day: date | None,
    election: Election,
    changes: Sequence[Change],
    *,
    every: bool = False,
) -> dict[str, str]:
    """For each body of the outcome, the one of the other law that is set against it; none for the others.

    By their ids; else the only office, or the only chamber, that each side has besides; or as a change says.

    Args:
        before: as it was.
        law: the other law.
        day: its day; the election's own where None.
        election: with the votes of the other outcome.
        changes: of which one may name the body.
        every: whether nobody asked for certain bodies, so that those which the votes do not fit are left out.

    Raises:
        Problem: no body of the other law stands for any of them, or there is none of that name.
    """
    rules = in_force(law, day or election.date).bodies
    named = next((each.body for each in reversed(changes) if isinstance(each, OtherLaw) and each.body), "")
    if named:
        if len(before.bodies) > 1:
            raise Problem(
                "“{body}” of the other law can be set against one body only. Say which, of {known}.",
                body=named,
                known=", ".join(before.bodies),
            )
        return {name: body_named(rules, named) for name in before.bodies}
    fitting = {name: rules[name] for name in fitting_bodies(frame(election), rules)}
    found = {name: name for name in before.bodies if name in (fitting if every else rules)}
    if law.law != before.law.law.law:
        own = {name: each.run.body for name, each in before.bodies.items() if name not in found}
        found |= _only_ones(own, {name: body for name, body in fitting.items() if name not in found.values()})
    if not found:
        raise Problem(
            "no body of the law “{law}” stands for {bodies}. It has: {known}. Ask about one body, and name the other "
            "law's with --body (in a scenario, body:).",
            law=law.law,
            bodies=", ".join(f"“{each}”" for each in before.bodies),
            known=", ".join(rules),
        )
    return found


def _only_ones(own: Mapping[str, BodyInForce], other: Mapping[str, BodyInForce]) -> dict[str, str]:
    """The bodies of which each side has one of a kind: an office, or a chamber."""
    found = {}
    for office in (True, False):
        here, there = ([name for name, each in side.items() if _office(each) == office] for side in (own, other))
        if len(here) == len(there) == 1:
            found[here[0]] = there[0]
    return found


def _office(body: BodyInForce) -> bool:
    """Whether a body is a single seat, which one condition wins."""
    return any(stage.does == "single_winner" for stage in body.stages)
