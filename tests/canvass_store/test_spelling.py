"""Lists and stations that snapshots write differently and mean alike."""

# ruff: noqa: S608 - SQL of the tests' own words

from __future__ import annotations

import pytest

from escrutinio.canvass.count import open_count
from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.storing.histories import history
from escrutinio.canvass.storing.spelling import alike, named_alike, same_lists
from escrutinio.canvass.storing.store import add, known, open_store, snapshots

TIMES = [f"2020-10-18T2{hour}:00:00-04:00" for hour in range(3)]


def _sheet(station, lists, votes):
    return {"station": station, **dict(zip(lists, votes, strict=True))}


@pytest.fixture
def store(tmp_path, make):
    """Two snapshots whose lists and stations are spelt differently; station 02 loses a vote, ``San José`` gains one."""
    first, second = ("LIBRE", "Pérez"), ("Libre", "PEREZ")
    counts = [
        ([_sheet("02", first, (5, 4)), _sheet("San José", first, (1, 1))], first),
        ([_sheet("2", second, (4, 4)), _sheet("SAN  JOSE", second, (2, 1))], second),
    ]
    with open_store(tmp_path / "count.duckdb") as opened:
        for time, (rows, lists) in zip(TIMES, counts, strict=False):
            add(opened, make(rows, lists=lists, time=time))
        yield opened


@pytest.mark.parametrize(
    ("these", "those", "same"),
    [
        (("LIBRE",), ("Libre",), {"LIBRE": "Libre"}),
        (("MAS - IPSP",), ("MAS-IPSP",), {"MAS - IPSP": "MAS-IPSP"}),
        (("A", "a b"), ("a", "AB", "A-B"), {"A": "a"}),  # two that it could be: neither
        (("A", "Á"), ("A",), {"A": "A"}),  # the one that is there is taken
        (("–",), ("-",), {}),  # nothing is left of either
    ],
)
def test_lists_are_folded_as_headers_are(these, those, same) -> None:
    """Case, accents, blanks and hyphens do not tell lists apart; where two could be meant, none is."""
    assert same_lists(these, those) == same


def test_a_list_written_otherwise_is_the_same_list(store) -> None:
    """It keeps the id that it had first, in tallies and histories; the import says how it was written."""
    assert [each.lists for each in snapshots(store)] == [("LIBRE", "Pérez")] * 2
    now = known(store)
    assert tally(now.engine, now.tables["president"]).areas[0].votes == {"LIBRE": 6, "Pérez": 5}
    found = history(store, "president", "2").appearances
    assert [each.figures for each in found] == [{"LIBRE": 5, "Pérez": 4}, {"LIBRE": 4, "Pérez": 4}]
    told = store.engine.rows("SELECT code, facts ->> 'list', facts ->> 'written' FROM findings")
    assert told == [("C602", "LIBRE", "Libre"), ("C602", "Pérez", "PEREZ")]


def test_two_lists_of_one_file_stay_two(tmp_path, make) -> None:
    """A file that has both spellings means two lists."""
    with open_store(tmp_path / "two.duckdb") as opened:
        add(opened, make([{"station": "1", "Pérez": 1}], lists=("Pérez",), time=TIMES[0]))
        add(opened, make([{"station": "1", "Perez": 2, "Pérez": 3}], lists=("Perez", "Pérez"), time=TIMES[1]))
        now = known(opened)
        assert tally(now.engine, now.tables["president"]).areas[0].votes == {"Perez": 2, "Pérez": 3}


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("2", ["02", ""]),
        ("02", ["", "2"]),
        ("002", ["02", "2"]),
        ("san jose", ["San José", "SAN  JOSE"]),
    ],
)
def test_a_history_follows_a_station_through_its_spellings(store, asked, written) -> None:
    """Each appearance says how its snapshot writes it; a name that no snapshot has is found by its like."""
    assert [each.written for each in history(store, "president", asked).appearances] == written


def test_the_snapshot_before_is_named_as_this_one(store) -> None:
    """Nothing is withdrawn, one vote fell; the rows of the new file say which stations are written otherwise."""
    count = open_count(store)
    before = count.engine.rows(f'SELECT station, "LIBRE" FROM "{count.previous["president"]}" ORDER BY 1')
    assert before == [("2", 5), ("SAN  JOSE", 1)]
    told = [(each.code, each.where.row, each.facts["station"], each.facts["written"]) for each in count.across()]
    assert told == [("C601", 2, "2", "02"), ("C601", 3, "SAN  JOSE", "San José")]


def named(make, old, new, **options):
    """What is renamed of the stations of two counts."""
    engine = Embedded()
    make([{"station": each} for each in old], contest="old", engine=engine)
    make([{"station": each} for each in new], contest="new", engine=engine)
    return {each.before[0]: each.now[0] for each in alike(engine, "old", "new", **options)}


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (["7", "8"], ["7", "8"], {}),
        (["07", "8"], ["7", "8"], {"07": "7"}),
        (["2/02", "Mesa 01"], ["2/2", "MESA 1"], {"2/02": "2/2", "Mesa 01": "MESA 1"}),
        (["07"], ["7", "007"], {}),  # two that it could be
        (["7", "07"], ["7", "007"], {}),  # the old count tells such names apart
        (["1 1"], ["11"], {}),  # two numbers, not one
        (["00", "A"], ["0", "a"], {"00": "0", "A": "a"}),
        (["7", None], ["x", None], {}),
    ],
)
def test_stations_are_one_only_where_it_is_plain(make, old, new, same) -> None:
    """No equal in the other count, and but one name there that case, accents, blanks or zeros alone tell from it."""
    assert named(make, old, new) == same


def test_stations_may_be_told_by_several_columns(make) -> None:
    """An area written otherwise makes no other station."""
    engine = Embedded()
    make([{"station": "1", "department": "Áncash", "A": 3}], contest="old", engine=engine)
    make([{"station": "01", "department": "ANCASH", "A": 4}], contest="new", engine=engine)
    found = named_alike(engine, "old", "new", keys=("department", "station"))
    assert engine.rows(f'SELECT department, station, "A" FROM "{found.table}"') == [("ANCASH", "01", 3)]
    assert found.pairs == (("Áncash 1", "ANCASH 01"),)
