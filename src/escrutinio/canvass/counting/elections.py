"""An election of the catalogue with the votes of tally sheets: what they tell, and what they cannot."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from escrutinio.canvass.counting.aside import where_counted
from escrutinio.canvass.counting.levels import located, refuse_unknown_contests
from escrutinio.canvass.counting.places import parted, whole_of
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import quoted
from escrutinio.canvass.storing.election import election_from_store
from escrutinio.canvass.storing.store import Known
from escrutinio.model import Problem, Source

if TYPE_CHECKING:
    from escrutinio.canvass.checking.policies import Policy
    from escrutinio.canvass.counting.levels import By
    from escrutinio.model import Contest, Election, Tally


def election_counted(
    election: Election, known: Known, policy: Policy, *, by: By = "", official_for_missing: bool = True
) -> Election:
    """The election with the votes of the sheets that count; preliminary, unless they are the election's own votes.

    Where winners were declared of lists that the sheets do not have, the sheets cannot tell who won: the declared
    winners of that contest stand.

    Args:
        election: of the catalogue; its contests may say which area of a sheet is the constituency.
        known: the table of each contest, and the snapshot it is of.
        policy: which sheets count.
        by: the area of a sheet that is its constituency, of every contest or by contest; as the election's page says,
            or as the sheets tell by their names, where empty.
        official_for_missing: whether what the sheets do not tell is taken from the official totals and the declared
            winners. Otherwise it is not known, and its seats are open.

    Raises:
        Problem: there are no sheets of its contests, they have no votes of lists, or do not say where they are from.

    >>> from escrutinio.canvass.checking.policies import DEFAULT
    >>> from escrutinio.canvass.storing.samples import sample_election, sample_store
    >>> from escrutinio.canvass.storing.store import known
    >>> day = sample_election()
    >>> with sample_store() as store:
    ...     found = election_counted(day, known(store), DEFAULT)
    >>> found.status, [dict(each.votes) for each in found.tallies]
    ('preliminary', [{'A': 9, 'B': 5}, {'A': 7, 'B': 7}])
    """
    contests = [each for each in election.contests if each.tier in known.tables]
    refuse_unknown_contests(by, tuple(known.tables))
    found = election if contests else election_from_store(election, known)
    for contest in contests:
        found = _counted(found, contest, known, policy, by)
    own = all(_votes(election, each.tier) == _votes(found, each.tier) for each in contests)
    sources = {f"sheets.{each.tier}": _source(known, each.tier) for each in contests}
    if not official_for_missing:
        found = _left_open(found, {each.tier for each in contests if not _lacking(election, each.tier, known)})
    return replace(found, sources={**election.sources} | sources, status=election.status if own else "preliminary")


def left_open(election: Election, counted: Election) -> tuple[str, ...]:
    """The contests of an election that are on record, and that nothing is said of where it was counted."""
    told, still = (
        {each.tier for each in one.tallies} | {each.tier for each in one.winners} for one in (election, counted)
    )
    return tuple(each.tier for each in election.contests if each.tier in told - still)


def personal_votes_missing(election: Election, tier: str) -> Literal["", "lists", "parties"]:
    """What may differ because sheets do not name candidates, and the votes on record do.

    Only where a constituency has several seats: ``parties`` inside an alliance may win others where there is one, else
    ``lists`` whose seats hang on their candidates; nothing where empty.
    """
    seats = {each.name: each.seats for each in election.constituencies if each.tier == tier}
    named = [each for each in election.tallies if each.tier == tier and each.candidates]
    if all(seats.get(each.constituency) == 1 for each in named):
        return ""
    standing = {name for each in named for name in each.votes}
    return "parties" if any(each.alliance for each in election.lists if each.id in standing) else "lists"


def lists_missing(election: Election, tier: str, lists: tuple[str, ...]) -> tuple[str, ...]:
    """The lists that were declared winners of a contest, and that its sheets do not have."""
    there = {folded(each) for each in lists}
    names = {each.id: {folded(name) for name in (each.id, *each.aliases)} for each in election.lists}
    won = dict.fromkeys(each.list for each in election.winners if each.tier == tier)
    return tuple(each for each in won if not names.get(each, {folded(each)}) & there)


def _lacking(election: Election, tier: str, known: Known) -> bool:
    """Whether a contest was won by lists that its sheets do not have."""
    return bool(lists_missing(election, tier, known.snapshots[tier].lists))


def _left_open(election: Election, tiers: set[str]) -> Election:
    """The election with what is known of some contests; nothing is known of the others."""
    return replace(
        election,
        contests=tuple(each if each.tier in tiers else replace(each, complete=False) for each in election.contests),
        tallies=tuple(each for each in election.tallies if each.tier in tiers),
        winners=tuple(each for each in election.winners if each.tier in tiers),
    )


def _counted(election: Election, contest: Contest, known: Known, policy: Policy, by: By) -> Election:
    """The election with the sheets of one contest."""
    tier, snapshot = contest.tier, known.snapshots[contest.tier]
    if not snapshot.lists:
        raise Problem(
            "{file} has no votes of lists for “{tier}”, so nobody can be elected from it. Give a file that has them.",
            file=snapshot.file,
            tier=tier,
        )
    where = where_counted(known.engine, known.tables[tier], policy)
    contest = located(parted(election, contest), contest, known.engine, known.tables[tier], where=where, by=by)
    election = replace(election, contests=tuple(contest if each.tier == tier else each for each in election.contests))
    _refuse_nowhere(contest, known)
    only = Known(known.engine, {tier: known.tables[tier]}, {tier: snapshot})
    found = _joined(election_from_store(parted(election, contest), only, policy_where=where), election, contest)
    if not _lacking(election, tier, known):
        return found
    return replace(
        found,
        contests=tuple(replace(each, complete=False) if each.tier == tier else each for each in found.contests),
        winners=(*found.winners, *(each for each in election.winners if each.tier == tier)),
    )


def _joined(counted: Election, election: Election, contest: Contest) -> Election:
    """The counted election with the constituencies of the record again."""
    whole = whole_of(contest)
    joined: dict[str, list[Tally]] = {}
    for each in (each for each in counted.tallies if each.tier == contest.tier):
        joined.setdefault(whole.get(each.constituency, each.constituency), []).append(each)
    others = [each for each in counted.tallies if each.tier != contest.tier]
    tallies = (*others, *(_sum(name, each) for name, each in joined.items()))
    return replace(counted, constituencies=election.constituencies, tallies=tallies)


def _sum(name: str, tallies: list[Tally]) -> Tally:
    """Tallies as one; a count that one of them lacks is not known of all."""
    votes = {each: sum(tally.votes[each] for tally in tallies) for each in tallies[0].votes}
    blank, null, registered = (
        _all([getattr(each, count) for each in tallies]) for count in ("blank", "null", "registered")
    )
    return replace(tallies[0], constituency=name, votes=votes, blank=blank, null=null, registered=registered)


def _all(counts: list[int | None]) -> int | None:
    known = [each for each in counts if each is not None]
    return sum(known) if len(known) == len(counts) else None


def _refuse_nowhere(contest: Contest, known: Known) -> None:
    """Refuse sheets none of which says in which constituency it stands."""
    table, level = known.tables[contest.tier], contest.by
    if not level or level not in known.engine.columns(table):
        return
    told = f"COUNT({quoted(level)})" + (' + COUNT(CASE WHEN "abroad" THEN 1 END)' if contest.abroad else "")
    ((sheets, placed),) = known.engine.rows(f"SELECT COUNT(*), {told} FROM {quoted(table)}")
    if sheets and not placed:
        raise Problem(
            "{file} does not say the {level} of its sheets, and “{tier}” is counted by it. Give a file that says it, "
            "or describe where this one does.",
            file=known.snapshots[contest.tier].file,
            level=level,
            tier=contest.tier,
        )


def _votes(election: Election, tier: str) -> dict[tuple[str, str], int]:
    """Every list's votes in every constituency, where it has some."""
    every = [each for each in election.tallies if each.tier == tier]
    return {(each.constituency, name): votes for each in every for name, votes in each.votes.items() if votes}


def _source(known: Known, contest: str) -> Source:
    """The file that a contest's sheets were read from, and when it was published."""
    of = known.snapshots[contest]
    return Source(Path(of.file).name, file=of.file, sha256=of.sha256, date=of.time)
