"""Tallies and a law in; who is elected, and the steps that led there, out."""

from escrutinio.outcome.asked import Asked
from escrutinio.outcome.counts import Against, Counts, against_official, counts
from escrutinio.outcome.draws import Drawn, seats_over_draws
from escrutinio.outcome.elect import elect, fitting_bodies
from escrutinio.outcome.frame import Frame, Tier, frame
from escrutinio.outcome.lots import Tied
from escrutinio.outcome.names import area_named, body_named
from escrutinio.outcome.result import BodyOutcome, Outcome, SeatRow
from escrutinio.outcome.run import BodyRun, run_body, run_law
from escrutinio.outcome.steps import explain
from escrutinio.outcome.steps_form import Line, Step
from escrutinio.outcome.table import TableRow, seat_table

__all__ = [
    "Against",
    "Asked",
    "BodyOutcome",
    "BodyRun",
    "Counts",
    "Drawn",
    "Frame",
    "Line",
    "Outcome",
    "SeatRow",
    "Step",
    "TableRow",
    "Tied",
    "Tier",
    "against_official",
    "area_named",
    "body_named",
    "counts",
    "elect",
    "explain",
    "fitting_bodies",
    "frame",
    "run_body",
    "run_law",
    "seat_table",
    "seats_over_draws",
]
