"""Questions about who was elected, on the command line: measures, power, what changed between two elections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

import escrutinio
from escrutinio.cli.base import Command, answer, as_json, lang, pair
from escrutinio.cli.output import output, whole, words_of, working, written
from escrutinio.cli.power_asked import absent_of, decided, deciding
from escrutinio.cli.rules import day_option, law_option, lots_of, lots_option, votes_option, with_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from escrutinio.analysis import Indices
    from escrutinio.model import Election, Problem
    from escrutinio.outcome import Outcome

Answer = TypeVar("Answer")

about = with_options(
    [
        click.argument("election", required=False),
        click.argument("body", required=False),
        law_option,
        day_option,
        votes_option,
        lots_option,
    ]
)
"""Which election, and under which law."""


def outcome_asked(
    election: str | None, body: str | None, lang: str, asked: dict[str, Any]
) -> tuple[Outcome, str | None]:
    """Who is elected, as the options ask, and the body that was typed."""
    from escrutinio.cli.votes import asked_of, votes_of

    election, body = asked_of(election, body, asked)
    found = votes_of(asked, lang) if asked["votes"] else escrutinio.election(election)
    return escrutinio.elect(found, law=asked["law"], day=asked["day"], lots=lots_of(asked["lots"])), body


def answered(names: Iterable[str], ask: Callable[[str], Answer]) -> list[tuple[str, Answer | Problem]]:
    """The answer of each, or the reason why it has none; where none has one, the first reason is raised."""
    found = answers_or_reasons(names, ask)
    stop_if_none(found)
    return found


def answers_or_reasons(names: Iterable[str], ask: Callable[[str], Answer]) -> list[tuple[str, Answer | Problem]]:
    """The answer of each, or the reason why it has none."""
    from escrutinio.model import Problem

    found: list[tuple[str, Answer | Problem]] = []
    for name in names:
        try:
            found.append((name, ask(name)))
        except Problem as problem:
            found.append((name, problem))
    return found


def stop_if_none(found: Sequence[tuple[str, Answer | Problem]]) -> None:
    """Raise the first reason where nothing has an answer."""
    from escrutinio.model import Problem

    refused = [each for _, each in found if isinstance(each, Problem)]
    if refused and len(refused) == len(found):
        raise refused[0]


@click.command(cls=Command, short_help="How proportional, how fragmented, how even.")
@about
@click.option("--ballot", metavar="TIER", help="The votes that seats are compared with; the law's own otherwise.")
@click.option(
    "--people",
    metavar="MEASURE",
    help="What the seats of areas are compared with, such as registered; the best known otherwise.",
)
@click.option("--all", "everything", is_flag=True, help="Every measure, with its formula and its paper.")
@output
@lang
@as_json
def indices(
    election: str | None,
    body: str | None,
    lang: str,
    *,
    as_json: bool,
    everything: bool,
    **asked: Any,  # noqa: ANN401 - click's own
) -> None:
    """Measure what came out of ELECTION: disproportionality, number of parties, nationalisation, wasted votes and more.

    The dozen best known, or all; of one BODY, or of every chamber. --json and -o FILE have all of them.
    """
    from escrutinio.report import words
    from escrutinio.report.analysis_indices import indices_json, indices_table, indices_text

    with working(election or asked["votes"] or ""):
        outcome, body = outcome_asked(election, body, lang, asked)
        found = _measured(outcome, body, asked)
    written(lambda: indices_table(outcome, found, words(lang)), asked["output"], words(lang))
    text = indices_text(outcome, found, words(lang), everything=everything)
    answer(text, indices_json(outcome, found, words(lang)) if as_json else None)


def _measured(outcome: Outcome, body: str | None, asked: dict[str, Any]) -> list[tuple[str, Indices | Problem]]:
    """The measures of each body; where several are asked for, those that have none say why."""
    from escrutinio.analysis.asked import chambers

    def ask(name: str) -> Indices:
        return escrutinio.indices(outcome, name, ballot=asked["ballot"], population=asked["people"])

    if body:
        one = ask(body)
        return [(one.body, one)]
    return answered(chambers(outcome) or outcome.bodies, ask)


def _quota(context: click.Context, option: click.Parameter, given: str | None) -> int | None:
    """So many votes, where they are asked for."""
    return None if given is None else whole(1)(context, option, given)


@click.command(cls=Command, short_help="Who can decide, and who can stop it.")
@about
@click.option(
    "--majority", metavar="ID", help="A majority that the law names, such as two-thirds; the absolute one otherwise."
)
@click.option("--quota", metavar="N", callback=_quota, help="So many votes, in place of a majority.")
@click.option("--absent", multiple=True, metavar="LIST=N", help="Members of a list that stay away.")
@click.option("--coalitions", is_flag=True, help="Also the coalitions that win with nobody to spare.")
@click.option(
    "--kind",
    type=click.Choice(["minimal", "minimum_size", "fewest_parties", "winning", "connected"]),
    help="Also the coalitions of this kind, in place of those with nobody to spare; connected ones need --axis.",
)
@click.option(
    "--axis",
    metavar="A,B,C",
    callback=words_of,
    help="The lists from one end to the other: also the coalitions that stand together on it.",
)
@click.option("--all", "everything", is_flag=True, help="Every index of power, with the papers.")
@output
@lang
@as_json
def power(
    election: str | None,
    body: str | None,
    lang: str,
    *,
    as_json: bool,
    everything: bool,
    **asked: Any,  # noqa: ANN401 - click's own
) -> None:
    """Say what the seats of ELECTION are worth: Banzhaf, Shapley–Shubik, who decides alone, who can stop everything.

    BODY is a chamber, bodies that sit together, or A+B where each must agree; every chamber in turn otherwise.
    With --coalitions, -o FILE writes these.
    """
    from escrutinio.report import words
    from escrutinio.report.analysis_power import power_json, power_table, power_text

    with working(election or asked["votes"] or ""):
        outcome, body = outcome_asked(election, body, lang, asked)
        absent = dict(absent_of(each, outcome) for each in asked["absent"])
        found = [decided(outcome, each, absent, asked) for each in deciding(outcome, body)]
    written(lambda: power_table(outcome, found, words(lang)), asked["output"], words(lang))
    text = power_text(outcome, found, words(lang), everything=everything, absent=absent)
    answer(text, power_json(outcome, found, words(lang)) if as_json else None)


@click.command(cls=Command, short_help="What changed between two elections.")
@click.argument("old")
@click.argument("new")
@click.argument("body", required=False)
@click.option(
    "--ballot", metavar="TIER", help="The votes that are compared; those of BODY or of the first body otherwise."
)
@click.option(
    "--same",
    multiple=True,
    metavar="NEW=OLD[+OLD]",
    help="A later list carries on these earlier ones; NEW= says that it is new.",
)
@click.option("--same-area", multiple=True, metavar="NEW=OLD", help="An area that was called otherwise.")
@click.option("--members", is_flag=True, help="Compare a list with those that are named among its members.")
@output
@lang
@as_json
def change(old: str, new: str, body: str | None, lang: str, *, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's own
    """Compare two elections, OLD and NEW: swing, volatility, turnout, areas that changed hands.

    With a BODY also its seats: who gained how many, and from whom. Lists are matched by id, name and alias.
    """
    from escrutinio.report import words
    from escrutinio.report.analysis_change import change_json, change_table, change_text

    with working(f"{old} → {new}"):
        both = escrutinio.election(old), escrutinio.election(new)
        elected = [escrutinio.elect(each) for each in both] if body else []
        found = escrutinio.change(
            *(elected or both),
            body=body,
            ballot=asked["ballot"] or (None if body else _first_ballot(*both)),
            lists=_same(asked["same"]),
            areas=dict(pair(each, "--same-area") for each in asked["same_area"]),
            members=asked["members"],
        )
    written(lambda: change_table(found), asked["output"], words(lang))
    named = elected[1][body].name if body else None
    text = change_text(found, (both[0].name, both[1].name), words(lang), body=named)
    answer(text, change_json(found) if as_json else None)


def _same(typed: Sequence[str]) -> dict[str, list[str]]:
    """Later lists with the earlier ones they carry on; what is told of one list twice holds together."""
    from escrutinio.model import Problem

    found: dict[str, list[str]] = {}
    for each in typed:
        name, sign, parts = each.partition("=")
        if not sign or not name.strip():
            raise Problem("{option} takes NEW=OLD, and “{given}” is not of that form.", option="--same", given=each)
        found.setdefault(name.strip(), []).extend(part.strip() for part in parts.split("+") if part.strip())
    return found


def _first_ballot(old: Election, new: Election) -> str | None:
    """The first ballot of which both elections have votes."""
    before = {each.tier for each in old.tallies}
    return next((each.tier for each in new.contests if each.tier in before), None)
