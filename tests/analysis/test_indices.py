"""Indices by hand, by property, and at the edges where they are undefined."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import escrutinio as es
from escrutinio.analysis import indices, indices_of, malapportionment, measures, nationalisation
from escrutinio.analysis.indices_districts import (
    District,
    efficiency_gap,
    efficiency_gap_simple,
    lost,
    mean_median,
    pair,
    surplus,
)
from escrutinio.analysis.indices_input import ballot_of, by_area
from escrutinio.analysis.indices_ratios import RATIOS
from escrutinio.analysis.indices_seats import DEVIATIONS
from escrutinio.model import Problem

PERFECT = {"rose": 1, "cox_shugart": 1, "dhondt": 1, "adams": 1}
"""Where votes and seats are in proportion these are one; the others are zero."""
SIGNED = {"largest_bonus", "cox_shugart"}
GROWING = {"sainte_lague", "dhondt", "aleskerov_platonov", "generalised_entropy", "theil", "mean_log_deviation"}
GROWING |= {"likelihood_ratio", "chi_squared", "bhattacharyya", "ortona", "grofman"}
"""Indices without an upper bound of one; Ortona's worst case is the winner's, and there are worse."""


# By hand


def test_one_small_election_by_hand() -> None:
    """60, 30, 10 votes and 4, 1, 0 of five seats: gaps of +20, −10 and −10 points."""
    found = indices_of({"A": 60, "B": 30, "C": 10}, {"A": 4, "B": 1})
    expected = {
        "loosemore_hanby": "1/5",
        "rae": "2/15",
        "lijphart": "3/20",
        "maximum_deviation": "1/5",
        "largest_bonus": "1/5",
        "grofman": str(Fraction(2, 5) * Fraction(46, 100)),
        "fry_mclean": "2/9",
        "ortona": "1/2",
        "dhondt": "4/3",
        "mixture": "1/4",
        "sainte_lague": str(Fraction(4, 60) + Fraction(1, 30) + Fraction(1, 10)),
        "chi_squared": str(Fraction(4, 80) + Fraction(1, 20)),
        "aleskerov_platonov": "4/3",
        "kolmogorov": "1/5",
        "kuiper": "1/5",
    }
    assert {name: str(found[name].value) for name in expected} == expected
    assert found["gallagher"].value == pytest.approx((0.5 * (0.04 + 0.01 + 0.01)) ** 0.5)


def test_gini_is_the_area_of_lorenz_s_curve() -> None:
    """50, 30, 20 votes and all seats to the first: one half, whatever the order of the others."""
    assert indices_of([50, 30, 20], [1, 0, 0])["gini"].value == Fraction(1, 2)
    assert indices_of([50, 20, 30], [1, 0, 0])["gini"].value == Fraction(1, 2)


def test_gini_is_half_the_sum_over_all_pairs() -> None:
    """200 random elections: the same by the formula in words."""
    rng = random.Random(1)  # noqa: S311 - elections, not secrets
    for _ in range(200):
        votes, seats = _random(rng)
        v, s = ([Fraction(each, sum(row)) for each in row] for row in (votes, seats))
        pairs = sum(abs(s[a] * v[b] - s[b] * v[a]) for a in range(len(v)) for b in range(len(v)))
        assert indices_of(votes, seats)["gini"].value == pairs / 2


def test_effective_numbers_of_equal_lists_count_them() -> None:
    """Four lists of one size are four by every measure of their number."""
    found = indices_of([5, 5, 5, 5], [1, 1, 1, 1])
    for name in ("number", "laakso_taagepera", "golosov", "dunleavy_boucek", "taagepera_infinity", "molinar"):
        assert found[name, "votes"].value == 4
    assert found["kesselman_wildgen", "seats"].value == pytest.approx(4)


def test_power_by_votes_and_by_seats() -> None:
    """50, 30, 20 votes have power 1 or thirds; 45, 30, 25 votes with 5, 3, 2 seats: 5 of 10 is no majority."""
    found = indices_of([45, 30, 25], [5, 3, 2])
    # by votes any two of three; by seats the first with either, never the others alone
    assert found["fragnelli"].value == Fraction(1, 2) * (Fraction(1, 3) + 2 * Fraction(1, 6))
    assert found["gambarelli_biella"].value == Fraction(1, 3)


# Properties


def _random(rng: random.Random) -> tuple[list[int], list[int]]:
    count = rng.randint(2, 7)
    votes = [rng.randint(1, 1000) for _ in range(count)]
    seats = [rng.randint(0, 9) for _ in range(count)]
    return votes, seats if any(seats) else [1] * count


def test_proportional_seats_are_proportional_by_every_index() -> None:
    """Seats that are a tenth of the votes: no gap, no bonus, every ratio one."""
    found = indices_of([50, 30, 20], [5, 3, 2])
    for name in {**DEVIATIONS, **RATIOS}:
        if name == "aleskerov_platonov":
            assert "no list has more than its share" in str(found[name].undefined)
        else:
            assert found[name].value == pytest.approx(PERFECT.get(name, 0), abs=1e-7)


def test_no_list_s_name_or_place_matters() -> None:
    """120 random elections in another order give the same."""
    rng = random.Random(2)  # noqa: S311 - elections, not secrets
    for _ in range(120):
        votes, seats = _random(rng)
        order = rng.sample(range(len(votes)), len(votes))
        one, other = (
            indices_of(votes, seats),
            indices_of([votes[each] for each in order], [seats[each] for each in order]),
        )
        for first, second in zip(one.rows(), other.rows(), strict=True):
            assert (first.value is None) == (second.value is None)
            assert first.value is None or first.value == pytest.approx(second.value, abs=1e-7)


def test_lists_without_votes_and_seats_do_not_count() -> None:
    """Nor do they change the number that a mean is taken over."""
    one, other = indices_of([60, 40], [2, 1]), indices_of([60, 0, 40, 0], [2, 0, 1, 0])
    assert [each.value for each in one.rows()] == [each.value for each in other.rows()]


def test_bounds() -> None:
    """200 random elections: shares lie between zero and one, nothing is below zero but what has a sign, never NaN."""
    rng = random.Random(3)  # noqa: S311 - elections, not secrets
    for _ in range(200):
        votes, seats = _random(rng)
        for each in indices_of(votes, seats).rows():
            assert (each.value is None) == bool(each.undefined)
            if each.value is None or each.index in SIGNED:
                continue
            assert each.value >= -1e-12
            if each.unit == "share" and each.index not in GROWING:
                assert each.value <= 1 + 1e-9


def test_the_larger_index_is_the_larger_distortion() -> None:
    """Moving a seat from an underrepresented list to an overrepresented one is worse by each of the main ones."""
    better, worse = indices_of([60, 40], [6, 4]), indices_of([60, 40], [7, 3])
    for name in (
        "gallagher",
        "loosemore_hanby",
        "rae",
        "sainte_lague",
        "dhondt",
        "gini",
        "theil",
        "hellinger",
        "monroe",
    ):
        assert float(worse[name].value or 0) > float(better[name].value or 0)


def test_huge_counts_stay_exact() -> None:
    """Votes of thirty digits: a difference of one vote is still there."""
    many = 10**30
    assert indices_of([many, many + 1], [1, 1])["loosemore_hanby"].value == Fraction(1, 2 * (2 * many + 1))


def test_every_index_has_its_formula_its_paper_and_its_function() -> None:
    """What is written of indices and what is computed are the same, in both languages."""
    found = indices(es.elect("gb-2019"), "commons")
    assert {each.id for each in measures()} == {each.id for each in found.found}
    for each in measures():
        assert set(each.name) == set(each.formula) == {"en", "es"}
        assert all(each.name.values())
        assert all(each.formula.values())
    assert len([each for each in measures() if each.group == "disproportionality"]) >= 31


# Undefined, and refused


@pytest.mark.parametrize(
    ("votes", "seats", "index", "words"),
    [
        ([0, 0], [1, 1], "gallagher", "nobody has a vote, so that there are no shares of votes."),
        ([1, 1], [0, 0], "gallagher", "nobody has a seat, so that there are no shares of seats."),
        ([5, 0], [1, 1], "dhondt", "“2” has seats and no votes."),
        ([5, 5], [1, 0], "mean_log_deviation", "“2” has votes and no seats, so that this grows beyond every number."),
        ([5, 5], [1, 1], "cox_shugart", "all lists have as many votes: no line has a slope."),
        ([5], [1], "lijphart", "there is only one list."),
        ([5], [1], "ortona", "one list has all votes: nothing could be less proportional."),
        ([5, 3, 2], [2, 2, 1], "ortona", "several lists have the most seats."),
        ([5], [1], "fry_mclean", "one list has all votes"),
        ([5, 3, 3], [2, 1, 0], "lijphart", "several lists have as many votes as the second."),
        ([5, 5], [1, 0], "largest_bonus", "several lists have the most votes."),
        ([5, 0], [0, 1], "bhattacharyya", "no list has both votes and seats."),
        ([1] * 201, [1] * 201, "rae_1967", "no list has half a per cent of the votes."),
        ([*range(1, 41)], [1] * 40, "fragnelli", "40 lists have votes, and power by votes is computed for up to 32."),
    ],
)
def test_what_is_undefined_says_why(votes: list[int], seats: list[int], index: str, words: str) -> None:
    """None and a reason, never NaN and never an infinite number."""
    found = indices_of(votes, seats)[index]
    assert found.value is None
    assert words in str(found.undefined)


def test_ties_that_change_nothing_are_no_ties() -> None:
    """Lists with the same votes and the same gap: whichever is second, the index is one."""
    assert indices_of([50, 25, 25], [2, 1, 1])["lijphart"].value == 0
    assert indices_of([50, 25, 25], [4, 3, 3])["lijphart"].value == Fraction(75, 1000)  # (10 + 5) / 2 points
    assert indices_of([40, 40, 20], [5, 4, 1])["lijphart"].value == Fraction(5, 100)  # (10 + 0) / 2: both are taken
    assert indices_of([30, 30, 30, 10], [3, 3, 3, 1])["lijphart"].value == 0
    with_more = indices_of([30, 30, 30, 10], [4, 3, 2, 1])["lijphart"]
    assert "several lists have as many votes as the second" in str(with_more.undefined)
    assert indices_of([40, 40, 20], [2, 2, 1])["ortona"].value == 0  # either winner has 40 % of the votes


def test_ortona_s_worst_case_is_the_winner_s_by_seats() -> None:
    """40, 35, 25 votes, and the second list has all seats: as unequal as can be; R's seatdist takes the same winner."""
    assert indices_of([40, 35, 25], [0, 3, 0])["ortona"].value == 1
    # 45–55 with seats 6–4: gaps of 15 points each, and 2 · (1 − 0.45) if the first had every seat
    assert indices_of([45, 55], [6, 4])["ortona"].value == Fraction(30, 110)


@pytest.mark.parametrize(
    ("votes", "seats", "words"),
    [
        ([5, -1], [1, 1], "2: “-1” is no number of votes. Counts are whole numbers from 0 up."),
        ([5, 1], [1, 0.5], "2: “0.5” is no number of seats."),
        ([5, float("nan")], [1, 1], "“nan” is no number of votes"),
        ([5, 1], [1], "there are votes of 2 lists and seats of 1."),
        ({"AAA": 5}, {"AAB": 1}, "the list “AAB” has seats and is not among those with votes. Did you mean AAA?"),
    ],
)
def test_what_is_no_count_is_refused(votes: object, seats: object, words: str) -> None:
    """Which list, which number, and what there should be."""
    with pytest.raises(Problem) as caught:
        indices_of(votes, seats)  # type: ignore[arg-type]
    assert words in str(caught.value)


def test_an_unknown_index_is_asked_for() -> None:
    """With the nearest."""
    found = indices_of([1, 1], [1, 1])
    with pytest.raises(Problem, match=r"no index here is called “galagher”. Did you mean gallagher\?"):
        found["galagher"]
    with pytest.raises(Problem, match=r"“laakso_taagepera” is not of “vote”. Did you mean votes\?"):
        found["laakso_taagepera", "vote"]
    with pytest.raises(Problem, match=r"no index is called “ginni”. Did you mean gini\?"):
        es.analysis.measure("ginni")


# Areas and districts


def test_a_list_that_stands_evenly_is_national() -> None:
    """Everywhere 60 and 40: one for both lists, no inflation, no regional inequality."""
    found = nationalisation({"N": {"A": 60, "B": 40}, "S": {"A": 600, "B": 400}})
    assert found["jones_mainwaring"].value == pytest.approx(1)
    assert found["bochsler"].value == pytest.approx(1)
    assert found["rose_urwin"].value == pytest.approx(0)
    assert found["moenius_kasuya"].value == pytest.approx(0)


def test_two_lists_of_two_regions() -> None:
    """All of A in the north, all of B in the south: two lists in the country, one in each area."""
    found = nationalisation({"N": {"A": 100}, "S": {"B": 100}})
    assert found["jones_mainwaring", "A"].value == pytest.approx(0.5)
    assert found["rose_urwin", "A"].value == pytest.approx(0.5)
    assert found["coverage", "B"].value == pytest.approx(0.5)
    assert found["chhibber_kollman"].value == pytest.approx(1)
    assert found["cox"].value == pytest.approx(0.5)
    assert found["moenius_kasuya"].value == pytest.approx(1)


def test_bochsler_s_scale_is_that_of_ten_areas() -> None:
    """Ten areas of one size: the standardised measure is the weighted one itself."""
    votes = {f"{each}": {"A": each, "B": 20 - each} for each in range(1, 11)}
    found = nationalisation(votes)
    assert found["bochsler", "A"].value == pytest.approx(found["jones_mainwaring", "A"].value)


def test_one_area_has_nothing_to_differ_from() -> None:
    """Undefined, with the reason."""
    found = nationalisation({"N": {"A": 60, "B": 40}})
    assert "the votes of fewer than two areas are known" in str(found["jones_mainwaring"].undefined)


def test_malapportionment_by_hand() -> None:
    """300 and 100 people with two seats each: a quarter of the seats is in the wrong place."""
    found = malapportionment({"N": 300, "S": 100}, {"N": 2, "S": 2})
    assert found["samuels_snyder"].value == Fraction(1, 4)
    assert found["ratio_of_extremes"].value == 3
    assert found["gini_of_areas"].value == Fraction(1, 4)
    assert found["dauer_kelsay"].value == 1
    assert "grows beyond every number" in str(malapportionment([1, 1], [1, 0])["ratio_of_extremes"].undefined)


def test_half_the_seats_by_the_fewest_people() -> None:
    """Three areas of 10, 20 and 70 people with a seat each: the two small ones, 30 %, have more than half."""
    assert malapportionment([10, 20, 70], [1, 1, 1])["dauer_kelsay"].value == Fraction(3, 10)


def test_the_efficiency_gap_of_the_paper() -> None:
    """Ten districts of 100 voters, 55 % and eight seats for one party: a gap of 20 %.

    Stephanopoulos and McGhee 2015, section I.B: A wins 70–30 three times and 54–46 five times, loses 35–65 twice.
    """
    votes = [(70, 30)] * 3 + [(54, 46)] * 5 + [(35, 65)] * 2
    found = pair([District(each, 0 if each[0] > each[1] else 1) for each in votes])
    assert efficiency_gap(found) == Fraction(20, 100)
    assert efficiency_gap_simple(found) == Fraction(8, 10) - Fraction(1, 2) - 2 * (Fraction(55, 100) - Fraction(1, 2))
    assert mean_median(found) == Fraction(54, 100) - Fraction(55, 100)


def test_lost_and_surplus_votes() -> None:
    """70–20–10 and 40–50–10: 30 and 50 are lost; 70 is 49 more than it takes against 20, 50 is 9 more."""
    found = [District((70, 20, 10), 0), District((40, 50, 10), 1)]
    assert lost(found) == Fraction(80, 200)
    assert surplus(found) == Fraction(49 + 9, 200)


def test_a_pair_needs_two_lists_that_win() -> None:
    """Only one list, or districts that both of the largest lost."""
    with pytest.raises(Problem, match="there is only one list"):
        pair([District((5, 0), 0)])
    with pytest.raises(Problem, match="neither of the two largest lists won a district"):
        pair([District((5, 4, 0), 2)])


# Bodies


def test_of_a_body() -> None:
    """2020: the ballot that shares out the seats is the president's; seats are compared with registered voters."""
    outcome = es.elect("bo-2020")
    found = indices(outcome, "diputados")
    assert (found.body, found.ballot, found.population) == ("deputies", "president", "registered")
    assert found["number", "seats"].value == 3
    assert found["samuels_snyder"].value is not None
    assert indices(outcome, "deputies", ballot="uninominal").ballot == "uninominal"
    assert indices(outcome, "deputies", population="valid").population == "valid"


@pytest.mark.parametrize(
    ("index", "words"),
    [
        ("turnout", "the election’s tables state neither the blank nor the null votes."),
        ("lost", "no seat is won by most votes in a district of its own."),
        ("efficiency_gap", "no seat is won by most votes in a district of its own."),
    ],
)
def test_what_a_body_s_tables_do_not_tell(index: str, words: str) -> None:
    """The Riksdag's tables have registered voters and no votes cast; its seats are all shared out in proportion."""
    found = indices(es.elect("se-2018"), "riksdag")[index]
    assert found.value is None
    assert str(found.undefined) == words


def test_of_districts_and_of_regions() -> None:
    """The Bundestag's districts and lists are added up by Land; the chosen ballot is the second vote."""
    outcome = es.elect("de-2017")
    table = by_area(outcome["bundestag"], ballot_of(outcome["bundestag"]))
    assert len(table.areas) == 16
    assert int(table.seats.sum()) == 709
    assert indices(outcome, "bundestag").ballot == "second"


def test_plain_values() -> None:
    """Every index as a float, the exact fraction beside it as text."""
    found = indices(es.elect("nz-2011"), "house").to_dict()
    rows = {(row["index"], row["of"]): row for row in found["indices"]}
    assert rows["number", "seats"]["exact"] == "8"
    assert (
        rows["samuels_snyder", ""]["undefined"] == "seats of “house” are filled in the whole country, not in its areas."
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"ballot": "presidente"}, "“deputies” has no ballot “presidente”. Did you mean president?"),
        ({"population": "registred"}, "the areas of “deputies” have no “registred”. Did you mean registered?"),
    ],
)
def test_bad_questions(asked: dict[str, str], words: str) -> None:
    """What there is instead."""
    with pytest.raises(Problem) as caught:
        indices(es.elect("bo-2020"), "deputies", **asked)
    assert words in str(caught.value)


def test_only_winners_known() -> None:
    """Nobody's votes: the indices of the ballot have nothing to go by."""
    from dataclasses import replace

    outcome = es.elect("bo-2020", bodies=["senate"])
    body = outcome["senate"]
    empty = replace(body.run.bench.frame.tiers["president"], votes=body.run.bench.frame.tiers["president"].votes * 0)
    frame = replace(body.run.bench.frame, tiers={"president": empty})
    blank = replace(body, run=replace(body.run, bench=replace(body.run.bench, frame=frame)))
    with pytest.raises(Problem, match="no votes from which “senate” was filled, only its winners"):
        ballot_of(blank)


def test_a_ballot_of_other_areas() -> None:
    """Single-member districts and a ballot that is counted for the whole country do not go together."""
    outcome = es.elect("bo-2020")
    with pytest.raises(
        Problem, match="the ballot “special” is not counted by the areas that fill the seats of “senate”"
    ):
        by_area(outcome["senate"], ballot_of(outcome["senate"], "special"))
