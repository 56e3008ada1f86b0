"""Models of uncertainty: sums kept, and means, variances and correlations near theory; every draw has a fixed seed.

The bounds are many standard errors wide: with these seeds they hold on any machine, and a wrong formula breaks them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

import escrutinio as es
from escrutinio.analysis.draws import drawn
from escrutinio.analysis.swings import sizes
from escrutinio.analysis.uncertainty import Dirichlet, LogitNormal, Multinomial, Poll, Polls, Stations, polls_from
from escrutinio.model import Constituency, Election, List, Problem, Tally
from escrutinio.outcome import frame

DRAWS = 20_000
MODELS = [
    Multinomial(),
    Dirichlet(size=50),
    LogitNormal(country=0.5, region=0.3, constituency=0.2),
    Polls(polls=(Poll(house="x", size=100, shares={"A": Fraction(1, 2), "B": Fraction(2, 5)}),), constituency=0.1),
]


def large(small):
    """The same election with a million times as many votes, so that whole votes hide nothing."""
    million = [replace(each, votes={n: c * 10**6 for n, c in each.votes.items()}) for each in small.tallies]
    return frame(replace(small, tallies=tuple(million)))


def draws(model, votes, count=DRAWS, seed=1):
    """Drawn votes by ballot."""
    return drawn(model, votes, count, np.random.default_rng(seed))


def log_ratio(found, place, first, second):
    """The log of one list's votes over another's in a constituency, draw by draw."""
    return np.log(found[:, place, first] / found[:, place, second])


@pytest.mark.parametrize("model", MODELS, ids=lambda each: type(each).__name__)
def test_every_draw_keeps_the_valid_votes_and_the_seed_its_draws(small, model) -> None:
    """Valid votes by constituency stay, none is below zero, a list without votes has none; seeds tell draws apart."""
    votes = frame(small)
    found = draws(model, votes, 300)
    for name, tier in votes.tiers.items():
        assert found[name].dtype == np.int64
        assert (found[name].sum(axis=-1) == tier.votes.sum(axis=-1)).all()
        assert found[name].min() >= 0
        assert not found[name][:, tier.votes[0] == 0].any()
        assert np.array_equal(found[name], draws(model, votes, 300)[name])
        assert not np.array_equal(found[name], draws(model, votes, 300, seed=2)[name])


def test_votes_drawn_anew_have_the_variance_of_a_multinomial(small) -> None:
    """The variance is n p (1 - p), the covariance - n p q."""
    found = draws(Multinomial(), frame(small))["house"][:, 0]  # A 101, B 60, C 39 of 200
    n, p, q = 200, 101 / 200, 60 / 200
    assert found.mean(axis=0)[:3] == pytest.approx([101, 60, 39], rel=0.01)
    assert found[:, 0].var() == pytest.approx(n * p * (1 - p), rel=0.05)
    assert np.cov(found[:, 0], found[:, 1])[0, 1] == pytest.approx(-n * p * q, rel=0.08)


def test_shares_known_from_so_many_votes_have_the_variance_of_a_dirichlet(small) -> None:
    """It is p (1 - p) / (size + 1)."""
    found = draws(Dirichlet(size=99), large(small))["house"][:, 0]
    shares, p = found / found.sum(axis=-1, keepdims=True), 101 / 200
    assert shares[:, 0].mean() == pytest.approx(p, rel=0.01)
    assert shares[:, 0].var() == pytest.approx(p * (1 - p) / 100, rel=0.05)


def log_odds(shares):
    """log(p / (1 - p))."""
    return np.log(shares / (1 - shares))


def made(*rows, region=()):
    """An election of one ballot: a row of votes for each constituency, lists A, B, C and so on."""
    ids = "ABCDEFGH"[: len(rows[0])]
    places = [f"place {number}" for number in range(len(rows))]
    return frame(
        Election(
            "made",
            {"en": "Made"},
            date(2020, 1, 1),
            lists=tuple(List(each) for each in ids),
            constituencies=tuple(
                Constituency("house", place, region=of) for place, of in zip(places, region or places, strict=True)
            ),
            tallies=tuple(
                Tally("house", place, votes=dict(zip(ids, row, strict=True)))
                for place, row in zip(places, rows, strict=True)
            ),
        )
    )


MILLION = 10**6
UNEQUAL = [
    ((60 * MILLION, 40 * MILLION),),
    ((98 * MILLION, 2 * MILLION), (30 * MILLION, 70 * MILLION)),
    ((50 * MILLION, 25 * MILLION, 25 * MILLION),),
    (
        (900 * MILLION, 400 * MILLION, 90 * MILLION, 9 * MILLION, 1 * MILLION),
        (100 * MILLION, 800 * MILLION, 10 * MILLION, 1 * MILLION, 9 * MILLION),
        (300 * MILLION, 300 * MILLION, 200 * MILLION, 100 * MILLION, 90 * MILLION),
    ),
]


@pytest.mark.parametrize("rows", UNEQUAL, ids=["two", "two in two places", "three", "five in three places"])
def test_every_lists_log_odds_have_the_stated_standard_deviation(rows) -> None:
    """In the country, whatever the lists' sizes and wherever they are strong: measured over 20,000 draws."""
    found = national(draws(LogitNormal(country=0.05), made(*rows)))
    assert log_odds(found).std(axis=0) == pytest.approx(np.full(len(rows[0]), 0.05), rel=0.03)


def test_regions_and_constituencies_have_their_own_standard_deviations() -> None:
    """Each region's share, of two constituencies together, and each constituency's: measured over 20,000 draws."""
    votes = made(*UNEQUAL[3], *UNEQUAL[3], region=("N", "N", "N", "S", "S", "S"))
    regions = draws(LogitNormal(region=0.05), votes)["house"]
    for first in (0, 3):
        shares = national({"house": regions[:, first : first + 3]})
        assert log_odds(shares).std(axis=0) == pytest.approx(np.full(5, 0.05), rel=0.03)
    apart = draws(LogitNormal(constituency=0.05), votes)["house"]
    shares = apart / apart.sum(axis=-1, keepdims=True)
    assert log_odds(shares).std(axis=0) == pytest.approx(np.full((6, 5), 0.05), rel=0.03)


def test_a_regional_list_swings_where_it_stands() -> None:
    """C stands in one of two places: its log odds there have the standard deviation, and A's and B's in both."""
    found = draws(
        LogitNormal(country=0.05), made((50 * MILLION, 50 * MILLION, 0), (20 * MILLION, 40 * MILLION, 40 * MILLION))
    )
    there = found["house"][:, 1, 2] / (100 * MILLION)
    assert log_odds(there).std() == pytest.approx(0.05, rel=0.03)
    assert log_odds(national(found)[:, :2]).std(axis=0) == pytest.approx([0.05, 0.05], rel=0.03)


@pytest.mark.parametrize(("election", "ballot"), [("br-2022", "runoff"), ("bo-2019", "president")])
def test_real_elections_have_the_stated_standard_deviation(election, ballot) -> None:
    """Brazil's run-off of two, over its states and abroad, and Bolivia's nine lists of 2019, over its departments."""
    found = draws(LogitNormal(country=0.05), frame(es.election(election)), 5_000)[ballot].sum(axis=1)
    found = found[:, found.min(axis=0) > 0]
    spread = log_odds(found / found.sum(axis=-1, keepdims=True)).std(axis=0)
    assert spread == pytest.approx(np.full(len(spread), 0.05), rel=0.04)


def test_how_far_swings_go_by_hand() -> None:
    """Two: v + v = 1. Of 1/2, 1/4, 1/4: v + w/4 + w/4 = 1, 4v/9 + w + w/9 = 1 makes 11/16 and 5/8. Alone: none."""
    for votes, variance in (
        ([30, 70], [1 / 2, 1 / 2]),
        ([50, 25, 25], [11 / 16, 5 / 8, 5 / 8]),
        ([25, 25, 25, 25], [3 / 4] * 4),
        ([9, 0], [0, 0]),
    ):
        found = sizes(np.array([votes]), np.array([0]))[0]
        assert np.square(found) == pytest.approx(variance, abs=1e-3)


def test_swings_of_some_lists_have_their_correlation() -> None:
    """Of four equal lists C and D swing alone: var(C-D) = 2c², var(A-C) = a² + c², var(A-B) = 2a² (1 - rho)."""
    votes = made((250 * MILLION,) * 4)
    found = draws(LogitNormal(country=0.1, together={("A", "b"): 0.6}), votes)["house"]
    apart = log_ratio(found, 0, 2, 3).var() / 2
    of_pair = log_ratio(found, 0, 0, 2).var() - apart
    assert 1 - log_ratio(found, 0, 0, 1).var() / (2 * of_pair) == pytest.approx(0.6, abs=0.03)
    assert log_odds(national({"house": found})).std(axis=0) == pytest.approx([0.1] * 4, rel=0.03)


def test_what_all_lists_have_in_common_changes_nothing() -> None:
    """Every two of four lists correlate alike: the others take back what one gains, and the spread stays as stated."""
    found = draws(LogitNormal(country=0.05, together={("A", "B", "C", "D"): 0.9}), made((250 * MILLION,) * 4))
    assert log_odds(national(found)).std(axis=0) == pytest.approx([0.05] * 4, rel=0.03)


def test_swings_are_shared_by_region_and_by_ballot(small) -> None:
    """North and South lie in one region: they swing alike, on both ballots; abroad does not; nor do constituencies."""
    found = draws(LogitNormal(region=0.2), large(small), 5_000)
    north, south, abroad = (log_ratio(found["house"], place, 0, 1) for place in range(3))
    mayor = log_ratio(found["mayor"], 0, 0, 1)
    assert np.corrcoef(north, south)[0, 1] == pytest.approx(1, abs=0.001)
    assert np.corrcoef(north, mayor)[0, 1] == pytest.approx(1, abs=0.001)
    assert abs(np.corrcoef(north, abroad)[0, 1]) < 0.06
    apart = draws(LogitNormal(constituency=0.2), large(small), 5_000)["house"]
    assert abs(np.corrcoef(log_ratio(apart, 0, 0, 1), log_ratio(apart, 1, 0, 1))[0, 1]) < 0.06


HALF_AND_HALF = {"A": Fraction(1, 2), "B": Fraction(3, 10)}


def national(found):
    """Shares of the whole ballot, draw by draw."""
    votes = found["house"].sum(axis=1)
    return votes / votes.sum(axis=-1, keepdims=True)


def test_one_poll_has_its_sampling_error(small) -> None:
    """In an area alone, shares vary as those of a sample: p (1 - p) / n. Lists it does not name have the rest."""
    one_area = replace(
        small,
        constituencies=small.constituencies[:1],
        tallies=(replace(small.tallies[0], votes={"A": 400 * 10**6, "B": 400 * 10**6, "C": 200 * 10**6}),),
    )
    poll = Poll(house="x", size=1000, shares=HALF_AND_HALF)
    found = national(draws(Polls(polls=[poll], house_effect=0, common=0), frame(one_area)))
    assert found.mean(axis=0)[:3] == pytest.approx([0.5, 0.3, 0.2], abs=0.003)
    assert found[:, 0].var() == pytest.approx(0.5 * 0.5 / 1000, rel=0.06)
    assert found[:, 1].var() == pytest.approx(0.3 * 0.7 / 1000, rel=0.06)


def test_a_house_errs_alike_in_all_its_polls(small) -> None:
    """Two huge polls: of one house the error stays whole, of two houses its variance is halved; a common one stays."""

    def spread(houses, **errors) -> float:
        polls = [Poll(house=each, size=10**9, shares=HALF_AND_HALF) for each in houses]
        model = Polls(polls=polls, **{"house_effect": 0, "common": 0} | errors)
        spreads = log_odds(national(draws(model, large(small)))[:, :3]).std(axis=0)
        assert spreads == pytest.approx(np.full(3, spreads[0]), rel=0.04, abs=1e-4)
        return float(spreads[0])

    assert spread("xx", house_effect=0.1) == pytest.approx(0.1, rel=0.03)
    assert spread("xy", house_effect=0.1) == pytest.approx(0.1 / 2**0.5, rel=0.03)
    assert spread("xxy", house_effect=0.1) == pytest.approx(0.1 * (4 / 9 + 1 / 9) ** 0.5, rel=0.03)
    assert spread("xy", common=0.1) == pytest.approx(0.1, rel=0.03)
    assert spread("xy") < 1e-3


def test_constituencies_swing_by_themselves_around_the_polls(small) -> None:
    """Of three places, each with its own swing of each list's log odds: measured in one."""
    polls = [Poll(house="x", size=10**9, shares=HALF_AND_HALF)]
    model = Polls(polls=polls, house_effect=0, common=0, constituency=0.1)
    north = draws(model, large(small))["house"][:, 0, :3]
    spread = log_odds(north / north.sum(axis=-1, keepdims=True)).std(axis=0)
    assert spread == pytest.approx([0.1] * 3, rel=0.03)


POLLED = {
    "gb-2019": (
        "constituency",
        {"Conservative": "24", "Labour": "34", "Liberal Democrats": "12", "SNP": "2.5"},
    ),
    "es-2016": (
        "province",
        {
            "PARTIDO POPULAR": "20",
            "PARTIDO SOCIALISTA OBRERO ESPAÑOL": "28",
            "ESQUERRA REPUBLICANA/CATALUNYA SÍ": "3.5",
        },
    ),
    "de-2021": ("second", {"CDU": "18", "SPD": "20", "AfD": "21", "CSU": "4"}),
}


@pytest.mark.parametrize("election", POLLED)
def test_the_country_is_as_the_polls_say(election) -> None:
    """Polls of ten million that do not err: the votes of all constituencies add up to their shares, to 0.05 points."""
    ballot, shares = POLLED[election]
    votes = frame(es.election(election))
    poll = Poll(house="x", size=10**7, shares={name: Fraction(share) / 100 for name, share in shares.items()})
    model = Polls(polls=[poll], house_effect=0, common=0, ballot=ballot)
    found = draws(model, votes, 50)[ballot].sum(axis=1)
    found = 100 * found / found.sum(axis=-1, keepdims=True)
    for name, share in shares.items():
        drawn_shares = found[:, votes.lists.index(name)]
        assert drawn_shares.mean() == pytest.approx(float(share), abs=0.02)
        assert np.abs(drawn_shares - float(share)).max() < 0.07  # with the sampling error of ten million


def test_polls_that_constituencies_cannot_give_are_told() -> None:
    """C stands in one half only; and C stands alone in a half, where polls that name A and B leave it a third."""

    def asked(**shares) -> Polls:
        return Polls(polls=[Poll(house="x", size=10**6, shares={k: Fraction(v, 100) for k, v in shares.items()})])

    with pytest.raises(Problem, match=r"the polls give “C” 60.0 %, and where it stands there are votes for 50.0 %"):
        draws(asked(C=60, A=30), made((50, 50, 0), (30, 20, 50)), 2)
    with pytest.raises(Problem, match=r"the polls leave 33.0 % to the lists that they do not name, and these have 50"):
        draws(asked(A=34, B=33), made((50, 50, 0), (0, 0, 100)), 2)


def test_lists_polled_at_nothing_and_polls_of_all_lists(small) -> None:
    """D had no votes and is polled at nothing; A, B and C share all votes between them."""
    shares = {"A": Fraction(1, 2), "B": Fraction(3, 10), "C": Fraction(1, 5), "D": Fraction(0)}
    model = Polls(polls=[Poll(house="x", size=10**7, shares=shares)], house_effect=0, common=0)
    assert national(draws(model, large(small), 50)).mean(axis=0) == pytest.approx([0.5, 0.3, 0.2, 0], abs=5e-4)


def test_polls_are_weighted_by_size_and_say_nothing_of_lists_they_do_not_name(small) -> None:
    """A: 1,000 answers at 40 % and 3,000 at 50 % are 47.5 %; B is named by the first alone."""
    polls = [
        Poll(house="x", size=10**6, shares={"A": Fraction(2, 5), "B": Fraction(3, 10)}),
        Poll(house="y", size=3 * 10**6, shares={"A": Fraction(1, 2)}),
    ]
    one_area = replace(small, constituencies=small.constituencies[:1], tallies=small.tallies[:1])
    found = national(draws(Polls(polls=polls, house_effect=0, common=0), large(one_area), 200))
    assert found.mean(axis=0)[:3] == pytest.approx([0.475, 0.3, 0.225], abs=0.005)


def test_every_ballot_swings_as_the_one_that_was_asked_about(small) -> None:
    """The house is the larger ballot; what it swings, the mayor's swings too."""
    model = Polls(polls=[Poll(house="x", size=1000, shares=HALF_AND_HALF)])
    found = draws(model, large(small), 2_000)
    house, mayor = log_ratio(found["house"], 0, 0, 1), log_ratio(found["mayor"], 0, 0, 1)
    assert house - np.log(101 / 60) == pytest.approx(mayor - np.log(90 / 80), abs=1e-4)
    other = draws(replace(model, ballot="mayor"), large(small), 2_000)["mayor"]
    shares = other[:, 0] / other[:, 0].sum(axis=-1, keepdims=True)
    assert shares.mean(axis=0)[:3] == pytest.approx([0.5, 0.3, 0.2], abs=0.01)


def some_stations(seed=3):
    """Stations of two areas: votes of A, B, C, D."""
    generator = np.random.default_rng(seed)
    return {"North": generator.poisson([50, 30, 20, 0], (40, 4)), "South": generator.poisson([20, 30, 20, 0], (25, 4))}


def test_stations_drawn_anew_are_the_bootstrap(small) -> None:
    """Mean: the sum; variance: as many times as there are stations the variance between them; as a direct one has."""
    sheets = some_stations()
    found = draws(Stations(votes={"house": sheets}), frame(small))["house"]
    for place, votes in enumerate(sheets.values()):
        assert found[:, place].mean(axis=0)[:3] == pytest.approx(votes.sum(axis=0)[:3], rel=0.01)
        assert found[:, place].var(axis=0)[:3] == pytest.approx(len(votes) * votes.var(axis=0)[:3], rel=0.06)
    direct = np.random.default_rng(5)
    chosen = np.array([sheets["North"][direct.integers(0, 40, 40)].sum(axis=0) for _ in range(4_000)])
    assert np.quantile(found[:, 0, 0], [0.05, 0.5, 0.95]) == pytest.approx(
        np.quantile(chosen[:, 0], [0.05, 0.5, 0.95]), rel=0.01
    )
    assert np.corrcoef(found[:, 0, 0], found[:, 0, 1])[0, 1] == pytest.approx(np.corrcoef(chosen.T[:2])[0, 1], abs=0.06)


def test_what_has_no_stations_stays(small) -> None:
    """Other areas and ballots, and an area of one station, are the same in every draw."""
    found = draws(
        Stations(votes={"house": {"North": np.array([[5, 4, 3, 0]]), "South": np.zeros((0, 4), int)}}), frame(small), 9
    )
    assert (found["house"][:, 0] == [5, 4, 3, 0]).all()
    assert (found["house"][:, 1] == [50, 70, 33, 0]).all()
    assert (found["mayor"][:, 0] == [90, 80, 10, 0]).all()


def test_huge_stations_are_counted_exactly(small) -> None:
    """Beyond what a float holds: each draw is a whole number of stations."""
    votes = np.full((3, 4), 2**52 + 1)
    found = draws(Stations(votes={"house": {"North": votes}}), frame(small), 20)["house"]
    assert (found[:, 0] == 3 * (2**52 + 1)).all()


POLLS = 'house,size,A,B\nOne,1000,40.5,1/3\nTwo,800,,"38,5 %"\n'


def test_polls_are_read_from_a_file(tmp_path) -> None:
    """Per cent with a point or a comma, or a fraction; an empty cell says nothing."""
    (tmp_path / "polls.csv").write_text(POLLS, encoding="utf-8")
    one, two = polls_from(tmp_path / "polls.csv")
    assert (one.house, one.size, one.shares) == ("One", 1000, {"A": Fraction(81, 200), "B": Fraction(1, 3)})
    assert two.shares == {"B": Fraction(77, 200)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("house,size,A\nx,1000,abc\n", "row 2, column A: “abc” is no share"),
        ("house,size,A\nx,1000,120\n", "column A: “120” is no share"),
        ("house,size,A\nx,1000,nan\n", "“nan” is no share"),
        ("house,size,A\nx,1000,1/0\n", "“1/0” is no share"),
        ("house,size,A\nx,1000,1e400000000\n", "“1e400000000” is no share"),
        ("house,size,A\nx,many,40\n", "column size: “many” is not a count"),
        ("house,size,A\nx,0,40\n", "the poll of x has the size 0"),
        ("house,size,A,B\nx,1000,60,50\n", "the shares of the poll of x add up to more than 100 %"),
        ("house,size,A\nx,1000,\n", "the poll of x names no list"),
        ("house,size,A\n", "polls.csv holds no poll"),
        ("house,A\nx,40\n", "has no column “size”"),
    ],
)
def test_a_bad_poll_is_told(tmp_path, text, told) -> None:
    """With its file, row and column, or its house."""
    (tmp_path / "polls.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as raised:
        polls_from(tmp_path / "polls.csv")
    assert told in str(raised.value)


def poll(**shares):
    """One poll."""
    return Poll(house="x", size=100, shares={name: Fraction(1, 4) for name in shares})


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: Dirichlet(size=0), "“0” is not a whole number of at least 1"),
        (lambda: LogitNormal(country=-0.1), "“-0.1” is no standard deviation of log odds. Write a number from 0 to 5"),
        (lambda: LogitNormal(region=float("nan")), "“nan” is no standard deviation"),
        (lambda: LogitNormal(constituency=float("inf")), "“inf” is no standard deviation"),
        (lambda: LogitNormal(together={("A", "B"): -2.0}), "“-2.0” is no correlation"),
        (lambda: Polls(polls=[]), "nothing stands here"),
        (lambda: Polls(polls=[poll(A=1)], common=9), "“9” is no standard deviation"),
    ],
)
def test_a_model_that_cannot_be_is_told(made, told) -> None:
    """Where it is stated, before anything is drawn."""
    with pytest.raises(Problem) as raised:
        made()
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (LogitNormal(country=0.1, together={("A", "B", "C"): -0.9}), "these correlations contradict each other"),
        (LogitNormal(country=0.1, together={("A", "B", "C"): 1.0}), "these correlations contradict each other"),
        (LogitNormal(country=0.1, together={("A", "Alpha"): 0.5}), "“A” cannot be a pair with itself"),
        (LogitNormal(country=0.1, together={("A", "Q"): 0.5}), "the election has no list “Q”"),
        (Polls(polls=[poll(Q=1)]), "the election has no list “Q”"),
        (Polls(polls=[poll(D=1)]), "“D” is in the polls and had no votes"),
        (Polls(polls=[poll(A=1)], ballot="huose"), "the election has no ballot “huose”. Did you mean house?"),
        (Stations(votes={"hous": {}}), "the election has no ballot “hous”. Did you mean house?"),
        (
            Stations(votes={"house": {"Nort": np.zeros((2, 4), int)}}),
            "the election has no area “Nort”. Did you mean North?",
        ),
        (
            Stations(votes={"house": {"North": np.zeros((2, 3), int)}}),
            "the polling stations of “North” have the shape (2, 3)",
        ),
        ("dice", "“str” is no model of uncertainty"),
    ],
)
def test_a_model_that_does_not_fit_the_election_is_told(small, model, told) -> None:
    """Unknown lists, ballots and areas, lists without votes, correlations that cannot be."""
    with pytest.raises(Problem) as raised:
        draws(model, frame(small), 2)
    assert told in str(raised.value)
