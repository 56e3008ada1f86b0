"""Sheets added up: in all or by area, with shares of the valid votes, how much is counted, and what was set aside."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.counting.kept import NotRead
from escrutinio.canvass.sheets import plain
from escrutinio.report.canvass_parts import (
    MOST,
    SHEETS,
    area_name,
    by_votes,
    figure,
    more_lists,
    name_of,
    origin,
    origin_json,
    share,
    titled,
)
from escrutinio.report.parts import line, table
from escrutinio.report.tables import Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass.checking.policies import SetAside
    from escrutinio.canvass.counting.tallies import AreaTally, TallyTable
    from escrutinio.canvass.storing.store import Snapshot
    from escrutinio.report.words import Words

TALLY = "escrutinio/tally/1"


@dataclass(frozen=True, eq=False)
class Tallied:
    """One contest's tally, and what it rests on; ``stations`` is how many the register has, where one is given."""

    contest: str
    snapshot: Snapshot
    table: TallyTable
    aside: Sequence[SetAside]
    row: str = "station"
    stations: int | None = None
    chosen: Mapping[str, str] | None = None
    unread: NotRead = field(default_factory=NotRead)


def tally_text(tallied: Sequence[Tallied], words: Words) -> Iterator[RenderableType]:
    """Contest by contest."""
    for number, each in enumerate(tallied):
        if number:
            yield ""
        yield titled([each.contest, *(f"{name_of(level, words)}: {of}" for level, of in (each.chosen or {}).items())])
        yield from origin(each.snapshot, words)
        yield ""
        yield from _nothing(each, words)
        yield from _by_area(each, words) if each.table.by else _whole(each, words)
        yield from _aside(each, words)
        yield from _spellings(each, words)
        yield from _unread(each.unread, words)


def _nothing(each: Tallied, words: Words) -> Iterator[RenderableType]:
    """That there is nothing to add up, before a table without figures."""
    if each.snapshot.rows and not any(number is not None for area in each.table.areas for number in _stated(area)):
        yield line(
            words("Not one cell of these sheets could be read as a count: there is nothing to add up."), style="red"
        )
        yield ""


def _stated(area: AreaTally) -> tuple[int | None, ...]:
    return (*area.votes.values(), *area.counts.values())


def _unread(unread: NotRead, words: Words) -> Iterator[RenderableType]:
    """What the reader could not read or set apart: no tally has it."""
    if unread.lines:
        several = "{lines} lines of the file could not be read and are not counted."
        template = several if unread.lines > 1 else "One line of the file could not be read and is not counted."
        yield line(words(template, lines=unread.lines), style="yellow")
    if unread.totals:
        several = "{rows} rows of totals were set apart when the file was read, and are not counted."
        one = "One row of totals was set apart when the file was read, and is not counted."
        template = several if unread.totals > 1 else one
        yield line(words(template, rows=unread.totals), style="yellow")
    if unread.cells:
        several = (
            "{cells} cells of the file could not be read as counts, such as “{raw}” in the column “{column}”; they add "
            "nothing."
        )
        one = "One cell of the file could not be read as a count, “{raw}” in the column “{column}”; it adds nothing."
        template = several if unread.cells > 1 else one
        raw, column = unread.example
        yield line(words(template, cells=unread.cells, raw=raw, column=column), style="yellow")
    if unread.lines or unread.totals or unread.cells:
        yield line(words("`escrutinio check` names each of them, with its row."), style="yellow")


def _spellings(each: Tallied, words: Words) -> Iterator[RenderableType]:
    """Names of areas that differ in case, accents or blanks alone: asked for, added up together; listed, apart."""
    for level, names in each.table.meant.items():
        template = "The sheets call this {level} {names}: all of these are added up."
        yield line(words(template, level=name_of(level, words), names=", ".join(names)), style="yellow")
    for place, level in enumerate(each.table.by):
        spelt: dict[tuple[Any, ...], set[str]] = {}
        for row in each.table.rows:
            if isinstance(row[place], str):
                spelt.setdefault((*row[:place], plain(row[place])), set()).add(row[place])
        for alike in (sorted(some) for some in spelt.values() if len(some) > 1):
            template = "{names} ({level}) differ in capitals, accents or blanks alone, and are added up apart."
            yield line(words(template, names=", ".join(alike), level=name_of(level, words)), style="yellow")


def _whole(each: Tallied, words: Words) -> Iterator[RenderableType]:
    """One area: a list a line."""
    [area] = each.table.areas
    valid = area.of_lists
    order = by_votes(area.votes)
    rows = [(name, figure(area.votes[name], words), share(area.votes[name], valid, words)) for name in order[:MOST]]
    rows.append((words("valid, added up"), words.number(valid), share(valid, valid, words)))
    yield table([words(head) for head in ("list", "votes", "of the valid votes")], rows, total=True)
    yield from more_lists(len(order), words)
    yield ""
    yield table(["", words("votes"), words("of the registered")], _others(area, words))
    yield ""
    yield line(_counted(area.sheets, each, words))
    yield from _remarks(area, words)


def _others(area: AreaTally, words: Words) -> list[tuple[str, str, str]]:
    """Blank, null, cast and registered; votes cast are added up where the sheets do not state them."""
    rows = [(name_of(count, words), figure(area.counts.get(count), words), "") for count in ("blank", "null")]
    stated = area.counts.get("cast")
    added = _cast(area)
    registered = area.counts.get("registered")
    called = words("cast") if stated is not None else words("cast, added up")
    rows.append((called, figure(added, words), share(added, registered, words)))
    rows.append((words("registered"), figure(registered, words), ""))
    return rows


def _cast(area: AreaTally) -> int | None:
    """Votes cast as stated; else valid, blank and null ones, where these are known."""
    stated, blank, null = (area.counts.get(each) for each in ("cast", "blank", "null"))
    if stated is not None:
        return stated
    return None if blank is None or null is None else area.of_lists + blank + null


def _counted(sheets: int, each: Tallied, words: Words) -> str:
    """How much is counted, of how much where a register says."""
    facts = {"sheets": sheets, "what": words(SHEETS[each.row])}
    if each.stations is None:
        return words("{sheets} {what} counted.", **facts)
    of = share(sheets, each.stations, words)
    return words(
        "{sheets} {what} counted, of {stations} in the register: {of}.", stations=each.stations, of=of, **facts
    )


def _remarks(area: AreaTally, words: Words) -> Iterator[RenderableType]:
    """What the figures do not say of themselves."""
    stated = area.counts.get("valid")
    if stated is not None and stated != area.of_lists:
        template = (
            "The sheets state {stated} valid votes, and their lists add up to {sum}: shares are of the latter. "
            "`escrutinio check` says on which sheets they differ."
        )
        yield line(words(template, stated=stated, sum=area.of_lists), style="yellow")
    for name, sheets in area.missing.items():
        if sheets < area.sheets:
            several = "{name} has no count on {sheets} sheets, which add nothing to it."
            template = several if sheets > 1 else "{name} has no count on one sheet, which adds nothing to it."
            yield line(words(template, name=name_of(name, words), sheets=sheets), style="yellow")


def _by_area(each: Tallied, words: Words) -> Iterator[RenderableType]:
    """An area a line."""
    areas, levels = each.table.areas, each.table.by
    together = {name: sum(area.votes[name] or 0 for area in areas) for name in each.table.lists}
    order = by_votes(together)[:MOST]
    heads = [*(name_of(level, words) for level in levels), words(SHEETS[each.row]), *order, words("valid")]
    rows = [
        (
            *(area_name(part, words) for part in area.area),
            words.number(area.sheets),
            *(figure(area.votes[name], words) for name in order),
            words.number(area.of_lists),
        )
        for area in areas
    ]
    sheets = sum(area.sheets for area in areas)
    total = (words("total"), *("" for _ in levels[1:]), words.number(sheets))
    votes = [words.number(together[name]) for name in order]
    rows.append((*total, *votes, words.number(sum(together.values()))))
    yield table(heads, rows, left=len(levels), total=True)
    yield from more_lists(len(each.table.lists), words)
    yield ""
    yield line(_counted(sheets, each, words))


def _aside(each: Tallied, words: Words) -> Iterator[RenderableType]:
    """The sheets that do not count, by code, and the votes on them."""
    if not each.aside:
        return
    template = "{sheets} rows are not counted ({codes}); they have {votes} votes for lists. -o FILE.json lists them."
    codes = ", ".join(sorted({code for one in each.aside for code in one.codes}))
    votes = sum(_votes_on(one, each.table.lists) for one in each.aside)
    yield line(words(template, sheets=len(each.aside), codes=codes, votes=votes), style="yellow")


def _votes_on(aside: SetAside, lists: Sequence[str]) -> int:
    return sum(aside.counts.get(name) or 0 for name in lists)


def tally_json(tallied: Sequence[Tallied]) -> dict[str, Any]:
    """Every area of every contest, with what it rests on and what was set aside."""
    return {"schema": TALLY, "contests": {each.contest: _contest_json(each) for each in tallied}}


def _contest_json(each: Tallied) -> dict[str, Any]:
    return {
        "source": origin_json(each.snapshot),
        "where": dict(each.chosen or {}),
        "by": list(each.table.by),
        "stations_in_register": each.stations,
        "areas": [
            {
                "area": dict(zip(each.table.by, area.area, strict=True)),
                "sheets": area.sheets,
                "votes": dict(area.votes),
                "valid_added_up": area.of_lists,
                "counts": dict(area.counts),
                "missing": dict(area.missing),
            }
            for area in each.table.areas
        ],
        "set_aside": [
            {
                **({"sheet": one.sheet} if one.sheet else {}),
                "row": one.row,
                "station": one.station,
                "codes": list(one.codes),
                "counts": dict(one.counts),
            }
            for one in each.aside
        ],
        "not_read": {name: told for name, told in asdict(each.unread).items() if name != "example"},
        "spelt": {level: list(names) for level, names in each.table.meant.items()},
    }


def tally_table(tallied: Sequence[Tallied]) -> Table:
    """An area a row, a list a column."""
    tables = [{"contest": [each.contest] * len(each.table.rows)} | each.table.columns() for each in tallied]
    return table_of(*tables, document=tally_json(tallied))
