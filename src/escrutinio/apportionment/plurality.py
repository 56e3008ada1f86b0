"""Most votes win: first past the post, block seats, and first-and-second rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment._order import Cut, cut_after, ranking
from escrutinio.apportionment.allocation import Allocation, Plurality
from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Given, Ints


def plurality(
    votes: Given, *, seats: Given = 1, ranks: tuple[int, ...] | None = None, lots: Given | None = None
) -> Allocation:
    """Give one seat each to the lists with most votes, or what each rank is worth.

    Args:
        votes: whole numbers of any size, shape (…, lists).
        seats: how many lists win one seat each, an int or an array that fits (…); not used with ``ranks``.
        ranks: seats of the first, the second … list, never rising: ``(2, 1)`` was the Bolivian Senate until 2009.
        lots: rank drawn by each list, fits (…, lists): in a tie the lower rank comes first.

    Returns:
        An `Allocation` with seats of shape (…, lists). Lists without votes win nothing; `unfilled` says so.

    Raises:
        ApportionmentError: votes, seats, ranks or lots that are negative, not whole, rising or do not fit.

    Example:
        >>> plurality([120, 300, 80]).seats.tolist()
        [0, 1, 0]
        >>> plurality([120, 300, 80], ranks=(2, 1)).seats.tolist()
        [1, 2, 0]
    """
    table = _input.ballots(votes)
    shape, draws, lists = table.shape, table.shape[:-1], table.shape[-1]
    prizes = None if ranks is None else _prizes(ranks)
    house = _input.house(seats if prizes is None else sum(prizes), draws)
    drawn = _input.fitted_if(lots, shape, "lots")
    by_list, lot = _input.columns(table), _input.columns_if(drawn)
    alone = lists > 0 and (not any(prizes[1:]) if prizes else True) and bool((house == 1).all())
    won, cut = _first(by_list, lot) if alone else _ranked(by_list, house, prizes, lot)
    return Allocation(
        won.T.reshape(shape),
        cut.tied.reshape(draws),
        cut.undecided.reshape(draws),
        (house - won.sum(0)).reshape(draws),
        np.zeros(draws, np.int64),
        table,
        house.reshape(draws),
        drawn,
        Plurality(prizes),
    )


def _prizes(ranks: tuple[int, ...]) -> tuple[int, ...]:
    """Return the seats per rank, or say why they make no sense."""
    prizes = tuple(int(n) for n in _input.whole(ranks, "ranks"))
    if list(prizes) != sorted(prizes, reverse=True):
        message = "ranks {ranks} rise: a list with more votes cannot win fewer seats."
        raise ApportionmentError(message, ranks=prizes)
    return prizes


def _first(votes: Ints, lots: Ints | None) -> tuple[Ints, Cut]:
    """Return one seat for the list with most votes, and the ties: the same as ranking all, without the ranking."""
    by_draw = votes.T
    draws, lists = by_draw.shape
    most = by_draw.max(-1, keepdims=True)
    there = np.flatnonzero((by_draw == most) & (most > 0))
    draw, won = there // lists, np.zeros(draws * lists, np.int64)
    again = np.flatnonzero(draw[1:] == draw[:-1]) + 1
    won[there] = 1
    won[there[again]] = 0  # the first in list order holds it provisionally
    won = won.reshape(draws, lists).T
    tied = np.zeros(draws, np.bool_)
    tied[draw[again]] = True
    cut = Cut(tied, tied.copy())
    drawn = np.flatnonzero(tied)
    if lots is not None and drawn.size:
        one = np.ones(drawn.size, np.int64)
        won[:, drawn], (cut.tied[drawn], cut.undecided[drawn]) = _ranked(votes[:, drawn], one, None, lots[:, drawn])
    return won, cut


def _ranked(votes: Ints, house: Ints, prizes: tuple[int, ...] | None, lots: Ints | None) -> tuple[Ints, Cut]:
    """Return what each list's place is worth, and the ties between places that are not worth the same."""
    worth = _worth(house, len(votes), prizes)
    order = ranking(votes, lots)
    won = np.zeros(votes.shape, np.int64)
    np.put_along_axis(won, order, worth, 0)
    won[votes == 0] = 0
    return won, _cuts(votes, order, worth, lots)


def _worth(house: Ints, lists: int, prizes: tuple[int, ...] | None) -> Ints:
    """Return the seats of each place in the order, (places, draws)."""
    if prizes is None:
        return (np.arange(lists)[:, None] < house).astype(np.int64)
    padded = (prizes + (0,) * lists)[:lists]
    return np.repeat(np.array(padded, np.int64)[:, None], house.size, axis=1)


def _cuts(votes: Ints, order: Ints, worth: Ints, lots: Ints | None) -> Cut:
    """Return the ties between neighbours in the order whose places are not worth the same."""
    found = Cut.none(order.shape[1])
    for place in range(1, len(order)):
        differ = worth[place - 1] != worth[place]
        if differ.any():
            has_votes = votes[order[place], np.arange(differ.size)] > 0
            places = np.full(differ.size, place)
            found = found.joined(cut_after(votes, order, places, lots, differ & has_votes))
    return found
