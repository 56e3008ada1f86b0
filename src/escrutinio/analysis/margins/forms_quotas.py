"""What holds a sharing by quotas in place: full quotas, remainders, rounds of caps, and quotas that are rounded.

A rounded quota is no linear function of the votes, but it lies between two that are. A comparison that holds at both of
them holds whatever the rounding, and then that is the form; else the quota must stay the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.margins.forms import Area, Beyond, Form, unfilled
from escrutinio.apportionment import largest_remainder, price
from escrutinio.apportionment.allocation import LargestRemainder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from escrutinio.apportionment import Allocation, Quota


@dataclass(frozen=True, eq=False)
class Sharing:
    """One area's seats to be shared by a quota: the votes that count, who takes part, and the caps."""

    area: Area
    votes: tuple[int, ...]
    counted: tuple[int, ...]
    house: int
    quota: Quota
    caps: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Priced:
    """What a seat costs some lists: their votes, with a quota that may be rounded."""

    area: Area
    lists: tuple[int, ...]
    votes: int
    house: int
    quota: Quota

    @property
    def price(self) -> tuple[int, int]:
        """Numerator over denominator."""
        return quota_at(self.votes, self.house, self.quota)

    @property
    def slack(self) -> tuple[int, int, int]:
        """``by``, and between which sums of votes and what the quota times ``by`` lies, however it is rounded."""
        by = max(self.house + self.quota.added, 1)
        raised = {"down": 0, "next": 0, "up": by - 1, "nearest": by // 2, "half_down": (by - 1) // 2}
        most = raised[self.quota.rounding] + by * (self.quota.rounding == "next")
        return by, most - by + 1, most

    def at_least(self, coefficients: Mapping[int, int], quotas: int) -> Iterator[Form]:
        """That a sum of votes is at least so many quotas, as it is; in a tie, also that it is not more."""
        top, below = self.price
        scaled = {each: factor * below for each, factor in coefficients.items()}
        if self.quota.rounding == "exact":
            yield from self.area.at_least(scaled, all_votes=-quotas, others=self.lists)
            return
        now = self.area.value(scaled) - quotas * top
        if now < 0:
            raise Beyond
        strictly = 1 if now else 0
        by, low, high = self.slack
        safe = {each: factor * by for each, factor in coefficients.items()}
        least = quotas * (high if quotas >= 0 else low) + strictly
        if strictly and self.area.value(safe, all_votes=-quotas, others=self.lists) >= least:
            yield self.area.form(safe, least, all_votes=-quotas, others=self.lists)
            return
        yield self.area.form(scaled, quotas * top + strictly)
        if not now:
            yield self.area.form({each: -factor for each, factor in scaled.items()}, -quotas * top)
        yield from self.same()

    def full(self, each: int, full: int) -> Iterator[Form]:
        """That a list has so many full quotas, and not one more."""
        top, below = self.price
        if self.quota.rounding == "exact":
            yield self.area.form({each: below}, 0, all_votes=-full, others=self.lists)
            yield self.area.form({each: -below}, 1, all_votes=full + 1, others=self.lists)
            return
        by, low, high = self.slack
        safe = (
            self.area.form({each: by}, full * high, all_votes=-full, others=self.lists),
            self.area.form({each: -by}, 1 - (full + 1) * low, all_votes=full + 1, others=self.lists),
        )
        if full * (self.votes + high) <= by * self.area.votes[each] < (full + 1) * (self.votes + low):
            yield from safe
            return
        yield self.area.form({each: below}, full * top)
        yield self.area.form({each: -below}, 1 - (full + 1) * top)
        yield from self.same()

    def same(self) -> Iterator[Form]:
        """Between which sums of votes a rounded quota stays the same."""
        low = high = self.votes
        while low > 0 and quota_at(low - 1, self.house, self.quota) == self.price:
            low -= 1
        while quota_at(high + 1, self.house, self.quota) == self.price:
            high += 1
        yield self.area.form({}, low, all_votes=1, others=self.lists)
        yield self.area.form({}, -high, all_votes=-1, others=self.lists)


def quota_at(votes: int, house: int, quota: Quota) -> tuple[int, int]:
    """What a seat costs, as numerator over denominator, in Python integers."""
    top, below = price(np.array([votes], dtype=object), np.array([house], dtype=object), quota)
    return int(top[0]), int(below[0])


def remainders(area: Area, made: Allocation, row: int) -> Iterator[Form]:
    """Full quotas, and the smallest remainder that won a seat against the largest that did not."""
    method: Any = made.method
    if not isinstance(method, LargestRemainder) or method.total is not None:
        raise Beyond
    votes = tuple(int(each) for each in made.votes[0, row])
    counted = tuple(each for each, own in enumerate(votes) if own or not area.votes[each])
    caps = {} if method.maximum is None else {each: int(method.maximum[0, row, each]) for each in counted}
    yield from unfilled(area, made, row)
    sharing = Sharing(area, votes, counted, int(made.house[0, row]), method.quota, caps)
    yield from shared(sharing, made.seats[0, row].tolist())


def shared(sharing: Sharing, seats: Sequence[int]) -> Iterator[Form]:
    """One sharing with its rounds: who has more full quotas than its cap keeps the cap and leaves."""
    held: dict[int, int] = {}
    if not sharing.counted or not any(sharing.votes[each] for each in sharing.counted):
        yield from (sharing.area.form({each: -1}, 0) for each in sharing.counted)
        return
    while True:
        free = tuple(each for each in sharing.counted if each not in held)
        house = max(sharing.house - sum(held.values()), 0)
        if not free:
            return
        priced = Priced(sharing.area, free, sum(sharing.votes[each] for each in free), house, sharing.quota)
        while True:
            top, below = priced.price
            full = {each: sharing.votes[each] * below // top for each in free}
            for each, own in full.items():
                yield from priced.full(each, own)
            if sum(full.values()) <= house:
                break
            priced = Priced(priced.area, free, priced.votes, house, priced.quota.smaller())
        over = {each: sharing.caps[each] for each in full if full[each] > sharing.caps.get(each, full[each])}
        if not over:
            break
        held |= over
    yield from _left_over(sharing, priced, full, house - sum(full.values()), seats)


def _left_over(
    sharing: Sharing, priced: Priced, full: dict[int, int], left: int, seats: Sequence[int]
) -> Iterator[Form]:
    """The seats left over, one a list and round by round; in the last, whoever has one against whoever has none."""
    won = dict(full)
    while left > 0:
        room = [each for each in full if won[each] < sharing.caps.get(each, won[each] + 1)]
        able = [each for each in room if sharing.votes[each]]
        yield from (sharing.area.form({each: 1}, 1) for each in able if left >= len(able) or seats[each] > won[each])
        if left >= len(able):
            yield from (sharing.area.form({each: -1}, 0) for each in room if not sharing.votes[each])
        if left < len(able):
            inside = [each for each in able if seats[each] > won[each]]
            for winner in inside:
                for other in room:
                    if other not in inside:
                        yield from priced.at_least({winner: 1, other: -1}, full[winner] - full[other])
            return
        for each in able:
            won[each] += 1
        left = left - len(able) if able else 0


def set_aside(
    sharing: Sharing, floors: Sequence[int], claimed: Sequence[int] | None, seats: Sequence[int], *, equal_too: bool
) -> Iterator[Form]:
    """Rounds in which whoever would get less than it holds is set aside, and the rest is shared anew.

    ``claimed`` are the seats of the first round, where they are a claim; ``equal_too`` says that where one is set
    aside, so are those who have exactly what they hold.
    """
    aside = {each for each, own in enumerate(floors) if own and not sharing.votes[each]}
    yield from _inside(sharing, floors)
    part = replace(sharing, caps=dict(sharing.caps))
    while True:
        house = max(sharing.house - sum(floors[each] for each in aside), 0)
        part = replace(part, counted=tuple(each for each in sharing.counted if each not in aside), house=house)
        is_claim = claimed is not None and not aside
        made = None if is_claim else _made(part)
        given = list(claimed or ()) if made is None else made.seats[0].tolist()
        there = [each for each in range(len(floors)) if each not in aside]
        over = {each for each in there if given[each] < floors[each]}
        if made is not None and made.tied[0] and over:
            raise Beyond
        yield from shared(part, given if over or is_claim else seats)
        if not over:
            return
        if equal_too:
            over |= {each for each in there if given[each] == floors[each] > 0}
            part = replace(part, caps={each: part.caps.get(each, given[each]) for each in sharing.counted})
        aside |= over


def _inside(sharing: Sharing, floors: Sequence[int]) -> Iterator[Form]:
    """Who holds seats and has no votes stands outside from the start."""
    for each, own in enumerate(floors):
        if own and sharing.votes[each]:
            yield sharing.area.form({each: 1}, 1)
        elif own and not sharing.area.votes[each]:
            yield sharing.area.form({each: -1}, 0)


def _made(part: Sharing) -> Allocation:
    votes = [[own if each in part.counted else 0 for each, own in enumerate(part.votes)]]
    most = [[part.caps.get(each, 10**9) for each in range(len(part.votes))]] if part.caps else None
    return largest_remainder(votes, [part.house], quota=part.quota, maximum=most)
