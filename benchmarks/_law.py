"""Task d: a whole law, every body of it, for ten thousand draws around one real election."""

from __future__ import annotations

from statistics import median
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray

    from escrutinio.outcome import Frame

DRAWS = 10_000
ELECTION = "bo-2020"


def whole_law(rounds: int) -> float:
    """Return the median CPU seconds of one run of the law over all draws, after checking the seats add up."""
    import escrutinio as es
    from escrutinio.outcome import frame, run_law

    election = es.election(ELECTION)
    rules = es.law.in_force(es.law.load(election.law), election.date)
    drawn = frame(election).with_votes(_draws(frame(election)))
    times = []
    for _ in range(rounds):
        start = process_time()
        runs = run_law(drawn, rules)
        times.append(process_time() - start)
    for name, members in (("senate", 36), ("deputies", 130), ("supranational", 9)):
        if (runs[name].totals.sum(axis=1) != members).any():
            raise SystemExit(f"{name} does not add up to {members} seats in every draw.")
    return median(times)


def _draws(real: Frame) -> dict[str, ndarray]:
    """Return votes around the real ones: every list moves in the country and in each constituency (5 % each)."""
    import numpy as np

    rng = np.random.default_rng(20_201_018)
    votes = {}
    for name, tier in real.tiers.items():
        moved = rng.normal(0, 0.05, (DRAWS, 1, tier.votes.shape[2])) + rng.normal(
            0, 0.05, (DRAWS, *tier.votes.shape[1:])
        )
        votes[name] = np.rint(tier.votes * np.exp(moved)).astype(np.int64)
    return votes
