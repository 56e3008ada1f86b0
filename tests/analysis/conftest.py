"""What tests of questions about an outcome may ask for: an election small enough to count by hand."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from escrutinio.model import Constituency, Election, List, Tally

sys.path.insert(0, str(Path(__file__).parent))  # margins by exhaustion share makers of laws, imported by name


@pytest.fixture
def small() -> Election:
    """Two ballots, three areas of which one abroad; D stands and has no votes."""
    house = {
        "North": {"A": 101, "B": 60, "C": 39, "D": 0},
        "South": {"A": 50, "B": 70, "C": 33},
        "Abroad": {"A": 7, "B": 5, "C": 0},
    }
    return Election(
        "small",
        {"en": "Small"},
        date(2020, 1, 1),
        lists=(
            List("A", "Alpha", aliases=("Álfa",)),
            List("B", "Beta"),
            List("C", "Gamma", size=2),
            List("D", "Delta"),
        ),
        constituencies=(
            Constituency("house", "North", region="Mainland"),
            Constituency("house", "South", region="Mainland"),
            Constituency("house", "Abroad", abroad=True),
            Constituency("mayor", "North", region="Mainland"),
        ),
        tallies=(
            *(
                Tally("house", name, votes=votes, blank=3, candidates={"A": {"Ana": 20}})
                for name, votes in house.items()
            ),
            Tally("mayor", "North", votes={"A": 90, "B": 80, "C": 10}),
        ),
    )
