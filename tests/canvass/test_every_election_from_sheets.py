"""Every election at hand, made up as tally sheets, read and elected again: the seats on record, without a word more.

The seats are those of each election's ``seats.csv``, which cites who stated them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import escrutinio as es
from escrutinio.canvass import add
from escrutinio.outcome import against_official

if TYPE_CHECKING:
    from pathlib import Path

CANNOT = {"cl-2021": "in six districts a party has fewer candidates than seats, and sheets do not name candidates"}
QUICK = (
    "at-2024",
    "be-2024",
    "bo-2025",
    "ch-zh-2023",
    "ec-2021",
    "mx-2024",
    "nl-2023",
    "no-2021",
    "pt-2024",
    "sk-2020",
)
"""By constituency, by department with areas that nobody stated apart, one constituency, and several contests."""


def from_sheets(name: str, folder: Path) -> es.outcome.Outcome:
    """The outcome of all sheets of an election's contests with votes, two a constituency, kept in a store."""
    election = es.election(name)
    with es.open_store(folder / "count.duckdb") as store:
        for tier in dict.fromkeys(each.tier for each in election.tallies if each.valid):
            areas = sum(each.tier == tier for each in election.tallies)
            made = es.synth(name, folder / tier.replace("/", "-"), stations=max(2 * areas, 12), seed=3, contest=tier)
            add(store, es.read(made.files[0], contest=tier), time="2020-01-01T00:00:00Z")
        return es.elect(name, store=store)


def as_on_record(name: str, folder: Path) -> None:
    """Every official figure is compared and agrees, and the votes are the election's own."""
    found, election = from_sheets(name, folder), es.election(name)
    told = against_official(found)
    assert (told.different, found.election.status) == ((), election.status)
    assert told.compared == against_official(es.elect(name)).compared > 0


@pytest.mark.parametrize("name", QUICK)
def test_some_elections_from_their_sheets(name: str, tmp_path: Path) -> None:
    """No page of these but Bolivia's says which area of a sheet is the constituency."""
    as_on_record(name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [each for each in es.elections() if each not in (*CANNOT, *QUICK)])
def test_every_other_election_from_its_sheets(name: str, tmp_path: Path) -> None:
    """All that are at hand, also those that are added later."""
    as_on_record(name, tmp_path)


def test_regions_that_are_one_province_name_it_too(tmp_path: Path) -> None:
    """Spain in 2016, nine of whose 52 provinces are a region each (Ministerio del Interior: PP 137, PSOE 85 of 350)."""
    found = from_sheets("es-2016", tmp_path)
    assert found.election.contests[0].by == "constituency"
    totals = found["congress"].totals()
    assert (totals["PARTIDO POPULAR"], totals["PARTIDO SOCIALISTA OBRERO ESPAÑOL"]) == (137, 85)
    assert sum(totals.values()) == 350


@pytest.mark.parametrize("name", CANNOT)
def test_where_sheets_cannot_tell_the_seats(name: str, tmp_path: Path) -> None:
    """The votes are all there and the members are as many; how a pact's seats fall to its parties differs."""
    found, record = from_sheets(name, tmp_path), es.elect(name)
    assert found.election.status == "official"
    assert against_official(found).different
    alliance = {each.id: each.alliance or each.id for each in found.election.lists}
    for body in record.bodies:
        assert by_alliance(found[body].totals(), alliance) == by_alliance(record[body].totals(), alliance)


def by_alliance(totals: dict[str, int], alliance: dict[str, str]) -> dict[str, int]:
    """Seats by pact; who stands alone is one."""
    found: dict[str, int] = {}
    for name, seats in totals.items():
        found[alliance[name]] = found.get(alliance[name], 0) + seats
    return found
