"""Ties in every kind of stage: broken as the law says, or told so that a lot can settle them, and settled by it."""

from __future__ import annotations

import random

import pytest
from made_world import election_of, house, law_of, runs, stage  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.model import List, Problem

CLAIM = stage("claim", "highest_averages", votes="v", per="country", seats=["s"], divisors="dhondt", entitles="claim")
DISTRICTS = {"s": {"districts": "v"}}


def told(found):
    """Every tie as (address, who draws, seats)."""
    return [(each.address, ",".join(each.lists), each.seats) for each in found.ties]


def tables(found):
    """Every different outcome, as seats by area and list."""
    return sorted({str(branch.seats.tolist()) for branch in found.branches})


def shared(ties, **more):
    """Seats shared out in the country by D'Hondt."""
    given = {"votes": "v", "per": "country", "seats": ["s"], "divisors": "dhondt", "gives": "s", "ties": ties, **more}
    return law_of([stage("seats", "highest_averages", **given)], {"s": {"total": more.pop("total", 4)}})


@pytest.mark.parametrize(("ties", "seats"), [("most_votes", {"A": 3, "B": 1}), ("fewest_votes", {"A": 2, "B": 2})])
def test_the_law_says_who_wins_a_tie(ties, seats):
    """60/3 = 40/2 for the fourth seat: more votes have it, or fewer; no lot is asked for."""
    found = house(election_of({"v": {"Here": [60, 40]}}), shared(ties))
    assert (found.totals(), found.ties, found.decided) == (seats, (), True)


@pytest.mark.parametrize("ties", ["most_votes", "fewest_votes"])
def test_equal_votes_as_well_are_left_to_the_lot(ties):
    """30 and 30 for the third seat are equal in votes too: a lot is asked for, and settles it."""
    law = law_of(
        [
            stage(
                "seats",
                "highest_averages",
                votes="v",
                per="country",
                seats=["s"],
                divisors="dhondt",
                gives="s",
                ties=ties,
            )
        ],
        {"s": {"total": 3}},
    )
    election = election_of({"v": {"Here": [30, 30]}})
    assert told(house(election, law)) == [("house.seats", "A,B", 1)]
    assert house(election, law, lots={"house.seats": ["B"]}).totals() == {"B": 2, "A": 1}


def test_of_three_equal_quotients_only_those_with_equal_votes_draw():
    """60/3, 20 and 20 for two seats: most votes first, then the two others draw for the last."""
    law = law_of(
        [
            stage(
                "s",
                "highest_averages",
                votes="v",
                per="country",
                seats=["s"],
                divisors="dhondt",
                gives="s",
                ties="most_votes",
            )
        ],
        {"s": {"total": 4}},
    )
    found = house(election_of({"v": {"Here": [60, 20, 20]}}), law)
    assert found.possible() == [{"A": 3, "B": 1}, {"A": 3, "C": 1}]


@pytest.mark.parametrize("ties", ["most_votes", "fewest_votes"])
def test_largest_remainders_by_votes(ties):
    """Remainders of five each: the list with more votes, or fewer, has the seat left over."""
    given = {"votes": "v", "per": "country", "seats": ["s"], "quota": "hare", "gives": "s", "ties": ties}
    law = law_of([stage("s", "largest_remainder", **given)], {"s": {"total": 3}})
    found = house(election_of({"v": {"Here": [15, 5, 10]}}), law)
    assert found.totals() == ({"A": 2, "C": 1} if ties == "most_votes" else {"A": 1, "B": 1, "C": 1})


def test_whole_quotas_too_many():
    """Two full quotas more than seats with equal remainders: who keeps a seat draws, or the law says it by votes."""

    def law(ties):
        given = {
            "votes": "v",
            "per": "country",
            "seats": ["s"],
            "quota": "reinforced_imperiali",
            "gives": "s",
            "ties": ties,
        }
        return law_of([stage("s", "quota_seats", **given)], {"s": {"total": 1}})

    election = election_of({"v": {"Here": [50, 50]}})
    found = house(election, law("lots"))
    assert told(found) == [("house.s", "A,B", 1)]
    assert found.possible() == [{"A": 1}, {"B": 1}]
    assert house(election, law("lots"), lots={"house.s": ["B"]}).totals() == {"B": 1}
    uneven = election_of({"v": {"Here": [50, 25, 25]}})
    assert house(uneven, law("most_votes")).totals() == {"A": 1}
    assert house(uneven, law("most_votes")).decided


@pytest.mark.parametrize("country", [True, False])
def test_one_list_s_areas_draw(country):
    """A's third seat is due in both areas alike: they draw, under the list's name, after its region's if any."""
    source = CLAIM if country else {**CLAIM, "per": "region"}
    kinds = {"s": {"total": 3} if country else {"areas": {"North": 3}}}
    hand = stage("hand", "sub_apportionment", of="claim", per="constituency", divisors="dhondt", gives="s")
    election = election_of({"v": {"C1@North": [10, 2], "C2@North": [10, 3]}})
    address = "house.hand.A" if country else "house.hand.North.A"
    found = house(election, law_of([source, hand], kinds))
    assert told(found) == [(address, "C1,C2", 1)]
    assert tables(found) == ["[[1, 0], [2, 0]]", "[[2, 0], [1, 0]]"]
    for place, seats in (("C1", [[2, 0], [1, 0]]), ("C2", [[1, 0], [2, 0]])):
        assert house(election, law_of([source, hand], kinds), lots={address: [place]}).seats.tolist() == seats


def placing(ties="lots", **more):
    """A claim placed in areas with room."""
    given = {
        "of": "claim",
        "per": "constituency",
        "seats": ["s"],
        "divisors": "sainte_lague",
        "gives": "s",
        "ties": ties,
    }
    return law_of([CLAIM, stage("place", "placement", **{**given, **more})], DISTRICTS)


def test_placement_the_lists_of_an_area_draw():
    """One room in the first area, equal quotients: its lists draw, and who loses is placed in the second."""
    election = election_of({"v": {"C1": [40, 40], "C2": [11, 12]}}, seats={"v": {"C1": 1, "C2": 1}})
    found = house(election, placing())
    assert told(found) == [("house.place.C1", "A,B", 1)]
    assert tables(found) == ["[[0, 1], [1, 0]]", "[[1, 0], [0, 1]]"]
    settled = house(election, placing(), lots={"house.place.C1": ["B"]})
    assert (settled.seats.tolist(), settled.decided) == ([[0, 1], [1, 0]], True)


def test_placement_the_areas_of_a_list_draw():
    """One seat and room in both areas, equal quotients: the list's areas draw."""
    election = election_of({"v": {"C1": [40], "C2": [40]}})
    law = law_of(
        [
            CLAIM,
            stage(
                "place", "placement", of="claim", per="constituency", seats=["room"], divisors="sainte_lague", gives="s"
            ),
        ],
        {"s": {"total": 1}},
        pools={"room": {"each": 1, "per": "constituency", "votes": "v"}},
    )
    assert told(house(election, law)) == [("house.place.A", "C1,C2", 1)]
    assert house(election, law, lots={"house.place.A": ["C2"]}).seats.tolist() == [[0], [1]]


def test_placement_areas_and_lists_that_hang_together():
    """Two by two, all equal: who is placed first decides the rest; lots name list and area."""
    election = election_of({"v": {"C1": [10, 10], "C2": [10, 10]}}, seats={"v": {"C1": 1, "C2": 1}})
    found = house(election, placing())
    assert told(found) == [("house.place", "A (C1),B (C1),A (C2),B (C2)", 2)]
    assert tables(found) == ["[[0, 1], [1, 0]]", "[[1, 0], [0, 1]]"]
    for branch in found.branches[::6]:
        again = house(election, placing(), lots=branch.lots)
        assert (again.seats.tolist(), again.decided) == (branch.seats.tolist(), True)


def test_placement_by_votes():
    """Equal quotients of 30/3 and 10: more votes come first, or fewer; equal votes too are left to the lot."""
    held = stage("held", "highest_averages", votes="v", per="constituency", seats=["d"], divisors="dhondt", gives="d")
    room = {"each": 1, "per": "constituency", "votes": "v"}

    def law(ties):
        place = stage(
            "place",
            "placement",
            of="claim",
            per="constituency",
            seats=["s"],
            counted=["d"],
            divisors="sainte_lague",
            gives="s",
            ties=ties,
        )
        claim = {**CLAIM, "seats": ["two"]}
        return law_of([held, claim, place], {"d": {"districts": "v"}, "s": room}, pools={"two": {"total": 2}})

    election = election_of({"v": {"C1": [30, 10], "C2": [0, 6]}}, seats={"v": {"C1": 1, "C2": 0}})
    more, fewer = (runs(election, law(ties)).stages["place"] for ties in ("most_votes", "fewest_votes"))
    assert (more.seats[0].tolist(), fewer.seats[0].tolist()) == ([[1, 0], [0, 1]], [[0, 1], [0, 0]])
    assert not more.opens
    equal = election_of({"v": {"C1": [10, 10], "C2": [0, 0]}}, seats={"v": {"C1": 0, "C2": 0}})
    assert told(house(equal, law("most_votes"))) == [("house.place.C1", "A,B", 1)]
    assert house(equal, law("most_votes"), lots={"house.place.C1": ["B"]}).kinds["s"].tolist() == [[0, 1], [0, 0]]


def two_margins(ties="lots"):
    """A claim filled on two margins."""
    both = stage(
        "both",
        "biproportional",
        votes="v",
        per="constituency",
        seats=["s"],
        entitlement="claim",
        divisors="sainte_lague",
        gives="s",
        ties=ties,
    )
    return law_of([CLAIM, both], DISTRICTS)


def test_two_margins_area_by_area():
    """Three by three, all equal: six tables; the first area's lists draw, then the next area's that are left."""
    election = election_of({"v": {f"C{n}": [7, 7, 7] for n in (1, 2, 3)}}, seats={"v": {"C1": 1, "C2": 1, "C3": 1}})
    found = house(election, two_margins())
    assert len(tables(found)) == 6
    one = house(election, two_margins(), lots={"house.both.C1": ["B"]})
    assert [(each.address, each.lists) for each in one.pending] == [("house.both.C2", ("A", "C"))]
    settled = house(election, two_margins(), lots={"house.both.C1": ["B"], "house.both.C2": ["C"]})
    assert (settled.seats.tolist(), settled.decided) == ([[0, 1, 0], [0, 0, 1], [1, 0, 0]], True)
    other = house(election, two_margins(), lots={"house.both.C3": ["A"]})
    assert [each.address for each in other.pending] == ["house.both.C1"]
    with pytest.raises(Problem, match=r"at “house.both.C1” A, B, C draw for 1 seat"):
        house(election, two_margins(), lots={"house.both.C1": ["Z"]})


def test_two_margins_by_votes():
    """Two tables are equally right: the cell with most votes holds its seat; of those with fewest several are equal."""
    election = election_of({"v": {"C1": [10, 10], "C2": [30, 10]}}, seats={"v": {"C1": 1, "C2": 2}})
    assert told(house(election, two_margins())) == [("house.both.C1", "A,B", 1)]
    most, fewest = (house(election, two_margins(ties)) for ties in ("most_votes", "fewest_votes"))
    assert (most.seats.tolist(), most.ties) == ([[0, 1], [2, 0]], ())
    assert told(fewest) == [("house.both.C1", "A,B", 1)]
    settled = house(election, two_margins("fewest_votes"), lots={"house.both.C1": ["A"]})
    assert (settled.seats.tolist(), settled.decided) == ([[1, 0], [1, 1]], True)


def test_two_margins_every_table_and_no_other():
    """Thirty small problems: what the lots lead to are all best tables, and each lot's table is decided."""
    import by_hand  # type: ignore[import-not-found]  # it stands beside this file

    rng = random.Random(4)  # noqa: S311 - random tables, repeatable
    several = 0
    for _ in range(30):
        votes = [[rng.choice([1, 1, 2, 3]) for _ in range(3)] for _ in range(2)]
        rows = [rng.randint(1, 3), rng.randint(1, 3)]
        election = election_of(
            {"v": dict(zip(("C1", "C2"), votes, strict=True))}, seats={"v": dict(zip(("C1", "C2"), rows, strict=True))}
        )
        found = house(election, two_margins())
        claims = {tuple(branch.run.stages["claim"].seats[0, 0].tolist()) for branch in found.branches}
        best = {
            str(table)
            for claim in claims
            for table in by_hand.best_tables(votes, rows, list(claim), by_hand.sainte_lague)
        }
        assert set(tables(found)) == best
        several += len(best) > 1
        last = found.branches[-1]
        assert house(election, two_margins(), lots=last.lots).seats.tolist() == last.seats.tolist()
    assert several > 8


def test_winners_with_equal_shares_of_whom_not_all_are_covered():
    """Two constituencies won with 60 %, one seat in the state: they draw; or the one with more votes sits."""

    def law(ties):
        claim = {**CLAIM, "per": "region"}
        direct = stage("direct", "plurality", votes="d", per="constituency", covered_by="claim", gives="s", ties=ties)
        return law_of([claim, direct], {"s": {"areas": {"North": 2}}})

    def election(first):
        return election_of(
            {"v": {"C@North": [10, 9]}, "d": {"D1@North": first, "D2@North": [60, 40], "D3@North": [50, 40]}}
        )

    found = house(election([60, 40]), law("lots"))
    assert told(found) == [("house.direct.North.A", "D1,D2", 1)]
    assert tables(found) == ["[[0, 0], [1, 0], [0, 0]]", "[[1, 0], [0, 0], [0, 0]]"]
    lots = {"house.direct.North.A": ["D2"]}
    assert house(election([60, 40]), law("lots"), lots=lots).seats.tolist() == [[0, 0], [1, 0], [0, 0]]
    assert house(election([66, 44]), law("most_votes")).seats.tolist() == [[1, 0], [0, 0], [0, 0]]
    assert house(election([66, 44]), law("fewest_votes")).seats.tolist() == [[0, 0], [1, 0], [0, 0]]
    assert told(house(election([60, 40]), law("most_votes"))) == [("house.direct.North.A", "D1,D2", 1)]


def test_areas_that_draw_for_a_seat():
    """Seats to areas by population: equal remainders, the areas draw."""
    share = stage("share", "apportionment", votes="v", measure="population", per="constituency", total=3, quota="hare")
    fill = stage("fill", "highest_averages", votes="v", per="constituency", seats=["s"], divisors="dhondt", gives="s")
    law = law_of([share, fill], {"s": {"stage": "share"}})
    election = election_of({"v": {"C1": [5], "C2": [5]}}, measures={"population": {"C1": 30, "C2": 30}})
    assert told(house(election, law)) == [("house.share", "C1,C2", 1)]
    assert house(election, law, lots={"house.share": ["C2"]}).seats.tolist() == [[1], [2]]


def test_a_tie_on_the_way_to_a_quota_compensation():
    """Whether a list gets its due hangs on a lot in the first sharing, which is told although the last has no tie."""
    direct = stage("direct", "plurality", votes="d", per="constituency", gives="d")
    claim = stage(
        "claim", "largest_remainder", votes="v", per="country", seats=["d", "l"], quota="hare", entitles="claim"
    )
    even = stage("even", "compensation", entitlement="claim", counted=["d"], overhang="set_aside", gives="l")
    law = law_of([direct, claim, even], {"d": {"districts": "d"}, "l": {"total": 2}})
    votes = {"v": {"P": [30, 15, 15]}, "d": {"E1": [0, 9, 1], "E2": [9, 0, 1]}}
    found = house(election_of(votes, seats={"d": {"E1": 1, "E2": 1}}), law)
    assert found.decided or all(each.lists for each in found.pending)
    assert {str(each) for each in found.possible()} == {"{'A': 2, 'B': 1, 'C': 1}"}


def test_who_stands_alone_fills_one_seat():
    """An independent with nine tenths of the votes has one seat of five; the others go to the lists."""
    standing = [List("Independent (X)", party="Independent"), List("B"), List("C")]
    election = election_of({"v": {"Here": [900, 65, 40]}}, standing=standing)
    for method in ({"does": "highest_averages", "divisors": "dhondt"}, {"does": "largest_remainder", "quota": "hare"}):
        law = law_of([stage("s", votes="v", per="country", seats=["s"], gives="s", **method)], {"s": {"total": 5}})
        found = house(election, law)
        assert found.totals()["Independent (X)"] == 1
        assert sum(found.totals().values()) == 5


OPEN = {"C1": {"A": {"Ann": 30, "Ben": 9, "Cay": 31, "Dan": 30}}}


def opened(order, **more):
    """Two seats of A, and who sits for it."""
    stages = [
        stage("s", "highest_averages", votes="v", per="constituency", seats=["s"], divisors="dhondt", gives="s"),
        stage("o", "open_list", votes="v", of=["s"], order=order, **more),
    ]
    election = election_of({"v": {"C1": [100]}}, seats={"v": {"C1": 2}}, candidates=OPEN)
    return runs(election, law_of(stages, DISTRICTS)).stages["o"].facts["members"]


def test_open_lists():
    """By personal votes, with the tie for the last seat told; in the list's order; or first who has enough for it."""
    assert [(each.candidate, each.votes, each.lot) for each in opened("personal_votes")] == [
        ("Cay", 31, False),
        ("Ann", 30, True),
    ]
    assert [each.candidate for each in opened("list_order")] == ["Ann", "Ben"]
    ahead = opened("list_order", share="31/100", of_votes="list_votes")
    assert [each.candidate for each in ahead] == ["Cay", "Ann"]
    below = opened("list_order", share="32/100", of_votes="list_votes")
    assert [each.candidate for each in below] == ["Ann", "Ben"]
    quota = opened("list_order", share="3/5", of_votes="quota")  # of 100 votes over two seats: 30
    assert [each.candidate for each in quota] == ["Cay", "Ann"]
