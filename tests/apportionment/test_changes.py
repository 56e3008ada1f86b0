"""Votes to gain and to lose a seat: allotted again by the brute force at every number of votes up to the one found."""

import random

import brute_force  # type: ignore[import-not-found]  # it stands beside this file
import pytest

from escrutinio.apportionment import (
    ApportionmentError,
    highest_averages,
    largest_remainder,
    plurality,
    votes_to_gain,
    votes_to_lose,
)


def certain(truth, number):
    """The seats a list has whatever the lots say: at least, at most."""
    sure, group, _, _ = truth
    return sure[number], sure[number] + (number in group)


def is_least(rule, votes, number, held, moves):
    """One vote fewer than the gain (the loss) is a tie at best, and so is every smaller number."""
    gain, lose = moves
    for amount in range(1, 200 if gain is None else gain + 1):
        changed = [v + amount * (i == number) for i, v in enumerate(votes)]
        assert (certain(rule(changed), number)[0] > held) == (amount == gain)
    for amount in range(1, votes[number] + 1 if lose is None else lose + 1):
        changed = [v - amount * (i == number) for i, v in enumerate(votes)]
        assert (certain(rule(changed), number)[1] < held) == (amount == lose)


def check(answer, votes, rule):
    """Check every list of one election."""
    found = zip(votes_to_gain(answer), votes_to_lose(answer), strict=True)
    for number, moves in enumerate(found):
        is_least(rule, votes, number, int(answer.seats[number]), moves)


@pytest.mark.parametrize("bounds", ["free", "floors", "caps"])
@pytest.mark.parametrize("divisors", brute_force.DIVISORS)
def test_highest_averages(divisors, bounds):
    """With every divisor, floors and caps: the least number that certainly moves the seat."""
    rng = random.Random(f"{divisors} {bounds}")  # noqa: S311 - random elections, repeatable
    for _ in range(6):
        votes = [rng.choice([0, rng.randint(1, 40)]) for _ in range(rng.randint(1, 4))]
        seats = rng.randint(0, 5)
        floors = [rng.choice([0, 1, 2]) for _ in votes] if bounds == "floors" else None
        caps = [rng.choice([0, 1, 3]) for _ in votes] if bounds == "caps" else None
        answer = highest_averages(votes, seats, divisors=divisors, minimum=floors, maximum=caps)
        check(answer, votes, lambda v, s=seats, f=floors, c=caps: brute_force.highest_averages(v, s, divisors, f, c))


@pytest.mark.parametrize("quota", ["hare", "droop", "hagenbach_bischoff", "hare_down", "hare_up", "hare_rounded"])
def test_largest_remainder(quota):
    """With every quota that is not replaced by another: the least number that certainly moves the seat."""
    rng = random.Random(quota)  # noqa: S311 - random elections, repeatable
    for _ in range(12):
        votes = [rng.choice([0, rng.randint(1, 40)]) for _ in range(rng.randint(1, 4))]
        seats = rng.randint(0, 5)
        answer = largest_remainder(votes, seats, quota=quota)
        check(answer, votes, lambda v, s=seats: brute_force.largest_remainder(v, s, quota))


@pytest.mark.parametrize("quota", ["imperiali", "reinforced_imperiali"])
def test_quotas_that_give_way(quota):
    """With quotas that may be replaced the number moves the seat, and one vote fewer does not."""
    rng = random.Random(quota)  # noqa: S311 - random elections, repeatable
    for _ in range(30):
        votes = [rng.choice([0, rng.randint(1, 400)]) for _ in range(4)]
        answer = largest_remainder(votes, 6, quota=quota)
        for number, amount in enumerate(votes_to_gain(answer)):
            held = int(answer.seats[number])
            if amount is None:
                assert held == 6
                continue
            at = [certain(_with(votes, number, n, quota), number)[0] for n in (amount - 1, amount)]
            assert at[0] <= held < at[1]


def _with(votes, number, amount, quota):
    return brute_force.largest_remainder([v + amount * (i == number) for i, v in enumerate(votes)], 6, quota)


def test_a_total_grows_with_the_votes():
    """Where the quota counts other votes too, new votes count there as well."""
    answer = largest_remainder([60, 30], 4, total=120)
    check(answer, [60, 30], lambda v: brute_force.largest_remainder(v, 4, "hare", None, 30 + sum(v)))


def test_plurality():
    """The winner loses its seat when the second is certainly ahead; ranks are won one by one."""
    answer = plurality([120, 300, 80])
    assert votes_to_gain(answer) == (181, None, 221)
    assert votes_to_lose(answer) == (None, 181, None)
    senate = plurality([120, 300, 80], ranks=(2, 1))
    assert votes_to_gain(senate) == (181, None, 41)
    assert votes_to_lose(senate) == (41, 181, None)


def test_a_tie_is_one_vote_from_certainty():
    """In a tie one vote more gives the seat, one vote fewer loses it."""
    answer = highest_averages([360, 280], 15)
    assert answer.tied
    assert votes_to_gain(answer)[1] == 1
    assert votes_to_lose(answer)[0] == 1


def test_huge_votes():
    """Exact at 10^18 votes: 9 seats against 1, each one vote from a tie."""
    answer = highest_averages([9 * 10**17 + 9, 10**17], 9)
    assert answer.seats.tolist() == [9, 0]
    assert votes_to_gain(answer) == (None, 2)
    assert votes_to_lose(answer) == (10, None)


def test_in_a_batch():
    """Each election of a batch is asked by its place."""
    answer = highest_averages([[[100, 60, 30]], [[5, 3, 0]]], 4)
    assert votes_to_gain(answer, (0, 0)) == (141, 7, 4)
    assert votes_to_gain(answer, (1, 0)) == votes_to_gain(highest_averages([5, 3, 0], 4))
    with pytest.raises(
        ApportionmentError, match=r"at=\(7,\) points to no single election of a batch of shape \(2, 1\)"
    ):
        votes_to_gain(answer, 7)


def test_nobody_votes():
    """Without any votes one vote takes all seats that its list may hold; there is nothing to lose."""
    answer = highest_averages([0, 0], 3)
    assert votes_to_gain(answer) == (1, 1)
    assert votes_to_lose(answer) == (None, None)
