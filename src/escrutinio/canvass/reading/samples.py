"""A small file with its description, for the examples in docstrings."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def sample(text: str, *described: str) -> Iterator[tuple[Path, Path]]:
    r"""A file with this text, and a description with these lines; both are gone afterwards.

    >>> with sample("mesa;A\n1;10\n", "station: [mesa]", "lists: [A]") as (file, description):
    ...     file.name, description.name
    ('sample.csv', 'sample.yaml')
    """
    head = ("id: sample", "name: {es: Muestra, en: Sample}", "contest: {fixed: president}")
    lines = "".join(f"    {line}\n" for line in (*head[1:], *described))
    with tempfile.TemporaryDirectory() as folder:
        file, description = Path(folder) / "sample.csv", Path(folder) / "sample.yaml"
        file.write_text(text, encoding="utf-8")
        description.write_text(f"formats:\n  - {head[0]}\n{lines}", encoding="utf-8")
        yield file, description
