"""Other votes that might have been: stated models of uncertainty, and polls as a file has them.

No model says what will happen. Each says: if votes differed from those counted (or polled) in just this way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from escrutinio.model import Source

MOST = 5
"""The largest standard deviation of log odds: a swing of one such turns 1 % into 60 %."""


@dataclass(frozen=True, kw_only=True)
class Multinomial:
    """Every vote is drawn anew, each independently, by the shares of its constituency.

    The least uncertainty there is: it knows no swing. Source: sampling theory.
    """


@dataclass(frozen=True, kw_only=True)
class Dirichlet:
    """The shares of each constituency vary around those counted, as if known from ``size`` votes.

    Source: Stoetzer et al., *Political Analysis* 27 (2019), 255-262, and the posterior of a multinomial.
    """

    size: int

    def __post_init__(self) -> None:
        """Refuse shares known from nothing."""
        if self.size < 1:
            raise Problem("“{given}” is not a whole number of at least {least}.", given=self.size, least=1)


@dataclass(frozen=True, kw_only=True)
class LogitNormal:
    """Swings of lists: in the country, in each region and in each constituency.

    ``country`` is the standard deviation of each list's log odds, log(p / (1 - p)), where p is its share of the valid
    votes of the country, or where it does not stand everywhere, of the constituencies where it stands; ``region`` and
    ``constituency`` are those of its share of a region and of a constituency, each by itself. All hold to first order:
    shares add up to one, so that what one list gains the others lose, in proportion to their votes in each
    constituency. All ballots share the swings of the country and of a region.

    Lists swing apart, but for ``together``: by names of lists, the correlation between the swings in the country of
    every two of them, before what one gains is taken from the others. What all lists have in common changes no share.

    Source: the logistic normal distribution, Aitchison and Shen, *Biometrika* 67 (1980), 261-272.
    """

    country: float = 0.0
    region: float = 0.0
    constituency: float = 0.0
    together: Mapping[tuple[str, ...], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no standard deviation, and no correlation."""
        _spreads(self.country, self.region, self.constituency)
        for each in self.together.values():
            if not -1 <= each <= 1:
                raise Problem("“{given}” is no correlation. Write a number from -1 to 1.", given=each)


@dataclass(frozen=True, kw_only=True)
class Poll:
    """One poll: who made it, how many named a list, and the share of these that each list has.

    A list that a poll does not name is not taken to have nothing: that poll says nothing of it.
    """

    house: str
    size: int
    shares: Mapping[str, Fraction]

    def __post_init__(self) -> None:
        """Refuse a poll of nobody, and shares above the whole."""
        if self.size < 1:
            raise Problem(
                "the poll of {house} has the size {size}. Write how many people named a list.",
                house=self.house,
                size=self.size,
            )
        if not self.shares:
            raise Problem("the poll of {house} names no list. Give each list a share.", house=self.house)
        if sum(self.shares.values()) > 1 + Fraction(1, 100):  # each is rounded
            raise Problem(
                "the shares of the poll of {house} add up to more than 100 %. Correct them.", house=self.house
            )


@dataclass(frozen=True, kw_only=True)
class Polls:
    """The country as polls see it: their mean weighted by size, with sampling error and a house effect of each house.

    ``house_effect`` is the standard deviation, of each list's log odds, by which a house errs alike in all its polls;
    ``common`` that by which all houses err alike. ``ballot`` is the one that was asked about, that with most votes
    where it is empty: each list's votes are multiplied alike in every constituency, so that with its valid votes as
    they were the whole ballot has the shares drawn from the polls. Every ballot swings as this one does, each
    constituency give or take ``constituency``. Lists that no poll names are multiplied alike, and share what the others
    leave. A list without votes in a constituency has none there.
    """

    polls: Sequence[Poll]
    house_effect: float = 0.1
    common: float = 0.1
    constituency: float = 0.0
    ballot: str = ""

    def __post_init__(self) -> None:
        """Refuse no polls, and what is no standard deviation."""
        if not self.polls:
            raise Problem("nothing stands here. Add at least one.")
        _spreads(self.house_effect, self.common, self.constituency)


@dataclass(frozen=True, kw_only=True, eq=False)
class Stations:
    """The polling stations of each constituency drawn anew, with replacement (the bootstrap), each ballot by itself.

    ``votes`` holds, by ballot and constituency, an array of (stations, lists), the lists in the election's order; what
    it does not hold stays as it was counted. Source: Efron, *Annals of Statistics* 7 (1979), 1-26.
    """

    votes: Mapping[str, Mapping[str, npt.NDArray[np.int64]]]


Model = Multinomial | Dirichlet | LogitNormal | Polls | Stations


def polls_from(path: Path) -> tuple[Poll, ...]:
    r"""Polls of a CSV: columns ``house`` and ``size``, then one for each list with its share in per cent or a fraction.

    Args:
        path: the file; a cell is empty where a poll says nothing of a list.

    Returns:
        A poll for each row.

    Raises:
        Problem: a column is missing, or a cell is no number.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "polls.csv"
    ...     _ = file.write_text("house,size,A,B\nOne,1000,40.5,1/3\n", encoding="utf-8")
    ...     polls_from(file)[0].shares
    {'A': Fraction(81, 200), 'B': Fraction(1, 3)}
    """
    from escrutinio.canvass.tables import header_of, read_table, whole_number

    lists = [name for name in header_of(path) if name not in {"house", "size"}]
    polls = tuple(
        Poll(
            house=row["house"],
            size=whole_number(source, "size", row["size"]),
            shares={name: _polled(source, name, row[name]) for name in lists if row[name]},
        )
        for source, row in read_table(path, ("house", "size"), lists)
    )
    if not polls:
        raise Problem("{file} holds no poll. Add a row for each.", file=path)
    return polls


def _polled(source: Source, column: str, cell: str) -> Fraction:
    """A share as a fraction such as 3/10, or in per cent such as 30 or 30.5."""
    written = cell.replace("%", "").replace(",", ".").strip()
    try:
        value = Fraction(written) if len(cell) < 20 and "e" not in cell.lower() else Fraction(-1)  # noqa: PLR2004 - no share is so long
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    share = value if "/" in cell else value / 100
    if not 0 <= share <= 1:
        raise Problem(
            "{file}, row {row}, column {column}: “{cell}” is no share. Write per cent, such as 30.5.",
            file=source.file,
            row=source.row,
            column=column,
            cell=cell,
        )
    return share


def _spreads(*given: float) -> None:
    for each in given:
        if not 0 <= each <= MOST:
            raise Problem(
                "“{given}” is no standard deviation of log odds. Write a number from 0 to {most}.",
                given=each,
                most=MOST,
            )
