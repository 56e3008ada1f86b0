"""How fast whole laws run over ten thousand draws, side by side with other libraries and with the limit, in one run.

    python -P benchmarks/laws.py [--quick]

Makes an environment of its own with the libraries pinned below and runs itself there. Times are CPU time on one core.
Draws are the real votes with noise, seeded, made before a clock starts; the other library is given single draws out of
them, a tree of its own with the same figures, and its time is that of computing alone, without reading. Its seats and
ours are compared, constituency by constituency, before and at every draw that it is given. The limit is the same law as
a plain compiled loop written by hand for that election. Tied draws are left out of comparisons.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).parent))

from _env import inside

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from _laws import Case

    from escrutinio.outcome import Frame

    Limit = Callable[[Frame], tuple[float, np.ndarray, np.ndarray]]

PINS = ("interregnum==0.4.1", "biprop==1.0.4", "numba==0.62.1", "numpy==2.3.5", "pydantic", "ruamel.yaml")
DRAWS = 10_000
PORTION = 500  # draws made, and held in memory, at once
LIMIT, PEER = "plain numba loop (limit)", "interregnum 0.4.1"


def main() -> None:
    """Make the environment if it is missing, and measure inside it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer draws and rounds")
    quick = parser.parse_args().quick
    if not inside("laws", PINS, __file__):
        return
    draws = DRAWS // 10 if quick else DRAWS
    bundestag(draws)
    tables(3 if quick else 15)
    congress(draws)
    others(draws)
    print(f"\nmost memory in use: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


def bundestag(draws: int) -> None:
    """Task a: 299 constituencies, 16 Länder, the law of 2025."""
    from _laws import case, limit_of_bundestag

    given = case("de-2025", "bundestag")
    same_as_peer(given.real, given, 0)
    print(f"\na: Bundestag, law of 2025: the seats of the election itself are the same in escrutinio and {PEER}")
    compare(given, draws, limit_of_bundestag, peer=True)


def congress(draws: int) -> None:
    """Task c: 52 provinces, thresholds included."""
    from _laws import case, limit_of_congress

    print("\nc: Congreso, the election of 2015, 52 provinces")
    compare(case("es-2015", "congress"), draws, limit_of_congress)


def others(draws: int) -> None:
    """Task d: what else a simulation runs."""
    from _laws import case, ours

    bodies = ("senate", "deputies", "supranational")
    cases = [case("bo-2020", each) for each in bodies]
    times = [sum(ours(some, each.body)[0] for some in each.draws(draws, PORTION)) for each in cases]
    print(f"\nd: Bolivia, the election of 2020, {', '.join(bodies)}")
    print(f"  escrutinio {sum(times):22.3f} s for {draws:,} draws")


def compare(given: Case, draws: int, limit: Limit, *, peer: bool = False) -> None:
    """Measure by turns on the same portions of draws, compare seats, and print a table."""
    from _laws import ours

    times: dict[str, list[float]] = {"escrutinio": [], LIMIT: []} | ({PEER: [], f"{PEER}, reading": []} if peer else {})
    limit(next(given.draws(2, 2)))  # compiled before the clock starts
    tied = 0
    for some in given.draws(draws, PORTION):
        took, seats, open_ = ours(some, given.body)
        by_hand, expected, level = limit(some)
        clear = ~(open_ | level)
        if (seats[clear] != expected[clear]).any():
            raise SystemExit("the loop written by hand finds other seats.")
        tied += int((~clear).sum())
        times["escrutinio"].append(took / PORTION)
        times[LIMIT].append(by_hand / PORTION)
        if peer:
            reading, computing = same_as_peer(some, given, len(times[PEER]))
            times[PEER].append(computing)
            times[f"{PEER}, reading"].append(reading)
    table(times, draws)
    print(f"  ({tied} of {draws:,} draws tied)")


def same_as_peer(some: Frame, given: Case, draw: int) -> tuple[float, float]:
    """Return the other library's seconds of reading and of computing a draw, and stop where its seats differ."""
    from _laws import interregnum, seats_of

    tied, seats = seats_of(some, given.body, draw)
    reading, computing, theirs = interregnum(some, draw)
    if seats != theirs and not tied:
        differ = sorted(set(seats.items()) ^ set(theirs.items()))
        raise SystemExit(f"escrutinio and {PEER} differ: {differ}")
    return reading, computing


def table(times: dict[str, list[float]], draws: int) -> None:
    """Print the median time per draw, what all draws take, and the ratio to ours."""
    own = median(times["escrutinio"])
    print(f"  {'':28} {'µs per draw':>12} {f'{draws:,} draws':>14} {'ratio':>9}")
    for name, each in times.items():
        print(f"  {name:28} {median(each) * 1e6:12.1f} {median(each) * draws:12.2f} s {median(each) / own:9.2f}")


def tables(rounds: int) -> None:
    """Task b: biproportional tables."""
    import _biproportional as tables_of

    print("\nb: biproportional tables")
    for size, seats in tables_of.TASKS:
        times, solved = tables_of.compare(size, seats, rounds)
        print(f"  {size} areas x {size} lists, {seats} seats (biprop solves {solved:.0%})  µs each  biprop takes")
        for name, time in times.items():
            print(f"    {name:32} {time * 1e6:14.1f} {times[tables_of.BIPROP] / time:12.1f}x")


if __name__ == "__main__":
    main()
