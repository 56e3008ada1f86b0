"""Who stands after a change: lists that come and go, their pacts, and the seats that were declared, not counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from escrutinio.model import List

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from escrutinio.model import Election, Winner


def allied(name: str, called: str, members: Sequence[List]) -> List:
    """The list on which several stand as one: of as many parties, and in the pact that all of them are in.

    One that keeps the name of a member keeps the rest of that member too. Whoever stands alone does so no longer.
    """
    own = next((each for each in members if each.id == name), List(name, called))
    pacts = {each.alliance for each in members}
    return replace(
        own,
        size=sum(each.size for each in members),
        minority=all(each.minority for each in members),
        alliance=pacts.pop() if len(pacts) == 1 else "",
        party="",
    )


def apart(whole: List, names: Mapping[str, str], known: Iterable[str]) -> list[List]:
    """The new lists that one list becomes: in its pact, and of its minority; the only one is that list renamed.

    Args:
        whole: the list that is split.
        names: by id, what the parts are called.
        known: the ids of lists that stand already.
    """
    others = set(known)
    if len(names) == 1:
        (new,) = names
        words = tuple(each for each in (whole.id, whole.name, *whole.aliases) if each and each != new)
        return [] if new in others else [replace(whole, id=new, name=names[new], aliases=words)]
    made = replace(whole, leader="", aliases=(), members=(), color="", size=1)
    return [replace(made, id=new, name=called) for new, called in names.items() if new not in others]


def heir(name: str, into: Mapping[str, Fraction]) -> str:
    """Who takes over the declared seats of a list that is split: itself if it is a part, else the largest part."""
    return name if name in into else max(into, key=lambda each: into[each])


def vacated(name: str) -> str:
    """Under which name seats stay that were declared for a list that does not stand.

    >>> vacated("Labour")
    'Labour (?)'
    """
    return f"{name} (?)"


def handed_on(election: Election, heirs: Mapping[str, str], where: Callable[[Winner], bool]) -> Election:
    """The election with the declared seats of some lists under the names of their heirs."""
    winners = (
        replace(each, list=heirs[each.list]) if each.list in heirs and where(each) else each
        for each in election.winners
    )
    return replace(election, winners=tuple(winners))


def standing(election: Election, new: Iterable[List], *, gone: Iterable[str]) -> Election:
    """The election with new lists, the first of them in the place of the first that nobody can vote for any more."""
    voted = {name for each in election.tallies for name in each.votes} | {each.list for each in election.winners}
    other = {each.id: each for each in new}
    leaving = set(gone)
    stays = {each.id for each in election.lists if each.id not in leaving or each.id in voted}
    joined: dict[str, List] = {}
    for each in election.lists:
        if each.id in leaving:
            joined |= {key: one for key, one in other.items() if key not in stays}
        if each.id in stays:
            joined[each.id] = other[each.id] if each.id in other and each.id in leaving else each
    return replace(election, lists=tuple((joined | {k: v for k, v in other.items() if k not in joined}).values()))
