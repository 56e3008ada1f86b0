"""Another number of seats: of a body in all, or of areas by name, written into the law and the election's tables."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.scenario import Seats
from escrutinio.analysis.what_if_votes import shared
from escrutinio.documents import nearest
from escrutinio.law import amend, in_force
from escrutinio.law.distribution import AsApportioned, Districts, Each, Named, Total
from escrutinio.model import Problem
from escrutinio.outcome import body_named, frame, run_body
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from escrutinio.analysis.scenario import Change
    from escrutinio.law import BodyInForce, LawFile
    from escrutinio.model import Election
    from escrutinio.outcome import BodyRun


@dataclass(frozen=True, slots=True)
class Unit:
    """Seats of a kind that stand in one place: in all, or in one area; ``tier`` where the election's tables tell them.

    ``stage`` shares them out among areas by the law; ``fixed`` ones are won one by one, or as many in every area.
    """

    kind: str
    area: str
    seats: int
    tier: str = ""
    stage: str = ""
    region: str = ""
    fixed: bool = False


def reseated(changes: Iterable[Change], law: LawFile, day: date | None, election: Election) -> tuple[LawFile, Election]:
    """The law and the election with the numbers of seats that changes ask for.

    A body's seats in all are shared out among its areas in proportion to those they have, by largest remainders, or
    as the law itself shares them out; districts with one winner, and seats of which every area has as many, stay.

    Args:
        changes: of which some may be of seats.
        law: with every other change.
        day: whose rules apply; the election's own where None.
        election: with its tables.

    Raises:
        Problem: an unknown name, or seats that cannot be changed so.

    >>> import escrutinio as es
    >>> _, made = reseated([Seats(seats={"sejm": 230})], es.law.load("pl"), None, es.election("pl-2023"))
    >>> sum(each.seats for each in made.constituencies)
    230
    """
    when = day or election.date
    for change in changes:
        if isinstance(change, Seats):
            for name, number in change.seats.items():
                law, election = _changed(name, number, change.body, law, when, election)
    return law, election


def _changed(  # noqa: PLR0917 - one number, of whom, and where it is written
    name: str, number: int, of: str, law: LawFile, when: date, election: Election
) -> tuple[LawFile, Election]:
    bodies = in_force(law, when).bodies
    chamber = _called(name, bodies)
    if chamber is not None:
        body = chamber
        units = list(_units(run_body(frame(election), body)))
        wanted, members = _in_all(number, units, body), number
    else:
        body, units, wanted = _in_area(name, number, _asked(of, bodies), election)
        members = None
    values = _law_values(body, units, wanted, members)
    law = amend(law, values, since=when) if values else law
    told = {(unit.tier, unit.area): seats for unit, seats in zip(units, wanted, strict=True) if unit.tier}
    places = tuple(
        replace(each, seats=told[each.tier, each.name]) if (each.tier, each.name) in told else each
        for each in election.constituencies
    )
    return law, replace(election, constituencies=places)


def _called(name: str, bodies: Mapping[str, BodyInForce]) -> BodyInForce | None:
    with suppress(Problem):
        return bodies[body_named(bodies, name)]
    return None


def _asked(of: str, bodies: Mapping[str, BodyInForce]) -> list[BodyInForce]:
    return [bodies[body_named(bodies, of)]] if of else [each for each in bodies.values() if each.distribution]


def _units(run: BodyRun) -> Iterator[Unit]:
    """Where the seats of a body stand."""
    body = run.body
    distribution = body.distribution
    if distribution is None:
        raise Problem("“{body}” is one office: it has no seats to change. Name a chamber.", body=body.id)
    single = {kind for stage in body.stages if stage.does == "plurality" for kind in (stage.gives, *stage.seats)}
    for region, kinds in distribution.areas.items():
        for kind, seats in kinds.items():
            yield Unit(kind, region, seats, fixed=kind in single)
    for kind, where in distribution.kinds.items():
        yield from (replace(each, fixed=each.fixed or kind in single) for each in _of_kind(kind, where, run))


def _of_kind(kind: str, where: Any, run: BodyRun) -> Iterator[Unit]:  # noqa: ANN401 - any way to tell seats
    if isinstance(where, Total):
        yield Unit(kind, "", where.total)
    elif isinstance(where, Named):
        yield from (Unit(kind, area, seats) for area, seats in where.areas.items())
    elif isinstance(where, Each):
        tier = run.bench.tier(where.votes)
        areas = run.bench.areas(where.per, tier)[0] if tier is not None else ()
        yield from (Unit(kind, area, where.each, fixed=True) for area in areas)
    elif isinstance(where, Districts):
        tier = run.bench.tier(where.districts)
        for each in tier.constituencies if tier is not None else ():
            yield Unit(kind, each.name, each.seats or 0, tier=tier.name if tier else "", region=each.region)
    elif isinstance(where, AsApportioned):
        yield from _apportioned(kind, run.stages[where.stage], run)


def _apportioned(kind: str, stage: Any, run: BodyRun) -> Iterator[Unit]:  # noqa: ANN401 - the run of a stage
    """Seats that a stage shares out; where it takes them from the election's tables they stand there."""
    tier = run.bench.tier(stage.stage.votes) if stage.facts.get("told") else None
    if tier is not None and stage.per == "constituency":
        for each in tier.constituencies:
            yield Unit(kind, each.name, each.seats or 0, tier=tier.name, stage=stage.stage.id, region=each.region)
    else:
        for area, seats in zip(stage.areas, stage.facts["by_area"][0].tolist(), strict=True):
            yield Unit(kind, area, seats, stage=stage.stage.id, fixed=tier is not None)


def _in_all(number: int, units: Sequence[Unit], body: BodyInForce) -> list[int]:
    """The seats of every unit where the body has so many in all."""
    members = body.distribution.members if body.distribution else None
    free = sum(each.seats for each in units if not each.fixed)
    fixed = sum(each.seats for each in units if each.fixed)
    inside = members == free and fixed > 0  # districts are won out of the others
    if not free or (members is not None and not inside and free + fixed > members):
        raise Problem(
            "the seats of “{body}” cannot be changed in all: which of them would be more or fewer, the law does not "
            "say. Name areas, or change the law's own values with --set.",
            body=body.id,
        )
    left = number - (0 if inside else fixed)
    if left < (fixed if inside else 0):
        raise Problem(
            "“{body}” has {fixed} seats that stay as they are, so it cannot have {number} in all. Give more.",
            body=body.id,
            fixed=fixed,
            number=number,
        )
    outside = 0 if inside or members is None else members - free - fixed  # elected elsewhere, or not at hand
    parts = iter(shared(left, [*(each.seats for each in units if not each.fixed), outside]))
    return [each.seats if each.fixed else next(parts) for each in units]


def _in_area(
    name: str, number: int, bodies: Sequence[BodyInForce], election: Election
) -> tuple[BodyInForce, list[Unit], list[int]]:
    """The body that has seats in an area of that name, and the seats of every unit where the area has so many."""
    found, known = [], []
    for body in bodies:
        try:
            units = list(_units(run_body(frame(election), body)))
        except Problem:  # a body of which the election has no votes
            continue
        at = [place for place, each in enumerate(units) if each.area and fold(each.area) == fold(name)]
        open_ones = [place for place in at if not units[place].fixed] or at
        known += [each.area for each in units if each.area]
        if open_ones:
            found.append((body, units, open_ones))
    if not found:
        near = nearest(name, dict.fromkeys([*(each.id for each in bodies), *known]))
        raise Problem(
            "no body has seats in “{name}”, and none is called so. Did you mean {near}?", name=name, near=near
        )
    if len(found) > 1 or len(found[0][2]) > 1:
        raise Problem(
            "“{name}” has seats of several kinds: {kinds}. Ask about one body (in a scenario, body:), or change the "
            "law's own values with --set.",
            name=name,
            kinds=", ".join(f"{body.id} {units[at].kind}" for body, units, places in found for at in places),
        )
    body, units, (place,) = found[0]
    return body, units, [number if at == place else each.seats for at, each in enumerate(units)]


def _law_values(body: BodyInForce, units: Sequence[Unit], wanted: Sequence[int], members: int | None) -> dict[str, Any]:
    """What the law says otherwise then."""
    distribution: Any = body.distribution
    changed = [(unit, seats) for unit, seats in zip(units, wanted, strict=True) if seats != unit.seats]
    if not changed:
        return {}
    values: dict[str, Any] = {}
    at = f"{body.id}.distribution"
    if distribution.members is not None:
        more = sum(seats - unit.seats for unit, seats in changed)
        values[f"{at}.members"] = distribution.members + more if members is None else members
    if distribution.areas:
        values[f"{at}.areas"] = _by_region(units, wanted)
    for kind in dict.fromkeys(unit.kind for unit, _ in changed):
        own = [(unit, seats) for unit, seats in zip(units, wanted, strict=True) if unit.kind == kind]
        where = distribution.kinds.get(kind)
        if isinstance(where, Total):
            values[f"{at}.kinds.{kind}.total"] = own[0][1]
        elif isinstance(where, (Named, Each)):
            values[f"{at}.kinds.{kind}"] = {"areas": {unit.area: seats for unit, seats in own}}
        elif isinstance(where, AsApportioned):
            values[f"{body.id}.{where.stage}.total"] = sum(seats for _, seats in own)
            values |= _fixed(body, where.stage, [each for each in changed if each[0].kind == kind and not each[0].tier])
    return values


def _by_region(units: Sequence[Unit], wanted: Sequence[int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for unit, seats in zip(units, wanted, strict=True):
        found.setdefault(unit.area, {})[unit.kind] = seats
    return found


def _fixed(body: BodyInForce, stage: str, changed: Sequence[tuple[Unit, int]]) -> dict[str, Any]:
    """One area's number where a stage of the law shares the others out; not where all are shared out anew."""
    rule: Any = next(each for each in body.stages if each.id == stage)
    if len(changed) != 1:
        return {}
    unit, seats = changed[0]
    return {f"{body.id}.{stage}.fixed": {**(rule.fixed or {}), unit.area: seats}}
