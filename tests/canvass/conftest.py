"""A copy of the election of 2020 that a test may spoil."""

import shutil
from pathlib import Path

import pytest

import escrutinio

ELECTION = Path(escrutinio.__file__).parent / "countries/bo/elections/2020"


@pytest.fixture
def folder(tmp_path):
    """The folder of the election of 2020, copied."""
    return Path(shutil.copytree(ELECTION, tmp_path / "copy"))


@pytest.fixture
def edit(folder):
    """Replace words in a file of the copy, once, and give its folder."""

    def change(name, *changes):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after, 1)
        path.write_text(text, encoding="utf-8")
        return folder

    return change
