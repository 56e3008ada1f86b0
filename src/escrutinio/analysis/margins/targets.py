"""What is to come out otherwise: a target, and how near to it an outcome is, read off the arrays of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to come out otherwise; made by ``another_outcome``, ``seats_of``, ``majority_of`` and ``office``."""

    asks: Literal["outcome", "seats", "majority", "runoff", "elected", "goes_on"]
    body: str
    area: str = ""
    lists: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    more: int | None = None
    rule: str = ""
    held: bool | None = None


def another_outcome(body: str, *, area: str = "") -> Target:
    """Any other distribution of seats: of a body, of one of its areas, or another holder of an office.

    >>> another_outcome("deputies", area="Santa Cruz").asks
    'outcome'
    """
    return Target(asks="outcome", body=body, area=area)


def seats_of(
    body: str,
    lists: str | Sequence[str],
    *,
    area: str = "",
    more: int | None = None,
    fewer: int | None = None,
    least: int | None = None,
    most: int | None = None,
    exactly: int | None = None,
) -> Target:
    """A number of seats of a list, or of several together: so many more or fewer than now, or a named number.

    Args:
        body: where.
        lists: one list, or several whose seats are added up.
        area: one of the body's areas; the whole body where empty.
        more: at least so many more than now.
        fewer: at least so many fewer than now.
        least: at least so many.
        most: at most so many.
        exactly: exactly so many.

    Raises:
        Problem: nothing is asked, or too much at once.

    >>> seats_of("senate", "CC", more=1).more
    1
    """
    given = {"more": more, "fewer": fewer, "least": least, "most": most, "exactly": exactly}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1 and set(named) != {"least", "most"}:
        raise Problem(
            "a number of seats is asked for as one of {known}, or as least and most. Given: {given}.",
            known=", ".join(given),
            given=", ".join(named) or "—",
        )
    low, high = (exactly, exactly) if exactly is not None else (least, most)
    change = more if fewer is None else -fewer
    return Target(asks="seats", body=body, area=area, lists=_several(lists), least=low, most=high, more=change)


def majority_of(
    body: str, lists: str | Sequence[str], *, rule: str = "absolute-majority", held: bool | None = None
) -> Target:
    """A majority of a body, or of several that sit together, won or lost by a list or by several together.

    Args:
        body: a body or a joint one.
        lists: one list, or several whose seats are added up.
        rule: the majority, as the law names it.
        held: whether it is to be held; the opposite of now where None.

    >>> majority_of("assembly", "MAS-IPSP", rule="two-thirds").rule
    'two-thirds'
    """
    return Target(asks="majority", body=body, lists=_several(lists), rule=rule, held=held)


def office(
    body: str = "president",
    *,
    runoff: bool | None = None,
    elected: str = "",
    goes_on: str = "",
    held: bool | None = None,
) -> Target:
    """An office: a run-off or none, who is elected, who goes to the run-off; anything else than now where not said.

    Args:
        body: the office.
        runoff: whether the first round is to leave it open.
        elected: the list that is to be elected.
        goes_on: the list that is to go to the run-off.
        held: with ``elected`` or ``goes_on``: whether that is to be so; True where None.

    >>> office(runoff=True).asks
    'runoff'
    """
    if (runoff is not None) + bool(elected) + bool(goes_on) > 1:
        raise Problem("of an office, one thing is asked at a time: runoff, elected or goes_on.")
    if runoff is not None:
        return Target(asks="runoff", body=body, held=runoff)
    if elected:
        return Target(asks="elected", body=body, lists=(elected,), held=held is not False)
    if goes_on:
        return Target(asks="goes_on", body=body, lists=(goes_on,), held=held is not False)
    return Target(asks="outcome", body=body)


def _several(lists: str | Sequence[str]) -> tuple[str, ...]:
    return (lists,) if isinstance(lists, str) else tuple(lists)
