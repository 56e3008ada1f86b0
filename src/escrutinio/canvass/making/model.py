"""Made-up polling stations whose counts add up exactly to an area's real ones.

Votes do not scatter as if each voter drew alone: neighbours vote alike. Shares are drawn three times, each time around
the level above: municipality around area, precinct around municipality, station around precinct, from a Dirichlet
distribution; a station's votes then are multinomial (together: Dirichlet-multinomial). How closely each level follows
the one above was estimated by moments from real polling stations (``ALIKE``). Drawn tables are then settled: the
smallest number of ballots that the totals are off by, picked evenly, changes its column, so that every row keeps its
voters and every column adds up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]

OTHERS = 3
"""The last columns of a table: blank, null, and registered voters who stayed away; before them, the lists."""

ALIKE = ((10.0, 200.0), (12.0, 150.0), (120.0, 300.0))
"""Concentrations by level, for the lists' shares and for turnout with blank and null votes: municipality, precinct,
station. Moments of the 34,157 stations at home of Bolivia's count of 18 October 2020 lie around them."""

STATIONS_OF_A_PRECINCT = 7
STATIONS_OF_A_MUNICIPALITY = 100
MUNICIPALITIES = 90
LARGEST_MUNICIPALITY = 20_000
"""Stations a municipality has on average at most: beyond, there are more municipalities, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Block:
    """One municipality's stations, in order: where they lie, their voters, and a row of counts each."""

    municipality: int
    precinct: Ints
    voters: Ints
    counts: Ints
    arrival: Floats


def stations(columns: Ints, number: int, rng: np.random.Generator) -> Iterator[Block]:
    """Stations whose counts add up to these columns: the lists, then blank, null and absent.

    Args:
        columns: what each column adds up to.
        number: how many stations.
        rng: where chance comes from.

    >>> made = list(stations(np.array([700, 200, 10, 20, 70]), 8, np.random.default_rng(1)))
    >>> sum(block.counts.sum(axis=0) for block in made).tolist()
    [700, 200, 10, 20, 70]
    """
    sizes = _municipalities(number, rng)
    precincts = [_precincts(size, rng) for size in sizes]
    voters = _voters(np.concatenate([_fullness(each, rng) for each in precincts]), int(columns.sum()))
    ends = np.cumsum(sizes)
    held = np.array([part.sum() for part in np.split(voters, ends[:-1])])
    shares = around(np.tile(columns / max(1, columns.sum()), (len(sizes), 1)), ALIKE[0], rng)
    tables = fill(held, columns, raked(shares, held, columns), rng)
    speed = rng.uniform(0, 0.5)
    for place, (size, precinct, end) in enumerate(zip(sizes, precincts, ends, strict=True)):
        mine = voters[end - size : end]
        arrival = speed + rng.uniform(0, 0.5) + rng.uniform(0, 1, size)
        yield Block(place, precinct, mine, _counts(precinct, mine, tables[place], rng), arrival)


def around(means: Floats, alike: tuple[float, float], rng: np.random.Generator) -> Floats:
    """Shares drawn around others: turnout, blank and null votes first, then the lists among what is valid."""
    valid = means[:, :-OTHERS].sum(axis=1, keepdims=True)
    lists = _dirichlet(means[:, :-OTHERS] / np.maximum(valid, 1e-300), alike[0], rng)
    others = _dirichlet(np.concatenate([valid, means[:, -OTHERS:]], axis=1), alike[1], rng)
    return np.concatenate([lists * others[:, :1], others[:, 1:]], axis=1)


def fill(rows: Ints, columns: Ints, shares: Floats, rng: np.random.Generator) -> Ints:
    """A table of counts drawn from shares, whose rows and columns add up exactly.

    >>> fill(np.array([5, 5]), np.array([7, 3]), np.full((2, 2), 0.5), np.random.default_rng(3)).sum(axis=0).tolist()
    [7, 3]
    """
    table = rng.multinomial(rows, shares / shares.sum(axis=1, keepdims=True))
    over = table.sum(axis=0) - columns
    freed = np.zeros(len(rows), dtype=np.int64)
    for column in np.flatnonzero(over > 0):
        taken = picked(table[:, column], int(over[column]), rng)
        table[:, column] -= taken
        freed += taken
    for column in np.flatnonzero(over < 0):
        given = picked(freed, -int(over[column]), rng)
        table[:, column] += given
        freed -= given
    return table


def picked(counts: Ints, number: int, rng: np.random.Generator) -> Ints:
    """How many of so many ballots are picked from each pile, evenly over all from a random start.

    >>> picked(np.array([4, 0, 4]), 4, np.random.default_rng(0)).tolist()
    [2, 0, 2]
    """
    total = int(counts.sum())
    places = (int(rng.integers(total)) + np.arange(number, dtype=np.int64) * total) // number
    piles = np.searchsorted(np.cumsum(counts), places, side="right")
    found: Ints = np.bincount(piles, minlength=len(counts))
    return found


def raked(shares: Floats, rows: Ints, columns: Ints) -> Floats:
    """Shares nudged until what they promise adds up nearly to the columns; ``fill`` settles the rest."""
    for _ in range(4):
        promised = rows @ shares
        shares = shares * (columns / np.maximum(promised, 1e-9))
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
    return np.where(shares.sum(axis=1, keepdims=True) > 0, shares, 1 / shares.shape[1])


def split(total: int, weights: Floats, least: int = 0) -> Ints:
    """A whole number split by weights, each part at least so much.

    >>> split(10, np.array([1.0, 1.0, 2.0])).tolist()
    [3, 2, 5]
    """
    free = total - least * len(weights)
    parts: Ints = np.floor(free * (weights / weights.sum()) + 1e-9).astype(np.int64)
    rest = free - int(parts.sum())
    parts[np.arange(rest) * len(parts) // max(1, rest)] += 1
    parts += least
    return parts


def _counts(precinct: Ints, voters: Ints, columns: Ints, rng: np.random.Generator) -> Ints:
    held = np.bincount(precinct, weights=voters).astype(np.int64)
    shares = around(np.tile(columns / max(1, columns.sum()), (len(held), 1)), ALIKE[1], rng)
    shares = raked(shares, held, columns)
    return fill(voters, columns, around(shares[precinct], ALIKE[2], rng), rng)


def _dirichlet(means: Floats, alike: float, rng: np.random.Generator) -> Floats:
    drawn = rng.standard_gamma(means * alike)
    total = drawn.sum(axis=1, keepdims=True)
    return np.where(total > 0, drawn / np.maximum(total, 1e-300), means)


def _municipalities(number: int, rng: np.random.Generator) -> Ints:
    """How many stations each municipality has: a few have many."""
    wanted = max(3, min(MUNICIPALITIES, number // STATIONS_OF_A_MUNICIPALITY), number // LARGEST_MUNICIPALITY)
    made = min(wanted, max(1, number // 5))
    return split(number, rng.lognormal(0, 1.2, made), least=1)


def _precincts(number: int, rng: np.random.Generator) -> Ints:
    """For each station of a municipality, its precinct's number there, from 0."""
    made = -(-number // STATIONS_OF_A_PRECINCT)
    return np.repeat(np.arange(made), split(number, rng.standard_gamma(np.full(made, 0.9)) + 0.05, least=1))


def _fullness(precinct: Ints, rng: np.random.Generator) -> Floats:
    """How full each station is: a precinct's last one takes who is left over."""
    full = np.ones(len(precinct))
    last = np.flatnonzero(np.diff(precinct, append=-1))
    full[last] = rng.uniform(0.15, 1, len(last))
    return full


def _voters(fullness: Floats, total: int) -> Ints:
    return split(total, fullness)
