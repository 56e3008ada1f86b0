"""Laws on the command line: look at one, check a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from escrutinio.cli.base import Commands, answer, as_json, day, lang

if TYPE_CHECKING:
    from datetime import date


@click.group(cls=Commands)
def law() -> None:
    """Look at laws, and check law files."""


@law.command("show", short_help="A law, stage by stage.")
@click.argument("law")
@click.option("--day", metavar="YYYY-MM-DD", callback=day, help="Only the rules in force on that day.")
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
    answer(law_text(found, rules, words(lang)), law_json(found, rules) if as_json else None)


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
