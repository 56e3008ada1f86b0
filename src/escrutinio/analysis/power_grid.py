"""Every shape a coalition can have, one by one: so many players of each type, players of one type weighing the same.

This answers every question about a game, whatever its rules, as long as there are few shapes: twenty parties that all
weigh something else, or two chambers of hundreds whose members weigh the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.power_rows import Tallied

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from escrutinio.analysis.power_game import Game

    Counts = npt.NDArray[Any]
    Bools = npt.NDArray[np.bool_]

MOST_SHAPES = 2**21
MOST_UNEQUAL = 2**19
"""Shapes that may stand for many coalitions each: these are counted in Python's integers."""
SMALL = 50
"""Players up to whom every count fits 64 bits."""


def shapes(game: Game) -> int:
    """How many shapes a coalition can have."""
    return prod(len(each) + 1 for each in _types(game).values())


def fits(game: Game) -> bool:
    """Whether the shapes are few enough to look at each."""
    return shapes(game) <= (MOST_SHAPES if len(game.players) <= SMALL else MOST_UNEQUAL)


def _types(game: Game) -> dict[tuple[int, ...], list[int]]:
    """The players of each type, by what they weigh in every rule."""
    types: dict[tuple[int, ...], list[int]] = {}
    for player in range(len(game.players)):
        types.setdefault(tuple(leaf.weights[player] for leaf in game.leaves), []).append(player)
    return types


@dataclass(frozen=True, eq=False)
class Grid:
    """The shapes of a game; arrays have one axis for each type of player."""

    game: Game

    @cached_property
    def types(self) -> dict[tuple[int, ...], list[int]]:
        """The players of each type."""
        return _types(self.game)

    @cached_property
    def sides(self) -> tuple[int, ...]:
        """How many players of each type a coalition can have, and none."""
        return tuple(len(each) + 1 for each in self.types.values())

    @cached_property
    def many(self) -> list[Counts]:
        """How many players of each type a coalition has, each array along its own axis."""
        return [along(np.arange(side), axis, len(self.sides)) for axis, side in enumerate(self.sides)]

    @cached_property
    def size(self) -> Counts:
        """How many players a coalition has."""
        return self._whole(sum(self.many, start=np.zeros(1, dtype=np.int64)))

    @cached_property
    def count(self) -> Counts:
        """How many coalitions have a shape."""
        dtype = np.int64 if len(self.game.players) <= SMALL else object
        ways = [np.array([comb(side - 1, each) for each in range(side)], dtype=dtype) for side in self.sides]
        product = np.ones(1, dtype=dtype)
        for axis, each in enumerate(ways):
            product = product * along(each, axis, len(self.sides))
        return self._whole(product)

    @cached_property
    def wins(self) -> Bools:
        """Whether a coalition wins."""
        met = []
        for place, leaf in enumerate(self.game.leaves):
            dtype = object if sum(leaf.weights) >= 2**62 else np.int64
            sums = sum(
                (many.astype(dtype) * weights[place] for many, weights in zip(self.many, self.types, strict=True)),
                start=np.zeros(1, dtype=dtype),
            )
            met.append(self._whole(sums >= leaf.quota))
        wins: Bools = self._whole(np.asarray(self.game.met(met), dtype=bool))
        return wins

    @cached_property
    def critical(self) -> list[Bools]:
        """Whether a coalition wins, and loses without one of its players of a type."""
        return [self.wins & (self.many[axis] > 0) & ~self._without(axis) for axis in range(len(self.sides))]

    def _without(self, axis: int) -> Bools:
        """Whether the coalition wins with one player of a type less."""
        before: Bools = np.roll(self.wins, 1, axis=axis)
        np.moveaxis(before, axis, 0)[0] = False
        return before

    @cached_property
    def decisive(self) -> Counts:
        """How many players of a winning coalition it would lose without."""
        each = [critical * many for critical, many in zip(self.critical, self.many, strict=True)]
        return sum(each, start=np.zeros(self.sides, dtype=np.int64))

    @cached_property
    def minimal(self) -> Bools:
        """Whether a coalition wins and loses without any one of its players."""
        minimal: Bools = self.wins & (self.decisive == self.size)
        return minimal

    def tallied(self) -> Tallied:
        """Winning coalitions by size, and those with each player."""
        return Tallied(tuple(self.by(self.size, self.wins)), self._of_players(self.size, [self.wins] * len(self.sides)))

    def johnston(self) -> list[Fraction]:
        """Each player's sum, over the coalitions that lose without it, of one divided by how many can say so."""
        held = self._of_players(self.decisive, self.critical)
        return [sum((Fraction(each, by) for by, each in enumerate(row) if by), start=Fraction(0)) for row in held]

    def minimal_by_size(self) -> Tallied:
        """Minimal winning coalitions by size, and those with each player."""
        return Tallied(
            tuple(self.by(self.size, self.minimal)), self._of_players(self.size, [self.minimal] * len(self.sides))
        )

    def _of_players(self, key: Counts, among: Sequence[Bools]) -> tuple[tuple[int, ...], ...]:
        """Coalitions with each player, by a key, among those of its type's own choice."""
        found: dict[int, tuple[int, ...]] = {}
        for axis, players in enumerate(self.types.values()):
            sums = self.by(key, among[axis], self.many[axis])
            # each of the type's players is in as many of them as every other
            found |= dict.fromkeys(players, tuple(each // len(players) for each in sums))
        return tuple(found[player] for player in range(len(self.game.players)))

    def by(self, key: Counts, among: Bools, times: Counts | None = None) -> list[int]:
        """Coalitions by a number from 0 to all players, among some; counted so many times each."""
        counted = self.count if times is None else self.count * times
        keys, counts = key[among], self._whole(counted)[among]
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        found = [0] * (len(self.game.players) + 1)
        if keys.size:
            starts = np.flatnonzero(np.diff(keys, prepend=-1))
            for key_, each in zip(keys[starts], np.add.reduceat(counts, starts), strict=True):
                found[int(key_)] = int(each)
        return found

    def _whole(self, array: Counts) -> Counts:
        return np.broadcast_to(array, self.sides)


def along(values: Counts, axis: int, axes: int) -> Counts:
    """One-dimensional values as an array along one of several axes."""
    return values.reshape([-1 if each == axis else 1 for each in range(axes)])
