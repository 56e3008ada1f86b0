"""Everything that reading a file may find, by code: how serious it is, and the sentence its facts are put into.

R0xx is about the file, R1xx about a cell, R2xx about a line, R3xx about a column or what a row stands for. A cell that
is no count is empty in the table; a row that is set apart is not counted. Nothing else is changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from escrutinio.model import Finding, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Severity = Literal["info", "warning", "error"]

SENTENCES: Mapping[str, str] = {
    "R001": "the text is not UTF-8; it was read as {encoding}.",
    "R002": "{bytes} bytes are not UTF-8, though the rest is; they stand as “\ufffd”.",
    "R003": "the last line has no end: the file may have been cut off there. Compare it with the original.",
    "R004": "{bytes} NUL bytes were found; they stand as “\ufffd”.",
    "R005": "{lines} lines stand above the headers; they were not read.",
    "R006": "the sheet “{sheet_name}” was not read: its headers fit no description. Look whether it has counts.",
    "R007": "{cells} cells of the workbook are formulas: what was last stored in them was read.",
    "R008": "a row of this file is not a polling station but a {row_is}.",
    "R009": "{said}",
    "R010": "the registered voters of {contest} add up to {sum}, but the register holds {register}: rows repeat, or "
    "several ballots were added up.",
    "R011": "{cells} cells of the workbook hold an error of the spreadsheet (such as #REF!); they were read as empty.",
    "R012": "{lines} lines stand above the headers and hold numbers; they were not read. Look whether they are counts.",
    "R013": "{cells} cells are merged over several rows, the first here: what stands in them was read in each of these "
    "rows ({rows} more).",
    "R101": "“{raw}” in the column “{column}” is below zero, and a count cannot be. Look at the sheet.",
    "R102": "“{raw}” in the column “{column}” is a decimal, not a count. Look at the sheet.",
    "R103": "“{raw}” in the column “{column}” is too large for a count. Look at the sheet.",
    "R104": "“{raw}” in the column “{column}” is not a count. Look at the sheet.",
    "R105": "“{raw}” in the column “{column}” seems to have a thousands mark. "
    "Add thousands: “{mark}” to the description.",
    "R106": "“{raw}” in the column “{column}” is no number. Look at the sheet.",
    "R107": "“{raw}” in the column “{column}” is an error of the spreadsheet. Look at the sheet.",
    "R108": "{cells} cells of the column “{column}” of {contest} are empty, the first here; they count nothing.",
    "R109": "{more} more cells of the column “{column}” are no counts.",
    "R110": "{cells} counts in the column “{column}” are written like “{raw}”; they were read as whole numbers.",
    "R201": "{cells} cells for {columns} columns: a separator inside “{joined}” was taken as part of the "
    "name; the counts are certain.",
    "R202": "{cells} cells for {columns} columns: the counts are certain, but several names could hold the "
    "separator; those names are empty.",
    "R203": "{cells} cells for {columns} columns: the line cannot be read and is not counted: {raw}",
    "R204": "the whole line stands in quotes; it was read as the line inside them.",
    "R205": "{lines} blank lines were passed over, the first here.",
    "R206": "this is a row of totals ({label}); it was set apart and not counted.",
    "R207": "the headers are repeated here; the line was set apart.",
    "R208": "a stray quote was taken as part of the text: {raw}",
    "R209": "a quoted cell goes on over {lines} lines.",
    "R210": "{lines} lines end in more separators than the headers, the first here; nothing stands after them.",
    "R211": "{cells} cells for {columns} columns: the counts can be read in more than one way; the line is not "
    "counted: {raw}",
    "R212": "{cells} cells for {columns} columns: “{joined}” was taken as a number with a thousands mark, the only way "
    "in which the line fits.",
    "R301": "the column “{column}” holds numbers and is not described: it could be a list. It was not read.",
    "R302": "the column “{column}” is not described; it was not read.",
    "R303": "“{value}” in the column “{column}” is a contest that is not described; "
    "its {rows} rows are kept as “{contest}”.",
    "R304": "this row names no station; it is counted, unless it is a row of totals.",
    "R305": "{contest} stands on several sheets: {sheets}. Look whether rows repeat.",
    "R307": "the column “{column}”, which some files of this kind have, is not here.",
    "R308": "the rows of the station “{station}” name different places; the first was kept.",
    "R309": "“{value}” in the column “{column}” does not say whether {rows} rows are abroad.",
    "R311": "column {place} has no header and holds numbers: it could be a list. It was not read.",
    "R312": "{rows} rows repeat another row in every cell, the first here; each is counted once.",
    "R313": "{options} options stand several times at one of {stations} stations, the first here: their votes were "
    "added up. What tells their rows apart is “{column}”.",
    "R314": "{options} options stand several times at one of {stations} stations, the first here, and no column tells "
    "their rows apart: their votes were added up. Look whether they are candidates of one list.",
    "R310": "{rows} rows name no list in the column “{column}”, the first here; their votes are kept as “?”.",
}
"""The English sentence of each code; the catalogue of the reports has the others."""

BAD = frozenset(("R101", "R102", "R103", "R104", "R105", "R106", "R107", "R109"))
"""The codes of cells that are no counts."""
_ERRORS = frozenset(("R010", "R011", "R101", "R102", "R103", "R104", "R105", "R106", "R107", "R109", "R203", "R211"))
_INFO = frozenset(("R001", "R005", "R008", "R013", "R110", "R204", "R205", "R209", "R210", "R302", "R307", "R313"))


def severity(code: str) -> Severity:
    """How serious a code is.

    >>> severity("R101"), severity("R206"), severity("R001")
    ('error', 'warning', 'info')
    """
    return "error" if code in _ERRORS else "info" if code in _INFO else "warning"


class Told(dict[str, str]):
    """A text of the data in several languages; in English where nobody asks for another.

    >>> f"{Told(es='sí', en='yes')}"
    'yes'
    """

    __slots__ = ()

    def __str__(self) -> str:
        """The text in English."""
        return self.get("en", "")


@dataclass(frozen=True)
class Notes:
    """What has been found so far in one file."""

    source: Source
    found: list[Finding] = field(default_factory=list)

    def add(self, code: str, *, row: int | None = None, sheet: str = "", **facts: Any) -> None:  # noqa: ANN401
        """Put down a finding, with its row and, in a workbook, its sheet."""
        told = self.source
        where = Source(title=told.title, article=sheet, file=told.file, row=row, sha256=told.sha256)
        self.found.append(Finding(code, severity(code), where, facts))

    def take(self, others: Iterable[Finding]) -> None:
        """Put down what has not been told yet."""
        told = set(map(repr, self.found))
        self.found.extend(each for each in others if repr(each) not in told)


def worded(finding: Finding) -> str:
    """A finding of the reader as an English sentence with its place.

    >>> notes = Notes(Source("a.csv"))
    >>> notes.add("R101", row=7, raw="-3", column="A")
    >>> worded(notes.found[0])
    'a.csv, row 7: “-3” in the column “A” is below zero, and a count cannot be. Look at the sheet.'
    """
    where = finding.where
    place = ", ".join(part for part in (where.title, where.article, f"row {where.row}" if where.row else "") if part)
    return str(Problem("{place}: {what}", place=place, what=Problem(SENTENCES[finding.code], **finding.facts)))
