"""The rules once more, seat by seat with fractions: slow, plain, and sharing no code with the package.

Each function answers (sure seats, lists that draw lots, seats they draw for, seats nobody could take).
"""

from fractions import Fraction
from functools import cache
from math import floor

DIVISORS = {
    "dhondt": lambda k: Fraction(k + 1),
    "sainte_lague": lambda k: Fraction(2 * k + 1),
    "modified_sainte_lague": lambda k: Fraction(2 * k + 1) if k else Fraction(7, 5),
    "adams": Fraction,
    "dean": lambda k: Fraction(2 * k * (k + 1), 2 * k + 1),
    "hill": lambda k: Fraction(k * (k + 1)),
    "imperiali": lambda k: Fraction(k + 2, 2),
    "danish": lambda k: Fraction(3 * k + 1),
    "macau": lambda k: Fraction(2**k),
}
ADDED = {"droop": 1, "hagenbach_bischoff": 1, "imperiali": 2, "reinforced_imperiali": 3}
ROUNDING = {
    "hare_down": floor,
    "hare_up": lambda q: -floor(-q),
    "hare_rounded": lambda q: floor(q + Fraction(1, 2)),
    "droop": lambda q: floor(q) + 1,
}
QUOTAS = ("hare", "hare_down", "hare_up", "hare_rounded", "droop", "hagenbach_bischoff", "imperiali")


def highest_averages(votes, seats, divisors, floors=None, caps=None):
    """Give one seat after the other to the highest quotient."""
    held = list(floors or [0] * len(votes))
    left = seats - sum(held)
    while left > 0:
        able = [i for i in range(len(votes)) if votes[i] and (caps is None or held[i] < caps[i])]
        if not able:
            break
        offers = {i: offer(votes[i], held[i], divisors) for i in able}
        highest = max(offers.values())
        group = [i for i in able if offers[i] == highest]
        if len(group) > left:
            return held, group, left, 0
        for i in group:
            held[i] += 1
        left -= len(group)
    return held, [], 0, max(left, 0)


@cache
def offer(votes, held, divisors):
    """Votes over divisor, as a square for Hill; over 0, it comes before all others."""
    divisor, size = DIVISORS[divisors](held), votes**2 if divisors == "hill" else votes
    return (0, Fraction(size) / divisor) if divisor else (1, Fraction(size))


def quotas(total, seats, name):
    """The quotas to try in turn, the smallest first; none is 0, and that of no seats is beyond reach."""
    exact = [
        Fraction(total, seats + a) if seats + a else Fraction(total + 1) for a in range(ADDED.get(name, 0), -1, -1)
    ]
    rounded = [Fraction(ROUNDING[name](exact[0]))] if name in ROUNDING else []
    return [q for q in [*rounded, *exact] if q] or [Fraction(1)]


def full_seats(votes, seats, name, caps, total):
    """Full seats, remainders, and the lists held at their cap, taken out until none is over it."""
    out: dict[int, int] = {}
    while True:
        free = {i: v for i, v in enumerate(votes) if v and i not in out}
        rest = max(0, seats - sum(out.values()))
        counted = total - sum(votes[i] for i in out)
        for q in quotas(counted, rest, name):
            full = {i: floor(v / q) for i, v in free.items()}
            if sum(full.values()) <= rest:
                break
        over = {i: caps[i] for i in free if full[i] > caps[i]}
        if not over:
            return full | out, {i: v - full[i] * q for i, v in free.items()}
        out |= over


def largest_remainder(votes, seats, name, caps=None, total=None):
    """Give full seats, then what is left over, one round after the other."""
    caps = caps or [seats + len(votes)] * len(votes)
    full, rest = full_seats(votes, seats, name, caps, sum(votes) if total is None else total)
    won = [full.get(i, 0) for i in range(len(votes))]
    while (left := seats - sum(won)) > 0:
        able = sorted((i for i in rest if won[i] < caps[i]), key=lambda i: -rest[i])
        if not able:
            return won, [], 0, left
        for i in able[:left]:
            won[i] += 1
        edge = rest[able[left - 1]] if left < len(able) else None
        level = [i for i in able if rest[i] == edge]
        inside = [i for i in able[:left] if i in level]
        if level != inside:
            for i in inside:
                won[i] -= 1
            return won, sorted(level), len(inside), 0
    return won, [], 0, 0


def plurality(votes, ranks):
    """Give each rank its seats; lists with equal votes share the seats of the ranks they fill, by lot."""
    order = sorted((i for i, v in enumerate(votes) if v), key=lambda i: -votes[i])
    prizes = [*ranks, *([0] * len(votes))][: len(order)]
    won, drawing = [0] * len(votes), []
    for i, prize in zip(order, prizes, strict=True):
        won[i] = prize
    for v in sorted(set(votes) - {0}, reverse=True):
        group = sorted(i for i in order if votes[i] == v)
        if len({won[i] for i in group}) > 1:
            drawing.append((tuple(group), sum(won[i] for i in group)))
    return won, drawing, sum(ranks) - sum(won)
