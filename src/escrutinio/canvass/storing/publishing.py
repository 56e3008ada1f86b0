"""Snapshots for everybody: immutable Parquet files that can be read while the store is being written."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import literal, quoted
from escrutinio.canvass.storing.database import told
from escrutinio.canvass.storing.snapshots import Known, Snapshot, nothing_there, refuse_altered, snapshots, table_of
from escrutinio.canvass.storing.times import moment, utc
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.storing.store import Store

INDEX = "index.json"


def publish(store: Store, folder: Path | str) -> tuple[Path, ...]:
    """Write every snapshot that is not published yet, then the index that names them.

    A file appears whole or not at all, and is never changed afterwards; the index is replaced last, so that whoever
    reads it finds every file it names.

    Args:
        store: an open store.
        folder: made where it is not there; ``<contest>/<snapshot>.parquet`` and ``index.json``.

    Returns:
        The files written now.

    Raises:
        Problem: the store is empty, the folder holds snapshots of another store, or it cannot be written.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     [path.name for path in publish(store, store.path.with_name("public"))]
    ['1.parquet', '2.parquet']
    """
    place = Path(folder)
    every = snapshots(store, superseded=True)
    if not every:
        raise nothing_there(store.path)
    with told(place):
        place.mkdir(parents=True, exist_ok=True)
        before = _index(place) if (place / INDEX).exists() else {}
        _refuse_another(place, before, every)
        index = {name: _standing(entry, every) for name, entry in before.items()}
        new = [each for each in every if each.superseded is None and not _there(place, index, each)]
        refuse_altered(store, new)
        written = [_write(store, place, each) for each in new]
        index |= {_name(each): _entry(place, each) for each in new}
        if index != before:
            with _replacing(place / INDEX) as part:
                lines = sorted(index.values(), key=lambda entry: (entry["utc"], entry["id"], entry["contest"]))
                part.write_text(json.dumps({"snapshots": lines}, indent=1, ensure_ascii=False), encoding="utf-8")
    return tuple(written)


def published(
    folder: Path | str,
    *,
    at: datetime | str | None = None,
    engine: Engine | None = None,
    contest: str | None = None,
) -> Known:
    """What was published by a time, from its files alone: the store is not opened.

    Args:
        folder: where ``publish`` wrote.
        at: with its offset from UTC; the latest where None.
        engine: where to open the files; one of our own where None.
        contest: only this one.

    Returns:
        For each contest the table ``current_<contest>`` of its last snapshot.

    Raises:
        Problem: nothing is published there, the index cannot be read, or a file is not the one that was published.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     _ = publish(store, store.path.with_name("public"))
    ...     published(store.path.with_name("public")).snapshots["president"].rows
    2
    """
    place = Path(folder)
    until = utc(moment(at)) if at is not None else None
    wanted = [each for each in in_order(place, contest) if until is None or utc(moment(each["time"])) <= until]
    last = {each["contest"]: each for each in wanted}
    on = engine or Embedded()
    for name, entry in last.items():
        on.view(f"current_{name}", [str(proved(place, entry))])
    tables = {name: f"current_{name}" for name in last}
    return Known(on, tables, {name: snapshot_of(entry) for name, entry in last.items()})


def in_order(folder: Path | str, contest: str | None = None) -> list[dict[str, Any]]:
    """The entries of an index in the order of time, without those that a later reading of their file replaced.

    Args:
        folder: where ``publish`` wrote.
        contest: only this one's.

    Raises:
        Problem: nothing is published there, or the index cannot be read.
    """
    entries = sorted(_index(Path(folder)).values(), key=lambda entry: (entry["utc"], entry["id"]))
    standing = [each for each in entries if each.get("superseded") is None]
    return [each for each in standing if contest in {None, each["contest"]}]


def proved(folder: Path, entry: Mapping[str, Any]) -> Path:
    """The Parquet file of an entry, once its SHA-256 is the one that the index says.

    Raises:
        Problem: it is not there, or it is another file.
    """
    path: Path = folder / entry["parquet"]
    try:
        found = _sha256(path)
    except OSError as error:
        raise Problem(
            "{folder} has not the file {file} that its index names ({why}). Publish again, or take the whole folder "
            "from whoever published it.",
            folder=folder,
            file=entry["parquet"],
            why=error.strerror or error,
        ) from error
    if found != entry["parquet_sha256"]:
        raise Problem(
            "{file} is not the snapshot that was published: its SHA-256 is {found}, and the index says {said}. It was "
            "replaced, cut off or damaged. Delete it and publish again, or take the folder from whoever published it.",
            file=path,
            found=found,
            said=entry["parquet_sha256"],
        )
    return path


def _index(place: Path) -> dict[str, dict[str, Any]]:
    """The entries by their file; one that lacks what makes it checkable is no entry of ours."""
    try:
        lines = json.loads((place / INDEX).read_text(encoding="utf-8"))["snapshots"]
        for each in lines:
            _ = each["sha256"], each["parquet_sha256"], each["utc"], each["id"], each["contest"]
        return {each["parquet"]: each for each in lines}
    except FileNotFoundError:
        raise Problem("nothing is published in {folder}: it has no index.json.", folder=place) from None
    except (ValueError, KeyError, TypeError):
        raise Problem("{file} is not an index of published snapshots. Publish again.", file=place / INDEX) from None


def _name(snapshot: Snapshot) -> str:
    return f"{quote(snapshot.contest, safe=' ')}/{snapshot.id}.parquet"  # a contest's name may hold a slash


def _refuse_another(place: Path, index: Mapping[str, dict[str, Any]], every: Sequence[Snapshot]) -> None:
    """Refuse, before anything is written, a folder that has a snapshot which the store has not."""
    ours = {_name(each): each.sha256 for each in every}
    if any(ours.get(name) != entry["sha256"] for name, entry in index.items()):
        raise Problem(
            "{folder} holds the snapshots of another store. Publish to another folder, or empty this one.", folder=place
        )


def _standing(entry: dict[str, Any], every: Sequence[Snapshot]) -> dict[str, Any]:
    """An entry of the index, with the snapshot that took its place meanwhile."""
    instead = {_name(each): each.superseded for each in every}[entry["parquet"]]
    return entry | ({} if instead is None else {"superseded": instead})


def _there(place: Path, index: Mapping[str, dict[str, Any]], snapshot: Snapshot) -> bool:
    return _name(snapshot) in index and (place / _name(snapshot)).is_file()


def _write(store: Store, place: Path, snapshot: Snapshot) -> Path:
    path = place / _name(snapshot)
    path.parent.mkdir(exist_ok=True)
    table = quoted(table_of(store, snapshot))
    with _replacing(path) as part:  # not through the store's engine, which would blame the store's disk
        store.engine.connection.execute(f"COPY {table} TO {literal(str(part))} (FORMAT parquet, COMPRESSION zstd)")
    return path


def _entry(place: Path, snapshot: Snapshot) -> dict[str, Any]:
    stated = {"utc": utc(moment(snapshot.time)).isoformat(), "parquet": _name(snapshot)}
    return (
        asdict(snapshot) | stated | {"parquet_sha256": _sha256(place / _name(snapshot)), "lists": list(snapshot.lists)}
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def snapshot_of(entry: Mapping[str, Any]) -> Snapshot:
    """The snapshot that an entry of the index describes."""
    fields = {name: entry[name] for name in Snapshot.__dataclass_fields__ if name in entry}
    return Snapshot(**fields | {"lists": tuple(entry["lists"])})


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A place to write in; what was written there takes the file's name at once, when it is safely on the disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        _sync(part)
        part.replace(path)
        _sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until the disk has it; a system that cannot sync a folder need not."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
