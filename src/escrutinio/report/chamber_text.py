"""A chamber whose areas the election tells: seats by list and kind, who was near the threshold, how the house grew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.outcome import explain
from escrutinio.report.condition_text import threshold_sentence
from escrutinio.report.names_text import kind_name, or_dot, short_name, signed
from escrutinio.report.parts import TOGETHER, cite, line, table
from escrutinio.report.steps_evening_text import grown, overhang
from escrutinio.report.steps_placing_text import members

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    import numpy.typing as npt
    from rich.console import RenderableType

    from escrutinio.outcome import Asked, BodyOutcome, Outcome, Step
    from escrutinio.report.words import Words

MOST_AREAS, MOST_MEMBERS, NEAR = 20, 24, 3
"""Of more areas than this there is no table; of more members only their number; so many lists near a threshold."""


def chamber(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Seats by list, then by area where these are few, then what a reader asks next."""
    yield from _by_list(body, words)
    yield from _by_area(outcome, body, words)
    steps = _telling(outcome, body)
    yield from _elected(body, words)
    for step in steps:
        if step.does == "threshold":
            yield from _threshold(step, words)
        elif step.does == "levelling":
            yield from grown(step, words, indent=1)
        elif step.does == "compensation" and step.facts["overhang"]:
            yield from overhang(step, words, indent=1)
    yield from _uncovered(body, words)
    yield from _members(outcome, body, words)


def rules(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """The rules that were followed, each with its article."""
    yield line(words("By these rules:"), indent=1, style="dim")
    for stage in body.run.body.stages:
        source = cite(words, outcome.law.law.cite(stage.source), stage.basis)
        yield line(f"· {words.of(stage.name)} ({source})", indent=1, style="dim")


def _by_list(body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Votes, share, seats of each kind and in all, a row for each list with a seat."""
    kinds = [kind for kind in body.kinds if kind not in body.run.offices]
    by_kind = [body.kinds[kind].sum(axis=0) for kind in kinds]
    seats = sum(by_kind, start=0 * by_kind[0])
    ballot, votes = _votes(body)
    valid = sum(votes.values())
    several = len(kinds) > 1
    rows = []
    for name in sorted(body.lists, key=lambda name: -int(seats[body.run.lists.index(name)])):
        place = body.run.lists.index(name)
        own = [or_dot(int(each[place]), words) for each in by_kind] if several else []
        rows.append((name, *_share(votes.get(name, 0), valid, words), *own, or_dot(int(seats[place]), words)))
    sums = [words.number(int(each.sum())) for each in by_kind] if several else []
    counted = sum(votes.get(name, 0) for name in body.lists)
    rows.append((words("total"), *_share(counted, valid, words), *sums, words.number(int(seats.sum()))))
    heads = [
        words("list"),
        *([words("population") if ballot == "population" else words("votes"), words("share")] if valid else []),
    ]
    heads += [kind_name(body, kind, words) for kind in kinds] if several else []
    yield table([*heads, words("seats")], rows, total=True)
    without = [name for name, own in votes.items() if own and name not in body.lists]
    if without:
        lost = sum(votes[name] for name in without)
        text = "Lists without a seat: {lists}, with {votes} votes, {share} of the valid ones."
        yield line(words(text, lists=len(without), votes=lost, share=words.percent(_of(lost, valid))), indent=1)


def _share(votes: int, valid: int, words: Words) -> list[str]:
    return [words.number(votes) if votes else "–", words.percent(_of(votes, valid))] if valid else []


def _of(part: int, whole: int) -> Fraction:
    from fractions import Fraction

    return Fraction(part, whole or 1)


def _votes(body: BodyOutcome) -> tuple[str, dict[str, int]]:
    """Each list's votes on the ballot that decides most: that of a threshold, else of the last sharing out."""
    runs = [run for run in body.run.stages.values() if run.stage.votes]
    chosen = [run for run in runs if run.stage.does == "threshold" and run.per == "country"]
    chosen = chosen or [run for run in runs[::-1] if run.stage.does not in {"apportionment", "open_list"}]
    tier = body.run.bench.tier(chosen[0].stage.votes) if chosen else None
    if tier is None or not tier.votes.shape[1]:
        return "", {}
    votes = tier.counted(chosen[0].stage.abroad).votes[0].sum(axis=0)
    return tier.name, {name: int(own) for name, own in zip(body.run.lists, votes, strict=True)}


def _by_area(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """A table of areas and lists where both are few; else how to ask for it."""
    seats = body.seats
    places = [place for place in range(len(body.areas)) if body.areas[place] or seats[place].any()]
    named = [place for place in places if body.areas[place]]
    if not named:
        return
    if len(places) > MOST_AREAS:
        text = "Seats by area, {areas} of them: {command}"
        yield line(words(text, areas=len(named), command=_command("elect", outcome, "--format", "csv")), indent=1)
        return
    yield ""
    yield _areas(body, seats, places, words)


def _areas(body: BodyOutcome, seats: npt.NDArray[Any], places: Sequence[int], words: Words) -> RenderableType:
    columns = [body.run.lists.index(name) for name in body.lists]
    rows = [
        (
            body.areas[place] or words("country"),
            *(or_dot(int(seats[place, each]), words) for each in columns),
            words.number(int(seats[place].sum())),
        )
        for place in places
    ]
    sums = [words.number(int(seats[:, each].sum())) for each in columns]
    rows.append((words("total"), *sums, words.number(int(seats.sum()))))
    heads = [words("area"), *(short_name(body, name) for name in body.lists), words("total")]
    return table(heads, rows, total=True)


def _command(verb: str, outcome: Outcome, *more: str) -> str:
    election = outcome.election
    tables = [each.source.file for each in election.contests if each.source.file.endswith(".csv")]
    if not tables:
        return TOGETHER.join(("escrutinio", verb, election.id, *more))
    folder = tables[0].rpartition("/")[0] or "."  # anyone's votes, which no id stands for
    return TOGETHER.join(("escrutinio", verb, *more, "--votes", folder, "--law", outcome.law.law.law))


def _telling(outcome: Outcome, body: BodyOutcome) -> list[Step]:
    """The steps over the whole country that say who was admitted, and how the house came to its size."""
    wanted = {
        run.stage.id
        for run in body.run.stages.values()
        if run.per == "country" and run.stage.does in {"threshold", "levelling", "compensation"}
    }
    return explain(outcome, body.id, stages=wanted) if wanted else []


def _threshold(step: Step, words: Words) -> Iterator[RenderableType]:
    """What was asked, who was in by least, who was out by least, who came in otherwise."""
    asked: Asked | None = next((each for each in step.facts["conditions"] if _by_votes(each)), None)
    told = " ".join(threshold_sentence(each, words) for each in step.facts["conditions"])
    yield line(f"{words.of(step.name)}. {told}", indent=1)
    if asked is None:
        outside = [each.list for each in step.lines if not each.facts["admitted"]][:NEAR]
        if outside:
            yield line(words("Out: {lists}.", lists=", ".join(outside)), indent=3)
        return
    above = {each.list: asked.has.get(each.list, 0) - asked.enough(each.list) for each in step.lines}
    admitted = [each.list for each in step.lines if each.facts["admitted"]]
    inside = sorted((name for name in admitted if above[name] >= 0), key=lambda name: above[name])[:NEAR]
    otherwise = [name for name in admitted if above[name] < 0]
    outside = [each.list for each in step.lines if not each.facts["admitted"]]
    outside = sorted(outside, key=lambda name: -above[name])[:NEAR]
    for text, names in (
        ("In, nearest first: {lists}.", inside),
        ("In without it: {lists}.", otherwise),
        ("Out, nearest first: {lists}.", outside),
    ):
        if names:
            lists = ", ".join(
                words("{list} ({votes} votes)", list=name, votes=signed(above[name], words)) for name in names
            )
            yield line(words(text, lists=lists), indent=3)


def _by_votes(asked: Asked) -> bool:
    return asked.of not in {"minority", "seats"} and not asked.areas


def _uncovered(body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Winners whose list's claim does not cover their seat."""
    for run in body.run.stages.values():
        if "uncovered" not in run.facts:
            continue
        without = run.facts["uncovered"][0]
        told = [
            f"{area} ({body.run.lists[int(without[place].argmax())]})"
            for place, area in enumerate(run.areas)
            if without[place].any()
        ]
        if told:
            text = "{number} constituency winners have no seat, because their list's votes do not cover it: {winners}."
            yield line(words(text, number=len(told), winners=", ".join(told)), indent=1)


def _elected(body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Who holds the office that these seats elect to."""
    for kind in body.run.offices:
        for place in body.kinds[kind].sum(axis=0).nonzero()[0]:
            yield line(words("Elected: {who}.", who=body.run.lists[int(place)]), indent=1, style="bold")


def _members(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Who sits, where candidates are named and these are few."""
    stages = [run for run in body.run.stages.values() if run.stage.does == "open_list" and run.facts.get("members")]
    for run in stages:
        seated = run.facts["members"]
        if len(seated) <= MOST_MEMBERS:
            yield line(words("Members:"), indent=1)
            yield from members(explain(outcome, body.id, stages={run.stage.id}), words, indent=1)
        else:
            command = _command("explain", outcome, body.id, f'"{seated[0].area}"')
            text = "{seats} members are known by name; those of one area: {command}"
            yield line(words(text, seats=len(seated), command=command), indent=1)
