"""Who could vote and who did: turnout of a ballot, and the people that an area's seats are measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.indices_input import by_area
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escrutinio.analysis.indices_input import AreaTable
    from escrutinio.outcome import BodyOutcome, Outcome, Tier

REGISTERED, VALID = "registered", "valid"
BALLOTS = ("blank", "null")
"""Ballots that are no vote for a list; with those that are, the votes cast."""
FEW = 3

NOWHERE = {
    "registered": "the election’s tables do not say how many were registered.",
    "blank": "the election’s tables do not state the blank votes.",
    "null": "the election’s tables do not state the null votes.",
}
SOMEWHERE = {
    "registered": "the election’s tables do not say how many were registered in: {areas}.",
    "blank": "the election’s tables do not state the blank votes of: {areas}.",
    "null": "the election’s tables do not state the null votes of: {areas}.",
}
NEITHER = "the election’s tables state neither the blank nor the null votes."


def turnout(
    outcome: Outcome, tier: Tier, *, several: bool = False
) -> Iterator[tuple[str, Fraction | None, Problem | None]]:
    """The shares of those registered who voted, and of the votes cast that were valid, blank and null.

    Args:
        outcome: who is elected; its law says whether blank votes are valid.
        tier: the ballot as it is counted, with the votes from abroad or without them.
        several: whether each voter has several votes, so that votes are no ballots.

    >>> import escrutinio as es
    >>> outcome = es.elect("bo-2020")
    >>> [round(float(value), 4) for _, value, _ in turnout(outcome, outcome.frame.tiers["president"])]
    [0.8842, 0.8399, 0.9499, 0.0141, 0.036]
    """
    known = {name: int(tier.counts[name].sum()) for name in (*BALLOTS, REGISTERED) if name in tier.counts}
    votes = int(tier.votes[0].sum())
    blank_too = blank_is_valid(outcome)
    valid = votes + known.get("blank", 0) if blank_too else votes
    cast = votes + sum(known.get(name, 0) for name in BALLOTS)
    parts: dict[str, tuple[int, int, tuple[str, ...]]] = {
        "turnout": (cast, known.get(REGISTERED, 0), (*BALLOTS, REGISTERED)),
        "turnout_valid": (valid, known.get(REGISTERED, 0), (*(BALLOTS[:1] if blank_too else ()), REGISTERED)),
        "valid_share": (valid, cast, BALLOTS),
        "blank_share": (known.get("blank", 0), cast, BALLOTS),
        "null_share": (known.get("null", 0), cast, BALLOTS),
    }
    for name, (part, whole, needed) in parts.items():
        missing = [each for each in needed if each not in known]
        if several or missing or not whole:
            yield name, None, _why(outcome, tier, missing, several=several, voted=bool(cast))
        else:
            yield name, Fraction(part, whole), None


def blank_is_valid(outcome: Outcome) -> bool:
    """Whether the law counts blank votes among the valid ones: some threshold of it is a share of both.

    >>> import escrutinio as es
    >>> blank_is_valid(es.elect("es-2016")), blank_is_valid(es.elect("bo-2020"))
    (True, False)
    """
    stages = [stage for body in outcome.law.bodies.values() for stage in body.stages]
    return any(_asks_of_both(stage) for stage in stages)


def _asks_of_both(part: Any) -> bool:  # noqa: ANN401 - a stage, or any part of its conditions
    """Whether a condition somewhere in a stage is a share of valid and blank votes together."""
    if isinstance(part, Mapping):
        return any(_asks_of_both(each) for each in part.values())
    if is_dataclass(part):
        return getattr(part, "of", None) == "valid_and_blank" or any(
            _asks_of_both(getattr(part, each.name)) for each in fields(part)
        )
    return isinstance(part, tuple) and any(map(_asks_of_both, part))


def _why(outcome: Outcome, tier: Tier, missing: Sequence[str], *, several: bool, voted: bool) -> Problem:
    """Why a share of the votes cast, or of those registered, cannot be told."""
    if several:
        return Problem("a voter has several votes on this ballot, so that its votes do not say how many voted.")
    if not missing:
        return Problem("nobody is registered.") if voted else Problem("nobody voted.")
    names = set(tier.names)
    tallies = [each for each in outcome.election.tallies if each.tier == tier.name and each.constituency in names]
    areas = {name: [each.constituency for each in tallies if getattr(each, name) is None] for name in missing}
    somewhere = next((name for name in missing if 0 < len(areas[name]) < len(tallies)), None)
    if somewhere is not None:
        named = areas[somewhere]
        told = ", ".join(named[:FEW]) + (" …" if len(named) > FEW else "")
        return Problem(SOMEWHERE[somewhere], areas=told)
    return Problem(NEITHER) if set(BALLOTS) <= set(missing) else Problem(NOWHERE[missing[0]])


def people_of(
    outcome: Outcome, body: BodyOutcome, tier: Tier, population: str | None
) -> tuple[str, dict[str, int], dict[str, int]]:
    """What an area's seats are measured against, and by area its people and its seats."""
    table = by_area(body, tier)
    seats = dict(zip(table.areas, table.seats.sum(axis=1).tolist(), strict=True))
    bases = {**_measured(outcome, table), **_counted(tier, table)}
    if population is not None and population not in bases:
        raise Problem(
            "the areas of “{body}” have no “{measure}”. Did you mean {near}?",
            body=body.id,
            measure=population,
            near=nearest(population, bases),
        )
    name = population or ("population" if "population" in bases else next(iter(bases)))
    people = bases[name]
    return name, {area: people[area] for area in table.areas}, seats


def _measured(outcome: Outcome, table: AreaTable) -> dict[str, dict[str, int]]:
    """Numbers of areas in the election's tables, where every area has one."""
    known = outcome.frame.measures
    return {name: dict(of) for name, of in known.items() if all(area in of for area in table.areas)}


def _counted(tier: Tier, table: AreaTable) -> dict[str, dict[str, int]]:
    """Registered voters, where they are stated, and valid votes."""
    valid = dict(zip(table.areas, table.votes.sum(axis=1).tolist(), strict=True))
    registered = tier.counts.get(REGISTERED)
    if registered is None:
        return {VALID: valid}
    own = tier.names if set(table.areas) <= set(tier.names) else tier.regions()
    found = dict.fromkeys(table.areas, 0)
    for area, voters in zip(own, registered[0].tolist(), strict=True):
        if area in found:
            found[area] += voters
    return {REGISTERED: found, VALID: valid}
