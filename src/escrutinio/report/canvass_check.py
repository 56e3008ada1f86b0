"""What is wrong with a count, by code: how many, the first of each, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.canvass import summary
from escrutinio.canvass.checking.snapshots import CHECKS as AGAINST_PREVIOUS
from escrutinio.report.canvass_findings import COLUMNS, by_code, counted, findings_json, findings_table
from escrutinio.report.canvass_parts import SHEETS, origin, origin_json, titled
from escrutinio.report.parts import line
from escrutinio.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass import Count
    from escrutinio.model import Finding
    from escrutinio.report.words import Words

CHECK = "escrutinio/check/1"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found on a count: ``before``, while it was read or imported into its store, and ``now``.

    ``some`` is true where only some codes were asked for.
    """

    count: Count
    before: Sequence[Finding]
    now: Sequence[Finding]
    some: bool = False

    @property
    def all(self) -> tuple[Finding, ...]:
        """Every finding, the earlier first."""
        return (*self.before, *self.now)

    def of(self, contest: str) -> Checked:
        """Those of one contest, and those of none."""
        before, now = (
            [each for each in found if each.facts.get("contest", contest) == contest]
            for found in (self.before, self.now)
        )
        return Checked(self.count, before, now, self.some)

    def found(self) -> Iterator[str]:
        """How each finding was come by: while reading or at import, by a check now, or against the snapshot before."""
        early = "import" if self.count.kept else "reading"
        yield from (early for _ in self.before)
        before = {*AGAINST_PREVIOUS, "C601"}
        yield from ("previous" if each.code in before else "check" for each in self.now)


def check_text(checked: Checked, words: Words, *, limit: int | None) -> Iterator[RenderableType]:
    """Contest by contest; what is about no contest alone comes last."""
    count = checked.count
    for name, snapshot in count.snapshots.items():
        yield titled([name, f"{words.number(snapshot.rows)} {words(SHEETS[count.row])}"])
        yield from origin(snapshot, words)
        own = checked.of(name)
        if count.kept and not checked.some:
            yield from _when(own, name, words)
        yield ""
        yield from _found(own.all, words, limit)
        yield ""


def _when(own: Checked, contest: str, words: Words) -> Iterator[RenderableType]:
    """Of a store: what was found at import, and what is asked only now."""
    codes = ", ".join(f"{code} ({words.number(found)})" for code, (_, found) in summary(own.before).items())
    yield line(words("Found at import: {codes}.", codes=codes or words("nothing")), style="dim")
    if contest in own.count.previous:
        said = "Found now: what every check asks; {first} to {last} hold the snapshot against the one before it."
        first, *_, last = sorted(AGAINST_PREVIOUS)
        yield line(words(said, first=first, last=last), style="dim")
    else:
        yield line(words("Found now: what every check asks. No snapshot stands before this one."), style="dim")


def _found(findings: Sequence[Finding], words: Words, limit: int | None) -> Iterator[RenderableType]:
    if not findings:
        yield line(words("Nothing was found: every sheet adds up."), style="green")
        return
    yield counted(findings, words)
    yield from by_code(findings, words, limit)


def check_json(checked: Checked, words: Words) -> dict[str, Any]:
    """Every finding with how it was come by, and how many there are of each code."""
    count, findings = checked.count, checked.all
    return {
        "schema": CHECK,
        "contests": {name: origin_json(each) for name, each in count.snapshots.items()},
        "summary": {
            code: {"severity": severity, "found": number} for code, (severity, number) in summary(findings).items()
        },
        "findings": [
            {**each, "found": found}
            for each, found in zip(findings_json(findings, words), checked.found(), strict=True)
        ],
    }


def check_table(checked: Checked, words: Words, document: Any = None) -> Table:  # noqa: ANN401 - a JSON document
    """Every finding as a row, with how it was come by."""
    table = findings_table(checked.all, words, document)
    rows = [[*row, found] for row, found in zip(table.rows, checked.found(), strict=True)]
    return Table((*COLUMNS, "found"), rows, document)
