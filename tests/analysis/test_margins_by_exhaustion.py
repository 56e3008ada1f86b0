"""Margins against exhaustive search: 2,000 small elections of each rule, and none may be wrong.

A few dozen of each rule in every run; all of them with ``pytest tests/analysis/test_margins_by_exhaustion.py -m slow``.
Each law is made of its rule and number alone, so that a failing line can be looked at:
``margins_questions.compared(rule, number, AT_ONCE)``.
"""

from __future__ import annotations

from collections import Counter

import pytest
from margins_questions import compared  # type: ignore[import-not-found]  # it stands beside this file
from margins_rules import RULES  # type: ignore[import-not-found]  # as above

from escrutinio.analysis.margins import anywhere, every, wherever

AT_ONCE, FEW, ALL = 20, 2, 100
"""Elections under one law; laws in every run, and in all."""
REFUSED = 0.08
"""The part of the questions that may go without a proof when the search is cut as short as here."""


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
    assert told["refused"] <= max(6, REFUSED * sum(told.values())), dict(told)
    print(rule, dict(told))  # noqa: T201 - seen with -s, or where a test fails


@pytest.mark.parametrize("rule", RULES)
def test_a_few_elections(rule):
    """Votes, by lot and for certain, are those of the nearest table of all; some elections of each rule."""
    none_wrong(rule, range(FEW))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(FEW, ALL + FEW, 50))
@pytest.mark.parametrize("rule", RULES)
def test_all_elections(request, rule, first):
    """The same of 2,000 elections of each rule."""
    if "slow" not in str(request.config.getoption("-m")):
        pytest.skip("run with -m slow")
    none_wrong(rule, range(first, first + 50))
