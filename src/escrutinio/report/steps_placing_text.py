"""Why, as text: stages that hand seats down to areas, and that say who sits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.names_text import cut, figure, kind_name, or_dot
from escrutinio.report.parts import TOGETHER, line, table
from escrutinio.report.steps_sharing_text import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.outcome import BodyOutcome, Step
    from escrutinio.report.words import Words

MEASURE = {
    "population": "population",
    "registered": "registered",
    "valid_votes": "valid votes",
    "votes_cast": "votes cast",
}


def sub_apportionment(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """How many of each list's seats come to this area."""
    facts = step.facts
    source = words.of(body.run.stages[facts["of"]].stage.name)
    text = "The seats of each list (“{stage}”) go to the areas by its own votes there."
    yield line(words(text, stage=source), indent=3)
    if facts["remainders"]:
        text = "They go where the votes left over are the largest part of the quota, which is {quota} here."
        yield line(words(text, quota=figure(facts["quota"], words)), indent=3)
    shown, others = cut(step.lines, lambda each: bool(each.facts["total"]))
    floors = any(each.before for each in shown)
    heads = [
        words("list"),
        words("votes"),
        words("seats in all"),
        *([words("at least")] if floors else []),
        words("here"),
        *_edge_heads(facts, words),
    ]
    rows = [
        (
            each.list,
            words.number(each.votes),
            str(each.facts["whole"]),
            *([or_dot(each.before, words)] if floors else []),
            or_dot(each.after, words),
            *_edge(each.facts, facts, words),
        )
        for each in shown
    ]
    yield table(heads, rows, indent=3)
    yield from left_out(others, words)


_EDGE_HEADS = {
    "left": ("votes left over", "part of the quota"),
    "quota": ("full quotas", "remainder"),
    "divisors": ("last quotient here", "last quotient anywhere", "first out"),
}


def _edge_heads(facts: Any, words: Words) -> list[str]:  # noqa: ANN401 - what a step tells
    method = "left" if facts["remainders"] else facts["method"]
    return [words(head) for head in _EDGE_HEADS[method]]


def _edge(own: Any, facts: Any, words: Words) -> list[str]:  # noqa: ANN401 - what a line and a step tell
    if facts["remainders"]:
        return [figure(own["remainder"], words), words.decimal(own["part"], 4)]
    if facts["method"] == "quota":
        return [str(own.get("full", "–")), figure(own.get("remainder"), words)]
    return [figure(own.get(key), words) for key in ("last_here", "last_in", "first_out")]


def placement(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """The seats placed in this area, in their order."""
    facts = step.facts
    yield line(measured(step, words), indent=3)
    counted = " + ".join(kind_name(body, kind, words) for kind in facts["counted"])
    heads = [words("list"), words("votes"), *([counted] if counted else []), words("seats to place"), words("here")]
    rows = [
        (
            each.list,
            words.number(each.votes),
            *([or_dot(each.before, words)] if counted else []),
            str(each.facts["whole"]),
            or_dot(each.after, words),
        )
        for each in step.lines
    ]
    yield table(heads, rows, indent=3)
    for each in facts["order"]:
        text = "Number {turn} of the {seats} seats placed: {list}, {quotient}."
        told = words(
            text,
            turn=each["turn"],
            seats=facts["seats_in_all"],
            list=each["list"],
            quotient=figure(each["quotient"], words),
        )
        yield line(told, indent=3)
    yield from placed_badly(step, words)


def measured(step: Step, words: Words) -> str:
    """Which quotients decide where a seat is placed."""
    turns = (
        words("The lists come in turn, by their quotients in the whole country.")
        if step.facts["by"] == "national_quotients"
        else words("The highest quotient of all comes first.")
    )
    against = {
        "none": words("A quotient is votes over the next divisor."),
        "votes_per_seat": words(
            "A quotient is votes over the next divisor, as a part of the votes a seat takes there."
        ),
        "valid_votes": words("A quotient is votes over the next divisor, as a part of the valid votes there."),
    }[step.facts["relative_to"]]
    return f"{turns} {against}"


def placed_badly(step: Step, words: Words) -> Iterator[RenderableType]:
    """Seats that found no room."""
    if step.facts["unplaced"]:
        yield line(words("Seats that found no room: {seats}.", seats=step.facts["unplaced"]), indent=3)


def order_of(steps: Sequence[Step], words: Words) -> Iterator[RenderableType]:
    """Every seat placed, in its order, over all areas."""
    awards = sorted(
        (each["turn"], step.area, each["list"], each["quotient"]) for step in steps for each in step.facts["order"]
    )
    told = " · ".join(
        TOGETHER.join((str(turn), area.replace(" ", TOGETHER), name.replace(" ", TOGETHER), figure(quotient, words)))
        for turn, area, name, quotient in awards
    )
    if told:
        yield line(words("Seat by seat, each with its quotient: {awards}", awards=told), indent=3, style="dim")


def apportionment(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """The seats of one area."""
    del body
    facts = step.facts
    if facts["told"]:
        yield line(words("{area}: {seats} seats, as the table says.", area=step.area, seats=facts["to_area"]), indent=3)
        return
    if facts["fixed"]:
        yield line(words("{area}: {seats} seats by law.", area=step.area, seats=facts["fixed"]), indent=3)
        return
    yield line(shared_by(step, words), indent=3)
    text = "{area}: {number}; {shared} seats by number."
    if facts["initial"]:
        text = "{area}: {number}; {shared} seats by number and {initial} that every area has, {seats} together."
    told = words(
        text,
        area=step.area,
        number=facts["number"],
        shared=facts["shared"],
        initial=facts["initial"],
        seats=facts["to_area"],
    )
    yield line(told, indent=3)
    if "quota" in facts:
        text = "Full quotas: {full}; remainder: {remainder}."
        yield line(words(text, full=facts["full"], remainder=figure(facts["remainder"], words)), indent=3)


def shared_by(step: Step, words: Words) -> str:
    """What seats are shared by, and what one costs."""
    facts = step.facts
    names = " + ".join(
        (words(MEASURE[name]) if name in MEASURE else name) + ("" if weight == 1 else f" × {weight}")
        for name, weight in facts["measure"].items()
    )
    if "quota" in facts:
        text = "{seats} seats by {measure}: the quota is {quota}, and the largest remainders take what is left."
        return words(text, seats=facts["house"], measure=names, quota=figure(facts["quota"], words))
    return words(
        "{seats} seats by {measure}. Last quotient in: {last}, {quotient}; first out: {first}, {next}.",
        seats=facts["house"],
        measure=names,
        last=facts["last_in_area"],
        quotient=figure(facts["last_in"], words),
        first=facts["first_out_area"],
        next=figure(facts["first_out"], words),
    )


def apportioned(steps: Sequence[Step], words: Words) -> Iterator[RenderableType]:
    """The seats of every area, as one table."""
    told = all(step.facts["told"] for step in steps)
    if told:
        yield line(words("The seats of every area are as the table says."), indent=3)
    else:
        yield line(shared_by(steps[0], words), indent=3)
    quotas = not told and "quota" in steps[0].facts
    heads = [
        words("area"),
        *([] if told else [words("number")]),
        *([words("full quotas"), words("remainder")] if quotas else []),
        *([] if told else [words("by number")]),
        words("seats"),
    ]
    rows = [
        (
            step.area,
            *([] if told else [words.number(step.facts["number"])]),
            *([str(step.facts["full"]), figure(step.facts["remainder"], words)] if quotas else []),
            *([] if told else [or_dot(step.facts["shared"], words)]),
            words.number(step.facts["to_area"]),
        )
        for step in steps
    ]
    yield table(heads, rows, indent=3)


def biproportional(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Votes over both divisors, rounded."""
    del body
    text = "{seats} seats. Votes over the divisor of the area, {divisor}, and of the list, rounded, are the seats."
    yield line(words(text, seats=step.facts["area_seats"], divisor=exact(step.facts["divisor"], words)), indent=3)
    shown, others = cut(step.lines, lambda each: bool(each.after))
    heads = ("list", "votes", "divisor of the list", "votes over both", "seats")
    rows = [
        (
            each.list,
            words.number(each.votes),
            exact(each.facts["divisor"], words),
            words.decimal(each.facts["exact"], 3),
            or_dot(each.after, words),
        )
        for each in shown
    ]
    yield table([words(head) for head in heads], rows, indent=3)
    yield from left_out(others, words)


def exact(divisor: Any, words: Words) -> str:  # noqa: ANN401 - a fraction
    """A divisor with all its decimals, where it has an end."""
    places = next((each for each in range(8) if (divisor * 10**each).denominator == 1), 6)
    return words.decimal(divisor, places)


def members(steps: Sequence[Step], words: Words, *, indent: int = 3) -> Iterator[RenderableType]:
    """Who sits, area by area and list by list."""
    several = len(steps) > 1
    rows = [
        (*([each.area] if several else []), each.list, each.candidate, words.number(each.votes), _lot(each, words))
        for step in steps
        for each in step.facts["members"]
    ]
    heads = [*([words("area")] if several else []), words("list"), words("candidate"), words("personal votes"), ""]
    yield table(heads, rows, left=3 if several else 2, indent=indent)


def _lot(member: Any, words: Words) -> str:  # noqa: ANN401 - a member
    return words("by lot") if member.lot else ""


def open_list(step: Step, body: BodyOutcome, words: Words) -> Iterator[RenderableType]:
    """Who of each list sits here."""
    del body
    if not step.facts["named"]:
        yield line(words("The votes do not name candidates, so this does not say who sits."), indent=3)
    elif step.facts["members"]:
        yield from members([step], words)
