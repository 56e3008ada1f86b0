"""Mistakes that other programs for the same purpose were found to make: each class of them once, and what is right."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from made_world import election_of, house, law_of, stage  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.apportionment import (
    ApportionmentError,
    biproportional,
    highest_averages,
    largest_remainder,
    modified_sainte_lague,
    plurality,
    tie,
)
from escrutinio.model import Problem
from escrutinio.outcome import frame

DIVISORS = ("dhondt", "sainte_lague", "adams", "hill", "dean", "danish", "imperiali", "modified_sainte_lague")


@pytest.mark.parametrize("divisors", DIVISORS)
def test_nobody_gets_fewer_than_no_seats(divisors):
    """A list without votes has no seat, never minus one, and no other list a seat too many for it."""
    for votes, seats in (([0, 3, 9], 6), ([612, 136, 0, 743, 1625, 564, 1235], 5)):
        found = highest_averages(votes, seats, divisors=divisors).seats
        assert found[votes.index(0)] == 0
        assert found.sum() == seats
        assert (found >= 0).all()
    assert highest_averages([0, 3, 9], 6, divisors="sainte_lague").seats.tolist() == [0, 2, 4]
    assert highest_averages([0, 3, 9], 6, divisors="adams").seats.tolist() == [0, 2, 4]


def test_a_tie_beside_a_list_without_votes():
    """12, 0 and 4 votes for seven seats: 12/6 = 4/2, and the tie is told although a list has no votes."""
    found = tie(highest_averages([12, 0, 4], 7))
    assert found is not None
    assert (found.lists, found.seats) == ((0, 2), 1)


def test_the_largest_remainder_is_the_largest():
    """3, 3, 11, 13 and 4 votes for six seats: 4/34·6 leaves 0.706, more than 3/34·6 with 0.529."""
    found = largest_remainder([3, 3, 11, 13, 4], 6)
    drawn = tie(found)
    assert found.seats.tolist()[2:] == [2, 2, 1]
    assert drawn is not None
    assert (drawn.lists, drawn.seats) == ((0, 1), 1)


def test_exactly_the_share_is_enough():
    """Seven votes of a hundred are 7 %, whatever a binary fraction makes of 100 × 0.07; five of a hundred are 5 %."""
    for share, votes in (("7/100", [93, 7]), ("5/100", [95, 5])):
        threshold = stage("t", "threshold", votes="v", admits={"share": share, "boundary": "at_least"})
        seats = stage(
            "s", "highest_averages", votes="v", per="country", seats=["s"], divisors="dhondt", among="t", gives="s"
        )
        law = law_of([threshold, seats], {"s": {"total": 100}})
        assert house(election_of({"v": {"Here": votes}}), law).totals() == {"A": votes[0], "B": votes[1]}


def test_a_list_with_one_vote_of_twenty():
    """One, ten and nine votes, five seats, by Sainte-Laguë: 0, 3 and 2."""
    assert highest_averages([1, 10, 9], 5, divisors="sainte_lague").seats.tolist() == [0, 3, 2]


def test_equal_quotients_and_no_tie_at_all():
    """A tie is an answer, no exception, and 7 to 3 for twenty seats is none; 360 to 280 for fifteen is."""
    found = tie(highest_averages([360, 280], 15))
    assert found is not None
    assert found.lists == (0, 1)
    even = largest_remainder([7, 3], 20)
    assert even.seats.tolist() == [14, 6]
    assert not even.tied


def test_only_the_first_divisor_is_modified():
    """1.4 divides a list's votes for its first seat, and for no other: 3, 1, 6, 8 of eighteen."""
    found = highest_averages([17716, 8727, 33468, 50870], 18, divisors=modified_sainte_lague())
    assert found.seats.tolist() == [3, 1, 6, 8]


def mixed_member():
    """Ten constituencies and fifty list seats in all, 5 % of the list votes, overhang added."""
    claim = {"votes": "party", "per": "country", "seats": ["direct", "list"], "divisors": "dhondt"}
    stages = [
        stage("direct", "plurality", votes="direct", per="constituency", gives="direct"),
        stage("five", "threshold", votes="party", admits={"share": "1/20", "boundary": "at_least"}),
        stage("claim", "highest_averages", among="five", entitles="claim", **claim),
        stage("list", "compensation", entitlement="claim", counted=["direct"], overhang="added", gives="list"),
    ]
    return law_of(stages, {"direct": {"districts": "direct"}, "list": {"total": 40}})


def test_constituency_seats_come_from_constituencies():
    """60 to 40 in all ten constituencies is ten seats to none, not six to four of the totals."""
    places = {f"E{n}": [60, 40] for n in range(10)}
    law, votes = mixed_member(), {"direct": places, "party": {"P": [60, 40]}}
    found = house(election_of(votes, seats={"direct": dict.fromkeys(places, 1)}), law)
    assert found.kinds["direct"].sum(axis=0).tolist() == [10, 0]
    assert found.totals() == {"A": 30, "B": 20}


def test_a_threshold_leaves_no_seat_unfilled():
    """Who is below 5 % takes no part; all fifty seats go to the others, none stays empty."""
    places = {f"E{n}": [60, 40, 0] for n in range(10)}
    votes = {"direct": places, "party": {"P": [500, 460, 40]}}
    found = house(election_of(votes, seats={"direct": dict.fromkeys(places, 1)}), mixed_member())
    assert sum(found.totals().values()) == 50
    assert found.unfilled == 0
    assert "C" not in found.totals()


def test_quotients_are_not_rounded_down():
    """7 to 3 for twenty seats is 14 to 6 by D'Hondt; equal halves share four seats of four by Hare, not six."""
    assert highest_averages([7, 3], 20).seats.tolist() == [14, 6]
    assert largest_remainder([3, 3, 0], 4).seats.tolist() == [2, 2, 0]


def test_a_cap_takes_nothing_from_who_has_none():
    """With a cap of three for the first of 60 and 40 and ten seats, the second has the other seven."""
    capped = largest_remainder([60, 40], 10, maximum=[3, 10])
    assert capped.seats.tolist() == [3, 7]
    assert highest_averages([60, 40], 10, maximum=[3, 10]).seats.tolist() == [3, 7]


def test_one_seat_among_many():
    """A house of one seat is no special case: the largest has it."""
    for divisors in ("dhondt", "sainte_lague"):
        assert highest_averages([5, 4, 3, 2, 1], 1, divisors=divisors).seats.tolist() == [1, 0, 0, 0, 0]
    assert biproportional([[5, 4, 3, 2, 1]], [1], [1, 0, 0, 0, 0]).seats.tolist() == [[1, 0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("votes", "areas", "lists"),
    [
        ([[6, 8, 4, 5], [6, 5, 2, 7]], [6, 6], [3, 4, 2, 3]),
        ([[5, 5, 11, 8], [5, 10, 11, 6], [5, 10, 8, 8], [5, 5, 3, 11]], [2, 2, 2, 2], [2, 2, 2, 2]),
        ([[6, 8], [6, 5]], [2, 0], [1, 1]),
        ([[6, 8], [6, 5]], [1, 1], [2, 0]),
    ],
)
def test_two_margins_come_to_an_end(votes, areas, lists):
    """Tables that went round in circles, gave up on ties, or refused an area or a list with no seats to fill."""
    found = biproportional(votes, areas, lists)
    assert found.feasible
    assert found.seats.sum(axis=1).tolist() == areas
    assert found.seats.sum(axis=0).tolist() == lists


def test_two_margins_of_small_votes_full_of_ties():
    """Three hundred matrices of votes up to five, most of them tied: every one is answered, and ties are told."""
    rng = random.Random(1)  # noqa: S311 - random tables, repeatable
    tied = 0
    for _ in range(300):
        table = [[rng.randint(0, 2) for _ in range(3)] for _ in range(3)]
        votes = [[rng.randint(1, 5) for _ in range(3)] for _ in range(3)]
        areas, lists = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
        found = biproportional(votes, areas, lists)
        assert found.feasible
        assert found.seats.sum(axis=1).tolist() == areas
        tied += bool(found.tied)
    assert tied > 20


def test_the_same_tie_is_told_the_same_way_every_time():
    """No answer is drawn at random: 360, 280 and 10 votes for fifteen seats, twenty times."""
    told = {(str(tie(found)), str(found.seats)) for found in (highest_averages([360, 280, 10], 15) for _ in range(20))}
    assert len(told) == 1


def test_large_counts_do_not_overflow_and_what_is_given_stays():
    """Products beyond 64 bits are exact, silently or not; the numbers handed in are not changed."""
    votes = np.array([2**62, 2**62 - 1, 2**61])
    before = votes.copy()
    found = highest_averages(votes, 1001)
    assert found.seats.sum() == 1001
    assert (votes == before).all()
    again = highest_averages(votes, 1001)
    assert (again.seats == found.seats).all()


def test_huge_votes_a_hair_apart():
    """2,498,950,262,092 to 1,962,790,279,025 for 9,028 seats: 5,056 to 3,972; a float says one more and one fewer."""
    assert highest_averages([2498950262092, 1962790279025], 9028).seats.tolist() == [5056, 3972]


@pytest.mark.parametrize("method", [highest_averages, largest_remainder, lambda v, s: plurality(v, seats=s)])
def test_no_votes_elect_nobody(method):
    """All votes zero and three seats: nobody is elected, and the seats are told to be unfilled."""
    found = method([0, 0, 0], 3)
    assert found.seats.tolist() == [0, 0, 0]
    assert found.unfilled == 3
    assert not found.tied


def test_a_chamber_without_votes_is_empty():
    """The same through a law: three seats, no votes, three unfilled."""
    seats = stage("s", "highest_averages", votes="v", per="country", seats=["s"], divisors="dhondt", gives="s")
    found = house(election_of({"v": {"Here": [0, 0, 0]}}), law_of([seats], {"s": {"total": 3}}))
    assert (found.totals(), found.unfilled, found.decided) == ({}, 3, True)


@pytest.mark.parametrize("bad", [None, float("nan"), -1, 1.5, "7"])
def test_what_is_no_count_is_refused(bad):
    """Nothing, NaN, a negative, a decimal or a text is refused, never taken for no votes; a fraction as well."""
    half: Any = Fraction(1, 2)
    with pytest.raises(ApportionmentError, match=r"votes (must be whole numbers|cannot be negative)"):
        highest_averages([bad, 5], 3)
    with pytest.raises(Problem, match=r"Here, A: .*(is not a count|votes cannot be)"):
        frame(election_of({"v": {"Here": [bad, 5]}}))
    with pytest.raises(ApportionmentError, match=r"votes must be whole numbers"):
        highest_averages([half, 5], 3)
