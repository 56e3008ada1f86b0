"""One file over HTTP into a part on disk: tried again after a cut, from where it was cut if the server can."""

from __future__ import annotations

import http.client
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from escrutinio.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from escrutinio.canvass.about import PublicFile

CHUNK = 1 << 18
GONE = {404, 410}
LATER = {408, 425, 429, 500, 502, 503, 504}
"""Answers that another try may change."""

LONGEST_PAUSE = 60.0

Progress = Callable[[str, int, int], None]
"""Called with a file's name, its bytes so far, and in all (0 where nobody says)."""

ATTEMPTS = 5
PATIENCE = 30.0
PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """How to download: tries in a row that bring nothing, seconds to wait for an answer, seconds before trying again.

    The pause doubles with each try.
    """

    attempts: int = ATTEMPTS
    patience: float = PATIENCE
    pause: float = PAUSE
    progress: Progress | None = None


@dataclass
class _Cut(Exception):  # noqa: N818 - it is no error yet: the next try goes on
    """The line was cut, or the server asks for patience."""

    why: str
    pause: float = 0.0


def download(file: PublicFile, part: Path, line: Line) -> bool:
    """Bring a file's bytes into its part.

    Args:
        file: what to download.
        part: where to; what is there already is gone on with.
        line: how patiently.

    Returns:
        Whether some of it was there before, or the line was cut on the way, and the server went on from there.

    Raises:
        Problem: the address is wrong, refuses, or does not answer.
        OSError: the part cannot be written.
    """
    if urlsplit(file.url).scheme not in {"http", "https"}:
        raise Problem("“{url}” cannot be downloaded. Give an address that begins with https://.", url=file.url)
    resumed, tag, failures, farthest = False, "", 0, _size(part)
    while True:
        try:
            answer = _ask(file, part, line, tag)
            with answer:
                went_on = answer.status == http.client.PARTIAL_CONTENT
                tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
                resumed = resumed or went_on
                _write(answer, file, part, line, begin=_size(part) if went_on else 0)
                return resumed
        except _Cut as cut:
            failures = 0 if _size(part) > farthest else failures + 1
            farthest = max(farthest, _size(part))
            if failures >= line.attempts:
                raise _silent(file, part, failures, cut.why) from cut
            time.sleep(min(LONGEST_PAUSE, max(cut.pause, line.pause * 2 ** max(0, failures - 1))))


def _ask(file: PublicFile, part: Path, line: Line, tag: str) -> Any:  # noqa: ANN401 - what urlopen gives is untyped
    """Ask for what is missing; for all of it where the part cannot be gone on with."""
    size = _size(part)
    if size and not (tag or file.sha256):
        part.unlink()  # nobody could tell whether the rest belongs to it
        size = 0
    headers = {"User-Agent": "escrutinio", "Accept-Encoding": "identity"}
    if size:
        headers |= {"Range": f"bytes={size}-"} | ({"If-Range": tag} if tag else {})
    try:
        answer = urlopen(Request(file.url, headers=headers), timeout=line.patience)  # noqa: S310 - http or https only
    except HTTPError as error:
        error.close()
        raise _refused(file, part, error) from error
    except (URLError, OSError, http.client.HTTPException) as error:
        raise _Cut(_why(error)) from error
    if answer.status == http.client.PARTIAL_CONTENT and not _goes_on(answer, size):
        part.unlink(missing_ok=True)
        raise _Cut("the server went on from another place")
    return answer


def _goes_on(answer: Any, size: int) -> bool:  # noqa: ANN401 - what urlopen gives is untyped
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {size}-")


def _refused(file: PublicFile, part: Path, error: HTTPError) -> Exception:
    """What a status that is no success means: begin anew, wait, or give up."""
    if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
        part.unlink(missing_ok=True)
        return _Cut("the part was longer than the file")
    if error.code in LATER:
        asked = str(error.headers.get("Retry-After") or "")
        return _Cut(f"{error.code} {error.reason}", float(asked) if asked.isdecimal() else 0.0)
    if error.code in GONE:
        return Problem(
            "{url} is not there ({status}). Look for {name} at its publisher, and correct its address in "
            "election.yaml.",
            url=file.url,
            status=error.code,
            name=file.name,
        )
    return Problem(
        "{url} refuses ({status} {why}). Open it in a browser to see what it asks for.",
        url=file.url,
        status=error.code,
        why=error.reason,
    )


def _write(answer: Any, file: PublicFile, part: Path, line: Line, begin: int) -> None:  # noqa: ANN401 - as above
    """Write the body on from a place, until it is whole."""
    told = answer.headers.get("Content-Length")
    total = begin + int(told) if told and told.isdecimal() else file.bytes
    _room(file, part, max(total, file.bytes) - begin)
    with part.open("ab" if begin else "wb") as out:
        done = begin
        while chunk := _chunk(answer):
            out.write(chunk)
            out.flush()
            done += len(chunk)
            if line.progress:
                line.progress(file.name, done, total)
    if total and done < total:
        raise _Cut(f"{done} of {total} bytes came")


def _chunk(answer: Any) -> bytes:  # noqa: ANN401 - as above
    try:
        return bytes(answer.read1(CHUNK))
    except (OSError, http.client.HTTPException) as error:
        raise _Cut(_why(error)) from error


def _room(file: PublicFile, part: Path, needed: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if needed > free:
        raise Problem(
            "{folder} has room for {free} bytes, and {name} needs {needed} more. Make room, or give another folder.",
            folder=part.parent,
            free=free,
            name=file.name,
            needed=needed,
        )


def _silent(file: PublicFile, part: Path, failures: int, why: str) -> Problem:
    size = _size(part)
    template = (
        "{url} does not answer as it should ({why}); {attempts} tries in a row brought nothing. Check the network and "
        "try again: {size} bytes are kept in {part}."
        if size
        else "{url} does not answer as it should ({why}); {attempts} tries in a row brought nothing. Check the network "
        "and try again."
    )
    return Problem(template, url=file.url, why=why, attempts=failures, size=size, part=part)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", None) or reason) or type(error).__name__


def _size(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0
