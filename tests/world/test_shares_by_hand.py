"""Quotas in steps, alliances, caps, seats by people, two margins: against rules written apart, 300 elections each."""

from __future__ import annotations

from fractions import Fraction

import by_hand  # type: ignore[import-not-found]  # it stands beside this file
import numpy as np
import pytest
from made_draws import ALONE, DIRECT, DISTRICTS, DRAWS, LISTS, both, numbers  # type: ignore[import-not-found]  # it stands beside this file
from made_world import election_of, law_of, runs, stage  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.model import List

PLURALITY = stage("direct", "plurality", votes="direct", per="constituency", gives="direct")


def test_czech_two_scrutinies():
    """Whole quotas in the regions; what is left of votes and seats is shared nationally, and goes back to regions."""
    stages = [
        stage("seats", "apportionment", votes="v", measure="valid_votes", per="constituency", total=14, quota="hare"),
        stage(
            "one",
            "quota_seats",
            votes="v",
            per="constituency",
            seats=["member"],
            quota="imperiali_rounded",
            gives="first",
        ),
        stage(
            "two",
            "largest_remainder",
            votes="v",
            per="country",
            seats=["member"],
            quota="hagenbach_bischoff_rounded",
            remainders="one",
            counted=["first"],
            entitles="two",
        ),
        stage(
            "back",
            "sub_apportionment",
            of="two",
            votes="v",
            per="constituency",
            quota="hare",
            remainders="one",
            gives="second",
        ),
    ]
    kinds = {"first": {"total": 0}, "second": {"total": 0}}
    law = law_of(stages, kinds, pools={"member": {"stage": "seats"}})
    votes = numbers(np.random.default_rng(7), 3)

    def reference(counted):
        _, won, more = by_hand.czechia(counted["v"], 14)
        return {"first": won, "second": [[int(place in regions) for regions in more] for place in range(3)]}

    both(law, ALONE, {"v": votes}, reference)


def test_austrian_three_tiers():
    """The state's quota in its constituencies, again in the state, and D'Hondt in the country."""
    places = {"N1@North": 3, "N2@North": 2, "S1@South": 4, "S2@South": 2}
    quota = {"votes": "v", "seats": ["mandate"], "quota": "hare_up"}
    admits = {
        "any": {
            "share": {"share": "4/100", "boundary": "at_least"},
            "seat": {"seats": 1, "of": ["one"], "boundary": "at_least"},
        }
    }
    stages = [
        stage("one", "quota_seats", per="constituency", quota_over="region", gives="one", **quota),
        stage("threshold", "threshold", votes="v", admits=admits),
        stage("two", "quota_seats", per="region", among="threshold", counted=["one"], gives="two", **quota),
        stage(
            "claim",
            "highest_averages",
            votes="v",
            per="country",
            seats=["mandate"],
            divisors="dhondt",
            among="threshold",
            entitles="claim",
        ),
        stage(
            "three", "compensation", entitlement="claim", counted=["one", "two"], overhang="set_aside", gives="three"
        ),
    ]
    kinds = {"one": {"total": 0}, "two": {"total": 0}, "three": {"total": 0}}
    law = law_of(stages, kinds, pools={"mandate": {"districts": "v"}})
    election = election_of({"v": {name: [1] * LISTS for name in places}}, seats={"v": places})

    def reference(counted):
        one, two, three = by_hand.austria([counted["v"][:2], counted["v"][2:]], [[3, 2], [4, 2]], 11)
        return {"one": one[0] + one[1], "two": two, "three": [three]}

    both(law, election, {"v": numbers(np.random.default_rng(8), 4)}, reference)


@pytest.mark.parametrize("inside", [{"divisors": "dhondt"}, {"quota": "hare"}])
def test_alliances(inside):
    """D'Hondt among alliances and lists that stand alone; inside, D'Hondt again, or Hare."""
    standing = [List("A", alliance="X"), List("B"), List("C", alliance="X"), List("D")]
    seats = stage(
        "s",
        "highest_averages",
        votes="v",
        per="constituency",
        seats=["s"],
        divisors="dhondt",
        alliances=inside,
        gives="s",
    )
    election = election_of({"v": {name: [1] * LISTS for name in DISTRICTS}}, seats={"v": DISTRICTS}, standing=standing)
    groups = [[0, 2], [1], [3]]

    def reference(counted):
        return {"s": [_allied(row, n, groups, inside) for row, n in zip(counted["v"], DISTRICTS.values(), strict=True)]}

    both(law_of([seats], {"s": {"districts": "v"}}), election, {"v": numbers(np.random.default_rng(9), 3)}, reference)


def _allied(votes, seats, groups, inside):
    if "divisors" in inside:
        return by_hand.alliances(votes, seats, groups)
    joined = by_hand.divide([sum(votes[i] for i in group) for group in groups], seats, by_hand.dhondt)
    won = [0] * LISTS
    for group, n in zip(groups, joined, strict=True):
        for i, k in zip(group, by_hand.hare([votes[i] for i in group], n), strict=True):
            won[i] = k
    return won


def test_mexican_cap():
    """No list above nine seats in all, nor above its share of the votes plus eight points of the twelve."""
    cap = {"seats": 9, "share_above": "8/100", "of": 12, "counted": ["direct"]}
    stages = [
        PLURALITY,
        stage("threshold", "threshold", votes="party", admits={"share": "3/100", "boundary": "at_least"}),
        stage(
            "more",
            "largest_remainder",
            votes="party",
            per="country",
            seats=["list"],
            quota="hare",
            among="threshold",
            maximum=cap,
            gives="list",
        ),
    ]
    law = law_of(stages, {"direct": {"districts": "direct"}, "list": {"total": 8}})
    election = election_of({"direct": DIRECT, "party": {"P": [1] * LISTS}}, seats={"direct": dict.fromkeys(DIRECT, 1)})
    rng = np.random.default_rng(10)
    votes = {"direct": numbers(rng, 4), "party": numbers(rng, 1)}

    def reference(counted):
        return {
            "list": [
                by_hand.mexico(counted["direct"], counted["party"][0], 8, most=9, above=Fraction(8, 100), of=12)[1]
            ]
        }

    both(law, election, votes, reference)


@pytest.mark.parametrize("how", [{"quota": "hare"}, {"divisors": "sainte_lague", "minimum": 2}, {"divisors": "dhondt"}])
@pytest.mark.parametrize("initial", [0, 2])
def test_seats_to_areas_by_their_people(how, initial):
    """So many to each, a number of its own to one, the rest in proportion to people, drawn again for each election."""
    rng = np.random.default_rng(11)
    names = [f"P{n}" for n in range(5)]
    share = stage(
        "share",
        "apportionment",
        votes="v",
        measure="population",
        per="constituency",
        total=20,
        initial=initial,
        fixed={"P4": 1},
        **how,
    )
    fill = stage("fill", "highest_averages", votes="v", per="constituency", seats=["s"], divisors="dhondt", gives="s")
    law = law_of([share, fill], {"s": {"stage": "share"}})
    divisor = getattr(by_hand, how.get("divisors", ""), None)
    told = 0
    for _ in range(DRAWS):
        people = [int(x) for x in rng.integers(1, rng.choice([9, 5000]), 5)]
        election = election_of(
            {"v": {name: [1] for name in names}}, measures={"population": dict(zip(names, people, strict=True))}
        )
        run = runs(election, law)
        try:
            wanted = by_hand.by_people(
                people, 20, initial, [0, 0, 0, 0, 1], divisor=divisor, least=how.get("minimum", 0)
            )
        except by_hand.Lot:
            assert run.tied[0]
            continue
        told += 1
        assert run.seats["s"][0, :, 0].tolist() == wanted
        assert not run.tied[0]
    assert told > DRAWS // 2


def test_seats_to_areas_by_their_votes():
    """By valid votes every draw has its own seats in each district, and they are filled there."""
    share = stage("share", "apportionment", votes="v", measure="valid_votes", per="constituency", total=9, quota="hare")
    fill = stage("fill", "highest_averages", votes="v", per="constituency", seats=["s"], divisors="dhondt", gives="s")

    def reference(counted):
        seats = by_hand.hare([sum(row) for row in counted["v"]], 9)
        return {"s": [by_hand.divide(row, n, by_hand.dhondt) for row, n in zip(counted["v"], seats, strict=True)]}

    law = law_of([share, fill], {"s": {"stage": "share"}})
    both(law, ALONE, {"v": numbers(np.random.default_rng(12), 3)}, reference)


@pytest.mark.parametrize("divisors", ["sainte_lague", "dhondt"])
def test_two_margins(divisors):
    """Seats of areas and of lists at once, lists by voter numbers: the best of all tables there are."""
    seats = {"North": 2, "South": 3, "West": 2}
    stages = [
        stage(
            "upper",
            "highest_averages",
            votes="v",
            per="country",
            seats=["s"],
            weighted="voter_numbers",
            divisors=divisors,
            entitles="upper",
        ),
        stage(
            "lower",
            "biproportional",
            votes="v",
            per="constituency",
            seats=["s"],
            entitlement="upper",
            divisors=divisors,
            gives="s",
        ),
    ]
    election = election_of({"v": {name: [1] * LISTS for name in seats}}, seats={"v": seats})
    votes = numbers(np.random.default_rng(13), 3)
    votes[:, :, :2] += 5  # so that every area has takers
    method = getattr(by_hand, divisors)

    def reference(counted):
        rows = list(seats.values())
        voters = [sum(Fraction(row[i], n) for row, n in zip(counted["v"], rows, strict=True)) for i in range(LISTS)]
        return {"s": by_hand.two_margins(counted["v"], rows, by_hand.divide(voters, 7, method), method)}

    both(law_of(stages, {"s": {"districts": "v"}}), election, {"v": votes}, reference)
