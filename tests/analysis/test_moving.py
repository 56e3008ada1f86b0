"""Every kind of change, on an election counted by hand: exact votes, sums kept, parts by largest remainders."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrutinio.analysis.margins.changes import Changed, moves_of, with_changes
from escrutinio.analysis.moving import all_changed, changed
from escrutinio.analysis.scenario import Abroad, Alliance, Change, Move, OtherLaw, Split, Swing, Withdrawal
from escrutinio.analysis.what_if_votes import shared
from escrutinio.model import Problem, Source, Winner

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def votes(election, tier="house") -> dict[str, dict[str, int]]:
    """Votes by constituency, without lists that have none."""
    every = [each for each in election.tallies if each.tier == tier]
    return {each.constituency: {name: count for name, count in each.votes.items() if count} for each in every}


def test_an_alliance_has_the_votes_of_its_lists(small) -> None:
    """On every ballot and in every area; who is not in it keeps its own."""
    found = changed(Alliance(alliance=("A", "C"), name="A + C"), small)
    assert votes(found) == {
        "North": {"B": 60, "A + C": 140},
        "South": {"B": 70, "A + C": 83},
        "Abroad": {"B": 5, "A + C": 7},
    }
    assert votes(found, "mayor") == {"North": {"B": 80, "A + C": 100}}
    assert [each.id for each in found.lists] == ["A + C", "B", "D"]


def test_an_alliance_counts_as_many_parties_as_its_lists(small) -> None:
    """C stood for two, so A and C are three: some laws ask more of several parties together."""
    found = changed(Alliance(alliance=("A", "C"), name="A + C"), small)
    assert next(each.size for each in found.lists if each.id == "A + C") == 3


def test_an_alliance_may_lose_votes_to_others(small) -> None:
    """A keeps half; of what is lost a third goes to B, the rest stays at home; all by largest remainders."""
    found = changed(Alliance(alliance=("A", "C"), name="X", keeping={"Alpha": HALF}, losing_to={"B": THIRD}), small)
    # North: A brings 51 of 101 (50.5, the first of equal remainders), C 39; of the 50 lost 17 go to B (16.7)
    assert votes(found)["North"] == {"B": 60 + 17, "X": 51 + 39}
    # South: 25 of 50 and 33; of 25 lost 8
    assert votes(found)["South"] == {"B": 70 + 8, "X": 25 + 33}


def test_an_alliance_may_keep_a_name_of_its_own(small) -> None:
    """The alliance called after a member, by any of its names, is that list."""
    found = changed(Alliance(alliance=("C", "Beta"), name="beta"), small)
    assert votes(found)["North"] == {"A": 101, "B": 99}
    assert [(each.id, each.name, each.size) for each in found.lists if each.id == "B"] == [("B", "Beta", 3)]


def test_an_alliance_in_one_area_leaves_the_lists_elsewhere(small) -> None:
    """Areas by their own name or their region's, whatever accents are typed; ballots by theirs."""
    found = changed(Alliance(alliance=("A", "B"), name="AB", areas=("SOUTH",)), small)
    assert votes(found)["South"] == {"C": 33, "AB": 120}
    assert votes(found)["North"] == {"A": 101, "B": 60, "C": 39}
    assert {"A", "B", "AB"} <= {each.id for each in found.lists}
    by_region = changed(Alliance(alliance=("A", "B"), name="AB", areas=("mainland",), ballots=("HOUSE",)), small)
    assert votes(by_region)["North"] == {"C": 39, "AB": 161}
    assert votes(by_region)["Abroad"] == {"A": 7, "B": 5}
    assert votes(by_region, "mayor") == votes(small, "mayor")


def test_a_split_list_has_parts_and_what_is_left_stays_at_home(small) -> None:
    """A part may be the list itself or another that stands."""
    found = changed(Split(split="A", into={"A1": Fraction(3, 5), "Beta": Fraction(1, 5)}), small)
    # of 101: 60.6, 20.2, and 20.2 at home
    assert votes(found)["North"] == {"A1": 61, "B": 60 + 20, "C": 39}
    assert "A" not in {each.id for each in found.lists}
    same = changed(Split(split="A", into={"A": HALF, "A1": HALF}), small)
    assert votes(same)["South"] == {"A": 25, "A1": 25, "B": 70, "C": 33}
    assert [each for each in same.lists if each.id == "A"] == [each for each in small.lists if each.id == "A"]


def test_a_withdrawn_list_hands_on_its_votes(small) -> None:
    """Half to B and a third to C; the rest stays at home."""
    found = changed(Withdrawal(withdraw="Álfa", to={"B": HALF, "C": THIRD}), small)
    # of 101: 50.5, 33.67 and 16.83 at home: the two largest remainders are those of C and of home
    assert votes(found)["North"] == {"B": 60 + 50, "C": 39 + 34}
    assert votes(changed(Withdrawal(withdraw="A"), small))["South"] == {"B": 70, "C": 33}


def test_a_swing_is_of_the_valid_votes_or_of_the_list(small) -> None:
    """Uniform: 10 % of 200, 153 and 12; proportional: 10 % of the list's own. A list loses what it has at most."""
    tenth = Fraction(1, 10)
    uniform = votes(changed(Swing(swing=tenth, losing="A", gaining="B"), small))
    assert uniform == {
        "North": {"A": 81, "B": 80, "C": 39},
        "South": {"A": 35, "B": 85, "C": 33},
        "Abroad": {"A": 6, "B": 6},
    }
    own = votes(changed(Swing(swing=tenth, losing="A", gaining="B", how="proportional"), small))
    assert own == {
        "North": {"A": 91, "B": 70, "C": 39},
        "South": {"A": 45, "B": 75, "C": 33},
        "Abroad": {"A": 7, "B": 5},
    }
    most = votes(changed(Swing(swing=HALF, losing="C", gaining="B"), small))
    assert most["North"] == {"A": 101, "B": 99}


def test_votes_move_in_proportion_and_none_is_lost(small) -> None:
    """100 of A's 158: 63.9 in the north, 31.6 in the south, 4.4 abroad; the largest remainders make them whole."""
    found = changed(Move(move=100, losing="A", gaining="C", ballots=("house",)), small)
    assert {place: each["A"] for place, each in votes(found).items()} == {"North": 37, "South": 18, "Abroad": 3}
    assert {place: each["C"] for place, each in votes(found).items()} == {"North": 103, "South": 65, "Abroad": 4}
    assert votes(found, "mayor") == votes(small, "mayor")


def test_votes_move_on_every_ballot_where_they_are(small) -> None:
    """So many on each; votes may also come from nowhere, or stay away."""
    both = changed(Move(move=10, losing="A", gaining="B", areas=("North",)), small)
    assert (votes(both)["North"]["A"], votes(both, "mayor")["North"]["A"]) == (91, 80)
    more = changed(Move(move=10, gaining="D", areas=("North",), ballots=("mayor",)), small)
    assert votes(more, "mayor")["North"] == {"A": 90, "B": 80, "C": 10, "D": 10}
    fewer = changed(Move(move=90, losing="A", areas=("North",)), small)
    assert votes(fewer, "mayor")["North"] == {"B": 80, "C": 10}


def test_votes_abroad_are_left_out(small) -> None:
    """Their constituencies too."""
    found = changed(Abroad(abroad="not_counted"), small)
    assert list(votes(found)) == ["North", "South"]
    assert [each.name for each in found.constituencies] == ["North", "South", "North"]


def test_another_law_changes_no_vote(small) -> None:
    """It is a change of the law alone."""
    assert changed(OtherLaw(law="x"), small) == small
    assert changed(Abroad(abroad="counted"), small) == small


def test_shares_that_add_up_keep_every_vote(small) -> None:
    """In three thirds, and joined and split again, no vote is lost."""
    third = {"A1": THIRD, "A2": THIRD, "A3": THIRD}
    # of 101: 33.67 each; of 50: 16.67; of 7: 2.33
    assert votes(changed(Split(split="A", into=third), small)) == {
        "North": {"A1": 34, "A2": 34, "A3": 33, "B": 60, "C": 39},
        "South": {"A1": 17, "A2": 17, "A3": 16, "B": 70, "C": 33},
        "Abroad": {"A1": 3, "A2": 2, "A3": 2, "B": 5},
    }
    both: list[Change] = [Alliance(alliance=("A", "C"), name="AC"), Split(split="AC", into={"A": HALF, "C": HALF})]
    # of 140, of 83 and of 7
    assert votes(all_changed(both, small)[-1])["South"] == {"A": 42, "C": 41, "B": 70}


def test_votes_go_only_where_a_list_stands(small) -> None:
    """D stands in the north alone: elsewhere no vote swings or moves to it, unless the area is named."""
    tenth = Fraction(1, 10)
    swung = changed(Swing(swing=tenth, losing="A", gaining="D", ballots=("house",)), small)
    assert votes(swung) == votes(small) | {"North": {"A": 81, "B": 60, "C": 39, "D": 20}}
    moved = changed(Move(move=50, losing="A", gaining="D", ballots=("house",)), small)
    assert votes(moved) == votes(small) | {"North": {"A": 51, "B": 60, "C": 39, "D": 50}}
    named = changed(Swing(swing=tenth, losing="A", gaining="D", areas=("South",)), small)
    assert votes(named)["South"] == {"A": 35, "B": 70, "C": 33, "D": 15}


@pytest.fixture
def personal(small):
    """One area; A and B name all their candidates, C some, D none; a seat of another ballot was declared for each."""
    people = {"A": {"Ana": 60, "Eva": 41}, "B": {"Bea": 60}, "C": {"Cid": 9}}
    seats = tuple(
        Winner("seat", name, "Mainland", who, 1, "official", Source("page"))
        for name, who in (("X", "A"), ("Y", "A"), ("Z", "B"))
    )
    return replace(small, tallies=(replace(small.tallies[0], candidates=people), *small.tallies[1:]), winners=seats)


def candidates(election):
    """The candidates of the first area."""
    return election.tallies[0].candidates


def test_candidates_keep_their_shares_of_their_lists_votes(personal) -> None:
    """A loses 10 of 101: Ana has 54.06 of 91, Eva 36.94; whoever stands for C without a name keeps a share too."""
    found = changed(Move(move=10, losing="A", gaining="C", areas=("North",), ballots=("house",)), personal)
    # C: 49 votes instead of 39; Cid 9 of 39 of them, 11.3
    assert candidates(found) == {"A": {"Ana": 54, "Eva": 37}, "B": {"Bea": 60}, "C": {"Cid": 11}}
    none = changed(Move(move=0, losing="A", gaining="C", areas=("North",), ballots=("house",)), personal)
    assert candidates(none) == candidates(personal)


def test_it_does_not_matter_in_how_many_steps_votes_move(personal) -> None:
    """Personal votes are made whole once: 3 and 7 votes fewer are 10 fewer, and 5 to and fro are none."""
    north = {"areas": ("North",), "ballots": ("house",)}
    steps = [Move(move=each, losing="A", gaining="C", **north) for each in (3, 7)]
    once = Move(move=10, losing="A", gaining="C", **north)
    assert all_changed(steps, personal)[-1] == changed(once, personal)
    there_and_back = [Move(move=5, losing="A", gaining="C", **north), Move(move=5, losing="C", gaining="A", **north)]
    assert all_changed(there_and_back, personal)[-1] == personal


def test_a_witness_of_margins_is_the_same_election_as_its_moves(personal) -> None:
    """The changed votes, and the moves that a scenario writes them as."""
    witness = [Changed("house", "North", name, count) for name, count in (("A", -20), ("B", 13), ("C", 7))]
    assert all_changed(moves_of(witness), personal)[-1] == with_changes(personal, witness)


def test_an_alliance_has_the_candidates_of_its_lists(personal) -> None:
    """With their votes; where one list does not name its own, nobody knows how many there are."""
    both = changed(Alliance(alliance=("A", "B"), name="AB"), personal)
    assert candidates(both)["AB"] == {"Ana": 60, "Eva": 41, "Bea": 60}
    # B brings 30 of 60
    half = changed(Alliance(alliance=("A", "B"), name="AB", keeping={"B": HALF}), personal)
    assert candidates(half)["AB"] == {"Ana": 60, "Eva": 41, "Bea": 30}
    unnamed = replace(personal.tallies[0], candidates={"A": {"Ana": 60, "Eva": 41}})
    some = changed(Alliance(alliance=("A", "B"), name="AB"), replace(personal, tallies=(unnamed,)))
    assert candidates(some) == {}


def test_two_people_of_one_name_are_two(personal) -> None:
    """The second is told apart by their list."""
    twice = replace(personal.tallies[0], candidates={"A": {"Ana": 101}, "B": {"Ana": 60}})
    found = changed(Alliance(alliance=("A", "B"), name="AB"), replace(personal, tallies=(twice,)))
    assert candidates(found)["AB"] == {"Ana": 101, "Ana (B)": 60}


def test_each_part_of_a_split_list_has_as_many_candidates(personal) -> None:
    """With their shares of its votes, 61 and 40 of 101; the only part has them as they are."""
    found = changed(Split(split="A", into={"A1": Fraction(3, 5), "A2": Fraction(2, 5)}), personal)
    # Ana 36.2 of 61 and 23.8 of 40, Eva 24.8 and 16.2
    assert candidates(found)["A1"] == {"Ana": 36, "Eva": 25}
    assert candidates(found)["A2"] == {"Ana": 24, "Eva": 16}
    assert candidates(changed(Split(split="A", into={"Q": Fraction(1)}), personal))["Q"] == {"Ana": 60, "Eva": 41}


def test_declared_seats_go_to_heirs(personal) -> None:
    """To an alliance, to the largest part of a split list, and to nobody known where a list withdraws."""

    def holders(*changes):
        found = all_changed(changes, personal)[-1]
        assert {each.list for each in found.winners} <= {each.id for each in found.lists}
        return [each.list for each in found.winners]

    assert holders(Alliance(alliance=("A", "B"), name="AB")) == ["AB", "AB", "AB"]
    assert holders(Split(split="A", into={"Q": HALF})) == ["Q", "Q", "B"]
    assert holders(Split(split="A", into={"A1": THIRD, "A2": HALF})) == ["A2", "A2", "B"]
    assert holders(Split(split="A", into={"A": THIRD, "A2": HALF})) == ["A", "A", "B"]
    assert holders(Withdrawal(withdraw="A", to={"B": Fraction(1)})) == ["A (?)", "A (?)", "B"]
    assert holders(Alliance(alliance=("A", "B"), name="AB", areas=("X",))) == ["AB", "A", "B"]
    assert holders(Alliance(alliance=("A", "B"), name="AB", ballots=("house",))) == ["A", "A", "B"]
    assert holders(Alliance(alliance=("A", "B"), name="AB", ballots=("seat",))) == ["AB", "AB", "AB"]


def test_a_new_list_stands_in_the_pact_of_all_its_lists(small) -> None:
    """An alliance where all are in one, a part always; the only part is the list under another name."""
    pacts = {"A": "Left", "B": "Left", "C": "Right"}
    allied = replace(small, lists=tuple(replace(each, alliance=pacts.get(each.id, "")) for each in small.lists))

    def pact(change, name):
        return next(each for each in changed(change, allied).lists if each.id == name).alliance

    assert pact(Alliance(alliance=("A", "B"), name="AB"), "AB") == "Left"
    assert pact(Alliance(alliance=("A", "C"), name="AC"), "AC") == ""
    assert pact(Alliance(alliance=("A", "C"), name="A"), "A") == ""
    assert pact(Alliance(alliance=("C", "D"), name="CD"), "CD") == ""
    assert pact(Split(split="C", into={"C1": HALF, "C2": HALF}), "C2") == "Right"
    renamed = changed(Split(split="C", into={"Q": Fraction(1)}), allied)
    assert renamed.lists[2] == replace(allied.lists[2], id="Q", name="Q", aliases=("C", "Gamma"))


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_a_count_shared_out_keeps_its_sum_and_its_proportions(count, weights) -> None:
    """Each part is its exact share, rounded down or up."""
    parts = shared(count, weights)
    assert sum(parts) == count
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert not whole or abs(part * whole - count * weight) < whole


WRONG = [
    (Alliance(alliance=("A", "Alpha"), name="x"), "an alliance takes two lists at least"),
    (Alliance(alliance=("A", "B"), name="Gamma"), "“C” is another list of this election"),
    (Alliance(alliance=("A", "B"), name="x", keeping={"C": HALF}), "“C” is not in the alliance"),
    (Alliance(alliance=("A", "B"), name="x", losing_to={"B": HALF}), "“B” cannot gain what it loses itself"),
    (Alliance(alliance=("A", "Bta"), name="x"), "the election has no list “Bta”. Did you mean B?"),
    (Split(split="Q", into={"A": HALF}), "the election has no list “Q”. Did you mean A, B, C, D?"),
    (Withdrawal(withdraw="A", to={"Alpha": HALF}), "“A” cannot gain what it loses itself"),
    (Swing(swing=HALF, losing="D", gaining="A"), "“D” has no votes there"),
    (Swing(swing=HALF, losing="A", gaining="A"), "“A” cannot gain what it loses itself"),
    (
        Swing(swing=HALF, losing="A", gaining="B", areas=("Nort",)),
        "the election has no area “Nort”. Did you mean North?",
    ),
    (Swing(swing=HALF, losing="A", gaining="B", ballots=("maior",)), "no ballot “maior”. Did you mean mayor?"),
    (Move(move=1, losing="A", gaining="Alpha"), "“A” cannot gain what it loses itself"),
    (Move(move=8, losing="A", areas=("Abroad",)), "A has 7 votes there on the ballot “house”, fewer than the 8"),
    (Move(move=1, gaining="D"), "“D” has no votes there"),
    (Withdrawal(withdraw="C", to={"A": HALF, "Alpha": HALF}), "“A” and “Alpha” are the same list. Name it once"),
    (Split(split="A", into={"A": HALF, "Álfa": HALF}), "“A” and “Álfa” are the same list. Name it once"),
]


@pytest.mark.parametrize(("change", "told"), WRONG, ids=lambda each: each if isinstance(each, str) else "")
def test_what_does_not_fit_is_told(small, change, told) -> None:
    """No such list, area or ballot, too few votes, votes that go round in a circle."""
    with pytest.raises(Problem) as raised:
        changed(change, small)
    assert told in str(raised.value)


def test_nothing_abroad_is_told(small) -> None:
    """Leaving out what is not there would change nothing."""
    home = changed(Abroad(abroad="not_counted"), small)
    with pytest.raises(Problem, match="no constituency of small lies abroad"):
        changed(Abroad(abroad="not_counted"), home)


def test_what_is_no_change_is_told(small) -> None:
    """A programmer's mistake."""
    with pytest.raises(Problem, match="“str” is no change of votes"):
        changed("withdraw A", small)  # type: ignore[arg-type] # which is what is told
