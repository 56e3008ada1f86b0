"""What a check of a law tells besides what keeps it from being read: each with its line, errors apart from warnings."""

from __future__ import annotations

import re

import pytest

from escrutinio.law import available, check
from escrutinio.report import words
from escrutinio.report.law_checks import checks_json, errors_text, warnings_text

THRESHOLD = """\
      - id: threshold
        does: threshold
        name: {es: Umbral, en: Threshold}
        from: 2000-01-01
        source: {text: act, article: "2"}
        basis: text
        votes: president
        admits: {share: 3/100, of: valid_votes, over: country, boundary: at_least}
"""
SEATS = THRESHOLD + "      - id: seats\n        does: highest_averages\n"
AGAIN = THRESHOLD.replace("from: 2000-01-01", "from: 2010-01-01")
TIES = "        gives: seat\n        ties: lots\n"
SECOND = """\
      - id: second
        does: plurality
        name: {es: Otro, en: Other}
        from: 2000-01-01
        source: {text: act}
        basis: text
        votes: other
        per: constituency
        gives: all
        ties: lots
"""
KIND = "      seat: {es: escaños, en: seats}"
AREAS = "areas: {North: {seat: 4}, South: {seat: 3}}"
LATER = "      - {from: 2010-01-01, source: {text: act}, basis: text, kinds: {seat: {total: 7}}}\n"
MEASURED = "does: apportionment\n        total: 7\n        divisors: hill\n        measure: population"
OTHER = """\
  other:
    name: {es: Otra, en: Other}
    aliases: [House]
    kinds: {seat: {es: x, en: x}}
    stages:
"""
ERRORS = {
    "twice": ([(THRESHOLD, THRESHOLD + THRESHOLD)], 26, "“threshold” is there twice from 2000-01-01"),
    "not in force": (
        [(THRESHOLD, THRESHOLD.replace("2000-01-01", "2005-01-01"))],
        36,
        "“seats” needs “threshold” before it, and from 2000-01-01 none is in force there",
    ),
    "ended": (
        [(THRESHOLD, THRESHOLD.replace("        basis", "        until: 2004-01-01\n        basis"))],
        37,
        "“seats” needs “threshold” before it, and from 2004-01-01 none is in force there",
    ),
    "order": (
        [(THRESHOLD, ""), (TIES, TIES + THRESHOLD)],
        28,
        "“seats” needs “threshold” before it, and from 2000-01-01 none is in force there",
    ),
    "other kinds": (
        [
            (KIND, f"{KIND}\n      old: {{es: viejos, en: old}}"),
            (AREAS, f"until: 2010-01-01\n        {AREAS}"),
            ("    stages:\n", LATER.replace("seat", "old") + "    stages:\n"),
        ],
        37,
        "“seats” shares out seats, and from 2010-01-01 no distribution in force has any of these kinds: seat",
    ),
    "all": (
        [
            (KIND, f"{KIND}\n      all: {{es: otros, en: others}}"),
            (TIES, TIES + SECOND),
        ],
        11,
        "tables of seats call all kinds together “all”",
    ),
    "levels": (
        [("    distribution:\n", "    levels: {region: area, country: area}\n    distribution:\n"),
         (TIES, TIES + SECOND.replace("gives: all", "gives: seat").replace("constituency", "country"))],
        11,
        "tables of seats would call two levels “area”: region and country",
    ),
    "totals": (
        [("    distribution:\n", "    region_totals: [chair]\n    distribution:\n")],
        11,
        "“chair” is no kind of seat of this body. Write one of these: all, seat",
    ),
}  # fmt: skip
WARNINGS = {
    "file": ([("law: small", "law: tiny")], 1, "the law is called “tiny” and its file small.yaml"),
    "text": (
        [("  act: {title: Act of 2000}", "  act: {title: Act of 2000}\n  old: {title: Act of 1990}")],
        6,
        "no rule cites the text “old”",
    ),
    "kind": (
        [(KIND, f"{KIND}\n      old: {{es: viejos, en: old}}")],
        11,
        "no stage gives or shares out seats of the kind “old”",
    ),
    "seats": (
        [("members: 7", "members: 8"), ("South: {seat: 3}", "South: {seat: 3, old: 1}")],
        12,
        "no stage gives or shares out the seats of the kind “old” that this distribution has",
    ),
    "threshold": ([("        among: threshold\n", "")], 18, "no stage asks for the threshold “threshold”"),
    "claim": ([("gives: seat", "entitles: claim")], 26, "no stage settles the claim of “seats”"),
    "overlap": (
        [(THRESHOLD, THRESHOLD + AGAIN)],
        18,
        "“threshold”: the version that begins on 2000-01-01 has not ended on 2010-01-01, when the next begins",
    ),
    "gap": (
        [(AREAS, f"until: 2010-01-01\n        {AREAS}"),
         ("    stages:\n", LATER.replace("2010", "2012") + "    stages:\n")],
        18,
        "no version of “distribution” is in force from 2010-01-01 until 2012-01-01",
    ),
    "no distribution": (
        [("      - from: 2000-01-01", "      - from: 2005-01-01")],
        34,
        "“seats” shares out seats (seat), and on 2000-01-01 no distribution is in force: it elects nobody then",
    ),
    "ballot": (
        [("    distribution:\n", "    tiers: {list: {aliases: [party]}}\n    distribution:\n")],
        11,
        "no stage counts the ballot “list”",
    ),
    "apportionment": (
        [(TIES, TIES + SECOND.replace("does: plurality", MEASURED).replace("        gives: all\n", ""))],
        39,
        "no distribution takes the seats that “second” gives to areas",
    ),
    "alike": (
        [("bodies:\n", f"bodies:\n{OTHER}" + SECOND.replace("gives: all", "gives: seat"))],
        22,
        "“house” may be typed for “other” and for “house”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_has_its_line(spoiled, name):
    """What keeps the law from electing on some day."""
    changes, line, said = ERRORS[name]
    path = spoiled(*changes)
    told = [str(each) for each in check(path).errors]
    assert [each for each in told if re.match(rf"{re.escape(str(path))}:{line}: [^ ]+: {re.escape(said)}", each)], told


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_has_its_line(spoiled, name):
    """What is allowed and seldom meant; the law has no error."""
    changes, line, said = WARNINGS[name]
    path = spoiled(*changes)
    found = check(path)
    told = [str(each) for each in found.warnings]
    assert found.errors == ()
    assert [each for each in told if re.match(rf"{re.escape(str(path))}:{line}: [^ ]+: {re.escape(said)}", each)], told


def test_days_without_any_rule_are_told_once(spoiled):
    """All rules end, and begin again a year later: one warning, not one for each stage and the distribution."""
    ended = THRESHOLD.replace("        source", "        until: 2004-01-01\n        source")
    begun = THRESHOLD.replace("from: 2000-01-01", "from: 2005-01-01")
    path = spoiled(
        (THRESHOLD, ended + begun),
        (
            '        from: 2000-01-01\n        source: {text: act, article: "3"}',
            "        from: 2000-01-01\n        until: 2004-01-01\n        source: {text: act}",
        ),
    )
    told = [str(each) for each in check(path).warnings]
    assert [
        each for each in told if "no rule of this body is in force from 2004-01-01 until 2005-01-01" in each
    ] == told


def test_a_law_in_order_has_nothing_to_tell(spoiled):
    """The small law of these tests."""
    found = check(spoiled())
    assert (found.errors, found.warnings) == ((), ())


def test_a_file_that_cannot_be_read_has_its_mistakes(spoiled, tmp_path):
    """All mistakes of the shape, one a line; a file that is not there is an error as well."""
    found = check(spoiled(("share: 3/100", "share: 0.03"), ("divisors: dhondt", "divisors: dhont")))
    assert len(found.errors) == 2
    assert "cannot be read" in str(check(tmp_path / "none.yaml").errors[0])
    assert "no law is called “nix”" in str(check("nix").errors[0])


@pytest.mark.parametrize("name", available())
def test_every_law_at_hand_has_no_errors(name):
    """Warnings may stand; errors may not."""
    assert check(name).errors == ()


def test_answers_tell_errors_and_warnings_apart(spoiled):
    """In both languages, and in the document for other programs."""
    good, bad = check(spoiled(("        among: threshold\n", ""))), check("nix")
    warned, in_order = warnings_text([good, bad], words("es")).splitlines()
    place = f"Advertencia: {good.file}:18: bodies.house.stages.0: "
    assert warned.startswith(f"{place}ninguna etapa pide el umbral «threshold». Escriba among: threshold")
    assert in_order == f"{good.law}: en orden."
    assert errors_text([good, bad], words("es")).startswith("ninguna ley se llama «nix»")
    document = checks_json([good, bad], words("en"))["laws"]
    assert [(len(each["errors"]), len(each["warnings"])) for each in document] == [(0, 1), (1, 0)]
