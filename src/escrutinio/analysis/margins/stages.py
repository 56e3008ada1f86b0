"""The forms that hold one run of a law in place, stage by stage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.margins.conditions import admitted
from escrutinio.analysis.margins.forms import (
    Area,
    Beyond,
    Form,
    first_past,
    highest,
    races,
    unfilled,
)
from escrutinio.analysis.margins.forms_quotas import Priced, Sharing, quota_at, remainders, set_aside
from escrutinio.analysis.margins.needs import NEVER, Company, needs
from escrutinio.apportionment import highest_averages, largest_remainder, quota_named
from escrutinio.apportionment.allocation import HighestAverages
from escrutinio.law.names import divisors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from escrutinio.analysis.margins.conditions import Why
    from escrutinio.analysis.margins.holding import Holding
    from escrutinio.apportionment import Allocation
    from escrutinio.outcome import Tier
    from escrutinio.outcome.state import StageRun


def forms_of(holding: Holding) -> list[Form]:
    """Every comparison that holds the run in place, each once.

    Raises:
        Beyond: a stage whose comparisons are not linear in the votes.
    """
    found: dict[Form, None] = {}
    stages = [each for each in holding.run.stages.values() if each.stage.id in holding.relevant.stages]
    for stage in stages:  # before the long work
        if stage.stage.does not in _STAGES and stage.stage.does != "open_list":
            raise Beyond(stage.stage.id)
    for stage in stages:
        try:
            for form in _of_stage(stage, holding):
                if form.terms and any(any(vector) for _, vector in form.terms):
                    found[form] = None
        except Beyond as reason:
            raise Beyond(stage.stage.id) from reason
    return list(found)


def _of_stage(stage: StageRun, holding: Holding) -> Iterator[Form]:
    if (stage.missing and stage.allocation is None) or stage.declared or stage.stage.does == "open_list":
        return
    if getattr(stage.stage, "alliances", None) or getattr(stage.stage, "weighted", None):
        raise Beyond
    yield from _STAGES[stage.stage.does](stage, holding)


def _threshold(stage: StageRun, holding: Holding) -> Iterator[Form]:
    """Who is admitted and who is not, in each area that matters."""
    rows = range(stage.admitted.shape[1])
    if len(rows) > 1:
        places = zip(stage.areas, stage.regions, strict=True)
        rows = [row for row, (name, region) in enumerate(places) if holding.relevant.row(stage, name, region)]  # type: ignore[assignment]
    for parts in reasons_of(stage, stage.stage.admits, holding, rows).values():
        for part in parts:
            yield from part.forms


def reasons_of(stage: StageRun, condition: Any, holding: Holding, rows: Sequence[int]) -> dict[int, list[Why]]:  # noqa: ANN401 - any condition
    """For each list that stands there, why it meets a condition of a stage or not, in each of these rows."""
    bench = holding.run.bench
    tier = bench.tier(stage.stage.votes)
    if tier is None:
        raise Beyond
    home = stage.stage.abroad == "not_counted"

    def areas(of: Tier, per: str, name: str) -> Area:
        return holding.area(of, per, name, home=home)

    standing = holding.reading.standing(tier.name)
    return admitted(condition, tier.counted(stage.stage.abroad), bench, areas, rows, standing)


def _single_winner(stage: StageRun, holding: Holding) -> Iterator[Form]:
    """Who meets the condition and who does not; the best of those who do, or else those who go on."""
    reasons = {name: parts[0] for name, parts in reasons_of(stage, stage.stage.wins, holding, [0]).items()}
    ((_, area),) = holding.stage_areas(stage, stage.stage.votes)
    able = [name for name, part in reasons.items() if part.met]
    for part in reasons.values():
        yield from part.forms
    if able:
        won = int(stage.seats[0, 0].argmax())
        for other in able:
            if other != won:
                yield from area.at_least({won: 1, other: -1})
    elif stage.runners_up is not None and holding.relevant.asks != "runoff":
        seats = stage.runners_up.seats[0, 0].tolist()
        yield from first_past(area, seats, sum(each > 0 for each in seats))


def _plural(stage: StageRun, holding: Holding) -> Iterator[Form]:
    if stage.stage.covered_by or stage.stage.among:
        raise Beyond
    decisive = needs(stage, holding.run, holding.relevant)
    company = Company({})
    for row, area in holding.stage_areas(stage, stage.stage.votes):
        if stage.allocation is None:
            raise Beyond
        yield from unfilled(area, stage.allocation, row)
        seats = tuple(stage.allocation.seats[0, row].tolist())
        made = holding.reading.made
        asked = (holding.run.body.id, stage.stage.id, row, area.votes, seats)
        if asked not in made:
            made[asked] = tuple(races(area, seats, len(stage.stage.ranks), holding.pairs(stage)))
        for pair, form in made[asked]:
            number = 1 if decisive is None or pair is None else company.number(decisive, stage.regions[row], pair)
            if number == 1:
                yield form
            elif number < NEVER and pair is not None:
                yield form.among(company.of(stage.regions[row], pair[1], number, form, row))


def _run_off(stage: StageRun, holding: Holding) -> Iterator[Form]:
    """Whoever won the run-off is ahead of whoever else stood in it; the first round's forms say who stands."""
    for row, area in holding.stage_areas(stage, stage.stage.votes) if holding.relevant.asks != "runoff" else ():
        standing = np.flatnonzero(stage.votes[0, row]).tolist()
        for winner in np.flatnonzero(stage.seats[0, row]).tolist():
            for other in standing:
                if other != winner:
                    yield from area.at_least({winner: 1, other: -1})


def _proportional(stage: StageRun, holding: Holding) -> Iterator[Form]:
    made = stage.made
    if getattr(stage.stage, "remainders", None):
        raise Beyond
    for row, area in holding.stage_areas(stage, stage.stage.votes):
        yield from _caps(stage, area, row)
        if _divides(made):
            yield from highest(area, made, row, holding.pairs(stage))
        elif stage.floor is None:
            yield from remainders(area, made, row)
        else:
            yield from _set_aside(stage, None, area, row)


def _caps(stage: StageRun, area: Area, row: int) -> Iterator[Form]:
    """Where the most seats a list may take hang on its share of the votes: that they stay the same."""
    rule = getattr(stage.stage, "maximum", None)
    votes = stage.votes[0, row].tolist()
    whole = sum(votes)
    if rule is None or rule.share_above is None or not whole:
        return
    counted = [each for each, own in enumerate(votes) if own or not area.votes[each]]
    above, below = rule.share_above.numerator * rule.of, rule.share_above.denominator
    for each in counted:
        cap = (votes[each] * below * rule.of + above * whole) // (whole * below)
        yield area.form({each: below * rule.of}, 0, all_votes=above - cap * below, others=counted)
        yield area.form({each: -below * rule.of}, 1, all_votes=(cap + 1) * below - above, others=counted)


def _set_aside(stage: StageRun, claim: StageRun | None, area: Area, row: int) -> Iterator[Form]:
    """A sharing by quotas over seats won before."""
    made, votes = stage.made, tuple(stage.votes[0, row].tolist())
    method: Any = made.method
    counted = tuple(each for each, own in enumerate(votes) if own or not area.votes[each])
    floors = np.broadcast_to(stage.floor, stage.seats.shape)[0, row].tolist()  # type: ignore[arg-type]
    most = None if claim is not None else method.maximum
    caps = {} if most is None else {each: int(most[0, row, each]) for each in counted}
    sharing = Sharing(area, votes, counted, int(made.house[0, row]), method.quota, caps)
    claimed = None if claim is None else claim.made.seats[0, row].tolist()
    equal_too = getattr(stage.stage, "boundary", "") == "at_least"
    yield from unfilled(area, made, row)
    yield from set_aside(sharing, floors, claimed, made.seats[0, row].tolist(), equal_too=equal_too)


def _divides(made: Allocation) -> bool:
    return isinstance(made.method, HighestAverages)


def _compensated(stage: StageRun, holding: Holding) -> Iterator[Form]:
    """A claim shared anew with floors, or the claim and what comes on top of it."""
    if stage.allocation is None:
        return  # the claim's own forms hold it
    votes, made = _votes_of(stage, holding), stage.allocation
    if not _divides(made) and stage.floor is not None and stage.stage.overhang != "added":
        claim = holding.run.stages[stage.stage.entitlement]
        for row, area in holding.stage_areas(stage, votes):
            yield from _set_aside(stage, claim, area, row)
        return
    if stage.stage.overhang == "added":
        made = replace(made, seats=_before_overhang(made))
    for row, area in holding.stage_areas(stage, votes):
        yield from highest(area, made, row, holding.pairs(stage)) if _divides(made) else remainders(area, made, row)
        won = [] if stage.floor is None else np.broadcast_to(stage.floor, stage.seats.shape)[0, row].tolist()
        for each, seats in enumerate(won):  # who has no votes stands outside the claim with the seats won
            if seats and stage.stage.overhang == "added":
                yield area.form({each: 1}, 1) if area.votes[each] else area.form({each: -1}, 0)


def _before_overhang(made: Allocation) -> Any:  # noqa: ANN401 - seats, as NumPy types them
    """The seats of the sharing itself, where overhang was put on top of them."""
    method: Any = made.method
    votes, house, more = made.votes, made.house, {"lots": made.lots, "maximum": method.maximum}
    if isinstance(method, HighestAverages):
        return highest_averages(votes, house, divisors=method.divisors, **more).seats
    return largest_remainder(votes, house, quota=method.quota, **more).seats


def _votes_of(stage: StageRun, holding: Holding) -> str:
    """The ballot of a stage, or of the one it builds on."""
    run = stage
    while not getattr(run.stage, "votes", ""):
        run = holding.run.stages[getattr(run.stage, "entitlement", "") or run.stage.of]
    return str(run.stage.votes)


def _levelled(stage: StageRun, holding: Holding) -> Iterator[Form]:
    """The house that is large enough, and the one of a seat less that is not."""
    house = stage.facts["house"]
    votes = stage.made.votes
    for number in (house, np.maximum(house - 1, 0)):
        made = highest_averages(votes, number, divisors=divisors_of(stage.stage.divisors))
        if made.tied.any():
            raise Beyond
        for row, area in holding.stage_areas(stage, _votes_of(stage, holding)):
            yield from highest(area, made, row, holding.pairs(stage))
            yield from _taking_part(stage, holding, area)


def _taking_part(stage: StageRun, holding: Holding, area: Area) -> Iterator[Form]:
    """Who won seats and has no votes takes no part in a levelling; who has votes does."""
    won = holding.run.bench.won(stage.stage.counted, "country", ("",))[0, 0].tolist()
    for each in (each for each, seats in enumerate(won) if seats):
        yield area.form({each: 1}, 1) if area.votes[each] else area.form({each: -1}, 0)


def _whole_quotas(stage: StageRun, holding: Holding) -> Iterator[Form]:
    rule = quota_named(stage.stage.quota)
    if stage.stage.quota_over not in (None, stage.per) or stage.stage.candidates or stage.floor is not None:
        raise Beyond
    if stage.stage.among:
        raise Beyond
    for row, area in holding.stage_areas(stage, stage.stage.votes):
        numerator, denominator = (int(stage.facts[name][0, row]) for name in ("numerator", "denominator"))
        full = [each * denominator // numerator for each in area.votes]
        lists, house = tuple(range(len(full))), int(stage.made.house[0, row])
        if sum(full) > house or (numerator, denominator) != quota_at(sum(area.votes), house, rule):
            raise Beyond
        priced = Priced(area, lists, sum(area.votes), house, rule)
        for each, own in enumerate(full):
            yield from priced.full(each, own)


def _nothing(stage: StageRun, _holding: Holding) -> Iterator[Form]:
    """Seats of areas that hang on no vote."""
    if any(name in {"valid_votes", "votes_cast"} for name in stage.stage.measure) and "told" not in stage.facts:
        raise Beyond
    yield from ()


_STAGES: dict[str, Callable[[StageRun, Holding], Iterator[Form]]] = {
    "threshold": _threshold,
    "single_winner": _single_winner,
    "plurality": _plural,
    "runoff": _run_off,
    "highest_averages": _proportional,
    "largest_remainder": _proportional,
    "compensation": _compensated,
    "levelling": _levelled,
    "quota_seats": _whole_quotas,
    "apportionment": _nothing,
}
