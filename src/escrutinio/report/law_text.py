"""A law as a page to read: every stage with its values, dates and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.documents import as_plain
from escrutinio.report.office_text import BASE
from escrutinio.report.parts import cite, heading, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.law import LawFile, LawInForce
    from escrutinio.report.words import Words

_CONDITION = {
    ("share", "at_least"): "at least {share} of the {of} {over}",
    ("share", "more_than"): "more than {share} of the {of} {over}",
    ("lead", "at_least"): "a lead of at least {share} of the {of} {over}",
    ("lead", "more_than"): "a lead of more than {share} of the {of} {over}",
}
_OVER = {
    "country": "of the whole election",
    "region": "of the region",
    "constituency": "of the constituency",
}
_MAJORITY = {
    ("members", "at_least"): "at least {share} of all members",
    ("members", "more_than"): "more than {share} of all members",
    ("members_present", "at_least"): "at least {share} of the members present",
    ("members_present", "more_than"): "more than {share} of the members present",
}

KNOWN_ELSEWHERE = frozenset({"id", "does", "name", "from", "until", "source", "basis", "note"})


def law_text(law: LawFile, rules: LawInForce | None, words: Words) -> Iterator[RenderableType]:
    """Every version of every stage, or only what is in force on one day."""
    yield heading(words.of(law.name))
    if rules is not None:
        yield line(words("In force on {day}.", day=rules.day))
    yield line(words("The fields of a stage stand in the words of the law file, as --set BODY.STAGE.FIELD takes them."))
    for name, body in (rules.bodies if rules else law.bodies).items():
        yield ""
        yield heading(f"{words.of(law.bodies[name].name)} ({name})")
        yield from _body(law, name, body, words)
    yield ""
    yield heading(words("Texts"))
    for text in law.texts.values():
        parts = (text.publisher, text.title, text.date, text.url)
        yield line("· " + ". ".join(part for part in parts if part), style="dim")


def _body(
    law: LawFile,
    name: str,
    body: Any,  # noqa: ANN401 - a body, or one in force
    words: Words,
) -> Iterator[RenderableType]:
    for stage in body.stages:
        yield line(f"{words.of(stage.name)} · {stage.id} · {stage.does}", style="bold")
        yield line(f"{_span(stage, words)} · {cite(words, law.cite(stage.source), stage.basis)}", indent=3, style="dim")
        for key, value in _values(stage, words):
            yield line(f"{key}: {value}", indent=3)
        if stage.note:
            yield line(words.of(stage.note), indent=3)
    yield from _distributions(law, name, body, words)
    for rule in body.majorities:
        share = words(_MAJORITY[rule.of, rule.boundary], share=rule.share)
        yield line(f"{words.of(rule.name)} · {rule.id}: {share}", style="bold")
        yield line(f"{_span(rule, words)} · {cite(words, law.cite(rule.source), rule.basis)}", indent=3, style="dim")
        if rule.needed_for:
            yield line(words("Needed for: {what}.", what=words.of(rule.needed_for)), indent=3)


def _distributions(
    law: LawFile,
    name: str,
    body: Any,  # noqa: ANN401 - see _body
    words: Words,
) -> Iterator[RenderableType]:
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
        names = [words.of(law.bodies[name].kinds.get(kind, {"": kind})) for kind in kinds]
        last = [words("total"), *totals, str(each.members)]
        yield table([words("area"), *names, words("total")], [*rows, last], total=True, indent=3)


def _span(dated: Any, words: Words) -> str:  # noqa: ANN401 - any dated value
    if dated.until:
        return words("from {since} until {until}", since=dated.since, until=dated.until)
    return words("since {since}", since=dated.since)


def _values(stage: Any, words: Words) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any stage
    """The fields a lawyer set, addressed as ``--set`` takes them; a condition is a sentence."""
    for key, value in as_plain(stage).items():
        if key not in KNOWN_ELSEWHERE and value != "":
            yield from _flat(key, value, words)


def _flat(key: str, value: Any, words: Words) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a value of a law file
    if not isinstance(value, dict):
        yield key, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    elif "boundary" in value:
        name = "lead" if "lead" in value else "share"
        facts = {"share": value[name], "of": words(BASE[value["of"]]), "over": words(_OVER[value["over"]])}
        yield f"{key}.{name}", words(_CONDITION[name, value["boundary"]], **facts)
    else:
        for inner, each in value.items():
            yield from _flat(f"{key}.{inner}", each, words)
