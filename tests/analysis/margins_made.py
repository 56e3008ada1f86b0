"""Small elections and laws for margins: how they are put together, and random numbers for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from escrutinio.documents import check
from escrutinio.law import LawFile
from escrutinio.model import Constituency, Election, List, Tally

if TYPE_CHECKING:
    import numpy as np

DAY = date(2026, 1, 1)
WORDS = {"es": "x", "en": "x"}
DATED = {"from": "2000-01-01", "source": {"text": "act", "article": "1"}, "basis": "text"}
LETTERS = "ABCD"


@dataclass(frozen=True)
class Ballot:
    """A ballot: the region and the seats of each constituency, at which level it is read, and how many votes it has."""

    regions: tuple[str, ...]
    seats: tuple[int, ...] = ()
    level: str = "constituency"
    most: int = 10


@dataclass(frozen=True)
class Small:
    """A law with its ballots."""

    law: LawFile
    ballots: dict[str, Ballot]
    lists: int
    members: int = 0
    registered: int = 0
    measures: dict[str, Any] = field(default_factory=dict)
    kinds: tuple[str, ...] = ("move", "move", "move", "add", "remove")
    """What may be done to the votes: where no list may lose them all, they can only be added."""
    named: bool = False
    """Whether the list that gains is always named: every way to do it takes too long."""
    grows: bool = False
    """Whether the house grows with every vote, so that adding votes in one place has no end."""


def stage(name: str, does: str, **more: Any) -> dict[str, Any]:
    """One stage of a law, dated and sourced."""
    ties = {} if does == "threshold" else {"ties": "lots"}
    votes = {} if does in {"compensation", "levelling", "sub_apportionment", "placement"} else {"votes": "list"}
    return {"id": name, "does": does, "name": WORDS, **DATED, **votes, **ties, **more}


def law_of(stages: list[Any], kinds: dict[str, Any] | None = None, *, pools: Any = None, members: int = 0) -> LawFile:
    """A law of one body, ``house``, with a majority of half its members; an office where it has no kinds of seat."""
    body: dict[str, Any] = {"name": WORDS, "kinds": dict.fromkeys(kinds or ["president"], WORDS), "stages": stages}
    if kinds:
        whole = {"members": members} if members else {}
        body["distribution"] = [{**DATED, "kinds": {**kinds, **(pools or {})}, **whole}]
        half = {**DATED, "id": "half", "name": WORDS, "share": "1/2", "of": "members", "boundary": "more_than"}
        body["majorities"] = [half]
    texts = {"act": {"title": "Act"}}
    return check({"law": "x", "country": "x", "name": WORDS, "texts": texts, "bodies": {"house": body}}, LawFile)


def election_of(small: Small, votes: dict[str, np.ndarray]) -> Election:
    """An election from tables of votes by ballot: a row for each constituency."""
    lists = tuple(List(name) for name in LETTERS[: small.lists])
    rows = [(tier, number) for tier in votes for number in range(len(votes[tier]))]
    cast: dict[str, Any] = {"registered": small.registered, "blank": 1, "null": 0} if small.registered else {}
    return Election(
        id="small",
        name=WORDS,
        date=DAY,
        lists=lists,
        constituencies=tuple(
            Constituency(tier, place(tier, n), small.ballots[tier].regions[n], _at(small.ballots[tier].seats, n))
            for tier, n in rows
        ),
        tallies=tuple(
            Tally(tier, place(tier, n), votes=dict(zip(LETTERS, votes[tier][n].tolist(), strict=False)), **cast)
            for tier, n in rows
        ),
        measures=small.measures,
    )


def place(tier: str, number: int) -> str:
    """The name of a constituency."""
    return f"{tier} {number}"


def _at(seats: tuple[int, ...], number: int) -> int | None:
    return seats[number] if seats else None


def few(rng: np.random.Generator, low: int, high: int) -> int:
    """A number from one to another, both included."""
    return int(rng.integers(low, high + 1))


def one_of(rng: np.random.Generator, *choices: Any) -> Any:
    """One of several."""
    return choices[int(rng.integers(len(choices)))]


def regions_of(number: int) -> tuple[str, ...]:
    """A region for each constituency."""
    return tuple(f"R{each}" for each in range(number))


def districts(rng: np.random.Generator, most: int = 3, seats: int = 5) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """A few constituencies with their seats."""
    number = few(rng, 1, most)
    return regions_of(number), tuple(few(rng, 1, seats) for _ in range(number))
