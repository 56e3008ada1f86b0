"""Polling stations as a model of uncertainty: what a count of them says, and how much it hangs on which they are."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from escrutinio.analysis.asked import election_of
from escrutinio.analysis.uncertainty import Stations

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from escrutinio.canvass import Count, Policy
    from escrutinio.model import Election


def stations(
    election: Election | str | Path,
    place: Count | str | Path,
    *,
    at: datetime | str | None = None,
    policy: Policy | None = None,
) -> tuple[Election, Stations]:
    """An election counted from its tally sheets, and its polling stations to be drawn anew.

    Args:
        election: of the catalogue, or its id; its contests say which area of a sheet is the constituency.
        place: a count: an official file, a store, a folder of published snapshots, or an open one.
        at: as it was known then; the latest where None.
        policy: which sheets count.

    Returns:
        Both arguments of ``simulate``. Contests without sheets there stay as they were counted.

    Raises:
        Problem: there are no sheets of the election's contests, or they do not say where they are from.

    >>> from escrutinio.canvass import open_count
    >>> from escrutinio.canvass.storing.samples import sample_election, sample_store
    >>> day = sample_election()
    >>> with sample_store() as store:
    ...     counted, model = stations(day, open_count(store))
    >>> [each.valid for each in counted.tallies], model.votes["president"]["North"].tolist()
    ([14, 14], [[9, 5]])
    """
    from escrutinio.canvass import Count, Policy, open_count
    from escrutinio.canvass.counting.elections import election_counted
    from escrutinio.canvass.counting.stations import station_votes
    from escrutinio.canvass.storing.store import Known

    was = election_of(election)
    with ExitStack() as stack:
        count = place if isinstance(place, Count) else stack.enter_context(open_count(place, at=at))
        count.refuse_moments()
        rule = policy or Policy()
        known = Known(count.engine, count.tables, count.snapshots)
        counted = election_counted(was, known, rule)
        return counted, Stations(votes=station_votes(was, known, rule))
