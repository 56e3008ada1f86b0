"""Names of two elections compared: the same though written otherwise, told from those that only look alike."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.outcome.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

INITIALS = 2
"""The fewest letters of an acronym."""
BRIEF = 3
"""Words of so few letters may be initials, or mean nothing: “FOR”, “de”."""


@cache
def bare(name: str) -> tuple[str, ...]:
    """The words of a name, without case, accents, punctuation and words such as “and”; letters with points are one.

    >>> bare("Airdrie & Shotts") == bare("AIRDRIE AND SHOTTS"), bare("Birmingham, Edgbaston"), bare("J.O.N.S.")
    (True, ('birmingham', 'edgbaston'), ('jons',))
    """
    whole = re.sub(r"['’]|(?<=\b\w)\.(?=\w\b)", "", name)
    every = re.sub(r"[^\w]|_", " ", fold(whole)).split()
    return tuple(each for each in every if each not in _joining()) or tuple(every)


@cache
def _joining() -> frozenset[str]:
    import tomllib

    table = tomllib.loads(Path(__file__).with_name("change_words.toml").read_text(encoding="utf-8"))
    return frozenset(table["and"])


def _in_any_order(name: str) -> tuple[str, ...]:
    """A name's words in the order of the alphabet: “Antrim North” is “North Antrim”."""
    return tuple(sorted(bare(name)))


def same_names(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Which names of two elections are the same: as written, then word by word, then in any order.

    Names that several have are left alone; each name is used once.

    >>> same_names(["Antrim North", "Potosí", "East"], ["POTOSI", "North Antrim", "West"])
    [(1, 0), (0, 1)]
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    keys: tuple[Callable[[str], Hashable], ...] = (str, fold, bare, _in_any_order)
    for key in keys:
        old = {place: key(name) for place, name in enumerate(before) if place not in taken}
        new = {place: key(name) for place, name in enumerate(after) if place not in found}
        alone = Counter(old.values()), Counter(new.values())
        where = {value: place for place, value in old.items() if alone[0][value] == 1}
        for place, value in new.items():
            if value in where and alone[1][value] == 1:
                found[place] = where[value]
                taken.add(where[value])
    return [(found[place], place) for place in sorted(found)]


def inside(some: str, other: str) -> bool:
    """Whether one name stands whole inside the other, word by word; initials only as they are written.

    >>> inside("PVV", "PVV (Partij voor de Vrijheid)"), inside("Land", "Landowners"), inside("FOR", "Room for All")
    (True, False, False)
    """
    (short, brief), (long, full) = sorted(((bare(each), each) for each in (some, other)), key=lambda each: len(each[0]))
    if len("".join(short)) < INITIALS:
        return False
    if len(short) == 1 and len(short[0]) <= BRIEF:
        return re.findall(r"[^\W_]+", brief)[0] in re.findall(r"[^\W_]+", full)
    size = len(short)
    return any(long[place : place + size] == short for place in range(len(long) - size + 1))


def initials_of(some: str, other: str) -> bool:
    """Whether one name is made of the first letters of the other's words, or of the longer ones among them.

    >>> initials_of("LD", "Liberal Democrats"), initials_of("RN", "Renovación Nacional"), initials_of("A", "Alpha")
    (True, True, False)
    """
    for short, long in ((bare(some), bare(other)), (bare(other), bare(some))):
        letters = "".join(short)
        if len(short) == 1 and len(letters) >= INITIALS and len(long) >= INITIALS:
            heavy = [each for each in long if len(each) > BRIEF]
            if letters in {"".join(each[0] for each in part) for part in (long, heavy)}:
                return True
    return False
