"""Reading stages that even out what was won before: compensation, and a house that grows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import award_order, highest_averages
from escrutinio.law.names import divisors_of
from escrutinio.outcome.steps_form import Line, edges, standing
from escrutinio.outcome.steps_sharing import by_quota, nearness, the_rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from escrutinio.apportionment import Allocation, Award
    from escrutinio.outcome.frame import IntArray
    from escrutinio.outcome.state import StageRun
    from escrutinio.outcome.steps_form import Asking, Read


def compensation(asking: Asking) -> Read:
    """Entitlement, seats already won, seats now given; whose overhang, and who paid for it.

    A list below the threshold is here by the seats it won; no number of its votes makes a quotient.
    """
    stage, place, run = asking.stage, asking.place, asking.run
    claim = run.stages[stage.stage.entitlement]
    counted = _ballot(claim, asking)
    admitted = np.broadcast_to(claim.admitted[0], claim.votes.shape[1:])[place]
    entitled, floor = claim.seats[0, place], _floor(stage, place)
    final = stage.seats[0, place] + floor
    made = None if stage.allocation is None else the_rest(stage)
    nobody: tuple[None, ...] = (None,) * len(run.lists)
    gain, lose = (nobody, nobody) if made is None else nearness(asking, made, place)
    parts = {} if made is None or not _quotas(made) else by_quota(made, place, run.lists)[0]
    lines = tuple(
        Line(
            name,
            int(counted[each]),
            before=int(entitled[each]),
            after=int(final[each] - floor[each]),
            to_gain=gain[each] if admitted[each] else None,
            to_lose=lose[each],
            facts={
                "won": int(floor[each]),
                "total": int(final[each]),
                "admitted": bool(admitted[each]),
                **(parts.get(name, {}) if admitted[each] else {}),
            },
        )
        for each, name, _ in standing(run, stage.votes[0, place], also=floor)
        if made is not None or entitled[each] or final[each]
    )
    return lines, _settled(made, place, asking) | _overhang(claim, stage, place, asking)


def _ballot(claim: StageRun, asking: Asking) -> IntArray:
    """Every list's votes in the area, those of lists outside the claim too."""
    tier = asking.run.bench.tier(claim.facts.get("tier") or claim.stage.votes)
    if tier is None or claim.stage.does == "sub_apportionment":
        votes: IntArray = claim.votes[0, asking.place]
        return votes
    return tier.counted(getattr(claim.stage, "abroad", "counted")).at(claim.per, claim.areas)[0, asking.place]  # type: ignore[no-any-return]


def _floor(stage: StageRun, place: int) -> IntArray:
    return np.zeros(stage.votes.shape[-1], dtype=np.int64) if stage.floor is None else stage.floor[0, place]


def _quotas(made: Allocation) -> bool:
    return hasattr(made.method, "quota")


def _settled(made: Allocation | None, place: int, asking: Asking) -> dict[str, Any]:
    """The quota, where there is one, and the edges of the final sharing."""
    if made is None:
        return {"last_in": None, "first_out": None}
    lists = asking.run.lists
    return (by_quota(made, place, lists)[1] if _quotas(made) else {}) | edges(made, place, lists)


def _overhang(claim: StageRun, stage: StageRun, place: int, asking: Asking) -> dict[str, Any]:
    """Who won more than its claim, who has less in the end, and with which quotients they paid."""
    lists = asking.run.lists
    entitled, floor = claim.seats[0, place], _floor(stage, place)
    final = stage.seats[0, place] + floor
    above = {lists[each]: int(floor[each] - entitled[each]) for each in np.flatnonzero(floor > entitled)}
    less = {lists[each]: int(entitled[each] - final[each]) for each in np.flatnonzero(final < entitled)}
    paid = []
    if claim.allocation is not None and not _quotas(claim.made):
        paid = [
            {"list": lists[award.list], "quotient": award.quotient, "seat": award.seat}
            for award, nth in _numbered(award_order(claim.made, (0, place)))
            if nth > final[award.list]
        ]
    return {
        "overhang": above,
        "paid": paid,
        "less": less,
        "rule": stage.stage.overhang,
        "claims": int(entitled.sum()),
        "together": int(final.sum()),
        "counted": tuple(stage.stage.counted),
        "split": stage.floor is not None,
    }


def _numbered(awards: Iterable[Award]) -> Iterator[tuple[Award, int]]:
    """Each award with which seat of its list it was: the first, the second …."""
    held: Counter[int] = Counter()
    for award in awards:
        held[award.list] += 1
        yield award, held[award.list]


def levelling(asking: Asking) -> Read:
    """The seats sure to each list, the house that covers them, and who made it so large."""
    stage, place, run = asking.stage, asking.place, asking.run
    claim = run.stages[stage.stage.entitlement]
    won = run.bench.won(stage.stage.counted, "country", ("",))[0, 0]
    claims, sure = claim.seats[0].sum(axis=0), stage.floor[0, place]  # type: ignore[index]
    final, house = stage.seats[0, place], int(np.broadcast_to(stage.facts["house"], (1, 1))[0, 0])
    shared = stage.drawings[0].made.seats[0, place]
    lines = tuple(
        Line(
            name,
            votes,
            before=int(claims[each]),
            after=int(final[each]),
            facts={"won": int(won[each]), "sure": int(sure[each]), "shared": int(shared[each])},
        )
        for each, name, votes in standing(run, stage.votes[0, place])
    )
    return lines, {
        "before": int(claims.sum()),
        "house": house,
        "tolerated": stage.stage.tolerated,
        "uncompensated": int(final.sum()) - house,
        "together": int(final.sum()),
        "short": _short(stage, house, asking),
        "counted": tuple(stage.stage.counted),
    }


def _short(stage: StageRun, house: int, asking: Asking) -> dict[str, tuple[int, int]]:
    """The lists that a house of one seat fewer would leave short: what they would have, and what is sure to them."""
    fewer = highest_averages(stage.votes[0, 0], house - 1, divisors=divisors_of(stage.stage.divisors)).seats
    sure = stage.floor[0, 0]  # type: ignore[index]
    lists = asking.run.lists
    return {lists[each]: (int(fewer[each]), int(sure[each])) for each in np.flatnonzero(fewer < sure)}
