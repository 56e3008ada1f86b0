"""Made-up elections: exact totals, plausible stations, the same again from the same seed."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from escrutinio.canvass import election
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.making.model import fill, picked, split, stations
from escrutinio.canvass.making.synthetic import anomaly, synth
from escrutinio.canvass.sheets import FIXED
from escrutinio.model import Problem

if TYPE_CHECKING:
    from pathlib import Path


def sheets(*files: Path) -> Embedded:
    """An engine with the files as its table ``sheets``."""
    engine = Embedded()
    engine.view("sheets", [str(each) for each in files])
    return engine


def one(engine: Embedded, what: str) -> tuple[Any, ...]:
    """The one row of a query on the sheets."""
    return engine.rows(f"SELECT {what} FROM sheets")[0]  # noqa: S608 - a test's own words


def test_totals_are_the_official_ones(tmp_path: Path) -> None:
    """As many stations as in 2019 add up to the official count: OEP, cómputo of 25 October 2019, 21:09:30."""
    made = synth("bo-2019", tmp_path, stations=34_555, seed=1)
    sums = one(sheets(*made.files), 'COUNT(*), SUM("MAS-IPSP"), SUM("CC"), SUM("PDC"), SUM("valid"), SUM("registered")')
    assert sums == (34_555, 2_889_359, 2_240_920, 539_081, 6_137_671, 7_315_364)
    assert made.factor == 1


def test_every_area_has_its_own_totals(tmp_path: Path) -> None:
    """Each department's lists, blank, null and registered are those of the catalogue, also abroad."""
    real = {each.constituency: each for each in election("bo-2020").tallies if each.tier == "president"}
    made = synth("bo-2020", tmp_path, stations=3_000, seed=5)
    named = ", ".join(f'SUM("{name}")' for name in made.lists)
    found = sheets(*made.files).rows(
        f'SELECT department, abroad, {named}, SUM("blank"), SUM("null"), SUM("registered") FROM sheets GROUP BY ALL'  # noqa: S608
    )
    assert len(found) == len(real)
    for department, abroad, *sums in found:
        tally = real["Exterior" if abroad else department]
        lists = [tally.votes[name] for name in made.lists]
        assert sums == [*lists, tally.blank, tally.null, tally.registered]


def test_more_stations_than_voters_multiply_the_totals(tmp_path: Path) -> None:
    """Ten times the stations of 2020 are filled by whole multiples of the real totals, and the multiple is stated."""
    made = synth("bo-2020", tmp_path, stations=355_990, seed=2)
    count, votes, most = one(sheets(*made.files), 'COUNT(*), SUM("MAS-IPSP"), MAX("registered")')
    assert (count, made.factor) == (355_990, 10)
    assert votes == 10 * sum(each.votes["MAS-IPSP"] for each in election("bo-2020").tallies if each.tier == "president")
    assert most <= 240
    assert json.loads((tmp_path / "synth.json").read_text(encoding="utf-8"))["factor"] == 10


def test_a_factor_may_be_asked_for(tmp_path: Path) -> None:
    """Twice the voters in as many stations."""
    made = synth("bo-2019", tmp_path, stations=100, seed=1, factor=2)
    assert one(sheets(*made.files), 'SUM("registered")') == (2 * 7_315_364,)


def test_every_sheet_adds_up(tmp_path: Path) -> None:
    """Lists = valid, valid + blank + null = cast, cast ≤ registered, no station twice, none empty of voters."""
    made = synth("bo-2020", tmp_path, stations=5_000, seed=3)
    lists = " + ".join(f'"{name}"' for name in made.lists)
    wrong = one(
        sheets(*made.files),
        f'COUNT(*) FILTER ({lists} <> "valid"), COUNT(*) FILTER ("valid" + "blank" + "null" <> "cast"), '
        'COUNT(*) FILTER ("cast" > "registered" OR "registered" = 0), COUNT(*) - COUNT(DISTINCT station)',
    )
    assert wrong == (0, 0, 0, 0)


def test_the_table_has_the_shape_of_the_canvass(tmp_path: Path) -> None:
    """The fixed columns in their order and types, then one a list; CSV has the same without the row's number."""
    made = synth("bo-2020", tmp_path / "p", stations=50, seed=3)
    engine = sheets(*made.files)
    assert engine.columns("sheets") == (*FIXED, *made.lists)
    types = dict(row[:2] for row in engine.rows("DESCRIBE sheets"))
    assert {types[each] for each in (*made.lists, "registered", "cast", "file_row")} == {"BIGINT"}
    assert (types["abroad"], types["station"], types["special"]) == ("BOOLEAN", "VARCHAR", "VARCHAR")
    plain = synth("bo-2020", tmp_path / "c", stations=50, seed=3, format="csv")
    header = plain.files[0].read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [*FIXED[1:], *made.lists]


def test_places_are_nested_and_have_codes(tmp_path: Path) -> None:
    """A precinct lies in one municipality, a municipality in one province, a province in one department."""
    made = synth("bo-2020", tmp_path, stations=4_000, seed=9)
    for inner, outer in (("precinct", "municipality"), ("municipality", "province"), ("province", "department")):
        query = f"SELECT {inner} FROM sheets GROUP BY 1 HAVING COUNT(DISTINCT {outer}) > 1"  # noqa: S608
        assert sheets(*made.files).rows(query) == []
    precincts, municipalities = one(sheets(*made.files), "COUNT(DISTINCT precinct), COUNT(DISTINCT municipality)")
    assert precincts > 400
    assert municipalities > 30


def test_neighbours_vote_alike(tmp_path: Path) -> None:
    """A list's shares differ far more between stations than if each voter drew alone (Dirichlet-multinomial)."""
    made = synth("bo-2020", tmp_path, stations=5_000, seed=4)
    spread, alone = one(
        sheets(*made.files),
        'VAR_POP("CC" / "valid"), AVG(0.21 / "valid")',
    )
    assert spread > 10 * alone


def test_the_same_seed_gives_the_same_sheets(tmp_path: Path) -> None:
    """And another seed others."""
    made = [synth("bo-2019", tmp_path / str(n), stations=900, seed=s) for n, s in enumerate((1, 1, 2))]
    rows = [sheets(*each.files).rows("SELECT * FROM sheets ORDER BY file_row") for each in made]
    assert rows[0] == rows[1]
    assert rows[0] != rows[2]


def test_single_member_districts_add_up_too(tmp_path: Path) -> None:
    """The 63 districts of 2020, each with its own lists; a list that does not stand there is NULL."""
    made = synth("bo-2020", tmp_path, stations=700, seed=1, contest="uninominal")
    real = {each.constituency: each for each in election("bo-2020").tallies if each.tier == "uninominal"}
    found = sheets(*made.files).rows('SELECT constituency, SUM("valid"), SUM("registered") FROM sheets GROUP BY 1')
    assert {name: (valid, registered) for name, valid, registered in found} == {
        name: (each.valid, each.registered) for name, each in real.items()
    }


def test_what_no_source_states_is_null(tmp_path: Path) -> None:
    """Special ballots of 2020 have no registered voters of their own, and a made-up sheet does not invent them."""
    made = synth("bo-2020", tmp_path, stations=70, seed=1, contest="special")
    assert one(sheets(*made.files), 'COUNT("registered"), COUNT("cast")') == (0, 70)


def isle(folder: Path, *places: tuple[str, str, str], counts: str = "") -> Path:
    """An election of a contest, mayor: constituencies with their department and whether they lie abroad."""
    folder.mkdir()
    (folder / "election.yaml").write_text(
        "election: isle\ncountry: xx\ndate: 2020-01-01\nname: {es: x, en: x}\nsources: {s: {title: S}}\n"
        "contests: {mayor: {source: s}}\nlists: [{id: A}, {id: B}]\n",
        encoding="utf-8",
    )
    rows = [f"mayor,{name},{region},1,{abroad}\n" for name, region, abroad in places]
    (folder / "districts.csv").write_text("tier,constituency,region,seats,abroad\n" + "".join(rows), encoding="utf-8")
    votes = [
        f"mayor,{name},{region},A,60\nmayor,{name},{region},B,30\n" + counts.format(name=name, region=region)
        for name, region, _ in places
    ]
    (folder / "votes.csv").write_text("tier,constituency,region,party,votes\n" + "".join(votes), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("places", "named"),
    [
        ((("North", "North", ""), ("South", "South", "")), {"North": None, "South": None}),
        (
            (("North", "North", ""), ("East", "South", ""), ("West", "South", "")),
            {"North": "North", "South": "East West"},
        ),
        ((("North", "North", ""), ("Away", "", "true")), {"North": None, None: None}),
        ((("East", "South", ""), ("Away", "", "true")), {"South": "East", None: None}),
        ((("North", "North", ""), ("Near", "", "true"), ("Far", "", "true")), {"North": "North", None: "Far Near"}),
    ],
)
def test_a_sheet_tells_its_constituency(places: Any, named: dict[str | None, str | None], tmp_path: Path) -> None:
    """Where the department or being abroad does not tell it of every sheet, all name it: a department of one, too."""
    made = synth(isle(tmp_path / "isle", *places), tmp_path / "out", stations=12, seed=1)
    found = sheets(*made.files).rows(
        "SELECT department, STRING_AGG(DISTINCT constituency, ' ' ORDER BY constituency) FROM sheets GROUP BY 1"
    )
    assert dict(found) == named


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Also where figures are altered, and rows stand twice: every file, six times."""
    orders = [anomaly("slip:4"), anomaly("duplicate:2")]
    made = [
        synth("bo-2020", tmp_path / str(n), stations=2_000, seed=77, snapshots=3, anomalies=orders) for n in range(6)
    ]
    assert len({tuple(file.read_bytes() for file in each.files) for each in made}) == 1
    found = [row[0] for row in sheets(made[0].files[-1]).rows("SELECT file_row FROM sheets")]
    assert found == list(range(1, 2_003))


def test_snapshots_grow_to_the_whole(tmp_path: Path) -> None:
    """Each snapshot holds the one before it, and the last holds all."""
    made = synth("bo-2020", tmp_path, stations=1_000, seed=1, snapshots=4)
    parts = [{row[0] for row in sheets(each).rows("SELECT station FROM sheets")} for each in made.files]
    assert [len(each) for each in parts] == sorted(len(each) for each in parts)
    assert all(before < after for before, after in itertools.pairwise(parts))
    assert len(parts[-1]) == 1_000


def test_progress_is_told(tmp_path: Path) -> None:
    """From some to all."""
    told: list[tuple[int, int]] = []
    synth("bo-2020", tmp_path, stations=100, seed=1, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (100, 100)


def test_nothing_half_made_is_left(tmp_path: Path) -> None:
    """Only the files that were asked for, and what says how they were made."""
    synth("bo-2020", tmp_path, stations=100, seed=1)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["sheets.parquet", "synth.json", "truth.csv"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"stations": 9},
            "9 polling stations are too few: each constituency needs one. Ask for at least 10.",
        ),
        ({"snapshots": 0}, "snapshots is 0. Give a whole number of at least 1."),
        ({"seed": -1}, "seed is -1. Give a whole number of at least 0."),
        ({"factor": -2}, "factor is -2. Give a whole number of at least 0."),
        ({"contest": "presidnt"}, "bo-2020 has no counts of the contest “presidnt”. It has: president."),
    ],
)
def test_an_option_out_of_range_is_refused(options: dict[str, Any], words: str, tmp_path: Path) -> None:
    """With the option, what was given and what may be."""
    with pytest.raises(Problem) as told:
        synth("bo-2020", tmp_path, **{"stations": 100, "seed": 1} | options)
    assert str(told.value) == words


def test_more_votes_than_voters_are_refused(tmp_path: Path) -> None:
    """A catalogue entry that contradicts itself cannot be dealt out to stations."""
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "election.yaml").write_text(
        "election: odd\ndate: 2020-01-01\nname: {es: x, en: x}\nsources: {s: {title: S}}\n"
        "contests: {mayor: {source: s}}\nlists: [{id: A}]\n",
        encoding="utf-8",
    )
    (folder / "districts.csv").write_text("tier,constituency,region,seats\nmayor,Town,Town,\n", encoding="utf-8")
    (folder / "votes.csv").write_text(
        "tier,constituency,region,party,votes\nmayor,Town,Town,A,9\nmayor,Town,Town,#registered,8\n", encoding="utf-8"
    )
    with pytest.raises(Problem, match="odd counts 9 votes in Town but 8 registered voters"):
        synth(folder, tmp_path / "out", stations=5, seed=1)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """One message, and no traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(Problem, match=r"cannot be written \(.*\)\. Check the permissions and the free space\."):
        synth("bo-2020", tmp_path / "file" / "below", stations=100, seed=1)


# The arithmetic of it

COUNTS = st.integers(2, 6).flatmap(lambda width: arrays(np.int64, width + 3, elements=st.integers(0, 5_000)))


@given(columns=COUNTS.filter(lambda each: each.sum() > 0), number=st.integers(1, 60), seed=st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_any_totals_are_met_exactly(columns: Any, number: int, seed: int) -> None:
    """Whatever the totals and however many stations: columns add up, rows hold their voters, nothing is negative."""
    blocks = list(stations(columns, number, np.random.default_rng(seed)))
    counts = np.concatenate([each.counts for each in blocks])
    assert len(counts) == number
    assert counts.sum(axis=0).tolist() == columns.tolist()
    assert (counts.sum(axis=1) == np.concatenate([each.voters for each in blocks])).all()
    assert counts.min() >= 0


@given(
    table=arrays(np.int64, (7, 4), elements=st.integers(0, 300)).filter(lambda each: each.sum() > 0),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=60, deadline=None)
def test_a_table_is_settled_whatever_the_shares(table: Any, seed: int) -> None:
    """Shares that promise something else altogether still end in the margins that were asked for."""
    rng = np.random.default_rng(seed)
    made = fill(table.sum(axis=1), table.sum(axis=0), rng.uniform(0.01, 1, table.shape), rng)
    assert made.sum(axis=0).tolist() == table.sum(axis=0).tolist()
    assert made.sum(axis=1).tolist() == table.sum(axis=1).tolist()
    assert made.min() >= 0


@given(counts=arrays(np.int64, 9, elements=st.integers(0, 50)), seed=st.integers(0, 2**32), data=st.data())
def test_no_pile_gives_more_than_it_has(counts: Any, seed: int, data: st.DataObject) -> None:
    """Ballots are picked once each, and as many as were asked for."""
    if counts.sum() == 0:
        return
    number = data.draw(st.integers(1, int(counts.sum())))
    taken = picked(counts, number, np.random.default_rng(seed))
    assert taken.sum() == number
    assert (taken <= counts).all()


@given(total=st.integers(0, 10**12), weights=arrays(np.float64, 13, elements=st.floats(0.01, 100)))
def test_a_split_loses_nothing(total: int, weights: Any) -> None:
    """Parts add up, and none is off by more than one."""
    parts = split(total, weights)
    assert int(parts.sum()) == total
    assert np.abs(parts - total * weights / weights.sum()).max() <= 1.001
