"""The shape of ``election.yaml``: the page that says what an election's tables are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from escrutinio.documents import STRICT, Parsed, Texts, some
from escrutinio.model import CountBasis, List, Problem, Source


def _color(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"(#[0-9A-Fa-f]{6})?", value):
        return value
    raise Problem("“{given}” is not a colour. Write it as #RRGGBB, in quotes.", given=value)


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
    """One tier's ballot: where its counts come from and how well they are known."""

    __pydantic_config__ = STRICT

    source: str
    basis: CountBasis = "official"
    complete: bool = True
    name: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who stands; ``color`` is for display only."""

    __pydantic_config__ = STRICT

    id: str
    name: str = ""
    leader: str = ""
    vice: str = ""
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    color: Color = ""

    def to_list(self) -> List:
        """The list as a noun of the count."""
        return List(self.id, self.name, self.leader, self.aliases, self.members, self.color)


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something the reader of an answer must be told."""

    __pydantic_config__ = STRICT

    about: str
    es: str
    en: str


@dataclass(frozen=True, kw_only=True)
class About:
    """An election's page."""

    __pydantic_config__ = STRICT

    election: str
    country: str = ""
    law: str = ""
    date: date
    status: Literal["official", "annulled", "preliminary", "hypothetical"] = "official"
    name: Texts
    sources: dict[str, Document] = field(default_factory=dict)
    contests: dict[str, Ballot] = field(default_factory=dict)
    lists: tuple[Standing, ...]
    notes: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an election nobody stands in."""
        some(self.lists)
