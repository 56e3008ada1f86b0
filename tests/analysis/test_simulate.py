"""The law over many elections: each draw is what `elect` gives, and shares of draws are counted right."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis.draws import drawn
from escrutinio.analysis.simulate import CHUNK
from escrutinio.analysis.stations import stations
from escrutinio.analysis.uncertainty import Dirichlet, LogitNormal, Multinomial, Stations
from escrutinio.model import Problem
from escrutinio.outcome import frame

SWINGS = LogitNormal(country=0.1, region=0.05)


@pytest.fixture(scope="module")
def found():
    """Bolivia 2020, ten thousand draws."""
    return es.simulate("bo-2020", SWINGS, seed=7)


def voted(election, votes, draw):
    """The election with the votes of one draw."""
    ids = [each.id for each in election.lists]
    counted = frame(election).tiers
    place = {(tier, each.name): at for tier in counted for at, each in enumerate(counted[tier].constituencies)}
    return replace(
        election,
        tallies=tuple(
            replace(
                each,
                votes=dict(zip(ids, votes[each.tier][draw, place[each.tier, each.constituency]].tolist(), strict=True)),
            )
            for each in election.tallies
        ),
    )


def test_every_draw_is_what_elect_gives(found) -> None:
    """The first, the last of a chunk, the first of the next, and some more, elected one by one."""
    election = es.election("bo-2020")
    generator = np.random.default_rng(7)
    for chunk in range(2):
        votes = drawn(SWINGS, frame(election), CHUNK, generator)
        for draw in (0, 1, 17, CHUNK - 1):
            outcome = es.elect(voted(election, votes, draw))
            for name in outcome.bodies:
                seats = found[name].seats[chunk * CHUNK + draw]
                totals = {found[name].lists[at]: int(seats[at]) for at in np.flatnonzero(seats)}
                assert totals == outcome[name].totals()


def test_what_was_counted_stands_beside(found) -> None:
    """The official seats of 2020: 21, 11 and 4; 75, 39 and 16 (TSE); together 96, 50 and 20 in the assembly."""
    for body, seats in (("senate", (21, 11, 4)), ("deputies", (75, 39, 16)), ("assembly", (96, 50, 20))):
        assert tuple(found[body].spread(name).as_counted for name in ("MAS", "CC", "Creemos")) == seats


def test_shares_of_draws_are_counted(found) -> None:
    """Distributions add up to one; spreads and majorities are read off them."""
    deputies = found["deputies"]
    seats = deputies.seats[:, deputies.lists.index("MAS-IPSP")]
    shares = deputies.distribution("MAS-IPSP")
    assert sum(shares.values()) == 1
    spread = deputies.spread("MAS-IPSP")
    assert (spread.least, spread.most, spread.mean) == (seats.min(), seats.max(), Fraction(int(seats.sum()), 10_000))
    assert (spread.low, spread.high) == (np.sort(seats)[500], np.sort(seats)[-501])
    # 66 of 130 are more than half, 87 two thirds of them (Constitution, art. 158 and 161)
    assert (deputies.needed("absolute-majority"), deputies.needed("two-thirds")) == ((66, 66), (87, 87))
    assert deputies.holding("absolute-majority", "MAS") == Fraction(int((seats >= 66).sum()), 10_000)
    assert deputies.reaching(66, "MAS") == sum(share for held, share in shares.items() if held >= 66)


def test_lists_together(found) -> None:
    """A coalition has the sum of its seats in each draw, each list counted once, by whatever name."""
    deputies = found["deputies"]
    cc, creemos = (deputies.seats[:, deputies.lists.index(name)] for name in ("CC", "CREEMOS"))
    together = deputies.spread("Comunidad Ciudadana", "creemos")
    assert (together.list, together.most) == ("CC + CREEMOS", (cc + creemos).max())
    assert deputies.reaching(60, "CC", "CREEMOS", "cc") == Fraction(int(((cc + creemos) >= 60).sum()), 10_000)
    assert sum(deputies.distribution("CC", "CREEMOS").values()) == 1


def test_bodies_that_decide_together(found) -> None:
    """The assembly is both chambers, draw by draw; it is told only where both were simulated."""
    assert np.array_equal(found["assembly"].seats, found["senate"].seats + found["deputies"].seats)
    assert (found["assembly"].members == 166).all()
    assert "assembly" not in es.simulate("bo-2020", SWINGS, draws=2, bodies=["senado"]).bodies


def test_seeds_reproduce() -> None:
    """The same seed, the same seats; fewer draws are the first of more."""
    one, two = (es.simulate("bo-2020", SWINGS, draws=600, seed=3, bodies=["senate"]) for _ in range(2))
    assert np.array_equal(one["senate"].seats, two["senate"].seats)
    fewer = es.simulate("bo-2020", SWINGS, draws=CHUNK, seed=3, bodies=["senate"])
    assert np.array_equal(one["senate"].seats[:CHUNK], fewer["senate"].seats)
    other = es.simulate("bo-2020", SWINGS, draws=600, seed=4, bodies=["senate"])
    assert not np.array_equal(one["senate"].seats, other["senate"].seats)


def test_without_swings_every_draw_is_the_count() -> None:
    """Standard deviations of zero: the seats of 2020 in every draw, and no tie."""
    still = es.simulate("bo-2020", LogitNormal(), draws=3)
    for body in still.bodies.values():
        assert (body.seats == body.as_counted).all()
        assert not body.tied.any()


def test_a_list_without_votes_wins_nothing(found) -> None:
    """ADN, LIBRE-21 and JUNTOS withdrew: no draw gives them a seat."""
    for name in ("ADN", "JUNTOS", "PAN-BOL"):
        assert found["assembly"].spread(name).most == 0


def test_a_runoff_is_told() -> None:
    """2019: by the ten-point rule near its edge some draws elect nobody and two go on; 2025 held a run-off."""
    president = es.simulate("bo-2019", LogitNormal(country=0.02), draws=500, bodies=["president"])["president"]
    assert 0 < president.runoff < 1
    assert president.undecided == president.runoff == president.reaches_runoff("CC")
    assert president.spread("MAS").mean + president.undecided == 1
    held = es.simulate("bo-2025", LogitNormal(country=0.02), draws=100, bodies=["president"])["president"]
    assert held.runoff == 1
    assert held.undecided == 0
    assert held.office


@pytest.mark.parametrize(
    ("election", "pair", "third"),
    [
        # the first two, between whom the run-off was held (TSE, Costa Rica, 1 April 2018; Servel, 17 December 2017;
        # CNE, Ecuador, 11 April 2021), and who was third in the first round
        ("cr-2018", ("Carlos Alvarado Quesada", "Fabricio Alvarado Muñoz"), "Antonio Álvarez Desanti"),
        ("cl-2017", ("Sebastián Piñera", "Alejandro Guillier"), "Beatriz Sánchez"),
        ("ec-2021", ("Guillermo Lasso", "Andrés Arauz"), "Yaku Pérez"),
    ],
)
def test_nobody_is_elected_in_a_run_off_that_was_not_held(election, pair, third) -> None:
    """Where another goes on, nobody knows whom the run-off would elect; where the pair goes on, its votes say."""
    found = es.simulate(election, LogitNormal(country=0.05), draws=1_000, bodies=["president"])["president"]
    on = found.going_on[:, [found.lists.index(each) for each in pair]].all(axis=1)
    assert 0 < on.sum() < 1_000
    assert (found.seats.sum(axis=1) == on).all()
    assert (found.not_held == ~on).all()
    assert found.undecided == found.runoff_not_held == found.reaches_runoff(third)
    assert found.spread(third).most == 0
    assert not found.tied.any()


def test_bodies_that_sit_together_are_asked_for_by_name() -> None:
    """The assembly alone, or with one of its chambers; both chambers bring it along."""
    for bodies, shown in (
        (["assembly"], ["assembly"]),
        (["Asamblea Legislativa Plurinacional", "senado"], ["senate", "assembly"]),
        (["senate", "deputies"], ["senate", "deputies", "assembly"]),
    ):
        assert list(es.simulate("bo-2020", SWINGS, draws=2, bodies=bodies).bodies) == shown


def test_a_tie_in_draws_is_told() -> None:
    """With a few hundred voters two quotients are often the same: the draws say so, and their seats still add up."""
    election = es.election("bo-2020")
    few = replace(
        election,
        tallies=tuple(
            replace(each, votes={name: -(-count // 10_000) for name, count in each.votes.items() if count})
            for each in election.tallies
        ),
    )
    senate = es.simulate(few, Multinomial(), draws=400, bodies=["senate"])["senate"]
    assert senate.tied.any()
    votes = drawn(Multinomial(), frame(few), 400, np.random.default_rng(0))
    tied = next(draw for draw in range(400) if senate.tied[draw])
    free = next(draw for draw in range(400) if not senate.tied[draw])
    assert es.elect(voted(few, votes, tied), bodies=["senate"])["senate"].ties
    assert not es.elect(voted(few, votes, free), bodies=["senate"])["senate"].ties


def test_a_body_that_grows_needs_more() -> None:
    """The Bundestag of 2021 had seats beyond its 598: a majority is of the members of each draw."""
    bundestag = next(iter(es.simulate("de-2021", LogitNormal(country=0.1), draws=20).bodies.values()))
    least, most = bundestag.needed("absolute-majority")
    assert least < most
    assert (bundestag.members >= 598).all()
    assert least == bundestag.members.min() // 2 + 1


def test_columns_are_as_long_as_their_draws(found) -> None:
    """For each list and body the draws add up to all."""
    columns = found.columns()
    of = [
        draws
        for body, name, draws in zip(columns["body"], columns["list"], columns["draws"], strict=True)
        if (body, name) == ("senate", "CC")
    ]
    assert sum(of) == 10_000
    assert {each.list for each in found.rows() if each.body == "senate"} >= {"MAS-IPSP", "CC", "CREEMOS"}
    won = found["president"].distribution("MAS")
    assert found.to_dict()["president"]["MAS-IPSP"] == {str(seats): str(share) for seats, share in won.items()}
    assert repr(found) == "<Simulation of bo-2020: 10000 draws of president, senate, deputies, supranational, assembly>"


def test_progress_is_told() -> None:
    """After each chunk, with how much of how much."""
    told: list[tuple[str, int, int]] = []
    es.simulate("bo-2020", SWINGS, draws=CHUNK + 1, bodies=["president"], progress=lambda *each: told.append(each))
    assert told == [("bo-2020", CHUNK, CHUNK + 1), ("bo-2020", CHUNK + 1, CHUNK + 1)]


def test_sheets_made_up_are_drawn_anew(tmp_path) -> None:
    """Stations of sheets that add up to the real totals: the count is the official one, means are near it."""
    es.synth(es.election("bo-2020"), stations=400, seed=1, folder=tmp_path)
    with es.open_count(tmp_path / "sheets.parquet", contest="president") as count:
        election, model = stations("bo-2020", count)
    tallies = {each.constituency: each for each in election.tallies if each.tier == "president"}
    assert set(model.votes) == {"president"}
    for name, sheets in model.votes["president"].items():
        assert dict(zip([each.id for each in election.lists], sheets.sum(axis=0).tolist(), strict=True)) == {
            each.id: tallies[name].votes.get(each.id, 0) for each in election.lists
        }
    found = es.simulate(election, model, draws=400)
    assert {each.list: each.as_counted for each in found["senate"].spreads()[:3]} == {
        "MAS-IPSP": 21,
        "CC": 11,
        "CREEMOS": 4,
    }
    assert float(found["senate"].spread("MAS").mean) == pytest.approx(21, abs=1)


@pytest.mark.shared
def test_official_sheets_are_drawn_anew(shared) -> None:
    """The final count of the single-member districts, 2020, abroad not among them: seats as declared in nearly all."""
    file = shared / "data" / "bolivia_2020_final_uninominal.parquet"
    election, model = stations("bo-2020", file)
    assert sum(len(each) for each in model.votes["uninominal"].values()) > 30_000
    deputies = es.simulate(election, model, draws=50, bodies=["deputies"])["deputies"]
    assert [each.as_counted for each in deputies.spreads()[:3]] == [75, 39, 16]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"draws": 0}, "“0” is not a whole number of at least 1"),
        ({"seed": -1}, "“-1” is not a whole number of at least 0"),
        ({"bodies": ["sennate"]}, "no body in force on that day is called “sennate”. Did you mean senate?"),
        ({"law": "nix"}, "no law is called “nix”"),
    ],
)
def test_bad_questions_are_told(asked, told) -> None:
    """Nothing to draw, no such seed, body or law."""
    with pytest.raises(Problem) as raised:
        es.simulate("bo-2020", Dirichlet(size=100), **asked)
    assert told in str(raised.value)


def test_bad_questions_of_an_answer_are_told(found) -> None:
    """Unknown bodies, lists and majorities, with what is meant."""
    with pytest.raises(Problem, match=r"is called “sennate”. Did you mean senate\?"):
        found["sennate"]
    with pytest.raises(Problem, match=r"the election has no list “CREMOS”. Did you mean CREEMOS\?"):
        found["senate"].distribution("CREMOS")
    with pytest.raises(Problem, match=r"“senate” has no majority called “two-third”. Did you mean two-thirds\?"):
        found["senate"].holding("two-third", "CC")


def test_stations_of_another_election_are_told() -> None:
    """Ballots the election does not have."""
    with pytest.raises(Problem, match="no ballot “mayor”"):
        es.simulate("bo-2020", Stations(votes={"mayor": {}}), draws=1)
