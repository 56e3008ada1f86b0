"""What changed between two elections: shares and seats by list, areas that changed hands, turnout, boundaries."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.analysis.asked import election_of, outcome_of
from escrutinio.analysis.change_lists import families
from escrutinio.analysis.change_result import (
    HALF,
    AreaChange,
    Change,
    HandChange,
    ListChange,
    TurnoutChange,
    Volatility,
)
from escrutinio.analysis.change_seats import Moves, moves, seats_by_family
from escrutinio.analysis.change_tables import Table, common_ballot, known, matched, place_of, summed
from escrutinio.analysis.indices_input import ballot_of
from escrutinio.analysis.power_body import settled
from escrutinio.model import Election, Problem
from escrutinio.outcome import Outcome, frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from escrutinio.analysis.asked import Asked
    from escrutinio.analysis.change_lists import Families, Family, Given
    from escrutinio.outcome import Tier


def change(
    before: Asked,
    after: Asked,
    *,
    body: str | None = None,
    ballot: str | None = None,
    lists: Given | None = None,
    areas: Mapping[str, str] | None = None,
    members: bool = False,
) -> Change:
    """Compare two elections, list by list and area by area.

    Args:
        before: the earlier outcome or election, or its id; elected by its own law where seats are compared.
        after: the later one.
        body: whose seats are compared too.
        ballot: the tier that is compared; the body's own where None, or the only one that both have.
        lists: by a later list, the earlier one or ones it carries on, for mergers, splits and new names, each by id,
            name or alias; an empty row says that it is new. Others are matched by id, name and aliases.
        areas: by a later area, the earlier one it is, where its name changed by more than case, accents, punctuation,
            words such as “and” and the order of words.
        members: whether a list that is named among another's members belongs with it; else this is only suggested.

    Returns:
        Changes by list and area; areas that only one election has are named and not compared.

    Raises:
        Problem: no ballot or no area that both have, an unknown list or area, a lot still to be drawn.

    Source:
        Pedersen 1979, European Journal of Political Research 7: 1–26; Powell and Tucker 2014, British Journal of
        Political Science 44: 123–147; Butler and Stokes 1969, Political Change in Britain.

    >>> found = change("bo-2014", "bo-2020", body="senate")
    >>> [(each.list, each.seats_before, each.seats_after) for each in found.rows() if each.seats_before][:1]
    [('MAS-IPSP', 25, 21)]
    """
    before, after = _opened(before, body), _opened(after, body)
    old, new = _tiers(before, after, body, ballot)
    election, later = _election(before), _election(after)
    kin = families(_voted(before, old, body), _voted(after, new, body), lists or {}, members=members)
    tables = summed(old, _lists(before), kin, "before"), summed(new, _lists(after), kin, "after")
    told = areas or {}
    _check_areas(
        told, *((*table.areas, *_seated(given, body)) for table, given in zip(tables, (before, after), strict=True))
    )
    pairs, only_before, only_after = matched(
        tables[0].areas, tables[1].areas, known(told, tables[0].areas, tables[1].areas)
    )
    seats = seats_by_family(before, after, body, kin) if body else None
    changed = _list_changes(kin, tables, pairs, seats)
    moved = moves(before, after, body, kin, told) if body else Moves()
    return Change(
        before=election.id,
        after=later.id,
        ballot=new.name,
        body=body or "",
        lists=tuple(changed),
        areas=tuple(_area_changes(changed, tables, pairs)),
        hands=tuple(_hand_changes(tables, pairs)),
        turnout=tuple(_turnout(tables, pairs)),
        seats=moved.gained,
        seats_only_before=moved.only_before,
        seats_only_after=moved.only_after,
        volatility=_volatility([(each.share_before, each.share_after) for each in changed]),
        volatility_of_seats=_volatility(_shares_of_seats(seats)) if seats else None,
        only_before=only_before,
        only_after=only_after,
        suggestions=kin.suggestions,
    )


def _seated(given: Outcome | Election, body: str | None) -> tuple[str, ...]:
    """The areas that fill seats of the body, which may be others than those of the ballot."""
    return given[body].areas if body is not None and isinstance(given, Outcome) else ()


def _check_areas(told: Mapping[str, str], before: Sequence[str], after: Sequence[str]) -> None:
    """Refuse areas of which the ballot and the body know nothing."""
    for now, then in told.items():
        place_of(now, after, "later")
        place_of(then, before, "earlier")


def _opened(given: Asked, body: str | None) -> Outcome | Election:
    """An election by its id, elected where seats are asked for; what is opened already as it is."""
    if isinstance(given, (Outcome, Election)):
        return given
    return outcome_of(given) if body else election_of(given)


def _election(given: Outcome | Election) -> Election:
    return given.election if isinstance(given, Outcome) else given


def _lists(given: Outcome | Election) -> tuple[str, ...]:
    return tuple(each.id for each in _election(given).lists)


def _tiers(
    before: Outcome | Election, after: Outcome | Election, body: str | None, ballot: str | None
) -> tuple[Tier, Tier]:
    """The ballot of each election: the body's own, or the one that both have."""
    if body is None:
        frames = [each.frame if isinstance(each, Outcome) else frame(each) for each in (before, after)]
        name = common_ballot(frames[0].tiers, frames[1].tiers, ballot)
        return frames[0].tiers[name], frames[1].tiers[name]
    if not isinstance(before, Outcome) or not isinstance(after, Outcome):
        raise Problem(
            "seats of “{body}” can be compared between outcomes only. Run elect on both elections.", body=body
        )
    for each in (before, after):
        settled(each, body)
    return ballot_of(before[body], ballot), ballot_of(after[body], ballot)


def _voted(given: Outcome | Election, tier: Tier, body: str | None) -> list[Any]:
    """The lists with votes on the ballot, or with seats in the body."""
    some = tier.votes[0].sum(axis=0) > 0
    if body is not None and isinstance(given, Outcome):
        some = some | (given[body].seats.sum(axis=0) > 0)
    return [each for each, here in zip(_election(given).lists, some, strict=True) if here]


def _list_changes(
    kin: Families,
    tables: tuple[Table, Table],
    pairs: Sequence[tuple[int, int]],
    seats: Sequence[tuple[int, int]] | None,
) -> list[ListChange]:
    """Every family, the largest of the later election first."""
    found = [
        _list_change(place, family, tables, pairs, seats[place] if seats else None)
        for place, family in enumerate(kin.families)
    ]
    return sorted(found, key=lambda each: (-each.votes_after, -each.votes_before, each.list))


def _list_change(
    place: int,
    family: Family,
    tables: tuple[Table, Table],
    pairs: Sequence[tuple[int, int]],
    seats: tuple[int, int] | None,
) -> ListChange:
    votes = [int(table.votes[:, place].sum()) for table in tables]
    shares = [
        Fraction(cast, table.valid) if table.valid else Fraction(0) for cast, table in zip(votes, tables, strict=True)
    ]
    spread, correlation = _evenness(place, tables, pairs)
    return ListChange(
        list=family.name,
        before=family.before,
        after=family.after,
        matched_by=family.by,
        votes_before=votes[0],
        votes_after=votes[1],
        share_before=shares[0],
        share_after=shares[1],
        swing=shares[1] - shares[0],
        spread=spread,
        correlation=correlation,
        seats_before=seats[0] if seats else None,
        seats_after=seats[1] if seats else None,
    )


def _evenness(
    place: int, tables: tuple[Table, Table], pairs: Sequence[tuple[int, int]]
) -> tuple[float | None, float | None]:
    """The standard deviation of the areas' swings, and the correlation of the areas' shares."""
    counted = [(old, new) for old, new in pairs if tables[0].cast[old] and tables[1].cast[new]]
    if len(counted) < 2:  # noqa: PLR2004 - one area has nothing to differ from
        return None, None
    old = np.array([tables[0].share(each, place) for each, _ in counted], dtype=np.float64)
    new = np.array([tables[1].share(each, place) for _, each in counted], dtype=np.float64)
    weights = np.array([tables[1].cast[each] for _, each in counted], dtype=np.float64)
    if np.ptp(old) == 0 or np.ptp(new) == 0:
        return float((new - old).std()), None
    covariance = np.cov(old, new, aweights=weights)
    return float((new - old).std()), float(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]))


def _places(changed: Sequence[ListChange], table: Table) -> list[tuple[ListChange, int]]:
    """Each list's change with its column."""
    column = {name: place for place, name in enumerate(table.names)}
    return [(each, column[each.list]) for each in changed]


def _area_changes(
    changed: Sequence[ListChange], tables: tuple[Table, Table], pairs: Sequence[tuple[int, int]]
) -> list[AreaChange]:
    found = []
    for old, new in pairs:
        for each, place in _places(changed, tables[0]):
            shares = tables[0].share(old, place), tables[1].share(new, place)
            if any(shares):
                swing = shares[1] - shares[0]
                names = tables[1].areas[new], tables[0].areas[old]
                found.append(AreaChange(*names, each.list, *shares, swing, swing - each.swing))
    return found


def _hand_changes(tables: tuple[Table, Table], pairs: Sequence[tuple[int, int]]) -> list[HandChange]:
    found = []
    for old, new in pairs:
        (first, lead), (then, now) = tables[0].first(old), tables[1].first(new)
        if first and then and set(first) != set(then):
            found.append(HandChange(tables[1].areas[new], first, then, lead, now))
    return found


def _turnout(tables: tuple[Table, Table], pairs: Sequence[tuple[int, int]]) -> list[TurnoutChange]:
    whole = TurnoutChange("", tables[0].turnout(None), tables[1].turnout(None))
    each = [TurnoutChange(tables[1].areas[new], tables[0].turnout(old), tables[1].turnout(new)) for old, new in pairs]
    return [whole, *each]


def _volatility(shares: Sequence[tuple[Fraction, Fraction]]) -> Volatility:
    gone = sum((HALF * abs(new - old) for old, new in shares if not old or not new), start=Fraction(0))
    moved = sum((HALF * abs(new - old) for old, new in shares if old and new), start=Fraction(0))
    return Volatility(gone + moved, gone, moved)


def _shares_of_seats(seats: Sequence[tuple[int, int]]) -> list[tuple[Fraction, Fraction]]:
    old, new = (max(1, sum(each[when] for each in seats)) for when in (0, 1))
    return [(Fraction(before, old), Fraction(after, new)) for before, after in seats]
