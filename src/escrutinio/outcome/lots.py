"""Ties as answers: who draws, for how many seats, what could come of it, and whether it matters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import ties
from escrutinio.model import Problem
from escrutinio.outcome.run import run_body, ties_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from escrutinio.law import BodyInForce
    from escrutinio.outcome.frame import Frame
    from escrutinio.outcome.run import BodyRun
    from escrutinio.outcome.state import Lots, StageRun

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
    ordered: bool = False
    """Whether the order of the drawn lists matters, because the first wins more seats than the second."""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What tells this tie from every other."""
        return self.address, self.lists

    def settled(self, lots: Lots) -> bool:
        """Whether the lots drawn name enough of the tied lists."""
        named = len(set(lots.get(self.address, ())) & set(self.lists))
        return named >= (len(self.lists) - 1 if self.ordered else self.seats)

    def ways(self) -> Iterator[tuple[str, ...]]:
        """Every way the lot can fall."""
        return permutations(self.lists) if self.ordered else combinations(self.lists, self.seats)


@dataclass(frozen=True, eq=False)
class Branch:
    """One possible outcome of a body: the lots that lead to it, and the body as it runs with them."""

    lots: Mapping[str, tuple[str, ...]]
    run: BodyRun

    @property
    def seats(self) -> npt.NDArray[np.int64]:
        """Seats of all kinds; shape (areas, lists)."""
        seats: npt.NDArray[np.int64] = self.run.everything[0]
        return seats


@dataclass(frozen=True, slots=True)
class Explored:
    """Every possible outcome of a body, and its ties; ``complete`` is False where there were too many to follow."""

    branches: tuple[Branch, ...]
    ties: tuple[Tied, ...]
    complete: bool = True


def explore(frame: Frame, body: BodyInForce, lots: Lots) -> Explored:
    """Run a body with the lots given, and once for every way the others could fall.

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
    complete = _follow(Branch(dict(lots), first), frame, branches, found)
    told = tuple(_judged(each, branches, lots) for each in found.values())
    return Explored(tuple(branches), told, complete)


def tied_in(run: BodyRun) -> Iterator[Tied]:
    """The ties of one run, in the law's order; a tie carried over from the entitlement is told once."""
    told: set[tuple[str, tuple[str, ...], int]] = set()
    for name, stage in run.stages.items():
        for place in np.flatnonzero(ties_of(stage)[0]):
            for one in _tied(run, name, stage, int(place)):
                same = (one.area, one.lists, one.seats)
                if same not in told or stage.stage.does != "compensation":
                    told.add(same)
                    yield one


def _tied(run: BodyRun, name: str, stage: StageRun, place: int) -> Iterator[Tied]:
    """The ties of one area; two only where ranks are worth different seats."""
    made = stage.made
    if stage.runners_up is not None and not made.tied[0, place]:
        made = stage.runners_up
    area = stage.areas[place]
    address = ".".join(part for part in (run.body.id, name, area) if part)
    ordered = len(getattr(stage.stage, "ranks", ())) > 1
    for found in ties(made, (0, place)):
        lists = tuple(run.lists[each] for each in found.lists)
        yield Tied(address, name, area, lists, found.seats, ordered=ordered)


def _follow(branch: Branch, frame: Frame, leaves: list[Branch], found: dict[tuple[str, tuple[str, ...]], Tied]) -> bool:
    """Settle the first open tie every way it could fall, and go on; False where there are too many."""
    there = list(tied_in(branch.run))
    for each in there:
        found.setdefault(each.key, each)
    open_tie = next((each for each in there if not each.settled(branch.lots)), None)
    if open_tie is None:
        leaves.append(branch)
        return True
    for drawn in open_tie.ways():
        if len(leaves) >= MOST_BRANCHES:
            return False
        before = tuple(each for each in branch.lots.get(open_tie.address, ()) if each not in open_tie.lists)
        lots = {**branch.lots, open_tie.address: (*before, *drawn)}
        if not _follow(Branch(lots, run_body(frame, branch.run.body, lots)), frame, leaves, found):
            return False
    return True


def _judged(one: Tied, branches: list[Branch], lots: Lots) -> Tied:
    """The tie with its lot, if drawn, and whether any seat hangs on it."""
    reached: dict[tuple[str, ...], set[bytes]] = {}
    for branch in branches:
        drawn = tuple(each for each in branch.lots.get(one.address, ()) if each in one.lists)
        if drawn:
            reached.setdefault(drawn, set()).add(branch.seats.tobytes())
    outcomes = list(reached.values())
    given = tuple(each for each in lots.get(one.address, ()) if each in one.lists)
    matters = bool(given) or any(each != outcomes[0] for each in outcomes)
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
