"""One office, as text: the votes of every round, and the condition that elected or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.outcome import counts, explain
from escrutinio.report.condition_text import joined, winning_sentence
from escrutinio.report.parts import cite, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.outcome import BodyOutcome, Counts, Outcome, Step
    from escrutinio.report.words import Words


def office(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """One office: the votes of every round, and the condition that was met or not."""
    leaders = {each.id: each.leader for each in outcome.election.lists}
    for step in explain(outcome, body.id):
        if "missing" in step.facts or not any(each.votes for each in step.lines):
            continue
        yield line(f"{words.of(step.name)} ({cite(words, step.source, step.basis)})", style="italic")
        tier = body.run.stages[step.stage].stage.votes
        found = counts(outcome, tier)
        heads = [words(head) for head in ("list", "who", "votes", "share", "")]
        rows = [
            (
                each.list,
                leaders.get(each.list, ""),
                words.number(each.votes),
                words.percent(part) if (part := found.share(each.list)) is not None else "",
                words("elected") if each.after else "",
            )
            for each in step.lines
        ]
        yield table(heads, rows, left=2)
        yield from _counts(found, words)
        yield from conditions(step, body, words)
    for name in body.totals():
        who = " · ".join(part for part in (leaders.get(name, ""), name) if part)
        yield line(words("Elected: {who}.", who=who), indent=1, style="bold")


def _counts(found: Counts, words: Words) -> Iterator[RenderableType]:
    said = [
        f"{words(name)} {words.number(value)}"
        for name in ("valid", "blank", "null", "cast", "registered")
        if (value := getattr(found, name)) is not None
    ]
    if found.turnout is not None:
        said.append(f"{words('turnout')} {words.percent(found.turnout)}")
    yield line(" · ".join(said), indent=1, style="dim")


def conditions(step: Step, body: BodyOutcome, words: Words, *, indent: int = 1) -> Iterator[RenderableType]:
    """What the law asks of a winner, who has it, and what happens where nobody has."""
    if "conditions" not in step.facts:
        return
    told = [winning_sentence(asked, words) for asked in step.facts["conditions"]]
    yield from joined(body.run.stages[step.stage].stage.wins, iter(told), words, indent)
    if step.facts["elected"]:
        return
    best = ", ".join(step.facts["best"])
    if step.facts["otherwise"] == "runoff":
        yield line(words("Nobody is elected: run-off between {best}.", best=best), indent=indent, style="bold")
    else:
        yield line(
            words("Nobody is elected: parliament chooses between {best}.", best=best), indent=indent, style="bold"
        )
