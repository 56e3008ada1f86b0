"""The fewest votes that change an outcome: added, removed, moved from one list to another, or moved at will.

The law is run, never approximated: thresholds, compensation, overhang and levelling are those of the law itself. How
the fewest is found and why nothing smaller exists is in docs/decisions/0005-margins.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

from escrutinio.analysis.margins.changes import Changed, with_changes
from escrutinio.analysis.margins.numbers import Numbers, numbers
from escrutinio.analysis.margins.places import Way, chosen, places_of, spread
from escrutinio.analysis.margins.question import asked, list_named
from escrutinio.analysis.margins.scene import Scene, explored
from escrutinio.analysis.margins.settled import settled, strands
from escrutinio.law import in_force, load
from escrutinio.model import Problem
from escrutinio.outcome import elect, fitting_bodies, run_law
from escrutinio.outcome import frame as frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from escrutinio.analysis.margins.places import Place
    from escrutinio.analysis.margins.rays import Found
    from escrutinio.analysis.margins.scene import Plan
    from escrutinio.analysis.margins.targets import Target
    from escrutinio.law import LawFile, LawInForce
    from escrutinio.model import Election
    from escrutinio.outcome import Frame, Outcome
    from escrutinio.outcome.frame import IntArray

Kind = Literal["add", "remove", "move"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A number of seats, or who holds an office, before and after: what is different."""

    body: str
    area: str
    list: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """The fewest votes that meet a target, who changed them, and what came of it.

    ``votes`` is the number that is certain to do it, whatever lots say; ``by_lot`` the number from which a lot may do
    it, the same where no tie comes first. Both are None where no number of votes does it.
    """

    target: Target
    kind: Kind
    source: str
    to: str
    votes: int | None
    by_lot: int | None
    at_least: int | None = None
    """Where it is not proved that ``votes`` are the fewest: no fewer than so many do it."""
    witness: tuple[Changed, ...] = ()
    witness_by_lot: tuple[Changed, ...] = ()
    moved: tuple[Moved, ...] = ()
    lists: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    one_place: bool = False
    other_bodies: tuple[str, ...] = ()
    confirmed: bool = False
    law: str = ""
    day: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @property
    def decided_by_lot(self) -> bool:
        """Whether fewer votes than the certain number can do it if a lot falls that way."""
        return self.by_lot is not None and self.by_lot != self.votes


def _plain(value: Any) -> Any:  # noqa: ANN401 - anything an answer holds
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def margin(
    election: Election,
    target: Target,
    *,
    kind: Kind = "move",
    source: str = "",
    to: str = "",
    where: Iterable[str] | None = None,
    tier: str = "",
    one_place: bool | None = False,
    law: LawFile | None = None,
    day: date | None = None,
) -> Margin:
    """The fewest votes that, being added, removed or moved, meet a target.

    Args:
        election: with its votes.
        target: what is to come out: ``another_outcome``, ``seats_of``, ``majority_of`` or ``office``.
        kind: ``add`` votes for a list, ``remove`` votes of one, or ``move`` votes from one list to another.
        source: the list whose votes are removed or moved; whichever needs fewest where empty.
        to: the list that votes are added or moved to; whichever needs fewest where empty.
        where: only in these areas (constituencies or regions); anywhere where None.
        tier: only on this ballot; on any that counts where empty.
        one_place: all in one area and between one pair of lists, the one that needs fewest; with None the fewest
            anywhere, or where they cannot be proved, those in one place and ``at_least``.
        law: any body of law; the election's own where None.
        day: the day whose rules apply; the election's own where None.

    Returns:
        The number, its witness, and what it changes; ``elect`` has confirmed it.

    Raises:
        Problem: an unknown name; a target that is met already; or one whose fewest votes cannot be proved.

    >>> import escrutinio as es
    >>> from escrutinio.analysis.margins.targets import office
    >>> margin(es.election("bo-2019"), office(runoff=True), source="MAS-IPSP", to="CC").votes
    17336
    """
    rules = in_force(law or load(election.law), day or election.date)
    scene, fitting = _scene(election, rules, target)

    def places_in(scene: Scene) -> tuple[Place, ...]:
        return chosen(places_of(scene.frame, scene.bodies), scene.frame, tier=tier, where=where)

    def answer_in(scene: Scene, places: Sequence[Place]) -> Numbers:
        return numbers(scene, ways_of(scene, places, kind, source, to), one_place=one_place)

    short = scene if one_place else settled(scene, fitting)
    try:
        places = places_in(short)
    except Problem:  # an area or a ballot of what was left out, or of nothing at all
        short, places = scene, places_in(scene)
    answer = answer_in(short, places)
    if any(strands(*both, scene.frame, answer.most) for both in zip(scene.bodies, short.bodies, strict=True)):
        answer = answer_in(scene, places_in(scene))
    ways, by_lot, sure = answer.ways, answer.by_lot, answer.sure
    plain = Margin(
        target=target,
        kind=kind,
        source=source,
        to=to,
        votes=None if sure is None else sure.votes,
        by_lot=None if by_lot is None else by_lot.votes,
        at_least=answer.at_least,
        witness=_witness(scene.frame, sure),
        witness_by_lot=_witness(scene.frame, by_lot),
        tiers=tuple(dict.fromkeys(each.place.tier for each in ways)),
        areas=tuple(where or ()),
        one_place=bool(one_place),
        other_bodies=other_bodies(scene, fitting, ways),
        law=rules.law.law,
        day=rules.day.isoformat(),
    )
    return plain if sure is None else confirmed(plain, election, rules, scene, sure)


def _scene(election: Election, rules: LawInForce, target: Target) -> tuple[Scene, LawInForce]:
    """The question put to the votes as they are, and the bodies of which the election has votes."""
    frame = frame_of(election)
    known = fitting_bodies(frame, rules.bodies) or list(rules.bodies)
    fitting = replace(rules, bodies={name: rules.bodies[name] for name in known})
    question = asked(target, rules, run_law(frame, fitting))
    bodies = tuple(rules.bodies[name] for name in question.bodies)
    ways = product(*(explored(frame, body).branches for body in bodies))
    runs = [dict(zip(question.bodies, (each.run for each in branches), strict=True)) for branches in ways]
    rows = [tuple(question.measured(each)[0].tolist()) for each in runs]
    scene = Scene(frame, bodies, replace(question, now=tuple(dict.fromkeys(rows))))
    if scene.point(()).certain:
        raise Problem("what is asked for is so already, without a vote changed.")
    return scene, fitting


def ways_of(scene: Scene, places: Sequence[Place], kind: Kind, source: str, to: str) -> tuple[Way, ...]:
    """Every way in which votes may change: a list that is not named is one with votes at the place.

    In a run-off as it was held only those who stood in it can have votes, also where a list is named.

    Raises:
        Problem: an unknown list; a list named for what it cannot be.
    """
    if (kind == "add" and source) or (kind == "remove" and to):
        raise Problem("votes that are added come from no list, and votes that are removed go to none. Use kind “move”.")
    frame, found = scene.frame, []
    held = {stage.votes for body in scene.bodies for stage in body.stages if stage.does == "runoff"}
    for place in places:
        votes = frame.tiers[place.tier].votes[0][list(place.members)].sum(axis=0)
        standing: list[int | None] = [each for each, count in enumerate(votes.tolist()) if count]
        sources = [None] if kind == "add" else [list_named(source, frame.standing)] if source else standing
        targets = [None] if kind == "remove" else [list_named(to, frame.standing)] if to else standing
        closed = place.tier in held
        found += [
            Way(place, a, b) for a in sources for b in targets if a != b and not (closed and b not in {None, *standing})
        ]
    return tuple(found)


def _witness(frame: Frame, found: Found | None) -> tuple[Changed, ...]:
    """A plan as votes by constituency and list."""
    cells: dict[tuple[str, int, int], int] = {}
    for way, number in () if found is None else found.plan:
        moved = spread(way.place, way.source, [number], frame)[0]
        for member, count in zip(way.place.members, moved.tolist(), strict=True):
            for name, sign in ((way.source, -1), (way.to, 1)):
                if name is not None and count:
                    at = (way.place.tier, member, name)
                    cells[at] = cells.get(at, 0) + sign * count
    tiers = frame.tiers
    return tuple(
        Changed(tier, tiers[tier].constituencies[member].name, frame.lists[name], votes)
        for (tier, member, name), votes in cells.items()
        if votes
    )


def other_bodies(scene: Scene, rules: LawInForce, ways: Sequence[Way]) -> tuple[str, ...]:
    """The bodies besides those asked about that count the same ballots, so that the same votes may change them too."""
    tiers = {each.place.tier for each in ways}
    others = [name for name in rules.bodies if name not in scene.question.bodies]
    return tuple(
        name for name in others if tiers & {each.tier for each in places_of(scene.frame, [rules.bodies[name]])}
    )


def confirmed(margin: Margin, election: Election, rules: LawInForce, scene: Scene, found: Found) -> Margin:
    """The margin with what ``elect`` says of its witness, and, if it is the fewest, of it with one vote fewer.

    Raises:
        Problem: it says otherwise, which no user can put right.
    """
    before = _elected(election, rules, scene)
    after = _elected(with_changes(election, margin.witness), rules, scene)
    met = scene.question.met
    fewest_known = margin.at_least is None
    fewer = [_one_fewer(found.plan, place) for place in range(len(found.plan))] if fewest_known else []
    if not all(met(row)[0] for row in _rows(after, scene)) or any(each.certain for each in scene.points(fewer)):
        raise Problem("the number found is not confirmed by the law; please report this election and question.")
    return replace(margin, confirmed=True, moved=tuple(_moved(before, after, scene)))


def _one_fewer(plan: Plan, place: int) -> Plan:
    less = [(way, number - (at == place)) for at, (way, number) in enumerate(plan)]
    return tuple(each for each in less if each[1])


def _elected(election: Election, rules: LawInForce, scene: Scene) -> Outcome:
    """Who is elected; without the votes of a run-off that would now be between others."""
    options: dict[str, Any] = {"day": rules.day, "bodies": scene.question.bodies}
    try:
        return elect(election, rules.law, **options)
    except Problem:
        later = {stage.votes for body in scene.bodies for stage in body.stages if stage.does == "runoff"}
        if not later:
            raise
        kept: dict[str, Any] = {
            name: tuple(each for each in getattr(election, name) if each.tier not in later)
            for name in ("constituencies", "tallies", "contests", "winners")
        }
        return elect(replace(election, **kept), rules.law, **options)


def _rows(outcome: Outcome, scene: Scene) -> list[IntArray]:
    """What the question measures, for each way the lots could fall."""
    names = scene.question.bodies
    ways = product(*(outcome.bodies[name].branches for name in names))
    return [
        scene.question.measured({name: each.run for name, each in zip(names, branches, strict=True)})[:1]
        for branches in ways
    ]


def _moved(before: Outcome, after: Outcome, scene: Scene) -> Iterator[Moved]:
    """Which numbers of seats differ, body by body and area by area."""
    for name in scene.question.bodies:
        old, new = before.bodies[name], after.bodies[name]
        seats = [{(each.area, each.list): 0 for each in [*old.rows(), *new.rows()]} for _ in range(2)]
        for table, body in zip(seats, (old, new), strict=True):
            for row in body.rows():
                table[row.area, row.list] += row.seats
        for at in seats[0]:
            if seats[0][at] != seats[1][at]:
                yield Moved(name, *at, seats[0][at], seats[1][at])
