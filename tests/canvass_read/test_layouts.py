"""Long files, several contests, several sheets, nested JSON, stations of several columns: read by description alone."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from made_files import (  # type: ignore[import-not-found]  # it stands beside this file
    DESCRIBED,
    HEADERS,
    ROWS,
    TOTALS,
    codes,
    lines,
    numbered,
    totals,
    workbook,
)

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.reading.describing import describe
from escrutinio.canvass.reading.files import read
from escrutinio.canvass.reading.findings import SENTENCES, severity, worded
from escrutinio.canvass.reading.formats import formats
from escrutinio.canvass.sheets import FIXED
from escrutinio.model import Problem

LONG = """
formats:
  - id: made-long
    name: {es: Hecho a mano, en: Made by hand}
    layout: long
    contest: {column: cargo, values: {ALCALDE: mayor, CONCEJO: council}}
    station: [mesa]
    areas: {municipality: municipio}
    option: opción
    votes: votos
    lists: [A, B-C]
    aliases: {B-C: [Be Ce]}
    totals: {registered: "#inscritos", blank: BLANCOS}
"""
OPTIONS = """cargo,mesa,municipio,opción,votos
ALCALDE,1,Uno,#INSCRITOS,200
ALCALDE,1,Uno,A,90
ALCALDE,1,Uno,BE_CE,60
ALCALDE,1,Uno,Blancos,4
ALCALDE,2,Uno,#inscritos,100
ALCALDE,2,Uno,A,30
ALCALDE,2,Uno,Otra,5
CONCEJO,1,Uno,A,80
"""


def test_the_one_shape(made):
    """The fixed columns in their order, then the lists; what the file has not is NULL."""
    reading = made.read(lines())
    assert reading.engine.columns("sheets_president") == (*FIXED, "A", "B-C")
    assert reading.format == "made"
    assert reading.rows == {"president": 4}
    assert reading.lists == {"president": ("A", "B-C")}
    assert reading.engine.rows('SELECT DISTINCT province, "cast" FROM sheets_president') == [(None, None)]


def test_long_files_become_a_row_a_station(made):
    """Options are lists or totals, whatever their spelling; a list not named for a station is NULL there."""
    reading = made.read(OPTIONS, described=LONG)
    assert reading.rows == {"mayor": 2, "council": 1}
    assert reading.lists == {"mayor": ("A", "B-C", "Otra"), "council": ("A",)}
    shown = 'SELECT station, file_row, municipality, registered, blank, "A", "B-C", "Otra" FROM sheets_mayor ORDER BY 1'
    assert reading.engine.rows(shown) == [
        ("1", 2, "Uno", 200, 4, 90, 60, None),
        ("2", 6, "Uno", 100, None, 30, None, 5),
    ]


def test_an_option_that_comes_twice_is_never_added_up(made):
    """It makes a second row of its station, which a check will find; the places of the first row are kept."""
    reading = made.read(OPTIONS + "ALCALDE,1,Dos,A,90\n", described=LONG)
    assert reading.engine.rows('SELECT station, "A", "B-C" FROM sheets_mayor ORDER BY file_row') == [
        ("1", 90, 60),
        ("2", 30, None),
        ("1", 90, None),
    ]
    assert "the rows of the station “1” name different places" in worded(reading.findings[0])


def test_long_files_with_bad_cells(made):
    """A row without a list keeps its votes; votes that are no count are told."""
    reading = made.read(OPTIONS + "ALCALDE,3,Uno,,7\nALCALDE,3,Uno,A,x\n", described=LONG)
    assert totals(reading, "mayor")["?"] == 7
    assert {"R310", "R104"} <= set(codes(reading))
    assert "name no list in the column “opción”" in worded(next(f for f in reading.findings if f.code == "R310"))


def test_contests_from_a_column(made):
    """One table each; a contest that is not described is kept under its own name and told."""
    described = DESCRIBED.replace("{fixed: president}", "{column: cargo, values: {Presidente: president}}")
    text = "".join(
        f"{cargo},{line}\n"
        for cargo, line in zip(
            ("cargo", "PRESIDENTE", "presidente", "Gobernador (a)", ""), lines().splitlines(), strict=True
        )
    )
    reading = made.read(text, described=described)
    assert reading.rows == {"president": 2, "gobernador-a": 1, "unnamed": 1}
    assert "its 1 rows are kept as “gobernador-a”" in worded(next(f for f in reading.findings if f.code == "R303"))
    assert made.read(text, described=described, contest="president").rows == {"president": 2}


def test_lists_of_one_contest_only(made):
    """They are left out of the tables of the others, unless they have votes there."""
    described = DESCRIBED.replace("{fixed: president}", "{column: cargo}") + "    only: {special: [B-C]}\n"
    rows = [(("president", "special")[int(row[0]) % 2], *row[:6], "0", *row[7:]) for row in ROWS]
    text = lines(headers=("cargo", *HEADERS), rows=tuple(rows))
    assert made.read(text, described=described).lists == {"special": ("A", "B-C"), "president": ("A",)}
    text = text.replace(
        "president,2,Bolivia,Potosí,Escuela Uno,210,100,0", "president,2,Bolivia,Potosí,Escuela Uno,210,100,3"
    )
    assert made.read(text, described=described).lists["president"] == ("A", "B-C")


def test_several_sheets(made):
    """Sheets whose headers fit are read, the others told; a contest on two sheets is told."""
    rows = numbered()
    book = workbook({"Uno": rows[:3], "Notas": [("hola", 1)], "Dos": [("Título",), rows[0], *rows[3:]]})
    reading = made.read(book, "a.xlsx")
    assert totals(reading) == TOTALS
    assert codes(reading) == ["R006", "R005", "R305"]
    assert worded(reading.findings[0]).startswith("a.xlsx, Notas: the sheet “Notas” was not read")
    assert reading.engine.rows("SELECT station, file_row FROM sheets_president ORDER BY 1")[2] == ("3", 10**12 + 3)
    only = made.read(book, "a.xlsx", described=DESCRIBED + "    sheets: [uno]\n")
    assert only.rows == {"president": 2}


def test_formulas_and_errors_of_a_workbook(made):
    """What was stored is read and told; a formula that stored nothing and an error are empty and told."""
    row = ("5", "Bolivia", "Potosí", "X", "=7=3+4", "==1+1", "#REF!", 1, 0, 0)
    reading = made.read(workbook({"H": [*numbered(), row]}), "a.xlsx")
    assert totals(reading) == TOTALS | {"registered": 687, "valid": 441}
    assert [code for code in codes(reading) if code != "R108"] == ["R007", "R011"]
    told = [worded(each) for each in reading.findings]
    assert "2 cells of the workbook are formulas" in told[0]
    assert "hold an error of the spreadsheet" in told[1]
    assert codes(reading).count("R108") == 2


def test_nested_json_by_code(made):
    """Records by their code become rows; names of what is inside are joined by points."""
    described = """
formats:
  - {id: nested, name: {es: a, en: a}, contest: {fixed: president}, station: ["@key"], areas: {precinct: n},
     counts: {valid: p.v}, list_prefix: "r."}
"""
    records = {
        "1494.1": {"n": "Uno", "r": {"A": 3, "B": 4}, "p": {"v": 7}},
        "1494.10": {"n": "Dos", "r": {"A": 1}, "p": {"v": 1}},
    }
    for document in (records, {"fecha": "hoy", "mesas": [{"@key": key, **each} for key, each in records.items()]}):
        reading = made.read(json.dumps(document), "a.json", described=described)
        assert reading.engine.rows(
            'SELECT station, precinct, valid, "A", "B" FROM sheets_president ORDER BY file_row'
        ) == [
            ("1494.1", "Uno", 7, 3, 4),
            ("1494.10", "Dos", 1, 1, None),
        ]
        assert codes(reading) == ["R108"]


def test_json_a_record_a_line(made):
    """As programs write it."""
    text = "\n".join(json.dumps(dict(zip(HEADERS, row, strict=True))) for row in numbered()[1:])
    assert totals(made.read(text, "a.json")) == TOTALS


def test_stations_of_several_columns(made):
    """Joined by a point, always as text."""
    described = DESCRIBED.replace("station: [mesa]", "station: [departamento, recinto, mesa]")
    reading = made.read(lines(), described=described)
    assert reading.engine.rows("SELECT station FROM sheets_president ORDER BY file_row")[0] == ("Potosí.Escuela Uno.1",)


def test_every_other_column_a_list(made):
    """Where each place has its own lists; a name the engine would take for another column gets a mark."""
    described = DESCRIBED.replace("    lists: [A, B-C]\n", "    other_columns: lists\n")
    assert made.read(lines(), described=described).lists == {"president": ("A", "B-C")}
    reading = made.read(lines().replace("B-C", "Station"), described=described)
    assert reading.lists == {"president": ("A", "Station (list)")}
    with pytest.raises(Problem, match="names the column “A” twice"):
        made.read(lines().replace("B-C", "a"), described=described)


def test_columns_that_may_be_missing(made):
    """They are told when they are."""
    described = DESCRIBED.replace("lists: [A, B-C]", "lists: [A, B-C, D]\n    optional: [D]")
    reading = made.read(lines(), described=described)
    assert totals(reading) == TOTALS
    assert "“D”, which some files of this kind have, is not here" in worded(reading.findings[0])


def test_what_a_description_tells(made):
    """Rows that are no stations, and oddities, in both languages."""
    described = DESCRIBED + '    row: precinct\n    oddities: [{es: "Ojo.", en: "Beware."}]\n'
    reading = made.read(lines(), described=described)
    assert [worded(each) for each in reading.findings] == [
        "count.csv: a row of this file is not a polling station but a precinct.",
        "count.csv: Beware.",
    ]
    assert reading.findings[1].facts["said"] == {"es": "Ojo.", "en": "Beware."}


@pytest.mark.parametrize(
    ("time", "name", "expected"),
    [
        ('{pattern: "%Y%m%d_%H%M", zone: "-04:00"}', "x_20201018_2136.csv", "2020-10-18T21:36:00-04:00"),
        ('{pattern: "%Y%m%d_%H%M", zone: "-04:00"}', "x_20201399_2136.csv", ""),
        ('{fixed: "2020-10-18T21:36:00-04:00"}', "x.csv", "2020-10-18T21:36:00-04:00"),
        ('{files: {first: "2020-10-18"}}', "the_FIRST.csv", "2020-10-18"),
        ("{}", "x_20201018_2136.csv", ""),
    ],
)
def test_the_time_of_a_count(made, time, name, expected):
    """By the file's name or its description; nothing where neither tells."""
    assert made.read(lines(), name, described=f"{DESCRIBED}    time: {time}\n").time == expected


def test_two_readings_on_one_engine(made):
    """Neither takes the other's table, and nothing else is left behind."""
    engine = Embedded()
    first = made.read(lines(), engine=engine)
    second = made.read(lines(), engine=engine)
    assert (first.tables["president"], second.tables["president"]) == ("sheets_president", "sheets_president_2")
    assert engine.rows("SELECT count(*) FROM information_schema.tables") == [(2,)]
    with pytest.raises(Problem):
        made.read("nothing", engine=engine)
    assert engine.rows("SELECT count(*) FROM information_schema.tables") == [(2,)]


def test_big_files_are_not_kept_in_memory(made, monkeypatch):
    """They go to a file of the engine, which goes with it."""
    monkeypatch.setattr(import_module("escrutinio.canvass.reading.files"), "IN_MEMORY", 10)
    reading = made.read(lines())
    assert totals(reading) == TOTALS
    (path,) = reading.engine.rows("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL")[0]
    assert path.endswith("reading.duckdb")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_proposed_description_reads_the_file(made, kind):
    """The draft for an unknown file, as it stands, gives the right totals."""
    content = {
        "csv": lines(),
        "xlsx": workbook({"H": numbered()}),
        "json": json.dumps([dict(zip(HEADERS, r, strict=True)) for r in numbered()[1:]]),
    }[kind]
    path = made.file(content, f"unknown.{kind}")
    text = describe(path)
    assert '    station: ["mesa"]' in text
    assert '"registered": "inscritos", "valid": "válidos", "blank": "blancos", "null": "nulos"' in text
    draft = made.description(text)
    assert totals(read(path, format=draft)) == TOTALS


def test_a_proposed_description_of_a_long_file(made):
    """The column of options and that of votes are found, and which options are totals."""
    path = made.file(OPTIONS)
    reading = read(path, format=made.description(describe(path)))
    assert totals(reading, "alcalde") == {"registered": 300, "A": 120, "BE_CE": 60, "Otra": 5, "blank": 4}


def test_nothing_to_describe(made):
    """A file in which nothing looks like votes."""
    with pytest.raises(Problem, match=r"no column looks like votes. Its columns are name, colour"):
        describe(made.file("name,colour\nrose,red\n"))


def test_every_code_has_its_sentence_and_severity():
    """The table of codes is whole: each is an error, a warning or for information."""
    assert {severity(code) for code in SENTENCES} == {"info", "warning", "error"}


def test_every_description_of_a_country_can_be_read():
    """They have no mistakes, and no two have one id."""
    known = formats()
    assert len({each.id for each in known}) == len(known) > 0
