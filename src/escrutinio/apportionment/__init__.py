"""Votes into seats: pure arithmetic on whole numbers, for one election or for a million at a time.

Exact for any votes: floats propose, integers decide. A tie is an answer, never an accident. Knows no party, no country.
"""

from __future__ import annotations

from escrutinio.apportionment.allocation import Allocation, Award, Quotient, Tie
from escrutinio.apportionment.changes import votes_to_gain, votes_to_lose
from escrutinio.apportionment.divisors import Divisors, divisors_named, linear, modified_sainte_lague
from escrutinio.apportionment.errors import ApportionmentError
from escrutinio.apportionment.explain import (
    Remainders,
    award_order,
    first_out,
    last_in,
    remainders,
    tie,
    ties,
)
from escrutinio.apportionment.highest import highest_averages
from escrutinio.apportionment.plurality import plurality
from escrutinio.apportionment.quotas import Quota, quota_named
from escrutinio.apportionment.remainder import largest_remainder
from escrutinio.apportionment.shares import best_two, leads, reaches

__all__ = [
    "Allocation",
    "ApportionmentError",
    "Award",
    "Divisors",
    "Quota",
    "Quotient",
    "Remainders",
    "Tie",
    "award_order",
    "best_two",
    "divisors_named",
    "first_out",
    "highest_averages",
    "largest_remainder",
    "last_in",
    "leads",
    "linear",
    "modified_sainte_lague",
    "plurality",
    "quota_named",
    "reaches",
    "remainders",
    "tie",
    "ties",
    "votes_to_gain",
    "votes_to_lose",
]
