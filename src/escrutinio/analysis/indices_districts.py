"""Votes that elect nobody: lists without a seat, losers' votes, winners' surplus; and districts of two lists."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.analysis.indices_input import AreaTable, Shares
    from escrutinio.outcome import BodyOutcome

HALF = Fraction(1, 2)


def unrepresented(x: Shares) -> Fraction:
    """The share of the votes for lists without any seat."""
    return sum((v for v, seats in zip(x.v, x.seats, strict=True) if not seats), start=Fraction(0))


def unrepresented_locally(table: AreaTable) -> Fraction:
    """The share of the votes for lists without a seat in the voter's own area."""
    cast = int(table.votes.sum())
    return Fraction(int(table.votes[table.seats == 0].sum()), cast)


class District(NamedTuple):
    """One seat: the votes by list, and who won it."""

    votes: tuple[int, ...]
    winner: int


class Districts(NamedTuple):
    """The lists, the districts of one seat whose votes are known, and how many there are in all."""

    lists: tuple[str, ...]
    counted: list[District]
    number: int


def districts(body: BodyOutcome) -> Districts:
    """The single seats of a body that went to whoever had most votes.

    Raises:
        Problem: an office is asked for, no seat is won so, or the votes of such districts are not known.
    """
    if body.run.body.distribution is None:
        raise Problem("“{body}” is one office, filled in the whole country: it has no districts.", body=body.id)
    unknown = False
    for run in body.run.stages.values():
        if run.stage.does != "plurality" or not run.counted:
            continue
        if run.votes.shape[1] == run.seats.shape[1] and run.votes.any():
            single = [place for place in range(run.seats.shape[1]) if run.seats[0, place].sum() == 1]
            found = [
                District(tuple(run.votes[0, place].tolist()), int(run.seats[0, place].argmax())) for place in single
            ]
            if any(sum(each.votes) for each in found):
                return Districts(body.run.lists, [each for each in found if sum(each.votes)], len(single))
        unknown = unknown or bool(run.declared)
    if unknown:
        raise Problem(
            "“{body}” has seats that most votes win in districts of their own, and the election has only their "
            "winners, not their votes.",
            body=body.id,
        )
    raise Problem("no seat is won by most votes in a district of its own.")


def lost(x: Sequence[District]) -> Fraction:
    """The share of the votes for lists that did not win the voter's district."""
    return Fraction(sum(sum(each.votes) - each.votes[each.winner] for each in x), _cast(x))


def surplus(x: Sequence[District]) -> Fraction:
    """The share of the votes that winners had beyond one more than the second."""
    return Fraction(sum(max(0, each.votes[each.winner] - _second(each) - 1) for each in x), _cast(x))


def _second(district: District) -> int:
    return max((votes for place, votes in enumerate(district.votes) if place != district.winner), default=0)


def _cast(x: Sequence[District]) -> int:
    return sum(sum(each.votes) for each in x)


# Two lists


class Pair(NamedTuple):
    """The two lists with most votes in all districts together, and the districts that one of them won."""

    first: int
    second: int
    districts: list[tuple[int, int]]
    """Votes of the first and of the second."""
    won: list[bool]
    """Whether the first won."""


def pair(x: Sequence[District]) -> Pair:
    """The two largest lists, the first named first; districts of others are left out."""
    sums = [sum(column) for column in zip(*(each.votes for each in x), strict=True)]
    order = sorted(range(len(sums)), key=lambda place: -sums[place])
    if len(order) < 2 or not sums[order[1]]:  # noqa: PLR2004 - a pair
        raise Problem("there is only one list.")
    first, second = order[:2]
    theirs = [each for each in x if each.winner in {first, second}]
    if not theirs:
        raise Problem("neither of the two largest lists won a district.")
    return Pair(
        first,
        second,
        [(each.votes[first], each.votes[second]) for each in theirs],
        [each.winner == first for each in theirs],
    )


def efficiency_gap(x: Pair) -> Fraction:
    """Votes the second list wasted less those the first did, over the votes of both; above zero it favours the first.

    Wasted are the votes of the loser, and those of the winner beyond half the votes of both.
    """
    wasted = Fraction(0)
    for (ours, theirs), won in zip(x.districts, x.won, strict=True):
        beyond = max(ours, theirs) - HALF * (ours + theirs)
        wasted += (theirs - beyond) if won else (beyond - ours)
    return wasted / sum(ours + theirs for ours, theirs in x.districts)


def efficiency_gap_simple(x: Pair) -> Fraction:
    """The first list's share of these districts beyond a half, less twice its share of the votes beyond a half."""
    votes = Fraction(sum(ours for ours, _ in x.districts), sum(sum(each) for each in x.districts))
    return Fraction(sum(x.won), len(x.won)) - HALF - 2 * (votes - HALF)


def mean_median(x: Pair) -> Fraction:
    """The first list's median share of the two lists' votes in these districts, less its mean share."""
    each = [Fraction(ours, ours + theirs) for ours, theirs in x.districts]
    return median(each) - mean(each)


WASTED = {each.__name__: each for each in (lost, surplus)}
PAIRED = {each.__name__: each for each in (efficiency_gap, efficiency_gap_simple, mean_median)}
