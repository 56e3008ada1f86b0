"""The one interpreter: a body's stages, in the law's order, over all draws at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.outcome.stages import RUN
from escrutinio.outcome.state import Bench

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.law import BodyInForce, LawInForce
    from escrutinio.outcome.frame import BoolArray, Frame, IntArray
    from escrutinio.outcome.state import Lots, StageRun


@dataclass(frozen=True, eq=False)
class BodyRun:
    """One body over all draws: every stage as it ran, and the seats by kind, each (draws, areas, lists)."""

    body: BodyInForce
    lists: tuple[str, ...]
    areas: tuple[str, ...]
    stages: Mapping[str, StageRun]
    seats: Mapping[str, IntArray]

    @property
    def totals(self) -> IntArray:
        """Seats of all kinds and areas by list; shape (draws, lists)."""
        totals: IntArray = self.everything.sum(axis=1)
        return totals

    @property
    def everything(self) -> IntArray:
        """Seats of all kinds together; shape (draws, areas, lists)."""
        return sum(self.seats.values(), start=np.zeros((1, 1, 1), dtype=np.int64))

    @property
    def tied(self) -> BoolArray:
        """Whether a lot decides something, in each draw; shape (draws,)."""
        flags = [ties_of(run).any(axis=-1) for run in self.stages.values() if run.allocation is not None]
        return np.logical_or.reduce(flags) if flags else np.zeros(1, dtype=bool)


def ties_of(run: StageRun) -> BoolArray:
    """Where a tie decides a seat of a stage; shape (draws, areas)."""
    if run.allocation is None:
        return np.zeros((1, len(run.areas)), dtype=bool)
    tied: BoolArray = run.allocation.tied
    if run.runners_up is not None:
        tied = tied | ((run.allocation.seats.sum(axis=-1) == 0) & run.runners_up.tied)
    return tied


def run_body(frame: Frame, body: BodyInForce, lots: Lots | None = None) -> BodyRun:
    """Run one body's stages over every draw of a frame; as ``run_law``, for one body.

    >>> import escrutinio as es
    >>> from escrutinio.outcome import frame
    >>> election = es.election("bo-2020")
    >>> rules = es.law.in_force(es.law.load("bo"), election.date)
    >>> run_body(frame(election), rules.bodies["senate"]).totals.sum()
    np.int64(36)
    """
    bench = Bench(frame, body, lots or {})
    for stage in body.stages:
        bench = replace(bench, done={**bench.done, stage.id: RUN[stage.does](stage, bench)})
    areas = _areas(bench)
    return BodyRun(body, frame.lists, areas, bench.done, _seats(bench, areas))


def run_law(frame: Frame, law: LawInForce, lots: Lots | None = None) -> dict[str, BodyRun]:
    """Run every body of a law over every draw of a frame.

    Args:
        frame: votes by tier, each (draws, constituencies, lists).
        law: the rules in force on a day.
        lots: drawn lots by address; without them a tie is flagged in ``BodyRun.tied``.

    Returns:
        By body, the stages as they ran and the seats.

    Raises:
        Problem: the votes do not fit the law.

    >>> import escrutinio as es
    >>> from escrutinio.outcome import frame
    >>> election = es.election("bo-2020")
    >>> runs = run_law(frame(election), es.law.in_force(es.law.load("bo"), election.date))
    >>> dict(zip(runs["senate"].lists, runs["senate"].totals[0].tolist()))["CC"]
    11
    """
    return {name: run_body(frame, body, lots) for name, body in law.bodies.items()}


def _areas(bench: Bench) -> tuple[str, ...]:
    """The areas of a body's seats: its regions and, last, the nameless whole country where it fills some besides."""
    whole = any(run.kind and run.counted and set(run.regions) == {""} for run in bench.done.values())
    return (*bench.regions, "") if whole and "" not in bench.regions else bench.regions


def _seats(bench: Bench, areas: tuple[str, ...]) -> dict[str, IntArray]:
    """Seats by kind, each counted once: kinds that could not be told apart stand together, as ``a+b``."""
    given: dict[str, IntArray] = {}
    for run in bench.done.values():
        if run.kind and run.counted:
            seats = run.by_region(areas)
            given[run.kind] = given[run.kind] + seats if run.kind in given else seats
    together = {part for kind in given if "+" in kind for part in kind.split("+")}
    return {kind: seats for kind, seats in given.items() if kind not in together}
