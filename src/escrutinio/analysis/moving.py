"""An election with other votes: lists joined, split and withdrawn, votes that swing, move, come or stay away."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING

from escrutinio.analysis.asked import lists_named, words_of
from escrutinio.analysis.scenario import TWO, Abroad, Alliance, Move, OtherLaw, Split, Swing, Withdrawal
from escrutinio.documents import nearest
from escrutinio.model import Election, List, Problem, Tally
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from escrutinio.analysis.scenario import Change

    Votes = dict[str, int]
    Placed = Alliance | Split | Withdrawal | Swing | Move


@singledispatch
def changed(change: Change, election: Election) -> Election:  # noqa: ARG001 - every change is of one
    """The election with one change made; winners that were declared, not counted, stay as they are.

    Args:
        change: what is changed.
        election: with its tallies.

    Returns:
        Another election, every tally a whole number of votes. Shares of votes are rounded down, list by list and tally
        by tally, and what that leaves over stays where a change says that the rest stays. Personal votes of lists whose
        votes change are not known any more.

    Raises:
        Problem: the election has no such list, area or ballot, or not so many votes.

    >>> import escrutinio as es
    >>> before = es.election("bo-2020")
    >>> after = changed(Move(move=500, losing="CC", gaining="FPV", areas=("Pando",), ballots=("president",)), before)
    >>> [(each.votes["CC"], each.votes["FPV"]) for each in after.tallies
    ...  if (each.tier, each.constituency) == ("president", "Pando")]
    [(14135, 1525)]
    """
    raise Problem("“{change}” is no change of votes.", change=type(change).__name__)


@changed.register(OtherLaw)
def _(change: OtherLaw, election: Election) -> Election:
    del change
    return election


@changed.register(Abroad)
def _(change: Abroad, election: Election) -> Election:
    del change
    gone = {(each.tier, each.name) for each in election.constituencies if each.abroad}
    if not gone:
        raise Problem(
            "no constituency of {election} lies abroad, so nothing would change. Leave it out.", election=election.id
        )
    return replace(
        election,
        constituencies=tuple(each for each in election.constituencies if not each.abroad),
        tallies=tuple(each for each in election.tallies if (each.tier, each.constituency) not in gone),
    )


@changed.register(Alliance)
def _(change: Alliance, election: Election) -> Election:
    names = dict.fromkeys(lists_named(election.lists, change.alliance))
    keeping = _shares(election, change.keeping)
    others = _shares(election, change.losing_to)
    new = _called(change.name, election.lists)
    _refuse_alliance(names, keeping, others, new, election)

    def joined(votes: Votes) -> Votes:
        brought = {each: _part(votes.get(each, 0), keeping.get(each)) for each in names}
        lost = sum(votes.get(each, 0) for each in names) - sum(brought.values())
        kept = {each: count for each, count in votes.items() if each not in names}
        return _given(kept, {new: sum(brought.values())} | {each: _part(lost, share) for each, share in others.items()})

    members = [each for each in election.lists if each.id in names]
    one = replace(
        next((each for each in members if each.id == new), List(new, change.name)),
        size=sum(each.size for each in members),
        minority=all(each.minority for each in members),
    )
    return _standing(_counted(election, change, joined), [one], gone=names)


@changed.register(Split)
def _(change: Split, election: Election) -> Election:
    (name,) = lists_named(election.lists, [change.split])
    into = {_called(each, election.lists): share for each, share in change.into.items()}

    def apart(votes: Votes) -> Votes:
        kept = {each: count for each, count in votes.items() if each != name}
        return _given(kept, {each: _part(votes.get(name, 0), share) for each, share in into.items()})

    whole = next(each for each in election.lists if each.id == name)
    known = {each.id for each in election.lists}
    parts = [List(each, each, minority=whole.minority) for each in into if each not in known]
    return _standing(_counted(election, change, apart), parts, gone=[name])


@changed.register(Withdrawal)
def _(change: Withdrawal, election: Election) -> Election:
    (name,) = lists_named(election.lists, [change.withdraw])
    others = _shares(election, change.to)
    _refuse_itself(name, others)

    def without(votes: Votes) -> Votes:
        kept = {each: count for each, count in votes.items() if each != name}
        return _given(kept, {each: _part(votes.get(name, 0), share) for each, share in others.items()})

    return _standing(_counted(election, change, without), (), gone=[name])


@changed.register(Swing)
def _(change: Swing, election: Election) -> Election:
    losing, gaining = lists_named(election.lists, [change.losing, change.gaining])
    _refuse_itself(losing, [gaining])
    _refuse_voteless(losing, _chosen(election, change))

    def swung(votes: Votes) -> Votes:
        has = votes.get(losing, 0)
        gone = min(has, _part(sum(votes.values()) if change.how == "uniform" else has, change.swing))
        return _given(votes, {losing: -gone, gaining: gone})

    return _counted(election, change, swung)


@changed.register(Move)
def _(change: Move, election: Election) -> Election:
    names = [each for each in (change.losing, change.gaining) if each]
    ids = dict(zip(names, lists_named(election.lists, names), strict=True))
    losing, gaining = ids.get(change.losing or ""), ids.get(change.gaining or "")
    _refuse_itself(losing or "", [gaining])
    ballots: dict[str, list[Tally]] = {}
    for each in _chosen(election, change):
        ballots.setdefault(each.tier, []).append(each)
    if not change.ballots:  # only those on which the list is voted for
        deciding = losing or gaining or ""
        _refuse_voteless(deciding, [each for tallies in ballots.values() for each in tallies])
        ballots = {tier: every for tier, every in ballots.items() if _voted(deciding, every)}
    new: dict[tuple[str, str], Tally] = {}
    for tier, tallies in ballots.items():
        votes = [each.votes.get(losing or gaining or "", 0) for each in tallies]
        if losing and sum(votes) < change.move:
            raise Problem(
                "{list} has {votes} votes there on the ballot “{ballot}”, fewer than the {moved} that are moved. Move "
                "fewer, or name another area or ballot.",
                list=losing,
                votes=sum(votes),
                ballot=tier,
                moved=change.move,
            )
        for tally, count in zip(tallies, _shared(change.move, votes), strict=True):
            parts = ({losing: -count} if losing else {}) | ({gaining: count} if gaining else {})
            new[tier, tally.constituency] = _with(tally, _given(tally.votes, parts))
    return replace(election, tallies=tuple(new.get((each.tier, each.constituency), each) for each in election.tallies))


def _shared(count: int, votes: Sequence[int]) -> list[int]:
    """A count shared out in proportion to votes, exactly; the first of equal remainders goes first."""
    weights = votes if any(votes) else [1] * len(votes)
    whole = sum(weights)
    parts = [count * each // whole for each in weights]
    first = sorted(range(len(weights)), key=lambda place: -(count * weights[place] % whole))
    for place in first[: count - sum(parts)]:
        parts[place] += 1
    return parts


def _counted(
    election: Election, change: Alliance | Split | Withdrawal | Swing, made: Callable[[Votes], Votes]
) -> Election:
    """The election with the tallies that a change is about made anew."""
    chosen = {(each.tier, each.constituency) for each in _chosen(election, change)}
    return replace(
        election,
        tallies=tuple(
            _with(each, made(dict(each.votes))) if (each.tier, each.constituency) in chosen else each
            for each in election.tallies
        ),
    )


def _with(tally: Tally, votes: Votes) -> Tally:
    """The tally with other votes; whose votes they are among a list's candidates is known where they did not change."""
    same = {name: people for name, people in tally.candidates.items() if votes.get(name) == tally.votes.get(name)}
    return replace(tally, votes=votes, candidates=same)


def _chosen(election: Election, change: Placed) -> list[Tally]:
    """The tallies of the areas and ballots a change names; of all of them where it names none."""
    regions = {(each.tier, each.name): each.region for each in election.constituencies}
    names = {name for (_, own), region in regions.items() for name in (own, region) if name}
    ballots = _meant(change.ballots, {each.tier for each in election.tallies}, "ballot")
    areas = _meant(change.areas, names, "area")
    return [
        each
        for each in election.tallies
        if (not ballots or each.tier in ballots)
        and (not areas or areas & {each.constituency, regions[each.tier, each.constituency]})
    ]


def _meant(given: Iterable[str], known: Iterable[str], what: str) -> set[str]:
    """The names that are meant, whatever accents and capitals were typed."""
    folded = {fold(each): each for each in known}
    for each in given:
        if fold(each) not in folded:
            near = nearest(fold(each), folded)
            raise Problem(_UNKNOWN[what], given=each, near=folded.get(near) or nearest("", folded.values()))
    return {folded[fold(each)] for each in given}


_UNKNOWN = {
    "ballot": "the election has no ballot “{given}”. Did you mean {near}?",
    "area": "the election has no area “{given}”. Did you mean {near}?",
}


def _shares(election: Election, shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Shares by the ids of the lists that are meant."""
    return dict(zip(lists_named(election.lists, shares), shares.values(), strict=True))


def _called(name: str, lists: Iterable[List]) -> str:
    """The id of the list of that name, or the name of a new one."""
    return words_of(lists).get(fold(name), name)


def _standing(election: Election, new: Iterable[List], *, gone: Iterable[str]) -> Election:
    """The election with new lists standing, and those that nobody can vote for any more not."""
    voted = {name for each in election.tallies for name in each.votes} | {each.list for each in election.winners}
    other = {each.id: each for each in new}
    stays = [each for each in election.lists if each.id not in gone or each.id in voted]
    known = {each.id for each in stays}
    joined = [other[each.id] if each.id in other and each.id in gone else each for each in stays]
    return replace(election, lists=(*joined, *(each for each in other.values() if each.id not in known)))


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
    """Votes with parts added."""
    return {**votes} | {name: votes.get(name, 0) + count for name, count in parts.items()}


def _part(votes: int, share: Fraction | None) -> int:
    """A share of votes, rounded down; all of them where no share is named."""
    return votes if share is None else votes * share.numerator // share.denominator
