"""Counts added up from constituencies to regions and to the country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    # 64-bit integers, or Python integers where a sum could exceed them: one code runs on both
    IntArray = npt.NDArray[Any]

Level = Literal["constituency", "region", "country"]


def added_up(seats: IntArray, own: tuple[str, ...], areas: tuple[str, ...]) -> IntArray:
    """Add (draws, own areas, …) up to the areas named, in their order; own areas of another name are left out."""
    if own == areas:
        return seats
    place = {area: number for number, area in enumerate(areas)}
    into = np.array([place.get(each, len(areas)) for each in own], dtype=np.int64)
    added = np.zeros((seats.shape[0], len(areas), *seats.shape[2:]), dtype=seats.dtype)
    for area in range(len(areas)):
        inside = np.flatnonzero(into == area)
        if inside.size:
            added[:, area] = seats[:, _run_of(inside)].sum(axis=1)
    return added


def _run_of(places: IntArray) -> IntArray | slice:
    """Places one after another as a slice, which copies nothing."""
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places


def roll_up(votes: IntArray, regions: tuple[str, ...], level: Level, areas: Iterable[str] | None = None) -> IntArray:
    """Add votes (draws, constituencies, lists) up to a level; regions not in ``areas`` are left out."""
    if level == "constituency":
        return votes
    if level == "country":
        country: IntArray = votes.sum(axis=1, keepdims=True)
        return country
    return added_up(votes, regions, tuple(dict.fromkeys(regions)) if areas is None else tuple(areas))
