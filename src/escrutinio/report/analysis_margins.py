"""The fewest votes that change something: how many, which, what comes of it, and how anyone can see that it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.analysis.margins.changes import moves_of
from escrutinio.report.analysis_margins_asked import asked_text
from escrutinio.report.analysis_power import body_name
from escrutinio.report.canvass_parts import signed, titled
from escrutinio.report.outcome_text import typed
from escrutinio.report.parts import TOGETHER, heading, line, more_rows, table
from escrutinio.report.tables import Table, columns_or_reason, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.analysis.margins.answer import Margin, Moved
    from escrutinio.analysis.margins.asked import Margins
    from escrutinio.analysis.margins.targets import Target
    from escrutinio.analysis.scenario import Move
    from escrutinio.model import Problem
    from escrutinio.outcome import Outcome
    from escrutinio.report.words import Words

    Found = Sequence[tuple[str, Margins | Problem]]

SHAPE = "escrutinio/margins/1"
MOST = 40


def margins_text(
    outcome: Outcome, found: Found, words: Words, *, by_law: Sequence[str] = ()
) -> Iterator[RenderableType]:
    """Body by body one question answered in full, or a line for each area; ``by_law`` is what was typed of the law."""
    yield titled([words("Fewest votes"), words.of(outcome.election.name), str(outcome.election.date)])
    for name, answers in found:
        yield ""
        yield heading(body_name(outcome, name, words))
        if isinstance(answers, Exception):
            yield line(words.problem(answers))
        elif answers.by_area:
            yield from _by_area(answers, words, by_law)
        else:
            for each in answers.found:
                yield from _answer(answers, each, words, by_law)


def _size(margin: Margin) -> int:
    return margin.votes or 0


# A line for each area


def _by_area(found: Margins, words: Words, by_law: Sequence[str]) -> Iterator[RenderableType]:
    """The nearest seat of every area, the nearest first."""
    yield line(words("In each area the fewest votes that change a seat there, all between one pair of lists."))
    first = found.found[0]
    yield line(words(_KINDS[first.kind]))
    rows = [_area_row(each, words) for each in sorted(found.found, key=lambda each: (each.votes is None, _size(each)))]
    heads = [words(head) for head in ("area", "votes of", "go", "seats", "votes")]
    yield table(heads, rows, left=4)
    if any(each.decided_by_lot for each in found.found):
        yield line(words("* one vote fewer makes a tie, and a lot decides"))
    for area, problem in found.refused.items():
        yield line(f"· {area}: {words.problem(problem)}")
    yield from _supposed(first, found, words)
    nearest = min((each for each in found.found if each.votes is not None), key=_size, default=None)
    if nearest is not None:
        yield from _command(found, nearest, words, by_law)


def _area_row(each: Margin, words: Words) -> tuple[str, str, str, str, str]:
    moves = moves_of(each.witness)
    where = ", ".join(dict.fromkeys(f"{move.ballots[0]}, {move.areas[0]}" for move in moves))
    ways = ", ".join(dict.fromkeys(_way(move) for move in moves))
    seats = ", ".join(f"{row.list} {row.before}→{row.after}" for row in each.moved)
    number = "–" if each.votes is None else words.number(each.votes)
    return each.target.area or words("all areas"), where, ways, seats, number + ("*" if each.decided_by_lot else "")


def _way(move: Move) -> str:
    """From whom to whom; one of them may be nobody."""
    return f"{move.losing or ''}→{move.gaining or ''}"


_KINDS = {
    "move": "Votes are moved from one list to another.",
    "add": "Votes are added; nobody loses any.",
    "remove": "Votes are taken away; nobody gains any.",
}


# One answer in full


def _answer(found: Margins, each: Margin, words: Words, by_law: Sequence[str]) -> Iterator[RenderableType]:
    """The question, the number, the votes that were changed, what came of it, and what it supposes."""
    office = found.body in found.outcome.bodies and found.outcome[found.body].members <= 1
    asked = asked_text(each.target, words, office=office, majority=_majority(found, each.target, words))
    yield line(f"{asked} {words(_KINDS[each.kind])}")
    if each.votes is None:
        none = "No number of such votes does it for certain." if each.by_lot else "No number of such votes does it."
        yield line(words(none), style="bold")
    else:
        yield line(words(_NUMBERS[each.kind], votes=each.votes), style="bold")
        if each.decided_by_lot:
            yield line(
                words("From {votes} a lot may decide so; {sure} make it certain.", votes=each.by_lot, sure=each.votes)
            )
    if each.witness:
        yield ""
        yield from _witness(found, each, words)
        yield from _came_of_it(each.moved, words)
    yield ""
    yield from _supposed(each, found, words)
    if each.witness:
        yield from _command(found, each, words, by_law)


def _majority(found: Margins, target: Target, words: Words) -> str:
    """What a majority is called, and how many members it takes."""
    if not target.rule:
        return ""
    named = next(each for each in found.outcome.thresholds(target.body) if each.id == target.rule)
    figures = {"needed": words.number(named.needed), "members": words.number(named.members)}
    return words("{name} ({needed} of {members})", name=words.of(named.name), **figures)


_NUMBERS = {"move": "{votes} votes moved.", "add": "{votes} votes added.", "remove": "{votes} votes taken away."}


def _witness(found: Margins, each: Margin, words: Words) -> Iterator[RenderableType]:
    """The changed votes, with what was counted."""
    counted = {
        (tally.tier, tally.constituency, name): votes
        for tally in found.outcome.election.tallies
        for name, votes in tally.votes.items()
    }
    heads = [words(head) for head in ("ballot", "area", "list", "counted", "change", "then")]
    rows = []
    for cell in each.witness:
        was = counted.get((cell.tier, cell.constituency, cell.list), 0)
        figures = words.number(was), signed(cell.votes, words), words.number(was + cell.votes)
        rows.append((cell.tier, cell.constituency or words("all areas"), cell.list, *figures))
    yield line(words("One way to do it:"))
    yield table(heads, rows[:MOST], left=3)
    yield from more_rows(len(rows), MOST, words)


def _came_of_it(moved: Sequence[Moved], words: Words) -> Iterator[RenderableType]:
    """The seats that are different then."""
    if not moved:
        yield line(words("The seats stay as they are; what changes is who goes to the run-off."))
        return
    yield ""
    yield line(words("Seats then:"))
    rows = [
        (each.area or words("all areas"), each.list, words.number(each.before), words.number(each.after))
        for each in moved
    ]
    yield table([words(head) for head in ("area", "list", "before", "after")], rows, left=2)


def _supposed(each: Margin, found: Margins, words: Words) -> Iterator[RenderableType]:
    """What the number rests on, in words."""
    yield line(
        "· " + words("Everybody else votes as counted, under the law {law} as of {day}.", law=each.law, day=each.day)
    )
    if each.areas and not found.by_area:
        yield line("· " + words("Votes change only here: {areas}.", areas=", ".join(each.areas)))
    tiers = dict.fromkeys(name for one in found.found for name in one.tiers)
    if tiers:
        yield line("· " + words("Votes of these ballots may change: {ballots}.", ballots=", ".join(tiers)))
    if each.at_least is not None:
        told = "Fewer may do it, in several areas or between several lists: only that it takes {least} is proved."
        yield line("· " + words(told, least=each.at_least))
    elif each.one_place and not found.by_area:
        yield line("· " + words("All of them in one area and between one pair of lists, the nearest of all."))
    elif not each.one_place and each.votes is not None:
        yield line("· " + words("Votes may change in several areas and between several lists: nothing smaller exists."))
    if each.confirmed and each.at_least is not None:
        yield line("· " + words("The law was run again with these votes: it confirms the number."))
    elif each.confirmed:
        told = "The law was run again with these votes: it confirms the number, and that one vote fewer is not enough."
        yield line("· " + words(told))
    if each.other_bodies:
        others = ", ".join(body_name(found.outcome, name, words) for name in each.other_bodies)
        yield line(
            "· "
            + words("The same ballots also count for: {bodies}. What changes there is not looked at.", bodies=others)
        )


# The same votes, tried by anyone


def _command(found: Margins, each: Margin, words: Words, by_law: Sequence[str]) -> Iterator[RenderableType]:
    """The command that runs the law with the changed votes."""
    told = command_of(found, each, by_law)
    yield ""
    if told:
        yield line(words("See for yourself: {command}", command=told), style="dim")
    else:
        yield line(
            words("See for yourself: --save FILE writes these votes, and what-if --scenario FILE runs them."),
            style="dim",
        )


def command_of(found: Margins, each: Margin, by_law: Sequence[str] = ()) -> str:
    """The ``what-if`` that shows it; empty where the votes are of several ballots, or too many for one line."""
    moves = moves_of(each.witness)
    ballots = list(dict.fromkeys(move.ballots[0] for move in moves))
    if len(ballots) != 1 or len(moves) > 5:  # noqa: PLR2004 - as many as one line bears
        return ""
    joint = any(one.id == found.body for one in found.outcome.law.joint)
    own = [] if "--votes" in by_law else [found.outcome.election.id]
    parts = ["escrutinio", "what-if", *own, *([] if joint else [found.body])]
    for move in moves:
        where = f"@{move.areas[0]}" if move.areas else ""
        parts += ["--move", f"{move.losing or ''}>{move.gaining or ''}={move.move}{where}"]
    return typed([*parts, "--ballot", ballots[0], *by_law])


def margins_json(outcome: Outcome, found: Found, *, by_law: Sequence[str] = ()) -> dict[str, Any]:
    """Every answer with its changed votes, and the command that shows it."""
    return {"schema": SHAPE, "election": outcome.election.id, "bodies": [_document(*each, by_law) for each in found]}


def _document(name: str, answers: Margins | Problem, by_law: Sequence[str]) -> dict[str, Any]:
    if isinstance(answers, Exception):
        return {"body": name, "undefined": str(answers)}
    document = answers.to_dict()
    for row, each in zip(document["margins"], answers.found, strict=True):
        row["what_if"] = command_of(answers, each, by_law).replace(TOGETHER, " ")
    return document


def margins_table(outcome: Outcome, found: Found, *, by_law: Sequence[str] = ()) -> Table:
    """A row for each move of votes, under its question."""
    document = margins_json(outcome, found, by_law=by_law)
    return table_of(*(columns_or_reason(*each) for each in found), document=document)
