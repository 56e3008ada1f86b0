"""Rows of totals: by an exact label in any language, or by figures that no coincidence gives; real stations stay."""

# ruff: noqa: S608 - SQL of the test's own words

from __future__ import annotations

from typing import Any

import pytest

from escrutinio.canvass.checking.checks import check
from escrutinio.canvass.checking.labels import calls_total, reduced
from escrutinio.canvass.checking.table import look
from escrutinio.canvass.engine import Embedded

Row = tuple[Any, ...]
HEADS = "file_row BIGINT, station VARCHAR, department VARCHAR, municipality VARCHAR, registered BIGINT"
NORTH: list[Row] = [("1", "Norte", "a", 300, 100, 50, 7), ("2", "Norte", "b", 250, 90, 60, 8)]
NORTH += [("3", "Norte", "c", 280, 80, 70, 9)]
SOUTH: list[Row] = [
    ("4", "Sur", "d", 200, 40, 50, 1),
    ("5", "Sur", "e", 210, 41, 52, 2),
    ("6", "Sur", "f", 220, 43, 54, 4),
]
OF_NORTH = (830, 270, 180, 24)
"""300 + 250 + 280, 100 + 90 + 80, 50 + 60 + 70, 7 + 8 + 9."""
OF_SOUTH = (630, 124, 156, 7)
"""200 + 210 + 220, 40 + 41 + 43, 50 + 52 + 54, 1 + 2 + 4."""
OF_ALL = (1460, 394, 336, 31)
STATIONS = [*NORTH, *SOUTH]


def totals(rows: list[Row], lists: str = "A,B,C") -> dict[int, str]:
    """The rows of totals, numbered from 1, each with why it is one."""
    engine = Embedded()
    engine.rows(f"CREATE TABLE t ({HEADS}, {', '.join(f'{name} BIGINT' for name in lists.split(','))})")
    places = ", ".join("?" * (len(rows[0]) + 1))
    engine.connection.executemany(
        f"INSERT INTO t VALUES ({places})", [(at, *row) for at, row in enumerate(rows, start=1)]
    )
    found = {row: why for row, (why, _) in look(engine, "t").totals.items()}
    assert {each.where.row: each.facts["why"] for each in check(engine, "t", codes=["C201"])} == found
    return found


LABELS = ["Total", "TOTALES:", "Gran total", "Summe", "Insgesamt", "Gesamt", "Totale", "Totaal", "Razem", "Jumla kuu"]
LABELS += ["Toplam", "Genel toplam", "Celkem", "Σ", "∑", "Итого", "Total geral", "Total général", "Sub-total", "合计"]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_enough(label: str) -> None:
    """A row that is called a total is one, whatever its figures."""
    assert totals([*STATIONS, (label, None, None, 5, 4, 3, 2)]) == {7: "name"}


@pytest.mark.parametrize(
    "label", ["Summe Norte", "TOTAL_NORTE", "Norte – Total", "total del departamento de Norte", "Σ Sur"]
)
def test_a_label_may_have_the_name_of_an_area_beside_it(label: str) -> None:
    """Before or after it, and whatever case it is written in."""
    assert totals([*STATIONS, (label, "Norte", None, 5, 4, 3, 2)]) == {7: "name"}


@pytest.mark.parametrize(
    "name", ["Total Petrol Station Hall", "Gesamtschule Nord", "Summerhill", "Toplami Street", "Totalán"]
)
def test_a_real_station_may_hold_the_word(name: str) -> None:
    """A polling place is not set aside for a part of its name."""
    assert totals([*STATIONS, (name, "Norte", "a", 5, 4, 3, 2)]) == {}


def test_labels_of_areas_count_where_no_station_stands() -> None:
    """The name of a department on a row that has a station is a name."""
    rows = [*STATIONS, (None, "TOTAL NORTE", None, 5, 4, 3, 2), ("8", "TOTAL NORTE", None, 5, 4, 3, 2)]
    assert totals(rows) == {7: "name"}


def test_subtotals_and_the_total_of_all_without_a_label() -> None:
    """Rows without a station: each department, and all, though the subtotals stand in the file as well."""
    rows = [
        *NORTH,
        (None, "Norte", None, *OF_NORTH),
        *SOUTH,
        (None, "Sur", None, *OF_SOUTH),
        (None, None, None, *OF_ALL),
    ]
    assert totals(rows) == {4: "area", 8: "area", 9: "all"}


def test_an_area_of_one_station() -> None:
    """Its subtotal is alike: 100 and 200 votes, in a file of five rows."""
    assert totals([NORTH[0], (None, "Norte", None, *NORTH[0][3:]), *SOUTH]) == {2: "area"}


@pytest.mark.parametrize("called", ["Norte", "999", "Departamento"])
@pytest.mark.parametrize("place", ["Norte", None])
def test_figures_tell_whatever_it_is_called(called: str, place: str | None) -> None:
    """A row that holds what three stations do in four figures; without its area, where its name is the area's."""
    found = totals([*STATIONS, (called, place, None, *OF_NORTH)])
    assert found == ({7: "area"} if place or called == "Norte" else {})


def test_one_figure_off_it_is_a_sheet() -> None:
    """Every figure that is stated counts; one that is not is passed over."""
    registered, *votes = OF_NORTH
    assert totals([*STATIONS, ("999", "Norte", None, registered + 1, *votes)]) == {}
    assert totals([*STATIONS, ("999", "Norte", None, None, *votes)]) == {7: "area"}


def test_the_total_of_all_named_by_a_number() -> None:
    """Four other rows or more, beside subtotals that are known by then."""
    subtotals = [("Summe Norte", "Norte", None, *OF_NORTH), ("Summe Sur", "Sur", None, *OF_SOUTH)]
    assert totals([*STATIONS, *subtotals, ("0", None, None, *OF_ALL)]) == {7: "name", 8: "name", 9: "all"}


def test_small_coincidences_are_sheets() -> None:
    """One list of 10, 6 and 4; two lists of 120/80, 70/50, 50/30; three of which two stations are the third."""
    one = [(str(n), "N", None, None, votes) for n, votes in enumerate((10, 6, 4), 1)]
    assert totals(one, "A") == {}
    two = [(str(n), "N", None, None, *votes) for n, votes in enumerate(((120, 80), (70, 50), (50, 30)), 1)]
    assert totals(two, "A,B") == {}
    few = [(str(n), "N", None, None, *votes) for n, votes in enumerate(((3, 2, 1), (2, 1, 0), (1, 1, 1)), 1)]
    assert totals([*few, *SOUTH]) == {}


def test_a_sheet_without_its_station_is_no_total() -> None:
    """Unlike every sum, it is told as what it is."""
    assert totals([*STATIONS, (None, "Norte", "a", 300, 99, 50, 7)]) == {}


def test_what_is_left_of_a_name() -> None:
    """Words for totals and the little words beside them are taken off, accents and case do not matter."""
    assert reduced("TOTAL Departamento de Ñuble") == ("nuble",)
    assert calls_total("Total País")
    assert not calls_total("Total Ñuble")
