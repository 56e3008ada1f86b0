"""Counting from tally sheets in ``elect`` and ``explain``: the options, the sheets, and what an answer rests on."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

import escrutinio
from escrutinio.cli.base import pair
from escrutinio.cli.output import contest, contradicting, format_option, policy_of, set_aside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from escrutinio.canvass import Count
    from escrutinio.model import Election
    from escrutinio.outcome import Outcome
    from escrutinio.report.canvass_elect import Rests

sheets_options = [
    click.option(
        "--from",
        "store",
        metavar="STORE|FILE",
        help="Count the tally sheets of a store, a folder of snapshots or a file, in place of the election's votes.",
    ),
    click.option("--at", metavar="TIME", help="The count as it was known then, as 2020-10-18T23:00:00-04:00."),
    click.option(
        "--by",
        multiple=True,
        metavar="[CONTEST=]LEVEL",
        help="Which area of a sheet is its constituency, such as province; told by the names otherwise.",
    ),
    click.option(
        "--official-for-missing",
        is_flag=True,
        help="With --at: what the sheets do not tell is taken from the official totals, not left open.",
    ),
    format_option,
    contest,
    set_aside,
    contradicting,
]


def sheets_of(**rules: Any) -> AbstractContextManager[Count | None]:  # noqa: ANN401 - click's own
    """The count to be counted from, where one is asked for."""
    from escrutinio.model import Problem

    if rules["official_for_missing"] and rules["at"] is None:
        raise Problem("--official-for-missing is about a count as it was known at a time: it goes with --at TIME.")
    if rules["store"] is not None:
        how = {"at": rules["at"], "format": rules["file_format"], "contest": rules["contest"]}
        return escrutinio.open_count(rules["store"], **how)
    refuse_sheets(**rules)
    return nullcontext()


def refuse_sheets(**rules: Any) -> None:  # noqa: ANN401 - as above
    """Refuse to be told how sheets are read where none are."""
    from escrutinio.model import Problem

    if rules["at"] is not None:
        raise Problem("--at says as of when sheets are counted: it goes with --from STORE.")
    alone = _read_by(**rules)
    if alone:
        raise Problem("{option} says how sheets are read and counted: it goes with --from FILE.", option=alone[0])


def how_counted(count: Count | None, rules: dict[str, Any]) -> dict[str, Any]:
    """How sheets are counted, as options of ``escrutinio.elect``."""
    if count is None:
        return {}
    return {
        "store": count,
        "at": rules["at"],
        "policy": policy_of(rules["set_aside"], rules["contradicting"]),
        "by": _levels(rules["by"]),
        "official_for_missing": rules["official_for_missing"],
    }


def rests_on(election: Election, outcome: Outcome, count: Count | None, **rules: Any) -> Rests:  # noqa: ANN401 - as above
    """What an outcome was counted from: the sheets, the official totals beside them, and what is not known."""
    from escrutinio.report.canvass_elect import Rests, RestsOn

    if count is None:
        return Rests()
    from escrutinio.canvass.counting.elections import left_open, lists_missing, personal_votes_missing

    tiers = [each.tier for each in election.contests if each.tier in count.tables]
    policy = policy_of(rules["set_aside"], rules["contradicting"])
    sheets = {tier: escrutinio.tally(count, contest=tier, policy=policy).areas[0].sheets for tier in tiers}
    unknown = left_open(election, outcome.election)
    own = {each.tier for each in outcome.election.tallies} - set(tiers)
    return Rests(
        tuple(
            RestsOn(
                contest=tier,
                sheets=sheets[tier],
                row=count.row,
                snapshot=count.snapshots[tier],
                missing=lists_missing(election, tier, count.snapshots[tier].lists),
                open=tier in unknown,
                personal=personal_votes_missing(election, tier),
            )
            for tier in tiers
        ),
        official=tuple(each.tier for each in election.contests if each.tier in own),
        open=tuple(each for each in unknown if each not in tiers),
    )


def typed_of(rules: dict[str, Any]) -> list[str]:
    """The options as they were typed, to be shown in a command that asks the same."""
    once = [part for name, word in (("--from", "store"), ("--at", "at")) if rules[word] for part in (name, rules[word])]
    missing = ["--official-for-missing"] if rules["official_for_missing"] else []
    return [*once, *missing, *_read_by(**rules)]


def _read_by(
    *,
    file_format: str | None,
    contest: str | None,
    set_aside: Sequence[str],
    contradicting: str,
    by: Sequence[str] = (),
    **_: Any,  # noqa: ANN401 - as above
) -> list[str]:
    """How sheets are read and counted, as it was typed; nothing where it is as always."""
    aside, kept = ",".join(set_aside), contradicting if contradicting != "first" else ""
    typed = [("--format", file_format), ("--contest", contest), ("--set-aside", aside), ("--contradicting", kept)]
    return [part for name, value in [*typed, *(("--by", each) for each in by)] if value for part in (name, value)]


def _levels(typed: Sequence[str]) -> str | dict[str, str]:
    """The area that is the constituency: of every contest, or contest by contest."""
    if len(typed) == 1 and "=" not in typed[0]:
        return typed[0]
    return dict(pair(each, "--by") for each in typed)
