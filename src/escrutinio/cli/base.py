"""What every command shares: its language, its options, how it answers and how it is left."""

from __future__ import annotations

import itertools
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from escrutinio.model import Problem

FOUND, USAGE, DEFECT, INTERRUPTED = 1, 2, 3, 130
LANGUAGES = ("es", "en")


def language() -> str:
    """The language asked for by ``ESCRUTINIO_LANG``, else by the machine's; English where it is neither of ours."""
    asked = os.environ.get("ESCRUTINIO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "es" if asked.lower().startswith("es") else "en"


def asked_for(typed: Sequence[str]) -> str:
    """The language a command asks for, also where the command itself cannot be understood."""
    pairs = [each.split("=", 1) for each in typed if each.startswith("--lang=")]
    pairs += [[name, value] for name, value in itertools.pairwise(typed) if name == "--lang"]
    known = [value for _, value in pairs if value in LANGUAGES]
    return known[-1] if known else language()


def day(_context: click.Context, _option: click.Parameter, given: str | None) -> date | None:
    """A day as it is typed."""
    from escrutinio.model import Problem

    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Problem("--day takes a day such as 2020-10-18, and “{given}” is none.", given=given) from None


lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=language,
    show_default="the machine's",
    help="Language of the answer.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")


class Context(click.Context):
    """A command being run; ``obj`` is the language its help is in."""

    def make_formatter(self) -> click.HelpFormatter:
        """Click's page of help in that language."""
        from escrutinio.report import words
        from escrutinio.report.usage import Formatter

        return Formatter(words(self.obj or "en"), width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command of ours."""

    context_class = Context


class Commands(click.Group):
    """Commands whose problems are told in one message, never as a traceback."""

    context_class = Context
    command_class = Command
    group_class = type

    def main(self, args: Sequence[str] | None = None, **options: Any) -> Any:  # type: ignore[override] # noqa: ANN401 - click has overloads for how it is left
        """Run a command and leave with its status: 2 on a problem of the user's, 3 on a defect of ours."""
        typed = list(sys.argv[1:] if args is None else args)
        spoken = asked_for(typed)
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


def other_form(option: str, form: str, given: str) -> Problem:
    """That what an option was given is not written as it is to be."""
    from escrutinio.model import Problem

    return Problem("{option} takes {form}, and “{given}” is not of that form.", option=option, form=form, given=given)


def pair(text: str, option: str) -> tuple[str, str]:
    """``NAME=VALUE`` in its two parts."""
    from escrutinio.model import Problem

    key, sign, value = text.partition("=")
    if not sign or not key.strip() or not value.strip():
        raise Problem("{option} takes NAME=VALUE, and “{given}” is not of that form.", option=option, given=text)
    return key.strip(), value.strip()


def answer(parts: Iterable[RenderableType], document: Any) -> None:  # noqa: ANN401 - a JSON document
    """Print one answer: the document where there is one, else the text."""
    from escrutinio.report.printing import show, show_json

    show(parts) if document is None else show_json(document)


def leave(*, found: bool) -> None:
    """Exit 1 where something was found."""
    if found:
        sys.exit(FOUND)
