"""What a what-if takes for granted, and how an office is filled before and after, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.analysis.scenario import Abroad, Alliance, OtherLaw, Seats, Split, Swing, Withdrawal
from escrutinio.report.parts import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from escrutinio.analysis.scenario import Change
    from escrutinio.analysis.what_if import WhatIf
    from escrutinio.analysis.what_if_rounds import Rounds
    from escrutinio.analysis.what_if_supposed import Supposed
    from escrutinio.report.words import Words


def supposed_text(found: WhatIf, words: Words) -> Iterator[RenderableType]:
    """What the answer takes for granted, and what it leaves out."""
    for said in _of_changes(found.scenario.changes, words):
        yield line(said)
    for each in found.supposed:
        yield line(_SAID[each.what](each, words))
    if any(each.what == "candidates" for each in found.supposed):
        yield from map(line, _whose_candidates(found.scenario.changes, words))
    if found.before.election.winners and any(each.tier in _ballots(found) for each in found.before.election.winners):
        yield line(words("Seats whose winners were declared, not counted from votes, stay as they are."))
    left = [words.of(each.name) for name, each in found.before.bodies.items() if name not in found.bodies]
    if left:
        yield line(
            words("Not compared, since nothing in the other law stands for it: {bodies}.", bodies=", ".join(left))
        )
    if found.scenario.note:
        yield line(words.of(found.scenario.note))


def _of_changes(changes: tuple[Change, ...], words: Words) -> Iterator[str]:
    """What every change of its kind supposes, and how parts of votes are made whole."""
    if any(not isinstance(change, (OtherLaw, Abroad, Seats)) for change in changes):
        yield words("It supposes that everybody else votes as they did.")
    if any(map(_shares_votes, changes)):
        yield words("Shares of a list's votes are made whole by largest remainders, area by area.")
    if any(isinstance(change, Swing) for change in changes):
        yield words("What swings is rounded down, area by area.")
    if any(isinstance(change, Seats) for change in changes):
        yield words(
            "Seats of a chamber in all go to its areas in proportion to those they have, by largest remainders, or as "
            "the law shares them out; districts with one winner stay."
        )
    if any(isinstance(change, (OtherLaw, Seats)) for change in changes):
        yield words("It supposes that everybody votes as they did, although the law is another.")


def _whose_candidates(changes: tuple[Change, ...], words: Words) -> Iterator[str]:
    """Where nobody knows who would stand."""
    if any(isinstance(change, Alliance) for change in changes):
        yield words("An alliance has the candidates of all its lists.")
    if any(isinstance(change, Split) for change in changes):
        yield words("Each part of a list that is split has as many candidates as the list had.")


def _shares_votes(change: Change) -> bool:
    if isinstance(change, Alliance):
        return bool(change.keeping)
    return isinstance(change, Split) or (isinstance(change, Withdrawal) and bool(change.to))


def _ballots(found: WhatIf) -> set[str]:
    return {stage.votes for name in found.bodies for stage in found.before[name].run.body.stages}


def _candidates(_one: Supposed, words: Words) -> str:
    return words("Candidates keep their shares of their list's votes, made whole by largest remainders.")


def _no_pact(one: Supposed, words: Words) -> str:
    return words(
        "Not all lists of “{list}” stand in the same pact ({pacts}), so it stands in none.",
        list=one.facts["list"],
        pacts=", ".join(one.facts["pacts"]),
    )


def _heir(one: Supposed, words: Words) -> str:
    return words(
        "Seats of the ballot “{ballot}” that were declared for {list}, not counted, go to {heir}: {seats}.", **one.facts
    )


def _vacated(one: Supposed, words: Words) -> str:
    return words(
        "Seats of the ballot “{ballot}” that were declared for {list}, not counted, stand as “{heir}”, since nobody "
        "knows who would have won them: {seats}.",
        **one.facts,
    )


def _newcomer(one: Supposed, words: Words) -> str:
    return words(
        "{list} gains votes on the ballot “{ballot}” where nobody could vote for it; areas: {areas}.", **one.facts
    )


def _runoff(one: Supposed, words: Words) -> str:
    return words(
        "The votes of the ballot “{ballot}” are left out: they were cast between others than those who go on now.",
        **one.facts,
    )


_SAID: dict[str, Callable[[Supposed, Words], str]] = {
    "candidates": _candidates,
    "no_pact": _no_pact,
    "heir": _heir,
    "vacated": _vacated,
    "newcomer": _newcomer,
    "runoff": _runoff,
}


def rounds_text(found: WhatIf, body: str, words: Words) -> Iterator[RenderableType]:
    """How an office is filled before and after; nothing of a chamber."""
    before, after = (_filled(each, words) if each else "" for each in found.rounds(body))
    if before and before == after:
        yield line(words("As it was, and with the changes: {what}", what=after))
        return
    if before:
        yield line(words("As it was: {what}", what=before))
    if after:
        yield line(words("With the changes: {what}", what=after))


def _filled(rounds: Rounds, words: Words) -> str:
    """How one office is filled; nothing where a lot decides."""
    facts = {"list": ", ".join(rounds.elected), "best": ", ".join(rounds.goes_on)}
    if not rounds.goes_on:
        return words("{list} is elected in the first round.", **facts) if rounds.elected else ""
    if rounds.by == "parliament":
        return words("parliament chooses between {best}; whom, these votes do not tell.", **facts)
    if not rounds.held:
        return words("a run-off between {best}, not held: nobody knows who wins.", **facts)
    return words("a run-off between {best}; {list} is elected.", **facts) if rounds.elected else ""
