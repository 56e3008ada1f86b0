"""What so many seats of one part cost: by its price, and with districts won otherwise where they count as seats held.

A part with districts is tried with every number of districts for each list that costs less than the best known; a
change of districts and a change of the shared seats cost the sum of both, because they are different ballots.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from escrutinio.analysis.margins.both import fewest_for_all
from escrutinio.analysis.margins.forms import Beyond
from escrutinio.analysis.margins.prices import Guess, Hands, fewest_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from escrutinio.analysis.margins.field import Field
    from escrutinio.analysis.margins.parts import Part, Sharing
    from escrutinio.analysis.margins.prices import Change, Contest
    from escrutinio.analysis.margins.rays import Wanted

Winners = tuple[int, ...]
"""How many districts each list wins."""


class Cost(NamedTuple):
    """So many votes, and what is changed in which sharing."""

    votes: int
    changes: tuple[tuple[Sharing, Change], ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may lose and gain in a sharing, and where its last price was."""

    hands: Hands
    guess: Guess = field(default_factory=Guess)


@dataclass(frozen=True, eq=False)
class Pricing:
    """Whose seats there are to be more of, where votes may change, and whether lots may be counted on."""

    ground: Field
    group: frozenset[int]
    wanted: Wanted
    kept: dict[Part, int] = field(default_factory=dict)
    winning: dict[tuple[Sharing, bool], list[tuple[int, Cost]]] = field(default_factory=dict)

    def held(self, part: Part) -> int:
        """How many seats the group has in a part as things are, for certain or with luck."""
        if part not in self.kept:
            low, high = 0, part.seats + 1
            while high - low > 1:
                middle = (low + high) // 2
                free = self._shared(part, middle, self._now(part), Reach(Hands({}, frozenset())))
                low, high = (middle, high) if free is not None else (low, middle)
            self.kept[part] = low
        return self.kept[part]

    def cost(self, part: Part, seats: int) -> Cost | None:
        """The fewest votes with which the group has so many seats in a part."""
        return self._cost(part, seats, loose=False)

    def loosest(self, part: Part, seats: int) -> int | None:
        """A number below which nothing does it, also where a tie among lists of one side would do."""
        if self.wanted == "possible" or not part.held:
            return None
        found = self._cost(part, seats, loose=True)
        return None if found is None else found.votes

    def _cost(self, part: Part, seats: int, *, loose: bool) -> Cost | None:
        reach, now = Reach(self._hands(part.wholes[0])), self._now(part)
        change = self._shared(part, seats, now, reach)
        best = None if change is None else self._put_together(part, Cost(0), change)
        for won, districts in self._ways_to_win(part, now, None if best is None else best.votes, loose=loose):
            if best is not None and districts.votes >= best.votes:
                break
            upto = None if best is None else best.votes - districts.votes - 1
            change = self._shared(part, seats, won, reach, upto=upto)
            if change is not None and (best is None or districts.votes + change.votes < best.votes):
                best = self._put_together(part, districts, change)
        return best

    @staticmethod
    def _put_together(part: Part, districts: Cost, change: Change) -> Cost:
        own = ((part.wholes[0], change),) if change.votes else ()
        return Cost(districts.votes + change.votes, (*districts.changes, *own))

    def _shared(self, part: Part, seats: int, won: Winners, reach: Reach, *, upto: int | None = None) -> Change | None:
        """The fewest votes of the sharings themselves, with so many districts won."""
        contest = part.wholes[0].contest
        floors = tuple(own + more for own, more in zip(contest.floors, won, strict=True))
        if sum(floors) > contest.house:
            raise Beyond
        if contest.quota is not None and bool(reach.hands.gives) != bool(reach.hands.takes):
            raise Beyond  # the quota itself would change
        contests = [replace(contest, floors=floors), *(each.contest for each in part.wholes[1:])]
        if len(contests) > 1:
            return self._split(contests, seats, reach.hands, upto)
        below = frozenset() if self.wanted == "possible" else frozenset(range(len(floors)))
        return fewest_for(contests[0], self.group, seats, reach.hands, below, reach.guess)

    def _split(self, contests: Sequence[Contest], seats: int, hands: Hands, upto: int | None) -> Change | None:
        """The fewest votes for so many seats of several chambers together, however they fall to them."""
        best: Change | None = None
        for split in product(*(range(min(seats, each.house) + 1) for each in contests)):
            if sum(split) == seats:
                certain = self.wanted == "certain"
                found = fewest_for_all(contests, self.group, split, hands, certain=certain, upto=upto)
                if found is not None:
                    best, upto = found, found.votes - 1
        return best

    def _now(self, part: Part) -> Winners:
        won = [0] * len(part.wholes[0].contest.votes)
        for each in part.held:
            won[_winner(each.contest)] += 1
        return tuple(won)

    def _ways_to_win(
        self, part: Part, now: Winners, limit: int | None, *, loose: bool
    ) -> Iterator[tuple[Winners, Cost]]:
        """Every other number of districts by list, with the fewest votes for it; the cheapest first."""
        known: dict[Winners, Cost] = {(0,) * len(now): Cost(0)}
        for district in part.held:
            options = self._options(district, loose=loose)
            fresh: dict[Winners, Cost] = {}
            for won, cost in known.items():
                for name, own in options:
                    votes = cost.votes + own.votes
                    at = (*won[:name], won[name] + 1, *won[name + 1 :])
                    if (limit is None or votes < limit) and (at not in fresh or votes < fresh[at].votes):
                        fresh[at] = Cost(votes, (*cost.changes, *own.changes))
            known = fresh
            if len(known) > MOST:
                raise Beyond
        yield from sorted(((won, cost) for won, cost in known.items() if won != now), key=lambda each: each[1].votes)

    def _options(self, district: Sharing, *, loose: bool) -> list[tuple[int, Cost]]:
        """Who could win a district, and with how few votes changed; who wins it now with none."""
        if (district, loose) not in self.winning:
            now = _winner(district.contest)
            others = frozenset(range(len(district.contest.votes))) - {now}
            costs = {name: self._to_win(district, name, now, loose=loose) for name in sorted(others)}
            found = [(name, cost) for name, cost in costs.items() if cost is not None]
            self.winning[district, loose] = [(now, Cost(0)), *found]
        return self.winning[district, loose]

    def _to_win(self, district: Sharing, name: int, now: int, *, loose: bool) -> Cost | None:
        """The fewest votes with which a list wins a district: surely, with luck, or surely for its side."""
        if self.wanted == "possible":
            return self._ahead(district, name, frozenset())
        lists = frozenset(range(len(district.contest.votes)))
        if not loose:
            return self._ahead(district, name, lists - {name})
        # A tie with who wins now is a lot that may leave all as it is, so who wins now is surely behind. Of a tie of
        # both sides, either way must do: it is looked at as won by the others.
        surely = lists - self.group - {name} if name in self.group else frozenset()
        return self._ahead(district, name, surely | {now})

    def _ahead(self, district: Sharing, name: int, below: frozenset[int]) -> Cost | None:
        change = fewest_for(district.contest, frozenset({name}), 1, self.hands_for(district, name), below)
        return None if change is None else Cost(change.votes, ((district, change),))

    def _hands(self, sharing: Sharing) -> Hands:
        """Who may lose votes to whom in a sharing: the group gains, the others lose."""
        sources, targets = self.ways(sharing)
        gives = {each: votes for each, votes in sources.items() if each not in self.group}
        takes = frozenset(targets & self.group)
        if sources and targets and not (gives and takes):
            if min(len(sources), len(targets)) == 1:
                raise Beyond  # a list named that can only harm
            return Hands({}, frozenset())
        return Hands(gives, takes)

    def hands_for(self, sharing: Sharing, name: int) -> Hands:
        """Who may lose votes to one list."""
        sources, targets = self.ways(sharing)
        if sources and targets and min(len(sources), len(targets)) == 1:
            raise Beyond  # between two lists that are named: whoever else may win by it
        gives = {each: votes for each, votes in sources.items() if each != name}
        takes = frozenset(targets & {name})
        return Hands({}, frozenset()) if sources and targets and not (gives and takes) else Hands(gives, takes)

    def ways(self, sharing: Sharing) -> tuple[dict[int, int], set[int]]:
        """Who may lose how many votes, and who may gain, in any place: not every list stands in each."""
        keys = {each.key for each in sharing.places}
        places = [each for each in self.ground.places if each.key in keys]
        gaining = {to for each in places for to in self.ground.sides[each.key][1] if to is not None}
        losing: dict[int, int] = {}
        for place in places:
            for source in self.ground.sides[place.key][0]:
                if source is not None:
                    losing[source] = losing.get(source, 0) + self.ground.room(place, source)
        return losing, gaining


MOST = 20_000  # numbers of districts by list that are looked at


def _winner(contest: Contest) -> int:
    most = max(contest.votes)
    first = [each for each, votes in enumerate(contest.votes) if votes == most]
    if len(first) > 1:
        raise Beyond  # a lot decides as it is
    return first[0]
