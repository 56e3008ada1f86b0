"""Three thousand spoilt files: no traceback, no hang, and no total that changes without a word.

300 of them in every run; the other 2,700 with ``pytest tests/canvass_read/test_mutants.py -m slow``. Each mutant is
made of its number alone, so that a failing one can be looked at: ``mutants.mutant(number, folder)``. The claim on
totals is made for structural changes only: no reader can know that a digit was another one, or that a whole line was
there.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from made_files import DESCRIBED, TOTALS, totals  # type: ignore[import-not-found]  # it stands beside this file
from mutants import mutant  # type: ignore[import-not-found]  # as made_files

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.reading.files import read
from escrutinio.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

FEW, ALL, AT_ONCE = 300, 3_000, 50
SECONDS = 30


@contextmanager
def in_time(number):
    """A file that takes longer than this hangs."""

    def stop(*_):
        raise AssertionError(f"mutant {number} hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def silently_changed(number: int, folder: Path, engine: Embedded) -> str:
    """What is wrong with the reading of a mutant; nothing where it is right, told or refused."""
    name, content, tellable = mutant(number, folder)
    path = folder / f"{number}_{name}"
    path.write_bytes(content)
    try:
        with in_time(number):
            reading = read(path, format=folder / "made.yaml", engine=engine)
            found = totals(reading)
            for table in reading.tables.values():
                engine.rows(f'DROP TABLE "{table}"')
    except Problem as problem:
        return (
            "" if str(problem).strip() and "{" not in problem.template.format(**problem.facts)[:0] else "empty message"
        )
    finally:
        path.unlink()
    told = any(finding.severity != "info" for finding in reading.findings)
    return f"mutant {number}: {found} and no word" if tellable and found != TOTALS and not told else ""


def read_all(numbers: range, folder: Path) -> None:
    """Read these mutants on one engine."""
    (folder / "made.yaml").write_text(DESCRIBED, encoding="utf-8")
    engine = Embedded()
    wrong = [each for number in numbers if (each := silently_changed(number, folder, engine))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("first", range(0, FEW, AT_ONCE))
def test_few_mutants(tmp_path, first):
    """A tenth of them, in every run."""
    read_all(range(first, first + AT_ONCE), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FEW, ALL, AT_ONCE))
def test_all_mutants(request, tmp_path, first):
    """The rest: some minutes, so only when asked for."""
    if "slow" not in str(request.config.getoption("-m")):
        pytest.skip("run with -m slow")
    read_all(range(first, first + AT_ONCE), tmp_path)
