"""How a game's coalitions are best counted, and what the counts say of each player."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING

from escrutinio.analysis import power_grid, power_halves, power_rows
from escrutinio.analysis.power_game import sized
from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.analysis.power_game import Game, Sized
    from escrutinio.analysis.power_rows import Tallied

FEW_SHAPES = 2**14
"""So few that looking at each is quickest, whatever else would do."""


def tallied(game: Game, *, by_size: bool) -> Tallied:
    """Winning coalitions, and those with each player, by the quickest way that is exact and not too long."""
    small = sized(game)
    if power_grid.shapes(game) <= FEW_SHAPES and power_grid.fits(game):
        return power_grid.Grid(game).tallied()
    if small is not None and _short(small, by_size=by_size):
        return power_rows.tallied_rows(small) if by_size else power_rows.tallied_flat(small)
    if small is not None and _halved(small):
        return power_halves.tallied_halves(small)
    if power_grid.fits(game):
        return power_grid.Grid(game).tallied()
    if small is None:
        raise Problem(
            "{players} players weigh in so many different ways in {rules} rules that their coalitions cannot be "
            "counted here: there are {shapes} shapes of them. Ask for one rule, or for players that weigh the same.",
            players=len(game.players),
            rules=len(game.leaves),
            shapes=_rounded(power_grid.shapes(game)),
        )
    raise Problem(
        "{players} players with weights that add up to {weight} have too many different sums to be counted exactly "
        "here. Up to {few} players may weigh anything. Weights divided and rounded, for example to thousands, may be "
        "few enough; they give an approximation, not this game’s own power.",
        players=len(game.players),
        weight=sum(small.weights),
        few=power_halves.MOST_PLAYERS,
    )


def _short(small: Sized, *, by_size: bool) -> bool:
    if not by_size and small.constant and small.needed[0] is not None:
        held = sum(small.weights) * len(small.weights)
        return held <= power_rows.MOST_FLAT and held * len(small.weights) <= power_rows.MOST_WORK
    held, moved = power_rows.cost(small)
    return held <= power_rows.MOST_BITS and moved <= power_rows.MOST_WORK


def _halved(small: Sized) -> bool:
    return len(small.weights) <= power_halves.MOST_PLAYERS and sum(small.weights) < power_halves.MOST_WEIGHT


def _rounded(count: int) -> str:
    """A number with more digits than anybody reads, by its power of ten."""
    return f"10^{len(str(count)) - 1}"


@dataclass(frozen=True, slots=True)
class Swings:
    """What a game's counts say: all coalitions, the winning ones, and each player's swings."""

    players: int
    winning: int
    swings: tuple[int, ...]
    """Coalitions without a player that lose and win with it."""
    shapley: tuple[Fraction, ...] | None
    """The share of all orders in which a player turns a losing coalition into a winning one."""

    @property
    def coalitions(self) -> int:
        """All of them, the empty one too."""
        return 1 << self.players


def swings(game: Game, *, by_size: bool) -> Swings:
    """Every player's swings; with ``by_size`` its share of all orders too.

    A player swings the coalitions that win with it, less those that win without it, since nobody's joining makes a
    coalition lose.
    """
    counts = tallied(game, by_size=by_size)
    winning = sum(counts.winning)
    each = tuple(2 * sum(row) - winning for row in counts.containing)
    orders = _orders(counts, len(game.players)) if by_size else None
    return Swings(len(game.players), winning, each, orders)


def _orders(counts: Tallied, players: int) -> tuple[Fraction, ...]:
    """Swings by size, each counted as often as there are orders in which so many come first."""
    ways = [factorial(before) * factorial(players - 1 - before) for before in range(players)]
    found: dict[tuple[int, ...], Fraction] = {}
    for row in set(counts.containing):
        turned = (row[before + 1] - (counts.winning[before] - row[before]) for before in range(players))
        found[row] = Fraction(sum(way * each for way, each in zip(ways, turned, strict=True)), factorial(players))
    return tuple(found[row] for row in counts.containing)
