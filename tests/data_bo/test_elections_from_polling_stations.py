"""Who was elected in 2005, 2009 and 2025, counted from polling stations: what the record says, to the seat.

Seats: 2005 CNE by way of the IPU and CEDIB; 2009 CEDIB; 2025 TSE, 26 and 30 August 2025.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import escrutinio as es
from escrutinio.canvass import add
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Store = Callable[..., Path]

pytestmark = pytest.mark.shared


@pytest.fixture
def store(shared, tmp_path) -> Store:
    """A store of some of the files of ../shared/data."""

    def kept(*names: str) -> Path:
        path: Path = tmp_path / "count.duckdb"
        with es.open_store(path) as opened:
            for name in names:
                add(opened, es.read(shared / "data" / name))
        return path

    return kept


def same_as_on_record(year: str, place: Path | es.canvass.Count) -> es.outcome.Outcome:
    """The outcome from the sheets, after it was found to be that of the record, body by body and kind by kind."""
    here, there = es.elect(year, store=place), es.elect(year)
    for name in there.bodies:
        assert here[name].totals() == there[name].totals(), name
    return here


def test_the_congress_of_2005(store) -> None:
    """MAS-IPSP has 53.74 % of the votes of 21,070 stations: president, 12 senators of 27, 72 deputies of 130."""
    found = same_as_on_record("bo-2005", store("bolivia_2005_president.parquet"))
    assert found["president"].totals() == {"MAS-IPSP": 1}
    assert found["senate"].totals() == {"PODEMOS": 13, "MAS-IPSP": 12, "UN": 1, "MNR": 1}
    assert found["deputies"].totals() == {"MAS-IPSP": 72, "PODEMOS": 43, "UN": 8, "MNR": 7}
    assert found.election.status == "official"


def test_the_assembly_of_2009(store) -> None:
    """Three ballots, each by its own area; the special one by municipality: 26 and 10; 88, 37, 3 and 2."""
    files = ("president", "uninominal_by_constituency", "special_by_municipality")
    found = same_as_on_record("bo-2009", store(*(f"bolivia_2009_{name}.parquet" for name in files)))
    assert found["senate"].totals() == {"MAS-IPSP": 26, "PPB-CN": 10}
    assert found["deputies"].totals() == {"MAS-IPSP": 88, "PPB-CN": 37, "UN": 3, "AS": 2}
    assert {"sheets.president", "sheets.uninominal", "sheets.special"} <= found.election.sources.keys()
    assert found.election.status == "official"


def test_the_first_round_of_2025(store) -> None:
    """A run-off of PDC and LIBRE; Senate 16, 12, 7, 1. A hundred votes more than proclaimed: preliminary."""
    found = same_as_on_record("bo-2025", store("bolivia_2025_president_by_precinct.parquet"))
    assert found["senate"].totals() == {"PDC": 16, "LIBRE": 12, "UNIDAD": 7, "APB-SUMATE": 1}
    assert found["supranational"].totals() == {"PDC": 5, "LIBRE": 2, "UNIDAD": 2}
    votes = [each.votes["PDC"] for each in found.election.tallies if each.tier == "president"]
    assert (sum(votes), found.election.status) == (1_717_532, "preliminary")


def test_the_special_seats_of_2025_lack_an_organisation_that_won(store) -> None:
    """BIA-YUQUI won Cochabamba, and the archive has none of its votes: the declared winners stand, 49 to 1."""
    found = same_as_on_record("bo-2025", store("bolivia_2025_special.parquet"))
    assert found["deputies"].totals() == {
        "PDC": 49, "LIBRE": 39, "UNIDAD": 26, "AP": 8, "APB-SUMATE": 5, "MAS-IPSP": 2, "BIA-YUQUI": 1
    }  # fmt: skip
    assert found.election.status == "official"


def test_a_part_of_the_districts_of_2025_is_a_preliminary_count(store) -> None:
    """4,258 of 5,348 precincts: the leaders so far, in the words of no authority."""
    found = es.elect("bo-2025", bodies=["deputies"], store=store("bolivia_2025_uninominal_by_precinct_partial.parquet"))
    assert found.election.status == "preliminary"
    valid = sum(sum(each.votes.values()) for each in found.election.tallies if each.tier == "uninominal")
    assert valid == 3_190_681  # the data's README
    assert sum(found["deputies"].totals().values()) == 130


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bolivia_2025_stations_turnout.parquet", r"has no votes of lists for “president”, so nobody can be elected"),
        ("raw/2025_resultados.json.gz", r"does not say the department of its sheets, and “president” is counted by it"),
        ("raw/2025_primera_vuelta_latin1.csv", r"does not say the department of its sheets"),
        ("raw/2025_especiales_validos.csv", r"does not say the department of its sheets, and “special”"),
    ],
)
def test_files_of_2025_that_cannot_elect_say_why(shared, name, said) -> None:
    """Turnout without lists, and precincts without departments."""
    with pytest.raises(Problem, match=said):
        es.elect("bo-2025", store=shared / "data" / name)


@pytest.mark.parametrize(
    ("year", "contest"), [("bo-2005", "president"), ("bo-2009", "uninominal"), ("bo-2025", "president")]
)
def test_made_up_sheets_elect_the_same(tmp_path, year, contest) -> None:
    """Sheets that add up to the record, station by station made up: the same seats."""
    es.synth(year, tmp_path, stations=600, seed=4, contest=contest)
    with es.open_count(tmp_path / "sheets.parquet", contest=contest) as count:
        same_as_on_record(year, count)
