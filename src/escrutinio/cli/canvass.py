"""Official files on the command line: read them, describe them, check them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from escrutinio.cli.base import Command, answer, as_json, lang, leave
from escrutinio.cli.output import at, contest, format_option, limit, output, register, words_of, working, written
from escrutinio.cli.registers import register_format, register_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.canvass import Count
    from escrutinio.canvass.storing.store import Store
    from escrutinio.model import Problem
    from escrutinio.report.canvass_check import Checked
    from escrutinio.report.canvass_read import FileRead


@click.command(cls=Command, short_help="Official files in.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@format_option
@contest
@click.option("--into", metavar="STORE", help="Keep each file in this store as a snapshot; made where there is none.")
@click.option(
    "--time",
    metavar="TIME",
    help="When the count was published, as 2020-10-18T23:00:00-04:00; the file's own otherwise.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Make this the only reading of its file: what the store holds of it otherwise stays there and counts no more.",
)
@limit
@output
@lang
@as_json
def read(files: Sequence[str], lang: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Read official files: CSV, workbooks, Parquet or JSON, also packed as .gz or .zip.

    Says how each was understood, its sheets and its totals, and every cell that is no count. With --into the files are
    kept in a store, in order; one that is there already changes nothing, and it is told where this reading is another:
    --again puts it in the place of the old one. -o writes the sheets themselves.

    Exit status 1 where a cell or a row could not be read as a count, or where the store keeps another reading.
    """
    from escrutinio.report import words
    from escrutinio.report.canvass_findings import serious
    from escrutinio.report.canvass_read import kept_otherwise, read_json, read_text

    found, problem = _read(files, **options)
    text = read_text(found, words(lang), limit=options["limit"], store=options["into"])
    answer(text, read_json(found, words(lang), store=options["into"]) if as_json else None)
    if problem is not None:
        raise problem
    leave(found=any(serious(each.reading.findings, "error") or kept_otherwise(each) for each in found))


def _read(files: Sequence[str], **options: Any) -> tuple[list[FileRead], Problem | None]:  # noqa: ANN401 - click's own
    """Each file read, added up, and kept where that is asked for; with what stopped it, where some were read before."""
    from escrutinio.canvass.storing.store import filled_store
    from escrutinio.model import Problem

    if options["again"] and not options["into"]:
        raise Problem("--again puts a reading in the place of another in a store: it goes with --into STORE.")
    if len(files) > 1:
        for name in ("time", "output"):
            if options[name]:
                raise Problem("--{option} goes with one file, and there are {files}.", option=name, files=len(files))
    found: list[FileRead] = []
    try:
        with ExitStack() as stack:
            store = stack.enter_context(filled_store(options["into"])) if options["into"] else None
            moved = stack.enter_context(working(files[0], len(files)))
            for number, file in enumerate(files):
                moved(file, number, len(files))
                found.append(_read_one(file, store, **options))
    except Problem as problem:
        if not found:
            raise
        return found, problem
    return found, None


def _read_one(file: str, store: Store | None, **options: Any) -> FileRead:  # noqa: ANN401 - click's own
    from escrutinio import canvass
    from escrutinio.report.canvass_read import FileRead

    reading = canvass.read(file, format=options["file_format"], contest=options["contest"])
    count = canvass.open_count(reading)
    if count.row == "moment":
        totals = {}
    else:
        totals = {name: canvass.tally(reading.engine, table).areas[0] for name, table in reading.tables.items()}
    if options["output"]:
        _write_sheets(count, options["output"])
    added = None
    if store is not None:
        count.refuse_moments()
        added = canvass.add(store, reading, time=options["time"], again=options["again"])
    reading.engine.close()
    return FileRead(reading, totals, count.row, added, options["time"] or "")


def _write_sheets(count: Any, file: str) -> None:  # noqa: ANN401 - canvass.Count, whose engine is embedded
    """The sheets of every contest, in the shape of the canvass."""
    from escrutinio.canvass.sheets import literal, quoted
    from escrutinio.report.tables import write_query

    parts = [f"SELECT {literal(name)} AS contest, * FROM {quoted(table)}" for name, table in count.tables.items()]  # noqa: S608 - names quoted
    write_query(count.engine, " UNION ALL BY NAME ".join(parts), file)


@click.command(cls=Command, short_help="A description proposed for a file.")
@click.argument("file")
@lang
@as_json
def describe(file: str, lang: str, *, as_json: bool) -> None:
    """Propose a description for a FILE that `read` does not know.

    The answer is a YAML file with comments: save it, look at every line, and read the file with --format.
    """
    from escrutinio import canvass
    from escrutinio.report.canvass_files import DESCRIBE

    with working(file):
        text = canvass.describe(file, lang=lang)
    if as_json:
        answer((), {"schema": DESCRIBE, "file": file, "description": text})
    else:
        click.echo(text, nl=False)


@click.command(cls=Command, short_help="What is wrong with a count.")
@click.argument("place", metavar="FILE|STORE")
@format_option
@contest
@at
@click.option("--latest", is_flag=True, help="Only the last snapshot, and what changed since the one before it.")
@click.option("--codes", metavar="CODE[,CODE]", callback=words_of, help="Only these checks, such as C103.")
@register
@register_format
@click.option(
    "--official", metavar="FILE", help="Subtotals an authority states: CSV with the columns level, area, list, votes."
)
@click.option("--withdrawn", metavar="LIST[,LIST]", callback=words_of, help="Lists that withdrew.")
@limit
@click.option("--all", "everything", is_flag=True, help="Show every finding.")
@output
@lang
@as_json
def check(place: str, lang: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Check a count: an official FILE, a STORE, or a folder of published snapshots.

    Says what each check found, on how many sheets, and the first of them with file and row. In a store the last
    snapshot, or the one that --at chooses, is also held against the one before it; without --at and --latest, what fell
    or was withdrawn between any two is told as well. Nothing is dropped: --all, --json and -o give every finding.

    Exit status 1 where there are errors or warnings.
    """
    import escrutinio
    from escrutinio.report import words
    from escrutinio.report.canvass_check import check_json, check_table, check_text
    from escrutinio.report.canvass_findings import serious

    shown = None if options["everything"] else options["limit"]
    whole = as_json or options["output"] or options["everything"]
    with ExitStack() as stack:
        stack.enter_context(working(place))
        where = {"contest": options["contest"], "at": options["at"], "format": options["file_format"]}
        count = stack.enter_context(escrutinio.open_count(place, **where))
        beside = register_of(stack, options)
        found = _checked(count, beside, most=None if whole else shown, **options)
    document = check_json(found, words(lang)) if whole else None
    written(lambda: check_table(found, words(lang), document), options["output"], words(lang))
    answer(check_text(found, words(lang), limit=shown), document if as_json else None)
    leave(found=serious(found.all, "error", "warning"))


def _checked(count: Count, beside: Count | None, *, most: int | None, **options: Any) -> Checked:  # noqa: ANN401 - click's own
    """What was found while reading, or is kept in the store since the import, and what the checks find besides."""
    import escrutinio
    from escrutinio.canvass.counting.kept import besides
    from escrutinio.report.canvass_check import Checked

    codes = {each.upper() for each in options["codes"]}
    before = [each for each in count.findings if not codes or each.code in codes]
    now = escrutinio.check(
        count,
        codes=options["codes"] or None,
        register=beside,
        official=_official(options["official"]),
        withdrawn=options["withdrawn"],
        # findings of checks that are kept are told once: which they are shows only where all are known
        limit=None if any(each.code.startswith("C") for each in before) else most,
    )
    across = count.across(earlier=options["at"] is None and not options["latest"])
    asked = [each for each in across if not codes or each.code in codes]
    kept = [each for each in asked if each.code in AT_IMPORT]
    now = [*besides(now, before), *(each for each in asked if each not in kept)]
    return Checked(count, [*kept, *before], now, some=bool(codes))


AT_IMPORT = ("C602", "C603")
"""What was found when an earlier snapshot was imported."""


def _official(file: str | None) -> dict[str, dict[str, dict[str, int]]]:
    """An authority's subtotals: level, area, then a list or count and its votes."""
    from pathlib import Path

    from escrutinio.canvass.checking.official import read_official

    return read_official(Path(file)) if file else {}
