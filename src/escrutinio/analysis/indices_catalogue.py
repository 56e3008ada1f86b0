"""What each index is: names and formulas in words, units and papers, as written in ``indices.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

Group = Literal["disproportionality", "parties", "turnout", "wasted", "nationalisation", "malapportionment"]
Unit = Literal["share", "ratio", "number", "nats"]


@dataclass(frozen=True, slots=True)
class Measure:
    """An index: ``name`` and ``formula`` by language; a ``share`` is of one, and is printed as points of a hundred."""

    id: str
    group: Group
    unit: Unit
    name: Mapping[str, str]
    formula: Mapping[str, str]
    paper: str


@cache
def _read() -> dict[str, Measure]:
    entries = tomllib.loads(Path(__file__).with_name("indices.toml").read_text(encoding="utf-8"))
    return {id_: Measure(id_, **entry) for id_, entry in entries.items()}


def measures() -> tuple[Measure, ...]:
    """Every index that is computed, with its formula and its paper.

    >>> [each.paper for each in measures() if each.id == "laakso_taagepera"]
    ['Laakso and Taagepera 1979, Comparative Political Studies 12: 3–27']
    """
    return tuple(_read().values())


def measure(id_: str) -> Measure:
    """One index by its id.

    >>> measure("gallagher").formula["en"]
    'root of half the sum of (s − v)²'
    """
    if id_ not in _read():
        raise Problem("no index is called “{index}”. Did you mean {near}?", index=id_, near=nearest(id_, _read()))
    return _read()[id_]
