"""Votes and constituencies of an election's folder: ``votes.csv``, ``districts.csv``, ``areas.csv`` in, checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from escrutinio.canvass.tables import read_table, whole_number
from escrutinio.documents import nearest
from escrutinio.model import Constituency, List, Problem, Source, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

VOTES = ("tier", "constituency", "region", "party", "votes")
COUNTS = {
    "#blank": "blank",
    "#null": "null",
    "#registered": "registered",
    "#invalid": "null",
    "#informal": "null",
    "#disallowed": "null",
    "#rejected": "null",
    "#spoiled": "null",
}
"""What is counted besides votes; several words for what is null are added up."""
ALONE = {"independent", "independents", "ind", "independiente", "independente", "no description"}
"""What tables call those who stand for no party, each of them for themselves."""
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What ``votes.csv`` holds: who stands, where, and the tallies."""

    lists: tuple[List, ...]
    constituencies: tuple[Constituency, ...]
    tallies: tuple[Tally, ...]


@dataclass(slots=True)
class _Open:
    """One tally while its rows are read."""

    source: Source
    votes: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    candidates: dict[str, dict[str, int]] = field(default_factory=dict)
    rows: set[tuple[str, str]] = field(default_factory=set)


def constituencies(path: Path) -> tuple[tuple[Constituency, ...], dict[str, dict[str, int]]]:
    """The constituencies of ``districts.csv``, and numbers of areas that stand there in place of seats.

    A tier called ``… population`` counts people, not seats.
    """
    found, people = [], {}
    seen: set[_Key] = set()
    for source, row in read_table(path, ("tier", "constituency", "region", "seats"), ("abroad",)):
        seats = whole_number(source, "seats", row["seats"]) if row["seats"] else None
        if row["tier"].endswith(" population") and seats is not None:
            people[row["constituency"]] = seats
            continue
        abroad = word(source, "abroad", row["abroad"], ("", "false", "true")) == "true"
        if (row["tier"], row["constituency"]) in seen:
            raise Problem(
                "{file}, row {row}: the constituency “{constituency}” of the tier “{tier}” is there a second time. "
                "Keep one row.",
                file=source.file,
                row=source.row,
                constituency=row["constituency"],
                tier=row["tier"],
            )
        seen.add((row["tier"], row["constituency"]))
        found.append(Constituency(row["tier"], row["constituency"], row["region"], seats, abroad))
    return tuple(found), {"population": people} if people else {}


def measures(path: Path) -> dict[str, dict[str, int]]:
    """The numbers of ``areas.csv``: by column, then by area."""
    if not path.is_file():
        return {}
    from escrutinio.canvass.tables import header_of

    columns = [name for name in header_of(path) if name != "area"]
    found: dict[str, dict[str, int]] = {name: {} for name in columns}
    seen: set[str] = set()
    for source, row in read_table(path, ("area",), columns):
        if row["area"] in seen:
            raise _twice(source, row["area"])
        seen.add(row["area"])
        for name in columns:
            if row[name]:
                found[name][row["area"]] = whole_number(source, name, row[name])
    return found


def of_measures(numbers: Mapping[str, Mapping[str, int]]) -> Counted:
    """Numbers of areas counted as votes: each column a tier of one constituency, in which every area stands."""
    names = dict.fromkeys(area for column in numbers.values() for area in column)
    places = tuple(Constituency(column, "") for column in numbers)
    tallies = tuple(Tally(column, "", votes=dict(areas)) for column, areas in numbers.items())
    return Counted(tuple(List(name) for name in names), places, tallies)


def counted(path: Path, places: Sequence[Constituency], lists: Sequence[List], *, strict: bool) -> Counted:
    """The tallies of ``votes.csv``: one for each constituency of each tier.

    Args:
        path: the table.
        places: the constituencies of ``districts.csv``.
        lists: who stands, as ``election.yaml`` says; others are taken from the table where ``strict`` is False.
        strict: whether a place or a list that is not named elsewhere is refused.

    Raises:
        Problem: a row that does not fit, each with its number.
    """
    known = {each.id: each for each in lists}
    by_name = {(each.tier, each.name): each for each in places}
    open_: dict[_Key, _Open] = {}
    rows = read_table(path, VOTES, ("candidate",))
    several = _several(rows, by_name)
    for source, row in rows:
        key = _place(source, row, by_name, strict=strict)
        tally = open_.setdefault(key, _Open(source))
        if not row["party"]:
            raise Problem(
                "{file}, row {row}: the column party is empty. Name whom the votes are for.",
                file=source.file,
                row=source.row,
            )
        if row["party"].startswith("#"):
            _put_other(tally, row, source, strict=strict)
        else:
            who = _who(row, several)
            if who.id not in known:
                if strict and not who.party:
                    raise unknown(source, "party", row["party"], known)
                known[who.id] = who
            _put(tally, who.id, row, source)
    told = {(each.tier, each.name) for each in places}
    all_places = (
        *(by_name[each.tier, each.name] for each in places),
        *(by_name[key] for key in by_name if key not in told),
    )
    return Counted(tuple(known.values()), all_places, tuple(_tally(key, each) for key, each in open_.items()))


def _several(
    rows: Iterable[tuple[Source, Mapping[str, str]]], places: Mapping[_Key, Constituency]
) -> set[tuple[str, str, str]]:
    """Parties with more than one candidate in a constituency, where every constituency of the ballot has one seat."""
    seats: dict[str, set[int | None]] = {}
    for (tier, _), place in places.items():
        seats.setdefault(tier, set()).add(place.seats)
    single = {tier for tier, numbers in seats.items() if numbers == {1}}
    seen: dict[tuple[str, str, str], set[str]] = {}
    for _, row in rows:
        if row["candidate"] and row["tier"] in single:
            seen.setdefault((row["tier"], row["constituency"], row["party"]), set()).add(row["candidate"])
    return {key for key, names in seen.items() if len(names) > 1}


def _who(row: Mapping[str, str], several: set[tuple[str, str, str]]) -> List:
    """The list of a row: a candidate without a party, or one of several for a seat, stands alone."""
    party, candidate = row["party"], row["candidate"]
    alone = party.casefold() in ALONE or (row["tier"], row["constituency"], party) in several
    if candidate and alone:
        return List(f"{party} ({candidate})", name=candidate, party=party)
    return List(party)


def _place(source: Source, row: Mapping[str, str], places: dict[_Key, Constituency], *, strict: bool) -> _Key:
    """The tier and constituency of a row, in the region that ``districts.csv`` gives it."""
    key = row["tier"], row["constituency"]
    if key in places:
        known = places[key]
        if row["region"] and known.region and row["region"] != known.region:
            raise unknown(source, "region", row["region"], [known.region])
        if row["region"] and not known.region:
            places[key] = replace(known, region=row["region"])
        return key
    if strict:
        names = [name for tier, name in places if tier == key[0]]
        if not names:
            raise unknown(source, "tier", key[0], dict.fromkeys(tier for tier, _ in places))
        raise unknown(source, "constituency", key[1], names)
    places[key] = Constituency(*key, region=row["region"])
    return key


def _put(tally: _Open, who: str, row: Mapping[str, str], source: Source) -> None:
    votes = whole_number(source, "votes", row["votes"])
    cell = (who, row["candidate"])
    if cell in tally.rows:
        raise _twice(source, row["party"])
    tally.rows.add(cell)
    tally.votes[who] = tally.votes.get(who, 0) + votes
    if row["candidate"]:
        tally.candidates.setdefault(who, {})[row["candidate"]] = votes


def _put_other(tally: _Open, row: Mapping[str, str], source: Source, *, strict: bool) -> None:
    name = COUNTS.get(row["party"])
    if name is None:
        if strict:
            raise unknown(source, "party", row["party"], COUNTS)
        return
    if (row["party"], "") in tally.rows:
        raise _twice(source, row["party"])
    tally.rows.add((row["party"], ""))
    tally.others[name] = tally.others.get(name, 0) + whole_number(source, "votes", row["votes"])


def _twice(source: Source, party: str) -> Problem:
    return Problem(
        "{file}, row {row}: “{party}” is counted here a second time. Keep one row.",
        file=source.file,
        row=source.row,
        party=party,
    )


def _tally(key: _Key, each: _Open) -> Tally:
    return Tally(
        *key,
        votes=each.votes,
        blank=each.others.get("blank"),
        null=each.others.get("null"),
        registered=each.others.get("registered"),
        source=each.source,
        candidates=each.candidates,
    )


def word(source: Source, column: str, given: str, words: tuple[str, ...]) -> str:
    """A cell that holds one of a few words."""
    if given not in words:
        raise Problem(
            "{file}, row {row}, column {column}: “{given}” is not known here. Write one of: {words}.",
            file=source.file,
            row=source.row,
            column=column,
            given=given,
            words=", ".join(each for each in words if each),
        )
    return given


def unknown(source: Source, column: str, given: str, known: Iterable[str]) -> Problem:
    """A name that nothing in this election has."""
    return Problem(
        "{file}, row {row}: the {column} “{given}” is not known in this election. Did you mean {near}?",
        file=source.file,
        row=source.row,
        column=column,
        given=given,
        near=nearest(given, known),
    )
