"""What a change names, found in an election: the ballots and areas that are meant, and shares by list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.analysis.asked import lists_named
from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from escrutinio.analysis.scenario import Alliance, Move, Split, Swing, Withdrawal
    from escrutinio.model import Election, Tally

    Placed = Alliance | Split | Withdrawal | Swing | Move


def chosen(election: Election, change: Placed) -> list[Tally]:
    """The tallies of the areas and ballots a change names; of all of them where it names none."""
    regions = {(each.tier, each.name): each.region for each in election.constituencies}
    ballots, areas = placed(election, change)
    return [
        each
        for each in election.tallies
        if (not ballots or each.tier in ballots)
        and (not areas or areas & {each.constituency, regions[each.tier, each.constituency]})
    ]


def placed(election: Election, change: Placed) -> tuple[set[str], set[str]]:
    """The ballots and the areas that a change names; those of declared seats too."""
    named = [(each.name, each.region) for each in election.constituencies]
    named += [(each.constituency, each.region) for each in election.winners]
    known = {each.tier for each in election.tallies} | {each.tier for each in election.winners}
    ballots = _meant(change.ballots, known, "ballot")
    return ballots, _meant(change.areas, {name for names in named for name in names if name}, "area")


def where_it_stands(gaining: str, change: Swing | Move, tallies: Sequence[Tally]) -> Sequence[Tally]:
    """Where the list that gains can be voted for, unless areas are named, or it can be nowhere."""
    there = [each for each in tallies if gaining in each.votes]
    return tallies if change.areas or not there else there


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


def shares_of(election: Election, shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Shares by the ids of the lists that are meant."""
    ids = lists_named(election.lists, shares)
    return dict(each_once(zip(ids, shares, shares.values(), strict=True)))


def each_once(named: Iterable[tuple[str, str, Fraction]]) -> Iterator[tuple[str, Fraction]]:
    """Lists and their shares; none may go by two of its names, since one of the shares would be lost."""
    found: dict[str, str] = {}
    for name, given, share in named:
        if name in found:
            raise Problem(
                "“{one}” and “{other}” are the same list. Name it once, with one share.", one=found[name], other=given
            )
        found[name] = given
        yield name, share
