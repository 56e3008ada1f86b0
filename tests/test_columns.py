"""Every answer is a table for any data-frame library, through Arrow, and a file for any program."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import duckdb
import nanoarrow
import pytest

import escrutinio as es
from escrutinio.analysis.power import coalitions
from escrutinio.analysis.scenario import Alliance
from escrutinio.analysis.uncertainty import Multinomial
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from escrutinio.columns import Columns

SENATE = ["senate"]


def of_sheets(folder: Path) -> dict[str, object]:
    """Answers about two counts of one made-up election."""
    for seed, name in enumerate(("old", "new")):
        es.synth("bo-2020", folder / name, stations=60, seed=seed)
    old, new = (folder / name / "sheets.parquet" for name in ("old", "new"))
    with es.open_store(folder / "count.duckdb") as store:
        es.canvass.add(store, es.read(old, contest="president"))
    station = next(iter(es.compare(old, new, contest="president").changes)).station[0]
    margins = es.margins("bo-2020", "senate", where=["Pando"])
    with es.open_count(old, contest="president") as count:
        held = es.stations_holding(margins, count)
    return {
        "tally": es.tally(old, contest="president", by=["department"]),
        "comparison": es.compare(old, new, contest="president"),
        "history": es.history(folder / "count.duckdb", str(station), contest="president"),
        "margins": margins,
        "stations": held,
    }


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """One answer of each kind."""
    return of_sheets(tmp_path_factory.mktemp("count")) | {
        "outcome": es.elect("bo-2020"),
        "what if": es.what_if("bo-2020", [Alliance(alliance=("CC", "CREEMOS"), name="one")], bodies=SENATE),
        "simulation": es.simulate("bo-2020", Multinomial(), draws=20, seed=1, bodies=SENATE),
        "change": es.change("bo-2014", "bo-2020", body="senate"),
        "indices": es.indices("bo-2020", "senate"),
        "power": es.power("bo-2020", "senate"),
        "coalitions": coalitions("bo-2020", "senate"),
    }


KINDS = ("outcome", "what if", "simulation", "change", "indices", "power", "coalitions")
OF_SHEETS = ("tally", "comparison", "history", "margins", "stations")


def plain(values: list[object]) -> list[object]:
    """What a column of one type holds: text where its values have nothing else in common."""
    kinds = {type(each) for each in values if each is not None}
    alike = kinds in ({bool}, {int}) or (kinds <= {int, float} and float in kinds)
    return values if alike else [None if each is None else str(each) for each in values]


@pytest.mark.parametrize("kind", [*KINDS, *OF_SHEETS])
def test_an_answer_is_an_arrow_table(answers: dict[str, object], kind: str) -> None:
    """The stream has the names and values of the columns, and there are rows."""
    answer = answers[kind]
    columns: Columns = answer.columns()  # type: ignore[attr-defined]
    array = nanoarrow.Array(answer)
    assert [each.name for each in array.schema.fields] == list(columns)
    assert len(array) > 0
    for place, values in enumerate(columns.values()):
        assert array.child(place).to_pylist() == plain(values)
        assert {type(each) for each in values} <= {int, float, str, bool, type(None)} | {type(values[0])}


@pytest.mark.parametrize("kind", [*KINDS, *OF_SHEETS])
def test_an_answer_is_a_file(answers: dict[str, object], kind: str, tmp_path: Path) -> None:
    """CSV and Parquet have the same rows under the same heads; JSON can be read."""
    answer = answers[kind]
    for ending in ("csv", "json", "parquet"):
        rows = es.save(answer, tmp_path / f"answer.{ending}")  # type: ignore[arg-type]
    with (tmp_path / "answer.csv").open(encoding="utf-8", newline="") as file:
        heads, *lines = csv.reader(file)
    table = duckdb.read_parquet(str(tmp_path / "answer.parquet"))
    assert table.columns == heads
    assert len(table.fetchall()) == len(lines) == rows > 0
    assert json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))


def test_seats_by_sql(answers: dict[str, object]) -> None:
    """An engine reads an outcome itself: the Senate of 2020 is 21, 11 and 4 (OEP, proclamation of 23 October 2020)."""
    with duckdb.connect() as connection:
        connection.register("elected", answers["outcome"])
        asked = "SELECT list, sum(seats)::INT FROM elected WHERE body = 'senate' GROUP BY list ORDER BY 2 DESC"
        assert connection.execute(asked).fetchall() == [("MAS-IPSP", 21), ("CC", 11), ("CREEMOS", 4)]


def test_types_of_columns() -> None:
    """Whole numbers, decimals, truth values and text each have their type; what has none in common is text."""

    class Made:
        def columns(self) -> Columns:
            heads = ("whole", "share", "true", "mixed", "huge", "empty")
            rows = [(1, Fraction(1, 2), True, 1, 10**30, None), (None, 1, None, "a", 2, None)]
            return of_rows(heads, rows)

        __arrow_c_stream__ = arrow_stream

    read = nanoarrow.Array(Made())
    assert [each.type.name for each in read.schema.fields] == ["INT64", "DOUBLE", "BOOL", "STRING", "STRING", "STRING"]
    assert [read.child(place).to_pylist() for place in range(6)] == [
        [1, None],
        [0.5, 1.0],
        [True, None],
        ["1", "a"],
        [str(10**30), "2"],
        [None, None],
    ]


def test_a_list_that_is_called_as_a_count() -> None:
    """No column takes another's place."""
    assert of_rows(("valid", "valid", "A"), [(1, 2, 3)]) == {"valid": [1], "valid (2)": [2], "A": [3]}


def test_an_ending_that_says_nothing(answers: dict[str, object], tmp_path: Path) -> None:
    """A file is written by its ending."""
    with pytest.raises(Problem, match=r"does not say how to write it"):
        es.save(answers["outcome"], tmp_path / "answer.docx")  # type: ignore[arg-type]
