"""From sheets to an election of the catalogue: the same election, counted from the store."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from escrutinio.canvass.counting.levels import located, refuse_unknown_contests
from escrutinio.canvass.counting.tallies import AreaTally, tally
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.storing.store import Known, Store, known
from escrutinio.documents import nearest
from escrutinio.model import Contest, Election, Problem, Source, Tally

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from escrutinio.canvass.counting.levels import By
    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.storing.store import Snapshot


def election_from_store(
    election: Election,
    store: Store | Known,
    *,
    at: datetime | str | None = None,
    policy_where: str | None = None,
    by: By = "",
) -> Election:
    """The same election with the store's tallies, for the contests that the store has.

    Args:
        election: of the catalogue; its contests may say which area of a sheet is the constituency.
        store: an open store, or what ``known`` or ``published`` gave.
        at: as of this time, with its offset from UTC; the latest where None. Only for a store.
        policy_where: which sheets count, as an SQL condition on a sheet's columns.
        by: the area of a sheet that is its constituency, of every contest or by contest; as the election's page says,
            or as the sheets tell by their names, where empty.

    Returns:
        An Election for ``elect``. Constituencies without a sheet have no votes yet; other contests keep their tallies.

    Raises:
        Problem: the store has none of the election's contests, or an area or a list that the election does not have.

    >>> from escrutinio.canvass.storing.samples import sample_election, sample_store
    >>> day = sample_election()
    >>> with sample_store() as store:
    ...     [dict(each.votes) for each in election_from_store(day, store).tallies]
    [{'A': 9, 'B': 5}, {'A': 7, 'B': 7}]
    """
    now = known(store, at=at) if isinstance(store, Store) else store
    counted = [each.tier for each in election.contests if each.tier in now.tables]
    if not counted:
        raise Problem(
            "there are no sheets of any contest of {election}. It has {contests}; the sheets are of {held}.",
            election=election.id,
            contests=", ".join(each.tier for each in election.contests),
            held=", ".join(now.tables) or "–",
        )
    sources = {tier: _source(now.snapshots[tier]) for tier in counted}
    tables = {tier: now.tables[tier] for tier in counted}
    refuse_unknown_contests(by, counted)
    told = [
        located(election, each, now.engine, tables[each.tier], where=policy_where, by=by)
        if each.tier in tables
        else each
        for each in election.contests
    ]
    election = replace(election, contests=tuple(told))
    tallies = tallies_of_election(election, now.engine, tables, sources=sources, policy_where=policy_where)
    return replace(
        election,
        contests=tuple(
            replace(each, source=sources[each.tier], basis="recomputed", complete=True)
            if each.tier in sources
            else each
            for each in election.contests
        ),
        tallies=(*(each for each in election.tallies if each.tier not in sources), *tallies),
        winners=tuple(each for each in election.winners if each.tier not in sources),
    )


def tallies_of_election(
    election: Election,
    engine: Engine,
    tables: Mapping[str, str],
    *,
    sources: Mapping[str, Source] | None = None,
    policy_where: str | None = None,
) -> tuple[Tally, ...]:
    """One tally for each constituency of each contest that has a table of sheets.

    Args:
        election: its contests say which area of a sheet is the constituency, its lists whose votes are counted.
        engine: where the tables are.
        tables: the table of each contest, by tier.
        sources: where each contest's sheets were read.
        policy_where: which sheets count, as an SQL condition on a sheet's columns.

    Raises:
        Problem: a sheet's area is no constituency, or a list with votes is not one of the election's.

    >>> from escrutinio.canvass.storing.samples import sample_election, sample_store
    >>> day = sample_election()
    >>> with sample_store() as store:
    ...     [each.valid for each in tallies_of_election(day, store.engine, {"president": "current_president"})]
    [14, 14]
    """
    found: list[Tally] = []
    for contest in election.contests:
        if contest.tier in tables:
            told = located(election, contest, engine, tables[contest.tier], where=policy_where)
            by_area = _by_area(election, told, engine, tables[contest.tier], policy_where)
            found += _tallies(election, told, by_area, (sources or {}).get(contest.tier))
    return tuple(found)


def _by_area(
    election: Election, contest: Contest, engine: Engine, table: str, policy_where: str | None
) -> dict[str, list[AreaTally]]:
    """The tallies of areas, under the constituency each belongs to."""
    columns = engine.columns(table)
    names = [each.name for each in election.constituencies if each.tier == contest.tier]
    by = [each for each in (contest.by, "abroad") if each and each in columns]
    areas = tally(engine, table, by=by, policy_where=policy_where).areas
    _lists_known(election, contest, areas)
    found: dict[str, list[AreaTally]] = {name: [] for name in names}
    for area in areas:
        found[constituency_of(election, contest, area, names, by)].append(area)
    return found


def constituency_of(
    election: Election, contest: Contest, area: AreaTally, names: Sequence[str], by: Sequence[str]
) -> str:
    """The constituency an area of sheets belongs to.

    Raises:
        Problem: it is none of this contest.
    """
    where = dict(zip(by, area.area, strict=True))
    given = (
        contest.abroad if contest.abroad and where.get("abroad") else where.get(contest.by) if contest.by else names[0]
    )
    known = {folded(name): name for name in names} | {name: name for name in names}
    for written in _written(contest, None if given is None else str(given)):
        for each in (written, folded(written)):
            if each in known:
                return known[each]
    raise Problem(
        "{election}, {tier}: {sheets} tally sheets have the {level} “{area}”, which is no constituency of this "
        "contest. Did you mean {near}?",
        election=election.id,
        tier=contest.tier,
        sheets=area.sheets,
        level=contest.by,
        area=given or "",
        near=nearest(str(given or ""), names),
    )


def _written(contest: Contest, area: str | None) -> Iterable[str]:
    """The names a constituency may have: the area's own, and the one the contest makes of it."""
    if area is None:
        return
    yield area
    number = re.fullmatch(r"\D*?0*(\d+)(\.0)?", area.strip())  # 3, 03, C03, and 3.0 as workbooks have it
    if ":" not in contest.named:
        yield contest.named.format(area.strip())
    elif number:
        yield contest.named.format(int(number[1]))


def _lists_known(election: Election, contest: Contest, areas: Sequence[AreaTally]) -> None:
    """Refuse votes for a list the election does not have; a column without a vote is no list."""
    ids = ids_of(election)
    for area in areas:
        strange = next((each for each, votes in area.votes.items() if votes and folded(each) not in ids), None)
        if strange is not None:
            raise Problem(
                "{election}, {tier}: votes are counted for “{list}”, which is no list of this election. Did you mean "
                "{near}?",
                election=election.id,
                tier=contest.tier,
                list=strange,
                near=nearest(strange, (each.id for each in election.lists)),
            )


def ids_of(election: Election) -> dict[str, str]:
    """Each list's id, by every name it goes by; one who stands alone goes by his or her own name too."""
    alone = [(folded(each.name), each.id) for each in election.lists if each.party and each.name]
    often = Counter(name for name, _ in alone)
    names = {name: each for name, each in alone if often[name] == 1}
    aliases = {folded(alias): each.id for each in election.lists for alias in each.aliases}
    return names | aliases | {folded(each.id): each.id for each in election.lists}


def _tallies(
    election: Election, contest: Contest, by_area: Mapping[str, Sequence[AreaTally]], source: Source | None
) -> list[Tally]:
    ids = ids_of(election)
    every = [each for areas in by_area.values() for each in areas]
    stated = {name for each in every for name, n in each.counts.items() if n is not None}
    stated -= set() if contest.registered else {"registered"}
    standing = {name: ids[folded(name)] for name in (every[0].votes if every else ()) if folded(name) in ids}
    tallies = []
    for name, areas in by_area.items():
        others = _others(areas, stated)
        blank, null, registered = (others.get(each) for each in ("blank", "null", "registered"))
        tallies.append(Tally(contest.tier, name, _votes(areas, standing), blank, null, registered, source))
    return tallies


def _votes(areas: Sequence[AreaTally], standing: Mapping[str, str]) -> dict[str, int]:
    """Votes by the list's id; a list in two columns has the votes of both."""
    votes = dict.fromkeys(standing.values(), 0)
    for area in areas:
        for name, list_id in standing.items():
            votes[list_id] += area.votes[name] or 0
    return votes


def _others(areas: Sequence[AreaTally], stated: Collection[str]) -> dict[str, int | None]:
    """The other counts, where the contest's sheets state them; a constituency without sheets has none yet."""
    return {
        name: sum(area.counts.get(name) or 0 for area in areas) if name in stated else None
        for name in ("blank", "null", "registered")
    }


def _source(snapshot: Snapshot) -> Source:
    return Source(snapshot.file.rsplit("/", 1)[-1], file=snapshot.file, sha256=snapshot.sha256, date=snapshot.time)
