"""Seats of a group once more, quotient by quotient, and every way to change votes; shares no code with us."""

# ruff: noqa: PLR0917 - a sharing is told by its parts

from __future__ import annotations

from fractions import Fraction
from itertools import product


def offers(votes, rule, house, floors):
    """What each list offers for each seat beyond those it holds, the most first."""
    found = []
    for name, own in enumerate(votes):
        for seat in range(floors[name], house if own else floors[name]):
            if isinstance(rule, Fraction):  # a quota: full ones come before all remainders
                left = own - seat * rule
                if left >= 0:
                    found.append((min(left, rule), name))
            else:
                found.append((Fraction(own, rule[seat]), name))
    return sorted(found, key=lambda each: -each[0])


def has(votes, rule, house, floors, group, seats, *, certain, bars=None, by_votes=False):
    """Whether a group has so many seats, with luck or for certain; below its bar a list takes no part."""
    if bars is not None:
        counted = [own if own >= bar else 0 for own, bar in zip(votes, bars, strict=True)]
        return has(counted, rule, house, floors, group, seats, certain=certain, by_votes=by_votes)
    free = house - sum(floors)
    held = sum(floors[each] for each in group)
    queue = offers(votes, rule, house, floors)
    if not free:
        return held >= seats
    if len(queue) < free:
        return None
    queue = [(offer, votes[name] if by_votes else 0, name) for offer, name in queue]
    queue.sort(key=lambda each: each[:2], reverse=True)
    edge = queue[free - 1][:2]
    sure = [name for *offer, name in queue if tuple(offer) > edge]
    tied = [name for *offer, name in queue if tuple(offer) == edge]
    open_ones = free - len(sure)
    held += sum(each in group for each in sure)
    ours = sum(each in group for each in tied)
    more = max(0, open_ones - (len(tied) - ours)) if certain else min(open_ones, ours)
    return held + more >= seats


def moved(votes):
    """Every table of votes that moves among those who have some lead to, with how many are moved."""
    standing = [each for each, own in enumerate(votes) if own]
    for parts in product(range(sum(votes) + 1), repeat=len(standing)):
        if sum(parts) == sum(votes):
            table = [0] * len(votes)
            for name, own in zip(standing, parts, strict=True):
                table[name] = own
            yield sum(max(0, a - b) for a, b in zip(table, votes, strict=True)), table


def added(votes, most):
    """Every table with up to so many votes more for those who have some."""
    standing = [each for each, own in enumerate(votes) if own]
    for parts in product(range(most + 1), repeat=len(standing)):
        if sum(parts) <= most:
            table = list(votes)
            for name, own in zip(standing, parts, strict=True):
                table[name] += own
            yield sum(parts), table


def removed(votes):
    """Every table with fewer votes."""
    for table in product(*(range(own + 1) for own in votes)):
        yield sum(votes) - sum(table), list(table)
