"""How answers on counts look: no English in Spanish, no figure lost, plain in a pipe, a bar on a terminal only."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from escrutinio.canvass.checking.words import described
from escrutinio.canvass.reading.findings import SENTENCES, Notes, Told
from escrutinio.model import Finding, Source
from escrutinio.report import words
from escrutinio.report.canvass_findings import ROWS, findings_json, sentence

NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
F = f"{MORNING} --format count.yaml"
COMMANDS = [
    f"read {F}",
    f"check {NIGHT} --format count.yaml",
    "check count.duckdb",
    f"tally {NIGHT} --format count.yaml --set-aside C101",
    f"tally {F} --by department,abroad",
    f"compare {NIGHT} {F}",
    "history count.duckdb 201",
    "elect . council --law isle.yaml --from count.duckdb --at 2024-03-03T21:00:00-04:00",
    "explain . council South --law isle.yaml --from count.duckdb",
    f"elect . council --law isle.yaml --from {F}",
    *(f"{name} --help" for name in ("read", "describe", "check", "tally", "compare", "history", "fetch", "synth")),
    "publish --help",
]
ENGLISH = re.compile(
    r"\b(the|of|and|are|is|was|were|has|have|with|from|by|not|nobody|votes|sheets?|lists|found|least|more|than|each"
    r"|this|these|added|row|station|snapshot|published|counted|where|which|what|file|folder|only|write)\b",
    re.IGNORECASE,
)


@pytest.fixture
def there(full, monkeypatch):
    """The test stands on the island."""
    monkeypatch.chdir(full)


def english_in(page: str) -> list[str]:
    """English words in a Spanish page, apart from what is typed."""
    return ENGLISH.findall(TYPED.sub("", page))


TYPED = re.compile(
    r"escrutinio [a-z]+|`[^`]*`|--[a-z-]+|\b[a-z]+(-[a-z]+)*\.[a-z.]+\S*"
    r"|Minutes of the\s+count|Charter of the isle|The clerk"
    r"|columnas\s+level,\s+area,\s+list,\s+votes|\((contradicting|withdrawn|register)\)|(added|withdrawn|corrected|restated)\s+\(|sc://\S+"
    r"|\[[a-z|]+\]|first\|last\|none|department,municipality"
)


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_spanish_page_has_no_english(run, command) -> None:
    """Not one small word of an English sentence, in answers and in help."""
    page = run(*command.split(), lang="es").stdout
    assert page
    assert english_in(page) == []
    assert english_in(run(*command.split()).stdout) != []


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_gets_plain_text(run, command) -> None:
    """No escape codes, no blanks at the end of a line, nothing on standard error."""
    result = run(*command.split())
    assert "\x1b" not in result.stdout
    assert [line for line in result.stdout.splitlines() if line != line.rstrip()] == []
    assert (result.stderr, result.stdout[-1:]) == ("", "\n")


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("command", [each for each in COMMANDS if "--help" not in each])
def test_every_document_says_its_form(told, command) -> None:
    """`schema`, with the version of the form."""
    assert re.fullmatch(r"escrutinio/[a-z]+/\d+", told(*command.split())[1]["schema"])


@pytest.mark.parametrize("width", [36, 50, 80])
@pytest.mark.parametrize("command", [each for each in COMMANDS if "--help" not in each])
def test_a_narrow_page_loses_no_figure(full, command, width) -> None:
    """Every figure of at least three digits of the wide page stands on the narrow one; the SHA-256 stays whole."""
    pages = [_at_width(full, command, each) for each in (200, width)]
    figures = [set(re.findall(r"\d{1,3}(?:,\d{3})+|\d{3,}|\d+\.\d\d %|[0-9a-f]{64}", each)) for each in pages]
    assert figures[0] <= figures[1]
    assert "…" not in pages[1]


def _at_width(folder, command, width):
    """The page of a command on paper of this width."""
    from unittest.mock import patch

    from click.testing import CliRunner

    from escrutinio.cli import main
    from escrutinio.report import printing

    def narrow(parts):
        sys.stdout.write(printing.plain(parts, width=width))

    before = Path.cwd()
    os.chdir(folder)
    try:
        with patch("escrutinio.report.printing.show", narrow):
            return CliRunner().invoke(main, command.split(), env={"ESCRUTINIO_LANG": "en"}).stdout
    finally:
        os.chdir(before)


# Findings


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_finding_of_reading_has_its_sentence(code, lang) -> None:
    """Every place of the sentence is filled, in both languages."""
    names = re.findall(r"\{(\w+)\}", SENTENCES[code])
    facts: dict[str, Any] = dict.fromkeys(names, 1234) | (
        {"said": Told(es="sí, así", en="yes, so")} if code == "R009" else {}
    )
    notes = Notes(Source("a.csv"))
    notes.add(code, row=7, **facts)
    said = sentence(notes.found[0], words(lang))
    assert "{" not in said
    assert ("1.234" if lang == "es" else "1,234") in said or code in {"R003", "R009"} or not names
    assert findings_json(notes.found, words(lang))[0]["message"] == said


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("code", sorted(described()))
def test_every_finding_of_a_check_has_its_sentence(code, lang) -> None:
    """Figures in the signs of the language, rows as they are; names of columns are words."""
    about = described()[code]
    facts: dict[str, Any] = dict.fromkeys(about.facts, 12345) | dict.fromkeys({*about.facts} & ROWS, 9)
    facts |= {"column": "registered", "rows": (2, 3), "contest": "mayor"}
    said = sentence(Finding(code, about.severity, Source("a.csv", row=9), facts), words(lang))
    assert "{" not in said
    assert "12345" not in said
    if "{column}" in about.message[lang]:
        assert {"en": "registered", "es": "inscritos"}[lang] in said


# The terminal, and a cold start


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal")
def test_a_bar_is_shown_on_a_terminal_only(full) -> None:
    """On standard error; the answer on standard output is the same with and without it."""
    import pty

    command = [str(Path(sys.executable).with_name("escrutinio")), "read", MORNING, "--format", "count.yaml", "--json"]
    env = {**os.environ, "TERM": "xterm", "ESCRUTINIO_LANG": "en"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=env, cwd=full) as run:  # noqa: S603 - ours
        out, _ = run.communicate()
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert MORNING in shown
    assert json.loads(out)["schema"] == "escrutinio/read/1"
    quiet = subprocess.run(command, capture_output=True, env=env, cwd=full, check=True)  # noqa: S603 - ours
    assert (quiet.stdout, quiet.stderr) == (out, b"")


def test_who_only_elects_waits_for_no_engine() -> None:
    """A cold `escrutinio elect` reads neither DuckDB nor the reader of workbooks nor PySpark."""
    script = (
        "import sys; from escrutinio.cli import main\n"
        "try:\n    main(['elect', 'bo-2020', '--json'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'duckdb', 'python_calamine', 'pyspark', 'rich.progress', 'escrutinio.canvass.counting.tallies'} "
        "& set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stderr == "[]\n"


def test_a_name_is_its_function_whatever_was_read_before() -> None:
    """Files of the canvass are called like their functions; the room gives the function, the file stays importable."""
    script = (
        "from escrutinio.canvass.reading.files import raw_tables\nimport escrutinio.canvass.counting.tallies\n"
        "from escrutinio import canvass\nimport escrutinio as es\n"
        "print(callable(canvass.read), callable(canvass.tally), callable(canvass.compare), callable(es.read))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout == "True True True True\n"


# The tutorial

CONSOLE = re.compile(r"```\{code-block\} console\n(.*?)```", re.DOTALL)
LEFT_OUT = "…"


def test_the_tutorial_prints_what_it_shows(root, isle, run) -> None:
    """Every command of docs/canvass.md, one after the other in one folder; “…” stands for any lines."""
    page = (root / "docs" / "canvass.md").read_text(encoding="utf-8")
    parts = [part for block in CONSOLE.findall(page) for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    assert len(parts) == 10
    for part in parts:
        command, _, shown = part.partition("\n")
        printed = run(*shlex.split(command)[1:]).stdout
        lines = shown.splitlines()
        pattern = "".join(r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + "\n" for line in lines)
        assert re.fullmatch(pattern, printed), f"{command}\n{printed}"
    assert (isle / "public" / "index.json").is_file()
