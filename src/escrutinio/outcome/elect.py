"""From tallies and a law to who is elected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.law import in_force
from escrutinio.model import Problem
from escrutinio.outcome.frame import frame as frame_of
from escrutinio.outcome.lots import explore
from escrutinio.outcome.names import body_named
from escrutinio.outcome.result import BodyOutcome, Outcome
from escrutinio.outcome.state import Bench

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from escrutinio.law import BodyInForce, LawFile
    from escrutinio.model import Election
    from escrutinio.outcome.frame import Frame
    from escrutinio.outcome.state import Lots


def elect(
    election: Election,
    law: LawFile,
    *,
    day: date | None = None,
    lots: Mapping[str, Sequence[str]] | None = None,
    bodies: Sequence[str] | None = None,
) -> Outcome:
    """Who is elected, body by body.

    Args:
        election: tallies by constituency, and winners that were declared rather than counted.
        law: any body of law whose tiers the election has.
        day: the day whose rules apply; the election's own where None.
        lots: drawn lots by address ``body.stage.area``, each naming the lists the lot favoured.
        bodies: only these; all that the election has votes of where None.

    Returns:
        The outcome: certain seats, ties, possible outcomes and the arrays that explain them.

    Raises:
        Problem: the law, the votes and the lots do not fit each other.

    >>> import escrutinio as es
    >>> elect(es.election("bo-2014"), es.law.load("bo"), bodies=["senate"])
    bo-2014 (2014-10-12), law bo on 2014-10-12
      senate (36): MAS-IPSP 25, UD 9, PDC 2
    """
    rules = in_force(law, day or election.date)
    votes = frame_of(election)
    drawn = {_address(rules.bodies, address): tuple(lists) for address, lists in (lots or {}).items()}
    wanted = [body_named(rules.bodies, each) for each in bodies or fitting_bodies(votes, rules.bodies) or rules.bodies]
    return Outcome(election, rules, votes, {name: _body(votes, rules.bodies[name], drawn) for name in wanted})


def fitting_bodies(votes: Frame, bodies: Mapping[str, BodyInForce]) -> list[str]:
    """The bodies of whose ballots the votes have any, by their own name or by one the law knows.

    Where there are none, a body of one ballot takes the only one that there is.

    >>> import escrutinio as es
    >>> election = es.election("bo-2014")
    >>> fitting_bodies(frame_of(election), in_force(es.law.load("bo"), election.date).bodies)
    ['president', 'senate', 'deputies', 'supranational']
    """
    named = [name for name, body in bodies.items() if any(_there(votes, body, alone=False))]
    return named or [name for name, body in bodies.items() if any(_there(votes, body, alone=True))]


def _there(votes: Frame, body: BodyInForce, *, alone: bool) -> list[bool]:
    """Whether the votes have each of the ballots that a body's stages count; a run-off need not have been held."""
    bench = Bench(votes, body)
    needed = {stage.votes for stage in body.stages if stage.does not in {"runoff", "open_list"} and stage.votes}
    tiers = [bench.tier(name, alone=alone) for name in needed]
    return [each is not None and (each.votes.shape[1] > 0 or bool(each.declared)) for each in tiers]


def _address(bodies: Mapping[str, BodyInForce], address: str) -> str:
    """A lot's address, with the body by its id."""
    body, dot, rest = address.partition(".")
    return f"{body_named(bodies, body)}{dot}{rest}"


def _body(votes: Frame, rules: BodyInForce, lots: Lots) -> BodyOutcome:
    explored = explore(votes, rules, {key: lists for key, lists in lots.items() if key.split(".")[0] == rules.id})
    run = explored.branches[0].run
    missing = [each.stage.votes for each in run.stages.values() if each.missing]
    if missing and not any(each.counted for each in run.stages.values()):
        raise Problem(
            "the law counts the votes of the tier “{tier}” for “{body}”, and the election has none. It has: {known}.",
            tier=missing[0],
            body=rules.id,
            known=", ".join(votes.tiers) or "—",
        )
    return BodyOutcome(run, explored.branches, explored.ties, explored.complete)
