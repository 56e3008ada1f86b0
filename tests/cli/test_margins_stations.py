"""`margins --stations` as it is typed: the stations of a file, in both languages, and what is mistyped."""

from __future__ import annotations

import csv
import json

import pytest

SEAT = ("margins", "bo-2020", "deputies", "--in", "Santa Cruz", "--ballot", "president")


def flat(text: str) -> str:
    """A page without its line ends."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with made-up sheets of 2020 whose totals are the real ones."""
    from escrutinio.canvass import synth

    folder = tmp_path_factory.mktemp("made")
    synth("bo-2020", folder, stations=9000, seed=1, format="csv")
    return folder


@pytest.fixture(scope="module")
def rows(made):
    """The sheets of one department as plain rows, the most votes of one list first."""
    with (made / "sheets.csv").open(encoding="utf-8") as file:
        here = [each for each in csv.DictReader(file) if each["department"] == "Santa Cruz"]
    return sorted(here, key=lambda each: -int(each["CREEMOS"]))


@pytest.fixture
def asked(run, made):
    """The command with the sheets."""

    def typed(*words: str, **options: str):
        return run(*SEAT, "--stations", str(made / "sheets.csv"), "--contest", "president", *words, **options)

    return typed


def test_the_stations_of_the_last_seat(asked, rows) -> None:
    """In both languages, with the largest station, its votes, and the file they are from."""
    alone = sum(int(each["CREEMOS"]) >= 135 for each in rows)  # 135: the official votes by D'Hondt, see test_asking
    spanish, english = (asked(lang=lang) for lang in ("es", "en"))
    assert (spanish.exit_code, english.exit_code) == (0, 0)
    assert f"{alone:,} of them have so many alone; the largest:" in flat(english.stdout)
    assert f"{alone:,}".replace(",", ".") + " tienen tantos por sí solas; la mayor:" in flat(spanish.stdout)
    assert f"{rows[0]['station']}" in english.stdout
    assert "717.742 en total" in flat(spanish.stdout)  # CREEMOS in the department, TSE 2020
    assert "Esto dice dónde hay tantos votos. No dice nada de si alguno está mal." in flat(spanish.stdout)
    assert "sheets.csv" in spanish.stdout


def test_as_json_and_as_a_file(asked, rows, tmp_path) -> None:
    """The document of before with the stations beside each answer."""
    document = json.loads(asked("--json", "-o", str(tmp_path / "all.json")).stdout)
    assert document["schema"] == "escrutinio/margins/1"
    (cell,) = document["bodies"][0]["margins"][0]["stations"]["cells"]
    assert (cell["votes"], cell["holding"]["sheets"], cell["holding"]["fewest"]) == (135, len(rows), 1)
    assert cell["holding"]["stations"][0]["registered"] == int(rows[0]["registered"])
    assert document["sheets"]["president"]["rows"] == 9000
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8")) == document


def test_without_the_option_nothing_is_different(run) -> None:
    """No stations, no sheets."""
    document = json.loads(run(*SEAT, "--json").stdout)
    assert "sheets" not in document
    assert "stations" not in document["bodies"][0]["margins"][0]


def test_a_line_for_each_area(run, made) -> None:
    """Nine areas of one body; those that hang on another ballot say that there are no sheets of it."""
    where = ("--stations", str(made / "sheets.csv"), "--contest", "president")
    page = run("margins", "bo-2020", "senado", *where, lang="es").stdout
    table = page.partition("Las mesas en que caben estos votos")[2]
    assert len([line for line in table.splitlines() if line.startswith("president ")]) == 9
    said = flat(run("margins", "bo-2020", "deputies", *where).stdout)
    assert "there are no sheets of it here, only of president" in said


def test_all_at_once(run, made) -> None:
    """Votes that change in several areas: a table, and the fewest stations for all."""
    where = ("--stations", str(made / "sheets.csv"), "--contest", "president")
    page = flat(run("margins", "bo-2020", "senate", "--list", "CC", "--seats", "+2", *where).stdout)
    assert "All of it at once takes at least" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--stations", "nowhere.csv"), "nowhere.csv no se puede leer"),
        (("--stations", "notes.txt"), "no corresponden a ninguna descripción|no se corresponde|columnas"),
        (("--at", "2020-10-18T23:00:00-04:00"), "--at dice en qué actas se buscan las mesas: va con --stations"),
        (("--format", "bo-2019"), "--format dice en qué actas se buscan las mesas: va con --stations"),
        (("--contest", "president"), "--contest dice en qué actas se buscan las mesas: va con --stations"),
    ],
)
def test_mistakes(run, tmp_path, monkeypatch, typed, said) -> None:
    """A missing file, a file that is no count, options that go with it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("only words\n", encoding="utf-8")
    result = run(*SEAT, *typed, lang="es")
    assert (result.exit_code, result.stdout) == (2, "")
    assert any(each in flat(result.stderr) for each in said.split("|")), result.stderr


def test_sheets_of_another_election(run, made) -> None:
    """Lists that the election does not have."""
    typed = ("margins", "bo-2019", "president", "--run-off", "--from", "MAS", "--to", "CC")
    result = run(*typed, "--stations", str(made / "sheets.csv"), "--contest", "president")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "votes are counted for “CREEMOS”, which is no list of this election" in flat(result.stderr)


def test_one_file_has_no_other_time(asked) -> None:
    """A time goes with a store."""
    result = asked("--at", "2020-10-18T23:00:00-04:00")
    assert result.exit_code == 2
    assert "is one file and has no other snapshots" in flat(result.stderr)
