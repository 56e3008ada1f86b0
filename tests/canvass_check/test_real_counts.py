"""What the checks find in real counts, with the figures that `data/README.md` states.

Who stated them: the oddities were counted apart from this code when the data were collected, from the files of the
Órgano Electoral Plurinacional (OEP); the final totals are the OEP's.
"""

# ruff: noqa: S608 - tables are made by SQL of our own

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.checking.checks import check, check_contests_of, falls, summary
from escrutinio.canvass.engine import Embedded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.shared

LISTS = {
    2014: ("MAS-IPSP", "UD", "PDC", "MSM", "PVB-IEP"),
    2019: ("CC", "FPV", "MTS", "UCS", "MAS-IPSP", "21F", "PDC", "MNR", "PAN-BOL"),
    2020: ("MAS-IPSP", "CC", "CREEMOS", "FPV", "PAN-BOL", "ADN", "JUNTOS", "LIBRE-21"),
}
WITHDRAWN = ("ADN", "LIBRE-21", "JUNTOS")
CHANGES = ("C401", "C402", "C403", "C404", "C405", "C406", "C407")


def numbers(found: list[Any]) -> dict[str, int]:
    """How many findings of each code."""
    return {code: number for code, (_, number) in summary(found).items()}


def test_2014_more_votes_than_voters(converted: Callable[..., Embedded]) -> None:
    """196 presidential and 174 uninominal stations; everything else on them adds up."""
    for contest, over in (("president", 196), ("uninominal", 174)):
        engine = converted(Embedded(), "sheets", f"bolivia_2014_{contest}.parquet", LISTS[2014])
        found = numbers(check(engine, "sheets"))
        assert found["C103"] == over
        assert not {"C101", "C102", "C104", "C201", "C203", "C204", "C205"} & set(found)


def test_2019_the_final_count(converted: Callable[..., Embedded]) -> None:
    """280 stations with full turnout, 4 not run, 81 where every valid vote is for MAS-IPSP (and one for CC)."""
    engine = converted(Embedded(), "sheets", "bolivia_2019_computo.parquet", LISTS[2019])
    # The official result of 2019: MAS-IPSP 2,889,359, CC 2,240,920, valid 6,137,671, registered 7,315,364.
    nation = {"MAS-IPSP": 2889359, "CC": 2240920, "PDC": 539081, "valid": 6137671, "registered": 7315364}
    found = check(engine, "sheets", official={"all": {"nation": nation}})
    assert numbers(found) == {"C108": 4, "C109": 280, "C110": 82, "C111": 2}
    assert sum(each.facts.get("list") == "MAS-IPSP" for each in found) == 81
    nation["CC"] += 1
    (wrong,) = check(engine, "sheets", official={"all": {"nation": nation}}, codes=["C311"])
    assert (wrong.facts["list"], wrong.facts["difference"]) == ("CC", 1)


def test_2019_the_stopped_and_the_resumed_count(converted: Callable[..., Embedded]) -> None:
    """427 stations of the stopped preliminary count differ from the final one, 546 of the resumed one; 6 are zero."""
    engine = converted(Embedded(), "final", "bolivia_2019_computo.parquet", LISTS[2019])
    for name, changed in (("stopped", 427), ("resumed", 546)):
        converted(engine, name, f"bolivia_2019_trep_{name}.parquet", LISTS[2019])
        found = check(engine, "final", previous=name, codes=CHANGES)
        assert numbers(found)["C403"] == changed
        assert not {"C402", "C404", "C406", "C407"} & set(numbers(found))
    assert numbers(check(engine, "stopped", codes=["C108"])) == {"C108": 6}


def test_2020_the_final_count(converted: Callable[..., Embedded]) -> None:
    """136 stations without a vote, 132 of them in Chile; nobody over the register, and every sheet adds up."""
    engine = converted(Embedded(), "sheets", "bolivia_2020_final_president.parquet", LISTS[2020])
    # The official result of 2020.
    nation = {"MAS-IPSP": 3394052, "CC": 1775953, "CREEMOS": 862186, "FPV": 95255, "PAN-BOL": 31765, "valid": 6159211}
    found = check(engine, "sheets", official={"all": {"nation": nation}}, withdrawn=WITHDRAWN)
    assert numbers(found).keys() == {"C108", "C109", "C110"}
    zero = [each.facts["station"] for each in found if each.code == "C108"]
    chile = engine.rows("SELECT station FROM sheets WHERE country = 'CHILE'")
    assert (len(zero), len(set(zero) & {row[0] for row in chile})) == (136, 132)


def test_2020_a_withdrawn_list_survives_in_a_ballot(converted: Callable[..., Embedded]) -> None:
    """41 votes of LIBRE-21 are still valid in the final uninominal count."""
    engine = converted(Embedded(), "sheets", "bolivia_2020_final_uninominal.parquet", LISTS[2020])
    (left,) = check(engine, "sheets", withdrawn=WITHDRAWN, codes=["C208"])
    assert (left.facts["list"], left.facts["votes"]) == ("LIBRE-21", 41)


@pytest.mark.slow
def test_2020_between_the_snapshots(converted: Callable[..., Embedded], shared: Path) -> None:
    """Stations withdrawn and corrected between the kept snapshots, as its index counts them over all ballots."""
    engine = Embedded()
    with (shared / "data/bolivia_2020_snapshots/index.csv").open(encoding="utf-8") as file:
        index = list(csv.DictReader(file))
    withdrawn, corrected, before = [], 0, ""
    for each in (line["snapshot"] for line in index):
        gone = 0
        for contest in ("president", "uninominal", "special") if before else ():
            for name, snapshot in (("before", before), ("now", each)):
                file_name = f"bolivia_2020_snapshots/{snapshot}.parquet"
                converted(engine, name, file_name, LISTS[2020], f"contest = '{contest}'")
            found = numbers(check(engine, "now", previous="before", codes=["C402", "C403", "C405"]))
            gone += found.get("C402", 0)
            corrected += found.get("C403", 0) + found.get("C405", 0)
        withdrawn.append(gone)
        before = each
    assert [gone for gone in withdrawn if gone] == [3, 8, 2, 4, 2]
    assert withdrawn[1:] == [int(float(line["gone_since_previous"])) for line in index[1:]]
    assert corrected == 2


def test_2020_votes_for_lists_that_withdrew(converted: Callable[..., Embedded]) -> None:
    """1,116 presidential votes for ADN, LIBRE-21 and JUNTOS in the fullest snapshot."""
    file = "bolivia_2020_snapshots/20201020_021835.parquet"
    engine = converted(Embedded(), "sheets", file, LISTS[2020], "contest = 'president'")
    found = check(engine, "sheets", withdrawn=WITHDRAWN, codes=["C208", "C209"])
    assert sum(each.facts["votes"] for each in found if each.code == "C208") == 1116
    assert sum(each.facts["votes"] for each in found if each.code == "C209") == 1116


def test_2020_the_totals_that_fell(shared: Path) -> None:
    """MAS-IPSP falls 8 times in the series of national totals, by 14,054 at 22:08 on 23 October."""
    with (shared / "data/bolivia_2020_progress_totals.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    series = [(row["local_time"], {"MAS-IPSP": int(row["MAS-IPSP"])}) for row in rows]
    found = falls(series)
    assert len(found) == 8
    (largest,) = (each for each in found if each.facts["time"] == "2020-10-23T22:08:00-04:00")
    assert largest.facts["fell"] == 14054


def test_2020_two_ballots_of_one_day(converted: Callable[..., Embedded]) -> None:
    """Every presidential station at home has a uninominal or a special ballot; 550 have both, with the same voters."""
    engine = Embedded()
    for contest in ("president", "uninominal", "special"):
        converted(engine, contest, f"bolivia_2020_final_{contest}.parquet", ())
    engine.rows("CREATE TABLE home AS SELECT * FROM president WHERE NOT abroad")
    contests = {"home": "home", "uninominal": "uninominal", "special": "special"}
    found = check_contests_of(
        engine, contests, expected={"home": ("uninominal", "special"), "special": ("uninominal",)}
    )
    lacking = [each for each in found if each.code == "C501"]
    # 835 special stations, 550 of them with a uninominal ballot too: 285 have none.
    assert {
        each.facts["contest"]: sum(e.facts["contest"] == each.facts["contest"] for e in lacking) for each in lacking
    } == {"special": 285}
    assert [each for each in found if each.code == "C502"] == []


def test_2025_two_ballots_added_are_found_by_the_register(shared: Path) -> None:
    """A table that adds two ballots has twice the voters of the register of stations: every row differs."""
    engine = Embedded()
    path = shared / "data/bolivia_2025_stations_turnout.parquet"
    for name, factor in (("register", 1), ("added", 2)):
        engine.rows(
            f"CREATE TABLE {name} AS SELECT row_number() OVER () + 1 AS file_row, station_id AS station, "
            f"registered * {factor} AS registered FROM '{path}' WHERE contest = 'president'"
        )
    found = check(engine, "added", lists=(), register="register", codes=["C301", "C302", "C303"], limit=1)
    # 35,253 stations of 2025; one whose register holds nobody would not differ.
    assert numbers(found) == {"C303": 35253}
