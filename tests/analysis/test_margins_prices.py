"""The fewest votes by price, against every way to change a few votes."""

# ruff: noqa: S311 - made-up votes, and no secrets

from __future__ import annotations

import random
from fractions import Fraction
from functools import partial

import pytest
from prices_by_hand import added, has, moved, removed  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.analysis.margins.both import fewest_for_all
from escrutinio.analysis.margins.forms import Beyond
from escrutinio.analysis.margins.prices import Contest, Guess, Hands, fewest_for

FAR = 20  # no more votes than these are added by hand
DIVISORS = [(1, 2, 3, 4), (1, 3, 5, 7), (7, 15, 25, 35), (2, 3, 4, 5)]


def votes_of(rng):
    """Votes of two or three lists, some of none."""
    return tuple(rng.randint(0, 9) for _ in range(rng.choice([2, 3, 3])))


def floors_of(rng, width, house):
    """Seats held already, fewer than the house or as many."""
    floors = [0] * width
    for _ in range(rng.randint(0, house)):
        if rng.random() < 0.4:
            floors[rng.randrange(width)] += 1
    return tuple(floors)


def sides_of(rng, votes, kind="move"):
    """Whose seats, and who may gain and lose."""
    group = frozenset(rng.sample(range(len(votes)), rng.randint(1, len(votes) - 1)))
    takes = frozenset(each for each in group if votes[each]) if kind != "remove" else frozenset()
    gives = {each: own for each, own in enumerate(votes) if own and each not in group} if kind != "add" else {}
    return group, Hands(gives, takes)


def nearest(tables, met):
    """The smallest number of votes of a table that is met."""
    best = None
    for votes, table in tables:
        if (best is None or votes < best) and met(table):
            best = votes
    return best


@pytest.mark.parametrize("kind", ["move", "add", "remove"])
def test_no_smaller_number_gives_the_seats_by_divisors(kind) -> None:
    """2,000 small sharings with seats held: moved, added, removed; with luck and for certain; none wrong."""
    rng, tried = random.Random(f"prices {kind}"), 0
    while tried < 2000:
        votes, house, steps = votes_of(rng), rng.randint(1, 4), rng.choice(DIVISORS)
        floors, (group, hands) = floors_of(rng, len(votes), house), sides_of(rng, votes, kind)
        seats, certain = rng.randint(1, house), rng.random() < 0.5
        if not (hands.takes or kind == "remove") or not (hands.gives or kind == "add"):
            continue
        tried += 1
        contest = Contest(votes, steps, (True,) * len(votes), house, floors, (house,) * len(votes))
        below = frozenset(range(len(votes))) if certain else frozenset()
        found = fewest_for(contest, group, seats, hands, below)
        least = None if found is None else found.votes
        least = None if kind == "add" and least is not None and least > FAR else least
        tables = {"move": moved(votes), "remove": removed(votes), "add": added(votes, least or FAR)}[kind]
        best = nearest(tables, lambda table: has(table, steps, house, floors, group, seats, certain=certain))  # noqa: B023
        assert least == best, (votes, steps, house, floors, group, seats, certain)


def test_no_smaller_number_gives_the_seats_by_largest_remainders() -> None:
    """2,000 small sharings by the quotas of Hare and of Hagenbach-Bischoff, votes moved; none wrong."""
    rng, tried = random.Random("remainders"), 0
    while tried < 2000:
        votes, house = votes_of(rng), rng.randint(1, 4)
        group, hands = sides_of(rng, votes)
        seats, certain = rng.randint(1, house), rng.random() < 0.5
        quota = Fraction(sum(votes), house + rng.choice([0, 0, 1]))
        if not hands.moved or any(
            sum(table[1][a] // quota for a in range(len(votes))) > house for table in moved(votes)
        ):
            continue
        tried += 1
        ones, none = (1,) * house, (0,) * len(votes)
        price = quota.numerator, quota.denominator
        contest = Contest(votes, ones, (True,) * len(votes), house, none, (house,) * len(votes), price)
        below = frozenset(range(len(votes))) if certain else frozenset()
        found = fewest_for(contest, group, seats, hands, below)
        best = nearest(moved(votes), lambda table: has(table, quota, house, none, group, seats, certain=certain))  # noqa: B023
        assert (None if found is None else found.votes) == best, (votes, quota, house, group, seats, certain)


def test_no_smaller_number_gives_the_seats_where_lists_take_part_from_a_number_of_votes_on() -> None:
    """2,000 small sharings with bars, some where more votes win a tie; none wrong."""
    rng, tried = random.Random("bars"), 0
    while tried < 2000:
        votes, house, steps = votes_of(rng), rng.randint(1, 4), rng.choice(DIVISORS)
        bar, by_votes, width = rng.randint(0, 5), rng.random() < 0.5, len(votes)
        group, hands = sides_of(rng, votes)
        seats, certain = rng.randint(1, house), rng.random() < 0.5
        if not hands.moved:
            continue
        tried += 1
        bars, none = (bar,) * width, (0,) * width
        counted = tuple(each >= bar for each in votes)
        contest = Contest(votes, steps, counted, house, none, (house,) * width, bars=bars, by_votes=by_votes)
        found = fewest_for(contest, group, seats, hands, frozenset(range(width)) if certain else frozenset())
        rule = partial(has, rule=steps, house=house, floors=none, group=group, seats=seats, certain=certain)
        best = nearest(moved(votes), partial(rule, bars=bars, by_votes=by_votes))
        assert (None if found is None else found.votes) == best, (
            votes,
            steps,
            house,
            bar,
            by_votes,
            group,
            seats,
            certain,
        )


def test_no_smaller_number_gives_the_seats_of_two_chambers_on_one_ballot() -> None:
    """2,000 pairs of small sharings of the same votes, one list against all others; none wrong."""
    rng, tried = random.Random("both"), 0
    while tried < 2000:
        votes = votes_of(rng)
        group = rng.choice([frozenset([0]), frozenset(range(1, len(votes)))])
        takes = frozenset(each for each in group if votes[each])
        gives = {each: own for each, own in enumerate(votes) if own and each not in group}
        if not takes or not gives:
            continue
        tried += 1
        rules = [(rng.choice(DIVISORS), house := rng.randint(1, 4), floors_of(rng, len(votes), house)) for _ in "ab"]
        seats, certain = tuple(rng.randint(0, house) for _, house, _ in rules), rng.random() < 0.5
        full = (True,) * len(votes)
        contests = [Contest(votes, steps, full, house, held, (house,) * len(votes)) for steps, house, held in rules]
        found = fewest_for_all(contests, group, seats, Hands(gives, takes), certain=certain)
        best = nearest(
            moved(votes),
            lambda table: all(
                has(table, *rule, group, each, certain=certain)  # noqa: B023
                for rule, each in zip(rules, seats, strict=True)  # noqa: B023
            ),
        )
        assert (None if found is None else found.votes) == best, (votes, rules, group, seats, certain)


def test_two_chambers_where_several_gain_and_several_lose_are_beyond_the_formula() -> None:
    """Only one list against all others has a price that one number of votes fixes."""
    contest = Contest((5, 4, 3, 2), (1, 2), (True,) * 4, 2, (0,) * 4, (2,) * 4)
    with pytest.raises(Beyond):
        fewest_for_all(
            [contest, contest], frozenset({2, 3}), (1, 1), Hands({0: 5, 1: 4}, frozenset({2, 3})), certain=True
        )


def test_a_guess_changes_nothing_but_the_way() -> None:
    """Begun at any price the search ends at the same one."""
    contest = Contest((717_742, 275_868, 90_000), (1, 2, 3, 4, 5), (True,) * 3, 5, (0,) * 3, (5,) * 3)
    hands = Hands({0: 717_742, 2: 90_000}, frozenset({1}))
    plain = fewest_for(contest, frozenset({1}), 2, hands, frozenset())
    for price in (1, 10**3, 10**6, 10**9):
        assert fewest_for(contest, frozenset({1}), 2, hands, frozenset(), Guess(price)) == plain
