"""Power and coalitions in bodies as the law makes them: majorities, absent members, two chambers, lists of winners."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis import all_of, any_of, coalitions, coalitions_of, power, rule
from escrutinio.analysis.power_body import decision_of, half, usual_rule
from escrutinio.analysis.power_game import game_of
from escrutinio.analysis.power_table import Table
from escrutinio.model import Election, Problem

if TYPE_CHECKING:
    from escrutinio.outcome import Outcome


@pytest.fixture(scope="module")
def bolivia() -> Outcome:
    """2020: Deputies 75, 39, 16 of 130; Senate 21, 11, 4 of 36."""
    return es.elect("bo-2020")


@pytest.fixture(scope="module")
def divided() -> Outcome:
    """2025: Senate 16, 12, 7, 1 of 36."""
    return es.elect("bo-2025")


def test_a_majority_alone_is_a_dictator(bolivia: Outcome) -> None:
    """Absolute majority of 130 is 66: the list with 75 needs nobody."""
    found = power(bolivia, "deputies")
    assert (found.quotas, found.dictator) == ((66,), "MAS-IPSP")
    assert [each.dummy for each in found.rows()] == [False, True, True]


def test_two_thirds_are_not(bolivia: Outcome) -> None:
    """Two thirds of 130 are 87: the largest has a veto, and either other list is enough."""
    found = power(bolivia, "deputies", rule="two-thirds")
    assert (found.quotas, found.vetoes) == ((87,), ("MAS-IPSP",))
    assert [str(each.shapley_shubik) for each in found.rows()] == ["2/3", "1/6", "1/6"]


def test_a_third_of_three_and_a_dummy(divided: Outcome) -> None:
    """16, 12 and 7 of 36 with 19 needed: any two of three, and the list with one seat never matters."""
    assert [str(each.banzhaf) for each in power(divided, "senate").rows()] == ["1/3", "1/3", "1/3", "0"]


def test_of_those_present(bolivia: Outcome) -> None:
    """Two thirds of those present: with 22 of the majority away, 108 are there, and 72 are needed."""
    found = power(bolivia, "deputies", rule="two-thirds", absent={"MAS-IPSP": 22})
    assert found.quotas == (72,)
    assert found["MAS-IPSP"].weight == 53
    of_members = power(bolivia, "deputies", absent={"MAS-IPSP": 22})
    assert of_members.quotas == (66,)
    assert of_members.dictator is None


def test_both_chambers(divided: Outcome) -> None:
    """A law of both chambers needs a majority in each; who is nobody in one may be needed in the other."""
    both = power(divided, ["senate", "deputies"])
    assert both.quotas == (19, 66)
    assert both.body == "senate+deputies"
    assert sum(each.shapley_shubik or 0 for each in both.rows()) == 1


def test_chambers_that_sit_together(bolivia: Outcome) -> None:
    """The assembly has 166 members: two thirds are 111, and 75 + 21 are not enough."""
    found = power(bolivia, "assembly", rule="two-thirds")
    assert (found.quotas, found["MAS-IPSP"].weight) == ((111,), 96)
    assert found.dictator is None


def test_minimal_coalitions_of_two_thirds(bolivia: Outcome) -> None:
    """With either other list; the smaller one makes the coalition of minimum size."""
    found = coalitions(bolivia, "deputies", rule="two-thirds")
    assert [(each.members, each.weight, each.surplus) for each in found.rows()] == [
        (("MAS-IPSP", "CREEMOS"), 91, 4),
        (("MAS-IPSP", "CC"), 114, 27),
    ]
    assert [each.minimum_size for each in found.rows()] == [True, False]
    assert [each.fewest_parties for each in found.rows()] == [True, True]


def test_connected_on_an_axis() -> None:
    """Seats of the Bundestag of 2021, left to right, 369 of 736: three runs win with both ends needed.

    Linke 39, SPD 206, Grüne 118, FDP 92, Union 197, AfD 83, SSW 1 (the Federal Returning Officer).
    """
    seats = {"Linke": 39, "SPD": 206, "Grüne": 118, "FDP": 92, "Union": 197, "AfD": 83, "SSW": 1}
    axis = ["Linke", "SSW", "SPD", "Grüne", "FDP", "Union", "AfD"]
    found = coalitions_of(rule(seats, 369), kind="connected", axis=axis)
    # 206 + 118 + 92 = 416, 118 + 92 + 197 = 407, 92 + 197 + 83 = 372; members in the order of the rule
    runs = {("SPD", "Grüne", "FDP"), ("Grüne", "FDP", "Union"), ("FDP", "Union", "AfD")}
    assert {each.members for each in found.rows()} == runs
    assert all(each.connected for each in found.rows())
    minimal = coalitions_of(rule(seats, 369), axis=axis)
    assert [each.members for each in minimal.rows() if each.fewest_parties] == [("SPD", "Union")]


def test_coalitions_against_every_subset() -> None:
    """200 random chambers of up to seven lists: winning, minimal, smallest and connected ones, one by one."""
    rng = random.Random(4)  # noqa: S311 - chambers, not secrets
    for _ in range(200):
        seats = {name: rng.randint(0, 9) for name in "ABCDEFG"[: rng.randint(1, 7)]}
        quota = rng.randint(1, sum(seats.values()) + 1)
        held = [name for name in seats if seats[name]]
        sets = [frozenset(each) for size in range(1, 8) for each in combinations(held, size)]
        winning = {each for each in sets if sum(seats[name] for name in each) >= quota}
        minimal = {each for each in winning if not any(each - {name} in winning for name in each)}
        runs = {frozenset(held[first : last + 1]) for first in range(len(held)) for last in range(first, len(held))}
        ends = {
            run
            for run in runs & winning
            if not ({frozenset(sorted(run)[1:]), frozenset(sorted(run)[:-1])} - {frozenset()}) & winning
        }
        decision = rule(seats, quota)
        expected = {"winning": winning, "minimal": minimal, "connected": ends}
        if held:
            for kind, sets_ in expected.items():
                rows = coalitions_of(decision, kind=kind, axis=held).rows()  # type: ignore[arg-type]
                assert {frozenset(each.members) for each in rows} == sets_
        least = min((sum(seats[name] for name in each) for each in minimal), default=0)
        smallest = {each for each in minimal if sum(seats[name] for name in each) == least}
        assert {frozenset(each.members) for each in coalitions_of(decision, kind="minimum_size").rows()} == smallest


def test_plain_values_of_coalitions() -> None:
    """Members as a list, what it is of which kind as booleans."""
    plain = coalitions_of(rule({"A": 2, "B": 1}, 3)).to_dict()
    assert plain["coalitions"][0]["members"] == ["A", "B"]
    assert plain["coalitions"][0]["connected"] is None


# Two chambers that must both agree


def test_two_chambers_in_either_order(divided: Outcome) -> None:
    """2025: PDC and UNIDAD have 16 + 7 senators and 49 + 26 deputies: 98 members, and 23 − 19 = 4 to spare."""
    one, other = (coalitions(divided, bodies) for bodies in (("senate", "deputies"), ("deputies", "senate")))
    assert [(set(each.members), each.weight, each.surplus, each.minimum_size) for each in one.rows()] == [
        (set(each.members), each.weight, each.surplus, each.minimum_size) for each in other.rows()
    ]
    found = {frozenset(each.members): each for each in one.rows()}
    pair = found[frozenset({"PDC", "UNIDAD"})]
    assert (pair.weight, pair.surplus, pair.minimum_size) == (16 + 7 + 49 + 26, 4, False)
    # 12 + 7 senators are just enough, and 39 + 26 + 1 deputies too: nobody has fewer than these 85
    least = found[frozenset({"LIBRE", "UNIDAD", "BIA-YUQUI"})]
    assert (least.weight, least.surplus, least.minimum_size) == (12 + 7 + 39 + 26 + 1, 0, True)
    assert (one.quotas, other.quotas) == ((19, 66), (66, 19))
    weights = [{each.player: each.weight for each in power(divided, each).rows()} for each in (
        ("senate", "deputies"), ("deputies", "senate"))]  # fmt: skip
    assert weights[0] == weights[1]
    assert weights[0]["PDC"] == 16 + 49


def test_what_is_to_spare_where_one_rule_is_enough() -> None:
    """The most in any of them: A and B have 5 of 4 in one, and 2 of 4 in the other."""
    either = any_of(rule({"A": 3, "B": 2}, 4), rule({"A": 1, "B": 1}, 4))
    assert [(each.members, each.surplus) for each in coalitions_of(either).rows()] == [(("A", "B"), 1)]


def test_a_quota_for_each_body(divided: Outcome) -> None:
    """Or one number for both."""
    assert power(divided, ["senate", "deputies"], quota=[20, 70]).quotas == (20, 70)
    assert power(divided, ["senate", "deputies"], quota=np.int64(19)).quotas == (19, 19)  # type: ignore[arg-type]


def test_members_stay_away_by_any_name_of_their_list(bolivia: Outcome) -> None:
    """As on the command line."""
    assert power(bolivia, "deputies", absent={"mas": 3})["MAS-IPSP"].weight == 72


# Where there are too many to list


def test_those_with_the_fewest_members_are_found_among_millions() -> None:
    """Of 50 states' minimal majorities of 435 nobody lists all; the eight largest have 207 seats, nine are enough."""
    found = coalitions("us-2020", "house", quota=218, kind="fewest_parties").rows()
    assert {each.size for each in found} == {9}
    assert all(each.minimal and each.fewest_parties and each.minimum_size is None for each in found)
    # 52 + 38 + 28 + 26 + 17 + 17 + 15 + 14 + 14 = 221 with one of the next
    assert max(each.weight for each in found) == 221


def test_the_fewest_are_those_of_looking_at_every_coalition() -> None:
    """60 random games of one or two rules."""
    rng = random.Random(5)  # noqa: S311 - games, not secrets
    for _ in range(60):
        count = rng.randint(2, 7)
        rules = []
        for _ in range(rng.randint(1, 2)):
            weights = {str(each): rng.randint(0, 9) for each in range(count)}
            rules.append(rule(weights, rng.randint(1, max(1, sum(weights.values())))))
        game = game_of(all_of(*rules))
        table = Table(game, ())
        every = [
            sum(1 << each for each in members)
            for size in range(count + 1)
            for members in combinations(range(count), size)
            if all(sum(leaf.weights[each] for each in members) >= leaf.quota for leaf in game.leaves)
        ]
        fewest = min((each.bit_count() for each in every), default=0)
        assert set(table.fewest()) == {each for each in every if each.bit_count() == fewest}


def test_connected_coalitions_of_many_lists() -> None:
    """40 alike in a row, 21 needed: twenty runs, though nobody could list all majorities."""
    axis = [str(each) for each in range(1, 41)]
    found = coalitions_of(rule([1] * 40, 21), kind="connected", axis=axis).rows()
    assert len(found) == 20
    assert all(each.minimal and each.fewest_parties is None for each in found)


# Bad questions


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"kind": "minimale"}, "no kind of coalition is called “minimale”. Did you mean minimal?"),
        ({"kind": "connected"}, "Give an axis of all players."),
        ({"axis": ["Aa", "Bb", "Ccc"]}, "the axis names “Ccc”, which does not play. Did you mean Cc?"),
        ({"axis": ["Aa", "Bb"]}, "the axis leaves out Cc. Say where they stand, too."),
    ],
)
def test_bad_questions_about_coalitions(asked: dict[str, object], words: str) -> None:
    """What is wrong, and what to do."""
    with pytest.raises(Problem) as caught:
        coalitions_of(rule({"Aa": 2, "Bb": 2, "Cc": 1}, 3), **asked)  # type: ignore[arg-type]
    assert words in str(caught.value)


def test_too_many_coalitions_are_not_listed() -> None:
    """40 players of one vote have far more than 50,000 majorities."""
    with pytest.raises(Problem, match="there are more than 50000 such coalitions"):
        coalitions_of(rule([1] * 40, 21))


def test_coalitions_of_hundreds_are_not_listed() -> None:
    """Not even where there are few."""
    with pytest.raises(Problem, match="coalitions are listed of up to 200 players, and 300 weigh something here"):
        coalitions_of(rule([1] * 300, 300))


@pytest.mark.parametrize(
    ("body", "asked", "words"),
    [
        (
            "deputies",
            {"rule": "absolut-majority"},
            "decides by no majority called “absolut-majority”. Did you mean abs",
        ),
        ("president", {}, "the law “bo” states no majority by which “president” decides"),
        ("deputies", {"absent": {"MASS": 3}}, "“MASS” has no seat to be absent from. Did you mean"),
        ("deputies", {"absent": {"FPV": 3}}, "“FPV” has no seat to be absent from. Did you mean"),
        ("deputies", {"absent": {"CC": 1.5}}, "1.5 of “CC” cannot be absent: it has 39 seats."),
        ("deputies", {"quota": 0}, "a quota of “0” decides nothing. Give a whole number of votes from 1 up."),
        ("deputies", {"quota": -1}, "a quota of “-1” decides nothing."),
        ("deputies", {"quota": 1.5}, "a quota of “1.5” decides nothing."),
        (
            "deputies",
            {"quota": 70, "rule": "two-thirds"},
            "a quota of 70 and the majority “two-thirds” are both asked for. Ask for one of them.",
        ),
        (["senate", "deputies"], {"quota": [1, 2, 3]}, "there are 3 quotas and 2 bodies. Give one for all, or one for"),
        ("deputies", {"absent": {"CC": 40}}, "40 of “CC” cannot be absent: it has 39 seats."),
        (["senate", "deputies"], {"absent": {"CC": 1}}, "who is absent is told of one body"),
    ],
)
def test_bad_questions_about_a_body(bolivia: Outcome, body: str, asked: dict[str, object], words: str) -> None:
    """What is wrong, where, and what there is instead."""
    with pytest.raises(Problem) as caught:
        power(bolivia, body, **asked)  # type: ignore[arg-type]
    assert words in str(caught.value)


def test_seats_that_are_not_known() -> None:
    """2019: the districts' votes are not in the tables, so nobody can say who holds them."""
    with pytest.raises(Problem, match="seats are not known, since the election has no votes of “uninominal”"):
        power(es.elect("bo-2019"), "deputies")


def test_a_lot_that_is_still_to_be_drawn(tied: Election) -> None:
    """An outcome that a lot decides has no seats to count yet."""
    outcome = es.elect(tied, bodies=["senate"])
    with pytest.raises(Problem, match="a lot still decides a seat"):
        decision_of(outcome, "senate", rule="absolute-majority")


@pytest.fixture
def tied() -> Election:
    """2020 with one department in which two lists have as many votes."""
    from dataclasses import replace

    election = es.election("bo-2020")
    tallies = tuple(
        replace(each, votes={"MAS-IPSP": 1000, "CC": 1000}) if each.constituency == "Pando" else each
        for each in election.tallies
        if each.tier == "president"
    )
    votes = tuple(
        each if each.constituency != "Pando" else replace(each, votes={"MAS-IPSP": 10, "CC": 10, "CREEMOS": 10})
        for each in tallies
    )
    return replace(
        election,
        tallies=votes,
        constituencies=tuple(each for each in election.constituencies if each.tier == "president"),
    )


@pytest.mark.parametrize(
    ("election", "body", "needed", "members"),
    [("be-2024", "chamber", 76, 150), ("gb-wls-2021", "senedd", 31, 60)],
)
def test_a_chamber_of_which_a_part_is_known(election: str, body: str, needed: int, members: int) -> None:
    """A majority is of all members (Belgian Constitution, art. 63: 150; Senedd until 2026: 60), not of those known."""
    with pytest.raises(Problem, match=rf"{needed} of {members} members decide, and the votes at hand fill only"):
        power(election, body, rule=usual_rule(es.elect(election), body))


def test_members_elected_apart_count_in_the_majority() -> None:
    """The Folketing has 179 members, two each of the Faroe Islands and of Greenland: 90 are more than half."""
    assert half(es.elect("dk-2022"), "folketing") == 90
