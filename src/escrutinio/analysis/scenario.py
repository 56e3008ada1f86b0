"""A scenario: what is changed of an election, written down so that others can run it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - pydantic reads it when a scenario is checked
from typing import TYPE_CHECKING, Annotated, Any, Literal

from escrutinio.documents import (
    STRICT,
    Called,
    Count,
    OneOf,
    Share,
    Texts,
    as_plain,
    check,
    some,
)
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class Alliance:
    """Lists that stand as one: each brings ``keeping`` of its votes; ``losing_to`` says where the others go.

    The alliance counts as so many parties as its lists did, where a law asks more of several parties together.
    """

    __pydantic_config__ = STRICT

    alliance: tuple[str, ...]
    name: str
    keeping: dict[str, Share] = field(default_factory=dict)
    losing_to: dict[str, Share] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an alliance of fewer than two."""
        if len(set(self.alliance)) < 2:  # noqa: PLR2004 - one list alone stands as it is
            raise Problem(TWO)
        for share in self.keeping.values():
            _whole([share])
        _whole(self.losing_to.values())


@dataclass(frozen=True, kw_only=True)
class Split:
    """A list that stands as several, each with a share of its votes; what is left over stays at home."""

    __pydantic_config__ = STRICT

    split: str
    into: dict[str, Share]
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a split into nothing, or into more than there is."""
        some(self.into)
        _whole(self.into.values())


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """A list that does not stand; shares of its votes go to others, the rest stays at home."""

    __pydantic_config__ = STRICT

    withdraw: str
    to: dict[str, Share] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to hand on more than there is."""
        _whole(self.to.values())


@dataclass(frozen=True, kw_only=True)
class Swing:
    """From one list to another: so many points of the valid votes in every area, or a share of the list's own votes.

    Where a list has fewer votes than it would lose, it loses those it has.
    """

    __pydantic_config__ = STRICT

    swing: Share
    losing: str
    gaining: str
    how: Literal["uniform", "proportional"] = "uniform"
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to swing more than there is."""
        _whole([self.swing])


@dataclass(frozen=True, kw_only=True)
class Move:
    """Votes of one list that go to another, come (nothing given up) or stay away (nothing gained).

    So many on each ballot on which the list is voted for, unless ``ballots`` names some. From several areas they come
    in proportion to the list's votes there.
    """

    __pydantic_config__ = STRICT

    move: Count
    losing: str | None = None
    gaining: str | None = None
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse votes that neither come from nor go to anyone."""
        if self.losing is None and self.gaining is None:
            raise Problem("votes come from a list, go to one, or both. Name losing:, gaining:, or both.")


@dataclass(frozen=True, kw_only=True)
class Abroad:
    """Whether the votes abroad are counted: nowhere, or also where the law leaves them out."""

    __pydantic_config__ = STRICT

    abroad: Literal["counted", "not_counted"]


@dataclass(frozen=True, kw_only=True)
class OtherLaw:
    """Another law, the law of another day, or some of its values replaced.

    However many steps change the law, they make one: the last law, on the last day, with every value that was set.
    ``body`` says which body of another law is set against the one that is asked about, where their names do not.
    """

    __pydantic_config__ = STRICT

    law: str = ""
    day: date | None = None
    set: dict[str, Any] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Seats:
    """Another number of seats: of a body in all, or of areas by name; of ``body`` where several are so called."""

    __pydantic_config__ = STRICT

    seats: dict[str, Count]
    body: str = ""

    def __post_init__(self) -> None:
        """Refuse a change of nothing."""
        some(self.seats)


KEYS = ("alliance", "split", "withdraw", "swing", "move", "abroad", "seats", "law", "day", "set")


def _change_shape(value: Any) -> str | None:  # noqa: ANN401 - anything an author may write
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", ())
    found = next((key for key in KEYS if key in keys), None)
    return "law" if found in {"day", "set"} else found


Change = Annotated[
    Annotated[Alliance, Called("alliance")]
    | Annotated[Split, Called("split")]
    | Annotated[Withdrawal, Called("withdraw")]
    | Annotated[Swing, Called("swing")]
    | Annotated[Move, Called("move")]
    | Annotated[Abroad, Called("abroad")]
    | Annotated[Seats, Called("seats")]
    | Annotated[OtherLaw, Called("law")],
    OneOf(_change_shape, ", ".join(KEYS)),
]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """An election and what is changed of it, one change after another."""

    __pydantic_config__ = STRICT

    scenario: str
    election: str
    name: Texts | None = None
    changes: tuple[Change, ...]
    note: Texts | None = None

    def __post_init__(self) -> None:
        """Refuse a scenario in which nothing changes."""
        some(self.changes)


def scenario_of(document: Mapping[str, Any]) -> Scenario:
    """A scenario of plain values, as its file would hold them.

    >>> left = {"withdraw": "FPV", "to": {"CC": "1/2"}}
    >>> scenario_of({"scenario": "x", "election": "bo-2020", "changes": [left]}).changes[0].to["CC"]
    Fraction(1, 2)
    """
    return check(dict(document), Scenario)


def as_written(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain values, without what is empty in it or in its changes.

    >>> as_written(Scenario(scenario="x", election="bo-2020", changes=(Withdrawal(withdraw="FPV"),)))["changes"]
    [{'withdraw': 'FPV'}]
    """
    document = as_plain(scenario)
    return _some(document | {"changes": [_some(each) for each in document["changes"]]})


def _some(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value not in ({}, [], "", None)}


TWO = "an alliance takes two lists at least. Name them."


def _whole(shares: Iterable[Fraction]) -> None:
    if sum(shares) > 1:
        raise Problem("the shares add up to more than the whole. Lower them.")
