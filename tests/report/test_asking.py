"""What is said of measures, power, change and margins, in both languages, on a narrow page and on a wide one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import escrutinio as es
from escrutinio.analysis import coalitions, indices_of
from escrutinio.analysis.margins.answer import Margin
from escrutinio.analysis.margins.asked import Margins
from escrutinio.analysis.margins.changes import Changed
from escrutinio.analysis.margins.targets import another_outcome, majority_of, office, seats_of
from escrutinio.model import Problem
from escrutinio.report import words
from escrutinio.report.analysis_change import change_text, points
from escrutinio.report.analysis_indices import indices_text, value_text
from escrutinio.report.analysis_margins import command_of, margins_text
from escrutinio.report.analysis_margins_asked import asked_text
from escrutinio.report.analysis_power import Decided, power_text
from escrutinio.report.printing import plain

EN, ES = words("en"), words("es")


@pytest.fixture(scope="module")
def bolivia() -> es.outcome.Outcome:
    """The election of 2020."""
    return es.elect("bo-2020")


def test_values_in_the_places_of_their_kind() -> None:
    """Shares in points of a hundred, numbers with two places, ratios with four; a dash where there is none."""
    found = indices_of([60, 28, 12], [6, 3, 1])
    assert value_text(found["gallagher"], ES) == "2,00 %"  # √(½ · (0 + 2² + 2²)) points
    assert value_text(found["laakso_taagepera", "seats"], EN) == "2.17"  # 100 / (36 + 9 + 1)
    assert value_text(found["number", "votes"], EN) == "3"
    assert value_text(found["herfindahl", "seats"], EN) == "0.4600"
    assert value_text(indices_of([1, 1], [1, 0])["theil"], EN) == "0.6931"  # the logarithm of two
    assert value_text(indices_of([1, 1], [1, 0])["mean_log_deviation"], EN) == "–"


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("spoken", [EN, ES], ids=["en", "es"])
def test_no_page_is_wider_than_it_may_be(bolivia, width, spoken) -> None:
    """Only a command is never broken."""
    decided = Decided(
        bodies=("senate", "deputies"),
        power=es.power(bolivia, ("senate", "deputies"), rule="two-thirds"),
        coalitions=(coalitions(bolivia, ("senate", "deputies"), rule="two-thirds"),),
    )
    pages = [
        indices_text(bolivia, [("deputies", es.indices(bolivia, "deputies"))], spoken, everything=False),
        indices_text(bolivia, [("deputies", es.indices(bolivia, "deputies"))], spoken, everything=True),
        power_text(bolivia, [decided], spoken, everything=True),
        change_text(es.change("bo-2014", "bo-2020", body="deputies"), ({"en": "A"}, {"en": "B"}), spoken),
    ]
    for page in pages:
        told = plain(page, width=width)
        assert max(map(len, told.splitlines())) <= width
        assert "{" not in told


def test_a_body_without_measures_says_why(bolivia) -> None:
    """In place of its table."""
    page = plain(indices_text(bolivia, [("senate", Problem("one."))], EN, everything=False))
    assert "Senate\none.\n" in page


def test_what_a_change_leaves_out_and_what_it_suggests() -> None:
    """Scotland: 42 constituencies of another name on either side, counted and named; a name inside another."""
    found = es.change("gb-sct-2007", "gb-sct-2011", body="parliament")
    page = " ".join(plain(change_text(found, ({"en": "A"}, {"en": "B"}), EN)).split())
    assert "Left out: 42 seats of areas that only the earlier election has (42): Hamilton North & Bellshill," in page
    assert "Left out: 42 seats of areas that only the later election has (42): " in page
    told = plain(change_text(es.change("nl-2017", "nl-2023"), ({"en": "A"}, {"en": "B"}), EN))
    assert '--same "GROENLINKS / Partij van de Arbeid (PvdA)=GroenLinks+PvdA"' in told
    assert "and GroenLinks, PvdA may be the same by their names;" in " ".join(told.split())


def test_differences_have_a_sign() -> None:
    """A true minus, and none for nothing."""
    assert [points(Fraction(each, 1000), ES) for each in (12, -5, 0)] == ["+1,20", "−0,50", "0,00"]


QUESTIONS = {
    another_outcome("senate"): "How few votes change any seat?",
    another_outcome("senate", area="Beni"): "How few votes change a seat of this area: Beni?",
    seats_of("senate", "A", more=1): "How few votes give A one seat more than now, in all?",
    seats_of("senate", "A", more=3): "How few votes give A 3 seats more than now, in all?",
    seats_of("senate", "A", fewer=1, area="Beni"): "How few votes take a seat from A, in this area: Beni?",
    seats_of("senate", "A", fewer=2): "How few votes take 2 seats from A, in all?",
    seats_of("senate", ["A", "B"], least=19): "How few votes give A + B at least 19 seats, in all?",
    seats_of("senate", "A", most=18): "How few votes leave A at most 18 seats, in all?",
    majority_of("senate", "A", rule="two-thirds"): "win this majority for A, or take it from it: two-thirds?",
    office(runoff=True): "How few votes bring about a run-off, or spare it where there is one?",
    office(elected="A"): "How few votes elect A?",
    office(goes_on="A"): "How few votes send A to the run-off?",
}


@pytest.mark.parametrize("target", QUESTIONS, ids=QUESTIONS.get)
def test_every_question_is_put_in_words(target) -> None:
    """In English, and in Spanish otherwise than in English."""
    assert QUESTIONS[target] in asked_text(target, EN, office=False)
    assert asked_text(target, ES, office=False).startswith("¿Con qué mínimo de votos")
    assert "run-off" in asked_text(another_outcome("president"), EN, office=True)


def answered(outcome: es.outcome.Outcome, **facts: object) -> Margins:
    """An answer put together by hand."""
    kept: dict[str, Any] = {
        "target": another_outcome("senate"),
        "kind": "move",
        "source": "",
        "to": "",
        "votes": None,
        "by_lot": None,
    }
    return Margins(outcome=outcome, body="senate", found=(Margin(**kept | facts),), by_area=False, refused={})


def test_a_margin_that_no_number_of_votes_meets(bolivia) -> None:
    """Or that only a lot meets."""
    for by_lot, told in (
        (None, "No number of such votes does it."),
        (7, "No number of such votes does it for certain."),
    ):
        found = answered(bolivia, by_lot=by_lot)
        assert told in plain(margins_text(bolivia, [("senate", found)], EN)).splitlines()


def test_a_margin_with_a_tie_before_it(bolivia) -> None:
    """From which number a lot may decide; what is more than one ballot is shown by a saved scenario."""
    witness = (Changed("president", "Beni", "CC", -5), Changed("uninominal", "C60", "CC", 3))
    found = answered(bolivia, votes=8, by_lot=7, witness=witness, kind="remove")
    page = " ".join(plain(margins_text(bolivia, [("senate", found)], EN)).split())
    assert "8 votes taken away. From 7 a lot may decide so; 8 make it certain." in page
    assert "The seats stay as they are; what changes is who goes to the run-off." in page
    assert "--save FILE writes these votes, and what-if --scenario FILE runs them." in page
    assert command_of(found, found.found[0]) == ""


def test_the_command_that_shows_a_margin(bolivia) -> None:
    """Who only gains has nobody before the arrow; what was typed of the law is typed again; never broken."""
    found = answered(bolivia, votes=5, by_lot=5, witness=(Changed("president", "Beni", "CC", 5),), kind="add")
    told = command_of(found, found.found[0], ("--day", "2014-10-12")).replace("\u00a0", " ")
    assert told == 'escrutinio what-if bo-2020 senate --move ">CC=5@Beni" --ballot president --day 2014-10-12'
    several = tuple(Changed("president", area.constituency, "CC", 1) for area in bolivia.election.tallies[:6])
    assert (
        command_of(answered(bolivia, votes=6, by_lot=6, witness=several), answered(bolivia, witness=several).found[0])
        == ""
    )
