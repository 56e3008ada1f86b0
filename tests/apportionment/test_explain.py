"""Why these seats: order of award, last in, first out, ties, remainders."""

from fractions import Fraction

import numpy as np
import pytest

from escrutinio.apportionment import (
    ApportionmentError,
    Quotient,
    Tie,
    award_order,
    first_out,
    highest_averages,
    largest_remainder,
    last_in,
    plurality,
    remainders,
    tie,
    ties,
)


def told(awards):
    """Awards as plain tuples."""
    return [(a.seat, a.list, str(a.quotient)) for a in awards]


def test_dhondt_table():
    """The quotients 100, 60, 50, 33.3 win the four seats, 31 is next."""
    answer = highest_averages([100, 60, 31], 4)
    assert told(award_order(answer)) == [(1, 0, "100"), (2, 1, "60"), (3, 0, "50"), (4, 0, "33.333")]
    assert told([last_in(answer), first_out(answer)]) == [(4, 0, "33.333"), (5, 2, "31")]


def test_floors_are_not_awarded():
    """Seats that a floor gives are not in the order: numbers start after them, quotients too."""
    answer = highest_averages([100, 60, 0], 4, minimum=[0, 2, 1])
    assert answer.seats.tolist() == [1, 2, 1]
    assert told(award_order(answer)) == [(4, 0, "100")]
    assert told([first_out(answer)]) == [(5, 0, "50")]


def test_floors_alone_fill_the_house():
    """Where floors fill the house or more no seat is contested."""
    answer = highest_averages([100, 60], 2, minimum=[0, 3])
    assert (answer.seats.tolist(), int(answer.excess)) == ([0, 3], 1)
    assert award_order(answer) == ()
    assert last_in(answer) is None


def test_a_cap_is_never_next():
    """A list at its cap is not the first out; without any other list nobody is."""
    answer = highest_averages([100, 10, 0], 3, maximum=[2, 1, 5])
    assert answer.seats.tolist() == [2, 1, 0]
    assert first_out(answer) is None


def test_first_seats_before_all_others():
    """Over a first divisor of 0, first seats come first, by votes; Hill's quotients print as roots."""
    answer = highest_averages([900, 100, 5], 5, divisors="hill")
    assert told(award_order(answer)) == [
        (1, 0, "900"),
        (2, 1, "100"),
        (3, 2, "5"),
        (4, 0, "636.396"),
        (5, 0, "367.423"),
    ]
    last = award_order(answer)[-1].quotient
    assert last == Quotient(unbeaten=False, value=Fraction(900**2, 6), square=True)
    assert float(last) == pytest.approx(367.42346)


def test_remainders_of_hare():
    """Quota, full seats and remainders as in the table; the order goes by votes left after the quotas used."""
    answer = largest_remainder([47, 16, 158, 12], 10)
    found = remainders(answer)
    assert (found.quota, found.full) == (Fraction(233, 10), (2, 0, 6, 0))
    assert found.remainders == (Fraction(4, 10), Fraction(16), Fraction(182, 10), Fraction(12))
    assert [a.list for a in award_order(answer)] == [2, 2, 2, 2, 2, 0, 2, 0, 2, 1]
    assert told([last_in(answer), first_out(answer)]) == [(10, 1, "16"), (11, 3, "12")]


def test_remainders_with_a_list_at_its_cap():
    """A list over its cap keeps the cap; the quota is that of the others, and it is never the next in."""
    answer = largest_remainder([60, 40, 5], 10, maximum=[3, 10, 10])
    assert answer.seats.tolist() == [3, 6, 1]
    assert remainders(answer).quota == Fraction(45, 7)
    assert told([first_out(answer)]) == [(11, 1, "1.429")]


def test_remainders_of_no_seats():
    """A house of no seats has all votes as its quota and gives nothing."""
    found = remainders(largest_remainder([3, 2], 0))
    assert (found.full, found.remainders) == ((0, 0), (Fraction(3), Fraction(2)))


def test_remainders_need_a_quota():
    """Only a largest-remainder allocation has remainders."""
    with pytest.raises(ApportionmentError, match="HighestAverages has no remainders"):
        remainders(highest_averages([1], 1))


def test_plurality_ranks():
    """Two seats for the first, one for the second; the third is next."""
    answer = plurality([120, 300, 80], ranks=(2, 1))
    assert told(award_order(answer)) == [(1, 1, "300"), (2, 1, "300"), (3, 0, "120")]
    assert told([first_out(answer)]) == [(4, 2, "80")]


def test_ties_name_the_lists_and_the_seats():
    """Who draws and for how many seats, in each family."""
    assert tie(highest_averages([6, 6, 6, 1], 2)) == Tie((0, 1, 2), 2)
    assert tie(largest_remainder([5, 5, 5], 7)) == Tie((0, 1, 2), 1)
    assert tie(plurality([8, 3, 8])) == Tie((0, 2), 1)
    assert tie(plurality([8, 5, 5], ranks=(2, 1))) == Tie((1, 2), 1)
    assert ties(plurality([9, 9, 5, 5], ranks=(4, 3, 2, 1))) == (Tie((0, 1), 7), Tie((2, 3), 3))


def test_equal_quotients_that_are_both_in_are_no_tie():
    """Equal quotients matter only at the last seat."""
    answer = highest_averages([6, 6], 2)
    assert not answer.tied
    assert tie(answer) is None


def test_lots_decide_a_tie():
    """The lower rank draws the seat first; equal ranks leave it open, in list order."""
    votes = [[6, 6, 6]] * 3
    answer = highest_averages(votes, 1, lots=[[3, 1, 2], [2, 2, 1], [1, 1, 2]])
    assert answer.seats.tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert answer.tied.tolist() == [True] * 3
    assert answer.undecided.tolist() == [False, False, True]
    assert largest_remainder(votes, 1, lots=[3, 1, 2]).seats.tolist() == [[0, 1, 0]] * 3
    assert plurality(votes, ranks=(2, 1), lots=[3, 1, 2]).seats.tolist() == [[0, 2, 1]] * 3
    assert not plurality(votes, ranks=(2, 1), lots=[3, 1, 2]).undecided.any()
    assert largest_remainder(votes, 1, lots=[1, 1, 2]).undecided.all()


def test_lots_change_nothing_without_a_tie():
    """Lots have no say where quotients differ."""
    assert highest_averages([7, 6], 1, lots=[9, 0]).seats.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 3), 3, "0.333"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(5), 2, "5"),
        (Fraction(1999999, 2000000), 3, "1"),
        (Fraction(10**30 + 1, 2), 1, f"5{'0' * 29}.5"),
        (Fraction(-1, 3), 3, "-0.333"),
    ],
)
def test_quotients_print_exactly(value, places, text):
    """Decimals are rounded half up by integers, whatever the size."""
    assert Quotient(unbeaten=False, value=value).decimal(places) == text


@pytest.mark.parametrize("number", [2, 3, 10**40 + 1, 4])
def test_roots_print_exactly(number):
    """A square prints as its root, rounded half up."""
    text = Quotient(unbeaten=False, value=Fraction(number), square=True).decimal(3)
    root, step = Fraction(text), Fraction(1, 2000)
    assert (root - step) ** 2 <= number < (root + step) ** 2


def test_awards_add_up_in_every_method():
    """The order of award holds as many seats as were won, from the highest offer to the lowest."""
    rng = np.random.default_rng(5)
    votes = rng.integers(0, 50, (40, 5))
    for answer in (
        highest_averages(votes, 9, divisors="dean"),
        largest_remainder(votes, 9, quota="imperiali", total=votes.sum(1) + 90),
        plurality(votes, seats=3),
    ):
        for place in range(40):
            awards = award_order(answer, place)
            offers = [(a.quotient.unbeaten, a.quotient.value) for a in awards]
            assert offers == sorted(offers, reverse=True)
            assert np.bincount([a.list for a in awards], minlength=5).tolist() == answer.seats[place].tolist()
            out = first_out(answer, place)
            assert out is None or (out.quotient.unbeaten, out.quotient.value) <= offers[-1]
            assert (out is not None and out.quotient == awards[-1].quotient) == bool(answer.tied[place])
