"""Downloads beside others: a file of the same name that is there already, and two fetches at once."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from fetched_once import get, refused  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.fetching.alone import alone
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.canvass_fetch.conftest import Manners

    Toy = Callable[..., Path]


def test_a_file_of_the_same_name_is_left_alone(server: Manners, election: Path, tmp_path: Path) -> None:
    """What is there and is not the listed file stays, and nobody is asked; --overwrite replaces it."""
    (tmp_path / "counts.csv").write_bytes(b"old")
    words = refused(election, tmp_path)
    assert f"{tmp_path / 'counts.csv'} is there and is not the file that is listed: its SHA-256 is " in words
    assert "Nothing was replaced. Give another folder, or replace it with --overwrite." in words
    assert (tmp_path / "counts.csv").read_bytes() == b"old"
    assert server.asked == []
    found = get(election, tmp_path, overwrite=True)
    assert (found.how, found.path.read_bytes()) == ("downloaded", server.body)


def test_nothing_is_fetched_beside_a_file_that_stays(toy: Toy, server: Manners, tmp_path: Path) -> None:
    """Of two files the second is another one: the first is not begun either."""
    (tmp_path / "second.csv").write_bytes(b"mine")
    assert "second.csv is there and is not the file" in refused(toy("counts.csv", "second.csv"), tmp_path)
    assert (server.asked, (tmp_path / "counts.csv").exists()) == ([], False)


def test_a_file_nobody_can_check_is_replaced_only_when_asked(toy: Toy, server: Manners, tmp_path: Path) -> None:
    """Without a SHA-256 it is taken as it is, unless it is to be overwritten."""
    election = toy("counts.csv", sha256="")
    (tmp_path / "counts.csv").write_bytes(b"old")
    assert get(election, tmp_path).how == "there"
    assert (tmp_path / "counts.csv").read_bytes() == b"old"
    assert get(election, tmp_path, overwrite=True).path.read_bytes() == server.body


def test_right_files_are_not_fetched_again_to_overwrite(election: Path, server: Manners, tmp_path: Path) -> None:
    """The listed file is there: nothing needs to be replaced."""
    get(election, tmp_path)
    assert get(election, tmp_path, overwrite=True).how == "there"
    assert len(server.asked) == 1


# Two at once


def test_two_fetches_do_not_spoil_each_other(election: Path, server: Manners, tmp_path: Path) -> None:
    """Who comes second while the first is at work is told; the first brings the file whole, and no lock is left."""
    told: list[str] = []

    def meanwhile(_name: str, _done: int, _total: int) -> None:
        if not told:
            told.append(refused(election, tmp_path))

    found = get(election, tmp_path, progress=meanwhile)
    [words] = told
    assert words.startswith(f"{tmp_path / 'counts.csv'} is being downloaded by another fetch. Wait until it is done")
    assert found.path.read_bytes() == server.body
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["counts.csv"]
    assert get(election, tmp_path).how == "there"


def test_a_lock_that_was_left_lying_shuts_nobody_out(election: Path, server: Manners, tmp_path: Path) -> None:
    """A fetch that was killed leaves the file of its lock, and the system has let go of it."""
    (tmp_path / ".counts.csv.lock").touch()
    assert get(election, tmp_path).path.read_bytes() == server.body


def test_a_lock_that_is_taken_away_is_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opened it before it was taken away, and locks it after, must not work beside the next."""

    def too_late(_handle: int) -> bool:
        (tmp_path / ".x.lock").unlink()
        return True

    monkeypatch.setattr("escrutinio.canvass.fetching.alone._locked", too_late)
    with pytest.raises(Problem, match="x is being downloaded by another fetch"), alone(tmp_path / "x"):
        pytest.fail("it was no lock")


def test_a_disk_without_locks_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network drives cannot lock; a file can be fetched there."""
    monkeypatch.setattr("fcntl.flock", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOLCK, "no locks")))
    with alone(tmp_path / "x"):
        assert (tmp_path / ".x.lock").exists()
