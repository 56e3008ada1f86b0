"""How an answer looks on paper: no colours where they are not wanted, no figure lost, no English in Spanish."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from escrutinio import canvass
from escrutinio.outcome import elect
from escrutinio.report import text, words
from escrutinio.report.outcome_text import outcome_text
from escrutinio.report.printing import plain

ENGLISH = re.compile(
    r"\b(the|of|and|are|is|was|were|has|have|with|from|by|not|nobody|votes|seats|list|lists|needed|least|more|than"
    r"|each|this|these|official|known|since|until|winner|second|total votes|ahead|elected|turnout|valid|share|which)\b",
    re.IGNORECASE,
)
COMMANDS = [
    ("elections", "--country", "bo"),
    ("elect", "bo-2005"),
    ("elect", "bo-2019"),
    ("elect", "bo-2020"),
    ("elect", "bo-2025"),
    ("elect", "bo-2025", "deputies", "--set", "deputies.threshold.admits.share=5/100"),
    ("explain", "bo-2005", "deputies", "La Paz"),
    ("explain", "bo-2020", "deputies", "Santa Cruz"),
    ("explain", "bo-2020", "supranational"),
    ("explain", "bo-2025", "president"),
    ("explain", "bo-2025", "deputies", "Beni"),
    ("law", "check", "de"),
    ("law", "show", "bo", "--day", "2020-10-18"),
    ("law", "graph", "cz", "--day", "2021-10-09"),
    ("--help",),
    ("elect", "--help"),
    ("explain", "--help"),
    ("law", "--help"),
    ("law", "show", "--help"),
    ("law", "check", "--help"),
    ("law", "graph", "--help"),
    ("law", "new", "--help"),
    ("elections", "--help"),
]
TYPED = re.compile(
    r"escrutinio [a-z]+|`[^`]*`|--[a-z]+|\b[a-z]+(-[a-z]+)*\.[a-z.]+\S*|https?://\S+|\((president|senate)\)"
    r"|^  [a-z]+  ",
    re.MULTILINE,
)
CITED = re.compile(r"^· .*", re.MULTILINE)


def english_in(page: str) -> list[str]:
    """English words in a Spanish page, apart from what is typed: commands, options, addresses, fields of a law file."""
    return ENGLISH.findall(TYPED.sub("", page))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_spanish_page_has_no_english(run, command) -> None:
    """Not one small word of an English sentence, in answers and in help."""
    result = run(*command, lang="es")
    assert result.exit_code == 0
    assert english_in(result.stdout) == []


def test_english_would_be_found() -> None:
    """The scan finds an English page, sentence by sentence, and leaves alone what has to be typed."""
    assert english_in("Elegido by 3 votes") == ["by", "votes"]
    assert english_in("El porqué: escrutinio elect --set the.share.of=1/2") == []
    page = text(elect(canvass.election("bo-2020"), _law()))
    assert sum(bool(english_in(line)) for line in page.splitlines()) > 30


def test_a_law_in_spanish_keeps_only_its_own_words_in_english(run) -> None:
    """Names of fields and their values are what the law file has; every sentence around them is Spanish."""
    page = run("law", "show", "bo", lang="es").stdout
    prose = [line for line in page.splitlines() if not re.match(r"^   [a-z.-]+: ", line) and " · " not in line]
    assert english_in("\n".join(prose)) == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_pipe_gets_plain_text(run, command) -> None:
    """No escape codes, no blanks at the end of a line, and nothing but the answer."""
    page = run(*command).stdout
    assert "\x1b" not in page
    assert [line for line in page.splitlines() if line != line.rstrip()] == []
    assert page.endswith("\n")


def test_addresses_and_commands_are_never_broken(run) -> None:
    """Each stands on one line of its page, so that it can be copied."""
    page = run("elect", "bo-2025").stdout
    for source in canvass.election("bo-2025").sources.values():
        assert source.url in page


def figures(page: str) -> list[str]:
    """Every figure of a page that has at least four digits, a percentage, or a fraction of a quotient."""
    return sorted(re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d)?|\d+\.\d\d %", page))


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("election", ["bo-2014", "bo-2020", "bo-2025"])
def test_a_narrow_page_loses_no_figure(election, width) -> None:
    """Every figure of the wide page stands whole on the narrow one, and so does every seat of every chamber."""
    outcome = elect(canvass.election(election), _law())
    wide, narrow = (plain(outcome_text(outcome, words("en")), width=each) for each in (200, width))
    assert figures(narrow) == figures(wide)
    assert "…" not in narrow
    for body in ("senate", "deputies"):
        rows = [line.split()[1:] for line in narrow.splitlines() if line.startswith("total ")]
        shown = [each for row in rows for each in row]
        assert all(str(seats) in shown for seats in outcome[body].totals().values())


def test_a_narrow_table_keeps_its_names() -> None:
    """A table that goes on below repeats the names of its rows."""
    outcome = elect(canvass.election("bo-2025"), _law(), bodies=["deputies"])
    narrow = plain(outcome_text(outcome, words("en")), width=50)
    assert sum(line.startswith("Chuquisaca ") for line in narrow.splitlines()) > 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colours_unless_it_says_no(environment, coloured) -> None:
    """NO_COLOR means no escape code at all; the figures are whole at 60 columns."""
    page = on_terminal("explain", "bo-2020", "deputies", "Santa Cruz", COLUMNS="60", **environment)
    assert ("\x1b" in page) is coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", page)
    assert {"717,742", "55,210.9", "55,173.6", "89,452"} <= set(figures(bare))
    assert "…" not in bare


def on_terminal(*typed: str, **environment: str) -> str:
    """What a command prints on a terminal."""
    import pty

    command = [str(Path(sys.executable).with_name("escrutinio")), *typed, "--lang", "en"]
    ours, theirs = pty.openpty()
    env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | environment
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env):  # noqa: S603 - ours
        os.close(theirs)
        page = b""
        try:
            while part := os.read(ours, 65536):
                page += part
        except OSError:  # Linux says so when the other end has closed
            pass
    os.close(ours)
    return page.decode("utf-8")


def test_a_poorer_encoding_still_gets_the_answer() -> None:
    """Where the other end reads Latin-1, lines and signs become plainer, and no figure is lost."""
    command = [str(Path(sys.executable).with_name("escrutinio")), "explain", "bo-2020", "deputies", "Beni", "--lang=es"]
    env = os.environ | {"PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, capture_output=True, check=False, env=env)  # noqa: S603 - ours
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Cámara de Diputados · Beni" in done.stdout.decode("latin-1")
    assert "62.733" in done.stdout.decode("latin-1")


def _law():
    from escrutinio import law

    return law.load("bo")
