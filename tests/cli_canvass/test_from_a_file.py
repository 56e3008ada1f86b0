"""``elect --from FILE`` reads and counts a file as ``tally`` does, and ``compare`` lists the changes asked for."""

from __future__ import annotations

import json

import pytest

NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
HOW = ("--format", "count.yaml")
COUNCIL = ("elect", ".", "council", "--law", "isle.yaml", "--from")


@pytest.mark.usefixtures("isle")
def test_a_file_elects_as_the_store_it_is_kept_in(store, told) -> None:
    """The declared 2, 2, 1 from the last file, read by a description of one's own; nothing else is said."""
    of_file, of_store = told(*COUNCIL, MORNING, *HOW), told(*COUNCIL, store)
    assert (of_file[0], of_file[1]["status"]) == (0, "official")
    assert of_file[1]["bodies"]["council"]["totals"] == {"A": 2, "B": 2, "C": 1}
    assert of_file[1]["bodies"] == of_store[1]["bodies"]
    assert told("explain", ".", "council", "South", "--law", "isle.yaml", "--from", MORNING, *HOW)[0] == 0


@pytest.mark.usefixtures("isle")
def test_the_page_repeats_what_was_typed(run) -> None:
    """So that whoever reads it can ask again."""
    page = run(*COUNCIL, NIGHT, *HOW, "--contest", "ballot", "--set-aside", "c101", "--contradicting", "last").stdout
    typed = f"--from {NIGHT} --format count.yaml --contest ballot --set-aside c101 --contradicting last"
    assert typed in " ".join(page.split())


@pytest.mark.usefixtures("isle")
def test_sheets_set_aside_elect_nobody(told) -> None:
    """Without the sheet of station 201, which does not add up, two sheets are left: 65, 30, 5, all of them in North."""
    _, document = told(*COUNCIL, NIGHT, *HOW, "--set-aside", "C101")
    [rests] = document["counted_from"]
    assert (rests["sheets"], rests["declared_for_lack_of"]) == (2, [])
    _, whole = told(*COUNCIL, NIGHT, *HOW)
    assert whole["counted_from"][0]["sheets"] == 3
    assert document["bodies"]["council"]["totals"] != whole["bodies"]["council"]["totals"]


def test_a_file_that_does_not_name_its_contest(isle, run, told) -> None:
    """In the shape of the canvass, as ``synth`` writes it: the contest is said with --contest."""
    run("synth", "bo-2005", "--stations", "90", "-o", "made")
    refused = run("elect", "bo-2005", "--from", isle / "made" / "sheets.parquet")
    assert (refused.exit_code, "does not tell which contest it counts" in refused.stderr) == (2, True)
    _, document = told("elect", "bo-2005", "--from", isle / "made" / "sheets.parquet", "--contest", "president")
    assert document["bodies"]["senate"]["totals"] == {"PODEMOS": 13, "MAS-IPSP": 12, "UN": 1, "MNR": 1}


@pytest.mark.shared
def test_declared_winners_that_stand_are_told(shared, run, told) -> None:
    """The special seats of 2025: the archive lacks the votes of an organisation that won."""
    asked = ("elect", "bo-2025", "deputies", "--from", shared / "data" / "bolivia_2025_special.parquet")
    assert "The sheets lack the votes of BIA-YUQUI, which won: the declared winners stand." in run(*asked).stdout
    assert "valen los ganadores declarados" in " ".join(run(*asked, lang="es").stdout.split())
    assert told(*asked)[1]["counted_from"][0]["declared_for_lack_of"] == ["BIA-YUQUI"]


def test_compare_lists_the_changes_asked_for(isle, run) -> None:
    """Of three kinds of changes one, on the page and in the file; however many larger ones there are of others."""
    rows = (isle / MORNING).read_text(encoding="utf-8")
    more = "".join(f"{number};South;900;400;300;100;800;0;0\n" for number in range(300, 320))
    (isle / MORNING).write_text(rows + more, encoding="utf-8")
    page = run("compare", NIGHT, MORNING, *HOW, "--limit", "1").stdout
    assert "The largest changes of sheets that are in the old count" in page
    assert ("201 (a corrected sheet" in page, "a new sheet" in page) == (True, False)
    added = run("compare", NIGHT, MORNING, *HOW, "--limit", "2", "--status", "added", "-o", "changes.json")
    assert added.stdout.count("a new sheet") == 2
    assert ("The largest changes of sheets\n" in added.stdout, "19 more; --limit" in added.stdout) == (True, True)
    changes = json.loads((isle / "changes.json").read_text(encoding="utf-8"))["changes"]
    assert [each["status"] for each in changes] == ["added"] * 21
    assert "withdrawn" not in run("compare", NIGHT, MORNING, *HOW, "--status", "corrected").stdout.split("largest")[1]
