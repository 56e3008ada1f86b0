"""A law's graph as text for programs that draw: Mermaid, and DOT for Graphviz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.model import Problem
from escrutinio.report.law_graph import FEEDS
from escrutinio.report.law_svg import law_svg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from escrutinio.report.law_graph import Graph
    from escrutinio.report.words import Words


def mermaid(graph: Graph, words: Words) -> str:
    """Mermaid, as Markdown pages draw it.

    >>> from datetime import date
    >>> from escrutinio import law
    >>> from escrutinio.report.law_graph import law_graph
    >>> from escrutinio.report.words import words
    >>> rules = law.in_force(law.load("bo"), date(2020, 10, 18))
    >>> mermaid(law_graph(rules, words("en")), words("en")).splitlines()[0]
    'flowchart TD'
    """
    lines = ["flowchart TD", f"  accTitle: {' '.join(graph.title.split())}"]
    for place, body in enumerate(graph.bodies, start=1):
        lines.append(f'  subgraph body{place}["{_quoted(body)}"]')
        lines += [
            f'    stage{node.number}["{_quoted(f"{node.number}. {node.title}")}<br/>{_quoted(node.lines[0])}"]'
            for node in graph.nodes
            if node.body == body
        ]
        lines.append("  end")
    lines += [f'  stage{edge.start} -->|"{_quoted(words(FEEDS[edge.kind]))}"| stage{edge.end}' for edge in graph.edges]
    return "\n".join(lines) + "\n"


def dot(graph: Graph, words: Words) -> str:
    """DOT, as Graphviz draws it.

    >>> from datetime import date
    >>> from escrutinio import law
    >>> from escrutinio.report.law_graph import law_graph
    >>> from escrutinio.report.words import words
    >>> rules = law.in_force(law.load("bo"), date(2020, 10, 18))
    >>> dot(law_graph(rules, words("en")), words("en")).splitlines()[0]
    'digraph law {'
    """
    lines = ["digraph law {", f"  label={_string(graph.title)}", "  node [shape=box]"]
    for place, body in enumerate(graph.bodies, start=1):
        lines.append(f"  subgraph cluster{place} {{")
        lines.append(f"    label={_string(body)}")
        lines += [
            f"    stage{node.number} [label={_string(chr(10).join((f'{node.number}. {node.title}', node.lines[0])))}]"
            for node in graph.nodes
            if node.body == body
        ]
        lines.append("  }")
    lines += [
        f"  stage{edge.start} -> stage{edge.end} [label={_string(words(FEEDS[edge.kind]))}]" for edge in graph.edges
    ]
    return "\n".join([*lines, "}"]) + "\n"


def drawn(graph: Graph, file: Path, words: Words) -> str:
    """The graph as its file's ending asks for.

    Raises:
        Problem: the ending is none of these.

    >>> from pathlib import Path
    >>> drawn(None, Path("law.png"), None)
    Traceback (most recent call last):
    escrutinio.model.Problem: law.png does not say how to draw it. End its name in .svg, .mmd or .dot.
    """
    writer = _WRITERS.get(file.suffix.lower())
    if writer is None:
        raise Problem("{file} does not say how to draw it. End its name in .svg, .mmd or .dot.", file=file.name or file)
    return writer(graph, words)


def _quoted(text: str) -> str:
    """A text inside quotation marks, which Mermaid writes as an entity."""
    return text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")


def _string(text: str) -> str:
    inside = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inside}"'


_WRITERS: Mapping[str, Callable[[Graph, Words], str]] = {".svg": law_svg, ".mmd": mermaid, ".dot": dot}
