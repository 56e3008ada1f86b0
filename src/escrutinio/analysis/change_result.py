"""What a comparison of two elections gives: rows by list, by area, by seat, and the figures of the whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from escrutinio.columns import arrow_stream, of_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.analysis.change_lists import Suggestion
    from escrutinio.analysis.change_seats import SeatMove, SeatsApart
    from escrutinio.columns import Columns

    Row = tuple[Any, ...]

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class ListChange:
    """One list, or lists compared as one, in the whole election.

    ``swing`` is the change of the share of valid votes, which uniform swing puts in every area; ``spread`` is the
    standard deviation of the areas' swings, and ``correlation`` is that of the list's shares in the areas of both
    elections, weighed by valid votes: near one its strongholds stay, near zero they moved. Seats are None where no body
    was asked for.
    """

    list: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    matched_by: str
    votes_before: int
    votes_after: int
    share_before: Fraction
    share_after: Fraction
    swing: Fraction
    spread: float | None
    correlation: float | None
    seats_before: int | None
    seats_after: int | None

    @property
    def seats_change(self) -> int | None:
        """Seats after less seats before."""
        both = self.seats_after, self.seats_before
        return None if both[0] is None or both[1] is None else both[0] - both[1]


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One list in one area; ``beyond`` is its swing there less its swing in the whole election."""

    area: str
    area_before: str
    list: str
    share_before: Fraction
    share_after: Fraction
    swing: Fraction
    beyond: Fraction


@dataclass(frozen=True, slots=True)
class HandChange:
    """An area in which another list is first; several names where they are first together."""

    area: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    lead_before: Fraction
    lead_after: Fraction


@dataclass(frozen=True, slots=True)
class TurnoutChange:
    """Turnout of an area, or of all where it has no name; None where the tables do not state it."""

    area: str
    before: Fraction | None
    after: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """Turnout after less turnout before."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Volatility:
    """Pedersen's volatility: half the sum of all lists' changes of share.

    ``entry_exit`` is the part of lists that were not there before or are no longer (Powell and Tucker 2014, type A),
    ``among`` the part of lists that stood both times (type B).
    """

    total: Fraction
    entry_exit: Fraction
    among: Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two elections on one ballot, and in one body where one was asked for."""

    before: str
    after: str
    ballot: str
    body: str
    lists: tuple[ListChange, ...]
    areas: tuple[AreaChange, ...]
    hands: tuple[HandChange, ...]
    turnout: tuple[TurnoutChange, ...]
    seats: tuple[SeatMove, ...]
    seats_only_before: tuple[SeatsApart, ...]
    """Areas that fill seats of the body and that only the earlier election has: left out of ``seats``."""
    seats_only_after: tuple[SeatsApart, ...]
    volatility: Volatility
    volatility_of_seats: Volatility | None
    only_before: tuple[str, ...]
    """Areas of the earlier election that the later one does not have; nothing is compared there."""
    only_after: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    """Lists that may belong together by their members or their names, and were not put together."""

    @property
    def two_list_swing(self) -> Fraction | None:
        """Butler's swing: half of what the first list of the later election gained on the second."""
        if len(self.lists) < 2:  # noqa: PLR2004 - a first and a second
            return None
        first, second = sorted(self.lists, key=lambda each: -each.votes_after)[:2]
        return HALF * (first.swing - second.swing)

    def rows(self) -> list[ListChange]:
        """One row per list; ``areas``, ``hands``, ``turnout`` and ``seats`` are rows of their own."""
        return list(self.lists)

    def columns(self) -> Columns:
        """A row for each figure: what it is, where, of which list, before and after; the area is empty for the whole.

        >>> import escrutinio as es
        >>> columns = es.change("bo-2014", "bo-2020", body="senate").columns()
        >>> list(columns)
        ['what', 'area', 'list', 'before', 'after', 'change', 'was']
        >>> [row for row in zip(*columns.values()) if row[:3] == ("seats", "", "CC")]
        [('seats', '', 'CC', 0, 11, 11, '')]
        """
        heads = ("what", "area", "list", "before", "after", "change", "was")
        return of_rows(heads, [*_list_rows(self), *_area_rows(self)])

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """Plain values; fractions as text."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain | {"two_list_swing": _plain(self.two_list_swing)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a result
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _list_rows(found: Change) -> Iterator[Row]:
    for each in found.lists:
        was = " + ".join(each.before)
        yield _row("votes", "", each.list, (each.votes_before, each.votes_after), was)
        yield _row("share", "", each.list, (each.share_before, each.share_after), was)
        if found.body:
            yield _row("seats", "", each.list, (each.seats_before, each.seats_after), was)


def _area_rows(found: Change) -> Iterator[Row]:
    for share in found.areas:
        yield _row("share", share.area, share.list, (share.share_before, share.share_after))
    for each in found.turnout:
        yield _row("turnout", each.area, "", (each.before, each.after))
    for hand in found.hands:
        leads = hand.lead_before, hand.lead_after
        yield _row("first", hand.area, " + ".join(hand.after), leads, " + ".join(hand.before))
    for move in found.seats:
        yield ("seats gained", move.area, move.target, None, None, move.seats, " + ".join(move.source))


def _row(what: str, area: str, name: str, figures: tuple[Any, Any], was: str = "") -> Row:
    before, after = figures
    return (what, area, name, before, after, None if None in figures else after - before, was)
