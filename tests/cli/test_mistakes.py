"""The mistakes of a long night: each gets one message that says what, where and what to do, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from escrutinio import cli

TYPED = [
    # what was typed, what is said in English, what is said in Spanish
    ("elect bo-2021", "no election is called “bo-2021”", "ninguna elección se llama «bo-2021»"),
    ("elect bo-2021", "bo-2025", "bo-2025"),
    ("elect bolivia", "bo-2005, bo-2009, bo-2014", "bo-2005, bo-2009, bo-2014"),
    ("elect bo-2020 senat", "Did you mean senate?", "¿Quiso decir senate?"),
    ("elect bo-2020 presidencial", "Did you mean president?", "¿Quiso decir president?"),
    ("elect bo-2020 deputies --law nosuch", "no law is called “nosuch”", "ninguna ley se llama «nosuch»"),
    ("elect bo-2020 --law no.yaml", "no.yaml cannot be read (No such file", "no.yaml no se puede leer (no existe)"),
    ("elect bo-2020 --day yesterday", "such as 2020-10-18, and “yesterday” is none", "y «yesterday» no es un día"),
    ("elect bo-2020 --day 1990-01-01", "Its first begins on 1994-08-12.", "La primera empieza el 1994-08-12."),
    ("elect bo-2020 --lots nonsense", "--lots takes NAME=VALUE", "--lots se escribe NOMBRE=VALOR"),
    ("elect bo-2020 --lots x.y=CC", "no body in force on that day is called “x”", "se llama «x»"),
    ("elect bo-2020 --lots senate.senators.Beni=CC", "nothing is tied at “senate.senators", "no hay empate"),
    ("elect bo-2020 --set x", "--set takes NAME=VALUE", "--set se escribe NOMBRE=VALOR"),
    ("elect bo-2020 --set x=1", "“x” is no address of a value. Write BODY.STAGE.FIELD.", "Escriba CARGO.ETAPA.CAMPO."),
    ("elect bo-2020 --set x.y.z=1", "has no body “x”", "no tiene el cargo o cámara «x»"),
    ("elect bo-2020 --set deputies.treshold.admits.share=3/100", "has no “treshold”", "no tiene «treshold»"),
    ("elect bo-2020 --set deputies.threshold.x.y=1", "there is no “x” in x.y", "no hay «x» en x.y"),
    ("elect bo-2020 --set deputies.threshold.admits.share=0.03", "never a decimal", "nunca un decimal"),
    ("elect bo-2020 --lang fr", "'fr' is not one of 'es', 'en'.", "'fr' no es uno de 'es', 'en'."),
    ("elect bo-2020 --lang", "requires an argument", "necesita un valor"),
    ("elect", "name an election, as in “elect bo-2020”", "nombre una elección, como en «elect bo-2020»"),
    ("explain", "Missing argument 'ELECTION'.", "Falta el argumento ELECCIÓN."),
    ("explain bo-2020 deputis", "Did you mean deputies?", "¿Quiso decir deputies?"),
    ("explain bo-2020 deputies Sta+Cruz", "Did you mean Santa Cruz?", "¿Quiso decir Santa Cruz?"),
    ("explain bo-2020 deputies Sta.+Cruz", "Did you mean Santa Cruz?", "¿Quiso decir Santa Cruz?"),
    ("explain bo-2020 deputies C99", "has no constituency “C99”", "no tiene la circunscripción «C99»"),
    ("elect bo-2020 senate La+Paz", "unexpected extra argument", "Sobra el argumento La Paz."),
    ("elct bo-2020", "No such command 'elct'.", "No existe el comando 'elct'."),
    ("elct bo-2020", "Did you mean one of", "¿Quiso decir uno de estos"),
    ("law shw bo", "Did you mean 'show'?", "¿Quiso decir 'show'?"),
    ("elect --seats", "No such option", "No existe la opción"),
    ("law show", "Missing argument 'LAW'.", "Falta el argumento LEY."),
    ("law check bo nix", "no law is called “nix”", "ninguna ley se llama «nix»"),
]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(("typed", "english", "spanish"), TYPED)
def test_a_mistake_gets_its_message(run, typed, english, spanish, lang) -> None:
    """On standard error, with status 2 and without a traceback; in the language of the machine."""
    result = run(*(word.replace("+", " ") for word in typed.split()), lang=lang)
    assert {"en": english, "es": spanish}[lang] in result.stderr
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("typed", "english", "spanish"), TYPED[:1])
def test_a_mistake_is_told_in_the_language_asked_for(run, typed, english, spanish) -> None:
    """`--lang` counts also where the command cannot be carried out."""
    assert spanish in run(*typed.split(), "--lang", "es", lang="en").stderr
    assert english in run(*typed.split(), "--lang=en", lang="es").stderr


def test_places_are_found_as_they_are_typed(run) -> None:
    """Capitals, accents, hyphens do not matter."""
    for typed in ("santa cruz", "SANTA CRUZ", "Santa-Cruz"):
        assert "· Santa Cruz ·" in run("explain", "bo-2020", "senate", typed).stdout
    assert "· Potosí ·" in run("explain", "bo-2020", "senate", "potosi").stdout


def test_nothing_typed_is_help(run) -> None:
    """Without a command the help is shown, in the language of the machine, as a mistake of use."""
    assert (run().exit_code, run().stdout) == (2, "")
    assert "Usage: " in run().stderr
    assert "Uso: " in run(lang="es").stderr


BROKEN = [
    # which file, what is written in place of what, English, Spanish
    (
        "election.yaml",
        "date: 2024-03-03",
        "date: 3 March",
        "date: “3 March” does not fit",
        "tiene que ser una fecha como 2020-10-18",
    ),
    ("election.yaml", "status: official", "status: offical", "Did you mean official?", "¿Quiso decir official?"),
    ("election.yaml", "lists:", "lists: [", "this is not valid YAML", "no es YAML válido"),
    ("election.yaml", "country: isle", "country: [isle", "expected ',' or ']'", "se esperaba ',' o ']'"),
    ("election.yaml", "election: isle-2024", "", "election: is missing. Add it.", "election: falta. Agréguelo."),
    ("election.yaml", "country: isle", "land: isle", "land: is not a word of this file", "no es una palabra"),
    ("election.yaml", "source: minutes", "source: minute", "cites the source “minute”", "cita la fuente «minute»"),
    ("votes.csv", "A,65", "A,6.5", "votes.csv, row 2, column votes: “6.5” is not a count", "no es un conteo"),
    ("votes.csv", "A,65", "A,-65", "is below zero", "es menor que cero"),
    ("votes.csv", "A,65", "A,65,", "row 2 has 6 cells where the header names 5", "tiene 6 celdas"),
    ("votes.csv", "B,30", "A,30", "“A” is counted here a second time", "por segunda vez"),
    ("votes.csv", "B,30", "Birhc,30", "the party “Birhc” is not known", "«Birhc» no se conoce"),
    ("votes.csv", "North,North,A", "Nort,North,A", "Did you mean North?", "¿Quiso decir North?"),
    ("votes.csv", "party,votes", "list,votes", "has no column “party”", "no tiene la columna «party»"),
    ("districts.csv", "region,seats", "region,seats,seats", "names the column “seats” twice", "nombra dos veces"),
    ("districts.csv", "ballot,South,South,", "", "“South” is not known", "«South» no se conoce"),
    ("isle.yaml", "divisors: dhondt", "divisors: dhont", "Did you mean 'dhondt'?", "¿Quiso decir 'dhondt'?"),
    ("isle.yaml", "does: highest_averages", "does: highest", "“highest” is not known here", "no se conoce aquí"),
    ("isle.yaml", "members: 5", "members: 6", "add up to 5, but the body has 6", "suman 5, pero la cámara tiene 6"),
    ("isle.yaml", "votes: ballot", "votes: balot", "the tier “balot”", "la papeleta «balot»"),
    ("isle.yaml", "South: {seat: 2}", "West: {seat: 2}", "do not name the same areas", "no nombran las mismas áreas"),
    ("isle.yaml", 'text: charter, article: "9"', "text: chart", "no text of this file", "ninguna norma"),
]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("broken", BROKEN, ids=lambda each: f"{each[0]}: {each[2]}")
def test_a_broken_file_gets_its_message(run, isle, broken, lang) -> None:
    """What, in which file and line, why, and what to do; status 2, no traceback, nothing on standard output."""
    file, old, new, english, spanish = broken
    page = (isle / file).read_text(encoding="utf-8")
    assert old in page
    (isle / file).write_text(page.replace(old, new), encoding="utf-8")
    result = run("elect", isle, "--law", isle / "isle.yaml", lang=lang)
    assert {"en": english, "es": spanish}[lang] in result.stderr
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("file", "english"), [("votes.csv", "is empty"), ("election.yaml", "does not fit")])
def test_an_empty_file_gets_its_message(run, isle, file, english) -> None:
    """Zero bytes are told as such."""
    (isle / file).write_text("", encoding="utf-8")
    result = run("elect", isle, "--law", isle / "isle.yaml")
    assert english in result.stderr
    assert result.exit_code == 2


def test_a_file_in_another_encoding_gets_its_message(run, isle) -> None:
    """Latin-1 is told with the byte where it shows."""
    (isle / "votes.csv").write_bytes("tier,constituency,region,party,votes\nballot,Potosí,,A,1".encode("latin-1"))
    assert "is not UTF-8 text (byte 49)" in run("elect", isle, "--law", isle / "isle.yaml").stderr


def test_a_folder_that_is_no_election_gets_its_message(run, tmp_path) -> None:
    """A folder without election.yaml, and a file that is not there."""
    assert "has no election.yaml" in run("elect", tmp_path).stderr
    assert "no tiene election.yaml" in run("elect", tmp_path, lang="es").stderr


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root reads every file")
def test_a_file_without_permission_gets_its_message(run, isle) -> None:
    """The system's reason, in words."""
    (isle / "votes.csv").chmod(0)
    assert "(sin permiso de lectura)" in run("elect", isle, "--law", isle / "isle.yaml", lang="es").stderr


def test_a_folder_in_place_of_a_file_gets_its_message(run, isle) -> None:
    """Someone made a folder where a file belongs."""
    (isle / "votes.csv").unlink()
    (isle / "votes.csv").mkdir()
    assert "(Is a directory)" in run("elect", isle, "--law", isle / "isle.yaml").stderr
    assert "(es una carpeta)" in run("elect", isle, "--law", isle / "isle.yaml", lang="es").stderr


@pytest.mark.parametrize(("lang", "said"), [("en", "This is a defect of ours"), ("es", "Este es un defecto nuestro")])
def test_a_defect_of_ours_is_told_apart(run, monkeypatch, lang, said) -> None:
    """Status 3, one sentence, and how to see where."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("wires crossed")

    monkeypatch.setattr(cli, "_outcome", broken)
    result = run("elect", "bo-2020", lang=lang)
    assert result.exit_code == 3
    assert said in result.stderr
    assert "RuntimeError: wires crossed" in result.stderr
    assert "ESCRUTINIO_DEBUG=1" in result.stderr


def test_every_mistake_is_a_line_or_two(run, isle) -> None:
    """No message drowns what it says."""
    (isle / "votes.csv").unlink()
    told = run("elect", isle, "--law", isle / "isle.yaml").stderr
    assert told == f"{Path(isle) / 'votes.csv'} cannot be read (No such file or directory). {REMEDY}\n"


REMEDY = "Check the name and the permissions."
