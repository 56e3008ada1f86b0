"""Fetches of one small file for tests: without long pauses, and those that must fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.fetching.files import Fetched, fetch
from escrutinio.model import Problem

if TYPE_CHECKING:
    from pathlib import Path


def get(election: Path, folder: Path, **options: Any) -> Fetched:
    """Fetch without long pauses; there is one file."""
    return fetch(election, folder, **{"attempts": 3, "pause": 0.01, "patience": 5.0} | options)[0]


def refused(*args: Any, **options: Any) -> str:
    """The message of a fetch that must fail."""
    with pytest.raises(Problem) as told:
        get(*args, **options)
    return str(told.value)
