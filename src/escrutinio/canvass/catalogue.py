"""Elections off the shelf: a folder of tables and one page about them, read into an Election."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from escrutinio.canvass.about import About
from escrutinio.canvass.tables import read_table, whole_number
from escrutinio.canvass.votes import Counted, constituencies, counted, measures, of_measures, unknown, word
from escrutinio.documents import country_folders, nearest, read_checked, read_text
from escrutinio.model import (
    Contest,
    CountBasis,
    Election,
    List,
    Note,
    OfficialSeats,
    Problem,
    Source,
    Winner,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def elections() -> tuple[str, ...]:
    """The ids of all elections at hand, by country and date.

    >>> "bo-2020" in elections()
    True
    """
    return tuple(_folders())


def pages(country: str = "") -> dict[str, About]:
    """The pages of all elections at hand, or of one country, by election; no table is read.

    Args:
        country: the id of a country; all where empty.

    Returns:
        Pages by the id of their election, by country and date.

    Raises:
        Problem: no election of that country is at hand, or a page has mistakes.

    >>> pages("bo")["bo-2020"].date.isoformat()
    '2020-10-18'
    """
    folders = _folders()
    known = dict.fromkeys(folder.parent.parent.name for folder in folders.values())
    if country and country not in known:
        raise Problem(
            "there is no election of “{country}”. Did you mean {near}?", country=country, near=nearest(country, known)
        )
    chosen = [each for each in folders if country in {"", folders[each].parent.parent.name}]
    return {each: read_checked(folders[each] / "election.yaml", About) for each in chosen}


def election(election_id: str | Path) -> Election:
    """Read one election, by its id or from a folder of the same form.

    Args:
        election_id: an id of ``elections()``, or the path of a folder with ``election.yaml``, ``votes.csv`` and
            ``districts.csv``.

    Returns:
        The election with its tallies, declared winners and official seats, every figure with its source.

    Raises:
        Problem: the election is unknown, or a file has mistakes.

    >>> election("bo-2020").date.isoformat()
    '2020-10-18'
    """
    folder = _find(election_id)
    return _read(folder, read_checked(folder / "election.yaml", About), strict=True)


def votes_folder(folder: str | Path, *, day: date | None = None, law: str = "") -> Election:
    """Anyone's votes: a folder with ``votes.csv`` and ``districts.csv``, with or without a page about them.

    Args:
        folder: its path. ``areas.csv`` (column ``area``, then numbers such as ``population``), ``seats.csv``,
            ``winners.csv`` and ``election.yaml`` are read where they are there.
        day: the day of the election; that of the page, or of ``meta.json``, or the end of the year in the folder's
            name where None.
        law: the law it was held under.

    Returns:
        An election whose lists and constituencies are those of its tables.

    Raises:
        Problem: there are no votes, no day is known, or a file has mistakes.
    """
    place = Path(folder)
    if not (place / "votes.csv").is_file() and not (place / "areas.csv").is_file():
        raise Problem(
            "the folder {folder} has no votes.csv. It holds the columns {columns}.",
            folder=place,
            columns="tier, constituency, region, party, candidate, votes",
        )
    page = place / "election.yaml"
    if page.is_file():
        about = read_checked(page, About)
        return _read(place, replace(about, date=day or about.date, law=law or about.law), strict=False)
    name = place.resolve().name
    return _read(
        place,
        About(election=name, law=law, date=day or _day_of(place), status="hypothetical", name={"es": name, "en": name}),
        strict=False,
    )


def _day_of(folder: Path) -> date:
    """The day that a folder tells: in full in ``meta.json``, or the last of the year in its name."""
    meta = folder / "meta.json"
    text = read_text(meta) if meta.is_file() else ""
    full = re.search(r'"(?:election|date)":[^\n]*?(\d{4}-\d{2}-\d{2})', text)
    with suppress(ValueError):  # no day of the calendar: the folder's name may still tell the year
        if full:
            return date.fromisoformat(full[1])
    year = re.search(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)", folder.resolve().name)
    if year is None:
        raise Problem("nothing says when {folder} was voted. Give --date YYYY-MM-DD.", folder=folder)
    return date(int(year[1]), 12, 31)


def _read(folder: Path, about: About, *, strict: bool) -> Election:
    """The tables of a folder under its page; if strict, names that the page or another table lacks are refused."""
    sources = {key: each.to_source() for key, each in about.sources.items()}
    districts = folder / "districts.csv"
    places, numbers = constituencies(districts) if strict or districts.is_file() else ((), {})
    numbers |= measures(folder / "areas.csv")
    named = tuple(each.to_list() for each in about.lists)
    found = Counted(named, places, ())
    if strict or (folder / "votes.csv").is_file():
        found = counted(folder / "votes.csv", places, named, strict=strict and bool(named) and not about.more_lists)
    else:
        found = of_measures(numbers)
    if not sources:
        sources = _files_of(folder)
    winners = _winners(folder / "winners.csv", found, sources)
    return Election(
        id=about.election,
        name=about.name,
        date=about.date,
        country=about.country,
        law=about.law,
        status=about.status,
        lists=found.lists,
        constituencies=found.constituencies,
        contests=_contests(folder, about, found, sources),
        tallies=found.tallies,
        winners=winners,
        official=_compared(folder / "seats.csv", found.lists, sources, strict=strict),
        notes=tuple(Note(each.about, {"es": each.es, "en": each.en}) for each in about.notes),
        sources=sources,
        measures=numbers,
    )


def _folders() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for country in country_folders():
        for page in sorted(country.glob("elections/*/election.yaml")):
            found.setdefault(f"{country.name}-{page.parent.name}", page.parent)
    return found


def _find(election_id: str | Path) -> Path:
    folder = Path(election_id)
    if (folder / "election.yaml").is_file():
        return folder
    known = _folders()
    if str(election_id) in known:
        return known[str(election_id)]
    if folder.is_dir():
        raise Problem("the folder {folder} has no election.yaml. Add one, or give another folder.", folder=folder)
    raise Problem(
        "no election is called “{election}”. Did you mean {near}? Give an id, or the path of an election's folder.",
        election=election_id,
        near=nearest(str(election_id), [each for each in known if each[:3] == str(election_id)[:3]] or known),
    )


def _files_of(folder: Path) -> dict[str, Source]:
    """The tables themselves, as the only sources that are known; each with its SHA-256."""
    paths = [folder / name for name in ("votes.csv", "areas.csv") if (folder / name).is_file()]
    return {
        path.name: Source(path.name, file=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
        for path in paths
    }


def _contests(folder: Path, about: About, found: Counted, sources: Mapping[str, Source]) -> tuple[Contest, ...]:
    """The ballots, as the page tells them; without a page each on the word of the table."""
    if about.contests or about.sources or not sources:
        return tuple(
            each.to_contest(tier, _source(sources, each.source, folder / "election.yaml"))
            for tier, each in about.contests.items()
        )
    table = next(iter(sources.values()))
    return tuple(Contest(tier, table) for tier in dict.fromkeys(each.tier for each in found.tallies))


def _winners(path: Path, found: Counted, sources: Mapping[str, Source]) -> tuple[Winner, ...]:
    if not path.is_file():
        return ()
    known = {each.id for each in found.lists}
    columns = ("tier", "constituency", "region", "party", "seats", "basis", "source")
    places = {(each.tier, each.name): each.region for each in found.constituencies}
    winners = []
    for source, row in read_table(path, columns):
        if row["party"] not in known:
            raise unknown(source, "party", row["party"], known)
        if row["constituency"] and places:
            _check_place(source, row, places)
        winners.append(
            Winner(
                tier=row["tier"],
                constituency=row["constituency"],
                region=row["region"],
                list=row["party"],
                seats=whole_number(source, "seats", row["seats"]),
                basis=word(source, "basis", row["basis"], get_args(CountBasis)),  # type: ignore[arg-type] # one of them
                source=_source(sources, row["source"], path),
            )
        )
    return tuple(winners)


def _check_place(source: Source, row: Mapping[str, str], places: Mapping[tuple[str, str], str]) -> None:
    """The constituency of a declared winner is one of its tier, in the region that it has."""
    names = [name for tier, name in places if tier == row["tier"]]
    if not names:
        raise unknown(source, "tier", row["tier"], dict.fromkeys(tier for tier, _ in places))
    if row["constituency"] not in names:
        raise unknown(source, "constituency", row["constituency"], names)
    if row["region"] != places[row["tier"], row["constituency"]]:
        raise unknown(source, "region", row["region"], [places[row["tier"], row["constituency"]]])


def _official(path: Path, lists: Iterable[List], sources: Mapping[str, Source]) -> tuple[OfficialSeats, ...]:
    """The official seats; a table without the columns body and source speaks of the only body, on its own word."""
    if not path.is_file():
        return ()
    known = {name for each in lists for name in (each.id, each.party) if name}
    found = []
    for source, row in read_table(
        path, ("level", "constituency", "party", "seats", "kind"), ("body", "source", "note")
    ):
        if row["party"] not in known:
            raise unknown(source, "party", row["party"], known)
        seats = whole_number(source, "seats", row["seats"])
        stated = _source(sources, row["source"], path) if row["source"] else Source(path.name, file=str(path))
        basis = word(source, "note", row["note"] or "official", get_args(CountBasis))
        kind = "" if row["kind"] == "all" else row["kind"]
        place = (row["body"], row["constituency"], row["party"], kind)
        found.append(OfficialSeats(*place, seats, stated, basis, level=row["level"]))  # type: ignore[arg-type] # one of the words
    return tuple(found)


def _compared(
    path: Path, lists: Iterable[List], sources: Mapping[str, Source], *, strict: bool
) -> tuple[OfficialSeats, ...]:
    """The official seats; a stranger's table that cannot be understood is left uncompared."""
    try:
        return _official(path, lists, sources)
    except Problem:
        if strict:
            raise
        return ()


def _source(sources: Mapping[str, Source], key: str, path: Path) -> Source:
    if key not in sources:
        raise Problem(
            "{file} cites the source “{key}”, which election.yaml does not list. Did you mean {near}?",
            file=path,
            key=key,
            near=nearest(key, sources),
        )
    return sources[key]
