"""The one interpreter: a body's stages, in the law's order, over all draws at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.outcome.stages import RUN
from escrutinio.outcome.state import Bench

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from escrutinio.law import BodyInForce, LawInForce
    from escrutinio.outcome.frame import BoolArray, Frame, IntArray
    from escrutinio.outcome.levels import Level
    from escrutinio.outcome.state import Lots, StageRun


@dataclass(frozen=True, eq=False)
class BodyRun:
    """One body over all draws: every stage as it ran, and the seats that they gave."""

    body: BodyInForce
    lists: tuple[str, ...]
    areas: tuple[str, ...]
    stages: Mapping[str, StageRun]
    levels: tuple[Level, ...]
    """The level of each area."""
    bench: Bench
    """What the stages read: the votes, the lots, the stages before."""

    @cached_property
    def seats(self) -> Mapping[str, IntArray]:
        """Seats by kind, each (draws, areas, lists); kinds that could not be told apart stand together, as ``a+b``."""
        return _by_kind(self.bench, lambda run: _into(run, self.bench, self.levels, self.areas))

    @cached_property
    def kinds(self) -> Mapping[str, IntArray]:
        """Seats of all areas by kind, each (draws, lists)."""
        return _by_kind(self.bench, lambda run: _total(run, self.bench, self.levels, self.areas))

    @property
    def offices(self) -> tuple[str, ...]:
        """The kinds that are an office to which the body's seats elect: who holds it holds no seat more."""
        filled = {run.kind: run.stage.does in _OFFICES for run in self.stages.values() if run.kind in self.seats}
        found = tuple(kind for kind, office in filled.items() if office)
        return found if len(found) < len(filled) else ()

    @property
    def totals(self) -> IntArray:
        """Seats of all kinds and areas by list; shape (draws, lists)."""
        own = (seats for kind, seats in self.kinds.items() if kind not in self.offices)
        return sum(own, start=np.zeros((1, 1), dtype=np.int64))

    @property
    def everything(self) -> IntArray:
        """Seats of all kinds together; shape (draws, areas, lists)."""
        own = (seats for kind, seats in self.seats.items() if kind not in self.offices)
        return sum(own, start=np.zeros((1, 1, 1), dtype=np.int64))

    @property
    def members(self) -> IntArray:
        """How many seats the body has: by law, or as many more as overhang made it; one for an office; (draws,)."""
        distribution, filled = self.body.distribution, self.everything.sum(axis=(1, 2))
        if distribution is None:
            return np.ones_like(filled)
        if distribution.members is not None:
            return np.asarray(np.maximum(filled, distribution.members))
        giving = [run for run in self.stages.values() if run.kind and run.stage.does not in _ON_ACCOUNT]
        left = [run.allocation.unfilled.sum(axis=-1) for run in giving if run.allocation is not None]
        return np.asarray(sum(left, start=filled))

    @property
    def tied(self) -> BoolArray:
        """Whether a lot decides something, in each draw; shape (draws,)."""
        flags = [flag for run in self.stages.values() for flag in _ties_of(run)]
        return np.logical_or.reduce(np.broadcast_arrays(*flags)) if flags else np.zeros(1, dtype=bool)

    @property
    def apart(self) -> bool:
        """Whether no region's seats hang on another's: nothing is shared out over the whole country."""
        deciding = [
            run for run in self.stages.values() if (run.counted or run.drawings) and run.stage.does != "threshold"
        ]
        return all(run.per != "country" and run.stage.does not in _ACROSS for run in deciding)


_OFFICES = {"single_winner", "runoff"}
_ON_ACCOUNT = {"quota_seats"}
"""Stages that leave seats for a later one on purpose."""
_ACROSS = {"apportionment", "biproportional", "placement"}
"""Stages whose areas compete with each other."""


def _ties_of(run: StageRun) -> list[BoolArray]:
    """Where a lot decides something in a stage, draw by draw."""
    flags: list[BoolArray] = [np.asarray(drawing.tied.any(axis=-1)) for drawing in run.drawings]
    if "tied" in run.facts:
        tied: BoolArray = run.facts["tied"]
        flags.append(np.asarray(tied.any(axis=-1)) if tied.ndim > 1 else tied)
    return flags


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
    levels, areas = _areas(bench)
    return BodyRun(body, frame.lists, areas, bench.done, levels, bench)


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


def _areas(bench: Bench) -> tuple[tuple[Level, ...], tuple[str, ...]]:
    """The areas that fill seats, with their levels.

    Where the law names regions, these, and last the nameless whole country where it fills some besides. Else every
    area in which a stage gave seats, constituencies first.
    """
    giving = [run for run in bench.done.values() if run.kind and run.counted]
    if bench.regions != ("",):
        whole = any(run.per == "country" for run in giving)
        besides: tuple[Level, ...] = ("country",) if whole else ()
        named: list[Level] = ["region"] * len(bench.regions)
        return (*named, *besides), (*bench.regions, *([""] if whole else []))
    places = {(run.per, area): None for level in _LEVELS for run in giving if run.per == level for area in run.areas}
    return tuple(level for level, _ in places) or ("country",), tuple(area for _, area in places) or ("",)


def _by_kind(bench: Bench, seats_of: Callable[[StageRun], IntArray]) -> dict[str, IntArray]:
    """What the stages of each kind gave, each seat counted once."""
    giving = [run for run in bench.done.values() if run.kind and run.counted]
    together = {part for run in giving if "+" in run.kind for part in run.kind.split("+")}
    given: dict[str, IntArray] = {}
    for run in giving:
        if run.kind not in together:
            seats = seats_of(run)
            given[run.kind] = given[run.kind] + seats if run.kind in given else seats
    return given


def _own(
    run: StageRun, bench: Bench, levels: tuple[Level, ...], areas: tuple[str, ...]
) -> tuple[Level, tuple[str, ...]]:
    """The level at which a stage's seats stand in a body, and the body's areas of that level."""
    level: Level = "region" if bench.regions != ("",) and run.per == "constituency" else run.per
    return level, tuple(area for of, area in zip(levels, areas, strict=True) if of == level)


def _into(run: StageRun, bench: Bench, levels: tuple[Level, ...], areas: tuple[str, ...]) -> IntArray:
    """A stage's seats in the areas of the body; shape (draws, areas, lists)."""
    level, own = _own(run, bench, levels, areas)
    seats = run.at(level, own)
    if len(own) == len(areas):
        return seats
    whole = np.zeros((seats.shape[0], len(areas), seats.shape[2]), dtype=seats.dtype)
    whole[:, [of == level for of in levels]] = seats
    return whole


def _total(run: StageRun, bench: Bench, levels: tuple[Level, ...], areas: tuple[str, ...]) -> IntArray:
    """A stage's seats in all areas of the body; shape (draws, lists)."""
    level, own = _own(run, bench, levels, areas)
    inside = set(run.areas if level == run.per else run.regions) <= set(own)
    total: IntArray = (run.seats if inside or level == "country" else run.at(level, own)).sum(axis=1)
    return total


_LEVELS: tuple[Level, ...] = ("constituency", "region", "country")
