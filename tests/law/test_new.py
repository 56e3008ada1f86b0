"""A commented start of a country: in order as it is, and it elects as its own table of seats says."""

from __future__ import annotations

import pytest

from escrutinio import canvass, elect
from escrutinio.law import check, load
from escrutinio.law.schema import LawFile as Shape
from escrutinio.model import Problem
from escrutinio.outcome import against_official
from escrutinio.report.law_new import law_of, write


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_start_is_in_order_and_elects(tmp_path, monkeypatch, lang):
    """A whole folder: no error, no warning, and all seats of seats.csv agree.

    By hand: D'Hondt of 6,100 and 3,700 gives 4 and 2 of 6 seats, of 2,100 and 4,300 it gives 1 and 3 of 4; the third
    list has 4.1 % of the valid votes, below 5 %.
    """
    write("xx", tmp_path / "xx", lang)
    monkeypatch.setenv("ESCRUTINIO_COUNTRIES", str(tmp_path))
    found = check("xx")
    assert (found.errors, found.warnings) == ((), ())
    outcome = elect(canvass.election("xx-2025"))
    against = against_official(outcome)
    assert (list(against.different), against.compared) == ([], 6)
    assert outcome["assembly"].totals() == {"A": 5, "B": 5}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_law_alone(tmp_path, lang):
    """One file, with the schema by which an editor completes it; the comments are in the language asked for."""
    written = write("xx", tmp_path / "xx.yaml", lang)
    assert [each.name for each in written] == ["xx.yaml", "law.schema.json"]
    assert isinstance(load(written[0]), Shape)
    text = written[0].read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=law.schema.json\n")
    assert ("umbral" in text.lower()) or lang == "en"
    assert sum("#" in row for row in text.splitlines()) > 40


def test_both_languages_teach_the_same_law():
    """Without the comments the two files say the same."""
    plain = [[row.split(" #")[0].rstrip() for row in law_of("xx", lang).splitlines()] for lang in ("en", "es")]
    english, spanish = ([row for row in rows if row and not row.lstrip().startswith("#")] for rows in plain)
    assert [row for row in english if "title:" not in row and "publisher:" not in row] == [
        row for row in spanish if "title:" not in row and "publisher:" not in row
    ]


def test_nothing_is_replaced(tmp_path):
    """What is there stays, also where only one file of the folder is."""
    file = tmp_path / "xx" / "elections" / "2025" / "votes.csv"
    file.parent.mkdir(parents=True)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(Problem, match=r"votes.csv is there already. Give another name, or move it away first."):
        write("xx", tmp_path / "xx", "en")
    assert file.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "xx" / "laws").exists()


def test_an_id_that_is_none(tmp_path):
    """Capitals and blanks are refused before anything is written."""
    with pytest.raises(Problem, match="“New Land” is not an id"):
        write("New Land", tmp_path / "x", "en")
    assert list(tmp_path.iterdir()) == []
