"""The fewest votes for so many seats of one sharing, found by its price: a formula, exact at any size.

By divisors, seats go to the highest quotients, so lists of a group have ``t`` of ``s`` seats where there is a price
such that at least ``t`` of their quotients reach it and at most ``s - t`` of the others' lie above it. By largest
remainders it is the same, with the remainder that is just enough as the price: a list has its ``k``-th seat from that
remainder and ``k - 1`` quotas on. The votes the group lacks at a price grow with the price, the votes the others have
too many fall with it, and a vote that is moved serves both: the fewest are where the two meet. Seats held already
(districts won) are always in.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Contest:
    """One sharing: votes by list, the divisor of each seat as whole numbers, who takes part, seats; held, at most.

    ``quota``, as numerator over denominator, is what a seat costs where seats go by largest remainders; the divisors
    are 1 then.
    """

    votes: tuple[int, ...]
    steps: tuple[int, ...]
    counted: tuple[bool, ...]
    house: int
    floors: tuple[int, ...]
    caps: tuple[int, ...]
    quota: tuple[int, int] | None = None

    @property
    def grid(self) -> int:
        """Into how many parts a vote is cut so that every price that matters, and one between, is a whole number."""
        return 2 * (lcm(*self.steps[: self.house]) if self.quota is None else self.quota[1])

    @property
    def dearest(self) -> int:
        """A price above all that matter, and with a quota the highest that there is: no remainder is larger."""
        return self.grid * (2 * sum(self.votes) + 2) if self.quota is None else 2 * self.quota[0] + 1

    def price(self, price: int, seat: int) -> int:
        """The votes, in parts, from which a list has a seat at a price; seats from 0 on."""
        return price * self.steps[seat] + (0 if self.quota is None else 2 * self.quota[0] * seat)

    def seats_for(self, name: int, votes: int, price: int) -> int:
        """How many seats a list has for so many votes, in parts."""
        if not self.counted[name] or not self.votes[name]:
            return 0
        return bisect_right(range(min(self.house, self.caps[name])), votes, key=lambda seat: self.price(price, seat))


@dataclass(frozen=True, slots=True)
class Hands:
    """Who may lose votes, with how many, and who may gain; empty where votes only come or only go."""

    gives: Mapping[int, int]
    takes: frozenset[int]

    @property
    def moved(self) -> bool:
        """Whether what one loses another gains."""
        return bool(self.gives and self.takes)


@dataclass(frozen=True, slots=True)
class Change:
    """A number of votes, and how many each list gains and loses."""

    votes: int
    gains: Mapping[int, int]
    losses: Mapping[int, int]


NOTHING = Change(0, {}, {})


@dataclass(slots=True)
class Guess:
    """Where the last price was found, so that the next of nearly the same sharing is looked for near it."""

    price: int = 0


def fewest_for(  # noqa: PLR0917 - what is asked, who may do it, and where to begin
    contest: Contest, group: frozenset[int], seats: int, hands: Hands, below: frozenset[int], guess: Guess | None = None
) -> Change | None:
    """The fewest votes with which a group of lists has at least so many seats; None where no number does it.

    Args:
        contest: the sharing; lists by place.
        group: whose seats are asked about; only its lists gain and only others lose.
        seats: how many together.
        hands: who may gain and lose.
        below: lists of the others whose quotients out of a seat must be less than the price; may be equal for the rest.
        guess: a price to begin at; told the one that was found.

    >>> two = Contest((700, 300), (1, 2, 3, 4), (True, True), 4, (0, 0), (4, 4))
    >>> fewest_for(two, frozenset({1}), 2, Hands({0: 700}, frozenset({1})), frozenset())
    Change(votes=100, gains={1: 100}, losses={0: 100})
    """
    if seats <= 0:
        return NOTHING
    if seats > contest.house:
        return None
    sides = _Sides(contest, group, seats, hands, below, contest.grid)
    guess = guess or Guess()
    low = guess.price = _last(sides.wanting_first, guess.price, contest.dearest)
    prices = [each for each in (low, low + 1) if each < contest.dearest and (each or contest.quota is not None)]
    found = [each for price in prices if (each := sides.change(price)) is not None]
    return min(found, key=lambda each: each.votes, default=None)


def _last(holds: Callable[[int], bool], near: int, high: int) -> int:
    """The last number for which something holds that holds of all below it and of 0, looked for near a number."""
    low, step = 0, 1
    if near and holds(near):
        low = near
        while near + step < high and holds(near + step):
            low, step = near + step, 2 * step
        high = min(high, near + step)
    elif near:
        high = near
        while near - step > 0 and not holds(near - step):
            high, step = near - step, 2 * step
        low = max(0, near - step)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


@dataclass(frozen=True, slots=True)
class _Sides:
    """What the group lacks, and what the others have too much, at a price ``number / grid``."""

    contest: Contest
    group: frozenset[int]
    seats: int
    hands: Hands
    below: frozenset[int]
    grid: int

    def wanting_first(self, price: int) -> bool:
        """Whether the others' surplus is the larger need here, so that the price may rise."""
        lacks = self._lacks(price)
        if lacks is None:
            return False
        surplus = self._surplus(price)
        return surplus is None or _whole(lacks) <= _whole(surplus)

    def change(self, price: int) -> Change | None:
        """The votes that do it at this price."""
        lacks, surplus = self._lacks(price), self._surplus(price)
        if lacks is None or surplus is None:
            return None
        return self._balanced(lacks, surplus) if self.hands.moved else _one_sided(lacks, surplus)

    def _balanced(self, gains: dict[int, int], losses: dict[int, int]) -> Change | None:
        """Who loses gives to who gains; what is over goes to any of the group, what is missing comes from any other."""
        over = _whole(losses) - _whole(gains)
        if over > 0:
            taker = min(self.hands.takes, key=lambda each: (each not in gains, each))
            gains = gains | {taker: gains.get(taker, 0) + over}
        for each in sorted(self.hands.gives, key=lambda each: (each not in losses, -self.hands.gives[each], each)):
            more = min(-over, self.hands.gives[each] - losses.get(each, 0))
            if more > 0:
                losses = losses | {each: losses.get(each, 0) + more}
                over += more
        return None if over < 0 else Change(_whole(losses), gains, losses)

    def _lacks(self, price: int) -> dict[int, int] | None:
        """The fewest votes by list with which the group has its seats at a price."""
        contest = self.contest
        held = {each: max(contest.floors[each], self._reached(each, price)) for each in self.group}
        missing = self.seats - sum(held.values())
        if missing <= 0:
            return {}
        able = [each for each in sorted(self.group & self.hands.takes) if contest.counted[each]]
        return _cheapest(
            missing,
            {
                each: [
                    max(0, -(-contest.price(price, seat) // self.grid) - contest.votes[each])
                    for seat in range(held[each], min(held[each] + missing, contest.house, contest.caps[each]))
                ]
                for each in able
            },
        )

    def _surplus(self, price: int) -> dict[int, int] | None:
        """The fewest votes by list without which the others have no more than the rest at a price."""
        contest = self.contest
        others = [each for each in range(len(contest.votes)) if each not in self.group]
        held = {each: self._above(each, price) for each in others}
        over = sum(max(held[each], contest.floors[each]) for each in others) - (contest.house - self.seats)
        if over <= 0:
            return {}
        costs: dict[int, list[int]] = {}
        for each in others:
            room = self.hands.gives.get(each, 0)
            down = range(held[each] - 1, max(contest.floors[each], held[each] - over) - 1, -1)
            own = [contest.votes[each] - self._most(each, price, seat) for seat in down] if room else []
            costs[each] = [cost for cost in own if cost <= room]
        return _cheapest(over, costs)

    def _reached(self, name: int, price: int) -> int:
        return self.contest.seats_for(name, self.contest.votes[name] * self.grid, price)

    def _above(self, name: int, price: int) -> int:
        least = self.contest.votes[name] * self.grid - (name not in self.below)
        return self.contest.seats_for(name, least, price)

    def _most(self, name: int, price: int, seat: int) -> int:
        """With how many votes a list has no more than so many seats at a price."""
        return (self.contest.price(price, seat) - (name in self.below)) // self.grid


def _whole(votes: Mapping[int, int]) -> int:
    return sum(votes.values())


def _one_sided(gains: dict[int, int], losses: dict[int, int]) -> Change:
    return Change(_whole(gains) + _whole(losses), gains, losses)


def _cheapest(wanted: int, costs: Mapping[int, Sequence[int]]) -> dict[int, int] | None:
    """The fewest votes for so many seats in all, where ``costs`` says by list what one, two, three … of them cost."""
    best: list[tuple[int, dict[int, int]] | None] = [(0, {}), *[None] * wanted]
    for name, own in costs.items():
        before = list(best)
        for number, cost in enumerate(own, 1):
            for reached in range(wanted):
                start = before[reached]
                if start is None:
                    continue
                at = min(wanted, reached + number)
                held = best[at]
                if held is None or start[0] + cost < held[0]:
                    best[at] = start[0] + cost, {**start[1], name: cost}
    last = best[wanted]
    return None if last is None else {name: cost for name, cost in last[1].items() if cost}
