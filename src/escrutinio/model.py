"""The nouns of the count, read first: everything else passes these from hand to hand.

All are frozen. None computes anything beyond adding its own counts, and none reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import date

Names = Mapping[str, str]
"""A text in several languages: ``{"es": "...", "en": "..."}``."""

Basis = Literal["text", "regulation", "practice", "inferred"]
"""How well a rule is known: from the law's text, a regulation, practice, or inferred from results."""

CountBasis = Literal["official", "recomputed", "press", "deduced"]
"""How well a count is known: stated by the body, added up by us, printed, or deduced from other figures."""


class Problem(ValueError):  # noqa: N818 - the house's one exception; it names what went wrong, not a code error
    """Something the user can put right: what, where, why, what to do.

    ``template`` is the English sentence with ``{named}`` places; ``facts`` fill them. Reports
    translate the template, so a message exists in every language and its facts only once. A fact may
    itself be a Problem, or a ``Problems``: it is translated with the rest.

    >>> str(Problem("{file}, row {row}: votes cannot be negative.", file="votes.csv", row=3))
    'votes.csv, row 3: votes cannot be negative.'
    """

    def __init__(self, template: str, **facts: object) -> None:
        """Keep the template and its facts apart, so that both can be tested and translated."""
        super().__init__(template, facts)
        self.template = template
        self.facts = facts

    def __str__(self) -> str:
        """The message in English."""
        return self.template.format(**self.facts)


class Problems(tuple[Problem, ...]):
    """Several problems told together, one a line.

    >>> print(Problems([Problem("one."), Problem("two.")]))
    one.
    two.
    """

    __slots__ = ()

    def __str__(self) -> str:
        """One message a line, in English."""
        return "\n".join(str(each) for each in self)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure or a rule was read: a document, and within it an article, a file and a row."""

    title: str
    article: str = ""
    url: str = ""
    publisher: str = ""
    date: str = ""
    file: str = ""
    row: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """Who stands: a list, an alliance or a candidate, under the acronym the official count uses.

    ``size`` is how many parties stand together on it, ``minority`` whether it stands for a national minority, and
    ``alliance`` names the lists whose votes are counted together. ``party`` is what tables of results call somebody who
    stands alone; it is empty for a list.
    """

    id: str
    name: str = ""
    leader: str = ""
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    color: str = ""
    size: int = 1
    minority: bool = False
    alliance: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Constituency:
    """An area that fills seats in one tier; ``seats`` is None where the law, not the election, says how many."""

    tier: str
    name: str
    region: str = ""
    seats: int | None = None
    abroad: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts added up over one constituency for one tier's ballot.

    ``votes`` holds valid votes by list id, ``candidates`` the personal votes among them by list and candidate; the
    other counts are None where no source states them.

    >>> Tally("president", "Pando", votes={"A": 30, "B": 12}).valid
    42
    """

    tier: str
    constituency: str
    votes: Mapping[str, int] = field(default_factory=dict)
    blank: int | None = None
    null: int | None = None
    registered: int | None = None
    source: Source | None = None
    candidates: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def valid(self) -> int:
        """Votes for a list."""
        return sum(self.votes.values())

    @property
    def cast(self) -> int | None:
        """Valid, blank and null votes together; None where blank or null votes are unknown."""
        if self.blank is None or self.null is None:
            return None
        return self.valid + self.blank + self.null


@dataclass(frozen=True, slots=True)
class Winner:
    """A seat whose holder is declared, not counted by us; ``constituency`` is empty where only the region is known."""

    tier: str
    constituency: str
    region: str
    list: str
    seats: int
    basis: CountBasis
    source: Source


@dataclass(frozen=True, slots=True)
class OfficialSeats:
    """What an authority said a list won: ``constituency`` empty for the whole body, ``kind`` empty for all kinds.

    ``level`` is constituency, national, or what the table calls the areas between; ``body`` is empty for the only one.
    """

    body: str
    constituency: str
    list: str
    kind: str
    seats: int
    source: Source
    basis: CountBasis = "official"
    level: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of an answer must be told; ``about`` is a body, a tier, or empty for the election."""

    about: str
    text: Names


@dataclass(frozen=True, slots=True)
class Contest:
    """One tier's ballot of an election: where its counts come from and how well they are known.

    ``complete`` is False where some lists' votes are missing, so that winners cannot be counted from them. ``by``,
    ``abroad``, ``named``, ``registered`` and ``parts`` say how tally sheets add up to its constituencies, as in
    ``election.yaml``.
    """

    tier: str
    source: Source
    basis: CountBasis = "official"
    complete: bool = True
    by: str = ""
    abroad: str = ""
    named: str = "{}"
    registered: bool = True
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Election:
    """A day of voting as data: who stood, where, what was counted, and what was officially declared."""

    id: str
    name: Names
    date: date
    country: str = ""
    law: str = ""
    status: Literal["official", "annulled", "preliminary", "hypothetical"] = "official"
    lists: tuple[List, ...] = ()
    constituencies: tuple[Constituency, ...] = ()
    contests: tuple[Contest, ...] = ()
    tallies: tuple[Tally, ...] = ()
    winners: tuple[Winner, ...] = ()
    official: tuple[OfficialSeats, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    measures: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    """Numbers of areas that a law may need besides votes: ``{"population": {area: number}}``."""

    def __repr__(self) -> str:
        """The id, the date and how much was counted."""
        return f"<Election {self.id}, {self.date}: {len(self.lists)} lists, {len(self.tallies)} tallies>"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says: a stable code, how serious, where, and the facts its message is worded from."""

    code: str
    severity: Literal["info", "warning", "error"]
    where: Source
    facts: Mapping[str, Any] = field(default_factory=dict)
