"""An election counted from the store: areas to constituencies, columns to lists, contests one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escrutinio.canvass.about import Ballot
from escrutinio.canvass.storing.election import election_from_store, tallies_of_election
from escrutinio.canvass.storing.store import add, known, open_store
from escrutinio.documents import check
from escrutinio.model import Constituency, Contest, Election, List, Problem, Source, Tally, Winner

PAGE = Source("page")
ELECTION = Election(
    id="made",
    name={"es": "x", "en": "x"},
    date=date(2026, 1, 1),
    lists=(List("A-1", aliases=("The A",)), List("B")),
    constituencies=(
        Constituency("president", "Tórshavn"),
        Constituency("president", "Outside", abroad=True),
        Constituency("deputy", "D01"),
        Constituency("deputy", "D02"),
        Constituency("mayor", "All"),
    ),
    contests=(
        Contest("president", PAGE, by="department", abroad="Outside"),
        Contest("deputy", PAGE, by="constituency", named="D{:02d}", registered=False, complete=False),
        Contest("mayor", PAGE),
    ),
    tallies=(Tally("president", "Tórshavn", {"A-1": 1}), Tally("mayor", "All", {"B": 5})),
    winners=(Winner("deputy", "D01", "", "B", 1, "press", PAGE),),
)
HOME = {"station": "1", "department": "TORSHAVN ", "registered": 90, "blank": 2, "A1": 30, "B": 20}
AWAY = {"station": "2", "department": "Elsewhere", "abroad": True, "registered": 9, "blank": 0, "A1": 1, "B": 4}
LISTS = ("A1", "B")


def count(make, sheets, **options):
    """The tallies of president's sheets, by constituency."""
    reading = make(sheets, **{"lists": LISTS, **options})
    contest = options.get("contest", "president")
    return {each.constituency: each for each in tallies_of_election(ELECTION, reading.engine, {contest: contest})}


def test_names_are_matched_without_accents_case_and_blanks(make) -> None:
    """Of areas and of lists; every sheet from abroad goes to one constituency."""
    found = count(make, [HOME, AWAY, HOME])
    assert found["Tórshavn"].votes == {"A-1": 60, "B": 40}
    assert (found["Outside"].votes, found["Outside"].registered, found["Outside"].null) == ({"A-1": 1, "B": 4}, 9, None)


def test_a_constituency_without_sheets_has_no_votes_yet(make) -> None:
    """So that a count can be elected from its first sheet on."""
    assert (count(make, [HOME])["Outside"].votes, count(make, [HOME])["Outside"].blank) == ({"A-1": 0, "B": 0}, 0)


@pytest.mark.parametrize("written", ["1", "01", "D01", "d 1", "1.0", "Circ. 1"])
def test_a_numbered_constituency_is_found_however_it_is_written(make, written) -> None:
    """As a number, with its letter, as a workbook writes numbers; the roll of another ballot is not repeated."""
    found = count(make, [{"station": "1", "constituency": written, "registered": 90, "B": 3}], contest="deputy")
    assert (found["D01"].votes["B"], found["D01"].registered) == (3, None)


def test_two_columns_of_one_list_are_added(make) -> None:
    """An alias stands beside the list's id."""
    found = count(make, [{"station": "1", "department": "Tórshavn", "A1": 3, "The A": 4}], lists=("A1", "The A"))
    assert found["Tórshavn"].votes == {"A-1": 7}


def test_a_column_without_votes_is_no_list(make) -> None:
    """With votes it is refused, and the nearest list is named."""
    sheet = {"station": "1", "department": "Tórshavn", "A1": 3, "A-2": 0}
    assert count(make, [sheet], lists=("A1", "A-2"))["Tórshavn"].votes == {"A-1": 3}
    with pytest.raises(Problem, match=r"made, president: votes are counted for “A-2”, which is no list .* mean A-1"):
        count(make, [sheet | {"A-2": 1}], lists=("A1", "A-2"))


def test_an_area_that_is_no_constituency_is_told(make) -> None:
    """With how many sheets name it, and the nearest; a sheet without an area has an empty one."""
    with pytest.raises(Problem, match=r"2 tally sheets have the department “Torshvn”.* Did you mean Tórshavn"):
        count(make, [HOME | {"department": "Torshvn"}] * 2)
    with pytest.raises(Problem, match=r"1 tally sheets have the department “”"):
        count(make, [HOME | {"department": None}])
    with pytest.raises(Problem, match=r"have the constituency “D03”"):
        count(make, [HOME | {"constituency": "D03"}], contest="deputy")


def test_a_contest_with_one_constituency_needs_no_area(make) -> None:
    """Of one with several the names tell which area it is, and where all sheets from abroad go."""
    assert count(make, [HOME, AWAY], contest="mayor")["All"].votes == {"A-1": 31, "B": 24}
    silent = replace(ELECTION, contests=(Contest("president", PAGE),))
    reading = make([HOME, AWAY], lists=LISTS)
    found = {each.constituency: each.votes for each in tallies_of_election(silent, reading.engine, reading.tables)}
    assert found == {"Tórshavn": {"A-1": 30, "B": 20}, "Outside": {"A-1": 1, "B": 4}}


def test_who_stands_alone_is_found_by_name(make) -> None:
    """A candidate of no party is a list of the party's word and the name; sheets may have the name only."""
    alone = List("Independent (Jo Vang)", name="Jo Vang", party="Independent")
    election = replace(ELECTION, lists=(*ELECTION.lists, alone))
    reading = make([HOME | {"Jo Vang": 7}], lists=(*LISTS, "Jo Vang"))
    found = tallies_of_election(election, reading.engine, reading.tables)
    assert found[0].votes == {"A-1": 30, "B": 20, "Independent (Jo Vang)": 7}
    twins = replace(election, lists=(*election.lists, replace(alone, id="No party (Jo Vang)", party="No party")))
    with pytest.raises(Problem, match=r"votes are counted for “Jo Vang”, which is no list of this election"):
        tallies_of_election(twins, reading.engine, reading.tables)


def test_names_that_differ_only_in_accents_are_kept_apart(make) -> None:
    """As they are written; another spelling of them goes to one of them, as no name is nearer."""
    places = tuple(Constituency("president", name) for name in ("Peña", "Pena"))
    election = replace(ELECTION, constituencies=places, contests=(Contest("president", PAGE, by="department"),))
    reading = make([HOME | {"department": "Peña"}, HOME | {"department": "Pena", "B": 1}], lists=LISTS)
    found = {
        each.constituency: each.votes["B"] for each in tallies_of_election(election, reading.engine, reading.tables)
    }
    assert found == {"Peña": 20, "Pena": 1}


def test_only_the_contests_of_the_store_are_replaced(tmp_path, make) -> None:
    """The others keep their tallies; a replaced one cites the store's source and is complete."""
    with open_store(tmp_path / "count.duckdb") as store:
        add(store, make([HOME], lists=LISTS, time="2020-10-18T20:00:00Z"))
        add(store, make([HOME, AWAY], lists=LISTS, time="2020-10-18T21:00:00Z"))
        add(store, make([HOME | {"constituency": "2"}], lists=LISTS, contest="deputy", time="2020-10-18T21:00:00Z"))
        early = election_from_store(ELECTION, store, at="2020-10-18T20:30:00Z")
        late = election_from_store(ELECTION, known(store), policy_where='"B" > 4')
    votes = {(each.tier, each.constituency): dict(each.votes) for each in early.tallies}
    assert votes["president", "Outside"] == {"A-1": 0, "B": 0}
    assert votes["mayor", "All"] == {"B": 5}
    assert [each.source.date for each in early.contests] == ["2020-10-18T20:00:00+00:00", "", ""]
    assert (late.winners, [each.complete for each in late.contests]) == ((), [True] * 3)
    assert early.winners == ELECTION.winners
    assert {(each.tier, each.constituency): each.valid for each in late.tallies}["president", "Outside"] == 0


def test_a_store_of_other_contests_is_refused(tmp_path, make) -> None:
    """Both sides are named."""
    with open_store(tmp_path / "count.duckdb") as store:
        add(store, make([HOME], contest="council", lists=LISTS))
        with pytest.raises(Problem, match=r"no sheets of any contest of made. It has president, .* are of council"):
            election_from_store(ELECTION, store)


def test_how_a_constituency_is_named_is_checked_when_the_page_is_read() -> None:
    """One place for the area, as it is or as a number of so many digits."""
    assert check({"source": "x", "named": "C{:02d}"}, Ballot).named == "C{:02d}"
    for wrong in ("C", "{} {}", "{0.__class__}", "{:x}", 3):
        with pytest.raises(Problem, match=r"does not say how a constituency is named"):
            check({"source": "x", "named": wrong}, Ballot)
    with pytest.raises(Problem, match=r"“departmant” is not known here.* Did you mean department"):
        check({"source": "x", "by": "departmant"}, Ballot)
