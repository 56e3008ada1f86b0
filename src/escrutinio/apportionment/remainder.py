"""Largest remainder (quota methods), for one election or for a million."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment._order import Cut, cut_after, ranking
from escrutinio.apportionment.allocation import Allocation, LargestRemainder
from escrutinio.apportionment.errors import ApportionmentError
from escrutinio.apportionment.quotas import Quota, price, quota_named

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Given, Ints

_INT64 = np.iinfo(np.int64).max


def largest_remainder(
    votes: Given,
    seats: Given,
    *,
    quota: str | Quota = "hare",
    maximum: Given | None = None,
    lots: Given | None = None,
    total: Given | None = None,
) -> Allocation:
    """Give each list a seat per full quota, and the seats left over to the largest remainders.

    Args:
        votes: whole numbers of any size, shape (…, lists); a plain list of ints is one election.
        seats: seats to fill, an int or an array that fits (…).
        quota: a name (``"hare"``, ``"droop"`` …, see `quota_named`) or a `Quota`.
        maximum: cap per list, fits (…, lists). A list with more full quotas than its cap keeps its cap, and the rest is
            shared anew among the others (its votes and seats leave the quota); a list at its cap takes no seat left
            over.
        lots: rank drawn by each list, fits (…, lists): in a tie the lower rank takes the seat first.
        total: votes that the quota is computed from, fits (…), where they are more than the sum of ``votes``
            (all valid votes, say).

    Returns:
        An `Allocation` with seats of shape (…, lists). A quota so small that full quotas exceed the house is replaced
        by the next larger one (`Quota.smaller`). Seats left over beyond one per list go round again in the same order.
        Lists without votes win nothing.

    Raises:
        ApportionmentError: input that is negative, not whole or does not fit; a total below the sum of votes.

    Source:
        Balinski and Young, *Fair Representation* (1982), chapter 3; Pukelsheim, *Proportional Representation* (2017),
        chapter 5.

    Example:
        >>> answer = largest_remainder([41_000, 29_000, 17_000, 13_000], 8)
        >>> answer.seats.tolist(), bool(answer.tied)
        ([3, 2, 2, 1], False)
    """
    rule = quota_named(quota)
    table = _input.ballots(votes)
    shape, draws = table.shape, table.shape[:-1]
    house = _input.house(seats, draws)
    cap, drawn = _input.fitted_if(maximum, shape, "maximum"), _input.fitted_if(lots, shape, "lots")
    counted = _input.fitted_if(total, draws, "total")
    by_list, upper, lot = _input.columns(table), _input.columns_if(cap), _input.columns_if(drawn)
    shared = share(by_list, house, rule, upper, None if counted is None else counted.reshape(-1))
    won, cut = _left_over(by_list, house, shared, upper, lot)
    unfilled = house - won.sum(0)
    return Allocation(
        won.T.reshape(shape),
        cut.tied.reshape(draws),
        cut.undecided.reshape(draws),
        unfilled.reshape(draws),
        np.zeros(draws, np.int64),
        table,
        house.reshape(draws),
        drawn,
        LargestRemainder(rule, cap, counted),
    )


class Shared(NamedTuple):
    """Full seats and remainders (lists, draws), the quota as numerator over denominator, and who is held at its cap.

    Remainders are in votes times ``denominator``.
    """

    full: Ints
    remainder: Ints
    numerator: Ints
    denominator: Ints
    held: Bools


def share(votes: Ints, house: Ints, quota: Quota, upper: Ints | None, total: Ints | None) -> Shared:
    """Return full seats and remainders of votes (lists, draws); lists over their cap are taken out in rounds.

    Example:
        >>> shared = share(np.array([[60], [40]]), np.array([10]), quota_named("hare"), np.array([[3], [10]]), None)
        >>> shared.full.ravel().tolist(), shared.held.ravel().tolist()
        ([3, 7], [True, False])
    """
    votes, total = _wide(votes, house, total)
    held = np.zeros(votes.shape, np.bool_)
    while True:
        free = np.where(held, 0, votes)
        seats, counted = house, total
        if upper is not None and held.any():
            seats = np.maximum(house - np.where(held, upper, 0).sum(0), 0)
            counted = total - np.where(held, votes, 0).sum(0)
        shared = _quotas(free, seats, quota, counted, held)
        over = np.zeros(votes.shape, np.bool_) if upper is None else ~held & (shared.full > upper)
        if not over.any():
            full = shared.full if upper is None else np.where(held, upper, shared.full)
            return Shared(full, shared.remainder, shared.numerator, shared.denominator, held)
        held = held | over


def _wide(votes: Ints, house: Ints, total: Ints | None) -> tuple[Ints, Ints]:
    """Return votes and totals in a type in which votes times seats cannot overflow."""
    most = max(int(votes.max(initial=0)) * max(1, len(votes)), 0 if total is None else int(total.max(initial=0)))
    if most * (int(house.max(initial=0)) + 4) > _INT64:
        votes = votes.astype(object)
    sums = votes.sum(0) if len(votes) else np.zeros(house.shape, np.int64)
    if total is None:
        return votes, sums
    if (total < sums).any():
        place = int(np.argmax(total < sums))
        message = "total {total} is below the {votes} votes of the lists (election {place})."
        raise ApportionmentError(message, total=int(total[place]), votes=int(sums[place]), place=place)
    return votes, total.astype(votes.dtype)


def _quotas(votes: Ints, seats: Ints, quota: Quota, total: Ints, held: Bools) -> Shared:
    """Return full seats and remainders, with the next larger quota wherever this one gives out too many seats."""
    shared = _divided(votes, seats, quota, total, held)
    over = np.flatnonzero(shared.full.sum(0) > seats)
    if over.size:
        part = _quotas(votes[:, over], seats[over], quota.smaller(), total[over], held[:, over])
        shared.full[:, over], shared.remainder[:, over] = part.full, part.remainder
        shared.numerator[over], shared.denominator[over] = part.numerator, part.denominator
    return shared


def _divided(votes: Ints, seats: Ints, quota: Quota, total: Ints, held: Bools) -> Shared:
    """Return full seats and remainders of votes over one quota; a quota that rounds to 0 is left exact."""
    numerator, denominator = price(total, seats, quota)
    parts = votes * denominator
    full = parts // numerator
    return Shared(full, parts - full * numerator, numerator, denominator, held)


def _left_over(votes: Ints, house: Ints, shared: Shared, upper: Ints | None, lots: Ints | None) -> tuple[Ints, Cut]:
    """Return seats with those left over given by remainder, round after round, and the ties at the last cut."""
    won = shared.full.astype(np.int64)
    cut = Cut.none(house.size)
    while True:
        able = (votes > 0) & ~shared.held
        if upper is not None:
            able &= won < upper
        left = np.minimum(house - won.sum(0), able.sum(0))
        if not left.any():
            return won, cut
        keys = np.where(able, shared.remainder, -1)
        order = ranking(keys, lots)
        won += _first(order, left)
        partial = left < able.sum(0)
        cut = cut.joined(cut_after(keys, order, left, lots, partial & (left > 0)))


def _first(order: Ints, left: Ints) -> Ints:
    """Return 1 for the first ``left`` lists of the order, else 0."""
    taken = np.zeros(order.shape, np.int64)
    np.put_along_axis(taken, order, (np.arange(len(order))[:, None] < left).astype(np.int64), 0)
    return taken
