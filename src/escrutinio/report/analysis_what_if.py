"""Two outcomes side by side: as it was, and as it would have been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.analysis.scenario import Abroad, Alliance, Move, OtherLaw, Seats, Split, Swing, Withdrawal, as_written
from escrutinio.report.analysis_what_if_supposed import rounds_text, supposed_text
from escrutinio.report.as_json import plain
from escrutinio.report.canvass_parts import signed, titled
from escrutinio.report.parts import heading, line, more_rows, table
from escrutinio.report.tables import Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.analysis.scenario import Change
    from escrutinio.analysis.what_if import Shift, WhatIf
    from escrutinio.report.words import Words

SHAPE = "escrutinio/what-if/1"
MOST = 40


def what_if_text(found: WhatIf, words: Words) -> Iterator[RenderableType]:
    """What was changed and supposed, then every body: seats before and after, in all and where they differ."""
    election, scenario = found.before.election, found.scenario
    title = words.of(scenario.name) if scenario.name else words("what if")
    yield titled([title, words.of(election.name)])
    for change in scenario.changes:
        yield line(f"· {changed_text(change, words)}")
    yield from supposed_text(found, words)
    for name in found.bodies:
        yield from _body(found, name, words)
    yield from _first_places(found, words)


def _body(found: WhatIf, name: str, words: Words) -> Iterator[RenderableType]:
    yield ""
    before, after = found.sides(name)
    names = dict.fromkeys(words.of(each.name) for each in ((before, after) if before.id != after.id else (after,)))
    yield heading(" → ".join(names))
    yield table(
        [words("list"), words("before"), words("after"), words("change")], _rows(found.totals(name), words), left=1
    )
    moved = [each for each in found.by_area(name) if each.change]
    if moved:
        yield line(words("Where the seats differ:"))
        heads = [words("area"), words("list"), words("before"), words("after"), words("change")]
        rows = [(each.area, *row) for each, row in zip(moved, _rows(moved, words), strict=True)]
        yield table(heads, rows[:MOST], left=2)
        yield from more_rows(len(rows), MOST, words)
    yield from rounds_text(found, name, words)
    pending = max(len(side.pending) for side in (before, after))
    if pending:
        yield line(
            words("A lot decides {number} seats or more; the seats shown are those that are certain.", number=pending)
        )


def _rows(shifts: list[Shift], words: Words) -> list[tuple[str, ...]]:
    return [
        (
            each.list,
            words.number(each.before),
            words.number(each.after),
            signed(each.change, words) if each.change else "·",
        )
        for each in shifts
    ]


def _first_places(found: WhatIf, words: Words) -> Iterator[RenderableType]:
    """Where another list has most votes, with how far ahead it is."""
    hands = found.hands()
    moved = [each for each in hands if each.changed]
    if not hands:
        return
    yield ""
    yield heading(words("First place changes"))
    if not moved:
        yield line(words("Nowhere does another list have most votes."))
        return
    heads = [words("ballot"), words("area"), words("before"), words("after"), words("votes"), words("ahead by")]
    rows = [
        (
            each.ballot,
            each.area or words("all areas"),
            ", ".join(each.before) or "–",
            ", ".join(each.after) or "–",
            words.number(each.votes_after),
            words.number(each.lead_after),
        )
        for each in moved
    ]
    yield table(heads, rows[:MOST], left=4)
    yield from more_rows(len(rows), MOST, words)


def changed_text(change: Change, words: Words) -> str:
    """One change in words, with what it supposes."""
    said = _SAID[type(change)](change, words)
    where = [*getattr(change, "areas", ()), *getattr(change, "ballots", ())]
    return words("{change} Only here: {where}.", change=said, where=", ".join(where)) if where else said


def _alliance(change: Alliance, words: Words) -> str:
    lists = ", ".join(change.alliance)
    if not change.keeping:
        return words(
            "{lists} stand together as “{name}”; every vote for one of them goes to it.", lists=lists, name=change.name
        )
    kept = _shares(change.keeping, words)
    if not change.losing_to:
        return words(
            "{lists} stand together as “{name}” and keep {kept} of their votes; the others stay at home.",
            lists=lists,
            name=change.name,
            kept=kept,
        )
    return words(
        "{lists} stand together as “{name}” and keep {kept} of their votes; of the others go to {lost}.",
        lists=lists,
        name=change.name,
        kept=kept,
        lost=_shares(change.losing_to, words),
    )


def _split(change: Split, words: Words) -> str:
    parts = _shares(change.into, words)
    if sum(change.into.values()) == 1:
        return words("{list} stands apart: {parts}.", list=change.split, parts=parts)
    return words("{list} stands apart: {parts}; the others stay at home.", list=change.split, parts=parts)


def _withdrawal(change: Withdrawal, words: Words) -> str:
    if not change.to:
        return words("{list} does not stand; its voters stay at home.", list=change.withdraw)
    if sum(change.to.values()) == 1:
        return words(
            "{list} does not stand; its votes go to {parts}.", list=change.withdraw, parts=_shares(change.to, words)
        )
    return words(
        "{list} does not stand; of its votes go to {parts}, the others stay at home.",
        list=change.withdraw,
        parts=_shares(change.to, words),
    )


def _swing(change: Swing, words: Words) -> str:
    facts = {"share": words.percent(change.swing), "losing": change.losing, "gaining": change.gaining}
    if change.how == "proportional":
        if change.areas:
            return words("In every area {share} of the votes of {losing} go to {gaining}.", **facts)
        return words("In every area where {gaining} stands, {share} of the votes of {losing} go to it.", **facts)
    if change.areas:
        return words(
            "In every area {share} of the valid votes go from {losing} to {gaining}, or all it has there.", **facts
        )
    return words(
        "In every area where {gaining} stands, {share} of the valid votes go to it from {losing}, or all {losing} has "
        "there.",
        **facts,
    )


def _move(change: Move, words: Words) -> str:
    count = words.number(change.move)
    if change.move == 1:
        return _one_vote(change, words)
    if change.losing is None:
        return words("{gaining} has {votes} votes more.", gaining=change.gaining, votes=count)
    if change.gaining is None:
        return words("{losing} has {votes} votes fewer.", losing=change.losing, votes=count)
    return words(
        "{votes} votes go from {losing} to {gaining}.", votes=count, losing=change.losing, gaining=change.gaining
    )


def _one_vote(change: Move, words: Words) -> str:
    if change.losing is None:
        return words("{gaining} has one vote more.", gaining=change.gaining)
    if change.gaining is None:
        return words("{losing} has one vote fewer.", losing=change.losing)
    return words("One vote goes from {losing} to {gaining}.", losing=change.losing, gaining=change.gaining)


def _abroad(change: Abroad, words: Words) -> str:
    if change.abroad == "counted":
        return words("The votes abroad are counted also where the law leaves them out.")
    return words("The votes abroad are not counted.")


def _seats(change: Seats, words: Words) -> str:
    numbers = ", ".join(f"{name} {words.number(number)}" for name, number in change.seats.items())
    return words("Another number of seats: {numbers}.", numbers=numbers)


def _law(change: OtherLaw, words: Words) -> str:
    parts = [part for part in (change.law, str(change.day or "")) if part]
    parts += [f"{address} = {value}" for address, value in change.set.items()]
    if change.body:
        return words("Another law: {law}; its body “{body}”.", law=", ".join(parts), body=change.body)
    return words("Another law: {law}.", law=", ".join(parts))


def _shares(shares: Any, words: Words) -> str:  # noqa: ANN401 - shares by list
    return ", ".join(f"{name} {words.percent(share)}" for name, share in shares.items())


_SAID: dict[type, Any] = {
    Alliance: _alliance,
    Split: _split,
    Withdrawal: _withdrawal,
    Swing: _swing,
    Move: _move,
    Abroad: _abroad,
    Seats: _seats,
    OtherLaw: _law,
}


def what_if_json(found: WhatIf) -> dict[str, Any]:
    """Both outcomes by body, list and area, who is first where, what is supposed, and the scenario to run again."""
    return {
        "schema": SHAPE,
        "scenario": as_written(found.scenario),
        "supposed": [{"what": each.what, **each.facts} for each in found.supposed],
        "bodies": found.to_dict(),
        "others": {name: other for name, other in found.others.items() if name != other},
        "rounds": {name: _rounds_json(found, name) for name in found.bodies if any(found.rounds(name))},
        "first_places": [plain(each) for each in found.hands()],
    }


def _rounds_json(found: WhatIf, body: str) -> dict[str, Any]:
    """How an office is filled, before and after; None where the side has no office."""
    return dict(zip(("before", "after"), (each and plain(each) for each in found.rounds(body)), strict=True))


def what_if_table(found: WhatIf) -> Table:
    """A row for each body, area and list with its seats, and for each ballot, area and list with its votes."""
    return table_of(found.columns(), document=what_if_json(found))
