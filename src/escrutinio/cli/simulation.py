"""How often who would win what, on the command line: a model of uncertainty, as it is typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import escrutinio
from escrutinio.cli.base import Command, answer, as_json, lang, other_form
from escrutinio.cli.counted import refuse_sheets
from escrutinio.cli.output import (
    at,
    contest,
    contradicting,
    format_option,
    output,
    policy_of,
    set_aside,
    whole,
    working,
    written,
)
from escrutinio.cli.rules import day_option, law_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from escrutinio.analysis.uncertainty import Model
    from escrutinio.model import Election

SWINGS = {"country": 0.05, "region": 0.03, "constituency": 0.0}
SIZE = 2000
POLLS = {"house_effect": 0.1, "common": 0.1, "constituency": 0.0}


def number(_context: click.Context, option: click.Parameter, given: str | None) -> float | None:
    """A number such as 0.05, or 0,05 as some write it."""
    from escrutinio.model import Problem

    try:
        return None if given is None else float(given.replace(",", "."))
    except ValueError:
        raise Problem(
            "{option} takes a number such as 0.05, and “{given}” is none.", option=option.opts[0], given=given
        ) from None


def _size(context: click.Context, option: click.Parameter, given: str | None) -> int | None:
    """How many votes, where they are given."""
    return None if given is None else whole(1)(context, option, given)


def _numbers(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that are numbers of a model, each with what it is otherwise."""
    for name, told in reversed(_TOLD.items()):
        command = click.option(f"--{name}", metavar="NUMBER", callback=number, help=told)(command)
    return command


_TOLD = {
    "country": "Swings: standard deviation of a list's log odds in the country; 0.05 otherwise.",
    "region": "Swings: the same in each region; 0.03 otherwise.",
    "constituency": "Swings and polls: the same in each constituency; 0 otherwise.",
    "house-effect": "Polls: standard deviation by which a house errs alike in all its polls; 0.1 otherwise.",
    "common": "Polls: standard deviation by which all houses err alike; 0.1 otherwise.",
}


@click.command(cls=Command, short_help="How often who would win what.")
@click.argument("election")
@click.argument("body", required=False)
@click.option(
    "--model",
    type=click.Choice(["swings", "votes", "shares", "polls", "stations"]),
    help="Swings of lists; every vote drawn anew; the shares of each constituency; polls; polling stations drawn anew. "
    "Swings otherwise; polls with --polls, stations with --from.",
)
@_numbers
@click.option(
    "--together",
    multiple=True,
    metavar="A+B=NUMBER",
    help="Swings: the correlation between every two of these lists in the country; 0 otherwise.",
)
@click.option("--size", metavar="N", callback=_size, help="Shares: known as if from N votes; 2000 otherwise.")
@click.option(
    "--polls", metavar="FILE", help="Polls in place of the count: a CSV of house, size and a column for each list."
)
@click.option(
    "--from",
    "store",
    metavar="STORE|FILE",
    help="Count the tally sheets of a store, a folder of snapshots or a file, in place of the election's votes.",
)
@at
@format_option
@contest
@set_aside
@contradicting
@click.option(
    "--coalition", "coalitions", multiple=True, metavar="A+B", help="How often these lists have a majority together."
)
@click.option("--draws", metavar="N", callback=whole(1), default="10000", help="How many elections; 10000 otherwise.")
@click.option(
    "--seed", metavar="N", callback=whole(0), default="0", help="The same number draws the same elections; 0 otherwise."
)
@law_option
@day_option
@output
@lang
@as_json
def simulate(election: str, body: str | None, lang: str, *, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's own
    """Run the law over many elections like ELECTION that might have been: seats, majorities, run-offs.

    It says what would follow if votes differed in just the way that is stated. It is no forecast.
    """
    from escrutinio.report import words
    from escrutinio.report.analysis_simulate import simulate_json, simulate_table, simulate_text

    counted = escrutinio.election(election)
    together = _coalitions(counted, asked["coalitions"])
    with working(election) as moved:
        counted, model = _model(counted, asked)
        found = escrutinio.simulate(
            counted,
            model,
            draws=asked["draws"],
            seed=asked["seed"],
            law=asked["law"],
            day=asked["day"],
            bodies=[body] if body else None,
            progress=moved,
        )
    written(lambda: simulate_table(found, coalitions=together), asked["output"], words(lang))
    text = simulate_text(found, words(lang), coalitions=together)
    answer(text, simulate_json(found, coalitions=together) if as_json else None)


def _coalitions(election: Election, typed: tuple[str, ...]) -> list[list[str]]:
    """Lists with a plus between them, by their ids."""
    from escrutinio.analysis.asked import lists_named

    return [
        lists_named(election.lists, [each.strip() for each in one.split("+") if each.strip()] or [one]) for one in typed
    ]


def _model(election: Election, asked: dict[str, Any]) -> tuple[Election, Model]:
    """How votes might have differed, as it was typed, and the election they differ from."""
    from escrutinio.analysis.stations import stations
    from escrutinio.analysis.uncertainty import Dirichlet, LogitNormal, Multinomial, Polls, polls_from

    kind = _kind(asked)
    if not asked["store"]:
        refuse_sheets(**asked)
    drawn = None
    if asked["store"]:
        where = {"at": asked["at"], "format": asked["file_format"], "contest": asked["contest"]}
        with escrutinio.open_count(asked["store"], **where) as count:
            policy = policy_of(asked["set_aside"], asked["contradicting"])
            election, drawn = stations(election, count, policy=policy)
    if kind == "stations" and drawn is not None:
        return election, drawn
    if kind == "polls":
        return election, Polls(polls=polls_from(Path(asked["polls"])), **_given(asked, POLLS))
    if kind == "votes":
        return election, Multinomial()
    if kind == "shares":
        return election, Dirichlet(size=asked["size"] or SIZE)
    return election, LogitNormal(**_given(asked, SWINGS), together=dict(map(_together, asked["together"])))


def _together(typed: str) -> tuple[tuple[str, ...], float]:
    """``A+B=0.5``: lists, and the correlation of their swings."""
    names, _, value = typed.rpartition("=")
    lists = tuple(each.strip() for each in names.split("+"))
    try:
        found = float(value.replace(",", "."))
    except ValueError:
        found = None
    if found is None or len(lists) < 2 or not all(lists):  # noqa: PLR2004 - one list swings by itself
        raise other_form("--together", "A+B=0.5", typed)
    return lists, found


def _kind(asked: dict[str, Any]) -> str:
    """Which model: the one that is named, or the one that goes with a file."""
    from escrutinio.model import Problem

    kind = str(asked["model"] or ("polls" if asked["polls"] else "stations" if asked["store"] else "swings"))
    for option, name, needed in (("polls", "--polls FILE", "polls"), ("store", "--from STORE", "stations")):
        if kind == needed and not asked[option]:
            raise Problem("--model {model} takes {option}. Add it.", model=kind, option=name)
    if asked["polls"] and kind != "polls":
        raise Problem("--polls goes with --model polls, not with --model {model}. Leave one out.", model=kind)
    own = {"swings": [*SWINGS, "together"], "polls": [*POLLS], "shares": ["size"]}.get(kind, [])
    for name in dict.fromkeys([*SWINGS, *POLLS, "together", "size"]):
        if asked[name] not in (None, ()) and name not in own:
            raise Problem(
                "--{option} says nothing to --model {model}. Leave it out.", option=name.replace("_", "-"), model=kind
            )
    return kind


def _given(asked: dict[str, Any], otherwise: dict[str, float]) -> dict[str, Any]:
    """The numbers of a model: as typed, or as they are otherwise."""
    return {name: number if asked[name] is None else asked[name] for name, number in otherwise.items()}
