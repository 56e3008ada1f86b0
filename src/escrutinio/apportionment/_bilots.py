"""Ties of a biproportional table: which cells a lot decides, and what drawn lots make of them.

Tables that are equally right differ by exchanges that cost nothing: circles of cells at their signposts, one seat more
and one fewer by turns. A cell is decided by lot exactly when it lies on such a circle. Lines are numbered areas first,
then lists; a cell that could have one more leads from its area to its list, one that could have one fewer leads back.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from escrutinio.apportionment._biexact import Border, Cell

Graph = dict[int, set[int]]


class Drawn(NamedTuple):
    """Cells a lot decides; those of them that hold the seat in the end; whether equal lots leave that open."""

    cells: list[Cell]
    winners: set[Cell]
    undecided: bool


def draw(at_border: Border, areas: int, lots: list[list[int]] | None) -> Drawn:
    """Return the answer of the lots: in the order of their ranks each cell takes its seat, if a table still gives it.

    Without lots, and among equal ones, areas and lists take their turn in the order given, and that is provisional.
    """
    graph: Graph = {}
    for i, j in at_border.more:
        graph.setdefault(i, set()).add(areas + j)
    for i, j in at_border.fewer:
        graph.setdefault(areas + j, set()).add(i)
    circling = {line: _reach(graph, line) for line in graph}
    high = [(i, j) for i, j in at_border.fewer if areas + j in circling.get(i, ())]
    cells = sorted(high + [(i, j) for i, j in at_border.more if i in circling.get(areas + j, ())])
    if not cells:
        return Drawn([], set(), undecided=False)
    ranks = {cell: lots[cell[0]][cell[1]] if lots else 0 for cell in cells}
    order = sorted(cells, key=lambda cell: (ranks[cell], cell))
    winners, open_ = set(high), False
    for _, group in groupby(order, key=lambda cell: ranks[cell]):
        open_ |= _decided(graph, areas, list(group), winners)
    return Drawn(cells, winners, open_)


def _decided(graph: Graph, areas: int, group: list[Cell], winners: set[Cell]) -> bool:
    """Give cells of one rank their seats, in place; return whether one of them stands back for another of them."""
    able = {cell for cell in group if cell in winners or _path(graph, areas + cell[1], cell[0])}
    for i, j in group:
        path = None if (i, j) in winners else _path(graph, areas + j, i)
        for tail, head in path or ():
            _turned(graph, areas, (tail, head), winners)
        if path:
            _turned(graph, areas, (i, areas + j), winners)
        graph.get(i, set()).discard(areas + j)  # what a lot has decided stays
        graph.get(areas + j, set()).discard(i)
    return not able <= winners


def _turned(graph: Graph, areas: int, step: tuple[int, int], winners: set[Cell]) -> None:
    """Give a cell its seat or take it, and turn its arrow."""
    tail, head = step
    graph[tail].discard(head)
    graph.setdefault(head, set()).add(tail)
    if tail < areas:
        winners.add((tail, head - areas))
    else:
        winners.discard((head, tail - areas))


def _reach(graph: Graph, start: int) -> set[int]:
    """Return the lines that arrows lead to from a line."""
    found: set[int] = set()
    edge = [start]
    while edge:
        new = graph.get(edge.pop(), set()) - found
        found |= new
        edge.extend(new)
    return found


def _path(graph: Graph, start: int, end: int) -> list[tuple[int, int]] | None:
    """Return the arrows of a shortest way from one line to another, or None; the same way on every machine."""
    via, edge = {start: start}, [start]
    for line in edge:
        if line == end:
            break
        for following in sorted(graph.get(line, ())):
            if following not in via:
                via[following] = line
                edge.append(following)
    if end not in via:
        return None
    steps = []
    while end != start:
        steps.append((via[end], end))
        end = via[end]
    return steps
