"""Thresholds, leads and the first two, at each boundary and one vote to either side."""

from fractions import Fraction

import numpy as np
import pytest

from escrutinio.apportionment import ApportionmentError, best_two, leads, reaches


def test_exactly_the_share():
    """Exactly 7 of 100 reaches 7 %: no 7.000000000000001."""
    assert reaches([6, 7, 8], 100, "7/100").tolist() == [False, True, True]
    assert reaches([6, 7, 8], 100, "7/100", boundary="more_than").tolist() == [False, False, True]


@pytest.mark.parametrize("share", [Fraction(3, 100), Fraction(1, 2), "5/100", 1, "0.03"])
@pytest.mark.parametrize("whole", [1000, 10**12, 10**18, 3 * 10**30])
def test_one_vote_either_side(share, whole):
    """One vote below, at, and above the boundary, at any size."""
    edge = int(whole * Fraction(share))
    part = [edge - 1, edge, edge + 1]
    assert reaches(part, whole, share).tolist() == [False, True, True]
    assert reaches(part, whole, share, boundary="more_than").tolist() == [False, False, True]


def test_absolute_majority():
    """More than half: half is not enough."""
    assert reaches([500, 501], 1000, "1/2", boundary="more_than").tolist() == [False, True]


def test_nothing_of_nothing():
    """No votes of no votes reach nothing."""
    assert not reaches(0, 0, "3/100").any()
    assert not reaches([0], [0], 0).any()


def test_shapes_stretch():
    """Parts of each list against one whole per election."""
    assert reaches([[5, 95], [1, 9]], [[100], [10]], "1/10").tolist() == [[False, True], [True, True]]


@pytest.mark.parametrize("share", [0.03, 3.0, None, True, "three", "1/0", -1, "-1/2"])
def test_shares_are_exact(share):
    """A float share is refused, and so is what is no share."""
    with pytest.raises(
        ApportionmentError, match=r"is no exact share: write it as a Fraction or a string such as '3/100'"
    ):
        reaches(1, 2, share)


def test_boundary_has_two_words():
    """A boundary misspelt is told the near one."""
    with pytest.raises(ApportionmentError, match=r"'atleast' names no boundary\. Did you mean 'at_least'\?"):
        reaches(1, 2, "1/2", boundary="atleast")  # type: ignore[arg-type]  # that is the point


def test_part_and_whole_must_fit():
    """Shapes that do not fit are told."""
    with pytest.raises(ApportionmentError, match=r"part of shape \(3,\) and whole of shape \(2,\) do not fit"):
        reaches([1, 2, 3], [1, 2], "1/2")


@pytest.mark.parametrize(("second", "expected"), [(3701, False), (3700, True), (3699, True)])
def test_ten_points_ahead(second, expected):
    """A lead of exactly ten points is at least ten points."""
    assert leads([4700, second, 900], "1/10", 10_000).item() is expected
    assert leads([4700, second, 900], "1/10", 10_000, boundary="more_than").item() is (second < 3700)


def test_leads_of_one_list_and_of_batches():
    """A lone list leads by all its votes; a batch answers per election."""
    assert leads([40], "1/10", 100).item() is True
    assert leads([[50, 30], [30, 50], [41, 40]], "1/10", [100, 100, 100]).tolist() == [True, True, False]


def test_best_two():
    """First and second, with a tie told where it decides who is first or second."""
    first, second, tied = best_two([[5, 9, 7, 1], [9, 9, 1, 0], [9, 5, 5, 5], [9, 8, 3, 3]])
    assert first.tolist() == [1, 0, 0, 0]
    assert second.tolist() == [2, 1, 1, 1]
    assert tied.tolist() == [False, True, True, False]


def test_best_two_with_lots():
    """The lower rank comes first among equal votes."""
    first, second, tied = best_two([5, 5, 5], lots=[2, 3, 1])
    assert (int(first), int(second), bool(tied)) == (2, 0, True)
    assert [int(x) for x in best_two(np.array([7, 3]))] == [0, 1, 0]


def test_best_two_needs_two():
    """One list has no second."""
    with pytest.raises(ApportionmentError, match=r"the first two of 1 list\(s\): at least two lists must stand"):
        best_two([5])
