"""What a tally says of the file besides its sums, and what a check refuses to pass over in silence."""

from __future__ import annotations

import pytest

DESCRIPTION = """formats:
  - {id: d, name: {es: x, en: x}, contest: {fixed: p}, station: [Mesa], areas: {department: Dep}, lists: [A, B]}
"""
TWO = """formats:
  - id: d
    name: {es: x, en: x}
    contest: {column: Cargo, values: {mayor: mayor, council: council}}
    station: [Mesa]
    counts: {registered: Ins}
    lists: [A, B]
"""
LINES = "Mesa,Dep,A,B\n1,N,10,4\n2,N,x,5\n3,S,7,8,9,9\nTOTAL,,17,9\n4,S,1-2,6\n"
"""Row 3 has a cell that is no count, row 4 two cells too many, row 5 is a total, row 6 has another such cell."""


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A folder of the test's own, with the descriptions; the test stands in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    return tmp_path


@pytest.fixture
def lines(there):
    """The file with a bad line, a total and two bad cells."""
    (there / "c.csv").write_text(LINES, encoding="utf-8")
    return "c.csv"


def test_a_tally_says_what_was_not_read(run, told, lines) -> None:
    """One line, one row of totals, two cells; three sheets are counted: A 10, B 4 + 5 + 6."""
    done = run("tally", lines, "--format", "d.yaml")
    assert done.exit_code == 0
    assert "One line of the file could not be read and is not counted." in done.stdout
    assert "One row of totals was set apart when the file was read" in done.stdout
    assert "2 cells of the file could not be read as counts, such as “x” in the column “A”" in " ".join(
        done.stdout.split()
    )
    assert "A has no count on 2 sheets" in done.stdout
    status, document = told("tally", lines, "--format", "d.yaml")
    (contest,) = document["contests"].values()
    assert (status, contest["not_read"]) == (0, {"lines": 1, "totals": 1, "cells": 2})
    assert contest["areas"][0]["votes"] == {"A": 10, "B": 15}


def test_a_store_says_the_same(run, told, lines) -> None:
    """What was found at import is kept."""
    run("read", lines, "--format", "d.yaml", "--into", "s.duckdb", "--time", "2024-01-01T00:00:00Z")
    _, document = told("tally", "s.duckdb")
    assert document["contests"]["p"]["not_read"] == {"lines": 1, "totals": 1, "cells": 2}


def test_nothing_but_words_is_said_first(run, there) -> None:
    """Where no cell is a count, that comes before the table of dashes."""
    (there / "w.csv").write_text("Mesa,Dep,A,B\n1,N,x,y\n2,N,z,u\n", encoding="utf-8")
    text = run("tally", "w.csv", "--format", "d.yaml").stdout
    assert "Not one cell of these sheets could be read as a count" in text
    assert text.index("Not one cell") < text.index("valid, added up")


def test_a_whole_file_is_told_nothing_of(run, there) -> None:
    """No warning where there is nothing to warn of."""
    (there / "g.csv").write_text("Mesa,Dep,A,B\n1,N,10,4\n2,N,3,5\n", encoding="utf-8")
    text = run("tally", "g.csv", "--format", "d.yaml").stdout
    assert "2 tally sheets counted." in text
    assert "could not be read" not in text
    assert "names each of them" not in text


def test_the_spellings_of_an_area_are_added_up_when_it_is_asked_for(run, told, there) -> None:
    """Áncash has 10, Ancash 3: 13 by whatever name; listed by area they stand apart, and both pages say so."""
    (there / "s.csv").write_text("Mesa,Dep,A,B\n1,Áncash,10,4\n2,Ancash,3,5\n3,Lima,1,1\n", encoding="utf-8")
    _, document = told("tally", "s.csv", "--format", "d.yaml", "--where", "department=ANCASH")
    assert document["contests"]["p"]["areas"][0]["votes"]["A"] == 13
    assert document["contests"]["p"]["spelt"] == {"department": ["Ancash", "Áncash"]}
    text = run("tally", "s.csv", "--format", "d.yaml", "--where", "department=ANCASH").stdout
    assert "The sheets call this department Ancash, Áncash: all of these are added up." in text
    text = run("tally", "s.csv", "--format", "d.yaml", "--by", "department").stdout
    assert "Ancash, Áncash (department) differ in capitals, accents or blanks alone" in text
    _, document = told("check", "s.csv", "--format", "d.yaml", "--codes", "C211")
    (found,) = document["findings"]
    assert (found["facts"]["rarer"], found["facts"]["other"], found["facts"]["sheets"]) == ("Ancash", "Áncash", 1)


BOTH = "Cargo,Mesa,Ins,A,B\nmayor,1,50,3,4\nmayor,2,60,5,6\ncouncil,1,51,3,4\n"
"""Station 1 has 50 voters for the mayor and 51 for the council; station 2 has no sheet of the council."""


@pytest.mark.parametrize(("codes", "found"), [("c502", ["C502"]), ("C501", ["C501"]), ("C501,C502", ["C501", "C502"])])
def test_checks_between_contests_may_be_asked_for(told, there, codes: str, found: list[str]) -> None:
    """By their codes, as any other check."""
    (there / "b.csv").write_text(BOTH, encoding="utf-8")
    _, document = told("check", "b.csv", "--format", "two.yaml", "--codes", codes)
    assert [each["code"] for each in document["findings"]] == found


@pytest.mark.parametrize(("name", "near"), [("ZETA", "A, B"), ("a", "A")])
def test_a_withdrawn_list_that_nobody_knows_is_refused(run, lines, name: str, near: str) -> None:
    """A slip of the pen would pass for a clean count."""
    done = run("check", lines, "--format", "d.yaml", "--withdrawn", name)
    assert done.exit_code == 2
    assert (
        f"no list here is called “{name}”, so none can have withdrawn under that name. Did you mean {near}"
        in " ".join(done.stderr.split())
    )


STATED = "Level;Area;List;Votes\ndepartment;N;A;11\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_official_subtotals_as_spreadsheets_write_them(told, lines, there, encoding: str, between: str) -> None:
    """Semicolons, tabs, UTF-16 and capitals; the department has 10 votes for A, not 11."""
    (there / "o.csv").write_text(STATED.replace(";", between), encoding=encoding)
    _, document = told("check", lines, "--format", "d.yaml", "--official", "o.csv", "--codes", "C311")
    (found,) = document["findings"]
    assert (found["facts"]["official"], found["facts"]["ours"]) == (11, 10)


def test_a_figure_that_is_stated_twice_is_refused(run, lines, there) -> None:
    """Neither of them wins in silence."""
    (there / "o.csv").write_text(f"{STATED}department;N;A;10\n", encoding="utf-8")
    done = run("check", lines, "--format", "d.yaml", "--official", "o.csv")
    assert done.exit_code == 2
    assert "o.csv, row 3: the votes of A in N stand already in row 2. Keep one of them." in " ".join(
        done.stderr.split()
    )


def test_rows_are_written_as_places(run, there) -> None:
    """Station 7 stands in rows 1081 and 1503; neither is written as a figure is."""
    rows = [f"{number},N,{number % 7},{number % 11}" for number in range(2, 1600)]
    rows[1079] = rows[1501] = "7000,N,3,4"  # the headers stand in row 1, the first of these in row 2
    (there / "r.csv").write_text("\n".join(["Mesa,Dep,A,B", *rows, ""]), encoding="utf-8")
    text = run("check", "r.csv", "--format", "d.yaml", "--codes", "C203").stdout
    assert "rows 1081, 1503 have the same counts; row 1081 is counted." in text


def test_a_sheet_is_labelled_by_all_that_tells_it(run, there) -> None:
    """Its department and its number; a row that names no department by its number alone."""
    (there / "1.csv").write_text("Mesa,Dep,A,B\n1,N,10,4\n2,,3,5\n", encoding="utf-8")
    (there / "2.csv").write_text("Mesa,Dep,A,B\n1,N,11,4\n2,,3,6\n", encoding="utf-8")
    text = run("compare", "1.csv", "2.csv", "--format", "d.yaml", "--by", "department,station").stdout
    assert "· N 1 (a corrected sheet; old row 2, new row 2): A 10 → 11" in text
    assert "· 2 (a corrected sheet; old row 3, new row 3): B 5 → 6" in text


def test_what_is_not_compared_is_told(run, told, there) -> None:
    """A copy in the old count; nothing was withdrawn."""
    (there / "1.csv").write_text("Mesa,Dep,A,B\n1,N,10,4\n1,N,10,4\n", encoding="utf-8")
    (there / "2.csv").write_text("Mesa,Dep,A,B\n1,N,10,4\n", encoding="utf-8")
    text = run("compare", "1.csv", "2.csv", "--format", "d.yaml").stdout
    assert "Not compared are 1 rows of the old count and 0 of the new one" in text
    status, document = told("compare", "1.csv", "2.csv", "--format", "d.yaml")
    assert (status, document["not_compared"], document["old"]["votes"]["A"]) == (0, {"old": 1, "new": 0}, 10)


def test_a_station_whose_name_holds_the_word_is_read(told, there) -> None:
    """The hall has 5 votes for A; the row of the department's total has its 15 and is set apart."""
    (there / "h.csv").write_text(
        "Mesa,Dep,A,B\nTotal Petrol Station Hall,N,5,1\nSchool,N,10,2\nTOTAL_N,N,15,3\n", encoding="utf-8"
    )
    _, document = told("tally", "h.csv", "--format", "d.yaml")
    (contest,) = document["contests"].values()
    assert (contest["areas"][0]["votes"], contest["not_read"]["totals"]) == ({"A": 15, "B": 3}, 1)
