"""One body as it ran in one draw, and how its areas are made of the places where votes may change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from escrutinio.analysis.margins.forms import Area, Beyond, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.analysis.margins.forms import Pairs
    from escrutinio.analysis.margins.relevant import Relevant
    from escrutinio.outcome import BodyRun, Tier
    from escrutinio.outcome.state import StageRun


@dataclass(frozen=True, eq=False)
class Holding:
    """One body as it ran in one draw, and the places its votes lie in."""

    run: BodyRun
    reading: Reading
    relevant: Relevant
    rows: dict[str, list[tuple[int, ...]]] = field(default_factory=dict)

    def area(self, tier: Tier, per: str, name: str, *, home: bool) -> Area:
        """An area of a ballot with its votes."""
        places = self.reading.of(tier.name, per, name, home=home)
        members = [each for place in places for each in place.members]
        if len(members) == 1:
            return Area(places, self._rows(tier.name)[members[0]])
        votes = self.run.bench.frame.tiers[tier.name].votes[0]
        return Area(places, tuple(votes[members].sum(axis=0).tolist()))

    def _rows(self, tier: str) -> list[tuple[int, ...]]:
        """The votes of a ballot, constituency by constituency."""
        if tier not in self.rows:
            self.rows[tier] = [tuple(each) for each in self.run.bench.frame.tiers[tier].votes[0].tolist()]
        return self.rows[tier]

    def stage_areas(self, stage: StageRun, votes: str) -> Iterator[tuple[int, Area]]:
        """The areas of a stage, with their rows."""
        tier = self.run.bench.tier(votes)
        if tier is None:
            raise Beyond(stage.stage.id)
        home = getattr(stage.stage, "abroad", "counted") == "not_counted"
        for row, (name, region) in enumerate(zip(stage.areas, stage.regions, strict=True)):
            if self.relevant.row(stage, name, region):
                yield row, self.area(tier, stage.per, name, home=home)

    def pairs(self, stage: StageRun) -> Pairs:
        """Which overtakings in a stage could serve."""
        return lambda ahead, behind: self.relevant.pair(stage.stage.id, ahead, behind)
