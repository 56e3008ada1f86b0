"""Official files described as data: how a file is known, and what each of its columns is.

A description stands in ``countries/<cc>/files.yaml``, or in a file of the user's own in the same form. Headers are
compared *folded*: case, accents, blanks, hyphens and underscores do not count. Adding a format takes no Python.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from escrutinio.canvass.reading.format_parts import Oddity, Thousands, Voted, When, Where, known_encoding
from escrutinio.canvass.sheets import AREAS, COUNTS
from escrutinio.documents import STRICT, Count, Id, Texts, country_folders, nearest, read_checked, some
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FILE = "files.yaml"
OWN = Path(__file__).with_name("own_files.yaml")
"""The shape that the canvass itself writes."""


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A header as it is compared: without case, accents, blanks, hyphens and underscores.

    >>> folded(" Número_Mesa") == folded("NUMERO MESA"), folded("MAS - IPSP")
    (True, 'masipsp')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\s\-_\u2010-\u2015\ufeff]+|[\u0300-\u036f]", "", plain)


@dataclass(frozen=True, kw_only=True)
class Format:
    """One kind of file. Columns are named by their headers; what is not named here is told, never guessed."""

    __pydantic_config__ = STRICT

    id: Id
    name: Texts
    layout: Literal["wide", "long"] = "wide"
    """``wide``: a column a list; ``long``: a row an option. Nested JSON becomes wide, with headers like ``votes.A``."""
    row: Literal["station", "precinct", "municipality", "constituency", "department", "moment"] = "station"
    """What one row (in a long file: the rows of one station) stands for."""
    encoding: str = ""
    separator: str = ""
    thousands: Thousands = ""
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook that are read; empty: all whose headers fit."""
    records: str = ""
    """In a JSON text with several lists, where the one that is read stands, such as ``data.stations``."""
    contest: Voted = field(default_factory=Voted)
    station: tuple[str, ...]
    """The columns that together name the station; several are joined by a point."""
    areas: dict[str, str] = field(default_factory=dict)
    abroad: Where | None = None
    counts: dict[str, str] = field(default_factory=dict)
    """The columns of registered, valid, blank, null and cast, as written on the sheet, not computed by others."""
    lists: tuple[str, ...] = ()
    list_prefix: str = ""
    """Every column that starts so is a list, called by the rest of its header."""
    other_columns: Literal["told", "lists"] = "told"
    """What a column is that nothing here names: told in a finding, or one more list."""
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Lists that stand in one contest only: left out of the tables of the others, where they have no votes."""
    option: str = ""
    votes: str = ""
    totals: dict[str, str] = field(default_factory=dict)
    """In a long file, the options that are registered, valid, blank, null and cast."""
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Other headers (in a long file, other options) for a column or list named above."""
    optional: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    time: When = field(default_factory=When)
    register: Count = 0
    """How many voters the register holds; more of them in one contest means that rows repeat or ballots were added."""
    above_register: Literal["refuse", "tell"] = "refuse"
    oddities: tuple[Oddity, ...] = ()
    refuse: dict[str, str] = field(default_factory=dict)
    """Why no file of this kind is read, in Spanish and English."""

    def __post_init__(self) -> None:
        """Refuse areas and counts that the canvass does not know, and a long file without its two columns."""
        some(self.station)
        for given, known in ((self.areas, AREAS), (self.counts, COUNTS), (self.totals, COUNTS)):
            for word in given:
                if word not in known:
                    near = nearest(word, known)
                    raise Problem(
                        "“{given}” is not known here. Write one of: {words}. Did you mean {near}?",
                        given=word,
                        words=", ".join(known),
                        near=near,
                    )
        known_encoding(self.encoding)
        if self.layout == "long" and not (self.option and self.votes):
            raise Problem("a long file needs the names of two columns: option and votes. Add them.")

    def named(self) -> tuple[str, ...]:
        """Every column the description gives a meaning, in its order."""
        lists = self.lists if self.layout == "wide" else (self.option, self.votes)
        told = (self.contest.column, *self.station, *self.areas.values(), *self.counts.values(), *lists)
        return tuple(dict.fromkeys(name for name in (*told, self.abroad.column if self.abroad else "") if name))

    def spellings(self, name: str) -> tuple[str, ...]:
        """A column's header and the others it may have, folded."""
        return tuple(folded(each) for each in (name, *self.aliases.get(name, ())))


ANY = Format(id="any", name={"es": "-", "en": "-"}, station=("*",), optional=("*",), other_columns="lists")
"""What any headers fit, for a look at a file that nobody has described."""


@dataclass(frozen=True, kw_only=True)
class FormatsFile:
    """The file formats of a country, or one user's own."""

    __pydantic_config__ = STRICT

    country: str = ""
    formats: tuple[Format, ...]

    def __post_init__(self) -> None:
        """Refuse a file that describes nothing."""
        some(self.formats)


@dataclass(frozen=True)
class Match:
    """How the headers of a file fit a description; columns are counted from 0."""

    format: Format
    headers: tuple[str, ...]
    columns: dict[str, int]
    """The place of each column the description names."""
    missing: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    unknown: tuple[int, ...] = ()
    known: int = 0

    @property
    def fits(self) -> bool:
        """Whether the file can be read with this description."""
        return not self.missing and not self.twice

    @property
    def likeness(self) -> float:
        """From 0 to 1: how many of the file's headers and the description's columns are in both."""
        if self.format is ANY:
            return 0.9
        lists = self.format.other_columns == "lists" and not self.missing  # there, what is unknown is a list
        strange = 0 if lists else sum(bool(self.headers[place].strip()) for place in self.unknown)
        return self.known / max(1, self.known + strange + len(self.missing))

    def counted(self) -> tuple[int, ...]:
        """The columns that hold counts."""
        how = self.format
        names = (*how.counts.values(), *([how.votes] if how.layout == "long" else []))
        places = (*(self.columns[each] for each in names if each in self.columns), *self.lists().values())
        return tuple(dict.fromkeys(places))

    def votes(self) -> frozenset[int]:
        """The columns that hold the votes of lists."""
        long = self.columns.get(self.format.votes) if self.format.layout == "long" else None
        return frozenset((*self.lists().values(), *(() if long is None else (long,))))

    def lists(self) -> dict[str, int]:
        """The list columns of a wide file: id and place."""
        if self.format.layout == "long":
            return {}
        prefix, stands = (
            self.format.list_prefix,
            {name: self.columns[name] for name in self.format.lists if name in self.columns},
        )
        if prefix:
            stands |= {each[len(prefix) :]: place for place, each in enumerate(self.headers) if each.startswith(prefix)}
        if self.format.other_columns == "lists":
            stands |= {self.headers[place].strip(): place for place in self.unknown if self.headers[place].strip()}
        return stands


def formats(format: str | Path | None = None, *, folders: Iterable[Path] | None = None) -> tuple[Format, ...]:  # noqa: A002
    """The descriptions at hand: the canvass's own table and every country's, the one with this id, or your own.

    Args:
        format: an id, or the path of a YAML file in the form of ``files.yaml``.
        folders: country folders to look in; by default the user's own and the packaged ones.

    Raises:
        Problem: no description has this id, or a file has mistakes.

    >>> len(formats("bo-2020-export"))
    1
    """
    if format is not None and str(format).endswith((".yaml", ".yml")):
        return read_checked(Path(format), FormatsFile).formats
    files = [OWN, *(each / FILE for each in (country_folders() if folders is None else folders))]
    known = {each.id: each for file in files if file.is_file() for each in read_checked(file, FormatsFile).formats}
    if format is None:
        return tuple(known.values())
    if str(format) not in known:
        raise Problem(
            "no file format is called “{format}”. Did you mean {near}? Give an id, or the path of a YAML file that "
            "describes it; `escrutinio describe FILE` proposes one.",
            format=format,
            near=nearest(str(format), known),
        )
    return (known[str(format)],)


def matched(headers: Sequence[str], format: Format) -> Match:  # noqa: A002 - the word of the room
    """How these headers fit a description."""
    places: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        places.setdefault(folded(header), []).append(place)
    found = {name: [at for each in format.spellings(name) for at in places.get(each, ())] for name in format.named()}
    optional = {folded(each) for each in format.optional}
    known = {place for each in found.values() for place in each}
    known |= {place for each in format.ignore for place in places.get(folded(each), ())}
    known |= {at for at, each in enumerate(headers) if format.list_prefix and each.startswith(format.list_prefix)}
    rest = tuple(place for place in range(len(headers)) if place not in known)
    twice = [name for name, each in found.items() if len(each) > 1]
    if format.other_columns == "lists":
        twice += [headers[at] for at in rest if headers[at].strip() and len(places[folded(headers[at])]) > 1]
    return Match(
        format,
        tuple(headers),
        columns={name: each[0] for name, each in found.items() if len(each) == 1},
        missing=tuple(name for name, each in found.items() if not each and folded(name) not in optional),
        twice=tuple(twice),
        unknown=rest,
        known=len(known),
    )


def best_match(headers: Sequence[str], known: Sequence[Format]) -> Match | None:
    """The description these headers are most like; among equals one that fits, and the one that explains more."""
    found = [matched(headers, each) for each in known]
    order = [(each.likeness, each.fits, len(each.columns)) for each in found]
    return found[order.index(max(order))] if found else None
