"""The stages that share out seats in proportion: by divisors, by quotas, down to areas, up to a larger house."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from escrutinio.documents import Count, Id, Parsed, Positive, share, some
from escrutinio.law.conditions import Boundary, Level
from escrutinio.law.names import DivisorName, QuotaName
from escrutinio.law.stage import Giving, Personal, Sharing, given_or_claimed, one_method
from escrutinio.model import Problem

Area = Literal["constituency", "region"]


def _measure(value: object) -> dict[str, Fraction]:
    weights = {value: 1} if isinstance(value, str) else value
    if not isinstance(weights, dict) or not weights:
        raise Problem("“{given}” is no measure. Write population, registered, valid_votes or votes_cast.", given=value)
    return {str(name): share(weight) for name, weight in weights.items()}


Measure = Annotated[
    dict[str, Fraction],
    Parsed(_measure, {"anyOf": [{"type": "string"}, {"type": "object"}]}),
]


@dataclass(frozen=True, kw_only=True)
class HighestAverages(Sharing):
    """Seats to the highest quotients of votes over divisors."""

    does: Literal["highest_averages"]
    divisors: DivisorName
    weighted: Literal["voter_numbers", "rounded_voter_numbers"] | None = None
    """Voter numbers are the votes of each constituency divided by its seats, exactly or rounded there."""


@dataclass(frozen=True, kw_only=True)
class LargestRemainder(Sharing):
    """A seat for each full quota, the seats left over to the largest remainders."""

    does: Literal["largest_remainder"]
    quota: QuotaName
    remainders: Id | None = None
    """The stage of whole quotas whose left-over votes are counted here, instead of all votes."""


@dataclass(frozen=True, kw_only=True)
class QuotaSeats(Giving):
    """A seat for each full quota; what is left of votes and seats goes to a later stage."""

    does: Literal["quota_seats"]
    per: Level
    seats: tuple[Id, ...]
    quota: QuotaName
    quota_over: Level | None = None
    """The level at which the quota is formed; that of the seats where None."""
    quota_of: Literal["valid_votes", "admitted"] = "valid_votes"
    """The votes the quota is formed of: all valid ones, or those of the lists admitted."""
    candidates: Personal | None = None
    among: Id | None = None
    counted: tuple[Id, ...] = ()
    gives: Id

    def __post_init__(self) -> None:
        """Refuse quotas of nothing."""
        super().__post_init__()
        some(self.seats)


@dataclass(frozen=True, kw_only=True)
class Compensation(Giving):
    """What the entitlement leaves after the seats already won, and what becomes of a list that won more.

    ``lowest_quotients``: the others pay with their lowest quotients; ``set_aside``: it keeps them, and the rest is
    shared anew among the others (for divisors the same); ``added``: the body grows by them; ``none``: cannot happen.
    """

    does: Literal["compensation"]
    votes: str = ""
    entitlement: Id
    counted: tuple[Id, ...]
    overhang: Literal["lowest_quotients", "set_aside", "added", "none"]
    boundary: Boundary = "more_than"
    """``at_least``: as soon as one list is set aside, so are those that have exactly their claim."""
    gives: Id | None = None
    entitles: Id | None = None

    def __post_init__(self) -> None:
        """Refuse a compensation for nothing, seats that are also a claim, or neither."""
        super().__post_init__()
        some(self.counted)
        given_or_claimed(self.gives, self.entitles)


@dataclass(frozen=True, kw_only=True)
class Levelling(Giving):
    """The house grows until each list's share of it covers the seats that are sure to the list.

    Sure is, area by area, the larger of claim and seats won, or their mean rounded up where seats won are more than
    that; never less in all than the claims. ``tolerated`` seats above the claims may stay without compensation.
    """

    does: Literal["levelling"]
    votes: str = ""
    entitlement: Id
    counted: tuple[Id, ...]
    minimum: Literal["larger", "mean_rounded_up"]
    tolerated: Count = 0
    divisors: DivisorName
    entitles: Id


@dataclass(frozen=True, kw_only=True)
class SubApportionment(Giving):
    """The seats of each list handed down to areas, by the list's own votes there."""

    does: Literal["sub_apportionment"]
    votes: str = ""
    of: Id
    per: Area
    divisors: DivisorName | None = None
    quota: QuotaName | None = None
    remainders: Id | None = None
    """With a quota: the stage of whole quotas by whose left-over votes, as a share of its quota, areas are ranked."""
    counted: tuple[Id, ...] = ()
    floors: Id | None = None
    """The levelling stage whose sure seats every area keeps."""
    gives: Id | None = None
    entitles: Id | None = None

    def __post_init__(self) -> None:
        """Refuse seats that are also a claim, or neither; two methods, or none."""
        super().__post_init__()
        given_or_claimed(self.gives, self.entitles)
        one_method(self.divisors, self.quota)


@dataclass(frozen=True, kw_only=True)
class Placement(Giving):
    """The seats of each list placed in areas that have room for a fixed number of them."""

    does: Literal["placement"]
    votes: str = ""
    of: Id
    per: Area
    seats: tuple[Id, ...]
    counted: tuple[Id, ...] = ()
    divisors: DivisorName
    relative_to: Literal["none", "votes_per_seat", "valid_votes"] = "none"
    """What a list's votes in an area are measured against."""
    order: Literal["highest", "national_quotients"] = "highest"
    """The highest quotient of all comes first, or the list whose turn it is by its quotients in the country."""
    gives: Id | None = None
    entitles: Id | None = None

    def __post_init__(self) -> None:
        """Refuse seats that are also a claim, or neither."""
        super().__post_init__()
        some(self.seats)
        given_or_claimed(self.gives, self.entitles)


@dataclass(frozen=True, kw_only=True)
class Apportionment(Giving):
    """Seats to areas by a number of each: its population, its registered voters, its votes."""

    does: Literal["apportionment"]
    measure: Measure
    """What is counted: a number of each area, or several with their weights."""
    per: Area
    total: Positive
    divisors: DivisorName | None = None
    quota: QuotaName | None = None
    minimum: Count = 0
    initial: Count = 0
    """Seats every area has before the others are shared out."""
    fixed: dict[str, Positive] | None = None
    """Areas with a number of seats of their own, which take no part."""

    def __post_init__(self) -> None:
        """Refuse two methods, and none."""
        super().__post_init__()
        one_method(self.divisors, self.quota)


@dataclass(frozen=True, kw_only=True)
class Biproportional(Giving):
    """Seats that add up to each area's seats and to each list's seats at once."""

    does: Literal["biproportional"]
    per: Area
    seats: tuple[Id, ...]
    entitlement: Id
    divisors: DivisorName
    gives: Id

    def __post_init__(self) -> None:
        """Refuse a table without seats."""
        super().__post_init__()
        some(self.seats)
