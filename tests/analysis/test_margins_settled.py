"""A body cut down to what settles its lists' seats gives every list what the whole law gives it, whatever the votes."""

from __future__ import annotations

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis.margins.settled import settling, strands
from escrutinio.outcome import frame, run_body

SHORTER = {
    "de-2025 bundestag": ["threshold", "federal-distribution"],
    "de-2017 bundestag": ["constituencies", "threshold", "first-distribution", "levelling", "lists"],
    "se-2022 riksdag": ["threshold", "fixed-seats", "national-threshold", "national-claim", "adjustment-seats"],
    "no-2021 storting": ["district-seats", "threshold", "national-claim", "levelling-seats"],
    "is-2021 althingi": ["constituency-seats", "threshold", "national-quotients"],
    "dk-2022 folketing": ["constituency-seats", "threshold", "national-claim", "compensatory-seats"],
    "ch-zh-2023 council": ["quorum", "upper"],
}


def in_force(name):
    """A body by name, and the votes as a frame."""
    election = es.election(name.split()[0])
    law = es.law.in_force(es.law.load(election.law), election.date)
    return law.bodies[name.split()[1]], frame(election)


@pytest.mark.parametrize("name", SHORTER)
def test_nothing_that_only_says_where_seats_go_is_left(name) -> None:
    """The stages that settle the seats stay, in their order."""
    body, votes = in_force(name)
    stages = [each.id for each in settling(body, votes).stages if each.does != "apportionment"]
    assert stages == SHORTER[name]


@pytest.mark.parametrize("name", SHORTER)
def test_every_list_has_as_many_seats(name) -> None:
    """Votes drawn anew, a tenth more or less in every place: the same seats for every list, the same house."""
    body, votes = in_force(name)
    rng = np.random.default_rng(7)
    draws = 1 if "ch-zh" in name else 6  # two margins at once take long
    drawn = {
        each.name: np.rint(each.votes * rng.uniform(0.9, 1.1, (draws, *each.votes.shape[1:]))).astype(np.int64)
        for each in votes.tiers.values()
        if not each.declared
    }
    other = votes.with_votes(drawn)
    whole, short = run_body(other, body), run_body(other, settling(body, votes))
    assert np.array_equal(whole.totals, short.totals)
    assert np.array_equal(whole.members, short.members)


def test_a_body_of_areas_is_left_as_it_is() -> None:
    """Where every seat belongs to an area, all stages settle something."""
    body, votes = in_force("bo-2020 deputies")
    assert [each.id for each in settling(body, votes).stages] == [
        each.id for each in body.stages if each.does != "open_list"
    ]


def test_seats_that_could_find_no_place_are_not_left_out() -> None:
    """Norway's lists with levelling seats have more than a thousand votes in every district, and not every number."""
    body, votes = in_force("no-2021 storting")
    short = settling(body, votes)
    assert not strands(body, short, votes, 100)
    assert strands(body, short, votes, 100_000)
    assert strands(body, short, votes, None)
    assert not strands(body, body, votes, None)
