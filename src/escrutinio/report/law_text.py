"""A law as a page to read: every stage with its values, dates and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.documents import as_plain
from escrutinio.report.parts import cite, heading, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.law import LawFile, LawInForce
    from escrutinio.report.words import Words

KNOWN_ELSEWHERE = frozenset({"id", "does", "name", "from", "until", "source", "basis", "note"})


def law_text(law: LawFile, rules: LawInForce | None, words: Words) -> Iterator[RenderableType]:
    """Every version of every stage, or only what is in force on one day."""
    yield heading(words.of(law.name))
    if rules is not None:
        yield line(words("In force on {day}.", day=rules.day))
    for name, body in (rules.bodies if rules else law.bodies).items():
        yield ""
        yield heading(f"{words.of(law.bodies[name].name)} ({name})")
        yield from _body(law, body, words)
    yield ""
    yield heading(words("Texts"))
    for text in law.texts.values():
        parts = (text.publisher, text.title, text.date, text.url)
        yield line("· " + ". ".join(part for part in parts if part), style="dim")


def _body(law: LawFile, body: Any, words: Words) -> Iterator[RenderableType]:  # noqa: ANN401 - a body, or one in force
    for stage in body.stages:
        yield line(f"{words.of(stage.name)} · {stage.id} · {stage.does}", style="bold")
        yield line(f"{_span(stage, words)} · {cite(words, law.cite(stage.source), stage.basis)}", indent=3, style="dim")
        for key, value in _values(stage):
            yield line(f"{key}: {value}", indent=3)
        if stage.note:
            yield line(words.of(stage.note), indent=3)
    yield from _distributions(law, body, words)
    for rule in body.majorities:
        share = f"{rule.share} ({rule.of}, {rule.boundary})"
        yield line(f"{words.of(rule.name)} · {rule.id}: {share}", style="bold")
        yield line(f"{_span(rule, words)} · {cite(words, law.cite(rule.source), rule.basis)}", indent=3, style="dim")


def _distributions(law: LawFile, body: Any, words: Words) -> Iterator[RenderableType]:  # noqa: ANN401 - see _body
    found = body.distribution
    for each in found if isinstance(found, tuple) else (found,) if found else ():
        kinds = list(dict.fromkeys(kind for seats in each.areas.values() for kind in seats))
        rows = [
            [area, *(str(seats.get(kind, 0)) for kind in kinds), str(sum(seats.values()))]
            for area, seats in each.areas.items()
        ]
        totals = [str(sum(seats.get(kind, 0) for seats in each.areas.values())) for kind in kinds]
        yield line(words("Seats"), style="bold")
        yield line(f"{_span(each, words)} · {cite(words, law.cite(each.source), each.basis)}", indent=3, style="dim")
        if each.note:
            yield line(words.of(each.note), indent=3)
        yield table(
            [words("area"), *kinds, words("total")], [*rows, [words("total"), *totals, str(each.members)]], total=True
        )


def _span(dated: Any, words: Words) -> str:  # noqa: ANN401 - any dated value
    if dated.until:
        return words("from {since} until {until}", since=dated.since, until=dated.until)
    return words("since {since}", since=dated.since)


def _values(stage: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any stage
    """The fields a lawyer set, in the words of the file."""
    for key, value in as_plain(stage).items():
        if key not in KNOWN_ELSEWHERE and value != "":
            yield key, _flat(value)


def _flat(value: Any) -> str:  # noqa: ANN401 - a value of a law file
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flat(each)}" for key, each in value.items()) + "}"
    return ", ".join(_flat(each) for each in value) if isinstance(value, list) else str(value)
