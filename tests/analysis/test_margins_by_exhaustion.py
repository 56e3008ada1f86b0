"""Margins against exhaustive search: 2,000 small elections of each rule, and none may be wrong.

A few dozen of each rule in every run; all of them with ``pytest tests/analysis/test_margins_by_exhaustion.py -m slow``,
or as many as ESCRUTINIO_ELECTIONS says.
Each law is made of its rule and number alone, so that a failing line can be looked at:
``margins_questions.compared(rule, number, AT_ONCE)``.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from margins_questions import compared  # type: ignore[import-not-found]  # it stands beside this file
from margins_rules import RULES  # type: ignore[import-not-found]  # as above

from escrutinio.analysis.margins import anywhere, every, wherever

AT_ONCE, FEW = 20, 2
"""Elections under one law; laws in every run."""
ALL = int(os.environ.get("ESCRUTINIO_ELECTIONS", "2000")) // AT_ONCE
"""Laws in the long run."""
PARTS = 4
"""Into how many tests the long run of a rule is cut, so that two processors share it."""
REFUSED = {"biproportional": 0.25, "levelling": 0.15}
"""The part of the questions that may go without a proof when the search is cut as short as here; else 8 in 100."""


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    """What cannot be proved soon is not looked for long: refusals take most of the time."""
    monkeypatch.setattr(wherever, "SHORT", 40)
    monkeypatch.setattr(anywhere, "RUNS", 40)
    monkeypatch.setattr(every, "MOST", 1_000)


def none_wrong(rule, numbers):
    """Compare the questions of these laws; one line for each that is wrong."""
    told: Counter[str] = Counter()
    wrong: list[str] = []
    for number in numbers:
        counts, lines = compared(rule, number, AT_ONCE)
        told += counts
        wrong += lines
    if wrong:
        pytest.fail(f"{rule}: {dict(told)}\n" + "\n".join(wrong[:20]), pytrace=False)
    assert told["refused"] <= max(6, REFUSED.get(rule, 0.08) * sum(told.values())), dict(told)
    print(rule, dict(told))  # noqa: T201 - seen with -s, or where a test fails


@pytest.mark.parametrize("rule", RULES)
def test_a_few_elections(rule):
    """Votes, by lot and for certain, are those of the nearest table of all; some elections of each rule."""
    none_wrong(rule, range(FEW))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("rule", RULES)
def test_all_elections(request, rule, part):
    """The same of 2,000 elections of each rule."""
    if "slow" not in str(request.config.getoption("-m")):
        pytest.skip("run with -m slow")
    none_wrong(rule, range(FEW + part, FEW + ALL, PARTS))
