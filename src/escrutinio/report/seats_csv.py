"""Seats as CSV, in the form in which official seats are written down."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from escrutinio.outcome.table import seat_table

if TYPE_CHECKING:
    from escrutinio.outcome import Outcome

COLUMNS = ("level", "constituency", "party", "seats", "kind")


def seats_csv(outcome: Outcome) -> str:
    """One row for each area, list and kind of seat; with a first column ``body`` where there are several.

    >>> import escrutinio as es
    >>> print(seats_csv(es.elect("bo-2020", bodies=["president"])), end="")
    level,constituency,party,seats,kind
    list,,MAS-IPSP,1,president
    national,,MAS-IPSP,1,all
    """
    several = len(outcome.bodies) > 1
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("body", *COLUMNS) if several else COLUMNS)
    for name, body in outcome.bodies.items():
        for row in seat_table(body):
            cells = (row.level, row.constituency, row.party, row.seats, row.kind)
            writer.writerow((name, *cells) if several else cells)
    return text.getvalue()
