"""What the reader of measures, or of power, must be told besides: an election's notes, and which ballot is meant."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.catalogue import pages
from escrutinio.model import Problem
from escrutinio.report.as_json import plain
from escrutinio.report.outcome_text import notes_text as notes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import RenderableType

    from escrutinio.outcome import Outcome
    from escrutinio.report.words import Words


def notes_text(outcome: Outcome, bodies: Iterable[str], words: Words) -> Iterator[RenderableType]:
    """The election's notes that concern these bodies, or the whole election."""
    yield from notes_of(_about(outcome, bodies), words)


def notes_json(outcome: Outcome, bodies: Iterable[str]) -> list[Any]:
    """The same as plain values, in every language."""
    return [plain(note) for note in _about(outcome, bodies).notes()]


def _about(outcome: Outcome, bodies: Iterable[str]) -> Outcome:
    """The outcome of these bodies alone; those that sit together by their parts."""
    joint = {each.id: each.bodies for each in outcome.law.joint}
    named = {part for body in bodies for part in joint.get(body, (body,))}
    return replace(outcome, bodies={name: body for name, body in outcome.bodies.items() if name in named})


def ballot_name(outcome: Outcome, tier: str, words: Words) -> str:
    """A ballot as the election's page calls it; its id where the page says nothing, or there is none."""
    names = _ballots(outcome.election.country, outcome.election.id).get(tier)
    return words.of(names) if names else tier


@cache
def _ballots(country: str, election: str) -> dict[str, Mapping[str, str]]:
    """The names of an election's ballots, by id, in every language."""
    try:
        page = pages(country).get(election) if country else None
    except Problem:  # votes of one's own, of a country that is not at hand
        return {}
    return {tier: each.name for tier, each in page.contests.items()} if page else {}
