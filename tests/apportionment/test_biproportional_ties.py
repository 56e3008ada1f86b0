"""Ties of biproportional tables, against all tables of the tiniest problems."""

import random

import bi_checks  # type: ignore[import-not-found]  # it stands beside this file
import numpy as np

from escrutinio.apportionment import biproportional


def tiny(rng):
    """Return votes of 1 to 3, now and then 0, and margins that a table has."""
    areas, lists = rng.randint(2, 3), rng.randint(2, 4)
    votes = [[rng.choice([0, 1, 1, 1, 1, 1, 2, 2, 3]) for _ in range(lists)] for _ in range(areas)]
    table = [[rng.randint(0, 1) if v else 0 for v in row] for row in votes]
    return votes, [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]


def tiny_ones(seed, count):
    """Return as many problems with all their best tables as arrays."""
    rng = random.Random(seed)  # noqa: S311 - random elections, repeatable
    for _ in range(count):
        given = tiny(rng)
        yield given, [np.array(table) for table in bi_checks.best_tables(*given)]


def test_ties_are_all_best_tables():
    """A tie is told exactly where there is a second best table, and its cells are those that differ."""
    tied = 0
    for given, best in tiny_ones(1, 400):
        answer = biproportional(*given)
        assert any((answer.seats == table).all() for table in best)
        assert answer.tied == answer.undecided == (len(best) > 1)
        assert (answer.drawn == (np.ptp(best, axis=0) > 0)).all()
        tied += len(best) > 1
    assert tied > 30


def test_lots_decide_in_the_order_of_their_ranks():
    """Of all best tables lots choose the one whose lowest rank has its seat, then the next, and so on."""
    rng = random.Random(2)  # noqa: S311 - lots of a test, repeatable
    for given, best in tiny_ones(2, 400):
        shape = best[0].shape
        lots = np.array(rng.sample(range(100), best[0].size)).reshape(shape)
        ranked = np.argsort(lots, axis=None)
        answer = biproportional(*given, lots=lots)
        assert answer.seats.ravel()[ranked].tolist() == max(table.ravel()[ranked].tolist() for table in best)
        assert answer.tied == (len(best) > 1)
        assert not answer.undecided


def test_equal_lots_leave_open_what_they_do_not_settle():
    """Two by two, one seat each: one lot is enough to settle all; equal lots are not."""
    votes, ones = [[3, 3], [3, 3]], [1, 1]
    settled = biproportional(votes, ones, ones, lots=[[2, 1], [2, 2]])
    assert (settled.seats.tolist(), bool(settled.tied), bool(settled.undecided)) == ([[0, 1], [1, 0]], True, False)
    open_ = biproportional(votes, ones, ones, lots=[[1, 1], [2, 2]])
    assert (bool(open_.tied), bool(open_.undecided)) == (True, True)
    agreed = biproportional(votes, ones, ones, lots=[[2, 1], [1, 2]])
    assert (agreed.seats.tolist(), bool(agreed.undecided)) == ([[0, 1], [1, 0]], False)
    none = biproportional(votes, ones, ones)
    assert (none.seats.tolist(), bool(none.undecided)) == ([[1, 0], [0, 1]], True)


def test_lots_that_are_not_needed_are_not_used():
    """Without a tie lots change nothing and nothing is told."""
    answer = biproportional([[9, 1], [1, 9]], [1, 1], [1, 1], lots=[[2, 1], [1, 2]])
    assert answer.seats.tolist() == [[1, 0], [0, 1]]
    assert not answer.tied
    assert not answer.drawn.any()


def test_a_large_table_of_ties():
    """Thirty by thirty equal votes: every cell draws, and lots settle them all."""
    votes, halves = np.ones((30, 30), np.int64), [15] * 30
    answer = biproportional(votes, halves, halves, lots=np.arange(900).reshape(30, 30))
    assert answer.drawn.all()
    assert not answer.undecided
    assert answer.seats[0].tolist() == [1] * 15 + [0] * 15
    assert set(answer.seats.ravel().tolist()) == {0, 1}


def test_ties_in_one_table_of_a_batch():
    """The tables of a batch have their own ties and their own lots."""
    votes = [[[4, 4], [4, 4]], [[4, 5], [4, 4]], [[4, 4], [4, 4]]]
    lots = [[[1, 2], [3, 4]], [[1, 2], [3, 4]], [[2, 1], [3, 4]]]
    answer = biproportional(votes, [1, 1], [1, 1], lots=lots)
    assert answer.tied.tolist() == [True, False, True]
    assert answer.seats.tolist() == [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, 1], [1, 0]]]
