"""The parts of a description of official files: which contest, what is abroad, when it was published, what is odd."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import Literal

from escrutinio.documents import STRICT
from escrutinio.model import Problem

Thousands = Literal["", ".", ",", " ", "'", "\u2019", "\u00a0", "\u2009", "\u202f"]
"""What may stand between a number's thousands; ``'`` is the curly apostrophe too, a blank any blank inside a line."""


@dataclass(frozen=True, kw_only=True)
class Voted:
    """Which contest a row is for: always the same, told by a column, or by a part of the file's name."""

    __pydantic_config__ = STRICT

    fixed: str = ""
    column: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """What the column says, and the contest it means."""
    files: dict[str, str] = field(default_factory=dict)
    """A part of the file's name, and the contest it means."""
    as_written: bool = False
    """Whether the column holds the contests' own ids, such as ``de.first``, and not what the file calls them."""


@dataclass(frozen=True, kw_only=True)
class Where:
    """The column that tells which stations are abroad: all but ``home``, or, without it, those marked true."""

    __pydantic_config__ = STRICT

    column: str
    home: str = ""


@dataclass(frozen=True, kw_only=True)
class When:
    """When a count was published: fixed, or by a pattern (``%Y%m%d_%H%M``) or a part of the file's name."""

    __pydantic_config__ = STRICT

    fixed: str = ""
    pattern: str = ""
    zone: str = ""
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """Something the reader of this kind of file must be told."""

    __pydantic_config__ = STRICT

    es: str
    en: str


def known_encoding(name: str) -> None:
    """Refuse an encoding that nobody knows."""
    try:
        codecs.lookup(name or "utf-8")
    except LookupError as error:
        raise Problem(
            "“{given}” is no encoding. Write utf-8, latin-1, cp1252 or utf-16, or leave it out.", given=name
        ) from error
