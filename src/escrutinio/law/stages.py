"""The kinds of stage a law is made of, named as in the literature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from escrutinio.documents import Id, OneOf, Positive, Share, some
from escrutinio.law.conditions import Condition, Level
from escrutinio.law.sharing import (
    Apportionment,
    Biproportional,
    Compensation,
    HighestAverages,
    LargestRemainder,
    Levelling,
    Placement,
    QuotaSeats,
    SubApportionment,
)
from escrutinio.law.stage import Counting, Giving
from escrutinio.model import Problem


@dataclass(frozen=True, kw_only=True)
class Threshold(Counting):
    """Which lists are admitted to the stages that name this one."""

    does: Literal["threshold"]
    admits: Condition


@dataclass(frozen=True, kw_only=True)
class SingleWinner(Giving):
    """One office: the condition that elects, and what happens where nobody meets it."""

    does: Literal["single_winner"]
    wins: Condition
    otherwise: Literal["runoff", "parliament"]
    best: Positive = 2
    gives: Id


@dataclass(frozen=True, kw_only=True)
class Runoff(Giving):
    """The second round between the best of ``after``: most votes wins."""

    does: Literal["runoff"]
    after: Id
    gives: Id


@dataclass(frozen=True, kw_only=True)
class Plurality(Giving):
    """Most votes win: one seat each, as many as ``ranks`` gives to the first, the second …, or all of the area's."""

    does: Literal["plurality"]
    per: Level
    ranks: tuple[Positive, ...] = (1,)
    seats: tuple[Id, ...] = ()
    takes: Literal["all"] | None = None
    """``all``: the first list wins all the seats of these kinds in the area."""
    among: Id | None = None
    covered_by: Id | None = None
    """The claim that must cover the seats: of more winners than it has, those with the highest share of votes sit."""
    gives: Id

    def __post_init__(self) -> None:
        """Refuse all of nothing."""
        super().__post_init__()
        if (self.takes is None) != (not self.seats):
            raise Problem("takes: all goes with seats:, the kinds of seat the first list takes. Write both or neither.")


@dataclass(frozen=True, kw_only=True)
class OpenList(Giving):
    """Who of each list sits: by personal votes, or in the list's order but for those with enough personal votes."""

    does: Literal["open_list"]
    of: tuple[Id, ...]
    order: Literal["personal_votes", "list_order"]
    share: Share | None = None
    of_votes: Literal["quota", "list_votes"] = "quota"

    def __post_init__(self) -> None:
        """Refuse an order of nobody."""
        super().__post_init__()
        some(self.of)


Stage = Annotated[
    Threshold
    | SingleWinner
    | Runoff
    | Plurality
    | HighestAverages
    | LargestRemainder
    | QuotaSeats
    | Compensation
    | Levelling
    | SubApportionment
    | Placement
    | Apportionment
    | Biproportional
    | OpenList,
    OneOf("does"),
]
