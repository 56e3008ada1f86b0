"""Votes and laws that do not fit each other: each told in one message, matched on its words."""

from __future__ import annotations

import pytest
from made_world import WORDS, election_of, house, law_of, stage  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.model import List, Problem

SEATS = stage("s", "highest_averages", votes="v", per="constituency", seats=["s"], divisors="dhondt", gives="s")
CLAIM = stage("claim", "highest_averages", votes="v", per="country", seats=["s"], divisors="dhondt", entitles="claim")
HERE = {"v": {"C1": [6, 4], "C2": [3, 7]}}
TWO = {"v": {"C1": 2, "C2": 1}}


def told(election, law):
    """The message."""
    with pytest.raises(Problem) as raised:
        house(election, law)
    return str(raised.value)


def test_a_ballot_that_is_not_there():
    """The tier the law counts, and those there are."""
    law = law_of([SEATS, stage("d", "plurality", votes="d", per="constituency", gives="s")], {"s": {"districts": "v"}})
    words = "the law counts the votes of the tier “w” for “house”, and the election has none. It has: v."
    other = law_of([{**SEATS, "votes": "w"}], {"s": {"districts": "v"}})
    assert told(election_of(HERE, seats=TWO), other) == words
    hand = stage("h", "sub_apportionment", of="claim", votes="w", per="constituency", divisors="dhondt", gives="s")
    assert told(election_of(HERE), law_of([CLAIM, hand], {"s": {"total": 3}})) == words
    assert house(election_of(HERE, seats=TWO), law).unknown == ("d",)


def test_constituencies_without_seats():
    """The column to fill, and the first constituency that lacks it."""
    assert told(election_of(HERE), law_of([SEATS], {"s": {"districts": "v"}})) == (
        "“house” shares out seats in each constituency of the tier “v”, and the election does not say how many C1 has. "
        "Fill the column seats of districts.csv."
    )


def test_seats_told_by_a_ballot_that_is_not_there():
    """The tier of districts.csv that has the seats."""
    assert told(election_of(HERE, seats=TWO), law_of([SEATS], {"s": {"districts": "w"}})) == (
        "the law takes the seats of “house” from the tier “w” of districts.csv, and the election has none. It has: v."
    )


def test_seats_of_the_whole_country_shared_out_in_parts():
    """Thirty national seats belong to no constituency."""
    assert told(election_of(HERE), law_of([SEATS], {"s": {"total": 30}})) == (
        "the seats of the kind “s” of “house” belong to the whole country; no stage shares them out per constituency."
    )


def test_an_area_of_the_law_that_has_no_votes():
    """The near name; accents, capitals and what stands in brackets make no difference, and the law may know others."""
    law = law_of([SEATS], {"s": {"areas": {"Córdoba": 3, "Jaen": 1}}})
    assert told(election_of({"v": {"Cordoba (capital)": [1, 2], "Jane": [1, 2]}}), law) == (
        "the law gives seats of “house” to “Jaen”, and the votes have no area of that name. Did you mean Jane?"
    )
    known = law_of([SEATS], {"s": {"areas": {"Córdoba": 3, "Jaen": 1}}}, areas={"Jaen": {"aliases": ["Jane"]}})
    found = house(election_of({"v": {"CORDOBA (capital)": [1, 2], "Jane": [1, 2]}}), known)
    assert sum(found.totals().values()) == 4


def test_no_distribution_in_force():
    """Seats are shared out before the law says how many there are."""
    law = law_of([SEATS], {"s": {"districts": "v"}})
    later = law.bodies["house"].distribution[0]
    object.__setattr__(later, "since", later.since.replace(year=2100))
    assert told(election_of(HERE, seats=TWO), law) == "“house” has no distribution of seats in force on that day."


def by_people(**more):
    """Seats to constituencies by their population."""
    given = {"votes": "v", "measure": "population", "per": "constituency", "total": 5, "quota": "hare"}
    return law_of([stage("share", "apportionment", **{**given, **more}), SEATS], {"s": {"stage": "share"}})


def test_people_that_nobody_counted():
    """Without areas.csv the column seats is taken; without that, both ways out are told."""
    assert told(election_of(HERE), by_people()) == (
        "“share” gives seats to areas by population. Add areas.csv with that column, or fill the column seats of "
        "districts.csv."
    )
    assert sum(house(election_of(HERE, seats=TWO), by_people()).totals().values()) == 3


def test_an_area_without_people():
    """The column is there, one row is not."""
    assert told(election_of(HERE, measures={"population": {"C1": 500}}), by_people()) == (
        "areas.csv has a column population, but no row for C2. Add it."
    )


def test_a_fixed_area_that_has_no_votes():
    """The area that has a number of seats of its own is not at hand."""
    people = {"population": {"C1": 500, "C2": 300}}
    assert told(election_of(HERE, measures=people), by_people(fixed={"C3": 1})).startswith(
        "the law gives seats of “house” to “C3”, and the votes have no area of that name. Did you mean "
    )


def test_two_margins_that_no_table_has():
    """A has votes in the first area only, which has no room for its two seats."""
    both = stage(
        "both",
        "biproportional",
        votes="v",
        per="constituency",
        seats=["s"],
        entitlement="claim",
        divisors="dhondt",
        gives="s",
    )
    election = election_of({"v": {"C1": [90, 0], "C2": [0, 40]}}, seats={"v": {"C1": 1, "C2": 2}})
    assert told(election, law_of([CLAIM, both], {"s": {"districts": "v"}})) == (
        "no table of seats fits both the seats of the areas and those of the lists of “house”: votes of 0 leave too "
        "few takers."
    )


def test_candidates_of_an_alliance_without_names():
    """An alliance seats its candidates by personal votes, and the table names none."""
    law = law_of([{**SEATS, "alliances": {"by": "personal_votes"}}], {"s": {"districts": "v"}})
    standing = [List("A", alliance="X"), List("B", alliance="X")]
    assert told(election_of(HERE, seats=TWO, standing=standing), law) == (
        "“s” of “house” seats the candidates of an alliance by their personal votes, and the votes do not name "
        "candidates. Fill the column candidate, or let the alliance stand as one party."
    )


def test_a_compensation_for_seats_that_nobody_gives():
    """The kind that is set against the claim is given by no stage before."""
    even = stage("e", "compensation", entitlement="claim", counted=["d"], overhang="added", gives="s")
    law = law_of([CLAIM, even], {"s": {"total": 3}, "d": {"total": 0}})
    assert told(election_of(HERE), law) == (
        "“e” of “house” sets the seats of the kind “d” against the entitlement, and no stage before it in force that "
        "day gives any."
    )


@pytest.mark.parametrize("of", ["valid_and_blank", "votes_cast", "registered"])
def test_a_share_of_what_was_not_counted(of):
    """Blank, null or registered are asked for and not stated everywhere: the rows to add are told."""
    threshold = stage("t", "threshold", votes="v", admits={"share": "3/100", "of": of, "boundary": "at_least"})
    law = law_of([threshold, {**SEATS, "among": "t"}], {"s": {"districts": "v"}})
    assert told(election_of(HERE, seats=TWO), law) == (
        f"the law needs {of} of the tier “v”, and the votes do not state them everywhere. Add the rows #blank, #null "
        "and #registered."
    )
    counted = election_of(HERE, seats=TWO, blank=1, null=1, registered=20)
    assert house(counted, law).name == WORDS
