"""A lot that is still to be drawn outside a single allocation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Open:
    """Who draws in the first draw, for how many seats, as it stands with the lots given.

    ``area`` is where; ``lists`` may be lists, or areas of one list; ``ordered`` says that the order drawn may matter.
    """

    area: str
    lists: tuple[str, ...]
    seats: int
    region: str = ""
    ordered: bool = False
