"""A draft as the text of a description, with comments in the language asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.cells import alike
from escrutinio.canvass.reading.describing_words import comment, words_in
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.sheets import COUNTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from escrutinio.canvass.reading.describing_sums import Sum

PARTS = 6
"""So many names of a sum are shown."""


@dataclass
class Draft:
    """What the columns of a file seem to be, by their headers."""

    station: list[str] = field(default_factory=list)
    row: str = "station"
    apart: bool = True
    areas: dict[str, str] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)
    prefix: str = ""
    contest: str = ""
    fixed: str = "president"
    contests: list[str] = field(default_factory=list)
    option: str = ""
    votes: str = ""
    totals: dict[str, str] = field(default_factory=dict)
    records: str = ""
    thousands: str = ""
    ignore: list[str] = field(default_factory=list)
    twice: dict[str, tuple[int, ...]] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    others: list[Sum] = field(default_factory=list)


@dataclass(frozen=True)
class _Said:
    """The comments of one language."""

    lang: str

    def __call__(self, name: str, **facts: object) -> str:
        return f"# {comment(name, self.lang, **facts)}"

    def beside(self, line: str, name: str) -> str:
        return f"{line:<36} {self(name)}"


def lines_of(name: str, draft: Draft, lang: str) -> Iterator[str]:
    """The lines of the description."""
    said = _Said(lang)
    plain = re.sub(r"[^a-z0-9]+", "-", folded(name.partition(".")[0])).strip("-")
    yield said("draft", file=name)
    yield said("use", file=name)
    yield "formats:"
    yield f"  - id: {plain if re.match('[a-z]', plain) else f'file-{plain}'.strip('-')}"
    yield f"    name: {{es: {quoted(name)}, en: {quoted(name)}}}"
    if draft.option:
        yield said.beside("    layout: long", "long")
    yield said.beside(f"    row: {draft.row}", "row")
    if draft.records:
        yield f"    records: {quoted(draft.records)}"
    yield from _contest(draft, said)
    yield f"    station: [{_names(draft.station)}]"
    if not draft.apart:
        yield f"    {said('station')}"
    if draft.areas:
        yield f"    areas: {_mapping(draft.areas)}"
    yield f"    # abroad: {{column: country, home: …}}  {said('abroad')}"
    yield from _counted(draft, said)
    if draft.thousands:
        yield f"    thousands: {quoted(alike(draft.thousands)[0])}"
    yield f"    ignore: [{_names(draft.ignore)}]"
    for column, places in draft.twice.items():
        yield f"    {said('twice', column=column, places=', '.join(str(each + 1) for each in places))}"
    yield said.beside("    # register: 0", "register")


def _counted(draft: Draft, said: _Said) -> Iterator[str]:
    counts = {each: draft.counts[each] for each in COUNTS if each in draft.counts}
    line = f"    counts: {{{', '.join(f'{quoted(name)}: {quoted(header)}' for name, header in counts.items())}}}"
    yield line if counts else said.beside(line, "counts")
    for each in draft.sums:
        yield f"    {said('sums', total=each.total.header, parts=_parts(each))}"
    if draft.option:
        yield f"    option: {quoted(draft.option)}"
        yield f"    votes: {quoted(draft.votes)}"
        told = ", ".join(f"{quoted(count)}: {quoted(option)}" for count, option in draft.totals.items())
        yield said.beside(f"    totals: {{{told}}}", "totals")
        return
    if draft.prefix:
        yield said.beside(f"    list_prefix: {quoted(draft.prefix)}", "prefix")
    named = [each for each in draft.lists if not draft.prefix or not each.startswith(draft.prefix)]
    yield f"    lists: [{_names(named)}]"
    if draft.optional:
        yield f"    optional: [{_names(draft.optional)}]"
    for each in draft.others:
        yield f"    {said('again', total=each.total.header, parts=_parts(each))}"


def _parts(told: Sum) -> str:
    names = [each.header for each in told.parts]
    return " + ".join(names if len(names) <= PARTS else [*names[: PARTS - 1], "…", names[-1]])


def _contest(draft: Draft, said: _Said) -> Iterator[str]:
    if not draft.contest:
        yield said.beside(f"    contest: {{fixed: {draft.fixed}}}", "fixed")
        return
    yield "    contest:"
    yield f"      column: {quoted(draft.contest)}"
    yield said.beside("      values:", "values")
    for value in draft.contests:
        plain = re.sub(r"[^a-z0-9]+", "-", "-".join(words_in(value))).strip("-") or "contest"
        yield f"        {quoted(value)}: {plain if plain[0].isalpha() else quoted(plain)}"


def prefix_of(lists: Sequence[str], headers: Iterable[str]) -> str:
    """The part of a nested file that lists stand in, where all that stands there is a list."""
    inside = [each.rpartition(".")[0] for each in lists if "." in each]
    prefix = max(dict.fromkeys(inside), key=inside.count) + "." if len(inside) * 2 > len(lists) > 1 else ""
    return prefix if prefix and all(each in lists for each in headers if each.startswith(prefix)) else ""


def _mapping(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {quoted(header)}" for name, header in values.items()) + "}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def quoted(text: str) -> str:
    """A text in quotes, as YAML reads it back.

    >>> quoted("A, B")
    '"A, B"'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'
