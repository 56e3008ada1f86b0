"""One turn of placing seats: which cells have the highest quotient, and who of them finds room."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from escrutinio.apportionment._start import likely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from escrutinio.apportionment._arrays import Bools, Ints
    from escrutinio.apportionment.divisors import Divisors

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedTie:
    """Cells (area, list) with equal quotients of which not all find room: ``seats`` of them are placed, by lot.

    ``by`` says what they have in common: one area, one list, or neither; ``open`` whether the lots given leave it open.
    """

    cells: tuple[Cell, ...]
    seats: int
    by: Literal["area", "list", "cell"]
    open: bool


class Board(NamedTuple):
    """What is being filled, draws first; changed in place."""

    votes: Ints
    held: Ints
    room: Ints
    open: Ints
    top: Ints
    bottom: Ints
    rule: Divisors

    def able(self) -> Bools:
        """Return where a list with votes and seats to place meets an area with room."""
        free: Bools = (self.room > 0) & (self.top > 0) & (self.bottom > 0)
        return np.asarray(free[:, :, None] & (self.open > 0)[:, None, :] & (self.votes > 0))

    def quotient(self, draw: int, area: int, who: int) -> Fraction:
        """Return the exact quotient of a cell."""
        count, divisor = int(self.votes[draw, area, who]), self.rule.value(int(self.held[draw, area, who]))
        weighted = count * int(self.top[draw, area]) * divisor.denominator
        return Fraction(weighted, int(self.bottom[draw, area]) * divisor.numerator)

    def seat(self, draws: Ints, areas: Ints, lists: Ints, turns: Ints | None) -> None:
        """Place one seat in each of these draws."""
        self.held[draws, areas, lists] += 1
        self.room[draws, areas] -= 1
        self.open[draws, lists] -= 1
        if turns is not None:
            turns[draws, lists] += 1


def highest(board: Board, able: Bools, turns: Ints | None) -> tuple[Ints, dict[int, list[Cell]]]:
    """Return per draw the cell with the highest quotient, and the cells of the draws in which several may be equal.

    Floats name the cells that may be the highest; where these are several, fractions decide among them. With turns,
    the lists whose turn it is offer each their own highest cells.
    """
    turn = None if turns is None else _whose_turn(board, able, turns)
    if turn is not None:
        able = able & turn[:, None, :]
    near = likely(board.votes, np.asarray(board.rule.at(board.held)), board.top, board.bottom, able)
    unsure = near.sum(axis=1) > 1
    if turn is not None:
        unsure |= turn.sum(axis=1) > 1
    several = {}
    for draw in np.flatnonzero(unsure):
        cells = [(int(area), int(who)) for area, who in np.argwhere(able[draw])]
        if turn is None:
            cells = _best(board, int(draw), [divmod(int(each), able.shape[2]) for each in np.flatnonzero(near[draw])])
        else:
            own = {who: [each for each in cells if each[1] == who] for _, who in cells}
            cells = sorted(each for mine in own.values() for each in _best(board, int(draw), mine))
        several[int(draw)] = cells
    return near.argmax(axis=1), several


def _over(votes: int, divisor: Fraction) -> Fraction:
    """Return votes over a divisor, exactly."""
    return Fraction(votes * divisor.denominator, divisor.numerator)


def _best(board: Board, draw: int, cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells whose quotient is exactly the highest."""
    offers = {each: board.quotient(draw, *each) for each in cells}
    most = max(offers.values())
    return [each for each, offer in offers.items() if offer == most]


def _whose_turn(board: Board, able: Bools, turns: Ints) -> Bools:
    """Return per draw the lists whose national quotient is highest among those that can still place a seat."""
    large = int(board.votes.max(initial=0)) * max(1, board.votes.shape[1]) > np.iinfo(np.int64).max
    votes = (board.votes.astype(object) if large else board.votes).sum(axis=1)
    some = np.asarray(able.any(axis=1))
    one = np.ones((len(votes), 1), np.int64)
    turn: Bools = likely(votes[:, None], np.asarray(board.rule.at(turns))[:, None], one, one, some[:, None])
    for draw in np.flatnonzero(turn.sum(axis=1) > 1):
        offers = {
            who: _over(int(votes[draw, who]), board.rule.value(int(turns[draw, who])))
            for who in np.flatnonzero(turn[draw])
        }
        turn[draw, [who for who, offer in offers.items() if offer < max(offers.values())]] = False
    return turn


def settled(
    cells: Sequence[Cell], room: Ints, limit: Ints, lots: Sequence[Ints | None]
) -> tuple[list[Cell], list[PlacedTie]]:
    """Return which cells of equal quotients are placed, and the ties among them.

    Args:
        cells: in the order in which they come without lots.
        room: seats each area takes.
        limit: seats each list may place now.
        lots: ranks by cell, for ties of one area, of one list, and of neither.
    """
    full_areas = {area for area, _ in cells if sum(a == area for a, _ in cells) > room[area]}
    full_lists = {who for _, who in cells if sum(w == who for _, w in cells) > limit[who]}
    placed = [each for each in cells if each[0] not in full_areas and each[1] not in full_lists]
    ties = []
    for group in _rivals([each for each in cells if each not in placed], full_areas, full_lists):
        by: Literal["area", "list", "cell"] = "cell"
        if len({area for area, _ in group}) == 1 and not any(who in full_lists for _, who in group):
            by = "area"
        elif len({who for _, who in group}) == 1 and not any(area in full_areas for area, _ in group):
            by = "list"
        ranks = lots[("area", "list", "cell").index(by)]
        order = sorted(group, key=lambda each: (0 if ranks is None else int(ranks[each]), each))
        winners = _fitting(order, room, limit)
        placed += winners
        open_ = ranks is None or _equal(order, winners, ranks, by)
        ties.append(PlacedTie(tuple(group), len(winners), by, open_))
    return placed, ties


def _rivals(cells: list[Cell], full_areas: set[int], full_lists: set[int]) -> list[list[Cell]]:
    """Return the cells in groups that compete: linked by an area or a list that cannot take all of them."""
    groups: list[list[Cell]] = []
    for cell in cells:
        area, who = cell
        linked = [
            group
            for group in groups
            if any((a == area and a in full_areas) or (w == who and w in full_lists) for a, w in group)
        ]
        groups = [group for group in groups if group not in linked]
        groups.append(sorted([cell, *(each for group in linked for each in group)]))
    return sorted(groups)


def _fitting(order: list[Cell], room: Ints, limit: Ints) -> list[Cell]:
    """Return the cells that find room, first come first served."""
    left, more, placed = room.copy(), limit.copy(), []
    for area, who in order:
        if left[area] > 0 and more[who] > 0:
            left[area] -= 1
            more[who] -= 1
            placed.append((area, who))
    return placed


def _equal(order: list[Cell], winners: list[Cell], ranks: Ints, by: str) -> bool:
    """Return whether equal ranks leave a tie open."""
    drawn = [int(ranks[each]) for each in order]
    if by == "cell":
        return len(set(drawn)) < len(drawn)
    return drawn[len(winners) - 1] == drawn[len(winners)]
