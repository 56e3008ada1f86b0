"""Rules of the world once more, election by election with fractions and loops: slow, plain, sharing no code with us.

Votes are lists of numbers by list; a table is a list of these by area. Where a lot would decide, ``Lot`` is raised.
"""

from fractions import Fraction
from itertools import product
from math import floor


class Lot(Exception):  # noqa: N818 - no error: the rule asks for a lot
    """A lot decides."""


class Skipped(Exception):  # noqa: N818 - no error: a case these few lines do not follow to its end
    """A case so odd that it is left out here."""


def dhondt(held):
    """One, two, three and so on."""
    return held + 1


def sainte_lague(held):
    """One, three, five and so on."""
    return 2 * held + 1


def danish(held):
    """One, four, seven and so on."""
    return 3 * held + 1


def modified(held):
    """1.4, three, five and so on."""
    return 2 * held + 1 if held else Fraction(7, 5)


def divide(votes, seats, divisor, held=None):
    """One seat after another to the highest quotient, beyond what is held; what nobody can take stays open."""
    held = list(held or [0] * len(votes))
    while sum(held) < seats and any(votes):
        offers = [Fraction(v) / divisor(n) if v else Fraction(-1) for v, n in zip(votes, held, strict=True)]
        best = [i for i, offer in enumerate(offers) if offer == max(offers)]
        if len(best) > seats - sum(held):
            raise Lot
        for i in best:
            held[i] += 1
    return held


def hare(votes, seats, caps=None):
    """Full quotas, then the largest remainders; a list over its cap keeps the cap and leaves the sharing."""
    caps = caps or [seats] * len(votes)
    out: dict[int, int] = {}
    while True:
        free = [i for i, v in enumerate(votes) if v and i not in out]
        rest, total = max(0, seats - sum(out.values())), sum(votes[i] for i in free)
        quota = Fraction(total, rest) if rest else Fraction(total + 1)
        won = {i: floor(votes[i] / quota) for i in free} if total else {}
        over = {i: caps[i] for i in won if won[i] > caps[i]}
        if not over:
            break
        out |= over
    seated = [out.get(i, won.get(i, 0)) for i in range(len(votes))]
    left = {i: votes[i] - won[i] * quota for i in won}
    while sum(seated) < seats:
        able = sorted((i for i in left if seated[i] < caps[i]), key=lambda i: -left[i])
        if not able:
            return seated
        best, more = able[: seats - sum(seated)], able[seats - sum(seated) :]
        if more and left[best[-1]] == left[more[0]]:
            raise Lot
        for i in best:
            seated[i] += 1
    return seated


def first(votes):
    """One seat to the most votes."""
    most = max(votes)
    if most and votes.count(most) > 1:
        raise Lot
    return [int(v == most > 0) for v in votes]


def added(table):
    """Columns added up."""
    return [sum(column) for column in zip(*table, strict=True)]


def less(one, other):
    """One list of numbers less another."""
    return [a - b for a, b in zip(one, other, strict=True)]


def only(votes, able):
    """The votes of some lists."""
    return [v if a else 0 for v, a in zip(votes, able, strict=True)]


def share_of(votes, share):
    """Who has at least that share."""
    return [v >= share * sum(votes) and v > 0 for v in votes]


# Seats won in constituencies set against a claim


def mmp(direct, votes, house, overhang):
    """Mixed-member: constituency seats, then list seats up to the claim; Sainte-Laguë, D'Hondt or Hare by the way."""
    won = added([first(row) for row in direct])
    counted = only(votes, share_of(votes, Fraction(1, 10)))
    if overhang == "added":
        claim = divide(counted, house - sum(n for n, v in zip(won, counted, strict=True) if not v), sainte_lague)
        return won, [max(c - n, 0) if v else 0 for c, n, v in zip(claim, won, counted, strict=True)]
    if overhang == "lowest_quotients":
        return won, less(divide(counted, house, dhondt, won), won)
    return won, less(set_aside(counted, won, house, equal_too=overhang == "equal_too"), won)


def set_aside(votes, won, house, *, equal_too):
    """Hare; who is due less than it won keeps that and is set aside, and the rest is shared anew."""
    aside = {i for i, n in enumerate(won) if n and not votes[i]}
    caps = None
    while True:
        rest = max(0, house - sum(won[i] for i in aside))
        claim = hare([0 if i in aside else v for i, v in enumerate(votes)], rest, caps)
        over = {i for i, n in enumerate(won) if i not in aside and claim[i] < n}
        if not over:
            return [won[i] if i in aside else n for i, n in enumerate(claim)]
        if equal_too:
            caps = caps or claim
            over |= {i for i, n in enumerate(won) if i not in aside and claim[i] == n > 0}
        aside |= over


def bundestag(direct, second, people, house, *, mean):
    """Levelling of 2013 (``mean`` False) and 2020: seats to states, claims, a house that grows, and back to states."""
    states = divide(people, house, sainte_lague)
    claims = [divide(row, n, sainte_lague) for row, n in zip(second, states, strict=True)]
    won = [added([first(row) for row in rows]) for rows in direct]
    national = added(second)
    won = [only(row, national) for row in won]
    sure = [[_sure(c, w, mean=mean) for c, w in zip(*rows, strict=True)] for rows in zip(claims, won, strict=True)]
    least = added(sure)
    if mean:
        least = [max(pair) for pair in zip(least, added(claims), strict=True)]
    size = sum(map(sum, claims))
    while _missing(_sure_of(national, size), least, national) > (3 if mean else 0):
        size += 1
    seats = divide(national, size, sainte_lague)
    seats = [max(n, s if v else 0) for n, s, v in zip(seats, least, national, strict=True)]
    floors = sure if mean else won
    handed = [
        divide([row[i] for row in second], seats[i], sainte_lague, [row[i] for row in floors])
        for i in range(len(national))
    ]
    return [[max(handed[i][s] - won[s][i], 0) for i in range(len(national))] for s in range(len(second))]


def _sure_of(votes, size):
    try:
        return divide(votes, size, sainte_lague)
    except Lot:
        raise Skipped from None


def _sure(claim, won, *, mean):
    return max(won, -(-(claim + won) // 2)) if mean else max(claim, won)


def _missing(seats, least, votes):
    return sum(max(need - n, 0) for n, need, v in zip(seats, least, votes, strict=True) if v)


def covered(direct, second, house):
    """2023: national, then state by state; a constituency's winner sits as far as the state's seats reach."""
    national = divide(added(second), house, sainte_lague)
    handed = [divide([row[i] for row in second], n, sainte_lague) for i, n in enumerate(national)]
    seated, lists = [], []
    for place, rows in enumerate(direct):
        winners = [(row.index(1), Fraction(max(votes), sum(votes))) for votes in rows if any(row := first(votes))]
        here = [handed[i][place] for i in range(len(national))]
        direct_ = [0] * len(national)
        for i, room in enumerate(here):
            shares = sorted((share for who, share in winners if who == i), reverse=True)
            if 0 < room < len(shares) and shares[room - 1] == shares[room]:
                raise Lot
            direct_[i] = len(shares) if not national_votes(second, i) else min(room, len(shares))
        seated.append(direct_)
        lists.append([max(n - d, 0) for n, d in zip(here, direct_, strict=True)])
    return seated, lists


def national_votes(second, who):
    """A list's votes in the country."""
    return sum(row[who] for row in second)


# Seats placed in areas


def placed(votes, room, claims, held, *, divisor, weight, turns=None):
    """The highest quotient of all places its seat first; with turns, the list whose national quotient is highest."""
    cells = [(a, i) for a, i in product(range(len(votes)), range(len(claims))) if votes[a][i]]
    able = [(a, i) for a, i in cells if room[a] and claims[i]]
    none = [[0] * len(claims) for _ in votes]
    if not able:
        return none
    national = added(votes)
    first = _highest({i: Fraction(national[i]) / divisor(turns[i]) for _, i in able}) if turns else {i for _, i in able}
    offers = {(a, i): votes[a][i] * weight[a] / divisor(held[a][i]) for a, i in able}
    groups = [[cell for cell in able if cell[1] == i] for i in first] if turns else [able]
    found = []
    for area, who in (cell for group in groups for cell in _highest({cell: offers[cell] for cell in group})):
        here = [[int((a, i) == (area, who)) for i in range(len(claims))] for a in range(len(votes))]
        more = placed(
            votes,
            less(room, [int(a == area) for a in range(len(room))]),
            less(claims, [int(i == who) for i in range(len(claims))]),
            [added(rows) for rows in zip(held, here, strict=True)],
            divisor=divisor,
            weight=weight,
            turns=turns and [n + (i == who) for i, n in enumerate(turns)],
        )
        found.append([added(rows) for rows in zip(here, more, strict=True)])
    if any(each != found[0] for each in found):
        raise Lot
    return found[0]


def _highest(offers):
    return [key for key, offer in offers.items() if offer == max(offers.values())]


def norway(votes, seats, each):
    """District seats by 1.4, 3, 5; levelling seats to lists of 4 % above their claim, one in every district."""
    won = [divide(row, n, modified) for row, n in zip(votes, seats, strict=True)]
    national = only(added(votes), share_of(added(votes), Fraction(4, 100)))
    claim = divide(national, sum(seats) + each * len(seats), modified, added(won))
    weight = [Fraction(n, sum(row) or 1) for row, n in zip(votes, seats, strict=True)]
    return won, placed(votes, [each] * len(votes), less(claim, added(won)), won, divisor=sainte_lague, weight=weight)


def iceland(votes, seats, room):
    """D'Hondt; adjustment seats in the order of national quotients, each where the list's share is highest."""
    won = [divide(row, n, dhondt) for row, n in zip(votes, seats, strict=True)]
    national = only(added(votes), share_of(added(votes), Fraction(5, 100)))
    claim = less(divide(national, sum(seats) + sum(room), dhondt, added(won)), added(won))
    weight = [Fraction(1, sum(row) or 1) for row in votes]
    return won, placed(votes, room, claim, won, divisor=dhondt, weight=weight, turns=added(won))


def denmark(provinces, seats, room):
    """D'Hondt; Hare nationally; compensatory seats to provinces by 1, 3, 5, then to constituencies by 1, 4, 7."""
    won = [
        [divide(row, n, dhondt) for row, n in zip(*each, strict=True)] for each in zip(provinces, seats, strict=True)
    ]
    by_province, held = [added(rows) for rows in provinces], [added(rows) for rows in won]
    house = sum(map(sum, seats)) + sum(room)
    counted = only(added(by_province), share_of(added(by_province), Fraction(2, 100)))
    claim = less(set_aside(counted, added(held), house, equal_too=True), added(held))
    given = placed(by_province, room, claim, held, divisor=sainte_lague, weight=[1] * len(room))
    down = []
    for rows, own, seats_ in zip(provinces, won, given, strict=True):
        for i, n in enumerate(seats_):
            before = [row[i] for row in own]
            down.append(less(divide([row[i] for row in rows], n + sum(before), danish, before), before))
    width = len(counted)
    return won, [list(zip(*down[p * width : (p + 1) * width], strict=True)) for p in range(len(room))]


# Quotas in several steps


def czechia(votes, house):
    """Seats to regions by votes; whole rounded Imperiali quotas there; what is left shared nationally, and back."""
    seats = hare([sum(row) for row in votes], house)
    won, left, quotas = [], [], []
    for row, n in zip(votes, seats, strict=True):
        quota = max(floor(Fraction(sum(row), n + 2) + Fraction(1, 2)), 1)
        full = [v // quota for v in row]
        while sum(full) > n:
            rest = {i: row[i] - row[i] // quota * quota for i, k in enumerate(full) if k}
            lowest = [i for i, r in rest.items() if r == min(rest.values())]
            if sum(full) - n > 1:
                raise Skipped
            if len(lowest) > 1:
                raise Lot
            full[lowest[0]] -= 1
        won.append(full)
        left.append([v - k * quota for v, k in zip(row, full, strict=True)])
        quotas.append(quota)
    second = _rounded_hagenbach(added(left), house - sum(map(sum, won)))
    return seats, won, [_to_regions(i, n, left, quotas, votes) for i, n in enumerate(second)]


def _rounded_hagenbach(votes, seats):
    quota = max(floor(Fraction(sum(votes), seats + 1) + Fraction(1, 2)), 1)
    won = [v // quota for v in votes]
    if sum(won) > seats:
        raise Skipped
    rest = sorted(((v - n * quota, i) for i, (v, n) in enumerate(zip(votes, won, strict=True)) if v), reverse=True)
    more = seats - sum(won)
    if more > len(rest):
        raise Skipped
    if 0 < more < len(rest) and rest[more - 1][0] == rest[more][0]:
        raise Lot
    for _, i in rest[:more]:
        won[i] += 1
    return won


def _to_regions(who, seats, left, quotas, votes):
    parts = sorted(((Fraction(left[r][who], quotas[r]), r) for r in range(len(votes)) if votes[r][who]), reverse=True)
    if seats > len(parts):
        raise Skipped
    if 0 < seats < len(parts) and parts[seats - 1][0] == parts[seats][0]:
        raise Lot
    return [r for _, r in parts[:seats]]


def austria(states, seats, house):
    """Quotas of the state in its constituencies, then in the state, then D'Hondt in the country less what was won."""
    quotas = [
        -(-sum(map(sum, rows)) // sum(n)) if sum(map(sum, rows)) else 1 for rows, n in zip(states, seats, strict=True)
    ]
    base = [[[v // q for v in row] for row in rows] for rows, q in zip(states, quotas, strict=True)]
    national, regional = added([added(rows) for rows in states]), added([added(rows) for rows in base])
    able = [i4 or n > 0 for i4, n in zip(share_of(national, Fraction(4, 100)), regional, strict=True)]
    second = []
    for rows, own, q in zip(states, base, quotas, strict=True):
        full = [v // q if a else 0 for v, a in zip(added(rows), able, strict=True)]
        second.append([max(a - b, 0) for a, b in zip(full, added(own), strict=True)])
    held = [a + b for a, b in zip(regional, added(second), strict=True)]
    return base, second, less(divide(only(national, able), house, dhondt, held), held)


# Others


def alliances(votes, seats, together):
    """D'Hondt among alliances, then D'Hondt inside each."""
    joined = [sum(votes[i] for i in group) for group in together]
    won = [0] * len(votes)
    for group, n in zip(together, divide(joined, seats, dhondt), strict=True):
        for i, k in zip(group, divide([votes[i] for i in group], n, dhondt), strict=True):
            won[i] = k
    return won


def mexico(direct, votes, seats, *, most, above, of):
    """Hare among lists of 3 %; nobody above ``most``, nor above its share of the votes plus so much of all seats."""
    won = added([first(row) for row in direct])
    counted = only(votes, share_of(votes, Fraction(3, 100)))
    total = sum(counted) or 1
    caps = [min(most, floor((Fraction(v, total) + above) * of)) for v in counted]
    return won, hare(counted, seats, [max(c - n, 0) for c, n in zip(caps, won, strict=True)])


def by_people(people, total, initial, fixed, *, divisor=None, least=0):
    """So many to each at first, some with a number of their own, the others in proportion, none below the least."""
    free = [0 if n else p for p, n in zip(people, fixed, strict=True)]
    start = [0 if n else initial for n in fixed]
    rest = total - sum(fixed) - sum(start)
    floors = [0 if n else least for n in fixed]
    shared = divide(free, rest, divisor, floors) if divisor else hare(free, rest)
    return [a + b + c for a, b, c in zip(shared, start, fixed, strict=True)]


def two_margins(votes, rows, columns, divisor):
    """The table with those margins whose product of divisors over votes is smallest."""
    found = best_tables(votes, rows, columns, divisor)
    if len(found) > 1:
        raise Lot
    return found[0]


def best_tables(votes, rows, columns, divisor):
    """All tables with the smallest product."""
    best: list[tuple[Fraction, list[list[int]]]] = []
    for table in _tables(votes, rows, columns):
        price = Fraction(1)
        for row, counts in zip(table, votes, strict=True):
            for n, v in zip(row, counts, strict=True):
                for k in range(n):
                    price *= Fraction(divisor(k), v)
        best.append((price, table))
    least = min(price for price, _ in best)
    return [table for price, table in best if price == least]


def _tables(votes, rows, columns):
    if not rows:
        return [[]] if not any(columns) else []
    ways = product(*(range(min(rows[0], n) + 1 if v else 1) for v, n in zip(votes[0], columns, strict=True)))
    return [
        [list(row), *rest]
        for row in ways
        if sum(row) == rows[0]
        for rest in _tables(votes[1:], rows[1:], less(columns, row))
    ]
