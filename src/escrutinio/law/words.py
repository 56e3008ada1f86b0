"""The words a law file is written in: shares, texts in every language, names of divisors."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from escrutinio.apportionment import ApportionmentError, divisors_named
from escrutinio.model import Problem

LANGUAGES = ("es", "en")


def _fraction(value: object) -> Fraction:
    """A share as the law writes it: ``3/100`` or a whole number, never a decimal."""
    if isinstance(value, Fraction):
        return value
    try:
        if isinstance(value, (str, int)) and not isinstance(value, bool) and "." not in str(value):
            return Fraction(value)
    except (ValueError, ZeroDivisionError):
        pass
    raise Problem("“{given}” is not a share. Write a fraction such as 3/100, never a decimal.", given=value)


def _in_every_language(names: dict[str, str]) -> dict[str, str]:
    missing = [language for language in LANGUAGES if not names.get(language)]
    if missing:
        raise Problem("the text in {languages} is missing. Add it.", languages=", ".join(missing))
    return names


def _known_divisors(name: str) -> str:
    try:
        divisors_named(name)
    except ApportionmentError as error:
        raise Problem(error.template, **error.facts) from error
    return name


Share = Annotated[
    Fraction,
    BeforeValidator(_fraction),
    PlainSerializer(str),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^\d+(/[1-9]\d*)?$"}, {"type": "integer"}]}),
]
Texts = Annotated[dict[str, str], AfterValidator(_in_every_language)]
DivisorName = Annotated[str, AfterValidator(_known_divisors)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
