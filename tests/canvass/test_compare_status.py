"""Which changes of a comparison are listed: the status is asked for first, the limit comes after it."""

from __future__ import annotations

import pytest

import escrutinio as es
from escrutinio.canvass.counting.comparisons import CHANGES, compare
from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.reading.samples import sample
from escrutinio.model import Problem


@pytest.fixture
def engine() -> Embedded:
    """Nine new sheets of a hundred votes each, two corrected ones of one vote, one withdrawn, one restated."""
    engine = Embedded()
    columns = 'v(station, "null", "A")'
    engine.rows(f"CREATE TABLE old AS FROM (VALUES ('1', 0, 5), ('2', 0, 5), ('3', 0, 4), ('4', 0, 3)) AS {columns}")
    new = "".join(f", ('{station}', 0, 100)" for station in range(10, 19))
    engine.rows(f"CREATE TABLE new AS FROM (VALUES ('1', 0, 6), ('2', 0, 4), ('4', 1, 3){new}) AS {columns}")
    return engine


@pytest.mark.parametrize(
    ("status", "stations"),
    [
        ("corrected", ["1", "2"]),
        (("corrected",), ["1", "2"]),
        (("withdrawn", "corrected"), ["3", "1"]),
        (("restated",), ["4"]),
        (("added",), ["10", "11"]),
        (CHANGES, ["10", "11"]),
        ((), []),
    ],
)
def test_the_limit_counts_only_what_is_asked_for(engine, status, stations) -> None:
    """Two of each are listed, however many larger changes of other kinds there are; all are counted."""
    found = compare(engine, "old", "new", status=status, limit=2)
    assert [each.station[0] for each in found.changes] == stations
    assert [getattr(found, name).sheets for name in CHANGES] == [9, 1, 2, 1]


def test_a_change_that_there_is_not_is_refused(engine) -> None:
    """With the nearest one; an unchanged sheet is no change."""
    with pytest.raises(Problem, match=r"“correctd” is no change of a sheet. Known: added, .* Did you mean corrected\?"):
        compare(engine, "old", "new", status="correctd")
    with pytest.raises(Problem, match=r"“unchanged” is no change of a sheet"):
        compare(engine, "old", "new", status=("added", "unchanged"))


def test_the_front_door_passes_it_on() -> None:
    """``es.compare`` lists what is asked for."""
    with sample("mesa,A\n1,5\n2,5\n", "station: [mesa]", "lists: [A]") as (file, how):
        before = es.read(file, format=how)
    with sample("mesa,A\n1,6\n3,90\n4,80\n", "station: [mesa]", "lists: [A]") as (file, how):
        found = es.compare(before, es.read(file, format=how), limit=1, status="corrected")
    assert [(each.status, each.station) for each in found.changes] == [("corrected", ("1",))]
    assert (found.added.sheets, found.withdrawn.sheets) == (2, 1)
