"""The rounds of an office: who is elected in which, and run-offs that were never held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.law import in_force
from escrutinio.outcome import elect, fitting_bodies, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from escrutinio.law import LawFile
    from escrutinio.model import Election
    from escrutinio.outcome import BodyOutcome
    from escrutinio.outcome.state import StageRun


@dataclass(frozen=True, slots=True)
class Rounds:
    """How an office is filled.

    ``goes_on`` are the lists between which it is decided where the first round elects nobody; ``by`` says how:
    ``runoff`` or ``parliament``. ``held`` is whether that second decision is known; where it is not, nobody is elected.
    """

    elected: tuple[str, ...]
    goes_on: tuple[str, ...] = ()
    by: str = ""
    held: bool = True


def rounds(body: BodyOutcome) -> Rounds | None:
    """The rounds of an office; None for a chamber.

    >>> import escrutinio as es
    >>> rounds(es.elect("bo-2025", bodies=["president"])["president"])
    Rounds(elected=('PDC',), goes_on=('PDC', 'LIBRE'), by='runoff', held=True)
    """
    first = next((run for run in body.run.stages.values() if run.stage.does == "single_winner"), None)
    if first is None or first.runners_up is None:
        return None
    elected = tuple(name for name, seats in body.totals().items() if seats)
    if first.seats[0].any():
        return Rounds(elected)
    second = [run for run in body.run.stages.values() if getattr(run.stage, "after", None) == first.stage.id]
    held = any(run.counted and not run.missing for run in second)
    return Rounds(elected, _best(first, body.run.lists), first.stage.otherwise, held)


def without_other_runoffs(
    election: Election, was: Election, law: LawFile, day: date | None, bodies: Sequence[str] | None
) -> Election:
    """The election without the votes of run-offs between others than those who reach them now.

    Args:
        election: with its votes changed.
        was: as it was: who stood in its run-offs.
        law: the law that says who goes on.
        day: its day; the election's own where None.
        bodies: only these; all that the election has votes of where None.

    Returns:
        The election itself where every run-off is still between the lists that stood in it.
    """
    rules = in_force(law, day or election.date).bodies
    names = bodies or fitting_bodies(frame(election), rules)
    for name in names:
        for stage in rules[name].stages:
            if stage.does == "runoff" and stage.votes in {each.tier for each in election.tallies}:
                left = _without(election, [stage.votes])
                first = elect(left, law, day=day, bodies=[name])[name].run
                if not _same(first.stages[stage.after], _stood(election, was, stage.votes), first.lists):
                    election = left
    return election


def _same(first: StageRun, stood: set[str], lists: Sequence[str]) -> bool:
    """Whether those who go on are those who stood; also where nobody has to."""
    return first.seats[0].any() or set(_best(first, lists)) == stood


def _best(first: StageRun, lists: Sequence[str]) -> tuple[str, ...]:
    """Who goes on from the first round, most votes first."""
    best = first.runners_up
    if best is None:
        return ()
    places: list[int] = np.flatnonzero(best.seats[0].sum(axis=0)).tolist()
    votes = first.votes[0].sum(axis=0)
    return tuple(lists[each] for each in sorted(places, key=lambda each: -int(votes[each])))


def _stood(election: Election, was: Election, ballot: str) -> set[str]:
    """Who stands in a run-off: who has votes in it, or had some and still can be voted for."""
    now, before = (
        [(name, count) for each in one.tallies if each.tier == ballot for name, count in each.votes.items()]
        for one in (election, was)
    )
    had = {name for name, count in before if count}
    return {name for name, count in now if count or name in had}


def _without(election: Election, ballots: Iterable[str]) -> Election:
    gone = set(ballots)
    return replace(
        election,
        constituencies=tuple(each for each in election.constituencies if each.tier not in gone),
        tallies=tuple(each for each in election.tallies if each.tier not in gone),
    )
