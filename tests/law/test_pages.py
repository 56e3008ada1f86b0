"""A law as a page: every law at hand, in both languages, at 80 and 120 columns; every kind of stage and condition."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from escrutinio.apportionment import ApportionmentError, divisors_named, quota_named
from escrutinio.documents import check
from escrutinio.law import LawFile, available, in_force, load
from escrutinio.law.conditions import SHAPES, Condition
from escrutinio.law.stages import Stage
from escrutinio.report import words
from escrutinio.report.as_json import law_json
from escrutinio.report.law_conditions import sentences
from escrutinio.report.law_graph import DOES
from escrutinio.report.law_stages import said
from escrutinio.report.law_text import law_text
from escrutinio.report.law_values import Told, divisors, quota, share
from escrutinio.report.printing import plain

SHARE = {"share": "5/100", "over": "country", "boundary": "at_least"}
FIVE = "at least 5 % (1/20) of the valid votes of the whole election"
HARE = "the Hare quota (votes over seats)"
CONDITIONS: list[tuple[dict[str, Any], str]] = [
    (SHARE, f"{FIVE} [admits.share]"),
    (
        SHARE | {"of": "registered", "over": "region", "boundary": "more_than"},
        "more than 5 % (1/20) of the registered voters of the region",
    ),
    (SHARE | {"of": "valid_and_blank"}, "at least 5 % (1/20) of the valid and blank votes of the whole election"),
    (
        {"lead": "1/10", "boundary": "at_least"},
        "a lead of at least 10 % (1/10) of the valid votes of the whole election [admits.lead]",
    ),
    (
        {"lead": 0, "over": "constituency", "boundary": "more_than"},
        "more votes than any other list in the constituency",
    ),
    (
        {"by_size": {"1": "5/100", "2": "7/100", "4": "10/100"}, "boundary": "at_least"},
        "5 % (1/20) for a party alone, 7 % (7/100) for 2 together, 10 % (1/10) for 4 or more together [admits.by_size]",
    ),
    (
        {"quota": "3/4", "name": "hare", "seats": ["seat"], "boundary": "at_least"},
        f"at least 3/4 times {HARE}, formed of the votes of the whole election and these seats: seats",
    ),
    ({"quota": 1, "seats": ["seat"], "over": "region", "boundary": "more_than"}, f"more than {HARE}, formed of the"),
    (
        {"seats": 3, "of": ["seat"], "areas": 2, "boundary": "at_least"},
        "at least 3 of the seats already won (seats), in at least 2 of the areas [admits.seats]",
    ),
    (
        {"seats": "1/2", "of": ["seat"], "boundary": "more_than"},
        "more than 50 % (1/2) of all seats of these kinds: seats",
    ),
    ({"minority": ["Friends"]}, "the list stands for a national minority (Friends)"),
    (
        {"areas": 2, "level": "region", "votes": "other", "meets": SHARE},
        f"in at least 2 of the regions of the ballot “other”: [admits.areas]\n  {FIVE} [admits.meets.share]",
    ),
    (
        {"areas": 1, "level": "constituency", "meets": SHARE},
        "in at least 1 of the constituencies: [admits.areas]\n  at",
    ),
    (
        {"any": {"five": SHARE, "both": {"all": {"x": {"minority": []}, "y": SHARE}}}},
        f"one of these is enough:\n  {FIVE} [admits.any.five.share]\n  all of these together:\n    the list stands for",
    ),
    ({"any": {"five": SHARE}}, f"{FIVE} [admits.any.five.share]"),
]
SEAT = {"gives": "seat", "ties": "lots"}
PLURALITY = SEAT | {"does": "plurality", "per": "region"}
DHONDT = SEAT | {"does": "highest_averages", "per": "country", "seats": ["seat"], "divisors": "dhondt"}
DROOP = SEAT | {"does": "largest_remainder", "per": "country", "seats": ["seat"], "quota": "droop"}
CAP = {"seats": 300, "share_above": "8/100", "of": 500, "counted": ["seat"]}
AREAS = {"does": "apportionment", "per": "constituency", "total": 169, "divisors": "sainte_lague", "ties": "lots"}
PEOPLE = {"does": "open_list", "of": ["seat"], "order": "list_order", "share": "1/4", "ties": "lots"}
STAGES: list[tuple[dict[str, Any], str]] = [
    (PLURALITY, "In each region, most votes win the seat."),
    (PLURALITY | {"ranks": [2, 1]}, "win, in their order, so many seats: 2, 1. [ranks]"),
    (
        PLURALITY | {"seats": ["seat"], "takes": "all"},
        "In each region, the list with most votes takes all seats of these kinds: seats.",
    ),
    (DHONDT | {"alliances": {"quota": "hare"}}, f"its seats are shared inside by {HARE} and largest remainders."),
    (DHONDT | {"alliances": {"by": "personal_votes"}}, "its seats go to its candidates with most votes."),
    (DHONDT | {"weighted": "voter_numbers"}, "its votes in a constituency over the seats there, added up. [weighted]"),
    (
        DHONDT | {"candidates": {"share": "1/10", "quota": "hare"}},
        f"as it has candidates with 10 % (1/10) of a quota: {HARE}. [candidates.share]",
    ),
    (DHONDT | {"abroad": "not_counted"}, "Counts the ballot “list”, without the votes from abroad."),
    (DROOP | {"maximum": CAP}, "No list may hold more than 300 seats. [maximum.seats]"),
    (DROOP | {"maximum": CAP}, "above its share of the votes by more than 8 % (2/25). [maximum.share_above]"),
    (DROOP, "plus one, rounded down, plus one). [quota]"),
    (
        AREAS | {"measure": {"population": 1, "km2": "9/5"}},
        "169 seats go to the constituencies by their population + 9/5 × km2, by Sainte-Laguë",
    ),
    (AREAS | {"measure": "registered", "minimum": 2}, "No area has fewer than 2. [minimum]"),
    (AREAS | {"measure": "registered", "initial": 1}, "Before that every area has this many: 1. [initial]"),
    (AREAS | {"measure": "registered", "fixed": {"North": 3}}, "a number of their own, part of the total: North 3."),
    (PEOPLE, "in the list's order: seats. [order]\nBefore them sits who has at least 25 % (1/4) of a quota. [share]"),
    (PEOPLE | {"of_votes": "list_votes"}, "Before them sits who has at least 25 % (1/4) of the list's votes. [share]"),
]
TEXT = {"es": "x", "en": "x"}
ONE_CONDITION: Any = Condition
ONE_STAGE: Any = Stage
BEFORE = {"id": "x", "name": TEXT, "from": "2000-01-01", "source": {"text": "a"}, "basis": "text", "votes": "list"}


def told(lang: str = "en") -> Told:
    """The words of a small body with one kind of seat."""
    stages = [BEFORE | PLURALITY]
    body = {"name": TEXT, "kinds": {"seat": {"es": "escaños", "en": "seats"}}, "stages": stages}
    written = {"law": "x", "country": "x", "name": TEXT, "texts": {"a": {"title": "a"}}, "bodies": {"b": body}}
    law = check(written, LawFile)
    return Told(law, "b", law.bodies["b"].stages, words(lang))


def page(said_there) -> str:
    """Sentences one below the other, set in, with their addresses."""
    return "\n".join(f"{'  ' * depth}{text}{f' [{field}]' if field else ''}" for depth, text, field in said_there)


@pytest.mark.parametrize("case", CONDITIONS, ids=lambda case: "-".join(case[0]))
def test_every_condition_is_a_sentence(case):
    """Its share as a percentage and as a fraction, what it is taken of, its address; nested ones set in."""
    written, expected = case
    assert expected in page(sentences(check(written, ONE_CONDITION), "admits", told()))


@pytest.mark.parametrize("case", STAGES, ids=lambda case: case[0]["does"])
def test_what_no_law_at_hand_writes_is_a_sentence_too(case):
    """Choices of stages that are rare, typed here."""
    written, expected = case
    assert expected in page(said(check(BEFORE | written, ONE_STAGE), told()))


def test_every_kind_of_stage_and_condition_is_said_somewhere():
    """The laws at hand and the cases above together leave none out."""
    laws = [stage for name in available() for body in load(name).bodies.values() for stage in body.stages]
    assert {each.does for each in laws} | {written["does"] for written, _ in STAGES} == set(DOES)
    shapes = {shape for written, _ in CONDITIONS for shape in SHAPES if shape in written}
    assert shapes | {"all"} == set(SHAPES)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", available())
def test_every_law_prints_well(name, lang):
    """No line is wider than the page but for addresses that are not broken; every stage has its date and article."""
    law = load(name)
    for width in (80, 120):
        text = plain(law_text(law, None, words(lang)), width=width)
        assert [row for row in text.splitlines() if len(row) > width and "http" not in row] == []
        flat = " ".join(text.split())
        for body in law.bodies.values():
            for stage in body.stages:
                assert stage.name[lang] in flat
                assert str(stage.since) in flat
                assert " ".join(stage.source.article.split()) in flat
    assert "None" not in text
    assert "Fraction(" not in text


def test_only_what_is_in_force_on_a_day():
    """Numbers in the law's order, and of joint bodies only the majorities of that day."""
    rules = in_force(load("bo"), date(2020, 10, 18))
    text = plain(law_text(rules.law, rules, words("en")), width=100)
    assert re.search(r"^4\. D'Hondt in each department$", text, re.MULTILINE)
    assert "Every version" not in text
    assert text.count("until 2009-02-07") == 0
    document = json.loads(json.dumps(law_json(rules.law, rules)))
    assert [each["from"] for each in document["joint"][0]["majorities"] if each["id"] == "two-thirds"] == ["2009-02-07"]


def test_a_version_names_the_version_it_builds_on():
    """Of several versions of a threshold the one that was in force when the stage began."""
    text = " ".join(plain(law_text(load("de"), None, words("en")), width=200).split())
    first = text[text.index("First distribution in each Land") :]
    assert "Only lists that “Threshold (Sperrklausel)” admits take part." in first[:900]


@pytest.mark.parametrize(
    ("value", "lang", "expected"),
    [("1/200", "en", "0.5 % (1/200)"), ("1/200", "es", "0,5 % (1/200)"), ("2/3", "en", "2/3")],
)  # fmt: skip
def test_a_share_is_a_percentage_where_it_is_one_exactly(value, lang, expected):
    """Never rounded: what is no percentage of two places stays a fraction."""
    assert share(Fraction(value), words(lang)) == expected


def test_every_method_has_a_name():
    """Those the arithmetic knows, by all their names, in both languages."""
    known = [_known(divisors_named), _known(quota_named)]
    for lang in ("en", "es"):
        assert all(divisors(name, words(lang)) for name in known[0])
        assert all(quota(name, words(lang)) for name in known[1])
    assert divisors({"modified_sainte_lague": "4/3"}, words("es")) == "Sainte-Laguë modificado (divisores 4/3, 3, 5 …)"


def _known(named):
    """The names that the arithmetic knows, as it tells them where it does not know one."""
    with pytest.raises(ApportionmentError) as caught:
        named("?")
    return str(caught.value.facts["known"]).split(", ")
