"""Random questions put to small elections, and what is wrong with the answers when every table is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from margins_by_hand import FAR, Asked, Counted, tables_of  # type: ignore[import-not-found]  # it stands beside this file
from margins_made import DAY, LETTERS, election_of, few, one_of, place  # type: ignore[import-not-found]  # as above
from margins_rules import RULES  # type: ignore[import-not-found]  # as above

from escrutinio.analysis.margins.answer import margin
from escrutinio.analysis.margins.targets import another_outcome, majority_of, office, seats_of
from escrutinio.law import in_force
from escrutinio.model import Problem
from escrutinio.outcome import frame, run_body

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 3000  # tables of one question
_YES_NO = (True, False)
LOOKED = 6  # how many votes are added before an answer of "never" is believed


@dataclass(frozen=True, eq=False)
class Question:
    """A question as the margins are asked, and as the tables are."""

    election: Any
    target: Any
    options: dict[str, Any]
    asked: Asked

    def __str__(self) -> str:
        """Everything that is needed to ask it again."""
        told = {name: value for name in self.target.__dataclass_fields__ if (value := getattr(self.target, name))}
        votes = {tier: table.tolist() for tier, table in self.asked.votes.items()}
        return f"{votes} {told} { {k: v for k, v in self.options.items() if v} }"


def compared(rule: str, seed: int, number: int) -> tuple[Counter[str], list[str]]:
    """So many elections under one law: how many were compared and refused, and each that is wrong in a line."""
    rng = np.random.default_rng([seed, *rule.encode()])
    small = RULES[rule](rng)
    rules = in_force(small.law, DAY)
    body = rules.bodies["house"]
    told: Counter[str] = Counter()
    wrong: list[str] = []
    questions = [_question(rng, small, body) for _ in range(number)]
    given = [_answered(each, small) for each in questions]
    counted: dict[tuple[str, ...], list[int]] = {}
    for at, each in enumerate(questions):
        counted.setdefault(tuple(each.asked.votes), []).append(at)
    for at_once in counted.values():
        asked = [questions[at].asked for at in at_once]
        ends = [_far(given[at]) for at in at_once]
        tables = [tables_of(one, end, MOST) for one, end in zip(asked, ends, strict=True)]
        right = Counted(frame(questions[at_once[0]].election), body, asked, {}).answers(tables)
        for at, expected in zip(at_once, right, strict=True):
            what = _judged(given[at], expected, added=questions[at].asked.kind == "add")
            told[what] += 1
            if what == "wrong":
                wrong.append(f"{rule} {seed}/{at}: {questions[at]}: {expected[:2]}, and not {given[at]}")
    return told, wrong


def _far(given: Any) -> int:
    return 0 if isinstance(given, str) else FAR if given[1] is None else given[1]


def _judged(given: Any, expected: Any, *, added: bool) -> str:
    """Whether an answer is right, wrong, refused, or farther than one could look."""
    if isinstance(given, str):
        return "refused" if given != "already" else "compared" if expected.votes == 0 else "wrong"
    by_lot, votes = given
    if expected.upto >= _far(given) or (votes is None and added and expected.upto >= LOOKED):
        return "compared" if (by_lot, votes) == (expected.by_lot, expected.votes) else "wrong"
    closer = expected.votes is not None or (expected.by_lot is not None and expected.by_lot != by_lot)
    missed = by_lot is not None and by_lot <= expected.upto and expected.by_lot != by_lot
    return "wrong" if closer or missed else "too far"


def _answered(question: Question, small: Any) -> Any:
    """The answer by lot and for certain; or why there is none."""
    try:
        found = margin(question.election, question.target, law=small.law, day=DAY, **question.options)
    except Problem as problem:
        if "already" in str(problem):
            return "already"
        if "cannot be proved" in str(problem) or "more lots than can be followed" in str(problem):
            return "refused"
        raise AssertionError(f"{question}: {problem}") from problem
    return found.by_lot, found.votes


def _question(rng: np.random.Generator, small: Any, body: Any) -> Question:
    """Random votes, a random target, and who may change what."""
    everywhere = "remove" not in small.kinds
    votes = {name: _votes(rng, ballot, small.lists) + everywhere for name, ballot in small.ballots.items()}
    votes = _with_run_off(rng, small, body, votes)
    election = election_of(small, votes)
    target, measured, met = _target(rng, small, body, election)
    kind = one_of(rng, *small.kinds)
    named = int(rng.integers(3))
    source = few(rng, 0, small.lists - 1) if kind != "add" and named else None
    others = [each for each in range(small.lists) if each != source]
    to = int(rng.choice(others)) if kind != "remove" and named != 1 else None
    if named == 1 and kind == "move" and rng.random() < 1 / 2:
        source, to = None, source
    tier = one_of(rng, "", *votes) if len(votes) > 1 else ""
    if to is None and small.named:
        to = others[0]
    if "second" in votes and (kind != "add" or (to is not None and not votes["second"][0, to])):
        tier = "list"  # a run-off keeps those who stand in it
    where = None
    if rng.random() < 1 / 3:
        ballot = tier or one_of(rng, *votes)
        number = few(rng, 0, len(votes[ballot]) - 1)
        where = [one_of(rng, place(ballot, number), small.ballots[ballot].regions[number])]
    one_place = bool(rng.random() < 1 / 3) and not (small.grows and kind == "add")
    options = {
        "kind": kind,
        "source": "" if source is None else LETTERS[source],
        "to": "" if to is None else LETTERS[to],
        "where": where,
        "tier": tier,
        "one_place": one_place,
    }
    blocks = tuple(_blocks(small, votes, tier, where))
    asked = Asked(votes, blocks, kind, source, to, one_place, measured, met)
    return Question(election, target, options, asked)


def _votes(rng: np.random.Generator, ballot: Any, lists: int) -> Any:
    """Few votes in each constituency: ties and lists without votes are likely; a vote for somebody everywhere."""
    most = max(3, ballot.most - 2 * (lists - 2) - (2 * len(ballot.regions) if len(ballot.regions) > 2 else 0))
    table = np.zeros((len(ballot.regions), lists), np.int64)
    for number in range(len(table)):
        shares = rng.dirichlet(np.full(lists, 0.8))
        table[number] = rng.multinomial(few(rng, 3, most), shares)
    return table


def _with_run_off(rng: np.random.Generator, small: Any, body: Any, votes: dict[str, np.ndarray]) -> Any:
    """The votes of a run-off between those who go on, where there is one and no lot decides who they are."""
    if "second" not in votes:
        return votes
    first = {"list": votes["list"]}
    run: Any = run_body(frame(election_of(small, first)), body).stages["first"]
    best = run.runners_up.seats[0, 0] > 0
    if run.seats.any() or run.runners_up.tied.any() or rng.random() < 1 / 4:
        return first
    return first | {"second": np.where(best, rng.integers(1, 5, small.lists), 0)[None]}


def _blocks(small: Any, votes: Any, tier: str, where: list[str] | None) -> Any:
    """The sets of constituencies that may change."""
    for name, table in votes.items():
        if tier not in {"", name}:
            continue
        ballot = small.ballots[name]
        together: dict[Any, list[int]] = {}
        for number in range(len(table)):
            if where is None or {place(name, number), ballot.regions[number]} & set(where):
                area = {"country": 0, "region": ballot.regions[number]}.get(ballot.level, number)
                together.setdefault(area, []).append(number)
        yield from ((name, tuple(members)) for members in together.values())


def _target(rng: np.random.Generator, small: Any, body: Any, election: Any) -> Any:
    """What is asked for, how it is measured on a run, and when it is met."""
    if body.distribution is None:
        return _of_an_office(rng, small, election)
    areas = run_body(frame(election), body).areas
    area = one_of(rng, *areas) if rng.random() < 1 / 2 else ""
    lists = sorted(rng.choice(small.lists, one_of(rng, 1, 1, 1, min(2, small.lists - 1)), replace=False).tolist())
    names = [LETTERS[each] for each in lists]
    asks = int(rng.integers(6))
    if asks <= 1:
        return another_outcome("house", area=area), lambda run: _flat(_seats(run, area)), _another
    if asks == 2 and small.members:
        held = one_of(rng, None, *_YES_NO)
        return majority_of("house", names, rule="half", held=held), _over_half(lists, small.members), _majority(held)
    told, met = _number(rng)
    return seats_of("house", names, area=area, **told), lambda run: _flat(_sum(_seats(run, area), lists)), met


def _number(rng: np.random.Generator) -> Any:
    """A number of seats that is asked for, and when it is met."""
    how, many = one_of(rng, "more", "fewer", "more", "fewer", "least", "most", "exactly"), one_of(rng, 1, 1, 2)

    def met(rows: np.ndarray, now: list[tuple[int, ...]]) -> Any:
        seats, today = rows[:, 0], [row[0] for row in now]
        return {
            "more": seats >= max(today) + many,
            "fewer": seats <= min(today) - many,
            "least": seats >= many,
            "most": seats <= many,
            "exactly": seats == many,
        }[how]

    return {how: many}, met


def _another(rows: np.ndarray, now: list[tuple[int, ...]]) -> Any:
    return ~np.any([(rows == np.array(each)).all(axis=1) for each in now], axis=0)


def _majority(held: bool | None) -> Any:  # noqa: FBT001 - as margins are asked
    def met(rows: np.ndarray, now: list[tuple[int, ...]]) -> Any:
        return (rows[:, 0] > 0) == (not now[0][0] > 0 if held is None else held)

    return met


def _over_half(lists: list[int], members: int) -> Callable[[Any], Any]:
    """Whether so many seats are more than half of the body, which may have grown."""

    def measured(run: Any) -> Any:
        seats = run.everything
        whole = np.maximum(seats.sum(axis=(1, 2)), members)
        return (2 * seats[..., lists].sum(axis=(1, 2)) > whole).astype(np.int64)[:, None]

    return measured


def _seats(run: Any, area: str) -> Any:
    seats = run.everything
    return seats[:, [run.areas.index(area)]] if area else seats


def _sum(seats: np.ndarray, lists: list[int]) -> Any:
    return seats[..., lists].sum(axis=-1).sum(axis=-1)


def _flat(seats: np.ndarray) -> Any:
    return seats.reshape(len(seats), -1)


def _of_an_office(rng: np.random.Generator, small: Any, election: Any) -> Any:
    """A run-off or none, who is elected, who goes on, or anything else than now."""
    stood = np.array([any(t.votes.get(n) for t in election.tallies if t.tier == "second") for n in LETTERS])
    stood, name = stood[: small.lists], few(rng, 0, small.lists - 1)

    def parts(run: Any) -> tuple[np.ndarray, np.ndarray]:
        first, second = run.stages["first"], run.stages["second"]
        won = first.seats[:, 0] > 0
        going_on = (first.runners_up.seats[:, 0] > 0) & ~won.any(axis=1, keepdims=True)
        if not second.counted:
            return won, going_on
        held = ~(going_on & ~stood).any(axis=1, keepdims=True)
        return won | ((second.seats[:, 0] > 0) & held), going_on

    def equal(value: bool) -> Any:  # noqa: FBT001 - one flag
        return lambda rows, _now: (rows[:, 0] > 0) == value

    asks, held = int(rng.integers(5)), bool(rng.random() < 2 / 3)
    if asks == 0:
        return (
            office("house", runoff=held),
            lambda run: 1 - (run.stages["first"].seats[:, 0] > 0).any(axis=1)[:, None],
            equal(held),
        )
    if asks in {1, 2}:
        return office("house", elected=LETTERS[name], held=held), lambda run: parts(run)[0][:, [name]], equal(held)
    if asks == 3:
        return office("house", goes_on=LETTERS[name], held=held), lambda run: parts(run)[1][:, [name]], equal(held)
    return office("house"), lambda run: np.concatenate(parts(run), axis=1).astype(np.int64), _another
