"""What-ifs of laws that look at more than votes: candidates, pacts, declared seats, rounds, votes abroad, other laws.

Expected seats are computed here from the votes by the shortest program that states the rule, or follow from the law.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import escrutinio as es
from escrutinio.analysis.margins.changes import Changed, moves_of, with_changes
from escrutinio.analysis.moving import changed
from escrutinio.analysis.scenario import Abroad, Alliance, Move, OtherLaw, Scenario, Seats, Split, Swing, Withdrawal
from escrutinio.documents import country_folders
from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.analysis.what_if import WhatIf
    from escrutinio.analysis.what_if_rounds import Rounds

IDS = [f"{each.name}-{file.name}" for each in sorted(country_folders()) for file in sorted(each.glob("elections/*"))]
LATEST = list({each.rpartition("-")[0]: each for each in IDS}.values())


def after(found, body=None) -> dict[str, int]:
    """Seats after, without lists that have none."""
    return {each.list: each.after for each in found.totals(body or found.bodies[0]) if each.after}


def highest_averages(votes, seats, divisor) -> dict[str, int]:
    """The seats of each list, one by one to the highest quotient."""
    held = dict.fromkeys(votes, 0)
    for _ in range(seats):
        held[max(votes, key=lambda name: Fraction(votes[name], divisor(held[name])))] += 1
    return held


# A list under another name


def renaming(name, lists) -> None:
    """Whoever sits where sits there under another name of one list, in every body."""
    election = es.election(name)
    before = es.elect(election)
    seated = list(dict.fromkeys(each for body in before.bodies.values() for each in body.totals()))
    for each in seated[:lists]:
        found = es.elect(changed(Split(split=each, into={"Another": Fraction(1)}), election))
        as_it_was = {
            (row.body, row.area, "Another" if row.list == each else row.list, row.kind): row.seats
            for row in before.rows()
        }
        assert {(row.body, row.area, row.list, row.kind): row.seats for row in found.rows()} == as_it_was, each
        assert found.decided == before.decided


@pytest.mark.parametrize("name", LATEST)
def test_a_name_decides_nothing(name) -> None:
    """The two largest lists under another name, in the latest election of every country."""
    renaming(name, 2)


@pytest.mark.slow
@pytest.mark.parametrize("name", IDS)
def test_no_name_decides_anything(name) -> None:
    """Every list with a seat, in every election."""
    renaming(name, None)


# Candidates


@pytest.mark.parametrize(("district", "name"), [(4, "PS"), (7, "PR"), (9, "PC"), (10, "CS"), (14, "PC"), (27, "PDC")])
def test_one_vote_more_gives_no_list_more_seats_than_candidates(district, name) -> None:
    """Chile 2021: each of these won as many seats as it had candidates there, and one vote seats nobody else."""
    more = Move(move=1, gaining=name, areas=(f"Distrito {district}",))
    assert not any(each.change for each in es.what_if("cl-2021", [more], bodies=["deputies"]).totals("deputies"))


def test_seats_of_an_alliance_go_as_far_as_its_candidates_have_votes() -> None:
    """Acre 2022: a seat by remainders takes 20 % of the quotient, and only three persons of both lists have that.

    Código Eleitoral, arts. 108 and 109: the highest averages go to lists with such a candidate, and no further.
    """
    election = es.election("br-2022")
    tally = next(each for each in election.tallies if each.tier == "deputies")
    fifth = Fraction(tally.valid, 8 * 5)
    people = [votes for name in ("PP", "PDT") for votes in tally.candidates[name].values()]
    assert sum(votes >= fifth for votes in people) == 3
    found = es.what_if(election, [Alliance(alliance=("PP", "PDT"), name="PP + PDT")], bodies=["deputies"])
    assert after(found) == {"UNIÃO": 3, "PP + PDT": 3, "REPUBLICANOS": 2}
    assert "candidates" in {each.what for each in found.supposed}


def test_a_witness_of_margins_is_the_same_election_as_its_moves() -> None:
    """Acre 2022: whoever runs the witness as a scenario has the same candidates' votes, and so the same seats."""
    election = es.election("br-2022")
    witness = [Changed("deputies", "Acre", "UNIÃO", -49_231), Changed("deputies", "Acre", "PP", 49_231)]
    found = es.what_if(election, moves_of(witness), bodies=["deputies"])
    assert found.after.election == with_changes(election, witness)
    people = next(each.candidates["PP"] for each in found.after.election.tallies if each.tier == "deputies")
    before = next(each.candidates["PP"] for each in election.tallies if each.tier == "deputies")
    assert len(people) == len(before)
    assert all(votes >= before[name] for name, votes in people.items())


# Pacts


def test_lists_of_one_pact_stay_in_it() -> None:
    """Chile 2021: UDI and RN stood with EVOPOLI, so their list does; with one of another pact it stands alone."""
    found = es.what_if("cl-2021", [Alliance(alliance=("UDI", "RN"), name="UDI + RN")], bodies=["deputies"])
    lists = {each.id: each.alliance for each in found.after.election.lists}
    assert lists["UDI + RN"] == lists["EVOPOLI"] != ""
    assert "no_pact" not in {each.what for each in found.supposed}
    apart = es.what_if("cl-2021", [Alliance(alliance=("UDI", "PS"), name="UDI + PS")], bodies=["deputies"])
    assert next(each.alliance for each in apart.after.election.lists if each.id == "UDI + PS") == ""
    told = next(each for each in apart.supposed if each.what == "no_pact")
    assert (told.facts["list"], len(told.facts["pacts"])) == ("UDI + PS", 2)


# Declared seats


def test_declared_seats_of_an_alliance_count_against_its_share() -> None:
    """New Zealand 2023: National's and ACT's electorates are set against what both together are entitled to.

    Electoral Act 1993, ss. 191 and 192: 120 seats by Sainte-Laguë to parties with 5 % or an electorate; who won more
    electorates than that keeps them.
    """
    election = es.election("nz-2023")
    won: dict[str, int] = {}
    for each in election.winners:
        name = "NatACT" if each.list in {"National Party", "ACT New Zealand"} else each.list
        won[name] = won.get(name, 0) + each.seats
    votes = dict(next(each.votes for each in election.tallies if each.tier == "party"))
    votes["NatACT"] = votes.pop("National Party") + votes.pop("ACT New Zealand")
    valid = sum(votes.values())
    entitled = highest_averages(
        {name: count for name, count in votes.items() if 20 * count >= valid or won.get(name)},
        120,
        lambda held: 2 * held + 1,
    )
    joined = Alliance(alliance=("National Party", "ACT New Zealand"), name="NatACT")
    found = es.what_if(election, [joined])
    assert after(found) == {name: max(seats, won.get(name, 0)) for name, seats in entitled.items() if seats}
    assert {each.what for each in found.supposed} == {"heir"}


def test_regional_seats_are_shared_after_the_declared_ones() -> None:
    """South Wales Central 2021, Labour and Plaid Cymru as one: its eight constituencies, then four seats by D'Hondt."""
    election = es.election("gb-wls-2021")
    votes = dict(next(each.votes for each in election.tallies if each.tier == "region"))
    votes["Both"] = votes.pop("Labour") + votes.pop("Plaid Cymru")
    won = {"Both": 8}
    for _ in range(4):
        best = max(votes, key=lambda name: Fraction(votes[name], won.get(name, 0) + 1))
        won[best] = won.get(best, 0) + 1
    found = es.what_if(election, [Alliance(alliance=("Labour", "Plaid Cymru"), name="Both")])
    assert after(found) == won


def test_declared_seats_of_a_list_that_withdraws_have_no_holder_that_is_known() -> None:
    """Labour's eight constituencies of 2021 stay filled, by nobody knows whom; the chamber still has twelve."""
    found = es.what_if("gb-wls-2021", [Withdrawal(withdraw="Labour")])
    seats = after(found)
    assert "Labour" not in seats
    assert seats["Labour (?)"] == 8
    assert sum(seats.values()) == 12
    facts = {"ballot": "constituency", "list": "Labour", "heir": "Labour (?)", "seats": 8}
    assert [(each.what, each.facts) for each in found.supposed] == [("vacated", facts)]


def test_the_chamber_adds_up_with_declared_districts() -> None:
    """Mexico 2024: PAN and PRI as one list have neither name left, and the chamber has 500 as before."""
    found = es.what_if("mx-2024", [Alliance(alliance=("PAN", "PRI"), name="PAN + PRI")], bodies=["deputies"])
    assert not {"PAN", "PRI"} & set(after(found))
    assert sum(after(found).values()) == sum(each.before for each in found.totals("deputies")) == 500


# Where lists stand


def test_a_swing_goes_only_where_the_list_stands() -> None:
    """The SNP stood in Scotland's 59 constituencies: whatever swings to it, no English seat changes."""
    swing: dict[str, Any] = {"swing": Fraction(5, 100), "losing": "Conservative", "gaining": "SNP"}
    found = es.what_if("gb-2019", [Swing(**swing)])
    assert [(each.list, each.change) for each in found.totals("commons") if each.list == "Labour"] == [("Labour", 0)]
    assert found.supposed == ()
    here = es.what_if("gb-2019", [Swing(**swing, areas=("Hartlepool",))])
    facts = {"ballot": "constituency", "list": "SNP", "areas": 1}
    assert [(each.what, each.facts) for each in here.supposed] == [("newcomer", facts)]


# Rounds


def both_rounds(found: WhatIf) -> tuple[Rounds, Rounds]:
    """How the president was elected, and how with the changes."""
    was, now = found.rounds("president")
    assert was is not None
    assert now is not None
    return was, now


def test_a_run_off_that_was_not_held_elects_nobody() -> None:
    """Costa Rica 2018: Fabricio and Carlos Alvarado were in it; without Carlos, Antonio Álvarez is, and who knows."""
    carlos, third = "Carlos Alvarado Quesada", "Antonio Álvarez Desanti"
    gone = Withdrawal(withdraw=carlos)
    moved = Move(move=100_000, losing=carlos, gaining=third, ballots=("president",))
    everywhere = Move(move=100_000, losing=carlos, gaining=third)
    for change in (gone, moved, everywhere):
        found = es.what_if("cr-2018", [change])
        was, now = both_rounds(found)
        assert (was.elected, set(was.goes_on), was.held) == ((carlos,), {carlos, "Fabricio Alvarado Muñoz"}, True)
        assert (now.elected, now.held, now.by) == ((), False, "runoff")
        assert now.goes_on == ("Fabricio Alvarado Muñoz", third)
        assert [each.what for each in found.supposed if each.what == "runoff"] == ["runoff"]
        assert after(found) == {}


def test_a_run_off_between_the_same_is_counted() -> None:
    """Under another name, or with votes that change nobody's place."""
    renamed = es.what_if("cr-2018", [Split(split="Carlos Alvarado Quesada", into={"Carlos": Fraction(1)})])
    assert both_rounds(renamed)[1].elected == ("Carlos",)
    few = Move(move=1, losing="Carlos Alvarado Quesada", gaining="Antonio Álvarez Desanti", ballots=("president",))
    found = es.what_if("cr-2018", [few])
    assert found.rounds("president")[0] == found.rounds("president")[1]


def test_a_run_off_that_becomes_needed_is_said() -> None:
    """Bolivia 2020: with nine points from MAS to CC, 46 to 38 %: neither half of the votes nor ten points ahead."""
    found = es.what_if(
        "bo-2020", [Swing(swing=Fraction(9, 100), losing="MAS", gaining="CC")], bodies=["president", "senate"]
    )
    was, now = both_rounds(found)
    assert (was.elected, was.goes_on) == (("MAS-IPSP",), ())
    assert (now.elected, now.goes_on, now.held) == ((), ("MAS-IPSP", "CC"), False)
    assert found.rounds("senate") == (None, None)


# Other laws


def test_the_order_of_steps_of_the_law_does_not_matter() -> None:
    """Spain 2016 by Sainte-Laguë, set before or after a day or the law is named."""
    other = OtherLaw(set={"congress.seats.divisors": "sainte_lague"})
    day, law = OtherLaw(day=date(2011, 11, 20)), OtherLaw(law="es")
    election = es.election("es-2016")
    seats: dict[str, int] = {}
    for tally in election.tallies:
        size = next(each.seats for each in election.constituencies if each.name == tally.constituency)
        base = tally.valid + (tally.blank or 0)  # LOREG, art. 163.1 a: 3 % of the valid votes, blank ones among them
        admitted = {name: count for name, count in tally.votes.items() if 100 * count >= 3 * base}
        for name, held in highest_averages(admitted, size, lambda held: 2 * held + 1).items():
            seats[name] = seats.get(name, 0) + held
    for steps in ([other], [other, day], [day, other], [other, law], [law, other]):
        assert after(es.what_if(election, steps)) == {name: held for name, held in seats.items() if held}


def test_a_later_value_replaces_an_earlier_one() -> None:
    """Of the same name; others stay."""
    name = "deputies.threshold.admits.share"
    steps = [OtherLaw(set={name: "5/100"}), OtherLaw(set={name: "12/100"}), OtherLaw(day=date(2014, 10, 12))]
    assert es.what_if("bo-2020", steps, bodies=["deputies"]).after.law.law.amendments == (f"{name} = 12/100",)


def test_a_whole_other_law() -> None:
    """Portugal 2024 under Spain's: the one chamber of each, whatever they are called, and as many members."""
    found = es.what_if("pt-2024", [OtherLaw(law="es")])
    assert (found.bodies, dict(found.others)) == (("assembly",), {"assembly": "congress"})
    assert sum(after(found).values()) == 230
    assert found.by_area("assembly")
    assert found.hands()
    assert set(found.columns()["body"]) == {"assembly", ""}
    named = es.what_if("pt-2024", [OtherLaw(law="es", body="Congreso de los Diputados")])
    assert named.to_dict() == found.to_dict()


WRONG = [
    ("bo-2020", {"law": "es"}, None, "no body of the law “es” stands for “president”, “senate”"),
    ("bo-2020", {"law": "es", "body": "congress"}, None, "“congress” of the other law can be set against one body"),
    ("bo-2020", {"law": "es", "body": "senate"}, ["senate"], "is called “senate”. Did you mean congress?"),
]


@pytest.mark.parametrize(("election", "change", "bodies", "told"), WRONG, ids=[each for *_, each in WRONG])
def test_bodies_that_do_not_match_are_told(election, change, bodies, told) -> None:
    """Never an empty answer."""
    with pytest.raises(Problem) as raised:
        es.what_if(election, [OtherLaw(**change)], bodies=bodies)
    assert told in str(raised.value)


def test_votes_abroad_count_where_the_law_leaves_them_out() -> None:
    """Every stage in force that leaves them out counts them; the last step about them decides."""
    found = es.what_if("bo-2020", [Abroad(abroad="counted")], bodies=["senate"])
    assert "senate.senators.abroad = counted" in found.after.law.law.amendments
    again = [Abroad(abroad="counted"), Abroad(abroad="not_counted")]
    assert es.what_if("bo-2020", again, bodies=["senate"]).after.law.law.amendments == ()
    with pytest.raises(Problem, match="the law “cr” counts the votes abroad everywhere already"):
        es.what_if("bo-2020", [OtherLaw(law="cr"), Abroad(abroad="counted")], bodies=["president"])
    with pytest.raises(Problem, match="no constituency of nl-2023 lies abroad"):
        es.what_if("nl-2023", [Abroad(abroad="counted")])


def test_a_scenario_may_name_the_other_body() -> None:
    """As its file does."""
    scenario = Scenario(scenario="x", election="pt-2024", changes=(OtherLaw(law="es", body="congress"),))
    assert es.what_if("pt-2024", scenario).bodies == ("assembly",)


AT = ("president", "Pando")
SEATS = (
    ("pl-2023", "sejm", "sejm", 230),
    ("fi-2023", "eduskunta", "eduskunta", 300),
    ("nl-2023", "house", "house", 200),
    ("es-2016", "congress", "congress", 400),
    ("bo-2020", "senate", "senadores", 45),
    ("bo-2020", "deputies", "deputies", 150),
    ("no-2021", "storting", "storting", 200),
    ("dk-2022", "folketing", "folketing", 358),
)


@pytest.mark.parametrize(("election", "body", "name", "number"), SEATS)
def test_another_number_of_seats_in_all(election: str, body: str, name: str, number: int) -> None:
    """The chamber has as many as were asked for, whether the law, the tables or a stage of the law tells them."""
    found = es.what_if(election, [Seats(seats={name: number})], bodies=[body]).after[body]
    assert found.members == number
    assert sum(found.totals().values()) == number - (8 if election == "dk-2022" else 0)  # twice the four elected apart


def test_twice_the_seats_by_hand() -> None:
    """Poland 2023 with half the seats: each constituency's are halved by largest remainders, and shared by D'Hondt."""
    was = es.election("pl-2023")
    now = {each.name: each.seats or 0 for each in was.constituencies}
    half = {name: seats // 2 for name, seats in now.items()}
    odd = [name for name, seats in now.items() if seats % 2]
    for name in odd[: 230 - sum(half.values())]:
        half[name] += 1
    after = es.what_if(was, [Seats(seats={"sejm": 230})]).after["sejm"]
    own = {area: int(after.seats[place].sum()) for place, area in enumerate(after.areas)}
    assert own == half


def test_the_seats_of_one_area() -> None:
    """Pando with six senators: by D'Hondt MAS-IPSP 3, CREEMOS 2, CC 1 of 29,000 votes for three lists."""
    votes = next(each.votes for each in es.election("bo-2020").tallies if (each.tier, each.constituency) == AT)
    admitted = {name: votes[name] for name in ("MAS-IPSP", "CC", "CREEMOS")}
    quotients = sorted(((-own / by, name) for name, own in admitted.items() for by in range(1, 7)))[:6]
    expected = Counter(name for _, name in quotients)
    found = es.what_if("bo-2020", [Seats(seats={"Pando": 6}, body="senate")], bodies=["senate"])
    assert {
        each.list: each.after for each in found.by_area("senate") if each.area == "Pando" and each.after
    } == expected
    assert found.after["senate"].members == 38


@pytest.mark.parametrize(
    ("election", "seats", "words"),
    [
        ("bo-2020", {"president": 2}, "is one office: it has no seats to change"),
        ("gb-2019", {"commons": 600}, "cannot be changed in all"),
        ("bo-2020", {"deputies": 60}, "has 70 seats that stay as they are, so it cannot have 60"),
        ("bo-2020", {"Pado": 6}, "no body has seats in “Pado”, and none is called so. Did you mean Pando"),
        ("bo-2020", {"Pando": 6}, "“Pando” has seats of several kinds: senate senator"),
    ],
)
def test_seats_that_cannot_be_changed(election: str, seats: dict[str, int], words: str) -> None:
    """An office, districts with one winner, fewer than stay, a name that nobody has, or that several have."""
    with pytest.raises(Problem, match=words):
        es.what_if(election, [Seats(seats=seats)])
