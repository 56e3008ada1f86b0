"""Small tables of sheets, made in the test, in the one shape of the canvass."""

# ruff: noqa: S608 - tables are made by SQL of our own

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import AREAS, COUNTS, FIXED, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

KINDS = {
    "file_row": "BIGINT",
    "station": "STRING",
    "abroad": "BOOLEAN",
    **dict.fromkeys(AREAS, "STRING"),
    **dict.fromkeys(COUNTS, "BIGINT"),
}
WHOLE = {"department": "North", "registered": 100, "A": 20, "B": 10, "valid": 30, "blank": 2, "null": 3, "cast": 35}
"""A sheet with nothing to find on it."""


def cell(value: object) -> str:
    """A value as SQL."""
    return "NULL" if value is None else literal(value) if isinstance(value, str) else str(value)


class Tables:
    """Makes tables on an engine; ``sheets`` takes what differs from a whole sheet, a mapping a row."""

    def __init__(self) -> None:
        """Start with an empty engine."""
        self.engine = Embedded()

    def sheets(self, *rows: Mapping[str, Any], name: str = "sheets", lists: tuple[str, ...] = ("A", "B")) -> str:
        """A table of sheets; rows and stations are numbered from 2 and 1 where they are not given."""
        numbers = count(2)
        written = [WHOLE | {"file_row": (row := next(numbers)), "station": str(row - 1)} | dict(each) for each in rows]
        kinds = KINDS | dict.fromkeys(lists, "BIGINT")
        columns = ", ".join(f"{quoted(each)} {kinds[each]}" for each in (*FIXED, *lists))
        self.engine.rows(f"CREATE OR REPLACE TABLE {quoted(name)} ({columns})")
        for each in written:
            values = ", ".join(cell(each.get(column)) for column in (*FIXED, *lists))
            self.engine.rows(f"INSERT INTO {quoted(name)} VALUES ({values})")
        return name


@pytest.fixture
def tables() -> Tables:
    """A maker of tables, on an engine of its own."""
    return Tables()


PLACE_OR_COUNT = {"station": "station_id", "valid": "valid_written", "cast": "cast_written"}


@pytest.fixture(scope="session")
def converted(shared: Path) -> Callable[..., Embedded]:
    """Puts a converted file of the data folder into the one shape, as the table ``name``."""

    def load(engine: Embedded, name: str, file: str, lists: tuple[str, ...], where: str = "1 = 1") -> Embedded:
        path = literal(str(shared / "data" / file))
        have = {row[0] for row in engine.rows(f"DESCRIBE SELECT * FROM {path}")}
        taken = ["row_number() OVER () + 1 AS file_row"]
        for column in FIXED[1:]:
            other = PLACE_OR_COUNT.get(column, "")
            source = column if column in have else other if other in have else ""
            kind = KINDS[column]
            taken.append(f"CAST({quoted(source) if source else 'NULL'} AS {kind}) AS {quoted(column)}")
        taken += [f"CAST({quoted(each)} AS BIGINT) AS {quoted(each)}" for each in lists]
        engine.rows(f"CREATE OR REPLACE TABLE {name} AS SELECT {', '.join(taken)} FROM {path} WHERE {where}")
        return engine

    return load
