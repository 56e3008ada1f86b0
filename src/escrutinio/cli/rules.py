"""Under which law, on which day and with whose votes: the options that commands about an outcome share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from escrutinio.cli.base import day, pair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Decorated = Callable[..., Any]

law_option = click.option("--law", metavar="ID|FILE", help="Another law than the election's own.")
day_option = click.option(
    "--day",
    "--date",
    metavar="YYYY-MM-DD",
    callback=day,
    help="The day whose rules apply; the election's own otherwise.",
)
votes_option = click.option(
    "--votes",
    metavar="FOLDER",
    help="Anyone's votes: a folder with votes.csv and districts.csv, and --law for them.",
)
lots_option = click.option(
    "--lots", multiple=True, metavar="ADDRESS=LIST[,LIST]", help="A drawn lot, as the answer asks for it."
)


def set_option(name: str) -> Decorated:
    """Values of the law that are changed, handed to the command under a name."""
    return click.option(
        "--set",
        name,
        multiple=True,
        metavar="BODY.STAGE.FIELD=VALUE",
        help="Change one value of the law for this answer.",
    )


def with_options(options: Sequence[Decorated]) -> Callable[[Decorated], Decorated]:
    """A command with several options, in their order."""

    def decorated(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def lots_of(typed: Sequence[str]) -> dict[str, list[str]]:
    """Drawn lots by their address."""
    return {address: lists.split(",") for address, lists in (pair(each, "--lots") for each in typed)}
