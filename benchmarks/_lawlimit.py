"""The limit: two whole laws as plain compiled loops written by hand for one election each, one core, seats only."""

from __future__ import annotations

import numba
import numpy as np

Table = np.ndarray


@numba.njit(cache=True)
def highest(votes: Table, seats: int, step: int, won: Table) -> bool:  # noqa: C901 - one loop, as plain as it gets
    """Allot by the divisors 1, 1 + step, 1 + 2 step …, in place; say whether a tie decides; products fit 64 bits."""
    lists, total, given = votes.size, 0, 0
    for i in range(lists):
        total += votes[i]
    rate = seats / max(total, 1)
    for i in range(lists):
        won[i] = int(votes[i] * rate)
        given += won[i]
    while total > 0:
        best, worst = 0, -1
        for i in range(lists):
            if votes[i] * (step * won[best] + 1) > votes[best] * (step * won[i] + 1):
                best = i
            if won[i] > 0 and (
                worst < 0 or votes[i] * (step * (won[worst] - 1) + 1) < votes[worst] * (step * (won[i] - 1) + 1)
            ):
                worst = i
        if given < seats:
            won[best] += 1
            given += 1
            continue
        if given > seats:
            won[worst] -= 1
            given -= 1
            continue
        if worst < 0:
            return False
        out, last = votes[best] * (step * (won[worst] - 1) + 1), votes[worst] * (step * won[best] + 1)
        if out <= last:
            return out == last and votes[best] > 0
        won[best] += 1
        won[worst] -= 1
    return False


@numba.njit(cache=True)
def congress(votes: Table, blank: Table, seats: Table, totals: Table, tied: Table) -> None:
    """Spain: 3 % of valid and blank votes in each province, D'Hondt; seats by list in each draw."""
    draws, provinces, lists = votes.shape
    standing, won, who = np.empty(lists, np.int64), np.empty(lists, np.int64), np.empty(lists, np.int64)
    for draw in range(draws):
        for province in range(provinces):
            base, few = blank[province], 0
            for i in range(lists):
                base += votes[draw, province, i]
            for i in range(lists):
                if votes[draw, province, i] > 0 and votes[draw, province, i] * 100 >= base * 3:
                    standing[few], who[few] = votes[draw, province, i], i
                    few += 1
            tied[draw] |= highest(standing[:few], seats[province], 1, won[:few])
            for i in range(few):
                totals[draw, who[i]] += won[i]


@numba.njit(cache=True)
def bundestag(  # noqa: C901, PLR0912, PLR0917 - the law from its first article to the last
    first: Table, second: Table, land: Table, exempt: Table, seats: int, totals: Table, tied: Table
) -> None:
    """Germany since 2023: threshold, parties, Länder, and winners as far as their list reaches; seats by list."""
    draws, places, lists = first.shape
    lands = second.shape[1]
    winner, shares = np.empty(places, np.int64), np.empty(places, np.float64)
    party, claim = np.empty(lists, np.int64), np.empty(lands, np.int64)
    for draw in range(draws):
        wins, country = np.zeros(lists, np.int64), np.zeros(lists, np.int64)
        for place in range(places):
            best, whole, level = 0, 0, False
            for i in range(lists):
                cast = first[draw, place, i]
                whole += cast
                if cast > first[draw, place, best]:
                    best, level = i, False
                elif i != best and cast == first[draw, place, best]:
                    level = True
            winner[place], shares[place] = best, first[draw, place, best] / max(whole, 1)
            wins[best] += not level
            tied[draw] |= level
        for where in range(lands):
            for i in range(lists):
                country[i] += second[draw, where, i]
        valid = country.sum()
        admitted = np.where((country * 20 >= valid) | (wins >= 3) | exempt, country, 0)  # noqa: PLR2004 - the law's
        tied[draw] |= highest(admitted, seats, 2, party)
        for i in range(lists):
            totals[draw, i] = party[i]
            if party[i] == 0:
                continue
            tied[draw] |= highest(second[draw, :, i].copy(), party[i], 2, claim)
            for where in range(lands):  # who of the winners sits changes no list's seats: it is found, and left
                for place in range(places):
                    if land[place] == where and winner[place] == i:
                        ahead = 0
                        for other in range(places):
                            if land[other] == where and winner[other] == i and shares[other] > shares[place]:
                                ahead += 1
                        if ahead >= claim[where]:
                            winner[place] = -1 - i
        for place in range(places):  # a winner whose list takes no part sits besides
            if winner[place] >= 0 and country[winner[place]] == 0:
                totals[draw, winner[place]] += 1
