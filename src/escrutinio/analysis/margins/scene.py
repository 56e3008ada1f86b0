"""The votes changed and the law run: whether a target is met, by lot or for certain, and what was decided then."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import product
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from escrutinio.analysis.margins.keys import in_single_draws, key_rows
from escrutinio.analysis.margins.places import Way, changed
from escrutinio.law.conditions import leaves
from escrutinio.law.names import divisors_of
from escrutinio.model import Problem
from escrutinio.outcome import run_body
from escrutinio.outcome.lots import explore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from escrutinio.analysis.margins.forms import Form
    from escrutinio.analysis.margins.question import Question
    from escrutinio.law import BodyInForce
    from escrutinio.outcome import BodyRun, Frame
    from escrutinio.outcome.frame import BoolArray, IntArray
    from escrutinio.outcome.lots import Explored

Plan = tuple[tuple[Way, int], ...]
"""How many votes change in which ways."""

_FEWEST = 10
CELLS = 2_000_000  # numbers in the votes of one batch


class Point(NamedTuple):
    """What comes out of one plan: a key of the decisions, whether the target can be met by lot, and whether it is."""

    key: object
    possible: bool
    certain: bool


@dataclass(frozen=True, eq=False)
class Scene:
    """An election, the bodies a question looks at, and every plan tried so far."""

    frame: Frame
    bodies: tuple[BodyInForce, ...]
    question: Question
    seen: dict[Plan, Point] = field(default_factory=dict)
    holding: dict[Plan, tuple[Form, ...]] = field(default_factory=dict)
    """The comparisons that hold a plan's outcome in place, of those that were looked for."""
    ties: list[Plan] = field(default_factory=list)
    """The plans at which lots decided something, each of which takes long."""

    def points(self, plans: Sequence[Plan]) -> list[Point]:
        """What comes out of each plan; each is run once, many in one batch."""
        new = list(dict.fromkeys(plan for plan in plans if plan not in self.seen))
        for first in range(0, len(new), self.size):
            part = new[first : first + self.size]
            self.seen.update(zip(part, self._run(part), strict=True))
        return [self.seen[plan] for plan in plans]

    def point(self, plan: Plan) -> Point:
        """What comes out of one plan."""
        return self.points([plan])[0]

    @cached_property
    def size(self) -> int:
        """How many plans are run at once."""
        if any(in_single_draws(body) for body in self.bodies):
            return 1
        return max(1, CELLS // self.cells)

    @cached_property
    def cells(self) -> int:
        """How many numbers of votes one plan has."""
        return max(1, sum(int(tier.votes[0].size) for tier in self.frame.tiers.values()))

    @cached_property
    def seats(self) -> int:
        """So many times the votes of all others leave them nothing: seats, divisors, and shares that are asked for."""
        runs = [run_body(changed(self.frame, [(), ()]), body) for body in self.bodies]
        house = sum(int(run.everything[0].sum()) for run in runs)
        stages: list[Any] = [stage for body in self.bodies for stage in body.stages]
        asked = [getattr(stage, name, None) for stage in stages for name in ("admits", "wins")]
        shares = [
            share.denominator
            for condition in asked
            if condition is not None
            for _, leaf in leaves(condition)
            for share in _shares(leaf)
        ]
        named = [stage.divisors for stage in stages if getattr(stage, "divisors", None)]
        return max(_FEWEST, house, *shares, *(_last_over_first(each, house) for each in named))

    @cached_property
    def hopeless(self) -> bool:
        """Whether fewer seats than none are asked for."""
        return self.question.target.asks == "seats" and self.question.range[1] < 0

    def first_met(self, plans: Sequence[Plan], wanted: str) -> Plan | None:
        """The first of several plans that meets the target; those without a tie are looked at before the others."""
        frame = changed(self.frame, [*plans, plans[-1]])
        runs = {body.id: run_body(frame, body) for body in self.bodies}
        met, tied = self._judged(runs, len(plans) + 1)
        sure = np.flatnonzero((met & ~tied)[: len(plans)])
        if sure.size:
            return plans[int(sure[0])]
        open_ones = (plans[int(at)] for at in np.flatnonzero(tied[: len(plans)]))
        return next((plan for plan in open_ones if getattr(self._tied(plan), wanted)), None)

    def _judged(self, runs: Mapping[str, BodyRun], draws: int) -> tuple[BoolArray, BoolArray]:
        """Whether the target is met in each draw, and whether a lot decides anything there."""
        met = self.question.met(np.broadcast_to(rows := self.question.measured(runs), (draws, rows.shape[1])))
        tied = np.logical_or.reduce([np.broadcast_to(run.tied, (draws,)) for run in runs.values()])
        return np.asarray(met), np.asarray(tied)

    def _run(self, plans: Sequence[Plan]) -> list[Point]:
        frame = changed(self.frame, [*plans, plans[-1]])  # never one alone: a run-off as held need not fit other votes
        runs = {body.id: run_body(frame, body) for body in self.bodies}
        draws = len(plans) + 1
        keys = [key_rows(run, draws) for run in runs.values()]
        met, tied = self._judged(runs, draws)
        found = []
        for draw in range(len(plans)):
            if tied[draw]:
                found.append(self._tied(plans[draw]))
            else:
                told = bool(met[draw])
                found.append(Point(_digest(each[draw] for each in keys), told, told))
        return found

    def _tied(self, plan: Plan) -> Point:
        """A plan at which lots decide something: every way they could fall."""
        self.ties.append(plan)
        frame = changed(
            self.frame, [plan, plan]
        )  # twice: the votes of a run-off need not fit one election that is a draw
        ways = {body.id: explored(frame, body) for body in self.bodies}
        met, keys = [], []
        for branches in product(*(each.branches for each in ways.values())):
            runs: Mapping[str, BodyRun] = {body.id: one.run for body, one in zip(self.bodies, branches, strict=True)}
            met.append(bool(self.question.met(self.question.measured(runs)[:1])[0]))
        for each in ways.values():
            keys += [(one.path, _digest([key_rows(one.run, 2)[0]])) for one in each.branches]
        return Point(tuple(keys), any(met), all(met))


def _digest(rows: Iterable[IntArray]) -> bytes:
    """What stands for a long key: two that differ have another one, but for a chance of 1 in 2^128."""
    told = blake2b(digest_size=16)
    for row in rows:
        told.update(row.tobytes())
    return told.digest()


def _last_over_first(divisors: Any, house: int) -> int:  # noqa: ANN401 - as a law names them
    """How many times the votes of one with no seat keep it from the last of a house."""
    rule = divisors_of(divisors)
    return ceil(rule.value(max(house, 2)) / rule.value(int(rule.from_zero)))


def _shares(leaf: Any) -> list[Fraction]:  # noqa: ANN401 - a condition that holds no other
    named = [getattr(leaf, name, None) for name in ("share", "lead", "quota")]
    return [each for each in (*named, *getattr(leaf, "by_size", {}).values()) if each]


def explored(frame: Frame, body: BodyInForce) -> Explored:
    """Every way the lots of a body could fall.

    Raises:
        Problem: they are too many to follow.
    """
    found = explore(frame, body, {})
    if not found.complete:
        raise Problem("“{body}” has more lots than can be followed. Give the lots that were drawn first.", body=body.id)
    return found
