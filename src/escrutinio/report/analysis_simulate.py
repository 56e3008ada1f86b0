"""A law over many elections that might have been: how often who wins what."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.uncertainty import Dirichlet, LogitNormal, Multinomial, Polls, Stations
from escrutinio.report.as_json import plain
from escrutinio.report.canvass_parts import titled
from escrutinio.report.parts import heading, line, table
from escrutinio.report.tables import Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.analysis.simulate import Simulation
    from escrutinio.analysis.simulated import BodySimulation, Spread
    from escrutinio.report.words import Words

SHAPE = "escrutinio/simulate/1"
MOST = 25
MODELS = {
    Multinomial: "Every vote is drawn anew by the shares of its constituency; nobody swings.",
    Dirichlet: "The shares of each constituency vary as if they were known from {size} votes.",
    LogitNormal: "Lists swing: each list's log odds have the standard deviation {country} in the country, {region} in "
    "each region, {constituency} in each constituency.",
    Polls: "The country as polls see it ({number}): a house errs by {house_effect}, all houses together by {common}, "
    "each constituency by {constituency}, standard deviations on the scale of log odds.",
    Stations: "The polling stations of each constituency are drawn anew, with replacement, each ballot by itself.",
}


def simulate_text(
    found: Simulation, words: Words, *, coalitions: Sequence[Sequence[str]] = ()
) -> Iterator[RenderableType]:
    """How votes were drawn, then body by body the seats of each list and how often it holds a majority."""
    yield titled([words("simulated elections"), found.election])
    yield line(words(MODELS[type(found.model)], **_facts(found.model, words)))
    for lists, correlation in getattr(found.model, "together", {}).items():
        together = {"lists": " + ".join(lists), "correlation": words.written(str(correlation))}
        yield line(words("Swing together in the country: {lists}, with the correlation {correlation}.", **together))
    yield line(
        words(
            "{draws} draws, seed {seed}. This says what would follow if votes differed in just this way; it is no "
            "forecast.",
            draws=found.draws,
            seed=str(found.seed),
        )
    )
    for body in found.bodies.values():
        yield ""
        yield heading(words.of(body.name))
        yield from _body(body, coalitions, words)


def _facts(model: Any, words: Words) -> dict[str, Any]:  # noqa: ANN401 - any model
    facts = {name: getattr(model, name) for name in getattr(model, "__dataclass_fields__", {})}
    if "polls" in facts:
        facts["number"] = len(facts["polls"])
    return {name: words.written(str(value)) if isinstance(value, float) else value for name, value in facts.items()}


def _body(body: BodySimulation, coalitions: Sequence[Sequence[str]], words: Words) -> Iterator[RenderableType]:
    shown = [(each.list,) for each in body.spreads()[:MOST]] + [tuple(each) for each in coalitions]
    spreads = [body.spread(*each) for each in shown]
    if body.office:
        heads = [words("list"), words("elected in"), *([words("goes on in")] if body.runoff else [])]
        rows = [
            (
                each.list,
                words.percent(each.mean),
                *([words.percent(body.reaches_runoff(*of))] if body.runoff else []),
            )
            for each, of in zip(spreads, shown, strict=True)
        ]
        yield table(heads, rows, left=1)
    else:
        heads = [words(head) for head in ("list", "as counted", "mean", "90 % of draws", "least", "most")]
        heads += [_majority(body, each, words) for each in body.majorities]
        yield table(heads, [_row(body, each, of, words) for each, of in zip(spreads, shown, strict=True)], left=1)
    yield from _besides(body, words)


def _majority(body: BodySimulation, majority: str, words: Words) -> str:
    """A majority's name, with how many seats it takes."""
    least, most = body.needed(majority)
    needed = words.number(least) if least == most else f"{words.number(least)}–{words.number(most)}"
    return f"{words.of(body.majorities[majority].name)} ({needed})"


def _row(body: BodySimulation, each: Spread, lists: tuple[str, ...], words: Words) -> tuple[str, ...]:
    return (
        each.list,
        words.number(each.as_counted),
        words.decimal(each.mean, 1),
        f"{words.number(each.low)}–{words.number(each.high)}",
        words.number(each.least),
        words.number(each.most),
        *(words.percent(body.holding(name, *lists), 1) for name in body.majorities),
    )


def _besides(body: BodySimulation, words: Words) -> Iterator[RenderableType]:
    """How often nobody is elected, and how often a lot would decide."""
    if body.runoff:
        yield line(
            words(
                "In {share} of the draws the first count elects nobody, and the best go on: to a run-off, or to a "
                "choice by parliament.",
                share=words.percent(body.runoff),
            )
        )
    if body.runoff_not_held:
        told = (
            "In {share} of the draws others go on than those between whom the run-off was held: nobody knows whom it "
            "would elect, and nobody is counted as elected."
        )
        yield line(words(told, share=words.percent(body.runoff_not_held)))
    if body.undecided:
        yield line(
            words(
                "In {share} of the draws it is not known who is elected in the end.",
                share=words.percent(body.undecided),
            )
        )
    ties = int(body.tied.sum())
    if ties:
        yield line(
            words(
                "A lot would decide something in {share} of the draws; there the seats are provisional.",
                share=words.percent(Fraction(ties, len(body.tied)), 2),
            )
        )


def simulate_json(found: Simulation, *, coalitions: Sequence[Sequence[str]] = ()) -> dict[str, Any]:
    """The distribution of seats by body and list, how often majorities are held, with the model and the seed."""
    model: dict[str, Any] = {"kind": type(found.model).__name__}
    if not isinstance(found.model, Stations):
        model |= _plain_model(found.model)
    return {
        "schema": SHAPE,
        "election": found.election,
        "model": model,
        "draws": found.draws,
        "seed": found.seed,
        "bodies": found.to_dict(),
        "majorities": [each for body in found.bodies.values() for each in _held(body, coalitions)],
        "runoff": {name: str(body.runoff) for name, body in found.bodies.items()},
        "runoff_not_held": {name: str(body.runoff_not_held) for name, body in found.bodies.items()},
        "undecided": {name: str(body.undecided) for name, body in found.bodies.items()},
        "tied": {name: str(Fraction(int(body.tied.sum()), found.draws)) for name, body in found.bodies.items()},
    }


def _plain_model(model: Any) -> dict[str, Any]:  # noqa: ANN401 - any model
    """A model's numbers; lists that swing together as rows."""
    if not isinstance(model, LogitNormal):
        return dict(plain(model))
    together = [{"lists": list(lists), "correlation": value} for lists, value in model.together.items()]
    return {**plain(replace(model, together={})), "together": together}


def _held(body: BodySimulation, coalitions: Sequence[Sequence[str]]) -> Iterator[dict[str, Any]]:
    """How often each list, and each coalition, holds each majority."""
    for lists in [*([each.list] for each in body.spreads()), *coalitions]:
        for majority in body.majorities:
            share = str(body.holding(majority, *lists))
            yield {"body": body.id, "majority": majority, "lists": list(lists), "draws": share}


def simulate_table(found: Simulation, *, coalitions: Sequence[Sequence[str]] = ()) -> Table:
    """A row for each body, list and number of seats, with how many draws gave it."""
    return table_of(found.columns(), document=simulate_json(found, coalitions=coalitions))
