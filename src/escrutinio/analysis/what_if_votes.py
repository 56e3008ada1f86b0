"""Votes shared out: whole numbers by largest remainders, and the candidates of a list whose votes change."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from escrutinio.model import Election, Tally

    People = Mapping[str, int]

NOBODY = ""
"""Under whom the votes stand that are for a list and none of its candidates, while votes are changed."""


def shared(count: int, weights: Sequence[int]) -> list[int]:
    """A count shared out in proportion to weights, exactly; the first of equal remainders goes first.

    >>> shared(100, [101, 50, 7])
    [64, 32, 4]
    """
    own = weights if any(weights) else [1] * len(weights)
    whole = sum(own)
    parts = [count * each // whole for each in own]
    first = sorted(range(len(own)), key=lambda place: -(count * own[place] % whole))
    for place in first[: count - sum(parts)]:
        parts[place] += 1
    return parts


def portions(votes: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Shares of votes, whole by largest remainders; what no share takes is one part more, and is left out.

    >>> portions(100, {"A": Fraction(1, 3), "B": Fraction(1, 3), "C": Fraction(1, 3)})
    {'A': 34, 'B': 33, 'C': 33}
    >>> portions(101, {"A": Fraction(3, 5), "B": Fraction(1, 5)})
    {'A': 61, 'B': 20}
    """
    every = [*shares.values(), 1 - sum(shares.values(), start=Fraction())]
    below = lcm(*(each.denominator for each in every))
    return dict(zip(shares, shared(votes, [int(each * below) for each in every]), strict=False))


def opened(election: Election) -> Election:
    """The election with personal votes as weights: with what a list's candidates leave of its votes, under nobody.

    Votes can then change as often as they like: ``settled`` makes the personal votes whole once, at the end, so that
    it does not matter in how many steps the votes of a list came or went.
    """
    return replace(election, tallies=tuple(_opened(each) if each.candidates else each for each in election.tallies))


def settled(election: Election, was: Election) -> Election:
    """The election with whole personal votes again; those of lists with as many votes as they had are what they were.

    Args:
        election: made of ``opened(was)`` by changing votes.
        was: the election before any change.
    """
    old = {(each.tier, each.constituency): each for each in was.tallies}
    return replace(
        election,
        tallies=tuple(
            _settled(each, old[each.tier, each.constituency]) if each.candidates else each for each in election.tallies
        ),
    )


def with_votes(tally: Tally, votes: Mapping[str, int]) -> Tally:
    """The tally with other votes: every candidate keeps their share of the list's, by largest remainders.

    >>> from escrutinio.model import Tally
    >>> two = Tally("house", "North", votes={"A": 12}, candidates={"A": {"Ana": 8, "Eva": 4}})
    >>> with_votes(two, {"A": 10}).candidates["A"]
    {'Ana': 7, 'Eva': 3}
    """
    return _settled(replace(_opened(tally), votes=votes), tally)


def people_of_all(people: Mapping[str, People], brought: Mapping[str, int]) -> dict[str, int] | None:
    """The candidates of lists that stand as one, as weights; None where one that has votes does not name its own.

    Args:
        people: the candidates of each list that names them, as weights.
        brought: the votes that each list brings.
    """
    if not people or any(votes and name not in people for name, votes in brought.items()):
        return None
    own = {name: people[name] for name in brought if name in people}
    sums = {name: sum(each.values()) for name, each in own.items()}
    found: dict[str, int] = {}
    for name, each in own.items():
        # over one denominator, so that each list's weights add up to the votes it brings
        factor = brought[name] * prod(whole for other, whole in sums.items() if whole and other != name)
        for person, weight in each.items():
            taken = person != NOBODY and person in found
            key = f"{person} ({name})" if taken else person
            found[key] = found.get(key, 0) + weight * factor
    return found


def _opened(tally: Tally) -> Tally:
    return replace(
        tally, candidates={name: _weights(tally.votes.get(name, 0), each) for name, each in tally.candidates.items()}
    )


def _weights(votes: int, people: People) -> dict[str, int]:
    return {**people, NOBODY: max(votes - sum(people.values()), 0)}


def _settled(tally: Tally, was: Tally) -> Tally:
    return replace(
        tally, candidates={name: _whole(name, weights, tally, was) for name, weights in tally.candidates.items()}
    )


def _whole(name: str, weights: People, tally: Tally, was: Tally) -> People:
    """The personal votes of one list: its candidates' shares of the votes that it has now."""
    votes, own = tally.votes.get(name, 0), was.candidates.get(name)
    if own is not None and votes == was.votes.get(name, 0) and weights == _weights(votes, own):
        return own
    people = {person: weight for person, weight in weights.items() if person != NOBODY or any(weights.values())}
    parts = dict(zip(people, shared(votes, list(people.values())), strict=True))
    parts.pop(NOBODY, None)
    return parts
