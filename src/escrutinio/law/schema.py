"""The shape of a law file: what a lawyer may write, checked before anything is computed.

One YAML 1.2 document is one body of law. Stages stand in the law's own order; each carries its
dates, its source and how well it is known. Two stages of one id are two versions of one rule: on
any day the latest that has begun and not ended is in force.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from escrutinio.law.words import DivisorName, Id, Share, Texts
from escrutinio.model import Basis, Problem, Source


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(_Strict):
    """A legal text that stages cite: a constitution, an act, a regulation, a gazette."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


class Citation(_Strict):
    """Where in a text of this file a value stands."""

    text: str
    article: str = ""


class Dated(_Strict):
    """What every value carries: since when, until when, from where, how well known."""

    since: date = Field(alias="from")
    until: date | None = None
    source: Citation
    basis: Basis
    note: Texts | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Dated:
        if self.until is not None and self.until <= self.since:
            raise Problem("it ends on {until}, not after it begins on {since}.", until=self.until, since=self.since)
        return self

    def in_force(self, day: date) -> bool:
        """Whether it has begun and not ended on that day."""
        return self.since <= day and (self.until is None or day < self.until)


class ShareCondition(_Strict):
    """At least, or more than, a share of the votes."""

    share: Share
    of: Literal["valid_votes", "votes_cast", "registered"] = "valid_votes"
    over: Literal["country", "region", "constituency"] = "country"
    boundary: Literal["at_least", "more_than"]


class LeadCondition(_Strict):
    """Ahead of the next list by at least, or more than, a share of the votes."""

    lead: Share
    of: Literal["valid_votes", "votes_cast", "registered"] = "valid_votes"
    over: Literal["country", "region", "constituency"] = "country"
    boundary: Literal["at_least", "more_than"]


class AnyOf(_Strict):
    """One of several named conditions is enough."""

    any: dict[Id, Condition] = Field(min_length=1)


class AllOf(_Strict):
    """Every one of several named conditions is needed."""

    all: dict[Id, Condition] = Field(min_length=1)


def _condition_tag(value: Any) -> str | None:  # noqa: ANN401 - anything an author may write
    keys = value if isinstance(value, dict) else getattr(value, "model_fields_set", ())
    return next((tag for tag in ("share", "lead", "any", "all") if tag in keys), None)


Condition = Annotated[
    Annotated[ShareCondition, Tag("share")]
    | Annotated[LeadCondition, Tag("lead")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[AllOf, Tag("all")],
    Discriminator(
        _condition_tag,
        custom_error_type="condition",
        custom_error_message="a condition has one of the keys share, lead, any, all",
    ),
]


class _Stage(Dated):
    id: Id
    name: Texts
    votes: str
    """The tier whose ballot is counted here."""
    abroad: Literal["counted", "not_counted"] = "counted"


class Threshold(_Stage):
    """Which lists are admitted to the stages that name this one."""

    does: Literal["threshold"]
    admits: Condition


class SingleWinner(_Stage):
    """One office: the condition that elects, and what happens where nobody meets it."""

    does: Literal["single_winner"]
    wins: Condition
    otherwise: Literal["runoff", "parliament"]
    best: int = Field(default=2, ge=2)
    gives: Id
    ties: Literal["lots"]


class Runoff(_Stage):
    """The second round between the best of ``after``: most votes wins."""

    does: Literal["runoff"]
    after: Id
    gives: Id
    ties: Literal["lots"]


class Plurality(_Stage):
    """Most votes win: one seat each, or as many as ``ranks`` gives to the first, the second …."""

    does: Literal["plurality"]
    per: Literal["constituency", "region", "country"]
    ranks: tuple[int, ...] = Field(default=(1,), min_length=1)
    among: Id | None = None
    gives: Id
    ties: Literal["lots"]


class HighestAverages(_Stage):
    """Seats by divisors; with ``entitles`` they are a claim that a later stage settles, not seats yet."""

    does: Literal["highest_averages"]
    per: Literal["constituency", "region", "country"]
    seats: tuple[Id, ...] = Field(min_length=1)
    """The kinds of seat, as the distribution names them, that are added up and shared here."""
    divisors: DivisorName
    among: Id | None = None
    gives: Id | None = None
    entitles: Id | None = None
    ties: Literal["lots"]

    @model_validator(mode="after")
    def _one_use(self) -> HighestAverages:
        if (self.gives is None) == (self.entitles is None):
            raise Problem("write either gives (seats) or entitles (a claim), not both and not neither.")
        return self


class Compensation(_Stage):
    """What the entitlement leaves after the seats already won; overhang is paid by the lowest quotients of others."""

    does: Literal["compensation"]
    votes: str = ""
    entitlement: Id
    counted: tuple[Id, ...] = Field(min_length=1)
    overhang: Literal["lowest_quotients"]
    gives: Id
    ties: Literal["lots"]


Stage = Annotated[
    Threshold | SingleWinner | Runoff | Plurality | HighestAverages | Compensation, Field(discriminator="does")
]


class Distribution(Dated):
    """How many seats of each kind every region fills, and how many the whole body has."""

    members: int = Field(ge=1)
    areas: dict[str, dict[Id, Annotated[int, Field(ge=0)]]] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Distribution:
        total = sum(sum(kinds.values()) for kinds in self.areas.values())
        if total != self.members:
            raise Problem(
                "the seats of the areas add up to {total}, but the body has {members} members. Correct one of them.",
                total=total,
                members=self.members,
            )
        return self


class Majority(Dated):
    """How many members a decision needs: a share of all members, or of those present."""

    id: Id
    name: Texts
    share: Share
    of: Literal["members", "members_present"]
    boundary: Literal["at_least", "more_than"]
    needed_for: Texts | None = None


class Body(_Strict):
    """One office or chamber: its seats, its stages in the law's order, the majorities it decides by."""

    name: Texts
    kinds: dict[Id, Texts] = Field(default_factory=dict)
    distribution: tuple[Distribution, ...] = ()
    stages: tuple[Stage, ...] = Field(min_length=1)
    majorities: tuple[Majority, ...] = ()


class Joint(Dated):
    """Bodies that decide some things together, counted as one."""

    id: Id
    name: Texts
    bodies: tuple[Id, ...] = Field(min_length=2)
    majorities: tuple[Majority, ...] = ()


class LawFile(_Strict):
    """One body of law."""

    law: Id
    country: str
    name: Texts
    texts: dict[Id, Text]
    bodies: dict[Id, Body] = Field(min_length=1)
    joint: tuple[Joint, ...] = ()
    amendments: tuple[str, ...] = ()
    """What was changed of the published law, for a what-if; empty in a published file."""

    def cite(self, citation: Citation) -> Source:
        """The source that a citation points to, with its title and address."""
        text = self.texts[citation.text]
        return Source(
            title=text.title, article=citation.article, url=text.url, publisher=text.publisher, date=text.date
        )
