"""Findings in words: one sentence each, by code, with file and row; and as a table for other programs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from escrutinio.canvass import explain_code, message, summary
from escrutinio.canvass.reading.findings import SENTENCES
from escrutinio.report.canvass_parts import NAMES, OF_ROW, name_of
from escrutinio.report.parts import heading, line, table
from escrutinio.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.model import Finding
    from escrutinio.report.words import Words

SEVERITY = {"error": "error", "warning": "warning", "info": "information"}
COLUMNS = ("contest", "code", "severity", "file", "sheet", "row", "station", "message", "facts", "sha256")

ROWS = frozenset(("counted", "other_row", "previous_row", "register_row"))
"""The facts that are rows of a file."""


def sentence(finding: Finding, words: Words) -> str:
    """What was found, in one sentence, with its figures in the signs of the language."""
    if finding.code in SENTENCES:
        facts = {key: _said(key, value, words) for key, value in finding.facts.items()}
        return words(SENTENCES[finding.code], **facts)
    facts = {key: _said(key, value, words) for key, value in finding.facts.items() if key not in {"rows", "more"}}
    rows = {"rows": finding.facts["rows"]} if "rows" in finding.facts else {}
    said = message(replace(finding, facts={**facts, **rows}), words.lang)
    if "time_before" in finding.facts:
        return words("{said} Between {before} and {time}.", said=said, before=facts["time_before"], time=facts["time"])
    return said


def _said(key: str, value: Any, words: Words) -> Any:  # noqa: ANN401 - any fact
    """A fact as a sentence has it."""
    if isinstance(value, Mapping):
        return words.of(value)
    if key in ROWS:
        return value  # a row is a place, and is not written as a figure
    if isinstance(value, int) and not isinstance(value, bool):
        return words.number(value)
    if key == "row_is" and value in OF_ROW:
        return words(OF_ROW[value])
    return name_of(value, words) if key in {"level", "column"} and value in NAMES else value


def where(finding: Finding, words: Words) -> str:
    """The sheet of a workbook and the row; nothing where a finding is about the whole file."""
    parts = [finding.where.article] if finding.where.article else []
    parts += [words("row {row}", row=str(finding.where.row))] if finding.where.row is not None else []
    return ", ".join(parts)


def counted(findings: Iterable[Finding], words: Words) -> RenderableType:
    """How many findings of each code there are, and how serious."""
    rows = [
        (code, words(SEVERITY[severity]), _title(code, words), words.number(number))
        for code, (severity, number) in summary(findings).items()
    ]
    return table([words(head) for head in ("code", "severity", "what", "found")], rows, left=3)


def _title(code: str, words: Words) -> str:
    return "" if code in SENTENCES else explain_code(code, words.lang).title


def by_code(findings: Iterable[Finding], words: Words, limit: int | None) -> Iterator[RenderableType]:
    """The first findings of each code, with what the check asks and what to do."""
    groups = defaultdict(list)
    for each in findings:
        groups[each.code].append(each)
    for code, found in sorted(groups.items()):
        yield ""
        yield from _about(code, words)
        shown = found if limit is None else found[:limit]
        for each in shown:
            place = where(each, words)
            yield line(f"· {place}: {sentence(each, words)}" if place else f"· {sentence(each, words)}", indent=1)
        more = summary(found)[code][1] - len(shown)
        if more:
            yield line(words("{more} more; --all shows them, -o FILE writes them.", more=more), indent=1, style="dim")


def _about(code: str, words: Words) -> Iterator[RenderableType]:
    if code in SENTENCES:
        yield heading(words("{code}, found while reading", code=code))
        return
    about = explain_code(code, words.lang)
    yield heading(f"{code} · {about.title}")
    yield line(words("Asked: {formula}.", formula=about.formula), indent=1, style="italic")
    yield line(words("What to do: {remedy}", remedy=about.remedy), indent=1, style="italic")


def serious(findings: Iterable[Finding], *severities: str) -> bool:
    """Whether something was found that is one of these severities."""
    return any(each.severity in severities for each in findings)


def findings_json(findings: Sequence[Finding], words: Words) -> list[dict[str, Any]]:
    """Every finding as plain values."""
    return [
        {
            "contest": each.facts.get("contest", ""),
            "code": each.code,
            "severity": each.severity,
            "file": each.where.file or each.where.title,
            "sheet": each.where.article,
            "row": each.where.row,
            "station": each.facts.get("station"),
            "message": sentence(each, words),
            "facts": {key: _plain(value) for key, value in each.facts.items() if key != "contest"},
            "sha256": each.where.sha256,
        }
        for each in findings
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any fact
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def findings_table(findings: Sequence[Finding], words: Words, document: Any = None) -> Table:  # noqa: ANN401 - a JSON document
    """Every finding as a row."""
    rows = []
    for each in findings_json(findings, words):
        facts = json.dumps(each["facts"], ensure_ascii=False, default=str)
        rows.append([facts if name == "facts" else each[name] for name in COLUMNS])
    return Table(COLUMNS, rows, document)
