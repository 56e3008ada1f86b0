"""Proof of proposed seats by whole-number cross-products, and the exact exchange where a proof fails.

Seats are right exactly when one price separates them: no list offers more for its next seat than the price, and none
offered less for its last (Balinski and Young 1982, appendix A, proposition 3.3). The best losing offer is such a price,
so one pass over the lists proves it; a winning offer equal to that price is exactly a tie.

All arrays are laid out (lists, draws).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.apportionment._order import draw_lots

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Ints
    from escrutinio.apportionment.divisors import Divisors


class Field(NamedTuple):
    """What is shared among whom: votes (squared for Hill), floor and cap per (list, draw); seats per draw."""

    votes: Ints
    house: Ints
    lower: Ints | None
    upper: Ints | None
    lots: Ints | None
    divisors: Divisors

    def some(self, draws: Ints | slice) -> Field:
        """Return the field of those draws only."""
        lower, upper, lots = (None if x is None else x[:, draws] for x in (self.lower, self.upper, self.lots))
        return Field(self.votes[:, draws], self.house[draws], lower, upper, lots, self.divisors)

    def wide(self) -> Field:
        """Return the field in Python integers, which never overflow."""
        return Field(self.votes.astype(object), self.house, self.lower, self.upper, self.lots, self.divisors)

    def offers(self, held: Ints) -> tuple[Ints, Ints]:
        """Return each list's quotient for the seat after those held, as two whole numbers: votes over divisor."""
        counted = held.astype(object) if self.votes.dtype == object else held
        weight = self.divisors.weight
        return self.votes if weight is None else self.votes * weight(counted), self.divisors.at(counted)

    def contested(self, seats: Ints) -> Bools:
        """Return which lists hold a seat that they could lose."""
        return np.asarray(seats > (0 if self.lower is None else self.lower))

    def able(self, seats: Ints) -> Bools:
        """Return which lists could take one more seat: they have votes and are below their cap."""
        voted = self.votes > 0
        return np.asarray(voted if self.upper is None else voted & (seats < self.upper))


class Finding(NamedTuple):
    """Per draw: are the seats wrong; per (list, draw): does its last seat, its next seat sit exactly at the price."""

    wrong: Bools
    last: Bools
    next: Bools


def settle(field: Field, seats: Ints, rival: Ints) -> tuple[Bools, Bools]:
    """Make proposed seats exact, in place, and return per draw whether a tie decides, and whether no lot settles it."""
    tied, undecided = np.zeros((2, rival.size), np.bool_)
    found = _examine(field, seats, rival)
    if found is None:
        return tied, undecided
    level = np.flatnonzero(found.last.any(0) & ~found.wrong)
    if level.size:
        tied[level] = True
        undecided[level] = _draw(field, seats, found, level)
    wrong = np.flatnonzero(found.wrong)
    if wrong.size:
        part = field.some(wrong).wide()
        mended, against = _exchange(part, seats[:, wrong])
        tied[wrong], undecided[wrong] = settle(part, mended, against)
        seats[:, wrong] = mended
    return tied, undecided


def _examine(field: Field, seats: Ints, rival: Ints) -> Finding | None:
    """Return None where all seats are right and no tie decides one, else what was found."""
    draws = np.arange(rival.size)
    votes, at = field.offers(seats)
    price, by = votes[rival, draws], at[rival, draws]
    if field.upper is not None:  # a rival at its cap offers nothing
        price = price * (seats[rival, draws] < field.upper[rival, draws])
    ahead, level = votes * by, price * at
    last, before = field.offers(seats - 1)
    kept, due = (ahead if last is votes else last * by), price * before
    above, below = ahead > level, (kept <= due) & field.contested(seats)
    if field.upper is not None:
        above &= seats < field.upper
    unfilled = field.house != seats.sum(0)
    if not ((above | below).any() or unfilled.any()):
        return None
    equal = below & (kept == due) & (price > 0)
    wrong = above.any(0) | (below & ~equal).any(0) | (unfilled & (price > 0))
    return Finding(wrong, equal, (ahead == level) & field.able(seats))


def _draw(field: Field, seats: Ints, found: Finding, draws: Ints) -> Bools:
    """Share out, in place, the seats that lists draw for; return where the lots given leave it open."""
    last, following = found.last[:, draws], found.next[:, draws]
    lots = None if field.lots is None else field.lots[:, draws]
    winners, open_ = draw_lots(last | following, last.sum(0), lots)
    seats[:, draws] += winners.astype(np.int64) - last
    return open_


def _exchange(field: Field, seats: Ints) -> tuple[Ints, Ints]:
    """Return exact seats, moving one at a time from the worst winning to the best losing offer, and the best loser."""
    draws = np.arange(field.house.size)
    while True:
        need = field.house - seats.sum(0)
        taker, offer, by, some = _extreme(field, seats, field.able(seats), largest=True)
        giver, held, before, any_ = _extreme(field, seats - 1, field.contested(seats), largest=False)
        swap = (need == 0) & some & any_ & (offer * before > held * by)
        give, take = swap | ((need > 0) & some), swap | ((need < 0) & any_)
        if not (give | take).any():
            return seats, taker
        seats[taker[give], draws[give]] += 1
        seats[giver[take], draws[take]] -= 1


def _extreme(field: Field, held: Ints, among: Bools, *, largest: bool) -> tuple[Ints, Ints, Ints, Bools]:
    """Return per draw the list with the largest (smallest) offer among some, that offer, and whether there is any."""
    votes, at = field.offers(held)
    best, offer, by, some = np.zeros(len(field.house), np.int64), votes[0].copy(), at[0].copy(), among[0].copy()
    for number in range(1, len(votes)):
        ours, theirs = votes[number] * by, offer * at[number]
        better = among[number] & (~some | (ours > theirs if largest else ours < theirs))
        best[better], offer[better], by[better] = number, votes[number][better], at[number][better]
        some |= among[number]
    return best, offer, by, some
