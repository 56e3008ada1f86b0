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
        Swing(swing=Fraction(1, 40), losing="A", gaining="B"),
        "In every area where B stands, 2.50 % of the valid votes go to it from A, or all A has there.",
        "En cada área donde se presenta B, el 2,50 % de los votos válidos le llega de A, o todos los que A tiene allí.",
    ),
    (
        Swing(swing=HALF, losing="A", gaining="B", how="proportional"),
        "In every area where B stands, 50.00 % of the votes of A go to it.",
        "En cada área donde se presenta B, el 50,00 % de los votos de A pasa a ella.",
    ),
    (
        Swing(swing=HALF, losing="A", gaining="B", how="proportional", areas=("North",)),
        "In every area 50.00 % of the votes of A go to B.",
        "En cada área el 50,00 % de los votos de A pasa a B.",
    ),
    (Move(move=5000, losing="A", gaining="B"), "5,000 votes go from A to B.", "5.000 votos pasan de A a B."),
    (Move(move=1, losing="A", gaining="B"), "One vote goes from A to B.", "Un voto pasa de A a B."),
    (Move(move=1, gaining="B"), "B has one vote more.", "B tiene un voto más."),
    (Move(move=1, losing="A"), "A has one vote fewer.", "A tiene un voto menos."),
    (
        Withdrawal(withdraw="A", to={"B": HALF, "C": HALF}),
        "A does not stand; its votes go to B 50.00 %, C 50.00 %.",
        "A no se presenta; sus votos van a B 50,00 %, C 50,00 %.",
    ),
    (
        Abroad(abroad="counted"),
        "The votes abroad are counted also where the law leaves them out.",
        "Los votos del exterior se cuentan también donde la ley los deja fuera.",
    ),
    (
        OtherLaw(law="es", body="congress"),
        "Another law: es; its body “congress”.",
        "Otra ley: es; su cámara «congress».",
    ),
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
    assert "It supposes that everybody else votes as they did." in votes
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


SUPPOSED = [
    # an election, its body, a change, and what is said of it
    ("bo-2020", "senate", Split(split="CC", into={"X": HALF, "Y": HALF}), "Shares of a list's votes are made whole by"),
    ("bo-2020", "senate", Withdrawal(withdraw="CC", to={"MAS": HALF}), "Shares of a list's votes are made whole by"),
    ("bo-2020", "senate", Swing(swing=HALF, losing="MAS", gaining="CC"), "What swings is rounded down"),
    (
        "cl-2021",
        "deputies",
        Move(move=1, gaining="PS", areas=("Distrito 4",)),
        "Candidates keep their shares of their list's votes",
    ),
    ("cl-2021", "deputies", Split(split="PS", into={"X": HALF, "Y": HALF}), "Each part of a list that is split has as"),
    ("cl-2021", "deputies", Alliance(alliance=("PS", "UDI"), name="X"), "An alliance has the candidates of all its"),
    ("cl-2021", "deputies", Alliance(alliance=("PS", "UDI"), name="X"), "Not all lists of “X” stand in the same pact"),
    (
        "gb-wls-2021",
        "senedd",
        Alliance(alliance=("Labour", "Plaid Cymru"), name="X"),
        "Seats of the ballot “constituency” that were declared for Labour, not counted, go to X: 8.",
    ),
    (
        "gb-wls-2021",
        "senedd",
        Withdrawal(withdraw="Labour"),
        "declared for Labour, not counted, stand as “Labour (?)”, since nobody knows who would have won them: 8.",
    ),
    (
        "gb-2019",
        "commons",
        Move(move=1, losing="Labour", gaining="SNP", areas=("Hartlepool",)),
        "SNP gains votes on the ballot “constituency” where nobody could vote for it; areas: 1.",
    ),
    (
        "cr-2018",
        "president",
        Withdrawal(withdraw="Carlos Alvarado Quesada"),
        "The votes of the ballot “runoff” are left out: they were cast between others than those who go on now.",
    ),
    ("mx-2018", None, OtherLaw(law="cr"), "Not compared, since nothing in the other law stands for it: Chamber of"),
    ("bo-2005", "president", Move(move=1, gaining="MAS"), "the changes: MAS-IPSP is elected in the first round."),
    # 53.7 % less ten points: no majority, and before 2009 the Congress chose between the first two
    (
        "bo-2005",
        "president",
        Swing(swing=Fraction(1, 10), losing="MAS", gaining="PODEMOS"),
        "With the changes: parliament chooses between MAS-IPSP, PODEMOS; whom, these votes do not tell.",
    ),
]


@pytest.mark.parametrize(("election", "body", "change", "said"), SUPPOSED, ids=[each for *_, each in SUPPOSED])
def test_what_nobody_can_know_is_told(election, body, change, said) -> None:
    """Roundings, candidates, pacts, declared seats, lists in new places, run-offs, bodies without another."""
    found = es.what_if(election, [change], bodies=[body] if body else None)
    assert said in " ".join(told(found).split())
    assert [each["what"] for each in what_if_json(found)["supposed"]] == [each.what for each in found.supposed]


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
    (
        LogitNormal(country=0.05),
        "each list's log odds have the standard deviation 0.05 in the country",
        "una desviación típica de 0,05 en el país",
    ),
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
