"""Indices as an answer: each with its measure, as rows, as columns and as plain values."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.indices_catalogue import measure
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.analysis.indices_catalogue import Measure
    from escrutinio.columns import Columns

Number = Fraction | float | int


@dataclass(frozen=True, slots=True)
class Index:
    """One index: ``of`` is ``votes``, ``seats`` or a list where it is computed of several, else empty.

    An index of districts of one seat tells how many of them it uses, of how many there are.
    """

    id: str
    of: str
    value: Number | None
    undefined: Problem | None = None
    districts: int | None = None
    of_districts: int | None = None

    @property
    def measure(self) -> Measure:
        """Its name, its formula in words, its unit and its paper."""
        return measure(self.id)


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One index as a row: ``exact`` is the fraction, ``value`` a float; ``undefined`` says why there is none."""

    body: str
    ballot: str
    group: str
    index: str
    of: str
    value: float | None
    exact: str
    unit: str
    undefined: str
    districts: int | None = None
    of_districts: int | None = None


@dataclass(frozen=True, slots=True)
class Indices:
    """Indices of a body; ``population`` says what its areas' seats are measured against.

    ``voters``: on this ballot a voter has as many votes as the district has seats, and what is compared with the seats
    are the votes of each district divided by its seats, as the law does.
    """

    found: tuple[Index, ...]
    body: str = ""
    ballot: str = ""
    population: str = ""
    voters: bool = False

    def __getitem__(self, name: str | tuple[str, str]) -> Index:
        """One index by its id, or by its id and what it is of."""
        id_, of = (name, None) if isinstance(name, str) else name
        found = [each for each in self.found if each.id == id_]
        if not found:
            known = {each.id for each in self.found}
            raise Problem(
                "no index here is called “{index}”. Did you mean {near}?", index=id_, near=nearest(id_, known)
            )
        chosen = [each for each in found if of is None or each.of == of]
        if not chosen:
            known = {each.of for each in found}
            raise Problem(
                "“{index}” is not of “{of}”. Did you mean {near}?", index=id_, of=of, near=nearest(str(of), known)
            )
        return chosen[0]

    def rows(self) -> list[IndexRow]:
        """One row per index."""
        return [
            IndexRow(
                body=self.body,
                ballot=self.ballot,
                group=each.measure.group,
                index=each.id,
                of=each.of,
                value=None if each.value is None else float(each.value),
                exact=str(each.value) if isinstance(each.value, (int, Fraction)) else "",
                unit=each.measure.unit,
                undefined=str(each.undefined or ""),
                districts=each.districts,
                of_districts=each.of_districts,
            )
            for each in self.found
        ]

    def columns(self) -> Columns:
        """One row per index, with its paper; any data-frame library takes the answer itself.

        >>> from escrutinio.analysis import indices_of
        >>> columns = indices_of([60, 28, 12], [6, 3, 1]).columns()
        >>> columns["value"][columns["index"].index("gallagher")]
        0.02
        """
        heads = [each.name for each in fields(IndexRow)]
        rows = [(*astuple(row), each.measure.paper) for row, each in zip(self.rows(), self.found, strict=True)]
        return of_rows([*heads, "paper"], rows)

    __arrow_c_stream__ = arrow_stream

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        rows = [
            {key: value for key, value in asdict(row).items() if key not in {"body", "ballot"}} for row in self.rows()
        ]
        named = {"body": self.body, "ballot": self.ballot, "population": self.population, "voters": self.voters}
        return named | {"indices": rows}
