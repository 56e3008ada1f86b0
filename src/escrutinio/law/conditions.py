"""Conditions of the law, as mappings: a share, a lead, a quota, seats already won, one of several, all of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from escrutinio.documents import STRICT, Called, Id, OneOf, Parsed, Positive, Share, some
from escrutinio.law.names import QuotaName
from escrutinio.model import Problem

Level = Literal["constituency", "region", "country"]
Base = Literal["valid_votes", "valid_and_blank", "votes_cast", "registered"]
Boundary = Literal["at_least", "more_than"]


def _size(value: object) -> int:
    if isinstance(value, int | str) and str(value).isdigit() and int(value) > 0:
        return int(value)
    raise Problem("“{given}” is not a whole number of at least {least}.", given=value, least=1)


Size = Annotated[int, Parsed(_size, {"type": "string"})]


@dataclass(frozen=True, kw_only=True)
class ShareCondition:
    """At least, or more than, a share of the votes."""

    __pydantic_config__ = STRICT

    share: Share
    of: Base = "valid_votes"
    over: Level = "country"
    boundary: Boundary

    def __post_init__(self) -> None:
        """Refuse more than there is."""
        _within_all([self.share])


def _within_all(shares: Iterable[Fraction]) -> None:
    """Refuse a share that nobody can reach."""
    beyond = next((share for share in shares if share > 1), None)
    if beyond is not None:
        raise Problem("nobody can have {share} of all votes. Write a share from 0 to 1, such as 3/100.", share=beyond)


@dataclass(frozen=True, kw_only=True)
class SizeCondition:
    """A share that depends on how many parties stand together; the largest size named holds for more."""

    __pydantic_config__ = STRICT

    by_size: dict[Size, Share]
    of: Base = "valid_votes"
    over: Level = "country"
    boundary: Boundary

    def __post_init__(self) -> None:
        """Refuse a choice that leaves a party standing alone without a share, and more than there is."""
        _within_all(self.by_size.values())
        if 1 not in self.by_size:
            raise Problem("by_size says nothing of a party that stands alone. Add 1: and its share.")

    def share_for(self, size: int) -> Fraction:
        """The share asked of so many parties together."""
        return self.by_size[max(each for each in self.by_size if each <= max(size, 1))]


@dataclass(frozen=True, kw_only=True)
class LeadCondition:
    """Ahead of the next list by at least, or more than, a share of the votes."""

    __pydantic_config__ = STRICT

    lead: Share
    of: Base = "valid_votes"
    over: Level = "country"
    boundary: Boundary

    def __post_init__(self) -> None:
        """Refuse more than there is."""
        _within_all([self.lead])


@dataclass(frozen=True, kw_only=True)
class QuotaCondition:
    """At least, or more than, so many quotas of votes: ``1`` is what one seat costs."""

    __pydantic_config__ = STRICT

    quota: Share
    name: QuotaName = "hare"
    seats: tuple[Id, ...]
    of: Literal["valid_votes"] = "valid_votes"
    over: Level = "country"
    boundary: Boundary


@dataclass(frozen=True, kw_only=True)
class SeatsCondition:
    """Seats won in the stages before: so many, or a share of all of them; in so many areas at the least."""

    __pydantic_config__ = STRICT

    seats: Share
    of: tuple[Id, ...]
    areas: Positive = 1
    over: Level = "country"
    boundary: Boundary


@dataclass(frozen=True, kw_only=True)
class MinorityCondition:
    """Lists the law exempts, by id or name, and those an election marks as standing for a minority."""

    __pydantic_config__ = STRICT

    minority: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AreasCondition:
    """A condition met in at least so many areas of a level."""

    __pydantic_config__ = STRICT

    areas: Positive
    level: Literal["constituency", "region"]
    votes: str | None = None
    """The tier whose ballot is asked about, where it is another than the stage's."""
    meets: Condition


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """One of several named conditions is enough."""

    __pydantic_config__ = STRICT

    any: dict[Id, Condition]

    def __post_init__(self) -> None:
        """Refuse a choice of nothing."""
        some(self.any)


@dataclass(frozen=True, kw_only=True)
class AllOf:
    """Every one of several named conditions is needed."""

    __pydantic_config__ = STRICT

    all: dict[Id, Condition]

    def __post_init__(self) -> None:
        """Refuse a demand of nothing."""
        some(self.all)


SHAPES = ("share", "by_size", "lead", "quota", "minority", "meets", "seats", "any", "all")


def _condition_shape(value: Any) -> str | None:  # noqa: ANN401 - anything an author may write
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", ())
    return next((shape for shape in SHAPES if shape in keys), None)


Leaf = ShareCondition | SizeCondition | LeadCondition | QuotaCondition | SeatsCondition | MinorityCondition
Condition = Annotated[
    Annotated[ShareCondition, Called("share")]
    | Annotated[SizeCondition, Called("by_size")]
    | Annotated[LeadCondition, Called("lead")]
    | Annotated[QuotaCondition, Called("quota")]
    | Annotated[MinorityCondition, Called("minority")]
    | Annotated[AreasCondition, Called("meets")]
    | Annotated[SeatsCondition, Called("seats")]
    | Annotated[AnyOf, Called("any")]
    | Annotated[AllOf, Called("all")],
    OneOf(_condition_shape, ", ".join(SHAPES)),
]


def leaves(condition: Condition, name: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every condition inside a condition that holds no other, with the path of names that leads to it.

    >>> from fractions import Fraction
    >>> five = ShareCondition(share=Fraction(1, 20), boundary="at_least")
    >>> [path for path, _ in leaves(AnyOf(any={"five": five, "exempt": MinorityCondition()}))]
    ['five', 'exempt']
    """
    if isinstance(condition, AreasCondition):
        yield from leaves(condition.meets, name)
    elif isinstance(condition, AnyOf | AllOf):
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        for key, each in inner.items():
            yield from leaves(each, f"{name}.{key}".strip("."))
    else:
        yield name, condition


def counting_areas(condition: Condition) -> Iterator[AreasCondition]:
    """The conditions inside a condition that must be met in a number of areas.

    >>> from fractions import Fraction
    >>> ten = ShareCondition(share=Fraction(1, 10), over="region", boundary="at_least")
    >>> somewhere = AreasCondition(areas=1, level="region", meets=ten)
    >>> [each.areas for each in counting_areas(AnyOf(any={"one": somewhere, "exempt": MinorityCondition()}))]
    [1]
    """
    if isinstance(condition, AreasCondition):
        yield condition
        yield from counting_areas(condition.meets)
    elif isinstance(condition, AnyOf | AllOf):
        for each in (condition.any if isinstance(condition, AnyOf) else condition.all).values():
            yield from counting_areas(each)


def kinds_in(condition: Condition) -> Iterator[str]:
    """The kinds of seat, or claims, that a condition asks about.

    >>> won = SeatsCondition(seats=3, of=("district",), boundary="at_least")
    >>> list(kinds_in(AnyOf(any={"won": won, "exempt": MinorityCondition()})))
    ['district']
    """
    for _, leaf in leaves(condition):
        if isinstance(leaf, SeatsCondition):
            yield from leaf.of


def levels(condition: Condition) -> set[str]:
    """The levels at which a list may meet a condition or fail it.

    What is asked in a number of areas is met, or not, by the list in the whole country.
    """
    if isinstance(condition, AnyOf | AllOf):
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        return set().union(*map(levels, inner.values()))
    return {str(getattr(condition, "over", "country"))}
