"""The limit of a biproportional table: alternate scaling as a plain compiled loop in floats, one core."""

from __future__ import annotations

import numba
import numpy as np

Table = np.ndarray
SWEEPS = 1_000  # after which it gives up


@numba.njit(cache=True)
def line(shares: Table, seats: int, won: Table) -> float:
    """Round one line's shares to its seats, in place, and return the factor in the middle of what gives them."""
    total, given = 0.0, 0
    for i in range(shares.size):
        total += shares[i]
    rate = seats / total
    for i in range(shares.size):
        won[i] = int(shares[i] * rate + 0.5)
        given += won[i]
    while True:
        best, worst = 0.0, np.inf
        up, down = 0, 0
        for i in range(shares.size):
            offer = shares[i] / (won[i] + 0.5)
            if offer > best:
                best, up = offer, i
            if won[i] > 0 and shares[i] / (won[i] - 0.5) < worst:
                worst, down = shares[i] / (won[i] - 0.5), i
        if given < seats:
            won[up] += 1
            given += 1
        elif given > seats:
            won[down] -= 1
            given -= 1
        else:
            return 1 / np.sqrt(best * worst)


@numba.njit(cache=True)
def alternate(votes: Table, areas: Table, lists: Table, won: Table) -> bool:
    """Scale areas and lists by turns until both margins are right; return whether they are."""
    shares = votes.copy()
    for _ in range(SWEEPS):
        for i in range(areas.size):
            shares[i] *= line(shares[i], areas[i], won[i])
        wrong = 0
        for j in range(lists.size):
            wrong += abs(won[:, j].sum() - lists[j])
        if wrong == 0:
            return True
        for j in range(lists.size):
            shares[:, j] *= line(shares[:, j], lists[j], won[:, j])
        wrong = 0
        for i in range(areas.size):
            wrong += abs(won[i].sum() - areas[i])
        if wrong == 0:
            return True
    return False
