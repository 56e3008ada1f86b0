"""Downloads: checked, resumed, whole or not there; every way a line or a server can fail has its message."""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fetched_once import get, refused  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass import elections
from escrutinio.canvass.fetching.files import fetch, public_files
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.canvass_fetch.conftest import Manners

    Toy = Callable[..., Path]


def test_a_file_comes_whole_and_checked(server: Manners, election: Path, tmp_path: Path) -> None:
    """Its bytes, its SHA-256 and its licence, and no part is left."""
    folder = tmp_path / "out"
    found = get(election, folder)
    assert found.path.read_bytes() == server.body
    assert (found.how, found.checked, found.licence) == ("downloaded", True, "CC0-1.0")
    assert found.sha256 == hashlib.sha256(server.body).hexdigest()
    assert [each.name for each in folder.iterdir()] == ["counts.csv"]


def test_a_file_that_is_there_is_not_asked_for_again(election: Path, server: Manners, tmp_path: Path) -> None:
    """The second fetch only looks at the SHA-256."""
    get(election, tmp_path)
    assert get(election, tmp_path).how == "there"
    assert len(server.asked) == 1


def test_a_cut_line_is_gone_on_with(election: Path, server: Manners, tmp_path: Path) -> None:
    """Three cuts: each time only the rest is asked for."""
    server.cut, server.cuts = 50_000, 3
    found = get(election, tmp_path)
    assert found.path.read_bytes() == server.body
    assert found.how == "resumed"
    assert server.asked == ["", "bytes=50000-", "bytes=100000-", "bytes=150000-"]


def test_a_part_of_yesterday_is_gone_on_with(election: Path, server: Manners, tmp_path: Path) -> None:
    """A fetch that was stopped left a part; the next one asks for the rest."""
    (tmp_path / "counts.csv.part").write_bytes(server.body[:1_234])
    assert get(election, tmp_path).path.read_bytes() == server.body
    assert server.asked == ["bytes=1234-"]


def test_a_part_that_is_whole_only_gets_its_name(election: Path, server: Manners, tmp_path: Path) -> None:
    """Stopped between the last byte and the new name."""
    (tmp_path / "counts.csv.part").write_bytes(server.body)
    assert get(election, tmp_path).path.read_bytes() == server.body
    assert server.asked == []


def test_a_part_of_another_file_is_thrown_away(election: Path, server: Manners, tmp_path: Path) -> None:
    """A resumed file with the wrong SHA-256 is fetched once more from its beginning."""
    (tmp_path / "counts.csv.part").write_bytes(b"x" * 1_000)
    assert get(election, tmp_path).path.read_bytes() == server.body
    assert server.asked == ["bytes=1000-", ""]


def test_a_part_longer_than_the_file_is_thrown_away(election: Path, server: Manners, tmp_path: Path) -> None:
    """The server says 416, and the file comes from its beginning."""
    (tmp_path / "counts.csv.part").write_bytes(server.body + b"more")
    assert get(election, tmp_path).path.read_bytes() == server.body
    assert server.asked == ["bytes=204804-", ""]


def test_a_server_without_ranges_begins_anew(election: Path, server: Manners, tmp_path: Path) -> None:
    """It answers with the whole file, which is not glued to the part."""
    server.ranges, server.cut, server.cuts = False, 50_000, 2
    found = get(election, tmp_path)
    assert found.path.read_bytes() == server.body
    assert found.how == "downloaded"


def test_a_server_that_lies_about_ranges_is_not_believed(election: Path, server: Manners, tmp_path: Path) -> None:
    """A part that would go on from elsewhere is dropped."""
    server.lies, server.cut, server.cuts = True, 50_000, 1
    assert get(election, tmp_path).path.read_bytes() == server.body
    assert server.asked == ["", "bytes=50000-", ""]


def test_a_file_that_changes_while_it_is_cut_is_not_mixed(toy: Toy, server: Manners, tmp_path: Path) -> None:
    """Without a SHA-256 the ETag decides: another one means from the beginning."""
    server.cut, server.cuts = 50_000, 1

    def change(_name: str, _done: int, _total: int) -> None:
        server.tag, server.body = '"two"', b"new" * 1_000

    election = toy("counts.csv", sha256="")
    found = get(election, tmp_path, progress=change)
    assert found.path.read_bytes() == b"new" * 1_000
    assert found.checked is False


def test_a_file_nobody_can_check_is_not_gone_on_with_from_yesterday(toy: Toy, server: Manners, tmp_path: Path) -> None:
    """Its part may be of another version."""
    (tmp_path / "counts.csv.part").write_bytes(server.body[:10])
    get(toy("counts.csv", sha256=""), tmp_path)
    assert server.asked == [""]


def test_a_busy_server_is_asked_again(election: Path, server: Manners, tmp_path: Path) -> None:
    """503 and 429 pass."""
    server.statuses = [503, 429]
    assert get(election, tmp_path).path.read_bytes() == server.body


def test_progress_goes_up_to_the_whole(election: Path, server: Manners, tmp_path: Path) -> None:
    """Also over a cut."""
    server.cut, server.cuts = 50_000, 1
    told: list[tuple[str, int, int]] = []
    get(election, tmp_path, progress=lambda *each: told.append(each))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1] == ("counts.csv", 204_800, 204_800)


def test_two_files_and_only_one_of_them(toy: Toy, tmp_path: Path) -> None:
    """All that are listed, or those that are named."""
    election = toy("counts.csv", "second.csv")
    assert [each.name for each in fetch(election, tmp_path / "all")] == ["counts.csv", "second.csv"]
    assert [each.name for each in fetch(election, tmp_path / "one", only=["second.csv"])] == ["second.csv"]


# What cannot be done, and what is said


def test_a_wrong_file_is_told_and_kept_apart(toy: Toy, server: Manners, tmp_path: Path) -> None:
    """Neither taken for the right one nor lost."""
    election = toy("counts.csv", sha256="0" * 64)
    words = refused(election, tmp_path)
    assert (
        f"is not the file that is listed: its SHA-256 is {hashlib.sha256(server.body).hexdigest()}, not {'0' * 64}."
        in words
    )
    assert "Look whether the publisher replaced it" in words
    assert (tmp_path / "counts.csv.wrong").read_bytes() == server.body
    assert not (tmp_path / "counts.csv").exists()
    assert f"It was kept as {tmp_path / 'counts.csv.wrong.2'}." in refused(election, tmp_path)


def test_a_file_that_is_gone_is_told_at_once(election: Path, server: Manners, tmp_path: Path) -> None:
    """404 is not tried again."""
    server.statuses = [404]
    words = refused(election, tmp_path)
    assert "is not there (404). Look for counts.csv at its publisher, and correct its address" in words
    assert len(server.asked) == 1


def test_a_refusal_is_told_at_once(election: Path, server: Manners, tmp_path: Path) -> None:
    """403 is not tried again either."""
    server.statuses = [403]
    assert "refuses (403 Forbidden). Open it in a browser" in refused(election, tmp_path)
    assert len(server.asked) == 1


def test_a_server_that_stays_busy_is_given_up(election: Path, server: Manners, tmp_path: Path) -> None:
    """After as many tries as were allowed."""
    server.statuses = [503] * 9
    words = refused(election, tmp_path)
    assert "does not answer as it should (503 Service Unavailable); 3 tries in a row brought nothing." in words
    assert len(server.asked) == 3


def test_nobody_listens(toy: Toy, tmp_path: Path) -> None:
    """A port that was just closed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    election = toy("counts.csv", url=f"http://127.0.0.1:{port}/x")
    words = refused(election, tmp_path)
    assert "(Connection refused); 3 tries in a row brought nothing. Check the network and try again." in words
    assert "bytes are kept" not in words


def test_no_network(toy: Toy, tmp_path: Path) -> None:
    """A name that no resolver knows (RFC 6761 keeps .invalid free)."""
    election = toy("counts.csv", url="http://counts.invalid/x")
    assert "http://counts.invalid/x does not answer as it should (" in refused(election, tmp_path, attempts=1)


def test_a_silent_server_is_not_waited_for_for_ever(election: Path, server: Manners, tmp_path: Path) -> None:
    """The patience that was asked for."""
    server.hangs = 0.6
    assert "timed out" in refused(election, tmp_path, attempts=1, patience=0.2)


def test_a_line_that_is_always_cut_at_the_same_place_is_given_up(
    election: Path, server: Manners, tmp_path: Path
) -> None:
    """What has come is kept for the next fetch, and the message says how much and where."""
    server.ranges, server.cut, server.cuts = False, 50_000, 99
    words = refused(election, tmp_path)
    assert "(50000 of 204800 bytes came)" in words
    assert f"50000 bytes are kept in {tmp_path / 'counts.csv.part'}." in words
    assert len(server.asked) == 4
    server.ranges, server.cuts = True, 0
    assert get(election, tmp_path).how == "resumed"


def test_a_full_disk_is_told_before(election: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the size is known, nothing is begun that has no room."""
    usage = type(shutil.disk_usage(tmp_path))
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10, 10, 1_000))
    words = refused(election, tmp_path)
    assert f"{tmp_path} has room for 1000 bytes, and counts.csv needs 204800 more. Make room" in words


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_fills_up_is_told(election: Path, tmp_path: Path) -> None:
    """A write that fails: what it is about, and what to do."""
    (tmp_path / "counts.csv.part").symlink_to("/dev/full")
    words = refused(election, tmp_path)
    assert f"{tmp_path} cannot be written (No space left on device). Check the permissions and the free space" in words


def test_a_folder_that_is_a_file_is_told(election: Path, tmp_path: Path) -> None:
    """The same message."""
    (tmp_path / "file").touch()
    assert "cannot be written (File exists)" in refused(election, tmp_path / "file")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "counts.csv"])
def test_only_the_web_is_asked(toy: Toy, url: str, tmp_path: Path) -> None:
    """No other kind of address is opened."""
    words = refused(toy("counts.csv", url=url), tmp_path)
    assert f"“{url}” cannot be downloaded. Give an address that begins with https://." in words


def test_an_election_without_files_says_so(toy: Toy, tmp_path: Path) -> None:
    """And where to list them."""
    assert "no public files are listed for" in refused(toy(), tmp_path)


def test_a_name_that_is_not_listed_is_told(election: Path, tmp_path: Path) -> None:
    """With the nearest that is."""
    assert "lists no file “count.csv”. Did you mean counts.csv?" in refused(election, tmp_path, only=["count.csv"])


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"name": "../x"}, "“../x” is not the name of a file. Write it without a folder"),
        ({"name": ".x"}, "“.x” is not the name of a file."),
        ({"sha256": "abc"}, "“abc” is no SHA-256. Write its 64 digits and small letters a to f"),
    ],
)
def test_a_page_that_would_write_elsewhere_is_refused(odd: dict[str, str], words: str, toy: Toy) -> None:
    """Names are names, and checksums checksums."""
    folder = toy(odd.pop("name", "counts.csv"), **odd)
    with pytest.raises(Problem, match=re.escape(words)):
        public_files(folder)


# The catalogue


def test_what_the_catalogue_lists_can_be_asked_for() -> None:
    """Secure addresses, each file once, and each says on which terms it is passed on."""
    for name in elections():
        files = public_files(name)
        assert all(each.url.startswith("https://") and each.licence for each in files)
        assert len({each.name for each in files}) == len(files)


@pytest.mark.shared
def test_the_listed_checksums_are_those_of_the_files_we_have(shared: Path) -> None:
    """The files of 2020 that are kept byte for byte in the data folder."""
    kept = {each.name: each for each in (shared / "data" / "raw").iterdir()}
    known = [each for each in public_files("bo-2020") if each.sha256]
    assert len(known) == 2
    for each in known:
        file = kept[f"2020_{each.name}"]
        assert (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_size) == (each.sha256, each.bytes)
