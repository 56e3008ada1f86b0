"""The shape of a law file: what a lawyer may write, checked before anything is computed.

One YAML 1.2 document is one body of law. Stages stand in the law's own order; each carries its
dates, its source and how well it is known. Two stages of one id are two versions of one rule: on
any day the latest that has begun and not ended is in force.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from escrutinio.documents import STRICT, Id, Share, Texts, some
from escrutinio.law.conditions import Boundary
from escrutinio.law.dated import Citation, Dated, Text
from escrutinio.law.distribution import Distribution
from escrutinio.law.stages import Stage
from escrutinio.model import Source

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Members = TypeVar("Members", int, "npt.NDArray[np.int64]")


@dataclass(frozen=True, kw_only=True)
class Majority(Dated):
    """How many members a decision needs: a share of all members, or of those present."""

    id: Id
    name: Texts
    share: Share
    of: Literal["members", "members_present"]
    boundary: Boundary
    needed_for: Texts | None = None

    def needed(self, members: Members) -> Members:
        """The fewest members that make the majority of so many: of one body, or draw by draw.

        >>> from datetime import date
        >>> from escrutinio.law import in_force, load
        >>> half, two_thirds = in_force(load("bo"), date(2020, 10, 18)).bodies["deputies"].majorities
        >>> half.needed(130), two_thirds.needed(130)
        (66, 87)
        """
        top, below = self.share.numerator, self.share.denominator
        return members * top // below + 1 if self.boundary == "more_than" else -(-members * top // below)


@dataclass(frozen=True, kw_only=True)
class Called:
    """What else a ballot, or an area, is called in files of results."""

    __pydantic_config__ = STRICT

    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Body:
    """One office or chamber: its seats, its stages in the law's order, the majorities it decides by.

    ``aliases`` are the short names that people type for it, in any language.
    """

    __pydantic_config__ = STRICT

    name: Texts
    aliases: tuple[str, ...] = ()
    kinds: dict[Id, Texts] = field(default_factory=dict)
    levels: dict[Literal["constituency", "region", "country"], str] = field(default_factory=dict)
    """What tables of seats call the levels at which seats are filled."""
    region_totals: tuple[str, ...] = ()
    """The kinds of seat, or ``all`` of them together, that tables of seats also add up by region."""
    tiers: dict[str, Called] = field(default_factory=dict)
    areas: dict[str, Called] = field(default_factory=dict)
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
