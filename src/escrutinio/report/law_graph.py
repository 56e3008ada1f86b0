"""The stages of a law as a graph: what each builds on, in the order in which they are carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.law.distribution import AsApportioned
from escrutinio.law.references import kinds_read, named_by
from escrutinio.report.law_values import WHERE, Told, divisors, quota

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.law import BodyInForce, LawInForce
    from escrutinio.report.words import Words

DOES = {
    "threshold": "threshold",
    "single_winner": "one office",
    "runoff": "run-off",
    "plurality": "plurality",
    "highest_averages": "highest averages",
    "largest_remainder": "largest remainder",
    "quota_seats": "full quotas",
    "compensation": "compensation",
    "levelling": "levelling",
    "sub_apportionment": "seats handed down to areas",
    "placement": "placement in areas",
    "apportionment": "seats to areas",
    "biproportional": "biproportional share-out",
    "open_list": "candidates of each list",
}
FEEDS = {
    "admits": "who takes part",
    "claim": "claim",
    "seats": "seats won",
    "room": "seats to fill",
    "votes": "votes left over",
}
_AS = {
    "among": "admits",
    "entitlement": "claim",
    "of": "claim",
    "covered_by": "claim",
    "floors": "claim",
    "remainders": "votes",
    "after": "admits",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A stage: its place in the picture, what it is called, and a few words on what it does."""

    number: int
    body: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """What one stage hands to a later one; ``kind`` is a key of ``FEEDS``."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The stages of a law that are in force on a day."""

    title: str
    bodies: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def into(self, number: int) -> list[Edge]:
        """What a stage is handed."""
        return [edge for edge in self.edges if edge.end == number]


def law_graph(rules: LawInForce, words: Words) -> Graph:
    """The graph of what is in force on a day.

    >>> from datetime import date
    >>> from escrutinio import law
    >>> from escrutinio.report.words import words
    >>> graph = law_graph(law.in_force(law.load("bo"), date(2020, 10, 18)), words("en"))
    >>> [(edge.start, edge.end, edge.kind) for edge in graph.edges][:2]
    [(1, 2, 'admits'), (4, 7, 'admits')]
    """
    nodes: list[Node] = []
    edges: list[Edge] = []
    bodies = []
    for body in rules.bodies.values():
        told = Told(rules.law, body.id, body.stages, words)
        name = words.of(body.body.name)
        bodies.append(name)
        first = len(nodes) + 1
        places = {stage.id: first + place for place, stage in enumerate(body.stages)}
        nodes += [Node(places[each.id], name, words.of(each.name), tuple(_lines(each, told))) for each in body.stages]
        edges += dict.fromkeys(Edge(places[one], places[other], kind) for one, other, kind in _edges(body))
    title = f"{words.of(rules.law.name)} · {words('In force on {day}.', day=rules.day)}"
    return Graph(title, tuple(bodies), tuple(nodes), tuple(edges))


def _lines(stage: Any, told: Told) -> Iterator[str]:  # noqa: ANN401 - any stage
    """What a stage does, where, by which method, and what it gives."""
    words = told.words
    does = words(DOES[stage.does])
    where = words(WHERE[stage.per]) if hasattr(stage, "per") else ""
    yield f"{does} · {where}" if where else does
    if getattr(stage, "divisors", None):
        yield divisors(stage.divisors, words)
    if getattr(stage, "quota", None):
        yield quota(stage.quota, words)
    if getattr(stage, "gives", None):
        yield words("It gives seats: {kinds}.", kinds=told.kinds([stage.gives]))


def _edges(body: BodyInForce) -> Iterator[tuple[str, str, str]]:
    """From which stage to which, and what it hands over."""
    filled = body.distribution.kinds if body.distribution else {}
    for place, stage in enumerate(body.stages):
        before = body.stages[:place]
        for key, needed in named_by(stage).items():
            yield needed, stage.id, _AS[key]
        for kind in (*kinds_read(stage), *(stage.of if stage.does == "open_list" else ())):
            yield from ((each.id, stage.id, "seats") for each in before if getattr(each, "gives", None) == kind)
            yield from ((each.id, stage.id, "claim") for each in before if getattr(each, "entitles", None) == kind)
        for kind in getattr(stage, "seats", ()) or ([stage.gives] if stage.does == "plurality" else ()):
            where = filled.get(kind)
            if isinstance(where, AsApportioned):
                yield where.stage, stage.id, "room"
