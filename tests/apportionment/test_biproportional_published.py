"""Biproportional results as published, typed from their sources: votes, voter numbers, seats and divisors."""

from fractions import Fraction

import pytest

from escrutinio.apportionment import bi_divisors, biproportional, highest_averages, voter_numbers

# Stadt Zürich, Gemeinderatswahl 4. März 2018, «Oberzuteilung der Sitze an die Listengruppen» and «Unterzuteilung der
# Sitze an die Listen», https://www.stadt-zuerich.ch/misc/de/archiv-wahlen/stadtrat-gemeinderat/180304/
# (resultate_erneuerungswahlen.html?path=wp_herleitung_oberzuteilung and …_unterzuteilung). Lists that missed the
# quorum are left out there. Columns: Wahlkreise 1+2, 3, 4+5, 6, 7+8, 9, 10, 11, 12.
DISTRICTS_2018 = [12, 15, 13, 10, 16, 16, 12, 22, 9]
VOTES_2018 = {
    "SP": [37360, 67129, 49212, 34296, 71164, 60063, 52231, 89477, 13192],
    "SVP": [15856, 19340, 8339, 8974, 28050, 33783, 17789, 55160, 8980],
    "FDP": [23990, 20529, 13844, 16857, 69536, 26712, 23098, 40194, 3826],
    "Grüne": [15007, 26471, 19388, 12571, 31442, 20296, 15534, 28713, 4191],
    "glp": [12551, 19573, 16442, 11613, 28414, 16488, 14630, 31911, 2931],
    "AL": [7668, 22692, 22136, 7612, 13659, 10164, 12054, 12435, 1954],
    "EVP/BDP": [1841, 2939, 1152, 2101, 5655, 9777, 3374, 13901, 2568],
}
VOTERS_2018 = [32892, 12999, 16312, 12064, 10580, 7892, 2810]
LISTS_2018 = [43, 17, 21, 16, 14, 10, 4]
SEATS_2018 = [
    [4, 6, 5, 4, 4, 5, 5, 7, 3],
    [2, 1, 1, 1, 2, 3, 1, 4, 2],
    [2, 2, 1, 2, 5, 3, 2, 3, 1],
    [2, 2, 2, 1, 2, 2, 2, 2, 1],
    [1, 2, 2, 1, 2, 1, 1, 3, 1],
    [1, 2, 2, 1, 1, 1, 1, 1, 0],
    [0, 0, 0, 0, 0, 1, 0, 2, 1],
]
AREA_DIVISORS_2018 = [9870, 12100, 10000, 9000, 15850, 10950, 11080, 12400, 5000]
LIST_DIVISORS_2018 = ["1", "1.0708", "0.973", "0.934", "1.02", "1", "0.73"]

# The same for the Gemeinderatswahl 9. Februar 2014, …/stadtrat-gemeinderat/140209/ (V2, 13:38).
DISTRICTS_2014 = [12, 15, 13, 10, 16, 16, 12, 22, 9]
VOTES_2014 = {
    "SP": [30933, 54797, 40953, 29882, 62554, 46248, 40979, 79160, 11448],
    "SVP": [18882, 25663, 9836, 11132, 34834, 41366, 24261, 70002, 10635],
    "FDP": [24403, 17918, 10238, 15090, 69163, 21307, 21957, 37123, 3412],
    "Grüne": [13239, 21915, 15880, 10034, 28630, 15001, 13598, 22448, 2433],
    "glp": [12202, 17746, 12416, 11024, 26498, 14738, 13901, 29648, 2151],
    "CVP": [5936, 6873, 3645, 3692, 11017, 10816, 4898, 14852, 2786],
    "AL": [5650, 16680, 17323, 6650, 10082, 8020, 8543, 11655, 1061],
}
LISTS_2014 = [39, 23, 21, 14, 13, 6, 9]
SEATS_2014 = [
    [3, 5, 5, 4, 4, 5, 4, 6, 3],
    [2, 2, 1, 1, 2, 4, 2, 6, 3],
    [3, 2, 1, 2, 4, 2, 3, 3, 1],
    [1, 2, 2, 1, 2, 2, 1, 2, 1],
    [1, 2, 2, 1, 2, 1, 1, 3, 0],
    [1, 1, 0, 0, 1, 1, 0, 1, 1],
    [1, 1, 2, 1, 1, 1, 1, 1, 0],
]

YEARS = {
    2014: (VOTES_2014, DISTRICTS_2014, LISTS_2014, SEATS_2014),
    2018: (VOTES_2018, DISTRICTS_2018, LISTS_2018, SEATS_2018),
}


def by_area(table):
    """Return a table of lists and areas as areas and lists."""
    return [list(row) for row in zip(*table, strict=True)]


@pytest.mark.parametrize("year", YEARS)
def test_zurich(year):
    """The city council's seats by district and list, as published; no lot was needed."""
    votes, districts, lists, seats = YEARS[year]
    answer = biproportional(by_area(votes.values()), districts, lists)
    assert answer.seats.T.tolist() == seats
    assert not answer.tied


def test_zurich_divisors():
    """The published divisors of 2018 and ours give the same seats: votes over both, to the nearest whole number."""
    found = bi_divisors(biproportional(by_area(VOTES_2018.values()), DISTRICTS_2018, LISTS_2018))
    assert found is not None
    published = [Fraction(d) for d in AREA_DIVISORS_2018], [Fraction(d) for d in LIST_DIVISORS_2018]
    for areas, lists in (published, (found.areas, found.lists)):
        for votes, over, won in zip(VOTES_2018.values(), lists, SEATS_2018, strict=True):
            assert [round(v / over / d) for v, d in zip(votes, areas, strict=True)] == won


def test_zurich_voter_numbers():
    """2018: votes over district seats, rounded, added up; by them 125 seats for the lists over the quorum."""
    found = voter_numbers(by_area(VOTES_2018.values()), DISTRICTS_2018, rounded=True)
    assert found.areas[0].tolist() == [3113, 1321, 1999, 1251, 1046, 639, 153]
    assert found.lists.tolist() == VOTERS_2018
    assert highest_averages(found.lists, 125, divisors="sainte_lague").seats.tolist() == LISTS_2018


def test_textbook():
    """Three regions and parties, 20 seats: the worked example of the article in the English Wikipedia."""
    answer = biproportional([[123, 45, 815], [912, 714, 414], [312, 255, 215]], [5, 11, 4], [7, 5, 8])
    assert answer.seats.tolist() == [[1, 0, 4], [4, 4, 3], [2, 1, 1]]
