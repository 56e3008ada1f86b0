"""The polling stations that could hold the votes of a margin: how many could alone, how few together, and which."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escrutinio.analysis.asked import outcome_of
from escrutinio.analysis.margins.asked import Margins
from escrutinio.analysis.margins.places import chosen, places_of
from escrutinio.analysis.margins.together import Held, Together, needed_together, what_of
from escrutinio.columns import arrow_stream, of_rows
from escrutinio.model import Problem
from escrutinio.outcome import frame as frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from escrutinio.analysis.asked import Asked
    from escrutinio.analysis.margins.answer import Kind, Margin
    from escrutinio.analysis.margins.changes import Changed
    from escrutinio.canvass import Count, Policy
    from escrutinio.canvass.counting.holding import Sheets, StationHolding
    from escrutinio.canvass.sheets import Reading
    from escrutinio.canvass.storing.store import Known, Snapshot, Store
    from escrutinio.columns import Columns
    from escrutinio.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Stations:
    """One margin's votes: each cell of its witness in its constituency, and ``wherever`` the law reads votes alike.

    ``wherever`` has a row for each ballot and list whose votes may lie in more constituencies than the witness names;
    ``together`` answers for all rows at once, each as widely as the law allows; None where there is one row only, or
    one whose sheets do not say.
    """

    margin: Margin
    cells: tuple[Held, ...]
    wherever: tuple[Held, ...]
    together: Together | None

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, without the margin."""
        return {name: _plain(getattr(self, name)) for name in ("cells", "wherever", "together")}


def _plain(value: Any) -> Any:  # noqa: ANN401 - anything an answer holds
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class StationsHolding:
    """What the sheets say of each margin; ``refused`` says by area why one has no answer.

    ``row`` is what a row of the sheets stands for; ``snapshots`` say where they come from.
    """

    election: str
    found: tuple[Stations, ...]
    refused: Mapping[str, Problem]
    row: str
    snapshots: Mapping[str, Snapshot]

    def columns(self) -> Columns:
        """A row for each station of each cell of each margin: the fewest that together hold what the cell needs.

        ``needed`` are the votes of the cell, ``holds`` what the station has of them.
        """
        heads = ("asked", "ballot", "constituency", "list", "needed", "station", "holds", "registered")
        rows = [
            (each.margin.target.area, cell.tier, ", ".join(cell.constituencies), cell.list, cell.votes, *_row(one))
            for each in self.found
            for cell in each.cells
            for one in cell.holding.stations
        ]
        return of_rows(heads, rows)

    __arrow_c_stream__ = arrow_stream


def _row(station: StationHolding) -> tuple[Any, ...]:
    return (station.station, station.holds, station.registered)


def stations_holding(
    margins: Margins | Margin,
    place: Count | Reading | Known | Store | str | Path,
    *,
    election: Asked | None = None,
    at: datetime | str | None = None,
    policy: Policy | None = None,
) -> StationsHolding:
    """Which polling stations could hold the votes of a margin, and how few of them together.

    It says where so many votes lie; it says nothing about whether any of them is wrong.

    Args:
        margins: what ``margins`` found, or one of its answers.
        place: a count: an official file, a store, a folder of published snapshots, or what ``open_count`` gave.
        election: which election or outcome the margin is of; needed for one answer only.
        at: as it was known then; the latest where None.
        policy: which sheets count.

    Returns:
        For votes that are moved or removed, the stations with votes of the list that loses them; for votes that are
        added, those with registered voters who did not vote. The largest stations come first, so the fewest are exact.

    Raises:
        Problem: no votes do it; there are no sheets of the ballot; or they do not say where they are from.

    >>> import tempfile
    >>> from pathlib import Path
    >>> import escrutinio as es
    >>> found = es.margins("bo-2020", "senate", where=["Pando"])
    >>> moved = found.found[0].votes
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = es.synth("bo-2020", Path(folder), stations=200, seed=1)
    ...     with es.open_count(Path(folder) / "sheets.parquet", contest="president") as count:
    ...         held = es.stations_holding(found, count).found[0].cells[0]
    >>> held.tier, held.constituencies, held.votes == moved, held.on_sheets == held.counted
    ('president', ('Pando',), True, True)
    """
    from escrutinio.canvass import Policy, open_count

    outcome, answers = _asked(margins, election)
    with ExitStack() as stack:
        count = open_count(place, at=at)
        if isinstance(place, (str, Path)):  # what somebody else opened stays open
            stack.enter_context(count)
        count.refuse_moments()
        here = _Here(outcome, count, policy or Policy(), {})
        found: list[Stations] = []
        refused: dict[str, Problem] = {}
        for each in answers:
            try:
                found.append(here.stations(each))
            except Problem as problem:
                refused[each.target.area] = problem
        if refused and not found:
            raise next(iter(refused.values()))
    return StationsHolding(
        election=outcome.election.id,
        found=tuple(found),
        refused=refused,
        row=count.row,
        snapshots={tier: count.snapshots[tier] for tier in here.known},
    )


def _asked(margins: Margins | Margin, election: Asked | None) -> tuple[Outcome, tuple[Margin, ...]]:
    """The outcome whose margins these are, and the margins."""
    if isinstance(margins, Margins):
        return margins.outcome, margins.found
    if election is None:
        raise Problem(
            "one margin does not say which election it is of. Give the election too, or all that es.margins found."
        )
    return outcome_of(election), (margins,)


@dataclass(frozen=True)
class _Here:
    """An outcome and a count of it; ``known`` keeps the sheets of each ballot."""

    outcome: Outcome
    count: Count
    policy: Policy
    known: dict[str, Sheets]

    def stations(self, margin: Margin) -> Stations:
        """The answer for one margin."""
        if not margin.witness:
            raise Problem("no number of votes does it for certain, so there are no stations to look for.")
        changed = _changed(margin)
        cells = tuple(
            self.held(each.tier, (each.constituency,), each.list, abs(each.votes), margin.kind) for each in changed
        )
        if not any(each.holding.known for each in cells):
            raise Problem(
                "the sheets of “{tier}” in {file} do not say how many were registered and how many voted, so nobody "
                "can tell where more could have voted. Ask for votes that are moved or taken away, or give sheets that "
                "say it.",
                tier=cells[0].tier,
                file=self.count.snapshots[cells[0].tier].file,
            )
        wide = tuple(self._wherever(margin, changed))
        needs = [each for each in cells if not any(_inside(each, other) for other in wide)] + list(wide)
        known = len(needs) > 1 and all(each.holding.known for each in needs)
        together = needed_together(needs, self.known, margin.kind) if known else None
        return Stations(margin=margin, cells=cells, wherever=wide, together=together)

    def held(self, tier: str, places: tuple[str, ...], name: str, votes: int, kind: Kind) -> Held:
        """What the stations of some constituencies hold."""
        from escrutinio.canvass.counting.holding import held_by_station, holding

        sheets = self.sheets(tier)
        what = what_of(kind)
        found = holding(sheets, places, [name], votes, what=what)
        tallies = [each for each in self.outcome.election.tallies if each.tier == tier and each.constituency in places]
        on_sheets = found.total if what == "votes" else sum(held_by_station(sheets, places, [name]).values())
        return Held(
            tier=tier,
            constituencies=places,
            list=name,
            votes=votes,
            counted=sum(each.votes.get(name, 0) for each in tallies),
            on_sheets=on_sheets,
            holding=found,
        )

    def sheets(self, tier: str) -> Sheets:
        """The sheets of a ballot; counting them first says what is wrong with them."""
        from escrutinio.canvass.counting.elections import election_counted
        from escrutinio.canvass.counting.holding import sheets_of
        from escrutinio.canvass.storing.store import Known

        if tier not in self.known:
            election = self.outcome.election
            if tier not in self.count.tables or not any(each.tier == tier for each in election.contests):
                raise Problem(
                    "the votes are of the ballot “{tier}” of {election}, and there are no sheets of it here, only of "
                    "{held}. Give a file or a store that has them.",
                    tier=tier,
                    election=election.id,
                    held=", ".join(self.count.tables) or "–",
                )
            of = Known(self.count.engine, {tier: self.count.tables[tier]}, {tier: self.count.snapshots[tier]})
            election_counted(election, of, self.policy)
            self.known[tier] = sheets_of(election, tier, of, self.policy)
        return self.known[tier]

    def _wherever(self, margin: Margin, changed: Iterable[Changed]) -> Iterator[Held]:
        """The same votes in all constituencies between which the law sees no difference, where that is more."""
        together: dict[tuple[str, tuple[str, ...], str], int] = {}
        wide = dict(self._wide(margin))
        for each in changed:
            places = wide.get((each.tier, each.constituency))
            if places:
                at = (each.tier, places, each.list)
                together[at] = together.get(at, 0) + abs(each.votes)
        for (tier, places, name), votes in together.items():
            yield self.held(tier, places, name, votes, margin.kind)

    def _wide(self, margin: Margin) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
        """Each constituency that the law reads together with others, with all of these."""
        law = self.outcome.law
        names = next((each.bodies for each in law.joint if each.id == margin.target.body), (margin.target.body,))
        frame = frame_of(self.outcome.election)
        bodies = [law.bodies[name] for name in names if name in self.outcome.bodies]
        for place in chosen(places_of(frame, bodies), frame, where=margin.areas or None):
            members = tuple(frame.tiers[place.tier].constituencies[each].name for each in place.members)
            if len(members) > 1:
                yield from (((place.tier, name), members) for name in members)


def _changed(margin: Margin) -> list[Changed]:
    """The cells whose votes are looked for: those that lose, or where votes are added those that gain."""
    sign = 1 if margin.kind == "add" else -1
    return [each for each in margin.witness if each.votes * sign > 0]


def _inside(cell: Held, wide: Held) -> bool:
    return (cell.tier, cell.list) == (wide.tier, wide.list) and cell.constituencies[0] in wide.constituencies
