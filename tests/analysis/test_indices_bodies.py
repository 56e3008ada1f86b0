"""Indices of bodies against official figures: which votes, which voters, which ballots and which districts count."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis import indices, indices_of, malapportionment, measures, nationalisation
from escrutinio.analysis.indices_input import ballot_of, shares_of, voters_of
from escrutinio.model import Problem

# Where each voter has as many votes as the district has seats


@pytest.mark.parametrize(("election", "half"), [("ch-zh-2023", 0.0783), ("ch-zh-2019", 0.0792), ("ch-zh-2006", 0.1031)])
def test_seats_are_compared_with_voters(election: str, half: float) -> None:
    """Votes divided by the district's seats, from the tables by hand: half the sum of the gaps of the shares."""
    found = es.election(election)
    seats = {each.name: each.seats or 0 for each in found.constituencies}
    voters = {each.constituency: Fraction(each.valid, seats[each.constituency]) for each in found.tallies}
    people, members = sum(voters.values()), sum(seats.values())
    by_hand = sum(abs(Fraction(seats[each], members) - voters[each] / people) for each in seats) / 2
    computed = indices(found, "council")
    assert float(by_hand) == pytest.approx(half, abs=5e-5)
    # the law rounds each list's voters in each district
    assert float(computed["samuels_snyder"].value or 0) == pytest.approx(float(by_hand), abs=2e-5)
    assert computed.voters


def test_shares_of_voters_are_the_official_ones() -> None:
    """2023: the largest list had 24.92 % of the voters (Wähleranteil, Statistisches Amt des Kantons Zürich)."""
    body = es.elect("ch-zh-2023")["council"]
    ballot = voters_of(body, ballot_of(body))
    assert ballot is not None
    shares = shares_of(body, ballot)
    assert round(float(shares.v[shares.names.index("SVP")]), 4) == 0.2492
    assert round(float(indices("ch-zh-2023", "council")["gallagher"].value or 0), 4) == 0.0173


def test_where_a_vote_is_a_vote_nothing_is_divided() -> None:
    """Bolivia's law weights nothing."""
    body = es.elect("bo-2020", bodies=["senate"])["senate"]
    assert voters_of(body, ballot_of(body)) is None
    assert not indices("bo-2020", "senate").voters


def test_several_votes_a_voter_do_not_say_how_many_voted() -> None:
    """No turnout is made of them."""
    for name in ("turnout", "turnout_valid", "blank_share"):
        found = indices("ch-zh-2023", "council")[name]
        assert str(found.undefined).startswith("a voter has several votes on this ballot")


# Turnout

# Bolivia, 18 October 2020, votes for president in the country (Tribunal Supremo Electoral): the law counts the ballots
# from abroad for the president, and not for senators and deputies.
REGISTERED, VALID, BLANK, NULL = 7_031_295, 5_996_402, 90_296, 226_761
CAST = VALID + BLANK + NULL


@pytest.mark.parametrize("body", ["senate", "deputies"])
@pytest.mark.parametrize("ballot", [None, "president"])
def test_turnout_leaves_out_who_does_not_count(body: str, ballot: str | None) -> None:
    """6,313,459 of 7,031,295 in the country; with those abroad it would be 88.42 %."""
    found = indices("bo-2020", body, ballot=ballot)
    assert CAST == 6_313_459
    assert found["turnout"].value == Fraction(CAST, REGISTERED)
    assert found["turnout_valid"].value == Fraction(VALID, REGISTERED)
    assert found["valid_share"].value == Fraction(VALID, CAST)
    assert found["blank_share"].value == Fraction(BLANK, CAST)
    assert found["null_share"].value == Fraction(NULL, CAST)


def test_turnout_with_those_abroad() -> None:
    """For the president all ballots count: 88.42 % (Tribunal Supremo Electoral, 23 October 2020)."""
    assert round(float(indices("bo-2020", "president")["turnout"].value or 0), 4) == 0.8842


def test_blank_votes_are_valid_where_the_law_says_so() -> None:
    """Spain, 2016: 24,279,259 votes cast, 225,504 of them null, 0.74 % blank (Ministerio del Interior)."""
    found = indices("es-2016", "congress")
    assert found["null_share"].value == Fraction(225_504, 24_279_259)
    assert round(float(found["blank_share"].value or 0), 4) == 0.0074
    assert found["valid_share"].value == 1 - Fraction(225_504, 24_279_259)
    assert round(float(found["valid_share"].value or 0), 4) == 0.9907


def test_turnout_by_valid_votes() -> None:
    """United Kingdom, 2019: 67.3 % by valid votes, the official turnout (Electoral Commission)."""
    found = indices("gb-2019", "commons")
    assert round(float(found["turnout_valid"].value or 0), 3) == 0.673
    assert str(found["turnout"].undefined) == "the election’s tables state neither the blank nor the null votes."


@pytest.mark.parametrize(
    ("election", "body", "index", "words"),
    [
        ("no-2009", "storting", "null_share", "the election’s tables state neither the blank nor the null votes."),
        ("pl-2019", "sejm", "turnout", "the election’s tables do not state the blank votes."),
        ("es-2016", "congress", "turnout_valid", "the election’s tables do not say how many were registered."),
    ],
)
def test_the_count_that_is_missing_is_named(election: str, body: str, index: str, words: str) -> None:
    """Not only that something is; a nought that stands for “not given” is no count."""
    found = indices(election, body)[index]
    assert (found.value, str(found.undefined)) == (None, words)


def _without(counts: dict[str, object], places: set[str]) -> es.model.Election:
    """2020 with other counts in some places."""
    election = es.election("bo-2020")
    tallies = tuple(
        replace(each, **counts) if each.tier == "president" and each.constituency in places else each  # type: ignore[arg-type]
        for each in election.tallies
    )
    return replace(election, tallies=tallies)


@pytest.mark.parametrize(
    ("counts", "places", "index", "words"),
    [
        ({"null": None}, {"Pando"}, "turnout", "the election’s tables do not state the null votes of: Pando."),
        ({"blank": None}, {"Pando"}, "blank_share", "the election’s tables do not state the blank votes of: Pando."),
        (
            {"registered": None},
            {"Pando", "Beni", "La Paz", "Oruro"},
            "turnout_valid",
            "the election’s tables do not say how many were registered in:",
        ),
        (
            {"null": None},
            {each.constituency for each in es.election("bo-2020").tallies},
            "null_share",
            "the election’s tables do not state the null votes.",
        ),
        (
            {"registered": 0},
            {each.constituency for each in es.election("bo-2020").tallies},
            "turnout",
            "nobody is registered.",
        ),
    ],
)
def test_the_area_that_is_missing_is_named(counts: dict[str, object], places: set[str], index: str, words: str) -> None:
    """One by name, several the first three."""
    found = str(indices(es.elect(_without(counts, places), bodies=["senate"]), "senate")[index].undefined)
    assert found.startswith(words)
    assert found.endswith("…." if len(places) == 4 else ".")


def test_nobody_voted() -> None:
    """Votes in another ballot only: nobody's turnout is a share of nothing."""
    from escrutinio.analysis.indices_people import turnout

    outcome = es.elect("bo-2020", bodies=["senate"])
    tier = outcome.frame.tiers["president"]
    none = replace(
        tier,
        votes=tier.votes * 0,
        counts={name: each * 0 if name != "registered" else each for name, each in tier.counts.items()},
    )
    reasons = {name: str(why) for name, _, why in turnout(outcome, none) if why}
    assert reasons == dict.fromkeys(("valid_share", "blank_share", "null_share"), "nobody voted.")


# Districts of one seat


def test_how_many_districts_are_used() -> None:
    """2019: 365 and 202 of 650 districts were won by the two largest (House of Commons Library CBP-8749)."""
    found = indices("gb-2019", "commons")
    for name in ("efficiency_gap", "efficiency_gap_simple", "mean_median"):
        assert (found[name].districts, found[name].of_districts) == (365 + 202, 650)
    assert (found["lost"].districts, found["lost"].of_districts) == (650, 650)
    assert found["gallagher"].districts is None
    rows = {row.index: row for row in found.rows()}
    assert (rows["mean_median"].districts, rows["mean_median"].of_districts) == (567, 650)
    assert {"districts", "of_districts"} <= set(found.columns())


@pytest.mark.parametrize(
    ("election", "body", "words"),
    [
        ("bo-2025", "deputies", "has seats that most votes win in districts of their own, and the election has only"),
        ("nz-2023", "house", "has seats that most votes win in districts of their own, and the election has only"),
        ("mx-2024", "deputies", "has seats that most votes win in districts of their own, and the election has only"),
        ("gb-wls-2021", "senedd", "has seats that most votes win in districts of their own, and the election has only"),
        ("mx-2018", "president", "“president” is one office, filled in the whole country: it has no districts."),
        ("se-2018", "riksdag", "no seat is won by most votes in a district of its own."),
    ],
)
def test_why_there_are_no_districts(election: str, body: str, words: str) -> None:
    """Their votes are not known, an office is no district, or there are none."""
    for name in ("lost", "efficiency_gap"):
        found = indices(election, body)[name]
        assert found.value is None
        assert words in str(found.undefined)


# What is handed in


@pytest.mark.parametrize(
    "votes",
    [{}, [[60, 40], [60, 40]], {"North": [60, 40]}, None, {"North": 60}],
)
def test_votes_of_areas_stand_by_area_and_list(votes: object) -> None:
    """Else the form is shown."""
    with pytest.raises(Problem, match="votes in areas are given by area, and there by list, as in") as caught:
        nationalisation(votes)  # type: ignore[arg-type]
    assert '{"North": {"A": 60' in str(caught.value)


@pytest.mark.parametrize("count", ["x", -1, 0.5, None])
def test_votes_of_areas_are_counts(count: object) -> None:
    """Where, and what is given."""
    with pytest.raises(Problem) as caught:
        nationalisation({"N": {"A": count}, "S": {"A": 3}})  # type: ignore[dict-item]
    assert f"N, A: “{count}” is no number of votes" in str(caught.value)


def test_votes_that_are_no_row_are_refused() -> None:
    """None, or a number."""
    for given in (None, 5):
        with pytest.raises(Problem, match="votes are given by name, or in a row, and “"):
            indices_of(given, given)  # type: ignore[arg-type]
    with pytest.raises(Problem, match="seats are given by name, or in a row"):
        malapportionment([1, 2], None)  # type: ignore[arg-type]


def test_another_library_s_numbers_are_numbers() -> None:
    """NumPy's whole numbers, one by one and as an array."""
    votes, seats = np.array([60, 28, 12]), np.array([6, 3, 1])
    six: Any = np.int64(6)
    assert indices_of(votes, seats)["gallagher"].value == 0.02  # type: ignore[arg-type]
    assert nationalisation({"N": {"A": six}, "S": {"A": six}})["coverage"].value == 1


def test_papers_are_sources_in_both_languages() -> None:
    """A paper is a name, a year and where it stands: no words of English before it."""
    papers = [each.paper for each in measures() if each.paper]
    assert all(each[:1].isupper() for each in papers)
    by_id = {each.id: each.paper for each in measures()}
    assert by_id["kesselman_wildgen"].startswith("Kesselman 1966, American Political Science Review 60: 963–973; Wild")
    assert by_id["gini_of_areas"] == "Alker and Russett 1964, Behavioral Science 9: 207–218"
