"""A law as a page to read: every stage in its order, its values in words, with dates, sources and notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from escrutinio.report.law_seats import seats
from escrutinio.report.law_stages import said
from escrutinio.report.law_values import Told, share
from escrutinio.report.parts import BASIS, cite, heading, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.law import LawFile, LawInForce
    from escrutinio.law.schema import Majority
    from escrutinio.report.words import Words

_MAJORITY = {
    ("members", "at_least"): "at least {share} of all members",
    ("members", "more_than"): "more than {share} of all members",
    ("members_present", "at_least"): "at least {share} of the members present",
    ("members_present", "more_than"): "more than {share} of the members present",
}
INDENT, DEEPER = 3, 2


def law_text(law: LawFile, rules: LawInForce | None, words: Words) -> Iterator[RenderableType]:
    """Every version of every stage, or only what is in force on one day."""
    yield heading(f"{words.of(law.name)} ({law.law})")
    if rules is not None:
        yield line(words("In force on {day}.", day=rules.day))
    else:
        yield line(words("Every version stands here; --day YYYY-MM-DD shows what is in force on a day."))
    yield line(
        words("In square brackets stands the address of a value, as --set BODY.STAGE.FIELD takes it."), style="dim"
    )
    for name, body in (rules.bodies if rules else law.bodies).items():
        yield ""
        yield heading(f"{words.of(law.bodies[name].name)} ({name})")
        yield from _body(law, name, body, words, numbered=rules is not None)
    joint = rules.joint if rules else law.joint
    for each in joint:
        yield ""
        yield heading(f"{words.of(each.name)} ({each.id})")
        bodies = ", ".join(words.of(law.bodies[name].name) for name in each.bodies)
        yield line(words("Together: {bodies}.", bodies=bodies), indent=INDENT)
        yield from _carries(law, each, "", words)
        live = tuple(rule for rule in each.majorities if rules is None or rule.in_force(rules.day))
        yield from _majorities(law, live, words)
    yield ""
    yield heading(words("Texts"))
    for text in law.texts.values():
        parts = (text.publisher, text.title, text.date, text.url)
        yield line("· " + ". ".join(part.rstrip(".") for part in parts if part), style="dim")


def _body(
    law: LawFile,
    name: str,
    body: Any,  # noqa: ANN401 - a body, or one in force
    words: Words,
    *,
    numbered: bool,
) -> Iterator[RenderableType]:
    told = Told(law, name, body.stages, words)
    for number, stage in enumerate(body.stages, start=1):
        place = f"{number}. " if numbered else ""
        yield line(f"{place}{words.of(stage.name)}", style="bold")
        yield from _carries(law, stage, f"{name}.{stage.id}", words)
        for depth, text, field in said(stage, replace(told, day=stage.since)):
            address = f" [{field}]" if field else ""
            mark = "· " if depth else ""
            yield line(f"{mark}{text}{address}", indent=INDENT + DEEPER * max(depth - 1, 0))
        yield from _note(stage, words)
    found = body.distribution
    for each in found if isinstance(found, tuple) else (found,) if found else ():
        yield line(words("Seats"), style="bold")
        yield from _carries(law, each, f"{name}.distribution", words)
        yield from seats(each, replace(told, day=each.since))
        yield from _note(each, words)
    yield from _ballots(law, name, words)
    yield from _majorities(law, body.majorities, words)


def _carries(law: LawFile, dated: Any, address: str, words: Words) -> Iterator[RenderableType]:  # noqa: ANN401 - any dated value
    """Since when and until when, from where, how well known, and where it stands in the file."""
    known = words(BASIS[dated.basis])
    parts = (_span(dated, words), _cited(law, dated, words), known, address and f"[{address}]")
    yield line(" · ".join(part for part in parts if part), indent=INDENT, style="dim")


def _cited(law: LawFile, dated: Any, words: Words) -> str:  # noqa: ANN401 - any dated value
    """The text and the place in it; a place that brings its own sign is not called an article."""
    source = law.cite(dated.source)
    own = source.article and not source.article[0].isdigit()
    return f"{source.title}, {source.article}" if own else cite(words, source)


def _note(dated: Any, words: Words) -> Iterator[RenderableType]:  # noqa: ANN401 - any dated value
    if dated.note:
        yield line(words("Note: {note}", note=words.of(dated.note)), indent=INDENT, style="italic")


def _span(dated: Any, words: Words) -> str:  # noqa: ANN401 - any dated value
    if dated.until:
        return words("from {since} until {until}", since=dated.since, until=dated.until)
    return words("since {since}", since=dated.since)


def _ballots(law: LawFile, name: str, words: Words) -> Iterator[RenderableType]:
    """What else files call the ballots of a body."""
    for tier, known in law.bodies[name].tiers.items():
        if known.aliases:
            text = "The ballot “{ballot}” is also called {names} in files."
            yield line(words(text, ballot=tier, names=", ".join(known.aliases)), indent=INDENT, style="dim")


def _majorities(law: LawFile, majorities: tuple[Majority, ...], words: Words) -> Iterator[RenderableType]:
    for rule in majorities:
        part = words(_MAJORITY[rule.of, rule.boundary], share=share(rule.share, words))
        yield line(f"{words.of(rule.name)}: {part}", style="bold")
        yield from _carries(law, rule, "", words)
        if rule.needed_for:
            yield line(words("Needed for: {what}.", what=words.of(rule.needed_for)), indent=INDENT)
        yield from _note(rule, words)
