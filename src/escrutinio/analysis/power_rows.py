"""Coalitions counted by size and weight, exactly, for hundreds of players.

The generating function of all coalitions is the product of ``1 + y·x^w`` over the players: the coefficient of
``y^s x^k`` is the number of coalitions of ``s`` players that weigh ``k`` (Mann and Shapley 1962; Brams and Affuso
1976). One row per size holds the coefficients of ``x`` side by side in one big integer, so that a player joins a row
by one shift and one addition (Kronecker's substitution). Players join from the lightest to the heaviest; then the
``s`` lightest of all are the lightest coalition a row will ever have, and the row begins there.

No player is ever taken out again. Dividing by ``1 + y·x^w`` is an alternating sum of what is there already, so the
coalitions with a player that weigh less than ``t`` are ``C(s-1, t-w) - C(s-2, t-2w) + …``, with ``C(s, k)`` the
coalitions of ``s`` players that weigh less than ``k``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from escrutinio.analysis.power_game import Sized

    Int64 = npt.NDArray[np.int64]

LIMB = 32
AT_ONCE = 32
MOST_WORK = 12 * 10**12
"""Bits that may be moved: about five minutes at the 40 thousand million a second that one core was seen to move."""
MOST_BITS = 16 * 10**9
"""Bits that rows may hold: 2 GB, of which little is copied at a time."""
MOST_FLAT = 8 * 10**9
"""Bits that all sizes together may hold in one number: 1 GB, which is copied while a player joins."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """Winning coalitions, and those with each player, by size; all sizes together where ``by_size`` is False."""

    winning: tuple[int, ...]
    containing: tuple[tuple[int, ...], ...]
    by_size: bool = True


def cost(game: Sized) -> tuple[int, int]:
    """Bits to hold and bits to move, for a count by size."""
    weights, below, _ = _smaller(game)
    least = [0, *accumulate(sorted(weights))]
    limit = _limit(weights, below)
    held = sum(max(0, limit - each) for each in least) * _bits(len(weights))
    return held, held * len(weights)


def tallied_rows(game: Sized) -> Tallied:
    """Winning coalitions by size, and those with each player."""
    weights, below, complement = _smaller(game)
    every = [comb(len(weights), size) for size in range(len(weights) + 1)]
    with_one = [comb(len(weights) - 1, size - 1) if size else 0 for size in range(len(weights) + 1)]
    lighter, rows = Rows(weights, _limit(weights, below)).below(below)
    for size, limit in enumerate(below):
        if limit > sum(weights):
            lighter[size] = every[size]
            for row in rows.values():
                row[size] = with_one[size]
    if complement:  # a coalition wins where those outside it weigh too little to block
        held = {weight: _less(lighter, row)[::-1] for weight, row in rows.items()}
        return Tallied(tuple(lighter[::-1]), tuple(tuple(held[weight]) for weight in weights))
    held = {weight: _less(with_one, row) for weight, row in rows.items()}
    return Tallied(tuple(_less(every, lighter)), tuple(tuple(held[weight]) for weight in weights))


def tallied_flat(game: Sized) -> Tallied:
    """Winning coalitions, and those with each player, of all sizes together; one quota for every size."""
    weights, below, complement = _smaller(game)
    quota, count = below[0], len(weights)
    upto = _cumulated(_flat(weights, quota, _bits(count)), quota, _bits(count))
    lighter = upto[quota]
    held = {weight: _with(upto, quota, weight) for weight in set(weights)}
    if complement:
        return Tallied((lighter,), tuple((lighter - held[weight],) for weight in weights), by_size=False)
    everything, with_one = 1 << count, 1 << (count - 1)
    return Tallied((everything - lighter,), tuple((with_one - held[weight],) for weight in weights), by_size=False)


def _smaller(game: Sized) -> tuple[tuple[int, ...], list[int], bool]:
    """Weights, and by size the weight below which coalitions are counted: losing ones, or complements of winning ones.

    Whichever is lighter is counted. A size at which nobody can win, or nobody lose, needs a weight that all have, or
    that nobody is below.
    """
    whole = sum(game.weights)
    losing = [whole + 1 if each is None else min(each, whole + 1) for each in game.needed]
    outside = [whole + 1 - each for each in reversed(losing)]
    complement = _limit(game.weights, outside) < _limit(game.weights, losing)
    return game.weights, outside if complement else losing, complement


def _limit(weights: Sequence[int], below: Sequence[int]) -> int:
    """The highest weight that coalitions are compared with; sizes whose coalitions are all below ask for none."""
    whole = sum(weights)
    return max((each for each in below if each <= whole), default=0)


def _less(first: list[int], second: list[int]) -> list[int]:
    return [one - other for one, other in zip(first, second, strict=True)]


def _bits(count: int) -> int:
    return (count // LIMB + 1) * LIMB


class Rows:
    """The generating function up to a weight, a row per size; light players weigh, but are not counted."""

    def __init__(self, weights: Sequence[int], limit: int, *, light: Sequence[int] = ()) -> None:
        """Let every player join."""
        self.weights = sorted(weights)
        self.bits = _bits(len(weights) + len(light))
        self.limit = limit
        self.least = [0, *accumulate(self.weights)]
        self.rows = self._filled(_flat(light, limit, self.bits))

    def _filled(self, first: int) -> list[int]:
        """Every player joins every row below; the loop that takes the time, so nothing is looked up twice in it."""
        top = sum(1 for each in self.least if each < self.limit) - 1
        rooms = [(self.limit - each) * self.bits for each in self.least]
        starts = [weight * self.bits for weight in self.weights]
        rows = [first] if top >= 0 else []
        for joined, start in enumerate(starts):
            highest = min(joined + 1, top)
            if len(rows) <= highest:
                rows.append(0)
            for size in range(highest, 0, -1):
                shift = start - starts[size - 1]
                room = rooms[size] - shift
                before = rows[size - 1]
                if before.bit_length() > room:
                    if room <= 0:
                        continue
                    before &= (1 << room) - 1
                rows[size] += before << shift
        return rows

    def below(self, limits: Sequence[int]) -> tuple[list[int], dict[int, list[int]]]:
        """Coalitions of each size lighter than its limit, and those of them with a player of each weight."""
        edges = np.array(limits, dtype=np.int64)
        each = np.array(sorted(set(self.weights)), dtype=np.int64)
        lighter = np.zeros((len(edges), self.bits // LIMB), dtype=np.int64)
        held = np.zeros((len(each), *lighter.shape), dtype=np.int64)
        for size in range(len(edges)):
            upto, least = self._upto(size), self.least[size]
            lighter[size] = upto.take(edges[size] - least, axis=0, mode="clip")
            for first in range(0, len(each), AT_ONCE):
                group = slice(first, first + AT_ONCE)
                _take(held[group, size + 1 :], upto, edges[size + 1 :] - least, each[group])
        return _whole(lighter), {int(weight): _whole(sums) for weight, sums in zip(each, held, strict=True)}

    def _upto(self, size: int) -> Int64:
        """Coalitions of a size lighter than its least weight plus 0, 1, 2 …, in limbs; shape (weights, limbs)."""
        if size >= len(self.rows):
            return np.zeros((1, self.bits // LIMB), dtype=np.int64)
        return _limbs(self.rows[size], self.limit - self.least[size], self.bits)


def _limbs(packed: int, count: int, bits: int) -> Int64:
    """Packed coefficients summed up from the first, in limbs that carry nothing over."""
    data = np.frombuffer(packed.to_bytes(count * bits // 8, "little"), dtype="<u4").reshape(count, bits // LIMB)
    upto = np.zeros((count + 1, bits // LIMB), dtype=np.int64)
    np.cumsum(data, axis=0, dtype=np.int64, out=upto[1:])
    return upto


def _take(into: Int64, upto: Int64, places: Int64, weights: Int64) -> None:
    """Add and take away, by turns, the coalitions lighter than each place by one weight, by two, by three and so on."""
    steps = np.arange(1, len(places) + 1)
    least = int(weights[0])
    if least and places.size:  # beyond, every place is below the first
        steps = steps[: int(places.max()) // least + 1 if places.max() > 0 else 0]
    signs = np.where(steps % 2 == 1, 1, -1)[:, None]
    found = upto.take(places[: len(steps)] - steps * weights[:, None], axis=0, mode="clip")
    into[:, : len(steps)] += signs * found


def _whole(limbs: Int64) -> list[int]:
    """Numbers from limbs, which may have grown beyond their width or below zero."""
    return [sum(limb << (LIMB * place) for place, limb in enumerate(row)) for row in limbs.tolist()]


def _flat(weights: Sequence[int], limit: int, bits: int) -> int:
    """The generating function of all sizes together, packed, up to a weight."""
    mask, packed = (1 << (limit * bits)) - 1, 1 if limit > 0 else 0
    for weight in sorted(weights):
        packed += packed << (weight * bits)
        if packed > mask:
            packed &= mask
    return packed


def _cumulated(packed: int, limit: int, bits: int) -> list[int]:
    """How many coalitions are lighter than 0, 1, 2 … up to the limit."""
    data, width = packed.to_bytes(limit * bits // 8, "little"), bits // 8
    each = (int.from_bytes(data[place : place + width], "little") for place in range(0, len(data), width))
    return [0, *accumulate(each)]


def _with(upto: Sequence[int], limit: int, weight: int) -> int:
    """Coalitions with a player of this weight that are lighter than the limit."""
    if weight == 0:
        return upto[limit] // 2
    sums = upto[limit - weight :: -weight] if weight <= limit else ()
    return sum(sums[::2]) - sum(sums[1::2])
