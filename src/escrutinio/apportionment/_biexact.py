"""A biproportional table by fractions alone: every step exact, every tie seen, every impossible table explained.

Seats start as votes rounded by any multipliers, and then move, one at a time, along cheapest paths from lines with too
many to lines with too few (successive shortest paths, here with products in place of sums; M. Balinski and G. Demange,
Mathematical Programming 45 (1989), 193-210; G. Rote and M. Zachariasen, Matrix scaling by network flow, SODA 2007).
After each move the multipliers prove the table for the margins it has. So there are as many steps as misplaced seats,
and where no path is left, the lines that can be reached prove that no table exists.
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from escrutinio.apportionment.divisors import Divisors

Lines = list[int]
Shares = list[Fraction]
Cell = tuple[int, int]


class Problem(NamedTuple):
    """One table: votes by area and list (0 in lines without seats), seats of areas and of lists, the divisors."""

    votes: list[Lines]
    areas: Lines
    lists: Lines
    divisors: Divisors


class Blocked(NamedTuple):
    """Why no table exists: these areas have votes only for these lists, which have fewer seats than they."""

    areas: tuple[int, ...]
    lists: tuple[int, ...]


class Exact(NamedTuple):
    """Seats with the margins asked for, unless blocked, and multipliers that prove them."""

    seats: list[Lines]
    areas: Shares
    lists: Shares
    blocked: Blocked | None


class Border(NamedTuple):
    """Cells whose share is exactly at a signpost: they could have one seat more, or one fewer, at the same price."""

    more: list[Cell]
    fewer: list[Cell]


class _Path(NamedTuple):
    """Where the cheapest path ends (None: nowhere), how far each line is, and by which line it is reached."""

    end: int | None
    far: dict[int, Fraction]
    via: dict[int, int]


def solved(problem: Problem, areas: Shares, lists: Shares) -> Exact:
    """Return the exact table, starting from multipliers above zero; each turn puts one seat right."""
    seats = [
        [_rounded(v * by_area * by_list, problem.divisors) for v, by_list in zip(row, lists, strict=True)]
        for row, by_area in zip(problem.votes, areas, strict=True)
    ]
    now = Exact(seats, areas, lists, None)
    for _ in range(sum(map(abs, _lacking(problem, seats))) // 2):
        path = _cheapest(problem, now)
        if path.end is None:
            return now._replace(blocked=_reached(problem, path))
        now = _scaled(now, path)
        _move(now.seats, path, len(areas))
    return now


def settled(problem: Problem, seats: list[Lines], areas: Shares, lists: Shares) -> Exact | None:
    """Return multipliers that prove seats with the right margins, found near those given; None where there are none.

    Areas only ever fall to what their seats allow and lists only ever rise to what theirs ask for; if that has not
    ended after as many rounds as there are lines, some circle of exchanges is an improvement (Bellman and Ford's).
    """
    high, low = _limits(problem, seats)
    for _ in range(len(areas) + len(lists)):
        areas = [
            min([by, *(most / lists[j] for j, most in row.items())])  # float: all are Fractions
            for by, row in zip(areas, high, strict=True)
        ]
        risen = [
            max([by, *(least / areas[i] for i, least in column.items())])  # float: all are Fractions
            for by, column in zip(lists, low, strict=True)
        ]
        if risen == lists:
            return Exact(seats, areas, lists, None)
        lists = risen
    return None


def _limits(problem: Problem, seats: list[Lines]) -> tuple[list[dict[int, Fraction]], list[dict[int, Fraction]]]:
    """Return what both multipliers together may be: by area the most for each list, by list the least for each area."""
    high: list[dict[int, Fraction]] = [{} for _ in problem.areas]
    low: list[dict[int, Fraction]] = [{} for _ in problem.lists]
    value = problem.divisors.value
    for i, (row, held) in enumerate(zip(problem.votes, seats, strict=True)):
        for j, (v, n) in enumerate(zip(row, held, strict=True)):
            if v:
                high[i][j] = value(n) / v  # float: a Fraction over an int
            if v and n:
                low[j][i] = value(n - 1) / v  # float: a Fraction over an int
    return high, low


def border(problem: Problem, found: Exact) -> Border:
    """Return the cells at their signposts."""
    more, fewer = [], []
    for cell, share in _shares(problem, found).items():
        held = found.seats[cell[0]][cell[1]]
        if share == problem.divisors.value(held):
            more.append(cell)
        elif held and share == problem.divisors.value(held - 1):
            fewer.append(cell)
    return Border(more, fewer)


def proves(problem: Problem, found: Exact) -> bool:
    """Return whether every share is strictly between the signposts of its seats."""
    value = problem.divisors.value
    for (area, list_), share in _shares(problem, found).items():
        held = found.seats[area][list_]
        if share >= value(held) or (held and share <= value(held - 1)):
            return False
    return True


def _rounded(share: Fraction, divisors: Divisors) -> int:
    """Return the seats of a share: the number of signposts below it; one of two where it is at a signpost."""
    low, high = 0, 1
    while divisors.value(high - 1) < share:
        low, high = high, 2 * high
    while high - low > 1:  # signposts low - 1 and high - 1 are on either side of it
        middle = (low + high) // 2
        low, high = (middle, high) if divisors.value(middle - 1) < share else (low, middle)
    return low


def _lacking(problem: Problem, seats: list[Lines]) -> Lines:
    """Return how many seats each line must still push on: an area lacks them, a list has them too many."""
    rows = [margin - sum(row) for margin, row in zip(problem.areas, seats, strict=True)]
    columns = [sum(column) - margin for margin, column in zip(problem.lists, zip(*seats, strict=True), strict=True)]
    return rows + columns


def _shares(problem: Problem, now: Exact) -> dict[Cell, Fraction]:
    """Return votes times both multipliers of every cell with votes."""
    return {
        (i, j): v * now.areas[i] * now.lists[j] for i, row in enumerate(problem.votes) for j, v in enumerate(row) if v
    }


def _steps(problem: Problem, now: Exact) -> list[dict[int, Fraction]]:
    """Return per line (areas, then lists) where a seat can be pushed on to, and by which ratio; none is below 1."""
    value, areas = problem.divisors.value, len(problem.areas)
    steps: list[dict[int, Fraction]] = [{} for _ in range(areas + len(problem.lists))]
    for (i, j), share in _shares(problem, now).items():
        held = now.seats[i][j]
        steps[i][areas + j] = value(held) / share  # float: both are Fractions
        if held:
            steps[areas + j][i] = share / value(held - 1)  # float: both are Fractions
    return steps


def _cheapest(problem: Problem, now: Exact) -> _Path:
    """Return the cheapest path from any line that must push seats on to any that can take them (Dijkstra's)."""
    push, steps = _lacking(problem, now.seats), _steps(problem, now)
    far: dict[int, Fraction] = {}
    near = [(Fraction(1), line, line) for line, seats in enumerate(push) if seats > 0]
    via: dict[int, int] = {}
    while near:
        distance, line, before = heappop(near)
        if line in far:
            continue
        far[line], via[line] = distance, before
        if push[line] < 0:
            return _Path(line, far, via)
        for following, ratio in steps[line].items():
            if following not in far:
                heappush(near, (distance * ratio, following, line))
    return _Path(None, far, via)


def _scaled(now: Exact, path: _Path) -> Exact:
    """Return multipliers under which the steps of the path cost nothing and no step costs less."""
    areas, lists, count = list(now.areas), list(now.lists), len(now.areas)
    end = path.far[path.end or 0]
    for line, distance in path.far.items():
        if line < count:
            areas[line] *= end / distance  # float: both are Fractions
        else:
            lists[line - count] *= distance / end  # float: both are Fractions
    return now._replace(areas=areas, lists=lists)


def _move(seats: list[Lines], path: _Path, areas: int) -> None:
    """Move one seat along the path, in place."""
    line = path.end or 0
    while path.via[line] != line:
        before = path.via[line]
        if before < areas:
            seats[before][line - areas] += 1
        else:
            seats[line][before - areas] -= 1
        line = before


def _reached(problem: Problem, path: _Path) -> Blocked:
    """Return the lines that can be reached, checked to be a proof."""
    count = len(problem.areas)
    areas = tuple(sorted(line for line in path.far if line < count))
    lists = tuple(sorted(line - count for line in path.far if line >= count))
    elsewhere = set(range(len(problem.lists))) - set(lists)
    beyond = sum(problem.areas[i] for i in areas) - sum(problem.lists[j] for j in lists)
    if beyond <= 0 or any(problem.votes[i][j] for i in areas for j in elsewhere):
        raise AssertionError(areas, lists)
    return Blocked(areas, lists)
