"""A constituency of the record that adds several areas up takes the sheets of each of them."""

from __future__ import annotations

import pytest

import escrutinio as es
from escrutinio.canvass.checking.policies import DEFAULT
from escrutinio.canvass.counting.elections import election_counted
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.storing.store import Known, Snapshot
from escrutinio.model import Problem

LISTS = ("LIBRE", "PDC")
JOINED = "La Paz, Santa Cruz, Beni y Exterior"
STATED = {  # departmental tribunals, as printed by the press in October 2025: LIBRE, PDC
    "Cochabamba": (455_896, 721_754), "Potosí": (144_122, 249_402), "Chuquisaca": (139_958, 162_429),
    "Oruro": (121_782, 185_452), "Tarija": (159_195, 157_237), "Pando": (27_796, 33_736),
}  # fmt: skip
REST = (1_835_912, 2_009_524)  # the national totals less these six


def runoff(*rows: tuple[str | None, bool, int, int]) -> Known:
    """Sheets of the run-off: department, abroad, votes of both lists."""
    engine = Embedded()
    engine.rows(
        "CREATE TABLE t (file_row BIGINT, station VARCHAR, department VARCHAR, abroad BOOLEAN, "
        '"LIBRE" BIGINT, "PDC" BIGINT)'
    )
    for number, row in enumerate(rows, 1):
        engine.connection.execute("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", [number + 1, str(number), *row])
    snapshot = Snapshot(1, "runoff", "2025-10-20T20:00:00-04:00", "count.csv", "ab", "", len(rows), LISTS, "", "")
    return Known(engine, {"runoff": "t"}, {"runoff": snapshot})


def rows_of(la_paz: tuple[int, int] = (0, 0)) -> list[tuple[str | None, bool, int, int]]:
    """A row an area; what the record does not tell apart is put in La Paz, Santa Cruz, Beni and abroad by thirds."""
    stated = [(name, False, *votes) for name, votes in STATED.items()]
    santa_cruz, beni = ((REST[0] // 3, REST[1] // 3) for _ in range(2))
    away = [REST[place] - la_paz[place] - santa_cruz[place] - beni[place] for place in range(2)]
    return [
        *stated,
        ("LA PAZ", False, *la_paz),
        ("Santa Cruz", False, *santa_cruz),
        ("Beni", False, *beni),
        (None, True, away[0], away[1]),
    ]


def test_the_run_off_of_2025_is_counted_from_its_departments() -> None:
    """The record's own votes: its constituencies, its status, and Rodrigo Paz Pereira elected."""
    found = election_counted(es.election("bo-2025"), runoff(*rows_of((7, 9))), DEFAULT)
    votes = {each.constituency: dict(each.votes) for each in found.tallies if each.tier == "runoff"}
    assert votes[JOINED] == dict(zip(LISTS, REST, strict=True))
    assert set(votes) == {*STATED, JOINED}
    assert (found.status, es.elect(found)["president"].totals()) == ("official", {"PDC": 1})


def test_one_vote_more_is_a_preliminary_count() -> None:
    """Sheets that differ from the record are told as such."""
    rows = rows_of((7, 9))
    rows[0] = ("Cochabamba", False, 455_897, 721_754)
    assert election_counted(es.election("bo-2025"), runoff(*rows), DEFAULT).status == "preliminary"


def test_an_area_that_is_no_part_is_refused() -> None:
    """Nothing falls into the sum by mistake."""
    with pytest.raises(Problem, match=r"1 tally sheets have the department “Benni”.* Did you mean Beni"):
        election_counted(es.election("bo-2025"), runoff(("Benni", False, 1, 2)), DEFAULT)
