"""The figures around an outcome: shares, turnout, and how it stands against what the authorities stated."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.outcome.table import lists_called, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.model import OfficialSeats, Source
    from escrutinio.outcome.result import BodyOutcome, Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """One tier's counts over the whole election; what is not stated everywhere is None."""

    votes: Mapping[str, int]
    valid: int
    blank: int | None
    null: int | None
    cast: int | None
    registered: int | None

    @property
    def turnout(self) -> Fraction | None:
        """Votes cast of those registered."""
        return None if not self.registered or self.cast is None else Fraction(self.cast, self.registered)

    def share(self, name: str) -> Fraction | None:
        """One list's votes of the valid votes."""
        return Fraction(self.votes[name], self.valid) if self.valid else None


@dataclass(frozen=True, slots=True)
class Against:
    """How many official figures were compared, and those that the outcome does not give, with ours beside them."""

    compared: int
    stated: int
    """How many of those an authority or the press stated; the others were added up by the rule itself."""
    different: tuple[tuple[OfficialSeats, int], ...]
    sources: tuple[Source, ...]


def counts(outcome: Outcome, tier: str) -> Counts:
    """One tier's counts, added up over the whole election, abroad included.

    >>> import escrutinio as es
    >>> counts(es.elect("bo-2020"), "president").valid
    6159120
    """
    counted = outcome.frame.tiers[tier]
    votes = counted.votes[0].sum(axis=0)
    others = {
        name: int(counted.counts[name].sum()) if name in counted.counts else None
        for name in ("blank", "null", "cast", "registered")
    }
    by_list = {name: int(votes[each]) for each, name in enumerate(outcome.frame.lists)}
    return Counts(by_list, int(votes.sum()), **others)


def against_official(outcome: Outcome) -> Against:
    """Compare the outcome with every figure on record for the bodies at hand.

    Nothing is compared where the question is what another law, or the law of another day, would have given, and no
    body whose lots are still to be drawn.

    >>> import escrutinio as es
    >>> against_official(es.elect("bo-2020")).different
    ()
    """
    compared = stated = 0
    different = []
    sources: dict[Source, None] = {}
    for official in () if _what_if(outcome) else outcome.election.official:
        body = outcome.bodies.get(official.body or next(iter(outcome.bodies)))
        ours = None if body is None or body.pending else _ours(body, official)
        if ours is None:
            continue
        compared += 1
        stated += official.basis in {"official", "press"}
        sources[official.source] = None
        if ours != official.seats:
            different.append((official, ours))
    return Against(compared, stated, tuple(different), tuple(sources))


def _what_if(outcome: Outcome) -> bool:
    election, law = outcome.election, outcome.law
    other = bool(election.law) and law.law.law != election.law
    return other or law.day != election.date or bool(law.law.amendments)


def _ours(body: BodyOutcome, official: OfficialSeats) -> int | None:
    """Our figure for an official one; None where the votes at hand do not tell, so that nothing can be compared."""
    if (official.kind and official.kind not in body.kinds) or (not official.kind and body.unknown and body.unfilled):
        return None
    places = places_of(body, official.constituency, official.level)
    if not places:
        return None
    seats = body.kinds[official.kind] if official.kind else body.seats
    return int(seats[np.ix_(places, lists_called(body.run, official.list))].sum())
