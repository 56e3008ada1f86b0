"""One walk over all elections, under the laws they were held under: every official seat on record is exactly ours.

What is official stands in each election's ``seats.csv``, with its source; nothing here knows any country.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from functools import cache

import pytest
from click.testing import CliRunner

import escrutinio as es
from escrutinio.canvass.catalogue import votes_folder
from escrutinio.cli import main
from escrutinio.documents import country_folders
from escrutinio.outcome import against_official, seat_table
from escrutinio.outcome.stages import RUN

SHOWN = 8
COLUMNS = ("level", "constituency", "party", "seats", "kind")
WORLD = ("cz_2017", "de_2017", "dk_2011", "es_2015", "gb_sct_2007", "nl_2023", "no_2017", "nz_2011")


election = cache(es.election)
law = cache(es.law.load)


def told(different):
    """The first rows in which we differ, one a line."""
    lines = [
        f"  {row.body or '—'}, {row.level or '—'} {row.constituency or '—'}, {row.list}, {row.kind or 'all'}: "
        f"official {row.seats}, ours {ours}"
        for row, ours in different
    ]
    return "\n".join([f"{len(lines)} official figures are not ours:", *lines[:SHOWN]])


@pytest.mark.parametrize("name", es.elections())
def test_every_official_seat_is_ours(name):
    """Every row of seats.csv that can be compared is exactly what the law in force that day gives, without a lot."""
    outcome = es.elect(election(name), law=law(election(name).law))
    found = against_official(outcome)
    pending = [each.address for body in outcome.bodies.values() for each in body.pending]
    assert not pending, f"lots are still to be drawn at {', '.join(pending)}"
    assert not found.different, told(found.different)
    assert found.compared, "no official seat could be compared"


@pytest.mark.parametrize("name", es.law.available())
def test_every_law_loads_and_has_an_election(name):
    """Each law reads without a mistake, and at least one election under it has official seats."""
    assert law(name).law == name
    assert any(each.official for each in map(election, es.elections()) if each.law == name)


def test_no_law_needs_code_of_its_own():
    """Every stage is of a kind that the one interpreter knows, and the countries' folders hold data only."""
    bodies = [body for name in es.law.available() for body in law(name).bodies.values()]
    assert {stage.does for body in bodies for stage in body.stages} <= set(RUN)
    kinds = {path.suffix for folder in country_folders() for path in folder.rglob("*") if path.is_file()}
    assert kinds <= {".yaml", ".csv", ".md", ".json"}


def row_by_row(rows):
    """Seats by level, constituency, party and kind."""
    seats: Counter[tuple[str, ...]] = Counter()
    for level, constituency, party, number, kind in rows:
        seats[level, constituency, party, kind] += int(number)
    return seats


def stated(folder):
    """The rows of a folder's seats.csv."""
    with (folder / "seats.csv").open(encoding="utf-8", newline="") as file:
        return row_by_row([row[name] for name in COLUMNS] for row in csv.DictReader(file))


def differences(official, ours):
    """The rows in which two tables of seats differ, and those that only ours has of a level and kind stated in full."""
    wrong = [f"  {key}: official {seats}, ours {ours[key]}" for key, seats in official.items() if ours[key] != seats]
    whole = {(level, kind) for level, _, _, kind in official if level == "national" or kind != "all"}
    more = [key for key in ours.keys() - official.keys() if (key[0], key[3]) in whole]
    return [*wrong, *(f"  {key}: official none, ours {ours[key]}" for key in sorted(more))]


def law_id(folder):
    """The law that a folder's name tells: ``gb_sct_2007`` is of gb-sct."""
    return folder.name.rsplit("_", 1)[0].replace("_", "-")


@pytest.mark.shared
def test_the_shared_folders_are_those_named_here(shared):
    """None is skipped by the walks below."""
    assert {each.name for each in (shared / "data" / "world").iterdir() if each.is_dir()} >= set(WORLD)


@pytest.mark.shared
@pytest.mark.parametrize("name", WORLD)
def test_anyones_votes_by_function(name, shared):
    """A folder of votes under its law: seats as its seats.csv states them, to the constituency and the kind."""
    folder = shared / "data" / "world" / name
    outcome = es.elect(votes_folder(folder, law=law_id(folder)), law=law(law_id(folder)))
    table = [row for body in outcome.bodies.values() for row in seat_table(body)]
    ours = row_by_row([row.level, row.constituency, row.party, row.seats, row.kind] for row in table)
    wrong = differences(stated(folder), ours)
    assert not wrong, "\n".join([f"{len(wrong)} rows differ:", *wrong[:SHOWN]])


@pytest.mark.shared
@pytest.mark.parametrize("name", WORLD)
def test_anyones_votes_by_command(name, shared):
    """The same through ``elect --votes FOLDER --law ID --format csv``, whose table has the form of seats.csv."""
    folder = shared / "data" / "world" / name
    words = ["elect", "--votes", str(folder), "--law", law_id(folder), "--format", "csv"]
    result = CliRunner().invoke(main, words, env={"ESCRUTINIO_LANG": "en"})
    assert result.exit_code == 0, result.output
    ours = row_by_row([row[column] for column in COLUMNS] for row in csv.DictReader(io.StringIO(result.stdout)))
    wrong = differences(stated(folder), ours)
    assert not wrong, "\n".join([f"{len(wrong)} rows differ:", *wrong[:SHOWN]])
