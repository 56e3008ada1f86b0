"""A line with too many cells: every way to join some, such that numbers stand where numbers belong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from escrutinio.canvass.reading.rows import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOOKS = 2_000
"""A line that is looked at in more ways than this can be read in too many."""
_NUMBER = re.compile(r"-?\d+([.,]\d+)*")
_FIRST, _THREE = re.compile(r"\s*\d{1,3}"), re.compile(r"\d{3}")


@dataclass(frozen=True)
class Columns:
    """What the columns hold, learnt from the regular lines: numbers only, or which texts."""

    width: int
    counts: frozenset[int]
    numbers: frozenset[int] = frozenset()
    words: frozenset[int] = frozenset()
    """The columns in which no number stands alone."""
    texts: dict[int, set[str]] = field(default_factory=dict)
    names: frozenset[int] = frozenset()
    """The columns that name stations and areas: their numbers have no thousands mark."""
    thousands: str = ""
    """The thousands mark, where the description tells one."""


class Join(NamedTuple):
    """Cells that are one: in which column, how many separators it takes, whether it is a number."""

    column: int
    extra: int
    number: bool


class Joined(NamedTuple):
    """A row that a line with too many cells may be."""

    row: list[str]
    joins: tuple[Join, ...]

    def texts(self) -> list[str]:
        """The texts that hold a separator."""
        return [self.row[each.column].strip(BLANKS) for each in self.joins if not each.number]

    def numbers(self) -> list[str]:
        """The numbers that hold one."""
        return [self.row[each.column].strip(BLANKS) for each in self.joins if each.number]


def is_number(cell: str) -> bool:
    """Whether a cell is a number and nothing else.

    >>> is_number("1,234"), is_number("Room 7")
    (True, False)
    """
    return bool(_NUMBER.fullmatch(cell))


def joinings(cells: Sequence[str], separator: str, columns: Columns, *, grouped: bool) -> list[Joined] | None:
    """Every row that a line may be, where its extra separators stand in one text or, if ``grouped``, in numbers.

    >>> columns = Columns(3, frozenset({1, 2}))
    >>> [each.row for each in joinings(["Hill", "1", "234", "5"], ",", columns, grouped=True)]
    [['Hill', '1,234', '5']]
    >>> [each.row for each in joinings(["Hill", " upper", "3", "5"], ",", columns, grouped=True)]
    [['Hill, upper', '3', '5']]

    Returns:
        The rows; None where there are too many ways to look.
    """
    found: list[Joined] = []
    waiting: list[_State] = [((), 0, 0)]
    for _ in range(LOOKS):
        if not waiting:
            break
        joins, column, offset = waiting.pop()
        if len(cells) - columns.width == offset:
            if all(_fits(cells[each + offset], each, columns) for each in range(column, columns.width)):
                found.append(_row(cells, joins, separator, columns.width))
            continue
        waiting += _next(cells, joins, column, offset, columns=columns, grouped=grouped)
    return None if waiting else found


_State = tuple["tuple[Join, ...]", int, int]


def _next(
    cells: Sequence[str], joins: tuple[Join, ...], column: int, offset: int, *, columns: Columns, grouped: bool
) -> Iterator[_State]:
    """The next join in each column and of each length, as far as the cells before it fit by themselves."""
    left = len(cells) - columns.width - offset
    text = not any(not each.number for each in joins)
    for place in range(column, columns.width):
        at = place + offset
        for extra in range(1, left + 1):
            rest = cells[at + 1 : at + extra + 1]
            if grouped and _grouped(cells[at], rest, place, columns):
                yield (*joins, Join(place, extra, number=True)), place + 1, offset + extra
            if text and _named(cells[at], rest, place, columns):
                yield (*joins, Join(place, extra, number=False)), place + 1, offset + extra
        if not _fits(cells[at], place, columns):
            return


def _grouped(first: str, rest: Sequence[str], column: int, columns: Columns) -> bool:
    """Whether the cells are one count, cut at its thousands marks."""
    counted = column in columns.counts or (column in columns.numbers and column not in columns.names)
    *middle, last = rest
    return (
        counted
        and bool(_FIRST.fullmatch(first))
        and all(map(_THREE.fullmatch, middle))
        and bool(_THREE.fullmatch(last.rstrip(BLANKS)))
    )


def _named(first: str, rest: Sequence[str], column: int, columns: Columns) -> bool:
    """Whether the cells may be one text: a number that follows, or stands before with no blank between, is a cell."""
    if column in columns.counts or column in columns.numbers or any(map(is_number, rest)):
        return False
    return not is_number(first) or rest[0].startswith(" ")


def _fits(cell: str, column: int, columns: Columns) -> bool:
    """Whether a cell by itself may stand in a column."""
    bare = cell.strip(BLANKS)
    if column in columns.counts or column in columns.numbers:
        return not bare or is_number(bare)
    return column not in columns.words or not is_number(bare)


def _row(cells: Sequence[str], joins: Sequence[Join], separator: str, width: int) -> Joined:
    row, at, taken = [], 0, {each.column: each.extra for each in joins}
    for column in range(width):
        extra = taken.get(column, 0)
        row.append(separator.join(cells[at : at + extra + 1]))
        at += extra + 1
    return Joined(row, tuple(joins))


def likeliest(rows: Sequence[Joined], columns: Columns) -> list[Joined]:
    """The rows whose other names are most often those of regular lines."""
    graded: dict[int, list[Joined]] = {}
    for each in rows:
        joined = {join.column for join in each.joins}
        others = (place for place in columns.texts if place not in joined and place not in columns.numbers)
        grade = sum(each.row[place].strip(BLANKS) in columns.texts[place] for place in others)
        graded.setdefault(grade, []).append(each)
    return graded[max(graded)] if graded else []
