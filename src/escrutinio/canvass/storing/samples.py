"""A small store with two snapshots, for the examples in docstrings."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.files import read
from escrutinio.canvass.reading.samples import sample
from escrutinio.canvass.storing.store import add, open_store
from escrutinio.model import Constituency, Contest, Election, List, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.canvass.storing.store import Store

COUNTS = {
    "2020-10-18T20:00:00-04:00": "mesa;dep;A;B\n1;North;10;4\n",
    "2020-10-18T21:00:00-04:00": "mesa;dep;A;B\n1;North;9;5\n2;South;7;7\n",
}


@contextmanager
def sample_store() -> Iterator[Store]:
    """Two counts of one election, an hour apart: a sheet is corrected, another comes; gone afterwards.

    >>> with sample_store() as store:
    ...     store.engine.rows("SELECT time, rows FROM snapshots")
    [('2020-10-18T20:00:00-04:00', 1), ('2020-10-18T21:00:00-04:00', 2)]
    """
    with sample("", "") as (place, _), open_store(place.with_name("count.duckdb")) as store:
        for time, text in COUNTS.items():
            with sample(text, "station: [mesa]", "areas: {department: dep}", "lists: [A, B]") as (file, description):
                add(store, read(file, format=description), time=time)
        yield store


def sample_election() -> Election:
    """The election those sheets are of: two constituencies, two lists.

    >>> [each.name for each in sample_election().constituencies]
    ['North', 'South']
    """
    places = Constituency("president", "North"), Constituency("president", "South")
    contests = (Contest("president", Source("page"), by="department"),)
    lists = List("A"), List("B")
    return Election("made", {}, date(2020, 10, 18), lists=lists, constituencies=places, contests=contests)
