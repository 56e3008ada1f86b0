"""Moments: when a count was published, with its offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from escrutinio.model import Problem


def moment(time: datetime | str) -> datetime:
    """A time with its offset from UTC.

    >>> moment("2020-10-18T20:46:55-04:00").isoformat()
    '2020-10-18T20:46:55-04:00'
    """
    try:
        when = time if isinstance(time, datetime) else datetime.fromisoformat(time)
    except ValueError:
        raise Problem("“{time}” is not a time. Write it as 2020-10-18T20:46:55-04:00.", time=time) from None
    if when.tzinfo is None:
        raise Problem(
            "“{time}” does not say its offset from UTC. Write it as 2020-10-18T20:46:55-04:00, or with Z for UTC.",
            time=time,
        )
    return when


def utc(when: datetime) -> datetime:
    """The same moment in UTC, without a zone, as the store keeps it.

    >>> utc(moment("2020-10-18T20:46:55-04:00")).isoformat()
    '2020-10-19T00:46:55'
    """
    return when.astimezone(UTC).replace(tzinfo=None)
