"""Numbers, sentences and other people's sentences, in both languages."""

from __future__ import annotations

from fractions import Fraction

import pytest

from escrutinio.apportionment import ApportionmentError
from escrutinio.apportionment.errors import unknown
from escrutinio.model import Problem, Problems
from escrutinio.report import words

SPANISH, ENGLISH = words("es"), words("en")


@pytest.mark.parametrize(
    ("number", "spanish", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1000, "1.000", "1,000"), (6159120, "6.159.120", "6,159,120")],
)
def test_thousands_are_grouped(number, spanish, english) -> None:
    """As each language does it."""
    assert (SPANISH.number(number), ENGLISH.number(number)) == (spanish, english)


def test_shares_are_rounded_half_up() -> None:
    """3,393,978 of 6,159,120 votes are 55.10 %, as the TSE wrote; a half goes up."""
    assert SPANISH.percent(Fraction(3393978, 6159120)) == "55,10 %"
    assert ENGLISH.percent(Fraction(1, 80000), 3) == "0.001 %"
    assert ENGLISH.decimal(Fraction(1, 8), 2) == "0.13"


def test_facts_are_not_translated() -> None:
    """A list called “list”, a place called “votes”: names stay names."""
    told = SPANISH.problem(
        Problem(
            "“{body}” has no constituency “{given}”. Did you mean {near}?", body="list", given="votes", near="seats"
        )
    )
    assert told == "«list» no tiene la circunscripción «votes». ¿Quiso decir seats?"


def test_problems_inside_problems_are_translated() -> None:
    """All mistakes of a file, one a line, each with its place."""
    inner = Problem("{place}: {what}", place="date", what=Problem("is missing. Add it."))
    template = "with {changes} the law does not hold together: {why}"
    told = SPANISH.problem(Problem(template, changes="a.b = 1", why=Problems([inner, inner])))
    assert told == "con a.b = 1 la ley no es coherente: date: falta. Agréguelo.\ndate: falta. Agréguelo."


def test_seat_arithmetic_speaks_spanish() -> None:
    """Its exception carries a template like a Problem's, and English words of its own inside."""
    told = SPANISH.problem(unknown("divisors", "dhont", ["dhondt", "adams"]))
    assert told == "divisores: no se conoce 'dhont'. ¿Quiso decir 'dhondt'? Se conocen: adams, dhondt."
    negative = ApportionmentError(
        "{what} cannot be negative: {value} at {place}.", what="votes", value=-3, place=(0, 1)
    )
    assert SPANISH.problem(negative) == "votos: hay -3 en (0, 1), y no puede haber negativos."


@pytest.mark.parametrize(
    ("finished", "spanish"),
    [
        ("No such command 'elct'. (Did you mean one of: 'elect', 'elections'?)",
         "No existe el comando 'elct'. ¿Quiso decir uno de estos: 'elect', 'elections'?"),
        ("Invalid value for '--lang': 'fr' is not one of 'es', 'en'.",
         "El valor de '--lang' no sirve: 'fr' no es uno de 'es', 'en'."),
        ("Missing argument 'ELECTION'.", "Falta el argumento ELECCIÓN."),
        ("expected ',' or '}', but got ':'", "se esperaba ',' o '}' y aparece ':'"),
        ("Input should be a valid date or datetime, input is too short",
         "tiene que ser una fecha como 2020-10-18 (es demasiado corta)"),
        ("A sentence nobody has met.", "A sentence nobody has met."),
    ],
)  # fmt: skip
def test_sentences_of_others_are_found_again(finished, spanish) -> None:
    """What click, pydantic or the YAML reader finished in English; what is not known stays as it is."""
    assert SPANISH.finished(finished) == spanish
    assert ENGLISH.finished(finished) == finished


def test_braces_in_a_fact_do_no_harm() -> None:
    """What a user typed is never read as a template."""
    assert SPANISH.problem(Problem("“{given}” does not fit: {why}.", given="{x}", why="{y}")) == "«{x}» no sirve: {y}."
    assert "{x}" in SPANISH.finished("No such command '{x}'.")


def test_an_unknown_language_is_told() -> None:
    """Two are spoken here."""
    with pytest.raises(Problem, match=r"no language “fr” is spoken here\. Known: en, es\."):
        words("fr")
