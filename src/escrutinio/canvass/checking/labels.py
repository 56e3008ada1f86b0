"""What a row of totals is called: words of many languages, as data; a name that only holds such a word is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.sheets import literal
from escrutinio.documents import STRICT, read_checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = Path(__file__).parent / "totals.yaml"
LETTERS = 3
"""So many letters at either end tell most names that they call no row a total."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words of one language."""

    __pydantic_config__ = STRICT

    lang: str
    are: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class File:
    """The shape of ``totals.yaml``."""

    __pydantic_config__ = STRICT

    words: tuple[Words, ...]
    before: tuple[str, ...]
    beside: tuple[Words, ...]


@cache
def _words() -> File:
    return read_checked(FILE, File)


@cache
def _folded() -> tuple[frozenset[str], frozenset[str]]:
    """The words for totals, and those that may stand beside them."""
    words, beside = (
        frozenset(part for each in some for word in each.are for part in _parts(word))
        for some in (_words().words, _words().beside)
    )
    return words, beside | frozenset(part for each in _words().before for part in _parts(each))


def calls_total(name: str, areas: frozenset[tuple[str, ...]] = frozenset()) -> bool:
    """Whether a name calls its row a total: a word for it, alone, with words beside it, or with an area of the file.

    >>> areas = frozenset(map(reduced, ["Norte", "País Vasco"]))
    >>> [each for each in ("Gran total:", "TOTAL_NORTE", "Pais Vasco – Summe", "Σ", "Total Petrol Station Hall")
    ...  if calls_total(each, areas)]
    ['Gran total:', 'TOTAL_NORTE', 'Pais Vasco – Summe', 'Σ']
    """
    words, _ = _folded()
    if words.isdisjoint(_parts(name)):
        return False
    rest = reduced(name)
    return not rest or rest in areas


def reduced(name: str) -> tuple[str, ...]:
    """A name's words without case and accents, and without those of totals and what stands beside them.

    >>> reduced("Total del Departamento de La Paz")
    ('paz',)
    """
    words, beside = _folded()
    return tuple(each for each in _parts(name) if each not in words and each not in beside)


def called_totals(names: Iterable[str], areas: Iterable[str] = ()) -> tuple[str, ...]:
    """Those of the names that call their rows totals.

    Args:
        names: what stations or areas are called.
        areas: the names of the areas of the file, one of which may stand beside the word.
    """
    known = frozenset(reduced(each) for each in areas) - {()}
    return tuple(each for each in names if calls_total(each, known))


@cache
def exact_labels() -> tuple[str, ...]:
    """The words alone, in capitals, as they are spelt and without accents: for whoever asks without an area."""
    words = [word for each in _words().words for word in each.are]
    return tuple(sorted({form.upper() for word in words for form in (word, _plain(word))}))


def may_call_total(text: str) -> str:
    """The condition that a text, as SQL, is worth a closer look, by how it begins and ends; most begin with a digit."""
    words = exact_labels()
    begins = [*words, *(form.upper() for each in _words().before for form in (each, _plain(each)))]
    last = f"REPLACE(RTRIM({text}), ':', '')"
    ways = [*_among("SUBSTR({0}, 1, {1})", text, begins, slice(LETTERS))]
    ways += _among("RIGHT({0}, {1})", last, words, slice(-LETTERS, None))
    return f"({text} NOT BETWEEN '0' AND ':' AND ({' OR '.join(ways)}))"


def _among(cut: str, text: str, words: Iterable[str], letters: slice) -> Iterator[str]:
    """The condition that so many letters of a text are those of a word, by how many letters the words have."""
    ends: dict[int, set[str]] = {}
    for each in words:
        ends.setdefault(min(len(each), LETTERS), set()).add(each[letters])
    for many, some in sorted(ends.items()):
        yield f"UPPER({cut.format(text, many)}) IN ({', '.join(map(literal, sorted(some)))})"


def _parts(name: str) -> list[str]:
    return [each for each in re.split(r"[\W_]+", _plain(name.replace("∑", "Σ"))) if each]


def _plain(text: str) -> str:
    """A text without case and accents."""
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.casefold()))
