"""Shares and leads of votes, compared exactly: thresholds, majorities, the first two."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from escrutinio.apportionment import _input
from escrutinio.apportionment._order import cut_after, ranking
from escrutinio.apportionment.errors import ApportionmentError, unknown

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Given, Ints

Boundary = Literal["at_least", "more_than"]
_INT64 = np.iinfo(np.int64).max


def reaches(part: Given, whole: Given, share: Fraction | int | str, *, boundary: Boundary = "at_least") -> Bools:
    """Return where part is at least (or more than) that share of the whole.

    Args:
        part: votes, whole numbers of any shape.
        whole: votes the share is of; fits the shape of ``part``.
        share: a `Fraction`, an int or a string such as ``"3/100"``; never a float.
        boundary: ``"at_least"`` or ``"more_than"``.

    Returns:
        An array of truth values. Nothing of nothing reaches no share, at any boundary.

    Raises:
        ApportionmentError: a share that is not exact, an unknown boundary, votes that are not whole numbers.

    Example:
        >>> reaches([5, 4], 100, "5/100").tolist(), reaches([5, 4], 100, "5/100", boundary="more_than").tolist()
        ([True, False], [False, False])
    """
    exact, strict = _exact(share), _strict(boundary)
    some, all_ = _input.whole(part, "part"), _input.whole(whole, "whole")
    try:
        np.broadcast_shapes(some.shape, all_.shape)
    except ValueError:
        message = "part of shape {part} and whole of shape {whole} do not fit."
        raise ApportionmentError(message, part=some.shape, whole=all_.shape) from None
    enough, of_any = some >= _fewest(all_, exact, strict=strict), all_ > 0
    return np.asarray(enough if of_any.all() else enough & of_any)


def leads(votes: Given, lead: Fraction | int | str, of: Given, *, boundary: Boundary = "at_least") -> Bools:
    """Return where the first list is ahead of the second by at least (or more than) that share of some votes.

    Args:
        votes: whole numbers, shape (…, lists).
        lead: a `Fraction`, an int or a string such as ``"1/10"``; never a float.
        of: votes the share is of (valid votes, say); fits (…).
        boundary: ``"at_least"`` or ``"more_than"``.

    Returns:
        Truth values of shape (…). A list that stands alone leads by all its votes.

    Raises:
        ApportionmentError: a share that is not exact, an unknown boundary, votes that are not whole numbers.

    Example:
        >>> leads([4707, 3651, 800], "1/10", 10_000).tolist()
        True
    """
    table = _input.ballots(votes)
    ordered = -np.sort(-table, axis=-1)
    ahead = ordered[..., 0] - ordered[..., 1] if table.shape[-1] > 1 else table.sum(-1)
    return reaches(ahead, of, lead, boundary=boundary)


def best_two(votes: Given, *, lots: Given | None = None) -> tuple[Ints, Ints, Bools]:
    """Return the first list, the second, and whether a tie decides who is first or who is second.

    Args:
        votes: whole numbers, shape (…, lists), of at least two lists.
        lots: rank drawn by each list, fits (…, lists): in a tie the lower rank comes first.

    Returns:
        Indices of the first and of the second list, and the tie flag, each of shape (…). Without lots, lists with
        equal votes stand in list order.

    Raises:
        ApportionmentError: fewer than two lists, votes that are not whole numbers, lots that do not fit.

    Example:
        >>> first, second, tied = best_two([300, 500, 300])
        >>> int(first), int(second), bool(tied)
        (1, 0, True)
    """
    table = _input.ballots(votes)
    shape, lists = table.shape[:-1], table.shape[-1]
    if lists < 2:  # noqa: PLR2004 - two are asked for
        raise ApportionmentError("the first two of {lists} list(s): at least two lists must stand.", lists=lists)
    by_list, lot = _input.columns(table), _input.columns_if(_input.fitted_if(lots, table.shape, "lots"))
    order = ranking(by_list, lot)
    places = np.ones(order.shape[1], np.int64)
    tied = np.zeros(order.shape[1], np.bool_)
    for place in range(1, min(lists, 3)):
        tied |= cut_after(by_list, order, places * place, lot, places > 0).tied
    return order[0].reshape(shape), order[1].reshape(shape), tied.reshape(shape)


def _exact(share: object) -> Fraction:
    """Return a share as a fraction, or say why it is none."""
    if isinstance(share, Fraction | int | str) and not isinstance(share, bool):
        with suppress(ValueError, ZeroDivisionError):
            value = Fraction(share)
            if value >= 0:
                return value
    message = "{share!r} is no exact share: write it as a Fraction or a string such as '3/100', never as a float."
    raise ApportionmentError(message, share=share)


def _strict(boundary: str) -> bool:
    """Return whether the boundary itself is outside."""
    if boundary not in {"at_least", "more_than"}:
        raise unknown("boundary", boundary, ("at_least", "more_than"))
    return boundary == "more_than"


def _fewest(whole: Ints, share: Fraction, *, strict: bool) -> Ints:
    """Return the fewest votes that are at least, or more than, that share of the whole."""
    largest = int(whole.max(initial=0)) * max(share.numerator, share.denominator)
    exact = (whole if largest <= _INT64 else whole.astype(object)) * share.numerator
    least = np.asarray(exact // share.denominator + 1 if strict else -(-exact // share.denominator))
    return least.astype(np.int64) if least.dtype == object and least.max(initial=0) <= _INT64 else least
