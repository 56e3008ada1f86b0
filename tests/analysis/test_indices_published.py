"""Indices against figures that their authors, or others, have printed."""

from __future__ import annotations

from math import pi

import pytest

import escrutinio as es
from escrutinio.analysis import indices, indices_of

# Resident populations of the census of 2020 (U.S. Census Bureau) and seats of the House; Pennsylvania with its
# apportionment population, as the table has it for which the figures below were printed.
STATES = {
    "AL": (5024279, 7), "AK": (733391, 1), "AZ": (7151502, 9), "AR": (3011524, 4), "CA": (39538223, 52),
    "CO": (5773714, 8), "CT": (3605944, 5), "DE": (989948, 1), "FL": (21538187, 28), "GA": (10711908, 14),
    "HI": (1455271, 2), "ID": (1839106, 2), "IL": (12812508, 17), "IN": (6785528, 9), "IA": (3190369, 4),
    "KS": (2937880, 4), "KY": (4505836, 6), "LA": (4657757, 6), "ME": (1362359, 2), "MD": (6177224, 8),
    "MA": (7029917, 9), "MI": (10077331, 13), "MN": (5706494, 8), "MS": (2961279, 4), "MO": (6154913, 8),
    "MT": (1084225, 2), "NE": (1961504, 3), "NV": (3104614, 4), "NH": (1377529, 2), "NJ": (9288994, 12),
    "NM": (2117522, 3), "NY": (20201249, 26), "NC": (10439388, 14), "ND": (779094, 1), "OH": (11799448, 15),
    "OK": (3959353, 5), "OR": (4237256, 6), "PA": (13011844, 17), "RI": (1097379, 2), "SC": (5118425, 7),
    "SD": (886667, 1), "TN": (6910840, 9), "TX": (29145505, 38), "UT": (3271616, 4), "VT": (643077, 1),
    "VA": (8631393, 11), "WA": (7705281, 10), "WV": (1793716, 2), "WI": (5893718, 8), "WY": (576851, 1),
}  # fmt: skip

# What R's seatdist 0.3 prints for them (“Comparison with other packages”, documentation of PRcalc, jaysong.net/PRcalc).
SEATDIST = {
    "dhondt": 1.402639, "monroe": 0.004537504, "maximum_deviation": 0.001319808, "loosemore_hanby": 0.01387072,
    "grofman": 0.001241881, "gallagher": 0.00327953, "gatev": 0.0155396, "ryabtsev": 0.01098882, "szalai": 0.05339091,
    "weighted_szalai": 0.02538329, "aleskerov_platonov": 1.093426, "sainte_lague": 0.002747745,
    "cox_shugart": 0.9904007, "ortona": 0.01575384, "cosine": 0.0002284962, "mixture": 0.2870583,
    "lebeda_arr": 0.005741165, "lebeda_srr": 0.06162057, "lebeda_wdrr": 0.1049332, "theil": 0.001316731,
    "likelihood_ratio": 0.002544105, "chi_squared": 0.002476612, "hellinger": 0.01797873,
}  # fmt: skip

# The same page: an election of 50 seats by D'Hondt, its shares of votes in thousand millionths, its seats.
VOTES = [353736700, 158126102, 130538236, 98015356, 89538935, 69521178, 45539306, 20890077, 19729213]
VOTES += [5373282, 4039727, 3353098, 1598792]
SEATS = [18, 8, 7, 5, 5, 3, 2, 1, 1, 0, 0, 0, 0]
SEATDIST_50 = {
    "dhondt": 1.116833, "monroe": 0.01891832, "maximum_deviation": 0.01046107, "loosemore_hanby": 0.03031546,
    "grofman": 0.01167689, "gallagher": 0.01460875, "gatev": 0.03293948, "ryabtsev": 0.02329805, "szalai": 0.5557115,
    "weighted_szalai": 0.09066122, "aleskerov_platonov": 1.042141, "atkinson": 1, "sainte_lague": 0.01846559,
    "cox_shugart": 1.033646, "ortona": 0.04690884, "cosine": 0.0008673785, "mixture": 0.1046107,
    "lebeda_arr": 0.008046973, "lebeda_srr": 0.04148157, "lebeda_wdrr": 0.05508052, "theil": 0.01643105,
    "chi_squared": 0.004225364, "hellinger": 0.08775774, "generalised_entropy": 0.009232794,
}  # fmt: skip


@pytest.fixture(scope="module")
def states() -> es.analysis.Indices:
    """The House of Representatives of 2022 against the population of 2020."""
    people = {name: each[0] for name, each in STATES.items()}
    return indices_of(people, {name: each[1] for name, each in STATES.items()})


@pytest.mark.parametrize(("index", "printed"), SEATDIST.items())
def test_fifty_states_as_seatdist_has_them(states: es.analysis.Indices, index: str, printed: float) -> None:
    """Every digit that R printed."""
    assert states[index].value == pytest.approx(printed, rel=1e-6)


@pytest.mark.parametrize(("index", "printed"), SEATDIST_50.items())
def test_fifty_seats_as_seatdist_has_them(index: str, printed: float) -> None:
    """Also with lists that have no seat."""
    assert indices_of(VOTES, SEATS)[index].value == pytest.approx(printed, rel=1e-6)


def test_where_seatdist_is_not_followed(states: es.analysis.Indices) -> None:
    """Farina in degrees, Lijphart of the two largest lists, cubes without a sign, Lorenz's curve over votes.

    seatdist multiplies an angle in radians by ten ninths, takes the two smallest lists (the same page finds PRcalc's
    0.0003820148 right), adds cubes of either sign, and measures Gini over the number of lists instead of the votes.
    """
    assert float(states["farina"].value or 0) * 100 == pytest.approx(0.02375309 * 180 / pi, rel=1e-6)
    assert states["lijphart"].value == pytest.approx(0.0003820148, rel=1e-6)
    assert float(states["k_index"].value or 0) > 0.0008262183
    assert states["gini"].value != pytest.approx(0.01671634, rel=1e-3)


def test_the_example_of_seatdist_s_manual() -> None:
    """60, 28, 12 thousand votes and 6, 3, 1 seats: Gallagher 0.02 (manual of seatdist, disproportionality)."""
    assert indices_of([60_000, 28_000, 12_000], [6, 3, 1])["gallagher"].value == 0.02


# Gallagher, Election indices (Trinity College Dublin), as of 2014: least squares, effective numbers by votes and seats.
GALLAGHER = [
    ("nz-2011", "house", 2.38, 3.15, 2.98),
    ("dk-2011", "folketing", 0.73, 5.71, 5.61),
    ("no-2013", "storting", 2.56, 4.87, 4.39),
    ("is-2013", "althingi", 6.23, 5.83, 4.42),
    ("de-2013", "bundestag", 7.83, 4.81, 3.51),
]


@pytest.mark.parametrize(("election", "body", "least_squares", "votes", "seats"), GALLAGHER)
def test_gallagher_s_own_figures(election: str, body: str, least_squares: float, votes: float, seats: float) -> None:
    """From the votes of every list to the two decimals he prints."""
    found = indices(es.elect(election), body)
    assert round(100 * float(found["gallagher"].value or 0), 2) == least_squares
    assert round(float(found["laakso_taagepera", "votes"].value or 0), 2) == votes
    assert round(float(found["laakso_taagepera", "seats"].value or 0), 2) == seats


# Golosov 2010, Party Politics 16, table 1: shares in per cent, Laakso and Taagepera's number, Golosov's.
GOLOSOV = [
    ([75, 25], 1.60, 1.33),
    ([75, 10, *[1] * 15], 1.74, 1.42),
    ([55, 45], 1.98, 1.82),
    ([55, 10, 10, 10, *[1] * 15], 2.99, 2.24),
    ([35, 35, 30], 2.99, 2.90),
    ([35, *[10] * 5, *[1] * 15], 5.75, 4.49),
    ([15, *[10] * 7, *[1] * 15], 10.64, 11.85),
]


@pytest.mark.parametrize(("shares", "effective", "golosov"), GOLOSOV)
def test_golosov_s_constellations(shares: list[int], effective: float, golosov: float) -> None:
    """Hypothetical party systems of his table."""
    found = indices_of(shares, [1] * len(shares))
    assert round(float(found["laakso_taagepera", "votes"].value or 0), 2) == effective
    assert round(float(found["golosov", "votes"].value or 0), 2) == golosov
