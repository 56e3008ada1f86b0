"""Several ballots in one table of a file: a description of one's own may state each of them by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.formats import matched

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from escrutinio.canvass.reading.formats import Format, Match


def ballots(match: Match, known: Sequence[Format], *, chosen: bool) -> tuple[Match, ...]:
    """How each ballot in a table is described, in the order of the descriptions.

    Two descriptions are two ballots of one table where both fit it, each names a contest of its own, and no column
    holds the votes of both. Where nobody chose the descriptions, other kinds of file may fit by chance.

    Args:
        match: how the headers fit the description they are most like.
        known: the descriptions at hand.
        chosen: whether the user chose them.
    """
    if not (chosen and match.format.contest.fixed):
        return (match,)
    found = [match]
    for how in known:
        other = match if how is match.format else matched(match.headers, how)
        if how.contest.fixed and other.fits and all(_apart(other, each) for each in found):
            found.append(other)
    return tuple(sorted(found, key=lambda each: known.index(each.format)))


def _apart(one: Match, other: Match) -> bool:
    """Whether two descriptions tell of two contests and of different votes."""
    mine, others = one.votes(), other.votes()
    return bool(mine and others) and mine.isdisjoint(others) and one.format.contest.fixed != other.format.contest.fixed


def counted(matches: Iterable[Match]) -> tuple[int, ...]:
    """The columns that hold counts of any ballot."""
    return tuple(dict.fromkeys(place for each in matches for place in each.counted()))


def told_once(matches: Sequence[Match]) -> Match:
    """What the columns of a table are, for all its ballots: unknown is what none of them names."""
    first = matches[0]
    unknown = tuple(place for place in first.unknown if all(place in each.unknown for each in matches))
    # a file that does not say its contest is asked about it, and is no worse for that
    asked = [each for each in first.format.optional if each != first.format.contest.column]
    return replace(first, unknown=unknown, format=replace(first.format, optional=tuple(asked)))
