"""Biproportional tables, side by side with biprop and with the limit, in one run.

    python -P benchmarks/_biproportional.py [--quick]

Makes an environment of its own and runs itself there. Times are CPU time per table, medians of interleaved rounds; all
answers are compared before a clock starts. Tables with a tie are left out. biprop gives up on some tables; it is timed
on those that it solves, and once more on all, the time until it gives up included. The limit is a plain compiled loop
of alternate scaling in floats: it proves nothing and sees no tie.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

sys.path.append(str(Path(__file__).parent))

from _env import inside

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import ndarray

    Run = Callable[[], ndarray]

PINS = ("biprop==1.0.4", "numba==0.62.1", "numpy==2.3.5")
TASKS = ((10, 100), (30, 600))  # areas and lists; seats
ONE_BY_ONE = 24  # tables that are called one by one
BATCH = 1_000  # tables that are called at once
OURS, OURS_BATCH, BIPROP = "escrutinio, one by one", f"escrutinio, a batch of {BATCH:,}", "biprop, tables it solves"


class Problems(NamedTuple):
    """Tables to fill: votes (draws, areas, lists), seats of areas and of lists."""

    votes: ndarray
    areas: ndarray
    lists: ndarray

    def some(self, draws: ndarray | slice) -> Problems:
        """Return some of them."""
        return Problems(*(array[draws] for array in self))


def problems(draws: int, size: int, seats: int) -> Problems:
    """Return random tables whose margins are due to their areas' and lists' votes, none with a tie."""
    import numpy as np

    from escrutinio.apportionment import biproportional, highest_averages

    votes = np.random.default_rng(20_261_121).integers(100, 10_000, (draws, size, size))
    areas, lists = (highest_averages(votes.sum(axis), seats, divisors="sainte_lague").seats for axis in (2, 1))
    made = Problems(votes, areas, lists)
    return made.some(~biproportional(*made).tied)


def ours(given: Problems) -> Run:
    """Return a run that calls escrutinio for each table."""
    import numpy as np

    from escrutinio.apportionment import biproportional

    rows = list(zip(*given, strict=True))
    return lambda: np.array([biproportional(*row).seats for row in rows])


def ours_batch(given: Problems) -> Run:
    """Return a run that calls escrutinio for all tables at once."""
    from escrutinio.apportionment import biproportional

    return lambda: biproportional(*given).seats


def biprop(given: Problems) -> Run:
    """Return a run that calls biprop for each table; it prints, which goes nowhere."""
    import biprop
    import numpy as np

    elections = [
        biprop.Election(votes.tolist(), party_seats=areas, region_seats=lists)
        for votes, areas, lists in zip(*given, strict=True)
    ]

    def run() -> ndarray:
        answers = np.zeros(given.votes.shape, np.int64)
        with contextlib.redirect_stdout(io.StringIO()):
            for answer, election in zip(answers, elections, strict=True):
                with contextlib.suppress(RecursionError):  # which is how it gives up
                    answer[:] = election.lower_apportionment()
        return answers

    return run


def limit(given: Problems) -> Run:
    """Return a run of the compiled loop for each table."""
    import numpy as np
    from _bilimit import alternate

    tables = [votes.astype(np.float64) for votes in given.votes]
    rows = [(v, a, b, np.zeros(v.shape, np.int64)) for v, a, b in zip(tables, given.areas, given.lists, strict=True)]
    alternate(*rows[0])  # compiled before the clock starts

    def run() -> ndarray:
        for row in rows:
            alternate(*row)
        return np.array([row[3] for row in rows])

    return run


def compare(size: int, seats: int, rounds: int) -> tuple[dict[str, float], float]:
    """Return the median CPU seconds per table of each, after checking answers, and what share biprop solves."""
    many = problems(BATCH, size, seats)
    first = many.some(slice(0, ONE_BY_ONE))
    able = biprop(first)().any((1, 2))
    few = first.some(able)
    runs = {
        OURS: (ours(few), len(few.votes)),
        OURS_BATCH: (ours_batch(many), len(many.votes)),
        "plain numba loop (limit)": (limit(few), len(few.votes)),
        BIPROP: (biprop(few), len(few.votes)),
        "biprop, all tables": (biprop(first), len(first.votes)),
    }
    checked(runs, ours_batch(few)())
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (run, tables) in runs.items():
            start = process_time()
            run()
            times[name].append((process_time() - start) / tables)
    return {name: median(all_) for name, all_ in times.items()}, float(able.mean())


def checked(runs: dict[str, tuple[Run, int]], expected: ndarray) -> None:
    """Stop where one answers otherwise."""
    for name, (run, tables) in runs.items():
        if tables == len(expected) and (run() != expected).any():
            raise SystemExit(f"{name} answers otherwise than escrutinio, which proves its tables.")


def main() -> None:
    """Make the environment if it is missing, and measure inside it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    rounds = 3 if parser.parse_args().quick else 9
    if not inside("biproportional", PINS, __file__):
        return
    for size, seats in TASKS:
        times, solved = compare(size, seats, rounds)
        print(f"\n{size} areas x {size} lists, {seats} seats (biprop solves {solved:.0%} of {ONE_BY_ONE} tables)")
        print(f"  {'':32} {'µs each':>12} {'biprop takes':>14}")
        for name, time in times.items():
            print(f"  {name:32} {time * 1e6:12.1f} {times[BIPROP] / time:13.1f}x")


if __name__ == "__main__":
    main()
