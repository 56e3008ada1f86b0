"""Reading stages that share out seats in proportion: quotients, quotas and remainders, alliances, caps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import Allocation, remainders, votes_to_gain, votes_to_lose
from escrutinio.law.names import divisors_of
from escrutinio.outcome.sharing import NO_CAP
from escrutinio.outcome.steps_form import Line, awards_of, edges, standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.outcome.levels import IntArray
    from escrutinio.outcome.state import StageRun
    from escrutinio.outcome.steps_form import Asking, Read

_FEW = 4
"""How many divisors of a sequence are told."""


def averages(asking: Asking) -> Read:
    """Seats by quotients: each list, how near it was to one more or one fewer, and the order of the seats."""
    stage, place, run = asking.stage, asking.place, asking.run
    if stage.facts.get("alliances"):
        return _allied(asking)
    lines = _shared_lines(asking, {})
    divisors = divisors_of(stage.stage.divisors)
    told = {
        "awards": awards_of(stage.made, place, run.lists),
        "divisors": [divisors.value(held) for held in range(_FEW)],
        "squared": divisors.squared,
    }
    return lines, edges(stage.made, place, run.lists) | told | common(stage, place)


def largest_remainders(asking: Asking) -> Read:
    """Seats by quotas: the quota, the full seats of each list, the votes that remained."""
    stage, place, run = asking.stage, asking.place, asking.run
    if stage.facts.get("alliances"):
        return _allied(asking)
    made = the_rest(stage)
    facts, found = by_quota(made, place, run.lists)
    return _shared_lines(asking, facts), found | edges(made, place, run.lists) | common(stage, place)


def the_rest(stage: StageRun) -> Allocation:
    """A sharing by quotas without the seats that were held before, or set aside: what the quotas themselves shared."""
    made = stage.made
    if stage.floor is None or not hasattr(made.method, "quota"):
        return made
    if getattr(stage.stage, "remainders", None):
        return replace(made, seats=made.seats - stage.floor)
    aside = np.where(made.votes == 0, made.seats, 0)
    return replace(made, seats=made.seats - aside, house=made.house - aside.sum(axis=-1))


def by_quota(made: Allocation, place: int, names: tuple[str, ...]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The full seats and remainder of each list, and the quota with what it was made of."""
    found = remainders(made, (0, place))
    parts = {
        name: {"full": full, "remainder": remainder}
        for name, full, remainder in zip(names, found.full, found.remainders, strict=True)
    }
    return parts, {
        "quota": found.quota,
        "quota_votes": int(made.votes[0, place].sum()),
        "quota_seats": int(made.house[0, place]),
    }


def quota_seats(asking: Asking) -> Read:
    """A seat for each full quota, the seats won before, and the votes that are left."""
    stage, place, run = asking.stage, asking.place, asking.run
    top, below = (int(stage.facts[each][0, place]) for each in ("numerator", "denominator"))
    left, full = stage.facts["left"][0, place], stage.made.seats[0, place]
    before = np.zeros_like(full) if stage.floor is None else stage.floor[0, place]
    lines = tuple(
        Line(
            name,
            votes,
            before=int(before[each]),
            after=int(stage.seats[0, place, each]),
            facts={"full": int(full[each]), "remainder": Fraction(int(left[each]), below)},
        )
        for each, name, votes in standing(run, stage.votes[0, place], also=before)
    )
    over = stage.stage.quota_over or stage.per
    return lines, {"quota": Fraction(top, below), "quota_over": over, "counted": tuple(stage.stage.counted)}


def common(stage: StageRun, place: int) -> dict[str, Any]:
    """What every stage that shares out seats tells: whether it is a claim, what it went on from, its voter numbers."""
    rule = stage.stage
    facts: dict[str, Any] = {"claim": rule.gives is None, "house": int(stage.made.house[0, place])}
    if rule.counted:
        facts["counted"] = tuple(rule.counted)
    if getattr(rule, "weighted", None):
        facts["weighted"] = rule.weighted
    if getattr(rule, "remainders", None):
        facts["remainders"] = rule.remainders
    if stage.made.unfilled[0, place]:
        facts["unfilled"] = int(stage.made.unfilled[0, place])
    return facts


def caps(made: Allocation, place: int) -> Mapping[int, int]:
    """The most seats that lists with a cap may take here, by place of the list."""
    most = getattr(made.method, "maximum", None)
    if most is None:
        return {}
    here = np.broadcast_to(most, made.votes.shape)[0, place]
    return {int(each): int(here[each]) for each in np.flatnonzero(here < NO_CAP)}


def nearness(asking: Asking, made: Allocation, place: int) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
    """The votes each list needs for one more seat, and with how many fewer it has one fewer."""
    nobody: list[int | None] = [None] * made.votes.shape[-1]
    gain, lose = nobody.copy(), nobody.copy()
    if asking.near:
        there = np.flatnonzero((made.votes[0, place] > 0) | (made.seats[0, place] > 0))
        few = _only(made, there)
        more, fewer = votes_to_gain(few, (0, place)), votes_to_lose(few, (0, place))
        for column, each in enumerate(there.tolist()):
            gain[each], lose[each] = more[column], fewer[column]
    return tuple(gain), tuple(lose)


def _only(made: Allocation, lists: IntArray) -> Allocation:
    """An allocation without the lists that have neither votes nor seats here: they change nothing and cost time."""

    def some(table: IntArray | None) -> IntArray | None:
        return None if table is None else np.broadcast_to(table, made.votes.shape)[..., lists]

    named = {each: some(getattr(made.method, each, None)) for each in ("minimum", "maximum", "drawing")}
    how: Any = made.method
    method = replace(how, **{name: table for name, table in named.items() if table is not None})
    votes, seats = made.votes[..., lists], made.seats[..., lists]
    return replace(made, votes=votes, seats=seats, lots=some(made.lots), method=method)


def _shared_lines(asking: Asking, more: Mapping[str, Mapping[str, Any]]) -> tuple[Line, ...]:
    stage, place, run = asking.stage, asking.place, asking.run
    gain, lose = nearness(asking, the_rest(stage), place)
    seats, most = stage.seats[0, place], caps(stage.made, place)
    before = np.zeros_like(seats) if stage.floor is None else np.broadcast_to(stage.floor, stage.seats.shape)[0, place]
    return tuple(
        Line(
            name,
            votes,
            before=int(before[each]),
            after=int(seats[each]),
            to_gain=gain[each],
            to_lose=lose[each],
            facts={**more.get(name, {}), **({"most": most[each]} if most.get(each, votes) < votes else {})},
        )
        for each, name, votes in standing(run, stage.votes[0, place], also=before)
    )


def _allied(asking: Asking) -> Read:
    """Alliances as one, then the lists inside each; who stands alone is told by its own name."""
    stage, place, run = asking.stage, asking.place, asking.run
    groups = {members[0]: members for members in stage.facts["alliances"]}
    inside = {each for members in groups.values() for each in members}
    names = tuple(" + ".join(_there(asking, groups[at])) if at in groups else name for at, name in enumerate(run.lists))
    gain, lose = nearness(asking, stage.made, place)
    seats = stage.seats[0, place]
    lines = tuple(
        Line(
            name,
            votes,
            after=int(seats[each]),
            to_gain=None if each in inside else gain[each],
            to_lose=None if each in inside else lose[each],
        )
        for each, name, votes in standing(run, stage.votes[0, place])
    )
    alliances = [
        {
            "name": names[first],
            "lists": _there(asking, members),
            "votes": int(stage.made.votes[0, place, first]),
            "seats": int(stage.made.seats[0, place, first]),
            "to_gain": gain[first],
            "to_lose": lose[first],
        }
        for first, members in groups.items()
        if stage.made.votes[0, place, first]
    ]
    facts = {"alliances": alliances, "awards": awards_of(stage.made, place, names)}
    return lines, edges(stage.made, place, names) | facts | common(stage, place)


def _there(asking: Asking, members: tuple[int, ...]) -> list[str]:
    """The lists of an alliance that have votes here."""
    votes = asking.stage.votes[0, asking.place]
    return [asking.run.lists[each] for each in members if votes[each]]
