"""Two counts side by side, and one station through all snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.sheets import row_said
from escrutinio.report.canvass_parts import (
    MOST,
    by_votes,
    figure,
    more_lists,
    name_of,
    origin,
    origin_json,
    signed,
    titled,
)
from escrutinio.report.parts import heading, line, table
from escrutinio.report.tables import Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass.counting.comparisons import Comparison, SheetChange
    from escrutinio.canvass.storing.histories import Appearance, History
    from escrutinio.canvass.storing.store import Snapshot
    from escrutinio.report.words import Words

COMPARE, HISTORY = "escrutinio/compare/1", "escrutinio/history/1"

STATUS = {
    "added": "added",
    "withdrawn": "withdrawn",
    "corrected": "corrected",
    "restated": "restated",
    "unchanged": "unchanged",
}
MEANS = {
    "added": "only in the new count",
    "withdrawn": "only in the old count",
    "corrected": "in both, with other votes for lists",
    "restated": "in both, with other counts only",
    "unchanged": "the same in both",
}
ONE = {
    "added": "a new sheet",
    "withdrawn": "a withdrawn sheet",
    "corrected": "a corrected sheet",
    "restated": "a sheet with other counts",
}
ALL = ("added", "withdrawn", "corrected", "restated")
SHOWN = ALL[1:]
"""What a page lists where nothing else is asked for: what became of the sheets of the old count."""
Sides = tuple["Snapshot", "Snapshot"]


def compare_text(
    found: Comparison, contest: str, sides: Sides, words: Words, *, limit: int, status: Sequence[str] = SHOWN
) -> Iterator[RenderableType]:
    """What became of the sheets, what that is worth, and the largest changes of some statuses."""
    yield titled([contest, words("two counts compared")])
    for title, side in zip((words("Old"), words("New")), sides, strict=True):
        yield line(f"{title}:")
        yield from origin(side, words)
    yield ""
    rows = [(words(STATUS[name]), words(MEANS[name]), words.number(getattr(found, name).sheets)) for name in STATUS]
    yield table([words("status"), words("means"), words("tally sheets")], rows, left=2)
    if any(found.aside):
        template = (
            "Not compared are {old} rows of the old count and {new} of the new one: they are copies, contradict "
            "another row or are totals."
        )
        yield line(words(template, old=found.aside[0], new=found.aside[1]), style="yellow")
    yield ""
    yield from _worth(found, words)
    yield from _alike(found, words)
    yield from _changes(found, words, limit, status)


def _worth(found: Comparison, words: Words) -> Iterator[RenderableType]:
    """For each figure the old total and the nets that make the new one of it."""
    order = by_votes(found.new.votes)
    parts = [name for name in ("added", "withdrawn", "corrected", "restated") if getattr(found, name).sheets]
    heads = [words("list"), words("old"), *(words(STATUS[name]) for name in parts), words("new")]
    rows = []
    for name in (*order[:MOST], *found.counts):
        side = [of.votes if name in found.lists else of.counts for of in (found.old, found.new)]
        nets = [signed(getattr(found, part).net[name], words) for part in parts]
        rows.append((name_of(name, words), figure(side[0].get(name), words), *nets, figure(side[1].get(name), words)))
    yield table(heads, rows)
    yield from more_lists(len(order), words)


def _alike(found: Comparison, words: Words) -> Iterator[RenderableType]:
    """The names that the two counts write differently."""
    if found.alike:
        template = (
            "{names} stations or lists are written differently in the two counts and compared as the same, such as "
            "“{old}” and “{new}”."
        )
        old, new = found.alike[0]
        yield line(words(template, names=len(found.alike), old=old, new=new), style="yellow")


def _changes(found: Comparison, words: Words, limit: int, status: Sequence[str]) -> Iterator[RenderableType]:
    listed = [each for each in found.changes if each.status in status]
    if not listed:
        return
    yield ""
    if "added" in status:
        yield heading(words("The largest changes of sheets"))
    else:
        yield heading(words("The largest changes of sheets that are in the old count"))
    for each in listed[:limit]:
        yield line(f"· {_change(each, words)}", indent=1)
    every = sum(getattr(found, name).sheets for name in status)
    if every > limit:
        template = "{more} more; --limit shows them, -o FILE writes them."
        yield line(words(template, more=every - min(limit, len(listed))), indent=1, style="dim")


def _change(each: SheetChange, words: Words) -> str:
    old, new = (_place(*each, words) for each in zip(each.sheets, each.rows, strict=True))
    figures = ", ".join(
        f"{name_of(name, words)} {figure(before, words)} → {figure(after, words)}"
        for name, (before, after) in each.figures.items()
    )
    return words(
        "{station} ({status}; old {old}, new {new}): {figures}",
        station=" ".join(part for part in each.station if part is not None) or "–",
        status=words(ONE[each.status]),
        old=old,
        new=new,
        figures=figures,
    )


def _place(sheet: str, row: int | None, words: Words) -> str:
    """A row, with the sheet of a workbook before it."""
    if row is None:
        return "–"
    return ", ".join([*([sheet] if sheet else []), words("row {row}", row=str(row))])


def compare_json(found: Comparison, contest: str, sides: Sides) -> dict[str, Any]:
    """The whole comparison."""
    return {
        "schema": COMPARE,
        "contest": contest,
        "old": origin_json(sides[0]) | {"votes": dict(found.old.votes), "counts": dict(found.old.counts)},
        "new": origin_json(sides[1]) | {"votes": dict(found.new.votes), "counts": dict(found.new.counts)},
        "sheets": {
            name: {"sheets": getattr(found, name).sheets, "net": dict(getattr(found, name).net)} for name in STATUS
        },
        "not_compared": {"old": found.aside[0], "new": found.aside[1]},
        "written_differently": [{"old": old, "new": new} for old, new in found.alike],
        "changes": [
            {
                "status": each.status,
                "station": list(each.station),
                **({"old_sheet": each.sheets[0], "new_sheet": each.sheets[1]} if any(each.sheets) else {}),
                "old_row": each.rows[0],
                "new_row": each.rows[1],
                "figures": {name: {"old": pair[0], "new": pair[1]} for name, pair in each.figures.items()},
            }
            for each in found.changes
        ],
    }


def compare_table(found: Comparison, contest: str, sides: Sides) -> Table:
    """A row a changed figure of a sheet."""
    columns = found.columns()
    contests = {"contest": [contest] * len(columns["station"])}
    return table_of(contests | columns, document=compare_json(found, contest, sides))


def history_text(found: History, words: Words) -> Iterator[RenderableType]:
    """A line a snapshot, and what changed at each."""
    yield titled([found.contest, words("polling station {station}", station=found.station)])
    names = list(dict.fromkeys(name for each in found.appearances for name in each.figures or ()))
    names = [name for name in names if any((each.figures or {}).get(name) for each in found.appearances)]
    rows = [
        (
            str(each.snapshot.id),
            each.snapshot.time,
            "–" if each.row is None else str(row_said(each.row)),
            *(figure((each.figures or {}).get(name), words) for name in names),
        )
        for each in found.appearances
    ]
    stated = all(each.snapshot.stated for each in found.appearances)
    published = words("published" if stated else "published or imported")
    heads = [words("snapshot"), published, words("row"), *(name_of(name, words) for name in names)]
    yield table(heads, rows)
    yield ""
    for each in found.appearances:
        yield from _happened(each, words)
    if not changed(found):
        yield line(words("Its figures are the same in every snapshot since it appeared."), style="green")
    yield ""
    yield heading(words("Sources"))
    for each in found.appearances:
        told = words("snapshot {id}, {when}", id=str(each.snapshot.id), when=Path(each.snapshot.file).name)
        yield line(f"· {told}, SHA-256 {each.snapshot.sha256}", style="dim")


def _happened(each: Appearance, words: Words) -> Iterator[RenderableType]:
    if each.written:
        yield line(words("{time}: written “{station}”.", time=each.snapshot.time, station=each.written))
    if each.beside:
        yield line(
            words("{time}: another sheet of this station, row {row}.", time=each.snapshot.time, row=each.row or "–")
        )
    if each.figures is None:
        yield line(words("{time}: its sheet is not there.", time=each.snapshot.time), style="yellow")
    elif each.changed:
        told = ", ".join(
            f"{name_of(name, words)} {figure(old, words)} → {figure(new, words)}"
            for name, (old, new) in each.changed.items()
        )
        yield line(words("{time}: changed: {figures}.", time=each.snapshot.time, figures=told), style="yellow")


def changed(found: History) -> bool:
    """Whether the station's figures changed, or its sheet was withdrawn, at any snapshot."""
    return any(each.changed or each.figures is None for each in found.appearances)


def history_json(found: History) -> dict[str, Any]:
    """Every snapshot's figures of the station."""
    return {
        "schema": HISTORY,
        "contest": found.contest,
        "station": found.station,
        "appearances": [
            {
                "source": origin_json(each.snapshot),
                "row": each.row,
                "sheet": each.sheet,
                "written": each.written or found.station,
                "figures": None if each.figures is None else dict(each.figures),
                "changed": {name: {"old": pair[0], "new": pair[1]} for name, pair in each.changed.items()},
            }
            for each in found.appearances
        ],
    }


def history_table(found: History) -> Table:
    """A snapshot a row, a figure a column."""
    return table_of(found.columns(), document=history_json(found))
