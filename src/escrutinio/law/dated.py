"""What every value of a law carries: its dates, its source, how well it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from escrutinio.documents import STRICT, Texts
from escrutinio.model import Basis, Problem


@dataclass(frozen=True, kw_only=True)
class Text:
    """A legal text that stages cite: a constitution, an act, a regulation, a gazette."""

    __pydantic_config__ = STRICT

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Where in a text of this file a value stands."""

    __pydantic_config__ = STRICT

    text: str
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """What every value carries: since when, until when, from where, how well known."""

    __pydantic_config__ = STRICT

    since: date
    until: date | None = None
    source: Citation
    basis: Basis
    note: Texts | None = None

    def __post_init__(self) -> None:
        """Refuse a value that ends before it begins."""
        if self.until is not None and self.until <= self.since:
            raise Problem("it ends on {until}, not after it begins on {since}.", until=self.until, since=self.since)

    def in_force(self, day: date) -> bool:
        """Whether it has begun and not ended on that day."""
        return self.since <= day and (self.until is None or day < self.until)
