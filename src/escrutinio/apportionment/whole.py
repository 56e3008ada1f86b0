"""Whole quotas only: a seat for each full quota, and what is left of votes and seats for a later step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment._order import Cut, cut_after, ranking
from escrutinio.apportionment.allocation import Allocation, LargestRemainder
from escrutinio.apportionment.quotas import Quota, price, quota_named

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Given, Ints

_INT64 = np.iinfo(np.int64).max


class WholeQuotas(NamedTuple):
    """Seats for full quotas, the votes each list has left, and what a seat cost as numerator over denominator.

    Votes left are in votes times the denominator; both have the shape (…, lists) and (…).
    """

    allocation: Allocation
    left: Ints
    numerator: Ints
    denominator: Ints


def whole_quotas(
    votes: Given,
    seats: Given,
    *,
    quota: str | Quota = "hare",
    formed_of: tuple[Given, Given] | None = None,
    lots: Given | None = None,
) -> WholeQuotas:
    """Give each list a seat for each full quota, and no others.

    Args:
        votes: whole numbers of any size, shape (…, lists).
        seats: the most that can be given, an int or an array that fits (…).
        quota: a name (``"hare"``, ``"imperiali"`` …, see `quota_named`) or a `Quota`.
        formed_of: votes and seats the quota is formed of, each fitting (…), where these are not the sums of ``votes``
            and ``seats``: the votes of a whole region, say.
        lots: rank drawn by each list, fits (…, lists): in a tie the lower rank keeps its seat.

    Returns:
        Seats, votes left and the quota. Where full quotas are more than the seats, those with the smallest remainders
        give theirs back, and the votes of that seat are left to them.

    Source:
        Balinski and Young, *Fair Representation* (1982), chapter 3.

    Raises:
        ApportionmentError: input that is negative, not whole or does not fit.

    Example:
        >>> answer = whole_quotas([4100, 2900, 1700, 1300], 8)
        >>> answer.allocation.seats.tolist(), answer.left[0] / answer.denominator
        ([3, 2, 1, 1], np.float64(350.0))
    """
    rule = quota_named(quota)
    table = _input.ballots(votes)
    shape, draws = table.shape, table.shape[:-1]
    house = _input.house(seats, draws)
    by_list, lot = _input.columns(table), _input.columns_if(_input.fitted_if(lots, shape, "lots"))
    by_list, total, of = _formed(by_list, house, formed_of, draws, rule)
    numerator, denominator = price(total, of, rule)
    parts = by_list * denominator
    won = (parts // numerator).astype(np.int64)
    won, cut, drawing, keeping = _taken_back(won, parts - won * numerator, house, lot)
    left = parts - won * numerator
    made = Allocation(
        won.T.reshape(shape),
        cut.tied.reshape(draws),
        cut.undecided.reshape(draws),
        (house - won.sum(0)).reshape(draws),
        np.zeros(draws, np.int64),
        table,
        house.reshape(draws),
        None if lots is None else _input.fitted(lots, shape, "lots"),
        LargestRemainder(rule, drawing=drawing.T.reshape(shape), keeping=keeping.reshape(draws)),
    )
    return WholeQuotas(made, left.T.reshape(shape), numerator.reshape(draws), denominator.reshape(draws))


def _formed(
    by_list: Ints, house: Ints, formed_of: tuple[Given, Given] | None, draws: tuple[int, ...], rule: Quota
) -> tuple[Ints, Ints, Ints]:
    """Return votes, and the votes and seats a quota is formed of, in a type in which their products cannot overflow."""
    of, given = house, None
    if formed_of is not None:
        given = _input.fitted(formed_of[0], draws, "formed_of").reshape(-1)
        of = _input.house(formed_of[1], draws)
    most = max(int(by_list.max(initial=0)) * max(1, len(by_list)), 0 if given is None else int(given.max(initial=0)))
    if most * (int(of.max(initial=0)) + rule.added + 1) > _INT64:
        by_list = by_list.astype(object)
    sums = by_list.sum(0) if len(by_list) else np.zeros(house.shape, np.int64)
    return by_list, sums if given is None else given.astype(by_list.dtype), of


def _taken_back(won: Ints, remainder: Ints, house: Ints, lots: Ints | None) -> tuple[Ints, Cut, Bools, Ints]:
    """Return seats without those beyond the house, taken from the smallest remainders, and the ties among these.

    Last come the lists that draw, and how many of them keep their seat.
    """
    cut, drawing, keeping = Cut.none(house.size), np.zeros(won.shape, np.bool_), np.zeros(house.size, np.int64)
    while (won.sum(0) > house).any():
        over = won.sum(0) - house
        able: Bools = won > 0
        keys = np.where(able, remainder.max(initial=0) + 1 - remainder, -1)
        order = ranking(keys, _backwards(lots, won.shape))
        taken = np.minimum(np.maximum(over, 0), able.sum(0))
        back = np.zeros(won.shape, np.int64)
        np.put_along_axis(back, order, (np.arange(len(order))[:, None] < taken).astype(np.int64), 0)
        won = won - back
        now = cut_after(keys, order, taken, lots, (taken > 0) & (taken < able.sum(0)))
        last = np.take_along_axis(keys, order[np.maximum(taken, 1) - 1, np.arange(house.size)][None], 0)
        equal = (keys == last) & now.tied
        drawing |= equal
        keeping += (equal & (back == 0)).sum(0)
        cut = cut.joined(now)
    return won, cut, drawing, keeping


def _backwards(lots: Ints | None, shape: tuple[int, ...]) -> Ints:
    """Return ranks in which the last comes first: who drew worst, or stands last, gives back first."""
    places = np.arange(shape[0])[::-1, None] + np.zeros(shape, np.int64)
    return places if lots is None else (lots.max(initial=0) - lots) * shape[0] + places
