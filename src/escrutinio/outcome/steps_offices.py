"""Reading stages about who is admitted, single offices and most votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.outcome.asked import asked_by
from escrutinio.outcome.offices import tier_of
from escrutinio.outcome.steps_form import Line, edges, plain_lines, standing

if TYPE_CHECKING:
    from escrutinio.outcome.steps_form import Asking, Read


def threshold(asking: Asking) -> Read:
    """Each list's votes, whether it is admitted, and what was asked."""
    stage, place, run = asking.stage, asking.place, asking.run
    admitted = np.broadcast_to(stage.admitted[0], stage.votes.shape[1:])[place]
    lines = tuple(
        Line(name, votes, after=int(admitted[each]), facts={"admitted": bool(admitted[each])})
        for each, name, votes in standing(run, stage.votes[0, place])
    )
    return lines, {"conditions": asked_by(stage.stage.admits, tier_of(stage.stage, run.bench), run.bench, place)}


def single_winner(asking: Asking) -> Read:
    """The votes of the round, what a winner needs, who goes on where nobody has it."""
    stage, place, run = asking.stage, asking.place, asking.run
    lines = plain_lines(asking)
    best = np.zeros(0) if stage.runners_up is None else stage.runners_up.seats[0, place]
    facts = {
        "conditions": asked_by(stage.stage.wins, tier_of(stage.stage, run.bench), run.bench),
        "elected": [run.lists[each] for each in np.flatnonzero(stage.seats[0, place])],
        "best": [each.list for each in lines if best[run.lists.index(each.list)]],
        "otherwise": stage.stage.otherwise,
    }
    return lines, facts


def plurality(asking: Asking) -> Read:
    """Who had most votes, and whether the claim of its list covers the seat."""
    stage, place = asking.stage, asking.place
    return plain_lines(asking), edges(stage.made, place, asking.run.lists) | _covering(asking)


def _covering(asking: Asking) -> dict[str, Any]:
    """The winner's place among the winners of its list in the region, and how many seats the list has there."""
    stage, place, run = asking.stage, asking.place, asking.run
    if "uncovered" not in stage.facts:
        return {}
    without = np.flatnonzero(stage.facts["uncovered"][0, place])
    return {
        "uncovered": run.lists[without[0]] if len(without) else "",
        "rank": int(stage.facts["ranks"][0, place]) + 1,
        "room": int(stage.facts["room"][0, place]),
        "region": stage.regions[place],
    }
