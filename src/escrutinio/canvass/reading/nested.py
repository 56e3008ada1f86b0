"""JSON: a list of records, records by their code, or a record a line; nested ones become headers like ``votes.A``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.reading.headers import likely_headers, refuse_misfits, refuse_wide
from escrutinio.canvass.reading.opened import as_utf8
from escrutinio.canvass.reading.rows import Cells, Raw, first_rows, load_rows
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.reading.opened import Opened

SIZE = 1 << 30
"""A larger JSON text is not read: it would have to stand in memory as a whole."""
KEY = "@key"
"""The header of the code by which a record stands in an object."""
_DEPTH = 6


def read_json_file(
    file: Opened, known: Sequence[Format], notes: Notes, connection: DuckDBPyConnection, *, chosen: bool
) -> list[Raw]:
    """The table of a JSON text."""
    records = _records(file, notes)
    headers = list(dict.fromkeys(name for record in records for name in record))
    refuse_wide(file.name, len(headers))
    match = refuse_misfits(file.name, likely_headers([headers], known), [headers], chosen=chosen)
    rows = ((number, [record.get(name, "") for name in headers]) for number, record in enumerate(records, start=1))
    loaded = load_rows(connection, "raw_json", rows, file.scratch, Cells(len(headers), match.counted()))
    kinds, sample = ("VARCHAR",) * len(headers), first_rows(connection, "raw_json", len(headers))
    return [Raw("raw_json", match, kinds, sample=sample, odd=loaded.odd, scraps=loaded.scraps)]


def _records(file: Opened, notes: Notes) -> list[dict[str, str]]:
    if file.local.stat().st_size > SIZE:
        raise Problem(
            "{file} is a JSON text of more than {megabytes} MB. Turn it into CSV or Parquet and read that.",
            file=file.name,
            megabytes=SIZE >> 20,
        )
    text, survey = as_utf8(file)
    if survey.damaged:
        notes.add("R002", bytes=survey.damaged)
    document = _parsed(text, text.local.read_text(encoding="utf-8-sig", errors="replace"))
    found = [_flat(each) for each in _inside(document)]
    if not any(found):
        raise Problem("{file} holds no records: a list of them, or an object of them by their code.", file=file.name)
    return found


def _parsed(file: Opened, text: str) -> Any:  # noqa: ANN401 - whatever a JSON text holds
    """The document; numbers stay the text they are written as, and nothing that is written twice is lost."""
    reader = json.JSONDecoder(
        parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=lambda pairs: _object(file, pairs)
    )
    try:
        return reader.decode(text)
    except RecursionError as error:
        raise _wrong(file, 1, "it is nested too deeply") from error
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) == 1 or error.msg != "Extra data":
            raise _wrong(file, error.lineno, error.msg) from error
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            found += [reader.decode(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise _wrong(file, number, error.msg) from error
    return found


def _wrong(file: Opened, line: int, why: str) -> Problem:
    return Problem(
        "{file}, row {row}: this is not valid JSON ({why}). It may have been cut off; ask for the file again.",
        file=file.name,
        row=line,
        why=why,
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


def _inside(document: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """The records of a document, wherever its one list or object of records stands."""
    if isinstance(document, list):
        yield from ({"value": each} if not isinstance(each, dict) else each for each in document)
    elif isinstance(document, dict):
        lists = [each for each in document.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        if len(lists) == 1:
            yield from _inside(lists[0])
        elif document and all(isinstance(each, dict) for each in document.values()):
            yield from ({KEY: key, **each} for key, each in document.items())
        else:
            yield document


def _flat(record: dict[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    """A record with the names of what it holds joined by points, all as text."""
    found: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < _DEPTH:
            found |= _flat(value, f"{before}{name}.", depth + 1)
        else:
            found[before + name] = _text(value)
    return found


def _text(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
