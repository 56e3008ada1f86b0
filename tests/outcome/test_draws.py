"""A batch of draws is the same interpreter: each draw as if elected alone, ties flagged, sums never overflow."""

from dataclasses import replace

import numpy as np
import pytest
from made_small import DAY, deputies, election_of, office, senate  # type: ignore[import-not-found]  # it stands beside this file

import escrutinio as es
from escrutinio.law import in_force
from escrutinio.model import Problem
from escrutinio.outcome import elect, frame, run_law

DRAWS = 60


def votes_around(tier, rng):
    """Draws of votes around those counted, some far off, so that seats, thresholds and overhang change."""
    factor = rng.integers(0, 200, (DRAWS, *tier.votes.shape[1:]))
    return tier.votes * factor // 100


@pytest.mark.parametrize("name", ["bo-2005", "bo-2009", "bo-2014", "bo-2020"])
def test_a_batch_is_the_same_as_one_by_one(name):
    """Seats by kind, area and list of every draw, and whether it is tied, for every body."""
    election = es.election(name)
    rules, counted = in_force(es.law.load("bo"), election.date), frame(election)
    rng = np.random.default_rng(2020)
    tiers = [each for each in ("president", "uninominal", "special") if each in counted.tiers]
    votes = {each: votes_around(counted.tiers[each], rng) for each in tiers}
    batch = run_law(counted.with_votes(votes), rules)
    for draw in range(DRAWS):
        one = run_law(counted.with_votes({tier: each[[draw]] for tier, each in votes.items()}), rules)
        for body, run in batch.items():
            assert set(run.seats) == set(one[body].seats)
            for kind, seats in run.seats.items():
                assert (seats[draw] == one[body].seats[kind][0]).all(), (body, kind)
            assert np.broadcast_to(run.tied, DRAWS)[draw] == one[body].tied[0]


def test_declared_winners_stay_in_every_draw():
    """Where the districts' winners were declared, draws of the presidential votes meet the same winners."""
    election = es.election("bo-2025")
    counted = frame(election)
    votes = votes_around(counted.tiers["president"], np.random.default_rng(1))
    runs = run_law(counted.with_votes({"president": votes}), in_force(es.law.load("bo"), election.date))
    assert runs["deputies"].seats["uninominal"].sum() == 63
    assert runs["deputies"].totals.shape[0] == DRAWS
    assert (runs["deputies"].totals.sum(axis=-1) == 130).all()


def test_one_draw_of_the_votes_counted_is_the_outcome():
    """The interpreter on one draw is what elect gives."""
    election = es.election("bo-2020")
    outcome = elect(election, es.law.load("bo"))
    runs = run_law(frame(election), in_force(es.law.load("bo"), election.date))
    for body, run in runs.items():
        assert (run.everything[0] == outcome[body].seats).all()


def test_a_tie_is_flagged_in_its_draw_only():
    """60, 40 ties for the fourth seat; 61, 40 does not."""
    counted = frame(election_of({"president": {"North": [60, 40]}}))
    votes = counted.with_votes({"president": np.array([[[60, 40]], [[61, 40]], [[59, 40]]])})
    run = run_law(votes, in_force(senate({"North": 4}), DAY))["senate"]
    assert run.tied.tolist() == [True, False, False]


def test_the_run_off_is_held_in_the_draws_that_need_it():
    """Elected in the first draw, run-offs in the others; votes for lists that are not in it are left aside."""
    counted = frame(election_of({"president": {"Here": [60, 30, 10]}, "runoff": {"Here": [4, 6, 9]}}))
    votes = counted.with_votes({"president": np.array([[[60, 30, 10]], [[39, 35, 26]], [[39, 26, 35]]])})
    run = run_law(votes, in_force(office(), DAY))["president"]
    assert run.totals.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_large_draws_do_not_overflow():
    """Twenty constituencies of 10^18 votes add up beyond 64 bits; the majority is still exact."""
    counted = frame(election_of({"president": {f"C{n}": [1, 1] for n in range(20)}}))
    one_more = np.full((1, 20, 2), 10**18)
    one_more[0, 0, 1] -= 1
    run = run_law(counted.with_votes({"president": one_more}), in_force(office(), DAY))["president"]
    assert run.totals.tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        (np.array([[[1.0, 2.0]]]), r"votes of the tier “president” are float64; they are whole numbers"),
        (np.array([[[-1, 2]]]), r"-1 votes cannot be"),
        (np.array([[[10**18 + 1, 2]]]), r"1000000000000000001 votes cannot be"),
        (np.array([[1, 2]]), r"have the shape \(1, 2\); the election has \(draws, 1, 2\)"),
        (np.array([[[1, 2, 3]]]), r"have the shape \(1, 1, 3\)"),
    ],
)
def test_draws_that_are_no_counts(votes, words):
    """Decimals, negative counts, counts beyond 10^18 and wrong shapes are refused in their words."""
    counted = frame(election_of({"president": {"North": [60, 40]}}))
    with pytest.raises(Problem, match=words):
        counted.with_votes({"president": votes})


def test_draws_of_a_tier_that_is_not_there():
    """The tiers there are named."""
    with pytest.raises(Problem, match=r"no votes of the tier “senate”. It has: president"):
        frame(election_of({"president": {"North": [60, 40]}})).with_votes({"senate": np.array([[[1, 2]]])})


def test_a_nation_wide_constituency_beside_regions():
    """Seats shared over the whole country belong to the whole country, and none is lost (a what-if of the Senate)."""
    law = es.law.amend(es.law.load("bo"), {"senate.senators.per": "country"}, since=es.election("bo-2020").date)
    body = elect(es.election("bo-2020"), law)["senate"]
    assert sum(body.totals().values()) == 36
    assert body.seats[body.areas.index("")].sum() == 36


def test_compensation_over_the_whole_country():
    """District seats of every region are set against a nation-wide entitlement (as in New Zealand)."""
    law = es.law.amend(
        deputies({"North": (2, 2, 0), "South": (2, 2, 0)}), {"deputies.entitlement.per": "country"}, since=DAY
    )
    votes = {"North": [60, 40], "South": [20, 80]}  # 80 to 120: three and five of eight
    districts = {"N1@North": [1, 0], "N2@North": [1, 0], "S1@South": [1, 0], "S2@South": [0, 1]}
    body = elect(election_of({"president": votes, "uninominal": districts, "special": {}}), law, day=DAY)["deputies"]
    assert body.totals() == {"B": 5, "A": 3}
    assert body.kinds["list"].sum() == 4
    assert body.unfilled == 0


def test_seats_shared_out_in_constituencies():
    """Each constituency shares out the seats the election gives it, not the whole chamber's."""
    law = es.law.amend(senate({"North": 5}), {"senate.senators.per": "constituency"}, since=DAY)
    election = election_of({"president": {"N1@North": [60, 40], "N2@North": [10, 90]}})
    with pytest.raises(Problem, match=r"does not say how many N1 has. Fill the column seats of districts.csv"):
        elect(election, law, day=DAY)
    seats = {"N1": 3, "N2": 2}
    sized = replace(election, constituencies=tuple(replace(c, seats=seats[c.name]) for c in election.constituencies))
    assert elect(sized, law, day=DAY)["senate"].totals() == {"B": 3, "A": 2}
