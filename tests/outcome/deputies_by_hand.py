"""The Chamber of Deputies written apart from our code: /work/shared facts, section (c), with fractions and loops.

It gives the set of all chambers that the lots can lead to. Nothing of escrutinio is imported.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product


def chambers(regions, abroad, share, rule):
    """Every possible chamber: by region and list the seats (uninominal, list, special).

    ``regions`` holds, for each region, (votes, districts, specials, list seats); votes are lists of counts by list.
    """
    national = [sum(column) for column in zip(abroad, *(votes for votes, *_ in regions), strict=True)]
    eligible = [sum(national) > 0 and Fraction(n, sum(national)) >= share for n in national]
    return set(product(*(_region(region, eligible, rule) for region in regions)))


def _region(region, eligible, rule):
    votes, districts, specials, lists = region
    seats = len(districts) + lists + (len(specials) if rule == "B" else 0)
    counted = [v if able else 0 for v, able in zip(votes, eligible, strict=True)]
    found = set()
    for won in product(*map(_first, districts)):
        for special in product(*map(_first, specials)):
            nominal = [won.count(i) + (special.count(i) if rule == "B" else 0) for i in range(len(votes))]
            for quotients in _dhondt(counted, seats):
                for left in _pay(quotients, nominal):
                    entitled = [sum(owner == i for _, owner in left) for i in range(len(votes))]
                    more = [max(0, entitled[i] - nominal[i]) for i in range(len(votes))]
                    found.add(tuple((won.count(i), more[i], special.count(i)) for i in range(len(votes))))
    return found


def _first(votes):
    """Whoever can win by most votes; nobody where there are none."""
    return [i for i, v in enumerate(votes) if v == max(votes) > 0] or [None]


def _dhondt(votes, seats):
    """Every set of winning quotients that the lots can lead to."""
    quotients = sorted(((Fraction(v, n + 1), i) for i, v in enumerate(votes) if v for n in range(seats)), reverse=True)
    if not quotients or not seats:
        return [[]]
    last = quotients[seats - 1][0]
    sure, tied = [q for q in quotients if q[0] > last], [q for q in quotients if q[0] == last]
    return [sure + list(drawn) for drawn in combinations(tied, seats - len(sure))]


def _pay(quotients, nominal):
    """Every way to delete, for each seat above an entitlement, the lowest quotient of a list that has more than won."""
    entitled = [sum(owner == i for _, owner in quotients) for i in range(len(nominal))]
    ways = {tuple(sorted(quotients))}
    for _ in range(sum(max(0, n - e) for n, e in zip(nominal, entitled, strict=True))):
        ways = {tuple(q for q in way if q != lost) for way in ways for lost in _lowest(way, nominal)} or ways
    return ways


def _lowest(way, nominal):
    payers = [(q, i) for q, i in way if sum(owner == i for _, owner in way) > nominal[i]]
    return [(q, i) for q, i in payers if q == min(payers)[0]]
