"""What holds an outcome in place: the comparisons a law made, as linear forms in the votes.

Each form is ``sum of coefficients x votes + constant >= least`` and is true of the votes at hand. As long as all of
them stay true, every stage decides what it decided; so whatever changes the outcome makes one of them false. That is
what the search in ``anywhere`` branches on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.apportionment.allocation import HighestAverages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from escrutinio.analysis.margins.places import Place
    from escrutinio.apportionment import Allocation, Divisors
    from escrutinio.outcome.frame import Frame

Vector = tuple[int, ...]
Pairs = Callable[[int, int], bool]
"""Whether it could matter that the second list overtakes the first."""
Key = tuple[str, str, bool]
"""A place: its ballot, its name, and whether it lies abroad."""


def _every(_ahead: int, _behind: int) -> bool:
    return True


class Beyond(Exception):  # noqa: N818 - not an error of anybody: a stage whose comparisons are not linear
    """A stage that the search cannot follow; its name in the law file."""


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Forms, each of an area; those of so many areas must be denied before anything is decided otherwise."""

    area_of: dict[Form, int]
    number: int


@dataclass(frozen=True, slots=True)
class Form:
    """A linear form in the votes by place and list, and the least it is."""

    terms: tuple[tuple[Key, Vector], ...]
    least: int
    together: Together | None = None
    """With what it decides something; alone where None."""
    plain: Form | None = field(default=None, repr=False, compare=False)
    """The same without its company, where there is one."""
    digest: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the hash out once: forms are looked up more often than made."""
        object.__setattr__(self, "digest", hash((self.terms, self.least, self.together)))

    def __hash__(self) -> int:
        """Return what was worked out."""
        return self.digest

    def alone(self) -> Form:
        """The same without its company."""
        return self.plain or (self if self.together is None else Form(self.terms, self.least))

    def among(self, together: Together) -> Form:
        """The same in company."""
        return Form(self.terms, self.least, together, self.alone())

    def denied(self) -> Form:
        """The opposite: what is true exactly where this is not."""
        return Form(tuple((place, tuple(-each for each in vector)) for place, vector in self.terms), 1 - self.least)


@dataclass(frozen=True, eq=False)
class Reading:
    """How a stage's areas are made of places, so that its comparisons become forms in the votes of places."""

    places: tuple[Place, ...]
    frame: Frame
    gaining: frozenset[tuple[str, int]] = frozenset()
    """Which lists may be given votes on which ballot."""
    known: dict[tuple[str, str, str, bool], tuple[Place, ...]] = field(default_factory=dict)
    """The places of areas that were asked for before."""
    made: dict[tuple[object, ...], tuple[tuple[tuple[int, int] | None, Form], ...]] = field(default_factory=dict)
    """Forms of areas whose votes and seats were seen before."""

    def standing(self, tier: str) -> list[int]:
        """The lists that have votes on a ballot or may be given some; whatever is decided of others changes nothing."""
        votes = self.frame.tiers[tier].votes[0].any(axis=0)
        return [each for each, has in enumerate(votes.tolist()) if has or (tier, each) in self.gaining]

    def of(self, tier: str, per: str, area: str, *, home: bool) -> tuple[Place, ...]:
        """The places of a ballot that make up an area."""
        asked = (tier, per, area, home)
        if asked not in self.known:
            self.known[asked] = self._of(tier, per, area, home=home)
        return self.known[asked]

    def _of(self, tier: str, per: str, area: str, *, home: bool) -> tuple[Place, ...]:
        own = [each for each in self.places if each.tier == tier and not (home and self._abroad(each))]
        if per == "country":
            return tuple(own)
        if per == "region":
            return tuple(each for each in own if area in each.regions)
        return tuple(each for each in own if self.frame.tiers[tier].constituencies[each.members[0]].name == area)

    def _abroad(self, place: Place) -> bool:
        constituencies = self.frame.tiers[place.tier].constituencies
        return all(constituencies[each].abroad for each in place.members)


@dataclass(frozen=True, eq=False)
class Area:
    """One area as a stage reads it: its places, and its votes by list."""

    places: tuple[Place, ...]
    votes: tuple[int, ...]

    def form(
        self, coefficients: Mapping[int, int], least: int, *, all_votes: int = 0, others: Sequence[int] = ()
    ) -> Form:
        """A form in the area's votes: by list, and ``all_votes`` for every list (or for those of ``others``)."""
        vector = [0] * len(self.votes)
        for each in others or range(len(self.votes)):
            vector[each] += all_votes
        for each, factor in coefficients.items():
            vector[each] += factor
        return Form(tuple((place.key, tuple(vector)) for place in self.places), least)

    def at_least(self, coefficients: Mapping[int, int], **more: Any) -> Iterator[Form]:  # noqa: ANN401 - as form
        """That a form is at least 0, as it is now; where it is 0 exactly, a tie, also that it is not more."""
        now = self.value(coefficients, **more)
        if now < 0:
            raise Beyond
        if now > 0:
            yield self.form(coefficients, 1, **more)
            return
        yield self.form(coefficients, 0, **more)
        if now == 0:
            opposite = {each: -factor for each, factor in coefficients.items()}
            yield self.form(opposite, 0, all_votes=-more.get("all_votes", 0), others=more.get("others", ()))

    def value(self, coefficients: Mapping[int, int], *, all_votes: int = 0, others: Sequence[int] = ()) -> int:
        """What a form is now."""
        whole = sum(self.votes[each] for each in (others or range(len(self.votes))))
        return sum(factor * self.votes[each] for each, factor in coefficients.items()) + all_votes * whole


def highest(area: Area, made: Allocation, row: int, pairs: Pairs) -> Iterator[Form]:
    """The last quotient in of each list, against the next one of every other."""
    method: Any = made.method
    divisors: Divisors = method.divisors
    if not isinstance(method, HighestAverages) or divisors.squared or divisors.from_zero:
        raise Beyond
    seats = made.seats[0, row].tolist()
    votes = made.votes[0, row].tolist()
    floor = [0] * len(seats) if method.minimum is None else _row(method.minimum, row)
    cap = [10**9] * len(seats) if method.maximum is None else _row(method.maximum, row)
    yield from unfilled(area, made, row)
    for winner in range(len(seats)):
        if seats[winner] <= floor[winner]:
            continue
        yield area.form({winner: 1}, 1)
        for other in range(len(seats)):
            kept_out = area.votes[other] and not votes[other]
            if other == winner or seats[other] >= cap[other] or kept_out or not pairs(winner, other):
                continue  # a list that a threshold keeps out: the threshold's own forms hold that
            own, next_one = _factors(divisors, seats[winner] - 1), _factors(divisors, seats[other])
            yield from area.at_least({winner: own[1] * next_one[0], other: -next_one[1] * own[0]})


def first_past(area: Area, seats: Sequence[int], prizes: int, pairs: Pairs = _every) -> Iterator[Form]:
    """Whoever won more is ahead of whoever won less; the best of those without are not told apart."""
    return (form for _, form in races(area, seats, prizes, pairs))


def races(
    area: Area, seats: Sequence[int], prizes: int, pairs: Pairs = _every
) -> Iterator[tuple[tuple[int, int] | None, Form]]:
    """The same, each form with the list ahead and the one behind; None for what is not about two of them, or a tie."""
    order = sorted(range(len(seats)), key=lambda each: (-seats[each], -area.votes[each]))
    for place, winner in enumerate(order[:prizes]):
        yield None, area.form({winner: 1}, 1 if area.votes[winner] else 0)
        for other in order[place + 1 :]:
            if (seats[other] < seats[winner] or not seats[winner]) and pairs(winner, other):
                apart = (winner, other) if area.votes[winner] > area.votes[other] else None
                yield from ((apart, form) for form in area.at_least({winner: 1, other: -1}))


def unfilled(area: Area, made: Allocation, row: int) -> Iterator[Form]:
    """Where seats found no taker, that lists without votes stay without."""
    if made.unfilled[0, row]:
        yield from (area.form({each: -1}, 0) for each, votes in enumerate(area.votes) if not votes)


def _row(numbers: np.ndarray, row: int) -> list[int]:
    return [int(each) for each in np.asarray(numbers)[0, row]]


def _factors(divisors: Divisors, held: int) -> tuple[int, int]:
    """The divisor after so many seats, as numerator and denominator."""
    weight = 1 if divisors.weight is None else int(divisors.weight(held))
    return int(divisors.at(held)), weight
