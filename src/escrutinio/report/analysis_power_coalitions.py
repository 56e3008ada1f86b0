"""The coalitions that win: how many there are of a kind, and the first of them by size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.report.parts import line, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.analysis import Coalitions
    from escrutinio.report.words import Words

MOST = 20

ONE = {
    "winning": "{number} coalition wins.",
    "minimal": "{number} coalition wins with nobody to spare: without any one of its lists it loses.",
    "minimum_size": "{number} coalition wins with nobody to spare and with the fewest seats.",
    "fewest_parties": "{number} coalition wins with the fewest lists.",
    "connected": "{number} coalition stands together on the axis {axis} and wins.",
}
SEVERAL = {
    "winning": "{number} coalitions win.",
    "minimal": "{number} coalitions win with nobody to spare: without any one of them they lose.",
    "minimum_size": "{number} coalitions win with nobody to spare and with the fewest seats.",
    "fewest_parties": "{number} coalitions win with the fewest lists.",
    "connected": "{number} coalitions stand together on the axis {axis} and win.",
}

ONE_MORE = "… and {number} more row; --json or -o FILE gives it."
MORE = "… and {number} more rows; --json or -o FILE gives them all."


def coalitions_text(found: Coalitions, words: Words) -> Iterator[RenderableType]:
    """How many coalitions win, and the first of them by size."""
    yield ""
    count = len(found.rows())
    template = ONE[found.kind] if count == 1 else SEVERAL[found.kind]
    yield line(words(template, number=count, axis=" – ".join(found.axis)), indent=1)
    rows = [
        (" + ".join(each.members), words.number(each.size), words.number(each.weight), words.number(each.surplus))
        for each in found.rows()[:MOST]
    ]
    if rows:
        yield table([words(head) for head in ("coalition", "lists", "seats", "to spare")], rows, indent=1)
    if rows and found.quotas[1:]:
        yield line(words("Seats are those in all chambers; to spare are the fewest in any one of them."), indent=1)
    if count > MOST:
        more = count - MOST
        template = ONE_MORE if more == 1 else MORE
        yield line(words(template, number=more), indent=1)
