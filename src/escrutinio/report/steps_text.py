"""Why, as text for a terminal: one block a step, in the law's order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from escrutinio.outcome import area_named, explain
from escrutinio.report import steps_evening_text as evening
from escrutinio.report import steps_placing_text as placing
from escrutinio.report import steps_sharing_text as sharing
from escrutinio.report.condition_text import joined, threshold_sentence
from escrutinio.report.names_text import cut, signed
from escrutinio.report.office_text import conditions
from escrutinio.report.outcome_text import ties_text
from escrutinio.report.parts import cite, document, heading, line, table
from escrutinio.report.steps_areas_text import MOST_AREAS, in_many, winners

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rich.console import RenderableType

    from escrutinio.model import Source
    from escrutinio.outcome import Asked, BodyOutcome, Line, Outcome, Step
    from escrutinio.report.words import Words

FEW, MOST_ROWS = 12, 95
"""Up to so many areas of a stage are told one by one, if they do not have more lists than this together."""


def steps_text(outcome: Outcome, body: str, constituency: str | None, words: Words) -> Iterator[RenderableType]:
    """Every step that led to a body's seats in one area, or in all of them."""
    steps = explain(outcome, body, constituency)
    found = outcome[body]
    where = area_named(found.run, constituency) if constituency else ""
    yield heading(" · ".join(part for part in (words.of(found.name), where, words.of(outcome.election.name)) if part))
    if found.pending:
        yield from ties_text(found, words)
        yield line(words("The steps below show one of the outcomes that are possible."), indent=1)
    blocks = _together(steps)
    for number, alike in enumerate(blocks, start=1):
        yield ""
        yield from _block(number, alike, found, words)
    yield from _ask_for_one(blocks, words)
    yield ""
    yield heading(words("Sources"))
    for source in _cited(steps, outcome, found):
        yield line(f"· {document(source)}", style="dim")


def _ask_for_one(blocks: list[list[Step]], words: Words) -> Iterator[RenderableType]:
    """Where areas were only told together: how to see one in full."""
    many = next((alike for alike in blocks if _many(alike) and not _listed(alike)), None)
    if many is not None:
        yield ""
        yield line(
            words("Name one area after the body to see its figures in full, such as “{area}”.", area=many[0].area)
        )


def _cited(steps: list[Step], outcome: Outcome, body: BodyOutcome) -> Iterator[Source]:
    """The texts of the law, the counts of the tiers used here, and whoever declared a winner."""
    used = {body.run.bench.tier(run.stage.votes) for run in body.run.stages.values() if run.stage.votes}
    tiers = {each.name for each in used if each is not None} | {run.stage.votes for run in body.run.stages.values()}
    texts = {step.source.title: step.source for step in steps}
    counts = {each.source.title: each.source for each in outcome.election.contests if each.tier in tiers}
    declared = {each.source.title: each.source for step in steps for each in step.facts.get("declared", ())}
    yield from {**texts, **counts, **declared}.values()


def _together(steps: list[Step]) -> list[list[Step]]:
    """Steps of one stage in many areas make one table, and so do single seats; every other step stands alone."""
    blocks: list[list[Step]] = []
    for _, same in groupby(steps, key=lambda step: step.stage):
        alike = list(same)
        declared = all("declared" in step.facts for step in alike)
        small = len(alike) > 1 and all(step.does == "plurality" and step.seats <= 1 for step in alike)
        blocks.extend([alike] if declared or small or _many(alike) else [[step] for step in alike])
    return [alike for alike in blocks if not _idle(alike)]


def _many(alike: list[Step]) -> bool:
    """Whether a stage has too many areas, or too many lists in them, to tell them one by one."""
    return len(alike) > FEW or (len(alike) > 1 and sum(len(step.lines) for step in alike) > MOST_ROWS)


def _listed(alike: list[Step]) -> bool:
    """Whether each area is told in a line of its own: declared, or a single seat with its first two."""
    single = alike[0].does == "plurality" and all(step.seats <= 1 for step in alike)
    return "declared" in alike[0].facts or (single and len(alike) <= MOST_AREAS)


def _idle(alike: list[Step]) -> bool:
    """Where nobody is named there is nobody to tell of in an area."""
    return alike[0].does == "open_list" and alike[0].facts["named"] and not any(s.facts["members"] for s in alike)


def _block(number: int, alike: list[Step], body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    step = alike[0]
    place = f" · {step.area}" if step.area and len(alike) == 1 else ""
    yield line(f"{number}. {words.of(step.name)}{place}", style="bold")
    yield line(cite(words, step.source, step.basis), indent=3, style="dim")
    if step.note:
        yield line(words.of(step.note), indent=3, style="dim")
    if "declared" in step.facts:
        yield from _declared(alike, words)
    elif len(alike) == 1:
        yield from _read(step, body, words)
    elif _listed(alike):
        yield winners(alike, words)
    else:
        yield from in_many(alike, body, words)


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
    asked = step.facts["conditions"]
    told = [threshold_sentence(each, words) for each in asked]
    if len(told) > 1:
        told = [f"({number}) {each}" for number, each in enumerate(told, start=1)]
    yield from joined(body.run.stages[step.stage].stage.admits, iter(told), words, 3)
    shown, others = cut(step.lines, lambda each: each.facts["admitted"])
    votes = next((each for each in asked if each.of not in {"minority", "seats"} and not each.areas), None)
    rows = [
        (
            each.list,
            words.number(each.votes),
            words("admitted") if each.facts["admitted"] else words("not admitted"),
            signed(votes.has.get(each.list, 0) - votes.enough(each.list), words) if votes else "",
            *([_meets(each, asked)] if len(asked) > 1 else []),
        )
        for each in shown
    ]
    heads = [words("list"), words("votes"), "", words("above or below") if votes else ""]
    yield table([*heads, *([words("meets")] if len(asked) > 1 else [])], rows, indent=3)
    yield from sharing.left_out(others, words)


def _meets(line_: Line, asked: list[Asked]) -> str:
    """The numbers of the conditions that a list meets."""
    met = [number for number, each in enumerate(asked, 1) if each.has.get(line_.list, -1) >= each.enough(line_.list)]
    return ", ".join(f"({number})" for number in met) or "·"


def _single(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    yield from _votes_table(step, words)
    yield from conditions(step, body, words, indent=3)


def _plurality(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    del body
    yield from _votes_table(step, words)
    seated = [each for each in step.lines if each.after]
    others = [each for each in step.lines if not each.after]
    if seated and others:
        margin = seated[-1].votes - others[0].votes
        text = "{winner} wins by {margin} votes over {other}."
        yield line(words(text, winner=seated[-1].list, margin=margin, other=others[0].list), indent=3)
    facts = step.facts
    if facts.get("uncovered"):
        text = (
            "{winner} has most votes and no seat: by share of votes it is number {rank} of the winners of its list in "
            "{region}, and the list is due {room} there."
        )
        told = {"winner": facts["uncovered"], "rank": facts["rank"], "region": facts["region"], "room": facts["room"]}
        yield line(words(text, **told), indent=3)
    elif "room" in facts and seated:
        text = "By share of votes number {rank} of the winners of its list in {region}, which is due {room} there."
        yield line(words(text, rank=facts["rank"], region=facts["region"], room=facts["room"]), indent=3)


def _votes_table(step: Step, words: Words) -> Iterator[RenderableType]:
    """Votes, and seats where there are several to win; one seat is told by who is elected."""
    one = step.seats <= 1
    shown, others = cut(step.lines, lambda each: bool(each.after))
    rows = [
        (
            each.list,
            words.number(each.votes),
            (words("elected") if each.after else "") if one else str(each.after or "·"),
        )
        for each in shown
    ]
    yield table([words("list"), words("votes"), "" if one else words("seats")], rows, indent=3)
    yield from sharing.left_out(others, words)


_SHOWN: Mapping[str, Callable[[Step, BodyOutcome, Words], Iterator[RenderableType]]] = {
    "threshold": _threshold,
    "single_winner": _single,
    "runoff": _plurality,
    "plurality": _plurality,
    "highest_averages": sharing.averages,
    "largest_remainder": sharing.largest_remainders,
    "quota_seats": sharing.quota_seats,
    "compensation": evening.compensation,
    "levelling": evening.levelling,
    "sub_apportionment": placing.sub_apportionment,
    "placement": placing.placement,
    "apportionment": placing.apportionment,
    "biproportional": placing.biproportional,
    "open_list": placing.open_list,
}
