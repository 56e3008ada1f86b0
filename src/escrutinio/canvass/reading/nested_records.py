"""The records of a JSON document: where they stand, what is inside them, and each as a row of text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escrutinio.canvass.reading.formats import Format

Record = tuple[int, dict[str, Any]]
"""A record with its number: that of its line where each has one, else its place among the records."""
KEY = "@key"
"""The header of the code by which a record stands in an object."""
_DEPTH = 6
_LIST = re.compile(r"\[\s*\{")


@dataclass(frozen=True)
class Document:
    """What stands in a JSON text: one thing, or one a line with its line; and how many lists of objects there may be.

    The latter is one look at the text: what holds none need not be searched.
    """

    parts: Sequence[tuple[int, Any]]
    lists: int

    @classmethod
    def of(cls, text: str, parts: Sequence[tuple[int, Any]]) -> Document:
        """What was read from a text."""
        return cls(parts, sum(1 for _ in islice(_LIST.finditer(text), 2)))

    @property
    def flat(self) -> bool:
        """Whether no record can hold a list of objects: there is none, or only the list of the records."""
        return self.lists == 0 or (self.lists == 1 and isinstance(self.parts[0][1], list))


def records(file: str, document: Document, where: str, known: Sequence[Format]) -> list[Record]:
    """The records of a document.

    Args:
        file: its name, for messages.
        document: what stands in it.
        where: the path of the list of records, as a description names it; nothing where it is found by itself.
        known: the descriptions that do so.

    Raises:
        Problem: there are several lists, and nobody says which holds the records; or nothing stands there.
    """
    parts, by_line = document.parts, len(document.parts) > 1
    if not by_line and isinstance(parts[0][1], dict):
        lists = _lists(parts[0][1]) if document.lists else {}
        return list(enumerate(_held(file, parts[0][1], lists, where, known), start=1))
    lines = [(number, each) for number, one in parts for each in (one if isinstance(one, list) else [one])]
    return [
        (number if by_line else place, each if isinstance(each, dict) else {"value": each})
        for place, (number, each) in enumerate(lines, start=1)
    ]


def _held(
    file: str, document: dict[str, Any], lists: dict[str, int], where: str, known: Sequence[Format]
) -> list[dict[str, Any]]:
    """The records that an object holds: in its one list, by their code, or itself."""
    path = where or _found(document, lists, known)
    if path:
        return _at(file, document, path, lists)
    inside = _is_inside(lists, known)
    if _of_objects(document) and not inside and (not lists or _by_code(document)):
        return [{KEY: key, **each} for key, each in document.items()]
    if lists and not inside:
        raise _several(file, lists)
    return [document]


def _found(document: dict[str, Any], lists: dict[str, int], known: Sequence[Format]) -> str:
    """The list of an object that is found by itself: the only one at hand, or the only one; nothing where none is."""
    near = [path for path in lists if path in document]
    if not lists or _is_inside(lists, known):
        return ""
    if len(near) == 1:
        return near[0]
    undescribed = all(each.station == ("*",) for each in known)
    one = not _by_code(document) and (len(lists) == 1 or undescribed)
    return _longest(lists) if one else ""


def _is_inside(lists: dict[str, int], known: Sequence[Format]) -> bool:
    """Whether the lists hold what each description calls an option: the object is one record."""
    return bool(lists) and all(
        how.layout == "long" and any(how.option.startswith(f"{path}.") for path in lists) for how in known
    )


def _of_objects(document: dict[str, Any]) -> bool:
    return bool(document) and all(isinstance(each, dict) for each in document.values())


def _by_code(document: dict[str, Any]) -> bool:
    """Whether an object's values are records: objects that have a name in common."""
    return len(document) > 1 and _of_objects(document) and bool(set.intersection(*map(set, document.values())))


def _longest(lists: dict[str, int]) -> str:
    return max(lists, key=lambda path: lists[path])


def _several(file: str, lists: dict[str, int]) -> Problem:
    return Problem(
        "{file} holds several lists of records ({lists}). Say which is read: a line such as records: {first} in its "
        "description. `escrutinio describe FILE` proposes one.",
        file=file,
        lists=", ".join(list(lists)[:12]),
        first=_longest(lists),
    )


def _at(file: str, document: dict[str, Any], where: str, lists: dict[str, int]) -> list[dict[str, Any]]:
    """The records at a path, in a list or by their code."""
    found: Any = document
    for name in where.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, list):
        return [each if isinstance(each, dict) else {"value": each} for each in found]
    if isinstance(found, dict) and all(isinstance(each, dict) for each in found.values()):
        return [{KEY: key, **each} for key, each in found.items()]
    raise Problem(
        "{file} holds no records at “{path}”, where its description looks for them. Its lists are: {lists}.",
        file=file,
        path=where,
        lists=", ".join(list(lists)[:12]) or "–",
    )


def _lists(value: dict[str, Any], before: str = "", depth: int = 0) -> dict[str, int]:
    """The paths of the lists of objects that an object holds, each with its length; not those inside lists."""
    found: dict[str, int] = {}
    for name, each in value.items():
        if isinstance(each, list) and each and isinstance(each[0], dict):
            found[before + name] = len(each)
        elif isinstance(each, dict) and depth < _DEPTH:
            found |= _lists(each, f"{before}{name}.", depth + 1)
    return found


def inner_lists(found: Sequence[Record]) -> dict[str, int]:
    """The paths of the lists of objects inside the records, and inside these, each with how many entries they have.

    >>> inner_lists([(1, {"station": 1, "results": [{"party": "A", "votes": 3}]})])
    {'results': 1}
    """
    counts: dict[str, int] = {}
    waiting: list[tuple[str, dict[str, Any], int]] = [("", record, 0) for _, record in found]
    while waiting:
        before, value, depth = waiting.pop()
        for name, each in value.items():
            if isinstance(each, dict) and depth < _DEPTH:
                waiting.append((f"{before}{name}.", each, depth + 1))
            elif isinstance(each, list) and each and isinstance(each[0], dict) and depth < _DEPTH:
                counts[before + name] = counts.get(before + name, 0) + len(each)
                waiting += [(f"{before}{name}.", entry, depth + 1) for entry in each if isinstance(entry, dict)]
    return dict(sorted(counts.items()))


def exploded(record: dict[str, Any], path: str) -> Iterator[dict[str, str]]:
    """A row for each entry of a list inside a record, after what the record says; one without entries is a row too.

    >>> list(exploded({"station": "1", "results": [{"party": "A"}, {"party": "B"}]}, "results"))
    [{'station': '1', 'results.party': 'A'}, {'station': '1', 'results.party': 'B'}]
    """
    yield from _rows(record, "", path.split("."), {})


def _rows(value: Any, before: str, path: Sequence[str], said: dict[str, str]) -> Iterator[dict[str, str]]:  # noqa: ANN401
    if isinstance(value, list) and value:
        for each in value:
            yield from _rows(each if isinstance(each, dict) else {"value": each}, before, path, said)
    elif not isinstance(value, dict):
        yield said
    elif not path:
        yield said | flat(value, before)
    else:
        first, rest = path[0], path[1:]
        own = flat({name: each for name, each in value.items() if name != first}, before)
        yield from _rows(value.get(first), f"{before}{first}.", rest, said | own)


def flat(record: dict[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    """A record with the names of what it holds joined by points, all as text."""
    found: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < _DEPTH:
            found |= flat(value, f"{before}{name}.", depth + 1)
        else:
            found[before + name] = _text(value)
    return found


def _text(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
