"""What a check of law files found, as lines with file and line, and as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.law import Checked
    from escrutinio.report.words import Words


def warnings_text(found: Sequence[Checked], words: Words) -> str:
    """What is in order, and what its author should look at."""
    lines: list[str] = []
    for each in found:
        lines += [words("Warning: {what}", what=words.problem(warning)) for warning in each.warnings]
        if not each.errors:
            lines.append(words("{law}: in order.", law=each.law))
    return "".join(f"{line}\n" for line in lines)


def errors_text(found: Sequence[Checked], words: Words) -> str:
    """What must be put right, one a line."""
    return "".join(f"{words.problem(error)}\n" for each in found for error in each.errors)


def checks_json(found: Sequence[Checked], words: Words) -> dict[str, Any]:
    """Everything as one document; a message is in the language asked for."""
    return {
        "schema": "escrutinio/law-check/1",
        "laws": [
            {
                "law": each.law,
                "file": str(each.file),
                "errors": [words.problem(error) for error in each.errors],
                "warnings": [words.problem(warning) for warning in each.warnings],
            }
            for each in found
        ],
    }
