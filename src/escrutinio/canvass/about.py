"""The shape of ``election.yaml``: the page that says what an election's tables are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from escrutinio.documents import STRICT, Count, Parsed, Positive, Texts
from escrutinio.model import Contest, CountBasis, List, Problem, Source


def _color(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"(#[0-9A-Fa-f]{6})?", value):
        return value
    raise Problem("“{given}” is not a colour. Write it as #RRGGBB, in quotes.", given=value)


def _file_name(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[^/\\\0.][^/\\\0]*", value):
        return value
    raise Problem(
        "“{given}” is not the name of a file. Write it without a folder, and without a dot before it.", given=value
    )


def _sha256(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"([0-9a-f]{64})?", value):
        return value
    raise Problem("“{given}” is no SHA-256. Write its 64 digits and small letters a to f, in quotes.", given=value)


def _named(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[^{}]*\{(:0[1-9]d)?\}[^{}]*", value):
        return value
    raise Problem(
        "“{given}” does not say how a constituency is named. Write the area's place as {{}}, or as {{:02d}} for a "
        "number of two digits.",
        given=value,
    )


FileName = Annotated[str, Parsed(_file_name, {"type": "string", "pattern": r"^[^/\\.][^/\\]*$"})]
Sha256 = Annotated[str, Parsed(_sha256, {"type": "string", "pattern": "^([0-9a-f]{64})?$"})]
Named = Annotated[str, Parsed(_named, {"type": "string", "pattern": r"^[^{}]*\{(:0[1-9]d)?\}[^{}]*$"})]
Level = Literal[
    "", "country", "department", "province", "municipality", "locality", "precinct", "constituency", "special"
]
Color = Annotated[str, Parsed(_color, {"type": "string", "pattern": "^(#[0-9A-Fa-f]{6})?$"})]


@dataclass(frozen=True, kw_only=True)
class Document:
    """Where figures were published."""

    __pydantic_config__ = STRICT

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""

    def to_source(self) -> Source:
        """The document as a source."""
        return Source(self.title, url=self.url, publisher=self.publisher, date=self.date)


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One tier's ballot: where its counts come from, how well they are known, and how its sheets are added up.

    ``by`` is the area of a sheet that is its constituency, ``abroad`` the constituency of all sheets from abroad;
    ``named`` makes the constituency's name of the area's. ``registered`` is false where a sheet repeats the
    registered voters of another ballot. ``parts`` are the areas that a constituency of the record adds up, because
    nobody stated them apart.
    """

    __pydantic_config__ = STRICT

    source: str
    basis: CountBasis = "official"
    complete: bool = True
    by: Level = ""
    abroad: str = ""
    named: Named = "{}"
    registered: bool = True
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    name: dict[str, str] = field(default_factory=dict)

    def to_contest(self, tier: str, source: Source) -> Contest:
        """The ballot as a noun of the count."""
        return Contest(
            tier,
            source,
            self.basis,
            self.complete,
            by=self.by,
            abroad=self.abroad,
            named=self.named,
            registered=self.registered,
            parts=self.parts,
        )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who stands; ``color`` is for display only.

    ``size`` is how many parties stand together, ``minority`` whether for a national minority, ``alliance`` names the
    lists that are counted together.
    """

    __pydantic_config__ = STRICT

    id: str
    name: str = ""
    leader: str = ""
    vice: str = ""
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    color: Color = ""
    size: Positive = 1
    minority: bool = False
    alliance: str = ""

    def to_list(self) -> List:
        """The list as a noun of the count."""
        return List(
            self.id,
            self.name,
            self.leader,
            self.aliases,
            self.members,
            self.color,
            size=self.size,
            minority=self.minority,
            alliance=self.alliance,
        )


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something the reader of an answer must be told."""

    __pydantic_config__ = STRICT

    about: str
    es: str
    en: str


@dataclass(frozen=True, kw_only=True)
class PublicFile:
    """A file that anybody can download: where it is, what to call it, and how to know that it is the right one.

    ``sha256`` is empty and ``bytes`` 0 where we have not seen the file itself; ``licence`` says on which terms it is
    passed on.
    """

    __pydantic_config__ = STRICT

    url: str
    name: FileName
    sha256: Sha256 = ""
    bytes: Count = 0
    licence: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """An election's page; where it names no lists, these are the ones of ``votes.csv``."""

    __pydantic_config__ = STRICT

    election: str
    country: str = ""
    law: str = ""
    date: date
    status: Literal["official", "annulled", "preliminary", "hypothetical"] = "official"
    name: Texts
    sources: dict[str, Document] = field(default_factory=dict)
    contests: dict[str, Ballot] = field(default_factory=dict)
    lists: tuple[Standing, ...] = ()
    more_lists: bool = False
    """Whether ``votes.csv`` may hold lists that are not named here."""
    notes: tuple[Remark, ...] = ()
    files: tuple[PublicFile, ...] = ()
