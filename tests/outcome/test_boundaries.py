"""Every share and lead of the law file at its boundary: one vote below, on it, one vote above, taken from the file."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from made_small import MAJORITY, THREE_PERCENT, deputies, elected, election_of, law_of, office, race, senate  # type: ignore[import-not-found]  # it stands beside this file
from made_small import body as body_of
from made_small import stage as stage_of

import escrutinio as es
from escrutinio.law import in_force
from escrutinio.law.conditions import AllOf, AnyOf
from escrutinio.outcome import elect

LAW = es.law.load("bo")
DEPARTMENTS = ("Chuquisaca", "La Paz", "Cochabamba", "Oruro", "Potosí", "Tarija", "Santa Cruz", "Beni", "Pando")
WHOLE = 10_000  # every share of the law is a whole number of votes of these


def leaves(condition, path=()):
    """Every share or lead of a condition, with the names that lead to it."""
    inner = condition.any if isinstance(condition, AnyOf) else condition.all if isinstance(condition, AllOf) else {}
    if not inner:
        yield path, condition
    for name, each in inner.items():
        yield from leaves(each, (*path, name))


def conditions():
    """Every share and lead in the law file: body, stage, its first day, name, condition."""
    for name, body in LAW.bodies.items():
        for stage in body.stages:
            asked = getattr(stage, "wins", None) or getattr(stage, "admits", None)
            for path, leaf in leaves(asked) if asked else ():
                day = stage.since + timedelta(days=1)
                yield pytest.param(name, stage, day, leaf, id=f"{name}-{stage.id}-{stage.since}-{'.'.join(path)}")


CONDITIONS = tuple(conditions())


def test_the_file_has_the_boundaries_of_the_law():
    """50 % (more than), 40 %, ten points and 3 % (at least): no other share decides in Bolivia."""
    found = {
        (str(getattr(leaf, "share", "")), str(getattr(leaf, "lead", "")), leaf.boundary)
        for _, _, _, leaf in (each.values for each in CONDITIONS)
    }
    assert found == {
        ("1/2", "", "more_than"),
        ("2/5", "", "at_least"),
        ("", "1/10", "at_least"),
        ("3/100", "", "at_least"),
    }


def at_the_boundary(leaf, change):
    """Votes of two lists out of 10,000 and of many tiny ones, so that the first is at the boundary, or one off."""
    lead = getattr(leaf, "lead", None)
    if lead is not None:  # enough for the 40 %, and ahead by the lead
        first, second = 4_500 + change, 4_500 - int(lead * WHOLE)
    elif leaf.share == Fraction(1, 2):  # the second too near for the 40 % and ten points
        first, second = 5_000 + change, 4_500
    elif leaf.share == Fraction(2, 5):  # the second far behind, so that only the 40 % is in question
        first, second = 4_000 + change, 1_000
    else:
        first, second = int(leaf.share * WHOLE) + change, 4_900
    rest = WHOLE - first - second
    return {"A": first, "B": second, **{f"R{n}": rest // 10 + (n < rest % 10) for n in range(10)}}


@pytest.mark.parametrize("change", [-1, 0, 1])
@pytest.mark.parametrize(("name", "stage", "day", "leaf"), CONDITIONS)
def test_one_vote_below_on_and_above(name, stage, day, leaf, change):
    """At least: elected or admitted on the boundary and above; more than: only above."""
    votes = at_the_boundary(leaf, change)
    assert sum(votes.values()) == WHOLE
    met = change > 0 or (change == 0 and leaf.boundary == "at_least")
    part = {area: dict.fromkeys(votes, 0) for area in DEPARTMENTS}
    part["La Paz"] = votes
    election = election_of({"president": part}, lists=votes)
    rules = in_force(LAW, day).bodies[name]
    if name == "president":
        body = elect(election, LAW, day=day, bodies=[name])[name]
        assert body.totals() == ({"A": 1} if met else {})
    else:
        from escrutinio.outcome import frame
        from escrutinio.outcome.offices import threshold
        from escrutinio.outcome.state import Bench

        admitted = threshold(stage, Bench(frame(election), rules)).admitted[0, 0]
        assert bool(admitted[0]) == met


def test_blank_and_null_votes_do_not_count():
    """Percentages are of valid votes: a landslide of blank and null votes changes neither the majority nor the 3 %."""
    for more in ({}, {"blank": 10**6, "null": 10**6, "registered": 10**7}):
        assert elected(race(51, 49, **more), office()).totals() == {"A": 1}
        assert elected(race(50, 50, **more), office()).totals() == {}
        tiers = {"president": {"North": [97, 3]}, "uninominal": {"C1@North": [1, 0]}}
        chamber = elected(election_of(tiers | {"special": {}}, **more), deputies({"North": (1, 40, 0)}))
        assert chamber.totals() == {"A": 40, "B": 1}


def test_votes_cast_and_registered_where_the_law_asks_for_them():
    """Half of the votes cast, or of those registered, is another boundary than half of the valid votes."""
    for of, whole in (("votes_cast", 100), ("registered", 200)):
        law = office(wins={**MAJORITY, "of": of}, otherwise="parliament")
        more = {"blank": 4, "null": 6, "registered": 200}
        for votes in (whole // 2, whole // 2 + 1):
            rest = 90 - votes if of == "votes_cast" else 0
            counts = more if of == "votes_cast" else {"blank": 0, "null": 0, "registered": 200}
            found = elected(race(votes, rest, **counts), law)
            assert found.totals() == ({"A": 1} if votes > whole // 2 else {}), of


def test_votes_abroad_count_for_the_president_and_the_threshold():
    """Abroad counts in the national share: it elects the president and lifts a list over the 3 %."""
    tiers = {
        "president": {"North": [60, 40, 3], "Abroad": [0, 100, 4]},
        "uninominal": {"C1@North": [1, 0, 0]},
        "special": {},
    }
    election = election_of(tiers, abroad=("Abroad",))
    assert elected(election, office()).totals() == {"B": 1}
    chamber = elected(election, deputies({"North": (1, 99, 0)}))
    assert chamber.totals()["C"] > 0
    at_home = {**tiers, "president": {"North": [60, 40, 3], "Abroad": [0, 100, 0]}}
    assert "C" not in elected(election_of(at_home, abroad=("Abroad",)), deputies({"North": (1, 99, 0)})).totals()


def test_votes_abroad_do_not_count_for_seats():
    """However many, they move no senator, deputy or supranational representative."""
    for votes in ([0, 0], [10**6, 10**6 + 50]):
        tiers = {"president": {"North": [70, 30], "Abroad": votes}, "uninominal": {"C1@North": [1, 0]}, "special": {}}
        election = election_of(tiers, abroad=("Abroad",))
        assert elected(election, senate({"North": 4})).totals() == {"A": 3, "B": 1}
        assert elected(election, senate({"North": 1}, ranks=[1])).totals() == {"A": 1}
        assert elected(election, deputies({"North": (1, 4, 0)})).totals() == {"A": 4, "B": 1}


def test_a_threshold_that_does_not_count_abroad():
    """Where a law leaves the votes abroad out of the threshold, the share is of the votes at home."""
    chamber = law_of(
        house=body_of(
            [
                stage_of("threshold", "threshold", abroad="not_counted", admits={**THREE_PERCENT, "share": "1/10"}),
                stage_of(
                    "seats",
                    "highest_averages",
                    per="region",
                    abroad="not_counted",
                    seats=["seat"],
                    divisors="dhondt",
                    among="threshold",
                    gives="seat",
                ),
            ],
            {"North": {"seat": 9}},
        )
    )
    election = election_of({"president": {"North": [89, 11], "Abroad": [900, 0]}}, abroad=("Abroad",))
    assert elected(election, chamber).totals() == {"A": 8, "B": 1}
    assert elected(election, chamber).run.stages["threshold"].admitted.tolist() == [[[True, True]]]


def test_a_threshold_in_each_region():
    """Asked over each region, in the law's order of regions whatever that of the votes; each has its own step."""
    seats = {"South": {"seat": 8}, "North": {"seat": 8}}
    chamber = law_of(
        house=body_of(
            [
                stage_of("threshold", "threshold", admits={**THREE_PERCENT, "share": "1/5", "over": "region"}),
                stage_of(
                    "seats",
                    "highest_averages",
                    per="region",
                    seats=["seat"],
                    divisors="dhondt",
                    among="threshold",
                    gives="seat",
                ),
            ],
            seats,
        )
    )
    election = election_of({"president": {"North": [80, 20], "South": [81, 19]}})
    outcome = elect(election, chamber, day=date(2026, 1, 1))
    assert outcome["house"].seats.tolist() == [[8, 0], [7, 1]]
    steps = [step for step in es.outcome.explain(outcome, "house") if step.stage == "threshold"]
    assert [(step.area, step.facts["conditions"][0].needed, len(step.lines)) for step in steps] == [
        ("South", 20, 2),
        ("North", 20, 2),
    ]
    assert [[line.facts["admitted"] for line in step.lines] for step in steps] == [[True, False], [True, True]]
