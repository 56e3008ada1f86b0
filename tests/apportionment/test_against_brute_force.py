"""Random small elections against the brute force: no seat wrong, no tie missed or invented."""

import random

import brute_force  # type: ignore[import-not-found]  # it stands beside this file
import pytest

from escrutinio.apportionment import Tie, highest_averages, largest_remainder, plurality, tie, ties

SIZES = (1, 2, 3, 4, 5, 7)
EACH = 834  # elections per size: six sizes and four kinds of bounds make 20,016 of every divisor and every quota


def elections(seed):
    """Yield batches (votes, seats, a source of more numbers), full of zeros and equal votes."""
    rng = random.Random(seed)  # noqa: S311 - random elections, repeatable
    for lists in SIZES:
        most = rng.choice([6, 24, 200])
        yield (
            [[int(rng.choice((0, 13, most + 1)) * rng.random()) for _ in range(lists)] for _ in range(EACH)],
            [rng.randint(0, 14) for _ in range(EACH)],
            rng,
        )


def agrees(allocation, number, truth):
    """Compare one election of a batch with the brute force: seats, tie, unfilled seats."""
    sure, group, prizes, unfilled = truth
    provisional = [n + (i in group[:prizes]) for i, n in enumerate(sure)]
    assert allocation.seats[number].tolist() == provisional
    assert allocation.unfilled[number] == unfilled
    assert bool(allocation.tied[number]) == bool(group)
    if group:
        assert tie(allocation, number) == Tie(tuple(group), prizes)


@pytest.mark.parametrize("bounds", ["free", "caps", "floors", "both"])
@pytest.mark.parametrize("divisors", brute_force.DIVISORS)
def test_highest_averages(divisors, bounds):
    """Every divisor gives the seats and ties of the seat-by-seat rule, with and without floors and caps."""
    for votes, seats, rng in elections(f"{divisors} {bounds}"):
        low = [[rng.choice([0, 0, rng.randint(0, 3)]) for _ in row] for row in votes]
        high = [[(bounds == "both") * n + rng.choice([0, 1, 2, 5, 20]) for n in row] for row in low]
        floors, caps = low if bounds in {"floors", "both"} else None, high if bounds in {"caps", "both"} else None
        answer = highest_averages(votes, seats, divisors=divisors, minimum=floors, maximum=caps)
        for n, row in enumerate(votes):
            given = floors and floors[n], caps and caps[n]
            agrees(answer, n, brute_force.highest_averages(row, seats[n], divisors, *given))


@pytest.mark.parametrize("bounds", ["free", "caps", "total", "both"])
@pytest.mark.parametrize("quota", [*brute_force.QUOTAS, "reinforced_imperiali"])
def test_largest_remainder(quota, bounds):
    """Every quota gives the seats and ties of the rule worked with fractions, with caps and with a total of its own."""
    for votes, seats, rng in elections(f"{quota} {bounds}"):
        caps = [[rng.choice([0, 1, 2, 5, 20]) for _ in row] for row in votes] if bounds in {"caps", "both"} else None
        counted = [sum(row) + rng.choice([0, 3, rng.randint(0, 300)]) for row in votes]
        totals = counted if bounds in {"total", "both"} else None
        answer = largest_remainder(votes, seats, quota=quota, maximum=caps, total=totals)
        for n, row in enumerate(votes):
            given = caps and caps[n], totals and totals[n]
            agrees(answer, n, brute_force.largest_remainder(row, seats[n], quota, *given))


@pytest.mark.parametrize("ranks", [None, (1,), (2, 1), (3, 1, 1), (4, 3, 2, 1)])
def test_plurality(ranks):
    """The lists with most votes win what their ranks are worth, and every group with equal votes draws."""
    for batch in range(8):
        for votes, seats, _ in elections(f"{ranks} {batch}"):
            answer = plurality(votes, seats=seats) if ranks is None else plurality(votes, ranks=ranks)
            for n, row in enumerate(votes):
                won, drawing, unfilled = brute_force.plurality(row, ranks or (1,) * seats[n])
                assert sorted(answer.seats[n].tolist()) == sorted(won)
                assert [(t.lists, t.seats) for t in ties(answer, n)] == drawing
                assert bool(answer.tied[n]) == bool(drawing)
                assert answer.unfilled[n] == unfilled
                assert drawing or answer.seats[n].tolist() == won
