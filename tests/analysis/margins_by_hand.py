"""Margins by exhaustion: every table of votes within reach, counted by the law, and the nearest that does it.

Nothing of the margins is imported. The tables of many questions are counted in one batch, and where lots decide, every
way they fall is looked at. A *block* is a set of constituencies whose votes the law reads only together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations, product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from escrutinio.outcome import run_body
from escrutinio.outcome.lots import explore

if TYPE_CHECKING:
    from collections.abc import Callable

FAR = 10**9
_NOT_IN_ORDER = {"sub_apportionment", "placement", "biproportional"}
Block = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Asked:
    """A question put to one election: its votes by tier, where they may change, and what is wanted of a run."""

    votes: dict[str, np.ndarray]
    blocks: tuple[Block, ...]
    kind: str
    source: int | None
    to: int | None
    one_place: bool
    measured: Callable[[Any], np.ndarray]
    met: Callable[[np.ndarray, list[tuple[int, ...]]], np.ndarray]


class Tables(NamedTuple):
    """Distances and votes by tier of every table within ``upto`` votes; the first is the count itself."""

    far: np.ndarray
    votes: dict[str, np.ndarray]
    upto: int


def tables_of(asked: Asked, upto: int, most: int) -> Tables:
    """Every table within so many votes, or within as many as there are no more than ``most`` tables of."""
    choices = [_choices(asked, block, min(upto, FAR)) for block in asked.blocks]
    ways = [(n,) for n in range(len(choices))] if asked.one_place else [tuple(range(len(choices)))]
    ends = [int(far.max()) for far, _ in choices]
    if asked.kind == "add" and ends:  # without end, so only as far as every block was looked at
        upto = min(upto, *ends)
    reach = _reach([[choices[n][0] for n in way] for way in ways], upto, most)
    parts = [_together(asked, {n: choices[n] for n in way}, reach) for way in ways]
    far = np.concatenate([part[0] for part in parts])
    return Tables(far, {tier: np.concatenate([part[1][tier] for part in parts]) for tier in asked.votes}, reach)


def _reach(distances: list[list[np.ndarray]], upto: int, most: int) -> int:
    """How far one can look with no more than so many tables."""
    longest = min(upto, max(sum(int(each.max()) for each in way) for way in distances))
    while longest > 1 and sum(_number(way, longest) for way in distances) > most:
        longest -= 1
    whole = max(sum(int(each.max()) for each in way) for way in distances)
    return upto if longest >= min(upto, whole) else longest


def _number(distances: list[np.ndarray], upto: int) -> int:
    """How many combinations lie within so many votes."""
    counts = np.ones(1)
    for each in distances:
        counts = np.convolve(counts, np.bincount(each[each <= upto]))[: upto + 1]
    return int(counts.sum())


def _together(asked: Asked, choices: dict[int, tuple[np.ndarray, np.ndarray]], upto: int) -> Any:
    """The choices of several blocks put together."""
    far, picked = np.zeros(1, np.int64), np.zeros((1, 0), np.int64)
    for distances, _ in choices.values():
        sums = far[:, None] + distances[None]
        before, own = np.nonzero(sums <= upto)
        far, picked = sums[before, own], np.column_stack([picked[before], own])
    votes = {tier: np.repeat(table[None], len(far), axis=0) for tier, table in asked.votes.items()}
    for place, (number, (_, changes)) in enumerate(choices.items()):
        tier, members = asked.blocks[number]
        votes[tier][:, members] += _spread(asked.votes[tier][list(members)], changes[picked[:, place]])
    return far, votes


def _spread(votes: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """Changes of a block's votes, taken in one constituency after another and given in the first."""
    spread = np.zeros((len(changes), *votes.shape), np.int64)
    left = np.maximum(-changes, 0)
    for member, own in enumerate(votes):
        taken = np.minimum(left, own)
        spread[:, member] -= taken
        left -= taken
    spread[:, 0] += np.maximum(changes, 0)
    return spread


def _choices(asked: Asked, block: Block, upto: int) -> tuple[np.ndarray, np.ndarray]:
    """Every change of a block's votes with its distance; no change comes first."""
    tier, members = block
    now = tuple(asked.votes[tier][list(members)].sum(axis=0).tolist())
    how = _lines if asked.one_place else _changes
    return how(now, asked.kind, asked.source, asked.to, min(upto, 40) if asked.kind == "add" else FAR)


@cache
def _changes(
    now: tuple[int, ...], kind: str, source: int | None, to: int | None, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """Every change of votes from some lists to some others, in any amounts together."""
    standing = [each for each, votes in enumerate(now) if votes]
    losing = [] if kind == "add" else [source] if source is not None else standing
    gaining = [] if kind == "remove" else [to] if to is not None else standing
    if kind == "move" and source is not None and to is not None:
        return _lines(now, kind, source, to, most)
    found: dict[Any, Any] = {}
    for taken in product(*(range(min(now[each], most) + 1) for each in losing)):
        whole = sum(taken)
        for given in _added(kind, whole, len(gaining), most):
            change = [0] * len(now)
            for each, votes in (*zip(losing, [-n for n in taken], strict=True), *zip(gaining, given, strict=True)):
                change[each] += votes
            found.setdefault(tuple(change), max(sum(n for n in change if n > 0), -sum(n for n in change if n < 0)))
    return _sorted(found)


def _added(kind: str, whole: int, lists: int, most: int) -> list[tuple[int, ...]]:
    """How votes can be given: all that were taken, or up to so many, or none."""
    if kind == "remove":
        return [()]
    if kind == "move":
        return _parts(whole, lists)
    few = {1: most, 2: min(most, 20), 3: min(most, 9)}.get(lists, min(most, 6))
    return [part for number in range(few + 1) for part in _parts(number, lists)]


@cache
def _lines(
    now: tuple[int, ...], kind: str, source: int | None, to: int | None, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """Every change from one list to one other."""
    standing = [each for each, votes in enumerate(now) if votes]
    losing = [None] if kind == "add" else [source] if source is not None else standing
    gaining = [None] if kind == "remove" else [to] if to is not None else standing
    found = {(0,) * len(now): 0}
    for a, b in product(losing, gaining):
        for number in range(1, (most if a is None else now[a]) + 1):
            if a != b:
                found[tuple(number * ((each == b) - (each == a)) for each in range(len(now)))] = number
    return _sorted(found)


def _sorted(found: dict[tuple[int, ...], int]) -> tuple[np.ndarray, np.ndarray]:
    ordered = sorted(found.items(), key=lambda each: each[1])
    return np.array([far for _, far in ordered]), np.array([change for change, _ in ordered])


def _parts(whole: int, places: int) -> list[tuple[int, ...]]:
    """Every way to share a number out."""
    if places <= 1:
        return [(whole,)] if places else [()] * (whole == 0)
    return [(first, *rest) for first in range(whole + 1) for rest in _parts(whole - first, places - 1)]


class Answer(NamedTuple):
    """The fewest votes by lot and for certain, as far as was looked; ``upto`` says how far."""

    by_lot: int | None
    votes: int | None
    upto: int


@dataclass(frozen=True, eq=False)
class Counted:
    """The tables of several questions on one law, counted together."""

    frame: Any
    body: Any
    asked: list[Asked]
    ways: dict[Any, list[Any]]
    """Every way the lots fall, by table: the runs, kept because questions share tables."""

    def answers(self, tables: list[Tables]) -> list[Answer]:
        """What is nearest for each question."""
        votes = {tier: np.concatenate([each.votes[tier] for each in tables]) for tier in tables[0].votes}
        draws = len(next(iter(votes.values())))
        run = run_body(self._with(votes), self.body)
        tied = np.broadcast_to(run.tied, (draws,))
        ordered, simple = self._in_every_order(votes, tied, run)
        found, start = [], 0
        for one, own in zip(self.asked, tables, strict=True):
            stop = start + len(own.far)
            rows = one.measured(run)
            rows = np.broadcast_to(rows, (draws, rows.shape[1]))[start:stop]
            place = np.cumsum(tied) - 1
            known = {}
            each_order = [
                np.broadcast_to(m := one.measured(other), (other.bench.frame.draws, m.shape[1])) for other in ordered
            ]
            for at in np.flatnonzero(tied[start:stop]).tolist():
                if simple[place[start + at]]:
                    known[at] = list(dict.fromkeys(tuple(m[place[start + at]].tolist()) for m in each_order))
            found.append(self._nearest(one, own, rows, tied[start:stop], known))
            start = stop
        return found

    def _in_every_order(self, votes: dict[str, np.ndarray], tied: np.ndarray, run: Any) -> tuple[list[Any], np.ndarray]:
        """The tied tables counted once for every order of lots, and where these are all the ways there are."""
        lists = self.frame.lists
        if not tied.any() or any(stage.does in _NOT_IN_ORDER for stage in self.body.stages):
            return [], np.zeros(int(tied.sum()), dtype=bool)
        places = np.flatnonzero(tied)
        frame = self._with({tier: table[np.append(places, places[0])] for tier, table in votes.items()})
        drawings = [(name, each) for name, stage in run.stages.items() for each in stage.drawings]
        addresses = {".".join(p for p in ("house", name, row) if p) for name, each in drawings for row in each.rows}
        runs, simple = [], np.ones(len(places) + 1, dtype=bool)
        for order in permutations(lists):
            other = run_body(frame, self.body, dict.fromkeys(addresses, order))
            runs.append(other)
            ties = [
                np.broadcast_to(d.tied.sum(axis=-1), simple.shape) for s in other.stages.values() for d in s.drawings
            ]
            simple &= sum(ties) <= 1
        return runs, simple

    def _with(self, votes: dict[str, np.ndarray]) -> Any:
        """The election with other votes; what is added or removed is also cast, or not."""
        frame = self.frame.with_votes(votes)
        tiers = dict(frame.tiers)
        for name, tier in tiers.items():
            if "cast" in tier.counts:
                more = tier.votes.sum(axis=2) - self.frame.tiers[name].votes.sum(axis=2)
                tiers[name] = replace(tier, counts={**tier.counts, "cast": tier.counts["cast"] + more})
        return replace(frame, tiers=tiers)

    def _nearest(self, one: Asked, own: Tables, rows: np.ndarray, tied: np.ndarray, known: Any) -> Answer:
        def ways(at: int) -> list[tuple[int, ...]]:
            return known[at] if at in known else self._ways(one, own, at)

        now = ways(0) if tied[0] else [tuple(rows[0].tolist())]
        met = one.met(rows, now)
        by_lot = votes = min(own.far[met & ~tied].tolist(), default=None)
        for at in sorted(np.flatnonzero(tied).tolist(), key=lambda each: own.far[each]):
            far = int(own.far[at])
            if votes is not None and far >= votes:
                break
            found = one.met(np.array(ways(at)), now)
            by_lot = far if found.any() and (by_lot is None or far < by_lot) else by_lot
            votes = far if found.all() else votes
        return Answer(by_lot, votes, own.upto)

    def _ways(self, one: Asked, own: Tables, at: int) -> list[tuple[int, ...]]:
        """What is measured for each way the lots of one table fall."""
        votes = {tier: table[[at]] for tier, table in own.votes.items()}
        key = tuple(table.tobytes() for table in votes.values())
        if key not in self.ways:
            twice = self._with({tier: table[[0, 0]] for tier, table in votes.items()})
            self.ways[key] = [branch.run for branch in explore(twice, self.body, {}).branches]
        return list(dict.fromkeys(tuple(one.measured(run)[0].tolist()) for run in self.ways[key]))
