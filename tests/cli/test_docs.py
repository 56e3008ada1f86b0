"""Every command that the documentation shows is run, and what it prints is compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
LEFT_OUT = "…"
"""A line that stands for any number of others."""


def shown(page: Path) -> list[tuple[str, str]]:
    """Each command of ours on a page, with what the page says it prints."""
    found = []
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        for command, _, printed in (part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)):
            if command.startswith("escrutinio "):
                found.append((command.split("  #")[0], printed))
    return found


def fits(printed: str, shown_lines: list[str]) -> bool:
    """Whether a page's lines stand in the output, one after the other, with any lines where it leaves some out."""
    pattern = "".join(r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + "\n" for line in shown_lines)
    return re.fullmatch(pattern, printed) is not None


COMMANDS = [(page.name, command, printed) for page in PAGES for command, printed in shown(page)]


@pytest.mark.parametrize("shown_there", COMMANDS, ids=lambda each: f"{each[0]}: {each[1]}")
def test_what_the_documentation_shows_is_what_is_printed(run, isle, monkeypatch, shown_there) -> None:
    """In the folder of the small example, so that its files are there."""
    page, command, printed = shown_there
    monkeypatch.chdir(isle)
    result = run(*shlex.split(command)[1:])
    assert printed.strip() == "" or fits(result.output, printed.splitlines()), f"{page}: {command}\n{result.output}"


def test_there_is_something_to_compare() -> None:
    """The tutorial and the page on files both show commands with their output."""
    told = {page for page, _, printed in COMMANDS if printed.strip()}
    assert {"README.md", "formats.md", "tutorial.md"} <= told


def test_another_output_is_found() -> None:
    """A line changed, a line lost, a line too many."""
    assert fits("a\nb\nc\n", ["a", "…", "c"])
    assert fits("a\nb\nc\n", ["…", "c"])
    assert not fits("a\nb\nc\n", ["a", "c"])
    assert not fits("a\nb\n", ["a", "…", "c"])
    assert not fits("a\nb\nc\n", ["a", "b"])
