"""What an answer rests on whose votes were counted from tally sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.report.canvass_parts import SHEETS, origin_json, when
from escrutinio.report.parts import heading, line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass.storing.store import Snapshot
    from escrutinio.report.words import Words


@dataclass(frozen=True, slots=True)
class RestsOn:
    """One contest's sheets: how many count, what they are, and the snapshot they are of.

    ``missing`` are lists that won and that the sheets do not have: there the declared winners stand.
    """

    contest: str
    sheets: int
    row: str
    snapshot: Snapshot
    missing: tuple[str, ...] = ()


def rests_on_text(rests: Sequence[RestsOn], others: Sequence[str], words: Words) -> Iterator[RenderableType]:
    """Which sheets, of which file, as of when; ``others`` are the contests whose votes are the election's own."""
    if not rests:
        return
    yield heading(words("Counted from tally sheets, not taken from the official totals:"))
    for each in rests:
        template = "{contest}: {sheets} {what} counted, from {file}, {when}."
        told = words(
            template,
            contest=each.contest,
            sheets=each.sheets,
            what=words(SHEETS[each.row]),
            file=Path(each.snapshot.file).name,
            when=when(each.snapshot, words),
        )
        yield line(f"· {told}")
        yield line(f"SHA-256: {each.snapshot.sha256 or '–'}", indent=2, style="dim")
        if each.missing:
            template = "The sheets lack the votes of {lists}, which won: the declared winners stand."
            yield line(words(template, lists=", ".join(each.missing)), indent=2)
    if others:
        yield line(
            f"· {words('{others}: the official totals, because there are no sheets.', others=', '.join(others))}"
        )
    yield line(words("Sheets that are not counted yet are missing here; nothing is projected."))
    yield ""


def rests_on_json(rests: Sequence[RestsOn]) -> dict[str, Any]:
    """The same as plain values; nothing where the votes are the election's own."""
    if not rests:
        return {}
    told = [
        {"contest": each.contest, "sheets": each.sheets, "declared_for_lack_of": list(each.missing)}
        | origin_json(each.snapshot)
        for each in rests
    ]
    return {"counted_from": told}
