"""What is said of a what-if and of a simulation: every change and every model in words, in both languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis.scenario import Abroad, Alliance, Move, OtherLaw, Scenario, Split, Swing, Withdrawal
from escrutinio.analysis.uncertainty import Dirichlet, LogitNormal, Multinomial, Poll, Polls, Stations
from escrutinio.report import words
from escrutinio.report.analysis_simulate import simulate_json, simulate_table, simulate_text
from escrutinio.report.analysis_what_if import changed_text, what_if_json, what_if_table, what_if_text
from escrutinio.report.printing import plain

HALF = Fraction(1, 2)
CHANGES = [
    (
        Alliance(alliance=("A", "B"), name="AB"),
        "A, B stand together as “AB”; every vote",
        "A, B van juntas como «AB»; cada voto",
    ),
    (
        Alliance(alliance=("A", "B"), name="AB", keeping={"A": HALF}),
        "keep A 50.00 % of their votes; the others stay at home.",
        "conservan de sus votos A 50,00 %; los demás se quedan en casa.",
    ),
    (
        Alliance(alliance=("A", "B"), name="AB", keeping={"A": HALF}, losing_to={"C": HALF}),
        "of the others go to C 50.00 %.",
        "de los demás van a C 50,00 %.",
    ),
    (
        Split(split="A", into={"X": HALF, "Y": HALF}),
        "A stands apart: X 50.00 %, Y 50.00 %.",
        "A se presenta por separado: X 50,00 %, Y 50,00 %.",
    ),
    (
        Split(split="A", into={"X": HALF}),
        "X 50.00 %; the others stay at home.",
        "X 50,00 %; los demás se quedan en casa.",
    ),
    (
        Withdrawal(withdraw="A"),
        "A does not stand; its voters stay at home.",
        "A no se presenta; sus votantes se quedan en casa.",
    ),
    (
        Withdrawal(withdraw="A", to={"B": HALF}),
        "of its votes go to B 50.00 %, the others",
        "de sus votos van a B 50,00 %",
    ),
    (
        Swing(swing=Fraction(1, 40), losing="A", gaining="B", areas=("North",), ballots=("house",)),
        "In every area 2.50 % of the valid votes go from A to B, or all it has there. Only here: North, house.",
        "el 2,50 % de los votos válidos pasa de A a B, o todos los que allí tiene. Solo aquí: North, house.",
    ),
    (
        Swing(swing=HALF, losing="A", gaining="B", how="proportional"),
        "In every area 50.00 % of the votes of A go to B.",
        "En cada área el 50,00 % de los votos de A pasa a B.",
    ),
    (Move(move=5000, losing="A", gaining="B"), "5,000 votes go from A to B.", "5.000 votos pasan de A a B."),
    (Move(move=5000, gaining="B"), "B has 5,000 votes more.", "B tiene 5.000 votos más."),
    (Move(move=5000, losing="A"), "A has 5,000 votes fewer.", "A tiene 5.000 votos menos."),
    (Abroad(abroad="not_counted"), "The votes abroad are not counted.", "No se cuentan los votos del exterior."),
    (
        OtherLaw(law="bo", day=date(2014, 10, 12), set={"a.b.c": "1/2"}),
        "Another law: bo, 2014-10-12, a.b.c = 1/2.",
        "Otra ley: bo, 2014-10-12, a.b.c = 1/2.",
    ),
]


@pytest.mark.parametrize(("change", "english", "spanish"), CHANGES, ids=[each for _, each, _ in CHANGES])
def test_a_change_is_told_in_words(change, english, spanish) -> None:
    """What happens to whose votes, where, and what happens to the rest."""
    assert english in changed_text(change, words("en"))
    assert spanish in changed_text(change, words("es"))


def told(found, lang="en", **options) -> str:
    """The whole answer as plain text."""
    text = what_if_text if hasattr(found, "scenario") else simulate_text
    return plain(text(found, words(lang), **options))


def test_what_is_supposed_is_told() -> None:
    """Of votes, of another law, of winners that were declared, and what the scenario itself notes."""
    votes = told(es.what_if("bo-2020", [Withdrawal(withdraw="FPV")], bodies=["senate"]))
    assert "It supposes that everybody else votes as they did. Parts of votes are rounded down." in votes
    assert "Nowhere does another list have most votes." in votes
    assert "declared" not in votes
    law = es.what_if("bo-2020", [OtherLaw(day=date(2014, 10, 12))], bodies=["senate"])
    assert "although the law is another" in told(law)
    assert "aunque la ley sea otra" in told(law, "es")
    declared = es.what_if("bo-2025", [Move(move=1, losing="PDC", gaining="LIBRE", ballots=("president",))])
    assert declared.before.election.winners
    assert "Seats whose winners were declared" in told(declared)
    note = {"es": "Nota.", "en": "A note."}
    noted = Scenario(scenario="x", election="bo-2020", note=note, changes=(Withdrawal(withdraw="FPV"),))
    assert "A note." in told(es.what_if("bo-2020", noted, bodies=["senate"]))


def test_a_lot_that_a_change_brings_is_told() -> None:
    """CC level with MAS in a district: the seat hangs on a lot."""
    votes = next(each.votes for each in es.election("bo-2020").tallies if each.constituency == "C01")
    lead = abs(votes["MAS-IPSP"] - votes["CC"])
    second, first = sorted(("MAS-IPSP", "CC"), key=lambda name: votes[name])
    level = Move(move=lead, gaining=second, areas=("C01",), ballots=("uninominal",))
    found = es.what_if("bo-2020", [level], bodies=["deputies"])
    assert found.after["deputies"].pending
    assert "A lot decides 1 seats or more" in told(found)
    assert f"{first}, {second}" in told(found) or f"{second}, {first}" in told(found)


def test_long_tables_are_cut_and_say_so() -> None:
    """A swing that changes hands almost everywhere; the files hold all rows."""
    found = es.what_if("bo-2020", [Withdrawal(withdraw="MAS")], bodies=["deputies"])
    moved = [each for each in found.hands() if each.changed]
    assert len(moved) > 40
    assert f"… and {len(moved) - 40} more rows; --json or -o FILE gives them all." in told(found)
    assert len(what_if_json(found)["first_places"]) == len(found.hands())
    table = what_if_table(found)
    assert len(table.rows) == len(found.columns()["list"])


def test_the_whole_ballot_has_a_name() -> None:
    """Where another list is first in the whole country, it is told as all areas."""
    found = told(es.what_if("bo-2020", [Withdrawal(withdraw="MAS")], bodies=["senate"]), "es")
    assert "todas las áreas" in found
    assert "Cambia la primera lista" in found


MODELS = [
    (Multinomial(), "Every vote is drawn anew", "Cada voto se sortea de nuevo"),
    (Dirichlet(size=1500), "as if they were known from 1,500 votes", "como si se conocieran por 1.500 votos"),
    (LogitNormal(country=0.05), "standard deviations 0.05 in the country", "desviaciones típicas de 0,05 en el país"),
    (
        Polls(polls=[Poll(house="x", size=100, shares={"CC": HALF})]),
        "The country as polls see it (1): a house errs by 0.1",
        "El país según las encuestas (1): una encuestadora yerra en 0,1",
    ),
    (
        Stations(votes={"president": {"Pando": np.ones((3, 14), dtype=np.int64)}}),
        "The polling stations of each constituency are drawn anew",
        "Las mesas de cada circunscripción se sortean de nuevo",
    ),
]


@pytest.mark.parametrize(("model", "english", "spanish"), MODELS, ids=[each for _, each, _ in MODELS])
def test_a_model_is_told_in_words(model, english, spanish) -> None:
    """With its numbers; and that it is no forecast; as JSON the model and its seed."""
    found = es.simulate("bo-2020", model, draws=5, seed=12345, bodies=["senate"])
    assert english in " ".join(told(found).split())
    assert "5 draws, seed 12345. This says what would follow" in told(found)
    assert spanish in " ".join(told(found, "es").split())
    document = simulate_json(found)
    assert (document["model"]["kind"], document["seed"]) == (type(model).__name__, 12345)
    assert simulate_table(found).heads == ("body", "list", "seats", "draws")


def test_majorities_and_coalitions_are_told() -> None:
    """Names of majorities in the language, how many seats they take, lists together below the others."""
    found = es.simulate("bo-2020", LogitNormal(), draws=4, bodies=["senate", "deputies"])
    lines = [line.split() for line in told(found, coalitions=[["CC", "CREEMOS"]]).splitlines()]
    assert ["CC", "+", "CREEMOS", "15", "15.0", "15–15", "15", "15", "0.0", "%", "0.0", "%"] in lines
    assert ["MAS-IPSP", "96", "96.0", "96–96", "96", "96", "100.0", "%", "0.0", "%"] in lines
    spanish = told(found, "es").split()
    assert {"mayoría", "absoluta", "dos", "tercios", "(24)"} <= set(spanish)  # headings are wrapped


def test_runoffs_and_ties_are_told() -> None:
    """2019 near the ten-point rule; a chamber of very few votes."""
    president = told(es.simulate("bo-2019", LogitNormal(country=0.02), draws=50, bodies=["president"]))
    assert "of the draws the first count elects nobody, and the best go on" in president
    assert "of the draws it is not known who is elected in the end." in president
    assert "goes on in" in president
    from dataclasses import replace

    election = es.election("bo-2020")
    few = tuple(
        replace(each, votes={n: -(-c // 10**4) for n, c in each.votes.items() if c}) for each in election.tallies
    )
    tied = es.simulate(replace(election, tallies=few), Multinomial(), draws=50, bodies=["senate"])
    assert "A lot would decide something in " in told(tied)
    assert "los escaños son provisionales" in told(tied, "es")
