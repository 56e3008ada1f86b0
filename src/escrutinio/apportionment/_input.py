"""What comes in: whole numbers of the right shape, or one clear sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeGuard

import numpy as np

from escrutinio.apportionment.errors import ApportionmentError

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Bools, Given, Ints

_INT64 = np.iinfo(np.int64).max
_HUGE = 10**100  # far below what the float start can hold
_MOST_SEATS = 10**9
_LONE = np.dtype(np.int64)
_NOT_WHOLE = "{what} must be whole numbers: {value!r} at {place}. Give integers, without decimals or gaps."


def whole(numbers: Given, what: str) -> Ints:
    """Return numbers as an array of int64, or of Python integers where they are larger; refuse all else."""
    try:
        array = np.asarray(numbers)
    except ValueError:
        message = "{what} must form a regular table: some rows are longer than others."
        raise ApportionmentError(message, what=what) from None
    if array.dtype.kind == "f" and not isinstance(numbers, np.ndarray):
        array = np.asarray(numbers, object)  # NumPy reads whole numbers on both sides of 2^63 as floats
    if array.dtype != _LONE:
        array = _converted(array, what)
    if array.size and (array.min() < 0):
        _refuse(array, array < 0, what, "{what} cannot be negative: {value} at {place}.")
    return array


def _converted(array: Ints, what: str) -> Ints:
    """Return an array of another type as whole numbers, or say what stands where."""
    if array.size == 0:
        return array.astype(np.int64)
    if array.dtype.kind not in "iuO":
        _refuse(array, np.ones(array.shape, np.bool_), what, _NOT_WHOLE)
    if array.dtype.kind == "O":
        bad = np.array([not _is_whole(x) for x in array.flat]).reshape(array.shape)
        if bad.any():
            _refuse(array, bad, what, _NOT_WHOLE)
        if (array > _HUGE).any():
            _refuse(array, array > _HUGE, what, "{what} beyond 10^100 are no count: {place}.")
    fits = array.dtype.kind == "i" or -_INT64 <= int(array.min()) <= int(array.max()) <= _INT64
    return array.astype(np.int64 if fits else object)


def _is_whole(number: object) -> TypeGuard[int]:
    """Return whether this is a whole number, and no truth value."""
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def _refuse(array: Ints, bad: Bools, what: str, template: str) -> None:
    """Raise the error for the first bad number."""
    place = tuple(int(i) for i in np.argwhere(bad)[0])
    value = array[place]
    value = value.item() if isinstance(value, np.generic) else value
    raise ApportionmentError(template, what=what, value=value, place=place)


def fitted(numbers: Given, shape: tuple[int, ...], what: str) -> Ints:
    """Return whole numbers stretched to that shape, or say that they do not fit."""
    array = whole(numbers, what)
    if array.shape == shape:
        return array
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        message = "{what} of shape {given} do not fit votes that ask for {wanted}."
        raise ApportionmentError(message, what=what, given=array.shape, wanted=shape) from None


def fitted_if(numbers: Given | None, shape: tuple[int, ...], what: str) -> Ints | None:
    """Return the same of numbers that may be missing."""
    return None if numbers is None else fitted(numbers, shape, what)


def house(seats: Given, shape: tuple[int, ...]) -> Ints:
    """Return the seats to fill per draw as one flat int64 array."""
    if _is_whole(seats) and 0 <= seats <= _MOST_SEATS:
        same: Ints = np.ndarray((math.prod(shape),), np.int64, np.array(seats), strides=(0,))  # one number in memory
        same.flags.writeable = False
        return same
    array = fitted(seats, shape, "seats")
    if array.size and array.max() > _MOST_SEATS:
        message = "seats: {value} are more than {limit}, the most that are counted here."
        raise ApportionmentError(message, value=int(array.max()), limit=_MOST_SEATS)
    return array.reshape(-1)


def columns(array: Ints) -> Ints:
    """Return a (…, lists) array as (lists, draws), without copying where possible."""
    return array.reshape(math.prod(array.shape[:-1]), array.shape[-1]).T


def columns_if(array: Ints | None) -> Ints | None:
    """Return the same of an array that may be missing."""
    return None if array is None else columns(array)


def ballots(votes: Given) -> Ints:
    """Return votes of shape (…, lists), or say that a single number is none."""
    array = whole(votes, "votes")
    if array.ndim == 0:
        message = "votes must be one number per list, not the single number {value}."
        raise ApportionmentError(message, value=array.item())
    return array
