"""One download of a file at a time: whoever comes second is told, and a fetch that died leaves no door shut."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Have a file to oneself while it is downloaded, by a lock beside it.

    The system lets go of the lock when its holder ends, however it ends; so one that is left lying shuts nobody out.

    Args:
        path: the file; the lock is ``.NAME.lock``.

    Raises:
        Problem: somebody else is downloading it.
        OSError: the folder cannot be written.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder, alone(Path(folder) / "a.csv"):
    ...     [each.name for each in Path(folder).iterdir()]
    ['.a.csv.lock']
    """
    lock = path.with_name(f".{path.name}.lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not (_locked(handle) and _same(handle, lock)):
            raise Problem(
                "{file} is being downloaded by another fetch. Wait until it is done and fetch again, or give another "
                "folder.",
                file=path,
            )
        try:
            yield
        finally:
            with suppress(OSError):  # where an open file cannot be taken away it stays, and shuts nobody out
                lock.unlink()
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Lock an open file, unless somebody else has."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore] # only there
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a disk that knows no locks: better than no download at all
    return True


def _same(handle: int, lock: Path) -> bool:
    """Whether the lock is still what lies there: whoever was done may just have taken it away."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except OSError:
        return False
