"""The fewest votes for seats in several sharings of the same votes: chambers elected on one ballot.

One side, those who gain or those who lose, is a single list: how many votes it gains or loses fixes a price in every
sharing, and what the other side then lacks or has too much is found by dynamic programming over its lists. The more
votes are moved the less is left to do, so the fewest are found by halving.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from escrutinio.analysis.margins.forms import Beyond
from escrutinio.analysis.margins.prices import NOTHING, Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from escrutinio.analysis.margins.prices import Contest, Hands

Numbers = tuple[int, ...]
"""One number for each sharing."""


def fewest_for_all(
    contests: Sequence[Contest],
    group: frozenset[int],
    seats: Numbers,
    hands: Hands,
    *,
    certain: bool,
    upto: int | None = None,
) -> Change | None:
    """The fewest votes moved with which a group has at least so many seats in each sharing; None where none does it.

    Args:
        contests: the sharings, all of the same votes.
        group: whose seats are asked about; only its lists gain and only others lose.
        seats: how many in each sharing.
        hands: who may gain and lose.
        certain: whether lots may not be counted on.
        upto: no more votes than these; None is returned where it takes more.

    Raises:
        Beyond: several lists could gain and several could lose, votes only come or go, or no plain rule of divisors.

    >>> from escrutinio.analysis.margins.prices import Contest, Hands
    >>> four = Contest((700, 300), (1, 2, 3, 4), (True, True), 4, (0, 0), (4, 4))
    >>> one = Contest((700, 300), (1,), (True, True), 1, (0, 0), (1, 1))
    >>> fewest_for_all([four, one], frozenset({1}), (2, 1), Hands({0: 700}, frozenset({1})), certain=True).votes
    201
    """
    others = frozenset(range(len(contests[0].votes))) - group
    if any(each > contest.house for each, contest in zip(seats, contests, strict=True)):
        return None
    side = _Side(tuple(contests), group, others, seats, hands, certain)
    if (len(group) != 1 and len(others) != 1) or any(each.quota or each.bars or each.by_votes for each in contests):
        raise Beyond
    if side.enough(0) is not None:
        return NOTHING
    if not hands.moved:
        return None if not (hands.gives or hands.takes) else _beyond()
    low, high = 0, sum(hands.gives.values())
    high = high if upto is None else min(high, upto)
    if high <= 0 or side.enough(high) is None:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if side.enough(middle) is not None else (middle, high)
    return side.enough(high)


def _beyond() -> Change:
    raise Beyond


class _Need(NamedTuple):
    """What one side needs in a sharing at the price the other has set: seats fewer, or seats more."""

    contest: Contest
    seats: int
    price: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Side:
    contests: tuple[Contest, ...]
    group: frozenset[int]
    others: frozenset[int]
    seats: Numbers
    hands: Hands
    certain: bool

    def enough(self, votes: int) -> Change | None:
        """Who gains and loses so many votes, if that many do it."""
        if len(self.group) == 1:
            (one,) = self.group
            own = self._lost(one, votes)
            return None if own is None else Change(votes, {one: votes}, _filled(own, votes, self.hands.gives))
        (one,) = self.others
        own = self._gained(one, votes)
        if own is None:
            return None
        rest = votes - sum(own.values())
        taker = min(self.hands.takes, key=lambda each: (each not in own, each), default=None)
        gains = own if taker is None or not rest else own | {taker: own.get(taker, 0) + rest}
        return Change(votes, gains, {one: votes})

    def _lost(self, one: int, votes: int) -> dict[int, int] | None:
        """What others must lose, where one list gains so many votes."""
        needs: list[_Need] = []
        for contest, wanted in zip(self.contests, self.seats, strict=True):
            if contest.floors[one] >= wanted:
                continue
            if contest.caps[one] < wanted or not contest.counted[one] or not contest.votes[one] + votes:
                return None
            price = contest.votes[one] + votes, contest.steps[wanted - 1]
            above = sum(max(contest.floors[each], self._above(contest, each, price)) for each in self.others)
            needs.append(_Need(contest, above - (contest.house - wanted), price))
        return self._cheapest(needs, votes, self._losing, self.others & frozenset(self.hands.gives))

    def _gained(self, one: int, votes: int) -> dict[int, int] | None:
        """What others must gain, where one list loses so many votes."""
        needs: list[_Need] = []
        for contest, wanted in zip(self.contests, self.seats, strict=True):
            left = contest.house - wanted
            if contest.floors[one] > left or votes > self.hands.gives.get(one, 0) * bool(votes):
                return None
            if not contest.counted[one] or left >= contest.caps[one] or contest.votes[one] == votes:
                continue
            price = contest.votes[one] - votes, contest.steps[left]
            held = sum(max(contest.floors[each], self._reached(contest, each, price)) for each in self.group)
            needs.append(_Need(contest, wanted - held, price))
        return self._cheapest(needs, votes, self._gaining, self.group & self.hands.takes)

    def _cheapest(
        self,
        needs: Sequence[_Need],
        most: int,
        cost_of: Callable[[int, _Need, int], int | None],
        lists: frozenset[int],
    ) -> dict[int, int] | None:
        """The fewest votes of several lists that cover what is needed in every sharing; None where above ``most``."""
        wanted = tuple(max(0, need.seats) for need in needs)
        best: dict[Numbers, tuple[int, dict[int, int]]] = {(0,) * len(wanted): (0, {})}
        for name in sorted(lists) if any(wanted) else ():
            fresh = dict(best)
            for part, cost in _ways(needs, wanted, partial(cost_of, name), most):
                for reached, (votes, own) in best.items():
                    at = tuple(min(need, a + b) for need, a, b in zip(wanted, reached, part, strict=True))
                    if votes + cost <= most and (at not in fresh or votes + cost < fresh[at][0]):
                        fresh[at] = votes + cost, {**own, name: cost} if cost else own
            best = fresh
        found = best.get(wanted)
        return None if found is None else found[1]

    def _losing(self, name: int, need: _Need, seats: int) -> int | None:
        """The votes without which a list has so many seats fewer."""
        contest, _, price = need
        down_to = max(contest.floors[name], self._above(contest, name, price)) - seats
        if down_to < contest.floors[name]:
            return None
        most = (price[0] * contest.steps[down_to] - self.certain) // price[1]
        cost = contest.votes[name] - most
        return cost if cost <= self.hands.gives[name] else None

    def _gaining(self, name: int, need: _Need, seats: int) -> int | None:
        """The votes with which a list has so many seats more."""
        contest, _, price = need
        up_to = max(contest.floors[name], self._reached(contest, name, price)) + seats
        if up_to > min(contest.house, contest.caps[name]) or not contest.counted[name]:
            return None
        return -(-(price[0] * contest.steps[up_to - 1] + self.certain) // price[1]) - contest.votes[name]

    def _above(self, contest: Contest, name: int, price: tuple[int, int]) -> int:
        """How many quotients lie above a price; at it too where that is not certain to stay out."""
        scaled = contest.votes[name] * price[1] - (not self.certain)
        return self._count(contest, name, scaled // price[0])

    def _reached(self, contest: Contest, name: int, price: tuple[int, int]) -> int:
        """How many quotients are sure to be at a price or above it."""
        return self._count(contest, name, (contest.votes[name] * price[1] - self.certain) // price[0])

    @staticmethod
    def _count(contest: Contest, name: int, step: int) -> int:
        if not contest.counted[name] or not contest.votes[name]:
            return 0
        return bisect_right(contest.steps, step, hi=min(contest.house, contest.caps[name]))


def _ways(
    needs: Sequence[_Need], wanted: Numbers, cost_of: Callable[[_Need, int], int | None], most: int
) -> Iterator[tuple[Numbers, int]]:
    """What one list could do in every sharing at once, with the votes for it."""
    own = [
        [0, *(cost_of(need, seats) for seats in range(1, most_of + 1))]
        for need, most_of in zip(needs, wanted, strict=True)
    ]
    for part in product(*(range(each + 1) for each in wanted)):
        costs = [row[seats] for row, seats in zip(own, part, strict=True)]
        dear = max((most + 1 if cost is None else cost for cost in costs), default=0)
        if dear <= most:
            yield part, dear


def _filled(own: dict[int, int], votes: int, gives: Mapping[int, int]) -> dict[int, int]:
    """Losses that make up a number of votes: what is missing comes from whoever has most left."""
    left = votes - sum(own.values())
    for name in sorted(gives, key=lambda each: (each not in own, own.get(each, 0) - gives[each], each)):
        more = min(left, gives[name] - own.get(name, 0))
        if more > 0:
            own = own | {name: own.get(name, 0) + more}
            left -= more
    return own
