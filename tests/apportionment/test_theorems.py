"""One property per theorem of the literature, for every method that has it."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escrutinio.apportionment import award_order, highest_averages, largest_remainder, modified_sainte_lague, plurality

DIVISORS = ("dhondt", "sainte_lague", "modified_sainte_lague", "adams", "dean", "hill", "imperiali", "danish", "macau")
QUOTAS = ("hare", "droop", "hagenbach_bischoff", "imperiali", "hare_down", "hare_up")
VOTES = st.lists(st.integers(0, 10**6) | st.integers(0, 10), min_size=1, max_size=7)
SEATS = st.integers(0, 40)
few = settings(max_examples=40, deadline=None, derandomize=True)


def methods():
    """Every method as a function of votes and seats."""
    for name in DIVISORS:
        yield pytest.param(lambda v, s, n=name: highest_averages(v, s, divisors=n), id=name)
    for name in QUOTAS:
        yield pytest.param(lambda v, s, n=name: largest_remainder(v, s, quota=n), id=name)
    yield pytest.param(lambda v, s: plurality(v, seats=s), id="plurality")


METHODS = tuple(methods())


@pytest.mark.parametrize("method", METHODS)
@few
@given(votes=VOTES, seats=SEATS, data=st.data())
def test_anonymity(method, votes, seats, data):
    """Lists in another order get the same seats, in that order, unless lots decide; ties are the same ties."""
    order = data.draw(st.permutations(range(len(votes))))
    one, other = method(votes, seats), method([votes[i] for i in order], seats)
    assert bool(one.tied) == bool(other.tied)
    if not one.tied:
        assert [one.seats[i] for i in order] == other.seats.tolist()


@pytest.mark.parametrize("method", METHODS)
@few
@given(votes=VOTES, seats=SEATS)
def test_balance(method, votes, seats):
    """Lists with equal votes get the same seats, unless lots decide."""
    answer = method([*votes, votes[0]], seats)
    assert answer.tied or answer.seats[0] == answer.seats[-1]


@pytest.mark.parametrize("method", METHODS)
@few
@given(votes=VOTES, seats=SEATS)
def test_concordance(method, votes, seats):
    """A list with more votes never gets fewer seats."""
    ordered = method(sorted(votes), seats).seats
    tied = method(sorted(votes), seats).tied
    assert tied or (np.diff(ordered) >= 0).all()


@pytest.mark.parametrize("method", METHODS)
@few
@given(votes=VOTES, seats=SEATS)
def test_every_seat_is_accounted_for(method, votes, seats):
    """Seats won and unfilled seats are the house; none is negative; lists without votes win none."""
    answer = method(votes, seats)
    assert answer.seats.sum() + answer.unfilled == seats
    assert (answer.seats >= 0).all()
    assert not answer.seats[np.array(votes) == 0].any()


@pytest.mark.parametrize("name", [*DIVISORS, "hare", "droop", "hagenbach_bischoff"])
@few
@given(votes=VOTES, seats=SEATS, factor=st.integers(2, 10**6))
def test_homogeneity(name, votes, seats, factor):
    """All votes multiplied by the same number leave seats and ties as they were (a rounded quota excepted)."""
    method = highest_averages if name in DIVISORS else largest_remainder
    option = {"divisors" if name in DIVISORS else "quota": "hare" if name == "droop" else name}
    one, other = method(votes, seats, **option), method([v * factor for v in votes], seats, **option)
    assert one.seats.tolist() == other.seats.tolist()
    assert bool(one.tied) == bool(other.tied)


@pytest.mark.parametrize("name", DIVISORS)
@few
@given(votes=VOTES, seats=SEATS)
def test_house_monotonicity(name, votes, seats):
    """One more seat in the house costs no list a seat (Balinski and Young 1982, theorem 4.3): no Alabama paradox."""
    answer = highest_averages([votes, votes], [seats, seats + 1], divisors=name)
    assert (answer.seats[1] >= answer.seats[0]).all()


@pytest.mark.parametrize("name", DIVISORS)
@few
@given(votes=VOTES, seats=SEATS, data=st.data())
def test_population_monotonicity(name, votes, seats, data):
    """A list that gains votes never loses a seat to one that loses votes (theorem 4.3)."""
    change = data.draw(st.lists(st.integers(-1000, 1000), min_size=len(votes), max_size=len(votes)))
    later = [max(0, v + c) for v, c in zip(votes, change, strict=True)]
    answer = highest_averages([votes, later], seats, divisors=name)
    up, down = np.array(later) >= votes, np.array(later) <= votes
    lost, won = np.diff(answer.seats, axis=0)[0] < 0, np.diff(answer.seats, axis=0)[0] > 0
    assert answer.tied.any() or not ((lost & up).any() and (won & down).any())


@pytest.mark.parametrize("name", DIVISORS)
@few
@given(votes=VOTES, seats=SEATS, data=st.data())
def test_consistency(name, votes, seats, data):
    """What some lists got together, they share among themselves as before (Balinski and Young: uniformity)."""
    answer = highest_averages(votes, seats, divisors=name)
    some = sorted(data.draw(st.sets(st.integers(0, len(votes) - 1), min_size=1)))
    again = highest_averages([votes[i] for i in some], int(answer.seats[some].sum()), divisors=name)
    assert answer.tied or again.seats.tolist() == answer.seats[some].tolist()


@few
@given(votes=VOTES.filter(any), seats=SEATS)
def test_lower_quota(votes, seats):
    """D'Hondt gives no list less than its share rounded down; Adams none more than its share rounded up."""
    floor = [v * seats // sum(votes) for v in votes]
    ceiling = [-(-v * seats // sum(votes)) for v in votes]
    assert (highest_averages(votes, seats).seats >= floor).all()
    most = highest_averages(votes, seats, divisors="adams").seats
    assert (most <= np.maximum(ceiling, 1)).all()


@few
@given(votes=VOTES.filter(any), seats=SEATS)
def test_hare_stays_within_the_quota(votes, seats):
    """The largest remainders with the Hare quota give each list its share rounded down or up."""
    share = [Fraction(v * seats, sum(votes)) for v in votes]
    won = largest_remainder(votes, seats).seats
    assert all(abs(n - q) < 1 for n, q in zip(won.tolist(), share, strict=True))


@few
@given(votes=VOTES, seats=SEATS)
def test_merging_does_not_hurt_under_dhondt(votes, seats):
    """Two lists that run together under D'Hondt get at least what they got apart (Balinski and Young, theorem 9.1)."""
    apart = highest_averages(votes, seats).seats
    together = highest_averages([sum(votes[:2]), *votes[2:]], seats).seats
    assert together[0] >= apart[:2].sum()


@few
@given(votes=VOTES, seats=SEATS)
def test_modified_first_divisor_of_one_is_sainte_lague(votes, seats):
    """A first divisor of 1 is plain Sainte-Laguë."""
    one = highest_averages(votes, seats, divisors=modified_sainte_lague(1))
    assert one.seats.tolist() == highest_averages(votes, seats, divisors="sainte_lague").seats.tolist()


@pytest.mark.parametrize("name", DIVISORS)
@few
@given(votes=VOTES, seats=SEATS)
def test_award_order_is_house_monotone(name, votes, seats):
    """The order of award of a house is that of a smaller house, and its seats add up to the seats."""
    answer = highest_averages(votes, seats, divisors=name)
    order = [award.list for award in award_order(answer)]
    assert [order.count(i) for i in range(len(votes))] == answer.seats.tolist()
    for smaller in (0, seats // 2, max(0, seats - 1)):
        part = highest_averages(votes, smaller, divisors=name)
        assert [order[:smaller].count(i) for i in range(len(votes))] == part.seats.tolist()
