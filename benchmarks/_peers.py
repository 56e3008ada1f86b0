"""Other libraries, each as a function from a table (draws, lists) and a number of seats to a table of seats.

None takes a batch, so each is called once per row, with its input made beforehand in the form it wants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import _limit
import numpy as np
from apportionment.methods import compute
from interregnum.methods.singlevote.highest_averages import HighestAveragesAllocator
from interregnum.methods.singlevote.iterative_divisor import IterativeDivisorAllocator
from votelib.evaluate.proportional import HighestAverages

from escrutinio.apportionment import highest_averages

Run = Callable[[], np.ndarray]


@dataclass(frozen=True)
class Peer:
    """A library: its name, how a run is prepared, how many rows it may take, and how it takes a batch, if it does."""

    name: str
    each: Callable[[np.ndarray, int], Run]
    at_most: int = 10**9
    batch: Callable[[np.ndarray, int], Run] | None = None


def _ours(votes: np.ndarray, seats: int) -> Run:
    rows = votes.tolist()
    return lambda: np.array([highest_averages(row, seats).seats for row in rows])


def _ours_batch(votes: np.ndarray, seats: int) -> Run:
    return lambda: highest_averages(votes, seats).seats


def _limit_each(votes: np.ndarray, seats: int) -> Run:
    rows = [votes[i : i + 1] for i in range(len(votes))]
    _limit.allot(rows[0], seats)  # compiled before the clock starts
    return lambda: np.concatenate([_limit.allot(row, seats) for row in rows])


def _limit_batch(votes: np.ndarray, seats: int) -> Run:
    _limit.allot(votes[:1], seats)
    return lambda: _limit.allot(votes, seats)


def _votelib(votes: np.ndarray, seats: int) -> Run:
    rule, rows = HighestAverages("d_hondt"), [dict(enumerate(row)) for row in votes.tolist()]
    return lambda: _table([rule.evaluate(row, seats) for row in rows], votes)


def _interregnum(rule: IterativeDivisorAllocator | HighestAveragesAllocator) -> Callable[[np.ndarray, int], Run]:
    def prepare(votes: np.ndarray, seats: int) -> Run:
        rows = [[(str(i), v) for i, v in enumerate(row)] for row in votes.tolist()]

        def run() -> np.ndarray:
            answers = [rule.calc(row, seats).allocation for row in rows]
            return _table([{int(c.name): c.seats for c in answer} for answer in answers], votes)

        return run

    return prepare


def _apportionment(votes: np.ndarray, seats: int) -> Run:
    rows = votes.tolist()
    return lambda: np.array([compute("dhondt", row, seats) for row in rows])


def _table(answers: list[dict[int, int]], votes: np.ndarray) -> np.ndarray:
    return np.array([[answer.get(i, 0) for i in range(votes.shape[1])] for answer in answers])


OURS = Peer("escrutinio", _ours, batch=_ours_batch)
PEERS = (
    Peer("plain numba loop (limit)", _limit_each, batch=_limit_batch),
    Peer("interregnum iterative", _interregnum(IterativeDivisorAllocator("jefferson")), 2_000),
    Peer("interregnum averages", _interregnum(HighestAveragesAllocator("dhondt")), 2_000),
    Peer("votelib", _votelib, 5_000),
    Peer("apportionment (float)", _apportionment, 5_000),
)
