"""Random small elections, full of ties, against the Chamber of Deputies written apart: no outcome too few or many."""

from fractions import Fraction

import deputies_by_hand  # type: ignore[import-not-found]  # it stands beside this file
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_small import deputies, elected, election_of  # type: ignore[import-not-found]  # it stands beside this file

SHAPES = {  # by region: districts, list seats, special seats
    "one": {"North": (2, 2, 1)},
    "two": {"North": (1, 2, 1), "South": (2, 1, 0)},
    "narrow": {"North": (3, 1, 1)},
}
SHARES = ("3/100", "1/5")
LAWS = {(s, r, p): deputies(seats, r, p) for s, seats in SHAPES.items() for r in "AB" for p in SHARES}
LISTS = 4
EACH = 175  # for each shape, rule and share: 2,100 elections


@st.composite
def elections(draw, shape):
    """Votes for a shape: few of them, and many zeros, so that lists are often equal, ineligible, or above their due."""
    votes = st.lists(st.sampled_from((0, 0, 1, 2, 3, 4, 6, 12, 13, 17)), min_size=LISTS, max_size=LISTS)
    few = st.lists(st.sampled_from((0, 1, 2, 3, 4, 5, 6)), min_size=LISTS, max_size=LISTS)
    regions = [
        (draw(votes), [draw(few) for _ in range(districts)], [draw(few) for _ in range(specials)], lists)
        for districts, lists, specials in SHAPES[shape].values()
    ]
    return regions, draw(votes)


def written_out(shape, regions, abroad):
    """The same votes as an election of ours."""
    tiers: dict[str, dict[str, list[int]]] = {"president": {}, "uninominal": {}, "special": {}}
    for name, (votes, districts, specials, _) in zip(SHAPES[shape], regions, strict=True):
        tiers["president"][name] = votes
        tiers["uninominal"] |= {f"{name}-{n}@{name}": each for n, each in enumerate(districts)}
        tiers["special"] |= {f"{name}-s{n}@{name}": each for n, each in enumerate(specials)}
    tiers["president"]["Abroad"] = abroad
    return election_of(tiers, abroad=("Abroad",))


def chamber_of(run):
    """A chamber as the brute force writes it: by region and list the seats (uninominal, list, special)."""
    by_kind = [run.seats[kind][0].tolist() for kind in ("uninominal", "list", "special")]
    return tuple(tuple(zip(*region, strict=True)) for region in zip(*by_kind, strict=True))


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("rule", ["A", "B"])
@pytest.mark.parametrize("shape", SHAPES)
@settings(
    max_examples=EACH,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a shrunk election is no easier to read, and takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_every_possible_chamber_and_no_other(shape, rule, share, data):
    """The chambers our lots lead to are those of the brute force; a tie is told just where there are two."""
    regions, abroad = data.draw(elections(shape))
    truth = deputies_by_hand.chambers(regions, abroad, Fraction(share), rule)
    law, election = LAWS[shape, rule, share], written_out(shape, regions, abroad)
    found = elected(election, law)
    assert found.complete
    assert {chamber_of(branch.run) for branch in found.branches} == truth
    assert found.decided == (len(truth) == 1)
    last = found.branches[-1]
    again = elected(election, law, lots=last.lots)
    assert [chamber_of(branch.run) for branch in again.branches] == [chamber_of(last.run)]
    assert again.decided
