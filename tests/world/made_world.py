"""Small laws and elections for the tests of this room, made by hand; the figures stand in the tests."""

from __future__ import annotations

from datetime import date

from escrutinio.documents import check
from escrutinio.law import LawFile, in_force
from escrutinio.model import Constituency, Election, List, Tally
from escrutinio.outcome import elect, frame, run_law

DAY = date(2026, 1, 1)
WORDS = {"es": "x", "en": "x"}
DATED = {"from": "2000-01-01", "source": {"text": "act", "article": "1"}, "basis": "text"}
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def stage(name, does, **more):
    """One stage of a law, dated and sourced; ties are settled by lots unless told otherwise."""
    ties = {} if does == "threshold" else {"ties": "lots"}
    return {"id": name, "does": does, "name": WORDS, **DATED, **ties, **more}


def law_of(stages, kinds, *, pools=None, members=None, **more):
    """A law of one body, ``house``: its stages, and where the seats of each kind are told; ``pools`` give no seats."""
    whole = {"members": members} if members else {}
    body = {
        "name": WORDS,
        "kinds": dict.fromkeys(kinds, WORDS),
        "distribution": [{**DATED, "kinds": {**kinds, **(pools or {})}, **whole}],
        "stages": stages,
        **more,
    }
    texts = {"act": {"title": "Act"}}
    return check({"law": "x", "country": "x", "name": WORDS, "texts": texts, "bodies": {"house": body}}, LawFile)


def election_of(tiers, *, seats=None, standing=None, candidates=None, measures=None, **more):
    """An election from votes by tier and constituency; ``"C1@North"`` is the constituency C1 of the region North.

    Votes stand in the order of the lists (A, B, C … unless ``standing`` names them); ``seats`` is by tier and place.
    """
    rows = [
        (tier, *place.partition("@"), place, votes) for tier, places in tiers.items() for place, votes in places.items()
    ]
    longest = max((len(votes) for *_, votes in rows), default=1)
    lists = tuple(standing or (List(name) for name in LETTERS[:longest]))
    told = {(tier, place): number for tier, by_place in (seats or {}).items() for place, number in by_place.items()}
    people = candidates or {}
    return Election(
        id="small",
        name=WORDS,
        date=DAY,
        lists=lists,
        constituencies=tuple(
            Constituency(tier, name, region or name, told.get((tier, place)))
            for tier, name, _, region, place, _ in rows
        ),
        tallies=tuple(
            Tally(
                tier,
                name,
                votes={each.id: count for each, count in zip(lists, votes, strict=False)},
                candidates=people.get(name, {}),
                **more,
            )
            for tier, name, _, _, _, votes in rows
        ),
        measures=measures or {},
    )


def house(election, law, **options):
    """The outcome of the law's body."""
    return elect(election, law, day=DAY, **options)["house"]


def runs(election, law, votes=None, lots=None):
    """The law's body as it runs over the votes of an election, or over draws of them."""
    counted = frame(election)
    return run_law(counted.with_votes(votes) if votes else counted, in_force(law, DAY), lots)["house"]


def held(run, kind, draw=0):
    """Seats of a kind by area and list in one draw, as plain numbers."""
    seats = run.seats[kind]
    return seats[draw if len(seats) > 1 else 0].tolist()
