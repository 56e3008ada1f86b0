"""What is at hand, as a list for a terminal or as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.outcome_text import STATUS
from escrutinio.report.parts import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.model import Election
    from escrutinio.report.words import Words


def elections_text(elections: Iterable[Election], words: Words) -> Iterator[RenderableType]:
    """One election a line."""
    rows = [
        (each.id, str(each.date), words.of(each.name), words(STATUS[each.status]), each.law, str(len(each.lists)))
        for each in elections
    ]
    yield table([words(head) for head in ("id", "date", "name", "status", "law", "lists")], rows, left=5)


def elections_json(elections: Sequence[Election]) -> dict[str, Any]:
    """Every election at hand as plain values."""
    return {
        "schema": "escrutinio/elections/1",
        "elections": [
            {
                "id": each.id,
                "date": each.date.isoformat(),
                "name": dict(each.name),
                "status": each.status,
                "law": each.law,
                "lists": [one.id for one in each.lists],
            }
            for each in elections
        ],
    }
