"""Why, as text: one stage in many areas at once, in a table rather than area by area."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from escrutinio.report.condition_text import threshold_sentence
from escrutinio.report.names_text import MOST_LINES, figure, or_dot, short_name
from escrutinio.report.parts import line, table
from escrutinio.report.steps_placing_text import apportioned, measured, members, order_of, placed_badly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.outcome import BodyOutcome, Step
    from escrutinio.report.words import Words

MOST_AREAS, CLOSEST, MOST_MEMBERS = 100, 10, 30
"""Of more areas than this only the totals and the closest are told; of more members, how many they are."""


def in_many(alike: list[Step], body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """One stage in many areas."""
    does = alike[0].does
    if does == "threshold":
        yield from _thresholds(alike, words)
    elif does == "apportionment":
        yield from apportioned(alike, words)
    elif does == "open_list":
        yield from _members(alike, words)
    elif len(alike) > MOST_AREAS:
        yield from _totals(alike, words)
    else:
        yield from _matrix(alike, body, words)
        if does == "placement":
            yield line(measured(alike[0], words), indent=3)
            yield from order_of(alike, words)
            yield from placed_badly(alike[0], words)


def _thresholds(alike: list[Step], words: Words) -> Iterator[RenderableType]:
    """In how many areas each list is admitted; what is asked, without the votes, which differ from area to area."""
    first = alike[0].facts["conditions"][0]
    if len(alike[0].facts["conditions"]) == 1:
        yield line(threshold_sentence(first, words), indent=3)
        yield line(words("These are the votes of {area}; each area has its own.", area=alike[0].area), indent=3)
    votes: Counter[str] = Counter()
    admitted: Counter[str] = Counter()
    for step in alike:
        for each in step.lines:
            votes[each.list] += each.votes
            admitted[each.list] += each.facts["admitted"]
    told = [name for name, _ in votes.most_common() if admitted[name]]
    rows = [(name, words.number(votes[name]), words.number(admitted[name])) for name in told]
    heads = ("list", "votes", "areas where it is admitted")
    yield table([words(head) for head in heads], rows, indent=3)
    nowhere = len(votes) - len(told)
    if nowhere:
        yield line(
            words("Lists admitted in none of the {areas} areas: {lists}.", lists=nowhere, areas=len(alike)), indent=3
        )


def _members(alike: list[Step], words: Words) -> Iterator[RenderableType]:
    seated = sum(len(step.facts["members"]) for step in alike)
    if not alike[0].facts["named"]:
        yield line(words("The votes do not name candidates, so this does not say who sits."), indent=3)
    elif seated <= MOST_MEMBERS:
        yield from members(alike, words)
    else:
        yield line(
            words(
                "{seats} members in {areas} areas; ask for one area to see who they are.",
                seats=seated,
                areas=len(alike),
            ),
            indent=3,
        )


def _seats(alike: Sequence[Step]) -> Counter[str]:
    """Seats by list, added up."""
    seats: Counter[str] = Counter()
    for step in alike:
        for each in step.lines:
            if each.after:
                seats[each.list] += each.after
    return seats


def _matrix(alike: list[Step], body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """A row for each area, a column for each list with a seat here."""
    seats = _seats(alike)
    lists = [name for name, _ in seats.most_common()]
    shown, others = (lists, []) if len(lists) <= MOST_LINES else (lists[:MOST_LINES], lists[MOST_LINES:])
    divisors = all("divisor" in step.facts for step in alike)
    quotas = all("quota" in step.facts for step in alike)
    tail = [words("others")] if others else []
    last = [words("divisor")] if divisors else [words("quota")] if quotas else []
    rows = []
    for step in alike:
        own = {each.list: each.after for each in step.lines}
        cells = [or_dot(own.get(name, 0), words) for name in shown]
        cells += [or_dot(sum(own.get(name, 0) for name in others), words)] if others else []
        worth = step.facts["divisor" if divisors else "quota"] if last else None
        rows.append((step.area, *cells, words.number(sum(own.values())), *([figure(worth, words)] if last else [])))
    sums = [words.number(seats[name]) for name in shown]
    sums += [words.number(sum(seats[name] for name in others))] if others else []
    rows.append((words("total"), *sums, words.number(sum(seats.values())), *([""] if last else [])))
    heads = [words("area"), *(short_name(body, name) for name in shown), *tail, words("total"), *last]
    yield table(heads, rows, total=True, indent=3)


def _totals(alike: list[Step], words: Words) -> Iterator[RenderableType]:
    """Seats by list over all areas, and the areas in which the first two were closest."""
    seats = _seats(alike)
    rows = [(name, words.number(held)) for name, held in seats.most_common()]
    yield line(
        words("These are {areas} areas, too many to tell each. The seats won in them by list:", areas=len(alike)),
        indent=3,
    )
    yield table([words("list"), words("seats")], rows, indent=3)
    without = [step for step in alike if step.facts.get("uncovered")]
    if without:
        yield line(
            words("Winners whose list's claim does not cover the seat: {number}.", number=len(without)), indent=3
        )
    close = sorted((step for step in alike if len(step.lines) > 1), key=_margin)[:CLOSEST]
    if close and all(step.does == "plurality" for step in close):
        yield line(words("The closest:"), indent=3)
        yield winners(close, words)


def _margin(step: Step) -> int:
    return step.lines[0].votes - step.lines[1].votes


def winners(alike: Sequence[Step], words: Words) -> RenderableType:
    """One line a constituency: who won, who came second, by how much; and whether the winner sits."""
    covering = any(step.facts.get("uncovered") for step in alike)
    rows = []
    for step in alike:
        first, second = (*step.lines, None, None)[:2]
        seated = words("no seat") if step.facts.get("uncovered") else ""
        rows.append(
            (
                step.area,
                first.list if first else "–",
                *([seated] if covering else []),
                second.list if second else "–",
                words.number(first.votes) if first else "–",
                words.number(second.votes) if second else "–",
                words.number(first.votes - second.votes) if first and second else "–",
            )
        )
    heads = [
        words("constituency"),
        words("winner"),
        *([""] if covering else []),
        words("second"),
        words("votes"),
        words("votes of the second"),
        words("ahead by"),
    ]
    return table(heads, rows, left=4 if covering else 3, indent=3)
