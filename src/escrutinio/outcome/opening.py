"""Ties outside a single allocation, as lots that can be drawn: of seats placed, of two margins, of covered winners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.outcome.pending import Open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from escrutinio.apportionment import BiAllocation, Placed
    from escrutinio.law.stage import Giving
    from escrutinio.outcome.frame import BoolArray, IntArray
    from escrutinio.outcome.state import Bench

_LAST = 2**40
"""A rank behind every rank that was drawn."""


def placed_by_law(
    share: Callable[..., Placed], stage: Giving, bench: Bench, areas: tuple[str, ...], votes: IntArray
) -> tuple[Placed, BoolArray, tuple[Open, ...]]:
    """Seats placed with the lots drawn, in which draws a lot decides, and the ties as they are drawn.

    Ties inside an area are drawn by its lists, ties of one list by its areas; where several areas and lists hang
    together, by “list (area)”.
    """
    lists = bench.frame.lists
    cells = tuple(f"{name} ({area})" for area in areas for name in lists)
    by_list = bench.ranks(stage.id, lists, standing=areas)
    by_cell = bench.ranks(stage.id, ("",), standing=cells)
    drawn = {
        "lots": bench.ranks(stage.id, areas),
        "list_lots": None if by_list is None else by_list.swapaxes(1, 2),
        "cell_lots": None if by_cell is None else by_cell.reshape(1, len(areas), len(lists)),
    }
    placed = share(**_ranked_by(None, drawn))
    if stage.ties == "lots" or not placed.tied.any():
        return placed, placed.tied, _opens(placed, areas, lists, by_law=False)
    order = _by_votes(stage, votes)
    by_law = share(lots=order)
    placed = share(**_ranked_by(order, drawn))
    opens = dict.fromkeys((*_opens(by_law, areas, lists, by_law=True), *_opens(placed, areas, lists, by_law=True)))
    return placed, by_law.undecided, tuple(opens)


def _ranked_by(order: IntArray | None, drawn: dict[str, IntArray | None]) -> dict[str, IntArray | None]:
    """Ranks of each sort of tie: by the law's order first, then by lot."""
    if order is None:
        if all(each is None for each in drawn.values()):
            return drawn
        same = np.full((1, 1, 1), 0)  # a sort of tie without lots is not settled by those of another
        return {name: same if each is None else each for name, each in drawn.items()}
    return {
        name: order if each is None else order * (int(each.max(initial=0)) + 1) + each for name, each in drawn.items()
    }


def _opens(placed: Placed, areas: tuple[str, ...], lists: tuple[str, ...], *, by_law: bool) -> tuple[Open, ...]:
    found = []
    for tie in placed.ties:
        if by_law and not tie.open:
            continue
        area, who = tie.cells[0]
        if tie.by == "area":
            found.append(Open(areas[area], tuple(lists[each] for _, each in tie.cells), tie.seats))
        elif tie.by == "list":
            found.append(Open(lists[who], tuple(areas[each] for each, _ in tie.cells), tie.seats))
        else:
            names = tuple(f"{lists[each]} ({areas[place]})" for place, each in tie.cells)
            found.append(Open("", names, tie.seats, ordered=True))
    return tuple(found)


def two_margins_by_law(
    share: Callable[..., BiAllocation], stage: Giving, bench: Bench, areas: tuple[str, ...], votes: IntArray
) -> tuple[BiAllocation, BoolArray, tuple[Open, ...]]:
    """A table with the lots drawn, in which draws a lot decides, and the next tie: area by area, its lists draw.

    Areas whose lot is drawn come first, in their order; what they leave open is drawn in the next area.
    """
    prior: Any = np.zeros(votes.shape[1:], dtype=np.int64)
    if stage.ties != "lots":
        prior = _by_votes(stage, votes) * (2 * _LAST)
    ranks, asked = _by_area(bench, stage, areas)
    made = share(lots=prior + ranks)
    tied = made.tied if stage.ties == "lots" else share(lots=prior + np.full_like(ranks, _LAST)).undecided
    if not tied[0]:
        return made, tied, ()
    cells = [(int(area), int(who)) for area, who in np.argwhere(made.drawn[0])]
    base = {each: int(share(lots=_before_all(each, ranks)).seats[0][each]) - 1 for each in cells}
    opens: list[Open] = []
    sofar = np.full_like(ranks, _LAST)
    for place in (*asked, *(place for place in range(len(areas)) if place not in asked)):
        seats = share(lots=prior + sofar).seats[0]
        high = {each for each in cells if seats[each] > base[each]}
        order = {each: int(np.broadcast_to(prior + sofar, votes[:1].shape)[0][each]) for each in cells}
        here = sorted(each for each in _undecided(order, high) if each[0] == place)
        if here:
            names = tuple(bench.frame.lists[who] for _, who in here)
            opens.append(Open(areas[place], names, sum(each in high for each in here)))
            if place not in asked:
                break
        sofar[0, place] = ranks[0, place]
    return made, tied, tuple(opens)


def _before_all(cell: tuple[int, int], ranks: IntArray) -> IntArray:
    """Ranks with which a cell takes its seat first."""
    first = np.ones_like(ranks)
    first[0][cell] = 0
    return first


def _undecided(order: dict[tuple[int, int], int], high: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The cells of equal ranks that still lie on a circle of exchanges, once those of lower ranks are settled.

    A cell with its seat leads from its list to its area, one without from its area to its list.
    """
    for rank in sorted(set(order.values())):
        group = [each for each, own in order.items() if own == rank]
        if len(group) == 1:
            continue
        ways: dict[tuple[str, int], set[tuple[str, int]]] = {}
        for (area, who), own in order.items():
            tail, head = ("area", area), ("list", who)
            if own >= rank:
                tail, head = (head, tail) if (area, who) in high else (tail, head)
                ways.setdefault(tail, set()).add(head)
        for area, who in group:
            tail, head = ("area", area), ("list", who)
            if (area, who) in high:
                tail, head = head, tail
            if tail in _reached(ways, head):
                yield area, who


def _reached(ways: dict[tuple[str, int], set[tuple[str, int]]], start: tuple[str, int]) -> set[tuple[str, int]]:
    """What the arrows lead to."""
    found, edge = {start}, [start]
    while edge:
        new = ways.get(edge.pop(), set()) - found
        found |= new
        edge += new
    return found


def _by_area(bench: Bench, stage: Giving, areas: tuple[str, ...]) -> tuple[IntArray, list[int]]:
    """Ranks of the lists area after area, those of areas without a lot behind all others; and the areas with one."""
    lists = bench.frame.lists
    drawn = bench.ranks(stage.id, areas)
    ranks = np.full((1, len(areas), len(lists)), _LAST)
    asked = [place for place, area in enumerate(areas) if bench.lots.get(bench.address(stage.id, area))]
    for place in asked if drawn is not None else ():
        ranks[0, place] = drawn[0, place] + 2 * place * len(lists)  # type: ignore[index] # there are lots
    return ranks, asked


def _by_votes(stage: Giving, votes: IntArray) -> IntArray:
    """The place of each cell by its votes, most or fewest first, equal votes in equal places; shape as ``votes``."""
    values = np.unique(votes)
    place: IntArray = np.searchsorted(values, votes)
    return place if stage.ties == "fewest_votes" else len(values) - 1 - place
