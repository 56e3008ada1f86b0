"""Random elections held against rules written apart, alone and as one batch; the shapes that several tests use."""

from __future__ import annotations

from dataclasses import replace

import by_hand  # type: ignore[import-not-found]  # it stands beside this file
import numpy as np
from made_world import LETTERS, election_of, house, runs  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.model import Problem

DRAWS = 300
LISTS = 4


def numbers(rng, places, most=1000):
    """Votes of 300 elections: small and large, some lists absent, some equal; a few draws with a dominant list."""
    votes = rng.integers(0, most, (DRAWS, places, LISTS))
    votes[:, :, 0] *= rng.choice([1, 1, 4], DRAWS)[:, None]
    votes[rng.random(votes.shape) < 0.08] = 0
    votes[:40] = votes[:40] // (most // 12)
    return votes


def both(law, election, votes, reference, *, idle=False):
    """Each draw against the reference, and the batch against single elections.

    ``idle`` allows that a lot is told which turns out to decide nothing: in a claim that overhang makes idle, or for
    who comes first.
    """
    batch = runs(election, law, votes)
    tied = np.broadcast_to(batch.tied, DRAWS)
    told = 0
    for draw in range(DRAWS):
        mine = {name: table[[draw]] for name, table in votes.items()}
        alone = runs(election, law, mine)
        assert alone.tied[0] == tied[draw]
        for kind, seats in batch.seats.items():
            assert (np.broadcast_to(seats, (DRAWS, *seats.shape[1:]))[draw] == alone.seats[kind][0]).all(), kind
        try:
            wanted = reference({name: table[0].tolist() for name, table in mine.items()})
        except by_hand.Lot:
            assert tied[draw], mine
            continue
        except by_hand.Skipped:
            continue
        told += 1
        for kind, table in wanted.items():
            ours = next(run.seats[0].tolist() for run in alone.stages.values() if run.kind == kind)
            assert ours == [list(map(int, row)) for row in table], (kind, mine)
        assert idle or not tied[draw], mine
    assert told >= DRAWS // 2
    _lots_lead_back(law, election, {name: table.shape[1:] for name, table in votes.items()})


def _lots_lead_back(law, election, shapes):
    """Six elections of tiny votes, full of ties: the lots of a possible outcome, once given, lead to it alone."""
    rng = np.random.default_rng(99)
    for number in range(6):
        votes = {name: rng.integers(0, 5, shape) * (1 + 2 * (number % 2)) for name, shape in shapes.items()}
        places = {name: [each.name for each in election.constituencies if each.tier == name] for name in shapes}
        tallies = tuple(
            replace(
                each,
                votes=dict(
                    zip(LETTERS, votes[each.tier][places[each.tier].index(each.constituency)].tolist(), strict=False)
                ),
            )
            for each in election.tallies
        )
        small = replace(election, tallies=tallies)
        try:
            found = house(small, law)
        except Problem as problem:
            assert "no table of seats fits" in str(problem)  # noqa: PT017 - votes of nobody in an area
            continue
        for branch in found.branches[:: max(1, len(found.branches) - 1)] if found.complete else ():
            again = house(small, law, lots=branch.lots)
            assert again.seats.tolist() == branch.seats.tolist()
            assert len(again.branches) == 1


DIRECT = {f"E{n}": [1] * LISTS for n in range(4)}
DISTRICTS = {"North": 3, "South": 4, "West": 2}
ALONE = election_of({"v": {name: [1] * LISTS for name in DISTRICTS}}, seats={"v": DISTRICTS})
