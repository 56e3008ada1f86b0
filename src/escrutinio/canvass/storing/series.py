"""Every snapshot of one contest that counts, one after the other, from a store or from a published folder."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.naming import several_contests
from escrutinio.canvass.sheets import literal, quoted
from escrutinio.canvass.storing.database import held
from escrutinio.canvass.storing.publishing import in_order, proved, snapshot_of
from escrutinio.canvass.storing.snapshots import as_of, nothing_of, nothing_there, snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.storing.snapshots import Snapshot
    from escrutinio.canvass.storing.store import Store


@dataclass(frozen=True, eq=False)
class Series:
    """The snapshots of a contest in the order of time; ``sheets`` stands after FROM and has a column ``snapshot``."""

    engine: Engine
    contest: str
    snapshots: tuple[Snapshot, ...]
    sheets: str


def series(place: Store | Path | str, contest: str | None = None) -> Series:
    """The snapshots of a contest.

    Args:
        place: an open store, or the folder of published snapshots.
        contest: which; the only one there is where None.

    Raises:
        Problem: there is no such contest, there are several, or a published file is not the one that was published.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     found = series(store)
    ...     found.contest, [each.id for each in found.snapshots]
    ('president', [1, 2])
    """
    if isinstance(place, (str, Path)):
        return _of_folder(Path(place), contest)
    name = contest or _one({each.contest: None for each in snapshots(place)}, None, place.path)
    as_of(place, name)
    return Series(place.engine, name, snapshots(place, name), held(f"sheets_{name}"))


def _of_folder(folder: Path, contest: str | None) -> Series:
    entries = in_order(folder)
    name = _one({each["contest"]: None for each in entries}, contest, folder)
    mine = [each for each in entries if each["contest"] == name]
    parts = [
        f"SELECT {int(each['id'])} AS snapshot, * FROM read_parquet({literal(str(proved(folder, each)))})"
        for each in mine
    ]
    engine = Embedded()
    engine.rows(f"CREATE TEMP VIEW {quoted(f'sheets_{name}')} AS {' UNION ALL BY NAME '.join(parts)}")
    return Series(engine, name, tuple(map(snapshot_of, mine)), quoted(f"sheets_{name}"))


def _one(contests: Mapping[str, None], contest: str | None, place: Path) -> str:
    """The contest asked for; where none is, the only one there is."""
    if not contests:
        raise nothing_there(place)
    if contest is not None and contest not in contests:
        raise nothing_of(place, contest, contests)
    if contest is None and len(contests) > 1:
        raise several_contests(contests)
    return contest or next(iter(contests))
