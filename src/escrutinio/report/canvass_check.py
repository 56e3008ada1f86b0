"""What is wrong with a count, by code: how many, the first of each, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.canvass import summary
from escrutinio.report.canvass_findings import by_code, counted, findings_json
from escrutinio.report.canvass_parts import SHEETS, origin, origin_json, titled
from escrutinio.report.parts import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.canvass import Count
    from escrutinio.model import Finding
    from escrutinio.report.words import Words

CHECK = "escrutinio/check/1"


def check_text(
    count: Count, findings: Sequence[Finding], words: Words, *, limit: int | None
) -> Iterator[RenderableType]:
    """Contest by contest; what is about no contest alone comes last."""
    for name, snapshot in count.snapshots.items():
        yield titled([name, f"{words.number(snapshot.rows)} {words(SHEETS[count.row])}"])
        yield from origin(snapshot, words)
        own = [each for each in findings if each.facts.get("contest", name) == name]
        yield ""
        yield from _found(own, words, limit)
        yield ""


def _found(findings: Sequence[Finding], words: Words, limit: int | None) -> Iterator[RenderableType]:
    if not findings:
        yield line(words("Nothing was found: every sheet adds up."), style="green")
        return
    yield counted(findings, words)
    yield from by_code(findings, words, limit)


def check_json(count: Count, findings: Sequence[Finding], words: Words) -> dict[str, Any]:
    """Every finding, and how many there are of each code."""
    return {
        "schema": CHECK,
        "contests": {name: origin_json(each) for name, each in count.snapshots.items()},
        "summary": {
            code: {"severity": severity, "found": number} for code, (severity, number) in summary(findings).items()
        },
        "findings": findings_json(findings, words),
    }
