"""An election with other votes: lists joined, split and withdrawn, votes that swing, move, come or stay away."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from escrutinio.analysis.asked import lists_named, words_of
from escrutinio.analysis.scenario import TWO, Abroad, Alliance, Move, OtherLaw, Seats, Split, Swing, Withdrawal
from escrutinio.analysis.what_if_places import chosen, each_once, placed, shares_of, where_it_stands
from escrutinio.analysis.what_if_standing import allied, apart, handed_on, heir, standing, vacated
from escrutinio.analysis.what_if_votes import opened, people_of_all, portions, settled, shared
from escrutinio.model import Election, List, Problem, Tally, Winner
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from escrutinio.analysis.scenario import Change

    Votes = dict[str, int]


def changed(change: Change, election: Election) -> Election:
    """The election with one change made.

    Args:
        change: what is changed.
        election: with its tallies.

    Returns:
        Another election, every tally a whole number of votes: shares of a list's votes by largest remainders, list by
        list and tally by tally; swings rounded down. Candidates keep their shares of their list's votes, an alliance
        has those of all its lists, and each part of a list that is split as many as it. Seats that were declared, not
        counted, go to an alliance from its lists, to the largest part of a list that is split, and stay under a name
        with a question mark where a list does not stand.

    Raises:
        Problem: the election has no such list, area or ballot, or not so many votes.

    >>> import escrutinio as es
    >>> before = es.election("bo-2020")
    >>> after = changed(Move(move=500, losing="CC", gaining="FPV", areas=("Pando",), ballots=("president",)), before)
    >>> [(each.votes["CC"], each.votes["FPV"]) for each in after.tallies
    ...  if (each.tier, each.constituency) == ("president", "Pando")]
    [(14135, 1525)]
    """
    return all_changed([change], election)[-1]


def all_changed(changes: Iterable[Change], election: Election) -> list[Election]:
    """The election before any change, and after each: a later change starts from what the earlier ones made.

    Args:
        changes: what is changed, one after another.
        election: with its tallies.

    Raises:
        Problem: as ``changed``.

    >>> import escrutinio as es
    >>> [len(each.lists) for each in all_changed([Withdrawal(withdraw="FPV")], es.election("bo-2020"))]
    [14, 13]
    """
    steps = [opened(election)]
    for change in changes:
        steps.append(_changed(change, steps[-1]))
    return [settled(each, election) for each in steps]


@singledispatch
def _changed(change: Change, election: Election) -> Election:  # noqa: ARG001 - every change is of one
    raise Problem("“{change}” is no change of votes.", change=type(change).__name__)


@_changed.register(OtherLaw)
@_changed.register(Seats)
def _(change: OtherLaw | Seats, election: Election) -> Election:
    del change
    return election


@_changed.register(Abroad)
def _(change: Abroad, election: Election) -> Election:
    gone = {(each.tier, each.name) for each in election.constituencies if each.abroad}
    if not gone:
        raise Problem(
            "no constituency of {election} lies abroad, so nothing would change. Leave it out.", election=election.id
        )
    if change.abroad == "counted":  # a change of the law alone
        return election
    return replace(
        election,
        constituencies=tuple(each for each in election.constituencies if not each.abroad),
        tallies=tuple(each for each in election.tallies if (each.tier, each.constituency) not in gone),
    )


@_changed.register(Alliance)
def _(change: Alliance, election: Election) -> Election:
    names = dict.fromkeys(lists_named(election.lists, change.alliance))
    keeping = shares_of(election, change.keeping)
    others = shares_of(election, change.losing_to)
    new = _called(change.name, election.lists)
    _refuse_alliance(names, keeping, others, new, election)

    def joined(tally: Tally) -> Tally:
        if not any(each in tally.votes for each in names):
            return tally
        has = {each: tally.votes.get(each, 0) for each in names}
        brought = {
            each: portions(has[each], {new: keeping[each]})[new] if each in keeping else has[each] for each in has
        }
        lost = sum(has.values()) - sum(brought.values())
        people = people_of_all({each: tally.candidates[each] for each in names if each in tally.candidates}, brought)
        left = _without(tally, names)
        votes = _given({**left.votes, new: sum(brought.values())}, portions(lost, others))
        return replace(left, votes=votes, candidates={**left.candidates} | ({} if people is None else {new: people}))

    members = [each for each in election.lists if each.id in names]
    made = _handing_on(_counted(election, change, joined), change, dict.fromkeys(names, new))
    return standing(made, [allied(new, change.name, members)], gone=names)


@_changed.register(Split)
def _(change: Split, election: Election) -> Election:
    (name,) = lists_named(election.lists, [change.split])
    called = {_called(each, election.lists): each for each in change.into}
    into = dict(each_once((_called(each, election.lists), each, share) for each, share in change.into.items()))
    known = {each.id for each in election.lists}

    def parted(tally: Tally) -> Tally:
        left = _without(tally, [name])
        people = {
            each: tally.candidates[name] for each in into if name in tally.candidates and each not in known - {name}
        }
        votes = _given(left.votes, portions(tally.votes.get(name, 0), into))
        return replace(left, votes=votes, candidates={**left.candidates} | people)

    whole = next(each for each in election.lists if each.id == name)
    made = _handing_on(_counted(election, change, parted), change, {name: heir(name, into)})
    return standing(made, apart(whole, called, known), gone=[name])


@_changed.register(Withdrawal)
def _(change: Withdrawal, election: Election) -> Election:
    (name,) = lists_named(election.lists, [change.withdraw])
    others = shares_of(election, change.to)
    _refuse_itself(name, others)

    def without(tally: Tally) -> Tally:
        left = _without(tally, [name])
        return replace(left, votes=_given(left.votes, portions(tally.votes.get(name, 0), others)))

    made = _handing_on(_counted(election, change, without), change, {name: vacated(name)})
    left = [List(vacated(name))] if made.winners != election.winners else []
    return standing(made, left, gone=[name])


@_changed.register(Swing)
def _(change: Swing, election: Election) -> Election:
    losing, gaining = lists_named(election.lists, [change.losing, change.gaining])
    _refuse_itself(losing, [gaining])
    _refuse_voteless(losing, chosen(election, change))

    def swung(tally: Tally) -> Tally:
        has = tally.votes.get(losing, 0)
        gone = min(has, _part(tally.valid if change.how == "uniform" else has, change.swing))
        return replace(tally, votes=_given(tally.votes, {losing: -gone, gaining: gone}))

    return _made_anew(election, map(swung, where_it_stands(gaining, change, chosen(election, change))))


@_changed.register(Move)
def _(change: Move, election: Election) -> Election:
    names = [each for each in (change.losing, change.gaining) if each]
    ids = dict(zip(names, lists_named(election.lists, names), strict=True))
    losing, gaining = ids.get(change.losing or ""), ids.get(change.gaining or "")
    _refuse_itself(losing or "", [gaining])
    there = chosen(election, change)
    deciding = losing or gaining or ""
    if not change.ballots or not there:  # only the ballots on which the list is voted for
        _refuse_voteless(deciding, there)
        voted = {each.tier for each in there if each.votes.get(deciding)}
        there = [each for each in there if each.tier in voted]
    places = where_it_stands(gaining, change, there) if losing and gaining else there
    ballots = dict.fromkeys(each.tier for each in places)
    new = [_moved([each for each in places if each.tier == ballot], change.move, losing, gaining) for ballot in ballots]
    return _made_anew(election, (each for tallies in new for each in tallies))


def _moved(tallies: Sequence[Tally], count: int, losing: str | None, gaining: str | None) -> list[Tally]:
    """The tallies of one ballot with so many votes moved, from each in proportion to those of the list there."""
    votes = [each.votes.get(losing or gaining or "", 0) for each in tallies]
    if losing and sum(votes) < count:
        raise Problem(
            "{list} has {votes} votes there on the ballot “{ballot}”, fewer than the {moved} that are moved. Move "
            "fewer, or name another area or ballot.",
            list=losing,
            votes=sum(votes),
            ballot=tallies[0].tier,
            moved=count,
        )
    parts = [
        ({losing: -part} if losing else {}) | ({gaining: part} if gaining else {}) for part in shared(count, votes)
    ]
    return [replace(each, votes=_given(each.votes, part)) for each, part in zip(tallies, parts, strict=True)]


def _counted(election: Election, change: Alliance | Split | Withdrawal, made: Callable[[Tally], Tally]) -> Election:
    """The election with the tallies that a change is about made anew."""
    return _made_anew(election, map(made, chosen(election, change)))


def _made_anew(election: Election, tallies: Iterable[Tally]) -> Election:
    new = {(each.tier, each.constituency): each for each in tallies}
    return replace(election, tallies=tuple(new.get((each.tier, each.constituency), each) for each in election.tallies))


def _without(tally: Tally, names: Iterable[str]) -> Tally:
    gone = set(names)
    return replace(
        tally,
        votes={each: count for each, count in tally.votes.items() if each not in gone},
        candidates={each: people for each, people in tally.candidates.items() if each not in gone},
    )


def _handing_on(election: Election, change: Alliance | Split | Withdrawal, heirs: Mapping[str, str]) -> Election:
    """The election with the declared seats that a change is about under other names."""
    ballots, areas = placed(election, change)

    def meant(winner: Winner) -> bool:
        here = not areas or bool(areas & {winner.constituency, winner.region})
        return here and (not ballots or winner.tier in ballots)

    return handed_on(election, heirs, meant)


def _called(name: str, lists: Iterable[List]) -> str:
    """The id of the list of that name, or the name of a new one."""
    return words_of(lists).get(fold(name), name)


def _refuse_alliance(
    names: Iterable[str], keeping: Iterable[str], others: Iterable[str], new: str, election: Election
) -> None:
    members = set(names)
    if len(members) < 2:  # noqa: PLR2004 - two names may be those of one list
        raise Problem(TWO)
    for each in keeping:
        if each not in members:
            raise Problem("“{list}” is not in the alliance, so it keeps all its votes. Take it out.", list=each)
    for each in members:
        _refuse_itself(each, others)
    if new not in members and new in {each.id for each in election.lists}:
        raise Problem(
            "“{name}” is another list of this election. Take it into the alliance, or choose another name.", name=new
        )


def _refuse_itself(losing: str, gaining: Iterable[str | None]) -> None:
    if losing in gaining:
        raise Problem("“{list}” cannot gain what it loses itself. Name another list.", list=losing)


def _refuse_voteless(name: str, tallies: Sequence[Tally]) -> None:
    if not _voted(name, tallies):
        raise Problem("“{list}” has no votes there. Name another list, area or ballot.", list=name)


def _voted(name: str, tallies: Iterable[Tally]) -> bool:
    return any(each.votes.get(name) for each in tallies)


def _given(votes: Mapping[str, int], parts: Mapping[str, int]) -> Votes:
    """Votes with parts added; who stands nowhere near and gains nothing still does not stand."""
    return {**votes} | {name: votes.get(name, 0) + count for name, count in parts.items() if count or name in votes}


def _part(votes: int, share: Fraction) -> int:
    """A share of votes, rounded down."""
    return votes * share.numerator // share.denominator
