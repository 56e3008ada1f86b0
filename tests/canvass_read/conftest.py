"""A place for small files, made by ``made_files`` beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def made(tmp_path: Path):
    """A folder in which a test writes a file and reads it."""
    from made_files import Made  # type: ignore[import-not-found]  # it stands beside this file

    return Made(tmp_path)
