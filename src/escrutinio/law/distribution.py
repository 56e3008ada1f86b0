"""How many seats a body has, and where that is written: in the law, area by area, or in the election's tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from escrutinio.documents import STRICT, Called, Count, Id, OneOf, Positive
from escrutinio.law.dated import Dated
from escrutinio.model import Problem


@dataclass(frozen=True, kw_only=True)
class Total:
    """So many in the whole country."""

    __pydantic_config__ = STRICT

    total: Count


@dataclass(frozen=True, kw_only=True)
class Each:
    """So many in every constituency, or region, of a ballot."""

    __pydantic_config__ = STRICT

    each: Positive
    per: Literal["constituency", "region"]
    votes: str


@dataclass(frozen=True, kw_only=True)
class Districts:
    """As many as the column ``seats`` of ``districts.csv`` says of each constituency of a ballot."""

    __pydantic_config__ = STRICT

    districts: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """So many in each area named, regions or constituencies; none in the others."""

    __pydantic_config__ = STRICT

    areas: dict[str, Count]


@dataclass(frozen=True, kw_only=True)
class AsApportioned:
    """As many as a stage of the law gave to each area."""

    __pydantic_config__ = STRICT

    stage: Id


def _where_shape(value: Any) -> str | None:  # noqa: ANN401 - anything an author may write
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", ())
    return next((shape for shape in ("total", "each", "districts", "areas", "stage") if shape in keys), None)


Where = Annotated[
    Annotated[Total, Called("total")]
    | Annotated[Each, Called("each")]
    | Annotated[Districts, Called("districts")]
    | Annotated[Named, Called("areas")]
    | Annotated[AsApportioned, Called("stage")],
    OneOf(_where_shape, "total, each, districts, areas, stage"),
]


@dataclass(frozen=True, kw_only=True)
class Distribution(Dated):
    """How many seats of each kind every region fills, or where that is said; and how many the whole body has."""

    members: Positive | None = None
    areas: dict[str, dict[Id, Count]] = field(default_factory=dict)
    kinds: dict[Id, Where] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse seats told twice or not at all, and seats that do not add up to the body."""
        super().__post_init__()
        if bool(self.areas) == bool(self.kinds):
            raise Problem("write either areas (seats by region) or kinds (where the seats are told), one of them.")
        if self.areas and self.members is None:
            raise Problem("the seats of every region are given. Add members:, how many they are together.")
        total = sum(sum(kinds.values()) for kinds in self.areas.values())
        if self.areas and total != self.members:
            raise Problem(
                "the seats of the areas add up to {total}, but the body has {members} members. Correct one of them.",
                total=total,
                members=self.members,
            )

    @property
    def filled(self) -> frozenset[str]:
        """The kinds of seat it speaks of."""
        return frozenset(self.kinds) | {kind for kinds in self.areas.values() for kind in kinds}
