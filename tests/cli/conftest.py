"""What tests of the command line may ask for: a command run in this process, and a small election of one's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from escrutinio.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

FILE = re.compile(r"```\{code-block\} \w+\n:caption: (\S+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command as it is typed, and what came of it; English unless told otherwise."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    def typed(*words: str, lang: str = "en") -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env={"ESCRUTINIO_LANG": lang})

    return typed


@pytest.fixture
def isle(root: Path, tmp_path: Path) -> Path:
    """The folder of the small complete example in docs/formats.md, with its law."""
    page = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    for name, text in FILE.findall(page):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
