"""A body cut down to the stages that settle how many seats each list has in all.

Where seats are first shared out in the whole country and then handed down to areas, a question about the whole body
does not hang on the second step. Without it the same law is shorter: less to run, less to prove, fewer ties. Each
step here leaves every list's seats in all what they were, whatever the votes, but for seats that find no place: see
``strands``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.margins.scene import Scene
from escrutinio.law.references import kinds_read, named_by
from escrutinio.outcome import run_body
from escrutinio.outcome.placing import NET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escrutinio.law import BodyInForce, LawInForce
    from escrutinio.law.stages import Stage
    from escrutinio.outcome import BodyRun, Frame
    from escrutinio.outcome.state import StageRun

    Stages = tuple[Stage, ...]

_DOWN = {"placement", "sub_apportionment"}
_INTO_ROOM = {"placement", "biproportional"}
"""Stages that can leave seats over, where a list with seats has no votes in an area with room."""
_SHARED = {"highest_averages", "largest_remainder"}


def settled(scene: Scene, rules: LawInForce) -> Scene:
    """The same question put to no more of the law than settles how many seats each list has in all."""
    question = scene.question
    if question.area or question.target.asks not in {"seats", "majority"}:
        return scene
    bodies = tuple(settling(each, scene.frame) for each in scene.bodies)
    if bodies == scene.bodies:
        return scene
    law = replace(rules, bodies={**rules.bodies, **{each.id: each for each in bodies}})
    return Scene(scene.frame, bodies, replace(question, law=law))


def settling(body: BodyInForce, frame: Frame) -> BodyInForce:
    """The shortest body whose lists have the same seats in all; the body itself where nothing can be left out.

    >>> from datetime import date
    >>> import escrutinio as es
    >>> from escrutinio.outcome import frame
    >>> election = es.election("de-2025")
    >>> body = es.law.in_force(es.law.load("de"), election.date).bodies["bundestag"]
    >>> [stage.id for stage in settling(body, frame(election)).stages]
    ['threshold', 'federal-distribution']
    """
    stages: Stages = tuple(each for each in body.stages if each.does != "open_list")
    while (shorter := next(_shorter(stages), None)) is not None:
        stages = shorter
    if len(stages) == len(body.stages):
        return body
    short = replace(body, stages=stages)
    old, new = run_body(frame, body), run_body(frame, short)
    same = np.array_equal(old.totals, new.totals) and np.array_equal(old.members, new.members)
    return short if same else body


def strands(body: BodyInForce, short: BodyInForce, frame: Frame, votes: int | None) -> bool:
    """Whether so many votes changed, or any where None, could make what was left out matter after all.

    Seats of the country find a place in some area as long as every list that has such seats, or could have some, keeps
    votes in every area. Winners are covered by a claim unless their list has no votes there: it keeps what it wins.
    """
    kept = {each.id for each in short.stages}
    gone = [each for each in body.stages if each.id not in kept]
    placed = [each.id for each in gone if each.does in _INTO_ROOM]
    covered = [each.id for each in gone if getattr(each, "covered_by", None)]
    if votes is None or not (placed or covered):
        return bool(placed or covered)
    run = run_body(frame, body)
    return any(_no_room(run, run.stages[name], votes) for name in placed) or any(
        _without_claim(run, run.stages[name], votes) for name in covered
    )


def _no_room(run: BodyRun, stage: StageRun, votes: int) -> bool:
    """Whether a list with seats of the country could be left without votes in some area."""
    own = stage.votes[0]
    whole = own.sum(axis=0)
    placed = run.stages[named_by(stage.stage).get("of") or stage.stage.entitlement].seats[0].sum(axis=0) > 0
    if not placed.any():
        return True
    able = whole + 2 * votes >= whole[placed].min()
    return bool((own[:, able] <= votes).any())


def _without_claim(run: BodyRun, stage: StageRun, votes: int) -> bool:
    """Whether a list could win a district and have no votes on the ballot of the claims."""
    claim = run.stages[stage.stage.covered_by]
    emptied = np.where(run.bench.frame.alone, 0, claim.votes[0].sum(axis=0))
    own = stage.votes[0]
    behind = own.max(axis=1, keepdims=True) - own
    return bool((emptied + -(-behind // 2) <= votes).any())


def _shorter(stages: Stages) -> Iterator[Stages]:
    """The same stages without one that only says where seats go, where there is one."""
    for stage in reversed(stages):
        if stage.does in _DOWN:
            yield from _not_handed_down(stages, stage)
        elif stage.does == "biproportional":
            yield from _given_by(stages, stage, stage.entitlement)
        elif stage.does == "compensation" and stage.overhang == "none" and stage.gives:
            yield from _within_lists(stages, stage)


def _not_handed_down(stages: Stages, stage: Any) -> Iterator[Stages]:  # noqa: ANN401 - a stage of _DOWN
    """A last stage that hands down what another shares out; or one between, read by one that hands down again."""
    source = _named(stages, stage.of)
    if stage.does == "sub_apportionment" and (stage.floors or not _on_top(stage, source)):
        return
    if stage.gives:
        yield from _given_by(stages, stage, stage.of)
        return
    readers = _readers(stages, stage)
    if len(readers) == 1 and readers[0].does in _DOWN and (stage.does == "placement") == (source.does in NET):
        yield tuple(replace(each, of=stage.of) if each is readers[0] else each for each in stages if each is not stage)


def _on_top(stage: Any, source: Any) -> bool:  # noqa: ANN401 - any stage
    """Whether what a list holds in areas is no more than its seats, so that all it is handed is what it was given."""
    return not stage.counted or (source.does in NET and set(stage.counted) == set(source.counted))


def _given_by(stages: Stages, last: Any, source: str) -> Iterator[Stages]:  # noqa: ANN401 - a giving stage
    """The source gives the seats itself, where only the last stage reads it."""
    claim = _named(stages, source)
    if _readers(stages, claim) != [last] or _readers(stages, last):
        return
    if claim.does in _SHARED or (claim.does == "compensation" and claim.entitles):
        given = replace(claim, entitles=None, gives=last.gives)
        yield tuple(given if each is claim else each for each in stages if each is not last)


def _within_lists(stages: Stages, last: Any) -> Iterator[Stages]:  # noqa: ANN401 - a compensation
    """Seats of a list's claim in an area that others won, and the rest: both are the claim, if it covers the first."""
    handed = _named(stages, last.entitlement)
    if handed.does != "sub_apportionment" or not handed.entitles or _readers(stages, last):
        return
    source = _named(stages, handed.of)
    winners = [each for each in stages if getattr(each, "gives", None) in last.counted]
    readers = _readers(stages, handed)
    if all(getattr(each, "covered_by", None) == handed.id for each in winners):
        alone = not any(_readers(stages, each, but=last) for each in winners)
        others = [each for each in readers if each is not last and each not in winners]
        if alone and not others and not handed.floors and not handed.counted and source.does in _SHARED:
            out = [*winners, handed, last]
            given = replace(source, entitles=None, gives=last.gives)
            if _readers(stages, source) == [handed]:
                yield tuple(given if each is source else each for each in stages if each not in out)
    elif source.does == "levelling" and readers == [last] and _sure(handed, last, source):
        yield tuple(
            replace(each, entitlement=source.id) if each is last else each for each in stages if each is not handed
        )


def _sure(handed: Any, last: Any, source: Any) -> bool:  # noqa: ANN401 - any stage
    """Whether every area keeps what a list won there, and the levelled house has room for all of it."""
    covered = handed.floors == source.id or set(handed.counted) >= set(last.counted)
    return covered and set(source.counted) >= set(last.counted)


def _named(stages: Stages, name: str) -> Any:  # noqa: ANN401 - any stage
    return next(each for each in stages if each.id == name)


def _readers(stages: Sequence[Any], stage: Any, but: Any = None) -> list[Any]:  # noqa: ANN401 - any stage
    """The stages that name one, or ask for the seats it gives."""
    given = {getattr(stage, "gives", None), stage.id}
    others = [each for each in stages if each is not stage and each is not but]
    return [each for each in others if stage.id in named_by(each).values() or given & set(kinds_read(each))]
