"""Shortest paths for seats that move from lines with too many to lines with too few, for many draws at once.

A path alternates: one seat more in a cell leads from its area to its list, one seat fewer from its list to its area.
Each step multiplies by the ratio of a share to the signpost it must pass, so that the shortest path is the cheapest
exchange. These are proposals, like all of `_bistart`. Arrays are (areas, lists, draws).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Floats, Ints


class Found(NamedTuple):
    """Per draw: how far each line is from one that has seats to give; the nearest that lacks one; how far that is.

    Lines are numbered areas first, then lists; distances of areas and of lists stand apart.
    """

    rows: Floats
    columns: Floats
    nearest: Ints
    far: Floats

    def some(self, draws: Bools) -> Found:
        """Return the same for those draws only."""
        return Found(*(array[..., draws] for array in self))


def nearest_sinks(up: Floats, down: Floats, rows: Ints, columns: Ints) -> Found:
    """Return all distances; ``rows`` and ``columns`` say how many seats each line lacks, below 0 has too many.

    An area that lacks a seat pushes it out to a list, a list that has too many pushes it back to an area.
    """
    from_rows = np.where(rows > 0, 1, np.inf)
    from_columns = np.where(columns < 0, 1, np.inf)
    give, take = np.where(rows < 0, 1, np.inf), np.where(columns > 0, 1, np.inf)
    for _ in range(len(rows) + len(columns)):
        from_columns = np.minimum(from_columns, (from_rows[:, None] * up).min(0))
        back = np.minimum(from_rows, (from_columns * down).min(1))
        # what lies beyond the nearest line found so far need not be known
        known = np.minimum((back * give).min(0), (from_columns * take).min(0))
        still = back >= np.minimum(from_rows, known)
        from_rows = back
        if still.all():
            break
    ends = np.concatenate([from_rows * give, from_columns * take])
    nearest = ends.argmin(0)
    return Found(from_rows, from_columns, nearest, ends[nearest, np.arange(nearest.size)])


def walk(found: Found, up: Floats, down: Floats, rows: Ints, columns: Ints) -> Ints:
    """Return the change of seats along the path to the nearest sink, back from it; update what lines lack, in place."""
    moved = np.zeros(up.shape, np.int64)
    if found.nearest.size == 1:
        _walk_one(found, (up, down), (rows, columns), moved)
        return moved
    at, draws, areas = found.nearest, np.arange(found.nearest.size), len(rows)
    in_row = at < areas
    rows[at[in_row], draws[in_row]] += 1
    columns[at[~in_row] - areas, draws[~in_row]] -= 1
    for _ in range(areas + len(columns)):
        in_row = at < areas
        here, there = draws[in_row], draws[~in_row]
        row, here = _stopped(at[in_row], here, found.rows, rows, -1)
        column, there = _stopped(at[~in_row] - areas, there, found.columns, columns, 1)
        to_column = (found.columns[:, here] * down[row, :, here].T).argmin(0)
        to_row = (found.rows[:, there] * up[:, column, there]).argmin(0)
        moved[row, to_column, here] -= 1
        moved[to_row, column, there] += 1
        at, draws = np.concatenate([to_column + areas, to_row]), np.concatenate([here, there])
        if not draws.size:
            break
    return moved


def _stopped(at: Ints, draws: Ints, far: Floats, lack: Ints, change: int) -> tuple[Ints, Ints]:
    """Return the walks that are not at their source yet; book the change at the sources reached."""
    source = far[at, draws] == 1
    lack[at[source], draws[source]] += change
    return at[~source], draws[~source]


def _walk_one(found: Found, ratios: tuple[Floats, Floats], lack: tuple[Ints, Ints], moved: Ints) -> None:
    """Do the same for a single draw, where plain numbers are faster than arrays of one."""
    (rows, columns), (up, down), areas = lack, (ratio[..., 0] for ratio in ratios), len(lack[0])
    far_rows, far_columns = found.rows[:, 0], found.columns[:, 0]
    at = int(found.nearest[0])
    in_row = at < areas
    at -= 0 if in_row else areas
    (rows if in_row else columns)[at, 0] += 1 if in_row else -1
    for _ in range(areas + len(columns)):
        if (far_rows if in_row else far_columns)[at] == 1:
            (rows if in_row else columns)[at, 0] -= 1 if in_row else -1
            return
        if in_row:
            to = int((far_columns * down[at]).argmin())
            moved[at, to, 0] -= 1
        else:
            to = int((far_rows * up[:, at]).argmin())
            moved[to, at, 0] += 1
        at, in_row = to, not in_row
