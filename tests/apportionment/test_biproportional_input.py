"""What biproportional apportionment and voter numbers refuse, in which words; and voter numbers themselves."""

from fractions import Fraction

import numpy as np
import pytest

from escrutinio.apportionment import (
    ApportionmentError,
    bi_divisors,
    biproportional,
    highest_averages,
    shortfall,
    voter_numbers,
)

ONES = [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (([5, 5], [1], [1]), "votes must be a table of areas and lists, not a single row or number."),
        ((ONES, [1, 2], [1, 1]), "areas have 3 seats and lists have 2 at (): both sums must be the same house."),
        (([ONES, ONES], [[1, 1], [1, 2]], [1, 1]), "areas have 3 seats and lists have 2 at (1,)"),
        ((ONES, [1, 2, 3], [1, 1]), "area seats of shape (3,) do not fit"),
        ((ONES, [1, 1], [1, 1, 0]), "list seats of shape (3,) do not fit"),
        ((ONES, [-1, 3], [1, 1]), "area seats cannot be negative: -1"),
        (([[1, -1], [1, 1]], [1, 1], [1, 1]), "votes cannot be negative: -1"),
        (([[1, 0.5], [1, 1]], [1, 1], [1, 1]), "votes must be whole numbers: 0.5"),
        ((ONES, [10**6 + 1, 0], [10**6 + 1, 0]), "seats: 1000001 are more than 1000000"),
    ],
)
def test_refused(given, words):
    """Bad tables and margins are told, with their place."""
    with pytest.raises(ApportionmentError) as told:
        biproportional(*given)
    assert words in str(told.value)


@pytest.mark.parametrize("divisors", ["adams", "hill", "dean", "macau"])
def test_divisors_refused(divisors):
    """Sequences that start at zero, or do not grow in even steps, are refused by name."""
    with pytest.raises(ApportionmentError, match=f"start above zero and grow in even steps; {divisors} do not"):
        biproportional(ONES, [1, 1], [1, 1], divisors=divisors)


@pytest.mark.parametrize("explain", [bi_divisors, shortfall])
def test_a_place_that_is_none(explain):
    """A table that is not in the batch is told."""
    answer = biproportional([ONES], [1, 1], [1, 1])
    with pytest.raises(ApportionmentError, match="points to no single election of a batch"):
        explain(answer, 1)


def test_lots_must_fit():
    """Lots are one per area and list."""
    with pytest.raises(ApportionmentError, match="lots of shape"):
        biproportional(ONES, [1, 1], [1, 1], lots=[1, 2, 3])


def test_voter_numbers_are_exact():
    """Numerators over the common denominator are the votes over the seats, for a batch with seats of its own."""
    votes, seats = [[[7, 5], [9, 1]], [[10**18, 3], [5, 8]]], [[3, 4], [7, 11]]
    found = voter_numbers(votes, seats)
    assert found.denominator.tolist() == [12, 77]
    for draw, area, list_ in np.ndindex(2, 2, 2):
        exact = Fraction(votes[draw][area][list_], seats[draw][area])
        assert Fraction(int(found.areas[draw, area, list_]), int(found.denominator[draw])) == exact
    assert found.lists[1].tolist() == [11 * 10**18 + 35, 33 + 56]
    assert highest_averages(found.lists, 10, divisors="sainte_lague").seats.tolist() == [[7, 3], [10, 0]]


def test_voter_numbers_are_rounded_half_up():
    """One vote below a half, exactly a half, one above."""
    assert voter_numbers([[4, 5, 6]], [10], rounded=True).lists.tolist() == [0, 1, 1]
    assert voter_numbers([[2**63, 1]], [2], rounded=True).lists.tolist() == [2**62, 1]


def test_voter_numbers_refused():
    """Votes in an area without seats have no voter number; areas without both are fine."""
    assert voter_numbers([[0, 0], [4, 2]], [0, 2]).lists.tolist() == [4, 2]
    with pytest.raises(ApportionmentError, match=r"3 votes at \(0, 1\), in an area without seats"):
        voter_numbers([[0, 3], [4, 2]], [0, 2])
    with pytest.raises(ApportionmentError, match="a table of areas and lists"):
        voter_numbers([3, 4], 2)
