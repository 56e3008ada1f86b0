"""A law's picture: what each stage builds on, as SVG that can be read without seeing it, as Mermaid and as DOT."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from escrutinio.law import available, in_force, load
from escrutinio.model import Problem
from escrutinio.report import words
from escrutinio.report.law_diagrams import drawn
from escrutinio.report.law_graph import FEEDS, law_graph
from escrutinio.report.law_svg import LEFT, WIDE

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2021, 9, 26)
LINE = re.compile(rf"M{LEFT + WIDE} (\S+) H\S+ Q(\S+) .* V\S+ Q\S+ (\S+) \S+ \S+ H{LEFT + WIDE + 3}")
"""A line out of a box, down its lane, and into another."""


def graph(name, day=DAY, lang="en"):
    """A law's graph."""
    return law_graph(in_force(load(name), day), words(lang))


def test_edges_are_what_stages_name():
    """The Bundestag of 2021, as § 6 of its law of 2020 has it.

    Winners of constituencies feed the threshold, the levelling and the list seats; the contingents of the Länder are
    filled by the first distribution, which the levelling settles.
    """
    found = graph("de")
    titles = {node.number: node.title for node in found.nodes}
    edges = {(titles[each.start][:14], titles[each.end][:14], each.kind) for each in found.edges}
    assert edges == {
        ("Constituencies", "Threshold (Spe", "seats"),
        ("Threshold (Spe", "First distribu", "admits"),
        ("Seats to the L", "First distribu", "room"),
        ("First distribu", "The house grow", "claim"),
        ("Constituencies", "The house grow", "seats"),
        ("The house grow", "From each part", "claim"),
        ("From each part", "List seats", "claim"),
        ("Constituencies", "List seats", "seats"),
    }


def test_left_over_votes_and_claims_in_conditions_are_edges():
    """The Czech second scrutiny takes votes the first left over; Peru's threshold asks for seats that would be won."""
    assert {each.kind for each in graph("cz", date(2021, 10, 9)).edges} == set(FEEDS)
    assert (1, 2, "claim") in {
        (each.start - 2, each.end - 2, each.kind) for each in graph("pe", date(2021, 4, 11)).edges
    }


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", available())
def test_a_picture_can_be_read_aloud(name, lang):
    """Well-formed, with a title and a description; every stage and what it is handed stands there as text, in order."""
    found = graph(name, date(2024, 10, 1), lang)
    picture = drawn(found, Path("law.svg"), words(lang))
    root = ET.fromstring(picture)  # noqa: S314 - ours
    assert root.get("role") == "img"
    assert {f"{SVG}title", f"{SVG}desc"} <= {each.tag for each in root}
    text = " ".join(each.text or "" for each in root.iter(f"{SVG}text"))
    places = [text.index(f"{node.number}. {node.title.split()[0]}") for node in found.nodes]
    assert places == sorted(places)
    for edge in found.edges:
        assert words(lang)(FEEDS[edge.kind]) in text.replace("\u00a0", " ")
    assert "prefers-color-scheme: dark" in picture


@pytest.mark.parametrize("name", available())
def test_boxes_and_lines_keep_their_places(name):
    """Boxes stand below one another, every line begins and ends beside its box, and all is inside the picture."""
    found = graph(name, date(2024, 10, 1))
    root = ET.fromstring(drawn(found, Path("law.svg"), words("en")))  # noqa: S314 - ours
    width, height = (float(root.get(side, "")) for side in ("width", "height"))
    boxes = [
        (float(each.get("y", "")), float(each.get("height", ""))) for each in root.iter(f"{SVG}rect") if each.get("x")
    ]
    assert all(top + tall < after for (top, tall), (after, _) in pairwise(boxes))
    lines = [each.get("d", "") for each in root.iter(f"{SVG}path") if " V" in each.get("d", "")]
    assert len(lines) == len(found.edges)
    for line in lines:
        found_there = LINE.fullmatch(line)
        assert found_there is not None, line
        start, lane, end = (float(part) for part in found_there.groups())
        inside = [place for place, (top, tall) in enumerate(boxes) for y in (start, end) if top <= y <= top + tall]
        assert len(inside) == 2, line
        assert inside[0] < inside[1]
        assert LEFT + WIDE < lane < width
        assert end < height


def test_text_for_other_programs():
    """Mermaid by .mmd, DOT by .dot: each stage, each line; signs that mean something there are written otherwise."""
    found = graph("de")
    mermaid = drawn(found, Path("law.MMD"), words("es"))
    assert '  stage2 -->|"quién participa"| stage4\n' in mermaid
    assert mermaid.count("-->") == len(found.edges)
    assert mermaid.count("subgraph") == mermaid.count("\n  end\n") == 1
    dot = drawn(found, Path("law.dot"), words("en"))
    assert '  stage2 -> stage4 [label="who takes part"]\n' in dot
    assert dot.count(" -> ") == len(found.edges)


def test_another_ending_is_refused():
    """Nothing is drawn that would be a picture only by its name."""
    with pytest.raises(Problem, match=r"law.png does not say how to draw it. End its name in .svg, .mmd or .dot."):
        drawn(graph("de"), Path("law.png"), words("en"))
