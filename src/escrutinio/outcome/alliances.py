"""Lists that stand together: their votes compete as one, and what they win is shared among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from escrutinio.apportionment import highest_averages, largest_remainder
from escrutinio.law.names import divisors_of
from escrutinio.model import Problem
from escrutinio.outcome.deciding import decided
from escrutinio.outcome.state import Drawing, StageRun

if TYPE_CHECKING:
    from escrutinio.apportionment import Allocation
    from escrutinio.law.stage import Inside
    from escrutinio.outcome.frame import IntArray
    from escrutinio.outcome.state import Bench


class Pool(NamedTuple):
    """What is shared out: votes (draws, areas, lists), seats (draws, areas), and what each list holds or may hold."""

    votes: IntArray
    house: IntArray
    floor: IntArray | None = None
    cap: IntArray | None = None
    claimed: IntArray | None = None
    """What an earlier stage made of the same votes and seats; its lots are drawn and need not be drawn again."""


def wide(pool: Pool) -> Pool:
    """The same with as many draws of votes as there are of seats: one ballot may be counted once, another often."""
    others = [len(part) for part in (pool.house, pool.floor, pool.cap) if part is not None and part.ndim > 1]
    if max(others, default=1) <= len(pool.votes):
        return pool
    return pool._replace(votes=np.broadcast_to(pool.votes, (max(others), *pool.votes.shape[1:])))


def together(
    stage: Any,  # noqa: ANN401 - a stage of a method
    bench: Bench,
    places: tuple[tuple[str, ...], ...],
    pool: Pool,
) -> StageRun:
    """Seats to alliances (and to lists that stand alone), then to the lists inside each alliance.

    An alliance's votes and seats stand at the place of its first list.
    """
    areas, regions = places
    votes, cap = pool.votes, pool.cap
    members = _members(bench)
    joined = votes.copy()
    joint = None if cap is None else np.broadcast_to(cap, votes.shape).copy()
    for lists in members:
        joined[..., lists[0]] = votes[..., lists].sum(axis=-1)
        joined[..., lists[1:]] = 0
        if joint is not None:
            standing = np.where(votes[..., lists] > 0, joint[..., lists], 0)
            joint[..., lists[0]] = standing.sum(axis=-1)

    def share(lots: IntArray | None) -> Allocation:
        return _by(stage, Pool(joined, pool.house, None, joint), lots)

    outer = decided(share, stage, bench, areas, joined)
    seats = outer.seats.copy()
    drawings = [Drawing(outer, areas, bench.frame.lists, regions)]
    for lists in members:
        inner = _inside(stage, bench, areas, Pool(votes, outer.seats[..., lists[0]], None, cap), lists)
        seats[..., lists] = inner.seats[..., lists]
        drawings.append(Drawing(inner, areas, bench.frame.lists, regions))
    admitted = bench.done[stage.among].admitted if stage.among else np.ones((1, 1, 1), dtype=bool)
    return StageRun(
        stage,
        stage.per,
        areas,
        regions,
        votes=votes,
        seats=seats,
        allocation=outer,
        drawings=tuple(drawings),
        admitted=admitted,
        kind=stage.gives or "",
        facts={"tier": stage.votes, "alliances": tuple(tuple(each) for each in members)},
    )


def _members(bench: Bench) -> list[list[int]]:
    """The places of the lists of each alliance of two or more."""
    by_name: dict[str, list[int]] = {}
    for place, each in enumerate(bench.frame.standing):
        if each.alliance:
            by_name.setdefault(each.alliance, []).append(place)
    return [lists for lists in by_name.values() if len(lists) > 1]


def _inside(
    stage: Any,  # noqa: ANN401 - as above
    bench: Bench,
    areas: tuple[str, ...],
    pool: Pool,
    lists: list[int],
) -> Allocation:
    """The seats of one alliance, shared among its lists."""
    rule: Inside = stage.alliances
    if rule.by == "personal_votes":
        raise Problem(
            "“{stage}” of “{body}” seats the candidates of an alliance by their personal votes, and the votes do not "
            "name candidates. Fill the column candidate, or let the alliance stand as one party.",
            stage=stage.id,
            body=bench.body.id,
        )
    own = np.zeros_like(pool.votes)
    own[..., lists] = pool.votes[..., lists]
    return decided(lambda lots: _by(rule, pool._replace(votes=own), lots), stage, bench, areas, own)


def _by(rule: Any, pool: Pool, lots: IntArray | None) -> Allocation:  # noqa: ANN401 - anything that names a method
    divisors = getattr(rule, "divisors", None)
    if divisors is not None:
        how = divisors_of(divisors)
        return highest_averages(pool.votes, pool.house, divisors=how, maximum=pool.cap, lots=lots)
    return largest_remainder(pool.votes, pool.house, quota=rule.quota, maximum=pool.cap, lots=lots)
