"""Power indices against figures printed in the literature, and against reasons that hold for any game."""

from __future__ import annotations

from fractions import Fraction

import pytest

from escrutinio.analysis import all_of, any_of, power_of, rule


def percents(values: list[Fraction | None]) -> list[float]:
    """Shares in points, as tables print them."""
    return [round(float(value or 0) * 100, 2) for value in values]


def test_the_council_of_the_six() -> None:
    """1958–72, quota 12 of 17: Banzhaf and Shapley–Shubik; the smallest member is a dummy.

    Brams and Affuso 1976, Theory and Decision 7, table 1; Felsenthal and Machover 1998, table 5.3.1.
    """
    rows = power_of(rule([4, 4, 4, 2, 2, 1], 12)).rows()
    assert [str(each.banzhaf) for each in rows] == ["5/21", "5/21", "5/21", "1/7", "1/7", "0"]
    assert [str(each.shapley_shubik) for each in rows] == ["7/30", "7/30", "7/30", "3/20", "3/20", "0"]
    assert [each.dummy for each in rows] == [False] * 5 + [True]


def test_the_council_of_the_nine() -> None:
    """1973–80, quota 41 of 58: Shapley–Shubik 0.179, 0.081, 0.057, 0.010 (Brams and Affuso 1976, table 1)."""
    rows = power_of(rule([10, 10, 10, 10, 5, 5, 3, 3, 2], 41)).rows()
    assert [round(float(rows[each].shapley_shubik or 0), 3) for each in (0, 4, 6, 8)] == [0.179, 0.081, 0.057, 0.010]
    assert [round(float(rows[each].banzhaf or 0), 3) for each in (0, 4, 6, 8)] == [0.167, 0.091, 0.066, 0.016]


def test_the_council_of_the_fifteen() -> None:
    """1995–2003, quota 62 of 87: Felsenthal and Machover 1998, tables 5.3.5–7; power to act 7.8 %."""
    found = power_of(rule([10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2], 62))
    one_each = [found.rows()[each] for each in (0, 4, 5, 9, 11, 14)]
    assert percents([each.banzhaf for each in one_each]) == [11.16, 9.24, 5.87, 4.79, 3.59, 2.26]
    assert percents([each.shapley_shubik for each in one_each]) == [11.67, 9.55, 5.52, 4.54, 3.53, 2.07]
    assert percents([found.collectivity]) == [7.78]


def test_the_council_after_nice() -> None:
    """27 members, quota 255 of 345: Felsenthal and Machover 2001, European Union Politics 2."""
    weights = [29] * 4 + [27] * 2 + [14, 13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3]
    rows = power_of(rule(weights, 255), indices=["banzhaf"]).rows()
    assert sum(weights) == 345
    one_each = [rows[each] for each in (0, 4, 6, 7, 8, 13, 16, 21, 26)]
    assert percents([each.banzhaf for each in one_each]) == [7.78, 7.42, 4.26, 3.97, 3.68, 3.09, 2.18, 1.25, 0.94]


def test_the_security_council() -> None:
    """Fifteen members, nine votes, five vetoes: 848 and 84 swings of 5,080; Shapley–Shubik 421/2145 and 4/2145.

    Straffin 1977, Public Choice 30; Felsenthal and Machover 1998, section 3.
    """
    found = power_of(rule([7] * 5 + [1] * 10, 39))
    permanent, other = found.rows()[0], found.rows()[-1]
    assert (permanent.swings, other.swings) == (848, 84)
    assert (str(permanent.shapley_shubik), str(other.shapley_shubik)) == ("421/2145", "4/2145")
    assert found.vetoes == ("1", "2", "3", "4", "5")
    assert permanent.prevent == 1
    assert found.dictator is None


def test_the_first_security_council() -> None:
    """Eleven members, seven votes: the five permanent ones have 98.7 % of the power (Shapley and Shubik 1954)."""
    rows = power_of(rule([5] * 5 + [1] * 6, 27)).rows()
    assert round(float(sum(each.shapley_shubik or 0 for each in rows[:5])), 3) == 0.987


def test_the_law_of_two_chambers_and_a_president() -> None:
    """Both houses and the president, or two thirds of both houses: 0.16047 for the president.

    435 representatives and 100 senators without a casting vote: Straffin 1993, Game Theory and Strategy, chapter 27.
    """
    house = {f"R{each}": 1 for each in range(435)}
    senate = {f"S{each}": 1 for each in range(100)}
    bill = all_of(rule(house, 218), rule(senate, 51), rule({"P": 1}, 1))
    found = power_of(any_of(bill, all_of(rule(house, 290), rule(senate, 67))), indices=["shapley_shubik"])
    assert round(float(found["P"].shapley_shubik or 0), 5) == 0.16047
    assert sum(each.shapley_shubik or 0 for each in found.rows()) == 1


def test_the_electoral_college_of_1964() -> None:
    """51 states, 270 of 538: 0.08406 for the state of 43 (Mann and Shapley 1962, RM-3158, table 1)."""
    votes = [43, 40, 29, 26, 26, 25, 21, 17, 14, 14, 13, 13, 12, 12, 12, 12, 11, 10, 9, 9, 10, 10, 10, 8, 8, 9, 7, 7, 8]
    votes += [6, 6, 6, 7, 5, 5] + [4] * 10 + [3] * 6
    rows = power_of(rule(votes, 270), indices=["shapley_shubik"]).rows()
    assert (sum(votes), len(votes)) == (538, 51)
    assert round(float(rows[0].shapley_shubik or 0), 5) == 0.08406


def test_a_county_in_which_three_of_six_have_all_power() -> None:
    """Nassau County 1958: 9, 9, 7, 3, 1, 1 with quota 16 (Banzhaf 1965, Rutgers Law Review 19)."""
    rows = power_of(rule([9, 9, 7, 3, 1, 1], 16)).rows()
    assert [str(each.banzhaf) for each in rows] == ["1/3", "1/3", "1/3", "0", "0", "0"]


def test_public_good_and_deegan_packel() -> None:
    """35, 20, 15, 15, 15 with quota 51: less weight, more power (Holler and Packel 1983)."""
    rows = power_of(rule([35, 20, 15, 15, 15], 51)).rows()
    assert [str(each.holler) for each in rows] == ["4/15", "2/15", "1/5", "1/5", "1/5"]
    assert [str(each.deegan_packel) for each in rows] == ["3/10", "3/20", "11/60", "11/60", "11/60"]


def test_johnston_by_hand() -> None:
    """2, 1, 1 with quota 3: the first is alone critical once and one of two twice (Johnston 1978)."""
    rows = power_of(rule([2, 1, 1], 3)).rows()
    assert [str(each.johnston) for each in rows] == ["2/3", "1/6", "1/6"]


def test_coleman_by_hand() -> None:
    """3, 2, 1 with quota 4: three of eight coalitions win; the first can break all and make three of five win."""
    found = power_of(rule([3, 2, 1], 4))
    first, second, _ = found.rows()
    assert (found.winning, str(found.collectivity)) == (3, "3/8")
    assert first.prevent == 1
    assert first.initiate == Fraction(3, 5)
    assert (second.prevent, second.initiate, second.penrose) == (Fraction(1, 3), Fraction(1, 5), Fraction(1, 4))


def test_populations_of_a_union() -> None:
    """15 of 27 members and 65 % of the people, or 24 members, with every inhabitant counted: shares add up to one.

    The figures differ by a person where a government of one is moved; the largest member's share is that of
    Felsenthal and Machover's tables for the rule of Lisbon, about 12 % after the departure of 2020.
    """
    people = [
        83_155_031,
        67_656_682,
        59_236_213,
        47_398_695,
        37_840_001,
        19_201_662,
        17_475_415,
        11_554_767,
        10_678_632,
    ]
    people += [10_494_836, 10_379_295, 10_298_252, 9_730_772, 8_932_664, 6_916_548, 5_840_045, 5_533_793, 5_459_781]
    people += [5_006_324, 4_036_355, 2_795_680, 2_108_977, 1_893_223, 1_330_068, 896_007, 634_730, 516_100]
    heads = [1] * len(people)
    quota = Fraction(65, 100) * sum(people)
    found = power_of(
        any_of(all_of(rule(heads, 15), rule(people, quota)), rule(heads, 24)), indices=["banzhaf", "shapley_shubik"]
    )
    assert sum(each.banzhaf or 0 for each in found.rows()) == 1
    assert sum(each.shapley_shubik or 0 for each in found.rows()) == 1
    assert float(found.rows()[0].banzhaf or 0) == pytest.approx(0.12, abs=0.002)
