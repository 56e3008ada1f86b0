"""The last step of reading: one table a contest on the engine, and what only whole tables tell."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.findings import BAD, Notes, Told
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import COUNTS, FIXED, STEP, literal, quoted, sheet_and_row
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.reading.shape import Staged
    from escrutinio.model import Finding


@dataclass(frozen=True)
class Finished:
    """The table of one contest."""

    table: str
    lists: tuple[str, ...]
    rows: int


def finished(
    connection: DuckDBPyConnection,
    parts: Sequence[Staged],
    contest: str | None,
    notes: Notes,
    *,
    taken: Iterable[str] = (),
) -> dict[str, Finished]:
    """The tables by contest, from the parts that stand on several sheets or in one; what they tell is noted.

    Args:
        connection: where the parts are, which are gone afterwards.
        parts: what was read, in the shape of the canvass.
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
            named = [part.sheet for part in with_it]
            notes.add("R305", contest=name, sheets=", ".join(named), names=named)
        table = _free(f"sheets_{name}", {*taken, *(each.table for each in tables.values())})
        tables[name] = _table(connection, table, with_it, name)
        told = Notes(notes.source, list(notes.found))
        _note_table(connection, name, tables[name], with_it, told)
        notes.take(told.found[len(notes.found) :])
    for part in parts:
        connection.execute(f"DROP TABLE IF EXISTS {quoted(part.table)}")
    for how in {part.how.id: part.how for part in parts}.values():
        _note_format(how, notes)
    return tables


def _table(connection: DuckDBPyConnection, table: str, parts: Sequence[Staged], contest: str) -> Finished:
    lists = list(dict.fromkeys(each for part in parts for each in part.lists))
    lists = [each for each in lists if _stands(connection, parts, contest, each)]
    if len(parts) == 1 and parts[0].contests == (contest,):
        _renamed(connection, parts[0], table, lists)
        return Finished(table, tuple(lists), _rows(connection, table))
    columns = ", ".join(map(quoted, (*FIXED, *lists)))
    source = " UNION ALL BY NAME ".join(
        f"SELECT * REPLACE (file_row + {place * STEP} AS file_row) FROM {quoted(part.table)} "
        f"WHERE contest = {literal(contest)}"
        for place, part in enumerate(parts)
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


def _stands(connection: DuckDBPyConnection, parts: Sequence[Staged], contest: str, name: str) -> bool:
    """Whether a list belongs in a contest's table: not where another contest has it alone, and it has no votes here.

    In a long file, a list that no row of the contest names does not stand there either; nor, where every other column
    is a list and several contests stand in one table, one whose cells are all empty there.
    """
    how = parts[0].how
    shared = how.other_columns == "lists" and any(len(part.contests) > 1 for part in parts)
    sparse = how.layout == "long" or shared
    mine = {part.table for part in parts if name in part.lists}
    elsewhere = any(name in lists for other, lists in how.only.items() if other != contest)
    here = name in how.only.get(contest, ()) or not (elsewhere or sparse)
    votes = "IS NOT NULL" if sparse else "> 0"
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


def _note_table(
    connection: DuckDBPyConnection, contest: str, table: Finished, parts: Sequence[Staged], notes: Notes
) -> None:
    """Empty cells in columns that are filled elsewhere, rows without a station, and more voters than the register."""
    how, names = parts[0].how, [part.sheet for part in parts]
    columns = [*COUNTS, *(table.lists if how.layout == "wide" else ())]
    filled = ", ".join(f"count({quoted(each)})" for each in columns)
    sums = connection.execute(
        f"SELECT CAST(sum(registered) AS BIGINT), count(*) - count(station), {filled} FROM {quoted(table.table)}"
    ).fetchall()[0]
    for name, many in zip(columns, sums[2:], strict=True):
        named = name in table.lists or (name in how.counts and how.counts[name] not in how.optional)
        inside = bool(many) or (how.layout == "wide" and named)
        if inside and table.rows > many:
            bad = _bad_cells(how, name, notes)
            _note_empty(connection, contest, table, name, bad=bad, sheets=names, notes=notes)
    if sums[1]:
        rows = connection.execute(
            f"SELECT file_row FROM {quoted(table.table)} WHERE station IS NULL ORDER BY file_row LIMIT 200"
        ).fetchall()
        for (each,) in rows:
            sheet, row = sheet_and_row(each, names)
            notes.add("R304", row=row, sheet=sheet)
    if how.register and (sums[0] or 0) * 100 > how.register * 101:
        _above_register(contest, sums[0], how, notes)


def _bad_cells(how: Format, name: str, notes: Notes) -> list[Finding]:
    """What was told of cells of a column that are no counts: they are empty now, but were not."""
    bad = [each for each in notes.found if each.code in BAD]
    headers = {*how.spellings(how.counts.get(name, name)), folded(how.list_prefix + name)} if bad else set()
    return [each for each in bad if folded(str(each.facts["column"])) in headers]


def _note_empty(
    connection: DuckDBPyConnection,
    contest: str,
    table: Finished,
    name: str,
    *,
    bad: Sequence[Finding],
    sheets: Sequence[str],
    notes: Notes,
) -> None:
    """Tell the cells of a column in which nothing stands."""
    bad = [each for each in bad if each.where.article in sheets]
    numbered = [(each.where.row, sheets.index(each.where.article)) for each in bad if each.where.row]
    rows = ", ".join(str(row + place * STEP) for row, place in numbered)
    empty = f"{quoted(name)} IS NULL"
    others = f"{empty} AND file_row NOT IN ({rows})" if rows else empty
    sql = f"SELECT count(*) FILTER ({others}), min(file_row) FILTER ({others})"
    cells, first = connection.execute(f"{sql} FROM {quoted(table.table)}").fetchall()[0]
    untold = sum(int(each.facts.get("more", 0)) for each in bad)
    if cells > untold:
        sheet, row = sheet_and_row(first, sheets)
        notes.add("R108", row=row, sheet=sheet, column=name, contest=contest, cells=cells - untold)


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
