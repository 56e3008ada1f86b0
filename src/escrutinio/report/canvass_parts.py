"""The pieces that reports on counts share: names of figures and places, where sheets come from, shares."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.report.parts import heading, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass.counting.tallies import AreaTally
    from escrutinio.canvass.storing.store import Snapshot
    from escrutinio.report.words import Words

NAMES = {
    "registered": "registered",
    "valid": "valid",
    "blank": "blank",
    "null": "null",
    "cast": "cast",
    "country": "country",
    "department": "department",
    "province": "province",
    "municipality": "municipality",
    "locality": "locality",
    "precinct": "precinct",
    "constituency": "constituency",
    "special": "special constituency",
    "abroad": "abroad",
    "station": "polling station",
}
"""What a column of the canvass is called; a list is called by its id."""

SHEETS = {
    "station": "tally sheets",
    "precinct": "precincts",
    "municipality": "municipalities",
    "constituency": "constituencies",
    "department": "departments",
    "moment": "moments",
}
"""What the rows of a file stand for, when they are counted."""

OF_ROW = {
    "precinct": "precinct",
    "municipality": "municipality",
    "constituency": "constituency",
    "department": "department",
    "moment": "moment",
}
"""What one row stands for, where it is no polling station."""

MOST = 40
"""How many lists a table shows; the files have all."""


def name_of(column: str, words: Words) -> str:
    """A column in words: a count or a place; a list is its id."""
    return words(NAMES[column]) if column in NAMES else column


def figure(number: int | None, words: Words) -> str:
    """A count; a dash where nobody states it."""
    return "–" if number is None else words.number(number)


def signed(number: int, words: Words) -> str:
    """A difference with its sign."""
    return f"+{words.number(number)}" if number > 0 else f"−{words.number(-number)}" if number else "0"


def share(part: int | None, whole: int | None, words: Words) -> str:
    """A percentage, or a dash where there is nothing to take it of."""
    return words.percent(Fraction(part, whole)) if part is not None and whole else "–"


def area_name(part: str | bool | None, words: Words) -> str:  # noqa: FBT001 - abroad is an area too
    """A place as its file names it, or home and abroad in words."""
    if isinstance(part, bool):
        return words("abroad") if part else words("at home")
    return part if part is not None else words("(not stated)")


def origin(snapshot: Snapshot, words: Words) -> Iterator[RenderableType]:
    """Where sheets come from: the file, when it was published, its SHA-256."""
    yield line(words("Source: {file}, {when}.", file=Path(snapshot.file).name, when=when(snapshot, words)), style="dim")
    yield line(f"SHA-256: {snapshot.sha256 or '–'}", style="dim")


def when(snapshot: Snapshot, words: Words) -> str:
    """When a count was published; a file may not say."""
    template = "published {time}" if snapshot.stated else "imported {time}; nobody says when it was published"
    told = words(template, time=snapshot.time) if snapshot.time else words("which does not say when")
    return words("snapshot {id}, {when}", id=str(snapshot.id), when=told) if snapshot.id else told


def origin_json(snapshot: Snapshot) -> dict[str, Any]:
    """Where sheets come from, as plain values."""
    return {
        "file": snapshot.file,
        "sha256": snapshot.sha256,
        "format": snapshot.format,
        "time": snapshot.time or None,
        "time_stated": bool(snapshot.time) and snapshot.stated,
        "snapshot": snapshot.id or None,
        "rows": snapshot.rows,
    }


def by_votes(votes: Mapping[str, int | None]) -> list[str]:
    """Lists by their votes, the largest first."""
    return sorted(votes, key=lambda name: (-(votes[name] or 0), name))


def totals(areas: Mapping[str, AreaTally], words: Words, *, row: str = "station") -> Iterator[RenderableType]:
    """Whole totals side by side, a column a contest: lists, then the other counts."""
    together: dict[str, int] = {}
    for area in areas.values():
        for name, votes in area.votes.items():
            together[name] = together.get(name, 0) + (votes or 0)
    order = by_votes(together)
    rows = [(name, *(_cell(area.votes, name, words) for area in areas.values())) for name in order[:MOST]]
    rows.append((words("valid, added up"), *(words.number(area.of_lists) for area in areas.values())))
    for count in ("valid", "blank", "null", "cast", "registered"):
        if any(area.counts.get(count) is not None for area in areas.values()):
            called = words("valid, as stated") if count == "valid" else words(NAMES[count])
            rows.append((called, *(figure(area.counts.get(count), words) for area in areas.values())))
    rows.append((words(SHEETS[row]), *(words.number(area.sheets) for area in areas.values())))
    yield table(["", *areas], rows)
    yield from more_lists(len(order), words)


def more_lists(lists: int, words: Words) -> Iterator[RenderableType]:
    """That a table does not show all lists, where it does not."""
    if lists > MOST:
        yield line(words("{lists} more lists are not shown; --json and -o have them.", lists=lists - MOST), indent=1)


def _cell(votes: Mapping[str, int | None], name: str, words: Words) -> str:
    return figure(votes[name], words) if name in votes else "·"


def titled(parts: Sequence[str]) -> RenderableType:
    """A heading of several parts."""
    return heading(" · ".join(part for part in parts if part))
