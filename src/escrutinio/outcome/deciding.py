"""Who wins a tie: the lot drawn, or first whoever the law prefers; told apart so that no lot is asked for in vain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import redrawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from escrutinio.apportionment import Allocation
    from escrutinio.law.stage import Giving
    from escrutinio.outcome.frame import BoolArray, IntArray
    from escrutinio.outcome.state import Bench


def decided(
    share: Callable[..., Allocation],
    stage: Giving,
    bench: Bench,
    areas: tuple[str, ...],
    votes: IntArray,
    *,
    fallback: str = "",
    standing: tuple[str, ...] = (),
) -> Allocation:
    """An allocation with its ties broken as the law says: by lots, or by more (or fewer) votes and then by lots.

    Args:
        share: makes the allocation, given ``lots``.
        stage: whose rule it is.
        bench: with the lots drawn.
        areas: the rows of the allocation.
        votes: what ties are broken by, shape (draws, areas, lists).
        fallback: another stage under whose name the lot may have been drawn.
        standing: who stands in the columns; the lists where empty.

    Returns:
        The allocation; ``tied`` is left only where a lot decides.
    """
    drawn = bench.ranks(stage.id, areas, fallback, standing)
    made = share(lots=drawn)
    if stage.ties == "lots" or not made.tied.any():
        return made
    order = ranked(np.broadcast_to(votes, made.seats.shape), made.tied, fewest=stage.ties == "fewest_votes")
    by_votes = _drawn(share, made, order)
    still = by_votes.undecided
    if drawn is not None and still.any():
        by_votes = _drawn(share, made, order * (int(drawn.max()) + 1) + drawn)
    return replace(by_votes, tied=still)


def _drawn(share: Callable[..., Allocation], made: Allocation, lots: IntArray) -> Allocation:
    """The allocation with these lots: only what is tied is shared anew, where the allocation tells how."""
    return redrawn(made, lots) or share(lots=lots)


def ranked(votes: IntArray, tied: BoolArray, *, fewest: bool) -> IntArray:
    """The place of each list by votes where there is a tie, equal votes in equal places; shape as ``votes``."""
    places = np.zeros(votes.shape, dtype=np.int64)
    there = votes[tied] if fewest else -votes[tied]
    order = np.argsort(there, axis=-1, kind="stable")
    inside = np.take_along_axis(there, order, -1)
    rises = np.zeros(there.shape, dtype=np.int64)
    rises[:, 1:] = inside[:, 1:] != inside[:, :-1]
    ranks = np.empty_like(rises)
    np.put_along_axis(ranks, order, rises.cumsum(axis=-1), -1)
    places[tied] = ranks
    return places
