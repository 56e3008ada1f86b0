"""Elections off the shelf: a folder of tables and one page about them, read into an Election."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from escrutinio.canvass.about import About
from escrutinio.canvass.tables import read_table, whole_number
from escrutinio.documents import country_folders, nearest, read_checked
from escrutinio.model import (
    Constituency,
    CountBasis,
    Election,
    List,
    Note,
    OfficialSeats,
    Problem,
    Source,
    Tally,
    Winner,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VOTES = ("tier", "constituency", "region", "party", "votes")
COUNTS = ("#blank", "#null", "#registered")


def elections() -> tuple[str, ...]:
    """The ids of all elections at hand, by country and date.

    >>> "bo-2020" in elections()
    True
    """
    return tuple(_folders())


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
    about = read_checked(folder / "election.yaml", About)
    lists = tuple(each.to_list() for each in about.lists)
    sources = {key: each.to_source() for key, each in about.sources.items()}
    constituencies = _constituencies(folder / "districts.csv")
    return Election(
        id=about.election,
        name=about.name,
        date=about.date,
        country=about.country,
        law=about.law,
        status=about.status,
        lists=lists,
        constituencies=constituencies,
        contests=tuple(
            each.to_contest(tier, _source(sources, each.source, folder / "election.yaml"))
            for tier, each in about.contests.items()
        ),
        tallies=_tallies(folder / "votes.csv", lists, constituencies),
        winners=_winners(folder / "winners.csv", lists, constituencies, sources),
        official=_official(folder / "seats.csv", lists, sources),
        notes=tuple(Note(each.about, {"es": each.es, "en": each.en}) for each in about.notes),
        sources=sources,
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
        near=nearest(str(election_id), known),
    )


def _constituencies(path: Path) -> tuple[Constituency, ...]:
    rows = read_table(path, ("tier", "constituency", "region", "seats"), ("abroad",))
    return tuple(
        Constituency(
            tier=row["tier"],
            name=row["constituency"],
            region=row["region"],
            seats=whole_number(source, "seats", row["seats"]) if row["seats"] else None,
            abroad=_word(source, "abroad", row["abroad"], ("", "false", "true")) == "true",
        )
        for source, row in rows
    )


def _word(source: Source, column: str, given: str, words: tuple[str, ...]) -> str:
    """A cell that holds one of a few words."""
    if given not in words:
        raise Problem(
            "{file}, row {row}, column {column}: “{given}” is not known here. Write one of: {words}.",
            file=source.file,
            row=source.row,
            column=column,
            given=given,
            words=", ".join(word for word in words if word),
        )
    return given


def _tallies(path: Path, lists: Iterable[List], constituencies: Iterable[Constituency]) -> tuple[Tally, ...]:
    """One tally for each constituency of each tier; a row for a place or a list that is not there is refused."""
    known = {each.id for each in lists}
    places = {(each.tier, each.name): each.region for each in constituencies}
    votes: dict[tuple[str, str], dict[str, int]] = {}
    others: dict[tuple[str, str], dict[str, int]] = {}
    first: dict[tuple[str, str], Source] = {}
    for source, row in read_table(path, VOTES, ("candidate",)):
        key = _place(source, row, places)
        if row["party"] not in (COUNTS if row["party"].startswith("#") else known):
            raise _unknown(source, "party", row["party"], COUNTS if row["party"].startswith("#") else known)
        first.setdefault(key, source)
        counts = others if row["party"].startswith("#") else votes
        _put(counts.setdefault(key, {}), row["party"], whole_number(source, "votes", row["votes"]), source)
    return tuple(_tally(key, votes.get(key, {}), others.get(key, {}), source) for key, source in first.items())


def _place(source: Source, row: Mapping[str, str], places: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    """The tier and constituency of a row, which districts.csv has, in the region that it has."""
    tier, name = row["tier"], row["constituency"]
    names = [each for of, each in places if of == tier]
    if not names:
        raise _unknown(source, "tier", tier, dict.fromkeys(of for of, _ in places))
    if name not in names:
        raise _unknown(source, "constituency", name, names)
    if row["region"] != places[tier, name]:
        raise _unknown(source, "region", row["region"], [places[tier, name]])
    return tier, name


def _tally(key: tuple[str, str], votes: Mapping[str, int], others: Mapping[str, int], source: Source) -> Tally:
    return Tally(
        *key,
        votes=votes,
        blank=others.get("#blank"),
        null=others.get("#null"),
        registered=others.get("#registered"),
        source=source,
    )


def _put(counts: dict[str, int], name: str, count: int, source: Source) -> None:
    if name in counts:
        raise Problem(
            "{file}, row {row}: “{party}” is counted here a second time. Keep one row.",
            file=source.file,
            row=source.row,
            party=name,
        )
    counts[name] = count


def _winners(
    path: Path, lists: Iterable[List], constituencies: Iterable[Constituency], sources: Mapping[str, Source]
) -> tuple[Winner, ...]:
    if not path.is_file():
        return ()
    known = {each.id for each in lists}
    columns = ("tier", "constituency", "region", "party", "seats", "basis", "source")
    places = {(each.tier, each.name): each.region for each in constituencies}
    found = []
    for source, row in read_table(path, columns):
        if row["party"] not in known:
            raise _unknown(source, "party", row["party"], known)
        if row["constituency"]:
            _place(source, row, places)
        found.append(
            Winner(
                tier=row["tier"],
                constituency=row["constituency"],
                region=row["region"],
                list=row["party"],
                seats=whole_number(source, "seats", row["seats"]),
                basis=_word(source, "basis", row["basis"], get_args(CountBasis)),  # type: ignore[arg-type] # one of them
                source=_source(sources, row["source"], path),
            )
        )
    return tuple(found)


def _official(path: Path, lists: Iterable[List], sources: Mapping[str, Source]) -> tuple[OfficialSeats, ...]:
    if not path.is_file():
        return ()
    known = {each.id for each in lists}
    columns = ("body", "level", "constituency", "party", "seats", "kind", "source", "note")
    found = []
    for source, row in read_table(path, columns):
        if row["party"] not in known:
            raise _unknown(source, "party", row["party"], known)
        seats = whole_number(source, "seats", row["seats"])
        stated = _source(sources, row["source"], path)
        basis = _word(source, "note", row["note"], get_args(CountBasis))
        place = (row["body"], row["constituency"], row["party"], row["kind"])
        found.append(OfficialSeats(*place, seats, stated, basis))  # type: ignore[arg-type] # one of the words
    return tuple(found)


def _source(sources: Mapping[str, Source], key: str, path: Path) -> Source:
    if key not in sources:
        raise Problem(
            "{file} cites the source “{key}”, which election.yaml does not list. Did you mean {near}?",
            file=path,
            key=key,
            near=nearest(key, sources),
        )
    return sources[key]


def _unknown(source: Source, column: str, given: str, known: Iterable[str]) -> Problem:
    return Problem(
        "{file}, row {row}: the {column} “{given}” is not known in this election. Did you mean {near}?",
        file=source.file,
        row=source.row,
        column=column,
        given=given,
        near=nearest(given, known),
    )
