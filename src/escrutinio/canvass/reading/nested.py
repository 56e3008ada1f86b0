"""JSON: records in a list, by their code or one a line; what is inside has headers like ``votes.A``.

A list inside each record, such as the options with their votes, is a long layout one level down: the description's
``option`` names it (``results.party``), and each of its entries is a row that begins with what its record says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.reading.ballots import ballots, counted
from escrutinio.canvass.reading.headers import likely_headers, refuse_misfits, refuse_wide
from escrutinio.canvass.reading.nested_records import Document, exploded, flat, inner_lists, records
from escrutinio.canvass.reading.opened import as_utf8
from escrutinio.canvass.reading.rows import Cells, Raw, first_rows, load_rows
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format, Match
    from escrutinio.canvass.reading.nested_records import Record
    from escrutinio.canvass.reading.opened import Opened

SIZE = 1 << 30
"""A larger JSON text is not read: it would have to stand in memory as a whole."""


@dataclass(frozen=True)
class _Table:
    """One way to make a table of the records, and the descriptions that see them so."""

    rows: list[tuple[int, dict[str, str]]]
    headers: list[str]
    known: list[Format]
    path: str


def read_json_file(
    file: Opened, known: Sequence[Format], notes: Notes, connection: DuckDBPyConnection, *, chosen: bool
) -> list[Raw]:
    """The tables of a JSON text: one, or one for each list inside its records that holds a ballot."""
    tables = _tables(file, _document(file, notes), known)
    found = [(table, likely_headers([table.headers], table.known)) for table in tables]
    best, likely = max(found, key=lambda each: each[1][1].likeness if each[1] else 0.0)
    match = refuse_misfits(file.name, likely, [best.headers], chosen=chosen)
    used = list(_of_ballots(match, best, tables, chosen=chosen))
    read = frozenset(table.path for table, _ in used)
    raws: list[Raw] = []
    for number, (table, matches) in enumerate(used):
        without = tuple(_without(each, read) for each in matches)
        raws += _loaded(connection, f"raw_json{number or ''}", table, without, file)
    return raws


def _without(match: Match, read: frozenset[str]) -> Match:
    """The match, in which a list that is read by itself is no unknown column."""
    return replace(match, unknown=tuple(place for place in match.unknown if match.headers[place] not in read))


def _of_ballots(
    match: Match, best: _Table, tables: Sequence[_Table], *, chosen: bool
) -> Iterator[tuple[_Table, tuple[Match, ...]]]:
    """The table that was found with its ballots, and the other lists in which the user's description finds one."""
    told = {match.format.contest.fixed}
    for table in (best, *(each for each in tables if each is not best and chosen)):
        first = match if table is best else next(_fitting(table, told), None)
        if first is not None:
            matches = ballots(first, table.known, chosen=chosen)
            told |= {each.format.contest.fixed for each in matches}
            yield table, matches


def _fitting(table: _Table, told: set[str]) -> Iterator[Match]:
    """How the headers fit descriptions of contests that are not told yet."""
    for how in table.known:
        found = likely_headers([table.headers], [how])
        if found and found[1].fits and found[1].votes() and how.contest.fixed and how.contest.fixed not in told:
            yield found[1]


def _loaded(
    connection: DuckDBPyConnection, name: str, table: _Table, matches: tuple[Match, ...], file: Opened
) -> list[Raw]:
    width = len(table.headers)
    rows = ((number, [row.get(header, "") for header in table.headers]) for number, row in table.rows)
    loaded = load_rows(connection, name, rows, file.scratch, Cells(width, counted(matches)))
    sample = first_rows(connection, name, width)
    raw = Raw(name, matches[0], ("VARCHAR",) * width, sample=sample, odd=loaded.odd, scraps=loaded.scraps)
    return raw.of(matches)


def _tables(file: Opened, document: Document, known: Sequence[Format]) -> list[_Table]:
    """Every way to make a table of a document: by the records that a description names, and by a list inside them."""
    tables = []
    for where in dict.fromkeys(each.records for each in known):
        of_these = [each for each in known if each.records == where]
        found = records(file.name, document, where, of_these)
        inside = {} if document.flat else inner_lists(found)
        for path in ("", *inside):
            ways = [each for each in of_these if _list_of(each, inside) == path]
            if ways:
                tables.append(_table(file, found, path, ways))
    if not any(any(row) for table in tables for _, row in table.rows):
        raise Problem("{file} holds no records: a list of them, or an object of them by their code.", file=file.name)
    return tables


def _list_of(how: Format, inside: dict[str, int]) -> str:
    """The list inside each record whose entries are the rows: the one that holds a long file's options, if any.

    What nobody has described is looked at by the longest list.
    """
    if how.layout == "long":
        return max((path for path in inside if how.option.startswith(f"{path}.")), key=len, default="")
    return max(inside, key=lambda path: inside[path]) if inside and how.station == ("*",) else ""


def _table(file: Opened, found: list[Record], path: str, known: list[Format]) -> _Table:
    if path:
        rows = [(number, row) for number, record in found for row in exploded(record, path)]
    else:
        rows = [(number, flat(record)) for number, record in found]
    headers = list(dict.fromkeys(name for _, row in rows for name in row))
    refuse_wide(file.name, len(headers))
    return _Table(rows, headers, known, path)


def _document(file: Opened, notes: Notes) -> Document:
    """What stands in the text."""
    if file.local.stat().st_size > SIZE:
        raise Problem(
            "{file} is a JSON text of more than {megabytes} MB. Turn it into CSV or Parquet and read that.",
            file=file.name,
            megabytes=SIZE >> 20,
        )
    text, survey = as_utf8(file)
    if survey.damaged:
        notes.add("R002", bytes=survey.damaged)
    written = text.local.read_text(encoding="utf-8-sig", errors="replace")
    return Document.of(written, _parsed(text, written))


def _parsed(file: Opened, text: str) -> list[tuple[int, Any]]:
    """The documents; numbers stay the text they are written as, and nothing that is written twice is lost."""
    reader = json.JSONDecoder(
        parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=lambda pairs: _object(file, pairs)
    )
    try:
        return [(0, reader.decode(text))]
    except RecursionError as error:
        raise Problem(
            "{file}: this JSON text is nested too deeply to be a count. Look whether it is the right file.",
            file=file.name,
        ) from error
    except json.JSONDecodeError as error:
        if error.msg != "Extra data" or sum(bool(line.strip()) for line in text.split("\n")) == 1:
            raise _wrong(file, error.lineno, error) from error
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            found += [(number, reader.decode(line))] if line.strip() else []
        except json.JSONDecodeError as error:
            raise _wrong(file, number, error) from error
    return found


def _wrong(file: Opened, line: int, error: json.JSONDecodeError) -> Problem:
    return Problem(
        "{file}, row {row}: this is not valid JSON from column {column} on. It may have been cut off; ask for the "
        "file again.",
        file=file.name,
        row=line,
        column=error.colno,
    )


def _object(file: Opened, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem(
            "{file}: “{name}” stands twice in one object of the JSON text, and only one can be read. Take one out.",
            file=file.name,
            name=twice,
        )
    return found
