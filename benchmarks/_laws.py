"""Whole laws over draws of one election's votes: ours, another library's, and the limit."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np

import escrutinio as es
from escrutinio.outcome import frame, run_body, seats_over_draws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.law import BodyInForce
    from escrutinio.outcome import Frame

NOISE = 0.05  # by which every list moves in the country, and again in each constituency


@dataclass(frozen=True)
class Case:
    """One body of one election: its votes as counted, and its rules on that day."""

    real: Frame
    body: BodyInForce

    def draws(self, many: int, portion: int) -> Iterator[Frame]:
        """Yield draws around the real votes, some at a time, the same in every run."""
        rng = np.random.default_rng(20_261_121)
        for _ in range(0, many, portion):
            yield self.real.with_votes(
                {name: _moved(tier.votes, portion, rng) for name, tier in self.real.tiers.items() if tier.votes.size}
            )


def case(election: str, body: str, law: str | None = None) -> Case:
    """Return a body of an election under the law of its day."""
    held = es.election(election)
    rules = es.law.in_force(es.law.load(law or held.law), held.date)
    return Case(frame(held), rules.bodies[body])


def _moved(votes: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    shift = rng.normal(0, NOISE, (draws, *votes.shape[1:])) + rng.normal(0, NOISE, (draws, 1, votes.shape[2]))
    return np.rint(votes * np.exp(shift)).astype(np.int64)


def ours(some: Frame, body: BodyInForce) -> tuple[float, np.ndarray, np.ndarray]:
    """Return CPU seconds, the seats of each list in each draw, and where a lot decides."""
    start = process_time()
    found = seats_over_draws(some, body)
    return process_time() - start, found.totals, found.tied


def limit_of_congress(some: Frame) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the same of the loop written by hand."""
    import _lawlimit

    tier = some.tiers["province"]
    seats = np.array([each.seats for each in tier.constituencies])
    totals, tied = np.zeros((some.draws, len(some.lists)), np.int64), np.zeros(some.draws, np.bool_)
    start = process_time()
    _lawlimit.congress(tier.votes, tier.counts["blank"][0], seats, totals, tied)
    return process_time() - start, totals, tied


def limit_of_bundestag(some: Frame) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the same of the loop written by hand."""
    import _lawlimit

    first, second = some.tiers["first"], some.tiers["second"]
    names = list(second.regions())
    land = np.array([names.index(each) for each in first.regions()])
    exempt = np.array([each.minority for each in some.standing])
    totals, tied = np.zeros((some.draws, len(some.lists)), np.int64), np.zeros(some.draws, np.bool_)
    start = process_time()
    _lawlimit.bundestag(first.votes, second.votes, land, exempt, 630, totals, tied)
    return process_time() - start, totals, tied


def interregnum(some: Frame, draw: int) -> tuple[float, float, dict[tuple[str, str, str], int]]:
    """Return CPU seconds of reading and of computing one draw of the Bundestag, and the seats it finds."""
    from interregnum.district import unserialize_node

    written = _tree(some, draw)
    start = process_time()
    root = unserialize_node(written, cwd=None)
    read = process_time()
    root.calculate()
    done = process_time()
    return read - start, done - read, _found(root, some)


def seats_of(some: Frame, body: BodyInForce, draw: int) -> tuple[bool, dict[tuple[str, str, str], int]]:
    """Return whether a lot decides in a draw, and our seats in the form of the other library's."""
    run = run_body(some.with_votes({name: tier.votes[[draw]] for name, tier in some.tiers.items()}), body)
    seats = {
        (kind, run.areas[area], run.lists[each]): int(table[0, area, each])
        for kind, table in run.seats.items()
        for area, each in np.argwhere(table[0])
    }
    return bool(run.tied.any()), seats


def _found(root: Any, some: Frame) -> dict[tuple[str, str, str], int]:  # noqa: ANN401 - a node of the library
    """Return the seats by kind, area and list: winners less those not covered, and what the lists get besides."""
    seats: dict[tuple[str, str, str], int] = {}
    for each in some.tiers["first"].constituencies:
        for one in root.find_district(each.name).result.allocation:
            if one.seats:
                seats["direct", each.name, one.name.name] = one.seats
    for one in root.find_district("not covered").result.allocation:
        seats["direct", one.name.district, one.name.name] += one.seats
    for one in root.find_district("list seats").result.allocation:
        seats["list", one.name.district, one.name.name] = max(one.seats, 0)
    return {key: count for key, count in seats.items() if count}


def _tree(some: Frame, draw: int) -> dict[str, Any]:
    """Write one draw as that library's tree of nodes: the rules first, then Länder and constituencies."""
    lands = [each.name for each in some.tiers["second"].constituencies]
    counted = [_group("second", _lists(some, draw)), _group("first", _places(some, draw, lands))]
    return {
        "name": "Bundestag",
        "type": "group",
        "method": "iterative_divisor",
        "method_params": {"signpost_f": "sainte_lague"},
        "divisions": [*_rules(lands), *counted],
    }


def _group(name: str, divisions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": name, "type": "group", "method": "noop", "divisions": divisions}


def _rules(lands: list[str]) -> list[dict[str, Any]]:
    """Write the law: parties in the country, their Länder, what lists get besides winners, and winners not covered."""
    return [
        {
            "name": "parties",
            "type": "compensatory",
            "mode": "mixed_member",
            "seats": 630,
            "exclude": "votes < 5%",
            "include": "any{ #seat.alliance_quorum >= 3 => alliance | #seat.alliance_group = minority => alliance }",
            "first_vote": "alliance[#seat]",
            "candidates": "alliance[second]",
            "subtract_excluded_candidates": True,
        },
        {
            "name": "claims",
            "type": "reapportionment",
            "strategy": "candidate",
            "adjustment": "parties",
            "candidates": "second:-1",
            "first_vote": "second:-1",
            "map_districts": {f"list of {land}": land for land in lands},
        },
        {
            "name": "list seats",
            "type": "compensatory",
            "mode": "subtract_overhang_seats",
            "method": "copy",
            "propagate_initial_seats": True,
            "first_vote": "first:1",
            "candidates": "claims",
            "initial_seats": "from_results",
            "skip_initial_seats": True,
        },
        {
            "name": "too many",
            "method": "noop",
            "exclude": "list seats.seats >= 0",
            "include": "list seats.seats < 0",
            "candidates": "list seats",
            "initial_seats": "from_results",
        },
        {
            "name": "not covered",
            "type": "reapportionment",
            "method": "limited_voting",
            "strategy": "candidate",
            "relative": "votes",
            "exclude": "#seat.seats < 1",
            "adjustment": "too many",
            "candidates": "#seat",
            "first_vote": "#seat",
        },
    ]


def _lists(some: Frame, draw: int) -> list[dict[str, Any]]:
    tier = some.tiers["second"]
    names = [f"list of {each.name}" for each in tier.constituencies]
    rows = zip(names, tier.votes[draw], strict=True)
    return [{"name": name, "candidates": _standing(some, row, name)} for name, row in rows]


def _places(some: Frame, draw: int, lands: list[str]) -> list[dict[str, Any]]:
    tier = some.tiers["first"]
    inside: dict[str, list[dict[str, Any]]] = {land: [] for land in lands}
    for each, row in zip(tier.constituencies, tier.votes[draw], strict=True):
        one = {"name": each.name, "groups": ["seat"], "method": "limited_voting", "seats": 1}
        inside[each.region].append({**one, "candidates": _standing(some, row, each.name)})
    return [
        {"name": land, "type": "group", "aggregate": True, "groupby": "id", "method": "noop", "divisions": places}
        for land, places in inside.items()
    ]


def _standing(some: Frame, row: np.ndarray, place: str) -> list[dict[str, Any]]:
    return [
        {
            "name": some.lists[each],
            "district": place,
            "votes": int(row[each]),
            **({"group": "minority"} if some.standing[each].minority else {}),
        }
        for each in np.flatnonzero(row)
    ]
