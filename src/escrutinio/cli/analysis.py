"""Questions about an outcome on the command line: what if, and how often."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import escrutinio
from escrutinio.cli.base import Command, answer, as_json, lang, other_form, pair
from escrutinio.cli.output import output, written
from escrutinio.cli.rules import day_option, law_option, set_option, votes_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from escrutinio.analysis.scenario import Scenario
    from escrutinio.model import Problem, Problems


class Ordered(Command):
    """A command that remembers in which order its options were typed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep every option typed, by name, with its value."""
        values, _, order = self.make_parser(ctx).parse_args(list(args))
        typed: list[tuple[str, Any]] = []
        for each in (one.name or "" for one in order):
            given = values.get(each)
            place = sum(name == each for name, _ in typed)
            typed.append((each, given[place] if isinstance(given, list) else given))
        ctx.meta[TYPED] = typed
        return super().parse_args(ctx, args)


TYPED = "escrutinio.typed"


@click.command("what-if", cls=Ordered, short_help="What something else would have given.")
@click.argument("election", required=False)
@click.argument("body", required=False)
@click.option("--scenario", metavar="ID|FILE", help="A scenario by its id, or as a YAML file such as --save writes.")
@click.option(
    "--alliance", multiple=True, metavar="A+B[=NAME]", help="Lists that stand as one; A:9/10+B where A keeps so many."
)
@click.option(
    "--split", multiple=True, metavar="X=A:3/5,B:2/5", help="A list that stands apart, with a share for each part."
)
@click.option(
    "--withdraw", multiple=True, metavar="X[=A:1/2]", help="A list that does not stand, and where its votes go."
)
@click.option(
    "--swing", multiple=True, metavar="A>B=2%", help="Points of the valid votes that go from one list to another."
)
@click.option(
    "--move",
    multiple=True,
    metavar="A>B=500[@AREA]",
    help="Votes that go from one list to another; >B=500 come, A>=500 stay away.",
)
@click.option(
    "--losing-to",
    multiple=True,
    metavar="A:1/4,B:1/2",
    help="Where the votes go that alliances do not keep; the rest stays at home.",
)
@click.option(
    "--proportional", is_flag=True, help="Swings are shares of the losing list's own votes, not of the valid votes."
)
@click.option("--area", "areas", multiple=True, metavar="AREA", help="What is changed of votes is changed here only.")
@click.option(
    "--ballot",
    "ballots",
    multiple=True,
    metavar="BALLOT",
    help="What is changed of votes is changed on this ballot only.",
)
@click.option(
    "--seats", multiple=True, metavar="BODY|AREA=N", help="Another number of seats: of a chamber in all, or of an area."
)
@click.option("--without-abroad", is_flag=True, help="Do not count the votes abroad.")
@click.option("--with-abroad", is_flag=True, help="Count the votes abroad also where the law leaves them out.")
@votes_option
@law_option
@day_option
@set_option("values")
@click.option("--body", "other", metavar="BODY", help="The body of the other law that is set against BODY.")
@click.option("--save", metavar="FILE", help="Write what was asked as a scenario that others can run.")
@output
@lang
@as_json
def what_if(election: str | None, body: str | None, lang: str, *, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - click's own
    """Say what ELECTION would have given, had something been otherwise: changes are made one after another.

    They are made in the order in which they are typed, and the law after the votes. Seats before and after stand side
    by side, in all and where they differ, and where another list has most votes. ELECTION is left out with --scenario
    FILE. Shares are written 3/5 or 60%.
    """
    from escrutinio.analysis.scenario_files import save_scenario
    from escrutinio.cli.votes import asked_of, votes_of
    from escrutinio.report import words
    from escrutinio.report.analysis_what_if import what_if_json, what_if_table, what_if_text
    from escrutinio.report.tables import replacing

    was, how = None, {}
    if asked["votes"]:  # the law and the day are then those of the votes, and no change
        election, body = asked_of(election, body, asked)
        was = votes_of(asked, lang)
        how = {name: asked[name] for name in ("law", "day") if asked[name]}
        asked |= dict.fromkeys(("law", "day"))
        election = None if asked["scenario"] else was.id
    scenario, body = _scenario(election, body, asked)
    found = escrutinio.what_if(was or scenario.election, scenario, bodies=[body] if body else None, **how)
    if asked["save"]:
        with replacing(Path(asked["save"])) as part:
            save_scenario(scenario, part)
    written(lambda: what_if_table(found), asked["output"], words(lang))
    answer(what_if_text(found, words(lang)), what_if_json(found) if as_json else None)


def _scenario(election: str | None, body: str | None, asked: dict[str, Any]) -> tuple[Scenario, str | None]:
    """The scenario of a file, or of what was typed; with a file the only other word is the body."""
    from escrutinio.analysis.scenario import scenario_of
    from escrutinio.analysis.scenario_files import scenario_named
    from escrutinio.model import Problem

    changes = _changes(asked)
    if asked["scenario"]:
        if changes:
            raise Problem(
                "--scenario FILE says all that is changed. Leave the other options out, or write them into the file."
            )
        return scenario_named(asked["scenario"]), body or election
    if election is None:
        raise Problem("name an election, as in “what-if bo-2020 --alliance A+B”, or give --scenario FILE.")
    if not changes:
        raise Problem("nothing is changed. Give --alliance, --swing, --move, --law or another change.")
    try:
        changes = [each | ({"body": body} if body and "seats" in each else {}) for each in changes]
        return scenario_of({"scenario": "what-if", "election": election, "changes": changes}), body
    except Problem as error:
        raise Problem("{mistakes}", mistakes=_without_places(error)) from error


def _without_places(error: Problem) -> Problems:
    """What is wrong with a scenario that was typed: there is no file in which to say where."""
    from escrutinio.model import Problems

    return Problems(each.facts["what"] for each in error.facts["mistakes"])  # type: ignore[attr-defined] # problems


def _changes(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What was typed, in its order, as a scenario's file would hold it."""
    from escrutinio.model import Problem

    typed = click.get_current_context().meta[TYPED]
    found = [_OF_VOTES[name](text) for name, text in typed if name in _OF_VOTES]
    _losing(found, asked["losing_to"])
    _swinging(found, proportional=asked["proportional"])
    here = {name: list(asked[name]) for name in ("areas", "ballots") if asked[name]}
    of_votes = [each for each in found if not {"abroad", "seats"} & set(each)]
    _refuse_nothing_there(here, of_votes)
    found = [here | each if each in of_votes else each for each in found]
    law = {
        "law": asked["law"],
        "day": asked["day"] and asked["day"].isoformat(),
        "set": dict(_value(each) for each in asked["values"]),
        "body": asked["other"],
    }
    if law["body"] and not law["law"]:
        raise Problem("--body names a body of another law. Say which law, with --law.")
    return [*found, *([{key: value for key, value in law.items() if value}] if any(law.values()) else [])]


def _losing(changes: list[dict[str, Any]], given: tuple[str, ...]) -> None:
    """Say of every alliance that does not keep all votes where the others go."""
    from escrutinio.model import Problem

    partly = [each for each in changes if "keeping" in each]
    if given and not partly:
        raise Problem(
            "--losing-to says where the votes go that an alliance does not keep. Say what it keeps, as in "
            "--alliance A:9/10+B."
        )
    for each in partly if given else ():
        each["losing_to"] = _shares(",".join(given), "--losing-to")


def _swinging(changes: list[dict[str, Any]], *, proportional: bool) -> None:
    from escrutinio.model import Problem

    swings = [each for each in changes if "swing" in each]
    if proportional and not swings:
        raise Problem("--proportional says how votes swing. Say which, with --swing A>B=10%.")
    for each in swings if proportional else ():
        each["how"] = "proportional"


def _refuse_nothing_there(here: dict[str, list[str]], changes: list[dict[str, Any]]) -> None:
    from escrutinio.model import Problem

    if here and not changes:
        raise Problem("--area and --ballot say where votes change. Say how, with --alliance, --swing or --move.")


def _alliance(text: str) -> dict[str, Any]:
    lists, _, name = text.partition("=")
    parts = [each.partition(":") for each in lists.split("+") if each.strip()]
    names = [each.strip() for each, _, _ in parts]
    keeping = {each.strip(): _share(share) for each, sign, share in parts if sign}
    named = {"alliance": names, "name": name.strip() or " + ".join(names)}
    return {**named, "keeping": keeping} if keeping else named


def _split(text: str) -> dict[str, Any]:
    name, parts = pair(text, "--split")
    return {"split": name, "into": _shares(parts, "--split")}


def _withdrawal(text: str) -> dict[str, Any]:
    name, _, parts = text.partition("=")
    return {"withdraw": name.strip(), **({"to": _shares(parts, "--withdraw")} if parts.strip() else {})}


def _swing(text: str) -> dict[str, Any]:
    lists, share = pair(text, "--swing")
    between = _between(lists)
    if len(between) < 2:  # noqa: PLR2004 - one list loses, another gains
        raise other_form("--swing", "A>B=2/100", text)
    return {"swing": _share(share), **between}


def _move(text: str) -> dict[str, Any]:
    lists, number = pair(text, "--move")
    between = _between(lists)
    count, _, area = number.partition("@")
    if not between or not re.fullmatch(r"[0-9]{1,18}", count.strip()):
        raise other_form("--move", "A>B=500", text)
    return {"move": int(count), **between, **({"areas": [area.strip()]} if area.strip() else {})}


def _seats(text: str) -> dict[str, Any]:
    name, number = pair(text, "--seats")
    if not re.fullmatch(r"[0-9]{1,9}", number.strip()):
        raise other_form("--seats", "NAME=100", text)
    return {"seats": {name.strip(): int(number)}}


_OF_VOTES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "alliance": _alliance,
    "split": _split,
    "withdraw": _withdrawal,
    "swing": _swing,
    "move": _move,
    "seats": _seats,
    "without_abroad": lambda _: {"abroad": "not_counted"},
    "with_abroad": lambda _: {"abroad": "counted"},
}


def _between(text: str) -> dict[str, str]:
    """``A>B``; either side may be empty."""
    losing, sign, gaining = (part.strip() for part in text.partition(">"))
    return {key: name for key, name in (("losing", losing), ("gaining", gaining)) if name and sign}


def _shares(text: str, option: str) -> dict[str, str]:
    """``A:3/5,B:2/5``, each list once."""
    parts = [re.fullmatch(r"\s*(.+?)\s*:\s*([^:]+?)\s*", part) for part in text.split(",")]
    found = {part[1]: _share(part[2]) for part in parts if part}
    if len(found) < len(parts):
        raise other_form(option, "A:3/5,B:2/5", text)
    return found


def _share(text: str) -> str:
    """A share as files have it: 2.5% is 25/1000."""
    from fractions import Fraction

    percent = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)\s*%", text.strip())
    return str(Fraction(percent[1].replace(",", ".")) / 100) if percent else text.strip()


def _value(text: str) -> tuple[str, int | str]:
    name, value = pair(text, "--set")
    return name, int(value) if value.isdecimal() else _share(value)
