"""An election counted from sheets: what they tell, and what they cannot tell is refused or left as it is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import escrutinio as es
from escrutinio.canvass import add
from escrutinio.canvass.checking.policies import DEFAULT, Policy
from escrutinio.canvass.counting.elections import election_counted, left_open, lists_missing, personal_votes_missing
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.storing.store import Known, Snapshot
from escrutinio.model import Constituency, Contest, Election, List, Problem, Source, Tally, Winner

PAGE = Source("page")
NORTH, SOUTH, AWAY = (Constituency("seat", name, abroad=name == "Away") for name in ("North", "South", "Away"))
MADE = Election(
    "made",
    {},
    date(2024, 3, 3),
    status="official",
    lists=(List("A"), List("B"), List("C-1", aliases=("Cee",))),
    constituencies=(NORTH, SOUTH, AWAY),
    contests=(Contest("seat", PAGE, complete=False, by="department", abroad="Away"),),
    tallies=tuple(Tally("seat", name, votes={"A": 5, "B": 3}, source=PAGE) for name in ("North", "South", "Away")),
    winners=tuple(
        Winner("seat", place, "", name, 1, "official", PAGE) for place, name in (("North", "A"), ("South", "C-1"))
    ),
)


def sheets(*rows: tuple[str | None, bool, int, int], lists: tuple[str, ...] = ("A", "B")) -> Known:
    """Sheets of the contest: department, abroad, votes of the lists."""
    engine = Embedded()
    named = ", ".join(f'"{name}" BIGINT' for name in lists)
    engine.rows(f"CREATE TABLE t (file_row BIGINT, station VARCHAR, department VARCHAR, abroad BOOLEAN, {named})")
    for number, (department, abroad, *votes) in enumerate(rows, 1):
        values = [number + 1, str(number), department, abroad, *votes[: len(lists)]]
        engine.connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608 - marks
    snapshot = Snapshot(1, "seat", "2024-03-03T20:00:00Z", "a/count.csv", "ab", "", len(rows), lists, "", "")
    return Known(engine, {"seat": "t"}, {"seat": snapshot})


WHOLE = (("North", False, 5, 3), ("South", False, 5, 3), (None, True, 5, 3))


def test_declared_winners_stand_where_the_sheets_lack_their_list() -> None:
    """The very votes on record, without the list that won: the record stands, and the count is as official as it."""
    found = election_counted(MADE, sheets(*WHOLE), DEFAULT)
    assert (found.status, found.winners, found.contests[0].complete) == ("official", MADE.winners, False)
    assert found.sources["sheets.seat"].file == "a/count.csv"
    assert lists_missing(MADE, "seat", ("A", "B")) == ("C-1",)


@pytest.mark.parametrize("name", ["C-1", "Cee", "c1"])
def test_sheets_with_every_list_that_won_decide(name) -> None:
    """The list under its id or another of its names: the winners are counted, not declared."""
    known = sheets(*((*row, 9) for row in WHOLE), lists=("A", "B", name))
    found = election_counted(MADE, known, DEFAULT)
    assert (found.status, found.winners, found.contests[0].complete) == ("preliminary", (), True)
    assert {dict(each.votes)["C-1"] for each in found.tallies} == {9}


def test_the_policy_is_heeded() -> None:
    """A copy of a sheet counts once; of two that contradict each other the first counts, or none."""
    known = sheets(*WHOLE)
    known.engine.rows("UPDATE t SET station = '1', department = 'North' WHERE station = '2'")
    both = (DEFAULT, Policy(contradicting="none"))
    copied = [election_counted(MADE, known, policy).tallies for policy in both]
    known.engine.rows("UPDATE t SET \"A\" = file_row WHERE station = '1'")  # 2 and 3 votes
    differing = [election_counted(MADE, known, policy).tallies for policy in both]
    sums = [[sum(each.votes["A"] for each in found) for found in told] for told in (copied, differing)]
    assert sums == [[5 + 5, 5 + 5], [2 + 5, 5]]


def test_sheets_without_lists_elect_nobody() -> None:
    """Turnout alone is refused, with its file and contest."""
    with pytest.raises(
        Problem, match=r"a/count.csv has no votes of lists for “seat”, so nobody can be elected from it"
    ):
        election_counted(MADE, sheets(*WHOLE, lists=()), DEFAULT)


def test_sheets_that_do_not_say_where_they_are_from_are_refused() -> None:
    """The area that is missing is named; where some sheets tell it, the others are told by what they say."""
    with pytest.raises(Problem, match=r"does not say the department of its sheets, and “seat” is counted by it. Give"):
        election_counted(MADE, sheets((None, False, 5, 3), (None, False, 1, 1)), DEFAULT)
    with pytest.raises(Problem, match=r"1 tally sheets have the department “”, which is no constituency"):
        election_counted(MADE, sheets(("North", False, 5, 3), (None, False, 1, 1)), DEFAULT)
    assert election_counted(MADE, sheets((None, True, 5, 3)), DEFAULT).tallies[2].votes == {"A": 5, "B": 3}


def test_sheets_of_another_contest_are_refused_as_before() -> None:
    """Both sides are named."""
    other = replace(MADE, contests=(Contest("mayor", PAGE),))
    with pytest.raises(Problem, match=r"no sheets of any contest of made. It has mayor; the sheets are of seat"):
        election_counted(other, sheets(*WHOLE), DEFAULT)


# As of a time: what the sheets do not tell was not known

BOTH = replace(
    MADE,
    contests=(*MADE.contests, Contest("mayor", PAGE)),
    constituencies=(*MADE.constituencies, Constituency("mayor", "Town")),
    tallies=(*MADE.tallies, Tally("mayor", "Town", votes={"A": 1, "B": 2})),
    winners=(*MADE.winners, Winner("mayor", "Town", "", "B", 1, "official", PAGE)),
)


def test_a_contest_without_sheets_is_not_known() -> None:
    """Neither its votes nor its declared winners stand, and it says so; with the official totals both do."""
    known = sheets(*((*row, 9) for row in WHOLE), lists=("A", "B", "Cee"))
    then = election_counted(BOTH, known, DEFAULT, official_for_missing=False)
    assert ({each.tier for each in then.tallies}, then.winners, then.contests[1].complete) == ({"seat"}, (), False)
    assert left_open(BOTH, then) == ("mayor",)
    now = election_counted(BOTH, known, DEFAULT)
    assert ([each.tier for each in now.tallies][:1], left_open(BOTH, now)) == (["mayor"], ())
    assert [each.tier for each in now.winners] == ["mayor"]


def test_sheets_without_a_list_that_won_are_not_enough_as_of_a_time() -> None:
    """The declared winners were declared later: the contest is open, though others are counted."""
    then = election_counted(BOTH, sheets(*WHOLE), DEFAULT, official_for_missing=False)
    assert (then.tallies, then.winners, left_open(BOTH, then)) == ((), (), ("seat", "mayor"))


def test_winners_of_one_contest_do_not_bring_back_those_of_another() -> None:
    """The mayor is counted; only the seats, whose sheets lack a list that won, keep the declared ones."""
    known = sheets(*WHOLE)
    known.engine.rows('CREATE TABLE m AS SELECT 2 AS file_row, \'1\' AS station, 4 AS "A", 3 AS "B"')
    mayor = replace(known.snapshots["seat"], contest="mayor")
    two = Known(known.engine, {"mayor": "m", "seat": "t"}, {"mayor": mayor, "seat": known.snapshots["seat"]})
    for election in (BOTH, replace(BOTH, contests=BOTH.contests[::-1])):
        found = election_counted(election, two, DEFAULT)
        assert {each.tier for each in found.winners} == {"seat"}


def test_a_level_may_be_said() -> None:
    """The page says the department; these sheets have the constituency in a column of its own."""
    known = sheets(*WHOLE)
    known.engine.rows("ALTER TABLE t ADD COLUMN province VARCHAR")
    known.engine.rows("UPDATE t SET province = 'South' WHERE NOT abroad")
    found = election_counted(MADE, known, DEFAULT, by={"seat": "province"})
    votes = {each.constituency: dict(each.votes) for each in found.tallies}
    assert votes == {"North": {"A": 0, "B": 0}, "South": {"A": 10, "B": 6}, "Away": {"A": 5, "B": 3}}
    assert found.contests[0].by == "province"


@pytest.mark.parametrize(
    ("seats", "alliance", "told"),
    [(1, "Pact", ""), (3, "", "lists"), (3, "Pact", "parties"), (None, "Pact", "parties")],
)
def test_what_hangs_on_votes_for_candidates_is_told(seats, alliance, told) -> None:
    """Nothing where one candidate a list stands for one seat; else lists, or the parties inside an alliance."""
    election = replace(
        MADE,
        lists=(List("A", alliance=alliance), List("B")),
        constituencies=(Constituency("seat", "North", seats=seats),),
        tallies=(Tally("seat", "North", {"A": 5, "B": 3}, candidates={"A": {"Ann": 3, "Abe": 2}}),),
    )
    assert personal_votes_missing(election, "seat") == told
    silent = replace(election, tallies=(Tally("seat", "North", {"A": 5, "B": 3}),))
    assert personal_votes_missing(silent, "seat") == ""


def test_a_body_that_needs_what_was_not_known_is_refused(tmp_path) -> None:
    """The reason of the law, what there were no sheets of, and what to do; with the official totals it is elected."""
    made = es.synth("gb-wls-2021", tmp_path, stations=20, seed=1)
    with es.open_store(tmp_path / "s.duckdb") as store:
        add(store, es.read(made.files[0], contest=made.contest), time="2021-05-07T04:00:00Z")
        with pytest.raises(Problem) as told:
            es.elect("gb-wls-2021", store=store, at="2021-05-07T05:00:00Z")
        words = str(told.value)
        assert words.startswith("by that time there are no sheets of constituency, and without them: the law takes")
        assert words.endswith("or take the official totals for it: --official-for-missing.")
        found = es.elect("gb-wls-2021", store=store, at="2021-05-07T05:00:00Z", official_for_missing=True)
        assert found["senedd"].totals() == es.elect("gb-wls-2021")["senedd"].totals()


@pytest.mark.parametrize("year", [2005, 2009, 2014, 2019, 2020, 2025])
def test_every_contest_of_the_catalogue_says_how_its_sheets_are_added_up(year) -> None:
    """Unless it has no constituencies on record: then no sheet of it can be placed."""
    found = es.election(f"bo-{year}")
    placed = {each.tier for each in found.constituencies}
    assert [each.tier for each in found.contests if not each.by and each.tier in placed] == []
