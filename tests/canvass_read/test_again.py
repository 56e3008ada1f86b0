"""Long files in which an option stands several times at one station: candidates, copies, places, another sheet."""

from __future__ import annotations

from made_files import codes, totals  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.reading.findings import worded

HOW = """
formats:
  - id: made
    name: {es: a, en: a}
    layout: long
    contest: {fixed: president}
    station: [Mesa]
    areas: {department: Dep}
    option: Party
    votes: Votes
    totals: {null: Nulos}
"""
HEAD = "Mesa;Dep;Party;Candidate;Kind;Votes\n"
ROWS = 'SELECT station, "A", "B" FROM sheets_president ORDER BY file_row'


def text(*rows: str) -> str:
    """The rows below their headers."""
    return HEAD + "".join(f"{row}\n" for row in rows)


def test_candidates_of_one_party_are_added_up(made):
    """A has 100 + 50 = 150 votes at station 1 and 10 + 20 = 30 at 2: 180; B has 30 + 40 = 70. One row a station."""
    rows = ("1;N;A;Ana;x;100", "1;N;A;Bruno;x;50", "1;N;B;Carla;x;30", "1;N;Nulos;;x;2")
    more = ("2;N;A;Ana;x;10", "2;N;A;Bruno;x;20", "2;N;B;Carla;x;40", "2;N;Nulos;;x;0")
    reading = made.read(text(*rows, *more), described=HOW + "    ignore: [Candidate, Kind]\n")
    assert totals(reading) == {"A": 180, "B": 70, "null": 2}
    assert reading.rows == {"president": 2}
    [finding] = reading.findings
    assert (finding.code, finding.severity, finding.where.row) == ("R313", "info", 2)
    assert (finding.facts["options"], finding.facts["stations"]) == (2, 2)
    assert "What tells their rows apart is “Candidate”" in worded(finding)


def test_candidates_that_no_column_tells_apart(made):
    """Two independents at each station, told by their votes alone: 100 + 50 + 10 + 20 = 180, and a warning."""
    rows = ("1;N;A;100", "1;N;A;50", "1;N;B;30", "2;N;A;10", "2;N;A;20", "2;N;B;40")
    reading = made.read("Mesa;Dep;Party;Votes\n" + "".join(f"{row}\n" for row in rows), described=HOW)
    assert totals(reading) == {"A": 180, "B": 70}
    assert [(each.code, each.severity) for each in reading.findings] == [("R314", "warning")]
    assert "2 options stand several times at one of 2 stations" in worded(reading.findings[0])


def test_ways_of_voting_are_added_up(made):
    """Each option stands once a way: A has 7 + 3 + 7 = 17, two of them alike; B has 2 + 2 + 1."""
    rows = ("1;N;A;;early;7", "1;N;B;;early;2", "1;N;A;;post;3", "1;N;B;;post;2", "1;N;A;;day;7", "1;N;B;;day;1")
    reading = made.read(text(*rows), described=HOW + "    ignore: [Candidate, Kind]\n")
    assert reading.engine.rows(ROWS) == [("1", 17, 5)]
    assert reading.findings[0].facts["column"] == "Kind"


def test_a_row_that_repeats_another_in_every_cell_is_counted_once(made):
    """Ana's 100 votes stand twice: A keeps 100 + 50 = 150, and the copy is told with its row."""
    rows = ("1;N;A;Ana;x;100", "1;N;A;Bruno;x;50", "1;N;B;Carla;x;30", "1;N;A;Ana;x;100")
    reading = made.read(text(*rows), described=HOW + "    ignore: [Candidate, Kind]\n")
    assert reading.engine.rows(ROWS) == [("1", 150, 30)]
    assert codes(reading) == ["R312", "R313"]
    assert (reading.findings[0].severity, reading.findings[0].where.row) == ("warning", 5)
    assert "1 rows repeat another row in every cell" in worded(reading.findings[0])


def test_a_sheet_copied_whole_is_counted_once(made):
    """Both rows of station 1 stand twice: four rows, one sheet."""
    rows = ("1;N;A;Ana;x;100", "1;N;B;Carla;x;30")
    reading = made.read(text(*rows, *rows), described=HOW + "    ignore: [Candidate, Kind]\n")
    assert (reading.engine.rows(ROWS), codes(reading)) == ([("1", 100, 30)], ["R312"])


def test_a_sheet_stated_anew_is_another_sheet(made):
    """Every option of station 1 stands twice, with other votes and no column that tells why: never a sum of both."""
    rows = ("1;N;A;100", "1;N;B;30", "2;N;A;5", "2;N;B;6", "1;N;A;90", "1;N;B;30")
    reading = made.read("Mesa;Dep;Party;Votes\n" + "".join(f"{row}\n" for row in rows), described=HOW)
    assert reading.engine.rows(ROWS) == [("1", 100, 30), ("2", 5, 6), ("1", 90, 30)]
    assert reading.findings == ()


def test_rows_of_two_places_are_two_sheets(made):
    """Station 1 of N and station 1 of S are described alike: each keeps its own votes and its own place."""
    rows = ("1;N;A;Ana;x;100", "1;N;B;Carla;x;30", "1;S;A;Ana;x;8", "1;S;B;Carla;x;9", "1;S;A;Bruno;x;1")
    reading = made.read(text(*rows), described=HOW + "    ignore: [Candidate, Kind]\n")
    placed = 'SELECT department, "A", "B" FROM sheets_president ORDER BY file_row'
    assert reading.engine.rows(placed) == [("N", 100, 30), ("S", 9, 9)]
    assert set(codes(reading)) == {"R313", "R308"}
