"""Tables for other programs: CSV, JSON and Parquet, whole or not at all."""

from __future__ import annotations

import json

import duckdb
import pytest

from escrutinio.model import Problem
from escrutinio.report.tables import Table, write_table

TABLE = Table(("name", "votes", "abroad", "text"), [('Ñ,"1"', 10**15, True, None), ("B", None, False, "x\ny")])


@pytest.mark.parametrize("kind", ["csv", "parquet", "json"])
def test_what_is_written_is_what_is_read(tmp_path, kind) -> None:
    """Signs, large figures, empty cells, truth and several lines come back as they were."""
    path = tmp_path / f"t.{kind}"
    assert write_table(TABLE, path) == 2
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM '{path}'").fetchall()
    assert found == list(TABLE.rows)


def test_an_empty_table_keeps_its_columns(tmp_path) -> None:
    """A clean count has no findings, and a program still finds the columns."""
    for kind in ("csv", "parquet"):
        assert write_table(Table(("code", "row"), []), tmp_path / f"t.{kind}") == 0
        with duckdb.connect() as connection:
            names = [each[0] for each in connection.execute(f"FROM '{tmp_path}/t.{kind}'").description]
        assert names == ["code", "row"]


def test_a_document_is_written_as_it_is(tmp_path) -> None:
    """JSON has the whole answer, not only the table."""
    write_table(Table(("a",), [(1,)], {"schema": "x/1"}), tmp_path / "t.json")
    assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8")) == {"schema": "x/1"}


def test_a_failure_leaves_what_was_there(tmp_path) -> None:
    """The old file stays until the new one is whole, and no part of it stays."""
    path = tmp_path / "t.csv"
    write_table(TABLE, path)
    before = path.read_bytes()

    def broken():
        yield ("A", 1, True, None)
        raise RuntimeError("wires crossed")

    with pytest.raises(RuntimeError):
        write_table(Table(TABLE.heads, broken()), path)  # a table that breaks off
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.parametrize("name", ["t.xlsx", "t", ".csv"])
def test_another_ending_is_refused(tmp_path, name) -> None:
    """It says which endings there are."""
    with pytest.raises(Problem, match=r"End its name in \.csv, \.json or \.parquet\."):
        write_table(TABLE, tmp_path / name)


def test_a_place_that_cannot_be_written_is_told(tmp_path) -> None:
    """A missing folder, a folder in place of the file, a file in place of the folder."""
    (tmp_path / "file").touch()
    with pytest.raises(Problem, match="its folder is not there"):
        write_table(TABLE, tmp_path / "no" / "t.csv")
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(Problem, match="is a folder"):
        write_table(TABLE, tmp_path / "t.csv")
    with pytest.raises(Problem, match="cannot be written"):
        write_table(TABLE, tmp_path / "file" / "t.csv")
