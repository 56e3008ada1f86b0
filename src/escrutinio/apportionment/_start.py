"""The only module of this room that may use floats: it proposes seats, `_proof` decides them with integers.

Nothing here has to be right: a bad proposal fails the proof and costs time, never a seat. All arrays are laid out
(lists, draws), so that each NumPy call runs along the draws.
"""
# float: this file proposes and never decides; what it proposes is proved by integers in _proof.py

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from fractions import Fraction

    from escrutinio.apportionment._arrays import Bools, Floats, Ints
    from escrutinio.apportionment.divisors import Divisors

_ONLY = np.zeros(1, np.int64)
_ROUNDS = 60  # of refining the jump where floors or caps bind; two or three are usual
_MANY = 9  # lists, of which some may well be too small for a seat
_HALF = 0.5  # above it the first seat costs more than a step, and lists may stand at 0
_FAR = 1e-6  # how far below the upper end to look while there is no lower one
_NEAR = 1e-9  # quotients nearer than this, of one, are compared exactly
_STEEP = 1000.0  # seats beyond which a doubling divisor no longer fits a float


class Bounds(NamedTuple):
    """Seats to fill per draw; floor and cap per (list, draw), None for 0 and no cap."""

    house: Ints
    lower: Ints | None
    upper: Ints | None


class _State(NamedTuple):
    """What the steps change in place: seats and next quotients (list, draw), best loser and missing seats per draw."""

    power: Floats
    seats: Ints
    best: Floats
    rival: Ints
    need: Ints


def propose(votes: Ints, bounds: Bounds, divisors: Divisors) -> tuple[Ints, Ints]:
    """Return proposed seats (lists, draws) and, per draw, the list that seems to have the best losing quotient."""
    house, _, upper = bounds
    power = votes.astype(np.float64)
    seats = _jump(power, bounds, divisors)
    if divisors.squared:
        power *= power
    best = _quotients(power, seats, divisors)
    if upper is not None:
        best[seats >= upper] = -1.0
    rival = best.argmax(0)
    need = house - seats.sum(0)
    state = _State(power, seats, best, rival, need)
    if need.size == 1:
        _step(state, bounds, divisors)
    elif need.any():
        _give(state, upper, divisors)
        _take(state, bounds.lower, divisors)
    if not divisors.straight:
        _swap(state, bounds, divisors)
    return seats, rival


def _quotients(power: Floats, held: Ints, divisors: Divisors) -> Floats:
    """Return what each list offers for its next seat."""
    counted = held.astype(np.float64)
    if divisors.offset is None:
        counted = np.minimum(counted, _STEEP)
    weighted = power if divisors.weight is None else power * divisors.weight(counted)
    offers: Floats = weighted / divisors.at(counted)
    return offers


def _jump(votes: Floats, bounds: Bounds, divisors: Divisors) -> Ints:
    """Return seats near the answer: votes over the divisor that would fill the house if rounding evened out."""
    house, lower, upper = bounds
    if divisors.offset is None:
        return np.zeros(votes.shape, np.int64) if lower is None else lower.astype(np.int64)
    offset = float(divisors.offset)
    rate = np.maximum(house + len(votes) * (offset - 0.5), 0.0) / np.maximum(votes.sum(0), 1.0)
    if lower is not None or upper is not None or offset > 1.0:
        return _balanced(votes, bounds, offset, rate)
    wanted = votes * rate
    wanted += 1.0 - offset
    seats = np.asarray(wanted.astype(np.int64))
    if len(votes) <= _MANY or offset <= _HALF or house.size == 1:
        return seats
    return _without_small(votes, house, seats, offset, rate)


def _without_small(votes: Floats, house: Ints, seats: Ints, offset: float, rate: Floats) -> Ints:
    """Return seats nearer the answer where many lists are too small for one: by the rate of those that have some."""
    large = seats > 0
    lists = large.sum(0)
    nearer = (house + lists * (offset - 0.5)) / np.maximum((votes * large).sum(0), 1.0)
    return np.asarray((votes * np.where(lists > 0, nearer, rate) + (1.0 - offset)).astype(np.int64))


def _balanced(votes: Floats, bounds: Bounds, offset: float, rate: Floats) -> Ints:
    """Return seats near the answer where floors or caps bind: Newton's steps on the rate, kept within a bracket."""
    house, lower, upper = bounds
    room = (
        house if upper is None else np.minimum(house, np.where(votes > 0, upper, 0 if lower is None else lower).sum(0))
    )
    low, high = np.zeros(house.shape), house + 2.0
    for _ in range(_ROUNDS):
        seats = _clipped(votes * rate + (1.0 - offset), bounds)
        need = room - seats.sum(0)
        if np.abs(need).max() <= len(votes):
            break
        low, high = np.where(need > 0, rate, low), np.where(need < 0, rate, high)
        guess = _rate(votes, seats, bounds, offset - 0.5)
        middle = np.sqrt(np.maximum(low, high * _FAR) * high)
        rate = np.where(need == 0, rate, np.where((guess > low) & (guess < high), guess, middle))
    return seats


def _clipped(wanted: Floats, bounds: Bounds) -> Ints:
    """Return whole seats within floor and cap, at least 0 and at most the house and one."""
    house, lower, upper = bounds
    seats = np.maximum(np.minimum(wanted, house + 1.0), 0.0).astype(np.int64)
    if lower is not None:
        seats = np.maximum(seats, lower)
    return seats if upper is None else np.minimum(seats, upper)


def _rate(votes: Floats, seats: Ints, bounds: Bounds, half: float) -> Floats:
    """Return seats per vote among the lists that neither floor nor cap holds."""
    house, lower, upper = bounds
    free = (seats > 0) | (half <= _HALF)
    if lower is not None:
        free &= (seats > lower) | (lower == 0)
    if upper is not None:
        free &= seats < upper
    left = house - np.where(free, 0, seats).sum(0) + half * free.sum(0)
    return np.asarray(np.maximum(left, 0.0) / np.maximum(np.where(free, votes, 0.0).sum(0), 1.0))


def _step(state: _State, bounds: Bounds, divisors: Divisors) -> None:
    """Give missing and take surplus seats in a single draw, where plain numbers are faster than arrays of one."""
    power, seats, best, rival, need = state
    missing, list_ = int(need[0]), int(rival[0])
    while missing > 0 and best[list_, 0] > 0.0:
        seats[list_, 0] += 1
        full = bounds.upper is not None and seats[list_, 0] >= bounds.upper[list_, 0]
        best[list_, 0] = -1.0 if full else _quotients(power[list_, 0], seats[list_, 0], divisors)
        list_ = int(best.argmax())
        missing -= 1
    while missing < 0:
        list_ = int(_worst(state, _ONLY, bounds.lower, divisors)[0][0])
        _drop(state, list_, 0, divisors)
        missing += 1
    rival[0], need[0] = list_, missing


def _give(state: _State, upper: Ints | None, divisors: Divisors) -> None:
    """Give missing seats one at a time to the best quotient, in the draws that miss some."""
    power, seats, best, rival, need = state
    short = np.flatnonzero(need > 0)
    while short.size:
        winner = rival[short]
        able = best[winner, short] > 0.0
        if not able.all():  # nobody left who could take a seat: it stays unfilled
            short, winner = short[able], winner[able]
        held = seats[winner, short] + 1
        seats[winner, short] = held
        best[winner, short] = _quotients(power[winner, short], held, divisors)
        if upper is not None:
            full = held >= upper[winner, short]
            best[winner[full], short[full]] = -1.0
        rival[short] = best[:, short].argmax(0)
        need[short] -= 1
        short = short[need[short] > 0]


def _take(state: _State, lower: Ints | None, divisors: Divisors) -> None:
    """Take surplus seats one at a time from the worst winning quotient, in the draws that have too many."""
    over = np.flatnonzero(state.need < 0)
    while over.size:
        loser, _ = _worst(state, over, lower, divisors)
        _drop(state, loser, over, divisors)
        state.rival[over] = loser
        state.need[over] += 1
        over = over[state.need[over] < 0]


def _swap(state: _State, bounds: Bounds, divisors: Divisors) -> None:
    """Move seats from the worst winning to the best losing quotient, where the jump did not follow a bent sequence."""
    _, _, best, rival, need = state
    draws = np.arange(need.size)
    while draws.size:
        loser, offer = _worst(state, draws, bounds.lower, divisors)
        winner = rival[draws]
        worse = offer < best[winner, draws]
        draws, loser = draws[worse], loser[worse]
        need[draws] += 1
        _drop(state, loser, draws, divisors)
        _give(state, bounds.upper, divisors)


def _worst(state: _State, draws: Ints, lower: Ints | None, divisors: Divisors) -> tuple[Ints, Floats]:
    """Return the list with the worst winning quotient of each draw, and that quotient; infinite where none can lose."""
    held = state.seats[:, draws]
    offers = _quotients(state.power[:, draws], np.maximum(held - 1, 0), divisors)
    offers[held <= (0 if lower is None else lower[:, draws])] = np.inf
    loser = offers.argmin(0)
    return loser, offers[loser, np.arange(draws.size)]


def _drop(state: _State, loser: Ints | int, draws: Ints | int, divisors: Divisors) -> None:
    """Take one seat from a list of each draw."""
    state.seats[loser, draws] -= 1
    state.best[loser, draws] = _quotients(state.power[loser, draws], state.seats[loser, draws], divisors)


def likely(votes: Ints, divisor: Ints, top: Ints, bottom: Ints, able: Bools) -> Bools:
    """Return per draw the cells whose quotient may be the highest; (draws, areas, lists) in, (draws, cells) out."""
    weight = top.astype(np.float64) / np.maximum(bottom, 1).astype(np.float64)
    quotient = votes.astype(np.float64) / divisor * weight[:, :, None]
    flat = np.where(able, quotient, -1.0).reshape(len(votes), -1)
    return np.asarray((flat >= flat.max(axis=1, keepdims=True) * (1 - _NEAR)) & (flat >= 0))


def printed(value: Fraction, *, square: bool) -> float:
    """Return a number, or its square root, for charts only."""
    return math.sqrt(value) if square else float(value)
