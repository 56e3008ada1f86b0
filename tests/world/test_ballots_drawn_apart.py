"""One ballot drawn many times while the others are counted once: the law runs all the same."""

from __future__ import annotations

import numpy as np
import pytest

import escrutinio as es
from escrutinio.outcome import fitting_bodies, frame, run_body

ELECTIONS = ["at-2024", "bo-2020", "ch-zh-2019", "cl-2017", "cz-2021", "de-2017", "dk-2011", "gb-sct-2011", "is-2013"]
ELECTIONS += ["mx-2018", "no-2017", "nz-2011"]


@pytest.mark.parametrize("name", ELECTIONS)
def test_each_ballot_in_turn(name):
    """Three equal draws of one ballot give three times the seats of the count."""
    election = es.election(name)
    counted = frame(election)
    bodies = es.law.in_force(es.law.load(election.law), election.date).bodies
    for body in fitting_bodies(counted, bodies):
        once = run_body(counted, bodies[body]).totals
        for ballot, tier in counted.tiers.items():
            if tier.votes.shape[1] and not tier.declared:
                thrice = counted.with_votes({ballot: np.repeat(tier.votes, 3, axis=0)})
                assert np.array_equal(
                    np.broadcast_to(run_body(thrice, bodies[body]).totals, (3, once.shape[1])),
                    np.repeat(once, 3, axis=0),
                )
