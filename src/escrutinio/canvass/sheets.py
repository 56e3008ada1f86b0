"""The one table shape of the canvass: a row a tally sheet, a column a list.

Whatever file is read becomes, for each contest, a table with these columns and one more for every list, named by the
list's id. See ``docs/decisions/0003-canvass.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escrutinio.canvass.engine import Engine
    from escrutinio.model import Finding, Source

AREAS = ("country", "department", "province", "municipality", "locality", "precinct", "constituency", "special")
COUNTS = ("registered", "valid", "blank", "null", "cast")
FIXED = ("file_row", "station", *AREAS, "abroad", *COUNTS)


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
