"""What a reader is told of chambers of every form: figures typed from those who declared them, in both languages."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

import escrutinio as es
from escrutinio import report
from escrutinio.report import words
from escrutinio.report.outcome_text import outcome_text
from escrutinio.report.printing import plain

if TYPE_CHECKING:
    from escrutinio.outcome import Outcome

LATEST = {name.rpartition("-")[0]: name for name in es.elections()}
"""The latest election of each country."""
MOST_LINES = 330
"""No page of a whole body is longer: an area is asked for by its name."""


@cache
def elected(name: str) -> Outcome:
    """An election as it was decided, once for all tests here."""
    return es.elect(es.election(name))


def page(name: str, *, lang: str = "en") -> str:
    """Who is elected, with every line joined to the next so that a sentence can be found."""
    return " ".join(report.text(elected(name), lang=lang).split())


def why(name: str, body: str, area: str | None = None, *, lang: str = "en") -> str:
    """Why, as one line."""
    return " ".join(report.explanation(elected(name), body, area, lang=lang).split())


def test_a_house_with_winners_left_out() -> None:
    """Germany 2025 (Bundeswahlleiterin): CDU 164, 128 of them direct; 23 without a seat; BSW 9,529 votes short."""
    told = page("de-2025")
    assert "CDU 11,196,374 22.55 % 128 36 164" in told
    assert "23 constituency winners have no seat" in told
    assert "Flensburg – Schleswig (CDU), Bremen I (SPD)" in told
    assert "Out, nearest first: BSW (−9,529 votes)" in told
    assert "In without it: SSW (−2,406,338 votes)." in told
    assert "23 ganadoras de circunscripción se quedan sin escaño" in page("de-2025", lang="es")


def test_a_house_that_grew() -> None:
    """Germany 2021: from 598 to 736, three seats uncompensated (Bundeswahlleiter)."""
    told = page("de-2021")
    assert "The house grows from 598 seats to 733" in told
    assert "3 seats stay on top without being evened out (3 at most): 736 in all." in told
    assert "La cámara crece de 598 escaños a 733" in page("de-2021", lang="es")


def test_a_body_that_grew_by_overhang() -> None:
    """New Zealand 2011: 121 members in place of 120 (Electoral Commission)."""
    assert "House of Representatives: 121 seats" in page("nz-2011")
    assert (
        "Overhang: Māori Party won 1 more than its entitlement. The body grows by them: 121 seats instead of 120."
        in (page("nz-2011"))
    )
    assert "La cámara crece con ellos: 121 escaños en lugar de 120." in page("nz-2011", lang="es")


def test_seats_that_elect_to_an_office() -> None:
    """United States 2020: 538 electors, 306 and 232, and one elected (National Archives)."""
    told = page("us-2020")
    assert "Presidency: 538 seats" in told
    assert "Joseph R. Biden 81,268,908 51.52 % 304 2 306" in told
    assert "Elected: Joseph R. Biden." in told
    assert "list population share seats" in told  # the House: people, not votes
    needed = "More than 50 % of the 538 seats: 270 needed, Joseph R. Biden has 306: met."
    assert needed in why("us-2020", "president")


def test_members_by_name() -> None:
    """Acre 2018: the eight deputies of the TSE, in the order of their personal votes."""
    told = page("br-2018")
    assert "Cylmara Fernandes da Rocha Gripp 40,047" in told
    assert "Jesus Sergio de Menezes 9,537" in told


@pytest.mark.parametrize("name", ["de-2025", "gb-2019", "es-2015", "at-2024"])
def test_many_areas_are_asked_for(name: str) -> None:
    """No table of hundreds of areas; the page says how to have them."""
    text = report.text(elected(name))
    assert len(text.splitlines()) < 90
    assert f"escrutinio elect {name} --format csv" in text


def test_the_closest_are_told_of_hundreds() -> None:
    """United Kingdom 2019: Fermanagh and South Tyrone by 57 votes (House of Commons Library); how to ask for one."""
    told = why("gb-2019", "commons")
    assert "These are 650 areas, too many to tell each." in told
    assert "Fermanagh and South Sinn Féin UUP 21,986 21,929 57" in told
    assert "Name one area after the body to see its figures in full" in told
    assert "Escriba un área después de la cámara" in why("gb-2019", "commons", lang="es")


def test_a_winner_without_a_seat_is_told_why() -> None:
    """Germany 2025, Flensburg – Schleswig: the CDU's winner is the last of nine in a Land that is due eight."""
    told = why("de-2025", "bundestag", "Flensburg – Schleswig")
    assert "CDU has most votes and no seat" in told
    assert "the list is due 8 there" in told


def test_thresholds_of_every_kind_are_sentences() -> None:
    """A share by size, seats won before, a number of areas, a quota, a minority: no field of the law file is shown."""
    assert "2 parties together: 8 %" in page("cz-2021")
    assert "Seats won before: 1 or more." in page("nz-2011")
    assert "Most votes in at least 3 of the constituencies." in page("de-2025")
    assert "At least 5 % of the valid votes in at least 1 of the constituencies." in page("ch-zh-2019")
    assert "Exempt as a minority: SSW." in page("de-2025")
    assert "of the quota, which is" in page("nl-2017")


def test_an_article_has_its_own_sign() -> None:
    """“§ 5” is not told as “art. § 5”; a bare number is an article."""
    assert "art. §" not in page("de-2021")
    assert "art. 163" in why("es-2015", "congress", "Madrid")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", [name for name in LATEST.values() if not name.startswith("bo-")])
def test_every_form_of_law_is_told(name: str, lang: str) -> None:
    """Whole bodies in both languages, of readable length, and their first areas: without a name of ours."""
    outcome = elected(name)
    pages = [report.text(outcome, lang=lang)]
    for body, found in outcome.bodies.items():
        pages.append(report.explanation(outcome, body, lang=lang))
        assert len(pages[-1].splitlines()) < MOST_LINES
        areas = {run.areas[0] for run in found.run.stages.values() if run.areas and run.areas[0]}
        pages += [report.explanation(outcome, body, area, lang=lang) for area in areas if lang == "en"]
    for text in pages:
        assert not re.search(r"Fraction\(|np\.|None|True|False|\{|\}|highest_averages|valid_votes", text)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", ["de-2021", "no-2017", "es-2015", "cz-2021"])
def test_no_width_loses_a_figure(name: str, width: int) -> None:
    """Every figure of a wide page stands on a narrow one too."""
    wide, narrow = (plain(outcome_text(elected(name), words("en")), width=each) for each in (300, width))

    def figures(text: str) -> list[str]:
        return sorted(set(re.findall(r"\d{1,3}(?:,\d{3})+|\d+\.\d\d %", text)))

    assert figures(narrow) == figures(wide)
