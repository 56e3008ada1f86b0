"""What the law asks of a list, in sentences: shares, leads, quotas, seats won before, exemptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.parts import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from fractions import Fraction

    from rich.console import RenderableType

    from escrutinio.outcome import Asked
    from escrutinio.report.words import Words

BASE = {
    "valid_votes": "valid votes",
    "valid_and_blank": "valid and blank votes",
    "votes_cast": "votes cast",
    "registered": "registered",
}
LEVEL = {"constituency": "constituency", "region": "region"}
LEVELS = {"constituency": "constituencies", "region": "regions"}

_WINS = {
    (False, "more_than"): "More than {share} of the {of}: {needed} votes needed, {best} has {votes}: {met}.",
    (False, "at_least"): "At least {share} of the {of}: {needed} votes needed, {best} has {votes}: {met}.",
    (
        True,
        "more_than",
    ): "A lead of more than {share} of the {of}: {needed} votes needed, {best} leads by {votes}: {met}.",
    (
        True,
        "at_least",
    ): "A lead of at least {share} of the {of}: {needed} votes needed, {best} leads by {votes}: {met}.",
}
_ADMITS = {
    (False, "more_than"): "More than {share} of the {of}, {whole} in all: {needed} votes are enough.",
    (False, "at_least"): "At least {share} of the {of}, {whole} in all: {needed} votes are enough.",
    (True, "more_than"): "A lead of more than {share} of the {of}, {whole} in all: {needed} votes are enough.",
    (True, "at_least"): "A lead of at least {share} of the {of}, {whole} in all: {needed} votes are enough.",
}
_IN_AREAS = {
    (False, "more_than"): "More than {share} of the {of} in at least {areas} of the {levels}.",
    (False, "at_least"): "At least {share} of the {of} in at least {areas} of the {levels}.",
    (True, "more_than"): "A lead of more than {share} of the {of} in at least {areas} of the {levels}.",
    (True, "at_least"): "A lead of at least {share} of the {of} in at least {areas} of the {levels}.",
}


def winning_sentence(asked: Asked, words: Words) -> str:
    """What a winner needs, and what the best list has."""
    met = words("met") if asked.met else words("not met")
    facts = {"needed": asked.needed, "best": asked.best or "–", "votes": asked.has.get(asked.best, 0), "met": met}
    if asked.of == "seats":
        template = (
            "More than {share} of the {whole} seats: {needed} needed, {best} has {votes}: {met}."
            if asked.boundary == "more_than"
            else "At least {share} of the {whole} seats: {needed} needed, {best} has {votes}: {met}."
        )
        return words(template, share=share(asked, words), whole=asked.whole, **facts)
    if asked.of not in BASE or asked.areas:
        return threshold_sentence(asked, words)
    return words(_WINS[asked.lead, asked.boundary], share=share(asked, words), of=base(asked, words), **facts)


def threshold_sentence(asked: Asked, words: Words) -> str:
    """What a threshold asks, and the votes or seats that are enough."""
    if asked.areas:
        return _areas(asked, words)
    if asked.of in _TOLD:
        return _TOLD[asked.of](asked, words)
    if asked.by_size:
        return _by_size(asked, words)
    return words(
        _ADMITS[asked.lead, asked.boundary],
        share=share(asked, words),
        of=base(asked, words),
        whole=asked.whole,
        needed=asked.needed,
    )


def _areas(asked: Asked, words: Words) -> str:
    """A condition that has to be met in a number of areas."""
    levels = words(LEVELS[asked.areas])
    if asked.lead and not asked.share:
        return words("Most votes in at least {areas} of the {levels}.", areas=asked.needed, levels=levels)
    if asked.of == "areas":
        return words("Enough in at least {areas} of the {levels}.", areas=asked.needed, levels=levels)
    template = _IN_AREAS[asked.lead, asked.boundary]
    return words(template, share=share(asked, words), of=words(BASE[asked.of]), areas=asked.needed, levels=levels)


def _quota(asked: Asked, words: Words) -> str:
    price = words.decimal(asked.price, 1) if asked.price else "–"
    template = (
        "More than {share} of the quota, which is {price} votes: {needed} votes are enough."
        if asked.boundary == "more_than"
        else "At least {share} of the quota, which is {price} votes: {needed} votes are enough."
    )
    return words(template, share=share(asked, words), price=price, needed=asked.needed)


def _minority(asked: Asked, words: Words) -> str:
    who = ", ".join(asked.has)
    return words("Exempt as a minority: {who}.", who=who) if who else words("Minorities are exempt; none stands.")


def _seats(asked: Asked, words: Words) -> str:
    if asked.share >= 1:
        return words("Seats won before: {needed} or more.", needed=asked.needed)
    template = "{share} of the {whole} seats: {needed} are enough."
    return words(template, share=share(asked, words), whole=asked.whole, needed=asked.needed)


_TOLD: Mapping[str, Callable[[Asked, Words], str]] = {"minority": _minority, "seats": _seats, "quota": _quota}


def _by_size(asked: Asked, words: Words) -> str:
    """A share for each number of parties that stand together."""
    first = threshold_sentence(_alone(asked), words)
    more = [
        words("{size} parties together: {share}, {needed} votes.", size=size, share=_share(part, words), needed=needed)
        for size, part, needed in asked.by_size
        if size > 1
    ]
    return " ".join([first, *more])


def _alone(asked: Asked) -> Asked:
    from dataclasses import replace

    return replace(asked, by_size=())


def base(asked: Asked, words: Words) -> str:
    """The votes a share is taken of, and where."""
    of = words(BASE[asked.of])
    return words("{of} of the {level}", of=of, level=words(LEVEL[asked.over])) if asked.over in LEVEL else of


def share(asked: Asked, words: Words) -> str:
    """A share as a percentage, or as the fraction the law writes."""
    return _share(asked.share, words)


def _share(part: Fraction, words: Words) -> str:
    for places in range(2):
        if (part * 100 * 10**places).denominator == 1 and part < 1:
            return words.percent(part, places)
    return str(part)


def joined(
    condition: Any,  # noqa: ANN401 - a condition of the law
    told: Iterator[str],
    words: Words,
    indent: int,
    mark: str = "",
) -> Iterator[RenderableType]:
    """Conditions as the law joins them: one of them is enough, or all are needed."""
    inner = getattr(condition, "any", None) or getattr(condition, "all", None)
    if inner is None:
        yield line(mark + next(told), indent=indent)
        return
    if len(inner) > 1:
        enough = words("One of these is enough:") if hasattr(condition, "any") else words("All of these together:")
        yield line(mark + enough, indent=indent)
        indent, mark = indent + 2, "· "
    for each in inner.values():
        yield from joined(each, told, words, indent, mark)
