"""The limit: the same allocation as a plain compiled loop, exact and with a tie flag, one core, no batch of arrays."""

from __future__ import annotations

import numba
import numpy as np

Table = np.ndarray


@numba.njit(cache=True)
def dhondt(votes: Table, seats: int, won: Table) -> bool:  # noqa: C901 - one loop, as plain as it gets
    """Allot one election in place by D'Hondt and say whether a tie decides; votes times seats must fit 64 bits."""
    lists, total, given = votes.size, 0, 0
    for i in range(lists):
        total += votes[i]
    rate = (seats + 0.5 * lists) / max(total, 1)
    for i in range(lists):
        won[i] = int(votes[i] * rate)
        given += won[i]
    while given < seats and total > 0:
        best = 0
        for i in range(1, lists):
            if votes[i] * (won[best] + 1) > votes[best] * (won[i] + 1):
                best = i
        won[best] += 1
        given += 1
    while True:
        best, worst = 0, -1
        for i in range(lists):
            if votes[i] * (won[best] + 1) > votes[best] * (won[i] + 1):
                best = i
            if won[i] > 0 and (worst < 0 or votes[i] * won[worst] < votes[worst] * won[i]):
                worst = i
        if worst < 0:
            return False
        if given > seats:
            won[worst] -= 1
            given -= 1
            continue
        out, last = votes[best] * won[worst], votes[worst] * (won[best] + 1)
        if out <= last:
            return out == last and votes[best] > 0
        won[best] += 1
        won[worst] -= 1


@numba.njit(cache=True)
def batch(votes: Table, seats: int, won: Table, tied: Table) -> None:
    """Allot each row of a table."""
    for draw in range(votes.shape[0]):
        tied[draw] = dhondt(votes[draw], seats, won[draw])


def allot(votes: Table, seats: int) -> Table:
    """Return the seats of a table (draws, lists)."""
    won, tied = np.empty_like(votes), np.empty(len(votes), np.bool_)
    batch(votes, seats, won, tied)
    return won
