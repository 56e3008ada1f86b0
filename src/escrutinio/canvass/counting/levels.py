"""Which area of a tally sheet is its constituency, where nobody has said so: told by the names that stand there."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.naming import no_such_contest, no_such_level
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import AREAS, quoted
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from escrutinio.canvass.engine import Engine
    from escrutinio.model import Constituency, Contest, Election

    By = str | Mapping[str, str]

ORDER = ("constituency", *(each for each in AREAS if each != "constituency"))
"""The levels, the one that is called as what is looked for first."""
SPELLINGS = 20
"""Ways to write a name, at most, on average: a level with more names than that is none of constituencies."""


@dataclass(frozen=True, slots=True)
class _Sheets:
    """Sheets that are placed by an area: where they are, what they have, and which they are, as an SQL condition."""

    engine: Engine
    table: str
    columns: tuple[str, ...]
    where: str

    def rows(self, what: str, *, by: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """A query on them."""
        grouped = f" GROUP BY {', '.join(map(quoted, by))}" if by else ""
        return self.engine.rows(f"SELECT {what} FROM {quoted(self.table)} WHERE {self.where}{grouped}")


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of sheets: how many sheets have each of its areas, and the constituency that an area names."""

    name: str
    sheets: Mapping[str | None, int]
    constituency: Mapping[str | None, str | None]

    @property
    def placed(self) -> int:
        """Sheets whose area names a constituency."""
        return sum(number for area, number in self.sheets.items() if self.constituency[area] is not None)

    @property
    def strange(self) -> str | None:
        """The area with the most sheets that names none."""
        return max(
            (area for area in self.sheets if self.constituency[area] is None), key=lambda each: self.sheets[each]
        )


def located(
    election: Election, contest: Contest, engine: Engine, table: str, *, where: str | None = None, by: By = ""
) -> Contest:
    """The contest, saying which area of a sheet is its constituency.

    What the caller says stands first, then what the election's page says; else it is the one level whose areas name a
    constituency on every sheet. Where several do, they must name the same one on every sheet.

    Args:
        election: its constituencies of this contest.
        contest: what its page says.
        engine: where the table is.
        table: the sheets.
        where: which sheets count, as an SQL condition.
        by: the level, of every contest or by contest.

    Raises:
        Problem: there is no such level, no constituency, or none or several levels that name them.

    >>> from escrutinio.canvass.engine import Embedded
    >>> from escrutinio.canvass.storing.samples import sample_election
    >>> day = sample_election()
    >>> engine = Embedded()
    >>> _ = engine.rows("CREATE TABLE t AS SELECT 'isle' AS department, UNNEST(['NORTH', 'South']) AS province")
    >>> located(day, replace(day.contests[0], by=""), engine, "t").by
    'province'
    """
    asked = by if isinstance(by, str) else by.get(contest.tier, "")
    places = [each for each in election.constituencies if each.tier == contest.tier]
    if asked:
        return _as_asked(contest, places, engine.columns(table), asked)
    if contest.by or len(places) == 1:
        return contest
    if not places:
        raise Problem(
            "{election} has no constituencies of “{tier}” on record, so its sheets belong nowhere. List them in "
            "districts.csv.",
            election=election.id,
            tier=contest.tier,
        )
    told = _with_abroad(contest, places)
    columns = engine.columns(table)
    sheets = _Sheets(engine, table, columns, _home(told, columns, where))
    return replace(told, by=_found(election, told, [each.name for each in places if each.name != told.abroad], sheets))


def refuse_unknown_contests(by: By, contests: Sequence[str]) -> None:
    """Refuse a level that is said of a contest without sheets."""
    for given in () if isinstance(by, str) else by:
        if given not in contests:
            raise no_such_contest(given, contests)


def _as_asked(contest: Contest, places: Sequence[Constituency], columns: Sequence[str], level: str) -> Contest:
    known = [each for each in AREAS if each in columns]
    if level not in known:
        raise no_such_level(level, known)
    return replace(contest if contest.by else _with_abroad(contest, places), by=level)


def _with_abroad(contest: Contest, places: Sequence[Constituency]) -> Contest:
    """The contest whose only constituency abroad takes the sheets from abroad; numbered constituencies by number."""
    away = [each.name for each in places if each.abroad]
    named = _numbered([each.name for each in places if not each.abroad]) if contest.named == "{}" else contest.named
    return replace(contest, abroad=contest.abroad or (away[0] if len(away) == 1 else ""), named=named)


def _numbered(names: Sequence[str]) -> str:
    """How a number is made a name, where all names are one word and a number: ``C{:02d}``."""
    found = [re.fullmatch(r"([^\d{}]*)(\d+)([^\d{}]*)", each) for each in names]
    parts = [each.groups() for each in found if each]
    if len(parts) < len(names) or len({(before, after) for before, _, after in parts}) != 1:
        return "{}"
    before, _, after = parts[0]
    width = min(len(number) for _, number, _ in parts) if any(each[1].startswith("0") for each in parts) else 1
    return f"{before}{{:0{width}d}}{after}" if width in range(1, 10) else "{}"


def _home(contest: Contest, columns: Sequence[str], where: str | None) -> str:
    """The sheets that are placed by an area, as an SQL condition."""
    here = ['COALESCE("abroad", FALSE) = FALSE'] if contest.abroad and "abroad" in columns else []
    return " AND ".join(f"({each})" for each in [*here, where or "1 = 1"])


def _found(election: Election, contest: Contest, names: Sequence[str], sheets: _Sheets) -> str:
    """The level whose areas name a constituency on every sheet."""
    every = [_level(each, areas, names, contest.named) for each, areas in _areas(sheets, len(names)).items()]
    whole = [each for each in every if each.placed == sum(each.sheets.values())]
    if not whole:
        raise _nowhere(election, contest, names, every)
    for other in whole[1:]:
        _refuse_another(election, contest, (whole[0], other), sheets)
    return whole[0].name


def _areas(sheets: _Sheets, constituencies: int) -> dict[str, dict[str | None, int]]:
    """The areas of each level, with how many sheets they have; of levels that have not far too many."""
    levels = [each for each in ORDER if each in sheets.columns]
    if not levels:
        return {}
    (many,) = sheets.rows(", ".join(f"APPROX_COUNT_DISTINCT({quoted(each)})" for each in levels))
    few = [each for each, number in zip(levels, many, strict=True) if number <= SPELLINGS * constituencies]
    return {each: dict(sheets.rows(f"{quoted(each)}, COUNT(*)", by=(each,))) for each in few}


def _level(name: str, areas: Mapping[str | None, int], names: Sequence[str], named: str) -> _Level:
    """A level, with the constituency of each of its areas."""
    known = {folded(each): each for each in names} | {each: each for each in names}
    numbers = name == "constituency" and ":" in named
    found = {}
    for area in areas:
        written = "" if area is None else str(area)
        number = re.fullmatch(r"0*(\d+)(\.0)?", written.strip()) if numbers else None
        made = known.get(named.format(int(number[1]))) if number else None
        found[area] = known.get(written) or known.get(folded(written)) or made
    return _Level(name, areas, found)


def _refuse_another(election: Election, contest: Contest, levels: tuple[_Level, _Level], sheets: _Sheets) -> None:
    """Refuse two levels that name different constituencies on one sheet."""
    one, other = levels
    rows = sheets.rows(f"{quoted(one.name)}, {quoted(other.name)}, COUNT(*)", by=(one.name, other.name))
    apart = [row for row in rows if one.constituency[row[0]] != other.constituency[row[1]]]
    if apart:
        area, another, number = max(apart, key=lambda row: (row[2], str(row[:2])))
        raise Problem(
            "{election}, {tier}: the {level} and the {other} of the sheets both name constituencies, and not the same: "
            "{sheets} sheets have “{area}” and “{another}”. Say which of them it is: --by {level}, or --by {other}.",
            election=election.id,
            tier=contest.tier,
            level=one.name,
            other=other.name,
            sheets=number,
            area=area,
            another=another,
        )


def _nowhere(election: Election, contest: Contest, names: Sequence[str], levels: Sequence[_Level]) -> Problem:
    """No level names a constituency on every sheet: what is missing in the one that does it on most."""
    best = max(levels, key=lambda each: each.placed, default=None)
    if best is None or not best.placed:
        return Problem(
            "{election}, {tier}: no area of the tally sheets names a constituency, such as {names}. Describe the "
            "column that does (areas: constituency: COLUMN), or say which area it is: --by LEVEL.",
            election=election.id,
            tier=contest.tier,
            names=", ".join(names[:3]),
        )
    strange = best.strange
    return Problem(
        "{election}, {tier}: the {level} names the constituency on most of the sheets, but not on {missing} of "
        "{sheets}, such as “{area}”. Did you mean {near}? Correct the names, or say which area it is: --by LEVEL.",
        election=election.id,
        tier=contest.tier,
        level=best.name,
        missing=sum(best.sheets.values()) - best.placed,
        sheets=sum(best.sheets.values()),
        area=strange or "",
        near=nearest(str(strange or ""), names),
    )
