"""The stages that bring seats to areas, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.law_values import AREAS, MEASURES, divisors, method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.report.law_values import Told

    Sentence = tuple[int, str, str]


def handed_down(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    """Seats of each list that go down to areas."""
    words = told.words
    facts = {"stage": told.stage(stage.of), "areas": words(AREAS[stage.per])}
    if stage.remainders:
        text = (
            "The seats of each list of “{stage}” go to the {areas} where its votes left over by “{left}” are the most, "
            "as a share of the quota there."
        )
        yield 0, words(text, left=told.stage(stage.remainders), **facts), ""
    else:
        text = "The seats of each list of “{stage}” go down to the {areas}, by its votes there and {method}."
        yield 0, words(text, method=method(stage, words), **facts), "divisors" if stage.divisors else "quota"
    if stage.counted:
        yield 0, words("Each area keeps at least the seats won there: {kinds}.", kinds=told.kinds(stage.counted)), ""
    if stage.floors:
        yield 0, words("Each area keeps at least what “{stage}” made sure.", stage=told.stage(stage.floors)), ""


_RELATIVE = {
    "votes_per_seat": "A list's votes in an area are measured against the votes for a seat there.",
    "valid_votes": "A list's votes in an area are measured against all valid votes there.",
}
_ORDER = {
    "highest": "The highest quotient of all comes first.",
    "national_quotients": "The list whose turn it is by its quotients in the whole country takes its best area.",
}


def placement(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    """Seats of each list that are placed where there is room."""
    words = told.words
    text = (
        "The seats of each list of “{stage}” are placed in the {areas}, which have room for so many of these: {kinds}."
    )
    facts = {"stage": told.stage(stage.of), "areas": words(AREAS[stage.per]), "kinds": told.kinds(stage.seats)}
    yield 0, words(text, **facts), ""
    yield 0, words("Quotients are those of {method}.", method=divisors(stage.divisors, words)), "divisors"
    if stage.counted:
        yield 0, words("It goes on from the seats already won: {kinds}.", kinds=told.kinds(stage.counted)), ""
    if stage.relative_to != "none":
        yield 0, words(_RELATIVE[stage.relative_to]), "relative_to"
    yield 0, words(_ORDER[stage.order]), "order"


def apportionment(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    """Seats to areas by a number of each."""
    words = told.words
    parts = []
    for name, weight in stage.measure.items():
        number = words(MEASURES[name]) if name in MEASURES else name
        parts.append(number if weight == 1 else f"{weight} × {number}")
    text = "{total} seats go to the {areas} by their {measure}, by {method}."
    facts = {"areas": words(AREAS[stage.per]), "measure": " + ".join(parts), "method": method(stage, words)}
    yield 0, words(text, total=stage.total, **facts), "total"
    if stage.initial:
        yield 0, words("Before that every area has this many: {seats}.", seats=stage.initial), "initial"
    if stage.minimum:
        yield 0, words("No area has fewer than {seats}.", seats=stage.minimum), "minimum"
    if stage.fixed:
        fixed = ", ".join(f"{area} {seats}" for area, seats in stage.fixed.items())
        yield 0, words("Areas with a number of their own, part of the total: {areas}.", areas=fixed), ""
    yield 0, words("Where the numbers are not at hand, the seats are those of districts.csv."), ""


def biproportional(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    """Seats that add up both ways."""
    words = told.words
    text = "By {method}, seats add up to those of each of the {areas} and of each list of “{stage}” at once: {kinds}."
    facts = {"stage": told.stage(stage.entitlement), "areas": words(AREAS[stage.per]), "kinds": told.kinds(stage.seats)}
    yield 0, words(text, method=divisors(stage.divisors, words), **facts), "divisors"
