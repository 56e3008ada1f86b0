"""Several ballots in one table: each in a description of its own, in one file of descriptions."""

from __future__ import annotations

import pytest
from made_files import (  # type: ignore[import-not-found]  # it stands beside this file
    codes,
    totals,
    workbook,
)

from escrutinio.canvass.reading.findings import worded

ONE = """  - id: {id}
    name: {{es: a, en: a}}
    contest: {{fixed: {contest}}}
    station: [Bezirk]
    areas: {{department: Land}}
    counts: {{registered: Berechtigte, "null": "Ungültige {name}"}}
    lists: [CDU, SPD]
    aliases: {{CDU: ["CDU {name}"], SPD: ["SPD {name}"]}}
"""
BOTH = (
    "formats:\n"
    + ONE.format(id="de-first", contest="first", name="Erst")
    + ONE.format(id="de-second", contest="second", name="Zweit")
)
HEADERS = (
    "Bezirk",
    "Land",
    "Berechtigte",
    "Ungültige Erst",
    "CDU Erst",
    "SPD Erst",
    "Ungültige Zweit",
    "CDU Zweit",
    "SPD Zweit",
)
ROWS = (("1", "N", 100, 1, 40, 30, 2, 35, 33), ("2", "S", 200, 3, 60, 70, 4, 65, 58))
FIRST = {"registered": 300, "CDU": 100, "SPD": 100, "null": 4}
SECOND = {"registered": 300, "CDU": 100, "SPD": 91, "null": 6}
"""Added up by hand: 40 + 60 and 30 + 70; 35 + 65 and 33 + 58."""


def text(rows: tuple[tuple[object, ...], ...] = ROWS) -> str:
    """The rows below their headers."""
    return "".join(";".join(map(str, row)) + "\n" for row in (HEADERS, *rows))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_both_ballots_of_a_file_are_read(made, kind):
    """One table each, from one file; no column of the one is unknown to the other."""
    content = text() if kind == "csv" else workbook({"H": [HEADERS, *ROWS]})
    reading = made.read(content, f"a.{kind}", described=BOTH)
    assert (totals(reading, "first"), totals(reading, "second")) == (FIRST, SECOND)
    assert list(reading.tables) == ["first", "second"]
    assert reading.findings == ()


def test_one_of_them_alone(made):
    """By the contest's id; the format is that ballot's."""
    reading = made.read(text(), described=BOTH, contest="second")
    assert (list(reading.tables), reading.format) == (["second"], "de-second")
    assert totals(reading, "second") == SECOND


def test_what_both_share_is_told_once(made):
    """A bad count of voters, a row of totals and an unknown column stand in both ballots, and are one finding each."""
    rows = ("1;N;x;1;40;30;2;35;33;9", "2;S;200;3;60;70;4;65;58;9", "Total;;300;4;100;100;6;100;91;9")
    headers = ";".join((*HEADERS, "Neu"))
    reading = made.read("".join(f"{row}\n" for row in (headers, *rows)), described=BOTH)
    assert codes(reading) == ["R206", "R104", "R301"]
    assert "“Neu” holds numbers and is not described" in worded(reading.findings[2])
    assert totals(reading, "first") == FIRST | {"registered": 200}


def test_descriptions_of_the_same_votes_are_two_kinds_of_file(made):
    """Two contests that look for their votes in the same columns are not both in the file: the first is read."""
    same = BOTH.replace("Zweit", "Erst")
    reading = made.read(text(), described=same)
    assert list(reading.tables) == ["first"]
