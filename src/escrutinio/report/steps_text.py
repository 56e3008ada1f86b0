"""Why, as text for a terminal: one block a step, in the law's order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from escrutinio.outcome import area_named, explain
from escrutinio.report.office_text import BASE, conditions, share
from escrutinio.report.outcome_text import kind_name, ties_text
from escrutinio.report.parts import TOGETHER, cite, document, heading, line, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.console import RenderableType

    from escrutinio.model import Source
    from escrutinio.outcome import Asked, BodyOutcome, Outcome, Step
    from escrutinio.report.words import Words


def steps_text(outcome: Outcome, body: str, constituency: str | None, words: Words) -> Iterator[RenderableType]:
    """Every step that led to a body's seats in one area, or in all of them."""
    steps = explain(outcome, body, constituency)
    found = outcome[body]
    where = area_named(found.run, constituency) if constituency else ""
    yield heading(" · ".join(part for part in (words.of(found.name), where, words.of(outcome.election.name)) if part))
    if found.pending:
        yield from ties_text(found, words)
        yield line(words("The steps below show one of the outcomes that are possible."), indent=1)
    for number, alike in enumerate(_together(steps), start=1):
        yield ""
        yield from _block(number, alike, found, words)
    yield ""
    yield heading(words("Sources"))
    for source in _cited(steps, outcome, found):
        yield line(f"· {document(source)}", style="dim")


def _cited(steps: list[Step], outcome: Outcome, body: BodyOutcome) -> Iterator[Source]:
    """The texts of the law, the counts of the tiers used here, and whoever declared a winner."""
    tiers = {run.stage.votes for run in body.run.stages.values()}
    texts = {step.source.title: step.source for step in steps}
    counts = {each.source.title: each.source for each in outcome.election.contests if each.tier in tiers}
    winners = {each.source.title: each.source for step in steps for each in step.facts.get("declared", ())}
    yield from {**texts, **counts, **winners}.values()


def _together(steps: list[Step]) -> list[list[Step]]:
    """Steps of one stage in many single-seat constituencies make one table; every other step stands alone."""
    blocks: list[list[Step]] = []
    for _, same in groupby(steps, key=lambda step: step.stage):
        alike = list(same)
        declared = all("declared" in step.facts for step in alike)
        small = len(alike) > 1 and all(step.does == "plurality" and step.seats <= 1 for step in alike)
        blocks.extend([alike] if declared or small else [[step] for step in alike])
    return blocks


def _block(number: int, alike: list[Step], body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    step = alike[0]
    place = f" · {step.area}" if step.area and len(alike) == 1 else ""
    yield line(f"{number}. {words.of(step.name)}{place}", style="bold")
    yield line(cite(words, step.source, step.basis), indent=3, style="dim")
    if step.note:
        yield line(words.of(step.note), indent=3, style="dim")
    if "declared" in step.facts:
        yield from _declared(alike, words)
    elif len(alike) > 1:
        yield _winners(alike, words)
    else:
        yield from _read(step, body, words)


def _winners(alike: list[Step], words: Words) -> RenderableType:
    """One line a constituency: who won, who came second, by how much."""
    rows = []
    for step in alike:
        first, second = (*step.lines, None, None)[:2]
        rows.append(
            (
                step.area,
                first.list if first else "–",
                second.list if second else "–",
                words.number(first.votes) if first else "–",
                words.number(second.votes) if second else "–",
                words.number(first.votes - second.votes) if first and second else "–",
            )
        )
    heads = ("constituency", "winner", "second", "votes", "votes of the second", "ahead by")
    return table([words(head) for head in heads], rows, left=3, indent=3)


def _read(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    if "missing" in step.facts and step.does == "runoff":
        yield line(words("There are no run-off votes to count."), indent=3)
    elif "missing" in step.facts:
        yield line(words("The votes of this stage are not known; it decides nothing here."), indent=3)
    else:
        yield from _SHOWN[step.does](step, body, words)


def _declared(alike: list[Step], words: Words) -> Iterator[RenderableType]:
    yield line(words("These seats are as declared, not counted from votes:"), indent=3)
    rows = [
        (each.constituency or step.area, each.list, words(each.basis), each.source.title, words.number(each.seats))
        for step in alike
        for each in step.facts["declared"]
    ]
    yield table([words(head) for head in ("area", "list", "known as", "source", "seats")], rows, left=4, indent=3)


def _threshold(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    del body
    for condition in step.facts["conditions"]:
        yield line(threshold_sentence(condition, words), indent=3)
    rows = []
    for each in step.lines:
        has = [each.votes - condition.needed for condition in step.facts["conditions"]]
        rows.append(
            (
                each.list,
                words.number(each.votes),
                words("admitted") if each.facts["admitted"] else words("not admitted"),
                _signed(has[0], words) if len(has) == 1 else "",
            )
        )
    yield table([words(head) if head else "" for head in ("list", "votes", "", "above or below")], rows, indent=3)


def threshold_sentence(asked: Asked, words: Words) -> str:
    """What a threshold asks, and the votes that are enough."""
    template = (
        "More than {share} of the {of}, {whole} in all: {needed} votes are enough."
        if asked.boundary == "more_than"
        else "At least {share} of the {of}, {whole} in all: {needed} votes are enough."
    )
    return words(template, share=share(asked, words), of=words(BASE[asked.of]), whole=asked.whole, needed=asked.needed)


def _single(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    yield _votes_table(step, words)
    yield from conditions(step, body, words, indent=3)


def _plurality(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    del body
    yield _votes_table(step, words)
    winners = [each for each in step.lines if each.after]
    others = [each for each in step.lines if not each.after]
    if winners and others:
        margin = winners[-1].votes - others[0].votes
        yield line(
            words(
                "{winner} wins by {margin} votes over {other}.",
                winner=winners[-1].list,
                margin=margin,
                other=others[0].list,
            ),
            indent=3,
        )


def _votes_table(step: Step, words: Words) -> RenderableType:
    """Votes, and seats where there are several to win; one seat is told by who is elected."""
    one = step.seats <= 1
    rows = [
        (
            each.list,
            words.number(each.votes),
            (words("elected") if each.after else "") if one else str(each.after or "·"),
        )
        for each in step.lines
    ]
    return table([words("list"), words("votes"), "" if one else words("seats")], rows, indent=3)


def _averages(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    del body
    yield line(words("{seats} seats to the highest quotients.", seats=step.seats), indent=3)
    rows = [
        (each.list, words.number(each.votes), str(each.after), _votes(each.to_gain, words), _votes(each.to_lose, words))
        for each in step.lines
    ]
    heads = ("list", "votes", "seats", "votes to gain one", "votes to lose one")
    yield table([words(head) for head in heads], rows, indent=3)
    yield from _edge(step, words)
    yield from _order(step, words)


def _edge(step: Step, words: Words) -> Iterator[RenderableType]:
    """The last quotient that won and the first that did not."""
    for key, template in (
        ("last_in", "Last quotient in: {list}, {quotient}."),
        ("first_out", "First quotient out: {list}, {quotient}."),
    ):
        if step.facts.get(key) is not None:
            facts = {"list": step.facts[f"{key}_list"], "quotient": _quotient(step.facts[key].quotient, words)}
            yield line(words(template, **facts), indent=3)


def _order(step: Step, words: Words) -> Iterator[RenderableType]:
    awards = step.facts["awards"]
    told = " · ".join(
        TOGETHER.join((str(award["seat"]), award["list"], _quotient(award["quotient"], words))) for award in awards
    )
    yield line(words("Seat by seat, each with its quotient: {awards}", awards=told), indent=3, style="dim")


def _compensation(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    facts = step.facts
    counted = " + ".join(kind_name(body, kind, words) for kind in facts["counted"])
    given = words("{kind} seats", kind=kind_name(body, body.run.stages[step.stage].kind, words))
    if not facts["split"]:
        text = "The seats of the kinds {kinds} are not known, so the entitlement is given whole and not told apart."
        yield line(words(text, kinds=counted), indent=3)
    known = facts["split"]  # seats that are not known are no zero
    heads = [
        words("list"),
        words("votes"),
        words("entitled"),
        *([counted, given, words("together")] if known else [given]),
    ]
    rows = [
        (
            each.list,
            words.number(each.votes),
            str(each.before),
            *([str(each.facts["won"]), str(each.after), str(each.facts["total"])] if known else [str(each.after)]),
            _votes(each.to_gain, words),
            _votes(each.to_lose, words),
        )
        for each in step.lines
    ]
    yield table([*heads, words("votes to gain one"), words("votes to lose one")], rows, indent=3)
    for name, seats in facts["overhang"].items():
        yield line(words("Overhang: {list} won {seats} more than its entitlement.", list=name, seats=seats), indent=3)
    for paid in facts["paid"]:
        text = "It is paid by the lowest quotient: {list} loses {quotient}."
        yield line(words(text, list=paid["list"], quotient=_quotient(paid["quotient"], words)), indent=3)
    yield from _edge(step, words)


def _quotient(quotient: Any, words: Words) -> str:  # noqa: ANN401 - a quotient of any method
    return words.written(quotient.decimal(1))


def _votes(votes: int | None, words: Words) -> str:
    return "–" if votes is None else words.number(votes)


def _signed(number: int, words: Words) -> str:
    return f"+{words.number(number)}" if number >= 0 else f"−{words.number(-number)}"


_SHOWN: Mapping[str, Callable[[Step, BodyOutcome, Words], Iterator[RenderableType]]] = {
    "threshold": _threshold,
    "single_winner": _single,
    "runoff": _plurality,
    "plurality": _plurality,
    "highest_averages": _averages,
    "compensation": _compensation,
}
