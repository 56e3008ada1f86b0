"""Checks of biproportional tables written apart from the code they check: small, slow and exact."""

from fractions import Fraction
from itertools import product

from escrutinio.apportionment import divisors_named


def improvable(votes, seats, divisors="sainte_lague"):
    """Return whether some circle of exchanges improves a table: a product of ratios below 1, by Bellman and Ford."""
    value, areas = divisors_named(divisors).value, len(votes)
    ways = []
    for i, row in enumerate(votes):
        for j, v in enumerate(row):
            if v:
                ways.append((i, areas + j, value(seats[i][j]) / v))
            if seats[i][j]:
                ways.append((areas + j, i, v / value(seats[i][j] - 1)))
    far = [Fraction(1)] * (areas + len(votes[0]))
    for _ in far:
        nearer = [(head, far[tail] * ratio) for tail, head, ratio in ways]
        still = True
        for head, distance in nearer:
            if distance < far[head]:
                far[head], still = distance, False
        if still:
            return False
    return True


def fillable(votes, areas, lists):
    """Return whether any table has these margins and no seat without votes: the largest flow fills the house."""
    room, wanted = list(lists), list(areas)
    given = [[0] * len(lists) for _ in areas]

    def push(i, seen):
        for j, v in enumerate(votes[i]):
            if not v or j in seen:
                continue
            seen.add(j)
            if room[j]:
                room[j] -= 1
                given[i][j] += 1
                return True
            for k, row in enumerate(given):
                if row[j] and k != i and push(k, seen):
                    row[j] -= 1
                    given[i][j] += 1
                    return True
        return False

    return all(push(i, set()) for i, seats in enumerate(wanted) for _ in range(seats))


def tables(votes, areas, lists):
    """Return all tables with these margins and no seat without votes."""
    if not areas:
        return [] if any(lists) else [()]
    caps = [range(min(areas[0], n) + 1 if v else 1) for v, n in zip(votes[0], lists, strict=True)]
    return [
        (row, *rest)
        for row in product(*caps)
        if sum(row) == areas[0]
        for rest in tables(votes[1:], areas[1:], [n - x for n, x in zip(lists, row, strict=True)])
    ]


def best_tables(votes, areas, lists, divisors="sainte_lague"):
    """Return all tables with the smallest product of signposts over votes."""
    value = divisors_named(divisors).value

    def price(table):
        total = Fraction(1)
        for row, counts in zip(table, votes, strict=True):
            for seats, v in zip(row, counts, strict=True):
                for held in range(seats):
                    total *= value(held) / v
        return total

    priced = [(price(table), table) for table in tables(votes, areas, lists)]
    least = min((p for p, _ in priced), default=None)
    return [table for p, table in priced if p == least]
