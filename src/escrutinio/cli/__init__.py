"""The command line: one command a question, the same words as the Python functions.

Answers go to standard output, everything else to standard error. Exit status: 0 clean, 1 something was found
(a tie that needs a lot, a difference from the official figures, a sheet that does not add up), 2 usage or unreadable
input, 3 a defect of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import escrutinio
from escrutinio.cli.analysis import what_if
from escrutinio.cli.asking import change, indices, power
from escrutinio.cli.base import Commands, answer, as_json, lang, leave, pair
from escrutinio.cli.canvass import check, describe, read
from escrutinio.cli.counted import how_counted, rests_on, sheets_of, sheets_options, typed_of
from escrutinio.cli.files import fetch, publish, synth
from escrutinio.cli.law import law
from escrutinio.cli.margins import margins
from escrutinio.cli.rules import day_option, law_option, lots_of, lots_option, set_option, votes_option, with_options
from escrutinio.cli.simulation import simulate
from escrutinio.cli.tables import compare, history, tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from escrutinio.canvass import Count
    from escrutinio.model import Election
    from escrutinio.outcome import Outcome

__all__ = ["main"]

_with_law = with_options(
    [
        law_option,
        day_option,
        votes_option,
        set_option("changes"),
        lots_option,
        *sheets_options,
    ]
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(escrutinio.__version__, prog_name="escrutinio", message="%(prog)s %(version)s")
def main() -> None:  # house: a group of commands, and its docstring is the help that users read
    """Who is elected and why, from the tally sheet to the seat."""


@main.command()
@click.option("--country", default="", metavar="COUNTRY", help="Only those of this country, by its id.")
@lang
@as_json
def elections(country: str, lang: str, *, as_json: bool) -> None:
    """List the elections at hand, by country."""
    from escrutinio.canvass.catalogue import pages
    from escrutinio.report import words
    from escrutinio.report.lists import elections_json, elections_text

    found = pages(country)
    answer(elections_text(found, words(lang)), elections_json(found) if as_json else None)


@main.command(short_help="Who is elected.")
@click.argument("election", required=False)
@click.argument("body", required=False)
@_with_law
@lang
@as_json
def elect(election: str | None, body: str | None, lang: str, *, as_json: bool, **rules: Any) -> None:  # noqa: ANN401 - click's own
    """Say who is elected in ELECTION, in one BODY or in all of them.

    ELECTION is an id that `escrutinio elections` lists, or a folder of the same form; with --votes FOLDER --law ID it
    is left out. BODY is an office or a chamber, by its id or its name. --format csv prints the seats as a table.
    """
    from escrutinio.cli.votes import asked_of, printed, told_of
    from escrutinio.report import words
    from escrutinio.report.as_json import outcome_json
    from escrutinio.report.canvass_elect import rests_on_json, rests_on_text
    from escrutinio.report.outcome_text import outcome_text

    election, body = asked_of(election, body, rules)
    shape = printed(rules)
    as_json |= shape == "json"
    with sheets_of(**rules) as count:
        found = _election(election, lang=lang, **rules)
        outcome = _outcome(found, body, count, **rules)
        rests = rests_on(found, outcome, count, **rules)
    if rules["votes"]:
        told_of(outcome, lang)
    if shape == "csv":
        from escrutinio.report.seats_csv import seats_csv

        click.echo(seats_csv(outcome), nl=False)
        _leave(outcome)
        return
    text = outcome_text(outcome, words(lang), asked=[*([election] if election else []), *_typed(**rules)])
    document = outcome_json(outcome) | rests_on_json(rests) if as_json else None
    answer([*rests_on_text(rests, words(lang)), *text], document)
    _leave(outcome)


@main.command(short_help="Why: every step that led there.")
@click.argument("election")
@click.argument("body", required=False)
@click.argument("constituency", required=False)
@_with_law
@lang
@as_json
def explain(
    election: str | None,
    body: str | None,
    constituency: str | None,
    lang: str,
    *,
    as_json: bool,
    **rules: Any,  # noqa: ANN401 - click's own
) -> None:
    """Say why: every step that led to the seats of a BODY, in one CONSTITUENCY or in all.

    With --votes FOLDER --law ID the election is left out.
    """
    from escrutinio.cli.votes import asked_of
    from escrutinio.report import words
    from escrutinio.report.as_json import steps_json
    from escrutinio.report.canvass_elect import rests_on_json, rests_on_text
    from escrutinio.report.steps_text import steps_text

    if rules["votes"]:
        election, body, constituency = None, election, constituency or body
        election, body = asked_of(body, None, rules)
    else:
        election, body = asked_of(election, body, rules)
    with sheets_of(**rules) as count:
        found = _election(election, lang=lang, **rules)
        outcome = _outcome(found, body, count, **rules)
        rests = rests_on(found, outcome, count, **rules)
    chosen = next(iter(outcome.bodies))  # the body may have been asked for by its name in a language
    told = steps_json(outcome, chosen, constituency) | rests_on_json(rests) if as_json else None
    steps = steps_text(outcome, chosen, constituency, words(lang))
    answer([*rests_on_text(rests, words(lang)), *steps], told)
    _leave(outcome)


def _election(election: str, **rules: Any) -> Election:  # noqa: ANN401 - click's own
    """The election as it is on record, or anyone's votes."""
    from escrutinio.cli.votes import votes_of

    return votes_of(rules, rules["lang"]) if rules["votes"] else escrutinio.election(election)


def _outcome(found: Election, body: str | None, count: Count | None, **rules: Any) -> Outcome:  # noqa: ANN401 - click's own
    """The answer to a command's arguments."""
    from escrutinio import law as laws

    day = rules["day"] or found.date
    chosen = laws.load(rules["law"] or found.law)
    if rules["changes"]:
        typed = [pair(each, "--set") for each in rules["changes"]]
        changes = {name: int(value) if value.isdecimal() else value for name, value in typed}
        chosen = laws.amend(chosen, changes, since=day)
    lots, bodies = lots_of(rules["lots"]), [body] if body else None
    return escrutinio.elect(found, law=chosen, day=day, lots=lots, bodies=bodies, **how_counted(count, rules))


def _typed(*, changes: Sequence[str], lots: Sequence[str], day: date | None, **single: Any) -> list[str]:  # noqa: ANN401 - click's own
    """The options as they were typed."""
    once = [("--votes", single["votes"]), ("--law", single["law"]), ("--day", day.isoformat() if day else None)]
    several = [("--set", each) for each in changes] + [("--lots", each) for each in lots]
    told = [part for name, value in [*once, *several] if value for part in (name, value)]
    return [*told, *typed_of(single)]


def _leave(outcome: Outcome) -> None:
    """Exit 1 where a lot is still to be drawn or an official figure is not reproduced."""
    from escrutinio.outcome import against_official

    leave(found=not outcome.decided or bool(against_official(outcome).different))


for command in (
    indices,
    power,
    change,
    margins,
    what_if,
    simulate,
    read,
    describe,
    check,
    tally,
    compare,
    history,
    fetch,
    synth,
    publish,
    law,
):
    main.add_command(command)
