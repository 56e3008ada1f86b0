"""Proof of a proposed biproportional table by whole numbers.

Seats are right exactly when there are multipliers of areas and lists such that every cell's votes, multiplied by both,
lie between the signposts of its seats (Balinski and Demange 1989). Multipliers are taken as whole numbers over a power
of 2, so that one product and two comparisons prove a cell; where every share lies strictly between its signposts there
is no tie either, for every other table breaks a strict inequality. Arrays are (areas, lists, draws).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Floats, Ints
    from escrutinio.apportionment._bistart import Start
    from escrutinio.apportionment.divisors import Divisors

_BITS = 62  # of a product in an int64, with one to spare
_HALF_WORD = 2**31 - 1  # two multipliers of this size have a product within an int64
_WIDE = 160  # bits over which Python integers are compared: all 53 of each multiplier
_over = np.true_divide  # float: only scales proposed multipliers before they become whole numbers
_root = np.sqrt  # float: as above


def proved(votes: Ints, margins: tuple[Ints, Ints], start: Start, divisors: Divisors) -> Bools:
    """Return per draw whether the proposed seats are the only answer; what is not proved here may still be right."""
    rows, columns = margins
    filled = (start.seats.sum(1) == rows).all(0) & (start.seats.sum(0) == columns).all(0)
    filled &= (start.seats >= 0).all((0, 1))
    if votes.dtype == object:
        return _between(votes, start, divisors, filled)
    scale, most = divisors.scale, int(start.seats.max(initial=0))
    bits = _BITS - 1 - int(divisors.at(most)).bit_length()
    by_area, by_list = (np.where(x < _HALF_WORD, x, 0).astype(np.int64) for x in _whole(start, bits))
    both = by_area[:, None] * by_list
    # float: whether products fit 64 bits, with a factor of 2 to spare
    small = (both.astype(np.float64) * votes * scale < 2**_BITS).all((0, 1))  # float: as the line above
    after, before = _signposts(start.seats, divisors)
    share = both * votes * scale
    between = ((share < after << bits) & (share > before << bits)).all((0, 1))
    sure: Bools = filled & small & between
    left = np.flatnonzero(filled & ~sure)
    if left.size:
        part = type(start)(start.seats[..., left], start.areas[:, left], start.lists[:, left])
        sure[left] = _between(votes[..., left].astype(object), part, divisors, filled[left])
    return sure


def _between(votes: Ints, start: Start, divisors: Divisors, among: Bools) -> Bools:
    """Return the same with Python integers, which hold multipliers to their last bit."""
    sure = among.copy()
    for draw in np.flatnonzero(among):
        one = type(start)(start.seats[..., draw], start.areas[:, draw], start.lists[:, draw])
        multipliers = _whole(one, _WIDE)
        if not all(np.isfinite(x).all() for x in multipliers):
            sure[draw] = False
            continue
        by_area, by_list = (np.array([int(x) for x in line], object) for line in multipliers)
        share = by_area[:, None] * by_list * votes[..., draw] * divisors.scale
        after, before = (x.astype(object) << _WIDE for x in _signposts(one.seats, divisors))
        sure[draw] = bool(((share < after) & (share > before)).all())
    return sure


def _whole(start: Start, bits: int) -> tuple[Floats, Floats]:
    """Return multipliers of areas and lists as whole numbers whose product is 2^bits times the product proposed."""
    areas, lists = start.areas, start.lists
    with np.errstate(all="ignore"):
        by = _root(_over(lists.max(0), areas.max(0))) * 2 ** (bits // 2)
        return np.rint(areas * by), np.rint(lists * _over(1, by) * 2**bits)


def _signposts(seats: Ints, divisors: Divisors) -> tuple[Ints, Ints]:
    """Return the whole-number signposts after and before each cell's seats; below 0 where it has none to lose."""
    return divisors.at(seats), np.where(seats > 0, divisors.at(np.maximum(seats - 1, 0)), -1)
