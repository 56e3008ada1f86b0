"""Ties for seats: two and one, single-member, D'Hondt, compensation; what a lot decides and what it does not."""

import pytest
from made_small import deputies, elected, election_of, senate  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.model import Problem


def of_region(*votes, lists=None):
    """Presidential votes of one region."""
    return election_of({"president": {"North": votes}}, lists)


def chamber(president, districts, specials=None):
    """Votes of the region North and of its districts, for the Chamber of Deputies."""
    return election_of(
        {
            "president": {"North": president},
            "uninominal": {f"C{n}@North": each for n, each in enumerate(districts)},
            "special": {f"S{n}@North": each for n, each in enumerate(specials or ())},
        }
    )


def told(found):
    """Every tie as (address, lists, seats, matters)."""
    return [(each.address, "".join(each.lists), each.seats, each.matters) for each in found.ties]


TWO_AND_ONE = senate({"North": 3}, ranks=[2, 1])


def test_two_and_one_tied_for_first():
    """Two equal lists share three seats 2 and 1: the lot says which way, each is sure of one, one name is enough."""
    found = elected(of_region(40, 40, 20), TWO_AND_ONE)
    assert told(found) == [("senate.senators.North", "AB", 3, True)]
    assert found.possible() == [{"A": 2, "B": 1}, {"A": 1, "B": 2}]
    assert found.totals() == {"A": 1, "B": 1}
    settled = elected(of_region(40, 40, 20), TWO_AND_ONE, lots={"senate.senators.North": ["B"]})
    assert settled.totals() == {"B": 2, "A": 1}


def test_two_and_one_tied_for_second():
    """Three equal seconds draw for one seat: whoever is drawn has it, and one name is enough."""
    found = elected(of_region(40, 20, 20, 20), TWO_AND_ONE)
    assert told(found) == [("senate.senators.North", "BCD", 1, True)]
    assert found.possible() == [{"A": 2, "B": 1}, {"A": 2, "C": 1}, {"A": 2, "D": 1}]
    settled = elected(of_region(40, 20, 20, 20), TWO_AND_ONE, lots={"senate.senators.North": ["C"]})
    assert (settled.totals(), settled.decided) == ({"A": 2, "C": 1}, True)


def test_two_and_one_tied_for_first_and_second():
    """Three equal firsts: six ways, and a lot names the first and the second."""
    found = elected(of_region(30, 30, 30), TWO_AND_ONE)
    assert told(found) == [("senate.senators.North", "ABC", 3, True)]
    assert (len(found.branches), len(found.possible()), found.totals()) == (6, 6, {"A": 0, "B": 0, "C": 0})
    settled = elected(of_region(30, 30, 30), TWO_AND_ONE, lots={"senate.senators.North": ["C", "A"]})
    assert settled.totals() == {"C": 2, "A": 1}
    with pytest.raises(Problem, match=r"A, B, C draw for 3 seat.*the lot says C\."):
        elected(of_region(30, 30, 30), TWO_AND_ONE, lots={"senate.senators.North": ["C"]})


def test_both_seats_to_the_first():
    """Where the rank is worth two seats and nobody comes second, equal firsts draw for both."""
    found = elected(of_region(30, 30), senate({"North": 2}, ranks=[2]))
    assert told(found) == [("senate.senators.North", "AB", 2, True)]
    assert found.possible() == [{"A": 2}, {"B": 2}]


def test_the_last_seat_by_dhondt():
    """Two equal quotients for the last seat: 60/3 = 40/2; three where a third list has 20."""
    found = elected(of_region(60, 40), senate({"North": 4}))
    assert told(found) == [("senate.senators.North", "AB", 1, True)]
    assert (found.possible(), found.totals()) == ([{"A": 3, "B": 1}, {"A": 2, "B": 2}], {"A": 2, "B": 1})
    three = elected(of_region(60, 40, 20), senate({"North": 4}))
    assert told(three) == [("senate.senators.North", "ABC", 1, True)]
    assert len(three.possible()) == 3
    two_seats = elected(of_region(60, 40, 20), senate({"North": 5}))
    assert told(two_seats) == [("senate.senators.North", "ABC", 2, True)]
    assert len(two_seats.possible()) == 3
    assert elected(of_region(60, 40, 20), senate({"North": 6})).decided


def test_lots_in_several_departments():
    """Each department draws for itself: two ties, four chambers, three totals."""
    election = election_of({"president": {"North": [60, 40], "South": [30, 20], "East": [9, 1]}})
    law = senate({"North": 4, "South": 4, "East": 4})
    found = elected(election, law)
    assert [each.area for each in found.pending] == ["North", "South"]
    assert (len(found.branches), len(found.possible())) == (4, 3)
    one = elected(election, law, lots={"senate.senators.South": ["B"]})
    assert [each.area for each in one.pending] == ["North"]
    both = elected(election, law, lots={"senate.senators.South": ["B"], "senate.senators.North": ["B"]})
    assert (both.totals(), both.decided) == ({"A": 8, "B": 4}, True)


def test_a_lot_too_many():
    """A lot for a department where nothing is tied is refused, and those that are tied are named."""
    election = election_of({"president": {"North": [60, 40], "South": [31, 20]}})
    with pytest.raises(Problem, match=r"nothing is tied at “senate.senators.South”.*Tied: senate.senators.North"):
        elected(election, senate({"North": 4, "South": 4}), lots={"senate.senators.South": ["B"]})


def test_a_tied_district():
    """Two equal firsts in a single-member constituency: who sits for it is open, even where the totals are the same."""
    found = elected(chamber([60, 40], [[5, 5], [6, 5]]), deputies({"North": (2, 3, 0)}))
    assert told(found) == [("deputies.districts.C0", "AB", 1, True)]
    assert not found.decided
    assert (found.possible(), found.totals()) == ([{"A": 3, "B": 2}], {"A": 3, "B": 2})
    assert [(row.list, row.kind, row.seats) for row in found.rows()] == [
        ("A", "uninominal", 1),
        ("A", "list", 1),
        ("B", "list", 1),
    ]
    settled = elected(
        chamber([60, 40], [[5, 5], [6, 5]]), deputies({"North": (2, 3, 0)}), lots={"deputies.districts.C0": ["B"]}
    )
    assert (settled.decided, len(settled.branches)) == (True, 1)


def test_a_tie_in_the_entitlement_that_an_overhang_makes_idle():
    """B and C tie for the last quotient, but A won more districts than its due: nobody gets it, no lot is needed."""
    found = elected(chamber([41, 10, 10], [[5, 1, 1]] * 5), deputies({"North": (5, 0, 0)}, share="3/100"))
    assert told(found) == [("deputies.entitlement.North", "BC", 1, False)]
    assert (found.totals(), found.decided, found.pending) == ({"A": 5}, True, ())


def test_a_tie_in_who_pays_for_the_overhang():
    """Two lists with the same lowest quotient and one seat too many: a lot says whose seat is lost."""
    found = elected(chamber([30, 20, 20], [[5, 1, 1]] * 2), deputies({"North": (2, 1, 0)}))
    assert [(each.address, "".join(each.lists), each.seats) for each in found.pending] == [
        ("deputies.lists.North", "BC", 1)
    ]
    assert found.possible() == [{"A": 2, "B": 1}, {"A": 2, "C": 1}]
    settled = elected(
        chamber([30, 20, 20], [[5, 1, 1]] * 2), deputies({"North": (2, 1, 0)}), lots={"deputies.lists.North": ["C"]}
    )
    assert settled.totals() == {"A": 2, "C": 1}


def test_the_entitlement_s_lot_binds_the_compensation():
    """Who lost the lot for the last quotient does not win it back when an overhang is paid: two lots in their order."""
    election = chamber([20, 20, 20, 0], [[0, 0, 0, 5]])
    law = deputies({"North": (1, 1, 0)})
    open_ = elected(election, law)
    assert open_.possible() == [{"D": 1, "A": 1}, {"D": 1, "B": 1}, {"D": 1, "C": 1}]
    bound = elected(election, law, lots={"deputies.entitlement.North": ["A", "B"]})
    assert bound.possible() == [{"D": 1, "A": 1}, {"D": 1, "B": 1}]
    assert [(each.address, "".join(each.lists)) for each in bound.pending] == [("deputies.lists.North", "AB")]
    with pytest.raises(Problem, match="A, B draw for 1 seat"):
        elected(election, law, lots={"deputies.entitlement.North": ["A", "B"], "deputies.lists.North": ["C"]})


def test_a_special_seat_tied_inside_the_department():
    """Under rule B the lot for the special seat moves a list seat too: the totals stay, the kinds do not."""
    votes, law = chamber([60, 40], [[5, 1]], [[3, 3]]), deputies({"North": (1, 3, 1)}, rule="B")
    found = elected(votes, law)
    assert told(found) == [("deputies.special.S0", "AB", 1, True)]
    assert found.possible() == [{"A": 3, "B": 2}]
    on_top = elected(votes, deputies({"North": (1, 4, 1)}))
    assert on_top.possible() == [{"A": 4, "B": 2}, {"A": 3, "B": 3}]


def test_ten_ties_are_all_told_although_they_are_too_many_to_combine():
    """Ten tied districts of ten departments: 1,024 chambers; each lot matters, nobody is called certain who is not."""
    names = [f"R{n}" for n in range(10)]
    election = election_of(
        {
            "president": {name: [60, 40] for name in names},
            "uninominal": {f"C{n}@R{n}": [5, 5] for n in range(10)},
            "special": {},
        }
    )
    found = elected(election, deputies(dict.fromkeys(names, (1, 1, 0))))
    assert not found.complete
    assert [each.area for each in found.pending] == [f"C{n}" for n in range(10)]
    assert not found.kinds["uninominal"].any()
    assert found.totals() == {"A": 10, "B": 10}
    lots = {f"deputies.districts.C{n}": ["B"] for n in range(10)}
    assert elected(election, deputies(dict.fromkeys(names, (1, 1, 0))), lots=lots).decided


def test_a_tie_below_the_last_seat_is_no_tie():
    """Equal lists that both win, or both lose, draw no lot."""
    assert elected(of_region(30, 30, 5, 5), senate({"North": 2})).ties == ()
    assert elected(of_region(30, 30, 5, 5), TWO_AND_ONE).ties[0].lists == ("A", "B")
