"""Margins as one asks for them: of an office, a list's seats, a majority, or the nearest seat of every area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.asked import lists_named, outcome_of, sitting
from escrutinio.analysis.margins.answer import margin
from escrutinio.analysis.margins.changes import moves_of
from escrutinio.analysis.margins.targets import Target, another_outcome, majority_of, office, seats_of
from escrutinio.analysis.scenario import Scenario
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.model import Problem
from escrutinio.outcome import area_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from escrutinio.analysis.asked import Asked
    from escrutinio.analysis.margins.answer import Kind, Margin
    from escrutinio.analysis.scenario import Move
    from escrutinio.columns import Columns
    from escrutinio.law.schema import Joint
    from escrutinio.outcome import BodyOutcome, Outcome

    Progress = Callable[[str, int, int], None]

MOST_AREAS = 60
_ASKED = ("body", "area", "lists", "votes", "by_lot", "at_least")
_WAY = ("ballot", "place", "losing", "gaining", "moved")
_HEADS = (*_ASKED, *_WAY, "confirmed", "undefined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """One answer, or one for each area of a body; ``refused`` says by area why it has none."""

    outcome: Outcome
    body: str
    found: tuple[Margin, ...]
    by_area: bool
    refused: Mapping[str, Problem]

    def scenario(self, found: Margin) -> Scenario:
        """The changed votes of an answer as a scenario that ``what_if`` runs."""
        moves = moves_of(found.witness)
        return Scenario(scenario="margin", election=self.outcome.election.id, changes=moves)

    def columns(self) -> Columns:
        """A row for each move of votes, under its question; or one that says that nothing does it, or why none is told.

        ``votes`` is the number of an answer, ``moved`` that of its row; ``undefined`` is empty where there is one.

        >>> import escrutinio as es
        >>> columns = es.margins("bo-2020", "senate", where=["Pando"]).columns()
        >>> columns["area"], columns["confirmed"], sum(columns["moved"]) == columns["votes"][0]
        (['Pando'], [True], True)
        """
        rows = [(*_asked(self, each), *_way(move), each.confirmed, "") for each in self.found for move in _moves(each)]
        refused = [(self.body, area, *[None] * (len(_HEADS) - 3), str(why)) for area, why in self.refused.items()]
        return of_rows(_HEADS, [*rows, *refused])

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """Every answer as plain values."""
        return {
            "election": self.outcome.election.id,
            "body": self.body,
            "margins": [each.to_dict() for each in self.found],
            "refused": {area: str(problem) for area, problem in self.refused.items()},
        }


def margins(
    election: Asked,
    body: str,
    *,
    lists: str | Sequence[str] = (),
    more: int | None = None,
    seats: int | None = None,
    majority: str = "",
    runoff: bool = False,
    any_seat: bool = False,
    kind: Kind = "move",
    source: str = "",
    to: str = "",
    where: Iterable[str] = (),
    tier: str = "",
    one_place: bool | None = None,
    every_area: bool = False,
    progress: Progress | None = None,
) -> Margins:
    """The fewest votes that change an office, a list's seats, a majority, or the nearest seat of every area.

    Args:
        election: an election, its id, or an outcome, whose law it then is.
        body: an office, a chamber, or bodies that sit together.
        lists: whose seats are asked about: one list, or several together; any list's where empty.
        more: so many seats more than now, or below zero fewer; one more where nothing is said.
        seats: so many seats: at least, where they have fewer now, else at most.
        majority: the majority of the law that ``lists`` are to win, or to lose where they have it.
        runoff: of an office: a run-off, or none where there is one; with ``lists``, that it goes to the run-off.
        any_seat: the nearest seat anywhere in place of that of every area.
        kind: ``move`` votes from one list to another, ``add`` or ``remove`` them.
        source: the list whose votes are moved or removed; whichever needs fewest where empty.
        to: the list that votes are moved or added to; whichever needs fewest where empty.
        where: votes change only here.
        tier: votes change only on this ballot.
        one_place: all in one area and between one pair of lists; where None, that is so of an office and of the
            nearest seat, and of a list's seats where it is all that can be proved (``at_least``).
        every_area: every area's nearest seat, however many areas there are.
        progress: told which area is looked at, and how many of how many are done.

    Returns:
        Each number with its changed votes; ``elect`` has confirmed it.

    Raises:
        Problem: an unknown name, a question that does not fit the body, or nothing that can be proved.

    >>> margins("bo-2019", "president", runoff=True, source="MAS", to="CC").found[0].votes
    17336
    """
    outcome = outcome_of(election)
    chosen = sitting(outcome, body)
    ask = _Asked(_named(outcome, [lists] if isinstance(lists, str) else lists), more, seats, majority, runoff)
    find = partial(
        margin,
        outcome.election,
        kind=kind,
        source="".join(_named(outcome, [source])),
        to="".join(_named(outcome, [to])),
        tier=tier,
        law=outcome.law.law,
        day=outcome.law.day,
    )
    where = tuple(where)
    if ask.nothing and not any_seat and isinstance(chosen, str) and not _office(outcome[chosen]):
        areas = _areas(outcome[chosen], where, every=every_area)
        if len(areas) > 1:
            return _of_areas(outcome, chosen, areas, partial(find, one_place=one_place is not False), progress)
    target = ask.target(outcome, chosen, where)
    if one_place is None and isinstance(chosen, str) and (_office(outcome[chosen]) or not ask.lists):
        one_place = True
    found = find(target, where=where or None, one_place=one_place)
    return Margins(outcome=outcome, body=target.body, found=(found,), by_area=False, refused={})


def _named(outcome: Outcome, lists: Iterable[str]) -> list[str]:
    return lists_named(outcome.election.lists, [each for each in lists if each])


def _of_areas(
    outcome: Outcome, body: str, areas: Sequence[str], find: Callable[..., Margin], progress: Progress | None
) -> Margins:
    """The nearest seat of each area, by votes of that area."""
    answers: dict[str, Margin] = {}
    refused: dict[str, Problem] = {}
    for place, area in enumerate(areas):
        if progress:
            progress(area or body, place, len(areas))
        try:
            answers[area] = find(another_outcome(body, area=area), where=(area,) if area else None)
        except Problem as problem:
            refused[area] = problem
    if refused and not answers:
        raise next(iter(refused.values()))
    return Margins(outcome=outcome, body=body, found=tuple(answers.values()), by_area=True, refused=refused)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to come out."""

    lists: list[str]
    more: int | None
    seats: int | None
    majority: str
    runoff: bool

    @property
    def counted(self) -> bool:
        """Whether a number of seats is named."""
        return self.more is not None or self.seats is not None

    @property
    def nothing(self) -> bool:
        """Whether nothing is named, so that any change counts."""
        return not (self.lists or self.majority or self.runoff or self.counted)

    def target(self, outcome: Outcome, body: str | Joint, where: Sequence[str]) -> Target:
        """The target of that question."""
        if not self.lists and (self.majority or self.counted):
            raise Problem("whose seats? Name a list, or several together.")
        if isinstance(body, str) and _office(outcome[body]):
            return self._of_an_office(body)
        name = body if isinstance(body, str) else body.id
        if self.runoff:
            raise Problem("“{body}” is no office, and has no run-off to ask for.", body=name)
        if self.majority or not isinstance(body, str):
            return majority_of(name, self.lists, rule=self.majority or "absolute-majority")
        area = _area(outcome[body], where)
        return self._of_seats(outcome[body], area) if self.lists else another_outcome(body, area=area)

    def _of_seats(self, body: BodyOutcome, area: str) -> Target:
        """One seat more where nothing else is said; at least a number they do not have, or else at most."""
        if self.seats is None:
            return seats_of(body.id, self.lists, area=area, more=1 if self.more is None else self.more)
        rows = [each.seats for each in body.rows() if each.list in self.lists and area in {"", each.area}]
        least = sum(rows) < self.seats
        return seats_of(
            body.id, self.lists, area=area, least=self.seats if least else None, most=None if least else self.seats
        )

    def _of_an_office(self, body: str) -> Target:
        if self.majority or self.counted or len(self.lists) > 1:
            raise Problem(
                "“{body}” is an office with one seat: name one list that is to hold it, no number of seats and no "
                "majority.",
                body=body,
            )
        if self.lists:
            return office(body, goes_on=self.lists[0]) if self.runoff else office(body, elected=self.lists[0])
        return Target(asks="runoff", body=body) if self.runoff else office(body)


def _office(body: BodyOutcome) -> bool:
    """Whether it has one seat, and no distribution of many."""
    return body.run.body.distribution is None and body.members <= 1


def _area(body: BodyOutcome, where: Sequence[str]) -> str:
    """The one area of the body that is meant, where votes change in one of its areas only."""
    if len(where) != 1:
        return ""
    try:
        return area_named(body.run, where[0])
    except Problem:
        return ""  # a place of another ballot, such as a district within an area


def _areas(body: BodyOutcome, where: Sequence[str], *, every: bool) -> list[str]:
    """The areas whose nearest seat is asked for; one without a name for a body filled in the whole country."""
    if where:
        return [area_named(body.run, each) for each in where]
    levels = zip(body.areas, body.run.levels, strict=True)
    found = list(dict.fromkeys(area if level != "country" else "" for area, level in levels))
    if len(found) > MOST_AREAS and not every:
        raise Problem(
            "“{body}” is filled in {number} areas, and each takes a second or more. Name some with --in AREA, ask for "
            "--any-seat, or for all with --every-area.",
            body=body.id,
            number=len(found),
        )
    return found


def _moves(found: Margin) -> tuple[Move | None, ...]:
    """The moves of an answer; a row without one where no number of votes does it."""
    return moves_of(found.witness) or (None,)


def _asked(found: Margins, each: Margin) -> tuple[Any, ...]:
    return (found.body, each.target.area, " + ".join(each.target.lists), each.votes, each.by_lot, each.at_least)


def _way(move: Move | None) -> tuple[Any, ...]:
    if move is None:
        return (None,) * len(_WAY)
    return (move.ballots[0], ", ".join(move.areas), move.losing, move.gaining, move.move)
