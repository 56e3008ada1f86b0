"""One office, as text: the votes of every round, and the condition that elected or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.outcome import counts, explain
from escrutinio.report.parts import cite, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.outcome import Asked, BodyOutcome, Counts, Outcome, Step
    from escrutinio.report.words import Words

BASE = {"valid_votes": "valid votes", "votes_cast": "votes cast", "registered": "registered"}

_ASKED = {
    (False, "more_than"): "More than {share} of the {of}: {needed} votes needed, {best} has {votes}: {met}.",
    (False, "at_least"): "At least {share} of the {of}: {needed} votes needed, {best} has {votes}: {met}.",
    (
        True,
        "more_than",
    ): "A lead of more than {share} of the {of}: {needed} votes needed, {best} leads by {votes}: {met}.",
    (
        True,
        "at_least",
    ): "A lead of at least {share} of the {of}: {needed} votes needed, {best} leads by {votes}: {met}.",
}


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
    told = [condition_sentence(asked, words) for asked in step.facts["conditions"]]
    yield from _together(body.run.stages[step.stage].stage.wins, iter(told), words, indent)
    if step.facts["elected"]:
        return
    best = ", ".join(step.facts["best"])
    if step.facts["otherwise"] == "runoff":
        yield line(words("Nobody is elected: run-off between {best}.", best=best), indent=indent, style="bold")
    else:
        yield line(
            words("Nobody is elected: parliament chooses between {best}.", best=best), indent=indent, style="bold"
        )


def _together(
    condition: Any,  # noqa: ANN401 - a condition of the law
    told: Iterator[str],
    words: Words,
    indent: int,
    mark: str = "",
) -> Iterator[RenderableType]:
    """Conditions as the law joins them: one of them is enough, or all are needed."""
    inner = getattr(condition, "any", None) or getattr(condition, "all", None)
    if inner is None:
        yield line(mark + next(told), indent=indent)
        return
    if len(inner) > 1:
        enough = words("One of these is enough:") if hasattr(condition, "any") else words("All of these together:")
        yield line(mark + enough, indent=indent)
        indent, mark = indent + 2, "· "
    for each in inner.values():
        yield from _together(each, told, words, indent, mark)


def condition_sentence(asked: Asked, words: Words) -> str:
    """One condition: the votes it needs, and the best list's."""
    return words(
        _ASKED[asked.lead, asked.boundary],
        share=share(asked, words),
        of=words(BASE[asked.of]),
        needed=asked.needed,
        best=asked.best,
        votes=asked.has.get(asked.best, 0),
        met=words("met") if asked.met else words("not met"),
    )


def share(asked: Asked, words: Words) -> str:
    """A share as a whole percentage, or as the fraction the law writes."""
    return words.percent(asked.share, 0) if (asked.share * 100).denominator == 1 else str(asked.share)
