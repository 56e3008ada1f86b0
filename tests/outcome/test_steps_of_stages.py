"""The steps of every kind of stage, against figures that the authorities published."""

import json
from fractions import Fraction

import pytest
from elected_once import elected  # type: ignore[import-not-found]  # it stands beside this file

import escrutinio as es
from escrutinio.outcome import explain
from escrutinio.report.as_json import plain

LATEST = {name.rpartition("-")[0]: name for name in es.elections()}


def steps(name, body, stage, area=None):
    """The steps of one stage, of an area or of all."""
    return explain(elected(name), body, area, stages=[stage])


def line_of(step, name):
    """The line of one list."""
    return next(each for each in step.lines if each.list == name)


@pytest.mark.parametrize("name", LATEST.values())
def test_every_area_can_be_explained(name):
    """The first and the last area of every stage, as plain values, with the steps of the country before or after."""
    outcome = elected(name)
    for body, found in outcome.bodies.items():
        areas = {area for run in found.run.stages.values() for area in (*run.areas[:1], *run.areas[-1:]) if area}
        for area in areas:
            told = explain(outcome, body, area)
            assert area in {step.area for step in told}
            assert json.dumps(plain(told))


def test_a_threshold_tells_how_many_votes_were_missing():
    """Germany 2025: 5 % of 49,649,512 valid second votes are 2,482,476; BSW had 2,472,947 (Bundeswahlleiterin)."""
    step = steps("de-2025", "bundestag", "threshold")[0]
    five, three, minority = step.facts["conditions"]
    assert (five.whole, five.needed, five.has["BSW"]) == (49649512, 2482476, 2472947)
    assert (three.of, three.areas, three.needed, three.lead) == ("valid_votes", "constituency", 3, True)
    assert three.has["Die Linke"] == 6  # the six constituencies the list won
    assert minority.has == {"SSW": 1}
    assert line_of(step, "SSW").facts["admitted"]
    assert not line_of(step, "BSW").facts["admitted"]


def test_winners_without_a_seat():
    """Germany 2025: 23 constituency winners stay without a seat: 15 of the CDU, 3 CSU, 4 AfD, 1 SPD."""
    # Die Bundeswahlleiterin, press release of 14 March 2025
    without = [step for step in steps("de-2025", "bundestag", "constituencies") if step.facts["uncovered"]]
    lists = [step.facts["uncovered"] for step in without]
    assert {name: lists.count(name) for name in lists} == {"CDU": 15, "CSU": 3, "AfD": 4, "SPD": 1}
    for step in without:
        assert step.facts["rank"] > step.facts["room"]
        assert step.seats == 0


def test_a_constituency_shows_the_claim_of_its_region():
    """Where the claim of the region covers the seat, its step is told with the constituency's."""
    told = explain(elected("de-2025"), "bundestag", "Flensburg – Schleswig")
    assert [(step.stage, step.area) for step in told] == [
        ("threshold", ""),
        ("federal-distribution", ""),
        ("land-lists", "Schleswig-Holstein"),
        ("constituencies", "Flensburg – Schleswig"),
        ("lists", "Schleswig-Holstein"),
    ]


@pytest.mark.parametrize(
    ("name", "house", "uncompensated", "together"),
    # Der Bundeswahlleiter: 631 seats in 2013, 709 in 2017; 736 in 2021, three of them uncompensated
    [("de-2013", 631, 0, 631), ("de-2017", 709, 0, 709), ("de-2021", 733, 3, 736)],
)
def test_a_house_that_grows(name, house, uncompensated, together):
    """From 598 seats to the house that covers what is sure; a house of one fewer leaves somebody short."""
    step = steps(name, "bundestag", "levelling")[0]
    facts = step.facts
    assert (facts["before"], facts["house"]) == (598, house)
    assert (facts["uncompensated"], facts["together"]) == (uncompensated, together)
    assert facts["short"]
    assert all(seats < sure for seats, sure in facts["short"].values())


def test_overhang_that_is_added():
    """New Zealand 2011: the Māori Party won 3 electorates and was due 2; the House had 121 members (Commission)."""
    step = steps("nz-2011", "house", "list-seats")[0]
    assert step.facts["overhang"] == {"Māori Party": 1}
    assert (step.facts["claims"], step.facts["together"], step.facts["rule"]) == (120, 121, "added")
    line = line_of(step, "Māori Party")
    assert (line.before, line.facts["won"], line.after) == (2, 3, 0)


def test_a_quota_of_whole_seats_and_what_it_leaves():
    """Czechia 2021: Prague's 627,399 votes over 23 + 2; the second scrutiny gives one seat, to SPOLU (ČSÚ)."""
    prague = steps("cz-2021", "chamber", "first-scrutiny", "Hlavní město Praha")[0]
    assert line_of(prague, "SPOLU").after == 11
    assert line_of(prague, "SPOLU").facts["remainder"] == 251090 - 11 * prague.facts["quota"]
    second = steps("cz-2021", "chamber", "second-scrutiny")[0]
    assert {each.list: each.after for each in second.lines if each.after} == {"SPOLU": 1}
    assert second.facts["quota_votes"] == sum(each.votes for each in second.lines)
    assert second.facts["last_in_list"] == "SPOLU"
    placed = [step for step in steps("cz-2021", "chamber", "second-to-regions") if step.seats]
    assert [(step.area, step.seats) for step in placed] == [("Středočeský kraj", 1)]


def test_shares_that_depend_on_the_size():
    """Czechia 2021: 5 % for one party, 8 % for two, 11 % for three and more, each with its votes (§ 49)."""
    asked = steps("cz-2021", "chamber", "threshold")[0].facts["conditions"][0]
    assert [(size, share) for size, share, _ in asked.by_size] == [
        (1, Fraction(5, 100)),
        (2, Fraction(8, 100)),
        (3, Fraction(11, 100)),
    ]
    assert asked.enough("SPOLU") == asked.by_size[2][2]
    assert asked.enough("ANO") == asked.needed


def test_largest_remainders_tell_quota_and_remainder():
    """Denmark 2019: full quotas and remainder make the votes again, list by list."""
    step = steps("dk-2019", "folketing", "national-claim")[0]
    quota = step.facts["quota"]
    assert step.facts["quota_seats"] == 175
    assert all(each.votes == each.facts["full"] * quota + each.facts["remainder"] for each in step.lines)
    assert sum(each.after for each in step.lines) == 175


def test_seats_to_areas_by_population():
    """Spain 2015: two for each province, 248 by quotas; Madrid 34 + 2, Barcelona 29 + 2, Ceuta 1 (RD 977/2015)."""
    found = {step.area: step.facts for step in steps("es-2015", "congress", "seats-to-provinces")}
    assert (found["Madrid"]["shared"], found["Madrid"]["initial"], found["Madrid"]["to_area"]) == (34, 2, 36)
    assert found["Barcelona"]["to_area"] == 31
    assert (found["Ceuta"]["fixed"], found["Ceuta"]["to_area"]) == (1, 1)
    assert sum(each["to_area"] for each in found.values()) == 350


def test_places_in_their_order():
    """Norway 2017: 19 levelling seats, one in each district, each turn once (Valgdirektoratet)."""
    told = steps("no-2017", "storting", "levelling-places")
    turns = sorted(each["turn"] for step in told for each in step.facts["order"])
    assert turns == list(range(1, 20))
    assert all(step.seats == len(step.facts["order"]) == 1 for step in told)
    quotients = [each["quotient"] for _, each in sorted((o["turn"], o) for step in told for o in step.facts["order"])]
    assert quotients == sorted(quotients, reverse=True)


def test_two_divisors_make_the_seats():
    """Zürich 2019: votes over the area's and the list's divisor, rounded, are the seats of every cell."""
    for step in steps("ch-zh-2019", "council", "lower"):
        for each in step.lines:
            exact = Fraction(each.votes) / (step.facts["divisor"] * each.facts["divisor"])
            assert each.facts["exact"] == exact
            assert int(exact + Fraction(1, 2)) == each.after or exact % 1 == Fraction(1, 2)
        assert step.seats == step.facts["area_seats"]


def test_members_of_open_lists():
    """Acre 2018: eight deputies by their personal votes (TSE)."""
    step = steps("br-2018", "deputies", "persons", "Acre")[0]
    assert len(step.facts["members"]) == 8
    first = [each for each in step.facts["members"] if each.list == "MUDANÇA E COMPETÊNCIA 1"]
    assert [each.votes for each in first] == sorted((each.votes for each in first), reverse=True)


def test_the_first_takes_all():
    """United States 2020: the leading ticket takes California's 55 electors; 270 of 538 elect (National Archives)."""
    california = steps("us-2020", "president", "states", "California")[0]
    assert (california.seats, line_of(california, "Joseph R. Biden").after) == (55, 55)
    college = steps("us-2020", "president", "college")[0]
    asked = college.facts["conditions"][0]
    assert (asked.whole, asked.needed, asked.has) == (538, 270, {"Joseph R. Biden": 306, "Donald J. Trump": 232})


def test_a_cap_is_told():
    """Mexico 2018: the PT, with 58 districts, stops at the cap of eight points with 3 more (INE/CG1181/2018)."""
    step = steps("mx-2018", "deputies", "national")[0]
    assert (line_of(step, "PT").facts["most"], line_of(step, "PT").after) == (3, 3)


def test_alliances_are_told_as_one():
    """Netherlands 2017: joined lists compete as one, and their seats are those of their lists (Kiesraad)."""
    step = steps("nl-2017", "house", "seats")[0]
    for each in step.facts["alliances"]:
        assert each["seats"] == sum(line_of(step, name).after for name in each["lists"])
        assert each["votes"] == sum(line_of(step, name).votes for name in each["lists"])
    assert {tuple(each["lists"]) for each in step.facts["alliances"]}


def test_votes_to_gain_are_told_of_few_areas_or_of_one_asked_for():
    """Of 52 provinces only the one asked for has them; they decide what they say."""
    whole = steps("es-2015", "congress", "seats")
    assert all(each.to_gain is None for step in whole for each in step.lines)
    madrid = steps("es-2015", "congress", "seats", "Madrid")[0]
    assert any(each.to_gain for each in madrid.lines)
