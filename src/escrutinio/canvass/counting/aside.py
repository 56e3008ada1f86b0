"""Which sheets of a table count, told cheaply: most tables have nothing to set aside, and two small scans prove it.

The checks look a whole table over before they ask (``checking.table.look``), which costs many times the tally itself.
Here a proof that there is nothing to find comes first; where it fails, for whatever reason, the checks decide.
"""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.checking.policies import DEFAULT, Policy, SetAside, counted_where, set_aside
from escrutinio.canvass.checking.seen import MOST
from escrutinio.canvass.checking.table import Asked, look, not_blank
from escrutinio.canvass.checking.totals import suspected
from escrutinio.canvass.sheets import AREAS, lists_of, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass.engine import Engine

ALL = "1 = 1"
PROVED = frozenset({"C201", "C203", "C204", "C206"})
"""Rows of totals, and sheets that stand twice: what the proof is about."""
NUMBERS = tuple(
    f"TRY_CAST({name} AS BIGINT)"
    for name in ("station", *(f"REPLACE(CAST(station AS STRING), '{sign}', '')" for sign in "-./"))
)
"""A station's number: its name as it is, or without what stands between its digits. One with letters has none."""
BITS = 62
"""As many as a BIGINT holds without its sign, less one."""


def where_counted(engine: Engine, table: str, policy: Policy = DEFAULT, *, register: str | None = None) -> str:
    """The sheets of a table that count, as SQL says it after WHERE; ``1 = 1`` where all do.

    Args:
        engine: where the table is.
        table: sheets of one contest, in the shape of ``sheets``.
        policy: what is set aside.
        register: a table of every station on the same engine, where the policy asks for it.

    Raises:
        Problem: the table has no stations.

    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows('CREATE TABLE t AS SELECT i AS file_row, i AS station, 5 AS "A" FROM range(9) AS r(i)')
    >>> where_counted(engine, "t")
    '1 = 1'
    """
    return ALL if _all_count(engine, table, policy) else counted_where(policy, _asked(engine, table, register))


def sheets_aside(
    engine: Engine,
    table: str,
    policy: Policy = DEFAULT,
    *,
    register: str | None = None,
    names: Sequence[str] = (),
) -> list[SetAside]:
    """Every sheet of a table that does not count, with what it would have added, in the order of the file.

    Args:
        engine: where the table is.
        table: sheets of one contest, in the shape of ``sheets``.
        policy: what is set aside.
        register: a table of every station on the same engine, where the policy asks for it.
        names: the sheets of the workbook, where the contest stands on several.

    Raises:
        Problem: the table has no stations.

    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows('CREATE TABLE t AS SELECT * FROM (VALUES (2, 7, 3), (3, 7, 3)) AS v(file_row, station, "A")')
    >>> [(each.row, each.codes) for each in sheets_aside(engine, "t")]
    [(3, ('C203',))]
    """
    if _all_count(engine, table, policy):
        return []
    return set_aside(engine, policy, _asked(engine, table, register), names=names)


def _asked(engine: Engine, table: str, register: str | None) -> Asked:
    beside = None if register is None else look(engine, register, lists=())
    return Asked(sheets=look(engine, table), register=beside)


def _all_count(engine: Engine, table: str, policy: Policy) -> bool:
    """Whether it is proved that every sheet counts; where it is not, that says nothing."""
    columns = engine.columns(table)
    if "station" not in columns or not {code.upper() for code in policy.set_aside} <= PROVED:
        return False
    first = f"SELECT {', '.join(NUMBERS)} FROM {quoted(table)} LIMIT 1"
    number = next(
        (sql for row in engine.rows(first) for sql, one in zip(NUMBERS, row, strict=True) if one is not None), None
    )
    if number is None:
        return False
    return _stations_differ(engine, table, number) and _no_row_adds_up(engine, table, columns)


def _stations_differ(engine: Engine, table: str, number: str) -> bool:
    """Whether every row names its station by a number that no other row has.

    Each number is one bit of a word; as many bits as rows, and no two stations are the same, none is empty and none
    is called a total. Words are far fewer than stations where numbers are close together, as official ones are.
    """
    bit = f"CAST(POWER(2, ABS(number % {BITS})) AS BIGINT)"
    numbers = f"SELECT {number} AS number FROM {quoted(table)}"
    words = (
        f"SELECT BIT_OR({bit}) AS word FROM ({numbers}) AS numbers WHERE number IS NOT NULL "
        f"GROUP BY number - number % {BITS}"
    )
    ((different,),) = engine.rows(f"SELECT CAST(SUM(BIT_COUNT(word)) AS BIGINT) FROM ({words}) AS words")
    ((rows,),) = engine.rows(f"SELECT COUNT(*) FROM {quoted(table)}")
    return bool(different == rows)


def _no_row_adds_up(engine: Engine, table: str, columns: Sequence[str]) -> bool:
    """Whether it is proved that no row adds up those of an area, or all others."""
    areas = {name: f"COUNT({not_blank(name)})" for name in AREAS if name in columns}
    ((rows, *filled),) = engine.rows(f"SELECT {', '.join(['COUNT(*)', *areas.values()])} FROM {quoted(table)}")
    gaps = {name: some < rows for name, some in zip(areas, filled, strict=True) if some}
    votes = [f"CAST({quoted(name)} AS BIGINT)" for name in lists_of(columns)]
    possible = [f"CASE WHEN {each} BETWEEN 0 AND {MOST} THEN {each} ELSE 0 END" for each in votes]
    return not suspected(engine, quoted(table), possible, gaps)
