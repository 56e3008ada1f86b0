"""What a question is about: an election and a law, given as values or by their ids, and the lists it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass import election as catalogued
from escrutinio.documents import nearest
from escrutinio.law import LawFile, load
from escrutinio.model import Election, Problem
from escrutinio.outcome import Outcome, elect
from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from escrutinio.law.schema import Joint
    from escrutinio.model import List

    Asked = Outcome | Election | str | Path


def election_of(given: Election | str | Path) -> Election:
    """An election, or the one of that id or folder.

    >>> election_of("bo-2020").id
    'bo-2020'
    """
    return given if isinstance(given, Election) else catalogued(given)


def law_of(given: LawFile | str | Path | None, election: Election) -> LawFile:
    """A law, the one of that id or file, or the election's own.

    >>> law_of(None, election_of("bo-2020")).law
    'bo'
    """
    return given if isinstance(given, LawFile) else load(given or election.law)


def outcome_of(given: Asked) -> Outcome:
    """An outcome, or that of an election under its own law.

    >>> outcome_of("bo-2020")["senate"].members
    36
    """
    if isinstance(given, Outcome):
        return given
    election = election_of(given)
    return elect(election, law_of(None, election))


def chambers(outcome: Outcome) -> list[str]:
    """The bodies with more than one member, in the law's order.

    >>> chambers(outcome_of("bo-2020"))
    ['senate', 'deputies', 'supranational']
    """
    return [name for name, body in outcome.bodies.items() if body.members > 1]


def sitting(outcome: Outcome, given: str) -> str | Joint:
    """The body that is meant, or the bodies that sit together under that name.

    Args:
        outcome: who is elected.
        given: an id, a name or an alias.

    Raises:
        Problem: neither a body nor bodies together are called so.

    >>> outcome = outcome_of("bo-2020")
    >>> sitting(outcome, "senado"), sitting(outcome, "asamblea").id
    ('senate', 'assembly')
    """
    together = {fold(each.id): each for each in outcome.law.joint}
    named = {fold(name): each for each in outcome.law.joint for name in each.name.values()}
    first = {name.split()[0]: each for name, each in named.items()}
    try:
        return together.get(fold(given)) or outcome[given].id
    except Problem:
        known = [*outcome.bodies, *together]
        found = named.get(fold(given)) or first.get(fold(given))
        if found is None:
            raise Problem(
                "no body in force on that day is called “{body}”. Did you mean {near}?",
                body=given,
                near=nearest(fold(given), known),
            ) from None
        return found


def lists_named(standing: Iterable[List], names: Iterable[str]) -> list[str]:
    """The ids of the lists that are meant: by id, name or alias, whatever accents and capitals were typed.

    Args:
        standing: the lists there are.
        names: as they were written.

    Returns:
        An id for each name, in their order.

    Raises:
        Problem: no list is called so.

    >>> lists_named(election_of("bo-2020").lists, ["mas", "Comunidad Ciudadana"])
    ['MAS-IPSP', 'CC']
    """
    by_word = words_of(standing)
    return [by_word[fold(each)] if fold(each) in by_word else _unknown(each, by_word) for each in names]


def words_of(standing: Iterable[List]) -> dict[str, str]:
    """Every word that a list goes by, folded, with the list's id; an id goes before another list's name.

    >>> words_of(election_of("bo-2020").lists)["pan bol"]
    'PAN-BOL'
    """
    every = tuple(standing)
    names = {fold(word): each.id for each in every for word in (*each.aliases, each.name) if word}
    return names | {fold(each.id): each.id for each in every}


def _unknown(name: str, by_word: dict[str, str]) -> str:
    near = nearest(fold(name), by_word)
    raise Problem(
        "the election has no list “{given}”. Did you mean {near}?",
        given=name,
        near=by_word.get(near) or nearest("", by_word.values()),
    )
