"""What the margins were asked, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escrutinio.analysis.margins.targets import Target
    from escrutinio.report.words import Words


def asked_text(target: Target, words: Words, *, office: bool, majority: str = "") -> str:
    """What is asked, as a sentence; ``majority`` is what it is called."""
    lists = " + ".join(target.lists)
    if target.asks == "seats":
        return _seats_text(target, lists, words)
    if target.asks == "outcome" and target.area:
        return words("How few votes change a seat of this area: {area}?", area=target.area)
    asks = "seat" if target.asks == "outcome" and not office else target.asks
    return words(_ASKED[asks], list=lists, majority=majority or target.rule)


_ASKED = {
    "seat": "How few votes change any seat?",
    "outcome": "How few votes change who is elected, or who goes to a run-off?",
    "majority": "How few votes win this majority for {list}, or take it from it: {majority}?",
    "runoff": "How few votes bring about a run-off, or spare it where there is one?",
    "elected": "How few votes elect {list}?",
    "goes_on": "How few votes send {list} to the run-off?",
}


def _seats_text(target: Target, lists: str, words: Words) -> str:
    """A question about a number of seats, in one area or in all."""
    where = words("in this area: {area}", area=target.area) if target.area else words("in all")
    seats = target.least or target.most or abs(target.more or 0)
    return words(_SEATS[_asked_seats(target)], list=lists, seats=seats, where=where)


def _asked_seats(target: Target) -> str:
    if target.more is None:
        return "most" if target.least is None else "least"
    return {1: "one more", -1: "one fewer"}.get(target.more) or ("more" if target.more > 0 else "fewer")


_SEATS = {
    "one more": "How few votes give {list} one seat more than now, {where}?",
    "one fewer": "How few votes take a seat from {list}, {where}?",
    "more": "How few votes give {list} {seats} seats more than now, {where}?",
    "fewer": "How few votes take {seats} seats from {list}, {where}?",
    "least": "How few votes give {list} at least {seats} seats, {where}?",
    "most": "How few votes leave {list} at most {seats} seats, {where}?",
}
