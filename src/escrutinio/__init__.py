"""From the signed tally sheet to the seat, and back again.

>>> import escrutinio as es
>>> es.elect("bo-2020")["deputies"].totals()
{'MAS-IPSP': 75, 'CC': 39, 'CREEMOS': 16}
"""
# house: the front door has every verb in one place, each with its options told in full

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from escrutinio.analysis.change import change
    from escrutinio.analysis.indices import indices
    from escrutinio.analysis.margins.asked import margins
    from escrutinio.analysis.margins.stations import stations_holding
    from escrutinio.analysis.power import power
    from escrutinio.analysis.simulate import simulate
    from escrutinio.analysis.what_if import what_if
    from escrutinio.canvass import (
        Count,
        Policy,
        describe,
        election,
        elections,
        fetch,
        open_count,
        open_store,
        read,
        synth,
    )
    from escrutinio.canvass.checking.policies import SetAside
    from escrutinio.canvass.counting.comparisons import Comparison
    from escrutinio.canvass.counting.tallies import TallyTable
    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.sheets import Reading
    from escrutinio.canvass.storing.histories import History
    from escrutinio.canvass.storing.publishing import publish
    from escrutinio.canvass.storing.store import Known, Store
    from escrutinio.columns import Columned
    from escrutinio.law import LawFile
    from escrutinio.model import Election, Finding, Problem
    from escrutinio.outcome import Outcome

    Place = str | Path | Reading | Known | Store | Count
    Official = Mapping[str, Mapping[str, Mapping[str, int]]]

__all__ = ["check", "compare", "elect", "election", "elections", "explain", "history", "law"]
__all__ += ["save", "set_aside", "tally"]
__all__ += ["describe", "fetch", "open_count", "open_store", "publish", "read", "synth"]
__all__ += ["change", "indices", "margins", "power", "simulate", "stations_holding", "what_if"]
__version__ = "0.1.0"

_QUESTIONS = {name: name for name in ("change", "indices", "power", "simulate", "what_if")} | {
    "margins": "margins.asked",
    "stations_holding": "margins.stations",
}
"""Functions of ``analysis``, and the file each is in."""
_CANVASS = {"describe", "election", "elections", "fetch", "open_count", "open_store", "read", "synth"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the room exports
    """Rooms are opened when they are asked for: importing escrutinio costs nothing."""
    if name in _CANVASS:
        return getattr(import_module("escrutinio.canvass"), name)
    if name == "publish":
        return import_module("escrutinio.canvass.storing.publishing").publish
    if name in _QUESTIONS:
        return getattr(import_module(f"escrutinio.analysis.{_QUESTIONS[name]}"), name)
    if name in {"analysis", "apportionment", "canvass", "law", "outcome", "report", "model"}:
        return import_module(f"escrutinio.{name}")
    raise AttributeError(f"escrutinio has no “{name}”")


def check(
    place: Place,
    *,
    contest: str | None = None,
    at: datetime | str | None = None,
    register: Place | None = None,
    codes: Iterable[str] | None = None,
    withdrawn: Sequence[str] = (),
    expected: Mapping[str, Sequence[str]] | None = None,
    **options: Any,  # noqa: ANN401 - the options of canvass.check
) -> list[Finding]:
    r"""What is wrong with a count: every finding with its code, its file and its row.

    Args:
        place: a file, a store, a folder of published snapshots, or what ``read`` or ``open_count`` gave.
        contest: only this one; every contest, and each against the others, where None.
        at: as of this time, with its offset from UTC; the latest where None.
        register: every station with its registered voters, as a file.
        codes: only these checks; by default all.
        withdrawn: lists that withdrew, in any of the contests.
        expected: for a contest, those of which each of its stations should have a sheet of at least one. Where C501 is
            asked for by its code and nothing is given here, all the other contests of the count.
        **options: ``official``, ``policy``, ``limit``: as in ``canvass.check``.

    Raises:
        escrutinio.model.Problem: no such code, or a withdrawn list that no contest has.

    >>> from escrutinio import read
    >>> from escrutinio.canvass.reading.samples import sample
    >>> text = "mesa,voters,A,B\n1,20,15,9\n"
    >>> with sample(text, "station: [mesa]", "counts: {registered: voters}", "lists: [A, B]") as (file, how):
    ...     [(each.code, each.where.row) for each in check(read(file, format=how), codes=["C103"])]
    [('C103', 2)]
    """
    from escrutinio import canvass
    from escrutinio.canvass.checking.contests import refuse_unknown_lists

    with ExitStack() as stack:
        count = _open(stack, place, contest, at)
        if count.row == "moment":
            return [
                fall for name in count.tables for fall in canvass.falls(count.series(name), source=count.source(name))
            ]
        refuse_unknown_lists(withdrawn, (each.lists for each in count.snapshots.values()))
        asked = None if codes is None else tuple(codes)
        found: list[Finding] = []
        for name, table in count.tables.items():
            found += canvass.check(
                count.engine,
                table,
                contest=name,
                lists=count.snapshots[name].lists,
                register=_register(stack, register, name, count.engine),
                previous=count.previous.get(name),
                source=count.source(name),
                known=count.known_of(name),
                codes=asked,
                withdrawn=withdrawn,
                **options,
            )
        if len(count.tables) > 1:
            found += canvass.check_contests_of(
                count.engine,
                count.tables,
                expected=expected if expected is not None else _every_other(count, asked),
                sources={name: count.source(name) for name in count.tables},
                known=count.findings,
                codes=asked,
                limit=options.get("limit"),
            )
        return found


def _every_other(count: Count, codes: Sequence[str] | None) -> dict[str, list[str]]:
    """For each contest all the others, where someone asks by its code for stations that lack a sheet."""
    asked = {code.upper() for code in codes or ()}
    return {name: [each for each in count.tables if each != name] for name in count.tables} if "C501" in asked else {}


def tally(
    place: Place,
    *,
    contest: str | None = None,
    at: datetime | str | None = None,
    policy: Policy | None = None,
    register: Place | None = None,
    engine: str = "",
    **options: Any,  # noqa: ANN401 - the options of canvass.tally
) -> TallyTable:
    r"""The sheets of a contest added up, over any areas.

    Args:
        place: as in ``check``.
        contest: which, where there are several.
        at: as in ``check``.
        policy: which sheets count; the default policy where None.
        register: every station with its registered voters, where the policy asks for it.
        engine: the URL of a cluster, ``sc://host:port``, to add up there.
        **options: ``by``, ``where``, ``abroad``, ``lists``: as in ``canvass.tally``.

    >>> from escrutinio import read
    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa,A,B\n1,15,9\n2,7,8\n", "station: [mesa]", "lists: [A, B]") as (file, how):
    ...     tally(read(file, format=how)).areas[0].votes
    {'A': 22, 'B': 17}
    """
    from escrutinio import canvass
    from escrutinio.canvass.counting.aside import where_counted

    with ExitStack() as stack:
        count = _open(stack, place, contest, at)
        name = count.one()
        count.refuse_moments()
        if engine:
            count = _there(stack, count, name, engine)
        beside = _register(stack, register, name, count.engine)
        counted = where_counted(count.engine, count.tables[name], policy or canvass.Policy(), register=beside)
        return canvass.tally(count.engine, count.tables[name], policy_where=counted, **options)


def set_aside(
    place: Place,
    *,
    contest: str | None = None,
    at: datetime | str | None = None,
    policy: Policy | None = None,
    register: Place | None = None,
) -> list[SetAside]:
    r"""The sheets of a contest that ``tally`` does not count, each with its codes and what it would have added.

    Args:
        place: as in ``check``.
        contest: which, where there are several.
        at: as in ``check``.
        policy: which sheets count; the default policy where None.
        register: every station with its registered voters, where the policy asks for it.

    >>> from escrutinio import read
    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa,A\n1,5\n1,5\n", "station: [mesa]", "lists: [A]") as (file, how):
    ...     [(each.row, each.codes) for each in set_aside(read(file, format=how))]
    [(3, ('C203',))]
    """
    from escrutinio import canvass
    from escrutinio.canvass.counting.aside import sheets_aside
    from escrutinio.canvass.sheets import sheet_names

    with ExitStack() as stack:
        count = _open(stack, place, contest, at)
        name = count.one()
        beside = _register(stack, register, name, count.engine)
        names = sheet_names(count.findings, name)
        return sheets_aside(count.engine, count.tables[name], policy or canvass.Policy(), register=beside, names=names)


def compare(
    old: Place,
    new: Place,
    *,
    contest: str | None = None,
    key: str | Sequence[str] = "station",
    limit: int = 10_000,
    status: str | Sequence[str] = ("added", "withdrawn", "corrected", "restated"),
) -> Comparison:
    r"""Two counts of one contest: what was added, withdrawn and corrected, and what that is worth.

    Only the sheets that ``tally`` counts are compared: each once, and no row of totals.

    Args:
        old: the earlier count, as in ``check``.
        new: the later count.
        contest: which, where both have several.
        key: what tells stations apart; names that differ in case, accents, blanks or leading zeros alone are one.
        limit: how many changes to list, the largest first.
        status: which changes to list; all are counted.

    >>> from escrutinio import read
    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa,A\n1,5\n", "station: [mesa]", "lists: [A]") as (file, how):
    ...     before = read(file, format=how)
    >>> with sample("mesa,A\n1,6\n2,4\n", "station: [mesa]", "lists: [A]") as (file, how):
    ...     found = compare(before, read(file, format=how))
    >>> found.corrected.net, found.added.sheets
    ({'A': 1}, 1)
    """
    from escrutinio import canvass
    from escrutinio.canvass.sheets import sheet_names
    from escrutinio.canvass.storing.spelling import named_alike

    with ExitStack() as stack:
        before, after = _open(stack, old, contest), _open(stack, new, contest)
        name = before.also_in(after)
        there = after.tables[name]
        if after.engine is not before.engine:
            there = _carried(stack, after, name, before.engine, "new")
        here = named_alike(before.engine, before.tables[name], there, keys=(key,) if isinstance(key, str) else key)
        names = sheet_names(before.findings, name), sheet_names(after.findings, name)
        found = canvass.compare(before.engine, here.table, there, key=key, limit=limit, status=status, names=names)
        before.refuse_another_election(found, name, after)
        return replace(found, alike=here.pairs)


def history(store: str | Path | Store, station: str, *, contest: str | None = None) -> History:
    """What every snapshot of a store said of a station.

    Args:
        store: its path, an open store, or the folder of published snapshots.
        station: the station as its file names it.
        contest: which, where the store has several.

    >>> history("no-such-file.duckdb", "101")
    Traceback (most recent call last):
    escrutinio.model.Problem: there is no store at …
    """
    from pathlib import Path

    from escrutinio import canvass
    from escrutinio.canvass.storing.store import Store

    if not isinstance(store, Store) and Path(store).is_dir():
        return canvass.history(store, contest, station)
    with ExitStack() as stack:
        opened = store if isinstance(store, Store) else stack.enter_context(canvass.open_store(store, read_only=True))
        return canvass.history(opened, canvass.open_count(opened).one(contest), station)


def elect(
    election: str | Path | Election,
    *,
    law: str | Path | LawFile | None = None,
    day: date | None = None,
    lots: Mapping[str, Sequence[str]] | None = None,
    bodies: Sequence[str] | None = None,
    store: Place | None = None,
    at: datetime | str | None = None,
    policy: Policy | None = None,
    by: str | Mapping[str, str] = "",
    official_for_missing: bool = False,
) -> Outcome:
    """Who is elected, and why.

    Args:
        election: an id such as ``"bo-2020"``, a folder of the same form, or an Election.
        law: an id, a file or a law; the election's own where None.
        day: the day whose rules apply; the election's own where None.
        lots: drawn lots by address ``body.stage.area``.
        bodies: only these; all where None.
        store: where to count tally sheets, as in ``check``; the election's own votes where None.
        at: the sheets as of this time, with its offset from UTC. What they do not tell was not known then: its seats
            are open.
        policy: which sheets count.
        by: the area of a sheet that is its constituency, such as ``"province"``, of every contest or by contest. As
            the election's page says, or as the names on the sheets tell, where empty.
        official_for_missing: also as of a time, take what the sheets do not tell from the official totals and the
            declared winners; without a time that is done in any case.

    Returns:
        The outcome; ``repr`` shows it, ``explain`` tells why.

    Raises:
        escrutinio.model.Problem: the files, the law and the lots do not fit each other.

    >>> elect("bo-2025")["president"].totals()
    {'PDC': 1}
    """
    from escrutinio import canvass, outcome
    from escrutinio import law as laws
    from escrutinio.model import Election, Problem

    outcome.Outcome.in_html = _in_html
    found = record = election if isinstance(election, Election) else canvass.election(election)
    if store is not None:
        how = {"by": by, "official_for_missing": official_for_missing or at is None}
        found = _counted(found, store, at, policy or canvass.Policy(), **how)
    rules = law if isinstance(law, laws.LawFile) else laws.load(law or found.law)
    try:
        return outcome.elect(found, rules, day=day, lots=lots, bodies=bodies)
    except Problem as why:
        raise _unknown_then(record, found, why) from why


def explain(election: str | Path | Election, body: str, constituency: str | None = None, **options: Any) -> str:  # noqa: ANN401 - the options of elect
    """The steps that led to a body's seats, in words.

    Args:
        election: as in ``elect``.
        body: the body's name in the law file.
        constituency: one of the areas that fill its seats; all where None.
        **options: as in ``elect``, and ``lang``, ``"es"`` or ``"en"``.

    Returns:
        The text the command line prints.

    >>> print(explain("bo-2020", "deputies", "Santa Cruz")[:8])
    Chamber
    """
    from escrutinio import report

    lang = options.pop("lang", "en")
    return report.explanation(elect(election, bodies=[body], **options), body, constituency, lang=lang)


def save(answer: Columned, file: str | Path) -> int:
    r"""Write an answer to a file for other programs.

    Args:
        answer: what ``elect``, ``tally``, ``compare``, ``history`` or a question about an outcome gave.
        file: ``.csv`` or ``.parquet`` for its table, ``.json`` for the whole of it; replaced at once when whole.

    Returns:
        How many rows its table has.

    Raises:
        escrutinio.model.Problem: the ending is none of these, or the file cannot be written.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = save(elect("bo-2020", bodies=["president"]), Path(folder) / "elected.csv")
    ...     (Path(folder) / "elected.csv").read_text(encoding="utf-8")
    'body,area,list,kind,seats\npresident,,MAS-IPSP,president,1\n'
    """
    from escrutinio.report.tables import table_of, write_table

    plain = getattr(answer, "to_dict", None)
    return write_table(table_of(answer.columns(), document=plain() if plain else None), file)


def _in_html(outcome: Outcome) -> str:
    from escrutinio import report

    return report.html(outcome)


# Where a count lies, opened for one question


def _open(stack: ExitStack, place: Place, contest: str | None, at: datetime | str | None = None) -> Count:
    """A count; one that is opened here, by its path, is closed with the stack."""
    from pathlib import Path

    from escrutinio import canvass

    count = canvass.open_count(place, contest=contest, at=at)
    if isinstance(place, (str, Path)):
        stack.callback(count.engine.close)
    return count


def _carried(stack: ExitStack, count: Count, contest: str, engine: Engine, called: str) -> str:
    """A contest's sheets on another engine, under a name; they go there as a Parquet file."""
    from tempfile import TemporaryDirectory

    from escrutinio.canvass.sheets import literal, quoted

    file = f"{stack.enter_context(TemporaryDirectory(prefix='escrutinio-'))}/sheets.parquet"
    count.engine.rows(f"COPY (FROM {quoted(count.tables[contest])}) TO {literal(file)} (FORMAT parquet)")
    engine.view(called, [file])
    return called


def _there(stack: ExitStack, count: Count, contest: str, url: str) -> Count:
    """A contest's sheets on the engine that a URL names."""
    from escrutinio import canvass

    engine = canvass.connect(url)
    stack.callback(engine.close)
    return replace(count, engine=engine, tables={contest: _carried(stack, count, contest, engine, "sheets")})


def _register(stack: ExitStack, register: Place | None, contest: str, engine: Engine) -> str | None:
    """The register of stations as a table beside the sheets of a contest."""
    from pathlib import Path

    from escrutinio.canvass.reading.registers import open_register

    if register is None:
        return None
    if isinstance(register, (str, Path)):
        count = stack.enter_context(open_register(register))
    else:
        count = _open(stack, register, None)
    name = contest if contest in count.tables else count.one()
    return _carried(stack, count, name, engine, f"register {contest}")


def _counted(election: Election, store: Place, at: datetime | str | None, policy: Policy, **how: Any) -> Election:  # noqa: ANN401 - how sheets are counted
    """The election with the votes of the sheets of a count."""
    from escrutinio.canvass.counting.elections import election_counted
    from escrutinio.canvass.storing.store import Known

    with ExitStack() as stack:
        count = _open(stack, store, None, at)
        count.refuse_moments()
        return election_counted(election, Known(count.engine, count.tables, count.snapshots), policy, **how)


def _unknown_then(record: Election, found: Election, why: Problem) -> Problem:
    """Why nobody can be elected: what was wrong, and what there were no sheets of at the time."""
    from escrutinio.canvass.counting.elections import left_open
    from escrutinio.model import Problem

    unknown = left_open(record, found)
    if not unknown:
        return why
    return Problem(
        "by that time there are no sheets of {contests}, and without them: {why} Ask for a body that does without, or "
        "take the official totals for it: --official-for-missing.",
        contests=", ".join(unknown),
        why=why,
    )
