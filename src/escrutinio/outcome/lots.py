"""Ties as answers: who draws, for how many seats, what could come of it, and whether it matters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import award_order, first_out, ties
from escrutinio.apportionment.allocation import Plurality
from escrutinio.model import Problem
from escrutinio.outcome.run import run_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from escrutinio.apportionment import Allocation
    from escrutinio.law import BodyInForce
    from escrutinio.outcome.frame import Frame
    from escrutinio.outcome.run import BodyRun
    from escrutinio.outcome.state import Drawing, Lots, StageRun

MOST_BRANCHES = 512


@dataclass(frozen=True, slots=True)
class Tied:
    """One draw of lots: at ``address``, ``lists`` draw for ``seats``; ``drawn`` is the answer, where one was given."""

    address: str
    stage: str
    area: str
    lists: tuple[str, ...]
    seats: int
    drawn: tuple[str, ...] = ()
    matters: bool = True
    prizes: tuple[int, ...] = (1,)
    """What is drawn for: the seats of the first list drawn, of the second …; more than one seat where ranks say so."""
    region: str = ""
    """The region whose seats hang on it; empty for the whole country."""
    ordered: bool = False
    """Whether the order drawn may matter although all prizes are one seat."""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What tells this tie from every other."""
        return self.address, self.lists

    @property
    def enough(self) -> int:
        """How many lists a lot must name: who wins something, or all but the last, who needs no naming."""
        return min(len(self.prizes), len(self.lists) - 1)

    def settled(self, lots: Lots) -> bool:
        """Whether the lots drawn name enough of the tied lists."""
        return len(set(lots.get(self.address, ())) & set(self.lists)) >= self.enough

    def ways(self) -> Iterator[tuple[str, ...]]:
        """Every way the lot can fall; the order counts where the prizes differ."""
        ordered = self.ordered or len(set(self.prizes)) > 1
        return (permutations if ordered else combinations)(self.lists, len(self.prizes))


_Drawn = tuple[tuple[str, tuple[str, ...]], tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Branch:
    """One possible outcome of a body: the lots that lead to it, and the body as it runs with them.

    ``path`` names, in their order, the ties that were followed and how each lot fell.
    """

    lots: Mapping[str, tuple[str, ...]]
    run: BodyRun
    path: tuple[_Drawn, ...] = ()

    @property
    def seats(self) -> npt.NDArray[np.int64]:
        """Seats of all kinds; shape (areas, lists)."""
        seats: npt.NDArray[np.int64] = self.run.everything[0]
        return seats

    @property
    def held(self) -> tuple[bytes, ...]:
        """Who fills which seat, constituency by constituency, and who goes on where nobody is elected."""
        given = [stage.seats[0].tobytes() for stage in self.run.stages.values() if stage.kind and stage.counted]
        going_on = [
            stage.runners_up.seats[0].tobytes()
            for stage in self.run.stages.values()
            if stage.runners_up is not None and not stage.seats[0].any()
        ]
        return (*given, *going_on)


@dataclass(frozen=True, slots=True)
class Explored:
    """Every possible outcome of a body, and its ties; ``complete`` is False where there were too many to follow."""

    branches: tuple[Branch, ...]
    ties: tuple[Tied, ...]
    complete: bool = True


def explore(frame: Frame, body: BodyInForce, lots: Lots) -> Explored:
    """Run a body with the lots given, and once for every way the others could fall.

    Where these are too many, each region's lots are followed by themselves: no region's lot moves a seat of another,
    so what is certain and which lots matter are still told, though not every combination.

    Args:
        frame: votes of one draw.
        body: the rules in force.
        lots: drawn lots by address.

    Returns:
        One branch for each possible outcome; the ties, each told whether its lot matters for any seat.

    Raises:
        Problem: a lot where nothing was tied, or drawn by a list that did not draw.
    """
    first = run_body(frame, body, lots)
    _check(first, lots)
    branches: list[Branch] = []
    found: dict[tuple[str, tuple[str, ...]], Tied] = {}
    complete = _follow(Branch(dict(lots), first), frame, branches, found, region=None)
    if not complete and first.apart:
        branches = branches[:1]
        for region in dict.fromkeys(each.region for each in tied_in(first)):
            _follow(Branch(dict(lots), first), frame, branches, found, region=region)
    told = tuple(_judged(each, branches, lots) for each in found.values())
    return Explored(tuple(branches), told, complete)


def tied_in(run: BodyRun) -> Iterator[Tied]:
    """The ties of one run, in the law's order."""
    for name, stage in run.stages.items():
        for drawing in stage.drawings:
            for place in np.flatnonzero(drawing.tied[0]):
                yield from _tied(run, name, stage, drawing, int(place))
        for each in stage.opens:
            address = ".".join(part for part in (run.body.id, name, each.area) if part)
            prizes = (1,) * (len(each.lists) - 1 if each.ordered else each.seats)
            yield Tied(
                address,
                name,
                each.area,
                each.lists,
                each.seats,
                prizes=prizes,
                region=each.region,
                ordered=each.ordered,
            )


def _tied(run: BodyRun, name: str, stage: StageRun, drawing: Drawing, place: int) -> Iterator[Tied]:
    """The ties of one row; two only where ranks are worth different seats."""
    made, area = drawing.made, drawing.rows[place]
    address = ".".join(part for part in (run.body.id, name, area) if part)
    out = _drawn_out(run, stage, made, place)
    for found in ties(made, (0, place)):
        still = [each for each in found.lists if each not in out]
        if isinstance(made.method, Plurality):
            won = sorted((int(made.seats[0, place, each]) for each in still), reverse=True)
            prizes = tuple(each for each in won if each)
        else:
            prizes = (1,) * found.seats
        if len(still) > len(prizes) or len(set(prizes)) > 1:
            lists = tuple(drawing.standing[each] for each in still)
            yield Tied(address, name, area, lists, found.seats, prizes=prizes, region=drawing.regions[place])


def _drawn_out(run: BodyRun, stage: StageRun, made: Allocation, place: int) -> set[int]:
    """The lists whose tied quotient the entitlement's lot had already left out: a compensation gives it to nobody."""
    if stage.stage.does != "compensation" or run.stages[stage.stage.entitlement].allocation is None:
        return set()
    claim = run.stages[stage.stage.entitlement].made
    price, here = first_out(claim, (0, place)), first_out(made, (0, place))
    if not claim.tied[0, place] or price is None or here is None or price.quotient != here.quotient:
        return set()
    tied = {each for one in ties(claim, (0, place)) for each in one.lists}
    won = {each.list for each in award_order(claim, (0, place)) if each.quotient == price.quotient}
    return tied - won


def _follow(
    branch: Branch,
    frame: Frame,
    leaves: list[Branch],
    found: dict[tuple[str, tuple[str, ...]], Tied],
    *,
    region: str | None,
) -> bool:
    """Settle the first open tie (of a region) every way it could fall, and go on; False where there are too many."""
    there = list(tied_in(branch.run))
    for each in there:
        found.setdefault(each.key, each)
    ours = (each for each in there if region is None or each.region == region)
    open_tie = next((each for each in ours if not each.settled(branch.lots)), None)
    if open_tie is None:
        leaves.append(branch)
        return True
    most = MOST_BRANCHES * (1 if region is None else len(found))
    for drawn in open_tie.ways():
        if len(leaves) >= most:
            return False
        before = tuple(each for each in branch.lots.get(open_tie.address, ()) if each not in open_tie.lists)
        lots = {**branch.lots, open_tie.address: (*before, *drawn)}
        path = (*branch.path, (open_tie.key, drawn))
        if not _follow(Branch(lots, run_body(frame, branch.run.body, lots), path), frame, leaves, found, region=region):
            return False
    return True


def _judged(one: Tied, branches: list[Branch], lots: Lots) -> Tied:
    """The tie with its lot, if drawn, and whether any seat hangs on it: what each way leads to, all before it equal."""
    forks: dict[tuple[_Drawn, ...], dict[tuple[str, ...], set[tuple[bytes, ...]]]] = {}
    for branch in branches:
        for place, (key, drawn) in enumerate(branch.path):
            if key == one.key:
                forks.setdefault(branch.path[:place], {}).setdefault(drawn, set()).add(branch.held)
    given = tuple(each for each in lots.get(one.address, ()) if each in one.lists)
    matters = bool(given) or any(len({frozenset(each) for each in fork.values()}) > 1 for fork in forks.values())
    return replace(one, drawn=given if one.settled(lots) else (), matters=matters)


def _check(run: BodyRun, lots: Lots) -> None:
    """Every lot given answers a tie that is there."""
    there: dict[str, list[Tied]] = {}
    for each in tied_in(run):
        there.setdefault(each.address, []).append(each)
    for address, drawn in lots.items():
        if address not in there:
            raise Problem(
                "nothing is tied at “{address}”, so no lot is drawn there. Tied: {known}.",
                address=address,
                known=", ".join(there) or "—",
            )
        tied = there[address]
        lists = [name for each in tied for name in each.lists]
        if any(name not in lists for name in drawn) or not any(each.settled(lots) for each in tied):
            raise Problem(
                "at “{address}” {lists} draw for {seats} seat(s), but the lot says {drawn}. Name whom the lot favours.",
                address=address,
                lists=", ".join(lists),
                seats=sum(each.seats for each in tied),
                drawn=", ".join(drawn),
            )
