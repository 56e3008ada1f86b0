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
    """One file: its reading, its totals by contest (none where its rows are moments), and the snapshot it became.

    ``time`` is when the user says that it was published.
    """

    reading: Reading
    totals: Mapping[str, AreaTally]
    row: str
    added: Added | None = None
    time: str = ""


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


SAID = {
    (False, True): "Kept in {store} as snapshot {id}, as of {time}.",
    (False, False): "Kept in {store} as snapshot {id}, imported at {time}: nobody says when it was published.",
    (True, True): "Already in {store} as snapshot {id}, as of {time}: nothing was changed.",
    (True, False): "Already in {store} as snapshot {id}, imported at {time}: nothing was changed.",
}
"""What became of a file: whether it was there already, and whether anybody says when it was published."""


def kept_otherwise(each: FileRead) -> bool:
    """Whether a store keeps another reading of the file than this one."""
    return each.added is not None and any(one.contest not in each.added.superseded for one in each.added.differs)


def _kept(each: FileRead, words: Words, store: str | None) -> Iterator[RenderableType]:
    """What became of the file in the store."""
    added = each.added
    if added is None:
        return
    if not added.already or not (kept_otherwise(each) or added.superseded):
        template = SAID[added.already, added.stated]
        yield line(words(template, store=store, id=str(added.snapshot), time=added.time), style="bold")
    if kept_otherwise(each):
        yield from _otherwise(each, added, words, store)
    for name, old in added.superseded.items():
        differs = next((one for one in added.differs if one.contest == name), None)
        template = (
            "{contest}: this reading takes the place of snapshot {old}, which stays in {store} and counts no more."
            if differs is None
            else "{contest}: this reading takes the place of snapshot {old}, from which {figures} figures differ; that "
            "one stays in {store} and counts no more."
        )
        told = {"contest": name, "old": str(old), "store": store, "figures": differs.figures if differs else 0}
        yield line(words(template, **told), style="bold")
    for name, old in added.others.items():
        template = (
            "{store} also holds this file as the contest {contest}, as snapshot {old}. If that was a mistake, read the "
            "file with --again: this reading is then the only one of it."
        )
        yield line(words(template, store=store, contest=name, old=str(old)), style="yellow")


def _otherwise(each: FileRead, added: Added, words: Words, store: str | None) -> Iterator[RenderableType]:
    """That the store keeps another reading of the file, and what that one says."""
    for one in added.differs:
        facts = {"store": store, "id": str(one.snapshot), "contest": one.contest, "format": one.format}
        if one.figures or one.names:
            template = (
                "{store} holds this file as snapshot {id} ({contest}), read with another description ({format}): "
                "{figures} figures and {names} names of stations or areas differ from this reading."
            )
            yield line(words(template, figures=one.figures, names=one.names, **facts), style="bold red")
        if one.time:
            template = "{store} holds this file as snapshot {id} ({contest}), as of {time}; this import says {now}."
            now = each.time or each.reading.time
            yield line(words(template, time=one.time, now=now, **facts), style="bold red")
    template = (
        "The totals below are of this reading, and {store} keeps its own: nothing of that was changed. --again puts "
        "this reading in the place of that one."
    )
    yield line(words(template, store=store), style="bold red")


def read_json(files: Sequence[FileRead], words: Words, *, store: str | None = None) -> dict[str, Any]:
    """Every file with its totals and all that was found."""
    return {"schema": READ, "store": store, "files": [_file_json(each, words) for each in files]}


def _file_json(each: FileRead, words: Words) -> dict[str, Any]:
    reading, added = each.reading, each.added
    kept = None if added is None else _kept_json(added)
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


def _kept_json(added: Added) -> dict[str, Any]:
    """The snapshot that a file became; ``differs`` is what the store holds of it otherwise."""
    told = {"snapshot": added.snapshot, "already": added.already, "time": added.time, "time_stated": added.stated}
    differs = [
        {
            "contest": one.contest,
            "snapshot": one.snapshot,
            "format": one.format,
            "figures": one.figures,
            "names": one.names,
            "time": one.time or None,
            "superseded": one.contest in added.superseded,
        }
        for one in added.differs
    ]
    return told | {"differs": differs, "superseded": dict(added.superseded), "others": dict(added.others)}


def _contest_json(each: FileRead, name: str) -> dict[str, Any]:
    area = each.totals.get(name)
    told = {"rows": each.reading.rows.get(name), "lists": list(each.reading.lists[name])}
    return told | ({} if area is None else {"votes": dict(area.votes), "counts": dict(area.counts)})
