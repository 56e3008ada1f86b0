"""Answers as columns: what a table of an answer holds, and how any data-frame library takes it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Columns = dict[str, list[Any]]
"""By name, a value for each row: whole numbers, decimal numbers, text, truth values, or None."""

_LARGEST = 2**63


class Columned(Protocol):
    """An answer with a table."""

    def columns(self) -> Columns:
        """A list of values for each column."""
        ...


def of_rows(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Columns:
    """Rows as columns; fractions become decimal numbers.

    >>> of_rows(("list", "votes"), [("A", 3), ("B", 2)])
    {'list': ['A', 'B'], 'votes': [3, 2]}
    """
    kept = list(rows)
    return {head: [_plain(row[place]) for row in kept] for place, head in enumerate(_apart(heads))}


def _apart(heads: Sequence[str]) -> Iterator[str]:
    """Every name once: a list may be called as a count is."""
    seen: Counter[str] = Counter()
    for head in heads:
        seen[head] += 1
        yield head if seen[head] == 1 else f"{head} ({seen[head]})"


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    return float(value) if isinstance(value, Fraction) else value


def arrow_stream(answer: Columned, requested_schema: object = None) -> object:  # noqa: ARG001 - the protocol's
    """An answer's columns as an Arrow stream, so that any data-frame library takes the answer itself.

    Args:
        answer: what has columns.
        requested_schema: what the reader would like; every column keeps its own type, which the protocol allows.

    Returns:
        A capsule ``arrow_array_stream``.

    Source:
        Apache Arrow, “The Arrow PyCapsule Interface”.

    >>> import escrutinio as es
    >>> import nanoarrow
    >>> read = nanoarrow.Array(es.elect("bo-2020"))
    >>> read.schema.fields[4].name, sum(read.child(4).to_pylist())
    ('seats', 176)
    """
    import nanoarrow

    columns = answer.columns()
    arrays = {name: _array(values) for name, values in columns.items()}
    schema = nanoarrow.struct({name: nanoarrow.Schema(each.schema) for name, each in arrays.items()})
    length = max(map(len, columns.values()), default=0)
    whole = nanoarrow.c_array_from_buffers(schema, length, [None], children=list(arrays.values()))
    return nanoarrow.c_array_stream(whole).__arrow_c_stream__()


def _array(values: Sequence[Any]) -> Any:  # noqa: ANN401 - nanoarrow's array
    """A column as it is; as text where its values have no other type in common."""
    import nanoarrow

    kinds = {type(each) for each in values if each is not None}
    if kinds == {bool}:
        return nanoarrow.c_array(values, nanoarrow.bool_())
    if kinds == {int} and all(each is None or -_LARGEST <= each < _LARGEST for each in values):
        return nanoarrow.c_array(values, nanoarrow.int64())
    if float in kinds and kinds <= {int, float}:
        return nanoarrow.c_array(values, nanoarrow.float64())
    return nanoarrow.c_array([None if each is None else str(each) for each in values], nanoarrow.string())
