"""The fewest votes that move a seat, found by allotting the seats again: never by a second statement of the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment._contest import At, Place, place_of
from escrutinio.apportionment.allocation import Allocation, HighestAverages, LargestRemainder
from escrutinio.apportionment.highest import highest_averages
from escrutinio.apportionment.plurality import plurality
from escrutinio.apportionment.remainder import largest_remainder

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Ints, Test

_WIDTH = 64  # amounts tried in one batch
_POWERS = 8  # powers of two tried in one batch: larger votes cost more
_HALF = 2**62


def votes_to_gain(allocation: Allocation, at: At = ()) -> tuple[int | None, ...]:
    """Return per list the fewest further votes that certainly give it one more seat, all others unchanged.

    Args:
        allocation: the answer of `highest_averages`, `largest_remainder` or `plurality`.
        at: which election of the batch: an index into (…); ``()`` for a single one.

    Returns:
        Per list a number of votes, at which it has the seat whatever the lots say, while with one vote fewer it has
        not; None where no number helps (a cap; one seat per list). In a largest-remainder election with a total of its
        own the new votes also count in that total. Quotas that give way to a larger one when they give out too many
        seats (`Quota.smaller`) can turn a gain into a loss further up; the number is then one such step, not always
        the first.

    Raises:
        ApportionmentError: ``at`` points to no single election.

    Example:
        >>> votes_to_gain(highest_averages([100, 60, 30], 4))
        (141, 7, 4)
    """
    place = place_of(allocation, at)
    lists, seats = allocation.votes.shape[-1], allocation.seats[place]
    bound = _bound(allocation, place)

    def test(number: int) -> Test:
        return lambda amounts: _seats_of(allocation, place, number, amounts, sign=1) > seats[number]

    return tuple(_fewest(test(i), bound, _blur(allocation, place)) for i in range(lists))


def votes_to_lose(allocation: Allocation, at: At = ()) -> tuple[int | None, ...]:
    """Return per list the fewest votes that, taken from it, certainly cost it one seat, all others unchanged.

    Args:
        allocation: the answer of `highest_averages`, `largest_remainder` or `plurality`.
        at: which election of the batch: an index into (…); ``()`` for a single one.

    Returns:
        Per list a number of votes, at which it has lost the seat whatever the lots say, while with one vote fewer it
        has not; None where it has no seat to lose (or only those a floor keeps). See `votes_to_gain` for the rest.

    Raises:
        ApportionmentError: ``at`` points to no single election.

    Example:
        >>> votes_to_lose(highest_averages([100, 60, 30], 4))
        (11, 31, None)
    """
    place = place_of(allocation, at)
    lists, seats = allocation.votes.shape[-1], allocation.seats[place]

    def test(number: int) -> Test:
        return lambda amounts: _seats_of(allocation, place, number, amounts, sign=-1) < seats[number]

    votes = allocation.votes[place]
    return tuple(_fewest(test(i), int(votes[i]), _blur(allocation, place)) for i in range(lists))


def _seats_of(allocation: Allocation, place: Place, number: int, amounts: list[int], *, sign: int) -> Ints:
    """Return the seats of one list after each change of its votes, with the worst lot for a gain, the best for a loss.

    So a gain is certain, and a loss is.
    """
    votes = allocation.votes[place]
    wide = np.int64 if int(votes.max()) + amounts[-1] < _HALF else object
    change = np.array(amounts, wide) * sign
    table = np.repeat(votes[None].astype(wide), len(amounts), axis=0)
    table[:, number] += change
    lots = np.ones(table.shape[-1], np.int64)
    lots[number] += sign
    return _again(allocation, place, table, lots, change).seats[:, number]


def _again(allocation: Allocation, place: Place, votes: Ints, lots: Ints, change: Ints) -> Allocation:
    """Return the same election with other votes and lots."""
    method, house = allocation.method, int(allocation.house[place])
    if isinstance(method, HighestAverages):
        floor, cap = (None if x is None else x[place] for x in (method.minimum, method.maximum))
        return highest_averages(votes, house, divisors=method.divisors, minimum=floor, maximum=cap, lots=lots)
    if isinstance(method, LargestRemainder):
        total = None if method.total is None else method.total[place] + change
        cap = None if method.maximum is None else method.maximum[place]
        return largest_remainder(votes, house, quota=method.quota, maximum=cap, total=total, lots=lots)
    return plurality(votes, seats=house, ranks=method.ranks, lots=lots)


def _bound(allocation: Allocation, place: Place) -> int:
    """Return a number of votes with which a list surely has all it can ever get."""
    method, house = allocation.method, int(allocation.house[place])
    votes = sum(map(int, allocation.votes[place]))
    if isinstance(method, HighestAverages):
        most = int(allocation.seats[place].max(initial=0))
        return (votes + 1) * (int(method.divisors.at(most)) + 1) * method.divisors.scale
    if isinstance(method, LargestRemainder):
        return 2 * (house + 4) * (max(votes, 0 if method.total is None else int(method.total[place])) + 1)
    return votes + 1


def _blur(allocation: Allocation, place: Place) -> int:
    """Return over how many votes the rounding of a quota can make more votes worse: seats times (seats + 1) at most."""
    method = allocation.method
    if not isinstance(method, LargestRemainder) or method.quota.rounding == "exact":
        return 0
    return (int(allocation.house[place]) + 2) ** 2


def _fewest(test: Test, bound: int, blur: int) -> int | None:
    """Return the least amount up to the bound that passes the test, None if none does."""
    if bound < 1 or not test([bound])[0]:
        return None
    low, high = _bracket(test, bound)
    while high - low > 1:
        step = max(1, (high - low) // _WIDTH)
        low, high = _narrowed(test, [*range(low + step, high, step), high], low)
    return _earlier(test, high, blur)


def _bracket(test: Test, bound: int) -> tuple[int, int]:
    """Return neighbouring powers of two (or the bound) between which the test begins to pass: small ones first."""
    low = 0
    for first in range(0, bound.bit_length(), _POWERS):
        amounts = [min(2**n, bound) for n in range(first, first + _POWERS)]
        if test(amounts[-1:])[0]:
            return _narrowed(test, amounts, low)
        low = amounts[-1]
    return low, bound


def _narrowed(test: Test, amounts: list[int], low: int) -> tuple[int, int]:
    """Return the first amount that passes and the one before it; the last is known to pass."""
    first = int(test(amounts).argmax())
    return amounts[first - 1] if first else low, amounts[first]


def _earlier(test: Test, found: int, blur: int) -> int:
    """Return the first amount that passes within the blur below one found."""
    for start in range(max(1, found - blur), found, _WIDTH * 16):
        amounts = list(range(start, min(start + _WIDTH * 16, found)))
        passed = test(amounts)
        if passed.any():
            return amounts[int(passed.argmax())]
    return found
