"""Who could vote and who did: turnout of a ballot, and the people that an area's seats are measured against."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from escrutinio.analysis.indices_input import by_area
from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome import counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.analysis.indices_input import AreaTable
    from escrutinio.outcome import BodyOutcome, Outcome, Tier

REGISTERED, VALID = "registered", "valid"


def turnout(outcome: Outcome, tier: str) -> Iterator[tuple[str, Fraction | None, Problem | None]]:
    """The shares of those registered who voted, and of the votes cast that were valid, blank and null.

    >>> import escrutinio as es
    >>> [round(float(value), 4) for _, value, _ in turnout(es.elect("bo-2020"), "president")]
    [0.8842, 0.9499, 0.0141, 0.036]
    """
    of = counts(outcome, tier)
    cast = of.cast if of.cast is not None else _added(of.valid, of.blank, of.null)
    parts = {
        "turnout": (cast, of.registered),
        "valid_share": (of.valid, cast),
        "blank_share": (of.blank, cast),
        "null_share": (of.null, cast),
    }
    for name, (part, whole) in parts.items():
        if part is None or not whole:
            yield name, None, Problem("the election’s tables do not state it for every area.")
        else:
            yield name, Fraction(part, whole), None


def _added(*parts: int | None) -> int | None:
    known = [each for each in parts if each is not None]
    return sum(known) if len(known) == len(parts) else None


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
