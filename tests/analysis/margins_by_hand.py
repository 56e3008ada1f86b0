"""Margins by exhaustion: every table of votes within reach, counted by the law, and the nearest that does it.

Nothing of the margins is imported; the law is run on every table at once, and where lots decide, every way they fall.
"""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np

from escrutinio.documents import check
from escrutinio.law import LawFile, in_force
from escrutinio.model import Constituency, Election, List, Tally
from escrutinio.outcome import frame, run_body
from escrutinio.outcome.lots import explore

DAY = date(2026, 1, 1)
WORDS = {"es": "x", "en": "x"}
DATED = {"from": "2000-01-01", "source": {"text": "act", "article": "1"}, "basis": "text"}


def stage(name, does, **more):
    """One stage of a law, dated and sourced."""
    ties = {} if does == "threshold" else {"ties": "lots"}
    votes = {} if does in {"compensation", "levelling"} else {"votes": "list"}
    return {"id": name, "does": does, "name": WORDS, **DATED, **votes, **ties, **more}


def law_of(stages, kinds=None, members=None, majorities=()):  # noqa: ARG001 - none here decides by one
    """A law of one body, ``house``."""
    body = {"name": WORDS, "kinds": dict.fromkeys(kinds or ["president"], WORDS), "stages": stages}
    if kinds:
        body["distribution"] = [{**DATED, "kinds": kinds, **({"members": members} if members else {})}]
        body["majorities"] = [
            {**DATED, "id": "half", "name": WORDS, "share": "1/2", "of": "members", "boundary": "more_than"}
        ]
    return check(
        {"law": "x", "country": "x", "name": WORDS, "texts": {"act": {"title": "Act"}}, "bodies": {"house": body}},
        LawFile,
    )


def election_of(tiers, seats):
    """An election from tables of votes by tier: rows are constituencies C0, C1 …, each its own region N."""
    width = len(next(iter(tiers.values()))[0])
    lists = tuple(List(name) for name in "ABCDEF"[:width])
    rows = [(tier, number, votes) for tier, table in tiers.items() for number, votes in enumerate(table)]
    return Election(
        id="small",
        name=WORDS,
        date=DAY,
        lists=lists,
        constituencies=tuple(
            Constituency(tier, f"{tier} {number}", f"R{number}", seats.get(tier)) for tier, number, _ in rows
        ),
        tallies=tuple(
            Tally(tier, f"{tier} {number}", votes={each.id: int(v) for each, v in zip(lists, votes, strict=True)})
            for tier, number, votes in rows
        ),
    )


def nearest(election, law, goal, tables):
    """The fewest votes that can reach a goal by lot, and those that do for certain; None where no table does.

    ``tables`` are (distance, votes by tier); ``goal`` tells of the seats of one run whether they are what is wanted.
    """
    counted, body = frame(election), in_force(law, DAY).bodies["house"]
    far = np.array([distance for distance, _ in tables])
    votes = {tier: np.array([table[tier] for _, table in tables]) for tier in tables[0][1]}
    run = run_body(counted.with_votes(votes), body)
    met, tied = goal(run, len(tables)), np.broadcast_to(run.tied, (len(tables),))
    best = {"possible": min(far[met & ~tied], default=None), "certain": min(far[met & ~tied], default=None)}
    for at in sorted(np.flatnonzero(tied), key=lambda each: far[each]):
        if all(best[name] is not None and best[name] <= far[at] for name in best):
            break
        one = counted.with_votes({tier: table[[at, at]] for tier, table in votes.items()})
        ways = [bool(goal(branch.run, 2)[0]) for branch in explore(one, body, {}).branches]
        for name, here in (("possible", any(ways)), ("certain", all(ways))):
            if here and (best[name] is None or far[at] < best[name]):
                best[name] = far[at]
    return tuple(None if each is None else int(each) for each in best.values())


def moved(tiers, pairs=None, most=10**9):
    """Every table that moving votes inside constituencies can lead to, with how many are moved.

    ``pairs`` is None (among lists with votes there), or one pair of places of lists.
    """
    rows = [(tier, number) for tier, table in tiers.items() for number in range(len(table))]
    choices = [_moved_row(tiers[tier][number], pairs) for tier, number in rows]
    return _tables(tiers, rows, choices, most)


def added(tiers, to, most):
    """Every table with up to so many votes more, for one list, or for any with votes there."""
    rows = [(tier, number) for tier, table in tiers.items() for number in range(len(table))]
    choices = [_added_row(tiers[tier][number], to, most) for tier, number in rows]
    return _tables(tiers, rows, choices, most)


def removed(tiers, source):
    """Every table with fewer votes, of one list, or of any."""
    rows = [(tier, number) for tier, table in tiers.items() for number in range(len(table))]
    choices = []
    for tier, number in rows:
        old = tiers[tier][number]
        ranges = [range(v + 1) if source in (None, each) else [v] for each, v in enumerate(old)]
        choices.append([(sum(old) - sum(new), new) for new in product(*ranges)])
    return _tables(tiers, rows, choices, 10**9)


def _moved_row(old, pairs):
    if pairs is not None:
        a, b = pairs
        shifts = range(old[a] + 1)
        return [(n, tuple(v - n * (i == a) + n * (i == b) for i, v in enumerate(old))) for n in shifts]
    standing = [each for each, votes in enumerate(old) if votes]
    rows = []
    for part in _parts(sum(old), len(standing)):
        new = [0] * len(old)
        for place, votes in zip(standing, part, strict=True):
            new[place] = votes
        rows.append((sum(max(0, n - o) for n, o in zip(new, old, strict=True)), tuple(new)))
    return rows


def _added_row(old, to, most):
    able = [each for each, votes in enumerate(old) if (votes if to is None else each == to)]
    rows = []
    for extra in product(range(most + 1), repeat=len(able)):
        if sum(extra) <= most:
            new = list(old)
            for place, votes in zip(able, extra, strict=True):
                new[place] += votes
            rows.append((sum(extra), tuple(new)))
    return rows


def _parts(whole, places):
    """Every way to share a number out."""
    if places == 0:
        return [()] if whole == 0 else []
    if places == 1:
        return [(whole,)]
    return [(first, *rest) for first in range(whole + 1) for rest in _parts(whole - first, places - 1)]


def _tables(tiers, rows, choices, most):
    found = []
    for picked in product(*choices):
        distance = sum(each for each, _ in picked)
        if distance <= most:
            table = {tier: [None] * len(old) for tier, old in tiers.items()}
            for (tier, number), (_, votes) in zip(rows, picked, strict=True):
                table[tier][number] = votes
            found.append((distance, table))
    return found
