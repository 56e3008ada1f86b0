"""The votes of a witness: which would be more or fewer, and the election with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.model import Election


@dataclass(frozen=True, slots=True)
class Changed:
    """Votes of one list in one constituency that are more, or below zero fewer, than were counted."""

    tier: str
    constituency: str
    list: str
    votes: int


def with_changes(election: Election, changes: Sequence[Changed]) -> Election:
    """The election as it would be with the votes of a witness.

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
        tallies.append(replace(tally, votes=votes) if more else tally)
    return replace(election, tallies=tuple(tallies))
