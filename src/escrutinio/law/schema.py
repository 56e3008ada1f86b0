"""The shape of a law file: what a lawyer may write, checked before anything is computed.

One YAML 1.2 document is one body of law. Stages stand in the law's own order; each carries its
dates, its source and how well it is known. Two stages of one id are two versions of one rule: on
any day the latest that has begun and not ended is in force.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - documents are checked by their annotations
from typing import Annotated, Any, Literal

from escrutinio.documents import STRICT, Called, Count, Id, OneOf, Parsed, Positive, Share, Texts, some
from escrutinio.model import Basis, Problem, Source


def _divisor_name(value: object) -> str:
    from escrutinio.apportionment import ApportionmentError, divisors_named

    try:
        divisors_named(str(value))
    except ApportionmentError as error:
        raise Problem(error.template, **error.facts) from error
    return str(value)


DivisorName = Annotated[str, Parsed(_divisor_name, {"type": "string"})]
Level = Literal["constituency", "region", "country"]
Base = Literal["valid_votes", "votes_cast", "registered"]
Boundary = Literal["at_least", "more_than"]


@dataclass(frozen=True, kw_only=True)
class Text:
    """A legal text that stages cite: a constitution, an act, a regulation, a gazette."""

    __pydantic_config__ = STRICT

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where in a text of this file a value stands."""

    __pydantic_config__ = STRICT

    text: str
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """What every value carries: since when, until when, from where, how well known."""

    __pydantic_config__ = STRICT

    since: date
    until: date | None = None
    source: Citation
    basis: Basis
    note: Texts | None = None

    def __post_init__(self) -> None:
        """Refuse a value that ends before it begins."""
        if self.until is not None and self.until <= self.since:
            raise Problem("it ends on {until}, not after it begins on {since}.", until=self.until, since=self.since)

    def in_force(self, day: date) -> bool:
        """Whether it has begun and not ended on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True)
class ShareCondition:
    """At least, or more than, a share of the votes."""

    __pydantic_config__ = STRICT

    share: Share
    of: Base = "valid_votes"
    over: Level = "country"
    boundary: Boundary


@dataclass(frozen=True, kw_only=True)
class LeadCondition:
    """Ahead of the next list by at least, or more than, a share of the votes."""

    __pydantic_config__ = STRICT

    lead: Share
    of: Base = "valid_votes"
    over: Level = "country"
    boundary: Boundary


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """One of several named conditions is enough."""

    __pydantic_config__ = STRICT

    any: dict[Id, Condition]

    def __post_init__(self) -> None:
        """Refuse a choice of nothing."""
        some(self.any)


@dataclass(frozen=True, kw_only=True)
class AllOf:
    """Every one of several named conditions is needed."""

    __pydantic_config__ = STRICT

    all: dict[Id, Condition]

    def __post_init__(self) -> None:
        """Refuse a demand of nothing."""
        some(self.all)


def _condition_shape(value: Any) -> str | None:  # noqa: ANN401 - anything an author may write
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", ())
    return next((shape for shape in ("share", "lead", "any", "all") if shape in keys), None)


Condition = Annotated[
    Annotated[ShareCondition, Called("share")]
    | Annotated[LeadCondition, Called("lead")]
    | Annotated[AnyOf, Called("any")]
    | Annotated[AllOf, Called("all")],
    OneOf(_condition_shape),
]


@dataclass(frozen=True, kw_only=True)
class _Stage(Dated):
    id: Id
    name: Texts
    votes: str
    """The tier whose ballot is counted here."""
    abroad: Literal["counted", "not_counted"] = "counted"


@dataclass(frozen=True, kw_only=True)
class Threshold(_Stage):
    """Which lists are admitted to the stages that name this one."""

    does: Literal["threshold"]
    admits: Condition


@dataclass(frozen=True, kw_only=True)
class SingleWinner(_Stage):
    """One office: the condition that elects, and what happens where nobody meets it."""

    does: Literal["single_winner"]
    wins: Condition
    otherwise: Literal["runoff", "parliament"]
    best: Positive = 2
    gives: Id
    ties: Literal["lots"]


@dataclass(frozen=True, kw_only=True)
class Runoff(_Stage):
    """The second round between the best of ``after``: most votes wins."""

    does: Literal["runoff"]
    after: Id
    gives: Id
    ties: Literal["lots"]


@dataclass(frozen=True, kw_only=True)
class Plurality(_Stage):
    """Most votes win: one seat each, or as many as ``ranks`` gives to the first, the second …."""

    does: Literal["plurality"]
    per: Level
    ranks: tuple[Positive, ...] = (1,)
    among: Id | None = None
    gives: Id
    ties: Literal["lots"]


@dataclass(frozen=True, kw_only=True)
class HighestAverages(_Stage):
    """Seats by divisors; with ``entitles`` they are a claim that a later stage settles, not seats yet."""

    does: Literal["highest_averages"]
    per: Level
    seats: tuple[Id, ...]
    """The kinds of seat, as the distribution names them, that are added up and shared here."""
    divisors: DivisorName
    among: Id | None = None
    gives: Id | None = None
    entitles: Id | None = None
    ties: Literal["lots"]

    def __post_init__(self) -> None:
        """Refuse seats that are also a claim, or neither."""
        super().__post_init__()
        some(self.seats)
        if (self.gives is None) == (self.entitles is None):
            raise Problem("write either gives (seats) or entitles (a claim), not both and not neither.")


@dataclass(frozen=True, kw_only=True)
class Compensation(_Stage):
    """What the entitlement leaves after the seats already won; overhang is paid by the lowest quotients of others."""

    does: Literal["compensation"]
    votes: str = ""
    entitlement: Id
    counted: tuple[Id, ...]
    overhang: Literal["lowest_quotients"]
    gives: Id
    ties: Literal["lots"]

    def __post_init__(self) -> None:
        """Refuse a compensation for nothing."""
        super().__post_init__()
        some(self.counted)


Stage = Annotated[
    Threshold | SingleWinner | Runoff | Plurality | HighestAverages | Compensation,
    OneOf("does"),
]


@dataclass(frozen=True, kw_only=True)
class Distribution(Dated):
    """How many seats of each kind every region fills, and how many the whole body has."""

    members: Positive
    areas: dict[str, dict[Id, Count]]

    def __post_init__(self) -> None:
        """Refuse seats that do not add up to the body."""
        super().__post_init__()
        total = sum(sum(kinds.values()) for kinds in self.areas.values())
        if total != self.members:
            raise Problem(
                "the seats of the areas add up to {total}, but the body has {members} members. Correct one of them.",
                total=total,
                members=self.members,
            )


@dataclass(frozen=True, kw_only=True)
class Majority(Dated):
    """How many members a decision needs: a share of all members, or of those present."""

    id: Id
    name: Texts
    share: Share
    of: Literal["members", "members_present"]
    boundary: Boundary
    needed_for: Texts | None = None


@dataclass(frozen=True, kw_only=True)
class Body:
    """One office or chamber: its seats, its stages in the law's order, the majorities it decides by."""

    __pydantic_config__ = STRICT

    name: Texts
    kinds: dict[Id, Texts] = field(default_factory=dict)
    distribution: tuple[Distribution, ...] = ()
    stages: tuple[Stage, ...]
    majorities: tuple[Majority, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a body without rules."""
        some(self.stages)


@dataclass(frozen=True, kw_only=True)
class Joint(Dated):
    """Bodies that decide some things together, counted as one."""

    id: Id
    name: Texts
    bodies: tuple[Id, ...]
    majorities: tuple[Majority, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LawFile:
    """One body of law."""

    __pydantic_config__ = STRICT

    law: Id
    country: str
    name: Texts
    texts: dict[Id, Text]
    bodies: dict[Id, Body]
    joint: tuple[Joint, ...] = ()
    amendments: tuple[str, ...] = ()
    """What was changed of the published law, for a what-if; empty in a published file."""

    def __post_init__(self) -> None:
        """Refuse a law about nothing."""
        some(self.bodies)

    def cite(self, citation: Citation) -> Source:
        """The source that a citation points to, with its title and address."""
        text = self.texts[citation.text]
        return Source(
            title=text.title, article=citation.article, url=text.url, publisher=text.publisher, date=text.date
        )
