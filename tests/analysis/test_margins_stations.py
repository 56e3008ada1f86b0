"""The stations that could hold the votes of a margin: worked by hand, and against the raw files of real counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

import escrutinio as es
from escrutinio.analysis.margins.answer import Margin
from escrutinio.analysis.margins.asked import Margins
from escrutinio.analysis.margins.changes import Changed
from escrutinio.analysis.margins.covering import covering
from escrutinio.analysis.margins.stations import stations_holding
from escrutinio.analysis.margins.targets import another_outcome
from escrutinio.canvass import add
from escrutinio.law import load
from escrutinio.model import Constituency, Contest, Election, List, Problem, Source, Tally

if TYPE_CHECKING:
    from pathlib import Path

    from escrutinio.canvass.sheets import Reading
    from escrutinio.outcome import Outcome

# What the stations hold: A 10, 7, 7, 7, 0 in the North and 9 in the South; B 2, 5, 3, 0, 9 and 6. Who did not vote:
# 7, 8, 0, 20 and unknown; 0.
PRESIDENT = """mesa;dep;mun;rec;ins;blancos;nulos;A;B;C
1;North;Upper;School;20;1;0;10;2;0
2;North;Upper;School;20;0;0;7;5;0
3;North;Lower;Hall;10;0;0;7;3;0
4;North;Lower;Hall;30;1;2;7;0;0
5;North;Lower;Hall;;0;0;0;9;0
6;South;Port;Dock;15;0;0;9;6;0
"""
MAYOR = "mesa;dep;mun;rec;A;B\n1;North;Upper;School;3;1\n2;North;Upper;School;2;9\n"
LAW = """
law: isle
country: isle
name: {es: Ley, en: Law}
texts: {charter: {title: Charter, date: "2000-01-01"}}
bodies:
  council:
    name: {es: Consejo, en: Council}
    kinds: {seat: {es: escaños, en: seats}}
    distribution:
      - {from: 2000-01-01, source: {text: charter, article: "8"}, basis: text, members: 5,
         areas: {North: {seat: 3}, South: {seat: 2}}}
    stages:
      - {id: seats, does: highest_averages, name: {es: Reparto, en: Sharing}, from: 2000-01-01,
         source: {text: charter, article: "9"}, basis: text, votes: president, per: region, seats: [seat],
         divisors: dhondt, gives: seat, ties: lots}
  president:
    name: {es: Presidencia, en: Presidency}
    kinds: {president: {es: presidente, en: president}}
    stages:
      - {id: round, does: plurality, name: {es: Más votos, en: Most votes}, from: 2000-01-01,
         source: {text: charter, article: "7"}, basis: text, votes: president, per: country, gives: president,
         ties: lots}
"""


def made(folder: Path, tier: str, text: str, *counts: str) -> Reading:
    """A file of sheets of one contest, read."""
    lists = [each for each in text.partition("\n")[0].split(";") if each in {"A", "B", "C"}]
    described = [
        f"id: made-{tier}",
        "name: {es: Hecho, en: Made}",
        f"contest: {{fixed: {tier}}}",
        "station: [mesa]",
        "areas: {department: dep, municipality: mun, precinct: rec}",
        *counts,
        f"lists: [{', '.join(lists)}]",
    ]
    file, description = folder / f"{tier}.csv", folder / f"{tier}.yaml"
    file.write_text(text, encoding="utf-8")
    description.write_text("formats:\n  - " + "\n    ".join(described) + "\n", encoding="utf-8")
    return es.read(file, format=description)


@pytest.fixture
def sheets(tmp_path) -> Reading:
    """The six stations' sheets for president."""
    return made(tmp_path, "president", PRESIDENT, "counts: {registered: ins, blank: blancos, 'null': nulos}")


@pytest.fixture
def isle(tmp_path) -> Outcome:
    """The same votes as an outcome of two bodies: the council by region, the president in the whole country."""
    (tmp_path / "isle.yaml").write_text(LAW, encoding="utf-8")
    votes = {"North": {"A": 31, "B": 19, "C": 0}, "South": {"A": 9, "B": 6, "C": 0}}
    election = Election(
        "isle",
        {"en": "Isle"},
        date(2024, 3, 3),
        lists=(List("A"), List("B"), List("C")),
        constituencies=(
            *(Constituency("president", each, region=each) for each in votes),
            Constituency("mayor", "North", region="North"),
        ),
        contests=tuple(Contest(tier, Source("page"), by="department") for tier in ("president", "mayor")),
        tallies=(
            *(Tally("president", name, votes=each) for name, each in votes.items()),
            Tally("mayor", "North", votes={"A": 5, "B": 10}),
        ),
    )
    return es.elect(election, law=load(tmp_path / "isle.yaml"))


def margin(*witness: tuple[str, str, int], kind: Any = "remove", tier: str = "president") -> Margin:
    """A margin with these changes: area, list, votes."""
    changed = tuple(Changed(tier, *each) for each in witness)
    votes = max(sum(abs(each.votes) for each in changed), 1)
    return Margin(
        target=another_outcome("council"), kind=kind, source="", to="", votes=votes, by_lot=votes, witness=changed
    )


def held(outcome: Outcome, place: Any, *witness: tuple[str, str, int], **kind: Any) -> Any:
    """The answer to one margin."""
    return stations_holding(margin(*witness, **kind), place, election=outcome).found[0]


# Worked by hand


@pytest.mark.parametrize(
    ("votes", "alone", "stations", "equal"),
    [(8, 1, "1", 0), (10, 1, "1", 0), (11, 0, "12", 2), (17, 0, "12", 2), (18, 0, "123", 1), (31, 0, "1234", 0)],
)
def test_the_largest_stations_first(isle, sheets, votes, alone, stations, equal) -> None:  # noqa: PLR0917
    """10, then 7 thrice: so many votes lie in so few stations; of those alike the first of the file."""
    (cell,) = held(isle, sheets, ("North", "A", -votes)).cells
    found = cell.holding
    assert (found.sheets, found.holding, found.total) == (5, 4, 31)
    assert (found.alone, found.fewest, [each.station for each in found.stations]) == (alone, len(stations), [*stations])
    assert found.equal == equal


def test_seven_votes_four_stations_alone(isle, sheets) -> None:
    """Exactly as many as a station has is enough."""
    assert held(isle, sheets, ("North", "A", -7)).cells[0].holding.alone == 4


def test_what_a_station_is_told_with(isle, sheets) -> None:
    """Its areas and its counts; what the file leaves out is added up of its parts."""
    (first,) = held(isle, sheets, ("North", "A", -10)).cells[0].holding.stations
    assert dict(first.areas) == {"department": "North", "municipality": "Upper", "precinct": "School"}
    assert (first.votes, first.valid, first.cast, first.registered) == (10, 12, 13, 20)


def test_too_many_votes_are_in_no_stations(isle, sheets) -> None:
    """One vote more than all have together; and a list without a vote."""
    for list_id, votes in (("A", -32), ("C", -1)):
        found = held(isle, sheets, ("North", list_id, votes)).cells[0].holding
        assert (found.fewest, found.stations, found.alone) == (None, (), 0)


def test_moved_votes_are_those_of_the_list_that_loses_them(isle, sheets) -> None:
    """The list that gains is not looked for."""
    cells = held(isle, sheets, ("North", "A", -8), ("North", "B", 8), kind="move").cells
    assert [(each.list, each.votes, each.counted, each.on_sheets) for each in cells] == [("A", 8, 31, 31)]


@pytest.mark.parametrize(
    ("votes", "alone", "stations"), [(20, 1, ["4"]), (21, 0, ["4", "2"]), (35, 0, ["4", "2", "1"])]
)
def test_added_votes_need_voters_who_stayed_away(isle, sheets, votes, alone, stations) -> None:
    """20, 8 and 7 did not vote, nobody at station 3; station 5 does not say."""
    found = held(isle, sheets, ("North", "B", votes), kind="add").cells[0].holding
    assert (found.holding, found.total, found.unknown) == (3, 35, 1)
    assert (found.alone, [each.station for each in found.stations]) == (alone, stations)
    assert found.stations[0].holds == 20


def test_two_lists_of_one_area_at_once(isle, sheets) -> None:
    """17 of A: stations 1 and one with 7; 9 of B: station 5. No two stations do both, 1, 2 and 5 do."""
    found = held(isle, sheets, ("North", "A", -17), ("North", "B", -9))
    assert [each.holding.fewest for each in found.cells] == [2, 1]
    assert (found.together.fewest, found.together.least) == (3, 3)


def test_added_votes_of_two_lists_share_the_room(isle, sheets) -> None:
    """Either fits into station 4; 25 together do not."""
    found = held(isle, sheets, ("North", "A", 15), ("North", "B", 10), kind="add")
    assert [each.holding.fewest for each in found.cells] == [1, 1]
    assert [each.station for each in found.together.stations] == ["4", "2"]


def test_two_areas_at_once(isle, sheets) -> None:
    """No station lies in both: the numbers add up."""
    found = held(isle, sheets, ("North", "A", -8), ("South", "B", -6)).together
    assert (found.fewest, {each.station for each in found.stations}) == (2, {"1", "6"})
    assert held(isle, sheets, ("North", "A", -8), ("South", "B", -7)).together.fewest is None


def test_two_ballots_of_one_station(isle, sheets, tmp_path) -> None:
    """A station that has enough of both is one station."""
    path = tmp_path / "count.duckdb"
    with es.open_store(path) as store:
        add(store, sheets, time="2024-03-03T20:00:00-04:00")
        add(store, made(tmp_path, "mayor", MAYOR), time="2024-03-03T20:00:00-04:00")
    both = (*margin(("North", "A", -10)).witness, *margin(("North", "A", -3), tier="mayor").witness)
    asked = replace(margin(("North", "A", -10)), witness=both)
    (found,) = stations_holding(asked, path, election=isle, at="2024-03-03T21:00:00-04:00").found
    assert found.together is not None
    assert [(each.station, each.holds) for each in found.together.stations] == [("1", (10, 3))]
    with pytest.raises(Problem, match="nothing of “president” had been published at"):
        stations_holding(asked, path, election=isle, at="2024-03-03T19:00:00-04:00")


def test_votes_of_the_whole_country_may_lie_anywhere(isle, sheets) -> None:
    """The president's 19 votes: 10 + 7 + 7 in the North, but 10 + 9 with the South."""
    asked = replace(margin(("North", "A", -19)), target=another_outcome("president"))
    (found,) = stations_holding(asked, sheets, election=isle).found
    (wide,) = found.wherever
    assert (found.cells[0].holding.fewest, wide.holding.fewest, wide.constituencies) == (3, 2, ("North", "South"))
    assert not held(isle, sheets, ("North", "A", -19)).wherever


def test_all_that_margins_found(isle, sheets) -> None:
    """Each with its own stations; one without an answer says why."""
    none = replace(margin(), votes=None, target=another_outcome("council", area="South"))
    asked = Margins(outcome=isle, body="council", found=(margin(("North", "A", -8)), none), by_area=True, refused={})
    answer = stations_holding(asked, sheets)
    assert (len(answer.found), list(answer.refused), answer.election) == (1, ["South"], "isle")
    assert answer.snapshots["president"].rows == 6


# The fewest of several at once


def test_the_fewest_of_several_kinds_against_every_choice() -> None:
    """Three hundred small cases: no fewer stations do, and what is found does."""
    random = Random(7)  # noqa: S311 - a test's draws
    for _ in range(300):
        kinds = random.randint(1, 3)
        rows = [tuple(random.choice((0, random.randint(0, 12))) for _ in range(kinds)) for _ in range(8)]
        needs = [random.randint(1, 20) for _ in range(kinds)]

        def enough(chosen: tuple[int, ...], rows: Any = rows, needs: Any = needs) -> bool:
            return all(sum(rows[each][kind] for each in chosen) >= need for kind, need in enumerate(needs))

        sizes = (size for size in range(9) if any(enough(each) for each in combinations(range(8), size)))
        found, fewest = covering(rows, needs), next(sizes, None)
        if found is None:
            assert fewest is None
        else:
            assert enough(found.chosen)
            assert len(found.chosen) == found.least == fewest


# What cannot be answered


def test_a_ballot_whose_sheets_do_not_say_is_told_apart(isle, sheets, tmp_path) -> None:
    """One of two ballots does not say who stayed away: the other is answered, both at once are not."""
    path = tmp_path / "count.duckdb"
    with es.open_store(path) as store:
        add(store, sheets, time="2024-03-03T20:00:00-04:00")
        add(store, made(tmp_path, "mayor", MAYOR), time="2024-03-03T20:00:00-04:00")
    both = (*margin(("North", "A", 9)).witness, *margin(("North", "A", 3), tier="mayor").witness)
    asked = replace(margin(("North", "A", 9), kind="add"), witness=both)
    (found,) = stations_holding(asked, path, election=isle).found
    assert [(each.holding.known, each.holding.fewest) for each in found.cells] == [(True, 1), (False, None)]
    assert found.together is None


def test_a_margin_alone_needs_its_election(sheets) -> None:
    """It names areas and lists, not the election."""
    with pytest.raises(Problem, match="one margin does not say which election it is of"):
        stations_holding(margin(("North", "A", -8)), sheets)


def test_no_votes_no_stations(isle, sheets) -> None:
    """Where no number of votes does it."""
    with pytest.raises(Problem, match="no number of votes does it for certain, so there are no stations"):
        held(isle, sheets)


def test_sheets_of_another_ballot(isle, sheets) -> None:
    """The ballot is named, and what there is."""
    with pytest.raises(
        Problem, match="of the ballot “mayor” of isle, and there are no sheets of it here, only of pres"
    ):
        held(isle, sheets, ("North", "A", -8), tier="mayor")


def test_sheets_without_the_list(isle, tmp_path) -> None:
    """A file without the column."""
    short = made(tmp_path, "president", MAYOR)
    with pytest.raises(Problem, match=r"president\.csv has no votes of C for “president”, so nobody can tell which"):
        held(isle, short, ("North", "C", -1))


def test_sheets_without_voters_have_no_room(isle, tmp_path) -> None:
    """Nobody knows who stayed away."""
    short = made(tmp_path, "president", MAYOR)
    with pytest.raises(Problem, match="do not say how many were registered and how many voted"):
        held(isle, short, ("North", "A", 1), kind="add")


def test_an_election_that_does_not_say_which_area_is_the_constituency(isle, sheets) -> None:
    """The names on the sheets tell it: the same stations as where the election's page says so."""
    contests = tuple(replace(each, by="") for each in isle.election.contests)
    silent = replace(isle, election=replace(isle.election, contests=contests))
    found, said = (held(each, sheets, ("North", "A", -8)).cells for each in (silent, isle))
    assert [each.holding for each in found] == [each.holding for each in said]


# Real counts, each figure by a plain query of the raw file


def largest(file: Path, column: str, where: str, votes: int) -> tuple[int, int, int, list[int]]:
    """Sheets, sheets with votes, sheets with so many, and the largest that are needed."""
    import duckdb

    every = [row[0] or 0 for row in duckdb.execute(f"SELECT {column} FROM '{file}' WHERE {where}").fetchall()]  # noqa: S608
    every.sort(reverse=True)
    fewest = next(number for number in range(1, len(every)) if sum(every[:number]) >= votes)
    return len(every), sum(each > 0 for each in every), sum(each >= votes for each in every), every[:fewest]


def same(cell: Any, told: tuple[int, int, int, list[int]]) -> None:
    """What was found is what the query says."""
    found = cell.holding
    assert (found.sheets, found.holding, found.alone, [each.holds for each in found.stations]) == told


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "column"), [("move", "CREEMOS"), ("remove", "CREEMOS"), ("add", 'greatest(registered - "cast", 0)')]
)
def test_the_last_seat_of_santa_cruz(shared, kind, column) -> None:
    """The seat of 2020 hangs on about 190 votes; the stations are those of a plain query of the atlas's sheets."""
    file = shared / "data" / "bolivia_2020_final_president.parquet"
    found = es.margins("bo-2020", "deputies", where=["Santa Cruz"], tier="president", kind=kind)
    (cell,) = es.stations_holding(found, file).found[0].cells
    assert cell.votes == found.found[0].votes
    same(cell, largest(file, column, "department = 'SANTA CRUZ'", cell.votes))


@pytest.mark.shared
def test_the_run_off_of_2019(shared) -> None:
    """17,336 votes, half of the 34,672 above ten points: in one department, and wherever they could lie."""
    file = shared / "data" / "bolivia_2019_computo.parquet"
    found = es.margins("bo-2019", "president", runoff=True, source="MAS", to="CC")
    (answer,) = es.stations_holding(found, file).found
    same(answer.cells[0], largest(file, '"MAS-IPSP"', "department = 'La Paz'", 17_336))
    same(answer.wherever[0], largest(file, '"MAS-IPSP"', "TRUE", 17_336))
    assert sum(each.on_sheets == each.counted for each in (*answer.cells, *answer.wherever)) == 2


@pytest.mark.shared
def test_votes_abroad_lie_in_stations_abroad(shared) -> None:
    """The constituency abroad has the sheets of every other country."""
    file = shared / "data" / "bolivia_2020_final_president.parquet"
    (cell,) = stations_holding(margin(("Exterior", "CC", -500)), file, election="bo-2020").found[0].cells
    same(cell, largest(file, "CC", "country <> 'BOLIVIA'", 500))
