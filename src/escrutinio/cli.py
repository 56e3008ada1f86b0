"""The command line: one command a question, the same words as the Python functions.

Answers go to standard output, everything else to standard error. Exit status: 0 clean, 1 something was found
(a tie that needs a lot, a difference from the official figures), 2 usage or unreadable input, 3 a defect of ours.
"""

from __future__ import annotations

import itertools
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

import escrutinio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import RenderableType

    from escrutinio.outcome import Outcome

FOUND, USAGE, DEFECT, INTERRUPTED = 1, 2, 3, 130
LANGUAGES = ("es", "en")


def _language() -> str:
    """The language asked for by ``ESCRUTINIO_LANG``, else by the machine's; English where it is neither of ours."""
    asked = os.environ.get("ESCRUTINIO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "es" if asked.lower().startswith("es") else "en"


def _asked_for(typed: Sequence[str]) -> str:
    """The language a command asks for, also where the command itself cannot be understood."""
    pairs = [each.split("=", 1) for each in typed if each.startswith("--lang=")]
    pairs += [[name, value] for name, value in itertools.pairwise(typed) if name == "--lang"]
    known = [value for _, value in pairs if value in LANGUAGES]
    return known[-1] if known else _language()


def _day(_context: click.Context, _option: click.Parameter, given: str | None) -> date | None:
    """A day as it is typed."""
    from escrutinio.model import Problem

    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Problem("--day takes a day such as 2020-10-18, and “{given}” is none.", given=given) from None


lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=_language,
    show_default="the machine's",
    help="Language of the answer.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
law_options = [
    click.option("--law", metavar="ID|FILE", help="Another law than the election's own."),
    click.option(
        "--day", metavar="YYYY-MM-DD", callback=_day, help="The day whose rules apply; the election's own otherwise."
    ),
    click.option(
        "--set",
        "changes",
        multiple=True,
        metavar="BODY.STAGE.FIELD=VALUE",
        help="Change one value of the law for this answer.",
    ),
    click.option(
        "--lots", multiple=True, metavar="ADDRESS=LIST[,LIST]", help="A drawn lot, as the answer asks for it."
    ),
]


def _with_law(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(law_options):
        command = option(command)
    return command


class _Context(click.Context):
    """A command being run; ``obj`` is the language its help is in."""

    def make_formatter(self) -> click.HelpFormatter:
        """Click's page of help in that language."""
        from escrutinio.report import words
        from escrutinio.report.usage import Formatter

        return Formatter(words(self.obj or "en"), width=self.terminal_width, max_width=self.max_content_width)


class _Command(click.Command):
    context_class = _Context


class _Commands(click.Group):
    """Commands whose problems are told in one message, never as a traceback."""

    context_class = _Context
    command_class = _Command
    group_class = type

    def main(self, args: Sequence[str] | None = None, **options: Any) -> Any:  # type: ignore[override] # noqa: ANN401 - click has overloads for how it is left
        """Run a command and leave with its status: 2 on a problem of the user's, 3 on a defect of ours."""
        typed = list(sys.argv[1:] if args is None else args)
        spoken = _asked_for(typed)
        try:
            status = super().main(typed, **(options | {"standalone_mode": False, "obj": spoken}))
        except Exception as error:  # noqa: BLE001 - the last place where anything can be told in words
            status = _told(error, spoken)
        sys.exit(status if isinstance(status, int) else 0)


def _told(error: Exception, lang: str) -> int:
    """Say what went wrong on standard error, and give the exit status."""
    from escrutinio.report import words
    from escrutinio.report.usage import complaint

    spoken = words(lang)
    if isinstance(error, click.Abort):
        return INTERRUPTED
    if isinstance(error, click.ClickException) or hasattr(error, "template"):
        said = complaint(error, spoken) if isinstance(error, click.ClickException) else spoken.problem(error)
        click.echo(said, err=True)
        return USAGE
    if os.environ.get("ESCRUTINIO_DEBUG"):
        raise error
    sentence = "This is a defect of ours, not of your data: {error}. Please report it; ESCRUTINIO_DEBUG=1 shows where."
    click.echo(spoken(sentence, error=f"{type(error).__name__}: {error}"), err=True)
    return DEFECT


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(escrutinio.__version__, prog_name="escrutinio", message="%(prog)s %(version)s")
def main() -> None:
    """Who is elected and why, from the tally sheet to the seat."""


@main.command()
@lang
@as_json
def elections(lang: str, *, as_json: bool) -> None:
    """List the elections at hand."""
    from escrutinio.report import words
    from escrutinio.report.lists import elections_json, elections_text

    found = [escrutinio.election(each) for each in escrutinio.elections()]
    _answer(elections_text(found, words(lang)), elections_json(found) if as_json else None)


@main.command(short_help="Who is elected.")
@click.argument("election")
@click.argument("body", required=False)
@_with_law
@lang
@as_json
def elect(election: str, body: str | None, lang: str, *, as_json: bool, **rules: Any) -> None:  # noqa: ANN401 - click's own
    """Say who is elected in ELECTION, in one BODY or in all of them.

    ELECTION is an id that `escrutinio elections` lists, or a folder of the same form. BODY is an office or a chamber,
    by its id or its name.
    """
    from escrutinio.report import words
    from escrutinio.report.as_json import outcome_json
    from escrutinio.report.outcome_text import outcome_text

    outcome = _outcome(election, body, **rules)
    text = outcome_text(outcome, words(lang), asked=[election, *_typed(**rules)])
    _answer(text, outcome_json(outcome) if as_json else None)
    _leave(outcome)


@main.command(short_help="Why: every step that led there.")
@click.argument("election")
@click.argument("body")
@click.argument("constituency", required=False)
@_with_law
@lang
@as_json
def explain(election: str, body: str, constituency: str | None, lang: str, *, as_json: bool, **rules: Any) -> None:  # noqa: ANN401 - click's own
    """Say why: every step that led to the seats of a BODY, in one CONSTITUENCY or in all."""
    from escrutinio.report import words
    from escrutinio.report.as_json import steps_json
    from escrutinio.report.steps_text import steps_text

    outcome = _outcome(election, body, **rules)
    chosen = next(iter(outcome.bodies))  # the body may have been asked for by its name in a language
    told = steps_json(outcome, chosen, constituency) if as_json else None
    _answer(steps_text(outcome, chosen, constituency, words(lang)), told)
    _leave(outcome)


@main.group()
def law() -> None:
    """Look at laws, and check law files."""


@law.command("show", short_help="A law, stage by stage.")
@click.argument("law")
@click.option("--day", metavar="YYYY-MM-DD", callback=_day, help="Only the rules in force on that day.")
@lang
@as_json
def law_show(law: str, day: date | None, lang: str, *, as_json: bool) -> None:
    """Show a LAW: its stages in order, their values, dates and sources."""
    from escrutinio import law as laws
    from escrutinio.report import words
    from escrutinio.report.as_json import law_json
    from escrutinio.report.law_text import law_text

    found = laws.load(law)
    rules = laws.in_force(found, day) if day else None
    _answer(law_text(found, rules, words(lang)), law_json(found, rules) if as_json else None)


@law.command("check", short_help="Whether law files are in order.")
@click.argument("laws", nargs=-1)
@lang
def law_check(laws: tuple[str, ...], lang: str) -> None:
    """Check LAWS, by id or file; all that are at hand where none is named."""
    from escrutinio import law as shelf
    from escrutinio.report import words

    for each in laws or shelf.available():
        shelf.load(each)
        click.echo(words(lang)("{law}: in order.", law=each))


def _outcome(election: str, body: str | None, **rules: Any) -> Outcome:  # noqa: ANN401 - click's own
    """The answer to a command's arguments."""
    from escrutinio import law as laws

    found = escrutinio.election(election)
    day = rules["day"] or found.date
    chosen = laws.load(rules["law"] or found.law)
    if rules["changes"]:
        chosen = laws.amend(chosen, dict(_pair(each, "--set") for each in rules["changes"]), since=day)
    lots = {address: lists.split(",") for address, lists in (_pair(each, "--lots") for each in rules["lots"])}
    return escrutinio.elect(found, law=chosen, day=day, lots=lots, bodies=[body] if body else None)


def _typed(*, law: str | None, day: date | None, changes: Sequence[str], lots: Sequence[str]) -> list[str]:
    """The options about the law as they were typed."""
    single = [("--law", law), ("--day", day.isoformat() if day else None)]
    several = [("--set", each) for each in changes] + [("--lots", each) for each in lots]
    return [part for name, value in [*single, *several] if value for part in (name, value)]


def _pair(text: str, option: str) -> tuple[str, str]:
    from escrutinio.model import Problem

    key, sign, value = text.partition("=")
    if not sign or not key.strip() or not value.strip():
        raise Problem("{option} takes NAME=VALUE, and “{given}” is not of that form.", option=option, given=text)
    return key.strip(), value.strip()


def _answer(parts: Iterable[RenderableType], document: Any) -> None:  # noqa: ANN401 - a JSON document
    """Print one answer: the document where there is one, else the text."""
    from escrutinio.report.printing import show, show_json

    show(parts) if document is None else show_json(document)


def _leave(outcome: Outcome) -> None:
    """Exit 1 where a lot is still to be drawn or an official figure is not reproduced."""
    from escrutinio.outcome import against_official

    if not outcome.decided or against_official(outcome).different:
        sys.exit(FOUND)
