"""The steps that lead to a seat: quotients, overhang, votes to gain or lose, articles; each checked, not believed."""

from fractions import Fraction
from functools import cache

import pytest
from elected_once import elected  # type: ignore[import-not-found]  # it stands beside this file
from made_small import with_votes  # type: ignore[import-not-found]  # it stands beside this file

import escrutinio as es
from escrutinio.outcome import elect, explain

LAW = es.law.load("bo")
BOLIVIA = [name for name in es.elections() if name.startswith("bo-")]
LATEST = {name.rpartition("-")[0]: name for name in es.elections()}
"""The latest election of each country: every form of law that is at hand."""


def step_of(name, area, stage, body="deputies"):
    """The step of one stage in one area."""
    return next(each for each in explain(elected(name), body, area) if (each.stage, each.area) == (stage, area))


def offer(award):
    """The exact quotient of a seat."""
    return award.quotient.value


def test_santa_cruz_2020_last_in_and_first_out():
    """Facts, worked example 1: Creemos/13 = 55,210.9 is the last quotient in, CC/5 = 55,173.6 the first out."""
    step = step_of("bo-2020", "Santa Cruz", "entitlement")
    assert (step.facts["last_in_list"], offer(step.facts["last_in"])) == ("CREEMOS", Fraction(717742, 13))
    assert (step.facts["first_out_list"], offer(step.facts["first_out"])) == ("CC", Fraction(275868, 5))
    assert (step.facts["last_in"].seat, step.facts["first_out"].seat) == (27, 28)
    assert (step.facts["last_in"].quotient.decimal(1), step.facts["first_out"].quotient.decimal(1)) == (
        "55210.9",
        "55173.6",
    )


def test_santa_cruz_2020_entitlement_districts_and_lists():
    """Entitlement 10, 4, 13; districts 6, 0, 8; lists 4, 4, 5; with the special seat MAS 11, CC 4, Creemos 13."""
    step = step_of("bo-2020", "Santa Cruz", "lists")
    found = {line.list: (line.votes, line.before, line.facts["won"], line.after) for line in step.lines if line.before}
    assert found == {
        "CREEMOS": (717742, 13, 8, 5),
        "MAS-IPSP": (576567, 10, 6, 4),
        "CC": (275868, 4, 0, 4),
    }
    assert (step.facts["overhang"], step.facts["paid"]) == ({}, [])


@pytest.mark.parametrize(
    ("name", "area"), [("bo-2020", "Santa Cruz"), ("bo-2020", "Beni"), ("bo-2025", "Beni"), ("bo-2009", "Tarija")]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_votes_to_gain_and_to_lose(name, area, sign):
    """Elected again with exactly that many votes more (or fewer) the seat is won (or lost); with one less, not."""
    election = es.election(name)
    body = elect(election, LAW, bodies=["deputies"])["deputies"]
    place = body.areas.index(area)
    for line in step_of(name, area, "lists").lines:
        votes = line.to_gain if sign > 0 else line.to_lose
        if votes is None:
            continue
        who = body.run.lists.index(line.list)
        before = int(body.seats[place, who])
        for change, moved in ((votes, True), (votes - 1, False)):
            again = elect(with_votes(election, "president", area, line.list, sign * change), LAW, bodies=["deputies"])
            possible = {int(branch.seats[place, who]) for branch in again["deputies"].branches}
            assert all(sign * (each - before) > 0 for each in possible) == moved, (line.list, change)


def test_about_190_votes_would_have_moved_the_last_seat_of_santa_cruz():
    """Facts, worked example 1: 5 × 717,742/13 − 275,868 = 186.5, so 187 more votes give CC the seat."""
    lines = {line.list: line for line in step_of("bo-2020", "Santa Cruz", "entitlement").lines}
    assert lines["CC"].to_gain == 187
    assert lines["CREEMOS"].to_lose == 717742 - 13 * 275868 // 5


def test_beni_2025_overhang():
    """Facts, worked example 2: UNIDAD won four districts against three quotients; Súmate's 23,864 paid for it."""
    step = step_of("bo-2025", "Beni", "lists")
    claim = step_of("bo-2025", "Beni", "entitlement")
    assert [(each["list"], each["quotient"].decimal(0)) for each in claim.facts["awards"]] == [
        ("UNIDAD", "82058"),
        ("LIBRE", "52178"),
        ("UNIDAD", "41029"),
        ("PDC", "30181"),
        ("UNIDAD", "27353"),
        ("LIBRE", "26089"),
        ("APB-SUMATE", "23864"),
    ]
    assert step.facts["overhang"] == {"UNIDAD": 1}
    assert [(paid["list"], paid["quotient"].value, paid["seat"]) for paid in step.facts["paid"]] == [
        ("APB-SUMATE", 23864, 7)
    ]
    assert {line.list: line.after for line in step.lines if line.after} == {"LIBRE": 2, "PDC": 1}


def test_oruro_2009_with_the_special_seat_inside():
    """Facts, worked example 3: MAS 8 and PPB 1 of nine; five districts and the special seat leave two list seats."""
    step = step_of("bo-2009", "Oruro", "lists")
    found = {line.list: (line.votes, line.before, line.facts["won"], line.after) for line in step.lines if line.before}
    assert found == {"MAS-IPSP": (178363, 8, 6, 2), "PPB-CN": (20170, 1, 0, 1)}
    assert step.facts["counted"] == ("uninominal", "special")
    claim = step_of("bo-2009", "Oruro", "entitlement")
    assert [each["quotient"].decimal(0) for each in claim.facts["awards"] if each["list"] == "MAS-IPSP"][-1] == "22295"
    assert (claim.facts["first_out_list"], claim.facts["first_out"].quotient.decimal(0)) == ("MAS-IPSP", "19818")


@pytest.mark.parametrize(("area", "paid"), [("Potosí", ("MAS-IPSP", 17418)), ("Tarija", ("PPB-CN", 21460))])
def test_the_districts_of_alianza_social_in_2009(area, paid):
    """AS kept a district while below 3 % nationally; the lowest quotient of the department paid (facts, (c))."""
    step = step_of("bo-2009", area, "lists")
    assert step.facts["overhang"] == {"AS": 1}
    assert [(each["list"], int(each["quotient"].value)) for each in step.facts["paid"]] == [paid]
    threshold = next(each for each in explain(elected("bo-2009"), "deputies") if each.stage == "threshold")
    assert not next(line for line in threshold.lines if line.list == "AS").facts["admitted"]


@cache
def told(name, body):
    """Every step of a body, once for all tests here."""
    return explain(elected(name), body)


@pytest.mark.parametrize("name", LATEST.values())
def test_every_step_has_its_source_and_its_basis(name):
    """No step without a text; an article where the rule stands in one; where it is inferred the basis says so."""
    outcome = elected(name)
    for body in outcome.bodies:
        for step in told(name, body):
            assert step.source.title
            assert step.name["es"]
            assert step.name["en"]
            assert step.basis in {"text", "regulation", "practice", "inferred"}
            assert step.source.article or step.basis in {"practice", "inferred"}


@pytest.mark.parametrize("name", [*BOLIVIA, *LATEST.values()])
def test_the_seats_of_the_steps_are_those_of_the_outcome(name):
    """Added up over the stages that give seats, each list has in the steps what it has in the outcome."""
    outcome = elected(name)
    for body, found in outcome.bodies.items():
        none = {None, *found.run.offices}
        given = {stage.id for stage in found.run.body.stages if getattr(stage, "gives", None) not in none}
        seats = dict.fromkeys(found.run.lists, 0)
        for step in told(name, body):
            if step.stage in given:
                for line in step.lines:
                    seats[line.list] += line.after
                for winner in step.facts.get("declared", ()):
                    seats[winner.list] += winner.seats
                assert step.seats == sum(line.after for line in step.lines) or "declared" in step.facts
        assert {each: held for each, held in seats.items() if held} == found.totals()


@pytest.mark.parametrize("name", BOLIVIA)
def test_the_steps_of_an_area_are_those_of_the_whole_that_concern_it(name):
    """Asked for one department: the steps of the country, the department and its constituencies, in the law's order."""
    outcome = elected(name)
    whole = explain(outcome, "deputies")
    some = explain(outcome, "deputies", "la paz")
    assert [step.stage for step in some] == sorted(
        (step.stage for step in some), key=[stage.id for stage in outcome["deputies"].run.body.stages].index
    )
    assert {(step.stage, step.area) for step in some} <= {(step.stage, step.area) for step in whole}
    assert not {step.area for step in some} & set(outcome["deputies"].areas) - {"La Paz"}
