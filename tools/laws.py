"""Write the table of all laws, docs/laws.md, from the country folders.

``python tools/laws.py docs/laws.md`` writes it; with ``--check`` it exits 1 where the page is out of date.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, get_args

from page import written

from escrutinio import law
from escrutinio.canvass.catalogue import pages
from escrutinio.model import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from escrutinio.law import LawFile

HEAD = """\
<!-- Written by make laws-table from the country folders. Do not edit. -->

# The laws at hand

Each is a YAML file that any election can be counted under: `escrutinio law show ID` prints it as a page,
`escrutinio law graph ID -o ID.svg` draws it, `escrutinio elect --votes FOLDER --law ID` counts anyone's votes with it.
A test elects every election of the last column and compares the seats with those on record.

*Days of change* counts the days on which some rule begins or ends. *Known from* counts the versions of stages and
distributions by how well they are known: an article that was read, a regulation, practice, or official results only.

"""
BASIS = get_args(Basis)
COLUMNS = ("law", "name", "bodies", "rules since", "days of change", "known from", "elections")


def render() -> str:
    """The whole page, as Markdown.

    >>> render().splitlines()[2]
    '# The laws at hand'
    """
    elections = _elections()
    laws = [law.load(each) for each in law.available()]
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(tuple(_row(each, elections.get(each.law, []))) for each in laws)]
    told = f"\n{len(laws)} laws, {sum(len(each) for each in elections.values())} elections.\n"
    return HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows) + told


def _elections() -> dict[str, list[str]]:
    """The ids of elections by the law they were held under."""
    found = sorted(pages().items(), key=lambda page: page[1].law)
    return {name: [each for each, _ in same] for name, same in groupby(found, key=lambda page: page[1].law)}


def _row(each: LawFile, elections: list[str]) -> Iterator[str]:
    dated = [rule for body in each.bodies.values() for rule in (*body.stages, *body.distribution)]
    days = {day for rule in dated for day in (rule.since, rule.until) if day is not None}
    basis = Counter(rule.basis for rule in dated)
    yield f"`{each.law}`"
    yield each.name["en"].replace("|", "/")
    yield ", ".join(f"{body.name['en']}" for body in each.bodies.values()).replace("|", "/")
    yield min(days).isoformat()
    yield str(len(days))
    yield ", ".join(f"{known} {basis[known]}" for known in BASIS if basis[known])
    yield ", ".join(f"`{name}`" for name in elections) or "none yet"


def main(words: list[str]) -> int:
    """Write the page, or check it; the exit status."""
    return written(render(), words, "laws-table")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
