"""Why, as text: stages that share out seats in proportion, and that even out what was won before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.report.names_text import cut, figure, kind_name, or_dot, votes_or_none
from escrutinio.report.parts import TOGETHER, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from rich.console import RenderableType

    from escrutinio.outcome import BodyOutcome, Line, Step
    from escrutinio.report.words import Words

MOST_AWARDS = 40
"""Of more seats than this only the last few are told one by one."""

LAST = 8


def averages(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Seats by quotients, and how near each list was."""
    yield line(words("{seats} seats to the highest quotients.", seats=step.facts["house"]), indent=3)
    yield from _divisors(step, words)
    yield from _before(step, body, words)
    if step.facts.get("alliances"):
        yield from _alliances(step, words)
    yield from _table(step, words)
    yield from edge(step, words)
    yield from _order(step, words)


def largest_remainders(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Seats by quotas and largest remainders."""
    template = "Seats: {seats}. One for each full quota, those left over to the largest remainders."
    yield line(words(template, seats=step.facts["house"]), indent=3)
    if "quota" in step.facts:
        yield line(quota_told(step, words), indent=3)
    yield from _before(step, body, words)
    if step.facts.get("alliances"):
        yield from _alliances(step, words)
    yield from _table(step, words)
    yield from edge(step, words)


def quota_told(step: Step, words: Words) -> str:
    """The quota, and what it was formed of."""
    return words(
        "The quota is {quota} votes, from {votes} votes for {seats} seat(s).",
        quota=figure(step.facts["quota"], words),
        votes=step.facts["quota_votes"],
        seats=step.facts["quota_seats"],
    )


def _divisors(step: Step, words: Words) -> Iterator[RenderableType]:
    """The divisors, where they are not 1, 2, 3, 4."""
    divisors: list[Fraction] = step.facts.get("divisors", [])
    if not divisors or divisors == list(range(1, len(divisors) + 1)):
        return
    told = ", ".join(_divisor(each, words) for each in divisors)
    if step.facts["squared"]:
        yield line(words("Votes are divided by the square roots of {divisors} and so on.", divisors=told), indent=3)
    else:
        yield line(words("Votes are divided by {divisors} and so on.", divisors=told), indent=3)


def _divisor(divisor: Fraction, words: Words) -> str:
    if divisor.denominator == 1:
        return words.number(int(divisor))
    return words.decimal(divisor, 1) if (divisor * 10).denominator == 1 else str(divisor)


def _before(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """What the votes are, and which seats are held before."""
    facts = step.facts
    if "weighted" in facts:
        text = "Votes are told as voters: the votes of each constituency divided by its seats, then added up."
        yield line(words(text), indent=3)
    if "remainders" in facts:
        stage = words.of(body.run.stages[facts["remainders"]].stage.name)
        yield line(words("The votes are those that “{stage}” left over.", stage=stage), indent=3)
    if facts.get("counted"):
        kinds = " + ".join(kind_name(body, kind, words) for kind in facts["counted"])
        text = "The seats held before ({kinds}) are part of them, and the sharing goes on from there."
        yield line(words(text, kinds=kinds), indent=3)
    if facts.get("unfilled"):
        yield line(words("Seats that nobody could take: {seats}.", seats=facts["unfilled"]), indent=3)


def _table(step: Step, words: Words) -> Iterator[RenderableType]:
    """Votes, seats before and now, and how near each list was."""
    shown, others = cut(step.lines, lambda each: bool(each.after or each.before))
    before = any(each.before for each in step.lines) or bool(step.facts.get("counted"))
    quotas = any("remainder" in each.facts for each in shown)
    near = any(each.to_gain is not None or each.to_lose is not None for each in shown)
    most = any("most" in each.facts for each in shown)
    heads = [
        words("list"),
        words("voters") if "weighted" in step.facts else words("votes"),
        *([words("held before")] if before else []),
        *([words("full quotas"), words("remainder")] if quotas else []),
        *([words("at most")] if most else []),
        words("seats"),
        *([words("votes to gain one"), words("votes to lose one")] if near else []),
    ]
    rows = [
        (
            each.list,
            words.number(each.votes),
            *([or_dot(each.before, words)] if before else []),
            *(_remainder(each, words) if quotas else []),
            *([str(each.facts.get("most", "·"))] if most else []),
            str(each.after),
            *([votes_or_none(each.to_gain, words), votes_or_none(each.to_lose, words)] if near else []),
        )
        for each in shown
    ]
    yield table(heads, rows, indent=3)
    yield from left_out(others, words)


def _remainder(each: Line, words: Words) -> list[str]:
    if "remainder" not in each.facts:
        return ["–", "–"]
    return [str(each.facts["full"]), figure(each.facts["remainder"], words)]


def left_out(others: Sequence[Line], words: Words) -> Iterator[RenderableType]:
    """How many lists are not told one by one, and their votes."""
    if others:
        votes = sum(each.votes for each in others)
        text = "Lists not shown: {lists}, with {votes} votes together and no seat here."
        yield line(words(text, lists=len(others), votes=votes), indent=3, style="dim")


def _alliances(step: Step, words: Words) -> Iterator[RenderableType]:
    """The alliances as one; then the lists, each with its own votes."""
    heads = ("alliance", "votes", "seats", "votes to gain one", "votes to lose one")
    rows = [
        (
            each["name"],
            words.number(each["votes"]),
            str(each["seats"]),
            votes_or_none(each["to_gain"], words),
            votes_or_none(each["to_lose"], words),
        )
        for each in sorted(step.facts["alliances"], key=lambda each: -each["votes"])
    ]
    yield line(words("Lists that stand together are counted as one, and share among them what they win."), indent=3)
    yield table([words(head) for head in heads], rows, indent=3)


def edge(step: Step, words: Words) -> Iterator[RenderableType]:
    """The last quotient that won and the first that did not."""
    quotas = "quota" in step.facts
    for key, template in (
        ("last_in", "Last remainder in: {list}, {quotient}." if quotas else "Last quotient in: {list}, {quotient}."),
        (
            "first_out",
            "First remainder out: {list}, {quotient}." if quotas else "First quotient out: {list}, {quotient}.",
        ),
    ):
        if step.facts.get(key) is not None:
            facts = {"list": step.facts[f"{key}_list"], "quotient": figure(step.facts[key].quotient, words)}
            yield line(words(template, **facts), indent=3)


def _order(step: Step, words: Words) -> Iterator[RenderableType]:
    awards = step.facts["awards"]
    if not awards:
        return
    many = len(awards) > MOST_AWARDS
    told = " · ".join(
        TOGETHER.join((str(award["seat"]), award["list"].replace(" ", TOGETHER), figure(award["quotient"], words)))
        for award in (awards[-LAST:] if many else awards)
    )
    text = (
        "The last seats, each with its quotient: {awards}" if many else "Seat by seat, each with its quotient: {awards}"
    )
    yield line(words(text, awards=told), indent=3, style="dim")


def quota_seats(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """A seat for each full quota."""
    yield line(
        words("A seat for each full quota of {quota} votes.", quota=figure(step.facts["quota"], words)), indent=3
    )
    counted = " + ".join(kind_name(body, kind, words) for kind in step.facts["counted"])
    shown, others = cut(step.lines, lambda each: bool(each.after or each.before))
    heads = [
        words("list"),
        words("votes"),
        words("full quotas"),
        *([words("held before")] if counted else []),
        words("seats"),
        words("votes left"),
    ]
    rows = [
        (
            each.list,
            words.number(each.votes),
            str(each.facts["full"]),
            *([or_dot(each.before, words)] if counted else []),
            or_dot(each.after, words),
            figure(each.facts["remainder"], words),
        )
        for each in shown
    ]
    yield table(heads, rows, indent=3)
    yield from left_out(others, words)
    if counted:
        yield line(words("Held before: {kinds}; these seats are taken off.", kinds=counted), indent=3)
