"""What would this election have given, had something been otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.asked import election_of, law_of
from escrutinio.analysis.hands import Hand, hands, vote_rows
from escrutinio.analysis.moving import all_changed
from escrutinio.analysis.scenario import Scenario
from escrutinio.analysis.what_if_law import other_law, paired
from escrutinio.analysis.what_if_rounds import Rounds, rounds, without_other_runoffs
from escrutinio.analysis.what_if_seats import reseated
from escrutinio.analysis.what_if_supposed import Supposed, supposed
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.outcome import elect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from escrutinio.analysis.scenario import Change
    from escrutinio.columns import Columns
    from escrutinio.law import LawFile
    from escrutinio.model import Election
    from escrutinio.outcome import BodyOutcome, Outcome


@dataclass(frozen=True, slots=True)
class Shift:
    """One list in one area of a body: its seats before and after. ``area`` is empty for the whole body."""

    body: str
    area: str
    list: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """Seats gained, or lost where below zero."""
        return self.after - self.before


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Two outcomes side by side: as it was, and as it would have been.

    Bodies go by their names before. ``others`` says which body of another law stands for each, where the name is
    another; ``supposed`` what the answer takes for granted where nobody can know.
    """

    scenario: Scenario
    before: Outcome
    after: Outcome
    supposed: tuple[Supposed, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that both laws have, by their names before."""
        return tuple(name for name in self.before.bodies if self.others.get(name, name) in self.after.bodies)

    def sides(self, body: str) -> tuple[BodyOutcome, BodyOutcome]:
        """One body before, and what stands for it after."""
        before = self.before[body]
        return before, self.after[self.others.get(before.id, before.id)]

    def totals(self, body: str) -> list[Shift]:
        """Seats of every list in the whole body, before and after; most seats after first."""
        before, after = self.sides(body)
        return _shifts(body, "", before.totals(), after.totals())

    def rounds(self, body: str) -> tuple[Rounds | None, Rounds | None]:
        """How an office is filled before and after: in the first round or later, or not known; None for a chamber.

        >>> from escrutinio.analysis.scenario import Withdrawal
        >>> found = what_if("cr-2018", [Withdrawal(withdraw="Carlos Alvarado Quesada")])
        >>> found.rounds("president")[1]
        Rounds(elected=(), goes_on=('Fabricio Alvarado Muñoz', 'Antonio Álvarez Desanti'), by='runoff', held=False)
        """
        before, after = self.sides(body)
        return rounds(before), rounds(after)

    def rows(self, body: str | None = None) -> list[Shift]:
        """The seats of every list in all, and area by area wherever they differ."""
        found = []
        for name in [body] if body else self.bodies:
            found += self.totals(name) + [each for each in self.by_area(name) if each.change]
        return found

    def by_area(self, body: str) -> list[Shift]:
        """Seats by area and list, before and after; nothing where the body has one nameless area."""
        before, after = map(_by_area, self.sides(body))
        return [
            each
            for area in dict.fromkeys([*before, *after])
            if area
            for each in _shifts(body, area, before.get(area, {}), after.get(area, {}))
        ]

    def hands(self, of: str | None = None) -> list[Hand]:
        """Who is first in every constituency of a ballot, or of the ballots that a body is elected by.

        Args:
            of: a ballot, such as ``president``, or a body; the ballots of every body where None.

        Raises:
            Problem: there is neither a ballot nor a body of that name.

        >>> from escrutinio.analysis.scenario import Alliance
        >>> found = what_if("bo-2020", [Alliance(alliance=("CC", "CREEMOS"), name="CC + CREEMOS")])
        >>> [(each.area, each.before, each.after) for each in found.hands("president") if each.changed]
        [('Pando', ('MAS-IPSP',), ('CC + CREEMOS',))]
        """
        return hands(self.before, self.after, self.scenario.changes, self.bodies, of)

    def columns(self) -> Columns:
        """Every seat and vote before and after, as columns; any data-frame library takes the answer itself.

        Seats have a body, votes a ballot; the area is empty for the whole. ``first`` says where a list has most votes:
        ``before``, ``after`` or ``both``.

        >>> from escrutinio.analysis.scenario import Withdrawal
        >>> columns = what_if("bo-2020", [Withdrawal(withdraw="FPV")], bodies=["senate"]).columns()
        >>> list(columns), columns["list"][:2], columns["after"][:2]
        (['body', 'ballot', 'area', 'list', 'before', 'after', 'change', 'first'], ['MAS-IPSP', 'CC'], [21, 11])
        """
        rows = [
            (name, "", each.area, each.list, each.before, each.after, each.change, "")
            for name in self.bodies
            for each in (*self.totals(name), *self.by_area(name))
        ]
        rows += vote_rows(self.before, self.after, self.bodies)
        heads = ("body", "ballot", "area", "list", "before", "after", "change", "first")
        return of_rows(heads, rows)

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """The seats before and after by body and list, and where they differ."""
        return {
            name: {
                "totals": [_plain(each) for each in self.totals(name)],
                "areas": [_plain(each) for each in self.by_area(name) if each.change],
            }
            for name in self.bodies
        }


def what_if(
    election: Election | str | Path,
    changes: Sequence[Change] | Scenario,
    *,
    law: LawFile | str | Path | None = None,
    day: date | None = None,
    bodies: Sequence[str] | None = None,
) -> WhatIf:
    """Elect twice: as it was, and with changes made one after another.

    Args:
        election: as it was, or its id.
        changes: a scenario, or its changes.
        law: the law before any change; the election's own where None.
        day: the day whose rules apply; the election's own where None.
        bodies: only these.

    Returns:
        Both outcomes, by body, area and list.

    Raises:
        Problem: a change does not fit the election or the law.

    >>> from escrutinio.analysis.scenario import Alliance
    >>> united = Alliance(alliance=("CC", "CREEMOS"), name="CC + CREEMOS")
    >>> [(each.list, each.before, each.after) for each in what_if("bo-2020", [united]).totals("senate")]
    [('MAS-IPSP', 21, 19), ('CC + CREEMOS', 0, 17), ('CC', 11, 0), ('CREEMOS', 4, 0)]
    """
    was = election_of(election)
    scenario = (
        changes
        if isinstance(changes, Scenario)
        else Scenario(scenario="what-if", election=was.id, changes=tuple(changes))
    )
    rules = law_of(law, was)
    before = elect(was, rules, day=day, bodies=bodies)
    steps = all_changed(scenario.changes, was)
    other, when = other_law(scenario.changes, rules, day, was)
    others = paired(before, other, when, steps[-1], scenario.changes, every=bodies is None)
    asked = list(others.values())
    other, seated = reseated(scenario.changes, other, when, steps[-1])
    votes = without_other_runoffs(seated, was, other, when, asked)
    taken = supposed(scenario.changes, [*steps, votes], _ballots(before))
    return WhatIf(scenario, before, elect(votes, other, day=when, bodies=asked), taken, others)


def _ballots(outcome: Outcome) -> set[str]:
    """The ballots that the bodies of an outcome are elected by, as the election calls them."""
    benches = [each.run.bench for each in outcome.bodies.values()]
    named = {(stage.votes, at) for at, bench in enumerate(benches) for stage in bench.body.stages if stage.votes}
    tiers = [benches[at].tier(name) for name, at in named]
    return {each.name for each in tiers if each is not None}


def _by_area(body: BodyOutcome) -> dict[str, dict[str, int]]:
    lists = body.run.lists
    return {
        area: {lists[each]: int(body.seats[place, each]) for each in np.flatnonzero(body.seats[place])}
        for place, area in enumerate(body.areas)
    }


def _shifts(body: str, area: str, before: dict[str, int], after: dict[str, int]) -> list[Shift]:
    names = sorted({*before, *after}, key=lambda name: (-after.get(name, 0), -before.get(name, 0), name))
    return [Shift(body, area, name, before.get(name, 0), after.get(name, 0)) for name in names]


def _plain(shift: Shift) -> dict[str, Any]:
    return {"area": shift.area, "list": shift.list, "before": shift.before, "after": shift.after}
