"""Why these seats: read off the arrays of an allocation when someone asks, one election at a time.

Every method here is one rule: the lists make offers (quotients; votes left after the full quotas already used; votes)
and the highest offers win. So one reading explains all three.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment._contest import At, Place, contest_of, place_of, quota_of, shared_at
from escrutinio.apportionment.allocation import Allocation, Award, LargestRemainder, Plurality, Tie
from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Remainders:
    """The quota used, and per list the full seats and the votes that remained."""

    quota: Fraction
    full: tuple[int, ...]
    remainders: tuple[Fraction, ...]


def award_order(allocation: Allocation, at: At = ()) -> tuple[Award, ...]:
    """Return the seats in the order of award, each with its list and the offer that won it.

    Args:
        allocation: the answer of `highest_averages`, `largest_remainder` or `plurality`.
        at: which election of the batch: an index into (…); ``()`` for a single one.

    Returns:
        One `Award` per contested seat. Seats that floors gave come before and are not listed: numbers start after them.

    Raises:
        ApportionmentError: ``at`` points to no single election.

    Example:
        >>> from escrutinio.apportionment import highest_averages
        >>> [(a.seat, a.list, str(a.quotient)) for a in award_order(highest_averages([100, 60, 30], 4))]
        [(1, 0, '100'), (2, 1, '60'), (3, 0, '50'), (4, 0, '33.333')]
    """
    contest = contest_of(allocation, at)
    first = sum(contest.floor) + 1
    return tuple(Award(first + n, i, offer) for n, (offer, i) in enumerate(contest.won()))


def last_in(allocation: Allocation, at: At = ()) -> Award | None:
    """Return the award of the last seat, or None if no seat was contested.

    Example:
        >>> from escrutinio.apportionment import highest_averages
        >>> last_in(highest_averages([100, 60, 30], 4)).list
        0
    """
    awards = award_order(allocation, at)
    return awards[-1] if awards else None


def first_out(allocation: Allocation, at: At = ()) -> Award | None:
    """Return the award that the next seat would be, or None if no list could take one.

    Example:
        >>> from escrutinio.apportionment import largest_remainder
        >>> award = first_out(largest_remainder([41, 29, 17, 13], 8))
        >>> award.seat, award.list, str(award.quotient)
        (9, 1, '4')
    """
    contest = contest_of(allocation, at)
    lost = contest.lost()
    return Award(sum(contest.seats) + 1, lost[0][1], lost[0][0]) if lost else None


def ties(allocation: Allocation, at: At = ()) -> tuple[Tie, ...]:
    """Return all ties that decide a seat; more than one only where ranks are worth different seats.

    Example:
        >>> from escrutinio.apportionment import plurality
        >>> ties(plurality([9, 9, 5, 5], ranks=(4, 3, 2, 1)))
        (Tie(lists=(0, 1), seats=7), Tie(lists=(2, 3), seats=3))
    """
    place = place_of(allocation, at)
    if not allocation.tied[place]:
        return ()
    if isinstance(allocation.method, Plurality):
        return _rank_ties(allocation.votes[place].tolist(), allocation.seats[place].tolist())
    method = allocation.method
    if isinstance(method, LargestRemainder) and method.drawing is not None and method.keeping is not None:
        return (Tie(tuple(method.drawing[place].nonzero()[0].tolist()), int(method.keeping[place])),)
    contest = contest_of(allocation, at)
    price = contest.lost()[0][0]
    last = [i for offer, i in contest.won() if offer == price]
    following = [i for offer, i in contest.lost() if offer == price]
    return (Tie(tuple(sorted({*last, *following})), len(last)),)


def remembering(allocation: Allocation) -> Allocation:
    """Return an allocation by quotas that keeps its ties, for a stage that changes its seats or house afterwards.

    Example:
        >>> from dataclasses import replace
        >>> from escrutinio.apportionment import largest_remainder
        >>> made = remembering(largest_remainder([[50, 30, 30]], [2]))
        >>> ties(replace(made, seats=made.seats + 1), 0)
        (Tie(lists=(1, 2), seats=1),)
    """
    if not isinstance(allocation.method, LargestRemainder) or not allocation.tied.any():
        return allocation
    drawing, keeping = np.zeros(allocation.seats.shape, np.bool_), np.zeros(allocation.house.shape, np.int64)
    for place in np.argwhere(allocation.tied).tolist():
        at: Place = tuple(place)
        for each in ties(allocation, at):
            drawing[at][list(each.lists)] = True
            keeping[at] = each.seats
    return replace(allocation, method=replace(allocation.method, drawing=drawing, keeping=keeping))


def also_tied(allocation: Allocation, before: Allocation) -> Allocation:
    """Return an allocation by quotas that also tells the ties of a sharing on the way to it, which come first.

    Both must have been made to remember their ties.

    Example:
        >>> from escrutinio.apportionment import largest_remainder
        >>> before, after = (remembering(largest_remainder([row], [2])) for row in ([50, 30, 30], [60, 30, 0]))
        >>> bool(after.tied[0]), ties(also_tied(after, before), 0)
        (False, (Tie(lists=(1, 2), seats=1),))
    """
    if not before.tied.any() or not isinstance(before.method, LargestRemainder):
        return allocation
    own = allocation.method
    drawing, keeping = np.zeros(allocation.seats.shape, np.bool_), np.zeros(allocation.house.shape, np.int64)
    if isinstance(own, LargestRemainder) and own.drawing is not None and own.keeping is not None:
        drawing, keeping = own.drawing, own.keeping
    if before.method.drawing is not None and before.method.keeping is not None:
        drawing = np.where(before.tied[..., None], before.method.drawing, drawing)
        keeping = np.where(before.tied, before.method.keeping, keeping)
    return replace(
        allocation,
        tied=allocation.tied | before.tied,
        undecided=allocation.undecided | before.undecided & before.tied,
        method=replace(before.method, drawing=drawing, keeping=keeping),
    )


def tie(allocation: Allocation, at: At = ()) -> Tie | None:
    """Return the tie that decides a seat (the one with most votes, if several), or None.

    Example:
        >>> from escrutinio.apportionment import highest_averages
        >>> tie(highest_averages([360, 280], 15))
        Tie(lists=(0, 1), seats=1)
    """
    found = ties(allocation, at)
    return found[0] if found else None


def remainders(allocation: Allocation, at: At = ()) -> Remainders:
    """Return the quota used, the full seats and the remainders, in votes, of a largest-remainder allocation.

    Raises:
        ApportionmentError: the allocation was made by another method.

    Example:
        >>> from escrutinio.apportionment import largest_remainder
        >>> found = remainders(largest_remainder([41, 29, 17, 13], 8))
        >>> str(found.quota), found.full, [str(r) for r in found.remainders]
        ('25/2', (3, 2, 1, 1), ['7/2', '4', '9/2', '1/2'])
    """
    if not isinstance(allocation.method, LargestRemainder):
        raise ApportionmentError("{method} has no remainders.", method=type(allocation.method).__name__)
    place = place_of(allocation, at)
    shared = shared_at(allocation, allocation.method, place)
    quota, full = quota_of(shared), tuple(map(int, shared.full[:, 0]))
    left = (int(v) - n * quota for v, n in zip(allocation.votes[place], full, strict=True))
    return Remainders(quota, full, tuple(left))


def _rank_ties(votes: list[int], seats: list[int]) -> tuple[Tie, ...]:
    """Return the groups with equal votes but not equal seats, those with most votes first."""
    groups = {v: [i for i, w in enumerate(votes) if w == v] for v in sorted(set(votes), reverse=True)}
    return tuple(
        Tie(tuple(group), sum(seats[i] for i in group))
        for group in groups.values()
        if len({seats[i] for i in group}) > 1
    )
