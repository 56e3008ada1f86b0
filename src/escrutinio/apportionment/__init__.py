"""Votes into seats: pure arithmetic on whole numbers, for one election or for a million at a time.

Exact for any votes: floats propose, integers decide. A tie is an answer, never an accident. Knows no party, no country.
"""

from __future__ import annotations

from escrutinio.apportionment.allocation import Allocation, Award, Quotient, Tie
from escrutinio.apportionment.bidivisors import BiDivisors, Shortfall, bi_divisors, shortfall
from escrutinio.apportionment.biproportion import BiAllocation, biproportional
from escrutinio.apportionment.changes import votes_to_gain, votes_to_lose
from escrutinio.apportionment.divisors import Divisors, divisors_named, linear, modified_sainte_lague
from escrutinio.apportionment.drawing import redrawn
from escrutinio.apportionment.errors import ApportionmentError
from escrutinio.apportionment.explain import (
    Remainders,
    also_tied,
    award_order,
    first_out,
    last_in,
    remainders,
    remembering,
    tie,
    ties,
)
from escrutinio.apportionment.highest import highest_averages
from escrutinio.apportionment.levelling import levelled_house
from escrutinio.apportionment.placement import Placed, placement
from escrutinio.apportionment.plurality import plurality
from escrutinio.apportionment.quotas import Quota, price, quota_named
from escrutinio.apportionment.ranking import ranked_shares
from escrutinio.apportionment.remainder import largest_remainder
from escrutinio.apportionment.shares import best_two, leads, reaches
from escrutinio.apportionment.voters import VoterNumbers, voter_numbers
from escrutinio.apportionment.whole import WholeQuotas, whole_quotas

__all__ = [
    "Allocation",
    "ApportionmentError",
    "Award",
    "BiAllocation",
    "BiDivisors",
    "Divisors",
    "Placed",
    "Quota",
    "Quotient",
    "Remainders",
    "Shortfall",
    "Tie",
    "VoterNumbers",
    "WholeQuotas",
    "also_tied",
    "award_order",
    "best_two",
    "bi_divisors",
    "biproportional",
    "divisors_named",
    "first_out",
    "highest_averages",
    "largest_remainder",
    "last_in",
    "leads",
    "levelled_house",
    "linear",
    "modified_sainte_lague",
    "placement",
    "plurality",
    "price",
    "quota_named",
    "ranked_shares",
    "reaches",
    "redrawn",
    "remainders",
    "remembering",
    "shortfall",
    "tie",
    "ties",
    "voter_numbers",
    "votes_to_gain",
    "votes_to_lose",
    "whole_quotas",
]
