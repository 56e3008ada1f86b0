"""The real counts of 2014 to 2020 through the command line: to the vote what the electoral body published."""

from __future__ import annotations

import csv

import pytest

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def data(shared):
    """The folder of the real files."""
    return shared / "data"


@pytest.fixture(scope="module")
def snapshots(data, told, tmp_path_factory):
    """A store with the 13 snapshots of 2020, and what `read` said of them."""
    store = tmp_path_factory.mktemp("2020") / "count.duckdb"
    status, document = told("read", *sorted((data / "bolivia_2020_snapshots").glob("*.parquet")), "--into", store)
    assert (status, len(document["files"])) == (0, 13)
    return store


@pytest.fixture(scope="module")
def final(data, told, tmp_path_factory):
    """A store with the three ballots of the final count of 2020."""
    store = tmp_path_factory.mktemp("final") / "count.duckdb"
    files = [data / f"bolivia_2020_final_{contest}.parquet" for contest in ("president", "uninominal", "special")]
    for file in files:
        assert told("read", file, "--into", store, "--time", "2020-10-23T12:00:00-04:00")[0] == 0
    return store


def test_the_final_count_of_2019(data, told, run) -> None:
    """OEP, 25 October 2019: 34,555 sheets; MAS-IPSP 2,889,359, CC 2,240,920, PDC 539,081; registered 7,315,364."""
    [area] = told("tally", data / "bolivia_2019_computo.parquet")[1]["contests"]["president"]["areas"]
    assert (area["sheets"], area["valid_added_up"], area["counts"]["registered"]) == (34_555, 6_137_671, 7_315_364)
    assert [area["votes"][name] for name in ("MAS-IPSP", "CC", "PDC")] == [2_889_359, 2_240_920, 539_081]
    page = run("tally", data / "bolivia_2019_computo.parquet", lang="es").stdout
    assert {"2.889.359", "2.240.920", "6.137.671", "7.315.364", "34.555"} <= set(page.split())


@pytest.mark.parametrize(
    ("old", "counted", "net"),
    [("stopped", (28_975, 427), {"MAS-IPSP": 2_697, "CC": 1_903}), ("resumed", (32_806, 546), {})],
)
def test_the_preliminary_count_of_2019_against_the_final_one(data, told, old, counted, net) -> None:
    """427 of 28,975 sheets, worth +2,697 and +1,903; 546 of 32,806 (issue 3; 427 also in the data's README)."""
    status, document = told("compare", data / f"bolivia_2019_trep_{old}.parquet", data / "bolivia_2019_computo.parquet")
    moved = document["sheets"]
    there = sum(moved[name]["sheets"] for name in ("withdrawn", "corrected", "restated", "unchanged"))
    assert (status, (there, moved["corrected"]["sheets"]), moved["withdrawn"]["sheets"]) == (1, counted, 0)
    assert {name: moved["corrected"]["net"][name] for name in net} == net
    assert len([each for each in document["changes"] if each["status"] == "corrected"]) == counted[1]


def test_the_votes_over_the_register_of_2014(data, told) -> None:
    """196 presidential sheets have more votes than registered voters (the data's README)."""
    status, document = told("check", data / "bolivia_2014_president.parquet")
    assert (status, document["summary"]["C103"]) == (1, {"severity": "error", "found": 196})
    assert len([each for each in document["findings"] if each["code"] == "C103"]) == 196


def test_the_thirteen_snapshots_of_2020(data, snapshots, told) -> None:
    """As of each time the sheets and votes of index.csv; imported again nothing changes."""
    with (data / "bolivia_2020_snapshots" / "index.csv").open(encoding="utf-8") as file:
        index = list(csv.DictReader(file))
    for row in index[:: len(index) // 4]:
        contests = told("tally", snapshots, "--at", row["local_time"])[1]["contests"]
        president = contests["president"]["areas"][0]
        assert president["sheets"] == int(row["president"])
        assert president["votes"]["MAS-IPSP"] == int(row["pres_MAS-IPSP"])
        assert president["counts"]["registered"] == int(row["pres_registered"])
    again = told("read", data / "bolivia_2020_snapshots" / f"{index[0]['snapshot']}.parquet", "--into", snapshots)[1]
    assert again["files"][0]["snapshot"]["already"]


def test_a_snapshot_of_2020_elects_a_senate(snapshots, told) -> None:
    """All 36 seats, from the 7,145 presidential sheets known at noon of the 19th, and it says so."""
    status, document = told("elect", "bo-2020", "senate", "--from", snapshots, "--at", "2020-10-19T12:00:00-04:00")
    rests = {each["contest"]: (each["sheets"], each["time"]) for each in document["counted_from"]}
    assert (status, rests["president"]) == (1, (7_145, "2020-10-19T11:48:34-04:00"))
    assert sum(document["bodies"]["senate"]["totals"].values()) == 36
    assert document["status"] == "preliminary"


def test_the_assembly_of_2020_from_its_stations(final, told) -> None:
    """Deputies 75, 39, 16 and by kind, Senate 21, 11, 4 (TSE, October 2020)."""
    document = told("elect", "bo-2020", "--from", final)[1]
    assert document["bodies"]["senate"]["totals"] == {"MAS-IPSP": 21, "CC": 11, "CREEMOS": 4}
    deputies = document["bodies"]["deputies"]
    assert deputies["totals"] == {"MAS-IPSP": 75, "CC": 39, "CREEMOS": 16}
    kinds: dict[str, dict[str, int]] = {}
    for seat in deputies["seats"]:
        by_list = kinds.setdefault(seat["kind"], {})
        by_list[seat["list"]] = by_list.get(seat["list"], 0) + seat["seats"]
    assert kinds == {
        "uninominal": {"MAS-IPSP": 42, "CC": 11, "CREEMOS": 10},
        "list": {"MAS-IPSP": 26, "CC": 28, "CREEMOS": 6},
        "special": {"MAS-IPSP": 7},
    }
    sheets = {each["contest"]: each["sheets"] for each in document["counted_from"]}
    assert sheets == {"president": 35_599, "uninominal": 33_872, "special": 835}


def test_a_contest_without_sheets_keeps_the_official_totals(data, run) -> None:
    """Only the presidential ballot from sheets: the others are said to be the official totals."""
    page = run("elect", "bo-2020", "deputies", "--from", data / "bolivia_2020_final_president.parquet").stdout
    assert "uninominal, special: the official totals, because there are no sheets." in page


def test_the_falls_of_2020_are_told_with_their_times(data, run, told) -> None:
    """MAS-IPSP falls 8 times, by 14,054 at 2020-10-23 22:08 (the data's README)."""
    document = told("check", data / "bolivia_2020_progress_totals.csv")[1]
    falls = [each["facts"] for each in document["findings"] if each["facts"].get("list") == "MAS-IPSP"]
    assert (len(falls), max(each["fell"] for each in falls)) == (8, 14_054)
    page = " ".join(run("check", data / "bolivia_2020_progress_totals.csv", "--all").stdout.split())
    assert "14,054 fewer. Between 2020-10-23T10:08:00-04:00 and 2020-10-23T22:08:00-04:00." in page


def test_two_ballots_added_up_are_refused(data, run) -> None:
    """With the reason, in both languages; elections are not mixed."""
    file = data / "raw" / "2025_sql_resultados_both_ballots_added.csv.gz"
    assert run("read", file).exit_code == 2
    assert "79 rows repeat" in run("tally", file).stderr
    assert "no se lee: " in run("read", file, lang="es").stderr
    mixed = run("compare", data / "bolivia_2019_computo.parquet", data / "bolivia_2020_final_president.parquet")
    assert (mixed.exit_code, "of different elections" in mixed.stderr) == (2, True)
