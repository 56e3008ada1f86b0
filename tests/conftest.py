"""What every test may ask for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CACHE = "ESCRUTINIO_CACHE"


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Neighbouring tests, which share what their file made once, run in one process until another has none left."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":  # neither is there without xdist
        config.option.dist = "worksteal"


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a cache of its own: what an older version of the code parsed is never believed."""
    if not hasattr(config, "workerinput"):  # the workers of xdist inherit it
        folder = tempfile.TemporaryDirectory(prefix="escrutinio-tests-")
        config.add_cleanup(folder.cleanup)
        os.environ[CACHE] = folder.name


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the repository: ``ESCRUTINIO_SHARED``, else ``../shared``; the test skips without it."""
    folder = Path(os.environ.get("ESCRUTINIO_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"there is no data folder at {folder}; say where it is with ESCRUTINIO_SHARED")
    return folder
