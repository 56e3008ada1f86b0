"""What is said where a contest or a level of areas is asked for that a count does not have, or has not alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Collection


def no_such_contest(contest: str, held: Collection[str]) -> Problem:
    """There are sheets of other contests only, or of none.

    >>> str(no_such_contest("mayr", ["council", "mayor"]))
    'there are no sheets of the contest “mayr” here, only of council, mayor. Did you mean mayor?'
    """
    return Problem(
        "there are no sheets of the contest “{contest}” here, only of {held}. Did you mean {near}?",
        contest=contest,
        held=", ".join(held) or "–",
        near=nearest(contest, held) or "–",
    )


def several_contests(held: Collection[str]) -> Problem:
    """One of several contests must be named.

    >>> str(several_contests(["council", "mayor"]))
    'there are sheets of several contests here: council, mayor. Say which one, with contest.'
    """
    return Problem(
        "there are sheets of several contests here: {held}. Say which one, with contest.",
        held=", ".join(held) or "–",
    )


def no_such_level(level: str, known: Collection[str]) -> Problem:
    """Sheets are told apart by other areas.

    >>> str(no_such_level("provinc", ["department", "province"]))
    'sheets are not told apart by “provinc”. Known: department, province. Did you mean province?'
    """
    return Problem(
        "sheets are not told apart by “{level}”. Known: {known}. Did you mean {near}?",
        level=level,
        known=", ".join(known) or "–",
        near=nearest(level, known) or "–",
    )
