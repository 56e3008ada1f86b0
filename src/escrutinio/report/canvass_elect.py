"""What an answer rests on whose votes were counted from tally sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.report.canvass_parts import SHEETS, origin_json, when
from escrutinio.report.parts import heading, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.canvass.storing.store import Snapshot
    from escrutinio.report.words import Words


@dataclass(frozen=True, slots=True)
class RestsOn:
    """One contest's sheets: how many count, what they are, and the snapshot they are of.

    ``missing`` are lists that won and that the sheets do not have: there the declared winners stand, or where ``open``
    nothing is known. ``personal`` says what hangs on votes for candidates, which the sheets do not have: nothing where
    empty, the ``lists`` that win seats, or the ``parties`` inside an alliance that do.
    """

    contest: str
    sheets: int
    row: str
    snapshot: Snapshot
    missing: tuple[str, ...] = ()
    open: bool = False
    personal: str = ""


@dataclass(frozen=True, slots=True)
class Rests:
    """What an outcome rests on: the sheets, and the contests without, by their official totals or not known at all."""

    sheets: tuple[RestsOn, ...] = ()
    official: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


PERSONAL = {
    "": "",
    "lists": "The votes on record name candidates, and these sheets do not: who sits is not known, and lists whose "
    "seats hang on their candidates may win others.",
    "parties": "The votes on record name candidates, and these sheets do not: who sits is not known, and inside an "
    "alliance its parties may win other seats.",
}


def rests_on_text(rests: Rests, words: Words) -> Iterator[RenderableType]:
    """Which sheets, of which file, as of when; and what the other contests' votes are."""
    if not rests.sheets:
        return
    yield heading(words("Counted from tally sheets, not taken from the official totals:"))
    for each in rests.sheets:
        yield from _contest(each, words)
    if rests.official:
        template = "{others}: the official totals, because there are no sheets."
        yield line(f"· {words(template, others=', '.join(rests.official))}")
    if rests.open:
        template = (
            "{others}: no sheets by that time, so the seats that hang on it are open. --official-for-missing takes the "
            "official totals."
        )
        yield line(f"· {words(template, others=', '.join(rests.open))}")
    yield line(words("Sheets that are not counted yet are missing here; nothing is projected."))
    yield ""


def _contest(each: RestsOn, words: Words) -> Iterator[RenderableType]:
    told = words(
        "{contest}: {sheets} {what} counted, from {file}, {when}.",
        contest=each.contest,
        sheets=each.sheets,
        what=words(SHEETS[each.row]),
        file=Path(each.snapshot.file).name,
        when=when(each.snapshot, words),
    )
    yield line(f"· {told}")
    yield line(f"SHA-256: {each.snapshot.sha256 or '–'}", indent=2, style="dim")
    if each.missing:
        template = (
            "The sheets lack the votes of {lists}, which won: its seats are open."
            if each.open
            else "The sheets lack the votes of {lists}, which won: the declared winners stand."
        )
        yield line(words(template, lists=", ".join(each.missing)), indent=2)
    if each.personal:
        yield line(words(PERSONAL[each.personal]), indent=2, style="yellow")


def rests_on_json(rests: Rests) -> dict[str, Any]:
    """The same as plain values; nothing where the votes are the election's own."""
    if not rests.sheets:
        return {}
    told = [
        {
            "contest": each.contest,
            "sheets": each.sheets,
            "declared_for_lack_of": [] if each.open else list(each.missing),
            "open_for_lack_of": list(each.missing) if each.open else [],
            "may_differ_for_lack_of_candidates": each.personal or None,
        }
        | origin_json(each.snapshot)
        for each in rests.sheets
    ]
    return {"counted_from": told, "official_totals": list(rests.official), "not_known": list(rests.open)}
