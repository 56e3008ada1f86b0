"""What a step is, and what the readings of all kinds of stage share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from escrutinio.apportionment import award_order, first_out, last_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.apportionment import Allocation
    from escrutinio.model import Source
    from escrutinio.outcome.run import BodyRun
    from escrutinio.outcome.state import StageRun


@dataclass(frozen=True, slots=True)
class Line:
    """One list in one step: its votes, its seats before and after, and how near it was to one more or one fewer.

    ``to_gain`` and ``to_lose`` are told for an area that is asked for, and where a stage has few areas.
    """

    list: str
    votes: int
    before: int = 0
    after: int = 0
    to_gain: int | None = None
    to_lose: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the law did in one area: under which article, with what numbers before and after."""

    stage: str
    does: str
    name: Mapping[str, str]
    source: Source
    basis: str
    note: Mapping[str, str] | None
    area: str
    seats: int
    lines: tuple[Line, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


Read = tuple[tuple[Line, ...], dict[str, Any]]
"""The lines of a step, and what else it tells."""


@dataclass(frozen=True, eq=False, slots=True)
class Asking:
    """What is being read: one area of a stage of a body; ``near`` asks how near each list was to another seat."""

    stage: StageRun
    place: int
    run: BodyRun
    near: bool = True


def standing(run: BodyRun, votes: Any, also: Any = None) -> list[tuple[int, str, int]]:  # noqa: ANN401 - arrays over lists
    """The lists that have votes here, or seats all the same; most votes first."""
    there = [each for each in range(len(run.lists)) if votes[each] or (also is not None and also[each])]
    return [(each, run.lists[each], int(votes[each])) for each in sorted(there, key=lambda each: -votes[each])]


def plain_lines(asking: Asking) -> tuple[Line, ...]:
    """Each list with its votes and its seats."""
    stage, place = asking.stage, asking.place
    seats = stage.seats[0, place]
    return tuple(
        Line(name, votes, after=int(seats[each]))
        for each, name, votes in standing(asking.run, stage.votes[0, place], also=seats)
    )


def awards_of(made: Allocation, place: int, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Seat by seat: its number, who won it, with what quotient."""
    return [
        {"seat": each.seat, "list": names[each.list], "quotient": each.quotient}
        for each in award_order(made, (0, place))
    ]


def edges(made: Allocation, place: int, names: tuple[str, ...]) -> dict[str, Any]:
    """The last quotient that won a seat and the first that did not."""
    found = {"last_in": last_in(made, (0, place)), "first_out": first_out(made, (0, place))}
    return found | {f"{key}_list": names[each.list] for key, each in found.items() if each is not None}
