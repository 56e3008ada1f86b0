"""Answers onto paper: to a terminal in its width and colours, to a pipe or a file as plain text."""

from __future__ import annotations

import os
import sys
from io import StringIO
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

WIDTH = 110
"""How wide a page is that no terminal shows."""


def plain(parts: Iterable[RenderableType], *, width: int = WIDTH, file: IO[str] | None = None) -> str:
    """The parts as text without colours, and without blanks at the end of a line."""
    from rich.console import Console

    console = Console(width=width, file=file or StringIO(), color_system=None, force_terminal=False, highlight=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part, crop=False)
    return "\n".join(row.rstrip() for row in captured.get().split("\n"))


def show(parts: Iterable[RenderableType]) -> None:
    """Print on standard output; whoever sets ``NO_COLOR``, or reads through a pipe, gets plain text."""
    from rich.console import Console

    console = Console(highlight=False)
    if os.environ.get("NO_COLOR") or not console.is_terminal:
        _say(plain(parts, width=console.width if console.is_terminal else max(console.width, WIDTH), file=sys.stdout))
        return
    for part in parts:
        console.print(part, crop=False)


def show_json(document: Any) -> None:  # noqa: ANN401 - a JSON document
    """Print one JSON document on standard output; in ASCII where that is all the other end reads."""
    import json

    unicode = _encoding().lower().startswith("utf")
    _say(json.dumps(document, ensure_ascii=not unicode, indent=2) + "\n")


def _say(text: str) -> None:
    """Write what the other end can read; a sign that it has not becomes a question mark."""
    sys.stdout.write(text.encode(_encoding(), "replace").decode(_encoding()))
    sys.stdout.flush()


def _encoding() -> str:
    return sys.stdout.encoding or "utf-8"
