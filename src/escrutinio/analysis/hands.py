"""Who has most votes where, in two elections side by side: which places change hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.asked import words_of
from escrutinio.analysis.scenario import Alliance, Split
from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome import body_named
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from escrutinio.analysis.scenario import Change
    from escrutinio.model import Election
    from escrutinio.outcome import Outcome

    Votes = dict[str, int]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who has most votes on a ballot in a constituency, before and after; several where they have as many.

    ``area`` is empty for the whole ballot. A place changes hands where somebody is first who is no heir of whoever was:
    an alliance is the heir of its lists, and so is each part of a list that was split.
    """

    ballot: str
    area: str
    before: tuple[str, ...]
    votes_before: int
    lead_before: int
    after: tuple[str, ...]
    votes_after: int
    lead_after: int
    changed: bool


def hands(
    before: Outcome, after: Outcome, changes: Iterable[Change], bodies: Sequence[str], of: str | None = None
) -> list[Hand]:
    """Who is first in every constituency of a ballot, or of the ballots of some bodies; see ``WhatIf.hands``."""
    heirs = _Heirs(tuple(changes), words_of(before.election.lists))
    return [_hand(*place, heirs) for place in _places(before, after, bodies, of)]


def vote_rows(before: Outcome, after: Outcome, bodies: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Votes before and after by ballot, area and list: rows of ``WhatIf.columns``."""
    for ballot, area, old, new in _places(before, after, bodies, None):
        led, leads = _first(old)[0], _first(new)[0]
        for name in dict.fromkeys([*old, *new]):
            was, now = old.get(name, 0), new.get(name, 0)
            if was or now:
                yield "", ballot, area, name, was, now, now - was, _FIRST[name in led, name in leads]


def _places(
    before: Outcome, after: Outcome, both: Sequence[str], of: str | None
) -> Iterator[tuple[str, str, Votes, Votes]]:
    """The votes of every place that both elections have and somebody voted in."""
    for ballot in _ballots(before, after, both, of):
        old, new = (_votes(each.election, ballot) for each in (before, after))
        for area, votes in old.items():
            if area in new and any((*votes.values(), *new[area].values())):
                yield ballot, area, votes, new[area]


_FIRST = {(True, True): "both", (True, False): "before", (False, True): "after", (False, False): ""}


def _ballots(before: Outcome, after: Outcome, both: Sequence[str], of: str | None) -> list[str]:
    """The ballots that are meant, as far as their votes are known before and after."""
    bodies = {name: before[name].run.body for name in both}
    counted = [each.tier for each in before.election.tallies]
    known = [each for each in dict.fromkeys(counted) if each in {one.tier for one in after.election.tallies}]
    if of is not None and fold(of) in {fold(each) for each in known}:
        return [each for each in known if fold(each) == fold(of)]
    chosen = list(bodies) if of is None else [_body(bodies, known, of)]
    used = {stage.votes for name in chosen for stage in bodies[name].stages}
    return [each for each in known if each in used]


def _body(bodies: Mapping[str, Any], ballots: Iterable[str], of: str) -> str:
    try:
        return body_named(bodies, of)
    except Problem:
        known = [*bodies, *ballots]
        raise Problem(
            "there is neither a body nor a ballot called “{given}”. Did you mean {near}?",
            given=of,
            near=nearest(of, known),
        ) from None


def _votes(election: Election, ballot: str) -> dict[str, Votes]:
    """Votes by constituency and list; those of the whole ballot first, under no name, where it has several."""
    by_place = {each.constituency: dict(each.votes) for each in election.tallies if each.tier == ballot}
    whole: Votes = {}
    for votes in by_place.values():
        for name, count in votes.items():
            whole[name] = whole.get(name, 0) + count
    return ({"": whole} if len(by_place) > 1 else {}) | by_place


def _hand(ballot: str, area: str, before: Votes, after: Votes, heirs: _Heirs) -> Hand:
    was, now = _first(before), _first(after)
    of_each = [heirs.of(name) for name in was[0]]
    changed = not set(now[0]) <= set().union(*of_each) or any(not each & set(now[0]) for each in of_each)
    return Hand(ballot, area, *was, *now, changed)


def _first(votes: Mapping[str, int]) -> tuple[tuple[str, ...], int, int]:
    """Who has most votes, how many, and how many more than the next."""
    ranked = sorted(votes.values(), reverse=True)
    if not ranked or not ranked[0]:
        return (), 0, 0
    return tuple(name for name, count in votes.items() if count == ranked[0]), ranked[0], ranked[0] - sum(ranked[1:2])


@dataclass(frozen=True, slots=True)
class _Heirs:
    """Some changes, and the words that lists go by."""

    changes: tuple[Change, ...]
    words: Mapping[str, str]

    def of(self, name: str) -> set[str]:
        """The names under which a list stands after the changes."""
        held = {name}
        for change in self.changes:
            if isinstance(change, Alliance) and held & {self._id(each) for each in change.alliance}:
                held.add(self._id(change.name))
            elif isinstance(change, Split) and self._id(change.split) in held:
                held |= {self._id(each) for each in change.into}
        return held

    def _id(self, name: str) -> str:
        return self.words.get(fold(name), name)
