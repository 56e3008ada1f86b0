"""The rows of a sheet as columns on the engine: whole numbers as whole numbers, whatever else is mixed as text."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.sheets import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

EXACT = 1e15
"""Below it every whole number is a decimal of its own, and is written without an exponent."""


def load_sheet(connection: DuckDBPyConnection, table: str, first: int, rows: Sequence[list[Any]]) -> tuple[str, ...]:
    """Put rows of one width into the engine, numbered from ``first``; what kind each column has there."""
    import numpy as np

    width = len(rows[0])
    cells = list(chain.from_iterable(rows))  # a slice with a step is a column, many times faster than zip
    arrays: dict[str, Any] = {"file_row": np.arange(first, first + len(rows), dtype=np.int64)}
    arrays |= {f"c{place}": _array(cells[place::width]) for place in range(width)}
    columns = ", ".join(
        f"nullif({name}, '') AS {name}" if each.dtype == object else name for name, each in arrays.items()
    )
    connection.register(f"{table}_arrays", arrays)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS SELECT {columns} FROM {quoted(f'{table}_arrays')}"
    )
    connection.unregister(f"{table}_arrays")
    return tuple(str(row[1]) for row in connection.execute(f"DESCRIBE {quoted(table)}").fetchall())[1:]


def _array(cells: list[Any]) -> Any:  # noqa: ANN401 - numpy is imported inside
    """A column as numbers where it is nothing else; otherwise as text, in which whole numbers are written whole.

    >>> [_array(each).tolist() for each in ([1.0, -2.0], [1.0, 2.5], [1.0, 1e15], [1.0, "a"], [float("nan"), 1.0])]
    [[1, -2], [1.0, 2.5], [1.0, 1000000000000000.0], ['1', 'a'], ['nan', '1']]
    """
    import numpy as np

    kinds = set(map(type, cells))
    if kinds == {float}:
        numbers = np.fromiter(cells, dtype=np.float64, count=len(cells))
        largest = np.abs(numbers).max()
        whole = numbers.astype(np.int64) if largest < EXACT else None
        if whole is not None and (whole == numbers).all():
            return whole
        if not np.isnan(largest):  # what is no number would be an empty cell to the engine
            return numbers
    return np.array(cells if kinds == {str} else [text(cell) for cell in cells], dtype=object)


def text(cell: Any) -> str:  # noqa: ANN401 - whatever a workbook holds
    """A cell as text; a workbook keeps every number as a decimal.

    >>> [text(each) for each in (2025.0, 2.5, "2.0", True)]
    ['2025', '2.5', '2.0', 'True']
    """
    return str(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
