"""Stores on the command line: a file read otherwise, several files of which one fails, all snapshots, a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
EIGHT, NINE = "2024-03-03T20:00:00-04:00", "2024-03-04T09:00:00-04:00"
HOW = ("--format", "count.yaml")
PLAIN = "formats: [{id: d, name: {es: x, en: x}, contest: {fixed: ballot}, station: [Mesa], lists: [A, B]}]\n"
MARKED = PLAIN.replace("lists: [A, B]", 'lists: [A, B], thousands: " "')
SHEETS = "Mesa;A;B\n1;1 200;30\n2;1 300;40\n3;100;50\n"


@pytest.fixture
def misread(isle, run):
    """A store of a file whose thousands mark was not described: A 100, where 1,200 + 1,300 + 100 = 2,600 is right."""
    for name, text in (("plain.yaml", PLAIN), ("marked.yaml", MARKED), ("m.csv", SHEETS)):
        (isle / name).write_text(text, encoding="utf-8")
    run("read", "m.csv", "--format", "plain.yaml", "--into", "m.duckdb", "--time", EIGHT)
    return isle / "m.duckdb"


def votes(told, *place):
    """The votes of list A."""
    return told("tally", *place)[1]["contests"]["ballot"]["areas"][0]["votes"]["A"]


def test_a_file_read_otherwise_is_told(misread, run, told) -> None:
    """Two figures differ; the store keeps its own, the page says so, and the status is 1."""
    words = ("read", "m.csv", "--format", "marked.yaml", "--into", "m.duckdb")
    page = run(*words)
    said = " ".join(page.stdout.split())
    assert page.exit_code == 1
    assert "holds this file as snapshot 1 (ballot), read with another description (d): 2 figures and 0 names" in said
    assert "m.duckdb keeps its own: nothing of that was changed. --again puts this reading in the place" in said
    assert "Already in" not in said
    status, document = told(*words)
    [differs] = document["files"][0]["snapshot"]["differs"]
    assert (status, differs["figures"], differs["superseded"], votes(told, misread)) == (1, 2, False, 100)


def test_a_corrected_reading_replaces_the_old_one(misread, run, told) -> None:
    """From then on, also as of its time; the same once more changes nothing."""
    words = ("read", "m.csv", "--format", "marked.yaml", "--into", "m.duckdb", "--again")
    page = run(*words)
    assert page.exit_code == 0
    assert "this reading takes the place of snapshot 1, from which 2 figures differ" in " ".join(page.stdout.split())
    assert (votes(told, misread), votes(told, misread, "--at", EIGHT)) == (2600, 2600)
    before = misread.read_bytes()
    assert "Already in m.duckdb as snapshot 2" in run(*words).stdout
    assert misread.read_bytes() == before


def test_a_replaced_reading_is_told_by_check(misread, run) -> None:
    """With the snapshot that no longer counts, and how many figures differ."""
    run("read", "m.csv", "--format", "marked.yaml", "--into", "m.duckdb", "--again")
    said = " ".join(run("check", misread).stdout.split())
    assert "takes the place of snapshot 1 (ballot, described as d), which counts no more; 2 figures differ." in said


def test_another_contest_or_time_of_a_file_is_told(misread, run) -> None:
    """What else the store holds of the file, and what it says of its time."""
    Path("mayor.yaml").write_text(MARKED.replace("ballot", "mayor"), encoding="utf-8")
    page = " ".join(run("read", "m.csv", "--format", "mayor.yaml", "--into", "m.duckdb").stdout.split())
    assert "m.duckdb also holds this file as the contest ballot, as snapshot 1." in page
    words = ("read", "m.csv", "--format", "plain.yaml", "--into", misread.name, "--time", NINE)
    page = " ".join(run(*words).stdout.split())
    assert f"as snapshot 1 (ballot), as of {EIGHT}; this import says {NINE}." in page


@pytest.mark.usefixtures("misread")
def test_again_needs_a_store(run) -> None:
    """There is nothing else whose place a reading could take."""
    result = run("read", "m.csv", "--format", "plain.yaml", "--again")
    assert (result.exit_code, "it goes with --into STORE" in result.stderr) == (2, True)


def test_the_time_of_an_import_is_called_so(misread, run, told) -> None:
    """By read and by tally; and a question of a time before it is told that only the import is known."""
    words = ("read", "m.csv", "--format", "marked.yaml", "--into", "n.duckdb")
    assert "nobody says when it was published" in " ".join(run(*words).stdout.split())
    page = " ".join(run("tally", "n.duckdb").stdout.split())
    assert "snapshot 1, imported 20" in page
    assert "published 20" not in page
    assert told("tally", "n.duckdb")[1]["contests"]["ballot"]["source"]["time_stated"] is False
    early = run("tally", "n.duckdb", "--at", EIGHT)
    assert (early.exit_code, "only that it was imported at 20" in early.stderr) == (2, True)
    assert misread.exists()


def test_a_later_file_that_fails_does_not_hide_what_was_kept(isle, run) -> None:
    """The first file's page says that it is kept, the second's problem follows, the status is 2."""
    result = run("read", NIGHT, "nofile.csv", *HOW, "--into", "two.duckdb")
    assert (result.exit_code, "nofile.csv cannot be read" in result.stderr) == (2, True)
    assert f"Kept in two.duckdb as snapshot 1, as of {EIGHT}." in result.stdout
    document = run("read", NIGHT, "nofile.csv", *HOW, "--into", "two.duckdb", "--json")
    [file] = json.loads(document.stdout)["files"]
    assert (document.exit_code, file["snapshot"]["already"]) == (2, True)
    run("read", "nofile.csv", *HOW, "--into", "none.duckdb")
    assert not (isle / "none.duckdb").exists()


def test_nothing_known_is_a_problem_and_not_an_empty_answer(store, run) -> None:
    """Before the first snapshot: tally, check and history say so, with status 2."""
    for words in (("tally", store), ("check", store), ("tally", store, "--json")):
        result = run(*words, "--at", "2010-01-01T00:00:00Z")
        assert (result.exit_code, "had been published at 2010-01-01T00:00:00Z" in result.stderr) == (2, True)
        assert result.stdout == ""


@pytest.fixture
def three(store, isle, run):
    """A third snapshot like the second, an hour later; what fell, fell between the first two."""
    text = (isle / MORNING).read_text(encoding="utf-8")
    (isle / "count_20240304_100000.csv").write_text(text + "\n", encoding="utf-8")
    assert run("read", "count_20240304_100000.csv", *HOW, "--into", store).exit_code == 0
    return store


def test_check_tells_what_fell_between_any_two_snapshots(three, told) -> None:
    """With both times; the last snapshot alone where that, or a time, is asked for."""

    def fell(*words):
        found = told("check", three, *words)[1]["findings"]
        return {
            (each["code"], each["found"], each["facts"].get("time"))
            for each in found
            if each["code"] in ("C401", "C406")
        }

    assert fell() == {("C401", "previous", NINE), ("C406", "previous", NINE)}
    assert fell("--latest") == set()
    assert fell("--at", NINE) == {("C401", "previous", None), ("C406", "previous", None)}
    assert fell("--codes", "C406") == {("C406", "previous", NINE)}


def test_history_takes_a_published_folder(store, run, told) -> None:
    """The same answer as from the store; a file that was replaced is refused."""
    run("publish", store, "public")
    assert told("history", "public", "201") == told("history", store, "201")
    assert run("history", "public", "201").stdout == run("history", store, "201").stdout
    shutil.copy("public/ballot/1.parquet", "public/ballot/2.parquet")
    for words in (("history", "public", "201"), ("tally", "public"), ("compare", "public", store)):
        result = run(*words)
        assert (result.exit_code, "is not the snapshot that was published" in result.stderr) == (2, True)


CAPITALS = PLAIN.replace("lists: [A, B]", "other_columns: lists")


def test_lists_and_stations_written_otherwise_are_followed(isle, run, told) -> None:
    """Case and zeros changed between two files: one withdrawn vote of Libre, no station withdrawn, no list doubled."""
    (isle / "capitals.yaml").write_text(CAPITALS, encoding="utf-8")
    (isle / "1.csv").write_text("Mesa,LIBRE,Perez\n01,10,5\n02,20,6\n", encoding="utf-8")
    (isle / "2.csv").write_text("Mesa,Libre,Pérez\n1,9,5\n2,20,6\n", encoding="utf-8")
    for file, time in (("1.csv", EIGHT), ("2.csv", NINE)):
        run("read", file, "--format", "capitals.yaml", "--into", "c.duckdb", "--time", time)
    found = told("check", "c.duckdb")[1]["findings"]
    codes = sorted(each["code"] for each in found if each["code"][0] == "C" and each["code"] > "C400")
    assert codes == ["C401", "C403", "C406", "C601", "C601", "C602", "C602"]
    status, compared = told("compare", "1.csv", "2.csv", "--format", "capitals.yaml")
    assert (status, compared["sheets"]["corrected"], compared["sheets"]["unchanged"]["sheets"]) == (
        1, {"sheets": 1, "net": {"Libre": -1, "Pérez": 0}}, 1
    )  # fmt: skip
    assert {"old": "01", "new": "1"} in compared["written_differently"]
    history = told("history", "c.duckdb", "1")[1]["appearances"]
    assert [each["figures"] for each in history] == [{"LIBRE": 10, "Perez": 5}, {"LIBRE": 9, "Perez": 5}]
    assert [each["written"] for each in history] == ["01", "1"]
