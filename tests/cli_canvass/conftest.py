"""What tests of the commands on counts may ask for: a command run in this process, the island of docs/canvass.md."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from escrutinio.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

FILE = re.compile(r"```\{code-block\} \w+\n:caption: (\S+)\n(.*?)```", re.DOTALL)
NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
EIGHT, NINE = "2024-03-03T20:00:00-04:00", "2024-03-04T09:00:00-04:00"


@pytest.fixture(scope="session")
def run() -> Callable[..., Result]:
    """A command as it is typed, and what came of it; English unless told otherwise."""

    def typed(*words: object, lang: str = "en") -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], env={"ESCRUTINIO_LANG": lang})

    return typed


@pytest.fixture(scope="session")
def told(run) -> Callable[..., tuple[int, Any]]:
    """A command's exit status and its JSON document."""

    def asked(*words: object) -> tuple[int, Any]:
        result = run(*words, "--json")
        assert result.stdout, result.stderr
        return result.exit_code, json.loads(result.stdout)

    return asked


def _settle(root: Path, folder: Path) -> Path:
    """The island's law, its election, its two files of sheets and their description, from the pages that show them."""
    for page in ("formats.md", "canvass.md"):
        for name, text in FILE.findall((root / "docs" / page).read_text(encoding="utf-8")):
            one_word_more = text.replace("basis: official}", "basis: official, by: department}")
            (folder / name).write_text(one_word_more, encoding="utf-8")
    return folder


@pytest.fixture
def isle(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the island, for a test of its own; the test stands in it."""
    monkeypatch.chdir(tmp_path)
    return _settle(root, tmp_path)


@pytest.fixture(scope="session")
def full(root: Path, run: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The island with a store of both snapshots and an empty file, for tests that change nothing there."""
    folder = _settle(root, tmp_path_factory.mktemp("isle"))
    (folder / "empty.csv").touch()
    files = (folder / NIGHT, folder / MORNING)
    done = run("read", *files, "--format", folder / "count.yaml", "--into", folder / "count.duckdb")
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture
def store(full: Path, isle: Path) -> Path:
    """A store with both snapshots of the island, where the test stands."""
    return Path(shutil.copy(full / "count.duckdb", isle))
