"""What changed between two elections: shares, seats, turnout, areas that changed hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.canvass_parts import signed, titled
from escrutinio.report.outcome_text import typed
from escrutinio.report.parts import heading, line, more_rows, table
from escrutinio.report.tables import Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from rich.console import RenderableType

    from escrutinio.analysis import Change, ListChange, SeatMove
    from escrutinio.model import Names
    from escrutinio.report.words import Words

    Row = tuple[Any, ...]

SHAPE = "escrutinio/change/1"
MOST = 40


def change_text(
    found: Change, names: tuple[Names, Names], words: Words, *, body: Names | None = None
) -> Iterator[RenderableType]:
    """The whole first, then list by list, then the places where something else came out; ``body`` is its name."""
    old, new = (words.of(each) for each in names)
    yield titled([words("Change"), f"{old} → {new}"])
    told = "Votes of the ballot “{ballot}”; shares are of the valid votes."
    if body:
        told = "Votes of the ballot “{ballot}” as they count for this body: {body}. Shares are of the valid votes."
    yield line(words(told, ballot=found.ballot, body=words.of(body or {})))
    yield from _whole(found, words)
    yield ""
    yield from _lists(found, words)
    yield from _hands(found, words)
    yield from _seats(found, words)
    yield from _named(found, words)


def _whole(found: Change, words: Words) -> Iterator[RenderableType]:
    """Volatility, the swing between the first two, and turnout."""
    votes = found.volatility
    yield line(
        words(
            "Pedersen's volatility: {total}, of which {gone} by lists that came or went and {among} among those that "
            "stood both times.",
            total=words.percent(votes.total),
            gone=words.percent(votes.entry_exit),
            among=words.percent(votes.among),
        )
    )
    if found.volatility_of_seats:
        yield line(words("Volatility of seats: {total}.", total=words.percent(found.volatility_of_seats.total)))
    swing = found.two_list_swing
    if swing is not None:
        first, second = sorted(found.lists, key=lambda each: -each.votes_after)[:2]
        gaining, losing = (first, second) if swing >= 0 else (second, first)
        told = "Swing (Butler): {points} points from {second} to {first}."
        facts = {"points": words.decimal(abs(swing) * 100, 2), "first": gaining.list, "second": losing.list}
        yield line(words(told, **facts))
    whole = found.turnout[0]
    if whole.before is not None and whole.after is not None:
        told = "Turnout: {before} before, {after} after."
        yield line(words(told, before=words.percent(whole.before), after=words.percent(whole.after)))


def _lists(found: Change, words: Words) -> Iterator[RenderableType]:
    """Every list's share, and its seats where a body is asked for."""
    heads = [words(head) for head in ("list", "before", "after", "swing")]
    heads += [words(head) for head in ("seats before", "seats after", "change")] if found.body else []
    rows = [(_label(each), *_shares(each, words), *(_held(each, words) if found.body else ())) for each in found.lists]
    yield table(heads, rows[:MOST])
    yield from more_rows(len(rows), MOST, words)


def _label(each: ListChange) -> str:
    """A list's name, and the earlier ones it carries on where they were called otherwise."""
    old = " + ".join(each.before)
    return f"{each.list} (← {old})" if old and each.before != (each.list,) else each.list


def _shares(each: ListChange, words: Words) -> tuple[str, ...]:
    before = words.percent(each.share_before) if each.before else "–"
    after = words.percent(each.share_after) if each.after else "–"
    return before, after, points(each.swing, words)


def _held(each: ListChange, words: Words) -> tuple[str, ...]:
    change = each.seats_change
    if change is None:
        return "–", "–", "–"
    return (
        words.number(each.seats_before or 0),
        words.number(each.seats_after or 0),
        signed(change, words) if change else "·",
    )


def points(share: Fraction, words: Words) -> str:
    """A difference of shares in points of a hundred, with its sign.

    >>> from fractions import Fraction
    >>> from escrutinio.report.words import Words
    >>> points(Fraction(-6, 1000), Words("en"))
    '−0.60'
    """
    text = words.decimal(abs(share) * 100, 2)
    return f"+{text}" if share > 0 else f"−{text}" if share else text


def _hands(found: Change, words: Words) -> Iterator[RenderableType]:
    """Areas where another list has most votes."""
    yield ""
    yield heading(words("Areas that changed hands"))
    if not found.hands:
        yield line(words("In no area that both elections have does another list have most votes."))
        return
    heads = [words(head) for head in ("area", "before", "after", "lead before", "lead after")]
    rows = [
        (
            each.area,
            ", ".join(each.before),
            ", ".join(each.after),
            words.percent(each.lead_before),
            words.percent(each.lead_after),
        )
        for each in found.hands
    ]
    yield table(heads, rows[:MOST], left=3)
    yield from more_rows(len(rows), MOST, words)


def _seats(found: Change, words: Words) -> Iterator[RenderableType]:
    """Who gained seats, and from whom as far as that can be told."""
    if not (found.seats or found.seats_only_before or found.seats_only_after):
        return
    yield ""
    yield heading(words("Seats gained"))
    yield from _gains(found, words)
    for areas, told in (
        (
            found.seats_only_before,
            "Left out: {seats} seats of areas that only the earlier election has ({number}): {areas}.",
        ),
        (
            found.seats_only_after,
            "Left out: {seats} seats of areas that only the later election has ({number}): {areas}.",
        ),
    ):
        if areas:
            names, seats = [each.area for each in areas], sum(each.seats for each in areas)
            yield line(words(told, seats=seats, number=len(areas), areas=_some(names, words)))


def _gains(found: Change, words: Words) -> Iterator[RenderableType]:
    if not found.seats:
        return
    heads = [words(head) for head in ("area", "list", "from", "seats")]
    rows = [
        (each.area or words("all areas"), _taker(each, words), _source(each, words), words.number(each.seats))
        for each in found.seats
    ]
    yield table(heads, rows[:MOST], left=3)
    yield from more_rows(len(rows), MOST, words)


def _taker(each: SeatMove, words: Words) -> str:
    return each.target or words("(no longer filled there)")


def _source(each: SeatMove, words: Words) -> str:
    """Whose seats they were; several where it cannot be told."""
    return ", ".join(name or words("(new there)") for name in each.source)


def _named(found: Change, words: Words) -> Iterator[RenderableType]:
    """What could not be compared, and what might have been."""
    if found.only_before or found.only_after or found.suggestions:
        yield ""
    for areas, told in (
        (found.only_before, "Only the earlier election has these areas: {areas}."),
        (found.only_after, "Only the later election has these areas: {areas}."),
    ):
        if areas:
            yield line(words(told, areas=_some(areas, words)))
    for (why, after), olds in _suggested(found).items():
        kept = [name for each in found.lists if after in each.after for name in each.before]
        told = "{after} and {before} may be the same by their names; to compare them as one: --same {same}"
        if why == "members":
            told = "{after} and {before} may belong together by their members; to compare them as one: --same {same}"
        same = typed([f"{after}={'+'.join([*kept, *olds])}"])
        yield line(words(told, after=after, before=", ".join(olds), same=same))


def _suggested(found: Change) -> dict[tuple[str, str], list[str]]:
    """By later list, and by why, the earlier ones that may belong to it."""
    olds: dict[tuple[str, str], list[str]] = {}
    for each in found.suggestions:
        olds.setdefault((each.why, each.after), []).append(each.before)
    return olds


def _some(areas: Sequence[str], words: Words) -> str:
    """The first names of many, and how many more there are."""
    if len(areas) <= MOST:
        return ", ".join(areas)
    return words("{first} and {number} more", first=", ".join(areas[:MOST]), number=len(areas) - MOST)


def change_json(found: Change) -> dict[str, Any]:
    """Everything that was compared, shares as exact fractions."""
    return {"schema": SHAPE, **found.to_dict()}


def change_table(found: Change) -> Table:
    """A row for each figure: what it is, where, of which list, before and after; the area is empty for the whole."""
    return table_of(found.columns(), document=change_json(found))
