"""Official results in one walk over the catalogue, and the figures of the issue typed from their sources."""

from collections import Counter

import pytest
from elected_once import elected, election  # type: ignore[import-not-found]  # it stands beside this file

import escrutinio as es
from escrutinio.outcome import against_official, explain
from escrutinio.outcome.table import places_of

# Totals: 2005 IPU PARLINE and CEDIB; 2009 CEDIB; 2014 TSE (El Día 157929); 2020 TSE (correodelsur.com 25-10-2020);
# 2025 TSE (correodelsur.com 26-08-2025). 2005 Senate: CEDIB; the IPU's page of 2009 swaps MAS and PODEMOS.
TOTALS = {
    ("bo-2005", "deputies"): {"MAS-IPSP": 72, "PODEMOS": 43, "UN": 8, "MNR": 7},
    ("bo-2005", "senate"): {"PODEMOS": 13, "MAS-IPSP": 12, "UN": 1, "MNR": 1},
    ("bo-2009", "deputies"): {"MAS-IPSP": 88, "PPB-CN": 37, "UN": 3, "AS": 2},
    ("bo-2009", "senate"): {"MAS-IPSP": 26, "PPB-CN": 10},
    ("bo-2014", "deputies"): {"MAS-IPSP": 88, "UD": 32, "PDC": 10},
    ("bo-2014", "senate"): {"MAS-IPSP": 25, "UD": 9, "PDC": 2},
    ("bo-2019", "senate"): {"MAS-IPSP": 21, "CC": 14, "21F": 1},
    ("bo-2020", "deputies"): {"MAS-IPSP": 75, "CC": 39, "CREEMOS": 16},
    ("bo-2020", "senate"): {"MAS-IPSP": 21, "CC": 11, "CREEMOS": 4},
    ("bo-2020", "supranational"): {"MAS-IPSP": 6, "CC": 2, "CREEMOS": 1},
    ("bo-2025", "deputies"): {
        "PDC": 49,
        "LIBRE": 39,
        "UNIDAD": 26,
        "AP": 8,
        "APB-SUMATE": 5,
        "MAS-IPSP": 2,
        "BIA-YUQUI": 1,
    },
    ("bo-2025", "senate"): {"PDC": 16, "LIBRE": 12, "UNIDAD": 7, "APB-SUMATE": 1},
    ("bo-2025", "supranational"): {"PDC": 5, "LIBRE": 2, "UNIDAD": 2},
}
# Single-member, list and special deputies by list. 2020: TSE in eluniversitario.com.bo. 2025: TSE in Radio Fides,
# 30-08-2025, and Erbol; the special seat of Bia Yuqui in Erbol, 26-08-2025. 2014: recount by the law (facts, (c)).
BY_KIND = {
    "bo-2014": {"MAS-IPSP": (49, 33, 6), "UD": (12, 19, 1), "PDC": (2, 8, 0)},
    "bo-2020": {"MAS-IPSP": (42, 26, 7), "CC": (11, 28, 0), "CREEMOS": (10, 6, 0)},
    "bo-2025": {"PDC": (30, 17, 2), "LIBRE": (20, 17, 2), "UNIDAD": (11, 15, 0), "BIA-YUQUI": (0, 0, 1)},
}
# Members needed on a full chamber, and who has them: correodelsur.com 25-10-2020, cedib.org, IPU (facts, 1 (g), 4).
TWO_THIRDS = {
    ("bo-2005", "congress"): (105, 157, (), 84),
    ("bo-2009", "deputies"): (87, 130, ("MAS-IPSP",), 88),
    ("bo-2009", "senate"): (24, 36, ("MAS-IPSP",), 26),
    ("bo-2009", "assembly"): (111, 166, ("MAS-IPSP",), 114),
    ("bo-2014", "deputies"): (87, 130, ("MAS-IPSP",), 88),
    ("bo-2014", "senate"): (24, 36, ("MAS-IPSP",), 25),
    ("bo-2014", "assembly"): (111, 166, ("MAS-IPSP",), 113),
    ("bo-2020", "deputies"): (87, 130, (), 75),
    ("bo-2020", "senate"): (24, 36, (), 21),
    ("bo-2020", "assembly"): (111, 166, (), 96),
    ("bo-2025", "assembly"): (111, 166, (), 65),
}
# Percentages of valid votes: Corte Nacional Electoral and TSE, in the electoral atlas and reduno.com.bo (facts, (a)).
PRESIDENTS = {
    "bo-2005": ("MAS-IPSP", "absolute-majority", "53.74"),
    "bo-2009": ("MAS-IPSP", "absolute-majority", "64.22"),
    "bo-2014": ("MAS-IPSP", "absolute-majority", "61.36"),
    "bo-2020": ("MAS-IPSP", "absolute-majority", "55.10"),
}


def test_every_election_of_the_catalogue_has_official_seats():
    """None is skipped by the walk below."""
    assert set(es.elections()) >= {f"bo-{year}" for year in (2005, 2009, 2014, 2019, 2020, 2025)}
    assert all(election(name).official for name in es.elections())


@pytest.mark.parametrize("name", es.elections())
def test_every_cell_on_record(name):
    """Each row of seats.csv that the votes can tell is exactly ours, and a list without a row has no seat there."""
    outcome = elected(name)
    found = against_official(outcome)
    assert [(each.body, each.constituency, each.list, each.kind, ours) for each, ours in found.different] == []
    assert found.compared
    stated: Counter[tuple[str, str, str]] = Counter()
    for each in outcome.election.official:
        if not each.kind:
            stated[each.body, each.constituency, each.level] += each.seats
    for (body, area, level), seats in stated.items():
        ours = outcome[body]
        places = places_of(ours, area, level)
        if places and ours.unfilled == 0:
            assert seats == ours.seats[places].sum()


def test_only_the_annulled_election_leaves_figures_uncompared():
    """In 2019 no figure for the Deputies can be compared: the votes of seven special seats were not found."""
    uncompared = {
        name: len(election(name).official) - against_official(elected(name)).compared
        for name in es.elections()
        if name.startswith("bo-")
    }
    assert {name: number for name, number in uncompared.items() if number} == {"bo-2019": 4}


@pytest.mark.parametrize(("name", "body"), TOTALS)
def test_totals(name, body):
    """The totals of a chamber are those that were declared."""
    found = elected(name)[body]
    assert found.totals() == TOTALS[name, body]
    assert found.decided
    assert found.unfilled == 0


@pytest.mark.parametrize("name", BY_KIND)
def test_deputies_by_kind(name):
    """Single-member, list and special seats of each list are those the TSE declared."""
    found = elected(name)["deputies"]
    for each, seats in BY_KIND[name].items():
        place = found.run.lists.index(each)
        assert tuple(int(found.kinds[kind][:, place].sum()) for kind in ("uninominal", "list", "special")) == seats


@pytest.mark.parametrize(("name", "body"), TWO_THIRDS)
def test_two_thirds(name, body):
    """Two thirds of a full chamber: how many, who has them, how many the largest has."""
    rule = next(each for each in elected(name).thresholds(body) if each.id == "two-thirds")
    assert (rule.needed, rule.members, rule.held_by, rule.largest_seats) == TWO_THIRDS[name, body]
    assert rule.unknown == 0


def test_how_many_were_short_of_two_thirds_in_2020():
    """MAS had 75 of 130 and needed 87: 12 short; 3 short in the Senate; 15 short jointly."""
    outcome = elected("bo-2020")
    rules = [
        next(each for each in outcome.thresholds(body) if each.id == "two-thirds")
        for body in ("deputies", "senate", "assembly")
    ]
    assert [rule.needed - rule.largest_seats for rule in rules] == [12, 3, 15]


@pytest.mark.parametrize("name", PRESIDENTS)
def test_president_by_majority(name):
    """Elected in the first round with more than half of the valid votes."""
    winner, by, share = PRESIDENTS[name]
    outcome = es.elect(name, bodies=["president"])
    first = explain(outcome, "president")[0]
    majority = next(each for each in first.facts["conditions"] if each.name.endswith(by))
    assert outcome["president"].totals() == {winner: 1}
    assert (first.facts["elected"], majority.best, majority.met) == ([winner], winner, True)
    assert f"{100 * majority.has[winner] / majority.whole:.2f}" == share


def test_president_of_2019_by_forty_and_ten():
    """47.08 against 36.51: not by majority, but with 40 % and ten points more than the second (annulled afterwards)."""
    outcome = es.elect("bo-2019", bodies=["president"])
    first = explain(outcome, "president")[0]
    met = {each.name.rsplit(".", 1)[-1]: each.met for each in first.facts["conditions"]}
    assert outcome["president"].totals() == {"MAS-IPSP": 1}
    assert met == {"absolute-majority": False, "forty": True, "ten-points-ahead": True}
    shares = {
        line.list: f"{100 * line.votes / 6137671:.2f}" for line in first.lines[:2]
    }  # valid votes: TSE, 25-10-2019
    assert shares == {"MAS-IPSP": "47.08", "CC": "36.51"}


def test_president_of_2025_by_run_off():
    """32.06 against 26.70: the first run-off ever, PDC against LIBRE, won by PDC (TSE, 27-10-2025)."""
    outcome = es.elect("bo-2025", bodies=["president"])
    first, second = explain(outcome, "president")
    assert (first.facts["elected"], first.facts["best"]) == ([], ["PDC", "LIBRE"])
    assert not any(each.met for each in first.facts["conditions"] if "ten" not in each.name)
    assert [(line.list, line.votes, line.after) for line in second.lines] == [
        ("PDC", 3519534, 1),
        ("LIBRE", 2884661, 0),
    ]
    assert outcome["president"].totals() == {"PDC": 1}
