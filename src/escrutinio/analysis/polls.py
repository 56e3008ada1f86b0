"""The country as polls see it, and the swings that give the election's constituencies just these shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.asked import lists_named
from escrutinio.analysis.swings import sizes
from escrutinio.model import Problem

if TYPE_CHECKING:
    import numpy.typing as npt

    from escrutinio.analysis.uncertainty import Polls
    from escrutinio.outcome import Frame, Tier

    Shares = npt.NDArray[np.float64]
    Generator = np.random.Generator

STEPS = 400
NEAR = 2e-5  # two thousandths of a point
FAR = 2e-4  # that a list cannot have what the polls say: a fiftieth of a point
FINE = 10**9  # a share as a whole number of votes


@dataclass(frozen=True, eq=False, kw_only=True)
class Polled:
    """Shares of the country as they were polled: each list that a poll names, and at the end all others as one.

    ``answers`` is how many gave each answer, ``asked`` how many were asked for it; ``errors`` the standard deviation of
    each, on the log scale, by houses. ``votes`` has the ballot by constituency with the same columns; ``factors``
    are what its columns are multiplied by where polls do not err; ``places`` has each list's column.
    """

    answers: Shares
    asked: Shares
    errors: Shares
    votes: Shares
    factors: Shares
    places: npt.NDArray[np.int64]

    @property
    def middle(self) -> Shares:
        """Swings of each list where polls do not err."""
        return np.asarray(np.log(self.factors)[self.places])

    def swings(self, draws: int, generator: Generator) -> Shares:
        """Swings of each list, with sampling error and those of houses; shape (draws, lists)."""
        # votes known from so many answers: gamma variables whose parts of their sum are the posterior of a multinomial
        shares = generator.standard_gamma(self.answers + 0.5, (draws, len(self.answers))) / self.asked
        shares = shares * np.exp(self.errors * generator.standard_normal(shares.shape))
        factors, _ = _fitted(_of_one(shares), self.votes, self.factors)
        return np.asarray(np.log(factors)[:, self.places])


def polled(model: Polls, frame: Frame, tier: Tier) -> Polled:
    """Polls made ready for an election.

    Args:
        model: polls, and how far they err.
        frame: the election.
        tier: the ballot that was asked about.

    Raises:
        Problem: a list in the polls is not known, had no votes, or cannot have what the polls say.
    """
    every = [
        dict(zip(lists_named(frame.standing, poll.shares), poll.shares.values(), strict=True)) for poll in model.polls
    ]
    named = [each for each in frame.lists if any(each in shares for shares in every)]
    columns = [frame.lists.index(each) for each in named]
    votes = _columns(tier, columns)
    _refuse_unplaced(named, votes.sum(axis=0), every)
    answers, asked = _answers(model, named, every)
    there = votes.sum(axis=0) > 0  # a list that is polled at nothing may have had nothing
    votes, answers, asked = votes[:, there], answers[there], asked[:, there]
    mean = _of_one(((answers + 0.5) / asked.sum(axis=0))[None])
    factors, reached = _fitted(mean, votes, mean[0] / (votes.sum(axis=0) / votes.sum()))
    _refuse_out_of_reach(np.append(named, "")[there].tolist(), mean[0], reached[0])
    places = np.full(len(frame.lists), len(named))
    places[columns] = np.arange(len(named))
    places = np.minimum(np.cumsum(there)[places] - 1, len(answers) - 1)
    varying = sizes(np.rint(mean * FINE).astype(np.int64), np.zeros(1, dtype=np.int64))[0]
    return Polled(
        answers=answers,
        asked=asked.sum(axis=0),
        errors=np.sqrt(_house_effects(model, asked / asked.sum(axis=0)) + model.common**2) * varying,
        votes=votes,
        factors=factors[0],
        places=np.maximum(places, 0),
    )


def _columns(tier: Tier, columns: list[int]) -> Shares:
    """The votes of some lists, and at the end those of all others; shape (constituencies, lists)."""
    counted = tier.votes[0].astype(np.float64)
    return np.column_stack([counted[:, columns], counted.sum(axis=1) - counted[:, columns].sum(axis=1)])


def _answers(model: Polls, named: list[str], every: list[dict[str, Any]]) -> tuple[Shares, Shares]:
    """How many answered with each list, and at the end with others; and by poll how many were asked for each."""
    number = np.array([poll.size for poll in model.polls], dtype=np.float64)[:, None]
    asked = number * np.array([[each in shares for each in named] for shares in every])
    answers = (number * np.array([[float(shares.get(each, 0)) for each in named] for shares in every])).sum(axis=0)
    left = max(0.0, float(number.sum() * (1 - (answers / asked.sum(axis=0)).sum())))
    return np.append(answers, left), np.column_stack([asked, number])


def _of_one(shares: Shares) -> Shares:
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _fitted(target: Shares, votes: Shares, start: Shares) -> tuple[Shares, Shares]:
    """Factors of each column that give the whole the shares of ``target``, and the shares that they do give.

    Each constituency keeps its valid votes. Source: iterative proportional fitting, Deming and Stephan, *Annals of
    Mathematical Statistics* 11 (1940), 427-444.
    """
    valid = votes.sum(axis=1)
    factors = np.broadcast_to(start, target.shape) * np.ones_like(target)
    for _ in range(STEPS):
        whole = np.maximum(factors @ votes.T, np.finfo(np.float64).tiny)
        reached = factors * ((valid / whole) @ votes) / valid.sum()
        if np.abs(reached - target).max() < NEAR:
            break
        factors = factors * target / np.maximum(reached, np.finfo(np.float64).tiny)
    return factors, reached


def _house_effects(model: Polls, weights: Shares) -> Shares:
    """The variance that the houses' own errors leave in each list's mean: a house's polls all err alike."""
    houses = [poll.house for poll in model.polls]
    together = [weights[[each == house for each in houses]].sum(axis=0) for house in dict.fromkeys(houses)]
    return np.asarray(model.house_effect**2 * np.square(together).sum(axis=0))


def _refuse_unplaced(named: list[str], votes: Shares, every: list[dict[str, Any]]) -> None:
    for name, count in zip(named, votes, strict=False):  # the votes of others stand at the end
        if not count and any(shares.get(name) for shares in every):
            raise Problem(
                "“{list}” is in the polls and had no votes, so nobody knows where its voters live. Take it out, or "
                "name an election in which it stood.",
                list=name,
            )


def _refuse_out_of_reach(named: list[str], polled: Shares, reached: Shares) -> None:
    """Say it where the constituencies cannot add up to what the polls say, whatever the swing."""
    worst = int(np.abs(polled - reached).argmax())
    if abs(polled[worst] - reached[worst]) <= FAR:
        return
    facts = {"polled": f"{100 * polled[worst]:.1f}", "reached": f"{100 * reached[worst]:.1f}"}
    if named[worst]:
        raise Problem(
            "the polls give “{list}” {polled} %, and where it stands there are votes for {reached} % at the nearest. "
            "Write shares of the valid votes of the whole ballot.",
            list=named[worst],
            **facts,
        )
    raise Problem(
        "the polls leave {polled} % to the lists that they do not name, and these have {reached} % at the least where "
        "nobody else stands. Write shares of the valid votes of the whole ballot.",
        **facts,
    )
