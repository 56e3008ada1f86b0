"""What commands on counts share: their options, a file to write to, and a sign that work goes on."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from escrutinio.canvass import Policy
    from escrutinio.report.tables import Table
    from escrutinio.report.words import Words


def words_of(_context: click.Context, _option: click.Parameter, given: str | None) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(each.strip() for each in (given or "").split(",") if each.strip())


def writable(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """The file to write; refused before the work, where its ending says nothing."""
    from pathlib import Path

    from escrutinio.report.tables import ending

    if given:
        ending(Path(given))
    return given


def whole(least: int) -> Callable[[click.Context, click.Parameter, str | None], int]:
    """A whole number of at least so many."""

    def parsed(_context: click.Context, option: click.Parameter, given: str | None) -> int:
        from escrutinio.model import Problem

        text = str(given)
        if text.isascii() and text.isdigit() and int(text) >= least:
            return int(text)
        raise Problem(
            "{option} is {given}. Give a whole number of at least {least}.",
            option=option.opts[0],
            given=text,
            least=least,
        )

    return parsed


contest = click.option("--contest", metavar="CONTEST", help="Only this contest, by its id.")
at = click.option(
    "--at", metavar="TIME", help="As it was known then, as 2020-10-18T23:00:00-04:00; the latest otherwise."
)
format_option = click.option(
    "--format",
    "file_format",
    metavar="ID|FILE",
    help="How the file is described: an id, or a description of your own; found by its headers otherwise.",
)
register = click.option("--register", metavar="FILE", help="Every station with its registered voters, as a file.")
output = click.option(
    "-o",
    "--output",
    metavar="FILE",
    callback=writable,
    help="Write the whole answer to a file, by its ending: .csv, .json or .parquet.",
)
limit = click.option(
    "--limit", metavar="N", callback=whole(1), default="5", help="How many of each kind to show; 5 otherwise."
)
set_aside = click.option(
    "--set-aside",
    metavar="CODE[,CODE]",
    callback=words_of,
    help="Do not count sheets with these findings, such as C103; rows of totals (C201) never count.",
)
contradicting = click.option(
    "--contradicting",
    type=click.Choice(["first", "last", "none"]),
    default="first",
    help="Which of several contradicting sheets of one station counts; the first otherwise.",
)


def policy_of(set_aside: Sequence[str], contradicting: Literal["first", "last", "none"]) -> Policy:
    """Which sheets count, as the options say."""
    from escrutinio.canvass import Policy

    codes = dict.fromkeys(("C201", *(each.upper() for each in set_aside)))
    return Policy(set_aside=tuple(codes), contradicting=contradicting)


def written(table: Callable[[], Table], file: str | None, words: Words) -> None:
    """Write the table where a file is asked for, and say so on standard error."""
    from escrutinio.report.tables import write_table

    if file is not None:
        rows = write_table(table(), file)
        click.echo(words("{file}: {rows} rows written.", file=file, rows=rows), err=True)


@contextmanager
def working(text: str, total: int | None = None) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error while something is done, where that is a terminal; else nothing.

    What is given moves it: what is done now, how much of how much (0: nobody knows).
    """
    if not sys.stderr.isatty():
        yield lambda _text, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    shown = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with shown:
        task = shown.add_task(text, total=total)

        def moved(text: str, done: int, total: int) -> None:
            shown.update(task, description=text, completed=done, total=total or None)

        yield moved
