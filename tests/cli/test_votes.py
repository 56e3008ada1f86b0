"""Anyone's votes on the command line: a folder, a law, a shape; and what is said where they do not fit."""

from __future__ import annotations

import csv
import io
import json
import shlex

import pytest

VOTES = """\
tier,constituency,region,party,candidate,votes
province,Ronda,,Rojo,,600
province,Ronda,,Azul,,300
province,Ronda,,Verde,,20
province,Ronda,,#blank,,10
province,Sierra,,Rojo,,200
province,Sierra,,Azul,,310
province,Sierra,,Verde,,90
province,Sierra,,#blank,,10
"""
DISTRICTS = "tier,constituency,region,seats\nprovince,Ronda,,3\nprovince,Sierra,,2\n"


@pytest.fixture
def folder(tmp_path):
    """A small election of two provinces, called after its year."""
    place = tmp_path / "serrania_2019"
    place.mkdir()
    (place / "votes.csv").write_text(VOTES, encoding="utf-8")
    (place / "districts.csv").write_text(DISTRICTS, encoding="utf-8")
    return place


def test_seats_as_a_table(run, folder):
    """The columns of seats.csv: by province, and in all; the last row of each list is the whole house."""
    result = run("elect", "--votes", folder, "--law", "es", "--format", "csv")
    assert result.exit_code == 0
    rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(result.stdout))]
    assert sorted(row for row in rows if row[0] != "national") == [
        ("constituency", "Ronda", "Azul", "1", "all"),
        ("constituency", "Ronda", "Rojo", "2", "all"),
        ("constituency", "Sierra", "Azul", "1", "all"),
        ("constituency", "Sierra", "Rojo", "1", "all"),
    ]
    assert {(row[2], row[3]) for row in rows if row[0] == "national"} == {("Rojo", "3"), ("Azul", "2")}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "2019-12-31"), ("es", "2019-12-31")],
)
def test_the_day_that_is_taken_is_told(run, folder, lang, words):
    """On standard error, where none was typed; nothing is said where one was."""
    assert words in run("elect", "--votes", folder, "--law", "es", lang=lang).stderr
    assert words not in run("elect", "--votes", folder, "--law", "es", "--date", "2019-11-10", lang=lang).stderr


def test_as_text_and_as_json(run, folder):
    """The same seats in every shape; a body may be named behind."""
    text = run("elect", "--votes", folder, "--law", "es")
    assert text.exit_code == 0
    assert "Rojo" in text.stdout
    found = json.loads(run("elect", "--votes", folder, "--law", "es", "--json").stdout)
    assert "Rojo" in json.dumps(found)
    one = run("elect", "congress", "--votes", folder, "--law", "es")
    assert one.exit_code == 0
    assert "Rojo" in one.stdout


def test_another_law_and_day(run, folder):
    """The threshold of 1977 was of valid votes without the blank ones: the law of the day that is typed."""
    result = run("elect", "--votes", folder, "--law", "es", "--date", "1979-03-01", "--format", "csv")
    assert result.exit_code == 0
    assert "Rojo" in result.stdout


MISTAKES = [
    # what is typed besides elect, what is said in English, what is said in Spanish
    (
        ["--votes", "{folder}"],
        "nothing says under which law the votes of",
        "nada dice con qué ley se cuentan los votos",
    ),
    (["--votes", "nowhere", "--law", "es"], "the folder nowhere has no votes.csv", "nowhere"),
    (["--votes", "{folder}", "--law", "ess"], "no law is called “ess”. Did you mean es?", "ninguna ley se llama «ess»"),
    (
        ["--votes", "{folder}", "--law", "es", "--date", "1900-01-01"],
        "Its first begins on 1977",
        "La primera empieza el 1977",
    ),
    (["--votes", "{folder}", "--law", "es", "--date", "soon"], "“soon” is none", "«soon»"),
    (["--votes", "{folder}", "--law", "nz"], "the law counts the votes of the tier “", "la ley cuenta los votos"),
    (["--votes", "{folder}", "--law", "es", "senado"], "no body in force on that day is called “senado”", "«senado»"),
    (
        ["bo-2020", "congress", "--votes", "{folder}", "--law", "es"],
        "with --votes FOLDER no election is named: leave “bo-2020” out",
        "«bo-2020»",
    ),
    ([], "name an election, as in “elect bo-2020”, or give --votes FOLDER --law ID", "nombre una elección"),
]


@pytest.mark.parametrize(("typed", "english", "spanish"), MISTAKES)
def test_a_mistake_gets_its_message(run, folder, typed, english, spanish):
    """One message on standard error, in either language, status 2, no traceback."""
    for lang, words in (("en", english), ("es", spanish)):
        result = run("elect", *(word.format(folder=folder) for word in typed), lang=lang)
        assert words in result.stderr
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr


def test_a_broken_table_is_told_with_its_row(run, folder):
    """The file, the row, the column."""
    (folder / "votes.csv").write_text(VOTES.replace(",600", ",6OO"), encoding="utf-8")
    result = run("elect", "--votes", folder, "--law", "es")
    assert result.exit_code == 2
    assert "votes.csv, row 2, column votes: “6OO” is not a count" in result.stderr


def test_the_fewest_votes_and_how_to_see_them(run, folder):
    """Azul's second seat in Sierra: (310 + 30) / 2 = 200 - 30, and equal quotients go to more votes."""
    law = ("--law", "es", "--date", "2019-11-10")
    told = run("margins", "congress", "--votes", folder, *law, "--list", "Azul", "--seats", "+1")
    assert told.exit_code == 0
    assert "30 votes moved." in told.stdout
    command = " ".join(told.stdout.partition("See for yourself:")[2].split())
    shown = run(*shlex.split(command)[1:])
    assert shown.exit_code == 0
    assert ["Azul", "2", "3", "+1"] in [line.split() for line in shown.stdout.splitlines()]


def test_a_what_if_of_anyone_s_votes(run, folder):
    """Rojo and Verde together: 620 and 290 votes, so 2 + 1 seats to Azul's 1 + 1, as before."""
    alliance = ("--alliance", "Rojo+Verde=Frente")
    shown = run("what-if", "--votes", folder, "--law", "es", "--date", "2019-11-10", *alliance)
    assert shown.exit_code == 0
    assert ["Frente", "0", "3", "+3"] in [line.split() for line in shown.stdout.splitlines()]
