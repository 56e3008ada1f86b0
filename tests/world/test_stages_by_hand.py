"""Every kind of stage against rules written apart with fractions, 300 random elections each, alone and as one batch.

Where the rule written apart asks for a lot, ours must say that a lot decides; the draws of one frame must give what
each election gives alone, seats and ties.
"""

from __future__ import annotations

import by_hand  # type: ignore[import-not-found]  # it stands beside this file
import numpy as np
import pytest
from made_draws import ALONE, DIRECT, DISTRICTS, LISTS, both, numbers  # type: ignore[import-not-found]  # it stands beside this file
from made_world import election_of, law_of, stage  # type: ignore[import-not-found]  # it stands beside this file

TEN = {"share": "1/10", "boundary": "at_least"}
PLURALITY = stage("direct", "plurality", votes="direct", per="constituency", gives="direct")
BELOW_TEN = stage("threshold", "threshold", votes="party", admits=TEN)


def mixed(overhang, method, **more):
    """Constituency seats and a claim of eight, as a law."""
    claim = stage(
        "claim", votes="party", per="country", seats=["direct", "list"], among="threshold", entitles="claim", **method
    )
    even = stage(
        "even", "compensation", entitlement="claim", counted=["direct"], overhang=overhang, gives="list", **more
    )
    return law_of([PLURALITY, BELOW_TEN, claim, even], {"direct": {"districts": "direct"}, "list": {"total": 4}})


SAINTE_LAGUE = {"does": "highest_averages", "divisors": "sainte_lague"}
DHONDT = {"does": "highest_averages", "divisors": "dhondt"}
HARE = {"does": "largest_remainder", "quota": "hare"}
MIXED = {
    "added": mixed("added", SAINTE_LAGUE),
    "lowest_quotients": mixed("lowest_quotients", DHONDT),
    "set_aside": mixed("set_aside", HARE),
    "equal_too": mixed("set_aside", HARE, boundary="at_least"),
}


@pytest.mark.parametrize("overhang", MIXED)
def test_mixed_member_proportional(overhang):
    """Overhang added (and outsiders' seats taken off first), paid by the lowest quotients, or set aside."""
    rng = np.random.default_rng(1)
    election = election_of({"direct": DIRECT, "party": {"P": [1] * LISTS}}, seats={"direct": dict.fromkeys(DIRECT, 1)})
    votes = {"direct": numbers(rng, 4), "party": numbers(rng, 1)}

    def reference(counted):
        _, more = by_hand.mmp(counted["direct"], counted["party"][0], 8, overhang)
        return {"direct": [by_hand.first(row) for row in counted["direct"]], "list": [more]}

    both(MIXED[overhang], election, votes, reference, idle=True)


PEOPLE = (700, 500)
STATES = {"N": 3, "S": 3}
FIRST = {f"{state}{n}@{state}": [1] * LISTS for state, size in STATES.items() for n in range(size)}
FEDERAL = election_of(
    {"first": FIRST, "second": {state: [1] * LISTS for state in STATES}},
    seats={"first": dict.fromkeys(FIRST, 1)},
    measures={"population": dict(zip(STATES, PEOPLE, strict=True))},
)
WINNERS = stage("winners", "plurality", votes="first", per="constituency", gives="direct")


def of_states(votes):
    """The constituencies' votes of each state."""
    return [votes["first"][:3], votes["first"][3:]]


@pytest.mark.parametrize("mean", [False, True])
def test_a_house_that_grows(mean):
    """The levelling of 2013, and that of 2020 with its mean and three seats left uncovered: houses tried one by one."""
    how = {"minimum": "mean_rounded_up", "tolerated": 3} if mean else {"minimum": "larger"}
    floors = {"floors": "level"} if mean else {"counted": ["direct"]}
    stages = [
        WINNERS,
        stage(
            "states",
            "apportionment",
            votes="second",
            measure="population",
            per="region",
            total=10,
            divisors="sainte_lague",
        ),
        stage(
            "claims",
            "highest_averages",
            votes="second",
            per="region",
            seats=["land"],
            divisors="sainte_lague",
            entitles="claims",
        ),
        stage(
            "level",
            "levelling",
            entitlement="claims",
            counted=["direct"],
            divisors="sainte_lague",
            entitles="level",
            **how,
        ),
        stage(
            "lists",
            "sub_apportionment",
            of="level",
            votes="second",
            per="region",
            divisors="sainte_lague",
            entitles="lists",
            **floors,
        ),
        stage("list", "compensation", entitlement="lists", counted=["direct"], overhang="none", gives="list"),
    ]
    kinds = {"direct": {"districts": "first"}, "list": {"total": 0}}
    law = law_of(stages, kinds, pools={"land": {"stage": "states"}})
    rng = np.random.default_rng(2)
    votes = {"first": numbers(rng, 6), "second": numbers(rng, 2) * 9}
    votes["second"][40:] += 500  # nobody so small that the house would grow by hundreds

    def reference(counted):
        more = by_hand.bundestag(of_states(counted), counted["second"], PEOPLE, 10, mean=mean)
        return {"list": more}

    both(law, FEDERAL, votes, reference)


def test_winners_that_must_be_covered():
    """The law of 2023: seats nationally, then by state; of more winners than seats the best shares sit."""
    stages = [
        stage(
            "claim",
            "highest_averages",
            votes="second",
            per="country",
            seats=["seat"],
            divisors="sainte_lague",
            entitles="claim",
        ),
        stage(
            "lists",
            "sub_apportionment",
            of="claim",
            votes="second",
            per="region",
            divisors="sainte_lague",
            entitles="lists",
        ),
        stage("winners", "plurality", votes="first", per="constituency", covered_by="lists", gives="direct"),
        stage("list", "compensation", entitlement="lists", counted=["direct"], overhang="none", gives="list"),
    ]
    law = law_of(stages, {"direct": {"districts": "first"}, "list": {"total": 0}}, pools={"seat": {"total": 7}})
    rng = np.random.default_rng(3)
    votes = {"first": numbers(rng, 6), "second": numbers(rng, 2)}

    def reference(counted):
        _, lists = by_hand.covered(of_states(counted), counted["second"], 7)
        return {"list": lists}

    both(law, FEDERAL, votes, reference)


def in_districts(divisors, among=None):
    """District seats, and a claim that counts them."""
    own = stage(
        "own",
        "highest_averages",
        votes="v",
        per="constituency",
        seats=["district"],
        divisors=divisors,
        gives="district",
    )
    admits = {"share": among, "boundary": "at_least"}
    return [own, stage("threshold", "threshold", votes="v", admits=admits)]


def test_norwegian_levelling():
    """One levelling seat in each district, to the highest quotient relative to the district's votes per seat."""
    stages = [
        *in_districts("modified_sainte_lague", "4/100"),
        stage(
            "claim",
            "highest_averages",
            votes="v",
            per="country",
            seats=["district", "more"],
            among="threshold",
            divisors="modified_sainte_lague",
            entitles="claim",
        ),
        stage("net", "compensation", entitlement="claim", counted=["district"], overhang="set_aside", entitles="net"),
        stage(
            "places",
            "placement",
            of="net",
            votes="v",
            per="constituency",
            seats=["more"],
            counted=["district"],
            divisors="sainte_lague",
            relative_to="votes_per_seat",
            gives="more",
        ),
    ]
    law = law_of(stages, {"district": {"districts": "v"}, "more": {"each": 1, "per": "constituency", "votes": "v"}})

    def reference(counted):
        return dict(zip(("district", "more"), by_hand.norway(counted["v"], list(DISTRICTS.values()), 1), strict=True))

    both(law, ALONE, {"v": numbers(np.random.default_rng(4), 3)}, reference)


def test_icelandic_order():
    """Adjustment seats in the order of national quotients, each where the list's share over its seats is highest."""
    room = {"North": 1, "South": 2, "West": 1}
    stages = [
        *in_districts("dhondt", "5/100"),
        stage(
            "claim",
            "highest_averages",
            votes="v",
            per="country",
            seats=["district", "more"],
            among="threshold",
            counted=["district"],
            divisors="dhondt",
            entitles="claim",
        ),
        stage(
            "places",
            "placement",
            of="claim",
            votes="v",
            per="constituency",
            seats=["more"],
            counted=["district"],
            divisors="dhondt",
            relative_to="valid_votes",
            order="national_quotients",
            gives="more",
        ),
    ]
    law = law_of(stages, {"district": {"districts": "v"}, "more": {"areas": room}})

    def reference(counted):
        found = by_hand.iceland(counted["v"], list(DISTRICTS.values()), list(room.values()))
        return dict(zip(("district", "more"), found, strict=True))

    both(law, ALONE, {"v": numbers(np.random.default_rng(5), 3)}, reference, idle=True)


def test_danish_two_steps():
    """Hare in the country with those at or above their claim set aside; seats to provinces, then to constituencies."""
    places = {"N1@North": 3, "N2@North": 2, "S1@South": 4, "S2@South": 2}
    stages = [
        *in_districts("dhondt", "2/100"),
        stage(
            "claim",
            "largest_remainder",
            votes="v",
            per="country",
            seats=["district", "more"],
            among="threshold",
            quota="hare",
            entitles="claim",
        ),
        stage(
            "net",
            "compensation",
            entitlement="claim",
            counted=["district"],
            overhang="set_aside",
            boundary="at_least",
            entitles="net",
        ),
        stage(
            "provinces",
            "placement",
            of="net",
            votes="v",
            per="region",
            seats=["more"],
            counted=["district"],
            divisors="sainte_lague",
            entitles="provinces",
        ),
        stage(
            "places",
            "sub_apportionment",
            of="provinces",
            votes="v",
            per="constituency",
            divisors="danish",
            counted=["district"],
            gives="more",
        ),
    ]
    law = law_of(stages, {"district": {"districts": "v"}, "more": {"areas": {"North": 3, "South": 2}}})
    election = election_of({"v": {name: [1] * LISTS for name in places}}, seats={"v": places})

    def reference(counted):
        votes = [counted["v"][:2], counted["v"][2:]]
        won, more = by_hand.denmark(votes, [[3, 2], [4, 2]], [3, 2])
        return {"district": won[0] + won[1], "more": more[0] + more[1]}

    both(law, election, {"v": numbers(np.random.default_rng(6), 4)}, reference)
