"""Biproportional apportionment: seats that keep what each area and what each list is due, for one table or for many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment.divisors import Divisors, divisors_named
from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Given, Ints

_MOST_SEATS = 10**6


@dataclass(frozen=True, slots=True, eq=False)
class BiAllocation:
    """Seats by area and list, and the arrays that explain them on demand.

    Attributes:
        seats: seats won, (…, areas, lists), int64. Where a tie is open they are provisional: in the order given.
            All 0 where no table exists.
        feasible: whether any table exists, (…): votes of 0 can leave an area or a list without enough takers.
        tied: whether lots decide between tables, (…).
        drawn: the cells that such lots decide, (…, areas, lists): each holds its seat in some of the tables only.
        undecided: whether such a tie is still open: no lots were given, or equal ones that clash, (…).
        votes: the votes given, (…, areas, lists).
        area_seats: seats of each area, (…, areas).
        list_seats: seats of each list, (…, lists).
        lots: the lots given, (…, areas, lists), or None.
        divisors: the divisor sequence.
    """

    seats: Ints
    feasible: Bools
    tied: Bools
    drawn: Bools
    undecided: Bools
    votes: Ints
    area_seats: Ints
    list_seats: Ints
    lots: Ints | None
    divisors: Divisors


def biproportional(
    votes: Given,
    area_seats: Given,
    list_seats: Given,
    *,
    divisors: str | Divisors = "sainte_lague",
    lots: Given | None = None,
) -> BiAllocation:
    """Fill a table of areas and lists so that each area and each list gets its seats, in proportion to the votes.

    Each cell's votes are divided by an area divisor and a list divisor and rounded; the seats do not depend on which
    divisors reach the margins (`bi_divisors` tells a pair).

    Args:
        votes: whole numbers of any size, (…, areas, lists). A cell without votes wins nothing.
        area_seats: seats of each area, fits (…, areas).
        list_seats: seats of each list, fits (…, lists); the sums of both are equal.
        divisors: a name or a `Divisors` that starts above zero and grows in even steps.
        lots: rank drawn by each list in each area, fits (…, areas, lists): in a tie the lower rank takes its seat
            first, as long as some table still gives it.

    Returns:
        A `BiAllocation` with seats of shape (…, areas, lists), proved by whole numbers.

    Raises:
        ApportionmentError: numbers that are negative, not whole or do not fit, sums that differ, other divisors.

    Source:
        M. Balinski and G. Demange, *Mathematical Programming* 45 (1989), 193-210; F. Pukelsheim, *Proportional
        Representation* (2017), chapters 14 and 15.

    Example:
        >>> votes = [[123, 45, 815], [912, 714, 414], [312, 255, 215]]
        >>> answer = biproportional(votes, [5, 11, 4], [7, 5, 8])
        >>> answer.seats.tolist(), bool(answer.feasible), bool(answer.tied)
        ([[1, 0, 4], [4, 4, 3], [2, 1, 1]], True, False)
        >>> biproportional([[1, 0], [1, 1]], [2, 0], [1, 1]).feasible.item()
        False
    """
    from escrutinio.apportionment._bifill import filled  # most laws never need it

    method = _even(divisors_named(divisors))
    table = _input.whole(votes, "votes")
    if table.ndim < 2:  # noqa: PLR2004 - areas and lists
        raise ApportionmentError("votes must be a table of areas and lists, not a single row or number.")
    *draws, areas, lists = table.shape
    rows = _margin(area_seats, (*draws, areas), "area seats")
    columns = _margin(list_seats, (*draws, lists), "list seats")
    _same_house(rows, columns)
    drawn = _input.fitted_if(lots, table.shape, "lots")
    flat = table.reshape(-1, areas, lists) if table.size else np.zeros((math.prod(draws), areas, lists), np.int64)
    margins = rows.reshape(len(flat), areas), columns.reshape(len(flat), lists)
    ranks = None if drawn is None else drawn.reshape(flat.shape)
    answer = filled(flat, margins, ranks, method)
    return BiAllocation(
        answer.seats.reshape(table.shape),
        answer.feasible.reshape(draws),
        answer.tied.reshape(draws),
        answer.drawn.reshape(table.shape),
        answer.undecided.reshape(draws),
        table,
        rows,
        columns,
        drawn,
        method,
    )


def _even(method: Divisors) -> Divisors:
    """Return divisors whose signposts start above zero and are evenly spaced, or say that these do not."""
    if method.from_zero or method.squared or method.weight is not None or method.offset is None:
        message = "biproportional takes divisors that start above zero and grow in even steps; {name} do not."
        raise ApportionmentError(message, name=method.name)
    return method


def _margin(seats: Given, shape: tuple[int, ...], what: str) -> Ints:
    """Return the seats of each line."""
    margin = _input.fitted(seats, shape, what)
    if margin.size and margin.max() > _MOST_SEATS:
        message = "seats: {value} are more than {limit}, the most that are counted here."
        raise ApportionmentError(message, value=int(margin.max()), limit=_MOST_SEATS)
    return margin.astype(np.int64, copy=False)


def _same_house(rows: Ints, columns: Ints) -> None:
    """Say where areas and lists do not have the same number of seats."""
    by_area, by_list = rows.sum(-1), columns.sum(-1)
    if (by_area != by_list).any():
        place = tuple(np.argwhere(by_area != by_list)[0].tolist())
        message = "areas have {areas} seats and lists have {lists} at {place}: both sums must be the same house."
        raise ApportionmentError(message, areas=int(by_area[place]), lists=int(by_list[place]), place=place)
