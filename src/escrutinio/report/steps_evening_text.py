"""Why, as text: stages that even out what was won before, and a house that grows until it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.report.names_text import cut, figure, kind_name, or_dot, votes_or_none
from escrutinio.report.parts import line, table
from escrutinio.report.steps_sharing_text import edge, left_out, quota_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.outcome import BodyOutcome, Step
    from escrutinio.report.words import Words


def compensation(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Entitlement, seats won, seats given to even out, and the overhang."""
    facts = step.facts
    counted = " + ".join(kind_name(body, kind, words) for kind in facts["counted"])
    kind = body.run.stages[step.stage].kind
    given = words("{kind} seats", kind=kind_name(body, kind, words)) if kind else words("to even out")
    if not facts["split"]:
        text = "The seats of the kinds {kinds} are not known, so the entitlement is given whole and not told apart."
        yield line(words(text, kinds=counted), indent=3)
    known = facts["split"]  # seats that are not known are no zero
    shown, others = cut(step.lines, lambda each: bool(each.before or each.facts["total"]))
    near = any(each.to_gain is not None or each.to_lose is not None for each in step.lines) or bool(
        step.facts["last_in"]
    )
    heads = [
        words("list"),
        words("votes"),
        words("entitled"),
        *([counted, given, words("together")] if known else [given]),
    ]
    heads += [words("votes to gain one"), words("votes to lose one")] if near else []
    rows = [
        (
            each.list,
            words.number(each.votes),
            str(each.before),
            *([str(each.facts["won"]), str(each.after), str(each.facts["total"])] if known else [str(each.after)]),
            *([votes_or_none(each.to_gain, words), votes_or_none(each.to_lose, words)] if near else []),
        )
        for each in shown
    ]
    yield table(heads, rows, indent=3)
    yield from left_out(others, words)
    yield from overhang(step, words)
    yield from edge(step, words)


def overhang(step: Step, words: Words, *, indent: int = 3) -> Iterator[RenderableType]:
    """Who won more than its claim, and who pays for it."""
    facts = step.facts
    for name, seats in facts["overhang"].items():
        yield line(
            words("Overhang: {list} won {seats} more than its entitlement.", list=name, seats=seats), indent=indent
        )
    if facts["rule"] == "added":
        if facts["together"] != facts["claims"]:
            text = "The body grows by them: {together} seats instead of {claims}."
            yield line(words(text, together=facts["together"], claims=facts["claims"]), indent=indent)
        return
    for paid in facts["paid"]:
        text = "It is paid by the lowest quotient: {list} loses {quotient}."
        yield line(words(text, list=paid["list"], quotient=figure(paid["quotient"], words)), indent=indent)
    for name, seats in facts["less"].items() if not facts["paid"] else ():
        yield line(words("{list} has {seats} fewer than it was entitled to.", list=name, seats=seats), indent=indent)
    if "quota" in facts and facts["less"]:
        yield line(quota_told(step, words), indent=indent)


def levelling(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """The house that covers what is sure to every list."""
    counted = " + ".join(kind_name(body, kind, words) for kind in step.facts["counted"])
    shown, others = cut(step.lines, lambda each: bool(each.after))
    house = words("in a house of {seats}", seats=step.facts["house"])
    extra = step.facts["uncompensated"] > 0
    heads = [words("list"), words("votes"), words("first distribution"), counted, words("sure"), house]
    rows = [
        (
            each.list,
            words.number(each.votes),
            str(each.before),
            or_dot(each.facts["won"], words),
            str(each.facts["sure"]),
            str(each.facts["shared"]),
            *([str(each.after)] if extra else []),
        )
        for each in shown
        if each.before or each.after
    ]
    yield table([*heads, *([words("together")] if extra else [])], rows, indent=3)
    yield from left_out([each for each in [*shown, *others] if not each.before and not each.after], words)
    yield from grown(step, words)


def grown(step: Step, words: Words, *, indent: int = 3) -> Iterator[RenderableType]:
    """From how many seats to how many the house grows, and for whom."""
    facts = step.facts
    text = "The house grows from {before} seats to {house}, until it covers what is sure to every list."
    yield line(words(text, before=facts["before"], house=facts["house"]), indent=indent)
    for name, (seats, sure) in facts["short"].items():
        text = "With one seat fewer, {list} would have {seats} of the {sure} seats that are sure to it."
        yield line(words(text, list=name, seats=seats, sure=sure), indent=indent)
    if facts["uncompensated"] > 0:
        text = "{seats} seats stay on top without being evened out ({tolerated} at most): {together} in all."
        told = words(text, seats=facts["uncompensated"], tolerated=facts["tolerated"], together=facts["together"])
        yield line(told, indent=indent)
