"""A description proposed for a file nobody has described: a draft to be read, put right, and then read with."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.describing_columns import columns_of
from escrutinio.canvass.reading.describing_lines import Draft, lines_of, prefix_of
from escrutinio.canvass.reading.describing_long import counts_among, long_of
from escrutinio.canvass.reading.describing_rows import different_on, places_of, values_of, without_words
from escrutinio.canvass.reading.describing_sums import counted
from escrutinio.canvass.reading.files import raw_tables
from escrutinio.canvass.reading.formats import ANY, folded
from escrutinio.canvass.reading.headers import row_of_headers
from escrutinio.canvass.reading.opened import as_utf8, opened
from escrutinio.canvass.reading.text import SEPARATORS, head_of, head_rows
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.describing_columns import Column
    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.reading.opened import Opened
    from escrutinio.canvass.reading.rows import Raw

VALUES = 60
"""So many contests are written out."""
OPTIONS = 2_000
"""So many options are looked at."""
ALIKE = 0.5
"""A sheet of a workbook with so many of the headers is one more of the same."""


def describe(path: str | Path, *, lang: str = "en") -> str:
    r"""Propose a description for a file, as YAML with comments.

    Args:
        path: any file that ``read`` could read if it were described.
        lang: the language of the comments, ``"es"`` or ``"en"``.

    Returns:
        A text to be saved, put right where it guesses wrong, and given as ``read(file, format="mine.yaml")``.

    Raises:
        Problem: the file is empty or damaged, or no column of it looks like a count.

    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa;inscritos;A;B\n1;20;10;4\n2;30;9;7\n") as (file, _):
    ...     text = describe(file)
    >>> [line for line in text.splitlines() if "station:" in line or "lists:" in line]
    ['    station: ["mesa"]', '    lists: ["A", "B"]']
    """
    path = Path(path)
    with looked_at(path) as (raws, connection):
        drafts = [draft_of(raw, connection) for raw in raws]
    best = max(range(len(raws)), key=lambda place: (_worth(drafts[place]), len(raws[place].match.headers)))
    draft = drafts[best]
    if not _worth(draft):
        raise Problem(
            "{file}: no column looks like votes. Its columns are {headers}. Look whether it is the right file.",
            file=path.name,
            headers=", ".join(each for each in raws[best].match.headers[:12] if each.strip()) or "–",
        )
    draft.records = _records(path) if raws[best].table.startswith("raw_json") else ""
    _add_sheets(draft, raws[best], [(raws[at], drafts[at]) for at in range(len(raws)) if at != best])
    return "".join(f"{line}\n" for line in lines_of(path.name, draft, lang))


def _worth(draft: Draft) -> int:
    """How much a draft explains; nothing where no column is a count."""
    return 2 * len(draft.lists) + len(draft.counts) + (100 if draft.option else 0)


@contextmanager
def looked_at(path: Path) -> Iterator[tuple[list[Raw], DuckDBPyConnection]]:
    """The tables of a file, read with a description that takes any headers, on an engine of their own."""
    from escrutinio.canvass.engine import Embedded

    with tempfile.TemporaryDirectory(prefix="escrutinio-") as folder:
        file = opened(path, Path(folder))
        engine = Embedded()
        try:
            known = [_any_with(file)] if file.kind == "text" else None
            yield raw_tables(file, known, engine.connection, chosen=True), engine.connection
        finally:
            engine.close()


def _records(path: Path) -> str:
    """Where the records stand in a JSON text that a description must tell it of: in the longest of several lists."""
    from escrutinio.canvass.engine import Embedded

    with tempfile.TemporaryDirectory(prefix="escrutinio-") as folder:
        engine = Embedded()
        try:
            raw_tables(opened(path, Path(folder)), [replace(ANY, station=("?",))], engine.connection, chosen=True)
        except Problem as problem:  # there is no such station; what else is wrong is told before that
            return str(problem.facts.get("first", ""))
        finally:
            engine.close()
    return ""


def _any_with(file: Opened) -> Format:
    """Any headers, with the sign that parts most rows of a text into the same number of cells, the more the better."""
    head = head_of(as_utf8(file)[0])
    best, found = 0.0, ANY
    for separator in SEPARATORS:
        rows = [row for _, row in head_rows(head, separator)]
        headers = rows[row_of_headers(rows)] if rows else []
        alike = len(headers) * sum(len(row) == len(headers) for row in rows) / max(1, len(rows))
        if len(headers) > 1 and alike > best:
            # one header that is known makes this the description that fits best
            known = next((each for each in headers if each.strip()), "")
            best, found = alike, replace(ANY, separator=separator, ignore=(known,))
    return found


def draft_of(raw: Raw, connection: DuckDBPyConnection) -> Draft:
    """What the columns of one table seem to be."""
    columns = columns_of(raw, connection)
    where = places_of(columns, different_on(connection, raw))
    long = long_of(columns, where)
    told = [each for each in columns if long is None or each not in {long.option, long.votes}]
    numbers = counted(told, where.places())
    if not where.station:
        used = {
            each.place for each in (*numbers.counts.values(), *(part for one in numbers.sums for part in one.parts))
        }
        where.station = without_words(told, where, used | where.places(), long=long is not None)
        numbers.lists = [each for each in numbers.lists if each not in where.station]
    draft = Draft(
        station=[each.header for each in where.station],
        row=where.row,
        apart=where.apart,
        areas={level: each.header for level, each in where.areas.items()},
        counts={name: each.header for name, each in numbers.counts.items()},
        thousands=columns[0].mark if columns else "",
        sums=numbers.sums,
    )
    if where.contest is not None:
        draft.contest = where.contest.header
        draft.contests = values_of(connection, raw, where.contest, VALUES)
    if long is not None:
        draft.option, draft.votes, draft.sums = long.option.header, long.votes.header, []
        draft.totals = {**counts_among(values_of(connection, raw, long.option, OPTIONS)), **long.totals}
    else:
        draft.lists = list(dict.fromkeys(each.header for each in numbers.lists))
        draft.others = numbers.others
    _add_rest(draft, columns)
    return draft


def _add_rest(draft: Draft, columns: Sequence[Column]) -> None:
    """The columns that are known and not needed, and those that stand twice; another ballot's are told, not ignored."""
    headers = list(dict.fromkeys(each.header for each in columns))
    used = {*draft.station, *draft.areas.values(), *draft.counts.values(), *draft.lists}
    used |= {draft.contest, draft.option, draft.votes}
    elsewhere = {each.header for one in draft.others for each in (*one.parts, one.total)}
    draft.ignore = [each for each in headers if each not in used and each not in elsewhere]
    for header in headers:
        places = tuple(each.place for each in columns if folded(each.header) == folded(header))
        if header in used and len(places) > 1:
            draft.twice[header] = places
    draft.prefix = prefix_of(draft.lists, headers)


def _add_sheets(draft: Draft, raw: Raw, others: Sequence[tuple[Raw, Draft]]) -> None:
    """What other sheets of the same kind have besides, and what they lack; a summary names no station, so is none."""
    mine = {folded(each) for each in raw.match.headers}
    for other, found in others:
        theirs = {folded(each) for each in other.match.headers}
        if len(mine & theirs) < ALIKE * len(mine) or not {folded(each) for each in draft.station} <= theirs:
            continue
        lists = [each for each in found.lists if each not in draft.lists]
        areas = {level: header for level, header in found.areas.items() if level not in draft.areas}
        named = (*draft.areas.values(), *draft.counts.values(), *draft.lists)
        lacking = [each for each in named if folded(each) not in theirs]
        draft.lists += lists
        draft.areas |= areas
        draft.optional = list(dict.fromkeys((*draft.optional, *lacking, *lists, *areas.values())))
        draft.contests = list(dict.fromkeys((*draft.contests, *found.contests)))
        draft.ignore = [each for each in draft.ignore if each not in lists and each not in areas.values()]
