"""How many candidates a list has, where the votes name them: it can fill no more seats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.model import Tally
    from escrutinio.outcome.levels import IntArray

MANY = 10**9
"""More candidates than there are seats: nobody says how many a list has."""


def candidates(tallies: Sequence[Tally], lists: tuple[str, ...]) -> IntArray | None:
    """How many candidates each list has, where the rows of candidates hold all its votes.

    One name alone may be that of whoever leads the list; where the table names several of some, it is the only one.
    """
    if not any(each.candidates for each in tallies):
        return None
    most = np.full((len(tallies), len(lists)), MANY, dtype=np.int64)
    several = any(len(people) > 1 for each in tallies for people in each.candidates.values())
    for place, tally in enumerate(tallies):
        for name, people in tally.candidates.items():
            if several and sum(people.values()) == tally.votes.get(name, 0):
                most[place, lists.index(name)] = len(people)
    return most
