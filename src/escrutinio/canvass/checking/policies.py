"""Which sheets count: every sheet once, unless the user says otherwise; what does not is listed with its votes."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from escrutinio.canvass.checking import register, rows, sheet
from escrutinio.canvass.checking.words import about, described
from escrutinio.canvass.sheets import COUNTS, literal, quoted, sheet_and_row
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass.checking.table import Asked
    from escrutinio.canvass.engine import Engine

SHEET_CHECKS = {**sheet.CHECKS, **rows.CHECKS, **register.CHECKS}
ONCE = ("C203", "C206")
"""Copies: the first row counts, the others do not."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Which sheets count.

    ``set_aside`` names checks: a sheet with such a finding does not count. Rows of totals are no sheets, so they are
    set aside unless the user takes C201 out. Of a station that has the same counts several times, the first row counts.
    Of one with contradicting counts, ``contradicting`` says which row does.
    """

    set_aside: tuple[str, ...] = ("C201",)
    contradicting: Literal["first", "last", "none"] = "first"

    def __post_init__(self) -> None:
        """Refuse a check that there is not, or that is not about a sheet."""
        for code in self.set_aside:
            if about(code).about == "other" or code.upper() not in SHEET_CHECKS:
                codes = [each.code for each in described().values() if each.about != "other"]
                raise Problem(
                    "{code} is not about one sheet, so none can be set aside for it. The codes that are: {codes}.",
                    code=code,
                    codes=", ".join(each for each in codes if each in SHEET_CHECKS),
                )
        if self.contradicting not in ("first", "last", "none"):
            raise Problem(
                "“{given}” does not say which of several contradicting sheets counts. Write first, last or none.",
                given=self.contradicting,
            )


DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A sheet that does not count, the codes it is set aside for, and what it would have added."""

    row: int
    station: str | None
    codes: tuple[str, ...]
    counts: Mapping[str, int | None]
    sheet: str = ""
    """The sheet of a workbook, where the contest stands on several."""


def counted_where(policy: Policy, asked: Asked) -> str:
    """The sheets that count, as SQL says it after WHERE.

    Args:
        policy: what is set aside.
        asked: the table, looked over; with the register, where the policy needs it.

    Returns:
        A condition on ``file_row``; ``1 = 1`` where nothing of the kind can be in this table.

    >>> from escrutinio.canvass.checking.table import Asked, look
    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows('CREATE TABLE t AS SELECT 2 AS file_row, 7 AS station, 3 AS "A"')
    >>> counted_where(DEFAULT, Asked(sheets=look(engine, "t")))
    '1 = 1'
    """
    found = set_aside_sql(policy, asked)
    if not found:
        return "1 = 1"
    # A row without a number is never set aside: NULL NOT IN (…) would lose it in silence.
    return f'("file_row" IS NULL OR "file_row" NOT IN (SELECT "file_row" FROM ({found}) AS aside))'


def set_aside_sql(policy: Policy, asked: Asked) -> str:
    """The rows that are set aside and why, ``file_row`` and ``code``; empty where nothing of the kind can be there."""
    asked = replace(asked, contradicting=policy.contradicting)
    told = [(code, SHEET_CHECKS[code](asked), "1 = 1") for code in map(str.upper, policy.set_aside) if code not in ONCE]
    told += [(code, SHEET_CHECKS[code](asked), '"file_row" <> "counted"') for code in ONCE]
    others = '"counted" IS NULL OR "file_row" <> "counted"'
    told.append(("C204", SHEET_CHECKS["C204"](asked), others))
    return " UNION ".join(
        f'SELECT "file_row", {literal(code)} AS "code" FROM ({sql}) AS f_row WHERE "file_row" IS NOT NULL AND ({which})'
        for code, sql, which in told
        if sql
    )


def set_aside(engine: Engine, policy: Policy, asked: Asked, *, names: Sequence[str] = ()) -> list[SetAside]:
    """Every sheet that does not count, with what it would have added, in the order of the file.

    Args:
        engine: where the table is.
        policy: what is set aside.
        asked: the table, looked over; with the register, where the policy needs it.
        names: the sheets of the workbook, where the contest stands on several.

    >>> from escrutinio.canvass.checking.table import Asked, look
    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows('CREATE TABLE t AS SELECT * FROM (VALUES (2, 7, 3), (3, 7, 3)) AS v(file_row, station, "A")')
    >>> asked = Asked(sheets=look(engine, "t"))
    >>> [(each.row, each.codes, each.counts["A"]) for each in set_aside(engine, DEFAULT, asked)]
    [(3, ('C203',), 3)]
    """
    found = set_aside_sql(policy, asked)
    if not found:
        return []
    figures = (*COUNTS, *asked.sheets.lists)
    counts = ", ".join(f"s_row.{quoted(name)}" for name in figures)
    sql = (
        f'SELECT s_row."file_row", s_row."station", a_row."code", {counts} FROM {asked.sheets.source} AS s_row '
        f'JOIN ({found}) AS a_row ON s_row."file_row" = a_row."file_row" ORDER BY 1, 3'
    )
    sheets: dict[int, SetAside] = {}
    for at, station, code, *each in engine.rows(sql):
        codes = (*sheets[at].codes, code) if at in sheets else (code,)
        sheet, row = sheet_and_row(at, names)
        sheets[at] = SetAside(row, station, codes, dict(zip(figures, each, strict=True)), sheet)
    return list(sheets.values())
