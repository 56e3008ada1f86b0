"""The whole law run over many elections that might have been: how often who wins what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.asked import election_of, law_of
from escrutinio.analysis.draws import drawer
from escrutinio.analysis.simulated import BodySimulation, Spread
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.law import in_force
from escrutinio.model import Problem
from escrutinio.outcome import body_named, fitting_bodies, frame, run_body
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from escrutinio.analysis.uncertainty import Model
    from escrutinio.columns import Columns
    from escrutinio.law import BodyInForce, LawFile, LawInForce
    from escrutinio.law.stages import Runoff
    from escrutinio.model import Election
    from escrutinio.outcome import BodyRun, Frame
    from escrutinio.outcome.state import StageRun

    Progress = Callable[[str, int, int], None]

CHUNK = 500  # draws at once: measured
CELLS = 8_000_000  # votes at once, so that the arrays of a large election stay in memory


@dataclass(frozen=True, eq=False)
class Simulation:
    """A law over many draws, with what they were drawn by; ``bodies`` holds those that decide together too."""

    election: str
    model: Model
    draws: int
    seed: int
    bodies: Mapping[str, BodySimulation]

    def __getitem__(self, body: str) -> BodySimulation:
        """One body by its id.

        Raises:
            Problem: none is called so.
        """
        if body not in self.bodies:
            raise Problem(
                "no body in force on that day is called “{body}”. Did you mean {near}?",
                body=body,
                near=nearest(body, self.bodies),
            )
        return self.bodies[body]

    def __repr__(self) -> str:
        """What was simulated, and how often."""
        return f"<Simulation of {self.election}: {self.draws} draws of {', '.join(self.bodies)}>"

    def rows(self) -> list[Spread]:
        """Every body's lists."""
        return [each for body in self.bodies.values() for each in body.spreads()]

    def columns(self) -> Columns:
        """How many draws gave a list so many seats, as columns; any data-frame library takes the answer itself.

        >>> from escrutinio.analysis.uncertainty import Multinomial
        >>> simulate("bo-2020", Multinomial(), draws=10, bodies=["senate"]).columns()["draws"]
        [10, 10, 10]
        """
        rows = [
            (name, each.list, seats, int(share * self.draws))
            for name, body in self.bodies.items()
            for each in body.spreads()
            for seats, share in body.distribution(each.list).items()
        ]
        heads = ("body", "list", "seats", "draws")
        return of_rows(heads, rows)

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """Distributions by body and list, as plain values."""
        return {
            name: {
                each.list: {str(seats): str(share) for seats, share in body.distribution(each.list).items()}
                for each in body.spreads()
            }
            for name, body in self.bodies.items()
        }


def simulate(
    election: Election | str | Path,
    model: Model,
    *,
    draws: int = 10_000,
    seed: int = 0,
    law: LawFile | str | Path | None = None,
    day: date | None = None,
    bodies: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Run a law over many elections that might have been.

    Args:
        election: as it was counted, or its id.
        model: how votes might have differed; see ``uncertainty``.
        draws: how many elections.
        seed: the same seed draws the same elections.
        law: any law; the election's own where None.
        day: the day whose rules apply; the election's own where None.
        bodies: only these; those that sit together may be named as one.
        progress: told the election, how many draws are done, and of how many.

    Returns:
        Seats by body, draw and list. Ties are counted as provisional, in the order of lists, and told.

    Raises:
        Problem: the model or the law does not fit the election.

    >>> from escrutinio.analysis.uncertainty import LogitNormal
    >>> found = simulate("bo-2020", LogitNormal(country=0.05), draws=200, seed=1, bodies=["senate"])
    >>> found["senate"].spreads()[0].list
    'MAS-IPSP'
    """
    for given, least in ((draws, 1), (seed, 0)):
        if given < least:
            raise Problem("“{given}” is not a whole number of at least {least}.", given=given, least=least)
    was = election_of(election)
    rules = in_force(law_of(law, was), day or was.date)
    counted = frame(was)
    together = {each.id: each.bodies for each in rules.joint}
    asked = [_named(rules, each) for each in bodies or ()]
    wanted = [each for one in asked for each in together.get(one, [one])] or fitting_bodies(counted, rules.bodies)
    generator, draw = np.random.default_rng(seed), drawer(model, counted)
    parts: dict[str, list[_Part]] = {name: [] for name in wanted or rules.bodies}
    step = max(1, min(CHUNK, CELLS // max(1, sum(each.votes[0].size for each in counted.tiers.values()))))
    for first in range(0, draws, step):
        some = min(step, draws - first)
        votes = counted.with_votes(draw(some, generator))
        for name, seats in parts.items():
            seats.append(_part(run_body(votes, rules.bodies[name]), some, counted))
        if progress is not None:
            progress(was.id, first + some, draws)
    found = {name: _body(rules.bodies[name], parts[name], counted) for name in parts}
    found |= _joint(rules, found)
    shown = [each for each in found if not asked or each in asked or set(together.get(each, [each])) <= set(asked)]
    return Simulation(was.id, model, draws, seed, {name: found[name] for name in shown})


def _named(rules: LawInForce, given: str) -> str:
    """The body, or the bodies that sit together, that are meant: by id, name, or the first word of the latter's."""
    for each in rules.joint:
        names = {fold(name) for name in (each.id, *each.name.values())}
        if fold(given) in names | {name.split()[0] for name in names}:
            return each.id
    return body_named(rules.bodies, given)


_Part = tuple[Any, Any, Any, Any]


def _part(run: BodyRun, draws: int, counted: Frame) -> _Part:
    """The seats of some draws, who goes on where nobody is elected at once, and where a lot or nobody decides.

    What hangs on nothing that was drawn is the same in each.
    """
    shape = draws, len(run.lists)
    on, apart, seats = np.zeros((1, len(run.lists)), dtype=bool), np.zeros(1, dtype=bool), run.totals
    for stage in run.stages.values():
        if stage.runners_up is not None:
            on = on | _going_on(stage).any(axis=1)
        if stage.stage.does == "runoff" and not stage.missing:
            others = _not_held(stage.stage, run, counted)
            apart = apart | others
            if stage.kind not in run.offices:
                seats = np.where(others[:, None], seats - stage.seats.sum(axis=1), seats)
    return (
        np.broadcast_to(seats, shape),
        np.broadcast_to(on, shape),
        np.broadcast_to(run.tied & ~apart, (draws,)),
        np.broadcast_to(apart, (draws,)),
    )


def _going_on(first: StageRun) -> Any:  # noqa: ANN401 - an array of yes and no, (draws, areas, lists)
    """Who goes on from a first count that elects nobody."""
    return (first.runners_up.seats > 0) & (first.seats.sum(axis=-1, keepdims=True) == 0)  # type: ignore[union-attr] # asked before


def _not_held(stage: Runoff, run: BodyRun, counted: Frame) -> Any:  # noqa: ANN401 - an array of yes and no, (draws,)
    """Where others go on than those who have votes in the run-off: nobody knows whom they would elect."""
    votes = counted.tiers[stage.votes].counted(stage.abroad).votes[0].sum(axis=0)
    return (_going_on(run.stages[stage.after]) & (votes == 0)).any(axis=(1, 2))


def _body(rules: BodyInForce, parts: list[_Part], counted: Frame) -> BodySimulation:
    seats, going_on, tied, not_held = (np.concatenate(of) for of in zip(*parts, strict=True))
    by_law = (rules.distribution.members or 0) if rules.distribution else 1
    return BodySimulation(
        id=rules.id,
        name=rules.body.name,
        standing=counted.standing,
        seats=seats,
        going_on=going_on,
        tied=tied,
        not_held=not_held,
        as_counted=run_body(counted, rules).totals[0],
        by_law=by_law,
        majorities={each.id: each for each in rules.majorities},
    )


def _joint(rules: LawInForce, found: Mapping[str, BodySimulation]) -> dict[str, BodySimulation]:
    """Bodies that decide together, where each of them was simulated."""
    return {
        each.id: BodySimulation(
            id=each.id,
            name=each.name,
            standing=found[each.bodies[0]].standing,
            seats=sum(found[name].seats for name in each.bodies),  # type: ignore[arg-type] # arrays add up
            going_on=np.logical_or.reduce([found[name].going_on for name in each.bodies]),
            tied=np.logical_or.reduce([found[name].tied for name in each.bodies]),
            not_held=np.logical_or.reduce([found[name].not_held for name in each.bodies]),
            as_counted=sum(found[name].as_counted for name in each.bodies),  # type: ignore[arg-type]
            by_law=sum(found[name].by_law for name in each.bodies),
            majorities={rule.id: rule for rule in each.majorities if rule.in_force(rules.day)},
        )
        for each in rules.joint
        if set(each.bodies) <= set(found)
    }
