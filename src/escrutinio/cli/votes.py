"""Anyone's votes on the command line: which folder, under which law, and in which shape the seats are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.model import Election
    from escrutinio.outcome import Outcome

SHAPES = ("text", "json", "csv")


def asked_of(election: str | None, body: str | None, rules: Mapping[str, Any]) -> tuple[str, str | None]:
    """The election and the body that were typed; with a folder of votes the only word left is the body."""
    from escrutinio.model import Problem

    if rules["votes"]:
        if body is not None:
            raise Problem("with --votes FOLDER no election is named: leave “{election}” out.", election=election)
        return "", election
    if election is None:
        raise Problem("name an election, as in “elect bo-2020”, or give --votes FOLDER --law ID.")
    return election, body


def printed(rules: dict[str, Any]) -> str:
    """The shape an answer is printed in: ``--format`` csv, json or text; any other word describes a file of sheets."""
    given = rules["file_format"]
    if given in SHAPES:
        rules["file_format"] = None
        return str(given)
    return "text"


def votes_of(rules: Mapping[str, Any], lang: str) -> Election:
    """The votes of a folder, and on standard error what day is taken where none was typed."""
    from escrutinio.canvass.catalogue import votes_folder
    from escrutinio.model import Problem

    found = votes_folder(rules["votes"], day=rules["day"], law=rules["law"] or "")
    if not found.law:
        from escrutinio import law as laws

        raise Problem(
            "nothing says under which law the votes of {folder} are counted. Give --law ID: {known}.",
            folder=rules["votes"],
            known=", ".join(laws.available()),
        )
    if rules["day"] is None:
        from escrutinio.report import words

        told = "The day of these votes is taken to be {day}; --date gives another."
        click.echo(words(lang)(told, day=found.date), err=True)
    return found


def told_of(outcome: Outcome, lang: str) -> None:
    """Say on standard error what an answer about anyone's votes takes for granted."""
    from escrutinio.report import words

    spoken = words(lang)
    for body in outcome.bodies.values():
        for ballot in body.unknown:
            sentence = (
                "The votes of the ballot “{ballot}” are not there: seats and thresholds that hang on it are left open."
            )
            click.echo(spoken(sentence, ballot=ballot), err=True)
    sized = any("by_size" in str(stage) for body in outcome.bodies.values() for stage in body.run.body.stages)
    if sized and all(each.size == 1 for each in outcome.election.lists):
        sentence = "Every list is taken for one party alone; election.yaml may say otherwise of coalitions (size:)."
        click.echo(spoken(sentence), err=True)
