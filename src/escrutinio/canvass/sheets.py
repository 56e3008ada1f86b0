"""The one table shape of the canvass: a row a tally sheet, a column a list.

Whatever file is read becomes, for each contest, a table with these columns and one more for every list, named by the
list's id. See ``docs/decisions/0003-canvass.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escrutinio.canvass.engine import Engine
    from escrutinio.model import Finding, Source

AREAS = ("country", "department", "province", "municipality", "locality", "precinct", "constituency", "special")
COUNTS = ("registered", "valid", "blank", "null", "cast")
FIXED = ("file_row", "station", *AREAS, "abroad", *COUNTS)
STEP = 10**12
"""Where a contest stands on several sheets of a workbook, the rows of each further one are numbered on from here.

So ``file_row`` tells every row of a table apart, and what lies above the step tells the sheet.
"""


def quoted(name: str) -> str:
    """A name as both engines read it, whatever signs it holds.

    >>> quoted('MAS-IPSP'), quoted('a "b" c')
    ('"MAS-IPSP"', '"a ""b"" c"')
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as both engines read it; they differ in how a quote inside quotes is written.

    >>> literal("Lagoon"), literal("L'Hospitalet")
    ("'Lagoon'", "('L' || CHR(39) || 'Hospitalet')")
    """
    parts = [f"'{part}'" for part in text.split("'")]
    return parts[0] if len(parts) == 1 else "(" + " || CHR(39) || ".join(parts) + ")"


def sheet_and_row(file_row: int, names: Sequence[str] = ()) -> tuple[str, int]:
    """The sheet of a workbook that a ``file_row`` is of, by its name or else its number, and the row there.

    >>> sheet_and_row(7), sheet_and_row(7, ["North", "South"]), sheet_and_row(STEP + 7, ["North", "South"])
    (('', 7), ('North', 7), ('South', 7))
    """
    place, row = divmod(file_row, STEP)
    if place < len(names):
        return names[place], row
    return (str(place + 1) if place else ""), row


def row_said(file_row: int, names: Sequence[str] = ()) -> int | str:
    """A row as it is told among others: its number; of several sheets with the sheet before it, as workbooks write it.

    >>> row_said(7), row_said(STEP + 7, ["North", "South"])
    (7, 'South!7')
    """
    sheet, row = sheet_and_row(file_row, names)
    return f"{sheet}!{row}" if sheet else row


def sheet_names(findings: Iterable[Finding], contest: str) -> tuple[str, ...]:
    """The sheets of a workbook that a contest stands on, where these are several, as its reader told."""
    told = (each.facts for each in findings if each.code == "R305" and each.facts.get("contest") == contest)
    return tuple(map(str, next((each.get("names", ()) for each in told), ())))


def plain(name: str) -> str:
    """A name without case, accents, blanks and hyphens: two that are alike so are one name, spelt in two ways.

    >>> plain("SAN JOSE") == plain("San José"), plain("Áncash")
    (True, 'ancash')
    """
    bare = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\s\-_\u2010-\u2015]+|[\u0300-\u036f]", "", bare)


def lists_of(columns: Iterable[str]) -> tuple[str, ...]:
    """The lists among a table's columns."""
    return tuple(name for name in columns if name not in FIXED and name != "snapshot")


@dataclass(frozen=True, eq=False)
class Reading:
    """One official file, read: a table of sheets a contest on an engine, and what was found while reading.

    ``tables`` names the table of each contest; ``lists`` its lists; ``time`` is when the count was published, where
    the file or its name tells, as ISO 8601.
    """

    source: Source
    format: str
    engine: Engine
    tables: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...] = ()
    time: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
