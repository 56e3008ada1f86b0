"""A body as parts that have no votes in common: each area's sharing, with the districts whose winners it makes up for.

Only what ``prices`` can follow is taken apart: districts that the list with most votes wins, and seats shared
by divisors, with or without seats held already. A threshold does not tie the parts together as long as nobody crosses
it; what it takes to cross is kept beside them (``Crossing``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.margins.bars import NEVER, bars_of
from escrutinio.analysis.margins.forms import Beyond
from escrutinio.analysis.margins.forms_quotas import quota_at
from escrutinio.analysis.margins.holding import Holding
from escrutinio.analysis.margins.prices import Contest
from escrutinio.apportionment.allocation import LargestRemainder
from escrutinio.law.conditions import kinds_in
from escrutinio.law.references import kinds_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from escrutinio.analysis.margins.field import Field
    from escrutinio.analysis.margins.forms import Key
    from escrutinio.analysis.margins.places import Place
    from escrutinio.outcome import BodyRun
    from escrutinio.outcome.state import StageRun


@dataclass(frozen=True, slots=True)
class Sharing:
    """One sharing, the places its votes lie in, and the threshold that it asks, if any."""

    contest: Contest
    places: tuple[Place, ...]
    asks: str = ""
    area: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Sharings of the same votes, and what counts as seats held in the first of them.

    ``held`` are districts of another ballot; ``within`` are sharings of the same votes area by area, with the seats of
    each list, which the floors of the first sharing hold. A district that counts nowhere else is a sharing of one seat.
    """

    wholes: tuple[Sharing, ...]
    held: tuple[Sharing, ...] = ()
    within: tuple[tuple[Sharing, tuple[int, ...]], ...] = ()

    def lies_in(self, area: str) -> bool:
        """Whether its seats are of an area; all are of the nameless one."""
        return all(area in {"", each.area, each.region} for each in self.wholes)

    @property
    def seats(self) -> int:
        """How many seats it has."""
        return sum(each.contest.house for each in self.wholes)


def parts_of(runs: Sequence[BodyRun], ground: Field) -> list[Part]:
    """The parts of a body, or of several that sit together; what is elected by the same votes is one part.

    Raises:
        Beyond: a stage that no formula reaches.
    """
    found: dict[tuple[Key, ...], Part] = {}
    every = [part for run in runs for part in _parts_of_body(run, ground)]
    for part in (each for each in every if each.wholes[0].places):
        places = tuple(each.key for each in part.wholes[0].places)
        found[places] = _one(found[places], part) if places in found else part
    keys = [place.key for part in found.values() for one in (part.wholes[0], *part.held) for place in one.places]
    if len(keys) != len(set(keys)):
        raise Beyond
    return [*found.values(), *(each for each in every if not each.wholes[0].places)]


def _one(first: Part, second: Part) -> Part:
    """Two parts elected by the same votes; the one with districts comes first."""
    if (first.held and second.held) or first.within or second.within:
        raise Beyond
    a, b = (second, first) if second.held else (first, second)
    return Part((*a.wholes, *b.wholes), a.held)


def _parts_of_body(run: BodyRun, ground: Field) -> list[Part]:
    holding = Holding(run, ground.reading, ground.relevant[run.body.id])
    stages = {name: each for name, each in run.stages.items() if name in _needed(run, ground)}
    _check(stages, holding)
    taken: set[tuple[str, str]] = set()
    made_up_for = {kind for each in stages.values() for kind in kinds_read(each.stage)}
    found: list[Part] = []
    for each in stages.values():
        if each.stage.does in _SHARING and each.kind and each.kind not in made_up_for:
            found += _shared(each, holding, taken, moving=ground.moving)
    for each in stages.values():
        if each.stage.does == "plurality" and each.kind and each.allocation is None:
            found += [] if each.kind in made_up_for else _declared(each)
        elif each.stage.does == "plurality" and each.kind:
            found += [Part((one,)) for one in _districts(each, holding) if (each.stage.id, one.area) not in taken]
    return found


def _declared(stage: StageRun) -> list[Part]:
    """Seats of which only the winners are known: they are held whatever the votes."""
    found = []
    for row, area in enumerate(stage.areas):
        seats = tuple(stage.seats[0, row].tolist())
        width, house = len(seats), sum(seats)
        contest = Contest((0,) * width, (1,) * max(house, 1), (False,) * width, house, seats, seats)
        found += [Part((Sharing(contest, (), area=area, region=stage.regions[row]),))] if house else []
    return found


def _needed(run: BodyRun, ground: Field) -> frozenset[str]:
    claims = {str(getattr(each.stage, "entitlement", "")) for each in run.stages.values()}
    return ground.relevant[run.body.id].stages | (claims & set(run.stages))


def _check(stages: Mapping[str, StageRun], holding: Holding) -> None:
    """That every stage is one that prices follow."""
    for name, run in stages.items():
        stage: Any = run.stage
        hangs = not _BY_VOTES.isdisjoint(getattr(stage, "measure", ())) and "told" not in run.facts
        gives = run.kind or stage.does in {"threshold", "apportionment"} or getattr(stage, "entitles", None)
        ties = getattr(stage, "ties", None) not in {None, "lots", "most_votes"}
        other = getattr(stage, "alliances", None) or getattr(stage, "weighted", None)
        after = stage.does == "threshold" and any(kinds_in(stage.admits))
        on_top = stage.does == "compensation" and stage.overhang not in _PAID_BY_OTHERS
        if stage.does not in _KNOWN or hangs or not gives or ties or other or after or on_top:
            raise Beyond(name)
    if holding.run.body.distribution is None:
        raise Beyond(next(iter(stages), ""))


_BY_VOTES = {"valid_votes", "votes_cast"}
_PAID_BY_OTHERS = {"lowest_quotients", "set_aside"}
"""By divisors these are one: who holds more than its claim keeps it, and the rest is shared among the others."""
_SHARING = {"highest_averages", "largest_remainder", "compensation"}
_KNOWN = {"threshold", "plurality", *_SHARING, "apportionment", "open_list"}


def _shared(stage: StageRun, holding: Holding, taken: set[tuple[str, str]], *, moving: bool) -> Iterator[Part]:
    """The areas of a stage that shares seats out, each with the districts it makes up for."""
    claim = holding.run.stages[stage.stage.entitlement] if stage.stage.does == "compensation" else stage
    won = [
        each for each in holding.run.stages.values() if each.kind in (stage.stage.counted or ()) and each is not stage
    ]
    if getattr(stage.stage, "overhang", "") == "set_aside" and isinstance(stage.made.method, LargestRemainder):
        raise Beyond(stage.stage.id)
    shared = [each for each in won if each.stage.does == "highest_averages"]
    single = [each for each in won if each.allocation is not None and each not in shared]
    districts = [(each, one) for each in single for one in _districts(each, holding)]
    within = [one for each in shared for one in _shared_within(each, holding)]
    if shared and (districts or stage.per != "country"):
        raise Beyond(stage.stage.id)
    held_alike = {each.stage.id for each in won if each.allocation is None or each in shared}
    for row, area in holding.stage_areas(stage, claim.stage.votes):
        name = stage.areas[row]
        inside = [(each, one) for each, one in districts if stage.per == "country" or one.region == name]
        taken |= {(each.stage.id, one.area) for each, one in inside}
        contest = _contest(stage, claim, row, area.votes, fixed=bool(held_alike))
        bars = bars_of(claim, row, holding.run) if moving else ()
        contest = replace(contest, bars=_settled(bars, contest), by_votes=stage.stage.ties == "most_votes")
        whole = Sharing(contest, area.places, claim.stage.among or "", name, stage.regions[row])
        yield Part((whole,), tuple(one for _, one in inside), tuple(within))


def _shared_within(stage: StageRun, holding: Holding) -> Iterator[tuple[Sharing, tuple[int, ...]]]:
    """The areas of a stage whose seats another makes up for, with each list's seats there."""
    for row, area in holding.stage_areas(stage, stage.stage.votes):
        contest = _contest(stage, stage, row, area.votes, fixed=False)
        name = stage.areas[row]
        seats = tuple(stage.seats[0, row].tolist())
        yield Sharing(contest, area.places, stage.stage.among or "", name, stage.regions[row]), seats


def _settled(bars: tuple[int, ...], contest: Contest) -> tuple[int, ...]:
    """The bars, with 0 for who is out or in whatever the votes; they must say of each list what the law says."""
    told = [votes >= bar for votes, bar in zip(contest.votes, bars, strict=False)]
    if bars and told != list(contest.counted):
        raise Beyond
    return tuple(each if each < NEVER else 0 for each in bars)


def _contest(stage: StageRun, claim: StageRun, row: int, votes: tuple[int, ...], *, fixed: bool) -> Contest:
    """The sharing of one area; seats held are filled in from its districts, unless these are only declared."""
    made, name = stage.made, stage.stage.id
    method: Any = made.method
    if made.unfilled[0, row] or getattr(claim.stage, "maximum", None):
        raise Beyond(name)
    house = int(made.house[0, row])
    caps = [house] * len(votes) if method.maximum is None else np.asarray(method.maximum)[0, row].tolist()
    admitted = np.broadcast_to(claim.admitted[0], claim.votes.shape[1:])[row].tolist()
    floors = [0] * len(votes) if stage.floor is None or not fixed else stage.floor[0, row].tolist()
    steps, quota = _steps(method, house), None
    if isinstance(method, LargestRemainder):
        quota = _quota(stage, row, votes, house)
    plain = Contest(votes, steps, tuple(admitted), house, tuple(floors), tuple(min(house, each) for each in caps))
    return plain if quota is None else replace(plain, quota=quota)


def _steps(method: Any, house: int) -> tuple[int, ...]:  # noqa: ANN401 - any method
    if isinstance(method, LargestRemainder):
        return (1,) * house
    divisors = method.divisors
    if divisors.squared or divisors.from_zero or divisors.weight is not None:
        raise Beyond
    return tuple(int(divisors.at(seat)) for seat in range(house))


def _quota(stage: StageRun, row: int, votes: tuple[int, ...], house: int) -> tuple[int, int]:
    """The quota, where it stays the same as long as votes only move: all of them count, and it gives way to none."""
    method: Any = stage.made.method
    counted = stage.made.votes[0, row].tolist()
    if stage.stage.among or getattr(stage.stage, "remainders", None) or list(votes) != counted:
        raise Beyond(stage.stage.id)
    if stage.floor is not None or method.maximum is not None or method.total is not None:
        raise Beyond(stage.stage.id)
    top, below = quota_at(sum(votes), house, method.quota)
    if not top or sum(votes) * below // top > house or top * house > sum(votes) * below:
        raise Beyond(stage.stage.id)
    return top, below


def _districts(stage: StageRun, holding: Holding) -> Iterator[Sharing]:
    """Areas with one seat, for the list with most votes."""
    own = stage.stage
    if own.does != "plurality" or stage.allocation is None or own.covered_by or own.takes or len(own.ranks) > 1:
        raise Beyond(own.id)
    for row, area in holding.stage_areas(stage, own.votes):
        if stage.allocation.house[0, row] != 1 or stage.allocation.unfilled[0, row] or own.among:
            raise Beyond(own.id)
        width = len(area.votes)
        contest = Contest(area.votes, (1,), (True,) * width, 1, (0,) * width, (1,) * width)
        yield Sharing(contest, area.places, area=stage.areas[row], region=stage.regions[row])
