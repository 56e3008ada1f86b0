"""Bolivia's elections as data: the official totals are typed here, with who stated them; the files must give them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ELECTIONS = Path(__file__).resolve().parents[2] / "src/escrutinio/countries/bo/elections"
YEARS = (2005, 2009, 2014, 2019, 2020, 2025)
NOTES = {"official", "press", "recomputed", "deduced"}
HEADS = {
    "votes.csv": "tier,constituency,region,party,candidate,votes",
    "districts.csv": "tier,constituency,region,seats,abroad",
    "seats.csv": "body,level,constituency,party,seats,kind,source,note",
    "winners.csv": "tier,constituency,region,party,seats,basis,source",
}

# National counts for president: valid, blank, null, registered (None: not found by department).
# 2005, 2009: Corte Nacional Electoral, 2014: TSE, through atlaselectoral.oep.org.bo; 2019: TSE, count of 25-10-2019;
# 2020: TSE, 23-10-2020; 2025: TSE, 26-08-2025, in reduno.com.bo; run-off: TSE, 27-10-2025, in reduno.com.bo.
COUNTS = {
    2005: (2873801, 124046, 104570, None),
    2009: (4582786, 156290, 120364, None),
    2014: (5171428, 108187, 208061, 6243138),
    2019: (6137671, 93507, 229337, 7315364),
    2020: (6159120, 91426, 233347, 7332926),
    2025: (5356534, 172835, 1371049, 7936515),
}
# Votes by list for president, the same sources.
VOTES = {
    2005: "MAS-IPSP 1544374 PODEMOS 821745 UN 224090 MNR 185859 MIP 61948 NFR 19667 FREPAB 8737 USTB 7381",
    2009: "MAS-IPSP 2943209 PPB-CN 1212795 UN 258971 AS 106027 MUSPA 23257 GENTE 15627 PULSO 12995 BSD 9905",
    2014: "MAS-IPSP 3173304 UD 1253288 PDC 467311 MSM 140285 PVB-IEP 137240",
    2019: "MAS-IPSP 2889359 CC 2240920 PDC 539081 21F 260316 MTS 76827 MNR 42334 PAN-BOL 39826 UCS 25283 FPV 23725",
    2020: "MAS-IPSP 3393978 CC 1775943 CREEMOS 862184 FPV 95245 PAN-BOL 31770",
    2025: "PDC 1717432 LIBRE 1430176 UNIDAD 1054568 AP 456002 APB-SUMATE 361640 MAS-IPSP 169887 FP 89253 LYP-ADN 77576",
}
# Districts by tier: president counts Exterior since 2009. 2005's 70 single-member districts are not listed.
DISTRICTS = {
    2005: {"president": 9},
    2009: {"president": 10, "uninominal": 70, "special": 7},
    2014: {"president": 10, "uninominal": 63, "special": 7},
    2019: {"president": 10, "uninominal": 63, "special": 7},
    2020: {"president": 10, "uninominal": 63, "special": 7},
    2025: {"president": 10, "runoff": 7, "uninominal": 63, "special": 7},
}
# Single-member districts by department: Ley 4021 (2009), Ley 421 (2014-2020), law of January 2025.
DEPARTMENTS = ("La Paz", "Santa Cruz", "Cochabamba", "Potosí", "Chuquisaca", "Oruro", "Tarija", "Beni", "Pando")
UNINOMINAL = {2009: (15, 13, 10, 8, 6, 5, 5, 5, 3)} | dict.fromkeys(
    (2014, 2019, 2020, 2025), (14, 14, 9, 7, 5, 4, 4, 4, 2)
)
# Chambers: IPU and CEDIB (2005, 2009), TSE in El Día 157929 (2014), deduced (2019), TSE (2020), TSE in Erbol (2025).
DEPUTIES = {
    2005: "MAS-IPSP 72 PODEMOS 43 UN 8 MNR 7",
    2009: "MAS-IPSP 88 PPB-CN 37 UN 3 AS 2",
    2014: "MAS-IPSP 88 UD 32 PDC 10",
    2019: "MAS-IPSP 67 CC 50 PDC 9 21F 4",
    2020: "MAS-IPSP 75 CC 39 CREEMOS 16",
    2025: "PDC 49 LIBRE 39 UNIDAD 26 AP 8 APB-SUMATE 5 MAS-IPSP 2 BIA-YUQUI 1",
}
SENATE = {
    2005: "PODEMOS 13 MAS-IPSP 12 UN 1 MNR 1",
    2009: "MAS-IPSP 26 PPB-CN 10",
    2014: "MAS-IPSP 25 UD 9 PDC 2",
    2019: "MAS-IPSP 21 CC 14 21F 1",
    2020: "MAS-IPSP 21 CC 11 CREEMOS 4",
    2025: "PDC 16 LIBRE 12 UNIDAD 7 APB-SUMATE 1",
}
# By kind, from the TSE: 2020 in eluniversitario.com.bo, 2025 in radiofides.com (PDC, LIBRE, UNIDAD).
KINDS = {
    2020: {"MAS-IPSP": (42, 26, 7), "CC": (11, 28, 0), "CREEMOS": (10, 6, 0)},
    2025: {"PDC": (30, 17, 2), "LIBRE": (20, 17, 2), "UNIDAD": (11, 15, 0)},
}


def read(year: int, name: str) -> list[dict[str, str]]:
    """The rows of one table; none where the election has no such table."""
    path = ELECTIONS / str(year) / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described(year: int) -> dict[str, Any]:
    """The election's YAML."""
    loaded: dict[str, Any] = YAML(typ="safe").load((ELECTIONS / str(year) / "election.yaml").read_text("utf-8"))
    return loaded


def pairs(text: str) -> dict[str, int]:
    """Numbers by name from ``"A 3 B 2"``."""
    words = text.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def added(rows: list[dict[str, str]], key: str, value: str, **fixed: str) -> dict[str, int]:
    """The values of the rows with the fixed columns, added up by one column."""
    total: Counter[str] = Counter()
    for row in rows:
        if all(row[column] == wanted for column, wanted in fixed.items()):
            total[row[key]] += int(row[value])
    return dict(total)


@pytest.mark.parametrize("year", YEARS)
def test_files_are_plain(year: int) -> None:
    """Each table has the agreed header, UTF-8 without a mark and Unix line ends."""
    for name, head in HEADS.items():
        path = ELECTIONS / str(year) / name
        if path.exists():
            raw = path.read_bytes()
            assert raw.decode("utf-8").splitlines()[0] == head
            assert b"\r" not in raw
            assert raw.endswith(b"\n")


@pytest.mark.parametrize("year", YEARS)
def test_national_votes_are_the_official_ones(year: int) -> None:
    """The presidential votes by list add up to the official national totals, and to the valid votes."""
    total = added(read(year, "votes.csv"), "party", "votes", tier="president")
    lists = {party: votes for party, votes in total.items() if not party.startswith("#")}
    valid, blank, null, registered = COUNTS[year]
    assert lists == pairs(VOTES[year])
    assert sum(lists.values()) == valid
    assert (total["#blank"], total["#null"], total.get("#registered")) == (blank, null, registered)


def test_runoff_of_2025_is_the_official_one() -> None:
    """The run-off adds up to the TSE's national record of 27 October 2025 (reduno.com.bo)."""
    total = added(read(2025, "votes.csv"), "party", "votes", tier="runoff")
    assert total["PDC"] == 3519534
    assert total["LIBRE"] == 2884661
    assert total["#registered"] == 7936515
    assert round(100 * 3519534 / (3519534 + 2884661), 2) == 54.96


def test_abroad_2020_is_the_press_figure() -> None:
    """The subtracted row abroad gives the 112,175 MAS votes that eldeber.com.bo 205482 printed."""
    abroad = added(read(2020, "votes.csv"), "party", "votes", tier="president", constituency="Exterior")
    assert abroad["MAS-IPSP"] == 112175


@pytest.mark.parametrize("year", YEARS)
def test_every_district_is_there(year: int) -> None:
    """Each tier has its number of districts, and each department its single-member ones by law."""
    rows = read(year, "districts.csv")
    assert Counter(row["tier"] for row in rows) == DISTRICTS[year]
    assert len({(row["tier"], row["constituency"]) for row in rows}) == len(rows)
    assert [row["constituency"] for row in rows if row["abroad"]] == ["Exterior"] * (year > 2005)
    if year in UNINOMINAL:
        by_region = Counter(row["region"] for row in rows if row["tier"] == "uninominal")
        assert tuple(by_region[name] for name in DEPARTMENTS) == UNINOMINAL[year]


@pytest.mark.parametrize("year", YEARS)
def test_votes_stand_in_known_districts_once(year: int) -> None:
    """Every row of votes names a district of the election, its region, and no cell is given twice."""
    known = {(row["tier"], row["constituency"]): row["region"] for row in read(year, "districts.csv")}
    rows = read(year, "votes.csv")
    cells = [(row["tier"], row["constituency"], row["party"]) for row in rows]
    assert len(set(cells)) == len(cells)
    assert all(known[row["tier"], row["constituency"]] == row["region"] for row in rows)
    assert all(int(row["votes"]) > 0 for row in rows if not row["party"].startswith("#"))


@pytest.mark.parametrize("year", YEARS)
def test_every_complete_ballot_has_votes_in_every_district(year: int) -> None:
    """A tier without ``complete: false`` has votes in each of its districts; winners fill the others."""
    rows, districts = read(year, "votes.csv"), read(year, "districts.csv")
    for tier, contest in described(year)["contests"].items():
        if contest.get("complete", True):
            voted = {row["constituency"] for row in rows if row["tier"] == tier}
            assert voted == {row["constituency"] for row in districts if row["tier"] == tier}


def test_winners_of_2025_add_up() -> None:
    """The declared winners are 63 and 7, as many per department as the law says, and the TSE's totals per list."""
    rows = read(2025, "winners.csv")
    assert added(rows, "region", "seats", tier="uninominal") == dict(zip(DEPARTMENTS, UNINOMINAL[2025], strict=True))
    assert added(rows, "party", "seats", tier="uninominal") == {"PDC": 30, "LIBRE": 20, "UNIDAD": 11, "AP": 2}
    assert set(added(rows, "region", "seats", tier="special")) == set(DEPARTMENTS) - {"Potosí", "Chuquisaca"}
    special = added(rows, "party", "seats", tier="special")
    assert special == {"PDC": 2, "LIBRE": 2, "AP": 1, "MAS-IPSP": 1, "BIA-YUQUI": 1}
    named = [(row["tier"], row["constituency"]) for row in rows if row["constituency"]]
    assert len(set(named)) == len(named)
    assert set(named) <= {(row["tier"], row["constituency"]) for row in read(2025, "districts.csv")}
    assert {row["basis"] for row in rows} <= {"official", "press", "deduced"}


@pytest.mark.parametrize("year", YEARS)
def test_chambers_are_the_official_ones(year: int) -> None:
    """The seats of the whole chambers are the stated ones: 130 deputies, 27 then 36 senators, one president."""
    rows = read(year, "seats.csv")
    whole = {"level": "national", "kind": ""}
    assert added(rows, "party", "seats", body="deputies", **whole) == pairs(DEPUTIES[year])
    assert added(rows, "party", "seats", body="senate", **whole) == pairs(SENATE[year])
    assert sum(pairs(DEPUTIES[year]).values()) == 130
    assert sum(pairs(SENATE[year]).values()) == (27 if year == 2005 else 36)
    assert added(rows, "party", "seats", body="president", **whole) == {"PDC" if year == 2025 else "MAS-IPSP": 1}


@pytest.mark.parametrize("year", YEARS)
def test_departments_add_up_to_the_chambers(year: int) -> None:
    """Seats by department, and by kind, add up to the chamber's; 2019's deputies are not split."""
    rows = read(year, "seats.csv")
    for body, stated in (("senate", SENATE[year]), ("deputies", "" if year == 2019 else DEPUTIES[year])):
        assert added(rows, "party", "seats", body=body, level="constituency") == pairs(stated)
    for kind in ("uninominal", "list", "special"):
        split = {"body": "deputies", "kind": kind}
        national = added(rows, "party", "seats", level="national", **split)
        assert added(rows, "party", "seats", level="constituency", **split) == national
        size = {"uninominal": 70, "list": 53} if year == 2009 else {"uninominal": 63, "list": 60}
        assert sum(national.values()) == (0 if year in (2005, 2019) else size.get(kind, 7))


@pytest.mark.parametrize("year", KINDS)
def test_kinds_are_the_tse_s(year: int) -> None:
    """Single-member, list and special seats of each list are those the TSE declared."""
    for party, seats in KINDS[year].items():
        by_kind = added(read(year, "seats.csv"), "kind", "seats", body="deputies", level="national", party=party)
        assert tuple(by_kind.get(kind, 0) for kind in ("uninominal", "list", "special")) == seats


@pytest.mark.parametrize(("year", "stated"), [(2020, "MAS-IPSP 6 CC 2 CREEMOS 1"), (2025, "PDC 5 LIBRE 2 UNIDAD 2")])
def test_supranational_seats_are_nine(year: int, stated: str) -> None:
    """Nine representatives, one per department (2020: TSE; 2025: the department winners)."""
    rows = [row for row in read(year, "seats.csv") if row["body"] == "supranational"]
    assert added(rows, "party", "seats", level="national") == pairs(stated)
    assert added(rows, "party", "seats", level="constituency") == pairs(stated)
    assert {row["constituency"] for row in rows if row["constituency"]} == set(DEPARTMENTS)


@pytest.mark.parametrize("year", YEARS)
def test_names_and_sources_are_known(year: int) -> None:
    """Every list is in ``lists``, every source in ``sources``, every basis and note is one of the agreed words."""
    election = described(year)
    lists, sources = {entry["id"] for entry in election["lists"]}, set(election["sources"])
    votes, seats, winners = (read(year, name) for name in ("votes.csv", "seats.csv", "winners.csv"))
    assert {row["party"] for row in votes if not row["party"].startswith("#")} <= lists
    assert {row["party"] for row in votes if row["party"].startswith("#")} <= {"#blank", "#null", "#registered"}
    assert {row["party"] for row in seats + winners} <= lists
    assert {row["source"] for row in seats + winners} <= sources
    assert {contest["source"] for contest in election["contests"].values()} <= sources
    assert {contest["basis"] for contest in election["contests"].values()} <= NOTES
    assert {row["note"] for row in seats} <= NOTES
    assert {row["tier"] for row in votes} <= set(election["contests"])


@pytest.mark.parametrize("year", YEARS)
def test_names_are_told_once_and_in_both_languages(year: int) -> None:
    """Names and notes are in Spanish and English, and no id or alias stands for two lists."""
    election = described(year)
    assert election["election"] == f"bo-{year}"
    assert isinstance(election["date"], date)
    assert election["date"].year == year
    assert election["status"] == ("annulled" if year == 2019 else "official")
    texts = [election["name"], *(contest["name"] for contest in election["contests"].values()), *election["notes"]]
    assert all(text["es"].strip() and text["en"].strip() for text in texts)
    abouts = {"election", "president", "senate", "deputies", "supranational", *election["contests"]}
    assert {note["about"] for note in election["notes"]} <= abouts
    spellings = [word for entry in election["lists"] for word in {entry["id"], *entry["aliases"]}]
    assert len(set(spellings)) == len(spellings)
    colours = [entry["color"] for entry in election["lists"]]
    assert len(set(colours)) == len(colours)
