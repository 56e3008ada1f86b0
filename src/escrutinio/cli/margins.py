"""The fewest votes that change something, on the command line."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import escrutinio
from escrutinio.cli.asking import about, answered, answers_or_reasons, outcome_asked, stop_if_none
from escrutinio.cli.base import Command, answer, as_json, lang
from escrutinio.cli.output import at, contest, format_option, output, working, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from escrutinio.analysis.margins.asked import Margins
    from escrutinio.analysis.margins.stations import StationsHolding
    from escrutinio.canvass import Count
    from escrutinio.model import Problem
    from escrutinio.outcome import Outcome
    from escrutinio.report.words import Words

    Moved = Callable[[str, int, int], None]


def _together(_context: click.Context, _option: click.Parameter, given: str | None) -> tuple[str, ...]:
    """Lists with a plus sign between them."""
    return tuple(each.strip() for each in (given or "").split("+") if each.strip())


@click.command(cls=Command, short_help="The fewest votes that change it.")
@about
@click.option(
    "--list", "lists", metavar="X[+Y]", callback=_together, help="Whose seats are asked about; any list's otherwise."
)
@click.option(
    "--seats", metavar="N|+N|-N", default="", help="So many seats for --list, or so many more or fewer; +1 otherwise."
)
@click.option(
    "--majority", default="", metavar="ID", help="A majority that --list is to win, or to lose where it has it."
)
@click.option("--run-off", "runoff", is_flag=True, help="Of an office: a run-off; with --list, that it goes to it.")
@click.option("--any-seat", is_flag=True, help="The nearest seat of all, in place of that of every area.")
@click.option("--every-area", is_flag=True, help="The nearest seat of every area, however many areas there are.")
@click.option("--from", "source", default="", metavar="A", help="Whose votes change; whoever needs fewest otherwise.")
@click.option("--to", default="", metavar="B", help="Who gets them; whoever needs fewest otherwise.")
@click.option(
    "--how",
    "kind",
    type=click.Choice(["move", "add", "remove"]),
    default="move",
    help="Votes go from list to list, come, or stay away.",
)
@click.option("--in", "where", multiple=True, metavar="AREA", help="Votes change only here; also the area asked about.")
@click.option("--ballot", "tier", default="", metavar="BALLOT", help="Votes change on this ballot only.")
@click.option(
    "--one-place/--anywhere",
    default=None,
    help="All in one area and between one pair of lists, or wherever and between whomever; otherwise, for a list's "
    "seats, wherever, and in one area where no number can be proved.",
)
@click.option(
    "--stations",
    metavar="STORE|FILE",
    help="Also the polling stations that could hold these votes, by the tally sheets of a store, a folder of snapshots "
    "or a file.",
)
@at
@format_option
@contest
@click.option("--save", metavar="FILE", help="Write the changed votes as a scenario that what-if runs.")
@output
@lang
@as_json
def margins(election: str | None, body: str | None, lang: str, *, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's own
    """Say how few votes would have changed what came out of ELECTION: exactly, with the votes that do it.

    Of an office: its round. Of a chamber: the nearest seat of every area, or what --list, --seats and --majority ask.
    The law is run with the changed votes and confirms the number; the answer says how to see it for oneself.
    """
    from escrutinio.report import words
    from escrutinio.report.analysis_margins import margins_json, margins_table, margins_text
    from escrutinio.report.margins_stations import stations_text, with_stations

    with working(election or asked["votes"] or "") as moved, ExitStack() as stack:
        count = _count(stack, asked)
        outcome, body = outcome_asked(election, body, lang, asked)
        found = _found(outcome, body, asked, moved)
        held = [] if count is None else _held(found, count, asked["stations"], moved)
    by_law = [part for name in ("votes", "law", "day") if asked[name] for part in (f"--{name}", str(asked[name]))]
    _save(found, asked["save"], words(lang))
    document = margins_json(outcome, found, by_law=by_law)
    document = with_stations(document, held) if held else document
    rows = margins_table(outcome, found, by_law=by_law)
    written(lambda: replace(rows, document=document), asked["output"], words(lang))
    text = [*margins_text(outcome, found, words(lang), by_law=by_law)]
    text += stations_text(outcome, held, words(lang)) if held else []
    answer(text, document if as_json else None)


def _found(
    outcome: Outcome, body: str | None, asked: dict[str, Any], moved: Moved
) -> list[tuple[str, Margins | Problem]]:
    """The answer for one body; or for every office and chamber, those that have none with the reason."""
    from escrutinio.analysis.asked import sitting

    how = {name: asked[name] for name in _AS_TYPED} | _seats(asked["seats"])

    def ask(name: str) -> Margins:
        return escrutinio.margins(outcome, name, progress=moved, **how)

    if body:
        chosen = sitting(outcome, body)
        return [(chosen if isinstance(chosen, str) else chosen.id, ask(body))]
    return answered(outcome.bodies, ask)


def _count(stack: ExitStack, asked: dict[str, Any]) -> Count | None:
    """The sheets in which stations are looked for, opened before anything else; none where nobody asks."""
    from escrutinio.model import Problem

    how = {"--at": asked["at"], "--format": asked["file_format"], "--contest": asked["contest"]}
    if asked["stations"]:
        where = {option.removeprefix("--"): value for option, value in how.items()}
        return stack.enter_context(escrutinio.open_count(asked["stations"], **where))
    alone = [option for option, value in how.items() if value]
    if alone:
        told = "{option} says which sheets stations are looked for in: it goes with --stations."
        raise Problem(told, option=alone[0])
    return None


def _held(
    found: Sequence[tuple[str, Margins | Problem]], count: Count, place: str, moved: Moved
) -> list[tuple[str, StationsHolding | Problem]]:
    """The stations of each body's answers, or why it has none; where none has, the command stops."""
    from escrutinio.model import Problem

    answers = {name: each for name, each in found if not isinstance(each, Problem)}

    def ask(name: str) -> StationsHolding:
        moved(Path(place).name, list(answers).index(name), len(answers))
        return escrutinio.stations_holding(answers[name], count)

    held = answers_or_reasons(answers, ask)
    if any(each.witness for one in answers.values() for each in one.found):
        stop_if_none(held)
    return held


_AS_TYPED = (
    "majority",
    "runoff",
    "any_seat",
    "every_area",
    "source",
    "to",
    "kind",
    "where",
    "tier",
    "one_place",
    "lists",
)


def _seats(text: str) -> dict[str, int]:
    """A number of seats, or a change of it."""
    from escrutinio.model import Problem

    if not text:
        return {}
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", text.strip()) or (int(text) == 0 and text.strip()[0] in "+-"):
        raise Problem(
            "--seats takes a number of seats such as 12, or a change such as +1 or -2, and “{given}” is none.",
            given=text,
        )
    return {"more" if text.strip()[0] in "+-" else "seats": int(text)}


def _save(found: Sequence[tuple[str, Margins | Problem]], file: str | None, words: Words) -> None:
    """The changed votes of the one answer as a scenario."""
    from escrutinio.analysis.scenario_files import save_scenario
    from escrutinio.model import Problem
    from escrutinio.report.tables import replacing

    if file is None:
        return
    answers = [(one, each) for _, one in found if not isinstance(one, Problem) for each in one.found if each.witness]
    if len(answers) != 1:
        raise Problem(
            "--save writes the votes of one answer, and there are {number}. Ask about one body and one area.",
            number=len(answers),
        )
    with replacing(Path(file)) as part:
        save_scenario(answers[0][0].scenario(answers[0][1]), part)
    click.echo(
        words("{file} written; see it with: {command}", file=file, command=f"escrutinio what-if --scenario {file}"),
        err=True,
    )
