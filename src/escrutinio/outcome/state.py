"""What one stage of a law left behind, and what the next ones may read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold
from escrutinio.outcome.levels import added_up

if TYPE_CHECKING:
    from escrutinio.apportionment import Allocation
    from escrutinio.law import BodyInForce
    from escrutinio.model import Winner
    from escrutinio.outcome.frame import BoolArray, Frame, IntArray, Tier
    from escrutinio.outcome.levels import Level
    from escrutinio.outcome.pending import Open

Lots = Mapping[str, tuple[str, ...]]
"""Drawn lots by address ``body.stage.area``: the lists in the order in which they were drawn."""


def _nothing() -> IntArray:
    return np.zeros((1, 0, 0), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Drawing:
    """One allocation in which a tie may stand: its rows (areas, or lists) and who stands in each (lists, or areas)."""

    made: Allocation
    rows: tuple[str, ...]
    standing: tuple[str, ...]
    regions: tuple[str, ...]
    unless: BoolArray | None = None
    """Draws and rows in which this allocation decides nothing; shape (draws, rows)."""

    @property
    def tied(self) -> BoolArray:
        """Where a tie decides something; shape (draws, rows)."""
        tied: BoolArray = self.made.tied if self.unless is None else self.made.tied & ~self.unless
        return tied


@dataclass(frozen=True, eq=False)
class StageRun:
    """One stage as it ran over all draws.

    ``votes`` and ``seats`` have the shape (draws, areas, lists); ``regions`` names the region of every area.
    ``missing`` says that the votes this stage counts are not known, so that it gave nothing, or nothing split.
    ``drawings`` are the allocations whose ties a lot decides; the first is ``allocation``, where there is one.
    """

    stage: Any
    per: Level = "country"
    areas: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    votes: IntArray = field(default_factory=_nothing)
    seats: IntArray = field(default_factory=_nothing)
    allocation: Allocation | None = None
    drawings: tuple[Drawing, ...] = ()
    opens: tuple[Open, ...] = ()
    """The ties of the first draw that stand in no allocation."""
    runners_up: Allocation | None = None
    admitted: BoolArray = field(default_factory=lambda: np.ones((1, 1, 1), dtype=bool))
    floor: IntArray | None = None
    declared: tuple[Winner, ...] = ()
    kind: str = ""
    missing: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What else the stage found and an explanation tells; arrays with the draws in front."""

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

    def at(self, per: Level, areas: tuple[str, ...]) -> IntArray:
        """The seats given, added up to areas of a level; shape (draws, areas, lists)."""
        if per == self.per and areas == self.areas:
            return self.seats
        if per == "country":
            return np.asarray(self.seats.sum(axis=1, keepdims=True))
        own = self.areas if per == self.per else self.regions
        self._check_known(own, areas)
        return added_up(self.seats, own, areas)

    def _check_known(self, own: tuple[str, ...], areas: tuple[str, ...]) -> None:
        """No seat lies in an area that whoever counts it does not know: names may differ between ballots."""
        known = set(areas)
        for place, area in enumerate(own):
            if area not in known and self.seats[:, place].any():
                raise Problem(
                    "“{stage}” gives seats in “{area}”, and the other ballots have no area of that name. Did you mean "
                    "{near}? Name regions alike in every ballot.",
                    stage=self.stage.id,
                    area=area,
                    near=nearest(area, areas),
                )


@dataclass(frozen=True, eq=False)
class Bench:
    """What a stage may read: the votes, the body's rules, the stages before it, the lots drawn."""

    frame: Frame
    body: BodyInForce
    lots: Lots = field(default_factory=dict)
    done: Mapping[str, StageRun] = field(default_factory=dict)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions the law names; one nameless area where it names none."""
        distribution = self.body.distribution
        return tuple(distribution.areas) if distribution and distribution.areas else ("",)

    @cached_property
    def _ballots(self) -> set[str]:
        """The ballots that the stages in force count."""
        return {stage.votes for stage in self.body.stages if stage.votes and stage.does not in {"runoff", "open_list"}}

    def tier(self, name: str, *, alone: bool = True) -> Tier | None:
        """The ballot of that name, or under another name the law knows, or the only one there is."""
        tiers = self.frame.tiers
        known = self.body.body.tiers.get(name)
        folded = {fold(each): each for each in tiers}
        words = (name, *(known.aliases if known else ()))
        found = next((folded[fold(each)] for each in words if fold(each) in folded), None)
        if found is None and alone and known is not None and self._ballots == {name}:
            counted = [each for each, tier in tiers.items() if tier.votes.shape[1]]
            several = [each for each in counted if len(tiers[each].constituencies) > 1]  # others are totals
            found = next(iter(counted), None) if len(counted) == 1 else several[0] if len(several) == 1 else None
        return tiers[found] if found else None

    def areas(self, per: Level, tier: Tier) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The areas of a level in which a ballot is counted, and the region of each."""
        if per == "country":
            return ("",), ("",)
        if per == "constituency":
            return tier.names, tier.regions()
        regions = self.regions if self.regions != ("",) else tier.home_regions
        return regions, regions

    def of_kinds(self, kinds: tuple[str, ...]) -> list[StageRun]:
        """The stages that gave seats of these kinds, or claims of these names."""
        named = [run for run in self.done.values() if run.counted]
        return [run for run in named if run.kind in kinds or getattr(run.stage, "entitles", None) in kinds]

    def won(self, kinds: tuple[str, ...], per: Level, areas: tuple[str, ...]) -> IntArray:
        """Seats of these kinds won before, or claims of these names, by area and list; shape (draws, areas, lists)."""
        runs = self.of_kinds(kinds)
        none = np.zeros((1, len(areas), len(self.frame.lists)), dtype=np.int64)
        return sum((run.at(per, areas) for run in runs), start=none)

    def ranks(
        self, stage: str, areas: tuple[str, ...], fallback: str = "", standing: tuple[str, ...] = ()
    ) -> IntArray | None:
        """Drawn lots as ranks of shape (1, areas, lists), or None where none was drawn in this stage."""
        if not self.lots:
            return None
        lists = standing or self.frame.lists
        drawn = [
            tuple(dict.fromkeys(name for each in (stage, fallback) for name in self._lot(each, area))) for area in areas
        ]
        if not any(drawn):
            return None
        order = [{name: place for place, name in enumerate(names)} for names in drawn]
        ranks = [[places.get(name, len(lists) + own) for own, name in enumerate(lists)] for places in order]
        return np.array(ranks)[None]

    def _lot(self, stage: str, area: str) -> tuple[str, ...]:
        return self.lots.get(self.address(stage, area), ()) if stage else ()

    def address(self, stage: str, area: str) -> str:
        """How a lot is addressed: body, stage and area, parted by dots."""
        return ".".join(part for part in (self.body.id, stage, area) if part)
