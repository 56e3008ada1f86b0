"""The register of stations: any count, or a plain file with a column of stations and one of registered voters."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.count import open_count
from escrutinio.canvass.reading.describing import looked_at
from escrutinio.canvass.reading.describing_columns import columns_of
from escrutinio.canvass.reading.describing_lines import Draft, lines_of
from escrutinio.canvass.reading.describing_rows import different_on, places_of
from escrutinio.canvass.reading.describing_words import meaning
from escrutinio.canvass.reading.files import read
from escrutinio.canvass.reading.formats import folded, formats
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from escrutinio.canvass.count import Count
    from escrutinio.canvass.reading.describing_columns import Column
    from escrutinio.canvass.reading.describing_rows import Places
    from escrutinio.canvass.reading.formats import Format

CONTEST = "register"
"""What the table of a register is called, where the file counts nothing."""


def open_register(
    place: str | Path,
    *,
    format: str | Path | None = None,  # noqa: A002 - the user's word
    like: str | Path | None = None,
) -> Count:
    r"""Open a register of stations: every station with its registered voters.

    Args:
        place: a store, a folder of snapshots, a file that is described, or a plain one, whose columns of stations and
            of registered voters are found by their headers.
        format: the description of the register; it may have no lists and no contest.
        like: the description of the count: a plain register may have its headers for the station.

    Raises:
        Problem: it cannot be read, or no column is that of stations or of registered voters.

    >>> from escrutinio.canvass.reading.samples import sample
    >>> with sample("Station;Name;Registered voters\n101;School;60\n102;Hall;80\n") as (file, _):
    ...     with open_register(file) as register:
    ...         register.engine.rows('SELECT "station", "registered" FROM sheets_register')
    [('101', 60), ('102', 80)]
    """
    path = Path(place)
    if format is not None:
        told = any(each.contest.fixed or each.contest.column or each.contest.files for each in formats(format))
        return open_count(read(path, format=format, contest=None if told else CONTEST))
    for known in dict.fromkeys((like, None)):
        try:
            return open_count(path, format=known)
        except Problem:
            continue
    return _plain(path, formats(like) if like is not None else ())


def _plain(path: Path, like: Sequence[Format]) -> Count:
    """A file that nobody has described, read with a description made of its headers."""
    with looked_at(path) as (raws, connection):
        raw = max(raws, key=lambda each: len(each.match.headers))
        columns = columns_of(raw, connection)
        draft = _draft(path, columns, places_of(columns, different_on(connection, raw)), like)
    with tempfile.TemporaryDirectory(prefix="escrutinio-") as folder:
        described = Path(folder) / "register.yaml"
        described.write_text("".join(f"{line}\n" for line in lines_of(path.name, draft, "en")), encoding="utf-8")
        return open_count(read(path, format=described))


def _draft(path: Path, columns: Sequence[Column], where: Places, like: Sequence[Format]) -> Draft:
    station = next((found for each in like if (found := _named(each.station, columns))), where.station)
    free = [each for each in columns if each not in station]
    voters = next((found for each in like if (found := _named([each.counts.get("registered", "")], free))), None)
    registered = voters or _voters(free, where)
    if not station or not registered:
        raise Problem(
            "{file}: a register needs a column of stations and one of registered voters, and its columns are "
            "{headers}. Name them “station” and “registered”, or describe the file and give it with --register-format.",
            file=path.name,
            headers=", ".join(each.header for each in columns[:12]) or "–",
        )
    draft = Draft(
        station=[each.header for each in station],
        areas={level: each.header for level, each in where.areas.items()},
        counts={"registered": registered[0].header},
        fixed=CONTEST,
        thousands=columns[0].mark,
    )
    if where.contest is not None and where.contest.different > 1:
        draft.contest, draft.contests = where.contest.header, list(dict.fromkeys(where.contest.filled))
    used = {*draft.station, *draft.areas.values(), draft.contest, registered[0].header}
    draft.ignore = [each.header for each in columns if each.header not in used]
    return draft


def _named(names: Iterable[str], columns: Sequence[Column]) -> list[Column]:
    """The columns with these headers; none where one of them is missing."""
    found = [next((each for each in columns if folded(each.header) == folded(name)), None) for name in names if name]
    return [] if None in found else [each for each in found if each is not None]


def _voters(columns: Sequence[Column], where: Places) -> list[Column]:
    """The column of registered voters, by its header, or because no other holds counts."""
    counts = [each for each in columns if each.counts and each.place not in where.places()]
    named = [each for each in counts if "registered" in meaning(each.header)]
    best = sorted(named, key=lambda each: -meaning(each.header)["registered"])
    return best[:1] or (counts if len(counts) == 1 else [])
