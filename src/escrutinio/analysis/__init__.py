"""Questions about an outcome, one file each: how fair, who has power, what changed."""

from escrutinio.analysis.change import change
from escrutinio.analysis.change_lists import Suggestion
from escrutinio.analysis.change_result import AreaChange, Change, HandChange, ListChange, TurnoutChange, Volatility
from escrutinio.analysis.change_seats import SeatMove
from escrutinio.analysis.indices import Index, IndexRow, Indices, indices, indices_of, malapportionment, nationalisation
from escrutinio.analysis.indices_catalogue import Measure, measure, measures
from escrutinio.analysis.power import INDICES, PlayerPower, Power, coalitions, power, power_of
from escrutinio.analysis.power_coalitions import Coalition, Coalitions, coalitions_of
from escrutinio.analysis.power_game import AllOf, AnyOf, Rule, all_of, any_of, rule

__all__ = [
    "INDICES",
    "AllOf",
    "AnyOf",
    "AreaChange",
    "Change",
    "Coalition",
    "Coalitions",
    "HandChange",
    "Index",
    "IndexRow",
    "Indices",
    "ListChange",
    "Measure",
    "PlayerPower",
    "Power",
    "Rule",
    "SeatMove",
    "Suggestion",
    "TurnoutChange",
    "Volatility",
    "all_of",
    "any_of",
    "change",
    "coalitions",
    "coalitions_of",
    "indices",
    "indices_of",
    "malapportionment",
    "measure",
    "measures",
    "nationalisation",
    "power",
    "power_of",
    "rule",
]
