"""What would have been: Bolivia 2020 with its right united, and under the rule of 2009-14; old and new side by side.

Expected: the votes of Chuquisaca and Pando are the final count's (atlas electoral del OEP, 2020); the 73, 41 and 16
deputies were printed by EFE on 25 October 2020 (Infobae), who counted special seats as in 2014; 75, 39 and 16, and 21,
11 and 4 senators, are the TSE's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

import escrutinio as es
from escrutinio.analysis.scenario import Alliance, Move, OtherLaw, Scenario, Split, Swing, Withdrawal
from escrutinio.analysis.scenario_files import load_scenario
from escrutinio.documents import country_folders
from escrutinio.model import Problem

RIGHT = Alliance(alliance=("CC", "CREEMOS"), name="CC + CREEMOS")
SCENARIOS = next(folder for folder in country_folders() if folder.name == "bo") / "scenarios"


@pytest.fixture(scope="module")
def right():
    """The two lists of the right as one."""
    return es.what_if("bo-2020", load_scenario(SCENARIOS / "2020-right-united.yaml"))


def after(found, body) -> dict[str, int]:
    """Seats after, without lists that have none."""
    return {each.list: each.after for each in found.totals(body) if each.after}


def test_the_right_on_one_list(right) -> None:
    """One deputy and two senators more than apart: 74 to 56, and 19 to 17."""
    assert after(right, "deputies") == {"MAS-IPSP": 74, "CC + CREEMOS": 56}
    assert after(right, "senate") == {"MAS-IPSP": 19, "CC + CREEMOS": 17}
    assert {each.list: each.before for each in right.totals("deputies") if each.before} == {
        "MAS-IPSP": 75,
        "CC": 39,
        "CREEMOS": 16,
    }


def test_pando_changes_hands_and_chuquisaca_does_not(right) -> None:
    """In Chuquisaca the right together had 145,967 votes against 148,452; in Pando 29,452 against 25,883."""
    hands = {each.area: each for each in right.hands("president")}
    assert [area for area, each in hands.items() if each.changed] == ["Pando"]
    assert (hands["Pando"].before, hands["Pando"].after) == (("MAS-IPSP",), ("CC + CREEMOS",))
    assert (hands["Pando"].votes_after, hands["Pando"].lead_after) == (29_452, 29_452 - 25_883)
    assert (hands["Chuquisaca"].votes_after, hands["Chuquisaca"].lead_after) == (148_452, 148_452 - 145_967)
    assert (hands["Santa Cruz"].before, hands["Santa Cruz"].after) == (("CREEMOS",), ("CC + CREEMOS",))


def test_chuquisaca_changes_hands_with_fpv() -> None:
    """FPV's 6,178 votes make 152,145."""
    found = es.what_if("bo-2020", load_scenario(SCENARIOS / "2020-right-and-fpv.yaml"), bodies=["senate"])
    hands = {each.area: each for each in found.hands("senate") if each.changed}
    assert set(hands) == {"Chuquisaca", "Pando"}
    assert hands["Chuquisaca"].votes_after == 145_967 + 6_178


def test_the_rule_of_2009_14_gives_the_chamber_that_agencies_printed() -> None:
    """Special seats inside the department's: 73, 41 and 16."""
    found = es.what_if("bo-2020", [OtherLaw(day=date(2014, 10, 12))], bodies=["deputies"])
    assert after(found, "deputies") == {"MAS-IPSP": 73, "CC": 41, "CREEMOS": 16}
    assert not any(each.changed for each in found.hands())


def test_seats_by_area_add_up(right) -> None:
    """Old and new by area are the totals, in every body."""
    for body in right.bodies:
        by_area, totals = right.by_area(body), right.totals(body)
        for each in totals if by_area else ():
            rows = [one for one in by_area if one.list == each.list]
            assert (sum(one.before for one in rows), sum(one.after for one in rows)) == (each.before, each.after)
        assert sum(each.change for each in totals) == 0


def test_what_differs_is_what_is_listed(right) -> None:
    """Rows are the totals and the areas that differ; Potosí's senator changes hands."""
    rows = right.rows("senate")
    assert rows[: len(right.totals("senate"))] == right.totals("senate")
    assert all(each.change for each in rows if each.area)
    assert {(each.list, each.change) for each in rows if each.area == "Potosí"} == {
        ("MAS-IPSP", -1),
        ("CC", -1),
        ("CC + CREEMOS", 2),
    }


def test_columns_hold_every_seat_and_vote(right) -> None:
    """A list for each column, all as long; votes before are the official ones."""
    columns = right.columns()
    assert len({len(each) for each in columns.values()}) == 1
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    votes = {(row["area"], row["list"]): row for row in rows if row["ballot"] == "president"}
    assert votes["Pando", "CC + CREEMOS"] | {"ballot": ""} == {
        "body": "",
        "ballot": "",
        "area": "Pando",
        "list": "CC + CREEMOS",
        "before": 0,
        "after": 29_452,
        "change": 29_452,
        "first": "after",
    }
    assert votes["Pando", "MAS-IPSP"]["first"] == "before"
    assert votes["", "MAS-IPSP"]["first"] == "both"
    deputies = [row for row in rows if row["body"] == "deputies" and not row["area"]]
    assert sum(row["after"] for row in deputies) == 130


def test_changes_are_made_one_after_another() -> None:
    """A list that an alliance made can lose votes; a split one can be joined again."""
    moved = Move(move=5_000, losing="CC + CREEMOS", gaining="MAS", areas=("Pando",), ballots=("president",))
    found = es.what_if("bo-2020", [RIGHT, moved], bodies=["senate"])
    assert not next(each for each in found.hands("president") if each.area == "Pando").changed
    apart = Split(split="CC", into={"C1": Fraction(1, 2), "C2": Fraction(1, 2)})
    again = Alliance(alliance=("C1", "C2"), name="CC")
    both = es.what_if("bo-2020", [apart, again], bodies=["senate"])
    assert after(both, "senate") == {"MAS-IPSP": 21, "CC": 11, "CREEMOS": 4}
    assert not any(each.changed for each in both.hands())


def test_heirs_keep_a_place() -> None:
    """A part of the list that was first is its heir; whoever gains from one that withdraws is not."""
    apart = es.what_if("bo-2020", [Split(split="MAS", into={"M1": Fraction(9, 10)})], bodies=["senate"])
    assert not next(each for each in apart.hands("president") if each.area == "La Paz").changed
    gone = es.what_if("bo-2020", [Withdrawal(withdraw="MAS")], bodies=["senate"])
    assert next(each for each in gone.hands("president") if each.area == "La Paz").after == ("CC",)
    assert next(each for each in gone.hands("president") if each.area == "La Paz").changed


def test_a_tie_for_first_place_is_a_change() -> None:
    """As many votes as the first: two are first, none ahead."""
    # Pando: MAS-IPSP 25,883, CREEMOS 14,817
    level = Move(move=25_883 - 14_817, gaining="CREEMOS", areas=("Pando",), ballots=("president",))
    found = es.what_if("bo-2020", [level], bodies=["senate"])
    pando = next(each for each in found.hands("president") if each.area == "Pando")
    assert (set(pando.after), pando.lead_after, pando.changed) == ({"MAS-IPSP", "CREEMOS"}, 0, True)


def test_a_value_of_the_law_changes_from_the_election_on() -> None:
    """Also where the file has later versions of the rule than that of the day."""
    found = es.what_if("bo-2014", [OtherLaw(set={"deputies.threshold.admits.share": "12/100"})], bodies=["deputies"])
    # TSE 2014: MAS 61.36 %, UD 24.23 %, PDC 9.04 % of the valid votes: at 12 % PDC is out
    lists = {each.list: each.change for each in found.totals("deputies")}
    assert lists["PDC"] < 0 < lists["MAS-IPSP"]
    assert found.after.law.law.amendments == ("deputies.threshold.admits.share = 12/100",)


def test_other_elections_and_laws() -> None:
    """A scenario runs over any election of the same ballots, and with a law given as a value."""
    swing = Swing(swing=Fraction(1, 100), losing="MAS", gaining="CC")
    found = es.what_if(
        es.election("bo-2019"), Scenario(scenario="x", election="", changes=(swing,)), bodies=["president"]
    )
    assert {each.list: each.after for each in found.totals("president")} == {"MAS-IPSP": 0}
    again = es.what_if("bo-2020", [swing], law=es.law.load("bo"), day=date(2020, 10, 18), bodies=["president"])
    assert after(again, "president") == {"MAS-IPSP": 1}


def test_bodies_that_the_other_law_does_not_have_are_left_out() -> None:
    """Before 2009 nobody was elected to represent Bolivia abroad: only what both laws have is compared."""
    found = es.what_if("bo-2020", [OtherLaw(day=date(2014, 10, 12))], bodies=["senate"])
    one_sided = replace(found, after=replace(found.after, bodies={}))
    assert one_sided.bodies == ()
    assert one_sided.rows() == []
    assert one_sided.to_dict() == {}


def test_an_unknown_place_to_ask_about_is_told(right) -> None:
    """Neither a body nor a ballot."""
    with pytest.raises(Problem, match=r"neither a body nor a ballot called “presidnt”. Did you mean president?"):
        right.hands("presidnt")
