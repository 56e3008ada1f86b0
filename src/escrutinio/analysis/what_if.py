"""What would this election have given, had something been otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.asked import election_of, law_of
from escrutinio.analysis.hands import Hand, hands, vote_rows
from escrutinio.analysis.moving import changed
from escrutinio.analysis.scenario import OtherLaw, Scenario
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.law import amend, load
from escrutinio.outcome import elect

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    """Two outcomes side by side: as it was, and as it would have been."""

    scenario: Scenario
    before: Outcome
    after: Outcome

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that both laws have."""
        return tuple(name for name in self.before.bodies if name in self.after.bodies)

    def totals(self, body: str) -> list[Shift]:
        """Seats of every list in the whole body, before and after; most seats after first."""
        return _shifts(body, "", self.before[body].totals(), self.after[body].totals())

    def rows(self, body: str | None = None) -> list[Shift]:
        """The seats of every list in all, and area by area wherever they differ."""
        found = []
        for name in [body] if body else self.bodies:
            found += self.totals(name) + [each for each in self.by_area(name) if each.change]
        return found

    def by_area(self, body: str) -> list[Shift]:
        """Seats by area and list, before and after; nothing where the body has one nameless area."""
        before, after = _by_area(self.before[body]), _by_area(self.after[body])
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
        return hands(self.before, self.after, self.scenario.changes, of)

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
        rows += vote_rows(self.before, self.after)
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
    other, when = reduce(partial(_other_law, was), scenario.changes, (rules, day))
    votes = reduce(lambda held, change: changed(change, held), scenario.changes, was)
    return WhatIf(scenario, before, elect(votes, other, day=when, bodies=bodies))


def _other_law(was: Election, held: tuple[LawFile, date | None], change: Change) -> tuple[LawFile, date | None]:
    """The law and the day after one change."""
    if not isinstance(change, OtherLaw):
        return held
    law, day = held
    law, day = (load(change.law) if change.law else law), change.day or day
    return (amend(law, change.set, since=day or was.date) if change.set else law), day


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
