"""What one stage of a law left behind, and what the next ones may read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.apportionment import Allocation
    from escrutinio.law import BodyInForce
    from escrutinio.model import Winner
    from escrutinio.outcome.frame import BoolArray, Frame, IntArray, Tier

Lots = Mapping[str, tuple[str, ...]]
"""Drawn lots by address ``body.stage.area``: the lists in the order in which they were drawn."""


def _nothing() -> IntArray:
    return np.zeros((1, 0, 0), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class StageRun:
    """One stage as it ran over all draws.

    ``votes`` and ``seats`` have the shape (draws, areas, lists); ``regions`` names the region of every area.
    ``missing`` says that the votes this stage counts are not known, so that it gave nothing, or nothing split.
    """

    stage: Any
    areas: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    votes: IntArray = field(default_factory=_nothing)
    seats: IntArray = field(default_factory=_nothing)
    allocation: Allocation | None = None
    runners_up: Allocation | None = None
    admitted: BoolArray = field(default_factory=lambda: np.ones((1, 1, 1), dtype=bool))
    floor: IntArray | None = None
    declared: tuple[Winner, ...] = ()
    kind: str = ""
    missing: bool = False

    @property
    def made(self) -> Allocation:
        """The allocation, of a stage that shares out seats."""
        if self.allocation is None:
            raise Problem("the stage “{stage}” shares out no seats.", stage=self.stage.id)
        return self.allocation

    @property
    def counted(self) -> bool:
        """Whether the stage gave seats, by counting or as declared."""
        return len(self.areas) > 0 and self.seats.shape[1] > 0

    def by_region(self, regions: tuple[str, ...]) -> IntArray:
        """The seats given, added up to regions; shape (draws, regions, lists)."""
        if self.regions == regions:
            return self.seats
        if regions == ("",):
            return np.asarray(self.seats.sum(axis=1, keepdims=True))
        own = np.array(self.regions)
        return np.stack([self.seats[:, own == region].sum(axis=1) for region in regions], axis=1)


@dataclass(frozen=True, eq=False)
class Bench:
    """What a stage may read: the votes, the body's rules, the stages before it, the lots drawn."""

    frame: Frame
    body: BodyInForce
    lots: Lots = field(default_factory=dict)
    done: Mapping[str, StageRun] = field(default_factory=dict)

    @property
    def regions(self) -> tuple[str, ...]:
        """The areas the body's seats belong to; one nameless area for a body of the whole country."""
        distribution = self.body.distribution
        return tuple(distribution.areas) if distribution else ("",)

    def tier(self, name: str) -> Tier | None:
        """The ballot of that name, where this election has it."""
        return self.frame.tiers.get(name)

    def seats_of(self, kinds: tuple[str, ...]) -> IntArray:
        """Seats of these kinds together by region; shape (regions,)."""
        distribution = self.body.distribution
        if distribution is None:
            raise Problem("“{body}” has no distribution of seats in force on that day.", body=self.body.id)
        return np.array([sum(kinds_of.get(kind, 0) for kind in kinds) for kinds_of in distribution.areas.values()])

    def ranks(self, stage: str, areas: tuple[str, ...], fallback: str = "") -> IntArray | None:
        """Drawn lots as ranks of shape (1, areas, lists), or None where none was drawn in this stage."""
        lists = self.frame.lists
        drawn = [
            self.lots.get(self.address(stage, area)) or self.lots.get(self.address(fallback, area), ())
            for area in areas
        ]
        if not any(drawn):
            return None
        order = [{name: place for place, name in enumerate(names)} for names in drawn]
        ranks = [[places.get(name, len(lists) + own) for own, name in enumerate(lists)] for places in order]
        return np.array(ranks)[None]

    def address(self, stage: str, area: str) -> str:
        """How a lot is addressed: body, stage and area, parted by dots."""
        return ".".join(part for part in (self.body.id, stage, area) if part)
