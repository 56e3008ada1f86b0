"""Votes so large and quotients so near that floats err: integers decide."""

import math
import random
from fractions import Fraction

import numpy as np
import pytest

from escrutinio.apportionment import divisors_named, highest_averages, largest_remainder

SIZES = (10**12, 10**16, 10**18)


def neighbours(size, rng, divisor):
    """Return votes (x, y) and seats (a, b) with x / divisor(a) above y / divisor(b) by the least possible amount."""
    while True:
        a, b = rng.randint(2000, 6000), rng.randint(2000, 6000)
        p, q = divisor(a), divisor(b)
        if math.gcd(p, q) == 1:
            break
    x = pow(q, -1, p) + p * ((size - rng.randrange(size // 10)) // p - 1)
    return x, (x * q - 1) // p, a, b


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("name", "divisor"), [("dhondt", lambda k: k), ("sainte_lague", lambda k: 2 * k - 1)])
def test_least_difference(name, divisor, size):
    """Two lists whose last quotients differ by the least possible amount: the greater wins, and it is no tie."""
    rng = random.Random(f"{name} {size}")  # noqa: S311 - random elections, repeatable
    for _ in range(150):
        x, y, a, b = neighbours(size, rng, divisor)
        assert x * divisor(b) - y * divisor(a) == 1
        answer = highest_averages([[x, y], [y, x]], a + b - 1, divisors=name)
        assert answer.seats.tolist() == [[a, b - 1], [b - 1, a]]
        assert not answer.tied.any()


@pytest.mark.parametrize("size", SIZES)
def test_exact_tie(size):
    """Equal last quotients of huge votes are a tie, and one vote either way decides."""
    rng = random.Random(size)  # noqa: S311 - random elections, repeatable
    for _ in range(100):
        a, b = rng.randint(2000, 6000), rng.randint(2000, 6000)
        x, y = a * (size // 6000), b * (size // 6000)
        answer = highest_averages([[x, y], [x + 1, y], [x, y + 1], [y, x]], a + b - 1)
        assert answer.tied.tolist() == [True, False, False, True]
        assert answer.seats.tolist() == [[a, b - 1], [a, b - 1], [a - 1, b], [b, a - 1]]


@pytest.mark.parametrize("name", ["dhondt", "sainte_lague", "modified_sainte_lague", "adams", "dean", "hill", "danish"])
@pytest.mark.parametrize("size", SIZES)
def test_a_price_separates(size, name):
    """With ten lists no losing quotient is above a winning one, checked with fractions."""
    rng = random.Random(f"{name} {size}")  # noqa: S311 - random elections, repeatable
    votes = [[rng.randrange(1, size) for _ in range(10)] for _ in range(12)]
    votes = [[*row[:8], row[0] + 1, max(1, row[1] - 1)] for row in votes]
    answer = highest_averages(votes, 4000, divisors=name)
    divisors = divisors_named(name)
    for row, seats in zip(votes, answer.seats.tolist(), strict=True):
        power = [v**2 if divisors.squared else v for v in row]
        last = [Fraction(v) / d for v, n in zip(power, seats, strict=True) if n and (d := divisors.value(n - 1))]
        following = [Fraction(v) / divisors.value(n) for v, n in zip(power, seats, strict=True) if n]
        assert sum(seats) == 4000
        assert min(last) > max(following)


@pytest.mark.parametrize("size", SIZES)
def test_remainders_that_differ_by_one_vote(size):
    """Remainders one vote apart decide a seat; equal ones tie."""
    half = size // 2
    answer = largest_remainder([[half + 1, half - 1], [half, half], [half - 1, half + 1]], 1001)
    assert answer.seats.tolist() == [[501, 500], [501, 500], [500, 501]]
    assert answer.tied.tolist() == [False, True, False]


def test_the_published_near_tie():
    """[2498950262092, 1962790279025] share 9,028 seats 5056 to 3972, where float libraries say 5057 to 3971."""
    assert highest_averages([2498950262092, 1962790279025], 9028).seats.tolist() == [5056, 3972]


@pytest.mark.parametrize("edge", [2**53, 2**62, 2**63 - 1, 2**63, 2**64, 10**30])
def test_around_the_edges_of_number_types(edge):
    """Votes at the edges of float64 and int64, and far beyond, are shared exactly."""
    answer = highest_averages([[edge, edge - 1], [edge - 1, edge], [edge, edge]], 7)
    assert answer.seats.tolist() == [[4, 3], [3, 4], [4, 3]]
    assert answer.tied.tolist() == [False, False, True]
    answer = largest_remainder([[edge, edge - 1], [edge - 1, edge], [edge, edge]], 7)
    assert answer.seats.tolist() == [[4, 3], [3, 4], [4, 3]]
    assert answer.tied.tolist() == [False, False, True]


def test_small_types_do_not_overflow():
    """Votes in narrow types are widened before they are multiplied."""
    votes = np.array([200, 100, 50], np.uint8)
    assert highest_averages(votes, 350).seats.tolist() == [200, 100, 50]


def test_doubling_divisors_beyond_any_float():
    """Macau's divisors reach 2^1100 without harm: a lone list takes them all, two share alike."""
    assert highest_averages([5], 1100, divisors="macau").seats.tolist() == [1100]
    assert highest_averages([8, 1], 2205, divisors="macau").seats.tolist() == [1104, 1101]
