"""The decision that a law puts before the lists of a body: their seats, and the majority it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.asked import sitting, words_of
from escrutinio.analysis.power_game import AllOf, Rule, whole
from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.analysis.power_game import Decision
    from escrutinio.law.schema import Majority
    from escrutinio.outcome import Outcome


ABSOLUTE = "absolute-majority"


def decision_of(
    outcome: Outcome,
    body: str | Sequence[str],
    *,
    rule: str | None = None,
    quota: int | Sequence[int] | None = None,
    absent: Mapping[str, int] | None = None,
) -> Decision:
    """The majority of a body's law as a rule over the lists' seats; several bodies must all agree.

    >>> import escrutinio as es
    >>> decision_of(es.elect("bo-2020"), "senate", rule="two-thirds").quota
    24
    """
    bodies = [body] if isinstance(body, str) else list(body)
    needed = _needed(len(bodies), rule, quota)
    if isinstance(body, str):
        return _rule(outcome, body, needed[0], absent or {})
    if absent and len(body) > 1:
        raise Problem(
            "who is absent is told of one body, and {bodies} are asked for. Ask one by one.", bodies=", ".join(body)
        )
    return AllOf(tuple(_rule(outcome, name, each, absent or {}) for name, each in zip(body, needed, strict=True)))


def _needed(bodies: int, rule: str | None, quota: int | Sequence[int] | None) -> list[int | str]:
    """What each body decides by: a majority by its name, or so many votes."""
    if quota is None:
        return [rule or ABSOLUTE] * bodies
    if rule is not None:
        raise Problem(
            "a quota of {quota} and the majority “{rule}” are both asked for. Ask for one of them.",
            quota=quota,
            rule=rule,
        )
    quotas: list[Any] = list(quota) if isinstance(quota, Sequence) else [quota] * bodies
    wrong = next((each for each in quotas if not whole(each) or each < 1), None)
    if wrong is not None:
        raise Problem("a quota of “{quota}” decides nothing. Give a whole number of votes from 1 up.", quota=wrong)
    if len(quotas) != bodies:
        raise Problem(
            "there are {quotas} quotas and {bodies} bodies. Give one for all, or one for each.",
            quotas=len(quotas),
            bodies=bodies,
        )
    return [int(each) for each in quotas]


def usual_rule(outcome: Outcome, body: str) -> str:
    """The majority that is meant where none is named: the absolute one, or the first that the law states, or none.

    >>> import escrutinio as es
    >>> usual_rule(es.elect("bo-2020"), "assembly")
    'absolute-majority'
    """
    known = [each.id for each in _parts(outcome, body)[1]]
    return "absolute-majority" if "absolute-majority" in known else next(iter(known), "")


def half(outcome: Outcome, body: str) -> int:
    """The fewest members that are more than half of a body, or of bodies that sit together.

    >>> import escrutinio as es
    >>> half(es.elect("bo-2020"), "assembly")
    84
    """
    parts = [outcome[part] for part in _parts(outcome, body)[0]]
    members = sum(part.members for part in parts)
    return _reached(body, members // 2 + 1, members, sum(part.filled for part in parts))


def _reached(body: str, needed: int, members: int, filled: int) -> int:
    """So many of a body, where the seats whose holders are known are as many."""
    if filled < needed:
        raise Problem(
            "“{body}”: {needed} of {members} members decide, and the votes at hand fill only {filled} seats. Who could "
            "decide hangs on the others: add their votes, or give a quota.",
            body=body,
            needed=needed,
            members=members,
            filled=filled,
        )
    return needed


def _rule(outcome: Outcome, body: str, rule: str | int, absent: Mapping[str, int]) -> Rule:
    parts, majorities = _parts(outcome, body)
    seats: dict[str, int] = {}
    members = 0
    for part in parts:
        found = outcome[part]
        settled(outcome, part)
        members += found.members
        for name, held in found.totals().items():
            seats[name] = seats.get(name, 0) + held
    present = _present(seats, absent, words_of(outcome.election.lists))
    if isinstance(rule, int):
        return Rule(present, rule)
    majority = _majority(body, majorities, rule, outcome)
    # seats that nobody fills belong to the body, and are never present
    of = members if majority.of == "members" else sum(present.values())
    return Rule(present, _reached(body, majority.needed(of), members, sum(seats.values())))


def settled(outcome: Outcome, body: str) -> None:
    """Refuse a body whose seats are not all known."""
    found = outcome[body]
    if found.pending:
        raise Problem(
            "“{body}”: a lot still decides a seat ({address}). Draw it and hand it to elect, or ask of each outcome "
            "that is possible.",
            body=found.id,
            address=found.pending[0].address,
        )
    if found.unknown and found.unfilled:
        raise Problem(
            "“{body}”: {seats} seats are not known, since the election has no votes of “{tier}”. Add them first.",
            body=found.id,
            seats=found.unfilled,
            tier=found.unknown[0],
        )


def _parts(outcome: Outcome, body: str) -> tuple[tuple[str, ...], tuple[Majority, ...]]:
    """The bodies that sit together under a name, and the majorities they decide by."""
    joint = sitting(outcome, body)
    if isinstance(joint, str):
        return (joint,), outcome[joint].run.body.majorities
    day = outcome.law.day
    return joint.bodies, tuple(each for each in joint.majorities if each.in_force(day))


def _majority(body: str, majorities: Sequence[Majority], rule: str, outcome: Outcome) -> Majority:
    """The majority of that name: where there are two versions, the one in force."""
    known = {each.id: each for each in majorities}
    if not known:
        raise Problem(
            "the law “{law}” states no majority by which “{body}” decides. Ask power_of with a quota of your own.",
            law=outcome.law.law.law,
            body=body,
        )
    if rule not in known:
        raise Problem(
            "“{body}” decides by no majority called “{rule}”. Did you mean {near}?",
            body=body,
            rule=rule,
            near=nearest(rule, known),
        )
    return known[rule]


def _present(seats: Mapping[str, int], absent: Mapping[str, int], known: Mapping[str, str]) -> dict[str, int]:
    """The members of each list that take part; who is absent may be told by any name of the list."""
    absent = {name if name in seats else known.get(fold(name), name): away for name, away in absent.items()}
    for name, away in absent.items():
        if name not in seats:
            raise Problem(
                "“{name}” has no seat to be absent from. Did you mean {near}?", name=name, near=nearest(name, seats)
            )
        if not whole(away) or not 0 <= away <= seats[name]:
            raise Problem(
                "{away} of “{name}” cannot be absent: it has {seats} seats.", away=away, name=name, seats=seats[name]
            )
    return {name: held - int(absent.get(name, 0)) for name, held in seats.items()}
