"""Which lists of two elections are the same, told apart from those that only look it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from escrutinio.model import List

Given = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Family:
    """Lists of both elections that are compared as one, and why: the same id or name, as given, or by their members."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two lists that may belong together: one names the other among its members."""

    after: str
    before: str


@dataclass(frozen=True, slots=True)
class Families:
    """Every list of both elections in one family, and what was seen and not used."""

    families: tuple[Family, ...]
    suggestions: tuple[Suggestion, ...]


def families(before: Sequence[List], after: Sequence[List], given: Given, *, members: bool) -> Families:
    """Match the lists of two elections.

    Args:
        before: the earlier lists.
        after: the later ones.
        given: by a later list, the earlier one or ones it carries on; an empty row says that it is new.
        members: whether a list that is named among another's members belongs with it.

    >>> from escrutinio.model import List
    >>> found = families([List("A"), List("B")], [List("AB")], {"AB": ("A", "B")}, members=False)
    >>> found.families[0].before
    ('A', 'B')
    """
    carried = {name: _row(each) for name, each in given.items()}
    _check(before, after, carried)
    links = [link for each in after for link in _links(each, before, carried)]
    linked = {(a, b) for a, b, _ in links}
    likely = [
        Suggestion(new.id, old.id)
        for new in after
        for old in before
        if new.id not in carried and (new.id, old.id) not in linked and _member(new, old)
    ]
    if members:
        links += [(each.after, each.before, "members") for each in likely]
    return Families(tuple(_joined(before, after, links)), () if members else tuple(likely))


def _row(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _check(before: Sequence[List], after: Sequence[List], given: Mapping[str, tuple[str, ...]]) -> None:
    for known, names, when in (
        ({each.id for each in after}, given, "later"),
        ({each.id for each in before}, [name for row in given.values() for name in row], "earlier"),
    ):
        unknown = next((name for name in names if name not in known), None)
        if unknown is not None:
            raise Problem(
                "the {what} election has no list “{name}”. Did you mean {near}?",
                what=when,
                name=unknown,
                near=nearest(unknown, known),
            )


def _links(new: List, before: Sequence[List], given: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """The earlier lists that a later one carries on: as given, of the same id, or of a name they share."""
    if new.id in given:
        return [(new.id, old, "given") for old in given[new.id]]
    if any(old.id == new.id for old in before):
        return [(new.id, new.id, "id")]
    names = _names(new)
    return [(new.id, old.id, "name") for old in before if names & _names(old)]


def _names(each: List) -> set[str]:
    return {fold(name) for name in (each.id, each.name, *each.aliases) if name}


def _member(new: List, old: List) -> bool:
    inside = {fold(name) for name in new.members}, {fold(name) for name in old.members}
    return bool(inside[0] & _names(old)) or bool(inside[1] & _names(new))


def _joined(before: Sequence[List], after: Sequence[List], links: Sequence[tuple[str, str, str]]) -> list[Family]:
    """Lists that are linked, over however many links, as one family; the later election's order first."""
    nodes = [*(("after", each.id) for each in after), *(("before", each.id) for each in before)]
    home = {node: place for place, node in enumerate(nodes)}
    for new, old, _ in links:
        one, other = home["after", new], home["before", old]
        home = {node: min(one, other) if place in {one, other} else place for node, place in home.items()}
    found = []
    for place in dict.fromkeys(home.values()):
        inside = [node for node in nodes if home[node] == place]
        later = tuple(name for when, name in inside if when == "after")
        earlier = tuple(name for when, name in inside if when == "before")
        why = dict.fromkeys(by for a, b, by in links if a in later and b in earlier)
        found.append(Family("+".join(later or earlier), earlier, later, ", ".join(why)))
    return found
