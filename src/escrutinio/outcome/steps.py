"""Why: what the law did at each stage, read off the arrays the answer was computed on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import award_order, first_out, last_in, votes_to_gain, votes_to_lose
from escrutinio.outcome.conditions import asked_by
from escrutinio.outcome.names import area_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from escrutinio.apportionment import Allocation, Award
    from escrutinio.model import Source
    from escrutinio.outcome.frame import Frame
    from escrutinio.outcome.result import Outcome
    from escrutinio.outcome.run import BodyRun
    from escrutinio.outcome.state import StageRun


@dataclass(frozen=True, slots=True)
class Line:
    """One list in one step: its votes, its seats before and after, and how near it was to one more or one fewer."""

    list: str
    votes: int
    before: int = 0
    after: int = 0
    to_gain: int | None = None
    to_lose: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the law did in one area: under which article, with what numbers before and after."""

    stage: str
    does: str
    name: Mapping[str, str]
    source: Source
    basis: str
    note: Mapping[str, str] | None
    area: str
    seats: int
    lines: tuple[Line, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


_Read = tuple[tuple[Line, ...], dict[str, Any]]


def explain(outcome: Outcome, body: str, constituency: str | None = None) -> list[Step]:
    """The steps that led to a body's seats, all of them or those of one area.

    Args:
        outcome: any outcome.
        body: the body's name in the law file.
        constituency: an area that fills seats of the body, or a constituency inside one; all where None.

    Returns:
        Steps in the law's order; those of the whole country belong to every area.

    Raises:
        Problem: the body or the constituency is not there.

    >>> import escrutinio as es
    >>> steps = explain(es.elect("bo-2020"), "deputies", "Santa Cruz")
    >>> float(steps[-1].facts["last_in"].quotient)  # doctest: +ELLIPSIS
    55210.92...
    """
    run = outcome[body].run
    chosen = None if constituency is None else area_named(run, constituency)
    frame = outcome.frame
    return [
        step
        for stage in run.stages.values()
        for step in _of_stage(stage, run, frame, outcome)
        if chosen is None or _inside(step.area, stage, chosen)
    ]


def _inside(area: str, stage: StageRun, chosen: str) -> bool:
    """Whether a step of a stage concerns the chosen area: the country, the area, its region, or inside it."""
    if not area or area == chosen:
        return True
    region = dict(zip(stage.areas, stage.regions, strict=True))
    return region.get(area) == chosen


def _of_stage(stage: StageRun, run: BodyRun, frame: Frame, outcome: Outcome) -> Iterator[Step]:
    if stage.declared:
        for region in stage.regions:
            winners = tuple(each for each in stage.declared if each.region == region)
            if winners:
                yield _step(stage, outcome, region, sum(each.seats for each in winners), ((), {"declared": winners}))
        return
    if stage.stage.does == "runoff" and run.stages[stage.stage.after].seats.any():
        return  # the first round elected: there was no second
    if not stage.counted and stage.missing:
        yield _step(stage, outcome, "", 0, ((), {"missing": stage.stage.votes}))
        return
    for place, area in enumerate(stage.areas):
        seats = int(stage.seats[0, place].sum()) if stage.counted else 0
        yield _step(stage, outcome, area, seats, _READ[stage.stage.does](stage, place, run, frame))


def _step(stage: StageRun, outcome: Outcome, area: str, seats: int, read: _Read) -> Step:
    rule = stage.stage
    source = outcome.law.law.cite(rule.source)
    return Step(rule.id, rule.does, rule.name, source, rule.basis, rule.note, area, seats, *read)


def _threshold(stage: StageRun, place: int, run: BodyRun, frame: Frame) -> _Read:
    """Each list's share, and how many votes it is above or below the threshold."""
    admitted = stage.admitted[0, place]
    lines = tuple(
        Line(name, int(votes), after=int(admitted[each]), facts={"admitted": bool(admitted[each])})
        for each, name, votes in _standing(run, stage.votes[0, place])
    )
    tier = frame.tiers[stage.stage.votes].counted(stage.stage.abroad)
    return lines, {"conditions": asked_by(stage.stage.admits, tier, run.lists, stage.regions, place)}


def _single_winner(stage: StageRun, place: int, run: BodyRun, frame: Frame) -> _Read:
    lines = _plain_lines(stage, place, run)
    best = np.zeros(0) if stage.runners_up is None else stage.runners_up.seats[0, place]
    pair = [each.list for each in lines if best[run.lists.index(each.list)]]
    elected = [run.lists[each] for each in np.flatnonzero(stage.seats[0, place])]
    facts = {
        "conditions": asked_by(stage.stage.wins, frame.tiers[stage.stage.votes].counted(stage.stage.abroad), run.lists),
        "elected": elected,
        "best": pair,
        "otherwise": stage.stage.otherwise,
    }
    return lines, facts


def _plurality(stage: StageRun, place: int, run: BodyRun, frame: Frame) -> _Read:
    del frame
    return _plain_lines(stage, place, run), _last_and_first(stage.made, place, run)


def _plain_lines(stage: StageRun, place: int, run: BodyRun) -> tuple[Line, ...]:
    seats = stage.seats[0, place]
    return tuple(
        Line(name, int(votes), after=int(seats[each])) for each, name, votes in _standing(run, stage.votes[0, place])
    )


def _proportional(stage: StageRun, place: int, run: BodyRun, frame: Frame) -> _Read:
    del frame
    gain, lose = votes_to_gain(stage.made, (0, place)), votes_to_lose(stage.made, (0, place))
    seats = stage.seats[0, place]
    lines = tuple(
        Line(name, int(votes), after=int(seats[each]), to_gain=gain[each], to_lose=lose[each])
        for each, name, votes in _standing(run, stage.votes[0, place])
    )
    return lines, _last_and_first(stage.made, place, run) | {"awards": _awards(stage.made, place, run)}


def _compensation(stage: StageRun, place: int, run: BodyRun, frame: Frame) -> _Read:
    """Entitlement, seats already won, list seats; whose overhang, and whose quotient paid for it.

    A list below the threshold is here by the seats it won; no number of its votes makes a quotient.
    """
    claim = run.stages[stage.stage.entitlement]
    counted = frame.tiers[claim.stage.votes].counted(claim.stage.abroad).at(claim.stage.per, claim.areas)[0, place]
    admitted = np.broadcast_to(claim.admitted[0], claim.votes.shape[1:])[place]
    gain, lose = votes_to_gain(stage.made, (0, place)), votes_to_lose(stage.made, (0, place))
    entitled, final, floor = claim.seats[0, place], stage.made.seats[0, place], _floor(stage, place)
    lines = tuple(
        Line(
            name,
            int(counted[each]),
            before=int(entitled[each]),
            after=int(final[each] - floor[each]),
            to_gain=gain[each] if admitted[each] else None,
            to_lose=lose[each],
            facts={"won": int(floor[each]), "total": int(final[each]), "admitted": bool(admitted[each])},
        )
        for each, name, _ in _standing(run, stage.votes[0, place], also=floor)
    )
    return lines, _last_and_first(stage.made, place, run) | _overhang(claim, stage, place, run)


def _floor(stage: StageRun, place: int) -> Any:  # noqa: ANN401 - an integer array over lists
    return np.zeros(stage.votes.shape[-1], dtype=np.int64) if stage.floor is None else stage.floor[0, place]


def _overhang(claim: StageRun, stage: StageRun, place: int, run: BodyRun) -> dict[str, Any]:
    entitled, final, floor = claim.seats[0, place], stage.made.seats[0, place], _floor(stage, place)
    above = {run.lists[each]: int(floor[each] - entitled[each]) for each in np.flatnonzero(floor > entitled)}
    paid = [
        {"list": run.lists[award.list], "quotient": award.quotient, "seat": award.seat}
        for award, nth in _numbered(award_order(claim.made, (0, place)))
        if nth > final[award.list]
    ]
    return {"overhang": above, "paid": paid, "counted": tuple(stage.stage.counted), "split": stage.floor is not None}


def _numbered(awards: Iterable[Award]) -> Iterator[tuple[Award, int]]:
    """Each award with which seat of its list it was: the first, the second …."""
    held: Counter[int] = Counter()
    for award in awards:
        held[award.list] += 1
        yield award, held[award.list]


def _awards(allocation: Allocation, place: int, run: BodyRun) -> list[dict[str, Any]]:
    return [
        {"seat": each.seat, "list": run.lists[each.list], "quotient": each.quotient}
        for each in award_order(allocation, (0, place))
    ]


def _last_and_first(allocation: Allocation, place: int, run: BodyRun) -> dict[str, Any]:
    """The last quotient that won a seat and the first that did not."""
    found = {"last_in": last_in(allocation, (0, place)), "first_out": first_out(allocation, (0, place))}
    return found | {f"{key}_list": run.lists[each.list] for key, each in found.items() if each is not None}


def _standing(run: BodyRun, votes: Any, also: Any = None) -> list[tuple[int, str, int]]:  # noqa: ANN401 - arrays over lists
    """The lists that have votes here, or seats all the same; most votes first."""
    there = [each for each in range(len(run.lists)) if votes[each] or (also is not None and also[each])]
    return [(each, run.lists[each], votes[each]) for each in sorted(there, key=lambda each: -votes[each])]


_READ: Mapping[str, Callable[..., _Read]] = {
    "threshold": _threshold,
    "single_winner": _single_winner,
    "runoff": _plurality,
    "plurality": _plurality,
    "highest_averages": _proportional,
    "compensation": _compensation,
}
