"""The defects found in other libraries (2026), each as a rule that holds here."""

from typing import Any

import pytest

from escrutinio.apportionment import (
    ApportionmentError,
    Tie,
    highest_averages,
    largest_remainder,
    modified_sainte_lague,
    reaches,
    tie,
)


@pytest.mark.parametrize("divisors", ["sainte_lague", "adams", "dhondt", "hill", "dean", "danish", "imperiali"])
def test_no_votes_no_seats_and_never_fewer(divisors):
    """A list without votes gets 0 seats, not -1, and no other list gets one too many."""
    answer = highest_averages([[0, 3, 9, 0, 0, 0, 0], [612, 136, 0, 743, 1625, 564, 1235]], [6, 5], divisors=divisors)
    assert answer.seats.min() == 0
    assert answer.seats.sum(1).tolist() == [6, 5]
    assert answer.seats[0, 0] == answer.seats[1, 2] == 0


def test_sainte_lague_with_a_list_without_votes():
    """0, 3 and 9 votes, six seats: 0, 2, 4 or 0, 1, 5 by lot (3/3 = 9/9), never -1, 2, 5."""
    answer = highest_averages([0, 3, 9], 6, divisors="webster")
    assert answer.seats.tolist() == [0, 2, 4]
    assert tie(answer) == Tie((1, 2), 1)


def test_a_tie_beside_a_list_without_votes():
    """12, 0 and 4 votes, seven seats: the last is drawn by the first and the third."""
    answer = highest_averages([12, 0, 4], 7, divisors="jefferson")
    assert tie(answer) == Tie((0, 2), 1)


def test_the_largest_remainder_wins():
    """3, 3, 11, 13, 4 votes, six seats: the fifth list's remainder 0.706 beats 0.529."""
    assert largest_remainder([3, 3, 11, 13, 4], 6).seats.tolist() == [1, 0, 2, 2, 1]


def test_exactly_the_threshold():
    """Exactly 7 % of 100 reaches 7 %."""
    assert reaches([93, 7], 100, "7/100").all()


def test_sainte_lague_with_a_single_vote():
    """1, 10 and 9 votes, five seats: 0, 3, 2."""
    assert highest_averages([1, 10, 9], 5, divisors="sainte_lague").seats.tolist() == [0, 3, 2]


def test_a_tie_is_no_error():
    """A tie is an answer in every family."""
    assert highest_averages([360, 280], 15).tied
    assert not largest_remainder([7, 3], 20).tied
    assert largest_remainder([7, 3], 20).seats.tolist() == [14, 6]
    assert highest_averages([5, 4, 3, 2, 1], 1).seats.tolist() == [1, 0, 0, 0, 0]


def test_the_modified_divisor_is_the_first_only():
    """1.4 divides the first quotient, never the second."""
    votes = [17716, 8727, 33468, 50870]
    assert highest_averages(votes, 18, divisors=modified_sainte_lague()).seats.tolist() == [3, 1, 6, 8]


def test_quotients_are_not_rounded():
    """7 and 3 votes, twenty seats: 14 and 6; Hare gives out four seats of four."""
    assert highest_averages([7, 3], 20).seats.tolist() == [14, 6]
    assert largest_remainder([3, 3, 0], 4).seats.tolist() == [2, 2, 0]


def test_caps_hold_in_the_quota_stage():
    """60 and 40 votes, ten seats, at most three for the first: 3 and 7."""
    assert largest_remainder([60, 40], 10, maximum=[3, 10]).seats.tolist() == [3, 7]
    assert highest_averages([60, 40], 10, maximum=[3, 10]).seats.tolist() == [3, 7]


def test_a_third_list_does_not_hide_the_tie():
    """360, 280 and 10 votes, fifteen seats: a tie between the first two only."""
    assert tie(highest_averages([360, 280, 10], 15)) == Tie((0, 1), 1)


@pytest.mark.parametrize("divisors", ["dhondt", "sainte_lague", "adams", "hill", "macau"])
def test_nobody_voted(divisors):
    """Without any votes the seats stay unfilled, and it says so; it is no tie."""
    for answer in (highest_averages([0, 0, 0], 3, divisors=divisors), largest_remainder([0, 0, 0], 3)):
        assert answer.seats.tolist() == [0, 0, 0]
        assert answer.unfilled == 3
        assert not answer.tied


def test_missing_numbers_are_refused():
    """None, NaN, negative and decimal votes are refused, none passes silently."""
    bad: list[Any] = [[None, 3], [float("nan"), 3.0], [-1, 3], [2.5, 3], [2.0, 3], ["7", 3], [True, False]]
    for votes in bad:
        with pytest.raises(ApportionmentError):
            highest_averages(votes, 3)


def test_ragged_remainders_after_small_quotas():
    """Full quotas beyond the house (Imperiali 50, 50 of two seats) make the next larger quota hold."""
    answer = largest_remainder([50, 50], 2, quota="imperiali")
    assert answer.seats.tolist() == [1, 1]
    assert not answer.tied
