"""How long a simulation takes, drawing included: seconds of CPU on one core, and how many times the law alone takes.

    python -P benchmarks/simulate.py [--quick]

Ten thousand draws of swings in the country and in each region, of Bolivia's three bodies and of the Bundestag, and of
polls for the House of Commons. The law alone is the same number of draws, made before the clock starts.
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from time import process_time

import numpy as np

import escrutinio as es
from escrutinio.analysis.draws import drawer
from escrutinio.analysis.uncertainty import LogitNormal, Poll, Polls
from escrutinio.outcome import frame, run_body

DRAWS = 10_000
PORTION = 500
SWINGS = LogitNormal(country=0.05, region=0.03)
SHARES = {"Conservative": Fraction(2, 5), "Labour": Fraction(1, 3), "Liberal Democrats": Fraction(3, 25)}
CASES = {
    "bo-2020": (("senate", "deputies", "supranational"), SWINGS, 2.0),
    "de-2025": (("bundestag",), SWINGS, 20.0),
    "gb-2019": (("commons",), Polls(polls=[Poll(house="x", size=2000, shares=SHARES)]), 20.0),
}


def main() -> None:
    """Print a line for each election."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the draws")
    draws = DRAWS // 10 if parser.parse_args().quick else DRAWS
    for election, (bodies, model, wanted) in CASES.items():
        start = process_time()
        es.simulate(election, model, draws=draws, bodies=bodies)
        whole, alone = process_time() - start, law_alone(election, bodies, model, draws)
        print(f"{election}, {draws} draws: {whole:.2f} s, {whole / alone:.1f} times the law; at most {wanted:.0f} s")


def law_alone(election: str, bodies: tuple[str, ...], model: LogitNormal | Polls, draws: int) -> float:
    """Seconds that the law takes over draws made beforehand."""
    held = es.election(election)
    rules = es.law.in_force(es.law.load(held.law), held.date)
    counted = frame(held)
    some = counted.with_votes(drawer(model, counted)(PORTION, np.random.default_rng(0)))
    start = process_time()
    for _ in range(draws // PORTION):
        for body in bodies:
            run_body(some, rules.bodies[body])
    return process_time() - start


if __name__ == "__main__":
    main()
