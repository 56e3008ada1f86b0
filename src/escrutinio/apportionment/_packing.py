"""Tables without their empty cells: of ninety lists of a country, a dozen stand in any one constituency."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Ints

_AXES = 3  # draws, areas, lists
_FEW = 8  # draws, or lists, from which on it pays to look for empty cells


class Packing(NamedTuple):
    """The areas where any list stands, and where the lists that stand there are in a flat row of (areas, lists).

    ``places`` has the shape (areas that count, columns): in list order, with empty lists where fewer stand.
    """

    areas: Ints
    places: Ints
    shape: tuple[int, int]

    def cells(self, table: Ints) -> Ints:
        """Return the cells of a table (draws, areas, lists) as (columns, draws and areas)."""
        packed: Ints = np.take(table.reshape(len(table), -1), self.places.reshape(-1), axis=1)
        return packed.reshape(-1, self.places.shape[1]).T

    def rows(self, numbers: Ints) -> Ints:
        """Return the numbers, one per draw and area, of the areas that count."""
        return numbers.reshape(-1, self.shape[0])[:, self.areas].reshape(-1)

    def spread(self, cells: Ints) -> Ints:
        """Return the table (draws, areas, lists) with those cells, and 0 in the others."""
        packed = cells.T.reshape(-1, self.places.size)
        table = np.zeros((len(packed), self.shape[0] * self.shape[1]), cells.dtype)
        table[:, self.places.reshape(-1)] = packed
        return table.reshape(-1, *self.shape)

    def restored(self, numbers: Ints, others: Ints) -> Ints:
        """Return numbers per draw and area, flat, with those of the areas that do not count."""
        whole = others.reshape(-1, self.shape[0]).copy()
        whole[:, self.areas] = numbers.reshape(-1, self.areas.size)
        return whole.reshape(-1)


def packing(table: Ints, floor: Ints | None = None) -> Packing | None:
    """Return how to leave out cells that are 0 in every draw; None where at least half of a table stands anyway."""
    if table.ndim != _AXES or len(table) < _FEW or table.shape[-1] < _FEW or table.shape[1] == 0:
        return None
    stands = table.max(axis=0) > 0
    if floor is not None:
        stands |= floor.max(axis=0) > 0
    areas, columns = np.flatnonzero(stands.any(axis=-1)), int(stands.sum(axis=-1).max())
    if not 0 < areas.size * columns <= stands.size // 2:
        return None
    lists = np.argsort(~stands[areas], axis=-1, kind="stable")[:, :columns]
    return Packing(areas, areas[:, None] * stands.shape[1] + lists, (stands.shape[0], stands.shape[1]))
