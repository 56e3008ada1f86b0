"""Which lists of two elections are the same, told apart from those that only look it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from escrutinio.analysis.asked import words_of
from escrutinio.analysis.change_names import bare, initials_of, inside
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
    """Two lists that may belong together, and why: one names the other among its ``members``, or by their ``names``."""

    after: str
    before: str
    why: Literal["members", "names"]


@dataclass(frozen=True, slots=True)
class Families:
    """Every list of both elections in one family, and what was seen and not used."""

    families: tuple[Family, ...]
    suggestions: tuple[Suggestion, ...]


def families(before: Sequence[List], after: Sequence[List], given: Given, *, members: bool) -> Families:
    """Match the lists of two elections.

    Lists of the same id are the same; else of one name or alias, whatever its case, accents and punctuation, where no
    other list has it. What is only like a name, part of one or its initials, is suggested.

    Args:
        before: the earlier lists.
        after: the later ones.
        given: by a later list, the earlier one or ones it carries on, each by id, name or alias; an empty row says that
            it is new.
        members: whether a list that is named among another's members belongs with it.

    >>> from escrutinio.model import List
    >>> found = families([List("A"), List("B")], [List("AB")], {"AB": ("A", "B")}, members=False)
    >>> found.families[0].before
    ('A', 'B')
    """
    carried = _carried(before, after, given)
    links = [(new, old, "given") for new, olds in carried.items() for old in olds]
    links += _alike(before, [each for each in after if each.id not in carried])
    linked = {(new, old) for new, old, _ in links}
    pairs = [(new, old) for new in after if new.id not in carried for old in before if (new.id, old.id) not in linked]
    likely = [Suggestion(new.id, old.id, "members") for new, old in pairs if _member(new, old)]
    if members:
        links += [(each.after, each.before, "members") for each in likely]
    known = {(each.after, each.before) for each in likely}
    gone = {each.id for each in before} - {old for _, old, _ in links}
    come = {each.id for each in after} - {new for new, _, _ in links}
    alike = [
        Suggestion(new.id, old.id, "names")
        for new, old in pairs
        if old.id in gone and (new.id, old.id) not in known and _like(new, old, come=new.id in come)
    ]
    return Families(tuple(_joined(before, after, links)), tuple(alike if members else [*likely, *alike]))


def _carried(before: Sequence[List], after: Sequence[List], given: Given) -> dict[str, tuple[str, ...]]:
    """What the caller says, by ids."""
    found = {}
    for name, olds in given.items():
        row = (olds,) if isinstance(olds, str) else tuple(olds)
        found[_named(name, after, "later")] = tuple(_named(each, before, "earlier") for each in row)
    return found


def _named(name: str, lists: Sequence[List], what: str) -> str:
    """The id of a list, by id, name or alias, whatever accents and capitals were typed."""
    exact = {each.id for each in lists}
    known = words_of(lists)
    if name not in exact and fold(name) not in known:
        raise Problem(
            "the {what} election has no list “{name}”. Did you mean {near}?",
            what=what,
            name=name,
            near=nearest(name, exact),
        )
    return name if name in exact else known[fold(name)]


def _alike(before: Sequence[List], after: Sequence[List]) -> list[tuple[str, str, str]]:
    """Lists of the same id, else of a name that they share and no other list has."""
    ids = {each.id for each in before}
    same = [(each.id, each.id, "id") for each in after if each.id in ids]
    old, new = _names(before), _names([each for each in after if each.id not in ids])
    by_name = [(new[name][0], old[name][0], "name") for name in new if len(new[name]) == 1 == len(old.get(name, ()))]
    return [*same, *dict.fromkeys(by_name)]


def _names(lists: Sequence[List]) -> dict[tuple[str, ...], list[str]]:
    """By name, in words, the lists that go by it."""
    found: dict[tuple[str, ...], list[str]] = {}
    for each in lists:
        for name in dict.fromkeys(bare(name) for name in (each.id, each.name, *each.aliases) if name):
            found.setdefault(name, []).append(each.id)
    return found


def _called(each: List) -> list[str]:
    return [name for name in dict.fromkeys((each.id, each.name, *each.aliases)) if name]


def _member(new: List, old: List) -> bool:
    names = [{bare(name) for name in _called(each)} for each in (new, old)]
    inner = [{bare(name) for name in each.members} for each in (new, old)]
    return bool(inner[0] & names[1]) or bool(inner[1] & names[0])


def _like(new: List, old: List, *, come: bool) -> bool:
    """Whether a name of one is part of a name of the other; or its initials, where the later list carries on nobody."""
    both = [(one, other) for one in _called(new) for other in _called(old)]
    return any(inside(*each) or (come and initials_of(*each)) for each in both)


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
