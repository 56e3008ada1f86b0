"""What the words of a header say of its column; the words are data, in ``describing_words.yaml``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.documents import STRICT, Texts, read_checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = Path(__file__).with_suffix(".yaml")
LEAST = 0.4
"""A word that covers less of a header than this says nothing of the column."""
_LETTERS = str.maketrans("łøđı", "lodi")
"""Letters that are no letter with an accent to the machine, and are to readers."""
_ALWAYS = ("percent", "kind", "status", "code", "name")
"""What a word says of a column however long its header is."""
_SIGNS = {"%": "percent"}
_ROLES = (
    "total",
    "other",
    "percent",
    "code",
    "kind",
    "name",
    "status",
    "station",
    "contest",
    "election",
    "option",
    "votes",
)


@dataclass(frozen=True, kw_only=True)
class File:
    """The shape of ``describing_words.yaml``."""

    __pydantic_config__ = STRICT

    counts: dict[str, tuple[str, ...]]
    total: tuple[str, ...]
    other: tuple[str, ...]
    percent: tuple[str, ...]
    code: tuple[str, ...]
    kind: tuple[str, ...]
    name: tuple[str, ...]
    status: tuple[str, ...]
    station: tuple[str, ...]
    areas: dict[str, tuple[str, ...]]
    contest: tuple[str, ...]
    election: tuple[str, ...]
    option: tuple[str, ...]
    votes: tuple[str, ...]
    joining: tuple[str, ...]
    comments: dict[str, Texts] = field(default_factory=dict)


@cache
def file() -> File:
    """The words, read once."""
    return read_checked(FILE, File)


@cache
def _patterns() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The phrases of each role, as words."""
    known = file()
    roles = {**known.counts, **known.areas}
    roles |= {role: getattr(known, role) for role in _ROLES}
    return {role: tuple(tuple(_plain(each).split()) for each in phrases) for role, phrases in roles.items()}


@cache
def _passed_over() -> frozenset[str]:
    """Words that say nothing alone: they do not make a header longer."""
    known = file()
    plain = (*known.joining, *known.name, *known.code, *known.votes, *known.total)
    return frozenset(_plain(each) for each in plain if " " not in each and "*" not in each)


def _plain(text: str) -> str:
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)))


def words_in(header: str) -> list[str]:
    """The words of a header, plain.

    >>> words_in("Nro. Mesa"), words_in("stationCode"), words_in("VOTOS_VÁLIDOS")
    (['nro', 'mesa'], ['station', 'code'], ['votos', 'validos'])
    """
    inside = header if " " in header else header.rpartition(".")[2] or header  # in a nested file, the name itself
    return re.findall(r"[^\W_]+", _plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", inside)))


@cache
def meaning(header: str) -> Mapping[str, float]:
    """What a header may mean: roles, and how much of the header each one's words cover, the most first.

    >>> next(iter(meaning("Registered Voters"))), next(iter(meaning("Ungültige Stimmen")))
    ('registered', 'null')
    >>> "station" in meaning("CODIGO_MESA"), dict(meaning("LIBRE"))
    (True, {})
    """
    words = words_in(header)
    found = {role: 1.0 for sign, role in _SIGNS.items() if sign in header}
    for role, phrases in _patterns().items():
        best = max((_cover(words, phrase) for phrase in phrases), default=0.0)
        if best >= (0.01 if role in _ALWAYS else LEAST):
            found[role] = best
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def _cover(words: Iterable[str], phrase: tuple[str, ...]) -> float:
    """How much of a header a phrase covers; 0 where it does not stand there."""
    left, mine = list(words), 0
    if "".join(left) == "".join(phrase):
        return 1.0
    for each in phrase:
        found = next((word for word in left if _is(word, each)), None)
        if found is None:
            return 0.0
        left.remove(found)
        mine += len(found)
    told = [word for word in left if word not in _passed_over() and not word.isdecimal()]
    return mine / (mine + sum(map(len, told)))


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def means(header: str, *roles: str) -> bool:
    """Whether a header may mean one of these."""
    return any(role in meaning(header) for role in roles)


def comment(name: str, lang: str, **facts: object) -> str:
    """A comment of a draft in a language.

    >>> comment("fixed", "es")
    'lo que cuenta el archivo'
    """
    told = file().comments[name]
    return told.get(lang, told["en"]).format(**facts)
