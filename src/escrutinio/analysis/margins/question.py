"""A target as it is asked of seats over many draws: what the law gives, and whether it is another outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome import area_named, body_named
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from escrutinio.analysis.margins.targets import Target
    from escrutinio.law import LawInForce
    from escrutinio.law.schema import Majority
    from escrutinio.model import List
    from escrutinio.outcome import BodyRun
    from escrutinio.outcome.frame import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Question:
    """A target put to one election: its names found, and what the votes as they are give."""

    target: Target
    law: LawInForce
    bodies: tuple[str, ...]
    area: str
    columns: tuple[int, ...]
    rule: Majority | None = None
    stood: tuple[bool, ...] = ()
    """Of an office: which lists have votes in the run-off as it was held."""
    now: tuple[tuple[int, ...], ...] = ()
    """What is measured today: one row for each way the lots of today's ties could fall."""

    def measured(self, runs: Mapping[str, BodyRun]) -> IntArray:
        """What the target looks at; shape (draws or 1, numbers)."""
        first = runs[self.bodies[0]]
        if self.target.asks == "majority":
            return self._over_the_majority(runs)
        if self.target.asks == "seats":
            return _flat(seats_in(first, self.area)[..., list(self.columns)].sum(axis=(1, 2)))
        if first.body.distribution is None:
            return self._of_an_office(first)
        return _flat(seats_in(first, self.area))

    def met(self, rows: IntArray) -> BoolArray:
        """Whether each row of what is measured is what the target asks for; shape (rows,)."""
        asks, column = self.target.asks, rows[:, 0]
        if asks == "outcome":
            return np.asarray(~np.any([(rows == np.array(each)).all(axis=1) for each in self.now], axis=0))
        if asks == "seats":
            least, most = self.range
            return np.asarray((column >= least) & (column <= most))
        return np.asarray((column >= 0) == self.wanted)

    @property
    def range(self) -> tuple[int, int]:
        """The fewest and the most seats that are asked for."""
        target, today = self.target, [row[0] for row in self.now]
        if target.more is not None:
            return (max(today) + target.more, _MANY) if target.more > 0 else (0, min(today) + target.more)
        return target.least or 0, _MANY if target.most is None else target.most

    def seats_asked(self, house: int) -> tuple[int, int]:
        """The fewest and the most seats that are asked for, in bodies that always have so many."""
        if self.target.asks != "majority":
            least, most = self.range
            return least, min(most, house)
        enough = house if self.rule is None else self.rule.needed(house)
        return (enough, house) if self.wanted else (0, enough - 1)

    @property
    def wanted(self) -> bool:
        """Whether what is asked about is to be so."""
        return not self.now[0][0] >= 0 if self.target.held is None else self.target.held

    @property
    def fixed_size(self) -> bool:
        """Whether the law says how many seats the bodies have, whatever the votes."""
        parts = [self.law.bodies[name].distribution for name in self.bodies]
        adding = [stage for name in self.bodies for stage in self.law.bodies[name].stages if _may_add(stage)]
        return not adding and all(part is not None and part.members is not None for part in parts)

    def _over_the_majority(self, runs: Mapping[str, BodyRun]) -> IntArray:
        """Seats held beyond those needed, below zero where they fall short."""
        held = members = np.zeros(1, dtype=np.int64)
        for name in self.bodies:
            held = held + runs[name].totals[:, list(self.columns)].sum(axis=1)
            members = members + runs[name].members
        return _flat(held - (members if self.rule is None else self.rule.needed(members)))

    def _of_an_office(self, run: BodyRun) -> IntArray:
        """Who is elected, or who goes on; for a question of yes and no 0 or −1."""
        stages = list(run.stages.values())
        first = next((each for each in stages if each.runners_up is not None), stages[0])
        won = first.seats.sum(axis=(1, 2)) > 0
        if self.target.asks == "runoff":
            return _flat(np.where(won, -1, 0))
        best = first.runners_up.seats[:, 0] > 0 if first.runners_up is not None else np.zeros_like(first.seats[:, 0])
        going_on = best & ~won[:, None]
        elected = self._elected(run, first.seats[:, 0] > 0, going_on)
        if self.target.asks == "outcome":
            return np.concatenate([elected, going_on], axis=1).astype(np.int64)
        chosen = elected if self.target.asks == "elected" else going_on
        return _flat(chosen[:, self.columns[0]].astype(np.int64) - 1)

    def _elected(self, run: BodyRun, outright: BoolArray, going_on: BoolArray) -> BoolArray:
        """Who is elected at once, or in a run-off between those who stood in the one that was held."""
        last = [*run.stages.values()][-1]
        if last.stage.does != "runoff" or not last.counted:
            return outright
        held = ~(going_on & ~np.array(self.stood)).any(axis=1, keepdims=True)
        return np.asarray(outright | ((last.seats[:, 0] > 0) & held))


_MANY = 10**9


def _may_add(stage: Any) -> bool:  # noqa: ANN401 - any stage of a law
    """Whether a stage can make a body larger than its seats by law."""
    return stage.does == "levelling" or getattr(stage, "overhang", "") in {"added", "none"}


def _flat(numbers: IntArray) -> IntArray:
    return numbers.reshape(len(numbers), -1)


def seats_in(run: BodyRun, area: str) -> IntArray:
    """Seats of all kinds: of every area of a body, or of the one named; shape (draws, areas, lists)."""
    everything = run.everything
    if not area:
        return everything
    if area in run.areas:
        place = run.areas.index(area)
        return everything[:, [place]]
    giving = [each for each in run.stages.values() if each.kind and each.counted and area in each.areas]
    return sum((each.seats[:, [each.areas.index(area)]] for each in giving), start=np.zeros((1, 1, 1), np.int64))


def asked(target: Target, law: LawInForce, runs: Mapping[str, BodyRun]) -> Question:
    """The target with its names found in the law and in the election.

    Args:
        target: as one writes it.
        law: the rules in force.
        runs: every body of the law as the votes give it today.

    Raises:
        Problem: an unknown body, area, list or majority.
    """
    joint = next((each for each in law.joint if each.id == target.body), None)
    bodies = joint.bodies if joint else (body_named(law.bodies, target.body),)
    missing = [each for each in bodies if each not in runs]
    if missing:
        raise Problem("the election has no votes for “{body}”, so nothing can change there.", body=missing[0])
    first = runs[bodies[0]]
    rules: Any = joint.majorities if joint else law.bodies[bodies[0]].majorities
    if joint and target.asks != "majority":
        raise Problem("“{body}” is several bodies together; only a majority of it can be asked for.", body=joint.id)
    return Question(
        target,
        law,
        tuple(bodies),
        area_named(first, target.area) if target.area else "",
        tuple(list_named(each, first.bench.frame.standing) for each in target.lists),
        _majority(target, rules, law) if target.asks == "majority" else None,
        _stood(first),
    )


def _stood(run: BodyRun) -> tuple[bool, ...]:
    """Who has votes in the run-off, where there is one; else nobody."""
    last = [*run.stages.values()][-1].stage
    tier = run.bench.tier(last.votes) if last.does == "runoff" else None
    return (False,) * len(run.lists) if tier is None else tuple((tier.votes[0] > 0).any(axis=0).tolist())


def list_named(given: str, standing: Sequence[List]) -> int:
    """The place of a list: its id, its name or an alias, whatever capitals and accents were typed.

    Raises:
        Problem: no list is called so.
    """
    words = [{fold(word) for word in (each.id, each.name, *each.aliases) if word} for each in standing]
    found = next((place for place, own in enumerate(words) if fold(given) in own), None)
    if found is None:
        near = nearest(given, [each.id for each in standing])
        raise Problem("no list is called “{given}”. Did you mean {near}?", given=given, near=near)
    return found


def _majority(target: Target, rules: Sequence[Majority], law: LawInForce) -> Majority:
    known = {each.id: each for each in rules if each.in_force(law.day)}
    if target.rule not in known:
        raise Problem(
            "“{body}” knows no majority “{given}” on that day. It knows: {known}.",
            body=target.body,
            given=target.rule,
            known=", ".join(known) or "—",
        )
    return known[target.rule]
