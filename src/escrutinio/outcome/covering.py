"""Constituency winners seated only as far as their list's claim in the region reaches, the best shares first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import ranked_shares
from escrutinio.outcome.pending import Open

if TYPE_CHECKING:
    from escrutinio.outcome.frame import BoolArray, IntArray, Tier
    from escrutinio.outcome.state import Bench, StageRun


def covered(run: StageRun, claim: StageRun, tier: Tier, bench: Bench) -> StageRun:
    """The winners that their list's claim covers; a winner without a list in the claim's ballot needs none."""
    votes = tier.at("constituency")
    winner = run.seats.argmax(axis=-1)[..., None]
    own = np.take_along_axis(votes, winner, -1)[..., 0]
    names = tuple(dict.fromkeys(run.regions))
    region = np.array([names.index(each) for each in run.regions])
    groups = region * len(bench.frame.lists) + winner[..., 0]
    ranks, equal = ranked_shares(own, votes.sum(axis=-1), groups)
    claims = np.broadcast_to(claim.at("region", names), (len(votes), len(names), len(bench.frame.lists)))
    room = claims[np.arange(len(votes))[:, None], region, winner[..., 0]]
    free = np.take_along_axis(np.broadcast_to(_without_list(claim, bench), votes.shape), winner, -1)[..., 0]
    seated = (ranks < room) | free
    cut = equal & (ranks == room) & ~free
    opens = _drawn(run, bench, (groups, own, ranks, equal, room), cut, seated)
    won = np.take_along_axis(run.seats, winner, -1)
    seats, uncovered = np.zeros_like(run.seats), np.zeros(run.seats.shape, dtype=bool)
    np.put_along_axis(seats, winner, won * seated[..., None], -1)
    np.put_along_axis(uncovered, winner, (won > 0) & ~seated[..., None], -1)
    facts = {"uncovered": uncovered, "ranks": ranks, "room": room, "tied": cut}
    return replace(run, seats=seats, opens=opens, facts=facts)


def _drawn(
    run: StageRun, bench: Bench, ranking: tuple[IntArray, ...], cut: BoolArray, seated: BoolArray
) -> tuple[Open, ...]:
    """Settle in place who of equal shares sits, by the law's order and then by lot; the ties of the first draw.

    A lot is addressed to the region and the list; the constituencies draw. ``cut`` keeps only what a lot decides.
    """
    groups, own, ranks, equal, room = ranking
    opens = []
    for draw, last in np.argwhere(cut):
        mates = np.flatnonzero(groups[draw] == groups[draw, last])
        mates = mates[np.argsort(ranks[draw, mates])]
        first = max(at for at in range(room[draw, last] + 1) if not equal[draw, mates[at]])
        after = (at for at in range(first + 1, len(mates)) if not equal[draw, mates[at]])
        rivals = mates[first : next(after, len(mates))].tolist()
        seats = int(room[draw, last]) - first
        region, name = run.regions[last], bench.frame.lists[int(groups[draw, last]) % len(bench.frame.lists)]
        names = tuple(run.areas[each] for each in rivals)
        lots = bench.ranks(run.stage.id, (f"{region}.{name}",), standing=names)
        by_law = {"most_votes": -1, "fewest_votes": 1}.get(run.stage.ties, 0)
        law = [by_law * int(own[draw, each]) for each in rivals]
        drawn = [0] * len(rivals) if lots is None else lots[0, 0].tolist()
        order = sorted(range(len(rivals)), key=lambda at: (law[at], drawn[at], at))
        seated[draw, rivals] = False
        seated[draw, [rivals[at] for at in order[:seats]]] = True
        edge = law[order[seats]]
        cut[draw, last] = edge == law[order[seats - 1]]
        if draw == 0 and cut[draw, last]:
            level = sorted(at for at in order if law[at] == edge)
            prizes = sum(at in level for at in order[:seats])
            opens.append(Open(f"{region}.{name}", tuple(names[at] for at in level), prizes, region))
    return tuple(opens)


def _without_list(claim: StageRun, bench: Bench) -> BoolArray:
    """Who has no votes in the ballot of the claim, or stands alone; shape (draws, 1, lists)."""
    tier = bench.tier(claim.facts["tier"])
    votes = claim.votes if tier is None else tier.votes
    without: BoolArray = (votes.sum(axis=1, keepdims=True) == 0) | bench.frame.alone
    return without
