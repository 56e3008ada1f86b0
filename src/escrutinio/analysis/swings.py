"""How large swings must be for every list's log odds to have the standard deviation that is stated.

A list's votes are multiplied by ``exp`` of its swing, and each constituency keeps its valid votes: what one list gains
the others lose. So the log odds of a list's share move by its own swing less what the others' swings take from it, and
lists of unequal size need unequal swings for theirs to vary alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Votes = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

STEPS = 200
LARGEST = 10.0
"""No list swings more than so many times as far as is stated, however few of its voters have another list at hand."""
NEAR = 0.02


def sizes(votes: Votes, groups: npt.NDArray[np.int64], *, root: Floats | None = None) -> Floats:
    """How many standard deviations each list swings in each group of constituencies; shape (groups, lists).

    Args:
        votes: as counted, (constituencies, lists).
        groups: which group each constituency is in, from zero.
        root: a root of the correlations of the lists' swings; none correlate where None.

    Returns:
        Numbers with which independent swings of one make each list's log odds in its group vary by one, to first order.
        The share is that of the constituencies where the list stands; a list without votes, or without others beside
        it, has zero.

    >>> import numpy as np
    >>> sizes(np.array([[30, 70]]), np.array([0])).round(4).tolist()
    [[0.7071, 0.7071]]
    """
    moved = responses(votes, groups)
    there = np.square(moved).sum(axis=-1) > 0
    variance = np.where(there, 0.5, 0.0)
    for _ in range(STEPS):
        spread = _spread(moved, variance, root)
        variance = variance / np.sqrt(np.where(there, np.maximum(spread, 1e-12), 1.0))
        variance = np.minimum(variance, LARGEST**2)
    return np.sqrt(variance)


def swinging(votes: Votes, groups: npt.NDArray[np.int64], found: Floats, root: Floats) -> bool:
    """Whether log odds do vary by one with these ``sizes``: correlations may leave a list nothing to gain or lose."""
    moved = responses(votes, groups)
    spread = np.sqrt(_spread(moved, np.square(found), root))
    return bool((np.abs(spread - 1)[found > 0] < NEAR).all())


def responses(votes: Votes, groups: npt.NDArray[np.int64]) -> Floats:
    """By how much a swing of one of each list moves the log odds of each: (groups, lists, its log odds by whose swing).

    Source: the derivative of the shares ``p exp(s) / sum(p exp(s))`` by the swings s, added up over constituencies.
    """
    number = int(groups.max(initial=-1)) + 1
    lists = votes.shape[1]
    valid = np.maximum(votes.sum(axis=1), 1).astype(np.float64)
    found = np.zeros((number, lists, lists))
    for group in range(number):
        here = groups == group
        counted = votes[here].astype(np.float64)
        total = counted.sum(axis=0)
        beside = (valid[here, None] * (counted > 0)).sum(axis=0)
        room = total * (1 - total / np.maximum(beside, 1.0))
        lost = counted.T @ (counted / valid[here, None])
        moved = np.diag(total) - lost
        found[group] = np.where(room[:, None] > 0, moved / np.where(room > 0, room, 1.0)[:, None], 0.0)
    return found


def _spread(moved: Floats, variance: Floats, root: Floats | None) -> Any:  # noqa: ANN401 - an array
    """The variance of each list's log odds; (groups, lists)."""
    if root is None:
        return (np.square(moved) @ variance[..., None])[..., 0]
    return np.square((moved * np.sqrt(variance)[:, None, :]) @ root).sum(axis=-1)
