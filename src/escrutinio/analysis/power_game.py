"""A decision as a game: who has how many votes in which rule, and which rules must be met together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import ceil, gcd
from numbers import Integral
from operator import and_, or_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

Weights = Mapping[str, int] | Sequence[int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A vote: what each player weighs, and how much a coalition needs; who is not named weighs nothing."""

    weights: Mapping[str, int]
    quota: int | Fraction

    def __post_init__(self) -> None:
        """Keep a copy that nobody changes, and refuse weights that are no counts."""
        if not isinstance(self.weights, Mapping):
            raise _no_weights(self.weights)
        weights = {player: _weight(player, each) for player, each in self.weights.items()}
        object.__setattr__(self, "weights", MappingProxyType(weights))
        if isinstance(self.quota, Fraction):
            return
        if not whole(self.quota):
            raise Problem("a quota of “{quota}” is no whole number and no fraction.", quota=self.quota)
        object.__setattr__(self, "quota", int(self.quota))


def _no_weights(given: object) -> Problem:
    return Problem(
        "weights are given by player, or in a row, and “{given}” is neither. Give for instance {example}.",
        given=given,
        example="[50, 49, 1]",
    )


def _weight(player: str, given: int) -> int:
    if not whole(given) or given < 0:
        raise Problem(
            "{player} weighs “{weight}”. Weights are whole numbers from 0 up; multiply shares by what makes "
            "them whole.",
            player=player,
            weight=given,
        )
    return int(given)


def whole(given: object) -> bool:
    """Whether something is a whole number: Python's, or any library's."""
    return isinstance(given, Integral) and not isinstance(given, bool)


@dataclass(frozen=True, slots=True)
class AllOf:
    """A decision that needs every one of its parts, as a law needs two chambers."""

    parts: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A decision that needs one of its parts."""

    parts: tuple[Decision, ...]


Decision = Rule | AllOf | AnyOf


def rule(weights: Weights, quota: int | Fraction) -> Rule:
    """One vote with weights.

    Args:
        weights: whole numbers by player, or in a row; those in a row are called 1, 2, 3 …
        quota: what a coalition needs at least; a fraction counts as the next whole number.

    Returns:
        The rule; what was handed in is left as it is.

    Raises:
        Problem: a weight is negative or no whole number, or they are neither by player nor in a row.

    >>> rule([50, 49, 1], 51).weights["3"]
    1
    """
    if isinstance(weights, Mapping):
        return Rule(weights, quota)
    if not isinstance(weights, Iterable):
        raise _no_weights(weights)
    return Rule({str(place): each for place, each in enumerate(weights, 1)}, quota)


def all_of(*parts: Decision) -> AllOf:
    """Every part must agree.

    >>> len(all_of(rule([1, 1], 2), rule([3, 1], 3)).parts)
    2
    """
    return AllOf(parts)


def any_of(*parts: Decision) -> AnyOf:
    """One part is enough.

    >>> len(any_of(rule([1, 1], 2), rule([3, 1], 3)).parts)
    2
    """
    return AnyOf(parts)


# The same in a form that is computed on


@dataclass(frozen=True, slots=True)
class Leaf:
    """A rule over all players in one order."""

    weights: tuple[int, ...]
    quota: int


@dataclass(frozen=True, slots=True)
class Game:
    """Players in one order, the rules over them, and the decision the rules stand in."""

    players: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    decision: Decision
    order: tuple[Rule, ...]

    def met(self, truths: Sequence[Any]) -> Any:  # noqa: ANN401 - bools, or arrays of them
        """Whether the decision is taken, given which rules are met."""
        return _met(self.decision, {id(each): truth for each, truth in zip(self.order, truths, strict=True)})

    def spare(self, sums: Sequence[int]) -> int:
        """How much more than needed so much in each rule is: the least of rules that must all be met, else the most."""
        left = zip(self.order, self.leaves, sums, strict=True)
        return _spare(self.decision, {id(each): has - leaf.quota for each, leaf, has in left})

    @property
    def weights(self) -> tuple[int, ...]:
        """What each player weighs in all rules together, whichever is named first."""
        return tuple(map(sum, zip(*(leaf.weights for leaf in self.leaves), strict=True)))


def game_of(decision: Decision) -> Game:
    """The decision over its players, in the order in which they are first named."""
    order = tuple({id(each): each for each in _rules(decision)}.values())
    players = tuple(dict.fromkeys(player for each in order for player in each.weights))
    if not players:
        raise Problem("nobody decides: the rules name no player. Name at least one with its weight.")
    leaves = tuple(Leaf(tuple(each.weights.get(who, 0) for who in players), ceil(each.quota)) for each in order)
    return Game(players, leaves, decision, order)


def _rules(decision: Decision) -> list[Rule]:
    if isinstance(decision, Rule):
        return [decision]
    if not isinstance(decision, (AllOf, AnyOf)):
        raise Problem(
            "“{given}” is no decision. Make one with rule(weights, quota), and join several with all_of or any_of.",
            given=decision,
        )
    return [each for part in decision.parts for each in _rules(part)]


def _met(decision: Decision, truths: Mapping[int, Any]) -> Any:  # noqa: ANN401 - bools, or arrays of them
    if isinstance(decision, Rule):
        return truths[id(decision)]
    join: Callable[[Any, Any], Any] = and_ if isinstance(decision, AllOf) else or_
    return reduce(join, (_met(part, truths) for part in decision.parts), isinstance(decision, AllOf))


def _spare(decision: Decision, left: Mapping[int, int]) -> int:
    if isinstance(decision, Rule):
        return left[id(decision)]
    parts = (_spare(part, left) for part in decision.parts)
    return min(parts, default=0) if isinstance(decision, AllOf) else max(parts, default=0)


@dataclass(frozen=True, slots=True)
class Sized:
    """A game in which a coalition of ``s`` players wins if it weighs at least ``needed[s]``; None: never."""

    weights: tuple[int, ...]
    needed: tuple[int | None, ...]

    @property
    def constant(self) -> bool:
        """Whether the number of players plays no part."""
        return len(set(self.needed)) == 1


def sized(game: Game) -> Sized | None:
    """The game by size and one weight, where its rules have one set of weights beside counts of heads; else None."""
    heads = [len(set(leaf.weights)) == 1 for leaf in game.leaves]
    others = {leaf.weights for leaf, head in zip(game.leaves, heads, strict=True) if not head}
    if len(others) > 1:
        return None
    weights = next(iter(others), (1,) * len(game.players))
    if not others and len(game.leaves) == 1:
        return _reduced(game.leaves[0].weights, [game.leaves[0].quota] * (len(weights) + 1))
    return _reduced(weights, [_least(game, heads, size) for size in range(len(weights) + 1)])


def _least(game: Game, heads: list[bool], size: int) -> int | None:
    """The least weight with which so many players win."""
    quotas = {0, *(leaf.quota for leaf, head in zip(game.leaves, heads, strict=True) if not head)}
    for weight in sorted(quotas):
        sums = [leaf.weights[0] * size if head else weight for leaf, head in zip(game.leaves, heads, strict=True)]
        if game.met([has >= leaf.quota for has, leaf in zip(sums, game.leaves, strict=True)]):
            return weight
    return None


def _reduced(weights: tuple[int, ...], needed: Sequence[int | None]) -> Sized:
    """The same game in smaller numbers: no common factor, and no weight above what wins alone."""
    common = gcd(*weights) or 1
    needs = [None if each is None else max(0, -(-each // common)) for each in needed]
    most = max((each for each in needs if each is not None), default=0)
    return Sized(tuple(min(each // common, most) for each in weights), tuple(needs))
