"""Irregularities to order, so that a check can be shown to find what was put in: each is written down as it is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.documents import nearest
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from escrutinio.canvass.making.unit import Unit

    Row = dict[str, Any]
    Change = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something wrong to order: what, at how many stations, in which area, and from which list to which.

    ``kind`` is one of ``KINDS``. ``area`` is a constituency of the contest; empty for anywhere. ``giver`` and
    ``taker`` are lists of ``moved-votes`` (and ``taker`` of ``stuffed`` and ``over-registered``); empty for the
    station's first and second.
    """

    kind: str
    stations: int = 1
    area: str = ""
    giver: str = ""
    taker: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing that was put in: where, in which column, what it truly was and what is written.

    Where a whole row is meant, ``column`` is ``rows`` (written 2: a duplicate; 0: withdrawn from that snapshot) or
    ``snapshot`` (a late sheet: the one it would have come in, and the one it came in). ``snapshot`` is 0 where the
    sheet is wrong in all.
    """

    kind: str
    station: str
    area: str
    column: str
    true: int
    written: int
    snapshot: int = 0


def anomaly(text: str) -> Anomaly:
    """An anomaly as the command line writes it: ``KIND[:STATIONS][:GIVER>TAKER][@AREA]``.

    >>> anomaly("moved-votes:3:A>B@North")
    Anomaly(kind='moved-votes', stations=3, area='North', giver='A', taker='B')
    """
    found = re.fullmatch(
        r"(?P<kind>[a-z-]+)(:(?P<stations>\d+))?(:(?P<giver>[^>@]*)>(?P<taker>[^@]*))?(@(?P<area>.+))?", text
    )
    if found is None:
        raise Problem(
            "“{text}” is no anomaly. Write KIND:STATIONS, as in stuffed:5, and where needed :GIVER>TAKER and @AREA.",
            text=text,
        )
    parts = found.groupdict()
    return Anomaly(
        parts["kind"],
        int(parts["stations"] or 1),
        (parts["area"] or "").strip(),
        (parts["giver"] or "").strip(),
        (parts["taker"] or "").strip(),
    )


def refuse_unknown(anomalies: Sequence[Anomaly], units: Sequence[Unit], lists: Sequence[str], snapshots: int) -> None:
    """Refuse a kind, an area or a list that is not there, and what needs counts or snapshots that are not there."""
    areas = [each.name for each in units]
    for each in anomalies:
        _known("kind of anomaly", each.kind, KINDS)
        _known("area", each.area or areas[0], areas)
        for name in filter(None, (each.giver, each.taker)):
            _known("list", name, lists)
        if each.kind in ARRIVALS and snapshots < ARRIVALS[each.kind]:
            raise Problem(
                "“{kind}” shows between snapshots: ask for at least {least}.", kind=each.kind, least=ARRIVALS[each.kind]
            )
        if each.kind in TURNOUT and not any(unit.turnout for unit in units if each.area in {"", unit.name}):
            raise Problem(
                "“{kind}” is about voters who stayed away: it needs the registered voters and the blank and null "
                "votes, and no source states them all{place}. Order another kind: {others}.",
                kind=each.kind,
                place=f" ({each.area})" if each.area else "",
                others=", ".join(kind for kind in KINDS if kind not in TURNOUT),
            )


def apply(order: Anomaly, row: Row, lists: Sequence[str], rng: np.random.Generator) -> list[Change]:
    """Do to one sheet what was ordered.

    Args:
        order: what to do.
        row: the sheet, changed in place.
        lists: the columns that are lists.
        rng: where chance comes from.

    Returns:
        What was changed: column, true count, written count; nothing where this sheet does not lend itself to it.
    """
    before = dict(row)
    SHEETS[order.kind](order, row, lists, rng)
    return [(name, before[name], row[name]) for name in row if row[name] != before[name]]


def _known(what: str, given: str, known: Sequence[str] | Mapping[str, Any]) -> None:
    if given not in known:
        raise Problem(
            "the {what} “{given}” is not known here. Did you mean {near}?",
            what=what,
            given=given,
            near=nearest(given, known),
        )


def _ranked(row: Row, lists: Sequence[str]) -> list[str]:
    return sorted(lists, key=lambda name: -row[name])


def _swapped_digits(order: Anomaly, row: Row, lists: Sequence[str], rng: np.random.Generator) -> None:
    """Two neighbouring digits of a list's votes change places: 83 becomes 38."""
    del order, rng
    for name in _ranked(row, lists):
        digits = str(row[name])
        for place in range(len(digits) - 1):
            if digits[place] != digits[place + 1]:
                row[name] = int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
                return


def _moved_votes(order: Anomaly, row: Row, lists: Sequence[str], rng: np.random.Generator) -> None:
    """Some of a list's votes are written for another; no sum changes."""
    first, second = (*_ranked(row, lists), "")[:2]
    giver = order.giver or next(name for name in (first, second) if name != order.taker)
    taker = order.taker or (second if giver == first else first)
    if taker and taker != giver and row[giver] > 0:
        moved = int(rng.integers(1, row[giver] + 1))
        row[giver] -= moved
        row[taker] += moved


def _stuffed(order: Anomaly, row: Row, lists: Sequence[str], rng: np.random.Generator) -> None:
    """Everyone who stayed away is written as a vote for one list: cast = registered."""
    del rng
    if row["registered"] is not None and row["cast"] is not None:
        _add(row, order.taker or _ranked(row, lists)[0], row["registered"] - row["cast"])


def _over_registered(order: Anomaly, row: Row, lists: Sequence[str], rng: np.random.Generator) -> None:
    """More votes than registered voters."""
    extra = int(rng.integers(1, 21))
    if row["registered"] is not None and row["cast"] is not None:
        _add(row, order.taker or _ranked(row, lists)[0], row["registered"] - row["cast"] + extra)


def _zero(order: Anomaly, row: Row, lists: Sequence[str], rng: np.random.Generator) -> None:
    """A sheet without a vote."""
    del order, rng
    for name in (*lists, "valid", "blank", "null", "cast"):
        row[name] = None if row[name] is None else 0


def _slip(order: Anomaly, row: Row, lists: Sequence[str], rng: np.random.Generator) -> None:
    """The written sum of valid votes is not the sum of the lists."""
    del order, lists
    slip = int(rng.integers(1, 11))
    row["valid"] += slip if row["valid"] < slip or rng.integers(2) else -slip


def _add(row: Row, name: str, votes: int) -> None:
    for column in (name, "valid", "cast"):
        row[column] += votes


SHEETS: Mapping[str, Callable[[Anomaly, Row, Sequence[str], np.random.Generator], None]] = {
    "swapped-digits": _swapped_digits,
    "moved-votes": _moved_votes,
    "stuffed": _stuffed,
    "over-registered": _over_registered,
    "zero": _zero,
    "slip": _slip,
}
"""Anomalies of one sheet's figures."""

ARRIVALS = {"late": 2, "withdrawn": 2}
"""Anomalies between snapshots, and how many snapshots they need at least."""

TURNOUT = {"stuffed", "over-registered"}
"""Anomalies that need registered voters and everybody who voted, so blank and null votes too."""

KINDS = (*SHEETS, "duplicate", *ARRIVALS)
"""Every anomaly there is to order."""
