"""The fewest votes that change an outcome: facts of real elections, and every smaller number tried on small ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis.margins import margin
from escrutinio.analysis.margins_changes import Changed, with_changes
from escrutinio.analysis.margins_targets import another_outcome, office


def test_the_ten_point_rule_of_2019() -> None:
    """34,672 votes above ten points (2,889,359 − 2,240,920 − a tenth of 6,137,671): 17,336 moved force a run-off."""
    election = es.election("bo-2019")
    lead = 2_889_359 - 2_240_920
    assert lead - 6_137_671 // 10 == 34_672
    found = margin(election, office("president"), kind="move", source="MAS-IPSP", to="CC", one_place=True)
    assert found.votes == 17_336
    changed = es.elect(with_changes(election, found.witness), bodies=["president"])
    assert changed["president"].totals() == {}
    assert sum(abs(each.votes) for each in found.witness) == 2 * 17_336
    fewer = [replace(each, votes=each.votes - (1 if each.votes > 0 else -1)) for each in found.witness]
    assert es.elect(with_changes(election, fewer), bodies=["president"])["president"].totals() == {"MAS-IPSP": 1}


@pytest.mark.parametrize("seed", range(12))
def test_no_smaller_number_of_votes_will_do(seed) -> None:
    """Moved between two lists in one place: the number found elects otherwise, and every smaller one as before."""
    rng = np.random.default_rng(seed)
    election = es.election("bo-2020")
    area = ("Pando", "Beni", "Tarija", "Oruro")[seed % 4]
    gaining = ("CC", "CREEMOS", "MAS-IPSP")[int(rng.integers(3))]
    losing = next(name for name in ("MAS-IPSP", "CC", "CREEMOS") if name != gaining)
    counted = next(each for each in election.tallies if each.tier == "president" and each.constituency == area)
    was = es.elect(election, bodies=["senate"])["senate"]
    place = was.areas.index(area)

    def seats(votes: int) -> list[int]:
        moved = [*_moved("president", area, losing, -votes), *_moved("president", area, gaining, votes)]
        return list(es.elect(with_changes(election, moved), bodies=["senate"])["senate"].seats[place])

    target = another_outcome("senate", area=area)
    found = margin(election, target, kind="move", source=losing, to=gaining, where=[area], one_place=True)
    tried = [0, *sorted(set(rng.integers(1, counted.votes[losing], 6).tolist()))]
    if found.votes is None:
        assert all(seats(each) == seats(0) for each in tried)
        return
    assert seats(found.votes) != seats(0)
    assert all(seats(each) == seats(0) for each in (*tried, found.votes - 1) if each < (found.by_lot or found.votes))


def _moved(tier: str, area: str, name: str, votes: int) -> list[Changed]:
    return [Changed(tier, area, name, votes)]
