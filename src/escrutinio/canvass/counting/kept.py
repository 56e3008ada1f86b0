"""Findings that a store keeps beside its snapshots, and what a check finds besides."""

# ruff: noqa: S608 - SQL is made of our own words and of whole numbers

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.findings import BAD
from escrutinio.canvass.storing.database import held
from escrutinio.model import Finding, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from escrutinio.canvass.engine import Engine

LINES = frozenset(("R203", "R211"))
"""Lines of a file that cannot be read as a row."""
TOTALS = frozenset(("R206",))
"""Rows of totals that the reader sets apart."""
Key = tuple[str, int | None, str, str]


def kept(engine: Engine, snapshots: Mapping[str, int]) -> tuple[Finding, ...]:
    """What was found when these snapshots were imported, in the order it was found.

    Args:
        engine: with the store open in it.
        snapshots: for each contest the number of its snapshot; what was found in another contest is left out.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     kept(store.engine, {"president": 1})
    ()
    """
    if not snapshots:
        return ()
    wanted = ", ".join(str(int(each)) for each in sorted(set(snapshots.values())))
    rows = engine.rows(
        "SELECT snapshot, code, severity, title, file, row, sha256, facts "
        f"FROM {held('findings')} WHERE snapshot IN ({wanted}) ORDER BY snapshot, rowid"
    )
    told = [(snapshot, _finding(*each)) for snapshot, *each in rows]
    return tuple(
        each
        for snapshot, each in told
        if snapshots.get(str(each.facts.get("contest", "")), snapshot) == snapshot  # of no contest, or of this one
    )


@dataclass(frozen=True, slots=True)
class NotRead:
    """What of a file is in no tally: lines that could not be read, rows of totals set apart, cells that are no counts.

    ``example`` is the first of these cells, and the column that it stands in.
    """

    lines: int = 0
    totals: int = 0
    cells: int = 0
    example: tuple[str, str] = ("", "")


def not_read(findings: Iterable[Finding]) -> NotRead:
    """What the reader could not read, or set apart.

    >>> found = [Finding("R104", "error", Source(""), {"raw": "x", "column": "A"})]
    >>> not_read([*found, Finding("R109", "error", Source(""), {"column": "A", "more": 7})])
    NotRead(lines=0, totals=0, cells=8, example=('x', 'A'))
    """
    told = tuple(findings)
    bad = [each.facts for each in told if each.code in BAD]
    shown = next((each for each in bad if "raw" in each), {"raw": "", "column": ""})
    return NotRead(
        lines=sum(each.code in LINES for each in told),
        totals=sum(each.code in TOTALS for each in told),
        cells=sum(int(each.get("more", 1)) for each in bad),
        example=(str(shown["raw"]), str(shown["column"])),
    )


def besides(found: Iterable[Finding], known: Sequence[Finding]) -> list[Finding]:
    """The findings that are not known yet.

    >>> one, other = (Finding(code, "error", Source("", row=2), {"rows": (2, 3)}) for code in ("C101", "C103"))
    >>> [each.code for each in besides([one, other], [Finding("C101", "error", Source("", row=2), {"rows": [2, 3]})])]
    ['C103']
    """
    keys = {_key(each) for each in known}
    return [each for each in found if _key(each) not in keys]


def _finding(code: str, severity: str, title: str, file: str, row: int | None, sha256: str, facts: str) -> Finding:  # noqa: PLR0917 - the columns of the store
    return Finding(code, severity, Source(title, file=file, row=row, sha256=sha256), json.loads(facts))  # type: ignore[arg-type] # a severity, as it was written


def _key(finding: Finding) -> Key:
    """What makes a finding the same: facts are compared as the store writes them, where a tuple is a list."""
    facts = json.dumps(dict(finding.facts), default=str, sort_keys=True)
    return (finding.code, finding.where.row, finding.where.sha256, facts)
