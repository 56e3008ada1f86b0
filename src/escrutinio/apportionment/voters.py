"""Voter numbers: votes of areas where each voter has as many votes as there are seats, made comparable."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Given, Ints

_INT64 = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class VoterNumbers:
    """How many voters stand behind each list, exactly.

    Attributes:
        areas: by area and list, (…, areas, lists), as numerators.
        lists: added up over the areas, (…, lists), as numerators: what `highest_averages` takes.
        denominator: what all of them are over, (…).
    """

    areas: Ints
    lists: Ints
    denominator: Ints


def voter_numbers(votes: Given, seats: Given, *, rounded: bool = False) -> VoterNumbers:
    """Return each list's votes in each area over the area's seats, as whole numbers over a common denominator.

    Args:
        votes: whole numbers, (…, areas, lists).
        seats: seats of each area, fits (…, areas).
        rounded: whether the law rounds each area's number to the nearest whole one, halves up; the denominator is 1.

    Raises:
        ApportionmentError: bad numbers; votes in an area without seats.

    Source:
        F. Pukelsheim and C. Schuhmacher, *Das neue Zürcher Zuteilungsverfahren für Parlamentswahlen*, Aktuelle
        Juristische Praxis 13 (2004), 505-522.

    Example:
        >>> found = voter_numbers([[600, 300], [500, 400]], [3, 2])
        >>> found.lists.tolist(), found.denominator.item()
        ([2700, 1800], 6)
        >>> voter_numbers([[601, 300], [500, 401]], [3, 2], rounded=True).lists.tolist()
        [450, 301]
        >>> from escrutinio.apportionment import highest_averages
        >>> highest_averages(found.lists, 5, divisors="sainte_lague").seats.tolist()
        [3, 2]
    """
    table = _input.whole(votes, "votes")
    if table.ndim < 2:  # noqa: PLR2004 - areas and lists
        raise ApportionmentError("votes must be a table of areas and lists, not a single row or number.")
    filled = _input.fitted(seats, table.shape[:-1], "seats")
    stray = (table > 0) & (filled == 0)[..., None]
    if stray.any():
        place = tuple(np.argwhere(stray)[0].tolist())
        message = "{votes} votes at {place}, in an area without seats: voter numbers divide votes by the area's seats."
        raise ApportionmentError(message, votes=int(table[place]), place=place)
    by = np.maximum(filled, 1)
    if rounded:
        wide = table if table.size == 0 or int(table.max()) < _INT64 // 4 else table.astype(object)
        return _summed((2 * wide + by[..., None]) // (2 * by[..., None]), np.ones(table.shape[:-2], np.int64))
    common = _common(by)
    factors = common[..., None] // by
    return _summed(_times(table, factors[..., None]), common)


def _common(seats: Ints) -> Ints:
    """Return the least common multiple of each draw's seats, in Python integers."""
    flat = seats.reshape(-1, seats.shape[-1]).tolist() if seats.size else []
    found = np.array([math.lcm(*row) for row in flat] or [1] * math.prod(seats.shape[:-1]), object)
    return found.reshape(seats.shape[:-1])


def _times(votes: Ints, factors: Ints) -> Ints:
    """Return the products as int64 where their sums fit, else as Python integers."""
    if votes.size == 0:
        return votes
    if int(votes.max()) * int(factors.max()) * votes.shape[-2] <= _INT64:
        return np.asarray(votes * factors.astype(np.int64))
    return np.asarray(votes.astype(object) * factors)


def _summed(areas: Ints, denominator: Ints) -> VoterNumbers:
    """Return the numbers with their sums over the areas."""
    return VoterNumbers(areas, areas.sum(-2), denominator)
