"""A page of the documentation that a script writes: written anew, or checked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def written(text: str, arguments: Sequence[str], target: str) -> int:
    """Write the page whose path comes last, or with ``--check`` look whether it is as it should be; the exit status.

    >>> written("new", ["--check", "no/such/page.md"], "laws-table")
    1
    """
    page = Path(arguments[-1])
    if "--check" not in arguments:
        page.write_text(text, encoding="utf-8")
        return 0
    if page.is_file() and page.read_text(encoding="utf-8") == text:
        return 0
    print(f"{page} is out of date: make {target}", file=sys.stderr)
    return 1
