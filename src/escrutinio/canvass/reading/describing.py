"""A description proposed for a file nobody has described: a draft to be read, put right, and then read with."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.reading.describing_words import AREA, COUNT, LABELS, NOT_COUNTED, OPTION, STATION, VOTES
from escrutinio.canvass.reading.files import raw_tables
from escrutinio.canvass.reading.formats import folded
from escrutinio.canvass.reading.opened import opened
from escrutinio.canvass.reading.rows import BLANKS
from escrutinio.canvass.sheets import COUNTS
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from escrutinio.canvass.reading.rows import Raw

OPTIONS = 60
"""A column with more different texts than this, in the rows looked at, does not name lists."""
_WHOLE = re.compile(r"\d{1,3}([., ']\d{3})+|\d+(\.0)?")


@dataclass
class Draft:
    """What the columns seem to be."""

    station: list[str] = field(default_factory=list)
    areas: dict[str, str] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    contest: str = ""
    option: str = ""
    votes: str = ""
    thousands: str = ""


def describe(path: str | Path) -> str:
    r"""Propose a description for a file, as YAML with comments.

    Args:
        path: any file that ``read`` could read if it were described.

    Returns:
        A text to be saved, put right where it guesses wrong, and given as ``read(file, format="mine.yaml")``.

    Raises:
        Problem: the file is empty or damaged, or no column of it looks like a count.

    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("mesa;inscritos;A;B\n1;20;10;4\n2;30;9;7\n") as (file, _):
    ...     text = describe(file)
    >>> [line for line in text.splitlines() if "station:" in line or "lists:" in line]
    ['    station: ["mesa"]', '    lists: ["A", "B"]']
    """
    path = Path(path)
    raws = _looked_at(path)
    drafts = [_draft(raw) for raw in raws]
    best = max(range(len(raws)), key=lambda place: (len(drafts[place].lists), len(raws[place].match.headers)))
    draft = drafts[best]
    if not draft.lists and not draft.option and not draft.counts:
        raise Problem(
            "{file}: no column looks like votes. Its columns are {headers}. Look whether it is the right file.",
            file=path.name,
            headers=", ".join(each for each in raws[best].match.headers[:12] if each.strip()) or "–",
        )
    totals = _totals(raws[best], draft)
    others = [each for place, each in enumerate(drafts) if place != best and (each.lists or each.option)]
    return "".join(f"{line}\n" for line in _lines(path, draft, totals, _values(raws, draft), others))


def _looked_at(path: Path) -> list[Raw]:
    """The tables of the file, read with a description that takes any headers."""
    from escrutinio.canvass.engine import Embedded

    with tempfile.TemporaryDirectory(prefix="escrutinio-") as folder:
        file = opened(path, Path(folder))
        engine = Embedded()
        raws = raw_tables(file, None, engine.connection)
        engine.close()
    return raws


def _draft(raw: Raw) -> Draft:
    draft = Draft()
    columns = _columns(raw)
    for header, cells in columns.items():
        _place(draft, header, cells)
    if draft.option and (votes := next((each for each in draft.lists if folded(each) in VOTES), "")):
        draft.votes, draft.lists = votes, []
        draft.ignore = [header for header in columns if header not in _used(draft)]
    else:
        draft.ignore += [draft.option] if draft.option else []
        draft.option = ""
    if not draft.station:
        draft.station = _unique(columns, draft)
        draft.ignore = [each for each in draft.ignore if each not in draft.station]
        draft.lists = [each for each in draft.lists if each not in draft.station]
    marks = [
        found[1][0] for cells in columns.values() for cell in cells if (found := _WHOLE.fullmatch(cell)) and found[1]
    ]
    draft.thousands = max(set(marks), key=marks.count) if marks else ""
    return draft


def _columns(raw: Raw) -> dict[str, list[str]]:
    """What stands in each column, in the rows looked at; columns without a header or with one that repeats are left."""
    names = [each.strip() for each in raw.match.headers]
    spelt = [folded(each) for each in names]
    found = {}
    for place, name in enumerate(names):
        if name and spelt.count(spelt[place]) == 1:
            found[name] = [cell.strip(BLANKS) for row in raw.sample if (cell := row[place]) and cell.strip(BLANKS)]
    return found


def _place(draft: Draft, header: str, cells: Sequence[str]) -> None:
    """Put a column where its header, and then what it holds, says it belongs."""
    word = folded(header)
    area = next((name for name, words in AREA.items() if word in words), "")
    count = next((name for name, words in COUNT.items() if word in words), "")
    if word in STATION:
        (draft.ignore if draft.station else draft.station).append(header)
    elif word in LABELS and not draft.contest:
        draft.contest = header
    elif area and area not in draft.areas:
        draft.areas[area] = header
    elif count and count not in draft.counts:
        draft.counts[count] = header
    elif word in OPTION and not draft.option:
        draft.option = header
    elif cells and all(map(_WHOLE.fullmatch, cells)) and not any(part in word for part in NOT_COUNTED):
        draft.lists.append(header)
    else:
        draft.ignore.append(header)


def _unique(columns: Mapping[str, list[str]], draft: Draft) -> list[str]:
    """The first column, or else the areas together, whose texts are all different: it names the rows."""
    for header in (*draft.ignore, *draft.lists):
        if columns[header] and len(set(columns[header])) == len(columns[header]) and _filled(columns, header):
            return [header]
    return list(draft.areas.values()) or [next(iter(columns))]


def _filled(columns: Mapping[str, list[str]], header: str) -> bool:
    return len(columns[header]) == max(len(each) for each in columns.values())


def _used(draft: Draft) -> set[str]:
    return {*draft.station, *draft.areas.values(), *draft.counts.values(), draft.contest, draft.option, draft.votes}


def _values(raws: Sequence[Raw], draft: Draft) -> list[str]:
    """What stands in the column of the contest, or in that of the options."""
    wanted = draft.contest
    found = [cell for raw in raws for cell in _columns(raw).get(wanted, ())] if wanted else []
    return list(dict.fromkeys(found))[:OPTIONS]


def _totals(raw: Raw, draft: Draft) -> dict[str, str]:
    """In a long file, the options whose names are those of counts."""
    options = dict.fromkeys(_columns(raw).get(draft.option, ()))
    return {count: option for count, words in COUNT.items() for option in options if folded(option.strip("#")) in words}


def _lines(
    path: Path, draft: Draft, totals: Mapping[str, str], contests: Sequence[str], others: Sequence[Draft]
) -> Iterator[str]:
    name = re.sub(r"[^a-z0-9]+", "-", folded(path.name.split(".")[0])).strip("-")
    yield f"# A draft for {path.name}, proposed by its headers and first rows. Look at every line before you trust it;"
    yield f"# then read the file with it: escrutinio read {path.name} --format mine.yaml"
    yield "formats:"
    yield f"  - id: {name if re.match('[a-z]', name) else f'file-{name}'}"
    yield f"    name: {{es: {_quoted(path.name)}, en: {_quoted(path.name)}}}"
    if draft.option:
        yield "    layout: long                         # a row an option"
    yield "    row: station                         # or precinct, municipality, constituency, department"
    yield from _contest_lines(draft, contests)
    yield f"    station: [{_names(draft.station)}]"
    if draft.areas:
        yield f"    areas: {{{', '.join(f'{area}: {_quoted(header)}' for area, header in draft.areas.items())}}}"
    yield "    # abroad: {column: country, home: …}  # the column that tells, and the name of the country itself"
    counts = ", ".join(f"{_quoted(each)}: {_quoted(draft.counts[each])}" for each in COUNTS if each in draft.counts)
    yield f"    counts: {{{counts}}}" + ("" if draft.counts else "                           # registered, valid, …")
    if draft.option:
        yield f"    option: {_quoted(draft.option)}"
        yield f"    votes: {_quoted(draft.votes)}"
        told = ", ".join(f"{_quoted(count)}: {_quoted(option)}" for count, option in totals.items())
        yield f"    totals: {{{told}}}  # the options that are registered, valid, blank, null, cast"
    else:
        yield from _list_lines(draft, others)
    if draft.thousands:
        yield f"    thousands: {_quoted(draft.thousands)}"
    yield f"    ignore: [{_names(draft.ignore)}]"
    yield "    # register: 0                        # how many voters the register holds; more of them are refused"


def _list_lines(draft: Draft, others: Sequence[Draft]) -> Iterator[str]:
    """The lists of the fullest table, those only other sheets have, and the part of a nested file they stand in."""
    lists = list(dict.fromkeys((*draft.lists, *(each for other in others for each in other.lists))))
    inside = [each.partition(".")[0] for each in lists if "." in each]
    prefix = max(set(inside), key=inside.count) + "." if len(inside) * 2 > len(lists) > 1 else ""
    if prefix:
        yield f"    list_prefix: {_quoted(prefix)}                   # every column that starts so is a list"
    yield f"    lists: [{_names([each for each in lists if not prefix or not each.startswith(prefix)])}]"
    if len(lists) > len(draft.lists):
        yield f"    optional: [{_names([each for each in lists if each not in draft.lists])}]"


def _contest_lines(draft: Draft, contests: Sequence[str]) -> Iterator[str]:
    if not draft.contest:
        yield "    contest: {fixed: president}          # what the file counts"
        return
    yield "    contest:"
    yield f"      column: {_quoted(draft.contest)}"
    yield "      values:                            # what the column says, and the contest it means"
    for value in contests:
        yield f"        {_quoted(value)}: {re.sub(r'[^a-z0-9]+', '-', folded(value)).strip('-') or 'contest'}"


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'
