"""The public files of an election, downloaded: checked, resumed where the line was cut, and whole or not there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from escrutinio.canvass.fetching.alone import alone
from escrutinio.canvass.fetching.http import ATTEMPTS, PATIENCE, PAUSE, Line, Progress, download
from escrutinio.documents import nearest, read_checked
from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.canvass.about import PublicFile


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that is there, and how it came: downloaded, resumed after a cut, or there already.

    ``checked`` is False where the catalogue states no SHA-256: then ``sha256`` is only what we found.
    """

    name: str
    path: Path
    url: str
    sha256: str
    checked: bool
    how: Literal["downloaded", "resumed", "there"]
    licence: str = ""


def fetch(
    election_id: str | Path,
    folder: Path,
    *,
    only: Sequence[str] = (),
    overwrite: bool = False,
    attempts: int = ATTEMPTS,
    patience: float = PATIENCE,
    pause: float = PAUSE,
    progress: Progress | None = None,
) -> tuple[Fetched, ...]:
    """Download the public files that the catalogue names for an election.

    Each is written to ``NAME.part`` and renamed when it is whole and its SHA-256 is right. A file that is there and
    right is not downloaded again, and another one of its name is left alone; a part that is there is gone on with,
    where the server can.

    Args:
        election_id: an id of the catalogue, or the folder of an election.
        folder: where the files go; it is made where there is none.
        only: names of files; all where empty.
        overwrite: whether a file that is there is replaced where it is not the listed one, or nobody can tell.
        attempts: how many tries in a row may bring nothing.
        patience: seconds to wait for an answer.
        pause: seconds before the second try; doubled each time.
        progress: called with name, bytes so far, and bytes in all (0 where nobody says).

    Raises:
        Problem: no files are listed, an address is wrong or does not answer, a file is not the one that is listed,
            another fetch is downloading it, or the folder cannot be written.

    >>> fetch("bo-2020", Path("unused"), only=["no-such-file"])
    Traceback (most recent call last):
    escrutinio.model.Problem: bo-2020 lists no file “no-such-file”. Did you mean …?
    """
    line = Line(attempts, patience, pause, progress)
    files = _listed(election_id, only)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {file.name: _there(file, folder, overwrite=overwrite) for file in files}
        return tuple(there[file.name] or _alone(file, folder, line, overwrite=overwrite) for file in files)
    except OSError as error:
        raise Problem(
            "{folder} cannot be written ({why}). Check the permissions and the free space; what has come so far is "
            "kept, and the next fetch goes on from there.",
            folder=folder,
            why=error.strerror or error,
        ) from error


def public_files(election_id: str | Path) -> tuple[PublicFile, ...]:
    """The files that the catalogue names for an election.

    >>> [each.url.partition(":")[0] for each in public_files("bo-2020")][0]
    'https'
    """
    from escrutinio.canvass.about import About
    from escrutinio.canvass.catalogue import _find

    return read_checked(_find(election_id) / "election.yaml", About).files


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(election_id: str | Path, only: Sequence[str]) -> tuple[PublicFile, ...]:
    files = public_files(election_id)
    if not files:
        raise Problem(
            "no public files are listed for {election}. List them in its election.yaml, under files: url, name, "
            "sha256.",
            election=election_id,
        )
    names = [each.name for each in files]
    for name in only:
        if name not in names:
            raise Problem(
                "{election} lists no file “{name}”. Did you mean {near}?",
                election=election_id,
                name=name,
                near=nearest(name, names),
            )
    return tuple(each for each in files if not only or each.name in only)


def _there(file: PublicFile, folder: Path, *, overwrite: bool) -> Fetched | None:
    """The file, where it is there and right; one that nobody can check is taken as it is."""
    path = folder / file.name
    if not path.is_file():
        return None
    found = sha256_of(path)
    if found == file.sha256 or not (file.sha256 or overwrite):
        return Fetched(file.name, path, file.url, found, bool(file.sha256), "there", file.licence)
    if overwrite:
        return None
    raise Problem(
        "{file} is there and is not the file that is listed: its SHA-256 is {found}, not {listed}. Nothing was "
        "replaced. Give another folder, or replace it with --overwrite.",
        file=path,
        found=found,
        listed=file.sha256,
    )


def _alone(file: PublicFile, folder: Path, line: Line, *, overwrite: bool) -> Fetched:
    """Download while nobody else does; another fetch may have been done just before."""
    with alone(folder / file.name):
        return (None if overwrite else _there(file, folder, overwrite=False)) or _whole(file, folder, line)


def _whole(file: PublicFile, folder: Path, line: Line) -> Fetched:
    """Download, check, and only then give it its name; an old part that led astray is begun anew, once."""
    part = folder / f"{file.name}.part"
    if not file.sha256:
        part.unlink(missing_ok=True)  # a part that nobody can check may be of another version
    old = part.is_file()
    whole = old and sha256_of(part) == file.sha256  # only its new name was missing
    resumed = whole or download(file, part, line)
    found = sha256_of(part)
    if resumed and old and file.sha256 not in {"", found}:
        part.unlink()
        resumed = download(file, part, line)
        found = sha256_of(part)
    if file.sha256 not in {"", found}:
        wrong = part.replace(_free(folder / f"{file.name}.wrong"))
        raise Problem(
            "{url} is not the file that is listed: its SHA-256 is {found}, not {listed}. It was kept as {file}. Look "
            "whether the publisher replaced it; if so, correct election.yaml.",
            url=file.url,
            found=found,
            listed=file.sha256,
            file=wrong,
        )
    path = part.replace(folder / file.name)
    how: Literal["resumed", "downloaded"] = "resumed" if resumed else "downloaded"
    return Fetched(file.name, path, file.url, found, bool(file.sha256), how, file.licence)


def _free(path: Path) -> Path:
    """A name that no file has: this one, or with a number behind it."""
    names = (path if number == 1 else path.with_name(f"{path.name}.{number}") for number in count(1))
    return next(each for each in names if not each.exists())
