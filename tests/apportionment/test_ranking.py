"""Shares ranked inside groups: against sorted fractions."""

import random
from fractions import Fraction

import numpy as np
import pytest

from escrutinio.apportionment import ApportionmentError, ranked_shares


def made(rng):
    """Parts, wholes and groups, many of them equal, some a hair apart, up to 10^25."""
    entries, large = rng.randint(1, 8), rng.choice([1, 1, 10**12, 10**18, 10**25])
    part = [rng.randint(0, 6) * large + rng.choice([0, 0, 1]) for _ in range(entries)]
    whole = [rng.randint(0, 6) * large + rng.choice([0, 0, 1]) for _ in range(entries)]
    return part, whole, [rng.randint(0, 2) for _ in range(entries)]


def by_hand(part, whole, groups):
    """The place of each in its group, equal ones in their order, and whether it equals the one before."""
    ranks, equal = [0] * len(part), [False] * len(part)
    shares = [Fraction(p, max(w, 1)) for p, w in zip(part, whole, strict=True)]
    for group in set(groups):
        order = sorted((i for i, g in enumerate(groups) if g == group), key=lambda i: (-shares[i], i))
        for place, i in enumerate(order):
            ranks[i], equal[i] = place, place > 0 and shares[order[place - 1]] == shares[i]
    return ranks, equal


def test_against_sorted_fractions():
    """Three thousand small cases: ranks and equal neighbours."""
    rng = random.Random(2)  # noqa: S311 - random shares, repeatable
    for _ in range(3000):
        part, whole, groups = made(rng)
        ranks, equal = ranked_shares([part], [whole], [groups])
        assert (ranks[0].tolist(), equal[0].tolist()) == by_hand(part, whole, groups)


def test_a_batch_is_each_draw_by_itself():
    """A thousand draws at once, with groups of their own."""
    rng = np.random.default_rng(4)
    part, whole, groups = rng.integers(0, 9, (1000, 6)), rng.integers(0, 9, (1000, 6)), rng.integers(0, 3, (1000, 6))
    ranks, equal = ranked_shares(part, whole, groups)
    for n in range(1000):
        assert [ranks[n].tolist(), equal[n].tolist()] == [*by_hand(*(x[n].tolist() for x in (part, whole, groups)))]


def test_two_shares_that_no_float_can_tell_apart():
    """10^17 of 3·10^17 against one more of one more: the second is larger."""
    ranks, equal = ranked_shares([[10**17, 10**17 + 1]], [[3 * 10**17, 3 * 10**17 + 1]], [[0, 0]])
    assert ranks.tolist() == [[1, 0]]
    assert not equal.any()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (([[1, -2]], 5, 0), r"part cannot be negative: -2 at \(0, 1\)"),
        (([[1, 2]], [[1, 2, 3]], 0), r"whole of shape \(1, 3\) do not fit"),
        (([[1, 2]], 5, [[0, 0.5]]), r"groups must be whole numbers: 0\.5 at \(0, 1\)"),
    ],
)
def test_bad_input(given, words):
    """What is no count or does not fit is told."""
    with pytest.raises(ApportionmentError, match=words):
        ranked_shares(*given)
