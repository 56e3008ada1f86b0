"""Lines with too many cells: a thousands mark without quotes, a comma in a name, and what could be either."""

from __future__ import annotations

import pytest
from made_files import codes, totals  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.reading.findings import worded

HEAD = "Mesa,Dep,Inscritos,A,B,Obs\n"


def described(thousands: str = ",") -> str:
    """A description of these headers."""
    return f"""
formats:
  - id: made
    name: {{es: a, en: a}}
    contest: {{fixed: president}}
    station: [Mesa]
    areas: {{department: Dep}}
    counts: {{registered: Inscritos}}
    lists: [A, B]
    ignore: [Obs]
    thousands: "{thousands}"
"""


def test_a_described_mark_without_quotes_is_a_number(made):
    """10 + 1,234 + 50 voters; A has 3 + 5 + 5 votes and B 4 + 6 + 6: no count moves into its neighbour's column."""
    reading = made.read(f"{HEAD}1,N,10,3,4,x\n2,S,1,234,5,6,x\n3,S,50,5,6,a, b\n", described=described())
    assert totals(reading) == {"registered": 1294, "A": 13, "B": 16}
    assert codes(reading) == ["R212", "R201"]
    assert "“1,234” was taken as a number with a thousands mark" in worded(reading.findings[0])
    assert "inside “a, b” was taken as part of the name; the counts are certain" in worded(reading.findings[1])


def test_marks_in_several_counts_of_a_line(made):
    """1,234 voters and 1,000 votes of A beside a comma in a name; and a mark in a column that nobody needs."""
    text = f"{HEAD}1,N,10,3,4,7\n2,Santa Cruz, north,1,234,1,000,6,8\n3,S,50,5,6,1,234\n"
    reading = made.read(text, described=described())
    assert totals(reading) == {"registered": 10 + 1234 + 50, "A": 3 + 1000 + 5, "B": 4 + 6 + 6}
    rows = "SELECT station, department FROM sheets_president ORDER BY 1"
    assert reading.engine.rows(rows) == [("1", "N"), ("2", "Santa Cruz, north"), ("3", "S")]


def test_what_can_be_read_in_two_ways_is_not_guessed(made):
    """1,234 and 100, or 1 and 234,100: the line is not counted, and told."""
    reading = made.read(f"{HEAD}1,N,10,3,4,x\n2,S,1,234,100,7,x\n", described=described())
    assert totals(reading) == {"registered": 10, "A": 3, "B": 4}
    finding = reading.findings[0]
    assert (finding.code, finding.severity, finding.where.row) == ("R211", "error", 3)
    assert "can be read in more than one way; the line is not counted: 2,S,1,234,100,7,x" in worded(finding)


@pytest.mark.parametrize("line", ["2,S,1,234,5,6,x", "2,S,50,5,6,7,x"])
def test_a_mark_that_nobody_described_is_not_taken_off(made, line):
    """Nor does a count become the beginning of a remark: the line is told, not counted."""
    reading = made.read(f"{HEAD}1,N,10,3,4,x\n{line}\n", described=described(""))
    assert totals(reading) == {"registered": 10, "A": 3, "B": 4}
    assert codes(reading) == ["R203"]


def test_a_number_is_no_beginning_of_a_name(made):
    """“2,S” is a station and a department, whatever the other lines hold; with a blank it may be an address."""
    head = "Mesa,Dep,A,B\n"
    how = described("").replace("    ignore: [Obs]\n", "").replace("    counts: {registered: Inscritos}\n", "")
    reading = made.read(f"{head}2,S, Rita,3,4\n2,S,3,4,5\n", described=how)
    rows = 'SELECT station, department, "A", "B" FROM sheets_president'
    assert reading.engine.rows(rows) == [("2", "S, Rita", 3, 4)]
    assert codes(reading) == ["R201", "R203"]
    reading = made.read(f"{head}1,N,3,4\n2,12, High Street,3,4\n", described=how)
    assert reading.engine.rows(rows)[1] == ("2", "12, High Street", 3, 4)


def test_a_line_with_too_many_ways_is_given_up(made):
    """A line of ones and hundreds can be cut in thousands of ways: it is told, at once."""
    lists = [f"L{number}" for number in range(30)]
    how = described().replace("[A, B]", f"[{', '.join(lists)}]")
    head = "Mesa,Dep,Inscritos," + ",".join(lists) + ",Obs\n"
    line = ",".join(["1", "N", *["100"] * 48, "x"]) + "\n"
    reading = made.read(head + line + ",".join(["2", "S", *["7"] * 31, "x"]) + "\n", described=how)
    assert codes(reading) == ["R211"]
    assert totals(reading)["L0"] == 7
