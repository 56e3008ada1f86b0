"""An election as integer arrays with a leading draws axis: what the stages of a law compute on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.documents import nearest
from escrutinio.model import Problem
from escrutinio.outcome.candidates import candidates
from escrutinio.outcome.levels import Level, roll_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from escrutinio.model import Constituency, Election, List, Tally, Winner

    # 64-bit integers, or Python integers where a sum could exceed them: one code runs on both
    IntArray = npt.NDArray[Any]
    BoolArray = npt.NDArray[np.bool_]

MOST_VOTES = 10**18


@dataclass(frozen=True, eq=False)
class Tier:
    """One ballot: ``votes`` of shape (draws, constituencies, lists), other counts of shape (draws, constituencies)."""

    name: str
    constituencies: tuple[Constituency, ...]
    votes: IntArray
    counts: Mapping[str, IntArray] = field(default_factory=dict)
    declared: tuple[Winner, ...] = ()
    candidates: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    """Personal votes by constituency, list and candidate, of the count itself."""
    standing: IntArray | None = None
    """How many candidates each list has, shape (constituencies, lists), where the table names them; else many."""

    @cached_property
    def at_home(self) -> BoolArray:
        """Which constituencies lie in the country; shape (constituencies,)."""
        return np.array([not each.abroad for each in self.constituencies], dtype=bool)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The constituencies by name."""
        return tuple(each.name for each in self.constituencies)

    @cached_property
    def home_regions(self) -> tuple[str, ...]:
        """The regions in the country, each once."""
        return tuple(dict.fromkeys(np.array(self._regions, dtype=object)[self.at_home].tolist()))

    @cached_property
    def _regions(self) -> tuple[str, ...]:
        return tuple(each.region or each.name for each in self.constituencies)

    def regions(self) -> tuple[str, ...]:
        """The region of each constituency; a constituency without one is its own."""
        return self._regions

    def counted(self, abroad: str) -> Tier:
        """The ballot as a stage counts it: without the votes abroad, where the law says ``not_counted``."""
        home = self.at_home
        if abroad == "counted" or home.all():
            return self
        return replace(
            self,
            constituencies=tuple(each for each in self.constituencies if not each.abroad),
            votes=self.votes[:, home],
            standing=None if self.standing is None else self.standing[home],
            counts={name: counts[:, home] for name, counts in self.counts.items()},
        )

    def at(self, level: Level, areas: Iterable[str] | None = None) -> IntArray:
        """Votes added up to a level, shape (draws, areas, lists); ``areas`` orders the regions."""
        return roll_up(self.votes, self.regions(), level, areas)


@dataclass(frozen=True, eq=False)
class Frame:
    """All ballots of an election over one order of lists."""

    lists: tuple[str, ...]
    tiers: Mapping[str, Tier]
    standing: tuple[List, ...] = ()
    """Who stands, in the order of ``lists``; what a law asks besides votes is written there."""
    measures: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @cached_property
    def alone(self) -> BoolArray:
        """Who stands alone and can fill one seat at most; shape (lists,)."""
        return np.array([bool(each.party) for each in self.standing], dtype=bool)

    @property
    def draws(self) -> int:
        """How many elections are counted at once."""
        return max((len(tier.votes) for tier in self.tiers.values()), default=1)

    def with_votes(self, votes: Mapping[str, IntArray]) -> Frame:
        """The same election with other votes: by tier, shape (draws, constituencies, lists).

        Tiers that are not named keep their votes, the same in every draw.
        """
        tiers = dict(self.tiers)
        for name, counted in votes.items():
            old = tiers[self._known(name)]
            new = np.asarray(counted)
            if new.ndim != old.votes.ndim or new.shape[1:] != old.votes.shape[1:]:
                raise Problem(
                    "votes of the tier “{tier}” have the shape {given}; the election has (draws, {constituencies}, "
                    "{lists}).",
                    tier=name,
                    given=new.shape,
                    constituencies=old.votes.shape[1],
                    lists=old.votes.shape[2],
                )
            tiers[name] = replace(old, votes=_exact(new, name), declared=())
        return replace(self, tiers=tiers)

    def _known(self, tier: str) -> str:
        if tier not in self.tiers:
            raise Problem(
                "the election has no votes of the tier “{tier}”. It has: {known}.",
                tier=tier,
                known=", ".join(self.tiers),
            )
        return tier


def frame(election: Election) -> Frame:
    """An election's tallies as arrays of one draw.

    Args:
        election: with its constituencies, tallies and declared winners.

    Returns:
        Votes by tier, lists in the election's order; a tier whose winners are declared keeps them.

    Raises:
        Problem: a constituency without a tally, a count below zero or above 10^18, an unknown list.

    >>> import escrutinio as es
    >>> frame(es.election("bo-2020")).tiers["uninominal"].votes.shape
    (1, 63, 14)
    """
    lists = tuple(each.id for each in election.lists)
    twice = _twice(lists)
    if twice is not None:
        raise Problem("{election}: the list “{name}” is there twice. Keep one.", election=election.id, name=twice)
    named = [each.tier for each in election.constituencies] + [each.tier for each in election.winners]
    counted = {each.tier for each in election.tallies} | {each.tier for each in election.winners}
    not_known = {each.tier for each in election.contests if not each.complete} - counted
    tiers = {name: _tier(election, name, lists) for name in dict.fromkeys(named) if name not in not_known}
    return Frame(lists, tiers, election.lists, election.measures)


def _tier(election: Election, name: str, lists: tuple[str, ...]) -> Tier:
    constituencies = tuple(each for each in election.constituencies if each.tier == name)
    _counted_once(election, name)
    tallies = {each.constituency: each for each in election.tallies if each.tier == name}
    declared = tuple(each for each in election.winners if each.tier == name)
    missing = [each.name for each in constituencies if each.name not in tallies]
    if not tallies and not declared:
        return Tier(name, constituencies, _array([], len(lists)).reshape(1, 0, len(lists)))
    if missing and not declared:
        raise Problem(
            "{election}: the tier “{tier}” has no votes for {missing}. Add them, or take the constituency out of "
            "districts.csv.",
            election=election.id,
            tier=name,
            missing=", ".join(missing[:5]) + (" …" if len(missing) > 5 else ""),  # noqa: PLR2004 - a readable few
        )
    for tally in tallies.values():
        _known_places(tally, [each.name for each in constituencies])
        _known_lists(tally.constituency, tally.votes, lists)
    for winner in declared:
        _known_lists(winner.constituency or winner.region, [winner.list], lists)
    counted = [tallies[each.name] for each in constituencies if each.name in tallies]
    kept = tuple(each for each in constituencies if each.name in tallies or (declared and not tallies))
    votes = _array([[_checked(each, one) for one in lists] for each in counted], len(lists))
    people = {each.constituency: each.candidates for each in counted if each.candidates}
    if not counted:
        return Tier(name, kept, votes.reshape(1, 0, len(lists)), {}, declared)
    standing = candidates(counted, lists)
    return Tier(name, kept, votes[None], _other_counts(counted), declared, people, standing)


def _twice(names: Sequence[str]) -> str | None:
    """The first name that is there a second time."""
    return next((name for name in names if names.count(name) > 1), None)


def _counted_once(election: Election, tier: str) -> None:
    """Nothing is counted twice, and no tally hides another."""
    name = _twice([each.name for each in election.constituencies if each.tier == tier])
    if name is not None:
        raise Problem(
            "{election}: the constituency “{name}” of the tier “{tier}” is there twice. Keep one.",
            election=election.id,
            name=name,
            tier=tier,
        )
    name = _twice([each.constituency for each in election.tallies if each.tier == tier])
    if name is not None:
        raise Problem(
            "{election}: the tier “{tier}” has two tallies for “{name}”. Keep one.",
            election=election.id,
            name=name,
            tier=tier,
        )


def _known_places(tally: Tally, known: list[str]) -> None:
    if tally.constituency not in known:
        raise Problem(
            "the tier “{tier}” has votes for “{given}”, which is none of its constituencies. Did you mean {near}?",
            tier=tally.tier,
            given=tally.constituency,
            near=nearest(tally.constituency, known),
        )


def _known_lists(place: str, named: Iterable[str], lists: tuple[str, ...]) -> None:
    unknown = [each for each in named if each not in lists]
    if unknown:
        raise Problem(
            "{constituency}: no list of this election is called “{given}”. Did you mean {near}?",
            constituency=place,
            given=unknown[0],
            near=nearest(unknown[0], lists),
        )


def _checked(tally: Tally, list_id: str) -> int:
    return _checked_count(tally, list_id, tally.votes.get(list_id, 0))


def _checked_count(tally: Tally, list_id: str, votes: object) -> int:
    if isinstance(votes, bool) or not isinstance(votes, (int, np.integer)):
        raise Problem(
            "{constituency}, {list}: “{given}” is not a count. Votes are whole numbers.",
            constituency=tally.constituency,
            list=list_id,
            given=votes,
        )
    if not 0 <= votes <= MOST_VOTES:
        raise Problem(
            "{constituency}, {list}: {given} votes cannot be. Votes lie between 0 and 10^18.",
            constituency=tally.constituency,
            list=list_id,
            given=votes,
        )
    return int(votes)


def _exact(votes: IntArray, tier: str) -> IntArray:
    """Votes of many draws: whole numbers from 0 to 10^18, as Python integers where a sum of them could overflow."""
    if votes.dtype != object and not np.issubdtype(votes.dtype, np.integer):
        raise Problem("votes of the tier “{tier}” are {given}; they are whole numbers.", tier=tier, given=votes.dtype)
    least, most = int(votes.min(initial=0)), int(votes.max(initial=0))
    if least < 0 or most > MOST_VOTES:
        raise Problem(
            "{constituency}, {list}: {given} votes cannot be. Votes lie between 0 and 10^18.",
            constituency=tier,
            list="—",
            given=least if least < 0 else most,
        )
    return votes.astype(np.int64 if most * votes.shape[1] * votes.shape[2] < 2**62 else object, copy=False)


def _other_counts(tallies: list[Tally]) -> dict[str, IntArray]:
    """Blank, null, cast and registered, where every constituency states them; ``some_blank`` where only some do."""
    counts = {}
    for name in ("blank", "null", "cast", "registered"):
        values = [getattr(each, name) for each in tallies]
        for each, value in zip(tallies, values, strict=True):
            if value is not None and name != "cast":  # which is added up from the others
                _checked_count(each, name, value)
        if values and None not in values:
            counts[name] = _array(values, 0)[None]
        elif name == "blank" and any(value is not None for value in values):
            counts["some_blank"] = _array([value or 0 for value in values], 0)[None]
    return counts


def _array(values: list[list[int]] | list[int], width: int) -> IntArray:
    """64-bit integers where every sum of them fits, Python integers beyond."""
    flat = np.array(values, dtype=object).reshape(len(values), width) if width else np.array(values, dtype=object)
    whole: int = flat.sum() if flat.size else 0
    return flat.astype(np.int64) if whole < 2**62 else flat
