"""Seats of lists placed in areas that have room for a fixed number of them, highest quotients first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment._placing import Board, PlacedTie, highest, settled
from escrutinio.apportionment.divisors import Divisors, divisors_named
from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from fractions import Fraction

    from escrutinio.apportionment._arrays import Bools, Given, Ints

_TABLES = 3  # draws, areas, lists


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Seats placed, and the ties on the way. Equal quotients that all find room are no tie.

    Attributes:
        seats: seats placed, (draws, areas, lists), int64. Where a tie is open they are provisional: in the order given.
        tied: whether lots decide a seat, (draws,); of lists in turn, where they decide at least who comes first.
        undecided: whether such a tie is still open: no lots were given, or equal ones, (draws,).
        unplaced: seats of each list that found no room, (draws, lists), int64.
        order: of the first draw, the seats in the order in which they were placed: area, list, exact quotient.
        ties: of the first draw, the ties in their order, as they came with the lots given.
    """

    seats: Ints
    tied: Bools
    undecided: Bools
    unplaced: Ints
    order: tuple[tuple[int, int, Fraction], ...]
    ties: tuple[PlacedTie, ...]


def placement(
    votes: Given,
    room: Given,
    claims: Given,
    *,
    held: Given = 0,
    divisors: str | Divisors = "sainte_lague",
    weights: tuple[Given, Given] = (1, 1),
    in_turn: Given | None = None,
    lots: Given | None = None,
    list_lots: Given | None = None,
    cell_lots: Given | None = None,
) -> Placed:
    """Place the seats of each list in areas, one after another, where the list's quotient is highest.

    Args:
        votes: whole numbers, shape (draws, areas, lists).
        room: how many of the seats each area takes, fits (draws, areas).
        claims: how many seats of each list are placed, fits (draws, lists).
        held: seats each list has in each area already, fits (draws, areas, lists): its quotient starts behind them.
        divisors: what votes are divided by for the next seat; above zero.
        weights: numerator and denominator by which an area's quotients are multiplied, each fitting (draws, areas);
            one of 0 keeps the area empty.
        in_turn: seats each list has in the country already, fits (draws, lists): the lists then come in the order of
            their national quotients by the same divisors, and each takes the area where its own quotient is highest.
        lots: rank drawn by each cell, fits (draws, areas, lists): in a tie the lower rank comes first.
        list_lots: the same for ties among the areas of one list, where these were drawn apart.
        cell_lots: the same for ties of several areas and lists.

    Returns:
        Seats by area and list. Quotients are compared as whole numbers.

    Raises:
        ApportionmentError: votes that are no table of draws, areas and lists; bad numbers; divisors from 0.

    Source:
        The placing of levelling seats in Norway, Denmark and Iceland.

    Example:
        >>> placed = placement([[[60, 40], [50, 45]]], [[1, 1]], [[1, 1]])
        >>> placed.seats.tolist()
        [[[1, 0], [0, 1]]]
    """
    table = _input.whole(votes, "votes")
    if table.ndim != _TABLES:
        message = "votes must be tables of draws, areas and lists, not numbers of shape {shape}."
        raise ApportionmentError(message, shape=table.shape)
    draws, areas, lists = table.shape
    given = lots, list_lots, cell_lots
    drawn = tuple(_input.fitted_if(lots if each is None else each, table.shape, "lots") for each in given)
    board = Board(
        table,
        _input.fitted(held, table.shape, "held").copy(),
        _input.fitted(room, (draws, areas), "room").copy(),
        _input.fitted(claims, (draws, lists), "claims").copy(),
        _input.fitted(weights[0], (draws, areas), "weights"),
        _input.fitted(weights[1], (draws, areas), "weights"),
        _plain(divisors_named(divisors)),
    )
    turns = None if in_turn is None else _input.fitted(in_turn, (draws, lists), "in_turn").copy()
    return _filled(board, turns, drawn)


def _plain(rule: Divisors) -> Divisors:
    """Return divisors above zero, or say that these are not."""
    if rule.from_zero or rule.squared:
        raise ApportionmentError("placement takes divisors above zero; {name} are not.", name=rule.name)
    return rule


def _filled(board: Board, turns: Ints | None, lots: tuple[Ints | None, ...]) -> Placed:
    """Place seat after seat, in all draws at once; where quotients are equal, all of these that find room."""
    draws, _, lists = board.votes.shape
    before = board.held.copy()
    tied, undecided = np.zeros(draws, np.bool_), np.zeros(draws, np.bool_)
    order: list[tuple[int, int, Fraction]] = []
    ties: list[PlacedTie] = []
    while (able := board.able()).any():
        cell, several = highest(board, able, turns)
        for draw, group in several.items():
            limit = board.open[draw] if turns is None else np.minimum(board.open[draw], 1)
            placed, found = settled(group, board.room[draw], limit, [x if x is None else x[draw] for x in lots])
            if draw == 0:
                ties += found
                order += [(*each, board.quotient(0, *each)) for each in placed]
            tied[draw] |= bool(found)
            undecided[draw] |= any(each.open for each in found)
            for each in placed:
                board.seat(np.array([draw]), np.array([each[0]]), np.array([each[1]]), turns)
        alone = np.array([draw for draw in np.flatnonzero(able.any(axis=(1, 2))) if draw not in several], np.int64)
        place, who = np.divmod(cell[alone], lists)
        if len(alone) and alone[0] == 0:
            order.append((int(place[0]), int(who[0]), board.quotient(0, int(place[0]), int(who[0]))))
        board.seat(alone, place, who, turns)
    return Placed(board.held - before, tied, undecided, board.open, tuple(order), tuple(ties))
