"""Votes that do not fit, given as objects: each refused in one clear message; extreme votes counted exactly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from made_small import DAY, deputies, elected, election_of, office, race, senate, winner_of, with_votes  # type: ignore[import-not-found]  # it stands beside this file

import escrutinio as es
from escrutinio.model import Constituency, List, Problem, Tally
from escrutinio.outcome import elect, frame

LAW = es.law.load("bo")
BO = es.election("bo-2020")


def without(tier, *names):
    """The election of 2020 without the tallies and constituencies of some names."""
    return replace(
        BO,
        constituencies=tuple(each for each in BO.constituencies if each.tier != tier or each.name not in names),
        tallies=tuple(each for each in BO.tallies if each.tier != tier or each.constituency not in names),
    )


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        (-1, r"Here, A: -1 votes cannot be. Votes lie between 0 and 10\^18"),
        (10**18 + 1, r"Here, A: 1000000000000000001 votes cannot be"),
        (float("nan"), r"Here, A: “nan” is not a count. Votes are whole numbers"),
        (1.0, r"“1.0” is not a count"),
        (Decimal(1), r"“1” is not a count"),
        (Fraction(1, 2), r"“1/2” is not a count"),
        ("17", r"“17” is not a count"),
        (None, r"“None” is not a count"),
        (True, r"“True” is not a count"),
    ],
)
def test_what_is_no_count(votes, words):
    """Negative, too many, NaN, decimal, text, nothing: refused, with the place and the list."""
    with pytest.raises(Problem, match=words):
        elected(race(votes, 3), office())


@pytest.mark.parametrize("name", ["blank", "null", "registered"])
def test_other_counts_below_zero(name):
    """Blank, null and registered are counts as well."""
    with pytest.raises(Problem, match=rf"Here, {name}: -5 votes cannot be"):
        elected(race(1, 3, **{name: -5}), office())


def test_numpy_integers_are_counts():
    """Counts that come out of an array need no conversion."""
    assert elected(race(np.int64(3), np.int32(1)), office()).totals() == {"A": 1}


def test_an_unknown_list():
    """The nearest list is named."""
    with pytest.raises(Problem, match=r"Pando: no list of this election is called “CREEMO”. Did you mean CREEMOS\?"):
        frame(with_votes(BO, "president", "Pando", "CREEMO", 1))


def test_a_constituency_without_votes():
    """Which constituencies have none, and what to do."""
    some = replace(BO, tallies=tuple(each for each in BO.tallies if each.constituency not in {"C10", "C11"}))
    with pytest.raises(Problem, match=r"bo-2020: the tier “uninominal” has no votes for C10, C11. Add them, or take"):
        elect(some, LAW)


def test_a_whole_department_missing():
    """The law's department without presidential votes is named."""
    with pytest.raises(Problem, match=r"do not name the same areas. Without votes: Pando. Without seats: —"):
        elect(without("president", "Pando"), LAW)


def test_a_department_the_law_does_not_know():
    """Votes of a region that fills no seats are not dropped in silence."""
    strange = replace(
        BO,
        constituencies=(*BO.constituencies, Constituency("president", "Litoral", "Litoral")),
        tallies=(*BO.tallies, Tally("president", "Litoral", votes={"CC": 1})),
    )
    with pytest.raises(Problem, match=r"Without votes: —. Without seats: Litoral"):
        elect(strange, LAW)


@pytest.mark.parametrize(("name", "found"), [("C50", 13), ("Especial Beni", 0)])
def test_too_few_constituencies(name, found):
    """As many single-member and special constituencies as the law gives the department, told with both numbers."""
    tier = "uninominal" if found else "special"
    with pytest.raises(Problem, match=rf"fills (14|1) seats of the kind “{tier}”, but the votes have {found} such"):
        elect(without(tier, name), LAW)


def test_too_many_constituencies():
    """A fifteenth district in Santa Cruz."""
    more = replace(
        BO,
        constituencies=(*BO.constituencies, Constituency("uninominal", "C99", "Santa Cruz")),
        tallies=(*BO.tallies, Tally("uninominal", "C99", votes={"CC": 1})),
    )
    with pytest.raises(
        Problem, match=r"Santa Cruz fills 14 seats of the kind “uninominal”, but the votes have 15 such"
    ):
        elect(more, LAW)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"tallies": (*BO.tallies, BO.tallies[0])},
            r"bo-2020: the tier “president” has two tallies for “La Paz”. Keep one",
        ),
        (
            {"constituencies": (*BO.constituencies, BO.constituencies[0])},
            r"bo-2020: the constituency “La Paz” of the tier “president” is there twice. Keep one",
        ),
        ({"lists": (*BO.lists, List("CC"))}, r"bo-2020: the list “CC” is there twice. Keep one"),
        (
            {"tallies": (*BO.tallies, Tally("president", "Pandoo", votes={"CC": 5}))},
            r"the tier “president” has votes for “Pandoo”, which is none of its constituencies. Did you mean Pando\?",
        ),
    ],
)
def test_nothing_is_counted_twice_or_dropped(change, words):
    """A tally, a constituency or a list given twice, and votes for a place that is not there."""
    with pytest.raises(Problem, match=words):
        elect(replace(BO, **change), LAW)


def test_a_tier_that_the_law_counts_and_the_election_has_not():
    """The tier is named, and those that are there."""
    with pytest.raises(Problem, match=r"the law counts the votes of the tier “president” for “senate”.*It has: mayor"):
        elected(election_of({"mayor": {"North": [1, 2]}}), senate({"North": 4}))


def test_votes_cast_that_nobody_states():
    """A share of the votes cast needs blank and null votes."""
    law = office(wins={"share": "1/2", "of": "votes_cast", "boundary": "more_than"})
    with pytest.raises(Problem, match=r"needs votes_cast of the tier “president”.*Add the rows #blank, #null"):
        elected(race(3, 2), law)


def test_run_off_votes_for_a_list_that_is_not_in_it():
    """The pair is named, and whose votes are stray."""
    with pytest.raises(Problem, match=r"the run-off is between A, B, but there are votes for C. Correct the run-off"):
        elected(race(40, 35, 25, runoff=[5, 4, 1]), office())


@pytest.mark.parametrize(
    ("winners", "words"),
    [
        ([("C1", "North", "A")], r"North fills 2 seats of the kind “uninominal”, but the votes have 1 such"),
        ([("C1", "North", "A")] * 3, r"North fills 2 seats of the kind “uninominal”, but the votes have 3 such"),
        ([("C1", "West", "A")] * 2, r"a declared winner of “uninominal” is in “West”, which fills no seats"),
        ([("C1", "North", "Q")] * 2, r"C1: no list of this election is called “Q”"),
    ],
)
def test_declared_winners_that_do_not_fit(winners, words):
    """Too few, too many, in no region of the body, of no list."""
    tiers = {"president": {"North": [60, 40]}, "special": {}}
    declared = tuple(winner_of("uninominal", *each) for each in winners)
    election = replace(election_of(tiers), winners=declared)
    with pytest.raises(Problem, match=words):
        elected(election, deputies({"North": (2, 2, 0)}))


def test_ten_to_the_eighteen_votes_are_counted_exactly():
    """One vote decides a majority, a threshold and a last quotient where each place has 10^18."""
    most = 10**18
    for more, who in ((0, {}), (1, {"B": 1})):
        tiers = {"president": {f"C{n}": [most - (more if n == 0 else 0), most] for n in range(12)}}
        assert elected(election_of(tiers), office()).totals() == who
    edge = {"president": {"North": [most, 3 * most // 100 * 100 // 97]}}
    assert elected(election_of(edge), senate({"North": 40})).totals()["A"] == 39
    for votes, seats in ((most // 2, None), (most // 2 + 1, {"A": 1, "B": 1}), (most // 2 - 1, {"A": 2})):
        found = elected(race(most, votes, 0, lists="ABC"), senate({"Here": 2}))
        assert found.totals() == seats if seats else [tie.lists for tie in found.ties] == [("A", "B")]


@pytest.mark.parametrize("size", [10**12, 10**16])
@pytest.mark.parametrize("change", [-1, 0, 1])
def test_near_ties_of_many_votes(size, change):
    """At 10^12 and 10^16 votes one vote more or fewer still decides: floats would not see it."""
    votes = [13 * size, 5 * size + change]
    found = elected(election_of({"president": {"North": votes}}), senate({"North": 17}))
    certain = {"A": 12, "B": 4} if not change else {"A": 13, "B": 4} if change < 0 else {"A": 12, "B": 5}
    assert found.totals() == certain
    assert found.decided == bool(change)


def test_nobody_voted():
    """All counts zero: nobody is elected, every seat is unfilled, and nothing crashes."""
    empty = replace(BO, tallies=tuple(replace(each, votes=dict.fromkeys(each.votes, 0)) for each in BO.tallies))
    outcome = elect(empty, LAW)
    assert not any(body.totals() for body in outcome.bodies.values())
    assert {name: body.unfilled for name, body in outcome.bodies.items()} == {
        "president": 1,
        "senate": 36,
        "deputies": 130,
        "supranational": 9,
    }
    assert outcome.decided
    assert "nobody elected" in repr(outcome)
    for body in outcome.bodies:
        assert all(step.seats == 0 for step in es.outcome.explain(outcome, body))
    assert [each.largest for each in outcome.thresholds("deputies")] == ["", ""]


def test_one_list_takes_everything():
    """A list that stands alone wins every seat, and the presidency."""
    assert elected(race(7), office()).totals() == {"A": 1}
    tiers = {"president": {"North": [5]}, "uninominal": {"C1@North": [5]}, "special": {"S1@North": [5]}}
    assert elected(election_of(tiers), deputies({"North": (1, 3, 1)})).totals() == {"A": 5}


def test_a_day_before_the_law():
    """The first day of the law is told."""
    with pytest.raises(Problem, match=r"no rule of the law “bo” was in force on 1990-01-01. Its first begins on 1994"):
        elect(BO, LAW, day=date(1990, 1, 1))


def test_an_unknown_body():
    """The nearest is named."""
    with pytest.raises(Problem, match=r"no body in force on that day is called “senator”. Did you mean senate"):
        elect(BO, LAW, bodies=["senator"])
    assert set(elect(BO, LAW, bodies=["senate"], day=DAY).bodies) == {"senate"}
