"""Whole quotas only: against fractions worked out one election at a time, and every message."""

import random
from fractions import Fraction
from math import floor

import numpy as np
import pytest

from escrutinio.apportionment import ApportionmentError, Tie, ties, whole_quotas

ADDED = {"droop": 1, "hagenbach_bischoff": 1, "imperiali": 2, "reinforced_imperiali": 3}
ROUNDED = {
    "down": floor,
    "up": lambda q: -floor(-q),
    "rounded": lambda q: floor(q + Fraction(1, 2)),
    "half_down": lambda q: -floor(Fraction(1, 2) - q),
}
QUOTAS = (
    *("hare", "hare_down", "hare_up", "hare_rounded", "hare_half_down", "droop", "reinforced_imperiali"),
    *("hagenbach_bischoff", "hagenbach_bischoff_down", "hagenbach_bischoff_rounded"),
    *("imperiali", "imperiali_down", "imperiali_rounded"),
)


def price(name, votes, seats):
    """What a seat costs; None where there are no seats to divide by."""
    plain = next(each for each in ("hare", *ADDED) if name.startswith(each))
    rounding = name.removeprefix(plain).strip("_")
    if not seats + ADDED.get(plain, 0):
        return None
    exact = Fraction(votes, seats + ADDED.get(plain, 0)) or Fraction(1, seats + ADDED.get(plain, 0))
    if plain == "droop":
        return Fraction(floor(exact if votes else 0) + 1)
    return Fraction(ROUNDED[rounding](exact)) or exact if rounding else exact


def by_hand(votes, seats, quota):
    """Seats, votes left, lists that draw for who keeps a seat, and how many of them do."""
    won = [floor(v / quota) if quota else 0 for v in votes]
    left = [v - n * quota if quota else 0 for v, n in zip(votes, won, strict=True)]
    drawing: tuple[int, ...] = ()
    keeping = 0
    while sum(won) > seats:
        able = sorted((i for i, n in enumerate(won) if n), key=lambda i: (left[i], -i))
        back = able[: sum(won) - seats]
        level = [i for i in able if left[i] == left[back[-1]]]
        if len(back) < len(able) and left[able[len(back)]] == left[back[-1]]:
            drawing, keeping = tuple(sorted(level)), len([i for i in level if i not in back])
        for i in back:
            won[i] -= 1
    return won, [v - n * quota if quota else 0 for v, n in zip(votes, won, strict=True)], drawing, keeping


@pytest.mark.parametrize("quota", QUOTAS)
def test_against_fractions(quota):
    """Seats, votes left and ties of 300 elections for each quota, with ties, zeros and votes up to 10^18."""
    rng = random.Random(quota)  # noqa: S311 - random elections, repeatable
    drawn = 0
    for _ in range(300):
        large = rng.choice([1, 1, 10**12, 10**17])
        votes = [rng.choice([0, rng.randint(0, 12), rng.randint(0, 60)]) * large for _ in range(rng.randint(1, 5))]
        seats, own = rng.randint(0, 9), rng.random() < 0.5
        formed = (sum(votes), seats) if own else (sum(votes) + rng.randint(0, 50) * large, rng.randint(1, 20))
        answer = whole_quotas(votes, seats, quota=quota, formed_of=None if own else formed)
        won, left, drawing, keeping = by_hand(votes, seats, price(quota, *formed))
        assert answer.allocation.seats.tolist() == won
        if formed[1]:
            assert [Fraction(int(x), int(answer.denominator)) for x in answer.left] == left
        assert ties(answer.allocation) == ((Tie(drawing, keeping),) if drawing else ())
        assert bool(answer.allocation.undecided) == bool(drawing)
        drawn += bool(drawing)
    assert drawn or quota.startswith(("hare_up", "droop")) or quota == "hare"


def test_lots_say_who_keeps_a_seat():
    """Two full quotas too many by one and equal remainders: the lower rank keeps its seat, and nothing is open."""
    kept = [whole_quotas([6, 6], 3, quota="hare_down", formed_of=(9, 3), lots=lots) for lots in ([1, 2], [2, 1])]
    assert [each.allocation.seats.tolist() for each in kept] == [[2, 1], [1, 2]]
    assert [bool(each.allocation.undecided) for each in kept] == [False, False]
    assert all(each.allocation.tied for each in kept)
    assert whole_quotas([6, 6], 3, quota="hare_down", formed_of=(9, 3), lots=[1, 1]).allocation.undecided


def test_a_batch_is_each_election_by_itself():
    """A thousand elections at once, with a quota of their own each, give what each gives alone."""
    rng = np.random.default_rng(7)
    votes, seats = rng.integers(0, 30, (1000, 4)), rng.integers(0, 9, 1000)
    formed = votes.sum(1) + rng.integers(0, 40, 1000), rng.integers(1, 20, 1000)
    batch = whole_quotas(votes, seats, quota="imperiali", formed_of=formed)
    for n in range(1000):
        alone = whole_quotas(votes[n], seats[n], quota="imperiali", formed_of=(formed[0][n], formed[1][n]))
        assert batch.allocation.seats[n].tolist() == alone.allocation.seats.tolist()
        assert batch.left[n].tolist() == alone.left.tolist()
        assert batch.allocation.tied[n] == alone.allocation.tied


def test_anonymity():
    """Lists in another order get the same seats and have the same votes left, unless lots decide."""
    rng = random.Random(3)  # noqa: S311 - random elections, repeatable
    for _ in range(1000):
        votes, seats = [rng.randint(0, 40) for _ in range(4)], rng.randint(0, 9)
        order = rng.sample(range(4), 4)
        one = whole_quotas(votes, seats, quota="reinforced_imperiali")
        other = whole_quotas([votes[i] for i in order], seats, quota="reinforced_imperiali")
        assert one.allocation.tied == other.allocation.tied
        if not one.allocation.tied:
            assert [one.allocation.seats[i] for i in order] == other.allocation.seats.tolist()
            assert [one.left[i] for i in order] == other.left.tolist()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"votes": [1, -2]}, r"votes cannot be negative: -2 at \(1,\)"),
        ({"votes": [1, 2.5]}, r"votes must be whole numbers: 2\.5 at \(1,\)"),
        ({"votes": 7}, r"votes must be one number per list"),
        ({"seats": -1}, r"seats cannot be negative: -1"),
        ({"seats": [1, 2]}, r"seats of shape \(2,\) do not fit"),
        ({"quota": "hair"}, r"'hair' names no quota\. Did you mean 'hare'\?"),
        ({"lots": [1, 2, 3]}, r"lots of shape \(3,\) do not fit"),
        ({"formed_of": (-5, 3)}, r"formed_of cannot be negative: -5"),
        ({"formed_of": (5, 0.5)}, r"seats must be whole numbers: 0\.5"),
        ({"seats": 10**9 + 1}, r"seats: 1000000001 are more than 1000000000"),
    ],
)
def test_bad_input(given, words):
    """What is no count, does not fit or is not known is told with its place."""
    with pytest.raises(ApportionmentError, match=words):
        whole_quotas(**{"votes": [60, 40], "seats": 3, **given})
