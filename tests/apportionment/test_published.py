"""Published results, typed from their sources."""

import pytest

from escrutinio.apportionment import (
    first_out,
    highest_averages,
    largest_remainder,
    last_in,
    modified_sainte_lague,
    votes_to_gain,
)

# Apportionment population and representatives, United States Census Bureau, 2020 Census, Table 1, released 2021-04-26:
# https://www2.census.gov/programs-surveys/decennial/2020/data/apportionment/apportionment-2020-table01.xlsx
HOUSE_2020 = {
    "Alabama": (5030053, 7),
    "Alaska": (736081, 1),
    "Arizona": (7158923, 9),
    "Arkansas": (3013756, 4),
    "California": (39576757, 52),
    "Colorado": (5782171, 8),
    "Connecticut": (3608298, 5),
    "Delaware": (990837, 1),
    "Florida": (21570527, 28),
    "Georgia": (10725274, 14),
    "Hawaii": (1460137, 2),
    "Idaho": (1841377, 2),
    "Illinois": (12822739, 17),
    "Indiana": (6790280, 9),
    "Iowa": (3192406, 4),
    "Kansas": (2940865, 4),
    "Kentucky": (4509342, 6),
    "Louisiana": (4661468, 6),
    "Maine": (1363582, 2),
    "Maryland": (6185278, 8),
    "Massachusetts": (7033469, 9),
    "Michigan": (10084442, 13),
    "Minnesota": (5709752, 8),
    "Mississippi": (2963914, 4),
    "Missouri": (6160281, 8),
    "Montana": (1085407, 2),
    "Nebraska": (1963333, 3),
    "Nevada": (3108462, 4),
    "New Hampshire": (1379089, 2),
    "New Jersey": (9294493, 12),
    "New Mexico": (2120220, 3),
    "New York": (20215751, 26),
    "North Carolina": (10453948, 14),
    "North Dakota": (779702, 1),
    "Ohio": (11808848, 15),
    "Oklahoma": (3963516, 5),
    "Oregon": (4241500, 6),
    "Pennsylvania": (13011844, 17),
    "Rhode Island": (1098163, 2),
    "South Carolina": (5124712, 7),
    "South Dakota": (887770, 1),
    "Tennessee": (6916897, 9),
    "Texas": (29183290, 38),
    "Utah": (3275252, 4),
    "Vermont": (643503, 1),
    "Virginia": (8654542, 11),
    "Washington": (7715946, 10),
    "West Virginia": (1795045, 2),
    "Wisconsin": (5897473, 8),
    "Wyoming": (577719, 1),
}


def test_united_states_house_2020():
    """Hill: 435 seats as apportioned; Minnesota took the last, New York was 89 people short of it."""
    people = [p for p, _ in HOUSE_2020.values()]
    assert sum(people) == 331_108_434  # the Bureau's total
    answer = highest_averages(people, 435, divisors="hill")
    assert answer.seats.tolist() == [n for _, n in HOUSE_2020.values()]
    states = list(HOUSE_2020)
    last, out = last_in(answer), first_out(answer)
    assert last is not None
    assert out is not None
    assert (states[last.list], states[out.list]) == ("Minnesota", "New York")
    assert votes_to_gain(answer)[states.index("New York")] == 89


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("adams", [9, 7, 5, 3, 2]),
        ("dean", [9, 7, 5, 4, 1]),
        ("hill", [9, 7, 6, 3, 1]),
        ("webster", [9, 8, 5, 3, 1]),
        ("jefferson", [10, 7, 5, 3, 1]),
        ("hamilton", [9, 7, 5, 4, 1]),
    ],
)
def test_six_methods_six_ways(method, expected):
    """Five states, 26 seats: Huntington's example in Balinski and Young, Fair Representation (1982), chapter 6."""
    people = [9061, 7179, 5259, 3319, 1182]
    allot = largest_remainder if method == "hamilton" else highest_averages
    option = {"quota" if method == "hamilton" else "divisors": method}
    assert allot(people, 26, **option).seats.tolist() == expected


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("hare", [5, 2, 1, 1, 1, 0]), ("droop", [5, 2, 2, 1, 0, 0])],
)
def test_hare_and_droop(quota, expected):
    """Six lists, ten seats: the usual textbook table of largest remainders."""
    votes = [47_000, 16_000, 15_800, 12_000, 6_100, 3_100]
    assert largest_remainder(votes, 10, quota=quota).seats.tolist() == expected


@pytest.mark.parametrize(("divisors", "expected"), [("dhondt", [4, 3, 1, 0]), ("sainte_lague", [3, 3, 1, 1])])
def test_dhondt_and_sainte_lague(divisors, expected):
    """Four lists, eight seats: the usual textbook table of highest averages."""
    assert highest_averages([100_000, 80_000, 30_000, 20_000], 8, divisors=divisors).seats.tolist() == expected


def test_the_first_divisor_matters():
    """A third list with 18,000 votes is in with 1, and out with the 1.2 and 1.4 of Sweden since 2018 and before."""
    votes = [53_000, 24_000, 18_000]
    won = {
        first: highest_averages(votes, 3, divisors=modified_sainte_lague(first)).seats for first in (1, "6/5", "7/5")
    }
    assert {first: seats.tolist() for first, seats in won.items()} == {
        1: [1, 1, 1],
        "6/5": [2, 1, 0],
        "7/5": [2, 1, 0],
    }
