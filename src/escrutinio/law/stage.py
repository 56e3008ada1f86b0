"""What stages have in common: a ballot they count, seats they give or entitle to, what happens in a tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from escrutinio.documents import STRICT, Id, Positive, Share, Texts, some
from escrutinio.law.conditions import Level
from escrutinio.law.dated import Dated
from escrutinio.law.names import DivisorName, QuotaName
from escrutinio.model import Problem

Ties = Literal["lots", "most_votes", "fewest_votes"]
"""Who wins a tie: the lot, or first whoever has more (or fewer) votes in that area."""


@dataclass(frozen=True, kw_only=True)
class Counting(Dated):
    """A stage that counts a ballot."""

    id: Id
    name: Texts
    votes: str
    """The tier whose ballot is counted here."""
    abroad: Literal["counted", "not_counted"] = "counted"


@dataclass(frozen=True, kw_only=True)
class Giving(Counting):
    """A stage that decides seats, and can be tied."""

    ties: Ties


@dataclass(frozen=True, kw_only=True)
class Cap:
    """The most seats a list may hold: a number, or its share of the votes plus so much, of a body of ``of`` seats."""

    __pydantic_config__ = STRICT

    seats: Positive | None = None
    share_above: Share | None = None
    of: Positive | None = None
    counted: tuple[Id, ...] = ()
    """The kinds of seat won before that count towards it."""

    def __post_init__(self) -> None:
        """Refuse a cap on nothing."""
        if self.seats is None and self.share_above is None:
            raise Problem("a maximum names seats, share_above, or both. Add one.")
        if self.share_above is not None and self.of is None:
            raise Problem("share_above is a share of a body. Add of: and its number of seats.")


@dataclass(frozen=True, kw_only=True)
class Inside:
    """How the seats of an alliance are shared among its lists: by a method, or to its candidates with most votes."""

    __pydantic_config__ = STRICT

    divisors: DivisorName | None = None
    quota: QuotaName | None = None
    by: Literal["personal_votes"] | None = None

    def __post_init__(self) -> None:
        """Refuse two methods, and none."""
        if self.by is None:
            one_method(self.divisors, self.quota)


@dataclass(frozen=True, kw_only=True)
class Personal:
    """A list fills at most as many seats as it has candidates with such a share of the quota in personal votes."""

    __pydantic_config__ = STRICT

    share: Share
    quota: QuotaName


@dataclass(frozen=True, kw_only=True)
class Sharing(Giving):
    """A stage that shares out seats in each area; with ``entitles`` they are a claim that a later stage settles."""

    per: Level
    seats: tuple[Id, ...]
    """The kinds of seat that are added up and shared here."""
    among: Id | None = None
    counted: tuple[Id, ...] = ()
    """The kinds won before, which ``seats`` includes and from which the sharing goes on."""
    alliances: Inside | None = None
    maximum: Cap | None = None
    candidates: Personal | None = None
    gives: Id | None = None
    entitles: Id | None = None

    def __post_init__(self) -> None:
        """Refuse seats that are also a claim, or neither."""
        super().__post_init__()
        some(self.seats)
        given_or_claimed(self.gives, self.entitles)


def one_method(divisors: object, quota: object) -> None:
    """Refuse divisors and a quota at once, and neither."""
    if (divisors is None) == (quota is None):
        raise Problem("write either divisors or a quota, not both and not neither.")


def given_or_claimed(gives: object, entitles: object) -> None:
    """Refuse seats that are also a claim, or neither."""
    if (gives is None) == (entitles is None):
        raise Problem("write either gives (seats) or entitles (a claim), not both and not neither.")
