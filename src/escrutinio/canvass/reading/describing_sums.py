"""Which columns are lists and which are what they add up to, told by the sums themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.describing_words import file, meaning, means

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from escrutinio.canvass.reading.describing_columns import Column

ROWS = 60
MOST = 120
"""More columns of numbers than this are not tried against each other."""
LEAST = 2
"""A sum in fewer rows than this is chance."""
FREE = 12
"""So many other columns of numbers are tried for votes that no header tells."""
FIT = 0.75
"""A sum holds where it is right in so many rows: some sheets are wrong, which is what checks are for."""


@dataclass(frozen=True)
class Sum:
    """A column that is what others add up to."""

    total: Column
    parts: tuple[Column, ...]


@dataclass
class Counted:
    """What the columns of numbers are; ``rest`` are numbers that nothing tells."""

    counts: dict[str, Column] = field(default_factory=dict)
    lists: list[Column] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    others: list[Sum] = field(default_factory=list)
    """What adds up besides: another ballot."""


def counted(columns: Sequence[Column], places: Collection[int]) -> Counted:
    """What each column of numbers is.

    Args:
        columns: of the file.
        places: the columns that say where a row is, or whose it is: they are no counts.
    """
    free = [each for each in columns if each.counts and each.place not in places]
    numbers = [each for each in free if not _is_code(each)]
    found = Counted()
    _by_words(numbers, found)
    named = {each.place for name, each in found.counts.items() if name in {"blank", "null"}}
    likely = [each for each in numbers if each.place in named or not _is_count(each)]
    told = _sums(likely, numbers)
    if len(free) > len(numbers):  # a list may be called as codes are: where it adds up with others, it is one
        told += _sums([each for each in free if each.place in named or not _is_count(each)], numbers)
    told = sorted(told, key=lambda each: (-len(each.parts), each.total.place))
    if told:
        _by_sum(told[0], found)
        found.others = [
            each for each in told[1:] if each.total not in found.counts.values() and not _share(each, told[0])
        ]
        _rest_of_sums(numbers, found)
        _registered(numbers, found)
    else:
        found.lists = _without_sums([each for each in likely if each.place not in named], found, places)
    return found


def _is_code(column: Column) -> bool:
    return means(column.header, "code") and not means(column.header, "votes", *file().counts)


def _is_count(column: Column) -> bool:
    """Whether the header says that a column of numbers is no list."""
    return means(column.header, *file().counts, "total", "other")


def _by_words(numbers: Sequence[Column], found: Counted) -> None:
    """The counts by their headers: of several that fit, the one whose header says it best."""
    for name in file().counts:
        fitting = [each for each in numbers if next(iter(meaning(each.header)), "") == name]
        if fitting:
            found.counts[name] = max(fitting, key=lambda each: (meaning(each.header)[name], -each.place))


def _sums(likely: Sequence[Column], numbers: Sequence[Column]) -> list[Sum]:
    """Every run of columns that adds up to another, but none that is part of a longer one."""
    found: list[Sum] = []
    if len(likely) > MOST:
        return found
    for first in range(len(likely)):
        for last in range(len(likely), first + 1, -1):
            parts = likely[first:last]
            if any(set(parts) <= set(each.parts) for each in found):
                break
            total = next((each for each in numbers if each not in parts and fits(each, parts)), None)
            if total is not None:
                found.append(Sum(total, tuple(parts)))
                break
    return found


def fits(total: Column, parts: Iterable[Column]) -> bool:
    """Whether a column is what others add up to, in nearly all rows, of which there are at least two.

    >>> from escrutinio.canvass.reading.describing_columns import Column
    >>> a, b = Column("A", 0, ("1", "2", "9")), Column("B", 1, ("3", "5", "1"))
    >>> fits(Column("T", 2, ("4", "7", "10")), [a, b]), fits(Column("T", 2, ("4", "7", "")), [a])
    (True, False)
    """
    cells = [each.numbers[:ROWS] for each in parts]
    seen = right = 0
    for whole, row in zip(total.numbers[:ROWS], zip(*cells, strict=True), strict=False):
        if whole is None or not (whole or any(row)):
            continue
        seen += 1
        right += whole == sum(part or 0 for part in row)
        if right < seen - LEAST and right < FIT * seen:
            return False
    return right >= LEAST and right >= FIT * seen


def _by_sum(best: Sum, found: Counted) -> None:
    """The longest run that adds up has the lists; with blank or null votes among them it adds up to the votes cast."""
    apart = {found.counts[name] for name in ("blank", "null") if name in found.counts}
    found.lists = [each for each in best.parts if each not in apart]
    found.sums.append(best)
    whole = any(each in apart for each in best.parts)
    told = next((name for name, each in found.counts.items() if each is best.total), "")
    name = "cast" if whole or (told == "cast" and not apart) else "valid"
    found.counts = {role: each for role, each in found.counts.items() if each is not best.total or role == name}
    found.counts[name] = best.total


def _rest_of_sums(numbers: Sequence[Column], found: Counted) -> None:
    """The votes cast, where valid, blank and null make them up, also where only the sums tell which these are."""
    valid = found.counts.get("valid")
    base = [valid] if valid else found.lists
    known = [*base, *(found.counts[name] for name in ("blank", "null") if name in found.counts)]
    free = [each for each in numbers if each not in found.counts.values() and each not in found.lists]
    free = [each for each in free if any(each.numbers)][:FREE]
    missing = [name for name in ("blank", "null") if name not in found.counts]
    totals = [found.counts["cast"]] if "cast" in found.counts else free
    for many in range(len(missing) + 1):
        for total in totals if many or len(known) > len(base) else ():
            others = [each for each in free if each is not total]
            some = next((each for each in combinations(others, many) if fits(total, [*known, *each])), None)
            if some is None:
                continue
            if many or "cast" not in found.counts:
                found.counts |= {"cast": total, **dict(zip(missing[len(missing) - many :], some, strict=True))}
                found.sums.append(Sum(total, (*known, *some)))
            return


def _registered(numbers: Sequence[Column], found: Counted) -> None:
    """The registered voters, where one column alone is never less than all votes."""
    most = found.counts.get("cast") or found.counts.get("valid")
    if most is None or "registered" in found.counts:
        return
    used = {*(each.place for each in found.counts.values()), *(each.place for each in found.lists)}
    free = [each for each in numbers if each.place not in used and not each.constant and not each.running]
    above = [each for each in free if _at_most(most, each) and not means(each.header, "other", "total")]
    if len(above) == 1:
        found.counts["registered"] = above[0]


def _without_sums(likely: Sequence[Column], found: Counted, places: Collection[int]) -> list[Column]:
    """Where nothing adds up: what could be votes, so not a number of the row or the same in all, nor left of places."""
    plain = [each for each in likely if not each.running and not (each.constant and len(each.filled) > LEAST)]
    plain = plain or list(likely)
    after = [each for each in plain if not places or each.place > min(max(places), min(places) + len(places))]
    voters = found.counts.get("registered")
    below = [each for each in after if voters is None or _at_most(each, voters)]
    return below or list(plain)


def _at_most(column: Column, most: Column) -> bool:
    pairs = [(a, b) for a, b in zip(column.numbers, most.numbers, strict=True) if a is not None and b]
    return sum(a <= b for a, b in pairs) >= FIT * len(pairs)


def _share(one: Sum, other: Sum) -> bool:
    return bool({*one.parts, one.total} & {*other.parts, other.total})
