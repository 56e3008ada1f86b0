"""Two counts of one election for tests of stores, one after the other, and a list's votes as of a time."""

from __future__ import annotations

from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.storing.store import known

ONE = [{"station": "1", "department": "North", "registered": 90, "A": 30, "B": 20}]
TWO = [*ONE, {"station": "2", "department": "South", "registered": 80, "A": 1, "B": 2}]
EIGHT, NINE = "2020-10-18T20:00:00-04:00", "2020-10-18T21:00:00-04:00"


def votes(store, at=None):
    """List A's votes as of a time."""
    now = known(store, at=at)
    return tally(now.engine, now.tables["president"]).areas[0].votes["A"]
