"""Counts added up and held side by side on the command line: tally, compare, history."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from escrutinio.cli.base import Command, answer, as_json, lang, leave, pair
from escrutinio.cli.output import (
    at,
    contest,
    contradicting,
    format_option,
    limit,
    output,
    policy_of,
    register,
    set_aside,
    words_of,
    working,
    written,
)
from escrutinio.cli.registers import register_format, register_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.canvass import Count, Policy
    from escrutinio.report.canvass_tally import Tallied


@click.command(cls=Command, short_help="Sheets added up, over any areas.")
@click.argument("place", metavar="FILE|STORE|FOLDER")
@format_option
@contest
@click.option(
    "--by", metavar="LEVEL[,LEVEL]", callback=words_of, help="A line each of these, such as department,municipality."
)
@click.option("--where", multiple=True, metavar="LEVEL=AREA", help="Only this area, such as department=North.")
@click.option("--abroad", type=click.Choice(["yes", "no"]), help="Only the sheets from abroad, or none of them.")
@at
@set_aside
@contradicting
@register
@register_format
@click.option("--engine", default="", metavar="URL", help="Add up on a cluster: sc://host:port (Spark Connect).")
@output
@lang
@as_json
def tally(place: str, lang: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Add the sheets of a count up: an official FILE, a STORE, or a FOLDER of published snapshots.

    Every contest in turn, or one. Rows of totals and copies of a sheet do not count; what is set aside is told.
    """
    from escrutinio.report import words
    from escrutinio.report.canvass_tally import tally_json, tally_table, tally_text

    found = _tallied(place, **options)
    written(lambda: tally_table(found), options["output"], words(lang))
    answer(tally_text(found, words(lang)), tally_json(found) if as_json else None)


def _tallied(place: str, **options: Any) -> list[Tallied]:  # noqa: ANN401 - click's own
    """Each contest's tally."""
    import escrutinio

    policy = policy_of(options["set_aside"], options["contradicting"])
    with ExitStack() as stack:
        stack.enter_context(working(place))
        where = {"contest": options["contest"], "at": options["at"], "format": options["file_format"]}
        count = stack.enter_context(escrutinio.open_count(place, **where))
        beside = register_of(stack, options)
        return [_tallied_one(count.only(name), beside, policy, **options) for name in count.tables]


def _tallied_one(count: Count, beside: Count | None, policy: Policy, **options: Any) -> Tallied:  # noqa: ANN401 - click's own
    import escrutinio
    from escrutinio.canvass.counting.kept import not_read
    from escrutinio.report.canvass_tally import Tallied

    name = count.one()
    areas = dict(pair(each, "--where") for each in options["where"])
    abroad = {"yes": True, "no": False}.get(options["abroad"] or "")
    asked = {"by": options["by"], "where": areas, "abroad": abroad}
    table = escrutinio.tally(count, policy=policy, register=beside, engine=options["engine"], **asked)
    aside = escrutinio.set_aside(count, policy=policy, register=beside)
    return Tallied(
        name,
        count.snapshots[name],
        table,
        aside,
        count.row,
        None if beside is None else _stations(beside, name),
        areas | ({"abroad": options["abroad"]} if options["abroad"] else {}),
        not_read(count.known_of(name)),
    )


def _stations(register: Count, contest: str) -> int:
    """How many stations the register has."""
    name = contest if contest in register.tables else register.one()
    return register.snapshots[name].rows


@click.command(cls=Command, short_help="Two counts side by side.")
@click.argument("old")
@click.argument("new")
@format_option
@contest
@click.option(
    "--by",
    metavar="COLUMN[,COLUMN]",
    callback=words_of,
    help="What tells stations apart; the station itself otherwise.",
)
@click.option(
    "--status",
    metavar="STATUS[,STATUS]",
    callback=words_of,
    help="List only these changes: added, withdrawn, corrected, restated.",
)
@limit
@output
@lang
@as_json
def compare(old: str, new: str, lang: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Compare two counts of one contest: OLD and NEW are files, stores, or a store at a time: STORE@TIME.

    Says which sheets were added, withdrawn and corrected, what that is worth for each list, and the largest changes.

    Exit status 1 where a sheet of the old count was withdrawn or changed.
    """
    import escrutinio
    from escrutinio.report import words
    from escrutinio.report.canvass_compare import ALL, SHOWN, compare_json, compare_table, compare_text

    whole = as_json or options["output"]
    status = options["status"] or (ALL if whole else SHOWN)
    with ExitStack() as stack:
        stack.enter_context(working(f"{old} → {new}"))
        before, after = (stack.enter_context(_side(each, options)) for each in (old, new))
        name = before.also_in(after)
        found = escrutinio.compare(
            before.only(name),
            after.only(name),
            key=options["by"] or ("station",),
            limit=MOST if whole else options["limit"],
            status=status,
        )
        sides = (before.snapshots[name], after.snapshots[name])
    written(lambda: compare_table(found, name, sides), options["output"], words(lang))
    text = compare_text(found, name, sides, words(lang), limit=options["limit"], status=options["status"] or SHOWN)
    answer(text, compare_json(found, name, sides) if as_json else None)
    leave(found=bool(found.withdrawn.sheets or found.corrected.sheets or found.restated.sheets))


MOST = 2**31 - 1
"""How many changes a file may have."""


def _side(place: str, options: Mapping[str, Any]) -> Count:
    """A count, as a file, a store, or a store at a time."""
    import escrutinio

    path, _, time = place.rpartition("@")
    how = {"contest": options["contest"], "format": options["file_format"]}
    if path and not Path(place).exists():
        return escrutinio.open_count(path, at=time, **how)
    return escrutinio.open_count(place, **how)


@click.command(cls=Command, short_help="One station through all snapshots.")
@click.argument("store", metavar="STORE|FOLDER")
@click.argument("station")
@contest
@output
@lang
@as_json
def history(store: str, station: str, contest: str | None, lang: str, *, as_json: bool, output: str | None) -> None:
    """Say what every snapshot of a STORE, or of a FOLDER of published ones, has of a STATION, and what changed.

    Exit status 1 where its figures changed or its sheet was withdrawn.
    """
    import escrutinio
    from escrutinio.report import words
    from escrutinio.report.canvass_compare import changed, history_json, history_table, history_text

    with working(store):
        if Path(store).is_dir():
            found = escrutinio.canvass.history(store, contest, station)
        else:
            found = escrutinio.history(store, station, contest=contest)
    written(lambda: history_table(found), output, words(lang))
    answer(history_text(found, words(lang)), history_json(found) if as_json else None)
    leave(found=changed(found))
