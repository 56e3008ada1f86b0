"""Cell by cell, our votes and seats are those of the tables collected beside the repository, where they are there."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.shared

ELECTIONS = Path(__file__).resolve().parents[2] / "src/escrutinio/countries/bo/elections"
NOT_VOTES = {"department", "circ", "valid", "cast", "winner", "runner_up", "margin_votes", "winner_basis"}
OTHER_COUNTS = {"blank", "null", "registered"}
TABLES = [
    *((year, "president", f"president_{year}_by_department.csv") for year in (2005, 2009, 2014, 2019, 2020, 2025)),
    *((year, "uninominal", f"uninominal_{year}.csv") for year in (2009, 2014, 2020)),
    *((year, "special", f"special_{year}.csv") for year in (2009, 2014, 2020, 2025)),
]


@pytest.fixture(scope="module")
def facts(shared: Path) -> Path:
    """The folder of collected tables; the test skips without it."""
    folder = shared / "facts"
    if not folder.is_dir():
        pytest.skip(f"there are no collected tables at {folder}")
    return folder


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def display(department: str) -> str:
    """The department as we write it."""
    return department.title().replace("Potosi", "Potosí")


def collected(year: int, tier: str, path: Path) -> dict[tuple[str, str], int]:
    """Counts by constituency and party of a collected table; zero cells and totals left out."""
    cells: dict[tuple[str, str], int] = {}
    for row in read(path):
        if row["department"] == "TOTAL":
            continue
        name = row.get("circ") or ("Especial " if tier == "special" else "") + display(row["department"])
        for column, value in row.items():
            party = f"#{column}" if column in OTHER_COUNTS else column
            # stations with two ballots repeat their whole roll: we leave those registered out (see election.yaml)
            repeated = tier == "special" and year in (2014, 2020) and column == "registered"
            if column in NOT_VOTES or column.startswith("indigenous") or repeated or value in ("", "0"):
                continue
            cells[name, party] = int(value)
    return cells


@pytest.mark.parametrize(("year", "tier", "table"), TABLES)
def test_votes_equal_the_collected_table(year: int, tier: str, table: str, facts: Path) -> None:
    """Every cell of votes and other counts of one tier of one year."""
    rows = read(ELECTIONS / str(year) / "votes.csv")
    ours = {(row["constituency"], row["party"]): int(row["votes"]) for row in rows if row["tier"] == tier}
    assert ours == collected(year, tier, facts / table)


def test_runoff_equals_the_collected_table(facts: Path) -> None:
    """The six departments as collected; the remaining row is the national total minus them."""
    rows = {row["department"]: row for row in read(facts / "president_2025_runoff_by_department.csv")}
    ours = [row for row in read(ELECTIONS / "2025/votes.csv") if row["tier"] == "runoff"]
    for party in ("PDC", "LIBRE"):
        stated = {display(name): int(row[party]) for name, row in rows.items() if row[party]}
        total = stated.pop("Total")
        cells = {row["constituency"]: int(row["votes"]) for row in ours if row["party"] == party}
        assert cells.pop("La Paz, Santa Cruz, Beni y Exterior") == total - sum(stated.values())
        assert cells == stated


def test_winners_equal_the_collected_ones(facts: Path) -> None:
    """Every district we name has the collected winner; a department's seats per list are the collected ones."""
    theirs: Counter[tuple[str, str]] = Counter()
    named = {}
    for row in read(facts / "uninominal_2025_winners.csv"):
        if "," not in row["winner"]:
            named[row["circ"]] = row["winner"]
        for part in row["winner"].split(", "):
            party, _, seats = part.partition(" ")
            theirs[display(row["department"]), party] += int(seats or 1)
    rows = [row for row in read(ELECTIONS / "2025/winners.csv") if row["tier"] == "uninominal"]
    ours: Counter[tuple[str, str]] = Counter()
    for row in rows:
        ours[row["region"], row["party"]] += int(row["seats"])
        if row["constituency"] in named:
            assert named[row["constituency"]] == row["party"]
    assert ours == theirs


@pytest.mark.parametrize(
    ("body", "table", "column"),
    [
        ("senate", "senate_seats_by_department.csv", "senators"),
        ("deputies", "deputies_seats_by_department.csv", "total"),
    ],
)
def test_seats_equal_the_collected_ones(body: str, table: str, column: str, facts: Path) -> None:
    """Seats by department and list of every year; 2019's deputies are left out because special seats are unknown."""
    theirs = {
        (row["year"], display(row["department"]), row["party"]): int(row[column])
        for row in read(facts / table)
        if (body, row["year"]) != ("deputies", "2019")
    }
    ours: Counter[tuple[str, str, str]] = Counter()
    for path in ELECTIONS.glob("*/seats.csv"):
        for row in read(path):
            if row["body"] == body and row["level"] == "constituency":
                ours[path.parent.name, row["constituency"], row["party"]] += int(row["seats"])
    assert ours == theirs
