"""How biproportional tables are filled: floats propose, integers prove, fractions decide what is left. Draws first."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.apportionment import _biexact, _bilots
from escrutinio.apportionment._biproof import proved
from escrutinio.apportionment._bistart import Start, propose

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Ints
    from escrutinio.apportionment.divisors import Divisors

_CHUNK = 40_000  # cells worked on at once: measured; some such arrays stay in a core's cache


class Tables(NamedTuple):
    """Answers being filled, draws first: as in `BiAllocation`, flat."""

    seats: Ints
    feasible: Bools
    tied: Bools
    drawn: Bools
    undecided: Bools


def filled(votes: Ints, margins: tuple[Ints, Ints], lots: Ints | None, method: Divisors) -> Tables:
    """Return the tables, chunk by chunk; arrays are (draws, …)."""
    draws, areas, lists = votes.shape
    answer = Tables(
        np.zeros(votes.shape, np.int64),
        np.ones(draws, np.bool_),
        np.zeros(draws, np.bool_),
        np.zeros(votes.shape, np.bool_),
        np.zeros(draws, np.bool_),
    )
    step = max(1, _CHUNK // max(1, areas * lists))
    for first in range(0, draws if areas * lists else 0, step):
        cut = slice(first, first + step)
        rows, columns = (np.ascontiguousarray(margin[cut].T) for margin in margins)
        seated = (rows > 0)[:, None] & (columns > 0)
        counted = np.where(seated, votes[cut].transpose(1, 2, 0), 0)
        start = propose(counted, rows, columns, method)
        answer.seats[cut] = start.seats.transpose(2, 0, 1)
        sure = proved(counted, (rows, columns), start, method)
        for draw in np.flatnonzero(~sure).tolist():
            ranks = None if lots is None else lots[first + draw].tolist()
            problem = problem_at(counted[..., draw], rows[:, draw], columns[:, draw], method)
            _settle(problem, exactly(problem, start, draw), ranks, answer, first + draw)
    return answer


def problem_at(votes: Ints, rows: Ints, columns: Ints, method: Divisors) -> _biexact.Problem:
    """Return one table in Python integers; lines without seats must have no votes."""
    return _biexact.Problem(votes.tolist(), rows.tolist(), columns.tolist(), method)


def exactly(problem: _biexact.Problem, start: Start, draw: int) -> _biexact.Exact:
    """Return one table by fractions: the seats proposed if they can be proved, else solved from the start proposed."""
    areas, lists = ([_positive(x) for x in line[:, draw].tolist()] for line in (start.areas, start.lists))
    seats = start.seats[..., draw]
    filled = (seats.sum(1) == problem.areas).all() and (seats.sum(0) == problem.lists).all()
    if filled and (seats >= 0).all() and not seats[np.array(problem.votes) == 0].any():
        found = _biexact.settled(problem, seats.tolist(), areas, lists)
        if found is not None:
            return found
    return _biexact.solved(problem, areas, lists)


def _positive(proposed: float) -> Fraction:  # float: a proposed start, made a fraction
    """Return a proposed multiplier as a fraction; 1 where nothing sensible was proposed."""
    return Fraction(proposed) if math.isfinite(proposed) and proposed > 0 else Fraction(1)


def _settle(
    problem: _biexact.Problem, found: _biexact.Exact, lots: list[list[int]] | None, answer: Tables, draw: int
) -> None:
    """Fill in one table, with its ties."""
    if found.blocked is not None:
        answer.seats[draw], answer.feasible[draw] = 0, False
        return
    border = _biexact.border(problem, found)
    lot = _bilots.draw(border, len(problem.areas), lots)
    seats = np.array(found.seats, np.int64)
    had = set(border.fewer)
    for cell in lot.cells:
        seats[cell] += (cell in lot.winners) - (cell in had)
        answer.drawn[draw][cell] = True
    answer.seats[draw] = seats
    answer.tied[draw], answer.undecided[draw] = bool(lot.cells), bool(lot.cells) and (lots is None or lot.undecided)


def again(votes: Ints, rows: Ints, columns: Ints, method: Divisors) -> tuple[_biexact.Problem, _biexact.Exact]:
    """Return one table (areas, lists) solved exactly; its multipliers prove every table that is equally right."""
    counted = np.where((rows > 0)[:, None] & (columns > 0), votes, 0)
    problem = problem_at(counted, rows, columns, method)
    if not counted.size:
        ones = [Fraction(1)] * len(rows), [Fraction(1)] * len(columns)
        return problem, _biexact.Exact([[] for _ in rows], *ones, None)
    start = propose(counted[..., None], rows[:, None], columns[:, None], method)
    return problem, exactly(problem, start, 0)
