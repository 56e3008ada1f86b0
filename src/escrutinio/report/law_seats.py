"""How many seats a body has, where the law or an election's tables say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.law.distribution import AsApportioned, Districts, Each, Total
from escrutinio.report.law_values import WHERE
from escrutinio.report.parts import line, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from escrutinio.law.distribution import Distribution
    from escrutinio.report.law_values import Told


def seats(distribution: Distribution, told: Told) -> Iterator[RenderableType]:
    """One version of a distribution: a table of areas, or a sentence for each kind of seat."""
    words = told.words
    if distribution.areas:
        yield _areas(distribution, told)
        return
    if distribution.members:
        yield _told(words("The body has {members} members.", members=distribution.members), "members")
    else:
        yield line(words("How many members the body has, the election decides."), indent=3)
    for kind, where in distribution.kinds.items():
        yield _told(f"{told.kinds([kind])}: {_where(where, told)}", f"kinds.{kind}")


def _told(text: str, field: str) -> RenderableType:
    return line(f"{text} [distribution.{field}]", indent=3)


def _where(where: Any, told: Told) -> str:  # noqa: ANN401 - one of several shapes
    words = told.words
    if isinstance(where, Total):
        return words("{seats} for the whole country.", seats=where.total)
    if isinstance(where, Each):
        text = "{where}, {seats} (ballot “{ballot}”)."
        return words(text, where=words(WHERE[where.per]), seats=where.each, ballot=where.votes)
    if isinstance(where, Districts):
        return words(
            "as many as districts.csv says of each constituency of the ballot “{ballot}”.", ballot=where.districts
        )
    if isinstance(where, AsApportioned):
        return words("as many as “{stage}” gives to each area.", stage=told.stage(where.stage))
    named = ", ".join(f"{area} {seats}" for area, seats in where.areas.items())
    return words("{seats} in all: {areas}.", seats=sum(where.areas.values()), areas=named)


def _areas(distribution: Distribution, told: Told) -> RenderableType:
    words = told.words
    kinds = list(dict.fromkeys(kind for named in distribution.areas.values() for kind in named))
    rows = [
        [area, *(str(named.get(kind, 0)) for kind in kinds), str(sum(named.values()))]
        for area, named in distribution.areas.items()
    ]
    totals = [str(sum(named.get(kind, 0) for named in distribution.areas.values())) for kind in kinds]
    last = [words("total"), *totals, str(distribution.members)]
    heads = [words("area"), *(told.kinds([kind]) for kind in kinds), words("total")]
    return table(heads, [*rows, last], total=True, indent=3)
