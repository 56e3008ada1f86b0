"""How many districts must change hands before anything else is decided by them.

Where a house is levelled, a district more decides nothing as long as the list's claim there covers it, and one fewer
only where the list won more than its claim. So most districts that could change hands with a few votes change no
list's seats in all: they do so only in company.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from escrutinio.analysis.margins.forms import Together
from escrutinio.law.conditions import AnyOf, SeatsCondition
from escrutinio.law.references import kinds_read
from escrutinio.outcome.conditions import meets

if TYPE_CHECKING:
    from escrutinio.analysis.margins.forms import Form
    from escrutinio.analysis.margins.relevant import Relevant
    from escrutinio.outcome import BodyRun
    from escrutinio.outcome.frame import IntArray
    from escrutinio.outcome.state import StageRun

NEVER = 10**6


class Needs(NamedTuple):
    """By region and list, how many districts won, or lost, it takes in that region; shape (regions, lists)."""

    regions: tuple[str, ...]
    won: IntArray
    lost: IntArray

    def at(self, region: str, ahead: int, behind: int) -> tuple[int, int]:
        """How many districts the first must lose, or the second win."""
        row = self.regions.index(region)
        return int(self.lost[row, ahead]), int(self.won[row, behind])


def needs(stage: StageRun, run: BodyRun, relevant: Relevant) -> Needs | None:
    """What it takes of the winners of a stage; None where every one may decide something."""
    if relevant.asks not in {"seats", "majority"} or relevant.area or relevant.regions is not None:
        return None
    readers = [each for each in run.stages.values() if stage.kind in kinds_read(each.stage)]
    levelling = [each for each in readers if each.stage.does == "levelling"]
    if len(levelling) != 1 or stage.stage.does != "plurality":
        return None
    made = levelling[0]
    found = _of_levelling(made, run)
    for each in readers:
        if found is not None and each.stage.does == "threshold":
            found = _of_threshold(found, each, run, stage.kind)
        elif each is not made and (each.stage.does != "compensation" or each.stage.entitlement != made.stage.id):
            return None
    return found


def _of_levelling(made: StageRun, run: BodyRun) -> Needs | None:
    """A district counts where it raises what is sure to a list above its claim."""
    claim = run.stages[made.stage.entitlement]
    if claim.per != "region":
        return None
    won, claims = run.bench.won(made.stage.counted, claim.per, claim.areas)[0], claim.seats[0]
    if made.stage.minimum == "larger":
        gained = np.maximum(claims - won + 1, 1)
        lost = np.where(won > claims, 1, NEVER)
    else:
        slack = claims.sum(axis=0) - made.facts["by_area"][0].sum(axis=0)
        gained = np.broadcast_to(np.maximum(slack + 1, 1), claims.shape)
        lost = np.broadcast_to(np.where(slack < 0, 1, NEVER), claims.shape)
    outside = claim.votes[0].sum(axis=0) == 0  # who takes no part keeps every district
    return Needs(claim.areas, np.where(outside, 1, gained), np.where(outside, 1, lost))


def _of_threshold(found: Needs, stage: StageRun, run: BodyRun, kind: str) -> Needs | None:
    """A district counts where it lets a list in that nothing else lets in."""
    admits = stage.stage.admits
    inner = list(admits.any.values()) if isinstance(admits, AnyOf) else [admits]
    asked = [each for each in inner if isinstance(each, SeatsCondition)]
    plain = [
        each.over == "country" and each.boundary == "at_least" and each.areas == 1 and tuple(each.of) == (kind,)
        for each in asked
    ]
    tier = run.bench.tier(stage.stage.votes)
    if plain != [True] or asked[0].seats < 1 or tier is None:
        return None
    number = ceil(asked[0].seats)
    seats = run.bench.won((kind,), "country", ("",))[0, 0]
    counted = tier.counted(stage.stage.abroad)
    others = [meets(each, counted, run.bench)[0].all(axis=0) for each in inner if each is not asked[0]]
    free = np.logical_or.reduce(others) if others else np.zeros(len(seats), dtype=bool)
    won = np.where(free | (seats >= number), NEVER, number - seats)
    lost = np.where(free | (seats < number), NEVER, seats - number + 1)
    return Needs(found.regions, np.minimum(found.won, won), np.minimum(found.lost, lost))


class Company(NamedTuple):
    """Districts of a region that a list could win: they decide something only several together."""

    together: dict[tuple[str, int, int], Together]

    @staticmethod
    def number(decisive: Needs, region: str, pair: tuple[int, int]) -> int:
        """How many it takes; 1 also where it is the loss of several that decides."""
        lost, won = decisive.at(region, *pair)
        return won if lost >= NEVER else 1

    def of(self, region: str, behind: int, number: int, form: Form, row: int) -> Together:
        """Those that a list could win in a region, this one with them."""
        at = (region, behind, number)
        together = self.together.setdefault(at, Together({}, number))
        together.area_of[form] = row
        return together
