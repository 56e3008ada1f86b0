"""Who has the higher share: an exact ranking of fractions inside groups."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.apportionment import _input

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Given, Ints

_FINE = 2**29
_INT64 = np.iinfo(np.int64).max


def ranked_shares(part: Given, whole: Given, groups: Given) -> tuple[Ints, Bools]:
    """Return the place of each share in its group, from 0 for the highest, and whether it equals the one before.

    Args:
        part: whole numbers, shape (draws, entries).
        whole: what they are parts of, fits (draws, entries); a share of nothing is 0.
        groups: the number of each entry's group, fits (draws, entries).

    Example:
        >>> ranks, equal = ranked_shares([[30, 50, 20, 10]], [[100, 100, 40, 100]], [[0, 0, 0, 1]])
        >>> ranks.tolist(), equal.tolist()
        ([[2, 0, 1, 0]], [[False, False, True, False]])
    """
    top = _input.whole(part, "part")
    bottom = np.maximum(_input.fitted(whole, top.shape, "whole"), 1)
    group = _input.fitted(groups, top.shape, "groups")
    wide = top if int(top.max(initial=0)) <= _INT64 // _FINE else top.astype(object)
    key = (wide * _FINE // bottom).astype(np.int64) if wide.dtype != object else _dense(wide, bottom)
    order = _ordered(key, group)
    ranks, equal = np.zeros(top.shape, np.int64), np.zeros(top.shape, np.bool_)
    sorted_group = np.take_along_axis(group, order, -1)
    first = np.ones(top.shape, np.bool_)
    first[:, 1:] = sorted_group[:, 1:] != sorted_group[:, :-1]
    place = np.arange(top.shape[1])
    start = np.maximum.accumulate(np.where(first, place, 0), axis=-1)
    np.put_along_axis(ranks, order, place - start, -1)
    sorted_key = np.take_along_axis(key, order, -1)
    near, nothing = np.zeros(top.shape, np.bool_), np.take_along_axis(top, order, -1) == 0
    near[:, 1:] = ~first[:, 1:] & (sorted_key[:, 1:] == sorted_key[:, :-1])
    level = near.copy()
    level[:, 1:] &= nothing[:, 1:] & nothing[:, :-1]
    np.put_along_axis(equal, order, level, -1)
    for draw in np.flatnonzero((near & ~level).any(axis=-1)):
        ranks[draw], equal[draw] = _settled(top[draw], bottom[draw], group[draw], order[draw])
    return ranks, equal


def _ordered(key: Ints, group: Ints) -> Ints:
    """Return the entries group by group, the highest key first, equal ones as they stand."""
    most, groups = int(key.max(initial=0)), int(group.max(initial=0))
    if (groups + 1) * (most + 1) > _INT64:
        return np.lexsort((-key, group), axis=-1)
    return np.argsort(group * (most + 1) + (most - key), axis=-1, kind="stable")


def _dense(top: Ints, bottom: Ints) -> Ints:
    """Return the place of each exact share among all, for numbers too large for 64 bits."""
    shares = [Fraction(int(x), int(y)) for x, y in zip(top.flat, np.broadcast_to(bottom, top.shape).flat, strict=True)]
    places = {value: place for place, value in enumerate(sorted(set(shares)))}
    return np.array([places[value] for value in shares], np.int64).reshape(top.shape)


def _settled(top: Ints, bottom: Ints, group: Ints, order: Ints) -> tuple[Ints, Bools]:
    """Return the places of one draw by exact fractions, and who equals the one before."""
    ranks, equal = np.zeros(order.shape, np.int64), np.zeros(order.shape, np.bool_)
    for _, members in groupby(order.tolist(), key=lambda each: int(group[each])):
        shares = {each: Fraction(int(top[each]), int(bottom[each])) for each in members}
        exact = sorted(shares, key=lambda each: -shares[each])
        ranks[exact] = np.arange(len(exact))
        equal[exact[1:]] = [shares[one] == shares[next_] for one, next_ in pairwise(exact)]
    return ranks, equal
