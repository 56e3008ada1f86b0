"""``check STORE`` tells what was found at import, what is found now, and what against the snapshot before."""

from __future__ import annotations

import csv
import json

import pytest

NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
EIGHT = "2024-03-03T20:00:00-04:00"
HOW = ("--format", "count.yaml")


@pytest.fixture
def spoiled(isle, run):
    """A store of both files; in the first station 102 has a cell that is no count."""
    text = (isle / NIGHT).read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("102;"))
    cells = line.split(";")
    (isle / NIGHT).write_text(text.replace(line, ";".join([*cells[:3], "x", *cells[4:]])), encoding="utf-8")
    run("read", NIGHT, MORNING, *HOW, "--into", "count.duckdb")
    return isle / "count.duckdb"


def found(document) -> dict[str, set[str]]:
    """The codes by how they were come by."""
    told: dict[str, set[str]] = {}
    for each in document["findings"]:
        told.setdefault(each["found"], set()).add(each["code"])
    return told


def test_a_store_tells_what_its_file_told(spoiled, told) -> None:
    """The same codes, rows and figures, though the file may be gone; only how they were come by differs."""
    of_file, of_store = (told("check", *place)[1] for place in ((NIGHT, *HOW), (spoiled, "--at", EIGHT)))
    keys = ("code", "row", "station", "facts", "message", "sha256")
    assert [[each[key] for key in keys] for each in of_store["findings"]] == [
        [each[key] for key in keys] for each in of_file["findings"]
    ]
    assert of_store["summary"] == of_file["summary"]
    [cell] = [each for each in of_store["findings"] if "raw" in each["facts"]]
    assert (cell["facts"]["raw"], cell["found"]) == ("x", "import")
    assert set(found(of_file)) == {"reading", "check"}
    assert set(found(of_store)) == {"import", "check"}


def test_what_is_asked_against_the_snapshot_before_is_told_apart(spoiled, run, told) -> None:
    """The last snapshot's own findings at import, and what fell since the one before."""
    document = told("check", spoiled)[1]
    assert {"C401", "C406"} <= found(document)["previous"]
    assert "import" not in found(document)  # the morning's file was clean
    page = run("check", spoiled).stdout
    assert "Found at import: nothing." in page
    assert "Found now: what every check asks; C401 to C407 hold the snapshot against the one before it." in page
    first = run("check", spoiled, "--at", EIGHT, lang="es").stdout
    assert "Observado al importar: R" in first
    assert "No hay una instantánea anterior a esta." in first


def test_a_table_has_the_same(spoiled, run, told) -> None:
    """CSV and JSON agree, row by row."""
    run("check", spoiled, "--at", EIGHT, "-o", "found.csv")
    with (spoiled.parent / "found.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    findings = told("check", spoiled, "--at", EIGHT)[1]["findings"]
    assert [(each["code"], each["found"], json.loads(each["facts"])) for each in rows] == [
        (each["code"], each["found"], each["facts"]) for each in findings
    ]


def test_a_question_of_some_codes_tells_them_alone(spoiled, run, told) -> None:
    """As of a file: what was found while reading is left out, and nothing is said of it."""
    assert {each["code"] for each in told("check", spoiled, "--at", EIGHT, "--codes", "c101")[1]["findings"]} <= {
        "C101"
    }
    assert "Found at import" not in run("check", spoiled, "--codes", "C401").stdout


def test_a_folder_of_snapshots_keeps_no_findings(spoiled, run) -> None:
    """What is published are sheets: every finding is of now, and nothing is said of an import."""
    run("publish", spoiled, "public")
    page = run("check", "public").stdout
    assert "ballot" in page
    assert "Found at import" not in page


@pytest.mark.usefixtures("isle")
def test_the_formula_is_in_the_language_of_the_page(run) -> None:
    """What a check asks, in Spanish words in a Spanish page."""
    assert "Se busca: listas ≠ válidos." in run("check", NIGHT, *HOW, lang="es").stdout
    assert "Asked: lists ≠ valid." in run("check", NIGHT, *HOW).stdout
