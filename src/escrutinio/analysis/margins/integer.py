"""The fewest whole votes that make several linear forms true: an exact integer programme, small and without floats.

The relaxation is solved by the dual simplex method on fractions: every column costs one vote, so the slack basis is
dual feasible from the start, and rows (limits of a list's votes, branches) can be added at any time. Branching makes
the answer whole. Source: A. Schrijver, *Theory of Linear and Integer Programming* (1986), chapters 11 and 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from math import ceil, floor, gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NODES = 1000
CELLS = 60_000
"""Numbers in the tables of all nodes together before it is too much."""


class TooHard(Exception):  # noqa: N818 - no error: more branches than are worth following
    """An integer programme with too many branches."""


@dataclass(frozen=True, slots=True)
class Row:
    """``sum of factors x columns >= least``."""

    factors: tuple[int, ...]
    least: int


def fewest_whole(rows: Sequence[Row], limits: Sequence[tuple[tuple[int, ...], int]]) -> tuple[int, ...] | None:
    """The column values, whole and not below zero, of the smallest sum that makes all rows true; None where none does.

    Args:
        rows: what must hold; all of the same width.
        limits: columns that together may not be more than a number.

    Raises:
        TooHard: too many branches.

    >>> fewest_whole([Row((2, 1), 7)], [])
    (4, 0)
    >>> fewest_whole([Row((2, 1), 7)], [((0,), 3)])
    (3, 1)
    """
    rows = [_in_whole_numbers(row) for row in rows]
    width = len(rows[0].factors)
    caps = [Row(tuple(-1 if each in columns else 0 for each in range(width)), -most) for columns, most in limits]
    best: tuple[int, ...] | None = None
    heap: list[tuple[int, int, int, tuple[Row, ...]]] = [(0, 0, 0, ())]
    cells = 0
    for number in range(1, NODES):
        if not heap:
            return best
        bound, _, _, branch = heappop(heap)
        if best is not None and bound >= sum(best):
            return best
        cells += (len(rows) + len(branch)) * width
        if cells > CELLS:
            raise TooHard
        solved = _relaxed([*rows, *branch], caps, width)
        if solved is None or (best is not None and ceil(sum(solved)) >= sum(best)):
            continue
        rounded = tuple(ceil(value) for value in solved)
        if (best is None or sum(rounded) < sum(best)) and _holds(rounded, rows, caps):
            best = rounded
        for place, side in enumerate(_sides(solved)):
            heappush(heap, (ceil(sum(solved)), -len(branch), 2 * number + place, (*branch, side)))
    raise TooHard


def _sides(solved: tuple[Fraction, ...]) -> tuple[Row, ...]:
    """A column that is not whole is rounded up, or down; nothing where all are whole."""
    part = next((each for each, value in enumerate(solved) if value.denominator > 1), None)
    if part is None:
        return ()
    unit = tuple(int(each == part) for each in range(len(solved)))
    return Row(unit, ceil(solved[part])), Row(tuple(-each for each in unit), -floor(solved[part]))


def _in_whole_numbers(row: Row) -> Row:
    """The row divided by what all its factors share; the least rounds up, since columns are whole."""
    shared = gcd(*row.factors)
    return row if shared <= 1 else Row(tuple(each // shared for each in row.factors), -(-row.least // shared))


def _holds(values: tuple[int, ...], rows: Sequence[Row], caps: Sequence[Row]) -> bool:
    return all(sum(f * v for f, v in zip(row.factors, values, strict=True)) >= row.least for row in (*rows, *caps))


def _relaxed(rows: Sequence[Row], caps: Sequence[Row], width: int) -> tuple[Fraction, ...] | None:
    """The smallest sum in fractions; limits are added only where they would be broken."""
    used: list[Row] = []
    while True:
        values = _simplex([*rows, *used], width)
        if values is None:
            return None
        broken = [each for each in caps if sum(f * v for f, v in zip(each.factors, values, strict=True)) < each.least]
        if not broken:
            return values
        used += broken


def _simplex(rows: Sequence[Row], width: int) -> tuple[Fraction, ...] | None:
    """The dual simplex method: smallest sum of columns, rows as dictionary ``basic = constant + factors x others``."""
    table = [[Fraction(-row.least), *map(Fraction, row.factors)] for row in rows]
    cost = [Fraction(0), *[Fraction(1)] * width]
    basic, others = [width + number for number in range(len(rows))], list(range(width))
    while True:
        leaving = min((n for n, row in enumerate(table) if row[0] < 0), key=lambda n: basic[n], default=None)
        if leaving is None:
            break
        row = table[leaving]
        able = [n for n in range(1, width + 1) if row[n] > 0]
        if not able:
            return None
        entering = min(able, key=lambda n: (cost[n] / row[n], others[n - 1]))
        _pivot(table, cost, leaving, entering)
        basic[leaving], others[entering - 1] = others[entering - 1], basic[leaving]
    values = [Fraction(0)] * width
    for name, row in zip(basic, table, strict=True):
        if name < width:
            values[name] = row[0]
    return tuple(values)


def _pivot(table: list[list[Fraction]], cost: list[Fraction], leaving: int, entering: int) -> None:
    """Exchange a basic and another variable."""
    row = table[leaving]
    factor = row[entering]
    fresh = [-each / factor for each in row]
    fresh[entering] = 1 / factor
    table[leaving] = fresh
    for number, other in enumerate(table):
        if number != leaving and other[entering]:
            table[number] = _put_in(other, fresh, entering)
    if cost[entering]:
        cost[:] = _put_in(cost, fresh, entering)


def _put_in(row: list[Fraction], fresh: list[Fraction], entering: int) -> list[Fraction]:
    by = row[entering]
    put = [each + by * new for each, new in zip(row, fresh, strict=True)]
    put[entering] = by * fresh[entering]
    return put
