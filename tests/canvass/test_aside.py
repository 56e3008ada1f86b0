"""That all sheets count is proved cheaply; where it is not proved the checks decide, and the answer is the same."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escrutinio.canvass.checking.policies import DEFAULT, Policy, counted_where, set_aside
from escrutinio.canvass.checking.table import Asked, look
from escrutinio.canvass.counting.aside import sheets_aside, where_counted
from escrutinio.canvass.engine import Embedded
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[str | None, str | None, int | None, int | None]
ALL = "1 = 1"


@cache
def one_engine() -> Embedded:
    """One for all: an engine of its own a table would take most of the time."""
    return Embedded()


def engine_with(rows: Sequence[Row], engine: Embedded | None = None) -> Embedded:
    """Sheets of two lists: station, department, votes of A and of B."""
    engine = engine or one_engine()
    engine.rows(
        'CREATE OR REPLACE TABLE t (file_row BIGINT, station VARCHAR, department VARCHAR, "A" BIGINT, "B" BIGINT)'
    )
    columns = [list(range(2, len(rows) + 2)), *(list(column) for column in zip(*rows, strict=True))]
    engine.connection.execute("INSERT INTO t SELECT UNNEST(?), UNNEST(?), UNNEST(?), UNNEST(?), UNNEST(?)", columns)
    return engine


def counted(engine: Embedded, where: str) -> list[int]:
    """The rows that a condition counts."""
    return [row for (row,) in engine.rows(f"SELECT file_row FROM t WHERE {where} ORDER BY 1")]  # noqa: S608 - our own


STATIONS = st.sampled_from(["1", "2", "3", "64", "01", " 1", "-1", "1.0", "1e0", "A", "TOTAL", "Suma", "", " ", None])
VOTES = st.one_of(st.none(), st.integers(0, 4), st.sampled_from([-1, 10**10, 10**10 + 1]))
ROWS = st.lists(st.tuples(STATIONS, st.sampled_from(["N", "S", "TOTAL", None]), VOTES, VOTES), min_size=1, max_size=7)
POLICIES = st.sampled_from(
    [DEFAULT, Policy(set_aside=()), Policy(contradicting="none"), Policy(set_aside=("c201", "C101"))]
)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, policy=POLICIES)
def test_the_answer_is_the_one_of_the_checks(rows: list[Row], policy: Policy) -> None:
    """Whatever stands in the table: the same rows count, and the same are set aside, with the same codes."""
    engine = engine_with(rows)
    asked = Asked(sheets=look(engine, "t"))
    assert counted(engine, where_counted(engine, "t", policy)) == counted(engine, counted_where(policy, asked))
    assert sheets_aside(engine, "t", policy) == set_aside(engine, policy, asked)


@settings(max_examples=30, deadline=None)
@given(first=st.integers(-(2**62), 2**62), steps=st.lists(st.integers(1, 200), min_size=3, max_size=30))
def test_stations_with_a_number_of_their_own_are_never_looked_over(first: int, steps: list[int]) -> None:
    """Large, small and negative numbers, near and far from each other: the proof is found."""
    numbers = [first + sum(steps[:place]) for place in range(len(steps))]
    if any(-each in numbers for each in numbers if each):  # 1 and −1 share a bit: then the checks decide
        return
    engine = engine_with([(str(number), "N", 3, 2) for number in numbers])
    engine.rows('CREATE OR REPLACE VIEW seen AS SELECT * EXCLUDE "B" FROM t')
    assert where_counted(engine, "seen") == ALL


def _watched(rows: Sequence[Row]) -> tuple[Embedded, list[str]]:
    """An engine that remembers what it was asked."""
    engine, asked = engine_with(rows, Embedded()), []
    plain = engine.rows

    def rows_of(sql: str) -> list[tuple[object, ...]]:
        asked.append(sql)
        return plain(sql)

    engine.rows = rows_of  # type: ignore[method-assign]
    return engine, asked


def test_what_is_proved_costs_no_look() -> None:
    """Nine clean sheets: no name is looked at for a word, no station is grouped by its name, nothing is joined."""
    engine, asked = _watched([(str(100 + number), "N", 7, number) for number in range(9)])
    assert where_counted(engine, "t") == ALL
    assert not any("UPPER" in sql or "JOIN" in sql for sql in asked)


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([("1", "N", 3, 2), ("2", "N", 4, 1), ("2", "N", 4, 1)], 4),  # the same twice
        ([("1", "N", 3, 2), ("2", "N", 4, 1), ("02 ", "N", 4, 1), ("2", "N", 4, 1)], 5),  # 02 is another station
        ([("1", "N", 3, 2), ("2", "N", 4, 1), ("TOTAL", None, 7, 3)], 4),
        ([("1", "N", 3, 2), ("2", "N", 4, 1), (None, "TOTAL", 7, 3)], 4),
    ],
)
def test_what_does_not_count_is_still_found(rows: list[Row], row: int) -> None:
    """A copy and a row of totals, however they are called."""
    engine = engine_with(rows)
    assert [each.row for each in sheets_aside(engine, "t")] == [row]
    assert row not in counted(engine, where_counted(engine, "t"))


def test_a_table_without_stations_is_refused_as_before() -> None:
    """The proof needs the column, and says nothing of its own."""
    engine = Embedded()
    engine.rows('CREATE TABLE t AS SELECT 2 AS file_row, 3 AS "A"')
    with pytest.raises(Problem, match=r"the table t has no column “station”"):
        where_counted(engine, "t")
