"""Who is elected, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.model import Problem
from escrutinio.outcome import against_official
from escrutinio.report.chamber_text import chamber, rules
from escrutinio.report.names_text import kind_name
from escrutinio.report.office_text import office
from escrutinio.report.parts import STATUS, TOGETHER, cite, document, heading, line, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.model import OfficialSeats
    from escrutinio.outcome import BodyOutcome, Outcome
    from escrutinio.report.words import Words


def outcome_text(outcome: Outcome, words: Words, *, asked: Sequence[str] = ()) -> Iterator[RenderableType]:
    """The whole answer, body by body, with its notes and sources; ``asked`` is the election and options as typed."""
    if not outcome.election.sources:
        raise Problem(
            "{election} states no sources, and nothing is printed without them. Add them to election.yaml.",
            election=outcome.election.id,
        )
    yield from _title(outcome, words)
    for body in outcome.bodies.values():
        yield ""
        yield from _body(outcome, body, words)
    yield from _joint(outcome, words)
    yield ""
    yield line(_why(outcome, words, asked))
    yield from _against(outcome, words)
    yield from notes_text(outcome, words)
    yield from _sources(outcome, words)


def _why(outcome: Outcome, words: Words, asked: Sequence[str]) -> str:
    """The command that says why, ready to be typed: for the largest area of the largest body."""
    typed_in = list(asked or (outcome.election.id,))
    election = [] if typed_in[0].startswith("-") else [typed_in.pop(0)]  # a folder of votes is an option
    largest = max(outcome.bodies.values(), key=lambda body: body.members)
    area = largest.areas[int(largest.seats.sum(axis=1).argmax())] if len(largest.areas) > 1 else ""
    parts = ["escrutinio", "explain", *election, largest.id, *([area] if area else []), *typed_in]
    return words("Why: {command}", command=typed(parts))


def _title(outcome: Outcome, words: Words) -> Iterator[RenderableType]:
    election, law = outcome.election, outcome.law
    yield heading(f"{words.of(election.name)} · {election.date} · {words(STATUS[election.status])}")
    yield line(words("{law}, as in force on {day}", law=words.of(law.law.name), day=law.day))
    for amendment in law.law.amendments:
        yield line(words("Changed for this question: {amendment}", amendment=amendment), style="yellow")


def _body(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    if body.run.body.distribution is None:
        yield heading(words.of(body.name))
        yield from office(outcome, body, words)
    else:
        yield heading(words("{body}: {members} seats", body=words.of(body.name), members=body.members))
        yield from _chamber(outcome, body, words)
    yield from ties_text(body, words)


def _chamber(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    named = body.run.body.distribution is not None and bool(body.run.body.distribution.areas)
    yield from _by_law(outcome, body, words) if named else chamber(outcome, body, words)
    for text in _unfilled(body, words):
        yield line(text, indent=1)
    if outcome.law.law.bodies[body.id].majorities:
        yield from _majorities(outcome, body.id, words)
    if not named:
        yield from rules(outcome, body, words)


def _by_law(outcome: Outcome, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """A chamber whose areas the law names, with the seats of each."""
    for stage in body.run.body.stages:
        yield line(
            f"{words.of(stage.name)} ({cite(words, outcome.law.law.cite(stage.source), stage.basis)})", style="italic"
        )
    yield table([words("area"), *body.lists, words("total")], _by_area(body, words), total=True)
    if len(body.kinds) > 1:
        kinds = [kind_name(body, kind, words) for kind in body.kinds]
        yield ""
        yield table([words("list"), *kinds, words("total")], _by_kind(body, words), total=True)


def _by_area(body: BodyOutcome, words: Words) -> list[list[str]]:
    columns = [body.run.lists.index(name) for name in body.lists]
    rows = [[area, *_cells(body.seats[place, columns], words)] for place, area in enumerate(body.areas)]
    return [*rows, [words("total"), *_cells(body.seats[:, columns].sum(axis=0), words)]]


def _by_kind(body: BodyOutcome, words: Words) -> list[list[str]]:
    by_kind = [seats.sum(axis=0) for seats in body.kinds.values()]
    rows = [[name, *_cells([seats[body.run.lists.index(name)] for seats in by_kind], words)] for name in body.lists]
    return [*rows, [words("total"), *_cells([seats.sum() for seats in by_kind], words)]]


def _cells(seats: Iterable[int], words: Words) -> list[str]:
    """Figures and their sum; a dot for none, which reads easier than a zero."""
    figures = [int(each) for each in seats]
    return [*(words.number(each) if each else "·" for each in figures), words.number(sum(figures))]


def _unfilled(body: BodyOutcome, words: Words) -> Iterator[str]:
    if body.unknown:
        tiers = ", ".join(body.unknown)
        yield words("Votes not known: {tiers}. Kinds of seat that depend on them are not told apart.", tiers=tiers)
    if body.unfilled:
        yield words(
            "{seats} of {members} seats are not filled by the votes at hand.", seats=body.unfilled, members=body.members
        )
    declared = sum(winner.seats for run in body.run.stages.values() for winner in run.declared)
    if declared:
        yield words("{seats} seats are as declared, not counted from votes.", seats=declared)


def _majorities(outcome: Outcome, body: str, words: Words) -> Iterator[RenderableType]:
    for rule in outcome.thresholds(body):
        holders = ", ".join(rule.held_by)
        if holders:
            template = "{name}: {needed} of {members}; held by {holders}."
        elif rule.unknown:
            template = "{name}: {needed} of {members}; open, because {unknown} seats are not known."
        else:
            template = (
                "{name}: {needed} of {members}; no list alone. The largest, {largest}, has {seats}: {short} short."
            )
        yield line(
            words(
                template,
                name=_capital(words.of(rule.name)),
                needed=rule.needed,
                members=rule.members,
                holders=holders,
                largest=rule.largest,
                seats=rule.largest_seats,
                short=rule.needed - rule.largest_seats,
                unknown=rule.unknown,
            ),
            indent=1,
        )


def _joint(outcome: Outcome, words: Words) -> Iterator[RenderableType]:
    for joint in outcome.law.joint:
        if all(part in outcome.bodies and outcome.bodies[part].decided for part in joint.bodies):
            yield ""
            members = sum(outcome.bodies[part].members for part in joint.bodies)
            yield heading(words("{body}: {members} seats", body=words.of(joint.name), members=members))
            yield from _majorities(outcome, joint.id, words)


def ties_text(body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Every tie: who draws lots for what, how to tell the drawn one, and what could come of it."""
    for each in body.ties:
        facts = {"lists": ", ".join(each.lists), "seats": each.seats, "area": each.area, "address": each.address}
        if each.drawn:
            text = words(
                "Tie at {address} between {lists}: drawn by lot for {drawn}.", **facts, drawn=", ".join(each.drawn)
            )
        elif each.matters:
            option = typed(["--lots", words.capitals("LIST").join((f"{each.address}=", ""))])
            template = "Tie: {lists} draw lots for {seats} seat(s) at {address}. Give the drawn lot: {option}"
            text = words(template, **facts, option=option)
        else:
            text = words("Tie at {address} between {lists}, which changes no seat: no lot is needed.", **facts)
        yield line(text, indent=1, style="bold yellow" if each.matters and not each.drawn else "")
    if body.pending:
        for one in body.possible():
            yield line(
                words("Possible: {seats}", seats=", ".join(f"{name} {held}" for name, held in one.items())), indent=3
            )
    if not body.complete:
        yield line(words("There are more possible outcomes than are listed here."), indent=3)


def _against(outcome: Outcome, words: Words) -> Iterator[RenderableType]:
    found = against_official(outcome)
    if not found.compared:
        return
    same = found.compared - len(found.different)
    stated = "Seats as on record: {same} of {compared} figures agree, all stated by an authority or the press."
    partly = (
        "Seats as on record: {same} of {compared} figures agree. An authority or the press stated {stated} of them; "
        "the others are added up by the rule itself."
    )
    text = stated if found.stated == found.compared else partly
    said = words(text, same=same, compared=found.compared, stated=found.stated)
    yield line(said, style="yellow" if found.different else "green")
    for official, ours in found.different:
        yield line(
            words(
                "{where}: on record {official}, here {ours} ({source}).",
                where=_where(outcome, official, words),
                official=official.seats,
                ours=ours,
                source=official.source.title,
            ),
            indent=1,
            style="yellow",
        )


def _where(outcome: Outcome, official: OfficialSeats, words: Words) -> str:
    """What a figure on record is about: body, area, list and kind of seat."""
    body = outcome.bodies[official.body]
    kind = kind_name(body, official.kind, words) if official.kind else ""
    return ", ".join(part for part in (words.of(body.name), official.constituency, official.list, kind) if part)


def notes_text(outcome: Outcome, words: Words) -> Iterator[RenderableType]:
    """What the election's page says about these bodies."""
    notes = outcome.notes()
    if notes:
        yield ""
        yield heading(words("Notes"))
    for note in notes:
        yield line(f"· {_about(outcome, note.about, words)}{words.of(note.text)}")


def _about(outcome: Outcome, about: str, words: Words) -> str:
    """What a note is about, in words: a body, a kind of seat, a round; nothing where it is the whole election."""
    if about in outcome.bodies:
        return f"{words.of(outcome[about].name)}: "
    names = {run.stage.id: run.stage.name for body in outcome.bodies.values() for run in body.run.stages.values()}
    names |= {kind: name for body in outcome.bodies.values() for kind, name in body.run.body.body.kinds.items()}
    text = words.of(names[about]) if about in names else ""
    return f"{_capital(text)}: " if text else ""


def typed(parts: Sequence[str]) -> str:
    """A command or an option as it is typed, never broken over two lines."""
    return TOGETHER.join(f'"{part}"' if " " in part or "=" in part else part for part in parts).replace(" ", TOGETHER)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sources(outcome: Outcome, words: Words) -> Iterator[RenderableType]:
    yield ""
    yield heading(words("Sources"))
    for source in outcome.election.sources.values():
        yield line(f"· {document(source)}", style="dim")
