"""Whether an unknown file has a row an option: which column names the option, and which has its votes."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.describing_words import file, meaning, means

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from escrutinio.canvass.reading.describing_columns import Column
    from escrutinio.canvass.reading.describing_rows import Places

ELECTIONS = 20
"""A column of a year, a date or a round that says more different things than this does not tell contests."""
TOGETHER = 1.8
"""So many rows stand for one station, at least."""
ONCE = 0.98
"""An option stands once at a station, in so much of the rows."""
AGAIN = 2
"""There are so many options, and each stands at so many stations on average, at least."""
SURE = 0.5
"""How much of an option's name a word of counts must cover."""


@dataclass(frozen=True)
class Long:
    """A file with a row an option; ``totals`` are the options that are counts."""

    option: Column
    votes: Column
    totals: Mapping[str, str] = field(default_factory=dict)


def long_of(columns: Sequence[Column], where: Places) -> Long | None:
    """The columns of the option and its votes, or None where a row is a sheet.

    Several elections may stand in one file: then the column that keeps them apart becomes that of the contest.
    """
    found = _long(columns, where)
    if found is not None or where.contest is not None:
        return found
    for each in columns:
        if means(each.header, "code") and each.place not in where.places() and 1 < each.different <= ELECTIONS:
            found = _long(columns, replace(where, contest=each))
            if found is not None:
                where.contest = each
                return found
    return None


def _long(columns: Sequence[Column], where: Places) -> Long | None:
    blocks = _blocks(columns, where)
    votes = _votes(columns, where, blocks)
    if votes is None or len(blocks) * TOGETHER > len(votes.cells):
        return None
    told = [each for each in columns if _may_be_option(each, votes, where) and _once(each, blocks)]
    if not told:
        return None
    option = max(told, key=_likely)
    return Long(option, votes, _totals(option, votes, blocks))


def counts_among(options: Iterable[str]) -> dict[str, str]:
    """Which options are counts, by their names; a total is told by its sum, not here.

    >>> counts_among(["Ash", "Votos en blanco", "TOTAL"])
    {'blank': 'Votos en blanco'}
    """
    found: dict[str, str] = {}
    for each in options:
        if (count := _count(each)) not in {"", "total"}:
            found.setdefault(count, each)
    return found


def _blocks(columns: Sequence[Column], where: Places) -> list[list[int]]:
    """The rows of each place and contest."""
    places = where.places()
    keys = [each.cells for each in columns if each.place in places]
    found = defaultdict(list)
    for number, key in enumerate(zip(*keys, strict=True)):
        found[key].append(number)
    return list(found.values())


def _votes(columns: Sequence[Column], where: Places, blocks: Sequence[Sequence[int]]) -> Column | None:
    """The one column of numbers that are no counts of the station and differ within it; by its header, of several."""
    counts = {*file().counts, "other"}
    free = [
        each
        for each in columns
        if each.counts
        and each.place not in where.places()
        and not each.constant
        and next(iter(meaning(each.header)), "") not in counts | {"code", "option", "percent", "status"}
        and _differs(each, blocks)
    ]
    named = [each for each in free if means(each.header, "votes")]
    if len(named) == 1:
        return named[0]
    return free[0] if len(free) == 1 else None


def _differs(column: Column, blocks: Sequence[Sequence[int]]) -> bool:
    return any(len({column.cells[row] for row in rows}) > 1 for rows in blocks)


def _may_be_option(column: Column, votes: Column, where: Places) -> bool:
    """Whether a column can name options: what it says comes again, at other stations."""
    if column is votes or column.place in where.places() or column.different < AGAIN:
        return False
    if means(column.header, "option"):
        return True
    again = len(column.filled) >= AGAIN * column.different
    return again and not column.counts and not means(column.header, "station", "percent", *file().counts)


def _once(column: Column, blocks: Sequence[Sequence[int]]) -> bool:
    rows = sum(map(len, blocks))
    return sum(len({column.cells[row] for row in each}) for each in blocks) >= ONCE * rows


def _likely(column: Column) -> tuple[float, ...]:
    """A header that says so, then names that are those of counts, then a text before a number."""
    names = Counter(_count(each) for each in set(column.filled))
    return (
        means(column.header, "option"),
        len([each for each in names if each]),
        not column.counts,
        len(column.filled),
        column.different,
        -column.place,
    )


def _count(option: str) -> str:
    """The count that an option's name means, if any."""
    roles = meaning(option)
    best = next(iter(roles), "")
    return best if best in {*file().counts, "total"} and roles[best] >= SURE else ""


def _totals(option: Column, votes: Column, blocks: Sequence[Sequence[int]]) -> dict[str, str]:
    """Which options are counts; what is called a total is told by what it adds up to."""
    options = dict.fromkeys(option.filled)
    found = counts_among(options)
    whole = next((each for each in options if _count(each) == "total"), "")
    if not whole:
        return found
    tables = [{option.cells[row]: votes.numbers[row] or 0 for row in rows} for rows in blocks]
    apart = {found[name] for name in ("valid", "registered", "cast") if name in found} | {whole}
    beside = apart | {found[name] for name in ("blank", "null") if name in found}
    only = sum(sum(number for name, number in each.items() if name not in beside) == each.get(whole) for each in tables)
    every = sum(sum(number for name, number in each.items() if name not in apart) == each.get(whole) for each in tables)
    name = "cast" if every > only or (beside == apart and "cast" not in found and "valid" in found) else "valid"
    return {**found, name: whole}
