"""Who is elected: the answer that reports print, as plain values read off the arrays."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from escrutinio.columns import arrow_stream, of_rows
from escrutinio.outcome.names import body_named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from escrutinio.columns import Columns
    from escrutinio.law import LawInForce
    from escrutinio.law.schema import Majority
    from escrutinio.model import Election, Note, Source
    from escrutinio.outcome.frame import Frame
    from escrutinio.outcome.lots import Branch, Tied
    from escrutinio.outcome.run import BodyRun


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Seats of one list in one area, of one kind."""

    body: str
    area: str
    list: str
    kind: str
    seats: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many members a decision needs, and which lists have them alone."""

    id: str
    name: Mapping[str, str]
    source: Source
    needed: int
    members: int
    of: str
    held_by: tuple[str, ...]
    largest: str
    largest_seats: int
    unknown: int = 0
    """Seats whose holders the votes at hand do not tell, so that the answer is open."""


@dataclass(frozen=True, eq=False)
class BodyOutcome:
    """One body: seats that are certain, seats a lot decides, and every outcome that is possible."""

    run: BodyRun
    branches: tuple[Branch, ...]
    ties: tuple[Tied, ...]
    complete: bool

    @property
    def id(self) -> str:
        """The body's name in the law file."""
        return self.run.body.id

    @property
    def name(self) -> Mapping[str, str]:
        """The body's name, by language."""
        return self.run.body.body.name

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that fill the body's seats; one nameless for the whole country."""
        return self.run.areas

    @cached_property
    def lists(self) -> tuple[str, ...]:
        """The lists with a seat in any possible outcome, most seats first."""
        most = np.max([branch.seats.sum(axis=0) for branch in self.branches], axis=0)
        order = sorted(np.flatnonzero(most), key=lambda each: -self.run.totals[0, each])
        return tuple(self.run.lists[each] for each in order)

    @property
    def pending(self) -> tuple[Tied, ...]:
        """The lots that are still to be drawn and decide a seat."""
        return tuple(each for each in self.ties if each.matters and not each.drawn)

    @property
    def decided(self) -> bool:
        """Whether every seat is known: no lot that matters is left to draw."""
        return not self.pending

    @cached_property
    def kinds(self) -> dict[str, npt.NDArray[np.int64]]:
        """Seats that every possible outcome has, by kind; shape (areas, lists)."""
        kinds: dict[str, npt.NDArray[np.int64]] = {}
        for kind, seats in self.run.seats.items():
            possible = [branch.run.seats.get(kind, np.zeros_like(seats))[0] for branch in self.branches]
            kinds[kind] = np.min(possible, axis=0)
        return kinds

    @cached_property
    def seats(self) -> npt.NDArray[np.int64]:
        """Certain seats of all kinds; shape (areas, lists)."""
        certain: npt.NDArray[np.int64] = np.min([branch.seats for branch in self.branches], axis=0)
        return certain

    def totals(self) -> dict[str, int]:
        """Certain seats by list, most first; lists with none are left out.

        >>> import escrutinio as es
        >>> es.elect("bo-2020")["senate"].totals()
        {'MAS-IPSP': 21, 'CC': 11, 'CREEMOS': 4}
        """
        by_list = dict(zip(self.run.lists, self.seats.sum(axis=0).tolist(), strict=True))
        return {name: by_list[name] for name in self.lists if by_list[name] or self.pending}

    def possible(self) -> list[dict[str, int]]:
        """Every different total that the lots still to be drawn can lead to."""
        found = []
        for branch in self.branches:
            by_list = dict(zip(self.run.lists, branch.seats.sum(axis=0).tolist(), strict=True))
            one = {name: by_list[name] for name in self.lists if by_list[name]}
            if one not in found:
                found.append(one)
        return found

    def rows(self) -> list[SeatRow]:
        """Certain seats by area, list and kind, in the law's order of areas."""
        return [
            SeatRow(self.id, area, self.run.lists[each], kind, int(seats[place, each]))
            for place, area in enumerate(self.areas)
            for kind, seats in self.kinds.items()
            for each in np.flatnonzero(seats[place])
        ]

    @property
    def filled(self) -> int:
        """How many seats are filled, whoever holds them."""
        return int(self.branches[0].seats.sum())

    @property
    def members(self) -> int:
        """How many seats the body has: by law, or as many more as overhang made it; one for an office."""
        return int(self.run.members[0])

    @property
    def unknown(self) -> tuple[str, ...]:
        """The tiers that fill seats of this body and whose votes are not known."""
        runs = self.run.stages.values()
        return tuple(
            run.stage.votes for run in runs if run.missing and run.allocation is None and run.stage.does == "plurality"
        )

    @property
    def unfilled(self) -> int:
        """Seats by law that no outcome fills: nobody stood, nobody was voted for, or the votes are not known."""
        return self.members - self.filled


@dataclass(frozen=True, eq=False)
class Outcome:
    """Who is elected in every body of an election, under one law on one day."""

    election: Election
    law: LawInForce
    frame: Frame
    bodies: Mapping[str, BodyOutcome]

    in_html: ClassVar[Callable[[Outcome], str] | None] = None
    """How a notebook shows an outcome; the package sets it, since words live in another room."""

    def __getitem__(self, body: str) -> BodyOutcome:
        """One body by its name in the law file, or as people call it."""
        return self.bodies[body_named({name: each.run.body for name, each in self.bodies.items()}, body)]

    @property
    def decided(self) -> bool:
        """Whether no lot that matters is left to draw."""
        return all(body.decided for body in self.bodies.values())

    def notes(self) -> list[Note]:
        """What the election's page says about these bodies and their ballots, or about the whole election."""
        about = {"election", "", *self.bodies}
        about |= {run.stage.votes for body in self.bodies.values() for run in body.run.stages.values()}
        return [note for note in self.election.notes if note.about in about]

    def rows(self) -> list[SeatRow]:
        """Seats of every body by area, list and kind."""
        return [row for body in self.bodies.values() for row in body.rows()]

    def columns(self) -> Columns:
        """Seats of every body by area, list and kind, as columns; any data-frame library takes the outcome itself.

        >>> import escrutinio as es
        >>> columns = es.elect("bo-2020", bodies=["senate"]).columns()
        >>> list(columns), columns["list"][:2], columns["seats"][:2]
        (['body', 'area', 'list', 'kind', 'seats'], ['MAS-IPSP', 'CC'], [2, 2])
        """
        return of_rows([each.name for each in fields(SeatRow)], map(astuple, self.rows()))

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """Seats by body and list, as plain values."""
        return {name: body.totals() for name, body in self.bodies.items()}

    def thresholds(self, body: str) -> list[Threshold]:
        """The majorities a body decides by, and which lists hold them; ``body`` may be a joint one."""
        joint = next((each for each in self.law.joint if each.id == body), None)
        parts = joint.bodies if joint else (body,)
        rules = joint.majorities if joint else self.bodies[body].run.body.majorities
        members = sum(self.bodies[part].members for part in parts)
        seats: dict[str, int] = {}
        for part in parts:
            for name, held in self.bodies[part].totals().items():
                seats[name] = seats.get(name, 0) + held
        in_force = {each.id: each for each in rules if each.in_force(self.law.day)}
        unknown = sum(self.bodies[part].unfilled for part in parts)
        return [self._threshold(rule, members, seats, unknown) for rule in in_force.values()]

    def _threshold(self, rule: Majority, members: int, seats: Mapping[str, int], unknown: int) -> Threshold:
        largest = max(seats, key=lambda name: seats[name], default="")
        needed = rule.needed(members)
        return Threshold(
            id=rule.id,
            name=rule.name,
            source=self.law.law.cite(rule.source),
            needed=needed,
            members=members,
            of=rule.of,
            held_by=tuple(name for name, held in seats.items() if held >= needed),
            largest=largest,
            largest_seats=seats.get(largest, 0),
            unknown=unknown,
        )

    def _repr_html_(self) -> str | None:
        """A table for a notebook; None leaves it at the text."""
        return Outcome.in_html(self) if Outcome.in_html else None

    def __repr__(self) -> str:
        """Every body with its seats on a line of its own."""
        lines = [f"{self.election.id} ({self.election.date}), law {self.law.law.law} on {self.law.day}"]
        for name, body in self.bodies.items():
            seats = ", ".join(f"{each} {held}" for each, held in body.totals().items()) or "nobody elected"
            tail = f"; lots to draw: {len(body.pending)}" if body.pending else ""
            lines.append(f"  {name} ({body.members}): {seats}{tail}")
        return "\n".join(lines)
