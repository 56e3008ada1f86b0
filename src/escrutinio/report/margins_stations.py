"""The polling stations that could hold the votes of a margin: how many alone, how few together, and which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.analysis_power import body_name
from escrutinio.report.canvass_parts import OF_ROW, figure, origin, origin_json
from escrutinio.report.parts import heading, line, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from escrutinio.analysis.margins.stations import Stations, StationsHolding
    from escrutinio.analysis.margins.together import Held, Together
    from escrutinio.canvass.counting.holding import StationHolding
    from escrutinio.model import Problem
    from escrutinio.outcome import Outcome
    from escrutinio.report.words import Words

    Found = Sequence[tuple[str, StationsHolding | Problem]]

MOST = 10
"""How many stations a page shows of each answer."""


def stations_text(outcome: Outcome, found: Found, words: Words) -> Iterator[RenderableType]:
    """Body by body the stations of one answer in full, or a line for each of several; then where it was counted."""
    yield ""
    yield heading(words("The stations that could hold these votes"))
    for name, answers in found:
        if len(found) > 1:
            yield line(body_name(outcome, name, words), style="bold")
        if isinstance(answers, Exception):
            yield line(words.problem(answers))
        else:
            yield from _of_body(answers, words)
    yield from _rests(found, words)


def _of_body(answers: StationsHolding, words: Words) -> Iterator[RenderableType]:
    cells = [cell for each in answers.found for cell in each.cells]
    if len(cells) == 1:
        for cell in (*cells, *answers.found[0].wherever):
            yield from _in_full(cell, answers.found[0], words)
    else:
        yield from _side_by_side(answers, words)
    told: dict[str, list[str]] = {}
    for area, problem in answers.refused.items():
        told.setdefault(words.problem(problem), []).append(area or words("all areas"))
    for problem_told, areas in told.items():
        yield line(f"· {', '.join(areas)}: {problem_told}")
    together = [each.together for each in answers.found if each.together is not None]
    if len(answers.found) == 1 and together:
        yield from _at_once(together[0], words)


def _rests(found: Found, words: Words) -> Iterator[RenderableType]:
    """What all of it says and does not say, and the sheets it rests on."""
    answers = [each for _, each in found if not isinstance(each, Exception)]
    if not answers:
        return
    yield ""
    yield line("· " + words("This says where so many votes lie. It says nothing about whether any of them is wrong."))
    row = answers[0].row
    if row in OF_ROW:
        told = "Each row of these sheets stands for one {what}, not for one polling station."
        yield line("· " + words(told, what=words(OF_ROW[row])))
    for snapshot in {each.sha256: each for one in answers for each in one.snapshots.values()}.values():
        yield from origin(snapshot, words)


# One cell in full


def _in_full(cell: Held, of: Stations, words: Words) -> Iterator[RenderableType]:
    """How many stations have such votes, how many alone so many, and the fewest that do together."""
    places = cell.constituencies
    yield ""
    if len(places) > 1:
        told = "The law reads these votes alike in {number} constituencies, so they could lie in any of them."
        yield line(words(told, number=len(places)))
    area = (places[0] or words("all areas")) if len(places) == 1 else words("all areas")
    told = "{list}, {area}, ballot {ballot}: {votes} votes."
    yield line(words(told, list=cell.list, area=area, ballot=cell.tier, votes=cell.votes), style="bold")
    room = of.margin.kind == "add"
    held = cell.holding
    yield line(words(_HAVE[room], holding=held.holding, sheets=held.sheets, total=held.total))
    yield line(words(_NEEDED[_alone(cell)], alone=held.alone, fewest=held.fewest or 0))
    if held.stations:
        yield from _listed(cell, words, room=room)
    yield from _besides(cell, words, room=room)


_HAVE = {
    False: "{holding} of {sheets} stations with a sheet have votes of this list: {total} in all.",
    True: "{holding} of {sheets} stations with a sheet have registered voters who did not vote: {total} in all.",
}


def _alone(cell: Held) -> str:
    """Which sentence says how few stations it takes."""
    held = cell.holding
    if held.fewest is None:
        return "too few"
    return "none" if not held.alone else "one" if held.alone == 1 else "several"


_NEEDED = {
    "too few": "All of them together have fewer than that.",
    "none": "None of them has so many alone. It takes at least {fewest}, the largest first:",
    "one": "Only one of them has so many alone:",
    "several": "{alone} of them have so many alone; the largest:",
}


def _listed(cell: Held, words: Words, *, room: bool) -> Iterator[RenderableType]:
    """The stations, the largest first."""
    wide = len(cell.constituencies) > 1
    figures = ("did not vote", "cast", "registered") if room else ("valid", "registered")
    first = [words("polling station"), words("area"), words("precinct")]
    heads = [*first, *([] if room else [cell.list]), *(words(head) for head in figures)]
    stations = cell.holding.stations
    rows = [
        (each.station, *_where(each.areas, wide=wide), *(figure(number, words) for number in _figures(each, room=room)))
        for each in stations[:MOST]
    ]
    yield table(heads, rows, left=3)
    if len(stations) > MOST:
        yield line(words("… and {number} more; --json gives them all.", number=len(stations) - MOST))


def _figures(each: StationHolding, *, room: bool) -> tuple[int | None, ...]:
    return (each.holds, each.cast, each.registered) if room else (each.votes, each.valid, each.registered)


def _where(areas: Mapping[str, str], *, wide: bool) -> tuple[str, str]:
    """The smallest area that has a name of its own, with its department where several could be meant; the precinct."""
    near = next((areas[name] for name in ("municipality", "locality", "province", "country") if name in areas), "–")
    department = areas.get("department", "") if wide else ""
    far = f", {department}" if department and department != near else ""
    return near + far, areas.get("precinct", "–")


def _besides(cell: Held, words: Words, *, room: bool) -> Iterator[RenderableType]:
    """Who could stand in for the last one, and where the sheets say less, or other than what the margin starts from."""
    held = cell.holding
    if held.equal:
        told = "Other stations that have as many as the last one, and would do in its place: {equal}."
        yield line("· " + words(told, equal=held.equal))
    if room and held.unknown:
        told = "Sheets that do not say how many were registered and how many voted, and are left out: {number}."
        yield line("· " + words(told, number=held.unknown))
    if cell.on_sheets != cell.counted:
        told = "The sheets have {sheets} votes of this list there; the margin starts from {counted}."
        yield line("· " + words(told, sheets=cell.on_sheets, counted=cell.counted))


# Several cells


def _side_by_side(answers: StationsHolding, words: Words) -> Iterator[RenderableType]:
    """A line for each cell."""
    yield line(words("Stations that have any such votes, stations that alone have all, and the fewest that it takes."))
    parts = [(each, cell) for each in answers.found for cell in (*each.cells, *each.wherever)]
    heads = [words(head) for head in ("ballot", "area", "list", "votes", "stations", "alone", "fewest")]
    rows = [
        (
            cell.tier,
            cell.constituencies[0] or words("all areas") if len(cell.constituencies) == 1 else words("all areas"),
            cell.list,
            words.number(cell.votes),
            figure(cell.holding.holding if cell.holding.known else None, words),
            figure(cell.holding.alone if cell.holding.known else None, words),
            figure(cell.holding.fewest, words),
        )
        for _, cell in parts
    ]
    yield table(heads, rows, left=3)
    if any(each.margin.kind == "add" for each, _ in parts):
        yield line(words("Votes are added: what counts is registered voters who did not vote."))
    if not all(cell.holding.known for _, cell in parts):
        yield line(words("– where the sheets do not say how many were registered and how many voted"))
    if any(cell.on_sheets != cell.counted for _, cell in parts):
        yield line(words("In some areas the sheets have other totals than the margin starts from; --json tells them."))


def _at_once(together: Together, words: Words) -> Iterator[RenderableType]:
    """The fewest stations for all of it."""
    yield ""
    if together.fewest is None:
        yield line(words("All stations together have too few for all of it at once."), style="bold")
        return
    proved = together.least == together.fewest
    told = _AT_ONCE[proved]
    yield line(words(told, fewest=together.fewest, least=together.least or 0), style="bold")
    if len({each.tier for each in together.needs}) > 1:
        yield line(words("Sheets of several ballots from one station count as one station."))
    own = [", ".join(each.lists) for each in together.needs]
    areas = [", ".join(each.constituencies) if len(each.constituencies) == 1 else "" for each in together.needs]
    rows = []
    for each in together.stations[:MOST]:
        held = [
            f"{name} {words.number(number)}" + (f" ({area})" if area else "")
            for name, area, number in zip(own, areas, each.holds, strict=True)
            if number
        ]
        rows.append((each.station, *_where(each.areas, wide=True), ", ".join(held)))
    heads = [words(head) for head in ("polling station", "area", "precinct", "votes")]
    yield table(heads, rows, left=4)
    if len(together.stations) > MOST:
        yield line(words("… and {number} more; --json gives them all.", number=len(together.stations) - MOST))


_AT_ONCE = {
    True: "All of it at once takes at least {fewest} stations.",
    False: "All of it at once takes {least} stations or more; {fewest} are enough.",
}


# For other programs


def with_stations(document: dict[str, Any], found: Found) -> dict[str, Any]:
    """The document of the margins with each one's stations, and the sheets they are from."""
    by_body = dict(found)
    bodies = [_body_with(body, by_body.get(body["body"])) for body in document["bodies"]]
    answers = [each for _, each in found if not isinstance(each, Exception)]
    snapshots = {tier: origin_json(each) for one in answers for tier, each in one.snapshots.items()}
    return document | {"bodies": bodies, "sheets": snapshots}


def _body_with(body: dict[str, Any], answers: StationsHolding | Problem | None) -> dict[str, Any]:
    if answers is None or isinstance(answers, Exception):
        return body | ({} if answers is None else {"stations_refused": {"": str(answers)}})
    told = {each.margin.target.area: each for each in answers.found}
    rows = [
        row | ({"stations": told[at].to_dict()} if (at := row["target"]["area"]) in told else {})
        for row in body["margins"]
    ]
    refused = {area: str(problem) for area, problem in answers.refused.items()}
    return body | {"margins": rows} | ({"stations_refused": refused} if refused else {})
