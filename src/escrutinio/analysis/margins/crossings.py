"""Who could cross a threshold, and the fewest votes that any such crossing takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.analysis.margins.holding import Holding
from escrutinio.analysis.margins.stages import reasons_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from escrutinio.analysis.margins.field import Field
    from escrutinio.analysis.margins.parts import Sharing
    from escrutinio.outcome import BodyRun


@dataclass(frozen=True, slots=True)
class Crossing:
    """A list that could cross a threshold, of the country or of one area, and the fewest votes that could do it.

    It helps where that could give the group seats: who is out and no friend would only take some.
    """

    stage: str
    area: str
    list: int
    votes: int
    helps: bool


def crossings(run: BodyRun, ground: Field, group: Collection[int], sharings: Collection[Sharing]) -> Iterator[Crossing]:
    """Every list that could cross a threshold, with votes below which it cannot.

    Who is out and a friend may bring the group seats, and so may an opponent that drops out. Sharings with bars have
    their own.
    """
    holding = Holding(run, ground.reading, ground.relevant[run.body.id])
    priced = {(each.asks, each.area) for each in sharings if each.contest.bars}
    for name, stage in run.stages.items():
        if stage.stage.does != "threshold" or name not in holding.relevant.stages:
            continue
        rows = range(stage.admitted.shape[1])
        for each, parts in reasons_of(stage, stage.stage.admits, holding, rows).items():
            for row, part in zip(rows, parts, strict=True):
                area = stage.areas[row] if len(rows) > 1 else ""
                bounds = [bound for form in part.forms if (bound := ground.against(form)) is not None]
                if bounds and (name, area) not in priced:
                    yield Crossing(name, area, each, min(bounds), part.met != (each in group))
