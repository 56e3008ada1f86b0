"""Which function carries out which kind of stage, in the words of the law file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.outcome.evening import compensation, levelling
from escrutinio.outcome.offices import plural, runoff, single_winner, threshold
from escrutinio.outcome.people import open_list
from escrutinio.outcome.placing import apportionment, on_two_margins, place, sub_apportionment
from escrutinio.outcome.sharing import proportional, quota_seats

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from escrutinio.outcome.state import StageRun

RUN: Mapping[str, Callable[..., StageRun]] = {
    "threshold": threshold,
    "single_winner": single_winner,
    "runoff": runoff,
    "plurality": plural,
    "highest_averages": proportional,
    "largest_remainder": proportional,
    "quota_seats": quota_seats,
    "compensation": compensation,
    "levelling": levelling,
    "sub_apportionment": sub_apportionment,
    "placement": place,
    "apportionment": apportionment,
    "biproportional": on_two_margins,
    "open_list": open_list,
}
