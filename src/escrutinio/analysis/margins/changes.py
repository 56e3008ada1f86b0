"""The votes of a witness: which would be more or fewer, and the election with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from escrutinio.analysis.scenario import Move
from escrutinio.analysis.what_if_votes import with_votes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from escrutinio.model import Election


@dataclass(frozen=True, slots=True)
class Changed:
    """Votes of one list in one constituency that are more, or below zero fewer, than were counted."""

    tier: str
    constituency: str
    list: str
    votes: int


def with_changes(election: Election, changes: Sequence[Changed]) -> Election:
    """The election as it would be with the votes of a witness; candidates keep their shares of their list's votes.

    >>> import escrutinio as es
    >>> moved = with_changes(es.election("bo-2020"), [Changed("president", "Pando", "CC", -5)])
    >>> [each.votes["CC"] for each in moved.tallies if each.constituency == "Pando" and each.tier == "president"]
    [14630]
    """
    by_place: dict[tuple[str, str], dict[str, int]] = {}
    for each in changes:
        own = by_place.setdefault((each.tier, each.constituency), {})
        own[each.list] = own.get(each.list, 0) + each.votes
    tallies = []
    for tally in election.tallies:
        more = by_place.get((tally.tier, tally.constituency), {})
        votes = {**tally.votes, **{name: tally.votes.get(name, 0) + count for name, count in more.items()}}
        tallies.append(with_votes(tally, votes) if more else tally)
    return replace(election, tallies=tuple(tallies))


def moves_of(witness: Iterable[Changed]) -> tuple[Move, ...]:
    """Changed votes as moves between lists, place by place; who only loses or gains has nobody opposite.

    >>> moves = moves_of([Changed("a", "North", "X", -5), Changed("a", "North", "Y", 3), Changed("a", "North", "Z", 2)])
    >>> [(each.losing, each.gaining, each.move) for each in moves]
    [('X', 'Y', 3), ('X', 'Z', 2)]
    """
    places: dict[tuple[str, str], dict[str, int]] = {}
    for each in witness:
        places.setdefault((each.tier, each.constituency), {})[each.list] = each.votes
    return tuple(
        Move(move=votes, losing=losing, gaining=gaining, areas=(place,) if place else (), ballots=(tier,))
        for (tier, place), changes in places.items()
        for losing, gaining, votes in _paired(changes)
    )


def _paired(changes: Mapping[str, int]) -> Iterator[tuple[str | None, str | None, int]]:
    """Losses and gains of one place matched one after the other; what is left has nobody opposite."""
    losses = [(name, -votes) for name, votes in changes.items() if votes < 0]
    gains = [(name, votes) for name, votes in changes.items() if votes > 0]
    while losses or gains:
        losing, lost = losses.pop(0) if losses else (None, gains[0][1])
        gaining, won = gains.pop(0) if gains else (None, lost)
        number = min(lost, won)
        yield losing, gaining, number
        if losing is not None and lost > number:
            losses.insert(0, (losing, lost - number))
        if gaining is not None and won > number:
            gains.insert(0, (gaining, won - number))
