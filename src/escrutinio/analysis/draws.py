"""Votes of many elections drawn by a model of uncertainty; only integers leave this file."""

from __future__ import annotations

from functools import singledispatch
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.analysis.asked import lists_named
from escrutinio.analysis.polls import polled
from escrutinio.analysis.swings import sizes, swinging
from escrutinio.analysis.uncertainty import Dirichlet, LogitNormal, Multinomial, Polls, Stations
from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from escrutinio.analysis.uncertainty import Model
    from escrutinio.outcome import Frame, Tier

    Votes = npt.NDArray[np.int64]
    Shares = npt.NDArray[np.float64]
    Generator = np.random.Generator
    Drawer = Callable[[int, Generator], dict[str, Votes]]

AT_ONCE = 4_000_000  # polling stations drawn at once: their counts stay small
EXACT = 2**53  # floats hold whole numbers below this exactly


def drawn(model: Model, frame: Frame, draws: int, generator: Generator) -> dict[str, Votes]:
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
    return drawer(model, frame)(draws, generator)


@singledispatch
def drawer(model: Model, frame: Frame) -> Drawer:  # noqa: ARG001 - every model has these
    """A model made ready for an election: called with how many draws and a generator, it draws as ``drawn`` does.

    Raises:
        Problem: the model does not fit the election.
    """
    raise Problem("“{model}” is no model of uncertainty.", model=type(model).__name__)


@drawer.register(Multinomial)
def _(model: Multinomial, frame: Frame) -> Drawer:
    del model

    def draw(draws: int, generator: Generator) -> dict[str, Votes]:
        return {name: _redrawn(tier, draws, generator) for name, tier in _counted(frame).items()}

    return draw


@drawer.register(Dirichlet)
def _(model: Dirichlet, frame: Frame) -> Drawer:
    def draw(draws: int, generator: Generator) -> dict[str, Votes]:
        found = {}
        for name, tier in _counted(frame).items():
            shares = _shares(tier)
            weights = generator.standard_gamma(np.broadcast_to(shares * model.size, (draws, *shares.shape)))
            found[name] = _whole(weights, _valid(tier))
        return found

    return draw


@drawer.register(LogitNormal)
def _(model: LogitNormal, frame: Frame) -> Drawer:
    tiers, lists = _counted(frame), len(frame.lists)
    root = _root(model, frame)
    regions = tuple(dict.fromkeys(region for tier in tiers.values() for region in tier.regions()))
    inside = {name: np.array([regions.index(each) for each in tier.regions()]) for name, tier in tiers.items()}
    scale = {}
    for name, tier in tiers.items():
        votes = tier.votes[0]
        whole = _whole_country(model, votes, root)
        region = model.region * sizes(votes, inside[name]) if model.region else None
        scale[name] = whole, region, _apart(model.constituency, votes)

    def draw(draws: int, generator: Generator) -> dict[str, Votes]:
        country = generator.standard_normal((draws, lists))
        country = country if root is None else country @ root.T
        by_region = generator.standard_normal((draws, len(regions), lists)) if model.region else np.empty(0)
        found = {}
        for name, tier in tiers.items():
            whole, region, apart = scale[name]
            swing = (country * whole)[:, None, :]
            if region is not None:
                swing = swing + by_region[:, inside[name]] * region[inside[name]]
            found[name] = _swung(tier, _shaken(swing, apart, generator))
        return found

    return draw


@drawer.register(Polls)
def _(model: Polls, frame: Frame) -> Drawer:
    tiers = _counted(frame)
    largest = max(tiers, key=lambda name: int(_valid(tiers[name]).sum()))
    asked = polled(model, frame, _ballot(frame, model.ballot or largest))
    scale = {
        name: _apart(model.constituency, _swung(tier, asked.middle[None, None])[0]) for name, tier in tiers.items()
    }

    def draw(draws: int, generator: Generator) -> dict[str, Votes]:
        swing = asked.swings(draws, generator)[:, None, :]
        return {name: _swung(tier, _shaken(swing, scale[name], generator)) for name, tier in tiers.items()}

    return draw


@drawer.register(Stations)
def _(model: Stations, frame: Frame) -> Drawer:
    for name, by_place in model.votes.items():
        for area, sheets in by_place.items():
            _check_sheets(area, sheets, _ballot(frame, name), frame)
        _ballot(frame, name)

    def draw(draws: int, generator: Generator) -> dict[str, Votes]:
        found = {
            name: np.broadcast_to(tier.votes, (draws, *tier.votes.shape[1:])) for name, tier in _counted(frame).items()
        }
        for name, by_place in model.votes.items():
            found[name] = found[name].copy()
            for area, sheets in by_place.items():
                if len(sheets):
                    found[name][:, frame.tiers[name].names.index(area)] = _stations_drawn(sheets, draws, generator)
        return found

    return draw


def _check_sheets(area: str, sheets: Votes, tier: Tier, frame: Frame) -> None:
    """Stations of an area of the ballot, with a column for each list."""
    if area not in tier.names:
        raise Problem(
            "the election has no area “{given}”. Did you mean {near}?", given=area, near=nearest(area, tier.names)
        )
    if sheets.ndim != 2 or sheets.shape[1] != len(frame.lists):  # noqa: PLR2004 - stations and lists
        raise Problem(
            "the polling stations of “{area}” have the shape {given}; the election has (stations, {lists}).",
            area=area,
            given=sheets.shape,
            lists=len(frame.lists),
        )


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


def _apart(spread: float, votes: Votes) -> Shares | None:
    """How far each list swings in each constituency by itself; None where it does not."""
    return spread * sizes(votes, np.arange(len(votes))) if spread else None


def _shaken(swing: Shares, apart: Shares | None, generator: Generator) -> Shares:
    """Swings of the country and of regions with each constituency's own."""
    if apart is None:
        return swing
    return np.asarray(swing + apart * generator.standard_normal((len(swing), *apart.shape)))


def _whole(weights: Shares, valid: Votes) -> Votes:
    """Whole votes in proportion to weights; what rounding down leaves over goes to the largest list of each area."""
    total = np.maximum(weights.sum(axis=-1, keepdims=True), np.finfo(np.float64).tiny)
    votes: Votes = (weights * (valid[:, None] / total)).astype(np.int64)
    left = valid - votes.sum(axis=-1)
    best = weights.argmax(axis=-1)[..., None]
    np.put_along_axis(votes, best, np.take_along_axis(votes, best, -1) + left[..., None], -1)
    return votes


def _whole_country(model: LogitNormal, votes: Votes, root: Shares | None) -> Shares:
    """How far each list swings in the country; shape (lists,)."""
    together = np.zeros(len(votes), dtype=np.int64)
    found = sizes(votes, together, root=root)
    if root is not None and not swinging(votes, together, found, root):
        raise Problem("these correlations contradict each other. Bring them closer to zero.")
    return np.asarray(model.country * found[0])


def _root(model: LogitNormal, frame: Frame) -> Shares | None:
    """A root of the correlations of the lists' swings in the country; None where they are all zero."""
    if not model.together:
        return None
    matrix: Shares = np.eye(len(frame.lists))
    for names, value in model.together.items():
        for first, second in combinations([frame.lists.index(each) for each in lists_named(frame.standing, names)], 2):
            if first == second:
                raise Problem("“{list}” cannot be a pair with itself. Name another list.", list=names[0])
            matrix[first, second] = matrix[second, first] = value
    values, vectors = np.linalg.eigh(matrix)
    if values.min(initial=0.0) < -1e-9:  # noqa: PLR2004 - rounding
        raise Problem("these correlations contradict each other. Bring them closer to zero.")
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
