"""Who can decide and who can stop: seats, power, coalitions that win, in a body or in bodies that must agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from escrutinio.report.analysis_indices_about import notes_json, notes_text
from escrutinio.report.analysis_power_coalitions import coalitions_text
from escrutinio.report.canvass_parts import titled
from escrutinio.report.parts import heading, line, table
from escrutinio.report.tables import Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from rich.console import RenderableType

    from escrutinio.analysis import Coalitions, Power
    from escrutinio.columns import Columns
    from escrutinio.model import Problem
    from escrutinio.outcome import Outcome
    from escrutinio.report.words import Words

SHAPE = "escrutinio/power/1"

INDICES = {
    "banzhaf": "Banzhaf",
    "shapley_shubik": "Shapley–Shubik",
    "penrose": "Penrose",
    "prevent": "Coleman",
    "initiate": "Coleman",
    "johnston": "Johnston",
    "deegan_packel": "Deegan–Packel",
    "holler": "Holler",
}
"""Whose index it is."""
COLEMAN = {"prevent": "Coleman, to prevent", "initiate": "Coleman, to initiate"}
BEST_KNOWN = ("banzhaf", "shapley_shubik")

PAPERS = (
    "Banzhaf 1965, Rutgers Law Review 19: 317–343",
    "Shapley and Shubik 1954, American Political Science Review 48: 787–792",
    "Penrose 1946, Journal of the Royal Statistical Society 109: 53–57",
    "Coleman 1971, in Lieberman, Social Choice",
    "Johnston 1978, Environment and Planning A 10: 907–914",
    "Deegan and Packel 1978, International Journal of Game Theory 7: 113–123",
    "Holler 1982, Political Studies 30: 262–271",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision: the body, or the bodies that must each agree, and who has power in it.

    ``stated`` is whether the law states the majority; ``bodies`` are ids, also of bodies that sit together; ``absent``
    is whether members stay away; ``refused`` says by kind why coalitions that were asked for are not listed.
    """

    bodies: tuple[str, ...]
    power: Power
    stated: bool = True
    coalitions: tuple[Coalitions, ...] = ()
    absent: bool = False
    refused: Mapping[str, Problem] = field(default_factory=dict)


def power_text(
    outcome: Outcome,
    found: Sequence[Decided],
    words: Words,
    *,
    everything: bool = False,
    absent: Mapping[str, int] | None = None,
) -> Iterator[RenderableType]:
    """Each decision in turn: what it takes, everybody's seats and power, who alone matters, which coalitions win."""
    yield titled([words("Power"), words.of(outcome.election.name), str(outcome.election.date)])
    yield from notes_text(outcome, [name for each in found for name in each.bodies], words)
    yield from _away(absent, words)
    for each in found:
        yield ""
        yield heading(" + ".join(body_name(outcome, name, words) for name in each.bodies))
        yield from _decision(outcome, each, words, everything=everything)
        for coalitions in each.coalitions:
            yield from coalitions_text(coalitions, words)
        for problem in each.refused.values():
            yield ""
            yield line(words.problem(problem), indent=1)
    yield ""
    yield line(
        words(
            "These indices measure what the rule gives: every coalition (Banzhaf) or every order of joining "
            "(Shapley–Shubik) is taken to be as likely as any other, and a list to vote as one."
        ),
        style="dim",
    )
    if everything:
        yield from (line(f"{paper}.", style="dim") for paper in PAPERS)


def _away(absent: Mapping[str, int] | None, words: Words) -> Iterator[RenderableType]:
    """Who stays away."""
    if absent:
        away = ", ".join(f"{name} {words.number(seats)}" for name, seats in absent.items())
        yield line(words("Away: {away}. The seats below are of those present.", away=away))


def body_name(outcome: Outcome, body: str, words: Words) -> str:
    """A body's name, or that of bodies that sit together."""
    joint = [each.name for each in outcome.law.joint if each.id == body]
    return words.of(joint[0] if joint else outcome[body].name)


def _decision(outcome: Outcome, found: Decided, words: Words, *, everything: bool) -> Iterator[RenderableType]:
    """What the decision takes, then seats and power of every list."""
    yield from _needed(outcome, found, words)
    power = found.power
    chosen = [name for name in INDICES if everything or name in BEST_KNOWN]
    chosen = [name for name in chosen if any(getattr(each, name) is not None for each in power.rows())]
    seats = _seats(outcome, found)
    heads = [words("list"), *(_seats_head(outcome, name, found, words) for name in found.bodies)]
    rows = [
        (
            each.player,
            *(words.number(row.get(each.player, 0)) for row in seats),
            *(_percent(getattr(each, name), words) for name in chosen),
        )
        for each in power.rows()
    ]
    yield table([*heads, *(_index_name(name, words) for name in chosen)], rows, indent=1)
    for problem in dict.fromkeys(words.problem(each) for each in power.undefined.values()):
        yield line(problem, indent=1)
    yield from _alone(power, words)


def _index_name(index: str, words: Words) -> str:
    return words(COLEMAN[index]) if index in COLEMAN else INDICES[index]


def _percent(value: Fraction | None, words: Words) -> str:
    return "–" if value is None else words.percent(value)


def _seats_head(outcome: Outcome, body: str, found: Decided, words: Words) -> str:
    return words("seats") if len(found.bodies) == 1 else body_name(outcome, body, words)


def _seats(outcome: Outcome, found: Decided) -> list[Mapping[str, int]]:
    """Seats by list, a table for each body that must agree."""
    if len(found.bodies) == 1:
        return [{each.player: each.weight for each in found.power.rows()}]
    return [_held(outcome, each) for each in found.bodies]


def _held(outcome: Outcome, body: str) -> dict[str, int]:
    parts = next((each.bodies for each in outcome.law.joint if each.id == body), (body,))
    held: dict[str, int] = {}
    for part in parts:
        for name, seats in outcome[part].totals().items():
            held[name] = held.get(name, 0) + seats
    return held


def _needed(outcome: Outcome, found: Decided, words: Words) -> Iterator[RenderableType]:
    """The votes that each body asks for, and of how many members, or of how many of them that are present."""
    for body, quota in zip(found.bodies, found.power.quotas, strict=True):
        parts = next((each.bodies for each in outcome.law.joint if each.id == body), (body,))
        rule = next((each for each in outcome.thresholds(body) if each.id == found.power.rule), None)
        members = sum(outcome[part].members for part in parts)
        present = sum(each.weight for each in found.power.rows())
        votes = words("{number} vote" if quota == 1 else "{number} votes", number=quota)
        of = _members(members, words)
        if found.absent:
            all_count = rule is not None and rule.of == "members"
            of = f"{of}; {_present(present, words)}" if all_count else _present(present, words)
        where = f"{body_name(outcome, body, words)}: " if found.bodies[1:] else ""
        if rule is None:
            template = "{votes} of {members} is needed." if quota == 1 else "{votes} of {members} are needed."
            yield line(where + words(template, votes=votes, members=of), indent=1)
        else:
            named = words("{majority}: {votes} of {members}.", majority=words.of(rule.name), votes=votes, members=of)
            yield line(where + named if where else named[:1].upper() + named[1:], indent=1)
    if not found.stated:
        yield line(words("The law at hand states no majority; more than half of the members is taken."), indent=1)


def _members(number: int, words: Words) -> str:
    return words("{number} member" if number == 1 else "{number} members", number=number)


def _present(number: int, words: Words) -> str:
    return words("{number} member present" if number == 1 else "{number} members present", number=number)


def _alone(power: Power, words: Words) -> Iterator[RenderableType]:
    """Who decides alone, who can stop everything, and who never matters."""
    if power.dictator:
        yield line(words("{list} decides alone; nobody else matters.", list=power.dictator), indent=1)
        return
    if power.vetoes:
        yield line(words("Nothing passes without: {lists}.", lists=", ".join(power.vetoes)), indent=1)
    idle = [each.player for each in power.rows() if each.dummy]
    if idle:
        yield line(words("Seats that never make a difference: {lists}.", lists=", ".join(idle)), indent=1)


def power_json(outcome: Outcome, found: Sequence[Decided], words: Words) -> dict[str, Any]:
    """Every decision with everybody's power, exact, and the coalitions that were asked for; reasons in one language."""
    return {
        "schema": SHAPE,
        "election": outcome.election.id,
        "law": {"id": outcome.law.law.law, "on": outcome.law.day.isoformat()},
        "notes": notes_json(outcome, [name for each in found for name in each.bodies]),
        "decisions": [_document(each, words) for each in found],
    }


def _document(found: Decided, words: Words) -> dict[str, Any]:
    reasons = {name: words.problem(problem) for name, problem in found.power.undefined.items()}
    refused = [{"kind": kind, "undefined": words.problem(problem)} for kind, problem in found.refused.items()]
    return {
        "bodies": list(found.bodies),
        "majority_stated": found.stated,
        **found.power.to_dict(),
        "undefined": reasons,
        "dictator": found.power.dictator,
        "vetoes": list(found.power.vetoes),
        "coalitions": [*(one.to_dict() for one in found.coalitions), *refused],
    }


def power_table(outcome: Outcome, found: Sequence[Decided], words: Words) -> Table:
    """A row for each decision and list; where coalitions were asked for, one for each, or why there are none."""
    document = power_json(outcome, found, words)
    if not any(each.coalitions or each.refused for each in found):
        return table_of(*(each.power.columns() for each in found), document=document)
    parts = [part for each in found for part in _coalition_columns(each, words)]
    return table_of(*parts, document=document)


def _coalition_columns(found: Decided, words: Words) -> Iterator[Columns]:
    body, rule = found.power.body, found.power.rule
    for coalitions in found.coalitions:
        columns = coalitions.columns()
        number = len(columns["kind"])
        yield {"body": [body] * number, "rule": [rule] * number} | columns
    for kind, problem in found.refused.items():
        yield {"body": [body], "rule": [rule], "kind": [kind], "undefined": [words.problem(problem)]}
