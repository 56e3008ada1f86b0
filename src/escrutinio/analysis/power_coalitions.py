"""Which coalitions win: all of them, those that need every partner, the smallest, those that stand together."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from escrutinio.analysis.power_game import game_of
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escrutinio.analysis.power_game import Decision, Game
    from escrutinio.columns import Columns

Kind = Literal["winning", "minimal", "minimum_size", "fewest_parties", "connected"]
KINDS: tuple[Kind, ...] = ("winning", "minimal", "minimum_size", "fewest_parties", "connected")
MOST = 50_000
MOST_PLAYERS = 200


@dataclass(frozen=True, slots=True)
class Coalition:
    """One winning coalition.

    ``weight`` and ``surplus`` are of the first rule. ``minimal``: it loses without any one member (von Neumann and
    Morgenstern 1944). ``minimum_size``: of the minimal ones it weighs least (Riker 1962; Gamson 1961).
    ``fewest_parties``: of the minimal ones it has the fewest members (Leiserson 1966). ``connected``: its members
    stand side by side on the axis, and it does not win without the one at either end (Axelrod 1970); None where no
    axis is given.
    """

    members: tuple[str, ...]
    weight: int
    surplus: int
    minimal: bool
    minimum_size: bool
    fewest_parties: bool
    connected: bool | None

    @property
    def size(self) -> int:
        """How many members it has."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Coalitions:
    """The winning coalitions of one kind, the fewest members first, then the lightest."""

    kind: Kind
    quota: int
    axis: tuple[str, ...]
    found: tuple[Coalition, ...]

    def rows(self) -> list[Coalition]:
        """One row per coalition."""
        return list(self.found)

    def columns(self) -> Columns:
        """One row per coalition; any data-frame library takes the answer itself."""
        heads = ("kind", "coalition", "size", "seats", "surplus", "minimum_size", "fewest_parties", "connected")
        rows = [
            (" + ".join(each.members), each.size, each.weight, each.surplus, each.minimum_size, each.fewest_parties)
            for each in self.found
        ]
        connected = [each.connected for each in self.found]
        return of_rows(heads, [(self.kind, *row, joined) for row, joined in zip(rows, connected, strict=True)])

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        found = [asdict(each) | {"members": list(each.members)} for each in self.found]
        return {"kind": self.kind, "quota": self.quota, "axis": list(self.axis), "coalitions": found}


def coalitions_of(decision: Decision, *, kind: Kind = "minimal", axis: Sequence[str] = ()) -> Coalitions:
    """The winning coalitions of a game.

    Args:
        decision: a rule, or rules joined by ``all_of`` and ``any_of``; who weighs nothing in it is left out.
        kind: ``winning`` for all, ``minimal``, ``minimum_size``, ``fewest_parties`` or ``connected``.
        axis: the players from one end to the other, for instance from left to right; ``connected`` needs it.

    Returns:
        The coalitions; each tells which of the kinds it is of.

    Raises:
        Problem: an unknown kind, a name on the axis that does not play, a player missing on it, or more than 50,000
            coalitions.

    Source:
        Axelrod 1970, Conflict of Interest; De Swaan 1973, Coalition Theories and Cabinet Formations.

    >>> from escrutinio.analysis import Rule
    >>> [each.members for each in coalitions_of(Rule({"A": 45, "B": 30, "C": 25}, 51)).rows()]
    [('B', 'C'), ('A', 'C'), ('A', 'B')]
    """
    if kind not in KINDS:
        raise Problem(
            "no kind of coalition is called “{given}”. Did you mean {near}?", given=kind, near=nearest(kind, KINDS)
        )
    game = game_of(decision)
    table = _Table(game, _placed(game, tuple(axis), kind))
    minimal = frozenset(_limited(table.minimal()))
    wanted = {"winning": table.winning, "connected": table.connected}.get(kind)
    members = list(_limited(wanted())) if wanted else list(minimal)
    told = _told(table, members, minimal)
    chosen = [each for each in told if kind in {"winning", "connected"} or getattr(each, kind)]
    order = {name: place for place, name in enumerate(game.players)}
    chosen.sort(key=lambda each: (each.size, each.weight, [order[name] for name in each.members]))
    return Coalitions(kind, game.leaves[0].quota, tuple(axis), tuple(chosen))


def _told(table: _Table, members: Sequence[int], minimal: frozenset[int]) -> list[Coalition]:
    """Each coalition with what it is."""
    lightest = min((table.weight(each) for each in minimal), default=0)
    fewest = min((each.bit_count() for each in minimal), default=0)
    connected = frozenset(table.connected()) if table.axis else None
    quota = table.game.leaves[0].quota
    return [
        Coalition(
            members=table.names(each),
            weight=table.weight(each),
            surplus=table.weight(each) - quota,
            minimal=each in minimal,
            minimum_size=each in minimal and table.weight(each) == lightest,
            fewest_parties=each in minimal and each.bit_count() == fewest,
            connected=None if connected is None else each in connected,
        )
        for each in members
    ]


def _placed(game: Game, axis: tuple[str, ...], kind: Kind) -> tuple[int, ...]:
    """The players on the axis that weigh something, by their place in the game."""
    if not axis and kind == "connected":
        raise Problem("which coalitions are connected depends on who stands beside whom. Give an axis of all players.")
    order = {name: place for place, name in enumerate(game.players)}
    unknown = next((each for each in axis if each not in order), None)
    if unknown is not None:
        raise Problem(
            "the axis names “{name}”, which does not play. Did you mean {near}?",
            name=unknown,
            near=nearest(unknown, order),
        )
    heavy = [each for each in range(len(game.players)) if any(leaf.weights[each] for leaf in game.leaves)]
    if len(heavy) > MOST_PLAYERS:
        raise Problem(
            "coalitions are listed of up to {most} players, and {given} weigh something here. Join players into "
            "groups.",
            most=MOST_PLAYERS,
            given=len(heavy),
        )
    missing = [game.players[each] for each in heavy if game.players[each] not in axis]
    if axis and missing:
        raise Problem("the axis leaves out {missing}. Say where they stand, too.", missing=", ".join(missing))
    return tuple(order[name] for name in dict.fromkeys(axis) if order[name] in heavy)


def _limited(found: Iterator[int]) -> Iterator[int]:
    for number, each in enumerate(found):
        if number == MOST:
            raise Problem(
                "there are more than {most} such coalitions. Ask for a kind with fewer, or join players into groups.",
                most=MOST,
            )
        yield each


class _Table:
    """A game whose coalitions are bits: the first player's is the lowest."""

    def __init__(self, game: Game, axis: tuple[int, ...]) -> None:
        self.game, self.axis = game, axis
        heaviest = sorted(range(len(game.players)), key=lambda each: [-leaf.weights[each] for leaf in game.leaves])
        self.heavy = [each for each in heaviest if any(leaf.weights[each] for leaf in game.leaves)]

    def names(self, members: int) -> tuple[str, ...]:
        """Who is in a coalition."""
        return tuple(name for place, name in enumerate(self.game.players) if members >> place & 1)

    def weight(self, members: int) -> int:
        """What a coalition weighs in the first rule."""
        return sum(weight for place, weight in enumerate(self.game.leaves[0].weights) if members >> place & 1)

    def wins(self, sums: Sequence[int]) -> bool:
        """Whether so much in each rule is enough."""
        if len(self.game.leaves) == 1:
            return sums[0] >= self.game.leaves[0].quota
        return bool(self.game.met([has >= leaf.quota for has, leaf in zip(sums, self.game.leaves, strict=True)]))

    def sums(self, members: int) -> list[int]:
        """What a coalition weighs in each rule."""
        return [
            sum(weight for place, weight in enumerate(leaf.weights) if members >> place & 1)
            for leaf in self.game.leaves
        ]

    def winning(self) -> Iterator[int]:
        """Every winning coalition."""
        yield from self._from(0, 0, [0] * len(self.game.leaves), self._left())

    def minimal(self) -> Iterator[int]:
        """Every winning coalition that loses without any one member."""
        yield from self._minimal(0, 0, [0] * len(self.game.leaves), self._left())

    def connected(self) -> Iterator[int]:
        """Every run of the axis that wins, and not without the player at either end."""
        for first in range(len(self.axis)):
            for last in range(first, len(self.axis)):
                run = [1 << each for each in self.axis[first : last + 1]]
                if self.wins(self.sums(sum(run))):
                    if not self.wins(self.sums(sum(run[1:]))):
                        yield sum(run)
                    break

    def _left(self) -> list[list[int]]:
        """What the players from each one on weigh together in each rule."""
        left = [[0] * len(self.game.leaves)]
        for player in reversed(self.heavy):
            left.append([has + leaf.weights[player] for has, leaf in zip(left[-1], self.game.leaves, strict=True)])
        return left[::-1]

    def _with(self, player: int, sums: Sequence[int]) -> list[int]:
        return [has + leaf.weights[player] for has, leaf in zip(sums, self.game.leaves, strict=True)]

    def _can(self, sums: Sequence[int], left: Sequence[int]) -> bool:
        return self.wins([has + more for has, more in zip(sums, left, strict=True)])

    def _from(self, place: int, members: int, sums: list[int], left: list[list[int]]) -> Iterator[int]:
        if not self._can(sums, left[place]):
            return
        if place == len(self.heavy):
            yield members
            return
        player = self.heavy[place]
        yield from self._from(place + 1, members | 1 << player, self._with(player, sums), left)
        yield from self._from(place + 1, members, sums, left)

    def _minimal(self, place: int, members: int, sums: list[int], left: list[list[int]]) -> Iterator[int]:
        if self.wins(sums):
            if self._needs_each(members, sums):
                yield members
            return
        if place == len(self.heavy) or not self._can(sums, left[place]):
            return
        player = self.heavy[place]
        yield from self._minimal(place + 1, members | 1 << player, self._with(player, sums), left)
        yield from self._minimal(place + 1, members, sums, left)

    def _needs_each(self, members: int, sums: Sequence[int]) -> bool:
        return not any(
            members >> player & 1
            and self.wins([has - leaf.weights[player] for has, leaf in zip(sums, self.game.leaves, strict=True)])
            for player in self.heavy
        )
