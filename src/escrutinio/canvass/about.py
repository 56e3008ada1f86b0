"""The shape of ``election.yaml``: the page that says what an election's tables are."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from escrutinio.model import CountBasis, List, Source


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Document(_Strict):
    """Where figures were published."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""

    def to_source(self) -> Source:
        """The document as a source."""
        return Source(self.title, url=self.url, publisher=self.publisher, date=self.date)


class Ballot(_Strict):
    """One tier's ballot: where its counts come from and how well they are known."""

    source: str
    basis: CountBasis = "official"
    complete: bool = True
    name: dict[str, str] = Field(default_factory=dict)


class Standing(_Strict):
    """Who stands; ``color`` is for display only."""

    id: str
    name: str = ""
    leader: str = ""
    vice: str = ""
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    color: str = Field(default="", pattern=r"^(#[0-9A-Fa-f]{6})?$")

    def to_list(self) -> List:
        """The list as a noun of the count."""
        return List(self.id, self.name, self.leader, self.aliases, self.members, self.color)


class Remark(_Strict):
    """Something the reader of an answer must be told."""

    about: str
    es: str
    en: str


class About(_Strict):
    """An election's page."""

    election: str
    country: str = ""
    law: str = ""
    date: date
    status: Literal["official", "annulled", "preliminary", "hypothetical"] = "official"
    name: dict[str, str]
    sources: dict[str, Document] = Field(default_factory=dict)
    contests: dict[str, Ballot] = Field(default_factory=dict)
    lists: tuple[Standing, ...] = Field(min_length=1)
    notes: tuple[Remark, ...] = ()
