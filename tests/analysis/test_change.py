"""What changed between two elections: by hand on made ones, and on real ones against printed shares."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import escrutinio as es
from escrutinio.analysis import change
from escrutinio.analysis.change_lists import Suggestion, families
from escrutinio.analysis.change_names import same_names
from escrutinio.analysis.change_seats import SeatsApart, _taken
from escrutinio.model import Constituency, Election, List, Problem, Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

Votes = dict[str, dict[str, int]]


def made(
    name: str, votes: Votes, lists: tuple[List, ...] = (), others: Mapping[str, tuple[int, int]] | None = None
) -> Election:
    """An election of one ballot: votes by area and list; blank votes and registered voters by area."""
    ids = lists or tuple(List(each) for each in dict.fromkeys(name for row in votes.values() for name in row))
    blank = others or {}
    return Election(
        id=name,
        name={"en": name},
        date=date(2020, 1, 1),
        lists=ids,
        constituencies=tuple(Constituency("party", area) for area in votes),
        tallies=tuple(
            Tally(
                "party",
                area,
                row,
                blank=blank[area][0] if area in blank else None,
                null=0 if area in blank else None,
                registered=blank[area][1] if area in blank else None,
            )
            for area, row in votes.items()
        ),
    )


BEFORE = made(
    "then", {"N": {"A": 60, "B": 40}, "S": {"A": 30, "B": 60, "C": 10}}, others={"N": (0, 200), "S": (0, 125)}
)
AFTER = made("now", {"N": {"A": 40, "B": 60}, "S": {"A": 50, "B": 20, "D": 30}}, others={"N": (20, 200), "S": (0, 100)})


def test_swings_by_hand() -> None:
    """A keeps 45 %, B falls from 50 to 40 %, C's 5 % are gone and D's 15 % are new."""
    found = {each.list: each for each in change(BEFORE, AFTER).rows()}
    assert {name: each.swing for name, each in found.items()} == {
        "A": 0,
        "B": Fraction(-1, 10),
        "C": Fraction(-1, 20),
        "D": Fraction(3, 20),
    }
    assert (found["A"].votes_before, found["A"].share_before, found["A"].matched_by) == (90, Fraction(9, 20), "id")


def test_swings_of_areas_beyond_the_uniform_one() -> None:
    """A loses 20 points in the north and gains 20 in the south, where uniform swing has none."""
    rows = [each for each in change(BEFORE, AFTER).areas if each.list == "A"]
    assert [(each.area, each.swing, each.beyond) for each in rows] == [
        ("N", Fraction(-1, 5), Fraction(-1, 5)),
        ("S", Fraction(1, 5), Fraction(1, 5)),
    ]
    assert next(each for each in change(BEFORE, AFTER).rows() if each.list == "A").spread == pytest.approx(0.2)


def test_volatility_and_its_parts() -> None:
    """Half of 10 + 5 + 15 points: 15, of which 10 by lists that came and went (Pedersen; Powell and Tucker)."""
    found = change(BEFORE, AFTER).volatility
    assert (found.total, found.entry_exit, found.among) == (Fraction(3, 20), Fraction(1, 10), Fraction(1, 20))


def test_strongholds_that_are_turned_round() -> None:
    """Where A was strong it is weak now: the shares of the areas go against each other."""
    found = next(each for each in change(BEFORE, AFTER).rows() if each.list == "A")
    assert found.correlation == pytest.approx(-1)
    still = change(BEFORE, BEFORE)
    assert still.rows()[0].correlation == pytest.approx(1)
    assert still.volatility.total == 0


def test_areas_that_changed_hands() -> None:
    """Both did: the north from A to B, the south from B to A, each with its lead before and after."""
    hands = change(BEFORE, AFTER).hands
    assert [(each.area, each.before, each.after) for each in hands] == [("N", ("A",), ("B",)), ("S", ("B",), ("A",))]
    assert (hands[1].lead_before, hands[1].lead_after) == (Fraction(3, 10), Fraction(1, 5))


def test_first_together_is_not_first() -> None:
    """A tie for the first place is told as one."""
    tied = made("tied", {"N": {"A": 50, "B": 50}, "S": {"A": 30, "B": 60, "C": 10}})
    assert [(each.before, each.after) for each in change(BEFORE, tied).hands] == [(("A",), ("A", "B"))]


def test_turnout() -> None:
    """100 of 200 then, 120 of 200 now in the north; where nobody states it, None."""
    rows = change(BEFORE, AFTER).turnout
    assert [(each.area, each.before, each.after) for each in rows] == [
        ("", Fraction(200, 325), Fraction(220, 300)),
        ("N", Fraction(1, 2), Fraction(3, 5)),
        ("S", Fraction(4, 5), 1),
    ]
    assert rows[1].change == Fraction(1, 10)
    unknown = change(made("then", {"N": {"A": 1}}), made("now", {"N": {"A": 1}})).turnout
    assert (unknown[0].before, unknown[0].change) == (None, None)


def test_the_swing_of_two_lists() -> None:
    """A and B are first and second now; A gained ten points on B, and the swing is half of that (Butler)."""
    assert change(BEFORE, AFTER).two_list_swing == Fraction(1, 20)
    assert change(made("then", {"N": {"A": 1}}), made("now", {"N": {"A": 1}})).two_list_swing is None


# Boundaries


def test_boundaries_that_changed_are_named() -> None:
    """An area that only one election has is named, and compared with nothing."""
    other = made("now", {"N": {"A": 40, "B": 60}, "East": {"A": 50, "B": 50}})
    found = change(BEFORE, other)
    assert (found.only_before, found.only_after) == (("S",), ("East",))
    assert {each.area for each in found.areas} == {"N"}


def test_an_area_with_another_name() -> None:
    """Told by the caller; accents and capitals need not be."""
    other = made("now", {"Ñ": {"A": 40, "B": 60}, "East": {"A": 50, "B": 50}})
    found = change(BEFORE, other, areas={"East": "S"})
    assert (found.only_before, found.only_after) == ((), ())
    assert {(each.area, each.area_before) for each in found.areas} == {("Ñ", "N"), ("East", "S")}


def test_an_area_given_away_is_no_longer_its_own() -> None:
    """What was the south is now called the north, and the new south is new."""
    other = made("now", {"N": {"A": 1}, "S": {"A": 1}})
    found = change(BEFORE, other, areas={"N": "S"})
    assert {(each.area, each.area_before) for each in found.areas} == {("N", "S")}
    assert (found.only_before, found.only_after) == (("N",), ("S",))


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("Airdrie & Shotts", "Airdrie and Shotts"),
        ("Birmingham Edgbaston", "BIRMINGHAM, EDGBASTON"),
        ("Ynys  Môn", "Ynys Mon"),
        ("Antrim North", "North Antrim"),
        ("Aberdeenshire West & Kincardine", "West Aberdeenshire and Kincardine"),
        ("Peñarroya y Pueblonuevo", "Penarroya-Pueblonuevo"),
        ("St. Helens North", "St Helens North"),
        ("King's Lynn", "King’s Lynn"),
    ],
)
def test_an_area_written_otherwise_is_the_same(then: str, now: str) -> None:
    """Case, accents, punctuation, blanks, “and” and the order of words do not make another area."""
    found = change(made("then", {then: {"A": 1}, "S": {"A": 1}}), made("now", {"S": {"A": 1}, now: {"A": 1}}))
    assert (found.only_before, found.only_after) == ((), ())
    assert {(each.area_before, each.area) for each in found.areas} == {("S", "S"), (then, now)}


def test_names_that_several_areas_have_are_left_alone() -> None:
    """“West North” may be either of two; what is written just so is found first."""
    assert same_names(["North West", "West, North"], ["North-West", "West & North", "North West"]) == [(1, 1), (0, 2)]
    assert same_names(["North West", "West North"], ["North and West, the"]) == []
    assert same_names(["A B", "a b"], ["A.B"]) == []


def test_constituencies_of_two_elections_written_otherwise() -> None:
    """United Kingdom 2015 and 2017: no boundary changed; 70 seats changed hands (House of Commons Library, CBP-7979).

    One more is first as “others” in 2015, where the table has no names, and by her name in 2017. Hull is called
    Kingston upon Hull in the later table, which no folding of names can know.
    """
    found = change("gb-2015", "gb-2017")
    assert found.only_before == ("Hull East", "Hull North", "Hull West & Hessle")
    assert len([each for each in found.hands if each.before != ("others",)]) == 70
    assert [each.area for each in found.hands if each.before == ("others",)] == ["North Down"]
    hull = {"kingston upon hull east": "HULL EAST", "Kingston upon Hull North": "Hull North"}
    told = change("gb-2015", "gb-2017", areas=hull)
    assert told.only_before == ("Hull West & Hessle",)


# Lists


def test_a_merger_is_compared_with_its_parts() -> None:
    """B and C became D: 55 % then, 15 % now."""
    found = {each.list: each for each in change(BEFORE, AFTER, lists={"D": ("B", "C"), "B": ()}).rows()}
    assert (found["D"].before, found["D"].share_before, found["D"].matched_by) == (
        ("B", "C"),
        Fraction(11, 20),
        "given",
    )
    assert found["B"].before == ()


def test_a_split_is_compared_together() -> None:
    """C split in B and D: all three are one family."""
    found = change(BEFORE, AFTER, lists={"D": "C", "B": ("B", "C")}).rows()
    assert next(each for each in found if len(each.after) > 1).before == ("B", "C")


def test_new_names_are_found_by_aliases() -> None:
    """The same list under another id, known by an alias without its accent."""
    before = [List("FP", "Folkpartiet"), List("S")]
    after = [List("L", "Liberalerna", aliases=("folkpartiet",)), List("S")]
    found = {each.name: each for each in families(before, after, {}, members=False).families}
    assert (found["L"].before, found["L"].by) == (("FP",), "name")


def test_members_are_suggested_and_used_only_when_asked() -> None:
    """An alliance that names an earlier list among its members is not silently taken for it."""
    before, after = [List("UN", "Unidad Nacional")], [List("UD", members=("Unidad Nacional",))]
    apart = families(before, after, {}, members=False)
    assert [len(each.before) for each in apart.families] == [0, 1]
    assert apart.suggestions == (Suggestion("UD", "UN", "members"),)
    joined = families(before, after, {}, members=True)
    assert (joined.families[0].before, joined.families[0].by, joined.suggestions) == (("UN",), "members", ())


@pytest.mark.parametrize(
    ("then", "now", "same"),
    [
        (List("X", "Falange de las J.O.N.S."), List("Y", "FALANGE DE LAS JONS"), True),
        (List("PIRATEN"), List("Piraten!"), True),
        (List("LD"), List("Liberal Democrat", aliases=("LD",)), True),
        (List("A", aliases=("Alpha",)), List("B", aliases=("Beta",)), False),
    ],
)
def test_lists_written_otherwise_are_the_same(then: List, now: List, *, same: bool) -> None:
    """Case, accents, points and punctuation do not make another list; initials are known by an alias only."""
    found = families([then], [now], {}, members=False)
    assert bool(found.families[0].before) is same
    assert found.suggestions == ()


@pytest.mark.parametrize(
    ("then", "now", "suggested"),
    [
        (List("PVV"), List("PVV (Partij voor de Vrijheid)"), True),
        (List("Piratenpartij - De Groenen"), List("Piratenpartij"), True),
        (List("CPB"), List("Communist Party of Britain"), True),
        (List("RN", "Renovación Nacional"), List("Renovación"), True),
        (List("FOR"), List("Alternative for All"), False),
        (List("A", "Alfa"), List("B", "Bent A. Jespersen"), False),
        (List("Land"), List("Landowners"), False),
    ],
)
def test_names_that_only_look_alike_are_suggested(then: List, now: List, *, suggested: bool) -> None:
    """A name inside another, or its initials: never put together, told with why."""
    found = families([then], [now], {}, members=True)
    assert len(found.families) == 2
    assert found.suggestions == ((Suggestion(now.id, then.id, "names"),) if suggested else ())


def test_a_name_that_two_lists_have_joins_nobody() -> None:
    """Two earlier lists called Alpha: the later one carries on neither, and both are suggested."""
    before = [List("A1", "Alpha"), List("A2", "Álpha")]
    found = families(before, [List("A", "alpha")], {}, members=False)
    assert [each.before for each in found.families] == [(), ("A1",), ("A2",)]
    assert [each.before for each in found.suggestions] == ["A1", "A2"]


def test_lists_are_told_by_any_name() -> None:
    """By id, name or alias, in any case, as in a what-if: Trzecia Droga carries on PSL."""
    told = {each.list: each for each in change("pl-2019", "pl-2023", lists={"trzecia droga": "psl"}).rows()}
    assert told["Trzecia Droga"].before == ("PSL",)


def test_parties_of_the_catalogue_are_known_by_their_aliases() -> None:
    """Scotland 2007 and 2011: constituency shares as printed by the Electoral Commission, in points."""
    printed = {
        "SNP": (32.9, 45.4), "Labour": (32.2, 31.7), "Conservative": (16.6, 13.9), "Liberal Democrat": (16.2, 7.9),
    }  # fmt: skip
    found = change("gb-sct-2007", "gb-sct-2011", ballot="constituency")
    shares = {each.list: (100 * float(each.share_before), 100 * float(each.share_after)) for each in found.rows()}
    for name, both in printed.items():
        assert shares[name] == pytest.approx(both, abs=0.06)
    four = sum(abs(now - then) for then, now in printed.values()) / 2
    others = (100 - sum(then for then, _ in printed.values()) + 100 - sum(now for _, now in printed.values())) / 2
    assert four < 100 * float(found.volatility.total) < four + others + 0.1


def test_a_volatility_where_parties_changed_names() -> None:
    """Netherlands 2017 and 2023 from shares of the Kiesraad in points; GroenLinks and PvdA are told to be one."""
    printed = {
        "PVV": (13.06, 23.49), "GL-PvdA": (9.13 + 5.70, 15.75), "VVD": (21.29, 15.24), "NSC": (0, 12.88),
        "D66": (12.23, 6.29), "BBB": (0, 4.65), "CDA": (12.38, 3.31), "SP": (9.09, 3.15), "DENK": (2.06, 2.37),
        "PvdD": (3.19, 2.25), "FvD": (1.78, 2.23), "SGP": (2.08, 2.08), "CU": (3.39, 2.04), "Volt": (0, 1.71),
        "JA21": (0, 0.68), "BVNL": (0, 0.51), "50PLUS": (3.11, 0.49), "BIJ1": (0.27, 0.42),
    }  # fmt: skip
    known = sum(abs(now - then) for then, now in printed.values()) / 2
    small = sum(100 - sum(each[when] for each in printed.values()) for when in (0, 1)) / 2
    merged = {"GROENLINKS / Partij van de Arbeid (PvdA)": ("groenlinks", "Partij van de Arbeid")}
    found = change("nl-2017", "nl-2023", lists=merged)
    assert known - 0.05 < 100 * float(found.volatility.total) < known + small + 0.05
    apart = change("nl-2017", "nl-2023").suggestions
    assert [each.before for each in apart if each.after in merged] == ["GroenLinks", "PvdA"]


@pytest.mark.parametrize(
    ("then", "now", "after", "before"),
    [
        ("es-2011", "es-2015", "ESQUERRA REPUBLICANA DE CATALUNYA-CATALUNYA SÍ", "ESQUERRA REPUBLICANA"),
        ("es-2015", "es-2016", "ESQUERRA REPUBLICANA/CATALUNYA SÍ", "ESQUERRA REPUBLICANA DE CATALUNYA-CATALUNYA SÍ"),
        ("nz-2011", "nz-2014", "Conservative", "Conservative Party"),
        ("nz-2014", "nz-2023", "Te Pāti Māori", "Māori Party"),
    ],
)
def test_a_party_that_took_another_name_is_known(then: str, now: str, after: str, before: str) -> None:
    """What is the same party in a country's elections is an alias in the catalogue."""
    ballot = "party" if then.startswith("nz") else None
    found = {each.list: each.before for each in change(then, now, ballot=ballot).rows()}
    assert found[after] == (before,)


# Seats


def test_areas_left_out_of_the_seats_gained_are_named() -> None:
    """Scotland 2011: 42 of 73 constituencies have another name than in 2007; each filled one seat."""
    found = change("gb-sct-2007", "gb-sct-2011", body="parliament")
    for apart in (found.seats_only_before, found.seats_only_after):
        assert len(apart) == sum(each.seats for each in apart) == 42
    assert SeatsApart("Na h-Eileanan an Iar", 1) in found.seats_only_after
    assert found.to_dict()["seats_only_before"][0] == {"area": "Hamilton North & Bellshill", "seats": 1}
    compared = {each.area for each in found.seats}
    assert not compared & {each.area for each in (*found.seats_only_before, *found.seats_only_after)}


def test_a_constituency_that_changed_its_name_is_compared_where_it_is_told() -> None:
    """The Western Isles are Na h-Eileanan an Iar: the seat was and is the SNP's, and one fewer is left out."""
    found = change("gb-sct-2007", "gb-sct-2011", body="parliament", areas={"na h-eileanan an iar": "western isles"})
    assert (len(found.seats_only_before), len(found.seats_only_after)) == (41, 41)


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        ({"A": 1, "B": -1}, [(("B",), "A", 1)]),
        ({"A": 2, "B": -1, "C": -1}, [(("B",), "A", 1), (("C",), "A", 1)]),
        ({"A": 1, "B": 1, "C": -2}, [(("C",), "A", 1), (("C",), "B", 1)]),
        ({"A": 1, "B": 1, "C": -1, "D": -1}, [(("C", "D"), "A", 1), (("C", "D"), "B", 1)]),
        ({"A": 1}, [(("",), "A", 1)]),
        ({"A": -1}, [(("A",), "", 1)]),
        ({"A": 0}, []),
    ],
)
def test_from_whom_seats_were_won(balance: dict[str, int], expected: list[tuple[tuple[str, ...], str, int]]) -> None:
    """Told where there is one loser or one winner; else all losers are named; new seats come from nobody."""
    found = [(each.source, each.target, each.seats) for each in _taken("N", balance)]
    assert found == expected


def test_seats_of_a_real_chamber() -> None:
    """Bolivia's deputies 2014 and 2020: 88, 32, 10 then, 75, 39, 16 now (TSE)."""
    found = change(es.elect("bo-2014"), es.elect("bo-2020"), body="deputies", lists={"CC": "UD"})
    seats = {each.list: (each.seats_before, each.seats_after) for each in found.rows()}
    assert seats["MAS-IPSP"] == (88, 75)
    assert seats["CC"] == (32, 39)
    assert seats["CREEMOS"] == (0, 16)
    assert seats["PDC"] == (10, 0)
    assert found.rows()[0].seats_change == -13
    assert found.volatility_of_seats is not None
    assert found.volatility_of_seats.total == Fraction(13 + 7 + 16 + 10, 260)
    assert sum(each.seats for each in found.seats if each.certain and each.target == "CC") > 0
    assert [each.area for each in found.hands] == ["Santa Cruz", "Tarija"]


def test_a_volatility_from_printed_shares() -> None:
    """Sweden 2014 and 2018 from the shares of Valmyndigheten in points: half the sum of their differences."""
    printed = {
        "S": (31.01, 28.26), "M": (23.33, 19.84), "SD": (12.86, 17.53), "C": (6.11, 8.61), "V": (5.72, 8.00),
        "KD": (4.57, 6.32), "L": (5.42, 5.49), "MP": (6.89, 4.41), "FI": (3.12, 0.0), "others": (0.97, 1.53),
    }  # fmt: skip
    expected = sum(abs(now - then) for then, now in printed.values()) / 2
    found = change(es.elect("se-2014"), es.elect("se-2018"), body="riksdag")
    assert 100 * float(found.volatility.total) == pytest.approx(expected, abs=0.03)
    assert len(found.areas) > 200


def test_of_elections_and_of_outcomes() -> None:
    """Votes can be compared without any law; so can an outcome with an election."""
    one = change(es.election("bo-2019"), es.election("bo-2020"))
    other = change(es.elect("bo-2019", bodies=["president"]), es.election("bo-2020"), ballot="president")
    assert one.volatility == other.volatility
    assert one.rows()[0].seats_before is None


def test_plain_values() -> None:
    """Fractions as text; every row as a mapping."""
    plain = change(BEFORE, AFTER).to_dict()
    assert plain["volatility"]["total"] == "3/20"
    assert plain["lists"][0]["list"] == "A"
    assert plain["two_list_swing"] == "1/20"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"lists": {"DD": "C"}}, "the later election has no list “DD”. Did you mean"),
        ({"lists": {"D": "CC"}}, "the earlier election has no list “CC”. Did you mean"),
        ({"areas": {"North": "N"}}, "the later election has no area “North”. Did you mean"),
        ({"areas": {"N": "North"}}, "the earlier election has no area “North”. Did you mean"),
        ({"ballot": "partie"}, "not both elections have votes of “partie”. Did you mean party?"),
        ({"body": "house"}, "seats of “house” can be compared between outcomes only. Run elect on both elections."),
    ],
)
def test_bad_questions(asked: dict[str, object], words: str) -> None:
    """Which name, of which election, and what there is."""
    with pytest.raises(Problem) as caught:
        change(BEFORE, AFTER, **asked)  # type: ignore[arg-type]
    assert words in str(caught.value)


def test_several_ballots_are_asked_for() -> None:
    """Two elections with votes of several ballots: which is meant?"""
    with pytest.raises(Problem, match="which votes are to be compared") as caught:
        change(es.elect("bo-2014"), es.elect("bo-2020"))
    assert "president, uninominal, special" in str(caught.value)
