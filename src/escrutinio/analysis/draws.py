"""Votes of many elections drawn by a model of uncertainty; only integers leave this file."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.asked import lists_named
from escrutinio.analysis.uncertainty import Dirichlet, LogitNormal, Multinomial, Polls, Stations
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from escrutinio.analysis.uncertainty import Model
    from escrutinio.outcome import Frame, Tier

    Votes = npt.NDArray[np.int64]
    Shares = npt.NDArray[np.float64]
    Generator = np.random.Generator

AT_ONCE = 4_000_000  # polling stations drawn at once: their counts stay small
EXACT = 2**53  # floats hold whole numbers below this exactly


@singledispatch
def drawn(model: Model, frame: Frame, draws: int, generator: Generator) -> dict[str, Votes]:  # noqa: ARG001 - every model has these
    """Votes of many elections by a model: by tier, int64 of shape (draws, constituencies, lists).

    Args:
        model: how votes might have differed.
        frame: the election as it was counted.
        draws: how many.
        generator: of random numbers.

    Returns:
        Votes by tier. The number of valid votes in each constituency stays as it was, unless polling stations are
        drawn; a list without votes in a constituency has none in any draw.

    Raises:
        Problem: the model does not fit the election.
    """
    raise Problem("“{model}” is no model of uncertainty.", model=type(model).__name__)


@drawn.register(Multinomial)
def _(model: Multinomial, frame: Frame, draws: int, generator: Generator) -> dict[str, Votes]:
    del model
    return {name: _redrawn(tier, draws, generator) for name, tier in _counted(frame).items()}


@drawn.register(Dirichlet)
def _(model: Dirichlet, frame: Frame, draws: int, generator: Generator) -> dict[str, Votes]:
    found = {}
    for name, tier in _counted(frame).items():
        shares = _shares(tier)
        weights = generator.standard_gamma(np.broadcast_to(shares * model.size, (draws, *shares.shape)))
        found[name] = _whole(weights, _valid(tier))
    return found


@drawn.register(LogitNormal)
def _(model: LogitNormal, frame: Frame, draws: int, generator: Generator) -> dict[str, Votes]:
    country = _correlated(model, frame, draws, generator)
    regions = tuple(dict.fromkeys(region for tier in _counted(frame).values() for region in tier.regions()))
    by_region = model.region * generator.standard_normal((draws, len(regions), len(frame.lists)))
    found = {}
    for name, tier in _counted(frame).items():
        place = [regions.index(each) for each in tier.regions()]
        swing = country[:, None, :] + by_region[:, place]
        found[name] = _swung(tier, swing + _apart(model.constituency, swing.shape, generator))
    return found


@drawn.register(Polls)
def _(model: Polls, frame: Frame, draws: int, generator: Generator) -> dict[str, Votes]:
    tiers = _counted(frame)
    swing = _polled_swing(model, frame, tiers, draws, generator)
    shape = {name: (draws, len(tier.constituencies), len(frame.lists)) for name, tier in tiers.items()}
    return {
        name: _swung(tier, swing[:, None, :] + _apart(model.constituency, shape[name], generator))
        for name, tier in tiers.items()
    }


@drawn.register(Stations)
def _(model: Stations, frame: Frame, draws: int, generator: Generator) -> dict[str, Votes]:
    found = {
        name: np.broadcast_to(tier.votes, (draws, *tier.votes.shape[1:])) for name, tier in _counted(frame).items()
    }
    for name, by_place in model.votes.items():
        tier = _ballot(frame, name)
        votes = found[name].copy()
        places = tier.names
        for area, sheets in by_place.items():
            if area not in places:
                raise Problem(
                    "the election has no area “{given}”. Did you mean {near}?", given=area, near=nearest(area, places)
                )
            if sheets.ndim != 2 or sheets.shape[1] != len(frame.lists):  # noqa: PLR2004 - stations and lists
                raise Problem(
                    "the polling stations of “{area}” have the shape {given}; the election has (stations, {lists}).",
                    area=area,
                    given=sheets.shape,
                    lists=len(frame.lists),
                )
            if len(sheets):
                votes[:, places.index(area)] = _stations_drawn(sheets, draws, generator)
        found[name] = votes
    return found


def _stations_drawn(sheets: Votes, draws: int, generator: Generator) -> Votes:
    """The votes of as many stations as there are, each drawn from all of them; shape (draws, lists)."""
    stations = len(sheets)
    exact = int(sheets.max(initial=0)) * stations < EXACT
    floats = sheets.astype(np.float64) if exact else sheets  # the same whole numbers, added up several times as fast
    parts = []
    for first in range(0, draws, max(1, AT_ONCE // stations)):
        some = min(max(1, AT_ONCE // stations), draws - first)
        chosen = generator.integers(0, stations, size=(some, stations))
        times = np.bincount((chosen + stations * np.arange(some)[:, None]).ravel(), minlength=some * stations)
        parts.append((times.reshape(some, stations).astype(floats.dtype) @ floats).astype(np.int64))
    return np.concatenate(parts)


def _polled_swing(model: Polls, frame: Frame, tiers: Mapping[str, Tier], draws: int, generator: Generator) -> Shares:
    """How far each list is from the count, in log odds, as polls see it; shape (draws, lists)."""
    largest = max(tiers, key=lambda name: int(_valid(tiers[name]).sum()))
    votes = (_ballot(frame, model.ballot) if model.ballot else tiers[largest]).votes[0].sum(axis=0).astype(np.float64)
    every = [
        dict(zip(lists_named(frame.standing, poll.shares), poll.shares.values(), strict=True)) for poll in model.polls
    ]
    named = [each for each in frame.lists if any(each in shares for shares in every)]
    places = [frame.lists.index(each) for each in named]
    _refuse_unplaced(named, votes[places], every)
    sizes = np.array([poll.size for poll in model.polls], dtype=np.float64)[:, None]
    asked = sizes * np.array([[each in shares for each in named] for shares in every])
    polled = sizes * np.array([[float(shares.get(each, 0)) for each in named] for shares in every])
    whole = asked.sum(axis=0)
    rest = max(0.0, float(sizes.sum() * (1 - (polled.sum(axis=0) / whole).sum())))
    # votes known from so many answers: gamma variables whose parts of their sum are the posterior of a multinomial
    estimate = np.log(generator.standard_gamma(polled.sum(axis=0) + 0.5, (draws, len(named)))) - np.log(whole)
    others = np.log(generator.standard_gamma(rest + 0.5, (draws, 1))) - np.log(sizes.sum())
    estimate += np.sqrt(_house_effects(model, asked / whole) + model.common**2) * generator.standard_normal(
        estimate.shape
    )
    unnamed = votes.sum() - votes[places].sum()
    swing = np.repeat(others - np.log(max(unnamed, 1.0) / votes.sum()), len(frame.lists), axis=1)
    swing[:, places] = estimate - np.log(np.maximum(votes[places], 1.0) / votes.sum())
    return np.asarray(swing)


def _house_effects(model: Polls, weights: Shares) -> Shares:
    """The variance that the houses' own errors leave in each list's mean: a house's polls all err alike."""
    houses = [poll.house for poll in model.polls]
    together = [weights[[each == house for each in houses]].sum(axis=0) for house in dict.fromkeys(houses)]
    return np.asarray(model.house_effect**2 * np.square(together).sum(axis=0))


def _refuse_unplaced(named: list[str], votes: Shares, every: list[dict[str, Any]]) -> None:
    for name, count in zip(named, votes, strict=True):
        if not count and any(shares.get(name) for shares in every):
            raise Problem(
                "“{list}” is in the polls and had no votes, so nobody knows where its voters live. Take it out, or "
                "name an election in which it stood.",
                list=name,
            )


def _ballot(frame: Frame, name: str) -> Tier:
    tiers = _counted(frame)
    if name not in tiers:
        raise Problem(
            "the election has no ballot “{given}”. Did you mean {near}?", given=name, near=nearest(name, tiers)
        )
    return tiers[name]


def _counted(frame: Frame) -> dict[str, Tier]:
    """The ballots whose votes are known."""
    return {name: tier for name, tier in frame.tiers.items() if tier.votes.shape[1] and not tier.declared}


def _valid(tier: Tier) -> Votes:
    valid: Votes = tier.votes[0].sum(axis=-1).astype(np.int64)
    return valid


def _shares(tier: Tier) -> Shares:
    """Each list's share of its constituency; lists without votes keep none."""
    votes = tier.votes[0].astype(np.float64)
    return np.asarray(votes / np.maximum(votes.sum(axis=-1, keepdims=True), 1.0))


def _redrawn(tier: Tier, draws: int, generator: Generator) -> Votes:
    """Every vote drawn anew; the vote or so that rounding gives a list without any goes to the largest."""
    shares = _shares(tier)
    votes = generator.multinomial(_valid(tier)[None], shares[None], size=(draws, len(tier.constituencies)))
    stray = np.where(shares > 0, 0, votes)
    if stray.any():
        votes -= stray
        place = np.broadcast_to(shares.argmax(axis=-1)[None, :, None], (*votes.shape[:2], 1))
        np.put_along_axis(votes, place, np.take_along_axis(votes, place, -1) + stray.sum(axis=-1, keepdims=True), -1)
    return np.asarray(votes)


def _swung(tier: Tier, swing: Shares) -> Votes:
    return _whole(_shares(tier) * np.exp(swing), _valid(tier))


def _apart(spread: float, shape: tuple[int, ...], generator: Generator) -> Any:  # noqa: ANN401 - zero, or an array
    """A swing of each list in each constituency by itself."""
    return spread * generator.standard_normal(shape) if spread else 0.0


def _whole(weights: Shares, valid: Votes) -> Votes:
    """Whole votes in proportion to weights; what rounding down leaves over goes to the largest list of each area."""
    total = np.maximum(weights.sum(axis=-1, keepdims=True), np.finfo(np.float64).tiny)
    votes: Votes = (weights * (valid[:, None] / total)).astype(np.int64)
    left = valid - votes.sum(axis=-1)
    best = weights.argmax(axis=-1)[..., None]
    np.put_along_axis(votes, best, np.take_along_axis(votes, best, -1) + left[..., None], -1)
    return votes


def _correlated(model: LogitNormal, frame: Frame, draws: int, generator: Generator) -> Shares:
    """One swing for each list in the country; shape (draws, lists)."""
    matrix: Any = np.full((len(frame.lists), len(frame.lists)), model.together)
    np.fill_diagonal(matrix, 1.0)
    for pair, value in model.pairs.items():
        first, second = (frame.lists.index(each) for each in lists_named(frame.standing, pair))
        if first == second:
            raise Problem("“{list}” cannot be a pair with itself. Name another list.", list=pair[0])
        matrix[first, second] = matrix[second, first] = value
    values, vectors = np.linalg.eigh(matrix)
    if values.min(initial=0.0) < -1e-9:  # noqa: PLR2004 - rounding
        raise Problem("these correlations contradict each other. Bring them closer to zero.")
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return np.asarray(model.country * (generator.standard_normal((draws, len(frame.lists))) @ root.T))
