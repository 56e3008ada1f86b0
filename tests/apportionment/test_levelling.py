"""The smallest house that covers what is sure: against houses tried one after another."""

import random
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from brute_force import (  # type: ignore[import-not-found]  # it stands beside this file
    highest_averages as by_hand,
)

from escrutinio.apportionment import ApportionmentError, levelled_house

MOST = 120


def uncovered(votes, sure, house, divisors):
    """Seats that may miss however lots fall."""
    held, drawing, prizes, _ = by_hand(votes, house, divisors)
    ways = [[n + (i in won) for i, n in enumerate(held)] for won in combinations(drawing, prizes)]
    return max(sum(max(s - n, 0) for s, n, v in zip(sure, way, votes, strict=True) if v) for way in ways)


def smallest(votes, sure, least, divisors, tolerated):
    """The first house that covers all but what is tolerated; None beyond a size that takes long to try."""
    houses = (n for n in range(least, MOST) if uncovered(votes, sure, n, divisors) <= tolerated)
    return next(houses, None)


def made(rng):
    """Votes with zeros and equal ones, seats sure, a least house, and what is tolerated."""
    lists = rng.randint(1, 4)
    votes = [rng.choice([0, rng.randint(1, 9), rng.randint(1, 60)]) for _ in range(lists)]
    return votes, [rng.randint(0, 5) for _ in range(lists)], rng.randint(0, 8), rng.choice([0, 0, 1, 3])


@pytest.mark.parametrize("divisors", ["sainte_lague", "dhondt"])
def test_against_houses_tried_one_by_one(divisors):
    """Five hundred small cases for each method, with ties, zeros and tolerated seats."""
    rng = random.Random(divisors)  # noqa: S311 - random elections, repeatable
    tried = 0
    for _ in range(500):
        votes, sure, least, tolerated = made(rng)
        truth = smallest(votes, sure, least, divisors, tolerated)
        if truth is not None:
            assert levelled_house(votes, sure, least=least, divisors=divisors, tolerated=tolerated) == truth
            tried += 1
    assert tried > 400


def test_anonymity_although_lots_decide():
    """Lists in another order need the same house, also where a tie decides its last seat."""
    assert levelled_house([5, 5], [1, 0], least=1) == levelled_house([5, 5], [0, 1], least=1) == 2
    rng = random.Random(5)  # noqa: S311 - random elections, repeatable
    for _ in range(1000):
        votes, sure, least, tolerated = made(rng)
        order = rng.sample(range(len(votes)), len(votes))
        turned = [votes[i] for i in order], [sure[i] for i in order]
        assert levelled_house(votes, sure, least=least, tolerated=tolerated) == levelled_house(
            *turned, least=least, tolerated=tolerated
        )


def test_a_batch_is_each_case_by_itself():
    """A thousand at once give what each gives alone; multiplied votes up to 10^18 change nothing."""
    rng = np.random.default_rng(9)
    votes, sure = rng.integers(1, 40, (1000, 3)), rng.integers(0, 5, (1000, 3))
    batch = levelled_house(votes, sure, least=3)
    large = levelled_house(votes.astype(object) * (10**18 // 40), sure, least=3)
    assert batch.tolist() == large.tolist()
    alone = [int(levelled_house(v, s, least=3)) for v, s in zip(votes[:200], sure[:200], strict=True)]
    assert alone == batch[:200].tolist()


def test_more_that_is_sure_never_needs_a_smaller_house():
    """Nor does a larger least house, nor less that is tolerated."""
    rng = random.Random(6)  # noqa: S311 - random elections, repeatable
    for _ in range(300):
        votes, sure, least, tolerated = made(rng)
        here = levelled_house(votes, sure, least=least, tolerated=tolerated)
        assert levelled_house(votes, [n + 1 for n in sure], least=least, tolerated=tolerated) >= here
        assert levelled_house(votes, sure, least=least + 1, tolerated=tolerated) >= here
        assert levelled_house(votes, sure, least=least, tolerated=tolerated + 1) <= here


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"votes": [1, -2]}, r"votes cannot be negative: -2 at \(1,\)"),
        ({"votes": 3}, r"votes must be one number per list"),
        ({"sure": [1, 2, 3]}, r"sure of shape \(3,\) do not fit"),
        ({"sure": [1, Fraction(1, 2)]}, r"sure must be whole numbers: Fraction\(1, 2\) at \(1,\)"),
        ({"least": -1}, r"seats cannot be negative: -1"),
        ({"divisors": "dhont"}, r"'dhont' names no divisors\. Did you mean 'dhondt'\?"),
        (
            {"votes": [10**12, 1], "sure": [0, 2]},
            r"a house of 1048576 seats would still not cover .* sure: \[0, 2\] for \[1000000000000, 1\] votes",
        ),
    ],
)
def test_bad_input(given, words):
    """What is no count, does not fit, or cannot be covered is told."""
    with pytest.raises(ApportionmentError, match=words):
        levelled_house(**{"votes": [60, 40], "sure": [1, 1], "least": 3, **given})
