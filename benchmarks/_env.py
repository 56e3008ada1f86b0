"""An environment of a benchmark's own, with the libraries that are measured, so that none of them is a dependency."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
INSIDE = "ESCRUTINIO_BENCH"


def inside(name: str, pins: Sequence[str], script: str) -> bool:
    """Return True inside the environment; else make it, run the script there, and leave with its exit status."""
    if os.environ.get(INSIDE) == name:
        return True
    home = ROOT / f".venv-bench-{name}"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    made = home / ".pins"
    if not made.exists() or made.read_text(encoding="utf-8") != "\n".join(pins):
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *pins], check=True)  # noqa: S603 - our own pins
        made.write_text("\n".join(pins), encoding="utf-8")
    # -P keeps this folder off the path: a file here has the name of a library that is measured
    words = [python, "-P", script, *sys.argv[1:]]
    surroundings = {**os.environ, INSIDE: name, "PYTHONPATH": str(ROOT / "src")}
    raise SystemExit(subprocess.run(words, env=surroundings, check=False).returncode)  # noqa: S603 - ourselves
