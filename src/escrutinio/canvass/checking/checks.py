"""Check a count: every finding, with its code, its severity, its row and the figures behind it. Nothing is dropped."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.checking import contests as checks_contests
from escrutinio.canvass.checking import official as checks_official
from escrutinio.canvass.checking import register as checks_register
from escrutinio.canvass.checking import rows as checks_rows
from escrutinio.canvass.checking import sheet as checks_sheet
from escrutinio.canvass.checking import snapshots as checks_snapshots
from escrutinio.canvass.checking.policies import DEFAULT, Policy, counted_where
from escrutinio.canvass.checking.snapshots import falls
from escrutinio.canvass.checking.spellings import spelt_in_two_ways
from escrutinio.canvass.checking.table import Asked, look
from escrutinio.canvass.checking.words import About, Explained, about, described, explain_code, message
from escrutinio.canvass.sheets import row_said, sheet_and_row, sheet_names
from escrutinio.documents import nearest
from escrutinio.model import Finding, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from escrutinio.canvass.engine import Engine

__all__ = ["CHECKS", "Check", "Explained", "check", "check_contests_of", "explain_code", "falls", "message", "summary"]

SQL: dict[str, Callable[[Asked], str]] = {
    code: sql
    for room in (checks_sheet, checks_rows, checks_register, checks_official, checks_snapshots)
    for code, sql in room.CHECKS.items()
}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is, in words, and the function that gives its SQL; the contests' checks have none here."""

    about: About
    sql: Callable[[Asked], str] | None


CHECKS: tuple[Check, ...] = tuple(Check(each, SQL.get(code)) for code, each in described().items())


def check(
    engine: Engine,
    table: str,
    *,
    contest: str = "",
    lists: Sequence[str] | None = None,
    register: str | None = None,
    previous: str | None = None,
    official: Mapping[str, Mapping[str, Mapping[str, int]]] | None = None,
    withdrawn: Sequence[str] = (),
    source: Source | None = None,
    policy: Policy = DEFAULT,
    codes: Iterable[str] | None = None,
    known: Iterable[Finding] = (),
    limit: int | None = None,
    snapshot: int | None = None,
    previous_snapshot: int | None = None,
) -> list[Finding]:
    """Every finding on a table of sheets of one contest, by code and row.

    Args:
        engine: where the tables are.
        table: the sheets, a row a sheet, as ``docs/decisions/0003-canvass.md`` says.
        contest: its name, a fact of every finding.
        lists: the lists that stand; by default every column that is none of the fixed ones.
        register: a table of every station, with ``station`` and ``registered``.
        previous: the same contest's sheets in the snapshot before.
        official: subtotals that an authority states: level, area, then a list or count and its votes. The level
            ``all`` is the whole table; ``department/municipality`` tells namesakes apart.
        withdrawn: lists that withdrew.
        source: the file, for where a finding is.
        policy: which sheets count, where sums are compared.
        codes: only these checks; by default all.
        known: what was found while reading: a cell that was no count, and so is empty now, is not told again.
        limit: at most so many findings of each code; the last then says in ``more`` how many are not listed.
        snapshot: only the rows of this import, in a table that holds several.
        previous_snapshot: the same of ``previous``, which may be the same table.

    Raises:
        Problem: a table lacks a column, a code or a level is not known.

    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> _ = engine.rows('CREATE TABLE t AS SELECT 2 AS file_row, 7 AS station, 9 AS registered, 12 AS "A", 1 AS "B"')
    >>> [(each.code, each.where.row, each.facts["difference"]) for each in check(engine, "t", codes=["C103"])]
    [('C103', 2, 4)]
    """
    wanted = chosen(codes)
    _refuse_no_limit(limit)
    checks_official.refuse_unknown_levels(official or ())
    asked = Asked(
        sheets=look(engine, table, lists=lists, snapshot=snapshot),
        register=None if register is None else look(engine, register, lists=()),
        previous=None if previous is None else look(engine, previous, snapshot=previous_snapshot),
        official=official or {},
        withdrawn=tuple(withdrawn),
        contradicting=policy.contradicting,
    )
    if "C211" in wanted:
        asked = replace(asked, spelt=spelt_in_two_ways(engine, asked.sheets))
    asked = _counted(asked, policy)
    known = tuple(known)
    told = _Told(engine, source or Source(table), contest, limit, _bad_cells(known), sheet_names(known, contest))
    return [found for each in CHECKS if each.about.code in wanted for found in _findings(each, asked, told)]


def check_contests_of(
    engine: Engine,
    tables: Mapping[str, str],
    *,
    expected: Mapping[str, Sequence[str]] | None = None,
    sources: Mapping[str, Source] | None = None,
    known: Iterable[Finding] = (),
    codes: Iterable[str] | None = None,
    limit: int | None = None,
) -> list[Finding]:
    """Findings on the contests of one day against each other, station by station.

    Args:
        engine: where the tables are.
        tables: the table of each contest.
        expected: for a contest, those of which each of its stations should have at least one.
        sources: the file of each contest.
        known: what was found while reading, which names the sheets of a workbook.
        codes: only these checks; by default both.
        limit: as for ``check``.

    Raises:
        Problem: a contest of ``expected`` has no table.

    >>> from escrutinio.canvass.engine import Embedded
    >>> engine = Embedded()
    >>> for name, voters in (("mayor", 9), ("council", 8)):
    ...     _ = engine.rows(f"CREATE TABLE {name} AS SELECT 2 AS file_row, 7 AS station, {voters} AS registered")
    >>> found = check_contests_of(engine, {"mayor": "mayor", "council": "council"})
    >>> [(each.code, each.facts["registered"], each.facts["other_registered"]) for each in found]
    [('C502', 9, 8)]
    """
    for name in {name for contest, others in (expected or {}).items() for name in (contest, *others)}:
        if name not in tables:
            raise Problem(
                "no table is given for the contest “{name}”. Did you mean {near}?",
                name=name,
                near=nearest(name, tables),
            )
    _refuse_no_limit(limit)
    wanted, known = chosen(codes), tuple(known)
    sheets = {name: look(engine, table) for name, table in tables.items()}
    asked = [("C501", *each) for each in checks_contests.absent(sheets, expected or {})]
    asked += [("C502", *each) for each in checks_contests.voters_differ(sheets)]
    found = []
    for code, contest, sql in (each for each in asked if each[0] in wanted):
        source = (sources or {}).get(contest) or Source(tables[contest])
        told = _Told(engine, source, contest, limit, names=sheet_names(known, contest))
        found += told.findings(about(code), sql)
    return found


def summary(findings: Iterable[Finding]) -> dict[str, tuple[str, int]]:
    """How many findings of each code there are, and how serious they are, by code.

    >>> from escrutinio.model import Source
    >>> summary([Finding("C101", "error", Source("")), Finding("C101", "error", Source(""), {"more": 3})])
    {'C101': ('error', 5)}
    """
    counts: dict[str, tuple[str, int]] = {}
    for each in findings:
        before = counts.get(each.code, ("", 0))[1]
        counts[each.code] = (each.severity, before + 1 + int(each.facts.get("more", 0)))
    return dict(sorted(counts.items()))


def chosen(codes: Iterable[str] | None) -> frozenset[str]:
    """The codes asked for, or all."""
    return frozenset(described() if codes is None else (about(each).code for each in codes))


def sql_of(code: str, asked: Asked) -> str:
    """What a check runs: its question, without the rows on which a code that silences it stands; else nothing."""
    ask = SQL[code](asked) if code in SQL else ""
    if not ask:
        return ""
    silencers = [sql for each in about(code).silenced_by if (sql := SQL[each](asked))]
    but = "".join(
        f' AND NOT EXISTS (SELECT 1 FROM ({sql}) AS q_row WHERE q_row."file_row" = found."file_row")'
        for sql in silencers
    )
    return f"SELECT * FROM ({ask}) AS found WHERE 1 = 1{but}" if but else ask


def _counted(asked: Asked, policy: Policy) -> Asked:
    """Which sheets count, for the checks that add up; only they pay for it."""
    if not asked.official and asked.previous is None:
        return asked
    before = asked.previous
    then = "1 = 1" if before is None else counted_where(policy, replace(asked, sheets=before, previous=None))
    return replace(asked, counted=counted_where(policy, asked), previous_counted=then)


@dataclass(frozen=True, slots=True)
class _Told:
    """How findings are told: run where, on which file, of which contest, how many, and which rows are known."""

    engine: Engine
    source: Source
    contest: str
    limit: int | None
    known: frozenset[tuple[str, int | None]] = frozenset()
    names: tuple[str, ...] = ()

    def findings(self, one: About, sql: str) -> list[Finding]:
        """The findings of one check."""
        if not sql:
            return []
        rows, more = self._rows(one, sql)
        found = _gathered(rows) if one.about == "rows" else [(row[0], row[1:], None) for row in rows]
        told = [self._finding(one, *each) for each in found]
        if one.code == "C107":
            told = [each for each in told if (each.where.article, each.where.row) not in self.known]
        return _limited(told, self.limit, more)

    def _rows(self, one: About, sql: str) -> tuple[list[tuple[Any, ...]], int]:
        """The rows found, in order; where few are asked for, those, and how many more there are."""
        if self.limit is None or one.about == "rows" or (one.code == "C107" and self.known):
            return sorted(self.engine.rows(sql), key=_nulls_last), 0
        order = ", ".join(f"{place + 1} NULLS LAST" for place in range(len(one.facts) + 1))
        rows = self.engine.rows(f"SELECT * FROM ({sql}) AS told ORDER BY {order} LIMIT {self.limit}")
        if len(rows) < self.limit:
            return rows, 0
        ((total,),) = self.engine.rows(f"SELECT COUNT(*) FROM ({sql}) AS told")
        return rows, total - self.limit

    def _finding(self, one: About, row: int | None, facts: Sequence[Any], rows: tuple[int, ...] | None) -> Finding:
        told = dict(zip(one.facts, facts, strict=True)) | ({} if rows is None else {"rows": rows})
        if self.names:
            told = {name: self._said(name, fact) for name, fact in told.items()}
        where = self.source if row is None else _at(self.source, *sheet_and_row(row, self.names))
        return Finding(one.code, one.severity, where, {"contest": self.contest, **told})

    def _said(self, name: str, fact: Any) -> Any:  # noqa: ANN401 - any fact
        """A row of a workbook as it is told where a contest stands on several of its sheets."""
        if name == "rows":
            return tuple(row_said(each, self.names) for each in fact)
        return row_said(fact, self.names) if name == "counted" and fact is not None else fact


def _at(source: Source, sheet: str, row: int) -> Source:
    """A row of a file; a hundred thousand findings are told in half the time that ``replace`` takes."""
    told = source
    return Source(told.title, sheet or told.article, told.url, told.publisher, told.date, told.file, row, told.sha256)


def _nulls_last(row: tuple[Any, ...]) -> list[tuple[bool, Any]]:
    """The order of an engine, which takes longer to plan it than all that is found here takes to sort."""
    return [(each is None, each) for each in row]


def _findings(one: Check, asked: Asked, told: _Told) -> list[Finding]:
    return told.findings(one.about, sql_of(one.about.code, asked))


def _gathered(rows: Iterable[tuple[Any, ...]]) -> list[tuple[int, tuple[Any, ...], tuple[int, ...]]]:
    """Rows that tell the same facts are one finding, at the first of them."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for row, *facts in rows:
        groups.setdefault(tuple(facts), []).append(row)
    return [(members[0], facts, tuple(members)) for facts, members in groups.items()]


def _limited(found: list[Finding], limit: int | None, more: int) -> list[Finding]:
    """The first few; the last of them says how many more there are."""
    kept = found if limit is None else found[:limit]
    more += len(found) - len(kept)
    return kept if not more else [*kept[:-1], replace(kept[-1], facts={**kept[-1].facts, "more": more})]


def _refuse_no_limit(limit: int | None) -> None:
    if limit is not None and limit < 1:
        raise Problem("a limit of {limit} findings shows none. Write 1 or more, or leave it out.", limit=limit)


def _bad_cells(known: Iterable[Finding]) -> frozenset[tuple[str, int | None]]:
    """The rows with a cell that was no count; the reader calls the column as its file does, so the row must do.

    Findings name the sheet of a workbook only where a contest stands on several, the reader's always do.
    """
    bad = [each.where for each in known if "raw" in each.facts]
    return frozenset((sheet, each.row) for each in bad for sheet in {each.article, ""})
