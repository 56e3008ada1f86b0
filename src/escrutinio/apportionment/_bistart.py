"""Proposals for a biproportional table: multipliers of areas and lists, and the seats they round to.

Nothing here has to be right. `_biproof` proves what is proposed with whole numbers, and `_biexact` starts again from
these multipliers with fractions wherever that fails. Three steps, each nearer: fit the margins without rounding
(alternate scaling), move each line's multiplier until its rounded seats add up, then move single seats along shortest
paths from lines with too many to lines with too few (tie-and-transfer; Balinski and Demange 1989, Rote and
Zachariasen 2007). Arrays are (areas, lists, draws), margins (areas, draws) and (lists, draws).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from escrutinio.apportionment._bipaths import nearest_sinks, walk

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Floats, Ints
    from escrutinio.apportionment.divisors import Divisors

_DOUBLE = np.float64  # float: the type of what is proposed here and proved elsewhere
_root = np.sqrt  # float: of proposed multipliers only
_over = np.true_divide  # float: of proposed multipliers only
_SLIGHTLY = _DOUBLE("1e-12")  # every step of a path costs at least so much, so that no path runs in circles
_STRICT = _DOUBLE("1e-6")  # the slack that multipliers should have on all sides for an easy proof
_TINY = _DOUBLE("1e-60")  # instead of dividing by 0
_SWEEPS = 4  # of fitting: measured; more cost more than they save
_MORE_SWEEPS = 100  # for large houses and for tables with many zeros, which fit slowly
_HALVES = 2  # steps of single lines, by turns areas and lists, and one more for every so many lines: measured
_LINES_A_HALF = 10
_CENTRINGS = 8  # sweeps at most that move multipliers away from their limits; one or two are usual


class Start(NamedTuple):
    """Proposed seats (areas, lists, draws) as whole numbers, and the multipliers of areas and lists."""

    seats: Ints
    areas: Floats
    lists: Floats


class Posts(NamedTuple):
    """The signposts in steps of the sequence: first, then 1 + offset, 2 + offset, 3 + offset …; and the step."""

    first: np.floating[Any]  # float: of proposed shares
    offset: np.floating[Any]  # float: of proposed shares
    step: np.floating[Any]  # float: of proposed shares

    @property
    def plain(self) -> bool:
        """Whether one formula holds for every number of seats, none included."""
        return bool(self.first == self.offset < 1)

    def rounded(self, shares: Floats) -> Floats:
        """Return shares rounded to whole seats."""
        seats: Floats = np.floor(shares + (1 - self.offset))
        return seats if self.plain else np.where(shares < self.first, 0, np.maximum(seats, 1))

    def after(self, seats: Floats) -> Floats:
        """Return the signpost above which there would be one seat more."""
        above = seats + self.offset
        return above if self.plain else np.where(seats < 1, self.first, above)

    def before(self, seats: Floats) -> Floats:
        """Return the signpost below which there would be one seat fewer; below 0 where there is none to lose."""
        return seats - (1 - self.offset) if self.plain else np.where(seats < 1, -np.inf, self.after(seats - 1))


@lru_cache(maxsize=64)
def _posts(divisors: Divisors) -> Posts:
    """Return the signposts of a sequence whose steps are even from the second on."""
    step = divisors.value(2) - divisors.value(1)
    first, second = divisors.value(0) / step, divisors.value(1) / step  # float: these are Fractions
    return Posts(_DOUBLE(first), _DOUBLE(second - 1), _DOUBLE(step))


class _State(NamedTuple):
    """Shares and their rounded seats, and how far each share is, as a ratio, from one more and from one fewer."""

    shares: Floats
    seats: Floats
    up: Floats
    down: Floats

    def some(self, draws: Bools) -> _State:
        """Return the state of those draws only."""
        return _State(*(array[..., draws] for array in self))


def propose(votes: Ints, rows: Ints, columns: Ints, divisors: Divisors) -> Start:
    """Return a start; lines without seats must have no votes."""
    posts = _posts(divisors)
    counted = votes.astype(_DOUBLE)
    with np.errstate(all="ignore"):
        areas, lists = _fitted(counted, rows, columns)
        shares = counted * areas[:, None] * lists
        for half in range(_HALVES + sum(votes.shape[:2]) // _LINES_A_HALF):
            if half % 2:
                factor = _evened(shares, columns, 0, posts)
                lists *= factor
                shares *= factor
            else:
                factor = _evened(shares, rows, 1, posts)
                areas *= factor
                shares *= factor[:, None]
        seats = posts.rounded(shares)
        wild = np.flatnonzero(np.abs(seats.sum(1) - rows).sum(0) > rows.sum(0))
        if wild.size:  # where no table exists, fitting may run away: start there from the areas' own shares
            lists[:, wild] = 1
            areas[:, wild] = _over(rows, np.maximum(counted.sum(1), _TINY))[:, wild]
            shares = counted * areas[:, None] * lists
            seats = posts.rounded(shares)
        seats = _transferred(_state(shares, seats, posts), (rows, columns), (areas, lists), posts)
        _centre(_state(counted * areas[:, None] * lists, seats, posts), areas, lists)
        areas *= posts.step
        return Start(seats.astype(np.int64), areas, lists)


def _fitted(votes: Floats, rows: Ints, columns: Ints) -> tuple[Floats, Floats]:
    """Return multipliers that nearly fit the margins without rounding."""
    lists = np.ones(columns.shape)
    areas, lists = _swept(votes, rows, columns, lists, _SWEEPS)
    off = np.abs((votes * lists).sum(1) * areas - rows).max(0) > len(rows)
    if off.any():
        slow = np.flatnonzero(off)
        part = votes[..., slow], rows[:, slow], columns[:, slow], lists[:, slow]
        areas[:, slow], lists[:, slow] = _swept(*part, _MORE_SWEEPS)
    return areas, lists


def _swept(votes: Floats, rows: Ints, columns: Ints, lists: Floats, sweeps: int) -> tuple[Floats, Floats]:
    """Return multipliers after sweeps of alternate scaling."""
    for _ in range(sweeps):
        areas = _over(rows, np.maximum((votes * lists).sum(1), _TINY))
        lists = _over(columns, np.maximum((votes * areas[:, None]).sum(0), _TINY))
    return areas, lists


def _evened(shares: Floats, margin: Ints, axis: int, posts: Posts) -> Floats:
    """Return per line the factor after which its rounded seats add up; 1 where they do.

    A line that needs two seats more grows past its second nearest signpost above, short of the third; one that has
    two too many shrinks likewise. Sorted, the two signposts are numbers need - 1 and need, counted from the end where
    need is negative.
    """
    seats = posts.rounded(shares)
    need = margin - seats.sum(axis)
    some = (need > 0)[:, None] if axis else need > 0
    nearest = _over(np.where(some, posts.after(seats), posts.before(seats)), shares)
    nearest.sort(axis)
    lines, most = nearest.swapaxes(0, axis), nearest.shape[axis] - 1
    at = np.minimum(np.maximum(need, -most), most).astype(np.int64)
    row, draw = np.arange(len(need))[:, None], np.arange(need.shape[1])
    low, high = lines[at - 1, row, draw], lines[at, row, draw]
    apart = np.minimum(_root(np.abs(_over(high, low))), 1 + _over(1, 2 * margin + 2))
    factor = np.where(need > 0, low * apart, _over(high, apart))
    factor = np.where(np.abs(need) < most, factor, _over(margin, margin - need))
    return _sensible(np.where(need == 0, 1, factor))


def _sensible(factor: Floats) -> Floats:
    """Return a factor, or 1 where lines without votes or seats made it none."""
    return np.where((factor > 0) & (factor < np.inf), factor, 1)


def _state(shares: Floats, seats: Floats, posts: Posts) -> _State:
    """Return shares with the ratios to their signposts; infinite where there is none to reach."""
    down = _over(shares, posts.before(seats))
    np.copyto(down, np.inf, where=seats < 1)
    return _State(shares, seats, _over(posts.after(seats), shares), down)


def _transferred(state: _State, margins: tuple[Ints, Ints], multipliers: tuple[Floats, Floats], posts: Posts) -> Floats:
    """Return seats with the right margins where there are any, moving seats along shortest paths; scale in place."""
    seats, draws = state.seats, np.arange(state.seats.shape[2])
    rows, columns = (margin - state.seats.sum(axis) for margin, axis in zip(margins, (1, 0), strict=True))
    for _ in range(int(np.abs(rows).sum(0).max() + np.abs(columns).sum(0).max()) // 2 + 1):
        going = (rows != 0).any(0) | (columns != 0).any(0)
        if not going.all():
            draws, state, rows, columns = draws[going], state.some(going), rows[:, going], columns[:, going]
        if not draws.size:
            return seats
        up, down = (np.maximum(ratio, 1 + _SLIGHTLY) for ratio in (state.up, state.down))
        found = nearest_sinks(up, down, rows, columns)
        reached = found.far < np.inf
        if not reached.all():  # no table fits: `_biexact` says why
            draws, state, rows, columns = draws[reached], state.some(reached), rows[:, reached], columns[:, reached]
            up, down, found = up[..., reached], down[..., reached], found.some(reached)
            if not draws.size:
                return seats
        moved = walk(found, up, down, rows, columns)
        by = _over(found.far, np.minimum(found.rows, found.far)), _over(np.minimum(found.columns, found.far), found.far)
        multipliers[0][:, draws] *= by[0]
        multipliers[1][:, draws] *= by[1]
        state = _state(state.shares * by[0][:, None] * by[1], state.seats + moved, posts)
        seats[..., draws] = state.seats
    return seats


def _centre(state: _State, areas: Floats, lists: Floats) -> None:
    """Move multipliers, in place, to the middle of what the seats allow, line by line."""
    up, down = state.up, state.down
    for _ in range(_CENTRINGS):
        if np.minimum(up, down).min() > 1 + _STRICT:
            return
        for axis, lines in ((1, areas), (0, lists)):
            factor = _sensible(_root(_over(up.min(axis), down.min(axis))))
            np.multiply(lines, factor, out=lines)
            spread = factor[:, None] if axis else factor
            up, down = _over(up, spread), down * spread
