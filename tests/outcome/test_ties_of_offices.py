"""Ties for one office: who goes to the run-off, who wins it, and what a lot says."""

import pytest
from made_small import MAJORITY, elected, office, race  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.model import Problem


def told(found):
    """Every tie as (address, lists, seats, matters)."""
    return [(each.address, "".join(each.lists), each.seats, each.matters) for each in found.ties]


def test_a_tie_for_second_decides_who_goes_to_the_run_off():
    """Three lists equal behind the first draw for one place; nobody is elected yet, and still the lot matters."""
    found = elected(race(40, 20, 20, 20, runoff=None), office(wins=MAJORITY))
    assert told(found) == [("president.first", "BCD", 1, True)]
    assert (found.totals(), found.decided, len(found.branches)) == ({}, False, 3)


def test_the_lot_for_second_settles_the_run_off():
    """With C drawn, the run-off is between A and C and its votes are counted."""
    found = elected(race(40, 20, 20, 20, runoff=[10, 0, 11, 0]), office(wins=MAJORITY), lots={"president.first": ["C"]})
    assert (found.totals(), found.decided) == ({"C": 1}, True)
    assert found.ties[0].drawn == ("C",)


def test_run_off_votes_without_the_lot_that_led_to_it():
    """Votes for C in a run-off that a lot gave to C or to B: the lot is asked for; the votes are no mistake."""
    with pytest.raises(Problem, match=r"a lot decides who goes to the run-off.*give the lot"):
        elected(race(40, 20, 20, 20, runoff=[10, 0, 11, 0]), office(wins=MAJORITY))


def test_three_equal_firsts_draw_for_two_places():
    """A, B and C equal at the top: two of them go on; a lot names both."""
    found = elected(race(30, 30, 30, 10), office(wins=MAJORITY))
    assert told(found) == [("president.first", "ABC", 2, True)]
    assert len(found.branches) == 3
    settled = elected(race(30, 30, 30, 10), office(wins=MAJORITY), lots={"president.first": ["C", "A"]})
    assert settled.decided
    assert settled.run.stages["first"].runners_up.seats[0, 0].tolist() == [1, 0, 1, 0]


def test_a_tie_for_first_of_two_is_no_tie():
    """Both go to the run-off whoever is called first."""
    found = elected(race(40, 40, 20), office(wins=MAJORITY))
    assert (told(found), found.decided) == ([], True)


def test_a_tie_behind_a_winner_is_no_tie():
    """Second place decides nothing where the first is elected."""
    found = elected(race(60, 20, 20), office())
    assert (told(found), found.totals()) == ([], {"A": 1})


def test_a_tied_run_off():
    """Equal votes in the run-off: either, by lot; the answer lists both."""
    election = race(40, 35, 25, runoff=[50, 50, 0])
    found = elected(election, office())
    assert told(found) == [("president.second", "AB", 1, True)]
    assert (found.possible(), found.decided, found.unfilled) == ([{"A": 1}, {"B": 1}], False, 0)
    assert elected(election, office(), lots={"president.second": ["B"]}).totals() == {"B": 1}


def test_a_tie_for_the_pair_and_a_tie_in_the_run_off():
    """Two lots after each other: the first for the pair, the second for the winner."""
    election = race(40, 30, 30, runoff=[50, 0, 50])
    lots = {"president.first": ["C"], "president.second": ["C"]}
    assert elected(election, office(wins=MAJORITY), lots=lots).totals() == {"C": 1}
    half = elected(election, office(wins=MAJORITY), lots={"president.first": ["C"]})
    assert [(each.address, each.drawn) for each in half.ties] == [("president.first", ("C",)), ("president.second", ())]
    assert half.possible() == [{"A": 1}, {"C": 1}]


def test_two_lists_that_both_meet_the_condition():
    """Where a law asks for so little that two equal lists both meet it, a lot decides between them."""
    third = {**MAJORITY, "share": "1/3", "boundary": "at_least"}
    found = elected(race(45, 45, 10), office(wins=third))
    assert told(found) == [("president.first", "AB", 1, True)]
    assert found.possible() == [{"A": 1}, {"B": 1}]


def test_parliament_chooses_between_two_that_a_lot_may_decide():
    """Before 2009 Congress chose between the first two: equal seconds draw for the place."""
    found = elected(race(40, 30, 30), office(wins=MAJORITY, otherwise="parliament"))
    assert told(found) == [("president.first", "BC", 1, True)]
    assert (found.totals(), found.unfilled) == ({}, 1)


@pytest.mark.parametrize(
    ("lots", "words"),
    [
        ({"president.second": ["A"]}, r"nothing is tied at “president.second”.*Tied: president.first"),
        ({"president.first": ["A"]}, r"B, C, D draw for 1 seat.*the lot says A"),
        ({"president.first": []}, r"B, C, D draw for 1 seat.*the lot says"),
        ({"president.first": ["Z"]}, r"the lot says Z"),
        ({"senate.first": ["B"]}, r"no body in force on that day is called “senate”"),
        ({"president": ["B"]}, r"nothing is tied at “president”"),
    ],
)
def test_a_lot_that_answers_no_tie(lots, words):
    """No tie there, a list that does not draw, no list, an unknown list, an unknown body: each told in its words."""
    with pytest.raises(Problem, match=words):
        elected(race(40, 20, 20, 20), office(wins=MAJORITY), lots=lots)


def test_too_few_names_in_a_lot_for_two_places():
    """Two places need two names."""
    with pytest.raises(Problem, match=r"A, B, C draw for 2 seat.*the lot says A"):
        elected(race(30, 30, 30, 10), office(wins=MAJORITY), lots={"president.first": ["A"]})
