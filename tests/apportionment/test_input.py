"""Bad input: every message is raised here and matched on its words."""

from typing import Any

import numpy as np
import pytest

from escrutinio.apportionment import (
    ApportionmentError,
    Divisors,
    Quota,
    divisors_named,
    highest_averages,
    largest_remainder,
    linear,
    modified_sainte_lague,
    plurality,
    quota_named,
)


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ([3, -4], r"votes cannot be negative: -4 at \(1,\)"),
        ([[3, 4], [-10, 2]], r"votes cannot be negative: -10 at \(1, 0\)"),
        ([3.5, 4], r"votes must be whole numbers: 3\.5 at \(0,\)\. Give integers, without decimals or gaps"),
        (np.array([3.0, 4.0]), r"votes must be whole numbers: 3\.0 at \(0,\)"),
        ([3, float("nan")], r"votes must be whole numbers: nan at \(1,\)"),
        ([3, None], r"votes must be whole numbers: None at \(1,\)"),
        (["3", "4"], r"votes must be whole numbers: '3' at \(0,\)"),
        ([True, False], r"votes must be whole numbers: True at \(0,\)"),
        ([3, -(10**20)], r"votes cannot be negative: -100000000000000000000 at \(1,\)"),
        ([1, 10**101], r"votes beyond 10\^100 are no count: \(1,\)"),
        ([[3, 4], [5]], r"votes must form a regular table: some rows are longer than others"),
        (7, r"votes must be one number per list, not the single number 7"),
    ],
)
@pytest.mark.parametrize("method", [lambda v: highest_averages(v, 3), lambda v: largest_remainder(v, 3), plurality])
def test_votes(method, votes, words):
    """Votes are whole numbers from 0 up, one per list, in a regular table."""
    with pytest.raises(ApportionmentError, match=words):
        method(votes)


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        (-1, r"seats cannot be negative: -1 at \(\)"),
        ([2, -3], r"seats cannot be negative: -3 at \(1,\)"),
        (2.0, r"seats must be whole numbers: 2\.0 at \(\)"),
        (True, r"seats must be whole numbers: True at \(\)"),
        ([1, 2, 3], r"seats of shape \(3,\) do not fit votes that ask for \(2,\)"),
        (10**9 + 1, r"seats: 1000000001 are more than 1000000000, the most that are counted here"),
    ],
)
def test_seats(seats, words):
    """Seats are whole numbers from 0 up, one per election."""
    with pytest.raises(ApportionmentError, match=words):
        highest_averages([[3, 4], [5, 6]], seats)


@pytest.mark.parametrize("name", ["minimum", "maximum", "lots"])
def test_options_per_list(name):
    """Floors, caps and lots are whole numbers that fit the votes."""
    few: dict[str, Any] = {name: [1, 2, 3]}
    negative: dict[str, Any] = {name: [-1, 2]}
    with pytest.raises(ApportionmentError, match=rf"{name} of shape \(3,\) do not fit votes that ask for \(2,\)"):
        highest_averages([3, 4], 5, **few)
    with pytest.raises(ApportionmentError, match=rf"{name} cannot be negative: -1 at \(0,\)"):
        highest_averages([3, 4], 5, **negative)


def test_floor_above_cap():
    """A floor above its cap is told with both."""
    with pytest.raises(ApportionmentError, match=r"minimum 3 is above maximum 2 at \(1,\)"):
        highest_averages([3, 4], 5, minimum=[0, 3], maximum=[5, 2])


def test_total_below_the_votes():
    """The quota's votes cannot be fewer than the lists'."""
    with pytest.raises(ApportionmentError, match=r"total 9 is below the 10 votes of the lists \(election 1\)"):
        largest_remainder([[4, 5], [5, 5]], 3, total=9)


def test_ranks():
    """Ranks never rise."""
    with pytest.raises(ApportionmentError, match=r"ranks \(1, 2\) rise: a list with more votes cannot win fewer seats"):
        plurality([3, 4], ranks=(1, 2))
    with pytest.raises(ApportionmentError, match=r"ranks cannot be negative: -2 at \(0,\)"):
        plurality([3, 4], ranks=(-2, -3))


@pytest.mark.parametrize("near", ["dhont", "D'Hondt", "dhondt "])
def test_unknown_divisors(near):
    """A name misspelt is told the near one and all others."""
    with pytest.raises(
        ApportionmentError, match=r"names no divisors\. Did you mean 'dhondt'\? Known: adams, danish, dean,"
    ):
        highest_averages([1, 2], 3, divisors=near)


def test_unknown_quota():
    """The same for quotas; where nothing is near, only the known ones."""
    with pytest.raises(
        ApportionmentError, match=r"'drop' names no quota\. Did you mean 'droop'\? Known: droop, hagenbach"
    ):
        largest_remainder([1, 2], 3, quota="drop")
    with pytest.raises(ApportionmentError, match=r"'zzz' names no quota\. Known: droop"):
        largest_remainder([1, 2], 3, quota="zzz")


@pytest.mark.parametrize("first", [1.4, 0, -1, "1,4", None, "1/0", True])
def test_first_divisor_is_exact(first):
    """A float or a senseless first divisor is refused."""
    with pytest.raises(
        ApportionmentError, match=r"is no first divisor: give a whole number, a Fraction or a string such"
    ):
        modified_sainte_lague(first)


def test_first_divisor_below_the_second():
    """A first divisor of 3 and more would put the first seat after the second."""
    with pytest.raises(ApportionmentError, match=r"The first divisor is 3: it must be below 3, the second divisor"):
        modified_sainte_lague(3)


def test_step_of_own_divisors():
    """The step of a sequence of one's own is above zero."""
    with pytest.raises(ApportionmentError, match=r"0 is no step of the divisors"):
        linear(1, 0)


def test_own_divisors_and_quotas():
    """Sequences and quotas of one's own work like the named ones."""
    assert highest_averages([60, 41], 5, divisors=linear(1)).seats.tolist() == [3, 2]
    assert highest_averages([60, 41], 5, divisors=linear("1/2")).seats.tolist() == [3, 2]
    assert largest_remainder([60, 41], 5, quota=Quota("mine", 1)).seats.tolist() == [3, 2]


def test_aliases():
    """Other names of the literature lead to the same."""
    for names in (
        ("dhondt", "jefferson", "hagenbach_bischoff"),
        ("sainte_lague", "webster"),
        ("hill", "huntington_hill", "equal_proportions"),
    ):
        assert len({divisors_named(name) for name in names}) == 1
    assert isinstance(divisors_named(divisors_named("dean")), Divisors)
    assert quota_named("hamilton") == quota_named("hare") == quota_named(quota_named("hare_niemeyer"))


def test_an_error_keeps_its_facts():
    """The sentence and its facts stay apart, for other languages."""
    with pytest.raises(ApportionmentError) as caught:
        highest_averages([3, -4], 1)
    assert caught.value.template == "{what} cannot be negative: {value} at {place}."
    assert caught.value.facts == {"what": "votes", "value": -4, "place": (1,)}
