"""The page on adding a country, done step by step, and the table of all laws."""

from __future__ import annotations

import json
import re
import shutil

import laws as table
import pytest
from click.testing import CliRunner

from escrutinio.cli import main
from escrutinio.law.conditions import SHAPES

# Statistical Office of the Slovak Republic, volby.statistics.sk/nrsr/nrsr2020: seats of the National Council elected on
# 29 February 2020; the coalition PS/SPOLU had 200,780 of 2,881,511 valid votes and no seat.
SEATS_2020 = {"OĽANO": 53, "SMER - SD": 38, "SME RODINA": 17, "ĽSNS": 17, "SaS": 13, "ZA ĽUDÍ": 12}


def typed(*words, **environment):
    """A command as it is typed."""
    return CliRunner().invoke(main, [str(word) for word in words], env={"ESCRUTINIO_LANG": "en", **environment})


def test_the_page_leads_to_a_country(root, tmp_path, monkeypatch):
    """From `law new` to the official seats: the files of the page's example are put where the page says."""
    monkeypatch.chdir(tmp_path)
    assert typed("law", "new", "sk", "-o", "countries/sk").exit_code == 0
    home = {"ESCRUTINIO_COUNTRIES": "countries"}
    assert typed("law", "check", "sk", **home).stdout == "sk: in order.\n"
    assert typed("elect", "sk-2025", **home).exit_code == 0
    theirs, ours = root / "src" / "escrutinio" / "countries" / "sk", tmp_path / "countries" / "sk"
    shutil.copy(theirs / "laws" / "sk.yaml", ours / "laws" / "sk.yaml")
    (ours / "elections" / "2025").rename(ours / "elections" / "2020")
    for file in (theirs / "elections" / "2020").iterdir():
        shutil.copy(file, ours / "elections" / "2020")
    assert typed("law", "check", "sk", **home).stdout == "sk: in order.\n"
    result = typed("elect", "sk-2020", "council", "--json", **home)
    assert (result.exit_code, json.loads(result.stdout)["bodies"]["council"]["totals"]) == (0, SEATS_2020)


def test_the_page_explains_every_word(root):
    """Every kind of stage and every condition stands in a table of the page."""
    from escrutinio.report.law_graph import DOES

    page = (root / "docs" / "add-a-country.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert set(DOES) <= rows
    assert [shape for shape in SHAPES if shape != "meets" and not re.search(rf"`{{?{shape}:", page)] == []
    assert [where for where in ("total", "districts", "each", "areas", "stage") if f"`{{{where}: " not in page] == []


def test_the_table_of_laws_is_true(root, capsys, tmp_path):
    """docs/laws.md is what `make laws-table` writes; one that is out of date is told."""
    assert table.main(["--check", str(root / "docs" / "laws.md")]) == 0
    assert table.main(["--check", str(tmp_path / "laws.md")]) == 1
    assert "is out of date: make laws-table" in capsys.readouterr().err


@pytest.mark.parametrize("column", table.COLUMNS)
def test_the_table_names_every_law(column):
    """One row for each law, with every column filled."""
    rows = [row.split(" | ") for row in table.render().splitlines() if row.startswith("| `")]
    assert all(row[table.COLUMNS.index(column)].strip("| ") for row in rows)
