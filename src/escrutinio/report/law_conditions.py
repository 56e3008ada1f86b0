"""A condition of a law as sentences: one for each leaf, those inside others set in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.law.conditions import (
    AllOf,
    AnyOf,
    AreasCondition,
    LeadCondition,
    MinorityCondition,
    QuotaCondition,
    SeatsCondition,
    SizeCondition,
)
from escrutinio.report.law_values import AREAS, quota, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.report.law_values import Told

    Sentence = tuple[int, str, str]

OF = {
    "valid_votes": "valid votes",
    "valid_and_blank": "valid and blank votes",
    "votes_cast": "votes cast",
    "registered": "registered voters",
}
OVER = {
    "country": "of the whole election",
    "region": "of the region",
    "constituency": "of the constituency",
}
_SHARE = {
    "at_least": "at least {share} of the {of} {over}",
    "more_than": "more than {share} of the {of} {over}",
}
_SIZE = {
    "at_least": "at least this share of the {of} {over}: {shares}",
    "more_than": "more than this share of the {of} {over}: {shares}",
}
_LEAD = {
    "at_least": "a lead of at least {share} of the {of} {over}",
    "more_than": "a lead of more than {share} of the {of} {over}",
}
_FIRST = {
    "country": "more votes than any other list in the whole country",
    "region": "more votes than any other list in the region",
    "constituency": "more votes than any other list in the constituency",
}
_QUOTA = {
    "at_least": "at least {number} times {quota}, formed of the votes {over} and these seats: {kinds}",
    "more_than": "more than {number} times {quota}, formed of the votes {over} and these seats: {kinds}",
}
_ONE_QUOTA = {
    "at_least": "at least {quota}, formed of the votes {over} and these seats: {kinds}",
    "more_than": "more than {quota}, formed of the votes {over} and these seats: {kinds}",
}
_SEATS = {
    "at_least": "at least {seats} of the seats already won ({kinds})",
    "more_than": "more than {seats} of the seats already won ({kinds})",
}
_PART = {
    "at_least": "at least {share} of all seats of these kinds: {kinds}",
    "more_than": "more than {share} of all seats of these kinds: {kinds}",
}


def sentences(condition: Any, path: str, told: Told, depth: int = 0) -> Iterator[Sentence]:  # noqa: ANN401 - any condition
    """Every condition in words: how far it is set in, the sentence, and the address of its value.

    >>> from fractions import Fraction
    >>> from escrutinio import law
    >>> from escrutinio.report.law_values import Told
    >>> from escrutinio.report.words import words
    >>> told = Told(law.load("bo"), "deputies", (), words("en"))
    >>> list(sentences(law.load("bo").bodies["deputies"].stages[0].admits, "admits", told))
    [(0, 'at least 3 % (3/100) of the valid votes of the whole election', 'admits.share')]
    """
    words = told.words
    if isinstance(condition, AnyOf | AllOf):
        several = isinstance(condition, AnyOf)
        inner = condition.any if isinstance(condition, AnyOf) else condition.all
        if len(inner) > 1:
            yield depth, words("one of these is enough:") if several else words("all of these together:"), ""
        for name, each in inner.items():
            key = f"{path}.{'any' if several else 'all'}.{name}"
            yield from sentences(each, key, told, depth + (len(inner) > 1))
    elif isinstance(condition, AreasCondition):
        yield depth, _areas(condition, told), f"{path}.areas"
        yield from sentences(condition.meets, f"{path}.meets", told, depth + 1)
    else:
        text, field = _leaf(condition, told)
        yield depth, text, f"{path}.{field}" if field else ""


def _areas(condition: AreasCondition, told: Told) -> str:
    words = told.words
    areas = words(AREAS[condition.level])
    if condition.votes:
        text = "in at least {number} of the {areas} of the ballot “{ballot}”:"
        return words(text, areas=areas, ballot=condition.votes, number=condition.areas)
    return words("in at least {number} of the {areas}:", areas=areas, number=condition.areas)


def _leaf(condition: Any, told: Told) -> tuple[str, str]:  # noqa: ANN401 - any condition that holds no other
    """A condition that holds no other, and the field its value stands in."""
    words = told.words
    if isinstance(condition, MinorityCondition):
        names = f" ({', '.join(condition.minority)})" if condition.minority else ""
        return words("the list stands for a national minority") + names, ""
    if isinstance(condition, SeatsCondition | QuotaCondition):
        if isinstance(condition, SeatsCondition):
            return _seats(condition, told), "seats"
        return _quota(condition, told), "quota"
    facts = {"of": words(OF[condition.of]), "over": words(OVER[condition.over])}
    if isinstance(condition, SizeCondition):
        return words(_SIZE[condition.boundary], shares=_sizes(condition, told), **facts), "by_size"
    if isinstance(condition, LeadCondition):
        first = not condition.lead and condition.boundary == "more_than"
        ahead = words(_LEAD[condition.boundary], share=share(condition.lead, words), **facts)
        return words(_FIRST[condition.over]) if first else ahead, "lead"
    return words(_SHARE[condition.boundary], share=share(condition.share, words), **facts), "share"


def _sizes(condition: SizeCondition, told: Told) -> str:
    """Each share with how many parties it is asked of."""
    words, sizes = told.words, sorted(condition.by_size)
    told_of = []
    for size in sizes:
        asked = share(condition.by_size[size], words)
        last = size == sizes[-1]
        text = "{share} for a party alone" if size == 1 else "{share} for {size} together"
        told_of.append(words("{share} for {size} or more together" if last else text, share=asked, size=size))
    return ", ".join(told_of)


def _quota(condition: QuotaCondition, told: Told) -> str:
    words = told.words
    facts = {
        "quota": quota(condition.name, words),
        "over": words(OVER[condition.over]),
        "kinds": told.kinds(condition.seats),
    }
    if condition.quota == 1:
        return words(_ONE_QUOTA[condition.boundary], **facts)
    return words(_QUOTA[condition.boundary], number=str(condition.quota), **facts)


def _seats(condition: SeatsCondition, told: Told) -> str:
    words, kinds = told.words, told.kinds(condition.of)
    if condition.seats < 1:
        said = words(_PART[condition.boundary], share=share(condition.seats, words), kinds=kinds)
    else:
        said = words(_SEATS[condition.boundary], seats=str(condition.seats), kinds=kinds)
    if condition.areas > 1:
        return words("{what}, in at least {areas} of the areas", what=said, areas=condition.areas)
    return said
