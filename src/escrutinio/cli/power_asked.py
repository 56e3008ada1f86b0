"""What is asked of power on the command line: who decides, by which majority, who stays away, which coalitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import escrutinio
from escrutinio.cli.base import pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.analysis import Coalitions
    from escrutinio.analysis.power_coalitions import Kind
    from escrutinio.model import Problem
    from escrutinio.outcome import Outcome
    from escrutinio.report.analysis_power import Decided


def absent_of(text: str, outcome: Outcome) -> tuple[str, int]:
    """A list, by any of its names, and how many of its members stay away."""
    from escrutinio.analysis.asked import lists_named
    from escrutinio.model import Problem

    name, number = pair(text, "--absent")
    if not (number.isascii() and number.isdecimal()):
        raise Problem("--absent takes LIST=N, a whole number of members, and “{given}” is none.", given=number)
    return lists_named(outcome.election.lists, [name])[0], int(number)


def deciding(outcome: Outcome, body: str | None) -> list[tuple[str, ...]]:
    """Who decides: as it was typed, or every chamber, those that sit together, and those that must each agree."""
    from escrutinio.analysis.asked import chambers, sitting

    if body:
        parts = [each.strip() for each in body.replace(",", "+").split("+") if each.strip()] or [body]
        found = [sitting(outcome, each) for each in parts]
        return [tuple(each if isinstance(each, str) else each.id for each in found)]
    stating = [name for name in chambers(outcome) if outcome[name].run.body.majorities]
    alone = [(name,) for name in stating or chambers(outcome) or outcome.bodies]
    joint = [each for each in outcome.law.joint if set(each.bodies) <= set(outcome.bodies)]
    return [*alone, *((each.id,) for each in joint), *(each.bodies for each in joint)]


def decided(outcome: Outcome, bodies: Sequence[str], absent: dict[str, int], asked: dict[str, Any]) -> Decided:
    """One decision: by the majority asked for, the usual one, or where the law states none by more than half."""
    from escrutinio.analysis.power_body import half, usual_rule
    from escrutinio.report.analysis_power import Decided

    quota = asked["quota"]
    rule = asked["majority"] or (None if quota else usual_rule(outcome, bodies[0]) or None)
    stated = bool(rule or quota)
    quota = quota if stated else [half(outcome, each) for each in bodies]
    body = bodies[0] if len(bodies) == 1 else tuple(bodies)
    how: dict[str, Any] = {"rule": rule, "quota": quota, "absent": absent}
    found = escrutinio.power(outcome, body, **how)
    listed, refused = _coalitions(outcome, body, [each.player for each in found.rows()], how, asked)
    return Decided(
        bodies=tuple(bodies), power=found, stated=stated, coalitions=listed, absent=bool(absent), refused=refused
    )


def _coalitions(
    outcome: Outcome, body: str | tuple[str, ...], players: Sequence[str], how: dict[str, Any], asked: dict[str, Any]
) -> tuple[tuple[Coalitions, ...], dict[str, Problem]]:
    """The coalitions of the kinds asked for; of those that are too many to list, the reason."""
    from escrutinio.analysis import coalitions
    from escrutinio.analysis.asked import lists_named
    from escrutinio.analysis.power_coalitions import too_many
    from escrutinio.model import Problem

    axis = lists_named(outcome.election.lists, asked["axis"])
    wanted: list[Kind] = [asked["kind"] or "minimal"] if asked["coalitions"] or asked["kind"] or axis else []
    found: list[Coalitions] = []
    refused: dict[str, Problem] = {}
    if axis:
        wanted.append("connected")
    for kind in dict.fromkeys(wanted):
        try:
            found.append(coalitions(outcome, body, kind=kind, axis=[each for each in axis if each in players], **how))
        except Problem as problem:
            if not too_many(problem):
                raise
            refused[kind] = problem
    return tuple(found), refused
