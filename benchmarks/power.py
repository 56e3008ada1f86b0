"""How fast power indices are computed, side by side with another library, in one run.

    python -P benchmarks/power.py [--quick]

Makes an environment of its own with the library pinned below and runs itself there. Times are CPU time, medians of
interleaved rounds; answers are compared before a clock starts, and a library that gives another answer or none is told
as such. Ours are exact fractions, the others' floats. Weights are random from 1 to 20, the quota is half and one more.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).parent))

from _env import inside

if TYPE_CHECKING:
    from _power import Peer, Run

PINS = ("powerindex==0.3.5", "numpy==2.3.5", "pydantic", "ruamel.yaml")
RIGHT = 1e-9
TASKS = (("banzhaf", 50), ("banzhaf", 150), ("banzhaf", 600), ("banzhaf", 1000))
TASKS += (("shapley", 50), ("shapley", 150), ("shapley", 300))


def main() -> None:
    """Make the environment if it is missing, and measure inside it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    rounds = 1 if parser.parse_args().quick else 5
    if inside("power", PINS, __file__):
        for index, players in TASKS:
            measure(index, players, rounds)


def measure(index: str, players: int, rounds: int) -> None:
    """Measure one index of one game and print its table."""
    from _power import OURS, PEERS

    rng = random.Random(players)
    weights = [rng.randint(1, 20) for _ in range(players)]
    quota = sum(weights) // 2 + 1
    runs = {peer.name: _prepared(peer, index, weights, quota) for peer in (OURS, *PEERS)}
    right = runs[OURS.name]()
    print(f"\n{index}, {players} players")
    for name, said in {name: _wrong(run, right) for name, run in runs.items()}.items():
        if said:
            print(f"  {name:28} {said}")
            del runs[name]
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = process_time()
            run()
            times[name].append(process_time() - start)
    for name, each in times.items():
        print(f"  {name:28} {median(each) * 1e3:12.2f} ms {median(each) / median(times[OURS.name]):10.1f} ×")


def _prepared(peer: Peer, index: str, weights: list[int], quota: int) -> Run:
    prepare = peer.banzhaf if index == "banzhaf" else peer.shapley
    return prepare(weights, quota)


def _wrong(run: Run, right: list[float]) -> str:
    """What is wrong with a library's answer; nothing where it is right."""
    try:
        answer = run()
    except (ArithmeticError, ValueError, MemoryError) as error:
        return f"no answer: {type(error).__name__}, {error}"
    worst = max(abs(one - other) for one, other in zip(answer, right, strict=True))
    return "" if worst < RIGHT else f"another answer: off by up to {worst:.2g}"


if __name__ == "__main__":
    main()
