"""Why: what the law did at each stage, read off the arrays the answer was computed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.outcome import steps_evening, steps_offices, steps_placing, steps_sharing
from escrutinio.outcome.names import area_named
from escrutinio.outcome.steps_form import Asking, Line, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from escrutinio.model import Winner
    from escrutinio.outcome.result import Outcome
    from escrutinio.outcome.run import BodyRun
    from escrutinio.outcome.state import StageRun
    from escrutinio.outcome.steps_form import Read

FEW = 12
"""Up to so many areas of a stage are told in full without being asked for."""


def explain(
    outcome: Outcome, body: str, constituency: str | None = None, *, stages: Collection[str] | None = None
) -> list[Step]:
    """The steps that led to a body's seats, all of them or those of one area.

    Args:
        outcome: any outcome.
        body: the body's name in the law file.
        constituency: an area that fills seats of the body, or a constituency inside one; all where None.
        stages: only the steps of these stages; of all where None.

    Returns:
        Steps in the law's order; those of the whole country belong to every area. Where a stage has more than twelve
        areas, the votes to gain or to lose a seat are told only of the area asked for.

    Raises:
        Problem: the body or the constituency is not there.

    >>> import escrutinio as es
    >>> steps = explain(es.elect("bo-2020"), "deputies", "Santa Cruz")
    >>> float(steps[-1].facts["last_in"].quotient)  # doctest: +ELLIPSIS
    55210.92...
    """
    run = outcome[body].run
    chosen = None if constituency is None else area_named(run, constituency)
    around = _around(run, chosen)
    return [
        step
        for name, stage in run.stages.items()
        if stages is None or name in stages
        for step in _of_stage(stage, run, outcome, chosen, around)
    ]


def _around(run: BodyRun, chosen: str | None) -> set[str]:
    """The region of a constituency whose seats hang on what the region's lists are due."""
    if chosen is None:
        return set()
    regions: set[str] = set()
    for stage in run.stages.values():
        source = run.stages.get(getattr(stage.stage, "covered_by", None) or getattr(stage.stage, "of", "") or "")
        if source is not None and source.per == "region" and stage.per == "constituency":
            regions |= {stage.regions[place] for place, area in enumerate(stage.areas) if area == chosen}
    return regions


def _inside(stage: StageRun, place: int, chosen: str | None, around: set[str]) -> bool:
    """Whether a step of a stage concerns the chosen area: the country, the area, its region, or inside it."""
    area = stage.areas[place]
    if chosen is None or not area or chosen in {area, stage.regions[place]}:
        return True
    return stage.per == "region" and area in around


def _of_stage(stage: StageRun, run: BodyRun, outcome: Outcome, chosen: str | None, around: set[str]) -> Iterator[Step]:
    if stage.stage.does == "runoff" and run.stages[stage.stage.after].seats.any():
        return  # the first round elected: there was no second
    if not stage.areas and stage.missing:
        yield _step(stage, outcome, "", 0, ((), {"missing": stage.stage.votes}))
        return
    near = chosen is not None or len(stage.areas) <= FEW
    for place, area in enumerate(stage.areas):
        if not _inside(stage, place, chosen, around):
            continue
        if stage.declared:
            winners = _declared(stage, area)
            if winners:
                yield _step(stage, outcome, area, sum(each.seats for each in winners), ((), {"declared": winners}))
            continue
        seats = int(stage.seats[0, place].sum()) if stage.counted else 0
        yield _step(stage, outcome, area, seats, _READ[stage.stage.does](Asking(stage, place, run, near=near)))


def _declared(stage: StageRun, area: str) -> tuple[Winner, ...]:
    """The winners that were declared in an area."""
    return tuple(
        each
        for each in stage.declared
        if area in ({each.region} if stage.per == "region" else {each.constituency or each.region})
    )


def _step(stage: StageRun, outcome: Outcome, area: str, seats: int, read: Read) -> Step:
    rule = stage.stage
    source = outcome.law.law.cite(rule.source)
    return Step(rule.id, rule.does, rule.name, source, rule.basis, rule.note, area, seats, *read)


_READ: Mapping[str, Callable[[Asking], Read]] = {
    "threshold": steps_offices.threshold,
    "single_winner": steps_offices.single_winner,
    "runoff": steps_offices.plurality,
    "plurality": steps_offices.plurality,
    "highest_averages": steps_sharing.averages,
    "largest_remainder": steps_sharing.largest_remainders,
    "quota_seats": steps_sharing.quota_seats,
    "compensation": steps_evening.compensation,
    "levelling": steps_evening.levelling,
    "sub_apportionment": steps_placing.sub_apportionment,
    "placement": steps_placing.placement,
    "apportionment": steps_placing.apportionment,
    "biproportional": steps_placing.biproportional,
    "open_list": steps_placing.open_list,
}

__all__ = ["Line", "Step", "explain"]
