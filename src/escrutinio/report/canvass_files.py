"""Files fetched, made up, or published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.canvass_parts import titled
from escrutinio.report.parts import line, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from escrutinio.canvass.fetching.files import Fetched
    from escrutinio.canvass.making.synthetic import Synthetic
    from escrutinio.report.words import Words

FETCH, SYNTH, PUBLISH, DESCRIBE = (f"escrutinio/{name}/1" for name in ("fetch", "synth", "publish", "describe"))

HOW = {"downloaded": "downloaded", "resumed": "resumed and completed", "there": "there already"}


def fetch_text(files: Sequence[Fetched], words: Words) -> Iterator[RenderableType]:
    """File by file: how it came, and whether it is the one that is listed."""
    for each in files:
        yield titled([each.name, words(HOW[each.how])])
        yield line(words("As: {path}", path=each.path), indent=1)
        yield line(words("From: {url}", url=each.url), indent=1)
        template = (
            "SHA-256: {sha256}, as the catalogue lists it."
            if each.checked
            else "SHA-256: {sha256}; the catalogue lists none, so nobody can say whether it is the right file."
        )
        yield line(words(template, sha256=each.sha256), indent=1, style="" if each.checked else "yellow")
        if each.licence:
            yield line(words("Terms: {licence}", licence=each.licence), indent=1)


def fetch_json(files: Sequence[Fetched]) -> dict[str, Any]:
    """Every file that is there now."""
    return {
        "schema": FETCH,
        "files": [
            {
                "name": each.name,
                "path": str(each.path),
                "url": each.url,
                "sha256": each.sha256,
                "checked": each.checked,
                "how": each.how,
                "licence": each.licence,
            }
            for each in files
        ],
    }


def synth_text(made: Synthetic, words: Words) -> Iterator[RenderableType]:
    """What was made up, of what, and what is wrong in it on purpose."""
    yield titled([made.election, made.contest, words("made up: no real tally sheets")])
    template = "{stations} polling stations; seed {seed}; every area's totals are the real ones times {factor}."
    yield line(words(template, stations=made.stations, seed=str(made.seed), factor=made.factor))
    for file in made.files:
        yield line(f"· {file}", indent=1)
    if not made.truth:
        yield line(words("Nothing is wrong in it on purpose."))
        return
    kinds: dict[str, set[str]] = {}
    for each in made.truth:
        kinds.setdefault(each.kind, set()).add(each.station)
    rows = [(kind, words.number(len(stations))) for kind, stations in sorted(kinds.items())]
    yield ""
    yield table([words("wrong on purpose"), words("polling stations")], rows)
    yield line(words("truth.csv, beside the files, says what was true at each."))


def synth_json(made: Synthetic) -> dict[str, Any]:
    """What was made up."""
    return {
        "schema": SYNTH,
        "election": made.election,
        "contest": made.contest,
        "seed": made.seed,
        "stations": made.stations,
        "factor": made.factor,
        "lists": list(made.lists),
        "files": [str(each) for each in made.files],
        "truth": [{name: getattr(each, name) for name in type(each).__dataclass_fields__} for each in made.truth],
    }


def publish_text(written: Sequence[Path], folder: str, words: Words) -> Iterator[RenderableType]:
    """The snapshots that are new in the folder."""
    if not written:
        yield line(words("{folder} has every snapshot already: nothing was written.", folder=folder))
        return
    yield line(words("{files} snapshots published in {folder}:", files=len(written), folder=folder))
    for each in written:
        yield line(f"· {each}", indent=1)


def publish_json(written: Sequence[Path], folder: str) -> dict[str, Any]:
    """The files written now."""
    return {"schema": PUBLISH, "folder": folder, "written": [str(each) for each in written]}
