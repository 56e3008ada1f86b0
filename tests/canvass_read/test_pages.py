"""The pages that list what there is: every key of a description, every code of a finding."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, get_args, get_type_hints

import codes as page  # tools/codes.py
import pytest
from made_files import totals  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.checking.words import described
from escrutinio.canvass.reading.files import read
from escrutinio.canvass.reading.findings import SENTENCES
from escrutinio.canvass.reading.format_parts import Oddity, Voted, When, Where
from escrutinio.canvass.reading.formats import Format, FormatsFile
from escrutinio.canvass.sheets import AREAS, COUNTS

if TYPE_CHECKING:
    from pathlib import Path

ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)
SHAPES = {
    "The keys of a file of descriptions": FormatsFile,
    "A description": Format,
    "`contest`": Voted,
    "`abroad`": Where,
    "`time`": When,
    "`oddities`": Oddity,
}


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    """The page on descriptions."""
    return (root / "docs" / "file-descriptions.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next."""
    return re.split(rf"^#+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1].split("\n#")[0]


@pytest.mark.parametrize("heading", SHAPES)
def test_every_key_of_a_description_has_its_row(text, heading):
    """The tables have the keys of the shapes that files are checked by, in their order, and no other."""
    rows = [key for key, _ in ROW.findall(section(text, heading))]
    assert rows == [each.name for each in fields(SHAPES[heading])]


def test_the_words_that_a_key_takes_are_named(text):
    """Each word that `layout`, `row`, `other_columns` and `above_register` take, each area and each count."""
    rows = dict(ROW.findall(section(text, "A description")))
    for name, hint in get_type_hints(Format).items():
        words = [word for word in get_args(hint) if isinstance(word, str) and word.isalpha()]
        assert [word for word in words if f"`{word}`" not in rows[name]] == []
    assert [area for area in AREAS if f"`{area}`" not in rows["areas"]] == []
    plain = {name: rows[name].replace('"', "") for name in ("counts", "totals")}
    assert [count for count in COUNTS if f"`{count}`" not in plain["counts"] + plain["totals"]] == []


def test_what_is_taken_if_nothing_is_said(text):
    """The second column has the default of every key that has a word as its default, and needed keys say so."""
    rows = {key: row.split("|")[0].strip() for key, row in ROW.findall(section(text, "A description"))}
    for each in fields(Format):
        if isinstance(each.default, str) and each.default:
            assert rows[each.name] == f"`{each.default}`"
    assert [name for name, said in rows.items() if said == "needed"] == ["id", "name", "station"]


def test_the_long_example_is_read(text, made):
    """Added up by hand: Ana 30 + 700, Ada 5 + 100, Bruno 15 + 250, blank 2 + 0, registered 60 + 1,200 once each."""
    shown = dict(re.findall(r"```\{code-block\} \w+\n:caption: (\S+)\n(.*?)```", text, re.DOTALL))
    reading = read(made.file(shown["candidates.csv"]), format=made.description(shown["candidates.yaml"]))
    assert totals(reading, "council") == {
        "registered": 1260, "Ana Alder": 730, "Ada Aspen": 105, "Bruno Birch": 265, "blank": 2
    }  # fmt: skip
    assert reading.rows == {"council": 2}


def test_the_page_of_codes_is_true(root, capsys, tmp_path):
    """docs/codes.md is what `make codes` writes; one that is out of date is told."""
    assert page.main(["--check", str(root / "docs" / "codes.md")]) == 0
    assert page.main(["--check", str(tmp_path / "codes.md")]) == 1
    assert "is out of date: make codes" in capsys.readouterr().err


def test_every_code_is_on_the_page_with_what_to_do():
    """Every check and every code of the reader has its heading, and a remedy in both languages."""
    shown = page.render()
    assert re.findall(r"^### (\w+)$", shown, re.MULTILINE) == [*described(), *sorted(SENTENCES)]
    assert set(page.remedies()) == set(SENTENCES)
    assert shown.count("\nWhat to do: ") == shown.count(" · *Qué hacer: ") == len(described()) + len(SENTENCES)
