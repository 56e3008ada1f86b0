"""Tallies and a law in; who is elected, and the steps that led there, out."""

from escrutinio.outcome.conditions import Asked
from escrutinio.outcome.counts import Against, Counts, against_official, counts
from escrutinio.outcome.elect import elect
from escrutinio.outcome.frame import Frame, Tier, frame
from escrutinio.outcome.lots import Tied
from escrutinio.outcome.names import area_named, body_named
from escrutinio.outcome.result import BodyOutcome, Outcome, SeatRow
from escrutinio.outcome.run import BodyRun, run_body, run_law
from escrutinio.outcome.steps import Line, Step, explain

__all__ = [
    "Against",
    "Asked",
    "BodyOutcome",
    "BodyRun",
    "Counts",
    "Frame",
    "Line",
    "Outcome",
    "SeatRow",
    "Step",
    "Tied",
    "Tier",
    "against_official",
    "area_named",
    "body_named",
    "counts",
    "elect",
    "explain",
    "frame",
    "run_body",
    "run_law",
]
