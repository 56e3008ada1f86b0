"""Every kind of change, on an election counted by hand: exact votes, sums kept, parts rounded down."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrutinio.analysis.moving import _shared, changed
from escrutinio.analysis.scenario import Abroad, Alliance, Move, OtherLaw, Split, Swing, Withdrawal
from escrutinio.model import Problem, Winner

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
    assert [each.id for each in found.lists] == ["B", "D", "A + C"]


def test_an_alliance_counts_as_many_parties_as_its_lists(small) -> None:
    """C stood for two, so A and C are three: some laws ask more of several parties together."""
    found = changed(Alliance(alliance=("A", "C"), name="A + C"), small)
    assert next(each.size for each in found.lists if each.id == "A + C") == 3


def test_an_alliance_may_lose_votes_to_others(small) -> None:
    """A keeps half, rounded down; of what is lost a third goes to B, rounded down, the rest stays at home."""
    found = changed(Alliance(alliance=("A", "C"), name="X", keeping={"Alpha": HALF}, losing_to={"B": THIRD}), small)
    # North: A brings 50 of 101, C 39; of the 51 lost 17 go to B
    assert votes(found)["North"] == {"B": 60 + 17, "X": 50 + 39}
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
    """Each part rounded down; a part may be the list itself or another that stands."""
    found = changed(Split(split="A", into={"A1": Fraction(3, 5), "Beta": Fraction(1, 5)}), small)
    assert votes(found)["North"] == {"A1": 60, "B": 60 + 20, "C": 39}
    assert "A" not in {each.id for each in found.lists}
    same = changed(Split(split="A", into={"A": HALF, "A1": HALF}), small)
    assert votes(same)["South"] == {"A": 25, "A1": 25, "B": 70, "C": 33}
    assert [each for each in same.lists if each.id == "A"] == [each for each in small.lists if each.id == "A"]


def test_a_withdrawn_list_hands_on_its_votes(small) -> None:
    """Half to B and a third to C, each rounded down; the rest stays at home."""
    found = changed(Withdrawal(withdraw="Álfa", to={"B": HALF, "C": THIRD}), small)
    assert votes(found)["North"] == {"B": 60 + 50, "C": 39 + 33}
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
    assert changed(OtherLaw(law="x"), small) is small


def test_personal_votes_are_known_only_where_nothing_changed(small) -> None:
    """Who among A's candidates lost its votes nobody knows; those of other lists stay."""
    of_others = changed(Move(move=1, losing="B", gaining="C"), small)
    assert of_others.tallies[0].candidates == {"A": {"Ana": 20}}
    assert changed(Move(move=1, losing="A", gaining="C"), small).tallies[0].candidates == {}


def test_declared_winners_stay(small) -> None:
    """A list that withdraws stays known where it was declared to have won."""
    from dataclasses import replace

    from escrutinio.model import Source

    declared = replace(small, winners=(Winner("seat", "x", "", "A", 1, "official", Source("page")),))
    found = changed(Withdrawal(withdraw="A"), declared)
    assert "A" in {each.id for each in found.lists}


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_a_count_shared_out_keeps_its_sum_and_its_proportions(count, weights) -> None:
    """Each part is its exact share, rounded down or up."""
    parts = _shared(count, weights)
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
