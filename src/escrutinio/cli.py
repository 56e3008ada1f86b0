"""The command line: one command a question, the same words as the Python functions.

Answers go to standard output, everything else to standard error. Exit status: 0 clean, 1 something was found
(a tie that needs a lot, a difference from the official figures), 2 usage or unreadable input, 3 a defect of ours.
"""

from __future__ import annotations

import itertools
import os
import sys
from typing import TYPE_CHECKING, Any

import click

import escrutinio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import RenderableType

    from escrutinio.outcome import Outcome

FOUND, USAGE, DEFECT = 1, 2, 3


def _language() -> str:
    """The language asked for by ``ESCRUTINIO_LANG``, else by the machine's; English where it is neither of ours."""
    asked = os.environ.get("ESCRUTINIO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "es" if asked.lower().startswith("es") else "en"


lang = click.option(
    "--lang",
    type=click.Choice(["es", "en"]),
    default=_language,
    show_default="the machine's",
    help="Language of the answer.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
law_options = [
    click.option("--law", metavar="ID|FILE", help="Another law than the election's own."),
    click.option(
        "--day", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rules apply; the election's own otherwise."
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


class _Commands(click.Group):
    """Commands whose problems are told in one message, never as a traceback."""

    def main(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - click's own
        """Run a command; exit 2 on a problem of the user's, 3 on a defect of ours."""
        try:
            return super().main(*args, **options)
        except Exception as error:  # noqa: BLE001 - the last place where anything can be told in words
            sys.exit(_told(error, args))


def _told(error: Exception, args: tuple[Any, ...]) -> int:
    """Say what went wrong on standard error, in the language asked for, and give the exit status."""
    from escrutinio.report import words

    typed = [str(each) for each in (args[0] if args and args[0] is not None else sys.argv[1:])]
    spoken = words("es" if "--lang=es" in typed or "es" in _after(typed, "--lang") else _language_typed(typed))
    if hasattr(error, "template"):
        click.echo(spoken.problem(error), err=True)
        return USAGE
    if os.environ.get("ESCRUTINIO_DEBUG"):
        raise error
    sentence = "This is a defect of ours, not of your data: {error}. Please report it; ESCRUTINIO_DEBUG=1 shows where."
    click.echo(spoken(sentence, error=f"{type(error).__name__}: {error}"), err=True)
    return DEFECT


def _after(typed: list[str], option: str) -> list[str]:
    return [value for name, value in itertools.pairwise(typed) if name == option]


def _language_typed(typed: list[str]) -> str:
    return "en" if "--lang=en" in typed or "en" in _after(typed, "--lang") else _language()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(escrutinio.__version__, prog_name="escrutinio")
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


@main.command()
@click.argument("election")
@click.argument("body", required=False)
@_with_law
@lang
@as_json
def elect(election: str, body: str | None, lang: str, *, as_json: bool, **rules: Any) -> None:  # noqa: ANN401 - click's own
    """Say who is elected in ELECTION, in one BODY or in all of them.

    ELECTION is an id that `escrutinio elections` lists, or a folder of the same form.
    """
    from escrutinio.report import words
    from escrutinio.report.as_json import outcome_json
    from escrutinio.report.outcome_text import outcome_text

    outcome = _outcome(election, body, **rules)
    _answer(outcome_text(outcome, words(lang)), outcome_json(outcome) if as_json else None)
    _leave(outcome)


@main.command()
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
    told = steps_json(outcome, body, constituency) if as_json else None
    _answer(steps_text(outcome, body, constituency, words(lang)), told)
    _leave(outcome)


@main.group()
def law() -> None:
    """Look at laws, and check law files."""


@law.command("show")
@click.argument("law")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Only the rules in force on that day.")
@lang
@as_json
def law_show(law: str, day: Any, lang: str, *, as_json: bool) -> None:  # noqa: ANN401 - click's own
    """Show a LAW: its stages in order, their values, dates and sources."""
    from escrutinio import law as laws
    from escrutinio.documents import as_plain
    from escrutinio.report import words
    from escrutinio.report.law_text import law_text

    found = laws.load(law)
    rules = laws.in_force(found, day.date()) if day else None
    told = as_plain(found) if as_json else None
    _answer(law_text(found, rules, words(lang)), told)


@law.command("check")
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
    day = rules["day"].date() if rules["day"] else found.date
    chosen = laws.load(rules["law"] or found.law)
    if rules["changes"]:
        chosen = laws.amend(chosen, dict(_pair(each, "--set") for each in rules["changes"]), since=day)
    lots = {address: lists.split(",") for address, lists in (_pair(each, "--lots") for each in rules["lots"])}
    return escrutinio.elect(found, law=chosen, day=day, lots=lots, bodies=[body] if body else None)


def _pair(text: str, option: str) -> tuple[str, str]:
    from escrutinio.model import Problem

    key, sign, value = text.partition("=")
    if not sign or not key.strip() or not value.strip():
        raise Problem("{option} takes NAME=VALUE, and “{given}” is not of that form.", option=option, given=text)
    return key.strip(), value.strip()


def _answer(parts: Iterable[RenderableType], document: Any) -> None:  # noqa: ANN401 - a JSON document
    """Print one answer: the document where there is one, else the text."""
    if document is not None:
        import json

        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, 110))
    for part in parts:
        console.print(part)


def _leave(outcome: Outcome) -> None:
    """Exit 1 where a lot is still to be drawn or an official figure is not reproduced."""
    from escrutinio.outcome import against_official

    if not outcome.decided or (not outcome.law.law.amendments and against_official(outcome).different):
        sys.exit(FOUND)
