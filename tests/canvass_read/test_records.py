"""JSON: a list inside each record, where the records stand, and which row a finding names."""

from __future__ import annotations

import json

import pytest
from made_files import codes, totals  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.reading.describing import describe
from escrutinio.canvass.reading.files import read
from escrutinio.model import Problem

STATIONS = [
    {"mesa": 1, "dep": "N", "inscritos": 20, "res": [{"partido": "A", "votos": 3}, {"partido": "B", "votos": 4}]},
    {"mesa": 2, "dep": "S", "inscritos": 30, "res": [{"partido": "B", "votos": 5}]},
    {"mesa": 3, "dep": "S", "inscritos": 40, "res": []},
]
"""A has 3 votes and B 4 + 5 = 9; of 20 + 30 + 40 = 90 voters."""
INSIDE = """
formats:
  - id: inside
    name: {es: a, en: a}
    layout: long
    contest: {fixed: president}
    station: [mesa]
    areas: {department: dep}
    counts: {registered: inscritos}
    option: res.partido
    votes: res.votos
"""
PLAIN = """
formats:
  - {id: plain, name: {es: a, en: a}, contest: {fixed: president}, station: [mesa], lists: [A, B]}
"""
SHEETS = [{"mesa": 1, "A": 3, "B": 4}, {"mesa": 2, "A": 5, "B": 6}]


@pytest.mark.parametrize("document", [STATIONS, {"estado": "ok", "datos": {"hora": "10:00", "mesas": STATIONS}}])
def test_a_list_inside_each_record_is_a_row_an_entry(made, document):
    """A row a station; one without entries is a sheet without votes, not a lost one."""
    reading = made.read(json.dumps(document), "a.json", described=INSIDE)
    rows = 'SELECT station, department, registered, "A", "B" FROM sheets_president ORDER BY file_row'
    assert reading.engine.rows(rows) == [("1", "N", 20, 3, 4), ("2", "S", 30, None, 5), ("3", "S", 40, None, None)]
    assert reading.findings == ()


def test_one_record_with_a_list_inside(made):
    """The record is the object itself, because the description finds its options in the list."""
    reading = made.read(json.dumps(STATIONS[0]), "a.json", described=INSIDE)
    assert totals(reading) == {"registered": 20, "A": 3, "B": 4}


def test_lists_inside_lists(made):
    """A contest inside each station, options inside each contest."""
    stations = [
        {
            "mesa": 7,
            "cargos": [
                {"cargo": "X", "votos": [{"p": "A", "n": 1}, {"p": "B", "n": 2}]},
                {"cargo": "Y", "votos": [{"p": "A", "n": 5}]},
            ],
        }
    ]
    described = INSIDE.replace("{fixed: president}", "{column: cargos.cargo}").replace("res.partido", "cargos.votos.p")
    described = described.replace("res.votos", "cargos.votos.n").replace("    areas: {department: dep}\n", "")
    described = described.replace("    counts: {registered: inscritos}\n", "")
    reading = made.read(json.dumps(stations), "a.json", described=described)
    assert (totals(reading, "x"), totals(reading, "y")) == ({"A": 1, "B": 2}, {"A": 5})


def test_two_lists_inside_each_record_are_two_ballots(made):
    """Each in a description of its own in one file; neither is an unknown column of the other."""
    stations = [{"mesa": 1, "res": [{"partido": "A", "votos": 3}], "sen": [{"p": "A", "v": 30}, {"p": "C", "v": 40}]}]
    plain = INSIDE.replace("    areas: {department: dep}\n    counts: {registered: inscritos}\n", "")
    second = plain.replace("formats:\n", "").replace("inside", "senate").replace("president", "senate")
    described = plain + second.replace("res.partido", "sen.p").replace("res.votos", "sen.v")
    reading = made.read(json.dumps(stations), "a.json", described=described)
    assert totals(reading, "president") == {"A": 3}
    assert totals(reading, "senate") == {"A": 30, "C": 40}
    assert reading.findings == ()


def test_a_draft_reads_a_list_inside_each_record(made):
    """Twenty stations where A has 2 votes and B 3: what ``describe`` proposes gives A 40 and B 60."""
    results = [{"partido": "A", "votos": 2}, {"partido": "B", "votos": 3}]
    stations = [{"mesa": number, "inscritos": 10, "res": results} for number in range(20)]
    path = made.file(json.dumps(stations), "unknown.json")
    reading = read(path, format=made.description(describe(path)))
    assert totals(reading) == {"registered": 200, "A": 40, "B": 60}


def test_the_only_list_is_found_however_deep(made):
    """Also beside objects that hold no list."""
    for document in ({"datos": {"mesas": SHEETS}}, {"a": {"b": {"mesas": SHEETS}}, "meta": {"hora": "10:00"}}):
        assert totals(made.read(json.dumps(document), "a.json", described=PLAIN)) == {"A": 8, "B": 10}


def test_a_list_at_hand_goes_before_one_further_in(made):
    """As files are that state their sources beside the sheets."""
    document = {"meta": {"fuentes": [{"id": 1}]}, "mesas": SHEETS}
    assert totals(made.read(json.dumps(document), "a.json", described=PLAIN)) == {"A": 8, "B": 10}


def test_records_by_their_code_may_hold_lists(made):
    """They have names in common, so that their lists are inside them."""
    document = {str(each["mesa"]): each for each in STATIONS}
    described = INSIDE.replace("station: [mesa]", 'station: ["@key"]\n    ignore: [mesa]')
    reading = made.read(json.dumps(document), "a.json", described=described)
    assert totals(reading) == {"registered": 90, "A": 3, "B": 9}


def test_of_several_lists_the_user_says_which(made):
    """Their paths are told, and the line that chooses; one that is not there is told too."""
    document = json.dumps({"datos": {"mesas": SHEETS}, "otros": {"listas": [{"id": "A"}]}})
    with pytest.raises(Problem, match=r"several lists of records \(datos\.mesas, otros\.listas\)\. Say which is read"):
        made.read(document, "a.json", described=PLAIN)
    with pytest.raises(Problem, match=r"a line such as records: datos\.mesas in its description"):
        made.read(document, "a.json", described=PLAIN)
    chosen = PLAIN.replace("id: plain,", "id: plain, records: datos.mesas,")
    assert totals(made.read(document, "a.json", described=chosen)) == {"A": 8, "B": 10}
    with pytest.raises(
        Problem, match=r"no records at “datos\.actas”, where its description looks for them\. Its lists"
    ):
        made.read(document, "a.json", described=chosen.replace("datos.mesas", "datos.actas"))


def test_a_record_a_line_has_its_line(made):
    """A blank line between counts as a line."""
    text = '{"mesa": 1, "A": 3, "B": 4}\n\n\n{"mesa": 2, "A": -3, "B": 4}\n'
    reading = made.read(text, "a.jsonl", described=PLAIN)
    assert reading.engine.rows("SELECT station, file_row FROM sheets_president ORDER BY 1") == [("1", 1), ("2", 4)]
    assert [(each.code, each.where.row) for each in reading.findings if each.code == "R101"] == [("R101", 4)]


def test_damage_is_told_in_any_language(made):
    """Row and column, and no words of the program that reads it."""
    with pytest.raises(Problem, match=r"row 2: this is not valid JSON from column 12 on\.") as caught:
        made.read('[{"mesa": 1},\n{"mesa": 2 "A": 3}]', "a.json", described=PLAIN)
    assert "why" not in caught.value.facts
    assert codes(made.read("[" + '{"mesa": 1, "A": 1, "B": 2}' + "]", "a.json", described=PLAIN)) == []
