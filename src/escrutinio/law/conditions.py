"""Conditions of the law, as mappings: a share, a lead, one of several, all of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from escrutinio.documents import STRICT, Called, Id, OneOf, Share, some

Level = Literal["constituency", "region", "country"]
Base = Literal["valid_votes", "votes_cast", "registered"]
Boundary = Literal["at_least", "more_than"]


@dataclass(frozen=True, kw_only=True)
class ShareCondition:
    """At least, or more than, a share of the votes."""

    __pydantic_config__ = STRICT

    share: Share
    of: Base = "valid_votes"
    over: Level = "country"
    boundary: Boundary


@dataclass(frozen=True, kw_only=True)
class LeadCondition:
    """Ahead of the next list by at least, or more than, a share of the votes."""

    __pydantic_config__ = STRICT

    lead: Share
    of: Base = "valid_votes"
    over: Level = "country"
    boundary: Boundary


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


SHAPES = ("share", "lead", "any", "all")


def _condition_shape(value: Any) -> str | None:  # noqa: ANN401 - anything an author may write
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", ())
    return next((shape for shape in SHAPES if shape in keys), None)


Condition = Annotated[
    Annotated[ShareCondition, Called("share")]
    | Annotated[LeadCondition, Called("lead")]
    | Annotated[AnyOf, Called("any")]
    | Annotated[AllOf, Called("all")],
    OneOf(_condition_shape, ", ".join(SHAPES)),
]
