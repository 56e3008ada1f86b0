"""A country is a folder of data: a made-up one is found and elected without any Python, cached or not."""

import os
import pickle
import stat
from pathlib import Path

import pytest

import escrutinio as es
from escrutinio.canvass import elections
from escrutinio.law import available
from escrutinio.model import Problem

LAW = """\
law: lagoon
country: lagoon
name: {es: Ley de la Laguna, en: Lagoon Act}
texts:
  act: {title: Lagoon Act}
bodies:
  president:
    name: {es: Presidencia, en: Presidency}
    kinds: {president: {es: presidenta, en: president}}
    stages:
      - id: vote
        does: single_winner
        name: {es: Mayoría absoluta, en: Absolute majority}
        from: 2000-01-01
        source: {text: act, article: "1"}
        basis: text
        votes: president
        wins: {share: 1/2, of: valid_votes, boundary: more_than}
        otherwise: parliament
        gives: president
        ties: lots
  council:
    name: {es: Consejo, en: Council}
    kinds: {seat: {es: escaños, en: seats}}
    distribution:
      - from: 2000-01-01
        source: {text: act, article: "2"}
        basis: text
        members: 8
        areas: {Inner: {seat: 5}, Outer: {seat: 3}}
    stages:
      - id: threshold
        does: threshold
        name: {es: Umbral, en: Threshold}
        from: 2000-01-01
        source: {text: act, article: "3"}
        basis: text
        votes: council
        admits: {share: 1/10, of: valid_votes, over: country, boundary: at_least}
      - id: seats
        does: highest_averages
        name: {es: Escaños, en: Seats}
        from: 2000-01-01
        source: {text: act, article: "4"}
        basis: text
        votes: council
        per: region
        seats: [seat]
        divisors: dhondt
        among: threshold
        gives: seat
        ties: lots
"""
PAGE = """\
election: lagoon-2026
country: lagoon
law: lagoon
date: 2026-05-03
name: {es: Elección de 2026, en: Election of 2026}
sources:
  board: {title: Count of the board}
contests:
  president: {source: board}
  council: {source: board}
lists:
  - {id: Heron}
  - {id: Otter}
  - {id: Toad}
"""
DISTRICTS = """\
tier,constituency,region,seats
president,Whole,,
council,Inner,Inner,
council,Outer,Outer,
"""
VOTES = """\
tier,constituency,region,party,votes
president,Whole,,Heron,500
president,Whole,,Otter,500
council,Inner,Inner,Heron,400
council,Inner,Inner,Otter,200
council,Inner,Inner,Toad,60
council,Outer,Outer,Heron,100
council,Outer,Outer,Otter,240
council,Outer,Outer,Toad,30
"""


@pytest.fixture
def lagoon(tmp_path, monkeypatch):
    """A folder of countries of the user's own, with one country, and a cache of its own."""
    folder = tmp_path / "countries" / "lagoon"
    election = folder / "elections" / "2026"
    election.mkdir(parents=True)
    (folder / "laws").mkdir()
    (folder / "laws" / "lagoon.yaml").write_text(LAW, encoding="utf-8")
    for name, text in (("election.yaml", PAGE), ("districts.csv", DISTRICTS), ("votes.csv", VOTES)):
        (election / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("ESCRUTINIO_COUNTRIES", str(tmp_path / "countries"))
    monkeypatch.setenv("ESCRUTINIO_CACHE", str(tmp_path / "cache"))
    return folder


def replaced(path, before, after):
    """Change a word of a file."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_country_of_the_user_s_own(lagoon):
    """It stands beside the packaged ones, and its law elects: by hand, Inner 400, 200 (133), Outer 240, 120, 100."""
    assert lagoon.is_dir()
    assert {"lagoon-2026", "bo-2020"} <= set(elections())
    assert {"lagoon", "bo"} <= set(available())
    outcome = es.elect("lagoon-2026")
    assert outcome["president"].totals() == {}  # 500 of 1,000 is not more than half: parliament chooses
    going_on = outcome["president"].run.stages["vote"].runners_up
    assert going_on is not None
    assert going_on.seats.tolist() == [[[1, 1, 0]]]
    # Toad has 90 of 1,030 votes, under a tenth. Inner: 400, 200 = 200, 133.3, 100 = 100 for the fifth.
    assert [(tie.address, tie.lists, tie.seats) for tie in outcome["council"].pending] == [
        ("council.seats.Inner", ("Heron", "Otter"), 1)
    ]
    assert outcome["council"].possible() == [{"Heron": 5, "Otter": 3}, {"Heron": 4, "Otter": 4}]
    drawn = es.elect("lagoon-2026", lots={"council.seats.Inner": ["Otter"]})
    assert drawn["council"].totals() == {"Heron": 4, "Otter": 4}


def test_its_explanation_and_its_amendment(lagoon):
    """Everything else works on it as well: reasons, what-ifs, folders and files by their path."""
    assert "Heron" in es.explain("lagoon-2026", "council", "Inner")
    day = es.election("lagoon-2026").date
    lower = es.law.amend(es.law.load("lagoon"), {"council.threshold.admits.share": "1/20"}, since=day)
    assert es.elect("lagoon-2026", law=lower)["council"].run.stages["threshold"].admitted.all()
    by_path = es.elect(lagoon / "elections" / "2026", law=lagoon / "laws" / "lagoon.yaml")
    assert by_path.to_dict() == es.elect("lagoon-2026").to_dict()


def test_an_own_country_goes_before_the_packaged_one(lagoon, monkeypatch):
    """A user's folder of the same name is the one that is read."""
    lagoon.rename(lagoon.parent / "bo")
    monkeypatch.setenv("ESCRUTINIO_COUNTRIES", f"/nowhere{os.pathsep}{lagoon.parent}")
    (lagoon.parent / "bo" / "elections" / "2026").rename(lagoon.parent / "bo" / "elections" / "2020")
    assert es.election("bo-2020").id == "lagoon-2026"


def test_a_changed_file_is_read_again(lagoon):
    """The cache goes by what is written, not by when."""
    page, law = lagoon / "elections/2026/election.yaml", lagoon / "laws/lagoon.yaml"
    before = es.elect("lagoon-2026")
    times = page.stat()
    replaced(page, "Election of 2026", "Election of 2027")
    os.utime(page, (times.st_atime, times.st_mtime))
    replaced(law, "share: 1/10", "share: 1/20")
    after = es.elect("lagoon-2026")
    assert (before.election.name["en"], after.election.name["en"]) == ("Election of 2026", "Election of 2027")
    assert after["council"].run.stages["threshold"].admitted.all()
    assert es.elect("lagoon-2026").to_dict() == after.to_dict()


def test_a_mistake_is_told_every_time(lagoon):
    """What has mistakes is not kept: the second reading tells them again."""
    replaced(lagoon / "laws/lagoon.yaml", "among: threshold", "among: gate")
    for _ in range(2):
        with pytest.raises(Problem, match=r"lagoon.yaml:\d+: .*no fitting stage of this body is called “gate”"):
            es.elect("lagoon-2026")


def _read_only(folder):
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)


def _a_file(folder):
    folder.write_text("not a folder", encoding="utf-8")


@pytest.mark.parametrize("spoil", [_read_only, _a_file])
def test_a_cache_that_cannot_be_written(lagoon, monkeypatch, tmp_path, spoil):
    """Read-only, or no folder at all: it only costs time."""
    del lagoon
    spoil(tmp_path / "spoiled")
    monkeypatch.setenv("ESCRUTINIO_CACHE", str(tmp_path / "spoiled"))
    for _ in range(2):
        assert es.elect("lagoon-2026")["council"].members == 8


def test_a_user_without_a_home(lagoon, monkeypatch):
    """A container's user may have none: nothing is kept, and nothing breaks."""
    del lagoon

    def homeless():
        message = "Could not determine home directory."
        raise RuntimeError(message)

    for name in ("ESCRUTINIO_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", staticmethod(homeless))
    assert es.elect("lagoon-2026")["council"].members == 8


class _Runs:
    def __reduce__(self):
        return os.mkdir, ("ran",)


@pytest.mark.parametrize("kept", ["cut", "empty", "text", "code", "dotted", "other"])
def test_a_spoiled_cache_is_not_believed(lagoon, monkeypatch, tmp_path, kept):
    """Cut short, empty, other text, another document, or something that would run: read anew, and nothing runs."""
    del lagoon
    monkeypatch.chdir(tmp_path)
    plain = es.elect("lagoon-2026").to_dict()
    files = list((tmp_path / "cache").rglob("*.pickle"))
    assert len(files) == 2
    dotted = b"\x80\x04\x8c\x1aescrutinio.documents.cache\x8c\x08os.mkdir\x93\x8c\x03ran\x85R."
    for file in files:
        content = {
            "cut": file.read_bytes()[:40],
            "empty": b"",
            "text": b"law: lagoon",
            "code": pickle.dumps(_Runs()),
            "dotted": dotted,
            "other": pickle.dumps(["another"]),
        }
        file.write_bytes(content[kept])
    assert es.elect("lagoon-2026").to_dict() == plain
    assert not (tmp_path / "ran").exists()
