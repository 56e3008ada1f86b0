"""What was read from official files, and what was found while reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.canvass import summary
from escrutinio.report.canvass_findings import by_code, counted, findings_json
from escrutinio.report.canvass_parts import SHEETS, titled, totals
from escrutinio.report.parts import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass.counting.tallies import AreaTally
    from escrutinio.canvass.sheets import Reading
    from escrutinio.canvass.storing.store import Added
    from escrutinio.report.words import Words

READ = "escrutinio/read/1"


@dataclass(frozen=True, eq=False)
class FileRead:
    """One file: its reading, its totals by contest (none where its rows are moments), and the snapshot it became."""

    reading: Reading
    totals: Mapping[str, AreaTally]
    row: str
    added: Added | None = None


def read_text(
    files: Sequence[FileRead], words: Words, *, limit: int | None, store: str | None = None
) -> Iterator[RenderableType]:
    """File by file."""
    for number, each in enumerate(files):
        if number:
            yield ""
        yield from _file(each, words, limit, store)


def _file(each: FileRead, words: Words, limit: int | None, store: str | None) -> Iterator[RenderableType]:
    reading = each.reading
    yield titled([Path(reading.source.file).name, *_sizes(each, words)])
    yield line(words("Read as: {format}", format=reading.format), style="dim")
    if reading.time:
        yield line(words("Published: {time}", time=reading.time), style="dim")
    yield line(f"SHA-256: {reading.source.sha256}", style="dim")
    yield from _kept(each, words, store)
    yield ""
    if each.totals:
        yield from totals(each.totals, words, row=each.row)
    else:
        yield line(words("Each row is the total at one moment, so rows are not added up."))
    yield ""
    if reading.findings:
        yield counted(reading.findings, words)
        yield from by_code(reading.findings, words, limit)
    else:
        yield line(words("Nothing was found while reading: every cell that should be a count is one."), style="green")


def _sizes(each: FileRead, words: Words) -> list[str]:
    told = words(SHEETS[each.row])
    return [f"{name}: {words.number(rows)} {told}" for name, rows in each.reading.rows.items()]


def _kept(each: FileRead, words: Words, store: str | None) -> Iterator[RenderableType]:
    if each.added is None:
        return
    facts = {"store": store, "id": str(each.added.snapshot), "time": each.added.time}
    if each.added.already:
        template = "Already in {store} as snapshot {id}, as of {time}: nothing was changed."
    else:
        template = "Kept in {store} as snapshot {id}, as of {time}."
    yield line(words(template, **facts), style="bold")


def read_json(files: Sequence[FileRead], words: Words, *, store: str | None = None) -> dict[str, Any]:
    """Every file with its totals and all that was found."""
    return {"schema": READ, "store": store, "files": [_file_json(each, words) for each in files]}


def _file_json(each: FileRead, words: Words) -> dict[str, Any]:
    reading, added = each.reading, each.added
    kept = None if added is None else {"snapshot": added.snapshot, "already": added.already, "time": added.time}
    return {
        "file": reading.source.file,
        "sha256": reading.source.sha256,
        "format": reading.format,
        "time": reading.time or None,
        "row": each.row,
        "contests": {name: _contest_json(each, name) for name in reading.tables},
        "snapshot": kept,
        "summary": {
            code: {"severity": severity, "found": number}
            for code, (severity, number) in summary(reading.findings).items()
        },
        "findings": findings_json(reading.findings, words),
    }


def _contest_json(each: FileRead, name: str) -> dict[str, Any]:
    area = each.totals.get(name)
    told = {"rows": each.reading.rows.get(name), "lists": list(each.reading.lists[name])}
    return told | ({} if area is None else {"votes": dict(area.votes), "counts": dict(area.counts)})
