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
    from collections.abc import Callable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Contest:
    """One sharing: votes by list, the divisor of each seat as whole numbers, who takes part, seats; held, at most.

    ``quota``, as numerator over denominator, is what a seat costs where seats go by largest remainders; the divisors
    are 1 then. ``bars`` are the votes from which a list takes part, where that is a number: 0 for a list of which it
    is settled. ``by_votes`` says that of equal quotients the one of more votes comes first, and not the lot.
    """

    votes: tuple[int, ...]
    steps: tuple[int, ...]
    counted: tuple[bool, ...]
    house: int
    floors: tuple[int, ...]
    caps: tuple[int, ...]
    quota: tuple[int, int] | None = None
    bars: tuple[int, ...] = ()
    by_votes: bool = False

    @property
    def grid(self) -> int:
        """Into how many parts a vote is cut so that every price that matters, and one between, is a whole number."""
        return 2 * (lcm(*self.steps[: self.house]) if self.quota is None else self.quota[1])

    @property
    def dearest(self) -> int:
        """A price above all that matter, and with a quota above the highest that there is: no remainder is larger."""
        return (self.grid * (2 * sum(self.votes) + 2) if self.quota is None else 2 * self.quota[0] + 1) * self.house

    def needed(self, price: int, seat: int) -> int:
        """The votes, in parts, from which a list has a seat at a price; seats from 0 on.

        A price is a number of parts, and which seats are in at exactly that number: those from the rest on.
        """
        parts, first = divmod(price, self.house)
        later = 0 if self.quota is None else 2 * self.quota[0] * seat
        return parts * self.steps[seat] + later + (self.by_votes and seat < first)

    def most(self, price: int, seat: int, *, below: bool) -> int:
        """The votes, in parts, up to which a list is sure not to have a seat, or may be without it by lot."""
        parts, first = divmod(price, self.house)
        later = 0 if self.quota is None else 2 * self.quota[0] * seat
        behind = below if not self.by_votes else (seat > first or (seat == first and below))
        return parts * self.steps[seat] + later - behind

    def bar(self, name: int) -> int:
        """The votes from which a list takes part; 0 where that is settled."""
        return self.bars[name] if self.bars else 0

    def seats_of(self, name: int) -> range:
        """The seats a list could have with its votes: none where it takes no part."""
        return range(min(self.house, self.caps[name]) if self.counted[name] and self.votes[name] else 0)


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
    first = contest.house if contest.quota is None else 0  # a quotient is never nothing, a remainder may be
    prices = {max(each, first) for each in (low, low + 1) if each < contest.dearest}
    found = [each for price in sorted(prices) if (each := sides.change(price)) is not None]
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
        able = [each for each in sorted(self.group & self.hands.takes) if contest.counted[each] or contest.bar(each)]
        return _cheapest(missing, {each: list(self._gaining(each, held[each], missing, price)) for each in able})

    def _gaining(self, name: int, held: int, missing: int, price: int) -> Iterator[tuple[int, int]]:
        """How many more seats a list has for how many more votes."""
        contest = self.contest
        for seat in range(held, min(held + missing, contest.house, contest.caps[name])):
            needed = max(-(-contest.needed(price, seat) // self.grid), contest.bar(name))
            yield seat - held + 1, max(0, needed - contest.votes[name])

    def _surplus(self, price: int) -> dict[int, int] | None:
        """The fewest votes by list without which the others have no more than the rest at a price."""
        contest = self.contest
        others = [each for each in range(len(contest.votes)) if each not in self.group]
        held = {each: self._above(each, price) for each in others}
        over = sum(max(held[each], contest.floors[each]) for each in others) - (contest.house - self.seats)
        if over <= 0:
            return {}
        able = [each for each in others if self.hands.gives.get(each)]
        return _cheapest(over, {each: list(self._losing(each, held[each], over, price)) for each in able})

    def _losing(self, name: int, held: int, over: int, price: int) -> Iterator[tuple[int, int]]:
        """How many fewer seats a list has for how many fewer votes; it may also lose all, where it takes no part."""
        contest, room = self.contest, self.hands.gives[name]
        least = contest.floors[name]
        for seat in range(held - 1, max(least, held - over) - 1, -1):
            cost = contest.votes[name] - contest.most(price, seat, below=name in self.below) // self.grid
            if cost <= room:
                yield held - seat, cost
        out = contest.votes[name] - contest.bar(name) + 1
        if held > least and contest.bar(name) and out <= room:
            yield min(over, held - least), out

    def _reached(self, name: int, price: int) -> int:
        contest = self.contest
        own = contest.votes[name] * self.grid
        return bisect_right(contest.seats_of(name), own, key=lambda seat: contest.needed(price, seat))

    def _above(self, name: int, price: int) -> int:
        contest, below = self.contest, name in self.below
        own = contest.votes[name] * self.grid - 1
        return bisect_right(contest.seats_of(name), own, key=lambda seat: contest.most(price, seat, below=below))


def _whole(votes: Mapping[int, int]) -> int:
    return sum(votes.values())


def _one_sided(gains: dict[int, int], losses: dict[int, int]) -> Change:
    return Change(_whole(gains) + _whole(losses), gains, losses)


def _cheapest(wanted: int, costs: Mapping[int, Sequence[tuple[int, int]]]) -> dict[int, int] | None:
    """The fewest votes for so many seats in all, where ``costs`` says by list how many cost how much."""
    best: list[tuple[int, dict[int, int]] | None] = [(0, {}), *[None] * wanted]
    for name, own in costs.items():
        starts = [(reached, start) for reached, start in enumerate(best[:wanted]) if start is not None]
        for number, cost in own:
            for reached, start in starts:
                at = min(wanted, reached + number)
                held = best[at]
                if held is None or start[0] + cost < held[0]:
                    best[at] = start[0] + cost, {**start[1], name: cost}
    last = best[wanted]
    return None if last is None else {name: cost for name, cost in last[1].items() if cost}
