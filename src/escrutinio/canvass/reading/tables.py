"""The last step of reading: one table a contest on the engine, and what only whole tables tell."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.findings import BAD, Told
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import COUNTS, FIXED, literal, quoted
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.findings import Notes
    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.reading.shape import Staged


@dataclass(frozen=True)
class Finished:
    """The table of one contest."""

    table: str
    lists: tuple[str, ...]
    rows: int


def finished(
    connection: DuckDBPyConnection,
    parts: Sequence[Staged],
    how: Format,
    contest: str | None,
    notes: Notes,
    *,
    taken: Iterable[str] = (),
) -> dict[str, Finished]:
    """The tables by contest, from the parts that stand on several sheets or in one; what they tell is noted.

    Args:
        connection: where the parts are, which are gone afterwards.
        parts: what was read, in the shape of the canvass.
        how: how the file is described.
        contest: the only one that is wanted, or None.
        notes: where findings are put.
        taken: the names of tables that were there before, so that two readings can share an engine.
    """
    names = list(dict.fromkeys(name for part in parts for name in part.contests))
    if contest and contest not in names:
        raise Problem(
            "{file} counts no contest “{contest}”. It counts: {near}.",
            file=notes.source.title,
            contest=contest,
            near=nearest(contest, names),
        )
    tables: dict[str, Finished] = {}
    for name in [contest] if contest else names:
        with_it = [part for part in parts if name in part.contests]
        if len(with_it) > 1:
            notes.add("R305", contest=name, sheets=", ".join(part.sheet for part in with_it))
        table = _free(f"sheets_{name}", {*taken, *(each.table for each in tables.values())})
        tables[name] = _table(connection, table, with_it, name, how)
        _note_table(connection, name, tables[name], how, notes)
    for part in parts:
        connection.execute(f"DROP TABLE IF EXISTS {quoted(part.table)}")
    _note_format(how, notes)
    return tables


def _table(connection: DuckDBPyConnection, table: str, parts: Sequence[Staged], contest: str, how: Format) -> Finished:
    lists = list(dict.fromkeys(each for part in parts for each in part.lists))
    lists = [each for each in lists if _stands(connection, parts, contest, each, how)]
    if len(parts) == 1 and parts[0].contests == (contest,):
        _renamed(connection, parts[0], table, lists)
        return Finished(table, tuple(lists), _rows(connection, table))
    columns = ", ".join(map(quoted, (*FIXED, *lists)))
    source = " UNION ALL BY NAME ".join(
        f"SELECT * FROM {quoted(part.table)} WHERE contest = {literal(contest)}" for part in parts
    )
    connection.execute(f"CREATE TABLE {quoted(table)} AS SELECT {columns} FROM ({source})")
    return Finished(table, tuple(lists), _rows(connection, table))


def _renamed(connection: DuckDBPyConnection, part: Staged, table: str, lists: Sequence[str]) -> None:
    """A part that is all of a contest becomes its table, without another copy."""
    for column in ("contest", *(each for each in part.lists if each not in lists)):
        connection.execute(f"ALTER TABLE {quoted(part.table)} DROP COLUMN {quoted(column)}")
    connection.execute(f"ALTER TABLE {quoted(part.table)} RENAME TO {quoted(table)}")


def _rows(connection: DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchall()[0][0])


def _stands(connection: DuckDBPyConnection, parts: Sequence[Staged], contest: str, name: str, how: Format) -> bool:
    """Whether a list belongs in a contest's table: not where another contest has it alone, and it has no votes here.

    In a long file, a list that no row of the contest names does not stand there either.
    """
    mine = {part.table for part in parts if name in part.lists}
    elsewhere = any(name in lists for other, lists in how.only.items() if other != contest)
    here = name in how.only.get(contest, ()) or not (elsewhere or how.layout == "long")
    votes = "IS NOT NULL" if how.layout == "long" else "> 0"
    return bool(mine) and (
        here
        or any(
            connection.execute(
                f"SELECT 1 FROM {quoted(table)} WHERE contest = {literal(contest)} AND {quoted(name)} {votes} LIMIT 1"
            ).fetchall()
            for table in mine
        )
    )


def _free(name: str, taken: Collection[str]) -> str:
    """A name no table has yet."""
    called, count = name, 2
    while called in taken:
        called, count = f"{name}_{count}", count + 1
    return called


def _note_format(how: Format, notes: Notes) -> None:
    if how.row != "station":
        notes.add("R008", row_is=how.row)
    for each in how.oddities:
        notes.add("R009", said=Told(es=each.es, en=each.en))


def _note_table(connection: DuckDBPyConnection, contest: str, table: Finished, how: Format, notes: Notes) -> None:
    """Empty cells in columns that are filled elsewhere, rows without a station, and more voters than the register."""
    columns = [*COUNTS, *(table.lists if how.layout == "wide" else ())]
    filled = ", ".join(f"count({quoted(each)})" for each in columns)
    sums = connection.execute(
        f"SELECT CAST(sum(registered) AS BIGINT), count(*) - count(station), {filled} FROM {quoted(table.table)}"
    ).fetchall()[0]
    for name, many in zip(columns, sums[2:], strict=True):
        inside = bool(many) or (how.layout == "wide" and (name in how.counts or name in table.lists))
        empty = table.rows - many - _bad_cells(how.counts.get(name, name), notes)
        if inside and empty > 0:
            _note_empty(connection, contest, table, name, cells=empty, notes=notes)
    if sums[1]:
        rows = connection.execute(
            f"SELECT file_row FROM {quoted(table.table)} WHERE station IS NULL ORDER BY file_row LIMIT 200"
        ).fetchall()
        for (row,) in rows:
            notes.add("R304", row=row)
    if how.register and (sums[0] or 0) * 100 > how.register * 101:
        _above_register(contest, sums[0], how, notes)


def _bad_cells(column: str, notes: Notes) -> int:
    """How many cells of a column were told to be no counts: they are empty now, but were not."""
    told = [each for each in notes.found if each.code in BAD and folded(str(each.facts["column"])) == folded(column)]
    return sum(int(each.facts.get("more", 1)) for each in told)


def _note_empty(
    connection: DuckDBPyConnection, contest: str, table: Finished, name: str, *, cells: int, notes: Notes
) -> None:
    found = connection.execute(
        f"SELECT min(file_row) FROM {quoted(table.table)} WHERE {quoted(name)} IS NULL"
    ).fetchall()
    notes.add("R108", row=found[0][0], column=name, contest=contest, cells=cells)


def _above_register(contest: str, registered: int, how: Format, notes: Notes) -> None:
    if how.above_register == "tell":
        notes.add("R010", contest=contest, sum=registered, register=how.register)
        return
    raise Problem(
        "{file}: the registered voters of {contest} add up to {sum}, but the register holds {register}. Rows "
        "repeat, or several ballots were added up; its totals would be wrong. Ask for the file of one ballot.",
        file=notes.source.title,
        contest=contest,
        sum=registered,
        register=how.register,
    )
