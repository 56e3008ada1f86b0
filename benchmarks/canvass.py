"""How fast files are read, checked, stored and added up, against scripts written by hand, in one run.

    python -P benchmarks/canvass.py [--quick]

Tasks a and b need the data folder beside the repository (ESCRUTINIO_SHARED, else ../shared) and are left out without
it. Times are wall time, medians of interleaved rounds; the answers are compared first. Ratios are ours to theirs:
below 1 we are faster.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).parent))

from _env import ROOT, inside

if TYPE_CHECKING:
    from collections.abc import Callable

PINS = ("duckdb>=2,<3", "python-calamine", "openpyxl", "numpy", "pydantic", "ruamel.yaml")


def main() -> None:
    """Make the environment if it is missing, and measure inside it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and no ten million sheets")
    quick = parser.parse_args().quick
    if inside("canvass", PINS, __file__):
        rounds = 3 if quick else 7
        shared = Path(os.environ.get("ESCRUTINIO_SHARED") or ROOT.parent / "shared") / "data"
        if shared.is_dir():
            files(shared, rounds)
        roll_ups([1, 3] if quick else [1, 3, 10], rounds)


def files(shared: Path, rounds: int) -> None:
    """Measure reading, checking and storing one count, and reading one workbook."""
    import _by_hand as hand
    import _canvass as ours

    count = shared / "raw" / "2019_trep_acta.2019.10.20.19.40.57.csv.gz"
    book = shared / "raw" / "2020_exportacion_EG2020_20201020_021835.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        stores = (Path(folder) / f"{number}.duckdb" for number in range(1_000_000))
        side_by_side(
            "a: read, check and store 28,975 sheets (CSV, packed) / a script on DuckDB",
            lambda: ours.count(count, next(stores)),
            lambda: hand.count(count, next(stores)),
            rounds,
        )
    side_by_side(
        "b: read a workbook of 4 MB / openpyxl", lambda: ours.book(book), lambda: hand.book(book), min(rounds, 3)
    )


def roll_ups(millions: list[int], rounds: int) -> None:
    """Measure tallies by department of ever more sheets of ten lists."""
    import _by_hand as hand
    import _canvass as ours

    with tempfile.TemporaryDirectory() as folder:
        for million in millions:
            file = hand.sheets(Path(folder) / f"{million}.parquet", million * 1_000_000)
            engine = ours.opened(file)
            side_by_side(
                f"c: {million:>2} million sheets of 10 lists by department / the query written by hand",
                lambda engine=engine: ours.roll_up(engine),
                lambda file=file: hand.roll_up(file),
                rounds,
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"   peak memory of this process: {peak:,.0f} MB")


def side_by_side(title: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> None:
    """Print the median seconds of both and their ratio, after checking that they answer the same."""
    if ours() != theirs():
        raise SystemExit(f"{title}: the answers differ.")
    times: list[tuple[float, float]] = []
    for _ in range(rounds):
        one = timed(ours)
        times.append((one, timed(theirs)))
    mine, other = (median(column) for column in zip(*times, strict=True))
    print(f"{title}\n   ours {mine:8.3f} s   theirs {other:8.3f} s   ratio {median(a / b for a, b in times):6.2f}")


def timed(run: Callable[[], object]) -> float:
    """Return the wall seconds of one run."""
    start = perf_counter()
    run()
    return perf_counter() - start


if __name__ == "__main__":
    main()
