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
from escrutinio.canvass.storing.store import Known, Snapshot, snapshots, table_of
from escrutinio.canvass.storing.times import moment, utc
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        Problem: the folder holds snapshots of another store, or cannot be written.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     [path.name for path in publish(store, store.path.with_name("public"))]
    ['1.parquet', '2.parquet']
    """
    place = Path(folder)
    with told(place):
        place.mkdir(parents=True, exist_ok=True)
        index = _index(place) if (place / INDEX).exists() else {}
        written = []
        for each in snapshots(store):
            if not _there(place, index, each):
                written.append(_write(store, place, each))
                index[_name(each)] = _entry(place, each)
        if written:
            with _replacing(place / INDEX) as part:
                lines = sorted(index.values(), key=lambda entry: (entry["utc"], entry["id"], entry["contest"]))
                part.write_text(json.dumps({"snapshots": lines}, indent=1, ensure_ascii=False), encoding="utf-8")
    return tuple(written)


def published(folder: Path | str, *, at: datetime | str | None = None, engine: Engine | None = None) -> Known:
    """What was published by a time, from its files alone: the store is not opened.

    Args:
        folder: where ``publish`` wrote.
        at: with its offset from UTC; the latest where None.
        engine: where to open the files; one of our own where None.

    Returns:
        For each contest the table ``current_<contest>`` of its last snapshot.

    Raises:
        Problem: nothing is published there, or the index cannot be read.

    >>> from escrutinio.canvass.storing.samples import sample_store
    >>> with sample_store() as store:
    ...     _ = publish(store, store.path.with_name("public"))
    ...     published(store.path.with_name("public")).snapshots["president"].rows
    2
    """
    place = Path(folder)
    on = engine or Embedded()
    until = utc(moment(at)) if at is not None else None
    entries = sorted(_index(place).values(), key=lambda entry: (entry["utc"], entry["id"]))
    last = {each["contest"]: each for each in entries if until is None or utc(moment(each["time"])) <= until}
    for contest, entry in last.items():
        on.view(f"current_{contest}", [str(place / entry["parquet"])])
    tables = {contest: f"current_{contest}" for contest in last}
    return Known(on, tables, {contest: _snapshot(entry) for contest, entry in last.items()})


def _index(place: Path) -> dict[str, dict[str, Any]]:
    try:
        lines = json.loads((place / INDEX).read_text(encoding="utf-8"))["snapshots"]
        return {each["parquet"]: each for each in lines}
    except FileNotFoundError:
        raise Problem("nothing is published in {folder}: it has no index.json.", folder=place) from None
    except (ValueError, KeyError, TypeError):
        raise Problem("{file} is not an index of published snapshots. Publish again.", file=place / INDEX) from None


def _name(snapshot: Snapshot) -> str:
    return f"{quote(snapshot.contest, safe=' ')}/{snapshot.id}.parquet"  # a contest's name may hold a slash


def _there(place: Path, index: dict[str, dict[str, Any]], snapshot: Snapshot) -> bool:
    entry = index.get(_name(snapshot))
    if entry is not None and entry["sha256"] != snapshot.sha256:
        raise Problem(
            "{folder} holds the snapshots of another store. Publish to another folder, or empty this one.", folder=place
        )
    return entry is not None and (place / _name(snapshot)).is_file()


def _write(store: Store, place: Path, snapshot: Snapshot) -> Path:
    path = place / _name(snapshot)
    path.parent.mkdir(exist_ok=True)
    table = quoted(table_of(store, snapshot))
    with _replacing(path) as part:
        store.engine.rows(f"COPY {table} TO {literal(str(part))} (FORMAT parquet, COMPRESSION zstd)")
    return path


def _entry(place: Path, snapshot: Snapshot) -> dict[str, Any]:
    with (place / _name(snapshot)).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stated = {"utc": utc(moment(snapshot.time)).isoformat(), "parquet": _name(snapshot), "parquet_sha256": digest}
    return asdict(snapshot) | stated


def _snapshot(entry: dict[str, Any]) -> Snapshot:
    fields = {name: entry[name] for name in Snapshot.__dataclass_fields__}
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
