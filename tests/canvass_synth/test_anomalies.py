"""What is wrong on purpose: each kind does what it says, where it says, and nothing else changes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.making.marks import KINDS, SHEETS
from escrutinio.canvass.making.synthetic import Anomaly, Synthetic, anomaly, synth
from escrutinio.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]


def made_with(folder: Path, *orders: str, stations: int = 400, snapshots: int = 1) -> Synthetic:
    """A small election with what was ordered."""
    anomalies = [anomaly(each) for each in orders]
    return synth("bo-2020", folder, stations=stations, seed=11, anomalies=anomalies, snapshots=snapshots)


def rows(file: Path) -> list[Row]:
    """A file's sheets, in its order."""
    engine = Embedded()
    engine.view("sheets", [str(file)])
    names = engine.columns("sheets")
    return [dict(zip(names, row, strict=True)) for row in engine.rows("SELECT * FROM sheets ORDER BY file_row")]


def by_station(found: list[Row]) -> dict[str, Row]:
    """Sheets by their station."""
    return {each["station"]: each for each in found}


@pytest.mark.parametrize("kind", SHEETS)
def test_the_truth_is_all_that_changed(kind: str, tmp_path: Path) -> None:
    """Against the same election without it: five stations differ, in the columns and by the figures written down."""
    clean = by_station(rows(made_with(tmp_path / "clean").files[0]))
    made = made_with(tmp_path / "made", f"{kind}:5")
    found = by_station(rows(made.files[0]))
    changed = {
        (station, name, sheet[name], found[station][name])
        for station, sheet in clean.items()
        for name in sheet
        if sheet[name] != found[station][name]
    }
    assert changed == {(each.station, each.column, each.true, each.written) for each in made.truth}
    assert len({each.station for each in made.truth}) == 5
    assert {each.kind for each in made.truth} == {kind}


def test_swapped_digits_are_the_same_digits(tmp_path: Path) -> None:
    """Two neighbours change places: 83 becomes 38."""
    for each in made_with(tmp_path, "swapped-digits:6").truth:
        true, written = str(each.true), str(each.written).zfill(len(str(each.true)))
        differ = [place for place in range(len(true)) if true[place] != written[place]]
        assert differ == [differ[0], differ[0] + 1]
        assert sorted(true) == sorted(written)


def test_moved_votes_leave_every_sum(tmp_path: Path) -> None:
    """What one list loses the other gains, and the sheet still adds up."""
    made = made_with(tmp_path, "moved-votes:4:CC>MAS-IPSP@Beni")
    assert {each.column for each in made.truth} == {"CC", "MAS-IPSP"}
    assert sum(each.written - each.true for each in made.truth) == 0
    assert all(each.written < each.true for each in made.truth if each.column == "CC")
    found = by_station(rows(made.files[0]))
    assert {found[each.station]["department"] for each in made.truth} == {"Beni"}
    assert all(
        sum(found[each.station][name] for name in made.lists) == found[each.station]["valid"] for each in made.truth
    )


def test_stuffed_sheets_are_full(tmp_path: Path) -> None:
    """Cast = registered, and the list that was named has the difference."""
    made = made_with(tmp_path, "stuffed:4:>CREEMOS")
    found = by_station(rows(made.files[0]))
    assert all(found[each.station]["cast"] == found[each.station]["registered"] for each in made.truth)
    assert {each.column for each in made.truth} == {"CREEMOS", "valid", "cast"}


def test_more_votes_than_voters(tmp_path: Path) -> None:
    """Cast > registered, by up to twenty."""
    made = made_with(tmp_path, "over-registered:4")
    found = by_station(rows(made.files[0]))
    over = [found[each.station]["cast"] - found[each.station]["registered"] for each in made.truth]
    assert all(1 <= each <= 20 for each in over)


def test_a_zero_sheet_keeps_its_voters(tmp_path: Path) -> None:
    """Every count is 0; the register is not touched."""
    made = made_with(tmp_path, "zero:3")
    found = by_station(rows(made.files[0]))
    for station in {each.station for each in made.truth}:
        sheet = found[station]
        assert [sheet[name] for name in (*made.lists, "valid", "blank", "null", "cast")] == [0] * (len(made.lists) + 4)
        assert sheet["registered"] > 0


def test_a_slip_is_in_the_sum(tmp_path: Path) -> None:
    """The lists do not add up to the valid votes that are written."""
    made = made_with(tmp_path, "slip:3")
    found = by_station(rows(made.files[0]))
    assert {each.column for each in made.truth} == {"valid"}
    assert all(sum(found[each.station][name] for name in made.lists) == each.true for each in made.truth)


def test_a_duplicate_stands_twice(tmp_path: Path) -> None:
    """The same row again at the end, with a row number of its own."""
    made = made_with(tmp_path, "duplicate:3")
    found = rows(made.files[0])
    again = found[400:]
    assert len(found) == 403
    assert [each["file_row"] for each in again] == [401, 402, 403]
    assert {each["station"] for each in again} == {each.station for each in made.truth}
    first = by_station(found[:400])
    assert all(each | {"file_row": 0} == first[each["station"]] | {"file_row": 0} for each in again)
    assert {(each.column, each.true, each.written) for each in made.truth} == {("rows", 1, 2)}


def test_late_sheets_of_one_area_come_last(tmp_path: Path) -> None:
    """They are in no snapshot but the last, where they would have come earlier."""
    made = made_with(tmp_path, "late:6@Oruro", snapshots=5)
    late = {each.station for each in made.truth}
    parts = [by_station(rows(each)) for each in made.files]
    assert len(late) == 6
    assert all(not late & set(part) for part in parts[:-1])
    assert late <= set(parts[-1])
    assert {parts[-1][station]["department"] for station in late} == {"Oruro"}
    assert all(each.true < each.written == 5 for each in made.truth)


def test_a_withdrawn_station_comes_back(tmp_path: Path) -> None:
    """It is there, is gone from the snapshot that is written down, and is there again."""
    made = made_with(tmp_path, "withdrawn:4", snapshots=5)
    parts = [by_station(rows(each)) for each in made.files]
    assert len(made.truth) == 4
    for each in made.truth:
        there = [each.station in part for part in parts]
        gone = each.snapshot - 1
        assert there == [False] * (gone - 1) + [True] * (len(there[:gone]) - (gone - 1)) + [False] + [True] * (4 - gone)


def test_a_withdrawn_station_of_two_snapshots_stays_away(tmp_path: Path) -> None:
    """With two snapshots there is no third to come back in."""
    made = made_with(tmp_path, "withdrawn:2", snapshots=2)
    parts = [by_station(rows(each)) for each in made.files]
    assert all(each.station in parts[0] and each.station not in parts[1] for each in made.truth)


def test_many_kinds_at_once_do_not_meet(tmp_path: Path) -> None:
    """No station is given two of them."""
    made = made_with(tmp_path, *(f"{kind}:3" for kind in KINDS), snapshots=4)
    kinds: dict[str, set[str]] = {}
    for each in made.truth:
        kinds.setdefault(each.station, set()).add(each.kind)
    assert all(len(each) == 1 for each in kinds.values())
    assert len(kinds) == 3 * len(KINDS)


def test_the_truth_is_written_beside_the_sheets(tmp_path: Path) -> None:
    """One line a change, with the station, the column, the true and the written figure."""
    made = made_with(tmp_path, "slip:2", "duplicate:1")
    with (tmp_path / "truth.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    assert [(each["kind"], each["station"], int(each["true"]), int(each["written"])) for each in told] == [
        (each.kind, each.station, each.true, each.written) for each in made.truth
    ]


@pytest.mark.parametrize(
    ("order", "meant"),
    [
        ("slip", Anomaly("slip")),
        ("slip:7", Anomaly("slip", 7)),
        ("late:9@La Paz", Anomaly("late", 9, "La Paz")),
        ("moved-votes:2:A>B", Anomaly("moved-votes", 2, "", "A", "B")),
        ("stuffed:>B@South", Anomaly("stuffed", 1, "South", "", "B")),
    ],
)
def test_an_order_in_words(order: str, meant: Anomaly) -> None:
    """As the command line has it."""
    assert anomaly(order) == meant


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("Slip!", "“Slip!” is no anomaly. Write KIND:STATIONS, as in stuffed:5"),
        ("stufed:5", "the kind of anomaly “stufed” is not known here. Did you mean stuffed?"),
        ("slip:1@Potosi", "the area “Potosi” is not known here. Did you mean Potosí?"),
        ("moved-votes:1:CCC>MAS-IPSP", "the list “CCC” is not known here. Did you mean CC?"),
        ("late:5@Beni", "“late” shows between snapshots: ask for at least 2."),
        ("slip:401", "only 400 of 401 sheets lend themselves to “slip”. Ask for fewer, or for more stations."),
        ("stuffed:99@Pando", "of 99 sheets lend themselves to “stuffed” (Pando). Ask for fewer"),
    ],
)
def test_an_order_that_cannot_be_met_is_refused(order: str, words: str, tmp_path: Path) -> None:
    """With what was ordered, why not, and what would do; and no file is left behind."""
    with pytest.raises(Problem) as told:
        made_with(tmp_path, order)
    assert words in str(told.value)
    assert list(tmp_path.iterdir()) == []


TURNOUT = ("stuffed", "over-registered")


@pytest.mark.parametrize("kind", TURNOUT)
def test_voters_who_stayed_away_must_be_known(kind: str, tmp_path: Path) -> None:
    """Without registered voters nobody can be stuffed in: the reason is told, and no folder is left behind."""
    with pytest.raises(Problem) as told:
        synth("es-2016", tmp_path / "new" / "out", stations=300, seed=1, anomalies=[Anomaly(kind, 3)])
    assert f"“{kind}” is about voters who stayed away: it needs the registered voters and the blank" in str(told.value)
    assert "no source states them all. Order another kind: swapped-digits, moved-votes, zero, slip" in str(told.value)
    with pytest.raises(Problem, match=r"no source states them all \(Madrid\)"):
        synth("es-2016", tmp_path / "out", stations=300, seed=1, anomalies=[Anomaly(kind, 3, "Madrid")])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    """Only what was made for nothing is taken away."""
    (tmp_path / "out").mkdir()
    with pytest.raises(Problem, match="only 300 of 400 sheets lend themselves"):
        synth("es-2016", tmp_path / "out", stations=300, seed=1, anomalies=[Anomaly("slip", 400)])
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("seed", range(3))
def test_late_sheets_are_of_an_area_that_has_enough(seed: int, tmp_path: Path) -> None:
    """Ceuta and Melilla have one station each: wherever chance begins, a province with twenty is found."""
    made = synth("es-2016", tmp_path, stations=400, seed=seed, snapshots=6, anomalies=[Anomaly("late", 20)])
    assert len({each.station for each in made.truth}) == 20
    assert len({each.area for each in made.truth}) == 1


def test_late_sheets_are_of_neighbouring_areas_where_none_has_enough(tmp_path: Path) -> None:
    """More than the largest province has: of several that follow one another, each sheet under its own."""
    made = synth("es-2016", tmp_path, stations=400, seed=1, snapshots=6, anomalies=[Anomaly("late", 120)])
    found = by_station(rows(made.files[-1]))
    areas = list(dict.fromkeys(each.area for each in made.truth))
    every = list(dict.fromkeys(each["constituency"] for each in found.values()))
    assert len({each.station for each in made.truth}) == 120
    assert len(areas) > 1
    assert every[every.index(areas[0]) :][: len(areas)] == areas
    assert all(found[each.station]["constituency"] == each.area for each in made.truth)
    with pytest.raises(Problem, match=r"only 3\d\d of 400 sheets lend themselves to “late”. Ask for fewer"):
        synth("es-2016", tmp_path, stations=400, seed=1, snapshots=6, anomalies=[Anomaly("late", 400)])
