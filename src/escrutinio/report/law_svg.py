"""A law's graph as SVG: stages below one another, what they hand on in lanes beside them.

One column, so that it is read on a telephone; text stays text, and what every line says also stands in the box it leads
to. Colours follow the reader's light or dark page.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from escrutinio.report.law_graph import FEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from escrutinio.report.law_graph import Edge, Graph, Node
    from escrutinio.report.words import Words

LEFT, WIDE, LANE, BELOW = 10, 282, 13, 18
"""Where a box begins, how wide it is, and the distances between two lanes and two boxes."""
LINE, SMALL, LETTERS, SMALLER = 18, 15, 34, 42
"""The height of a line of a title and of one below it, and how many letters they have room for."""
PADDING, PORT = 9, 9
"""Inside a box, and between two lines that end at it."""

STYLE = """
svg { color-scheme: light dark; --page: #ffffff; --box: #f4f6f8; --edge: #8a949e; --ink: #1b1f24; --dim: #4b5563;
  --admits: #1d5fa8; --claim: #8a3ffc; --seats: #0e7245; --room: #9a5b00; --votes: #b3261e }
@media (prefers-color-scheme: dark) { svg { --page: #14171a; --box: #22272d; --edge: #77818c; --ink: #f0f3f6;
  --dim: #b4bdc7; --admits: #7db7f5; --claim: #c4a1ff; --seats: #63cf9b; --room: #f0b45c; --votes: #ff938a } }
.page { fill: var(--page) } .box { fill: var(--box); stroke: var(--edge) }
text { fill: var(--ink); font: 12px system-ui, "DejaVu Sans", sans-serif }
.body { font-size: 16px; font-weight: 700 } .title { font-size: 13.5px; font-weight: 600 } .dim { fill: var(--dim) }
path { fill: none; stroke-width: 1.8 }
.admits { stroke: var(--admits); stroke-dasharray: 2 3 } .claim { stroke: var(--claim) }
.seats { stroke: var(--seats); stroke-dasharray: 8 3 } .room { stroke: var(--room); stroke-dasharray: 8 3 2 3 }
.votes { stroke: var(--votes); stroke-dasharray: 4 4 }
.tip { stroke-dasharray: none; stroke-linejoin: round }
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A stage on the page: where it begins and ends, and its lines of text."""

    node: Node
    top: int
    title: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """From its upper to its lower edge."""
        return 2 * PADDING + LINE * len(self.title) + SMALL * len(self.lines)


def law_svg(graph: Graph, words: Words) -> str:
    """The whole picture.

    >>> from datetime import date
    >>> from escrutinio import law
    >>> from escrutinio.report.law_graph import law_graph
    >>> from escrutinio.report.words import words
    >>> rules = law.in_force(law.load("bo"), date(2020, 10, 18))
    >>> law_svg(law_graph(rules, words("es")), words("es")).count('class="box"')
    9
    """
    heads, boxes, end = _stacked(graph, words)
    lanes = _lanes(graph)
    width = LEFT + WIDE + LANE * (max(lanes.values(), default=0) + 2)
    legend, height = _legend(graph, end, words)
    told = words("Stages in the order in which they are carried out; each says what it builds on.")
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" style="max-width:100%;height:auto"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc" lang="{words.lang}">',
        f'<title id="title">{escape(graph.title)}</title><desc id="desc">{escape(told)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{width}" height="{height}"/>',
        *(_text(LEFT, y, line, "body") for y, line in heads),
        *(_edge(edge, graph, boxes, lane) for edge, lane in lanes.items()),
        *(part for box in boxes.values() for part in _drawn(box)),
        *legend,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _stacked(graph: Graph, words: Words) -> tuple[list[tuple[int, str]], Mapping[int, Box], int]:
    """Every heading and box below the one before it; where the last ends."""
    heads: list[tuple[int, str]] = []
    boxes: dict[int, Box] = {}
    y, body = BELOW, ""
    for node in graph.nodes:
        if node.body != body:
            body = node.body
            for line in textwrap.wrap(body, LETTERS - 6):
                y += LINE + 2
                heads.append((y, line))
            y += BELOW // 2 + 2
        title = tuple(textwrap.wrap(f"{node.number}. {node.title}", LETTERS))
        lines = tuple(
            part
            for line in _below(node, graph, words)
            for part in textwrap.wrap(line.replace(" …", "\u00a0…"), SMALLER)
        )
        boxes[node.number] = Box(node, y, title, lines)
        y += boxes[node.number].height + BELOW
    return heads, boxes, y


def _below(node: Node, graph: Graph, words: Words) -> Iterator[str]:
    """What stands below a title: what the stage does, and what it is handed."""
    yield from node.lines
    kinds = dict.fromkeys(edge.kind for edge in graph.into(node.number))
    for kind in kinds:
        stages = ", ".join(str(edge.start) for edge in graph.into(node.number) if edge.kind == kind)
        yield words("From {stages}: {what}", stages=stages, what=words(FEEDS[kind]))


def _lanes(graph: Graph) -> dict[Edge, int]:
    """A lane for each line, the short ones inside; two lines share one where they do not meet."""
    taken: list[list[Edge]] = []
    lanes: dict[Edge, int] = {}
    for edge in sorted(graph.edges, key=lambda each: (each.end - each.start, each.start)):
        free = (
            place
            for place, others in enumerate(taken)
            if all(edge.end < other.start or other.end < edge.start for other in others)
        )
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(edge)
        lanes[edge] = lane
    return lanes


def _edge(edge: Edge, graph: Graph, boxes: Mapping[int, Box], lane: int) -> str:
    """A line out of one box, down its lane, into another."""
    out = [each for each in graph.edges if each.start == edge.start]
    into = graph.into(edge.end)
    start, end = boxes[edge.start], boxes[edge.end]
    side, x = LEFT + WIDE, LEFT + WIDE + LANE * (lane + 1)
    upper = start.top + start.height - 8 - PORT * (len(out) - 1 - out.index(edge))
    lower = end.top + 10 + PORT * into.index(edge)
    line = (
        f"M{side} {upper} H{x - 5} Q{x} {upper} {x} {upper + 5} V{lower - 5} Q{x} {lower} {x - 5} {lower} H{side + 3}"
    )
    tip = f"M{side + 7} {lower - 4} L{side + 2} {lower} L{side + 7} {lower + 4}"
    return f'<path class="{edge.kind}" d="{line}"/><path class="{edge.kind} tip" d="{tip}"/>'


def _drawn(box: Box) -> Iterator[str]:
    yield f'<rect class="box" x="{LEFT}" y="{box.top}" width="{WIDE}" height="{box.height}" rx="6"/>'
    y = box.top + PADDING - 4
    for line in box.title:
        y += LINE
        yield _text(LEFT + PADDING, y, line, "title")
    for line in box.lines:
        y += SMALL
        yield _text(LEFT + PADDING, y, line, "dim")


def _legend(graph: Graph, top: int, words: Words) -> tuple[list[str], int]:
    """What each kind of line means, for those that are there."""
    there = [kind for kind in FEEDS if any(edge.kind == kind for edge in graph.edges)]
    parts, y = [], top
    for kind in there:
        y += LINE
        parts.append(f'<path class="{kind}" d="M{LEFT} {y - 4} H{LEFT + 40}"/>')
        parts.append(_text(LEFT + 50, y, words(FEEDS[kind]), "dim"))
    return parts, y + BELOW


def _text(x: int, y: int, text: str, style: str) -> str:
    return f'<text x="{x}" y="{y}" class="{style}">{escape(text)}</text>'
