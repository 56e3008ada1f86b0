"""Documents that were checked before, kept in the user's own cache by their content.

The key is a hash of the text, the shape and the code that checks it, so a changed file or a changed rule is always
checked anew. What is kept holds only values of ours: anything else is not loaded.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from functools import cache
from pathlib import Path

OURS = ("escrutinio.", "fractions.Fraction", "datetime.date")


def place(text: str, shape: type) -> Path:
    """Where a document of this text and shape is kept."""
    hashed = hashlib.sha256(text.encode())
    hashed.update(shape.__qualname__.encode())
    for module in (shape.__module__, __name__):
        hashed.update(_code(module))
    return _folder() / f"{hashed.hexdigest()}.pickle"


@cache
def _code(module: str) -> bytes:
    """A hash of the code beside a module; it does not change while a command runs."""
    hashed = hashlib.sha256()
    for code in sorted(Path(str(sys.modules[module].__file__)).parent.glob("*.py")):
        hashed.update(code.read_bytes())
    return hashed.digest()


def load(kept: Path) -> object:
    """A kept document, or None."""
    try:
        with kept.open("rb") as file:
            return _OnlyOurs(file).load()
    except (OSError, ValueError, EOFError, AttributeError, ImportError, IndexError, TypeError, pickle.UnpicklingError):
        return None


def keep(kept: Path, document: object) -> None:
    """Write atomically, or not at all: a cache that cannot be written only costs time."""
    import tempfile

    try:
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as part:
            part.write(pickle.dumps(document))
        Path(part.name).replace(kept)
    except OSError:
        return


class _OnlyOurs(pickle.Unpickler):
    """Loads values of this project, fractions and dates; nothing that could run."""

    def find_class(self, module: str, name: str) -> object:
        """A class by its name, where it is one of ours."""
        found = super().find_class(module, name) if f"{module}.{name}".startswith(OURS) and "." not in name else None
        if not isinstance(found, type) or not f"{found.__module__}.{found.__name__}".startswith(OURS):
            message = f"{module}.{name} is no document"
            raise pickle.UnpicklingError(message)
        return found


def _folder() -> Path:
    base = os.environ.get("ESCRUTINIO_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else _home() / ".cache") / "escrutinio" / "documents"


def _home() -> Path:
    """The user's folder; where a container's user has none, a place in which nothing can be kept."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)
