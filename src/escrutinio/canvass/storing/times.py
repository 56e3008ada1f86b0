"""Moments: when a count was published, with its offset from UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from escrutinio.model import Problem

AHEAD = timedelta(days=1)
"""A clock may be so far ahead of ours; a count published later than that is a slip of the pen."""


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

    Raises:
        Problem: in UTC it falls outside the years 1 to 9999, which no calendar of ours has.

    >>> utc(moment("2020-10-18T20:46:55-04:00")).isoformat()
    '2020-10-19T00:46:55'
    """
    try:
        return when.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        raise Problem(
            "{time} is no time of any count: in UTC it falls outside the years 1 to 9999.", time=when.isoformat()
        ) from None


def stated(time: datetime | str, now: datetime) -> datetime:
    """A time of publication, which cannot be later than now.

    Raises:
        Problem: it is, or it is no time.

    >>> stated("2020-10-18T20:46:55-04:00", moment("2020-10-19T00:00:00Z")).hour
    20
    """
    when = moment(time)
    if utc(when) > utc(now) + AHEAD:
        raise Problem(
            "{time} is still to come (it is {now} now), so nothing can have been published then. Say when it was, "
            "with --time.",
            time=when.isoformat(),
            now=now.isoformat(timespec="seconds"),
        )
    return when
