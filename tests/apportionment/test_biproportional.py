"""Biproportional tables: proved apart on thousands of small problems, for huge votes, and where none exists."""

import random

import bi_checks  # type: ignore[import-not-found]  # it stands beside this file
import numpy as np
import pytest

from escrutinio.apportionment import _biexact, _bistart, bi_divisors, biproportional, divisors_named, shortfall

EVEN = ("sainte_lague", "dhondt", "modified_sainte_lague", "imperiali", "danish")


def problem(rng):
    """Return small votes with many zeros and ties, and margins, often with zeros; half of them surely fit."""
    areas, lists, most = rng.randint(2, 5), rng.randint(2, 5), rng.choice([1, 2, 4, 12, 40])
    votes = [[rng.choice([0, 1, 1, 1]) * rng.randint(0, most) for _ in range(lists)] for _ in range(areas)]
    if rng.random() < 0.5:
        table = [[rng.choice([0, 1, 2]) if v else 0 for v in row] for row in votes]
        return votes, [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    house = rng.randint(0, 14)
    rows, columns = ([rng.randrange(lines) for _ in range(house)] for lines in (areas, lists))
    return votes, [rows.count(i) for i in range(areas)], [columns.count(j) for j in range(lists)]


def problems(seed, count):
    """Return as many problems."""
    rng = random.Random(seed)  # noqa: S311 - random elections, repeatable
    return [problem(rng) for _ in range(count)]


def check(votes, rows, columns, answer, divisors="sainte_lague"):
    """Check one answer by what is written apart; return whether a table exists."""
    seats = answer.seats.tolist()
    if not bi_checks.fillable(votes, rows, columns):
        assert not answer.feasible
        assert not answer.seats.any()
        return False
    assert answer.feasible
    assert [sum(row) for row in seats] == rows
    assert [sum(column) for column in zip(*seats, strict=True)] == columns
    assert not any(
        n for row, counts in zip(seats, votes, strict=True) for n, v in zip(row, counts, strict=True) if not v
    )
    assert not bi_checks.improvable(votes, seats, divisors)
    return True


def test_two_thousand_random_problems(monkeypatch):
    """Each is solved or proved impossible, proved apart, in no more steps than there are seats to place."""
    steps: list[int] = []
    for module, name in ((_bistart, "nearest_sinks"), (_biexact, "_cheapest")):
        monkeypatch.setattr(module, name, counted(getattr(module, name), steps))
    solved = 0
    for votes, rows, columns in problems(4, 2_000):
        steps.clear()
        solved += check(votes, rows, columns, biproportional(votes, rows, columns))
        assert len(steps) <= 2 * sum(rows) + 2
    assert 1_000 < solved < 1_900


def counted(function, calls):
    """Return a function that notes its calls."""

    def noting(*given):
        calls.append(1)
        return function(*given)

    return noting


@pytest.mark.parametrize("divisors", EVEN)
def test_other_divisors(divisors):
    """Every sequence that grows in even steps from above zero is exact."""
    for votes, rows, columns in problems(divisors, 150):
        check(votes, rows, columns, biproportional(votes, rows, columns, divisors=divisors), divisors)


def test_an_impossible_table_is_explained():
    """The areas told have votes only for the lists told (or lists without seats), which have fewer seats than they."""
    for votes, rows, columns in problems(5, 300):
        answer = biproportional(votes, rows, columns)
        why = shortfall(answer)
        if answer.feasible:
            assert why is None
            continue
        assert why is not None
        assert why.seats == sum(rows[i] for i in why.areas) - sum(columns[j] for j in why.lists) > 0
        assert not any(
            votes[i][j] for i in why.areas if rows[i] for j, n in enumerate(columns) if n and j not in why.lists
        )
        assert bi_divisors(answer) is None


def test_divisors_prove_the_seats():
    """Votes over both published divisors, rounded, are the seats, also in lines without seats; at most at a border."""
    value = divisors_named("sainte_lague").value
    for votes, rows, columns in problems(6, 300):
        answer = biproportional(votes, rows, columns)
        found = bi_divisors(answer)
        assert (found is not None) == answer.feasible
        for i, j in np.ndindex(len(rows), len(columns)):
            if found is None:
                break
            share, seats = 2 * votes[i][j] / found.areas[i] / found.lists[j], int(answer.seats[i, j])
            assert share <= value(seats)
            assert not seats or share >= value(seats - 1)
            assert answer.tied or share != value(seats)


def test_a_batch_is_its_tables():
    """A batch gives what each of its tables gives alone, also one that is split."""
    rng = np.random.default_rng(7)
    votes = rng.integers(0, 9, (3, 700, 6, 9))
    table = rng.integers(0, 3, votes.shape) * (votes > 0)
    answer = biproportional(votes, table.sum(3), table.sum(2))
    assert answer.feasible.all()
    assert answer.seats.shape == votes.shape
    for place in [(0, 0), (1, 300), (2, 699), (2, 350)]:
        alone = biproportional(votes[place], table[place].sum(1), table[place].sum(0))
        assert (alone.seats == answer.seats[place]).all()
        assert alone.tied == answer.tied[place]
        assert bi_divisors(alone) == bi_divisors(answer, place)


def test_scaling_a_line_changes_nothing():
    """Votes of an area or of a list may be multiplied by any whole number: seats, ties and lots stay."""
    rng = random.Random(8)  # noqa: S311 - random elections, repeatable
    for votes, rows, columns in problems(8, 200):
        factors = [rng.choice([1, 3, 10**6]) for _ in rows], [rng.choice([1, 7, 1000]) for _ in columns]
        scaled = [
            [v * f * g for v, g in zip(row, factors[1], strict=True)] for row, f in zip(votes, factors[0], strict=True)
        ]
        one, other = biproportional(votes, rows, columns), biproportional(scaled, rows, columns)
        assert (one.seats == other.seats).all()
        assert (one.drawn == other.drawn).all()


def test_transposing_changes_nothing():
    """Areas and lists may change places."""
    for votes, rows, columns in problems(9, 200):
        lots = np.arange(len(rows) * len(columns)).reshape(len(rows), -1)
        one = biproportional(votes, rows, columns, lots=lots)
        other = biproportional(np.transpose(votes), columns, rows, lots=lots.T)
        assert (one.seats == other.seats.T).all()
        assert (one.feasible, one.tied) == (other.feasible, other.tied)


@pytest.mark.parametrize("size", [10**6, 10**12, 10**16, 10**18, 10**30])
def test_huge_votes(size):
    """Exact for votes of any size."""
    rng = random.Random(size)  # noqa: S311 - random elections, repeatable
    for _ in range(20):
        votes = [[rng.randrange(size) for _ in range(4)] for _ in range(5)]
        table = [[rng.randint(0, 3) for _ in range(4)] for _ in range(5)]
        rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
        assert check(votes, rows, columns, biproportional(votes, rows, columns))


@pytest.mark.parametrize("size", [10, 10**6, 10**9, 10**12, 10**16, 10**18])
def test_products_that_differ_by_one(size):
    """Two seats crosswise in four cells: the larger product of votes wins by the least difference; equal ones tie."""
    votes = [[[size, size - 1], [size + 1, size]], [[size - 1, size], [size, size + 1]], [[size, 2 * size]] * 2]
    answer = biproportional(votes, [1, 1], [1, 1])
    assert answer.seats[:2].tolist() == [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]
    assert answer.tied.tolist() == [False, False, True]


def test_lines_without_seats():
    """Areas and lists without seats win nothing, whatever their votes, and stop nothing."""
    answer = biproportional([[9, 9, 9], [5, 1, 0], [9, 0, 9]], [0, 3, 1], [3, 0, 1])
    assert answer.seats.tolist() == [[0, 0, 0], [3, 0, 0], [0, 0, 1]]
    assert biproportional([[0, 0], [0, 0]], [0, 0], [0, 0]).feasible
    assert biproportional(np.zeros((0, 2, 3), int), [0, 0], [0, 0, 0]).seats.shape == (0, 2, 3)
    assert biproportional(np.zeros((4, 0, 3), int), [], [0, 0, 0]).feasible.tolist() == [True] * 4


def test_slow_tables():
    """Where fitting without rounding hardly moves, seats still fall into place: every cell but the diagonal must go."""
    votes = np.triu(np.ones((9, 9), np.int64))
    assert (biproportional(votes, [4_000] * 9, [4_000] * 9).seats == 4_000 * np.eye(9)).all()
    assert biproportional([[1, 1], [0, 1]], [10**6, 10**6], [10**6, 10**6]).seats.tolist() == [[10**6, 0], [0, 10**6]]


def test_a_table_on_which_others_hang():
    """[[6, 6], [8, 5], [4, 2], [5, 7]] with margins 3, 4, 2, 3 and 6, 6 has ties and an end."""
    votes, rows, columns = [[6, 6], [8, 5], [4, 2], [5, 7]], [3, 4, 2, 3], [6, 6]
    answer = biproportional(votes, rows, columns)
    assert check(votes, rows, columns, answer)


def test_a_table_on_which_others_stop():
    """Four by four with margins of 2 throughout, where a coefficient of 3/2 was called invalid."""
    votes = [[5, 5, 5, 5], [5, 10, 10, 5], [11, 11, 8, 3], [8, 6, 8, 11]]
    assert check(votes, [2] * 4, [2] * 4, biproportional(votes, [2] * 4, [2] * 4))
