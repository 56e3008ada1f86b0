"""Reading stages that hand seats down to areas, and that say who sits."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment import BiAllocation, BiDivisors, award_order, bi_divisors, first_out, last_in, remainders
from escrutinio.outcome.steps_form import Line, standing

if TYPE_CHECKING:
    from escrutinio.apportionment import Allocation, Award
    from escrutinio.outcome.state import Drawing
    from escrutinio.outcome.steps_form import Asking, Read


def sub_apportionment(asking: Asking) -> Read:
    """How many of each list's seats come to this area, against its quotients everywhere else."""
    stage, place, run = asking.stage, asking.place, asking.run
    area = stage.areas[place]
    drawing = next(each for each in stage.drawings if area in each.standing)
    column, made = drawing.standing.index(area), drawing.made
    total, floor = stage.facts["total"][0, place], np.broadcast_to(stage.floor, stage.seats.shape)[0, place]  # type: ignore[arg-type]
    lines = tuple(
        Line(
            name,
            votes,
            before=int(floor[each]),
            after=int(stage.seats[0, place, each]),
            facts={"whole": int(made.house[0, each]), "total": int(total[each])} | _edge(asking, drawing, each, column),
        )
        for each, name, votes in standing(run, stage.votes[0, place], also=total)
        if made.house[0, each] or total[each]
    )
    rule = stage.stage
    facts = {
        "of": rule.of,
        "claim": rule.gives is None,
        "counted": tuple(rule.counted),
        "floors": rule.floors or "",
        "remainders": rule.remainders or "",
        "method": "quota" if rule.divisors is None else "divisors",
    }
    if rule.remainders:
        left = run.stages[rule.remainders].facts
        facts["quota"] = Fraction(int(left["numerator"][0, place]), int(left["denominator"][0, place]))
    return lines, facts


def _edge(asking: Asking, drawing: Drawing, each: int, column: int) -> dict[str, Any]:
    """A list's last quotient here, its last one anywhere and the first that won nothing; or what its quotas left."""
    rule, made = asking.stage.stage, drawing.made
    if rule.remainders:
        left = asking.run.stages[rule.remainders].facts
        at = asking.place
        remainder = Fraction(int(left["left"][0, at, each]), int(left["denominator"][0, at]))
        return {"remainder": remainder, "part": Fraction(int(left["left"][0, at, each]), int(left["numerator"][0, at]))}
    if not made.votes[0, each].any():
        return {}
    if rule.quota:
        found = remainders(made, (0, each))
        return {"quota": found.quota, "full": found.full[column], "remainder": found.remainders[column]}
    own, last, out = _awards(made, each)
    facts: dict[str, Any] = {"last_here": own.get(column)}
    for name, award in (("last_in", last), ("first_out", out)):
        facts[name] = None if award is None else award.quotient
        facts[f"{name}_area"] = "" if award is None else drawing.standing[award.list]
    return facts


@lru_cache(maxsize=512)
def _awards(made: Allocation, row: int) -> tuple[dict[int, Any], Award | None, Award | None]:
    """The last quotient that won in each column of a row, the row's last one, and its first that won nothing."""
    last = {each.list: each.quotient for each in award_order(made, (0, row))}
    return last, last_in(made, (0, row)), first_out(made, (0, row))


def placement(asking: Asking) -> Read:
    """The seats placed here, in the order in which they were, each with its quotient."""
    stage, place, run = asking.stage, asking.place, asking.run
    held = np.broadcast_to(stage.floor, stage.seats.shape)[0, place]  # type: ignore[arg-type]
    order = [
        {"turn": turn, "list": run.lists[who], "quotient": quotient}
        for turn, (area, who, quotient) in enumerate(stage.facts["order"], start=1)
        if area == place
    ]
    claims = run.stages[stage.stage.of].seats[0].sum(axis=0)
    lines = tuple(
        Line(
            name,
            votes,
            before=int(held[each]),
            after=int(stage.seats[0, place, each]),
            facts={"whole": int(claims[each])},
        )
        for each, name, votes in standing(run, stage.votes[0, place])
        if claims[each]
    )
    rule = stage.stage
    placed = int(sum(each for each in stage.facts["unplaced"][0]))
    return lines, {
        "order": order,
        "relative_to": rule.relative_to,
        "by": rule.order,
        "counted": tuple(rule.counted),
        "claim": rule.gives is None,
        "seats_in_all": len(stage.facts["order"]),
        "unplaced": placed,
    }


def apportionment(asking: Asking) -> Read:
    """The number of an area, the seats it makes, and what one seat took."""
    stage, place = asking.stage, asking.place
    seats = int(stage.facts["by_area"][0, place])
    facts: dict[str, Any] = {"measure": dict(stage.stage.measure), "to_area": seats}
    if stage.facts.get("told"):
        return (), facts | {"told": True}
    rule, made = stage.stage, stage.facts["made"]
    area = stage.areas[place]
    fixed = (rule.fixed or {}).get(area, 0)
    facts |= {
        "told": False,
        "number": int(stage.facts["numbers"][0, place]),
        "fixed": fixed,
        "initial": 0 if fixed else rule.initial,
        "shared": int(made.seats[0, 0, place]),
        "total": rule.total,
        "whole": int(made.votes[0, 0].sum()),
        "house": int(made.house[0, 0]),
    }
    if rule.quota:
        found = remainders(made, (0, 0))
        return (), facts | {"quota": found.quota, "full": found.full[place], "remainder": found.remainders[place]}
    own, last, out = _awards(made, 0)
    facts["last_here"] = own.get(place)
    for name, award in (("last_in", last), ("first_out", out)):
        facts[name] = None if award is None else award.quotient
        facts[f"{name}_area"] = "" if award is None else stage.areas[award.list]
    return (), facts


def biproportional(asking: Asking) -> Read:
    """Votes over the area's divisor and the list's, rounded: the seats of each list here."""
    stage, place, run = asking.stage, asking.place, asking.run
    made: BiAllocation = stage.facts["made"]
    found = _divisors(made)
    area = found.areas[place]
    lines = tuple(
        Line(
            name,
            votes,
            after=int(stage.seats[0, place, each]),
            facts={
                "whole": int(made.list_seats[0, each]),
                "divisor": found.lists[each],
                "exact": _over(votes, area * found.lists[each]),
            },
        )
        for each, name, votes in standing(run, stage.votes[0, place])
    )
    return lines, {"divisor": area, "area_seats": int(made.area_seats[0, place])}


def _over(votes: int, divisor: Fraction) -> Fraction:
    return Fraction(votes * divisor.denominator, divisor.numerator)


@lru_cache(maxsize=8)
def _divisors(made: BiAllocation) -> BiDivisors:
    found = bi_divisors(made, (0,))
    if found is None:
        raise AssertionError  # a table that cannot be filled was refused when it was asked for
    return found


def open_list(asking: Asking) -> Read:
    """Who of each list sits here, in the order in which they are seated."""
    stage, area = asking.stage, asking.stage.areas[asking.place]
    members = [each for each in stage.facts["members"] if each.area == area]
    return (), {"members": members, "order": stage.stage.order, "named": bool(stage.facts["named"])}
