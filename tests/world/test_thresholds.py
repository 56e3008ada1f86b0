"""Every threshold of every law at its boundary, one below, on it, one above: generated from the law files.

For each share, lead, quota, number of seats and exemption of every version of every stage a small frame is built in
which one list, ``T``, has exactly the fewest that suffice, one less, or one more, and meets no other condition that
would do instead. What suffices is worked out here, with fractions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from math import floor
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import escrutinio as es
from escrutinio.law.conditions import (
    AllOf,
    AnyOf,
    AreasCondition,
    LeadCondition,
    MinorityCondition,
    QuotaCondition,
    SeatsCondition,
    SizeCondition,
)
from escrutinio.law.distribution import Distribution, Districts
from escrutinio.law.load import BodyInForce
from escrutinio.model import Constituency, Election, List, Tally
from escrutinio.outcome import frame
from escrutinio.outcome.offices import single_winner, threshold
from escrutinio.outcome.state import Bench, StageRun

WHOLES = (10_000, 9_973, 10**15 + 37)
PLACES = 24  # areas of the frame, two constituencies in each region
SEATS = 7  # of each constituency
SMALL = 30  # lists that share what T and S leave
HEAVY = 400  # how much more votes the rest of the country has than an area that is asked about
TINY: tuple[Any, Any] = ([[1, 50, *[2] * SMALL]] * PLACES, [{}] * PLACES)  # T has next to nothing anywhere
ADDED = {"hare": 0, "droop": 1, "hagenbach_bischoff": 1, "imperiali": 2}


@dataclass(frozen=True)
class Case:
    """One condition that holds no other, and what stands around it in the law."""

    body: str
    stage: Any
    leaf: Any
    around: Any
    """The condition on areas that it stands in, or None."""
    beside: tuple[Any, ...]
    """The conditions that must be met as well."""
    size: int = 1


def walk(condition, around=None, beside=()):
    """Every leaf of a condition with the areas it is asked in and the conditions that must be met besides."""
    if isinstance(condition, AreasCondition):
        yield from walk(condition.meets, condition, beside)
    elif isinstance(condition, AnyOf):
        for each in condition.any.values():
            yield from walk(each, around, beside)
    elif isinstance(condition, AllOf):
        parts = tuple(condition.all.values())
        for each in parts:
            yield from walk(each, around, (*beside, *(other for other in parts if other is not each)))
    else:
        yield condition, around, beside


def cases():
    """Every leaf of every version of every threshold and office of every law; one for each size named, and beyond."""
    for law in es.law.available():
        for name, body in es.law.load(law).bodies.items():
            for stage in body.stages:
                asked = getattr(stage, "admits", None) or getattr(stage, "wins", None)
                for number, (leaf, around, beside) in enumerate(walk(asked) if asked else ()):
                    sizes = (*leaf.by_size, max(leaf.by_size) + 2) if isinstance(leaf, SizeCondition) else (1,)
                    for size in sizes:
                        case = Case(name, stage, leaf, around, beside, size)
                        yield pytest.param(case, id=f"{law}-{name}-{stage.id}-{stage.since}-{number}-{size}")


CASES = tuple(cases())


def enough(share, whole, boundary):
    """The fewest votes that are at least, or more than, a share of the whole."""
    exact = share * whole
    return floor(exact) + 1 if boundary == "more_than" else -floor(-exact)


def quota(name, votes, seats):
    """What a seat costs."""
    plain, _, rounding = name.partition("_") if name.startswith("hare") else (name, "", "")
    exact = Fraction(votes, seats + ADDED[plain])
    whole: dict[str, Any] = {
        "": exact,
        "down": floor(exact),
        "up": -floor(-exact),
        "half_down": -floor(Fraction(1, 2) - exact),
    }
    return Fraction(whole[rounding]) if name != "droop" else Fraction(floor(exact) + 1)


def needed(case, whole, seats):
    """The fewest votes that suffice, of so many votes (or of a quota of them, over so many seats)."""
    leaf = case.leaf
    if isinstance(leaf, QuotaCondition):
        return enough(leaf.quota, quota(leaf.name, whole, seats), leaf.boundary)
    if isinstance(leaf, SizeCondition):
        named = max(size for size in leaf.by_size if size <= case.size)
        return enough(leaf.by_size[named], whole, leaf.boundary)
    return enough(getattr(leaf, "share", None) or getattr(leaf, "lead", Fraction(0)), whole, leaf.boundary)


def area(case, whole, change, seats):
    """Votes of T, S and the small lists in the area that is asked about, so that T is at the boundary or one off.

    Blank, null and registered are chosen so that the whole that is asked about stays the same.
    """
    of = case.leaf.of if not isinstance(case.leaf, SeatsCondition | MinorityCondition) else "valid_votes"
    valid = whole - whole // 10 if of != "valid_votes" else whole
    fewest = needed(case, whole, seats) + change
    if isinstance(case.leaf, LeadCondition):
        least = max(
            (enough(each.share, whole, "more_than") for each in case.beside if hasattr(each, "share")), default=0
        )
        first = max(least, fewest + valid // 10)
        second = first - fewest
    else:
        first = fewest
        far = any(isinstance(each, LeadCondition) for each in case.beside)
        second = whole // 10 if far else min(valid - first, first - 1)
    rest = valid - first - second
    small = [rest // SMALL + (n < rest % SMALL) for n in range(SMALL)]
    assert min(first, second, rest) >= 0
    assert max(small) <= max(first - fewest, second) or not isinstance(case.leaf, LeadCondition)
    others = {"valid_votes": (0, 0), "valid_and_blank": (whole - valid, 7), "votes_cast": (0, whole - valid)}
    blank, null = others.get(of, (0, 0))
    return [first, second, *small], {
        "blank": blank,
        "null": null,
        "registered": whole if of == "registered" else 2 * whole,
    }


def country(case, whole, change):
    """Votes by constituency, other counts by constituency: an area at the boundary, and the country around it."""
    over = case.around.level if case.around else case.leaf.over
    if over == "country":
        votes, counts = area(case, whole, change, PLACES * SEATS)
        parts = [[_part(each, place, PLACES) for each in votes] for place in range(PLACES)]
        return parts, [{name: _part(each, place, PLACES) for name, each in counts.items()} for place in range(PLACES)]
    width = 2 if over == "region" else 1
    votes, counts = area(case, whole, change, width * SEATS)
    sure, more = area(case, whole, 1, width * SEATS)
    wanted = case.around.areas if case.around else 1
    heavy = [0, HEAVY * whole, *[0] * SMALL], {"blank": 0, "null": 0, "registered": 2 * HEAVY * whole}
    places = [(votes, counts), *[(sure, more)] * (wanted - 1), *[heavy] * (PLACES // width - wanted)]
    parts = [[_part(each, half, width) for each in votes] for votes, _ in places for half in range(width)]
    others = [{k: _part(v, half, width) for k, v in counts.items()} for _, counts in places for half in range(width)]
    return parts, others


def _part(number, place, places):
    """A number shared out evenly."""
    return number // places + (place < number % places)


def bench_of(case, votes, counts, *, won=()):
    """What the stage reads: a frame with the ballots it names, seats in every constituency, seats won before."""
    lists = (List("T", size=case.size), List("S"), *(List(f"R{n}") for n in range(SMALL)))
    own = (case.around.votes if case.around else None) or case.stage.votes
    tiers = dict.fromkeys((own, case.stage.votes))
    quiet = [[0, 1, *[0] * SMALL]] * PLACES  # of a ballot that is not the one asked about: S has all
    places = [Constituency(tier, f"C{n}", f"R{n // 2}", SEATS) for tier in tiers for n in range(PLACES)]
    tallies = [
        Tally(tier, f"C{n}", votes={each.id: row[place] for place, each in enumerate(lists)}, **counts[n])
        for tier in tiers
        for n, row in enumerate(votes if tier == own else quiet)
    ]
    election = Election("x", {}, case.stage.since, lists=lists, constituencies=tuple(places), tallies=tuple(tallies))
    stage, leaf = case.stage, case.leaf
    told = leaf.seats if isinstance(leaf, QuotaCondition) else leaf.of if isinstance(leaf, SeatsCondition) else ("x",)
    where: dict[str, Any] = {kind: Districts(districts=own) for kind in told[:1]}
    distribution = Distribution(since=stage.since, source=stage.source, basis=stage.basis, kinds=where)
    body: Any = SimpleNamespace(tiers={}, areas={}, name={}, aliases=())
    rules = BodyInForce(case.body, body, (stage,), distribution, ())
    return Bench(frame(election), rules, {}, {"won": _won(told[0], won)} if won else {})


def _won(kind, by_area):
    """A stage that gave T these seats."""
    seats = np.zeros((1, len(by_area), 2 + SMALL), dtype=np.int64)
    seats[0, :, 0] = by_area
    areas = tuple(f"C{n}" for n in range(len(by_area)))
    made = SimpleNamespace(id="won", does="plurality", entitles=None)
    return StageRun(
        made, "constituency", areas, tuple(f"R{n // 2}" for n in range(len(by_area))), seats=seats, kind=kind
    )


def decides(case, bench):
    """Whether T is admitted, or elected, by the whole stage."""
    if case.stage.does == "single_winner":
        return bool(single_winner(case.stage, bench).seats[0, 0, 0])
    return bool(threshold(case.stage, bench).admitted[0, 0, 0])


def counted(*kinds):
    """The cases of conditions on votes, seats or names."""
    return [each for each in CASES if isinstance(each.values[0].leaf, kinds)]


VOTES = [each for each in CASES if not isinstance(each.values[0].leaf, SeatsCondition | MinorityCondition)]


@pytest.mark.parametrize("case", VOTES)
def test_one_vote_below_on_and_above(case):
    """At least: met on the boundary and above; more than: met from the first whole vote above it."""
    for whole in WHOLES:
        met = [decides(case, bench_of(case, *country(case, whole, change))) for change in (-1, 0, 1)]
        assert met == [False, True, True], f"of {whole} votes"


@pytest.mark.parametrize("case", counted(SeatsCondition))
def test_one_seat_below_on_and_above(case):
    """Seats won before: one too few, just enough, one more; and enough of them in one area too few."""
    leaf = case.leaf
    assert leaf.over == "country"
    fewest = enough(leaf.seats, PLACES * SEATS if leaf.seats < 1 else 1, leaf.boundary)
    areas = max(leaf.areas, 2)
    for change in (-1, 0, 1):
        spread = [_part(fewest + change, place, areas) for place in range(areas)]
        assert decides(case, bench_of(case, *TINY, won=(*spread, *[0] * (PLACES - areas)))) == (change >= 0)
    everywhere = [2 * fewest] * (leaf.areas - 1) + [0] * (PLACES - leaf.areas + 1)
    assert not decides(case, bench_of(case, *TINY, won=everywhere))


@pytest.mark.parametrize("case", counted(MinorityCondition))
def test_exempt_lists(case):
    """A list that the law names, or that the election marks, needs one vote; another one with as many is not exempt."""
    bench = bench_of(case, *TINY)
    assert not decides(case, bench)
    known = [List(name) for name in case.leaf.minority]
    known += [List("T", name=name) for name in case.leaf.minority] + [List("T", aliases=case.leaf.minority[-1:])]
    for exempt in (*known, List("T", minority=True)):
        standing = (exempt, *bench.frame.standing[1:])
        assert decides(case, replace(bench, frame=replace(bench.frame, standing=standing))), exempt


def test_no_condition_is_left_out():
    """The walk meets every law that has a threshold or an office, on a day on which each version is in force."""
    walked = {(each.values[0].body, each.values[0].stage.id, each.values[0].stage.since) for each in CASES}
    there = {
        (name, stage.id, stage.since)
        for law in es.law.available()
        for name, body in es.law.load(law).bodies.items()
        for stage in body.stages
        if stage.does in {"threshold", "single_winner"}
    }
    assert walked == there
    assert len(CASES) >= len(there) > 30
    assert all(each.values[0].stage.in_force(each.values[0].stage.since + timedelta(days=1)) for each in CASES)
