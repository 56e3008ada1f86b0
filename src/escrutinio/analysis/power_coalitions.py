"""Which coalitions win: all of them, those that need every partner, the smallest, those that stand together."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from escrutinio.analysis.power_game import game_of
from escrutinio.analysis.power_table import Table
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
TOO_MANY = (
    "there are more than {most} such coalitions. Ask for those with the fewest members (fewest_parties), or join "
    "players into groups."
)
TOO_MANY_PLAYERS = (
    "coalitions are listed of up to {most} players, and {given} weigh something here. Join players into groups."
)


@dataclass(frozen=True, slots=True)
class Coalition:
    """One winning coalition.

    ``weight`` is that of all rules together: where several chambers must agree, its members in all of them.
    ``surplus`` is how much of it is to spare: the least in any one rule, where all must be met, and the most, where one
    is enough. ``minimal``: it loses without any one member (von Neumann and
    Morgenstern 1944). ``minimum_size``: of the minimal ones it weighs least (Riker 1962; Gamson 1961).
    ``fewest_parties``: of the minimal ones it has the fewest members (Leiserson 1966). ``connected``: its members
    stand side by side on the axis, and it does not win without the one at either end (Axelrod 1970); None where no
    axis is given. ``minimum_size`` and ``fewest_parties`` are None where the minimal ones are too many to tell.
    """

    members: tuple[str, ...]
    weight: int
    surplus: int
    minimal: bool
    minimum_size: bool | None
    fewest_parties: bool | None
    connected: bool | None

    @property
    def size(self) -> int:
        """How many members it has."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Coalitions:
    """The winning coalitions of one kind, the fewest members first, then the lightest."""

    kind: Kind
    quotas: tuple[int, ...]
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
        return {"kind": self.kind, "quotas": list(self.quotas), "axis": list(self.axis), "coalitions": found}


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
            coalitions of the kind; there may be few with the fewest members, or connected, where there are more
            minimal ones than that.

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
    table = Table(game, _placed(game, tuple(axis), kind))
    minimal = _minimal(table, kind)
    wanted = {"winning": table.winning, "connected": table.connected}.get(kind)
    if wanted is None:
        wanted = table.fewest if minimal is None else lambda: iter(minimal)
    told = _told(table, list(_limited(wanted())), minimal)
    if minimal is None and kind == "fewest_parties":
        told = [replace(each, fewest_parties=True) for each in told]
    chosen = [each for each in told if kind in {"winning", "connected"} or getattr(each, kind)]
    order = {name: place for place, name in enumerate(game.players)}
    chosen.sort(key=lambda each: (each.size, each.weight, [order[name] for name in each.members]))
    return Coalitions(kind, tuple(leaf.quota for leaf in game.leaves), tuple(axis), tuple(chosen))


def _minimal(table: Table, kind: Kind) -> frozenset[int] | None:
    """The minimal winning coalitions; None where there are too many, and the kind that is asked for has few."""
    try:
        return frozenset(_limited(table.minimal()))
    except Problem:
        if kind not in {"connected", "fewest_parties"}:
            raise
        return None


def _told(table: Table, members: Sequence[int], minimal: frozenset[int] | None) -> list[Coalition]:
    """Each coalition with what it is."""
    lightest = min((table.weight(each) for each in minimal or ()), default=0)
    fewest = min((each.bit_count() for each in minimal or ()), default=0)
    connected = frozenset(table.connected()) if table.axis else None
    found = []
    for each in members:
        sums = table.sums(each)
        needs_all = table.needs_each(each, sums) if minimal is None else each in minimal
        found.append(
            Coalition(
                members=table.names(each),
                weight=table.weight(each),
                surplus=table.game.spare(sums),
                minimal=needs_all,
                minimum_size=None if minimal is None else needs_all and table.weight(each) == lightest,
                fewest_parties=None if minimal is None else needs_all and each.bit_count() == fewest,
                connected=None if connected is None else each in connected,
            )
        )
    return found


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
        raise Problem(TOO_MANY_PLAYERS, most=MOST_PLAYERS, given=len(heavy))
    missing = [game.players[each] for each in heavy if game.players[each] not in axis]
    if axis and missing:
        raise Problem("the axis leaves out {missing}. Say where they stand, too.", missing=", ".join(missing))
    return tuple(order[name] for name in dict.fromkeys(axis) if order[name] in heavy)


def _limited(found: Iterator[int]) -> Iterator[int]:
    for number, each in enumerate(found):
        if number == MOST:
            raise Problem(TOO_MANY, most=MOST)
        yield each


def too_many(problem: Problem) -> bool:
    """Whether what went wrong is only that the coalitions are too many to be listed, or their players.

    >>> too_many(Problem(TOO_MANY, most=MOST))
    True
    """
    return problem.template in {TOO_MANY, TOO_MANY_PLAYERS}
