"""Votes changed in any ways at any places at once: the fewest, by a search that leaves nothing out.

A node is a set of linear forms that must be made true; its cost is the exact fewest votes that make them true
(``integer``). The node of the lowest cost is taken, its votes changed and the law run. Is the target met,
this is the answer, because every other node costs as much or more. If not, at least one of the comparisons that hold
this run in place (``stages``) must be made false: one new node for each. So every way to the target lies under
some node, and none is cheaper than the first that is found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from escrutinio.analysis.margins.field import Unproved, gain
from escrutinio.analysis.margins.forms import Beyond, Form
from escrutinio.analysis.margins.holding import Holding
from escrutinio.analysis.margins.integer import Row, TooHard, fewest_whole
from escrutinio.analysis.margins.places import Way, changed, told_apart
from escrutinio.analysis.margins.rays import Found
from escrutinio.analysis.margins.scene import explored
from escrutinio.analysis.margins.stages import forms_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from escrutinio.analysis.margins.field import Field, Pair
    from escrutinio.analysis.margins.forms import Key
    from escrutinio.analysis.margins.places import Place
    from escrutinio.analysis.margins.rays import Wanted
    from escrutinio.analysis.margins.scene import Plan

RUNS = 400  # how often the law is run before the search says that it is too much
LOOKED_AT = 1_000_000  # forms of all runs together before it does so too
EFFORT = 15_000  # forms, squared and added up over all nodes: what the integer programmes take before it does so too


def search(ground: Field, wanted: Wanted, *, runs: int | None = None) -> Found | None:
    """The fewest votes, changed in any of the ways together, that meet the target; None where no number does.

    Args:
        ground: every way at every place that may be used, and the target.
        wanted: met by lot at least, or for certain.
        runs: how often the law may be run; ``RUNS`` times where None.

    Raises:
        Unproved: a stage that is not linear in the votes, or too many ways to follow.
    """
    scene = ground.scene
    if scene.hopeless:
        return None
    turn = count()
    heap = [_Node(0, next(turn), frozenset(), plan=())]
    known: set[frozenset[Form]] = set()
    spent = _Spent(RUNS if runs is None else runs)
    while heap:
        node = heappop(heap)
        if node.plan is None:
            forms = node.with_denied()
            if forms is not None and forms not in known:
                known.add(forms)
                spent.solving(forms, node.cost)
                _solve(ground, forms, node.cost, heap, turn)
            continue
        if getattr(scene.point(node.plan), wanted):
            return Found(sum(votes for _, votes in node.plan), node.plan)
        holding = _holding(ground, node.plan, node.cost)
        spent.running(holding, node.cost)
        for form in holding:
            least = ground.against(form)
            if least is not None:
                heappush(heap, _Node(max(node.cost, least), next(turn), node.forms, denied=form))
    return None


@dataclass(slots=True)
class _Spent:
    """What a search may take, and has taken."""

    runs: int
    tried: int = 0
    solved: int = 0
    looked_at: int = 0

    def solving(self, forms: Collection[Form], cost: int) -> None:
        """An integer programme more."""
        self.solved += len(forms) ** 2
        if self.solved > EFFORT:
            raise Unproved(cost)

    def running(self, forms: Collection[Form], cost: int) -> None:
        """A run more, held in place by so many forms."""
        self.tried += 1
        self.looked_at += len(forms)
        if self.tried > self.runs or self.looked_at > LOOKED_AT:
            raise Unproved(cost)


class _Node(NamedTuple):
    """Forms that must be made true, with the votes that do it; or with one more to deny, and a bound on its votes."""

    cost: int
    turn: int
    forms: frozenset[Form]
    denied: Form | None = None
    plan: Plan | None = None

    def with_denied(self) -> frozenset[Form] | None:
        """All the forms; None where that is no new node."""
        if self.denied is None or self.denied.alone() in self.forms:
            return None
        denied = self.denied.denied()
        return None if denied in self.forms else self.forms | {denied}


def _solve(ground: Field, forms: frozenset[Form], cost: int, heap: list[_Node], turn: Iterator[int]) -> None:
    """Put a node back with its exact cost and its votes."""
    if forms not in ground.solved:
        try:
            ground.solved[forms] = cheapest(ground, forms)
        except TooHard:
            raise Unproved(cost) from None
    plan = ground.solved[forms]
    if plan is not None:
        whole = sum(number for _, number in plan)
        heappush(heap, _Node(max(whole, cost), next(turn), forms, plan=plan))


def _holding(ground: Field, plan: Plan, cost: int) -> Sequence[Form]:
    """Every comparison that holds the law's answer in place after a plan, whatever lots say."""
    scene = ground.scene
    if plan in scene.holding:
        return scene.holding[plan]
    frame = changed(scene.frame, [plan, plan])
    found: dict[Form, None] = {}
    try:
        for body in scene.bodies:
            for branch in explored(frame, body).branches:
                reading = replace(ground.reading, frame=branch.run.bench.frame)
                found.update(dict.fromkeys(forms_of(Holding(branch.run, reading, ground.relevant[body.id]))))
    except Beyond as stage:
        raise Unproved(cost, str(stage)) from None
    scene.holding[plan] = tuple(found)
    return scene.holding[plan]


def cheapest(ground: Field, forms: Iterable[Form]) -> Plan | None:
    """The fewest votes that make several forms true; None where none do.

    Raises:
        TooHard: too many branches.
    """
    wanted = [(dict(form.terms), ground.missing(form)) for form in forms]
    alike: dict[Any, list[Place]] = {}
    for place in ground.places:
        vectors = tuple(terms.get(place.key, ()) for terms, _ in wanted)
        if any(vectors):
            alike.setdefault((place.tier, vectors, ground.pairs[place.key]), []).append(place)
    columns: list[tuple[list[Place], Pair, tuple[int, ...]]] = []
    for (_, vectors, pairs), places in alike.items():
        columns += [(places, pair, gains) for pair, gains in _worth(vectors, pairs)]
    if not columns:
        return () if all(short <= 0 for _, short in wanted) else None
    rows = [Row(tuple(gains[n] for _, _, gains in columns), short) for n, (_, short) in enumerate(wanted)]
    values = fewest_whole(rows, _limits(ground, columns))
    return None if values is None else _planned(ground, columns, values)


def _worth(vectors: tuple[tuple[int, ...], ...], pairs: Sequence[Pair]) -> list[tuple[Pair, tuple[int, ...]]]:
    """The pairs that help somewhere; of those that take from one list, none that another is as good as everywhere."""
    by_source: dict[int | None, dict[tuple[int, ...], Pair]] = {}
    for pair in pairs:
        gains = tuple(gain(vector, pair) if vector else 0 for vector in vectors)
        if max(gains) > 0:
            by_source.setdefault(pair.source, {}).setdefault(gains, pair)
    kept = []
    for of_source in by_source.values():
        for gains, pair in of_source.items():
            if not any(
                other != gains and all(o >= g for o, g in zip(other, gains, strict=True)) for other in of_source
            ):
                kept.append((pair, gains))
    return kept


def _limits(ground: Field, columns: list[Any]) -> list[tuple[tuple[int, ...], int]]:
    """A list has only so many votes at the places of a column."""
    together: dict[tuple[int, int], list[int]] = {}
    for number, (places, pair, _) in enumerate(columns):
        if pair.source is not None:
            together.setdefault((id(places), pair.source), []).append(number)
    return [
        (tuple(numbers), sum(ground.room(place, source) for place in columns[numbers[0]][0]))
        for (_, source), numbers in together.items()
    ]


def _planned(ground: Field, columns: list[Any], values: Sequence[int]) -> Plan:
    """The numbers of columns, taken at one place after another."""
    taken: dict[tuple[Key, int | None], int] = {}
    steps: list[tuple[Way, int]] = []
    for (places, pair, _), number in zip(columns, values, strict=True):
        left = number
        for place in sorted(places, key=lambda each: -ground.room(each, pair.source) if pair.source is not None else 0):
            at = (place.key, pair.source)
            free = left if pair.source is None else ground.room(place, pair.source) - taken.get(at, 0)
            here = min(left, free)
            if here:
                steps.append((Way(place, pair.source, pair.to), here))
                taken[at] = taken.get(at, 0) + here
                left -= here
    return told_apart(steps, ground.scene.frame)
