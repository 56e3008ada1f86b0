"""Small elections and small laws for tests, put together by hand: every figure stands in the test that uses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from escrutinio.documents import check
from escrutinio.law import LawFile
from escrutinio.model import Constituency, Election, List, Source, Tally, Winner
from escrutinio.outcome import elect

DAY = date(2026, 1, 1)
WORDS = {"es": "x", "en": "x"}
DATED = {"from": "2000-01-01", "source": {"text": "act", "article": "1"}, "basis": "text"}
THREE_PERCENT = {"share": "3/100", "of": "valid_votes", "over": "country", "boundary": "at_least"}
MAJORITY = {"share": "1/2", "of": "valid_votes", "over": "country", "boundary": "more_than"}
FORTY_AND_TEN = {
    "any": {
        "majority": MAJORITY,
        "forty-and-ten": {
            "all": {
                "forty": {"share": "2/5", "boundary": "at_least"},
                "ten": {"lead": "1/10", "boundary": "at_least"},
            }
        },
    }
}


def stage(name, does, **more):
    """One stage of a law, dated and sourced; ties are settled by lots wherever seats are given."""
    ties = {} if does == "threshold" else {"ties": "lots"}
    votes = {} if does == "compensation" else {"votes": "president"}
    return {"id": name, "does": does, "name": WORDS, **DATED, **votes, **ties, **more}


def body(stages, seats=None, members=None):
    """One body: its stages and its seats by region and kind."""
    kinds = {kind for by_kind in (seats or {}).values() for kind in by_kind} or {"president"}
    total = sum(sum(by_kind.values()) for by_kind in (seats or {}).values())
    part = [{**DATED, "members": members or total, "areas": seats}] if seats else []
    return {"name": WORDS, "kinds": dict.fromkeys(sorted(kinds), WORDS), "distribution": part, "stages": stages}


def law_of(**bodies):
    """A law of these bodies."""
    texts = {"act": {"title": "Act"}}
    return check({"law": "x", "country": "x", "name": WORDS, "texts": texts, "bodies": bodies}, LawFile)


def office(otherwise="runoff", wins=None, **more):
    """One office: a first round and, where it is the law's way, a run-off."""
    first = stage("first", "single_winner", wins=wins or FORTY_AND_TEN, otherwise=otherwise, gives="president", **more)
    second = stage("second", "runoff", votes="runoff", after="first", gives="president")
    return law_of(president=body([first, second] if otherwise == "runoff" else [first]))


def senate(seats, **more):
    """A chamber filled region by region from the presidential votes; by D'Hondt unless told otherwise."""
    does = "plurality" if "ranks" in more else "highest_averages"
    how = {} if "ranks" in more else {"seats": ["senator"], "divisors": "dhondt"}
    filled = stage("senators", does, per="region", abroad="not_counted", gives="senator", **how, **more)
    return law_of(senate=body([filled], {region: {"senator": number} for region, number in seats.items()}))


def deputies(seats, rule="A", share="3/100"):
    """A chamber as the Bolivian one: rule A leaves special seats on top, rule B counts them inside (facts, (c)).

    ``seats`` holds, by region, the number of districts, list seats and special seats.
    """
    inside = ["uninominal", "special"] if rule == "B" else ["uninominal"]
    stages = [
        stage("threshold", "threshold", admits={**THREE_PERCENT, "share": share}),
        stage("districts", "plurality", votes="uninominal", per="constituency", gives="uninominal"),
        stage("special", "plurality", votes="special", per="constituency", gives="special"),
        stage(
            "entitlement",
            "highest_averages",
            per="region",
            abroad="not_counted",
            seats=[*inside, "list"],
            divisors="dhondt",
            among="threshold",
            entitles="entitlement",
        ),
        stage(
            "lists",
            "compensation",
            entitlement="entitlement",
            counted=inside,
            overhang="lowest_quotients",
            gives="list",
        ),
    ]
    kinds = ("uninominal", "list", "special")
    return law_of(deputies=body(stages, {area: dict(zip(kinds, n, strict=True)) for area, n in seats.items()}))


def election_of(tiers, lists=None, abroad=(), winners=(), **more):
    """An election from votes by tier and constituency; ``"C1@North"`` is the constituency C1 of the region North.

    Votes are a mapping by list, or a sequence in the order of ``lists`` (A, B, C … where not given).
    """
    rows = [(tier, *_parted(place), votes) for tier, places in tiers.items() for place, votes in places.items()]
    longest = max((len(votes) for *_, votes in rows), default=1)
    names = tuple(lists or "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:longest])
    return Election(
        id="small",
        name=WORDS,
        date=DAY,
        lists=tuple(List(name) for name in names),
        constituencies=tuple(Constituency(tier, name, region, abroad=name in abroad) for tier, name, region, _ in rows),
        tallies=tuple(Tally(tier, name, votes=_by_list(votes, names), **more) for tier, name, _, votes in rows),
        winners=tuple(winner_of(*winner) for winner in winners),
    )


def race(*votes, runoff=None, **more):
    """An election of one office in a country of one constituency."""
    second = {} if runoff is None else {"runoff": {"Here": runoff}}
    return election_of({"president": {"Here": votes}, **second}, **more)


def elected(election, law, name=None, **options):
    """The outcome of a law's only body, or of one by name."""
    return elect(election, law, day=DAY, **options)[name or next(iter(law.bodies))]


def winner_of(tier, constituency, region, name):
    """One seat as declared."""
    return Winner(tier, constituency, region, name, 1, "press", Source("x"))


def with_votes(election, tier, constituency, name, change):
    """The election with votes added to (or taken from) one list in one place."""
    return replace(
        election,
        tallies=tuple(
            replace(tally, votes={**tally.votes, name: tally.votes.get(name, 0) + change})
            if (tally.tier, tally.constituency) == (tier, constituency)
            else tally
            for tally in election.tallies
        ),
    )


def _parted(place):
    name, _, region = place.partition("@")
    return name, region or name


def _by_list(votes, names):
    return dict(votes) if isinstance(votes, dict) else dict(zip(names, votes, strict=False))
