"""How fast seats are allotted, side by side with other libraries and with the limit, in one run.

    python -P benchmarks/apportionment.py [--quick]

Makes an environment of its own with the libraries pinned below and runs itself there. Times are CPU time,
medians of interleaved rounds over several elections; all answers are compared before a clock starts. Ratios are to
escrutinio: above 1 the other is slower. A library that needs long is given fewer allocations of task b, and its time is
per allocation. Elections with a tie are left out: there the libraries differ (only ours and the loop tell, votelib
answers with an object).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).parent))

from _env import inside

if TYPE_CHECKING:
    from _peers import Peer, Run
    from numpy import ndarray

PINS = (
    "votelib==0.4.0",
    "interregnum==0.4.1",
    "apportionment==1.0",
    "numba==0.62.1",
    "numpy==2.3.5",
    "pydantic",
    "ruamel.yaml",
)
MANY = 100  # rows from which on a task is one batch
SHORT = 0.05  # seconds that one measured round of a short task takes at least


def main() -> None:
    """Make the environment if it is missing, and measure inside it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    rounds = 3 if parser.parse_args().quick else 9
    if inside("apportionment", PINS, __file__):
        measure(rounds)


def measure(rounds: int) -> None:
    """Measure each task and print its table."""
    for title, votes, seats in tasks():
        print(f"\n{title}")
        print(f"  {'':28} {'µs each':>12} {'ratio':>10}")
        times = compare(votes, seats, rounds)
        for name, time in times.items():
            print(f"  {name:28} {time * 1e6:12.3f} {time / times['escrutinio']:10.2f}")
    from _law import DRAWS, ELECTION, whole_law

    print(
        f"\nd: every body of {ELECTION}, the whole law, {DRAWS:,} draws\n  escrutinio {whole_law(rounds):27.2f} s CPU"
    )


def tasks() -> list[tuple[str, ndarray, int]]:
    """Return the tasks: title, votes (draws, lists), seats. One more task is one more line here."""
    import numpy as np

    rng = np.random.default_rng(20_261_121)
    return [
        ("a: D'Hondt, 10 lists, 350 seats, one call each", rng.integers(1_000, 1_000_000, (8, 10)), 350),
        ("b: D'Hondt, 8 lists, 14 seats, a batch of 900,000", rng.integers(0, 1_000_000, (900_000, 8)), 14),
        ("c: D'Hondt, 50 lists, 10,000 seats, one call each", rng.integers(1_000, 1_000_000, (8, 50)), 10_000),
    ]


def compare(votes: ndarray, seats: int, rounds: int) -> dict[str, float]:
    """Return the median CPU time per allocation of each library, after checking that all agree."""
    from _peers import OURS, PEERS

    from escrutinio.apportionment import highest_averages

    votes = votes[~highest_averages(votes, seats).tied]
    expected = highest_averages(votes, seats).seats
    runs = {peer.name: prepared(peer, votes, seats, expected) for peer in (OURS, *PEERS)}
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (run, repeats, share) in runs.items():
            start = process_time()
            for _ in range(repeats):
                run()
            times[name].append((process_time() - start) / repeats / share)
    return {name: median(all_) for name, all_ in times.items()}


def prepared(peer: Peer, votes: ndarray, seats: int, expected: ndarray) -> tuple[Run, int, int]:
    """Return a checked run, how often to repeat it in a round, and how many allocations it makes."""
    part = votes[: peer.at_most]
    run = (peer.batch if peer.batch and len(votes) > MANY else peer.each)(part, seats)
    start = process_time()
    answer = run()
    if (answer != expected[: len(part)]).any():
        raise SystemExit(f"{peer.name} answers {answer} where {expected[: len(part)]} is right.")
    run()
    once = (process_time() - start) / 2
    return run, max(1, int(SHORT / max(once, 1e-7))), len(part)


if __name__ == "__main__":
    main()
