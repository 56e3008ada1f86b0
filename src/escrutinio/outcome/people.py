"""Who of each list sits: candidates by their personal votes, or in the list's order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import plurality
from escrutinio.outcome.conditions import fewest
from escrutinio.outcome.offices import tier_of
from escrutinio.outcome.state import StageRun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.law import stages as law
    from escrutinio.outcome.state import Bench


@dataclass(frozen=True, slots=True)
class Member:
    """One person who sits, with the personal votes that seated them; ``lot`` where a lot decides between equals."""

    area: str
    list: str
    candidate: str
    votes: int
    lot: bool = False


def open_list(stage: law.OpenList, bench: Bench) -> StageRun:
    """The members of the first draw, area by area and list by list; none where candidates are not named."""
    tier = tier_of(stage, bench)
    areas, regions = bench.areas("constituency", tier)
    seats = np.zeros((1, len(areas), len(bench.frame.lists)), dtype=np.int64)
    for run in bench.done.values():
        if run.kind in stage.of and run.per == "constituency":
            seats = seats + run.at("constituency", areas)
    members: list[Member] = []
    for place, area in enumerate(areas):
        people = tier.candidates.get(area, {})
        for each in np.flatnonzero(seats[0, place]):
            name = bench.frame.lists[each]
            if name in people:
                list_votes = int(tier.votes[0, place, each])
                quota = _quota(stage, list_votes, int(tier.votes[0, place].sum()), int(seats[0, place].sum()))
                own = _seated(stage, people[name], int(seats[0, place, each]), quota)
                members += [Member(area, name, *one) for one in own]
    return StageRun(
        stage, "constituency", areas, regions, facts={"members": tuple(members), "named": bool(tier.candidates)}
    )


def _quota(stage: law.OpenList, list_votes: int, valid: int, seats: int) -> int:
    """The personal votes that put a candidate before the list's order; without a share, more than there are."""
    if stage.share is None:
        return valid + 1
    share = stage.share * Fraction(1, max(seats, 1)) if stage.of_votes == "quota" else stage.share
    return fewest(share, valid if stage.of_votes == "quota" else list_votes, "at_least")


def _seated(stage: law.OpenList, people: Mapping[str, int], seats: int, quota: int) -> list[tuple[str, int, bool]]:
    """The candidates who sit with their votes, in the order in which they are seated, and whether a lot decides."""
    names = list(people)
    counts = np.array([people[each] for each in names], dtype=object)
    ahead = np.where(counts >= quota, counts, 0) if stage.order == "list_order" else counts
    chosen = sorted(range(len(names)), key=lambda at: (-ahead[at], at))[:seats]
    lot = bool(plurality(counts, seats=min(seats, len(names))).tied) and stage.order == "personal_votes"
    last = counts[chosen[-1]] if chosen else 0
    return [(names[at], int(counts[at]), lot and counts[at] == last) for at in chosen]
