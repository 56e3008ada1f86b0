"""Draws run some at a time give what they give at once; a tie broken anew, and a table without its empty cells."""

import numpy as np
import pytest

import escrutinio as es
from escrutinio.apportionment import highest_averages, plurality, redrawn
from escrutinio.apportionment._packing import packing
from escrutinio.outcome import frame, run_body, seats_over_draws

DRAWS = 25


def drawn(name):
    """An election's frame with small numbers of votes, which tie often, and its rules."""
    election = es.election(name)
    counted, rng = frame(election), np.random.default_rng(2025)
    votes = {
        tier: np.where(each.votes > 0, rng.integers(0, 9, (DRAWS, *each.votes.shape[1:])), 0)
        for tier, each in counted.tiers.items()
        if each.votes.size and not each.declared
    }
    return counted.with_votes(votes), es.law.in_force(es.law.load(election.law), election.date).bodies


@pytest.mark.parametrize(("name", "body"), [("de-2025", "bundestag"), ("es-2015", "congress"), ("bo-2020", "deputies")])
@pytest.mark.parametrize("chunk", [None, 1, 7])
def test_some_at_a_time_is_all_at_once(name, body, chunk):
    """Seats by kind, by area and in all, and where a lot decides, whatever the number of draws run at a time."""
    given, bodies = drawn(name)
    whole, parts = run_body(given, bodies[body]), seats_over_draws(given, bodies[body], by_area=True, chunk=chunk)
    assert (parts.totals == whole.totals).all()
    assert (parts.totals == whole.everything.sum(axis=1)).all()
    assert parts.by_area is not None
    assert np.array_equal(parts.by_area, whole.everything)
    assert (parts.tied == whole.tied).all()
    for kind, seats in whole.seats.items():
        assert (parts.kinds[kind] == seats.sum(axis=1)).all()


def test_frames_one_after_another():
    """Draws that come in several frames stand one after another."""
    given, bodies = drawn("bo-2020")
    twice = seats_over_draws(iter([given, given]), bodies["senate"])
    assert (twice.totals == np.tile(run_body(given, bodies["senate"]).totals, (2, 1))).all()


@pytest.mark.parametrize(
    "share",
    [lambda votes, lots: highest_averages(votes, 5, lots=lots), lambda votes, lots: plurality(votes, lots=lots)],
)
def test_lots_drawn_later_are_lots_drawn_first(share):
    """An allocation with other lots is the allocation made with those lots."""
    rng = np.random.default_rng(1)
    votes, lots = rng.integers(0, 4, (200, 3, 4)), rng.permuted(np.tile(np.arange(4), (200, 3, 1)), axis=-1)
    anew, first = redrawn(share(votes, None), lots), share(votes, lots)
    assert anew is not None
    for field in ("seats", "tied", "undecided", "unfilled"):
        assert (getattr(anew, field) == getattr(first, field)).all(), field


def test_empty_cells_change_nothing():
    """Areas and lists without votes, floors there included: the same as area by area."""
    rng = np.random.default_rng(2)
    votes = rng.integers(0, 30, (20, 12, 24)) * (rng.random((12, 24)) < 0.2)
    votes[:, 4] = 0
    house, floor = rng.integers(0, 6, (20, 12)), rng.integers(0, 2, (20, 12, 24)) * (rng.random((12, 24)) < 0.05)
    assert packing(votes, floor) is not None
    together = highest_averages(votes, house, minimum=floor)
    for area in range(12):
        alone = highest_averages(votes[:, area], house[:, area], minimum=floor[:, area])
        for field in ("seats", "tied", "undecided", "unfilled", "excess"):
            assert (getattr(together, field)[:, area] == getattr(alone, field)).all(), field


def test_an_office_that_seats_elect_to_is_no_seat_more() -> None:
    """538 electors, of whom 306 and 232 (National Archives, Electoral College results of 2020), and one president."""
    college = es.elect("us-2020", bodies=["president"])["president"]
    assert college.totals() == {"Joseph R. Biden": 306, "Donald J. Trump": 232}
    assert college.members == 538
    assert {row.list for row in college.rows() if row.kind == "president"} == {"Joseph R. Biden"}
    assert college.run.offices == ("president",)
    assert es.elect("bo-2020", bodies=["president"])["president"].totals() == {"MAS-IPSP": 1}
