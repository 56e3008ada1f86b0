"""Who can make a decision, and who can stop one: power indices, exact, of weighted votes and of laws on outcomes.

What they assume: every coalition, or every order of players, is as likely as any other; no player is nearer to one
than to another; nobody abstains; a group votes as one. They measure what the rule gives, not what politics makes of it.
"""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.asked import outcome_of
from escrutinio.analysis.power_body import ABSOLUTE, decision_of
from escrutinio.analysis.power_coalitions import coalitions_of
from escrutinio.analysis.power_counts import swings
from escrutinio.analysis.power_game import game_of
from escrutinio.analysis.power_partners import deegan_packel, johnston, minimal_by_player
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from escrutinio.analysis.asked import Asked
    from escrutinio.analysis.power_coalitions import Coalitions, Kind
    from escrutinio.analysis.power_counts import Swings
    from escrutinio.analysis.power_game import Decision, Game
    from escrutinio.columns import Columns

INDICES = ("banzhaf", "shapley_shubik", "johnston", "deegan_packel", "holler")


@dataclass(frozen=True, slots=True)
class PlayerPower:
    """What one player's votes are worth; an index is None where it is undefined, or was not asked for.

    ``weight`` is that of all rules together: members in every chamber that must agree. ``banzhaf`` is the player's
    share of all swings (Banzhaf 1965), ``penrose`` the share of the other players' coalitions that it swings (Penrose
    1946; the absolute Banzhaf index); ``prevent`` and ``initiate`` are Coleman's (1971): the share of winning
    coalitions it can break, and of losing ones it can make win. ``shapley_shubik`` (1954), ``johnston`` (1978),
    ``deegan_packel`` (1978) and ``holler`` (1982) add up to one.
    """

    player: str
    weight: int
    swings: int
    banzhaf: Fraction | None = None
    penrose: Fraction | None = None
    prevent: Fraction | None = None
    initiate: Fraction | None = None
    shapley_shubik: Fraction | None = None
    johnston: Fraction | None = None
    deegan_packel: Fraction | None = None
    holler: Fraction | None = None

    @property
    def dummy(self) -> bool:
        """Whether the player never matters."""
        return self.swings == 0


@dataclass(frozen=True, slots=True)
class Power:
    """The power of every player of a decision.

    ``winning`` counts the winning coalitions; ``undefined`` says by index why it could not be computed.
    """

    quotas: tuple[int, ...]
    players: tuple[PlayerPower, ...]
    winning: int
    undefined: Mapping[str, Problem]
    body: str = ""
    rule: str = ""

    @property
    def collectivity(self) -> Fraction:
        """Coleman's power of a collectivity to act (1971): the share of all coalitions that win."""
        return Fraction(self.winning, 1 << len(self.players))

    @property
    def dictator(self) -> str | None:
        """The player who wins alone and without whom nobody does, if there is one."""
        half = 1 << (len(self.players) - 1)
        return next((each.player for each in self.players if each.swings == half), None)

    @property
    def vetoes(self) -> tuple[str, ...]:
        """The players without whom no coalition wins."""
        return tuple(each.player for each in self.players if self.winning and each.swings == self.winning)

    def __getitem__(self, player: str) -> PlayerPower:
        """One player by its name."""
        found = {each.player: each for each in self.players}
        if player not in found:
            raise Problem(
                "nobody called “{player}” plays. Did you mean {near}?", player=player, near=nearest(player, found)
            )
        return found[player]

    def rows(self) -> list[PlayerPower]:
        """One row per player."""
        return list(self.players)

    def columns(self) -> Columns:
        """One row per player; any data-frame library takes the answer itself.

        >>> from escrutinio.analysis.power_game import Rule
        >>> columns = power_of(Rule(weights={"A": 2, "B": 1, "C": 1}, quota=3)).columns()
        >>> columns["player"], [round(each, 3) for each in columns["shapley_shubik"]]
        (['A', 'B', 'C'], [0.667, 0.167, 0.167])
        """
        heads = ("body", "rule", *(each.name for each in fields(PlayerPower)))
        return of_rows(heads, [(self.body, self.rule, *astuple(each)) for each in self.players])

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """Plain values; fractions as text."""
        players = [
            {name: str(value) if isinstance(value, Fraction) else value for name, value in asdict(each).items()}
            for each in self.players
        ]
        return {
            "body": self.body,
            "rule": self.rule,
            "quotas": list(self.quotas),
            "winning": self.winning,
            "collectivity": str(self.collectivity),
            "players": players,
            "undefined": {name: str(problem) for name, problem in self.undefined.items()},
        }


def power_of(decision: Decision, *, indices: Sequence[str] = INDICES) -> Power:
    """The power of every player of a decision, exact.

    Args:
        decision: a rule, or rules joined by ``all_of`` and ``any_of``.
        indices: which of ``banzhaf`` (with Penrose's and Coleman's), ``shapley_shubik``, ``johnston``,
            ``deegan_packel`` and ``holler``; the last three need the coalitions' shapes and are undefined, with the
            reason, where these are too many. For hundreds of players ask only for what you need.

    Returns:
        Swings and indices by player, as integers and fractions.

    Raises:
        Problem: the game has too many different sums to be counted exactly, or an index is not known.

    Source:
        Felsenthal and Machover 1998, The Measurement of Voting Power.

    >>> from escrutinio.analysis import rule
    >>> [str(each.shapley_shubik) for each in power_of(rule({"A": 50, "B": 49, "C": 1}, 51)).rows()]
    ['2/3', '1/6', '1/6']
    """
    unknown = next((each for each in indices if each not in INDICES), None)
    if unknown is not None:
        raise Problem(
            "no power index is called “{index}”. Did you mean {near}?", index=unknown, near=nearest(unknown, INDICES)
        )
    game = game_of(decision)
    found = swings(game, by_size="shapley_shubik" in indices)
    values, undefined = _values(game, found, indices)
    weights = game.weights
    players = [
        PlayerPower(name, weights[place], found.swings[place], **{index: row[place] for index, row in values.items()})
        for place, name in enumerate(game.players)
    ]
    return Power(tuple(leaf.quota for leaf in game.leaves), tuple(players), found.winning, undefined)


def _values(
    game: Game, found: Swings, indices: Sequence[str]
) -> tuple[dict[str, Sequence[Fraction]], dict[str, Problem]]:
    """Every index asked for, by player, and why others are undefined."""
    if not sum(found.swings):
        reason = _NOBODY if found.winning == 0 else _ANYBODY
        return {}, dict.fromkeys(_named(indices), Problem(reason))
    values: dict[str, Sequence[Fraction]] = {}
    undefined: dict[str, Problem] = {}
    for index in indices:
        try:
            values |= _index(index, game, found)
        except Problem as problem:
            undefined[index] = problem
    return values, undefined


_NOBODY = "nobody can win: all players together do not reach the quota."
_ANYBODY = "nobody is needed: the decision is taken even if nobody agrees."


def _named(indices: Sequence[str]) -> list[str]:
    """The fields of the indices asked for."""
    wanted = set(indices) | ({"penrose", "prevent", "initiate"} if "banzhaf" in indices else set())
    return [each.name for each in fields(PlayerPower) if each.name in wanted]


def _index(index: str, game: Game, found: Swings) -> dict[str, Sequence[Fraction]]:
    if index == "banzhaf":
        return _banzhaf(found)
    if index == "shapley_shubik":
        return {index: found.shapley or ()}
    if index == "johnston":
        return {index: _shares(johnston(game))}
    counts = minimal_by_player(game)
    return {index: _shares(deegan_packel(counts) if index == "deegan_packel" else [sum(row) for row in counts])}


def _banzhaf(found: Swings) -> dict[str, Sequence[Fraction]]:
    losing = found.coalitions - found.winning
    return {
        "banzhaf": _shares(found.swings),
        "penrose": [Fraction(each, found.coalitions // 2) for each in found.swings],
        "prevent": [Fraction(each, found.winning) for each in found.swings],
        "initiate": [Fraction(each, losing) for each in found.swings],
    }


def _shares(values: Sequence[Fraction | int]) -> list[Fraction]:
    """Values as shares of their sum."""
    whole = sum(values, start=Fraction(0))
    return [Fraction(each) / whole for each in values]


# Of an outcome


def power(
    outcome: Asked,
    body: str | Sequence[str],
    *,
    rule: str | None = None,
    quota: int | Sequence[int] | None = None,
    absent: Mapping[str, int] | None = None,
    indices: Sequence[str] = INDICES,
) -> Power:
    """The power of every list in a body, or in bodies that must all agree, by a majority of the law.

    Args:
        outcome: who is elected, or an election or its id, which is elected by its own law; no lot that matters may be
            left to draw.
        body: a body, or one that the law makes of several sitting together; several names: each must agree.
        rule: the majority's id in the law file; the absolute one where None.
        quota: so many seats in place of a majority of the law, where it states none; one number for every body, or one
            for each.
        absent: how many members of each list, by id, name or alias, stay away; a majority of those present is of the
            others.
        indices: as in ``power_of``.

    Returns:
        Power by list; seats nobody fills count towards a majority of members.

    Raises:
        Problem: the body or its majority is not known, a lot is still to be drawn, more are absent than sit, a quota is
            below 1, or given beside a majority.

    >>> [(each.player, str(each.banzhaf)) for each in power("bo-2025", "senate").rows()][:2]
    [('PDC', '1/3'), ('LIBRE', '1/3')]
    """
    decision = decision_of(outcome_of(outcome), body, rule=rule, quota=quota, absent=absent or {})
    named = body if isinstance(body, str) else "+".join(body)
    return replace(power_of(decision, indices=indices), body=named, rule="" if quota is not None else rule or ABSOLUTE)


def coalitions(
    outcome: Asked,
    body: str | Sequence[str],
    *,
    rule: str | None = None,
    quota: int | Sequence[int] | None = None,
    kind: Kind = "minimal",
    axis: Sequence[str] = (),
    absent: Mapping[str, int] | None = None,
) -> Coalitions:
    """The coalitions of lists that win in a body, or in bodies that must all agree, by a majority of the law.

    Args:
        outcome: as in ``power``.
        body: as in ``power``.
        rule: as in ``power``.
        quota: as in ``power``.
        kind: as in ``coalitions_of``.
        axis: as in ``coalitions_of``.
        absent: as in ``power``.

    >>> [each.members for each in coalitions("bo-2020", "deputies", rule="two-thirds").rows()]
    [('MAS-IPSP', 'CREEMOS'), ('MAS-IPSP', 'CC')]
    """
    decision = decision_of(outcome_of(outcome), body, rule=rule, quota=quota, absent=absent or {})
    return coalitions_of(decision, kind=kind, axis=axis)
