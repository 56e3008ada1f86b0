"""A batch answers as its elections do one by one, whatever its shape."""

from functools import partial

import numpy as np
import pytest

from escrutinio.apportionment import best_two, highest_averages, largest_remainder, plurality

METHODS = {
    "dhondt": highest_averages,
    "hill": lambda v, s: highest_averages(v, s, divisors="hill"),
    "modified": lambda v, s: highest_averages(v, s, divisors="modified_sainte_lague"),
    "hare": largest_remainder,
    "imperiali": lambda v, s: largest_remainder(v, s, quota="imperiali"),
    "plurality": lambda v, s: plurality(v, seats=s),
}


@pytest.mark.parametrize("name", METHODS)
def test_one_by_one(name):
    """Shape (draws, constituencies, lists), with seats per constituency."""
    rng = np.random.default_rng(11)
    votes, seats = rng.integers(0, 60, (30, 9, 6)), rng.integers(0, 12, 9)
    batch = METHODS[name](votes, seats)
    assert batch.seats.shape == (30, 9, 6)
    assert batch.tied.shape == batch.unfilled.shape == batch.excess.shape == batch.undecided.shape == (30, 9)
    for place in np.ndindex(30, 9):
        one = METHODS[name](votes[place].tolist(), int(seats[place[1]]))
        assert one.seats.tolist() == batch.seats[place].tolist()
        assert one.tied == batch.tied[place]
        assert one.unfilled == batch.unfilled[place]
        assert one.seats.shape == (6,)
        assert one.tied.shape == ()


def test_many_chunks():
    """A batch of several chunks, bounded and drawn, is that of its parts."""
    rng = np.random.default_rng(12)
    votes = rng.integers(0, 30, (20_000, 5))
    lots = rng.permuted([[1, 2, 3, 4, 5]] * 20_000, axis=1)
    allot = partial(highest_averages, minimum=rng.integers(0, 2, 5), maximum=[3, 4, 5, 6, 7])
    batch = allot(votes, 8, lots=lots)
    halves = [allot(votes[part], 8, lots=lots[part]) for part in (slice(0, 7_777), slice(7_777, None))]
    assert (batch.seats == np.concatenate([half.seats for half in halves])).all()
    assert (batch.tied == np.concatenate([half.tied for half in halves])).all()
    assert not batch.undecided.any()


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("shape", [(0, 4), (3, 0, 4), (0, 0, 4)])
def test_empty_batches(name, shape):
    """No draws, no constituencies: an empty answer of the same shape."""
    answer = METHODS[name](np.zeros(shape, np.int64), 5)
    assert answer.seats.shape == shape
    assert answer.tied.shape == shape[:-1]


@pytest.mark.parametrize("name", METHODS)
def test_no_lists_and_one_list(name):
    """Without lists all seats stay unfilled; one list takes them all (one, by plurality)."""
    assert METHODS[name](np.zeros((2, 0), np.int64), 3).unfilled.tolist() == [3, 3]
    assert METHODS[name]([], 3).unfilled == 3
    assert METHODS[name]([5], 1).seats.tolist() == [1]
    assert METHODS[name]([5], 0).seats.tolist() == [0]


def test_one_list_takes_all():
    """A lone list with one vote fills any house."""
    assert highest_averages([1], 10_000).seats.tolist() == [10_000]
    assert largest_remainder([1], 10_000).seats.tolist() == [10_000]
    assert plurality([1], seats=3).unfilled == 2


def test_fewer_lists_than_seats_under_a_cap():
    """Seats beyond all caps stay unfilled."""
    answer = highest_averages([9, 5], 10, maximum=[4, 3])
    assert (answer.seats.tolist(), int(answer.unfilled), bool(answer.tied)) == ([4, 3], 3, False)


def test_votes_are_not_changed():
    """The caller's array is left as it was, and may be read-only or stretched."""
    votes = np.broadcast_to(np.array([60, 40, 0]), (4, 3))
    assert highest_averages(votes, 5, divisors="hill").seats.tolist() == [[3, 2, 0]] * 4
    kept = np.array([[5, 7]])
    for method in METHODS.values():
        method(kept, 3)
    best_two(kept)
    assert kept.tolist() == [[5, 7]]


def test_more_lists_than_seats_from_zero():
    """With fewer seats than lists, a first divisor of 0 seats the lists with more votes; equal ones draw."""
    answer = highest_averages([[5, 9, 7, 0], [5, 9, 5, 0]], 2, divisors="adams")
    assert answer.seats.tolist() == [[0, 1, 1, 0], [1, 1, 0, 0]]
    assert answer.tied.tolist() == [False, True]


def test_left_over_seats_go_round():
    """More seats left over than lists: one each in order of remainder, then again."""
    answer = largest_remainder([7, 5, 3], 10, total=150)
    assert answer.seats.tolist() == [4, 3, 3]


def test_floors_take_from_the_others():
    """A floor is filled first; the others' highest quotients share the rest, and the total stays."""
    assert highest_averages([60, 40, 0], 5, minimum=[0, 0, 2]).seats.tolist() == [2, 1, 2]
    three = highest_averages([[60, 40], [60, 40]], 3, minimum=[[2, 2], [0, 1]])
    assert three.seats.tolist() == [[2, 2], [2, 1]]
    assert three.excess.tolist() == [1, 0]
