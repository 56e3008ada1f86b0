"""The same file read once more: whether this reading says what the store holds of it, and how many figures differ."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import AREAS, COUNTS, FIXED, quoted
from escrutinio.canvass.storing.write import TYPES, columns_in, stored_as

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from escrutinio.canvass.sheets import Reading
    from escrutinio.canvass.storing.write import Held, Target

NAMES = ("station", *AREAS, "abroad")


@dataclass(frozen=True, slots=True)
class Differs:
    """How a reading of a file differs from the one that the store holds, described as ``format``, as ``snapshot``.

    ``figures`` are counts and votes that are not the same, ``names`` stations and areas; ``time`` is when the count was
    published by the reading that is held, where the new one says another time.
    """

    contest: str
    snapshot: int
    format: str
    figures: int = 0
    names: int = 0
    time: str = ""


def unlike(target: Target, reading: Reading, held: Mapping[str, Held], when: datetime | None) -> dict[str, Differs]:
    """For each contest that both have and that they do not tell alike, how they differ.

    Args:
        target: the store.
        reading: the file, read once more.
        held: what the store has of it, by contest.
        when: the time of publication stated now, in UTC; none where nobody says.
    """
    found = {}
    for contest in (each for each in reading.tables if each in held):
        one = held[contest]
        figures, names = _differences(target, reading, contest, one)
        time = one.time if when is not None and (not one.stated or when != one.utc) else ""
        if figures or names or time:
            found[contest] = Differs(contest, one.id, one.format, figures, names, time)
    return found


def _differences(target: Target, reading: Reading, contest: str, held: Held) -> tuple[int, int]:
    """How many figures and how many names; one scan of each proves of most readings that there are none."""
    table = f"sheets_{contest}"
    stored = stored_as(target, reading, contest)
    columns = tuple(dict.fromkeys((*FIXED, *held.lists, *stored.values())))
    has = columns_in(target, table)
    kept = _cells({each: each if each.lower() in has else None for each in columns})
    here = {column: name for name, column in stored.items()}
    now = _cells({each: here.get(each) for each in columns})
    kept = f"(SELECT {kept} FROM {target.named(table)} WHERE snapshot = {held.id})"
    now = f"(SELECT {now} FROM {quoted(reading.tables[contest])})"
    digest = f"COUNT(*), SUM(CAST(HASH({', '.join(map(quoted, columns))}) AS HUGEINT))"
    told = [target.rows(f"SELECT {digest} FROM {each} AS s_row") for each in (kept, now)]
    if told[0] == told[1]:
        return 0, 0
    figures = [each for each in columns if each in COUNTS or each not in FIXED]
    ((different, otherwise),) = target.rows(
        f"SELECT {_differ(figures)}, {_differ(NAMES)} FROM ({_numbered(kept)}) AS k_row FULL OUTER JOIN "
        f"({_numbered(now)}) AS n_row ON k_row.file_row IS NOT DISTINCT FROM n_row.file_row AND k_row.nth = n_row.nth"
    )
    return int(different), int(otherwise)


def _cells(columns: Mapping[str, str | None]) -> str:
    """Columns with the types of the store; NULL for one that is not there."""
    return ", ".join(
        f"CAST({'NULL' if given is None else quoted(given)} AS {TYPES.get(name, 'BIGINT')}) AS {quoted(name)}"
        for name, given in columns.items()
    )


def _numbered(sheets: str) -> str:
    """The sheets of a workbook may have several rows of one number."""
    return f"SELECT *, ROW_NUMBER() OVER (PARTITION BY file_row ORDER BY station) AS nth FROM {sheets} AS s_row"


def _differ(columns: Sequence[str]) -> str:
    """In how many cells of these columns the two differ."""
    return " + ".join(
        f"COUNT(CASE WHEN k_row.{quoted(each)} IS DISTINCT FROM n_row.{quoted(each)} THEN 1 END)" for each in columns
    )
