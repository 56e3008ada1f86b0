"""Power indices against every coalition and every order of small games, and the edges of what can be asked."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations, product
from math import factorial
from typing import Any

import numpy as np
import pytest

from escrutinio.analysis import all_of, any_of, power_of, rule
from escrutinio.analysis.power_counts import _short, tallied
from escrutinio.analysis.power_game import Decision, Game, Rule, game_of, sized
from escrutinio.analysis.power_grid import Grid
from escrutinio.analysis.power_halves import tallied_halves
from escrutinio.analysis.power_partners import _johnston, _minimal
from escrutinio.analysis.power_rows import Tallied, tallied_flat, tallied_rows
from escrutinio.model import Problem

RNG = random.Random(20_261_121)  # noqa: S311 - games, not secrets


def wins(game: Game, members: tuple[int, ...]) -> bool:
    """Whether these players win, by the words of the rules."""
    return bool(game.met([sum(leaf.weights[each] for each in members) >= leaf.quota for leaf in game.leaves]))


def every_coalition(game: Game) -> list[tuple[int, ...]]:
    """All coalitions, the empty one too."""
    players = range(len(game.players))
    return [tuple(each for each in players if bits[each]) for bits in product((0, 1), repeat=len(players))]


def brute(game: Game) -> Tallied:
    """Winning coalitions by size, and those with each player, one by one."""
    count = len(game.players)
    winning, held = [0] * (count + 1), [[0] * (count + 1) for _ in range(count)]
    for members in every_coalition(game):
        if wins(game, members):
            winning[len(members)] += 1
            for each in members:
                held[each][len(members)] += 1
    return Tallied(tuple(winning), tuple(map(tuple, held)))


def random_decision(most: int) -> Decision:
    """A rule, or two, or two and a third instead: weights with zeros, equals, and quotas out of reach."""
    count = RNG.randint(1, most)
    weights = [RNG.randint(0, 9) for _ in range(count)]
    one = rule(weights, RNG.randint(-1, sum(weights) + 2))
    kind = RNG.random()
    heads = rule([1] * count, RNG.randint(0, count))
    if kind < 0.3:
        return all_of(one, heads)
    if kind < 0.5:
        return any_of(all_of(one, heads), rule([2] * count, RNG.randint(0, 2 * count + 1)))
    return one


def test_every_way_of_counting_finds_every_coalition() -> None:
    """600 random games of up to seven players: shapes, rows, one row and halves all agree with counting one by one."""
    for _ in range(600):
        game = game_of(random_decision(7))
        expected, small = brute(game), sized(game)
        assert Grid(game).tallied() == tallied(game, by_size=True) == expected
        assert small is not None
        assert tallied_rows(small) == tallied_halves(small) == expected
        if small.constant and small.needed[0] is not None:
            flat = tallied_flat(small)
            assert flat.winning == (sum(expected.winning),)
            assert flat.containing == tuple((sum(row),) for row in expected.containing)


def test_two_chambers_with_weights_of_their_own() -> None:
    """200 random games of two rules with different weights, joined by and or by or."""
    for _ in range(200):
        count = RNG.randint(2, 6)
        rules = [rule([RNG.randint(0, 6) for _ in range(count)], RNG.randint(0, 12)) for _ in range(2)]
        game = game_of(all_of(*rules) if RNG.random() < 0.5 else any_of(*rules))
        assert tallied(game, by_size=True) == brute(game)


def test_shapley_against_every_order() -> None:
    """120 random games of up to six players: who turns a losing coalition into a winning one, order by order."""
    for _ in range(120):
        game = game_of(random_decision(6))
        count = len(game.players)
        turned = [0] * count
        for order in permutations(range(count)):
            pivot = next((each for each in range(count) if wins(game, order[: each + 1])), None)
            if pivot is not None and not wins(game, ()):
                turned[order[pivot]] += 1
        found = power_of(game.decision, indices=["shapley_shubik"])
        expected = [Fraction(each, factorial(count)) for each in turned]
        if any(turned):
            assert [each.shapley_shubik for each in found.rows()] == expected
        else:
            assert found.undefined


def test_partners_against_every_coalition() -> None:
    """300 random games: Johnston, Deegan–Packel and Holler from the coalitions one by one; shapes and rows agree."""
    for _ in range(300):
        weights = [RNG.randint(0, 7) for _ in range(RNG.randint(1, 6))]
        game = game_of(rule(weights, RNG.randint(1, sum(weights) + 1)))
        johnston = [Fraction(0)] * len(weights)
        minimal = [[0] * (len(weights) + 1) for _ in weights]
        for members in every_coalition(game):
            needed = [each for each in members if wins(game, members) and not wins(game, tuple(set(members) - {each}))]
            for each in needed:
                johnston[each] += Fraction(1, len(needed))
                minimal[each][len(members)] += len(needed) == len(members)
        grid, small = Grid(game), sized(game)
        assert small is not None
        quota = small.needed[0] or 0
        assert grid.johnston() == _johnston(small.weights, quota) == johnston
        expected = tuple(map(tuple, minimal))
        assert grid.minimal_by_size().containing == _minimal(small.weights, quota) == expected


def test_weights_are_known_only_by_what_they_decide() -> None:
    """Ten times all weights and the quota is the same game; one more unit for everybody need not be."""
    small, large = power_of(rule([5, 3, 2, 1], 6)), power_of(rule([50, 30, 20, 10], 60))
    assert [each.shapley_shubik for each in small.rows()] == [each.shapley_shubik for each in large.rows()]


def test_a_lost_digit_of_other_libraries() -> None:
    """3, 2, 1 at half and one more of six: 3/5, 1/5, 1/5, which one library gives as 1, 0, 0."""
    rows = power_of(rule([3, 2, 1], 4)).rows()
    assert [str(each.banzhaf) for each in rows] == ["3/5", "1/5", "1/5"]


def test_what_is_handed_in_stays_as_it_is() -> None:
    """A list of weights can be used twice: nothing is inserted in it, nothing sorted, nothing shared."""
    weights = [3, 1, 2]
    named = {"A": 1, "B": 1}
    decision = rule(named, 2)
    first, second = power_of(rule(weights, 4)), power_of(rule(weights, 4))
    named["B"] = 9
    assert weights == [3, 1, 2]
    assert first == second
    assert decision.weights["B"] == 1


def test_seventy_and_more_players_do_not_overflow() -> None:
    """90 players of weight one at a majority: all the same, and the swings are a binomial coefficient of 26 digits."""
    found = power_of(rule([1] * 90, 46))
    assert {each.shapley_shubik for each in found.rows()} == {Fraction(1, 90)}
    assert found.rows()[0].swings == factorial(89) // (factorial(45) * factorial(44))


def test_six_hundred_members() -> None:
    """600 players: swings by one row and by sums modulo a prime, added up one player after another."""
    weights = [RNG.randint(1, 20) for _ in range(600)]
    quota = sum(weights) // 2 + 1
    found = power_of(rule(weights, quota), indices=["banzhaf"])
    prime = 2**31 - 1
    for place in (0, 299, 599):
        counts = [1] + [0] * (quota - 1)
        for each in weights[:place] + weights[place + 1 :]:
            counts = counts[:each] + [(a + b) % prime for a, b in zip(counts[each:], counts, strict=False)]
        expected = sum(counts[quota - weights[place] : quota]) % prime
        assert found.rows()[place].swings % prime == expected
    assert sum(each.banzhaf or 0 for each in found.rows()) == 1


def test_a_thousand_members_that_weigh_alike() -> None:
    """600 deputies and 400 senators, each chamber with its majority: one exact share for each kind, one in all."""
    deputies, senators = {f"D{each}": 1 for each in range(600)}, {f"S{each}": 1 for each in range(400)}
    found = power_of(all_of(rule(deputies, 301), rule(senators, 201)), indices=["banzhaf", "shapley_shubik"])
    assert len({each.shapley_shubik for each in found.rows()}) == 2
    assert sum(each.shapley_shubik or 0 for each in found.rows()) == 1


def test_weights_in_the_millions() -> None:
    """30 players with populations for weights; multiplied by a thousand and one nothing changes."""
    weights = [RNG.randint(10_000, 90_000_000) for _ in range(30)]
    quota = sum(weights) * 2 // 3
    first = power_of(rule(weights, quota), indices=["shapley_shubik"])
    second = power_of(rule([each * 1001 for each in weights], quota * 1001), indices=["shapley_shubik"])
    assert [each.shapley_shubik for each in first.rows()] == [each.shapley_shubik for each in second.rows()]


def test_numbers_beyond_64_bits() -> None:
    """Few players may weigh anything at all."""
    found = power_of(rule([10**30, 10**30, 1], 2 * 10**30))
    assert [str(each.shapley_shubik) for each in found.rows()] == ["1/2", "1/2", "0"]


# The edges


@pytest.mark.parametrize(
    ("weights", "quota", "dictator"), [([5, 1, 1], 5, "1"), ([1], 1, "1"), ([2, 2, 1], 3, None), ([0, 7], 7, "2")]
)
def test_a_dictator_is_named(weights: list[int], quota: int, dictator: str | None) -> None:
    """Whoever wins alone, and without whom nobody does."""
    assert power_of(rule(weights, quota)).dictator == dictator


def test_nobody_can_win() -> None:
    """A quota out of reach: no index, and the reason."""
    found = power_of(rule([1, 2], 4))
    assert found.rows()[0].banzhaf is None
    assert str(found.undefined["penrose"]) == "nobody can win: all players together do not reach the quota."


def test_nobody_is_needed() -> None:
    """A quota of nothing: no index, and the reason."""
    found = power_of(rule([1, 2], 0))
    assert found.rows()[0].shapley_shubik is None
    assert "the decision is taken even if nobody agrees" in str(found.undefined["shapley_shubik"])


def test_a_fraction_is_reached_by_the_next_whole_number() -> None:
    """Half of five is reached by three."""
    assert power_of(rule([2, 2, 1], Fraction(5, 2))).quotas == (3,)


@pytest.mark.parametrize(
    ("weights", "quota", "words"),
    [
        ([1, -1], 1, "2 weighs “-1”. Weights are whole numbers"),
        ([1, 0.5], 1, "2 weighs “0.5”"),
        ([1, True], 1, "2 weighs “True”"),
        ([1, 1], 0.5, "a quota of “0.5” is no whole number and no fraction"),
        ([], 1, "nobody decides"),
    ],
)
def test_what_is_no_weight_is_refused(weights: list[int], quota: int, words: str) -> None:
    """Negative, broken and missing weights: who, what, and what to do."""
    with pytest.raises(Problem) as caught:
        power_of(rule(weights, quota))
    assert words in str(caught.value)


def test_another_library_s_numbers_are_numbers() -> None:
    """NumPy's weights and quota: the second alone has the two that are needed."""
    found = rule(np.array([1, 2]), np.int64(2))  # type: ignore[arg-type]
    assert (dict(found.weights), found.quota) == ({"1": 1, "2": 2}, 2)
    assert power_of(found).dictator == "2"


@pytest.mark.parametrize("given", [[1, 2], None, "A"])
def test_what_is_no_decision_is_refused(given: object) -> None:
    """With what makes one."""
    with pytest.raises(Problem, match=r"is no decision. Make one with rule\(weights, quota\), and join several"):
        power_of(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [None, 5])
def test_weights_that_are_no_row_are_refused(given: Any) -> None:
    """By player or in a row."""
    for make in (rule, Rule):
        with pytest.raises(Problem, match="weights are given by player, or in a row, and “"):
            make(given, 1)


def test_too_many_sums_are_told_and_not_tried() -> None:
    """200 players with populations for weights cannot be counted here: at once, with what to do."""
    weights = [RNG.randint(10**6, 10**8) for _ in range(200)]
    with pytest.raises(Problem, match="too many different sums to be counted exactly here") as caught:
        power_of(rule(weights, sum(weights) // 2))
    assert "they give an approximation, not this game’s own power" in str(caught.value)


def test_a_thousand_players_with_small_weights_are_few_enough() -> None:
    """Weights up to 40 that add up to about 20,000 are counted by size; with populations for weights they are not."""
    weights = [RNG.randint(1, 40) for _ in range(1000)]
    small = sized(game_of(rule(weights, sum(weights) // 2 + 1)))
    assert small is not None
    assert _short(small, by_size=True)
    large = sized(game_of(rule([1000 * each + 1 for each in weights], 500 * sum(weights))))
    assert large is not None
    assert not _short(large, by_size=True)


def test_too_many_shapes_of_two_chambers_are_told() -> None:
    """60 players that all weigh something else in two chambers."""
    one, other = [list(range(1, 61)), list(range(60, 0, -1))]
    with pytest.raises(Problem, match=r"60 players weigh in so many different ways in 2 rules") as caught:
        power_of(all_of(rule(one, 900), rule(other, 900)))
    assert "10^18" in str(caught.value)


def test_an_index_that_needs_too_much_says_so_and_the_others_stand() -> None:
    """Johnston's index of 45 populations is undefined with its reason; where counting fits, the others are there."""
    weights = [RNG.randint(10**6, 10**8) for _ in range(35)]
    found = power_of(rule(weights, sum(weights) // 2), indices=["banzhaf", "johnston"])
    assert found.rows()[0].banzhaf is not None
    assert "35 players have 10^10 of them: too many" in str(found.undefined["johnston"])


def test_an_unknown_index_is_asked_for() -> None:
    """With the nearest that there is."""
    with pytest.raises(Problem, match=r"no power index is called “banzaf”. Did you mean banzhaf\?"):
        power_of(rule([1], 1), indices=["banzaf"])


def test_an_unknown_player_is_asked_for() -> None:
    """With the nearest that there is."""
    with pytest.raises(Problem, match=r"nobody called “Aron” plays. Did you mean Aaron\?"):
        power_of(rule({"Aaron": 1}, 1))["Aron"]


def test_plain_values() -> None:
    """Fractions are text, which loses nothing."""
    plain = power_of(rule({"A": 2, "B": 1, "C": 1}, 3)).to_dict()
    assert plain["players"][0]["shapley_shubik"] == "2/3"
    assert (plain["winning"], plain["quotas"], plain["collectivity"]) == (3, [3], "3/8")
