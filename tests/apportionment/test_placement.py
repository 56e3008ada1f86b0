"""Seats placed in areas with room: against every way the ties could fall, worked with fractions."""

import random
from fractions import Fraction

import numpy as np
import pytest
from brute_force import DIVISORS  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.apportionment import ApportionmentError, linear, placement

RULES = ("dhondt", "sainte_lague", "modified_sainte_lague", "danish")


class Problem:
    """One small problem: votes, room, claims, seats held, divisors, weights, and seats in the country for turns."""

    def __init__(self, rng):
        """Make one up: half of them tiny, so that quotients are often equal, the others with weights and huge votes."""
        self.areas, self.lists = rng.randint(1, 3), rng.randint(1, 3)
        tiny, large = rng.random() < 0.6, rng.choice([1, 1, 1, 10**12, 10**18])
        most = 4 if tiny else 30
        self.votes = self.table(lambda: rng.choice([0, rng.randint(1, 4), rng.randint(1, most)]) * large)
        self.room = [rng.randint(0, 2) for _ in range(self.areas)]
        self.claims = [rng.randint(0, 3) for _ in range(self.lists)]
        empty = tiny and rng.random() < 0.7
        self.held = self.table(lambda: 0 if empty else rng.choice([0, 0, 1, 2]))
        self.rule = rng.choice(RULES)
        self.top = [1 if tiny else rng.choice([1, 1, 2, 0, 3]) for _ in range(self.areas)]
        self.bottom = [1 if tiny else rng.choice([1, 1, 2, 5, 0]) for _ in range(self.areas)]
        self.turns = [sum(x) for x in zip(*self.held, strict=True)] if rng.random() < 0.5 else None

    def table(self, cell):
        """A number for each area and list."""
        return [[cell() for _ in range(self.lists)] for _ in range(self.areas)]

    def placed(self, **lots):
        """Our answer."""
        turns = None if self.turns is None else [self.turns]
        weights = [self.top], [self.bottom]
        tables = [self.votes], [self.room], [self.claims]
        return placement(*tables, held=[self.held], divisors=self.rule, weights=weights, in_turn=turns, **lots)

    def written(self, answer):
        """Our answer as the ways by hand write it."""
        seats = answer.seats[0] + np.array(self.held)
        return tuple(tuple(int(x) for x in row) for row in seats), tuple(answer.unplaced[0].tolist())

    def ways(self):
        """Every table that the lots can lead to, with the claims left over."""
        start = (tuple(map(tuple, self.held)), tuple(self.room), tuple(self.claims), tuple(self.turns or ()))
        level, done = {start}, set()
        while level:
            following = set()
            for state in level:
                cells = self.highest(*state)
                if not cells:
                    done.add((state[0], state[2]))
                following |= {self.after(*state, cell) for cell in cells}
            level = following
        return done

    def highest(self, held, room, claims, turns):
        """The cells that may come next."""

        def offer(area, who):
            weight = Fraction(self.top[area], self.bottom[area])
            return self.votes[area][who] * weight / DIVISORS[self.rule](held[area][who])

        def best(cells):
            return [each for each in cells if offer(*each) == max(offer(*cell) for cell in cells)]

        able = [
            (a, i)
            for a in range(self.areas)
            for i in range(self.lists)
            if room[a] and claims[i] and self.votes[a][i] and self.top[a] and self.bottom[a]
        ]
        if self.turns is None or not able:
            return best(able) if able else []
        national = {i: sum(row[i] for row in self.votes) / DIVISORS[self.rule](turns[i]) for _, i in able}
        first = [i for i, quotient in national.items() if quotient == max(national.values())]
        return [cell for i in first for cell in best([each for each in able if each[1] == i])]

    def after(self, held, room, claims, turns, cell):
        """The state with one more seat placed."""
        area, who = cell
        more = tuple(tuple(n + ((a, i) == cell) for i, n in enumerate(row)) for a, row in enumerate(held))
        less = tuple(n - (a == area) for a, n in enumerate(room))
        fewer = tuple(n - (i == who) for i, n in enumerate(claims))
        return more, less, fewer, tuple(n + (i == who) for i, n in enumerate(turns))


def problems(seed, count):
    """As many problems, the same ones every time."""
    rng = random.Random(seed)  # noqa: S311 - random problems, repeatable
    return [Problem(rng) for _ in range(count)]


def test_against_every_way_the_ties_could_fall():
    """Twelve hundred problems: our table is one of the possible ones, and a tie is told just where there are several.

    Of lists in turn a tie may also be told where only who comes first is open.
    """
    tied = 0
    for each in problems(1, 1200):
        ways, answer = each.ways(), each.placed()
        assert each.written(answer) in ways
        assert answer.tied[0] if len(ways) > 1 else each.turns or not answer.tied[0]
        assert answer.undecided[0] == answer.tied[0] == bool(answer.ties)
        tied += len(ways) > 1
    assert tied > 30


def test_lots_settle_every_tie():
    """With a rank for every cell the table is a possible one and nothing stays open; all of them come up."""
    rng = random.Random(2)  # noqa: S311 - lots of a test, repeatable
    for each in problems(3, 400):
        ways = each.ways()
        found = set()
        for _ in range(60 if len(ways) > 1 else 2):
            ranks = np.array(rng.sample(range(each.areas * each.lists), each.areas * each.lists))
            answer = each.placed(lots=ranks.reshape(1, each.areas, each.lists))
            assert not answer.undecided[0]
            found.add(each.written(answer))
        assert found <= ways
        assert len(found) == len(ways) or len(ways) > 6


def test_a_batch_is_each_draw_by_itself():
    """A thousand draws at once, with and without turns, give what each gives alone."""
    rng = np.random.default_rng(5)
    votes, held = rng.integers(0, 12, (1000, 3, 3)), rng.integers(0, 2, (1000, 3, 3))
    room, claims = rng.integers(0, 3, (1000, 3)), rng.integers(0, 3, (1000, 3))
    for turns in (None, held.sum(1)):
        batch = placement(votes, room, claims, held=held, in_turn=turns)
        for n in range(0, 1000, 2):
            one = slice(n, n + 1)
            own = None if turns is None else turns[one]
            alone = placement(votes[one], room[one], claims[one], held=held[one], in_turn=own)
            assert (batch.seats[n] == alone.seats[0]).all()
            assert batch.tied[n] == alone.tied[0]
            assert (batch.unplaced[n] == alone.unplaced[0]).all()


def test_anonymity():
    """Lists and areas in another order get the same seats, unless lots decide."""
    rng = random.Random(4)  # noqa: S311 - random orders, repeatable
    for each in problems(6, 1000):
        one = each.placed()
        rows, columns = rng.sample(range(each.areas), each.areas), rng.sample(range(each.lists), each.lists)
        each.votes = [[each.votes[a][i] for i in columns] for a in rows]
        each.held = [[each.held[a][i] for i in columns] for a in rows]
        each.room, each.top, each.bottom = ([x[a] for a in rows] for x in (each.room, each.top, each.bottom))
        each.claims = [each.claims[i] for i in columns]
        each.turns = each.turns and [each.turns[i] for i in columns]
        other = each.placed()
        assert one.tied == other.tied
        if not one.tied[0]:
            assert (one.seats[0][np.ix_(rows, columns)] == other.seats[0]).all()


def test_who_draws():
    """Lists of one area, areas of one list, or cells that hang together; no tie where all find room."""
    by_area = placement([[[5, 5]]], [[1]], [[1, 1]])
    assert [(tie.by, tie.cells, tie.seats) for tie in by_area.ties] == [("area", ((0, 0), (0, 1)), 1)]
    by_list = placement([[[5], [5]]], [[1, 1]], [[1]])
    assert [(tie.by, tie.cells, tie.seats) for tie in by_list.ties] == [("list", ((0, 0), (1, 0)), 1)]
    both = placement([[[5, 5], [5, 5]]], [[1, 1]], [[1, 1]])
    assert [(tie.by, len(tie.cells), tie.seats) for tie in both.ties] == [("cell", 4, 2)]
    assert not placement([[[5, 5], [5, 5]]], [[2, 2]], [[2, 2]]).ties
    assert placement([[[5, 5]]], [[1]], [[1, 1]], lots=[[[2, 1]]]).seats.tolist() == [[[0, 1]]]
    assert placement([[[5], [5]]], [[1, 1]], [[1]], list_lots=[[[2], [1]]]).seats.tolist() == [[[0], [1]]]
    assert placement([[[5, 5], [5, 5]]], [[1, 1]], [[1, 1]], cell_lots=[[[2, 1], [3, 4]]]).seats[0].tolist() == [
        [0, 1],
        [1, 0],
    ]


def test_the_order_in_which_seats_were_placed():
    """The highest quotient first: 60, then 50 would be A's, which has its seat; so 45 for B."""
    placed = placement([[[60, 40], [50, 45]]], [[1, 1]], [[1, 1]], divisors="dhondt")
    assert placed.order == ((0, 0, Fraction(60)), (1, 1, Fraction(45)))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"votes": [[1, 2], [3, 4]]}, r"votes must be tables of draws, areas and lists, not numbers of shape \(2, 2\)"),
        ({"votes": [[[1, -2], [3, 4]]]}, r"votes cannot be negative: -2 at \(0, 0, 1\)"),
        ({"room": [[1, 2, 3]]}, r"room of shape \(1, 3\) do not fit"),
        ({"claims": [[1, 0.5]]}, r"claims must be whole numbers: 0\.5 at \(0, 1\)"),
        ({"held": [[[1, 2, 3]]]}, r"held of shape \(1, 1, 3\) do not fit"),
        ({"weights": (1, -1)}, r"weights cannot be negative: -1"),
        ({"in_turn": [[-1, 0]]}, r"in_turn cannot be negative: -1"),
        ({"lots": [[[1]] * 3]}, r"lots of shape \(1, 3, 1\) do not fit"),
        ({"divisors": "adams"}, r"placement takes divisors above zero; adams are not"),
        ({"divisors": "hill"}, r"placement takes divisors above zero; hill are not"),
        ({"divisors": "dhont"}, r"'dhont' names no divisors\. Did you mean 'dhondt'\?"),
    ],
)
def test_bad_input(given, words):
    """What is no table, no count, does not fit or cannot be divided by is told."""
    tables = {"votes": [[[60, 40], [50, 45]]], "room": [[1, 1]], "claims": [[1, 1]], **given}
    with pytest.raises(ApportionmentError, match=words):
        placement(tables.pop("votes"), tables.pop("room"), tables.pop("claims"), **tables)


def test_divisors_of_ones_own():
    """Any even steps above zero."""
    assert placement([[[60, 40]]], [[1]], [[1, 1]], divisors=linear("3/2")).seats.tolist() == [[[1, 0]]]
