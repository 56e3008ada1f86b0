"""Any number of draws through the one interpreter, some at a time, so that memory stays small: only seats are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from escrutinio.outcome.frame import Frame
from escrutinio.outcome.run import run_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from escrutinio.law import BodyInForce
    from escrutinio.outcome.frame import BoolArray, IntArray, Tier
    from escrutinio.outcome.levels import Level
    from escrutinio.outcome.run import BodyRun
    from escrutinio.outcome.state import Lots

_NEAR = 2_000_000  # votes of all ballots that are worked on at once: measured


@dataclass(frozen=True, eq=False)
class Drawn:
    """What one body's seats are in every draw, without the steps that led there.

    ``kinds`` has by kind the seats of all areas, (draws, lists); ``by_area`` those of all kinds, (draws, areas, lists).
    """

    lists: tuple[str, ...]
    areas: tuple[str, ...]
    levels: tuple[Level, ...]
    kinds: Mapping[str, IntArray]
    tied: BoolArray
    by_area: IntArray | None = None

    @property
    def totals(self) -> IntArray:
        """Seats of all kinds and areas by list; shape (draws, lists)."""
        return sum(self.kinds.values(), start=np.zeros((1, 1), dtype=np.int64))


def seats_over_draws(
    frames: Frame | Iterable[Frame],
    body: BodyInForce,
    lots: Lots | None = None,
    *,
    by_area: bool = False,
    chunk: int | None = None,
) -> Drawn:
    """Run one body over any number of draws, some at a time, and keep only the seats.

    Args:
        frames: votes of all draws; or frames one after another, where not all draws fit in memory at once.
        body: its rules in force on a day.
        lots: drawn lots by address; without them a tie is flagged in ``Drawn.tied``.
        by_area: keep the seats of every area too, as 32-bit numbers.
        chunk: how many draws run at a time; as many as stay near the processor unless told.

    Returns:
        The seats in every draw, in the order of the draws.

    Raises:
        Problem: the votes do not fit the law.

    >>> import escrutinio as es
    >>> from escrutinio.outcome import frame
    >>> election = es.election("bo-2020")
    >>> rules = es.law.in_force(es.law.load("bo"), election.date)
    >>> twice = frame(election).with_votes({"president": frame(election).tiers["president"].votes.repeat(2, axis=0)})
    >>> seats_over_draws(twice, rules.bodies["senate"]).totals.sum(axis=1).tolist()
    [36, 36]
    """
    parts = [
        _kept(run_body(part, body, lots), part.draws, by_area=by_area)
        for each in ((frames,) if isinstance(frames, Frame) else frames)
        for part in _parts(each, chunk)
    ]
    first = parts[0]
    kinds = {kind: np.concatenate([part.kinds[kind] for part in parts]) for kind in first.kinds}
    tied = np.concatenate([part.tied for part in parts])
    areas = np.concatenate([part.by_area for part in parts if part.by_area is not None]) if by_area else None
    return replace(first, kinds=kinds, tied=tied, by_area=areas)


def _kept(run: BodyRun, draws: int, *, by_area: bool) -> Drawn:
    """The seats of some draws; the same in each where nothing they hang on was drawn."""
    lists = len(run.lists)
    kinds = {
        kind: np.broadcast_to(seats, (draws, lists)) for kind, seats in run.kinds.items() if kind not in run.offices
    }
    areas = np.broadcast_to(run.everything, (draws, len(run.areas), lists)).astype(np.int32) if by_area else None
    return Drawn(run.lists, run.areas, run.levels, kinds, np.broadcast_to(run.tied, (draws,)), areas)


def _parts(frame: Frame, draws: int | None) -> Iterator[Frame]:
    """The draws of a frame in frames of so many each; of as many as stay near the processor unless told."""
    size = sum(tier.votes[0].size for tier in frame.tiers.values() if len(tier.votes))
    step = draws or max(1, _NEAR // max(1, size))
    for first in range(0, frame.draws, step):
        cut = slice(first, first + step)
        yield replace(frame, tiers={name: _some(tier, cut) for name, tier in frame.tiers.items()})


def _some(tier: Tier, draws: slice) -> Tier:
    """A ballot in some draws; as it is where it is the same in all."""
    counts = {name: each[draws] if len(each) > 1 else each for name, each in tier.counts.items()}
    return replace(tier, votes=tier.votes[draws] if len(tier.votes) > 1 else tier.votes, counts=counts)
