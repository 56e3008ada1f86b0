"""The words documents are written in: shares, texts in every language, ids, counts, one of several shapes.

The shape of a document is a frozen dataclass; each of these is a mark on one of its annotations. The marks open
pydantic only when a document is checked, so that one that was checked before is loaded without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True, eq=False)  # marks are hashed by typing, and a described mapping cannot be
class Parsed:
    """A value read by a function of ours, and how JSON Schema describes it to an editor."""

    parse: Callable[[Any], Any]
    described: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read by the function; a fraction is written back as text."""
        from pydantic_core import core_schema

        del source, handler
        back = core_schema.plain_serializer_function_ser_schema(_written)
        return core_schema.no_info_plain_validator_function(self.parse, serialization=back)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """What an editor is told."""
        del core, handler
        return dict(self.described)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several shapes, told apart by a key, or by a function of what was written."""

    by: str | Callable[[Any], str | None]
    keys: str = ""
    """The keys that a function tells the shapes apart by, for the message where there is none of them."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A tagged union, so that a mistake is told about the shape that was meant."""
        from pydantic import Discriminator

        told = {} if isinstance(self.by, str) else {"custom_error_type": "shape", "custom_error_message": self.keys}
        return Discriminator(self.by, **told).__get_pydantic_core_schema__(source, handler)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Called:
    """The name by which a function of ``OneOf`` calls a shape."""

    name: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The shape, with its tag."""
        from pydantic import Tag

        return Tag(self.name).__get_pydantic_core_schema__(source, handler)


def named(field: str) -> str:
    """The key of a field in the file: ``from`` is no name in Python."""
    return "from" if field == "since" else field


STRICT = {"extra": "forbid", "alias_generator": named, "populate_by_name": True}
"""How every shape of a document is checked: no unknown key passes."""


def _written(value: object) -> object:
    if isinstance(value, dict):
        return {key: _written(each) for key, each in value.items()}
    return str(value) if isinstance(value, Fraction) else value


def share(value: object) -> Fraction:
    """A share as the law writes it: ``3/100`` or a whole number, never a decimal.

    >>> share("3/100")
    Fraction(3, 100)
    """
    if isinstance(value, Fraction):
        return value
    exact = isinstance(value, (str, int)) and not isinstance(value, bool)
    if exact and re.fullmatch(r"\d+(/0*[1-9]\d*)?", str(value).strip()):
        return Fraction(str(value).strip())
    raise Problem("“{given}” is not a share. Write a fraction such as 3/100, never a decimal.", given=value)


def texts(value: object) -> dict[str, str]:
    """A text in every language."""
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise Problem("“{given}” is not a text in several languages. Write es: and en:.", given=value)
    missing = [language for language in LANGUAGES if not value.get(language)]
    if missing:
        raise Problem("the text in {languages} is missing. Add it.", languages=", ".join(missing))
    return dict(value)


def identifier(value: object) -> str:
    """A name that other parts of the file point to: small letters, digits and hyphens."""
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9-]*", value):
        return value
    raise Problem("“{given}” is not an id. Write small letters, digits and hyphens.", given=value)


def count(least: int) -> Callable[[object], int]:
    """A reader of whole numbers from some number on."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        raise Problem("“{given}” is not a whole number of at least {least}.", given=value, least=least)

    return read


def some(value: object) -> object:
    """What may not be empty.

    >>> some([1])
    [1]
    """
    if not value:
        raise Problem("nothing stands here. Add at least one.")
    return value


Share = Annotated[
    Fraction, Parsed(share, {"anyOf": [{"type": "string", "pattern": r"^\d+(/[1-9]\d*)?$"}, {"type": "integer"}]})
]
_BOTH = {language: {"type": "string"} for language in LANGUAGES}
Texts = Annotated[dict[str, str], Parsed(texts, {"type": "object", "properties": _BOTH, "required": list(LANGUAGES)})]
Id = Annotated[str, Parsed(identifier, {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"})]
Count = Annotated[int, Parsed(count(0), {"type": "integer", "minimum": 0})]
Positive = Annotated[int, Parsed(count(1), {"type": "integer", "minimum": 1})]
