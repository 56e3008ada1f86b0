"""Names and figures as reports write them: kinds of seat, short names of lists, quotients, what is left out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from escrutinio.outcome import BodyOutcome, Line
    from escrutinio.report.words import Words

MOST_LINES, NEAREST = 15, 5
"""Up to so many lists are all told; of more, those with a seat and so many of the others."""

LONG, LONGEST = 14, 24
"""A list's name longer than this is told in a heading by a shorter one, if it has any; longer than that, it is cut."""


def kind_name(body: BodyOutcome, kind: str, words: Words) -> str:
    """A kind of seat in words; kinds that could not be told apart are named together."""
    names = body.run.body.body.kinds
    return " + ".join(words.of(names[part]) if part in names else part for part in kind.split("+"))


def short_name(body: BodyOutcome, name: str) -> str:
    """A list's name for a heading: where it is long its first alias, or as much of it as tells it from the others."""
    if len(name) <= LONG:
        return name
    standing = next((each for each in body.run.bench.frame.standing if each.id == name), None)
    others = [each for each in (standing.aliases if standing else ()) if len(each) < len(name)]
    if others:
        return others[0]
    short = f"{name[:LONGEST].rstrip()}…"
    alike = [each for each in body.lists if each[:LONGEST] == name[:LONGEST]]
    return short if len(name) > LONGEST + 1 and len(alike) <= 1 else name


def cut(lines: Sequence[Line], wanted: Callable[[Line], bool]) -> tuple[list[Line], list[Line]]:
    """The lines to show and those to leave out: of many, the wanted ones and the first few of the others."""
    if len(lines) <= MOST_LINES:
        return list(lines), []
    near = [each for each in lines if not wanted(each)][:NEAREST]
    shown = [each for each in lines if wanted(each) or each in near]
    return shown, [each for each in lines if each not in shown]


def figure(quotient: Any, words: Words) -> str:  # noqa: ANN401 - a quotient of any method, or a fraction
    """A quotient for reading: the smaller, the more decimals."""
    if quotient is None:
        return "–"
    if not isinstance(quotient, Fraction):
        places = 1 if quotient.square or quotient.value >= _LARGE or quotient.value == 0 else 4
        return words.written(quotient.decimal(places))
    places = 1 if abs(quotient) >= _LARGE or quotient == 0 else 4 if abs(quotient) >= Fraction(1, 10) else 7
    text = words.decimal(quotient, places)
    sign = words.decimal(Fraction(0), 1)[1]
    return text.rstrip("0").rstrip(sign) if sign in text else text


_LARGE = 100


def votes_or_none(votes: int | None, words: Words) -> str:
    """Votes, or a dash where no number of them would do."""
    return "–" if votes is None else words.number(votes)


def signed(number: int, words: Words) -> str:
    """A number with its sign."""
    return f"+{words.number(number)}" if number >= 0 else f"−{words.number(-number)}"


def or_dot(number: int, words: Words) -> str:
    """A number; a dot for none, which reads easier than a zero."""
    return words.number(number) if number else "·"
