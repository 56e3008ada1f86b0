"""What is at hand, as a list for a terminal or as plain values."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from escrutinio.report.parts import STATUS, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass.about import About
    from escrutinio.law import LawFile
    from escrutinio.report.words import Words


def elections_text(pages: Mapping[str, About], words: Words) -> Iterator[RenderableType]:
    """One election a line; a blank one between two countries."""
    rows: list[tuple[str, ...]] = []
    for _, same in groupby(pages.items(), key=lambda page: page[1].country):
        rows += [("", "", "", "")] if rows else []
        rows += [(name, str(each.date), words.of(each.name), words(STATUS[each.status])) for name, each in same]
    yield table([words(head) for head in ("id", "date", "name", "status")], rows, left=4)


def elections_json(pages: Mapping[str, About]) -> dict[str, Any]:
    """Every election at hand as plain values."""
    return {
        "schema": "escrutinio/elections/2",
        "elections": [
            {
                "id": name,
                "country": each.country,
                "date": each.date.isoformat(),
                "name": dict(each.name),
                "status": each.status,
                "law": each.law,
            }
            for name, each in pages.items()
        ],
    }


def laws_text(laws: Iterable[LawFile], words: Words) -> Iterator[RenderableType]:
    """One law a line: its name, its bodies, and the first day of which it says something."""
    rows = [(each.law, words.of(each.name), ", ".join(each.bodies), str(min(_begins(each)))) for each in laws]
    yield table([words(head) for head in ("id", "name", "bodies", "rules since")], rows, left=4)


def laws_json(laws: Sequence[LawFile]) -> dict[str, Any]:
    """Every law at hand as plain values."""
    return {
        "schema": "escrutinio/laws/1",
        "laws": [
            {
                "id": each.law,
                "country": each.country,
                "name": dict(each.name),
                "bodies": {name: dict(body.name) for name, body in each.bodies.items()},
                "since": min(_begins(each)).isoformat(),
            }
            for each in laws
        ],
    }


def _begins(law: LawFile) -> Iterator[Any]:
    return (stage.since for body in law.bodies.values() for stage in body.stages)
