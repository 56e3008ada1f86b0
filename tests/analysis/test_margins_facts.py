"""The fewest votes that change an outcome: facts of real elections, and every smaller number tried on small ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis.margins import anywhere, every, regions, wherever
from escrutinio.analysis.margins.answer import margin
from escrutinio.analysis.margins.changes import Changed, with_changes
from escrutinio.analysis.margins.forms import Beyond
from escrutinio.analysis.margins.targets import another_outcome, majority_of, office, seats_of
from escrutinio.model import Problem


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


def test_three_constituencies_are_worth_half_their_majorities_and_one_vote() -> None:
    """Labour's three nearest seats of 2019: majorities of 105, 150 and 378 (House of Commons Library, CBP-8749)."""
    found = margin(es.election("gb-2019"), seats_of("commons", "Labour", more=3))
    nearest = {"Bury North": 105, "Kensington": 150, "Bolton North East": 378}
    assert found.votes == sum(each // 2 + 1 for each in nearest.values())
    assert {each.constituency for each in found.witness} == set(nearest)
    assert found.confirmed


@pytest.mark.parametrize(
    ("election", "body", "lists", "rule", "seats"),
    [
        ("bo-2020", "senate", "MAS-IPSP", "absolute-majority", 18),
        ("bo-2020", "senate", "MAS-IPSP", "two-thirds", 24),
        ("bo-2020", "deputies", "MAS-IPSP", "absolute-majority", 65),
        ("bo-2020", "assembly", "MAS-IPSP", "absolute-majority", 83),
        ("bo-2014", "deputies", "MAS-IPSP", "two-thirds", 86),
    ],
)
def test_a_majority_is_won_or_lost_by_the_seat_that_counts(election, body, lists, rule, seats) -> None:
    """Half of 36, 130 and 166 and one more, or two thirds of them; each move of the answer is needed to the vote."""
    counted = es.election(election)
    found = margin(counted, majority_of(body, lists, rule=rule))
    assert found.confirmed
    bodies = ["senate", "deputies"] if body == "assembly" else [body]

    def held(witness) -> int:
        outcome = es.elect(with_changes(counted, witness), bodies=bodies)
        return sum(outcome[name].totals()[lists] for name in bodies)

    assert held(found.witness) == seats
    for area in {each.constituency for each in found.witness}:
        assert held([each for each in found.witness if each.constituency != area]) != seats


def beyond(*_: object) -> None:
    """What is said of a law that no price follows."""
    raise Beyond


def test_the_nearest_seat_of_all_is_the_nearest_of_the_areas(monkeypatch) -> None:
    """By price in the whole country, and by the search in one area after another: the same number."""
    counted = es.election("bo-2020")
    at_once = margin(counted, seats_of("senate", "MAS-IPSP", more=-1))
    monkeypatch.setattr(wherever, "fewest_in_regions", beyond)
    areas = es.elect(counted, bodies=["senate"])["senate"].areas
    one_by_one = [margin(counted, seats_of("senate", "MAS-IPSP", area=area, more=-1), where=[area]) for area in areas]
    assert at_once.votes == min(each.votes for each in one_by_one if each.votes is not None)


@pytest.fixture
def _short(monkeypatch) -> None:
    """A search that gives up at once."""
    monkeypatch.setattr(wherever, "SHORT", 3)
    monkeypatch.setattr(anywhere, "RUNS", 3)
    monkeypatch.setattr(every, "MOST", 1)


@pytest.mark.usefixtures("_short")
def test_what_cannot_be_proved_is_said_with_what_is_known(monkeypatch) -> None:
    """A stage that nothing follows, too many ways, or a threshold in between: and from how many votes on it may be."""
    with pytest.raises(Problem, match=r"the stage “districts” of the law is not linear in them\. At least \d are"):
        margin(es.election("cl-2021"), seats_of("deputies", "RN", more=1))
    with monkeypatch.context() as unpriced:
        unpriced.setattr(wherever, "fewest_in_regions", beyond)
        with pytest.raises(
            Problem, match=r"there are too many ways to do it\. At least \d+ are needed\. Name the lists"
        ):
            margin(es.election("bo-2020"), majority_of("deputies", "MAS-IPSP"))
    monkeypatch.setattr(regions.Sums, "at_least", lambda *_: 5_000)
    with pytest.raises(Problem, match=r"could cross a threshold on the way\. At least 5000 are needed, and \d+ do it"):
        margin(es.election("bo-2020"), majority_of("deputies", "MAS-IPSP"))


def test_too_many_ways_for_a_long_law_are_refused_before_the_work() -> None:
    """Every pair of lists in every constituency of Germany: an area or two lists make it short."""
    with pytest.raises(Problem, match="ways to change votes of one list in one area, and this law takes its time"):
        margin(es.election("de-2025"), another_outcome("bundestag"), one_place=True)


def test_a_list_is_asked_about_anywhere_at_once() -> None:
    """Nothing but the threshold lies between BSW and its seats in 2025, wherever the votes come from."""
    found = es.margins("de-2025", "bundestag", lists="BSW").found[0]
    assert (found.votes, found.by_lot, found.at_least, found.one_place) == (9_529, 9_529, None, False)


def test_seats_of_areas_that_a_claim_makes_up_for() -> None:
    """Iceland 2024, its Alliance: two seats of constituencies won beyond its claim take fewer votes than the claim."""
    election = es.election("is-2024")
    found = margin(election, seats_of("althingi", "S", more=1))
    alone = margin(election, seats_of("althingi", "S", more=1), source="D", to="S", where=["Suðvesturkjördæmi"])
    assert found.votes is not None
    assert alone.votes is not None
    assert found.votes < alone.votes
    assert found.confirmed
    assert len({each.constituency for each in found.witness}) == 2
    seats = es.elect(with_changes(election, found.witness))["althingi"].totals()
    assert seats["S"] == es.elect(election)["althingi"].totals()["S"] + 1


def test_what_cannot_be_proved_is_found_in_one_place_with_a_bound() -> None:
    """Chile's pacts share seats twice: one pair of lists in one district, and no fewer than the bound do it."""
    found = es.margins("cl-2021", "deputies", lists="RN", where=["Distrito 1"]).found[0]
    assert found.votes is not None
    assert found.at_least is not None
    assert found.votes > found.at_least > 0
    assert found.confirmed
    with pytest.raises(Problem, match="cannot be proved"):
        es.margins("cl-2021", "deputies", lists="RN", where=["Distrito 1"], one_place=False)


def test_nine_thousand_five_hundred_votes_short_of_the_threshold() -> None:
    """BSW had 2,472,947 of 49,649,512 votes (Bundeswahlleiterin, final result of 2025): 9,529 short of 5 %."""
    short = -(-49_649_512 * 5 // 100) - 2_472_947
    target = seats_of("bundestag", "BSW", least=1)
    found = margin(es.election("de-2025"), target, source="Die Linke", to="BSW", one_place=True, where=["Berlin"])
    assert found.votes == short == 9_529
