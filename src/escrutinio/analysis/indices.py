"""How proportional, how fragmented, how even: indices of a body's votes and seats, each with its formula and its paper.

Whatever is rational is an exact fraction; roots, logarithms and averages over many areas are floats. An index that is
undefined is None, and says why.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from escrutinio.analysis import indices_areas, indices_districts
from escrutinio.analysis.asked import outcome_of
from escrutinio.analysis.indices_input import (
    ballot_of,
    by_area,
    checked,
    shared,
    shares,
    shares_of,
    tabled,
    voters_of,
)
from escrutinio.analysis.indices_parties import PARTIES
from escrutinio.analysis.indices_people import people_of, turnout
from escrutinio.analysis.indices_ratios import RATIOS
from escrutinio.analysis.indices_result import Index, IndexRow, Indices
from escrutinio.analysis.indices_seats import DEVIATIONS
from escrutinio.analysis.power_body import settled
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from escrutinio.analysis.asked import Asked
    from escrutinio.analysis.indices_input import AreaTable, Counts, Shares
    from escrutinio.analysis.indices_result import Number
    from escrutinio.outcome import BodyOutcome, Outcome, Tier

__all__ = ["Index", "IndexRow", "Indices", "indices", "indices_of", "malapportionment", "nationalisation"]


def indices_of(votes: Counts, seats: Counts) -> Indices:
    """Disproportionality and effective numbers of lists, from plain votes and seats.

    Args:
        votes: by list, or in a row.
        seats: by list, or in the same row.

    Returns:
        Every index of these two groups; one that is undefined says why.

    Raises:
        Problem: counts below zero or no whole numbers, a list with seats that is not among the votes.

    >>> indices_of([60, 28, 12], [6, 3, 1])["gallagher"].value
    0.02
    """
    lists = checked(votes, seats)
    return Indices(tuple(_proportions(lambda: shared(*lists))))


def malapportionment(population: Counts, seats: Counts) -> Indices:
    """How far seats are from people, area by area.

    Args:
        population: people, or registered voters, by area.
        seats: by area.

    >>> str(malapportionment({"North": 300, "South": 100}, {"North": 2, "South": 2})["samuels_snyder"].value)
    '1/4'
    """
    areas = checked(population, seats)
    return Indices(tuple(_group(indices_areas.AREAS, lambda: shared(*areas))))


def nationalisation(votes: Mapping[str, Mapping[str, int]]) -> Indices:
    """How evenly lists stand in a country's areas.

    Args:
        votes: by area, then by list.

    Raises:
        Problem: the votes do not stand by area and list, or some are no whole numbers from 0 up.

    >>> nationalisation({"North": {"A": 60, "B": 40}, "South": {"A": 60, "B": 40}})["jones_mainwaring", "A"].value
    1.0
    """
    lists, table = tabled(votes)
    return Indices(tuple(_nationalisation(lambda: indices_areas.spread(lists, table))))


def indices(outcome: Asked, body: str, *, ballot: str | None = None, population: str | None = None) -> Indices:
    """Every index of a body of an outcome.

    Args:
        outcome: who is elected, or an election or its id, which is elected by its own law; no lot that matters may be
            left to draw.
        body: the body's name in the law file, or as people call it.
        ballot: the tier whose votes are compared with the seats; the one that shares out the seats where None. Where
            the law divides votes by the seats of their district, so that voters count alike, so do the indices.
        population: a measure of the areas in the election's tables, ``registered`` or ``valid``, to compare their seats
            with; the first of these that is known where None.

    Returns:
        Disproportionality, effective numbers, turnout, wasted votes, nationalisation, malapportionment.

    Raises:
        Problem: no such body or ballot, a lot still to be drawn, seats that are not known.

    >>> found = indices("bo-2020", "deputies")
    >>> round(found["gallagher"].value, 4), round(float(found["laakso_taagepera", "votes"].value), 2)
    (0.0276, 2.47)
    """
    outcome = outcome_of(outcome)
    settled(outcome, body)
    chosen = outcome[body]
    cast = ballot_of(chosen, ballot)
    voters = voters_of(chosen, cast)
    tier = cast if voters is None else voters
    voted = (Index(name, "", value, why) for name, value, why in turnout(outcome, cast, several=voters is not None))
    named, found = _malapportionment(outcome, chosen, tier, population)
    parts = (*_of_lists(chosen, tier), *voted, *_of_areas(chosen, tier), *found)
    return Indices(parts, chosen.id, tier.name, named, voters is not None)


def _of_lists(body: BodyOutcome, tier: Tier) -> Iterator[Index]:
    yield from _proportions(lambda: shares_of(body, tier))
    yield from _group({"unrepresented": indices_districts.unrepresented}, lambda: shares_of(body, tier))


def _proportions(of: Callable[[], Shares]) -> Iterator[Index]:
    yield from _group({**DEVIATIONS, **RATIOS}, of)
    yield from _group(PARTIES, lambda: of().v, "votes")
    yield from _group(PARTIES, lambda: of().s, "seats")


def _of_areas(body: BodyOutcome, tier: Tier) -> Iterator[Index]:
    def local() -> AreaTable:
        return by_area(body, tier)

    yield from _group({"unrepresented_locally": indices_districts.unrepresented_locally}, local)
    yield from _of_districts(body)
    yield from _nationalisation(lambda: indices_areas.spread(body.run.lists, tier.votes[0]))


def _of_districts(body: BodyOutcome) -> Iterator[Index]:
    """Wasted votes of districts of one seat; each index tells how many of them it uses."""
    try:
        found = indices_districts.districts(body)
    except Problem as problem:
        named = (*indices_districts.WASTED, *indices_districts.PAIRED)
        yield from (Index(name, "", None, problem) for name in named)
        return
    yield from (
        replace(each, districts=len(found.counted), of_districts=found.number)
        for each in _group(indices_districts.WASTED, lambda: found.counted)
    )
    try:
        two = indices_districts.pair(found.counted)
    except Problem as problem:
        yield from (Index(name, "", None, problem) for name in indices_districts.PAIRED)
        return
    between = f"{found.lists[two.first]}–{found.lists[two.second]}"
    paired = _group(indices_districts.PAIRED, lambda: two, between)
    yield from (replace(each, districts=len(two.districts), of_districts=found.number) for each in paired)


def _malapportionment(
    outcome: Outcome, body: BodyOutcome, tier: Tier, population: str | None
) -> tuple[str, list[Index]]:
    try:
        named, people, seats = people_of(outcome, body, tier, population)
    except Problem as problem:
        if population is not None:
            raise
        return "", [Index(name, "", None, problem) for name in indices_areas.AREAS]
    return named, list(_group(indices_areas.AREAS, lambda: shares(people, seats)))


def _nationalisation(of: Callable[[], indices_areas.Spread]) -> Iterator[Index]:
    for name, compute in indices_areas.EACH_LIST.items():
        try:
            x = of()
            values = compute(x)
        except Problem as problem:
            yield Index(name, "", None, problem)
            continue
        yield Index(name, "", indices_areas.of_system(values, x))
        yield from (Index(name, each, float(value)) for each, value in zip(x.lists, values, strict=True))
    yield from _group(indices_areas.SYSTEM, of)


def _group(functions: Mapping[str, Callable[[Any], Number]], of: Callable[[], Any], what: str = "") -> Iterator[Index]:
    """Each function's index of what is given, or why it has none."""
    try:
        given = of()
    except Problem as problem:
        yield from (Index(name, what, None, problem) for name in functions)
        return
    for name, compute in functions.items():
        try:
            yield Index(name, what, compute(given))
        except Problem as problem:
            yield Index(name, what, None, problem)
