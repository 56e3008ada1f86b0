"""What a target hangs on: the stages that lead to its seats, and the comparisons that could ever serve it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.law.distribution import AsApportioned
from escrutinio.law.references import kinds_read, named_by
from escrutinio.outcome import run_body

if TYPE_CHECKING:
    from escrutinio.analysis.margins.question import Question
    from escrutinio.law import BodyInForce
    from escrutinio.outcome import BodyRun, Frame
    from escrutinio.outcome.state import StageRun


@dataclass(frozen=True, slots=True)
class Relevant:
    """What matters of a body: stages, regions, the area whose seats are looked at, and whose seats those are."""

    stages: frozenset[str]
    regions: frozenset[str] | None = None
    area: str = ""
    asks: str = ""
    lists: frozenset[int] | None = None
    more: bool = True
    fewer: bool = True
    final: frozenset[str] = frozenset()
    """The stages whose seats are looked at and that no later stage reads."""

    def row(self, stage: StageRun, name: str, region: str) -> bool:
        """Whether an area of a stage matters."""
        if stage.per == "country":
            return True
        if stage.stage.id in self.final and self.area in stage.areas:
            return name == self.area
        return self.regions is None or region in self.regions

    def pair(self, stage: str, ahead: int, behind: int) -> bool:
        """Whether it could serve the target that a list overtakes another in a stage."""
        if self.lists is None or stage not in self.final:
            return True
        inside, outside = behind in self.lists, ahead in self.lists
        return (self.more and inside and not outside) or (self.fewer and outside and not inside)


def relevant(question: Question, body: BodyInForce, frame: Frame) -> Relevant:
    """What of a body a question hangs on."""
    run = run_body(frame, body)
    looked_at = _looked_at(run, question.area)
    stages = _behind(looked_at, body)
    read = {name for each in stages for name in _named(body, each)}
    asks = question.target.asks
    # where a body grows by overhang, it matters too which of several lists, or of the others, has how many
    told_apart = question.fixed_size or (asks == "seats" and len(question.columns) == 1)
    lists = frozenset(question.columns) if asks in {"seats", "majority"} and told_apart else None
    more, fewer = _directions(question)
    return Relevant(
        frozenset(stages) - _claims_settled_anew(run),
        _regions(run, question.area, looked_at),
        question.area,
        asks,
        lists,
        more,
        fewer,
        frozenset(looked_at) - read,
    )


def _directions(question: Question) -> tuple[bool, bool]:
    """Whether more seats of the lists asked about, or fewer, could serve."""
    if question.target.asks == "majority":
        fixed = question.fixed_size
        return (question.wanted, not question.wanted) if fixed else (True, True)
    if question.target.asks != "seats":
        return True, True
    least, most = question.range
    if least > 0 and question.target.most is not None:
        return True, True  # from too few straight to too many, and back
    return any(row[0] < least for row in question.now), any(row[0] > most for row in question.now)


def _looked_at(run: BodyRun, area: str) -> list[str]:
    """The stages whose seats are measured."""
    giving = [name for name, each in run.stages.items() if each.kind or each.stage.does in {"single_winner", "runoff"}]
    if not area or area in run.areas:
        return giving
    return [name for name in giving if area in run.stages[name].areas]


def _regions(run: BodyRun, area: str, looked_at: list[str]) -> frozenset[str] | None:
    """The regions on whose votes the seats of an area hang; None where they may hang on all."""
    if not area or any(
        run.stages[each].per == "country" and run.stages[each].stage.does != "threshold"
        for each in _behind(looked_at, run.body)
    ):
        return None
    found: set[str] = set()
    for stage in run.stages.values():
        found |= {region for name, region in zip(stage.areas, stage.regions, strict=True) if name == area}
    return frozenset(found)


def _behind(stages: list[str], body: BodyInForce) -> set[str]:
    """These stages and all that they build on."""
    found: set[str] = set()
    left = list(stages)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _named(body, name)
    return found


def _named(body: BodyInForce, name: str) -> list[str]:
    """The stages that one reads: those it names, those that gave what it counts, and those that gave areas seats."""
    stage: Any = next(each for each in body.stages if each.id == name)
    kinds = set(kinds_read(stage))
    giving = [
        each.id for each in body.stages if {getattr(each, "gives", None), getattr(each, "entitles", None)} & kinds
    ]
    places = body.distribution.kinds.values() if body.distribution else ()
    shared = [each.stage for each in places if isinstance(each, AsApportioned)]
    return [each for each in (*named_by(stage).values(), *giving, *shared) if each != name]


def _claims_settled_anew(run: BodyRun) -> set[str]:
    """Claims that only a compensation reads, which shares them out anew: their own seats decide nothing."""
    settled = set()
    for name, stage in run.stages.items():
        if getattr(stage.stage, "entitles", None) is None or stage.stage.does == "levelling":
            continue
        readers = [each for each in run.stages.values() if name in _named(run.body, each.stage.id)]
        if readers and all(each.stage.does == "compensation" and each.allocation is not None for each in readers):
            settled.add(name)
    return settled
