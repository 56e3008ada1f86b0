"""What a what-if takes for granted where nobody can know: candidates, pacts, declared seats, lists in new places."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from escrutinio.analysis.asked import lists_named
from escrutinio.analysis.scenario import Alliance, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from escrutinio.analysis.scenario import Change
    from escrutinio.model import Election


@dataclass(frozen=True, slots=True)
class Supposed:
    """One thing that an answer takes for granted, with the lists, pacts, ballot and numbers that it is about.

    ``candidates`` says that they keep their shares of their list's votes; ``no_pact`` that the lists of an alliance
    stand in different ones; ``heir`` to whom declared seats go, ``vacated`` that nobody knows to whom; ``newcomer``
    that a list gains votes where nobody could vote for it; ``runoff`` that the votes of a run-off are left out.
    """

    what: Literal["candidates", "no_pact", "heir", "vacated", "newcomer", "runoff"]
    facts: Mapping[str, Any] = field(default_factory=dict)


def supposed(changes: Sequence[Change], steps: Sequence[Election], ballots: set[str]) -> tuple[Supposed, ...]:
    """What the changes take for granted on some ballots.

    Args:
        changes: one after another.
        steps: the election before any change, after each, and without run-offs that would be between others.
        ballots: those that are asked about.
    """
    found: list[Supposed] = []
    for change, (was, now) in zip(changes, pairwise(steps), strict=False):
        found += _pacts(change, was)
        found += _declared(change, was, now, ballots)
        found += _newcomers(change, was, now, ballots)
    return (*_candidates(steps[0], steps[-2], ballots), *found, *_runoffs(steps[-2], steps[-1]))


def _candidates(was: Election, now: Election, ballots: set[str]) -> Iterator[Supposed]:
    old = {(each.tier, each.constituency): each.candidates for each in was.tallies}
    if any(each.tier in ballots and each.candidates != old[each.tier, each.constituency] for each in now.tallies):
        yield Supposed("candidates")


def _runoffs(counted: Election, now: Election) -> Iterator[Supposed]:
    left = {each.tier for each in now.tallies}
    for ballot in dict.fromkeys(each.tier for each in counted.tallies if each.tier not in left):
        yield Supposed("runoff", {"ballot": ballot})


def _pacts(change: Change, was: Election) -> Iterator[Supposed]:
    if isinstance(change, Alliance):
        ids = set(lists_named(was.lists, change.alliance))
        pacts = list(dict.fromkeys(each.alliance for each in was.lists if each.id in ids))
        if len(pacts) > 1:
            yield Supposed("no_pact", {"list": change.name, "pacts": [each for each in pacts if each]})


def _declared(change: Change, was: Election, now: Election, ballots: set[str]) -> Iterator[Supposed]:
    seats: dict[tuple[str, str, str], int] = {}
    for old, new in zip(was.winners, now.winners, strict=True):
        if old.list != new.list and old.tier in ballots:
            key = old.tier, old.list, new.list
            seats[key] = seats.get(key, 0) + old.seats
    for (tier, name, heir), count in seats.items():
        facts = {"ballot": tier, "list": name, "heir": heir, "seats": count}
        yield Supposed("vacated" if isinstance(change, Withdrawal) else "heir", facts)


def _newcomers(change: Change, was: Election, now: Election, ballots: set[str]) -> Iterator[Supposed]:
    """Lists that stood already, and now have votes in areas where they did not stand."""
    standing = {each.id for each in was.lists}
    own = set(lists_named(now.lists, [change.name])) if isinstance(change, Alliance) else set()
    places: dict[tuple[str, str], int] = {}
    old = {(each.tier, each.constituency): each.votes for each in was.tallies}
    for tally in now.tallies:
        before = old[tally.tier, tally.constituency]
        for name in tally.votes:
            if name not in before and name in standing - own and tally.tier in ballots:
                places[tally.tier, name] = places.get((tally.tier, name), 0) + 1
    for (tier, name), count in places.items():
        yield Supposed("newcomer", {"ballot": tier, "list": name, "areas": count})
