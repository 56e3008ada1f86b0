"""Where ordered irregularities go: sheets are picked, changed, and every change is written down."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.making.marks import SHEETS, Anomaly, Planted, apply
from escrutinio.canvass.sheets import quoted
from escrutinio.model import Problem

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.making.unit import Unit

    Row = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """The sheets before anything is wrong, under the name ``draft``, and when each came in."""

    connection: DuckDBPyConnection
    units: Sequence[Unit]
    lists: tuple[str, ...]
    snapshots: int
    cuts: tuple[float, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The columns that an anomaly may change."""
        return ("valid", "blank", "null", "cast", *self.lists)

    @property
    def batch(self) -> str:
        """The snapshot that a sheet comes in with, as SQL."""
        return " + ".join(["1", *(f"CAST(arrival > {cut!r} AS INTEGER)" for cut in self.cuts)])

    def range(self, area: str) -> tuple[int, int]:
        """The first row of an area's sheets, and how many it has; of all where no area is named."""
        before = [0]
        for unit in self.units:
            before.append(before[-1] + unit.stations)
        place = next((place for place, unit in enumerate(self.units) if area and unit.name == area), None)
        return (1, before[-1]) if place is None else (before[place] + 1, self.units[place].stations)

    def area_of(self, row: Row) -> str:
        """The area that a sheet is of."""
        ends = accumulate(unit.stations for unit in self.units)
        return next(unit.name for unit, end in zip(self.units, ends, strict=True) if row["file_row"] <= end)

    def rows(self, where: str) -> list[Row]:
        """Sheets as mappings, in order."""
        names = ("file_row", "station", "registered", *self.figures)
        chosen = ", ".join(quoted(each) for each in names)
        found = self.connection.execute(f"SELECT {chosen}, {self.batch} FROM draft WHERE {where} ORDER BY file_row")
        return [dict(zip((*names, "batch"), row, strict=True)) for row in found.fetchall()]


@dataclass(frozen=True)
class Plan:
    """Everything that is put in, by the row of the sheet in the draft."""

    changed: dict[int, Row] = field(default_factory=dict)
    twice: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)
    withdrawn: dict[int, int] = field(default_factory=dict)
    truth: list[Planted] = field(default_factory=list)

    @property
    def used(self) -> set[int]:
        """Sheets that something was done to: none is used again."""
        return {*self.changed, *self.twice, *self.late, *self.withdrawn}

    def select(self, draft: Draft, snapshot: int) -> str:
        """The sheets that have come in by a snapshot, with what was put in, as SQL; duplicates stand at the end."""
        gone = {row for row, when in self.withdrawn.items() if when == snapshot}
        gone |= self.late if snapshot < draft.snapshots else set()
        sheets = f"SELECT * FROM draft WHERE {draft.batch} <= {snapshot} AND NOT {_among(gone)}"
        if self.changed:
            figures = ", ".join(
                f"CASE WHEN c.file_row IS NULL THEN d.{name} ELSE c.{name} END AS {name}"
                for name in map(quoted, draft.figures)
            )
            sheets = f"SELECT d.* REPLACE ({figures}) FROM ({sheets}) d LEFT JOIN changed c USING (file_row)"
        if not self.twice:
            return sheets
        number = f"{draft.range('')[1]} + row_number() OVER (ORDER BY file_row)"
        again = f"SELECT * REPLACE ({number} AS file_row) FROM ({sheets}) WHERE {_among(self.twice)}"
        return f"({sheets}) UNION ALL ({again})"


def plant(draft: Draft, anomalies: Sequence[Anomaly], rng: np.random.Generator) -> Plan:
    """Pick sheets for everything that is ordered, none of them twice.

    Raises:
        Problem: too few sheets lend themselves to it.
    """
    plan = Plan()
    for order in anomalies:
        put = _late(draft, plan, order, rng) if order.kind == "late" else _each(draft, plan, order, rng)
        if put < order.stations:
            raise Problem(
                "only {found} of {wanted} sheets lend themselves to “{kind}”{place}. Ask for fewer, or for more "
                "stations.",
                found=put,
                wanted=order.stations,
                kind=order.kind,
                place=f" ({order.area})" if order.area else "",
            )
    _keep(draft, plan)
    return plan


def _each(draft: Draft, plan: Plan, order: Anomaly, rng: np.random.Generator) -> int:
    """Do what was ordered to sheets picked by chance, until enough lent themselves to it."""
    first, number = draft.range(order.area)
    put, used = 0, plan.used
    for tried in (min(number, 20 * order.stations + 200), number):
        numbers = rng.choice(number, tried, replace=False) + first
        rows = {row["file_row"]: row for row in draft.rows(_among(numbers.tolist()))}
        for each in numbers.tolist():
            if put == order.stations:
                return put
            if each not in used and _put(draft, plan, order, rows[each], rng):
                used.add(each)
                put += 1
    return put


def _put(draft: Draft, plan: Plan, order: Anomaly, row: Row, rng: np.random.Generator) -> bool:
    """Do it to one sheet and write it down; False where the sheet does not lend itself to it."""
    number, batch = row["file_row"], row.pop("batch")
    if order.kind in SHEETS:
        changes = apply(order, row, [name for name in draft.lists if row[name] is not None], rng)
        plan.truth.extend(Planted(order.kind, row["station"], order.area, *change) for change in changes)
        if changes:
            plan.changed[number] = row
        return bool(changes)
    if order.kind == "duplicate":
        plan.twice.add(number)
        plan.truth.append(Planted(order.kind, row["station"], order.area, "rows", 1, 2))
        return True
    if batch > max(1, draft.snapshots - 2):
        return False
    plan.withdrawn[number] = batch + 1
    plan.truth.append(Planted(order.kind, row["station"], order.area, "rows", 1, 0, batch + 1))
    return True


def _late(draft: Draft, plan: Plan, order: Anomaly, rng: np.random.Generator) -> int:
    """Hold back neighbouring sheets until the last snapshot: of any area that has enough of them, else of several."""
    chosen = [order.area] if order.area else [draft.units[place].name for place in rng.permutation(len(draft.units))]
    rows = _in_one_area(draft, plan, chosen, order.stations)
    if len(rows) < order.stations and not order.area:
        rows = _early(draft, plan, "")
    start = int(rng.integers(max(1, len(rows) - order.stations + 1)))
    held = rows[start : start + order.stations]
    plan.late.update(row["file_row"] for row in held)
    plan.truth.extend(
        Planted(order.kind, row["station"], draft.area_of(row), "snapshot", row["batch"], draft.snapshots)
        for row in held
    )
    return len(held)


def _in_one_area(draft: Draft, plan: Plan, areas: Sequence[str], wanted: int) -> list[Row]:
    """The early sheets of the first of some areas that has so many of them; else of the one with most."""
    best: list[Row] = []
    for area in [each for each in areas if draft.range(each)[1] >= wanted]:
        rows = _early(draft, plan, area)
        best = max(best, rows, key=len)
        if len(best) >= wanted:
            break
    return best or _early(draft, plan, areas[0])


def _early(draft: Draft, plan: Plan, area: str) -> list[Row]:
    """The sheets of an area, or of all, that come before the last snapshot, and that nothing was done to."""
    used = plan.used
    first, number = draft.range(area)
    where = f"file_row BETWEEN {first} AND {first + number - 1} AND {draft.batch} < {draft.snapshots}"
    return [row for row in draft.rows(where) if row["file_row"] not in used]


def _keep(draft: Draft, plan: Plan) -> None:
    """The changed sheets as a table beside the draft."""
    if not plan.changed:
        return
    names = ("file_row", *draft.figures)
    chosen = ", ".join(quoted(each) for each in names)
    draft.connection.execute(f"CREATE TABLE changed AS SELECT {chosen} FROM draft LIMIT 0")
    marks = ", ".join("?" for _ in names)
    rows = [[row[name] for name in names] for row in plan.changed.values()]
    draft.connection.executemany(f"INSERT INTO changed VALUES ({marks})", rows)


def _among(rows: Iterable[int]) -> str:
    """A condition on the number of a sheet's row, as SQL."""
    numbers = ", ".join(str(each) for each in sorted(rows))
    return f"file_row IN ({numbers})" if numbers else "false"
