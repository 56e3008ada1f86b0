"""The kinds of stage a law is made of, named as in the literature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from escrutinio.documents import Id, OneOf, Parsed, Positive, Texts, some
from escrutinio.law.conditions import Condition, Level
from escrutinio.law.dated import Dated
from escrutinio.model import Problem


def _divisor_name(value: object) -> str:
    from escrutinio.apportionment import ApportionmentError, divisors_named

    try:
        divisors_named(str(value))
    except ApportionmentError as error:
        raise Problem(error.template, **error.facts) from error
    return str(value)


DivisorName = Annotated[str, Parsed(_divisor_name, {"type": "string"})]


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
