"""What indices are computed from: votes and seats of the lists of a body, and of its areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import voter_numbers
from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.seats import seats_of
from escrutinio.outcome.table import places_of, regions

if TYPE_CHECKING:
    from escrutinio.outcome import BodyOutcome, Tier
    from escrutinio.outcome.frame import IntArray

Counts = Mapping[str, int] | Sequence[int]
SHARING = ("highest_averages", "largest_remainder", "quota_seats", "biproportional")
COUNTING = (*SHARING, "plurality", "single_winner")


@dataclass(frozen=True, slots=True)
class Shares:
    """Lists with votes or seats, and their shares ``v`` and ``s`` of all votes and of all seats."""

    names: tuple[str, ...]
    votes: tuple[int, ...]
    seats: tuple[int, ...]
    v: tuple[Fraction, ...]
    s: tuple[Fraction, ...]

    @property
    def gaps(self) -> list[Fraction]:
        """Each list's share of the seats less its share of the votes."""
        return [s - v for s, v in zip(self.s, self.v, strict=True)]


def shares(votes: Counts, seats: Counts) -> Shares:
    """The lists with votes or seats; both are named alike, or stand in one order.

    >>> shares({"A": 60, "B": 40, "C": 0}, {"A": 2, "B": 1}).s
    (Fraction(2, 3), Fraction(1, 3))
    """
    return shared(*checked(votes, seats))


def checked(votes: Counts, seats: Counts) -> tuple[tuple[str, ...], list[int], list[int]]:
    """The lists with votes or seats, their votes and their seats, refused where they are no counts."""
    cast, held = _named(votes, "votes"), _named(seats, "seats")
    if not isinstance(votes, Mapping) and not isinstance(seats, Mapping) and len(cast) != len(held):
        raise Problem(
            "there are votes of {votes} lists and seats of {seats}. Give both for every list, in one order.",
            votes=len(cast),
            seats=len(held),
        )
    unknown = next((name for name in held if name not in cast and held[name]), None)
    if unknown is not None:
        raise Problem(
            "the list “{name}” has seats and is not among those with votes. Did you mean {near}?",
            name=unknown,
            near=nearest(unknown, cast),
        )
    names = tuple(name for name in cast if cast[name] or held.get(name, 0))
    return names, [cast[name] for name in names], [held.get(name, 0) for name in names]


def shared(names: tuple[str, ...], votes: Sequence[int], seats: Sequence[int]) -> Shares:
    """Votes and seats as shares; undefined where there are none."""
    all_votes, all_seats = sum(votes), sum(seats)
    if not all_votes:
        raise Problem("nobody has a vote, so that there are no shares of votes.")
    if not all_seats:
        raise Problem("nobody has a seat, so that there are no shares of seats.")
    v = tuple(Fraction(each, all_votes) for each in votes)
    return Shares(names, tuple(votes), tuple(seats), v, tuple(Fraction(each, all_seats) for each in seats))


def tabled(votes: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], list[list[int]]]:
    """Votes by area and list as a table, and its lists, refused where they are no counts."""
    if not _by_area(votes):
        raise Problem(
            "votes in areas are given by area, and there by list, as in {example}.",
            example='{"North": {"A": 60, "B": 40}, "South": {"A": 50, "B": 50}}',
        )
    rows = {
        area: {name: _count(f"{area}, {name}", each, "votes") for name, each in row.items()}
        for area, row in votes.items()
    }
    lists = tuple(dict.fromkeys(name for row in rows.values() for name in row))
    return lists, [[row.get(name, 0) for name in lists] for row in rows.values()]


def _by_area(given: object) -> bool:
    """Whether something stands by area, and in each by list."""
    return isinstance(given, Mapping) and bool(given) and all(isinstance(row, Mapping) for row in given.values())


def _named(counts: Counts, what: str) -> dict[str, int]:
    """Counts by name, those in a row by their place, each a whole number."""
    if not isinstance(counts, (Mapping, Iterable)):
        raise Problem(
            "{kind} are given by name, or in a row, and “{given}” is neither. Give for instance {example}.",
            kind=what,
            given=counts,
            example="[60, 28, 12]",
        )
    named = dict(counts) if isinstance(counts, Mapping) else {str(place): each for place, each in enumerate(counts, 1)}
    return {name: _count(name, each, what) for name, each in named.items()}


def _count(name: str, given: int, what: str) -> int:
    if not _whole(given) or given < 0:
        raise Problem(
            "{name}: “{given}” is no number of {kind}. Counts are whole numbers from 0 up.",
            name=name,
            given=given,
            kind=what,
        )
    return int(given)


def _whole(given: object) -> bool:
    return isinstance(given, (int, np.integer)) and not isinstance(given, bool)


# Of a body


def ballot_of(body: BodyOutcome, ballot: str | None = None) -> Tier:
    """The ballot that decides a body's proportions: the one asked for, the one that shares out seats, or the only one.

    >>> import escrutinio as es
    >>> ballot_of(es.elect("bo-2020")["deputies"]).name
    'president'
    """
    bench = body.run.bench
    if ballot is not None:
        found = bench.tier(ballot, alone=False)
        if found is None:
            raise Problem(
                "“{body}” has no ballot “{ballot}”. Did you mean {near}?",
                body=body.id,
                ballot=ballot,
                near=nearest(ballot, bench.frame.tiers),
            )
        return _as_counted(body, found)
    for kinds in (SHARING, COUNTING):
        for run in body.run.stages.values():
            tier = bench.tier(run.stage.votes) if run.stage.does in kinds and not run.missing else None
            if tier is not None and tier.votes.any():
                return tier.counted(run.stage.abroad)
    raise Problem("the election has no votes from which “{body}” was filled, only its winners.", body=body.id)


def _as_counted(body: BodyOutcome, tier: Tier) -> Tier:
    """A ballot as the stage that fills seats from it counts it: some leave out the votes from abroad."""
    reading = [run.stage for run in body.run.stages.values() if run.stage.votes]
    reading.sort(key=lambda stage: (stage.does not in SHARING, stage.does not in COUNTING))
    abroad = (stage.abroad for stage in reading if body.run.bench.tier(stage.votes) is tier)
    return tier.counted(next(abroad, "counted"))


def voters_of(body: BodyOutcome, tier: Tier) -> Tier | None:
    """A ballot in voters, where the law counts it so: the votes of each district divided by its seats, exactly.

    They stand over a common denominator, so that they are whole numbers; only their proportions mean something. Where
    the law rounds them in each district they are rounded, and are voters. None where a vote is a vote.
    """
    for run in body.run.stages.values():
        stage = run.stage
        weighted = getattr(stage, "weighted", None) or ""
        counted = body.run.bench.tier(stage.votes) if weighted else None
        if counted is not None and counted.name == tier.name:
            seats = seats_of(stage.seats, "constituency", tier.names, tier, body.run.bench)
            return replace(tier, votes=voter_numbers(tier.votes, seats, rounded=weighted.startswith("rounded")).areas)
    return None


def shares_of(body: BodyOutcome, tier: Tier) -> Shares:
    """The votes of a ballot and the seats of a body, by list."""
    lists = body.run.lists
    votes = dict(zip(lists, tier.votes[0].sum(axis=0).tolist(), strict=True))
    return shares(votes, dict(zip(lists, body.seats.sum(axis=0).tolist(), strict=True)))


@dataclass(frozen=True, eq=False)
class AreaTable:
    """Votes and seats by area and list, both of shape (areas, lists)."""

    areas: tuple[str, ...]
    lists: tuple[str, ...]
    votes: IntArray
    seats: IntArray


def by_area(body: BodyOutcome, tier: Tier) -> AreaTable:
    """Votes and seats by the areas that fill a body's seats; by region where these lie one in another.

    Raises:
        Problem: some seats belong to no area, or the ballot is not counted by these areas.
    """
    run, levels = body.run, set(body.run.levels)
    if "country" in levels:
        raise Problem("seats of “{body}” are filled in the whole country, not in its areas.", body=body.id)
    if levels == {"constituency"}:
        known = {each.name: place for place, each in enumerate(tier.constituencies)}
        if all(area in known for area in run.areas):
            votes = tier.votes[0][[known[area] for area in run.areas]]
            return AreaTable(run.areas, run.lists, votes, body.seats)
    names = regions(run)
    if not set(names) <= set(tier.regions()):
        raise Problem(
            "the ballot “{ballot}” is not counted by the areas that fill the seats of “{body}”.",
            ballot=tier.name,
            body=body.id,
        )
    seats = np.array([body.seats[places_of(body, name, "region")].sum(axis=0) for name in names])
    return AreaTable(names, run.lists, tier.at("region", names)[0], seats)
